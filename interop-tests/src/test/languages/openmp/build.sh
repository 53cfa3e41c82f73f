gcc -O2 -fPIC -shared -fopenmp -o liblanguage.so language.c
