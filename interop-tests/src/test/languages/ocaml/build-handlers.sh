ocamlopt -output-obj -runtime-variant _pic -ccopt -I. -ccopt -DKEEP_HANDLERS -o liblanguage.so language.ml table.c
