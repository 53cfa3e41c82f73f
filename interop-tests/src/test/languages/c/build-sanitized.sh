gcc -O2 -fPIC -shared -pthread -fsanitize=address -o liblanguage.so language.c
