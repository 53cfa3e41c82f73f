gcc -O2 -fPIC -shared -pthread -o liblanguage.so language.c
