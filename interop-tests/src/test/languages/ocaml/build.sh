ocamlopt -output-obj -runtime-variant _pic -ccopt -I. -o liblanguage.so language.ml table.c
