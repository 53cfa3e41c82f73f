fpc -v0 -O2 -Cg -oliblanguage.so language.pas
