g++ -std=c++17 -O2 -fPIC -shared -pthread -fno-gnu-unique -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -o liblanguage.so language.cpp
