//! demo.Language 1.0.0 in Rust without any crate; see c/language.c. No panic leaves a function.

use std::ffi::c_void;
use std::panic::catch_unwind;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

const ID: u64 = 0x4fa6_b38d_44b0_19b6;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct View {
    ptr: *const u8,
    len: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

#[repr(C)]
pub struct AbiError {
    code: u32,
    message: View,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Instance {
    data: *mut c_void,
    contract_id: u64,
}

#[repr(C)]
struct Descriptor {
    name: View,
    contract_name: View,
    version: Version,
}

type Function = extern "C" fn(Instance, *const c_void, *mut c_void, *mut AbiError);

#[repr(C)]
struct Table {
    contract_id: u64,
    version: Version,
    dispatch_type: u32,
    create: extern "C" fn(*mut c_void, *const Host, *const c_void, *mut Instance),
    destroy: extern "C" fn(*mut c_void, *const Host, Instance),
    function_count: u32,
    functions: *const Function,
}

unsafe impl Sync for Table {}

/// The first functions of the host's table.
#[repr(C)]
pub struct Host {
    runtime: *mut c_void,
    register: extern "C" fn(*const Host, *const Descriptor, *const Table, *mut AbiError),
    alloc: extern "C" fn(*const Host, usize, usize) -> *mut u8,
}

static HOST: AtomicPtr<Host> = AtomicPtr::new(null_mut());

static FUNCTIONS: [Function; 4] = [version, add, greet, threads];

static TABLE: Table = Table {
    contract_id: ID,
    version: Version { major: 1, minor: 0, patch: 0 },
    dispatch_type: 0,
    create,
    destroy,
    function_count: FUNCTIONS.len() as u32,
    functions: FUNCTIONS.as_ptr(),
};

fn view(text: &'static str) -> View {
    View { ptr: text.as_ptr(), len: text.len() }
}

extern "C" fn create(_: *mut c_void, _: *const Host, _: *const c_void, out: *mut Instance) {
    unsafe { *out = Instance { data: null_mut(), contract_id: ID } };
}

extern "C" fn destroy(_: *mut c_void, _: *const Host, _: Instance) {}

fn guarded(error: *mut AbiError, body: impl FnOnce() + std::panic::UnwindSafe) {
    if catch_unwind(body).is_err() {
        unsafe { *error = AbiError { code: 3, message: view("a panic in the guest") } };
    }
}

extern "C" fn version(_: Instance, _: *const c_void, out: *mut c_void, _: *mut AbiError) {
    unsafe { *out.cast::<i32>() = 1001 };
}

extern "C" fn add(_: Instance, args: *const c_void, out: *mut c_void, _: *mut AbiError) {
    unsafe {
        let a = *args.cast::<i32>();
        let b = *args.cast::<i64>().add(1);
        *out.cast::<i64>() = i64::from(a).wrapping_add(b);
    }
}

extern "C" fn greet(_: Instance, args: *const c_void, out: *mut c_void, error: *mut AbiError) {
    guarded(error, || unsafe {
        let name = *args.cast::<View>();
        let name = String::from_utf8_lossy(std::slice::from_raw_parts(name.ptr, name.len)).into_owned();
        let text = format!("Rust greets {name}");
        let host = HOST.load(Ordering::Acquire);
        let copy = ((*host).alloc)(host, text.len(), 1);
        std::ptr::copy_nonoverlapping(text.as_ptr(), copy, text.len());
        *out.cast::<View>() = View { ptr: copy, len: text.len() };
    });
}

extern "C" fn threads(_: Instance, args: *const c_void, out: *mut c_void, error: *mut AbiError) {
    guarded(error, || unsafe {
        let all: Vec<_> = (0..*args.cast::<i32>()).map(|_| thread::spawn(|| 1)).collect();
        *out.cast::<i32>() = all.into_iter().map(|each| each.join().unwrap_or(0)).sum();
    });
}

#[no_mangle]
pub extern "C" fn polyplug_abi_version() -> u32 {
    1
}

/// # Safety
/// The host calls this once, with a table that outlives the library.
#[no_mangle]
pub unsafe extern "C" fn polyplug_init(host: *mut Host, _: *const c_void) -> AbiError {
    HOST.store(host, Ordering::Release);
    let name = view("demo.Language");
    let descriptor = Descriptor { name, contract_name: name, version: TABLE.version };
    let mut error = AbiError { code: 0, message: View { ptr: null(), len: 0 } };
    ((*host).register)(host, &descriptor, &TABLE, &mut error);
    error
}
