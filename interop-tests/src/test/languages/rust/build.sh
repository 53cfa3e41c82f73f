cargo build --release --offline
cp target/release/liblanguage.so .
