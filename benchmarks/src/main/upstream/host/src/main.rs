//! Upstream's host as a child process: loads the bundle in the folder that its argument names, then answers each line
//! `add <calls>` or `greet <calls>` with the nanoseconds that so many calls took together.

#[path = "../generated/mod.rs"]
mod generated;

use std::io::{BufRead, Write, stdin, stdout};
use std::path::PathBuf;
use std::time::Instant;

use generated::host::host_callers::BenchUpstreamContract;
use polyplug::Runtime;
use polyplug_abi::StringView;
use polyplug_native::{NativeConfig, NativeLoader};
use polyplug_utils::GuestContractId;

const NAMES: [&str; 4] = ["world", "there", "Frida", "Oskar"];

fn add(calls: &mut BenchUpstreamContract, count: i32) -> i64 {
    (0..count).map(|i| calls.add(i, 1).expect("add fails")).sum()
}

fn greet(calls: &mut BenchUpstreamContract, count: i32) -> i64 {
    let mut sum = 0;
    for i in 0..count {
        let name = NAMES[i as usize & 3];
        let view = StringView { ptr: name.as_ptr(), len: name.len() };
        let answer = calls.greet(view).expect("greet fails");
        // SAFETY: nobody frees what the guest allocated.
        let bytes = unsafe { std::slice::from_raw_parts(answer.ptr, answer.len) };
        sum += std::str::from_utf8(bytes).expect("not UTF-8").len() as i64;
    }
    sum
}

fn main() {
    let bundle = PathBuf::from(std::env::args().nth(1).expect("no bundle is named"));
    let builder = Runtime::builder().loader(NativeLoader::new(NativeConfig {}));
    #[cfg(feature = "scripts")]
    let builder = builder
        .loader(polyplug_lua::LuaLoader::new(polyplug_lua::LuaConfig::default()))
        .loader(polyplug_js::JsLoader::new(polyplug_js::JsConfig {}));
    let runtime = builder.build().expect("no runtime");
    runtime.load_bundle(&bundle).expect("the bundle does not load");
    let id = GuestContractId::new("bench.Upstream", 1).id();
    let handle = runtime.find_guest_contract(id, 0).expect("the contract is not there");
    let mut calls = BenchUpstreamContract::new(handle, runtime.host_abi()).expect("there is no instance");
    println!("ready");
    for line in stdin().lock().lines() {
        let line = line.expect("no line");
        let (what, count) = line.split_once(' ').expect("a function and a number");
        let count: i32 = count.parse().expect("a number of calls");
        let start = Instant::now();
        let sum = match what {
            "add" => add(&mut calls, count),
            "greet" => greet(&mut calls, count),
            _ => panic!("there is no function {what}"),
        };
        let nanos = start.elapsed().as_nanos();
        assert_ne!(std::hint::black_box(sum), i64::MIN);
        println!("{nanos}");
        stdout().flush().expect("nobody listens");
    }
}
