"""Provides demo.all. Enums are numbers here: what polyplugc 0.1.3 generates for them fails in ctypes."""

import ctypes
import functools
import traceback

from guest.contracts import polyplug_init, set_everything_factory
from guest.types import Line, Person, Point
from polyplug_abi import bytes_as_view, to_str
from polyplug_guest import LogLevel, log

BUILD = 100
RED, GREEN, BLUE = 0, 1, 0xC8
SMALL, LARGE = 1, 0xFFFF
NEAR, FAR = 0, 0xFFFFFFFF
SUN, SIRIUS = 1, 0xFFFFFFFFFFFFFFFE
WRITE = 2

__all__ = ["polyplug_init"]


def explained(function):
    """Tells the log why a function fails. The loader prints it to the process's own error stream."""

    @functools.wraps(function)
    def told(self, *arguments):
        try:
            return function(self, *arguments)
        except BaseException as failure:
            log(self.host, LogLevel.Error, "guest.everything", "".join(traceback.format_exception(failure)))
            raise

    return told


class Everything:
    def __init__(self, host):
        self.host = host
        self.count = 0

    def build(self):
        return BUILD

    def echo(self, v):
        return v

    echo_u8 = echo_i8 = echo_u16 = echo_i16 = echo_u32 = echo_i32 = echo
    echo_u64 = echo_i64 = echo_f32 = echo_f64 = echo_ptr = echo

    def opposite(self, v):
        return not v

    def read_ptr(self, v):
        return ctypes.c_uint64.from_address(v).value

    def describe(self, a, b, c, d, e, f, g, h, i, j, k, l):
        return f"{a} {b} {c} {d} {e} {f} {g} {h} {i} {j} {str(k).lower()} {l}"

    def next_colour(self, v):
        return {RED: GREEN, GREEN: BLUE, BLUE: RED}[v]

    def next_size(self, v):
        return LARGE if v == SMALL else SMALL

    def next_distance(self, v):
        return FAR if v == NEAR else NEAR

    def next_star(self, v):
        return SIRIUS if v == SUN else SUN

    def grant_write(self, v):
        return v | WRITE

    def greet(self, name):
        self.count += 1
        return f"v{BUILD}: hello {name}"

    # Of several parameters, texts are views.
    def chorus(self, before, times, text):
        return to_str(before) + to_str(text) * times

    def text_in_library(self):
        return "borrowed from the library"

    def null_text(self):
        return ""

    def mirror(self, p):
        return Point(-p.x, -p.y)

    def stretch(self, times, line, colour, by):
        tail = Point(line.tail.x + times * by.x, line.tail.y + times * by.y)
        return Line(line.head, LARGE if colour == BLUE else line.size, tail)

    # No arena is passed to here: the texts of a record live until the next call of this instance.
    def rename(self, person, name):
        note = f"was {to_str(person.name)}, {to_str(person.note)}"
        self.texts = (to_str(name).encode(), note.encode())
        new_name, new_note = map(bytes_as_view, self.texts)
        return Person(person.id, new_name, person.colour, not person.active, person.home, new_note)

    @explained
    def fail(self, code, text):
        self.count += 1
        log(self.host, LogLevel.Warn, "guest.everything", f"about to fail with {code}")
        raise RuntimeError(to_str(text))

    @explained
    def panic(self, text):
        raise BaseException(text)

    def calls(self):
        return self.count

    def add(self, a, b):
        return (a + b) % 2**32


set_everything_factory(Everything)
