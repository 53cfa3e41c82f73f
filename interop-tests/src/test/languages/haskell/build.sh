ghc -v0 -O -threaded -dynamic -shared -fPIC -no-hs-main -c Language.hs
ghc -v0 -O -threaded -dynamic -shared -fPIC -no-hs-main -lHSrts_thr-ghc$(ghc --numeric-version) -o liblanguage.so Language.hs table.c
