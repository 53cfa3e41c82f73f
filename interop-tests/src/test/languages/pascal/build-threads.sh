fpc -v0 -O2 -Cg -dTHREADS -oliblanguage.so language.pas
