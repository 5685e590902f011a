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
pub(crate) use self::write::from_json;
pub(crate) use self::write::nothing;

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

    /// What `json.dumps` makes of the value that is pickled below: a bit of everything, with a key that is 1, and
    /// tuples for the lists in `f` and under `null`.
    const JSON: &str = r#"{"a":[1,255,256,-1,70000,2147483648,-9223372036854775808,100000000000000000000],"f":[0.1,Infinity,-Infinity],"s":"\u00e9\ud83d\ude00\"\ud800","n":null,"t":[true,false],"1":{"2.5":[],"null":[[]],"true":["x"]},"r":["shared","shared"]}"#;

    const PROTOCOL_2: &[u8] = b"\x80\x02}q\x00(X\x01\x00\x00\x00aq\x01]q\x02(K\x01K\xffM\x00\x01J\xff\xff\xff\xff\
        Jp\x11\x01\x00\x8a\x05\x00\x00\x00\x80\x00\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80\
        \x8a\x09\x00\x00\x10c-^\xc7k\x05eX\x01\x00\x00\x00fq\x03G?\xb9\x99\x99\x99\x99\x99\x9a\
        G\x7f\xf0\x00\x00\x00\x00\x00\x00G\xff\xf0\x00\x00\x00\x00\x00\x00\x87q\x04X\x01\x00\x00\x00sq\x05\
        X\x0a\x00\x00\x00\xc3\xa9\xf0\x9f\x98\x80\"\xed\xa0\x80q\x06X\x01\x00\x00\x00nq\x07N\
        X\x01\x00\x00\x00tq\x08]q\x09(\x88\x89eK\x01}q\x0a(G@\x04\x00\x00\x00\x00\x00\x00)N]q\x0b]q\x0ca\
        \x88X\x01\x00\x00\x00xq\x0d\x85q\x0euX\x01\x00\x00\x00rq\x0f]q\x10(X\x06\x00\x00\x00sharedq\x11h\x11eu.";

    const PROTOCOL_5: &[u8] = b"\x80\x05\x95\xab\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01a\x94]\x94(K\x01K\xffM\x00\x01\
        J\xff\xff\xff\xffJp\x11\x01\x00\x8a\x05\x00\x00\x00\x80\x00\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80\
        \x8a\x09\x00\x00\x10c-^\xc7k\x05e\x8c\x01f\x94G?\xb9\x99\x99\x99\x99\x99\x9a\
        G\x7f\xf0\x00\x00\x00\x00\x00\x00G\xff\xf0\x00\x00\x00\x00\x00\x00\x87\x94\x8c\x01s\x94\
        \x8c\x0a\xc3\xa9\xf0\x9f\x98\x80\"\xed\xa0\x80\x94\x8c\x01n\x94N\x8c\x01t\x94]\x94(\x88\x89eK\x01}\x94\
        (G@\x04\x00\x00\x00\x00\x00\x00)N]\x94]\x94a\x88\x8c\x01x\x94\x85\x94u\x8c\x01r\x94]\x94\
        (\x8c\x06shared\x94h\x11eu.";

    fn kind(pickle: &[u8]) -> Kind {
        to_json(pickle).unwrap_err().0
    }

    #[test]
    fn what_python_writes_is_read() {
        assert_eq!(to_json(PROTOCOL_2).as_deref(), Ok(JSON));
        assert_eq!(to_json(PROTOCOL_5).as_deref(), Ok(JSON));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let long = format!(
            r#"["{}","{}",{},-{}]"#,
            "x".repeat(255),
            "\\n".repeat(256),
            "9".repeat(4300),
            "8".repeat(700)
        );
        for json in [JSON, &long, "{}", r#"{"":[],"a":{"b":{}}}"#, "[NaN,-0.0,1e-07,65535,65536,-2147483648]"]
        {
            assert_eq!(to_json(&from_json(json).unwrap()).as_deref(), Ok(json));
        }
    }

    #[test]
    fn floats_come_back_to_the_last_bit() {
        for float in crate::base::json::sample_floats() {
            let json = crate::base::json::to_string(&float).unwrap();

            let read = to_json(&from_json(&json).unwrap()).unwrap();

            assert_eq!(read.parse::<f64>().unwrap().to_bits(), float.to_bits(), "{json}");
        }
    }

    #[test]
    fn every_spelling_of_json_is_written() {
        let json = " {\"\\u0061\\/\\\\\" :\t[ 1 , 1E2,\n-0, 1e999 ], \"\\ud83d\\ude00\\ud83d\\u0041é\":\"\\\"\"}\r\n";

        let read = to_json(&from_json(json).unwrap());

        assert_eq!(read.as_deref(), Ok(r#"{"a/\\":[1,100.0,0,Infinity],"\ud83d\ude00\ud83dA\u00e9":"\""}"#));
    }

    #[test]
    fn a_hold_is_none_whatever_its_token() {
        assert_ne!(nothing("a"), nothing("b"));
        assert_eq!(nothing("a"), b"\x80\x04\x8c\x01a0N.");
        assert_eq!(to_json(&nothing("a")).as_deref(), Ok("null"));
    }

    #[test]
    fn whatever_is_more_than_plain_data_is_refused() {
        let pickles: [(&[u8], u8); 8] = [
            // datetime, os.system, bytes, set, frozenset, complex.
            (
                b"\x80\x04}\x8c\x01a\x94\x8c\x08datetime\x94\x8c\x08datetime\x94\x93\x94C\x00\x85\x94R\x94s.",
                0x93,
            ),
            (b"\x80\x02}cposix\nsystem\nU\x02id\x85Rs.", b'c'),
            (b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94C\x01x\x94s.", b'C'),
            (b"\x80\x04}\x94\x8c\x01a\x94\x8f\x94(K\x01\x90s.", 0x8f),
            (b"\x80\x04}\x94\x8c\x01a\x94(K\x01\x91\x94s.", 0x91),
            (b"\x80\x02}I1\nI2\ns.", b'I'),
            (b"\x80\x02\x82\x01.", 0x82),
            (b"\x80\x05\x97.", 0x97),
        ];
        for (pickle, opcode) in pickles {
            assert!(matches!(kind(pickle), Kind::Opcode(found, _) if found == opcode), "{opcode:02x}");
        }
        // Each of the opcodes for classes, calls, persistent ids, extensions and buffers.
        for opcode in *b"cioRbPQCBUTS\x81\x82\x83\x84\x8e\x8f\x90\x91\x92\x93\x96\x97\x98" {
            assert_eq!(kind(&[0x80, 4, opcode, b'.']), Kind::Opcode(opcode, 2));
        }
    }

    #[test]
    fn other_protocols_and_djangos_bare_integers_are_refused() {
        for pickle in [&b""[..], b"\x80", b"\x80\x01N.", b"\x80\x06N.", b"(dp0\n.", b"12", b"{}"] {
            assert_eq!(kind(pickle), Kind::NotAPickle);
        }
    }

    #[test]
    fn what_is_cut_off_or_changed_is_an_error_or_something_else_and_no_more() {
        for pickle in [PROTOCOL_2, PROTOCOL_5] {
            for end in 0..pickle.len() {
                assert!(to_json(&pickle[..end]).is_err(), "{end}");
            }
            for place in 0..pickle.len() {
                for bit in 0..8 {
                    let mut changed = pickle.to_vec();
                    changed[place] ^= 1 << bit;
                    let _ = to_json(&changed);
                }
            }
        }
    }

    #[test]
    fn lengths_are_not_believed() {
        for pickle in [
            &b"\x80\x04X\xff\xff\xff\xffx."[..],
            b"\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xffx.",
            b"\x80\x04\x8b\xff\xff\xff\xffx.",
            b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xffN.",
        ] {
            assert!(matches!(kind(pickle), Kind::Malformed(_)));
        }
    }

    #[test]
    fn what_lies_below_a_mark_is_out_of_reach() {
        for program in [
            &b"."[..],
            b"](0.",
            b"](a.",
            b"(.",
            b"e.",
            b"NN(s.",
            b"}(Nu.",
            b"}NNNu.",
            b"h\x00.",
            b"\x85.",
            b"NNa.",
        ] {
            let pickle = [b"\x80\x04", program].concat();
            assert!(matches!(kind(&pickle), Kind::Malformed(_)), "{program:?}");
        }
    }

    #[test]
    fn a_list_in_itself_and_depth_without_end_are_refused() {
        assert_eq!(
            kind(b"\x80\x04\x95\x0d\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94]\x94h\x02as."),
            Kind::Deep
        );
        assert_eq!(
            kind(
                b"\x80\x04\x95\x12\x00\x00\x00\x00\x00\x00\x00}\x94\x8c\x01a\x94]\x94h\x02\x85\x94a0h\x03s."
            ),
            Kind::Deep
        );
        let deep = [&b"\x80\x04"[..], &vec![b']'; 1_000_000], &vec![b'a'; 999_999], b"."].concat();
        assert_eq!(kind(&deep), Kind::Deep);

        let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(to_json(&from_json(&nested(DEPTH)).unwrap()).as_deref(), Ok(&*nested(DEPTH)));
        assert_eq!(from_json(&nested(DEPTH + 1)), Err(PickleError(Kind::Deep)));
    }

    #[test]
    fn one_value_said_a_thousand_times_in_a_thousand_is_refused() {
        // Each list holds the one before ten times.
        let mut laughs = b"\x80\x04\x8c\x02ha\x94".to_vec();
        for list in 0..20 {
            laughs.extend(b"](");
            laughs.extend([b'h', list].repeat(10));
            laughs.extend(b"e\x94");
        }
        laughs.push(b'.');
        assert_eq!(kind(&laughs), Kind::Long);

        let text = "x".repeat(1000);
        let mut often = [b"\x80\x04](X\xe8\x03\x00\x00", text.as_bytes(), b"\x94"].concat();
        often.extend(b"h\x00".repeat(99));
        often.extend(b"e.");
        assert_eq!(to_json(&often).unwrap().len(), 100 * 1003 + 1);
    }

    #[test]
    fn keys_that_json_cannot_have_are_refused() {
        assert_eq!(kind(b"\x80\x04})Ns."), Kind::Key);
        assert_eq!(kind(b"\x80\x04}]Ns."), Kind::Key);
    }

    #[test]
    fn integers_beyond_pythons_digits_are_refused() {
        let beyond = "9".repeat(4301);
        assert_eq!(from_json(&beyond), Err(PickleError(Kind::Digits)));

        let long = [&b"\x80\x04\x8b\x00\x08\x00\x00"[..], &[0x7f; 2048], b"."].concat();
        assert_eq!(kind(&long), Kind::Digits);
    }

    #[test]
    fn text_that_is_not_json_is_an_error_and_nothing_worse() {
        for text in [
            "\"",
            "\"\\",
            "\"\\\"",
            "\"\\é\"",
            "\"\\u12\"",
            "\"\\u12é4\"",
            "}",
            "]",
            "nul",
            "é",
            "1.2.3",
            "--1",
        ] {
            assert!(matches!(from_json(text), Err(PickleError(Kind::NotJson(_)))), "{text}");
        }
    }
}
