g++ -std=c++17 -O2 -fPIC -shared -pthread -o liblanguage.so language.cpp
