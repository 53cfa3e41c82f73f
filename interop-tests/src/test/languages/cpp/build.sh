g++ -std=c++17 -O2 -fPIC -shared -pthread -fno-gnu-unique -o liblanguage.so language.cpp
