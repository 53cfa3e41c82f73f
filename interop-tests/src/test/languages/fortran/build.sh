gfortran -O2 -fPIC -shared -o liblanguage.so language.f90
