go build -buildmode=c-shared -o liblanguage.so .
