//! Pickle, as far as plain data goes: what Django keeps in its caches.
//!
//! Wire shape: a program for a small stack machine, ended by a dot. `{"hobby": "girl", "n": [1, 2.5]}` as it is
//! written here:
//!
//! ```text
//! 80 04                          PROTO 4
//! 7d 28                          EMPTY_DICT, MARK
//! 8c 05 h o b b y                SHORT_BINUNICODE
//! 8c 04 g i r l
//! 8c 01 n
//! 5d 28                          EMPTY_LIST, MARK
//! 4b 01                          BININT1
//! 47 40 04 00 00 00 00 00 00     BINFLOAT
//! 65 75 2e                       APPENDS, SETITEMS, STOP
//! ```
//!
//! A pickle may also name classes and functions and have them called, which is why nobody should load one that a
//! stranger wrote. This reader cannot: it knows the opcodes of dict, list, tuple, str, int, float, bool and None,
//! in protocols 2 to 5, and refuses the pickle at the first other one. What it does is linear in the length of
//! the pickle, in time and memory, and so is what it makes of it, also if the pickle says one value a thousand
//! times.
//!
//! Values go through JSON in Python's dialect, as `json.dumps` writes it: a tuple is a list, a key that is a
//! number, a boolean or None is text. Opcodes: Python, Lib/pickletools.py.

mod integer;
mod read;
mod write;

use std::fmt;

pub(crate) use self::read::to_json;
pub(crate) use self::write::{from_json, nothing};

/// How deep lists and dicts may lie in one another. Python's own `json` gives up at about a thousand.
const DEPTH: usize = 512;

mod opcode {
    pub(super) const MARK: u8 = b'(';
    pub(super) const STOP: u8 = b'.';
    pub(super) const POP: u8 = b'0';
    pub(super) const POP_MARK: u8 = b'1';
    pub(super) const DUP: u8 = b'2';
    pub(super) const BINFLOAT: u8 = b'G';
    pub(super) const BININT: u8 = b'J';
    pub(super) const BININT1: u8 = b'K';
    pub(super) const BININT2: u8 = b'M';
    pub(super) const NONE: u8 = b'N';
    pub(super) const BINUNICODE: u8 = b'X';
    pub(super) const APPEND: u8 = b'a';
    pub(super) const APPENDS: u8 = b'e';
    pub(super) const BINGET: u8 = b'h';
    pub(super) const LONG_BINGET: u8 = b'j';
    pub(super) const BINPUT: u8 = b'q';
    pub(super) const LONG_BINPUT: u8 = b'r';
    pub(super) const SETITEM: u8 = b's';
    pub(super) const TUPLE: u8 = b't';
    pub(super) const SETITEMS: u8 = b'u';
    pub(super) const EMPTY_DICT: u8 = b'}';
    pub(super) const EMPTY_LIST: u8 = b']';
    pub(super) const EMPTY_TUPLE: u8 = b')';
    pub(super) const PROTO: u8 = 0x80;
    pub(super) const TUPLE1: u8 = 0x85;
    pub(super) const TUPLE2: u8 = 0x86;
    pub(super) const TUPLE3: u8 = 0x87;
    pub(super) const NEWTRUE: u8 = 0x88;
    pub(super) const NEWFALSE: u8 = 0x89;
    pub(super) const LONG1: u8 = 0x8a;
    pub(super) const LONG4: u8 = 0x8b;
    pub(super) const SHORT_BINUNICODE: u8 = 0x8c;
    pub(super) const BINUNICODE8: u8 = 0x8d;
    pub(super) const MEMOIZE: u8 = 0x94;
    pub(super) const FRAME: u8 = 0x95;
}

/// Why a pickle cannot be read, or a value not be written as one.
///
/// It says where, and nothing of what stands there: the pickle may be a visitor's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickleError(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// It does not begin as pickles of protocols 2 to 5 do.
    NotAPickle,
    /// An opcode that is none of plain data's, and where.
    Opcode(u8, usize),
    /// It ends too early, or what an opcode works on is not there or of another type, at this byte.
    Malformed(usize),
    /// Something that JSON has no key for is one.
    Key,
    /// Nested deeper than [`DEPTH`], or in itself.
    Deep,
    /// An integer of more digits than Python prints.
    Digits,
    /// Much longer as JSON than as a pickle.
    Long,
    /// It is not a map.
    NotAMap,
    /// What is to be written is not JSON, from this byte on.
    NotJson(usize),
}

impl PickleError {
    /// For a pickle of something else than a map from text.
    pub(crate) fn not_a_map() -> Self {
        Self(Kind::NotAMap)
    }
}

impl fmt::Display for PickleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::NotAPickle => f.write_str("this is not a pickle of protocol 2 to 5"),
            Kind::Opcode(opcode, at) => {
                write!(f, "the pickle holds more than plain data: opcode 0x{opcode:02x} at byte {at}")
            }
            Kind::Malformed(at) => write!(f, "the pickle is broken at byte {at}"),
            Kind::Key => f.write_str("the pickle has a key that JSON cannot have"),
            Kind::Deep => write!(f, "the value is nested more than {DEPTH} deep"),
            Kind::Digits => write!(f, "the value has an integer of more than {} digits", integer::DIGITS),
            Kind::Long => f.write_str("the pickle says the same values too often"),
            Kind::NotAMap => f.write_str("the pickle is not that of a dict"),
            Kind::NotJson(at) => write!(f, "the text is not JSON from byte {at} on"),
        }
    }
}

impl std::error::Error for PickleError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Python makes of one value, in protocols 2, 4 and 5, and `json.dumps` of it.
    const PYTHONS: &[(&str, &[u8])] = &[];

    #[test]
    fn what_python_wrote_is_read() {
        for (json, pickle) in PYTHONS {
            assert_eq!(to_json(pickle).as_deref(), Ok(*json));
        }
    }
}
