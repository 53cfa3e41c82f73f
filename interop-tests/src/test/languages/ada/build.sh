gcc -c -O2 -fPIC language.adb
gnatbind -n language.ali
sed -i 's/Runtime_Initialize (1);/Runtime_Initialize (0);/' b~language.adb
gcc -c -O2 -fPIC b~language.adb
gcc -shared -o liblanguage.so language.o b~language.o -L$(gcc -print-file-name=adalib) -lgnat
