//! Provides `demo.peer`, build 200.

const BUILD: u32 = 200;

#[path = "../generated/guest/mod.rs"]
mod generated;

include!("../../peer/src/peer.rs");
