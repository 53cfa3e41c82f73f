//! Provides `demo.peer`, build 100.

const BUILD: u32 = 100;

#[path = "../generated/guest/mod.rs"]
mod generated;

include!("peer.rs");
