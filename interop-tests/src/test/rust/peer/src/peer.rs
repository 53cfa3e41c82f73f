// The functions of demo.peer. Included by both builds, which define BUILD and the module `generated`.

use generated::contracts::DemoPeerGuestContract;
use polyplug_abi::{AbiErrorCode, StringView};
use polyplug_guest::{GuestError, HostContext, to_str};

/// A bit of work, so that a reload can happen while a call is in here.
const ROUNDS: u32 = 200;

struct Peer {
    host: HostContext,
    build: u32,
}

impl DemoPeerGuestContract for Peer {
    fn build(&self) -> Result<u32, GuestError> {
        Ok(BUILD)
    }

    /// Returns `v * 1000 + BUILD` if the instance is of this very build all along, or fails.
    fn stamp(&self, v: u64) -> Result<u64, GuestError> {
        for _ in 0..ROUNDS {
            if core::hint::black_box(self).build != BUILD {
                return Err(GuestError {
                    code: AbiErrorCode::StaleHandle,
                    message: "called on an instance of another build".to_owned(),
                });
            }
        }
        Ok(v * 1000 + u64::from(BUILD))
    }

    fn shout(&self, v: StringView) -> Result<StringView, GuestError> {
        // SAFETY: the caller keeps arguments alive during the call.
        let upper = unsafe { to_str(&v) }?.to_uppercase();
        self.host.alloc_string(&format!("{upper} from {BUILD}"))
    }

    fn fail(&self, message: StringView) -> Result<(), GuestError> {
        // SAFETY: the caller keeps arguments alive during the call.
        let message = unsafe { to_str(&message) }?.to_owned();
        Err(GuestError { code: AbiErrorCode::BufferTooSmall, message })
    }

    fn panic(&self, message: StringView) -> Result<(), GuestError> {
        // SAFETY: the caller keeps arguments alive during the call.
        panic!("{}", unsafe { to_str(&message) }?);
    }
}

#[unsafe(no_mangle)]
pub fn polyplug_create_peer(host: HostContext) -> Box<dyn DemoPeerGuestContract> {
    Box::new(Peer { host, build: BUILD })
}

#[unsafe(no_mangle)]
pub extern "C" fn polyplug_abi_version() -> u32 {
    polyplug_abi::POLYPLUG_ABI_VERSION
}
