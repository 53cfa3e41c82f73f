#!/usr/bin/env bash
# polyplug 0.1.3: its JavaScript engine answers to one name of a loader, "js-quickjs", and its runtime does not know that name: there the
# language is called "javascript" or "js" (src/runtime.rs, supported_language_from_str), which have no loader. So each bundle in JavaScript is
# noted as Rust, with a warning ("unknown loader `js-quickjs`; defaulting SupportedLanguage to Rust"), and is then run by the very loader that
# was said to be unknown. A host that takes a warning during a load for a reason to refuse refuses every script in JavaScript, and no Lua.
#
# Seen with the wheel polyplug-loaders-js 0.1.3 on x86-64, Python 3.11. Needs pip, and glibc 2.35. Exits with 0 if that is still so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --target engines polyplug-loaders-js==0.1.3

cat > load.py <<'PY'
import ctypes as c
import pathlib
import sys

lines = []


class View(c.Structure):
    _fields_ = [("text", c.c_void_p), ("length", c.c_size_t)]


class Error(c.Structure):
    _fields_ = [("code", c.c_uint32), ("message", View)]


@c.CFUNCTYPE(None, c.c_void_p, c.c_uint32, View, View)
def log(user, level, scope, message):
    lines.append(c.string_at(message.text, message.length).decode())


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def slot(table, offset, result, *arguments):
    return c.CFUNCTYPE(result, *arguments)(c.cast(table + offset, c.POINTER(c.c_void_p))[0])


contract = fnv1a("guest_contract:demo.Seven@1")
bundle = pathlib.Path(sys.argv[1])
bundle.mkdir()
(bundle / "seven.js").write_text(f"""
globalThis.polyplug_init = () => {{
    const table = {{ contractLo: {contract % 2**32}, contractHi: {contract >> 32}, dispatchType: 1, fnCount: 1,
        contractName: 'demo.Seven@1', version: 65536, functions: [() => undefined], factory: () => ({{}}) }};
    return [[{{ ...table, interface: table }}], {{ code: 0, message: '' }}];
}};
""")
(bundle / "manifest.toml").write_text(f"""name = "seven"
id = {fnv1a("seven")}
version = "1.0.0"
loader = "{sys.argv[1]}"
file = "seven.js"
provides = ["demo.Seven@1"]
function_count = {{ "demo.Seven@1" = 1 }}
""")
engine = c.CDLL("engines/polyplug_loaders_js/_native/linux-x64/libpolyplug_js.so")
engine.polyplug_runtime_create.restype = engine.polyplug_js_loader_create.restype = c.c_void_p
config = (c.c_uint64 * 9)()
config[3] = c.cast(log, c.c_void_p).value
config[5] = 2
host = engine.polyplug_runtime_create(config)
error = Error()
slot(host, 112, None, c.c_void_p, c.c_void_p, c.POINTER(Error))(host, engine.polyplug_js_loader_create(None), error)
path = str(bundle.resolve()).encode()
slot(host, 88, None, c.c_void_p, c.c_char_p, c.c_size_t, c.POINTER(Error))(host, path, len(path), error)
print("loaded" if error.code == 0 else f"refused ({error.code})", "|", "; ".join(lines))
PY

quickjs=$(python3 load.py js-quickjs)
js=$(python3 load.py js)
printf '%s\n' "js-quickjs: $quickjs" "js: $js"
[ "$quickjs" = 'loaded | bundle `seven`: unknown loader `js-quickjs`; defaulting SupportedLanguage to Rust' ]
case $js in refused*) ;; *) exit 1 ;; esac
