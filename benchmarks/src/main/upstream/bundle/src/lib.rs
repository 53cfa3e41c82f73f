//! Provides `bench.Upstream`.

#[path = "../generated/guest/mod.rs"]
mod generated;

use generated::contracts::BenchUpstreamGuestContract;
use polyplug_abi::StringView;
use polyplug_guest::{GuestError, HostContext, to_str};

struct Calls {
    host: HostContext,
}

impl BenchUpstreamGuestContract for Calls {
    fn add(&self, a: i32, b: i64) -> Result<i64, GuestError> {
        Ok(i64::from(a).wrapping_add(b))
    }

    fn greet(&self, name: StringView) -> Result<StringView, GuestError> {
        // SAFETY: the caller keeps arguments alive during the call.
        let name = unsafe { to_str(&name) }?;
        self.host.alloc_string(&format!("hello {name}"))
    }
}

#[unsafe(no_mangle)]
pub fn polyplug_create_calls(host: HostContext) -> Box<dyn BenchUpstreamGuestContract> {
    Box::new(Calls { host })
}

#[unsafe(no_mangle)]
pub extern "C" fn polyplug_abi_version() -> u32 {
    polyplug_abi::POLYPLUG_ABI_VERSION
}
