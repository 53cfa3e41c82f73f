ldc2 -O2 -release -betterC -relocation-model=pic -shared -of=liblanguage.so language.d
