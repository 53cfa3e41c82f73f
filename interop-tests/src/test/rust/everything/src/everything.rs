// The functions of demo.all. Included by both builds, which define BUILD and the module `generated`.

use core::sync::atomic::{AtomicU64, Ordering};

use generated::contracts::DemoAllGuestContract;
use generated::types::{Colour, Distance, Line, Person, Point, Rights, Size, Star, rights};
use polyplug_abi::{AbiErrorCode, StringView};
use polyplug_guest::{GuestError, HostContext, to_str};

static TEXT: &str = "borrowed from the library";

struct Everything {
    host: HostContext,
    calls: AtomicU64,
}

fn text(view: &StringView) -> Result<&str, GuestError> {
    // SAFETY: the caller keeps arguments alive during the call.
    unsafe { to_str(view) }
}

fn moved(point: Point, by: Point) -> Point {
    Point { x: point.x + by.x, y: point.y + by.y }
}

impl DemoAllGuestContract for Everything {
    fn build(&self) -> Result<u32, GuestError> {
        Ok(BUILD)
    }

    fn echo_u8(&self, v: u8) -> Result<u8, GuestError> {
        Ok(v)
    }

    fn echo_i8(&self, v: i8) -> Result<i8, GuestError> {
        Ok(v)
    }

    fn echo_u16(&self, v: u16) -> Result<u16, GuestError> {
        Ok(v)
    }

    fn echo_i16(&self, v: i16) -> Result<i16, GuestError> {
        Ok(v)
    }

    fn echo_u32(&self, v: u32) -> Result<u32, GuestError> {
        Ok(v)
    }

    fn echo_i32(&self, v: i32) -> Result<i32, GuestError> {
        Ok(v)
    }

    fn echo_u64(&self, v: u64) -> Result<u64, GuestError> {
        Ok(v)
    }

    fn echo_i64(&self, v: i64) -> Result<i64, GuestError> {
        Ok(v)
    }

    fn echo_f32(&self, v: f32) -> Result<f32, GuestError> {
        Ok(v)
    }

    fn echo_f64(&self, v: f64) -> Result<f64, GuestError> {
        Ok(v)
    }

    fn opposite(&self, v: bool) -> Result<bool, GuestError> {
        Ok(!v)
    }

    fn echo_ptr(&self, v: *mut ()) -> Result<*mut (), GuestError> {
        Ok(v)
    }

    fn read_ptr(&self, v: *mut ()) -> Result<u64, GuestError> {
        // SAFETY: the test passes the address of eight bytes.
        Ok(unsafe { (v as *const u64).read_unaligned() })
    }

    fn describe(
        &self,
        a: u8,
        b: i8,
        c: u16,
        d: i16,
        e: u32,
        f: i32,
        g: u64,
        h: i64,
        i: f32,
        j: f64,
        k: bool,
        l: *mut (),
    ) -> Result<StringView, GuestError> {
        self.host.alloc_string(&format!("{a} {b} {c} {d} {e} {f} {g} {h} {i} {j} {k} {}", l as usize))
    }

    fn next_colour(&self, v: &Colour) -> Result<Colour, GuestError> {
        Ok(match v {
            Colour::Red => Colour::Green,
            Colour::Green => Colour::Blue,
            Colour::Blue => Colour::Red,
        })
    }

    fn next_size(&self, v: &Size) -> Result<Size, GuestError> {
        Ok(match v {
            Size::Small => Size::Large,
            Size::Large => Size::Small,
        })
    }

    fn next_distance(&self, v: &Distance) -> Result<Distance, GuestError> {
        Ok(match v {
            Distance::Near => Distance::Far,
            Distance::Far => Distance::Near,
        })
    }

    fn next_star(&self, v: &Star) -> Result<Star, GuestError> {
        Ok(match v {
            Star::Sun => Star::Sirius,
            Star::Sirius => Star::Sun,
        })
    }

    fn grant_write(&self, v: &Rights) -> Result<Rights, GuestError> {
        Ok(*v | rights::WRITE)
    }

    fn greet(&self, name: StringView) -> Result<StringView, GuestError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.host.alloc_string(&format!("v{BUILD}: hello {}", text(&name)?))
    }

    fn chorus(&self, before: StringView, times: u8, repeated: StringView) -> Result<StringView, GuestError> {
        let all = String::from(text(&before)?) + &text(&repeated)?.repeat(times.into());
        self.host.alloc_string(&all)
    }

    fn text_in_library(&self) -> Result<StringView, GuestError> {
        Ok(StringView { ptr: TEXT.as_ptr(), len: TEXT.len() })
    }

    fn null_text(&self) -> Result<StringView, GuestError> {
        Ok(StringView::null())
    }

    fn mirror(&self, p: &Point) -> Result<Point, GuestError> {
        Ok(Point { x: -p.x, y: -p.y })
    }

    fn stretch(&self, times: u8, line: Line, colour: Colour, by: Point) -> Result<Line, GuestError> {
        let mut tail = line.tail;
        for _ in 0..times {
            tail = moved(tail, by);
        }
        let size = if colour == Colour::Blue { Size::Large } else { line.size };
        Ok(Line { head: line.head, size, tail })
    }

    fn rename(&self, person: Person, name: StringView) -> Result<Person, GuestError> {
        let note = format!("was {}, {}", text(&person.name)?, text(&person.note)?);
        Ok(Person {
            name: self.host.alloc_string(text(&name)?)?,
            active: !person.active,
            note: self.host.alloc_string(&note)?,
            ..person
        })
    }

    fn fail(&self, code: u32, message: StringView) -> Result<(), GuestError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        Err(GuestError { code: AbiErrorCode::from_u32(code), message: text(&message)?.to_owned() })
    }

    fn panic(&self, message: StringView) -> Result<u32, GuestError> {
        panic!("{}", text(&message)?);
    }

    fn calls(&self) -> Result<u64, GuestError> {
        Ok(self.calls.load(Ordering::Relaxed))
    }

    fn add(&self, a: u32, b: u32) -> Result<u32, GuestError> {
        Ok(a.wrapping_add(b))
    }
}

#[unsafe(no_mangle)]
pub fn polyplug_create_everything(host: HostContext) -> Box<dyn DemoAllGuestContract> {
    Box::new(Everything { host, calls: AtomicU64::new(0) })
}

#[unsafe(no_mangle)]
pub extern "C" fn polyplug_abi_version() -> u32 {
    polyplug_abi::POLYPLUG_ABI_VERSION
}
