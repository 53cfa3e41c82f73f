nim c --app:lib --mm:arc --threads:on -d:useMalloc -d:release -d:noSignalHandler --nimcache:cache -o:liblanguage.so language.nim
