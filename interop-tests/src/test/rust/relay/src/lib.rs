//! Provides `demo.relay`, which hands everything on: to bundle `upstream-peer` and to Java.

use std::sync::{Mutex, PoisonError};

use polyplug_abi::{AbiErrorCode, StringView};
use polyplug_guest::{GuestError, HostContext, to_str};

#[path = "../generated/guest/mod.rs"]
mod generated;

use generated::contracts::DemoRelayGuestContract;
use generated::host_contract_callers::{HostContractError, HostDeskCaller};
use generated::peer_callers::{DemoPeerContractPeer, PeerCallError};

const ANY_VERSION: u32 = 0;

/// A caller that no thread uses at the moment.
struct Idle<T>(T);

// SAFETY: a caller holds pointers of the host, which are good on every thread, and is used by one thread at a time.
unsafe impl<T> Send for Idle<T> {}

/// Callers are kept between calls, as the generated code wants it: each caches what it has resolved.
struct Relay {
    host: HostContext,
    peers: Mutex<Vec<Idle<DemoPeerContractPeer>>>,
    desks: Mutex<Vec<Idle<HostDeskCaller>>>,
}

fn take<T>(idle: &Mutex<Vec<Idle<T>>>) -> Option<T> {
    idle.lock().unwrap_or_else(PoisonError::into_inner).pop().map(|each| each.0)
}

fn give<T>(idle: &Mutex<Vec<Idle<T>>>, caller: T) {
    idle.lock().unwrap_or_else(PoisonError::into_inner).push(Idle(caller));
}

fn missing(code: AbiErrorCode, what: &str) -> GuestError {
    GuestError { code, message: format!("{what} is missing") }
}

fn of_peer(error: PeerCallError) -> GuestError {
    GuestError { code: error.code, message: format!("peer: {}", error.message) }
}

fn of_desk(error: HostContractError) -> GuestError {
    GuestError { code: error.code, message: format!("desk: {}", error.message) }
}

fn text(view: &StringView) -> Result<&str, GuestError> {
    // SAFETY: the caller keeps arguments alive during the call.
    unsafe { to_str(view) }
}

impl Relay {
    fn with_peer<T>(
        &self,
        call: impl FnOnce(&mut DemoPeerContractPeer) -> Result<T, PeerCallError>,
    ) -> Result<T, GuestError> {
        let mut peer = match take(&self.peers).or_else(|| DemoPeerContractPeer::resolve(self.host)) {
            Some(peer) => peer,
            None => return Err(missing(AbiErrorCode::NotFound, "demo.peer")),
        };
        let result = call(&mut peer).map_err(of_peer);
        // One whose peer is gone is not kept: it never looks for another provider.
        if !matches!(&result, Err(error) if error.code == AbiErrorCode::NotFound) {
            give(&self.peers, peer);
        }
        result
    }

    fn with_desk<T>(
        &self,
        call: impl FnOnce(&mut HostDeskCaller) -> Result<T, GuestError>,
    ) -> Result<T, GuestError> {
        // SAFETY: the host table is valid as long as the instance.
        let found = || unsafe { HostDeskCaller::from_host(self.host.as_ptr(), ANY_VERSION) };
        let mut desk = match take(&self.desks).or_else(found) {
            Some(desk) => desk,
            None => return Err(missing(AbiErrorCode::HostContractNotFound, "host.Desk")),
        };
        let result = call(&mut desk);
        give(&self.desks, desk);
        result
    }
}

impl DemoRelayGuestContract for Relay {
    fn peer_build(&self) -> Result<u32, GuestError> {
        self.with_peer(|peer| peer.build())
    }

    fn peer_stamp(&self, v: u64) -> Result<u64, GuestError> {
        self.with_peer(|peer| peer.stamp(v))
    }

    /// What a caller returns lies in that caller, if the peer is a script: it is copied before another thread has it.
    fn peer_shout(&self, v: StringView) -> Result<StringView, GuestError> {
        let mut copy = Ok(StringView::null());
        self.with_peer(|peer| {
            let shouted = peer.shout(v)?;
            copy = text(&shouted).and_then(|each| self.host.alloc_string(each));
            Ok(())
        })?;
        copy
    }

    fn peer_fail(&self, message: StringView) -> Result<(), GuestError> {
        self.with_peer(|peer| peer.fail(message))
    }

    fn code_of_peer_panic(&self, message: StringView) -> Result<u32, GuestError> {
        Ok(match self.with_peer(|peer| peer.panic(message)) {
            Ok(()) => 0,
            Err(error) => error.code as u32,
        })
    }

    fn greet(&self, name: StringView) -> Result<StringView, GuestError> {
        let name = text(&name)?.to_owned();
        self.with_desk(|desk| self.host.alloc_string(desk.greet(name).map_err(of_desk)?))
    }

    fn add(&self, a: i32, b: i64) -> Result<i64, GuestError> {
        self.with_desk(|desk| desk.add(a, b).map_err(of_desk))
    }

    /// Tells what this guest sees when Java throws.
    fn try_fail(&self, message: StringView) -> Result<StringView, GuestError> {
        let message = text(&message)?.to_owned();
        self.with_desk(|desk| {
            let seen = match desk.fail(message) {
                Ok(()) => "nothing".to_owned(),
                Err(error) => format!("{} {}", error.code as u32, error.message),
            };
            self.host.alloc_string(&seen)
        })
    }

    fn tell(&self, message: StringView, times: u32) -> Result<(), GuestError> {
        let message = text(&message)?.to_owned();
        self.with_desk(|desk| {
            for _ in 0..times {
                desk.tell(message.clone()).map_err(of_desk)?;
            }
            Ok(())
        })
    }
}

#[unsafe(no_mangle)]
pub fn polyplug_create_relay(host: HostContext) -> Box<dyn DemoRelayGuestContract> {
    Box::new(Relay { host, peers: Mutex::default(), desks: Mutex::default() })
}

#[unsafe(no_mangle)]
pub extern "C" fn polyplug_abi_version() -> u32 {
    polyplug_abi::POLYPLUG_ABI_VERSION
}
