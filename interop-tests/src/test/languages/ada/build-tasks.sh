gcc -c -O2 -fPIC -gnatec=leave-signals.adc language.adb
gnatbind -n language.ali
gcc -c -O2 -fPIC b~language.adb
gcc -shared -o liblanguage.so language.o b~language.o -L$(gcc -print-file-name=adalib) -lgnarl -lgnat
