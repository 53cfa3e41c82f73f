zig build-lib -dynamic -O ReleaseFast -lc --name language language.zig
