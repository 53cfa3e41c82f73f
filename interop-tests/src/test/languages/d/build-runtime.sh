ldc2 -O2 -relocation-model=pic -shared -link-defaultlib-shared=false -of=liblanguage.so language.d
