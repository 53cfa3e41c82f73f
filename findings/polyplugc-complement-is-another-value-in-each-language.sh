#!/usr/bin/env bash
# polyplugc 0.1.3 takes '~' in the value of an enum's variant (its grammar has it, `validate` is content) and writes the expression into each
# language as it stands. So one value of one api is not one number:
#
#   value = "~1", repr = "u8"
#   Rust     `Rest = ~1`          does not compile: '~' is no operator of Rust
#   C++      `Rest = ~1`          does not compile: -2 is no uint8_t
#   Python   `REST = ~1`          -2, which no u8 is
#   Lua      `Rest = bit.bnot(1)` -2, too
#
# Nobody gets 254, which is what the expression means in a u8. Write the number.
#
# Seen with polyplugc 0.1.3, rustc 1.95, g++ 12, Python 3.11. Needs cargo, g++ and python3; building the tool takes some minutes.
# Exits with 0 if that is still so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() { echo "$1"; cat ./*.log; exit 1; }

cat > api.toml <<'TOML'
[[enum]]
name = "Mask"
repr = "u8"
variants = [{ name = "Low", value = "1" }, { name = "Rest", value = "~1" }]

[[plugin_contract]]
name = "demo.Masks"
version = "1.0.0"
functions = [{ name = "echo", params = [{ name = "mask", type = "Mask" }], return = "Mask" }]
TOML

cat > bundle.toml <<'TOML'
[bundle]
name = "masks"
version = "1.0.0"
loader = "native"
api = "api.toml"

[bundle.file]
linux.x86_64 = "libmasks.so"

[[plugin]]
name = "masks"
implements = ["demo.Masks@1.0"]
TOML

cargo install -q polyplugc --version =0.1.3 --locked --profile dev --root tool --target-dir target > cargo.log 2>&1 || fail "the tool cannot be built"

tool/bin/polyplugc validate --api api.toml > validate.log 2>&1 || fail "the api is refused now"
for language in rust cpp python lua; do
  tool/bin/polyplugc generate --bundle bundle.toml --lang $language --out $language > $language.log 2>&1 || fail "nothing is generated for $language"
done

# The enum alone, for the files need upstream's libraries.
sed -n '/^#\[repr(u8)\]/,/^}/p' rust/guest/types.rs > enum.rs
grep -q 'Rest = ~1' enum.rs || fail "the value for Rust is another one"
rustc --crate-type lib enum.rs > rustc.log 2>&1 && fail "Rust compiles it"
grep -q 'cannot be used as a unary operator' rustc.log || fail "Rust refuses it for another reason"

(echo '#include <cstdint>'; sed -n '/^enum class Mask/,/^};/p' cpp/guest/types.hpp) > enum.cpp
g++ -std=c++20 -fsyntax-only enum.cpp > g++.log 2>&1 && fail "C++ compiles it"
grep -qi 'narrowing\|outside the range' g++.log || fail "C++ refuses it for another reason"

(echo 'import enum'; sed -n '/^class Mask/,/^$/p' python/guest/types.py; echo 'print(int(Mask.REST))') > mask.py
[ "$(python3 mask.py)" = -2 ] || fail "Python has another number"
grep -q 'Rest = bit.bnot(1)' lua/guest/types.lua || fail "Lua has another expression"

echo "polyplugc 0.1.3 writes '~1' of a u8 as it stands: refused by Rust and C++, -2 in Python and Lua"
