//! What the author of a bundle with everything would write.

mod generated;

use generated::{contracts, host, log, types, GuestError, Level};
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Default)]
pub struct EveryType {}

impl contracts::EveryType for EveryType {
    fn scalars(&self, a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64, i: f32, j: f64, k: bool, l: usize) -> Result<types::Scalars, GuestError> {
        Ok(types::Scalars { a, b, c, d, e, f, g, h, i, j, k, l })
    }

    fn echo_text(&self, text: &str) -> Result<String, GuestError> {
        Ok(text.to_string())
    }

    fn echo_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>, GuestError> {
        Ok(bytes.to_vec())
    }

    fn mirror(&self, line: &types::Line) -> Result<types::Line, GuestError> {
        Ok(types::Line { a: line.b.clone(), k: self.level(line.k)?, b: line.a.clone(), access: line.access })
    }

    fn remix(&self, mixed: &types::Mixed) -> Result<types::Mixed, GuestError> {
        Ok(types::Mixed {
            small: mixed.small + 1,
            on: !mixed.on,
            medium: mixed.medium + 1,
            large: mixed.large + 1,
            text: format!("{}!", mixed.text),
            point: types::Point { x: mixed.point.x + 1.0, y: mixed.point.y + 1.0 },
            colour: self.colour(mixed.colour)?,
            bytes: mixed.bytes.clone(),
            address: mixed.address + 1,
        })
    }

    fn colour(&self, colour: types::Colour) -> Result<types::Colour, GuestError> {
        Ok(match colour {
            types::Colour::Red => types::Colour::Blue,
            types::Colour::Blue => types::Colour::Red,
        })
    }

    fn level(&self, level: types::Level) -> Result<types::Level, GuestError> {
        Ok(if level == types::Level::Low { types::Level::High } else { types::Level::Low })
    }

    fn unit(&self, unit: types::Unit) -> Result<types::Unit, GuestError> {
        Ok(if unit == types::Unit::Metre { types::Unit::LightYear } else { types::Unit::Metre })
    }

    fn big(&self, big: types::Big) -> Result<types::Big, GuestError> {
        Ok(if big == types::Big::One { types::Big::Top } else { types::Big::One })
    }

    fn toggle(&self, access: types::Access, with: types::Access) -> Result<types::Access, GuestError> {
        Ok(if access.contains(with) { types::Access(access.0 ^ with.0) } else { access | with })
    }

    fn cat(&self, first: &str, n: u8, second: &str) -> Result<Vec<u8>, GuestError> {
        Ok([first.as_bytes(), &[n], second.as_bytes()].concat())
    }

    fn nothing(&self) -> Result<(), GuestError> {
        log(Level::Info, "nothing, 1 times");
        Ok(())
    }

    fn fail(&self, code: u32, why: &str) -> Result<(), GuestError> {
        let message = format!("because of {why}");
        if code == 3 {
            panic!("{message}");
        }
        Err(GuestError::new(code, message))
    }

    fn now(&self) -> Result<i64, GuestError> {
        Ok(host::find_clock()?.now()? + 1)
    }

    fn zoned(&self, at: i64, zone: &str) -> Result<String, GuestError> {
        Ok(format!("<{}>", host::find_clock()?.zoned(at, zone)?))
    }

    fn noted(&self, mixed: &types::Mixed) -> Result<types::Mixed, GuestError> {
        host::find_notes()?.note(mixed)
    }

    fn joined(&self, text: &str, bytes: &[u8]) -> Result<Vec<u8>, GuestError> {
        host::find_notes()?.join(text, bytes)
    }

    fn recovered(&self) -> Result<String, GuestError> {
        match host::find_notes().and_then(|notes| notes.forget()) {
            Ok(()) => Ok("nothing to recover from".to_string()),
            Err(error) => Ok(error.code.to_string()),
        }
    }

    fn r#while(&self, register: i32, class: i32, call: i32) -> Result<i32, GuestError> {
        Ok(register + class * call)
    }
}

#[derive(Default)]
pub struct Counter {
    count: AtomicI64,
}

impl contracts::Counter for Counter {
    fn increment(&self, by: i32) -> Result<i64, GuestError> {
        let by = i64::from(by) * 1;
        Ok(self.count.fetch_add(by, Ordering::SeqCst) + by)
    }
}
