//! Provides `demo.all`, build 200.

const BUILD: u32 = 200;

#[path = "../generated/guest/mod.rs"]
mod generated;

include!("../../everything/src/everything.rs");
