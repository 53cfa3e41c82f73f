//! Provides `demo.peer`, build 300.

mod generated;

use generated::{contracts, GuestError};

const BUILD: u32 = 300;

const BUFFER_TOO_SMALL: u32 = 2;

#[derive(Default)]
pub struct Peer {}

impl contracts::Peer for Peer {
    fn build(&self) -> Result<u32, GuestError> {
        Ok(BUILD)
    }

    fn stamp(&self, v: u64) -> Result<u64, GuestError> {
        Ok(v * 1000 + u64::from(BUILD))
    }

    fn shout(&self, v: &str) -> Result<String, GuestError> {
        Ok(format!("{} from {BUILD}", v.to_uppercase()))
    }

    fn fail(&self, text: &str) -> Result<(), GuestError> {
        Err(GuestError::new(BUFFER_TOO_SMALL, text))
    }

    fn panic(&self, text: &str) -> Result<(), GuestError> {
        panic!("{text}");
    }
}
