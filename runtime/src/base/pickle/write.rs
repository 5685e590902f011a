//! Writing: one walk over JSON text, and an opcode for what stands there.

use super::{DEPTH, Kind, PickleError, integer, opcode};

/// The pickle of a JSON text in Python's dialect, in protocol 4.
///
/// What it writes, [`to_json`](super::to_json) reads. The text must be JSON; that it is well-formed as a whole is
/// not looked at.
///
/// # Errors
///
/// If an integer has more digits than Python reads, or the nesting is deeper than would be read back.
pub(crate) fn from_json(json: &str) -> Result<Vec<u8>, PickleError> {
    let mut writer = Writer { json, at: 0, depth: 0, pickle: Vec::with_capacity(json.len() + 16) };
    writer.pickle.extend([opcode::PROTO, 4]);
    while writer.value()? {}
    writer.pickle.push(opcode::STOP);
    Ok(writer.pickle)
}

/// A pickle of None that is like no other with another token, which must be of less than 256 bytes.
///
/// It loads the token, drops it, and loads None.
pub(crate) fn nothing(token: &str) -> Vec<u8> {
    let mut pickle = vec![opcode::PROTO, 4];
    push_text(&mut pickle, token.as_bytes());
    pickle.extend([opcode::POP, opcode::NONE, opcode::STOP]);
    pickle
}

struct Writer<'a> {
    json: &'a str,
    at: usize,
    depth: usize,
    pickle: Vec<u8>,
}

impl Writer<'_> {
    /// Writes what stands next; false at the end.
    fn value(&mut self) -> Result<bool, PickleError> {
        let Some(byte) = self.json.as_bytes().get(self.at) else { return Ok(false) };
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => self.at += 1,
            b'{' => self.open(opcode::EMPTY_DICT)?,
            b'[' => self.open(opcode::EMPTY_LIST)?,
            b'}' => self.close(opcode::SETITEMS)?,
            b']' => self.close(opcode::APPENDS)?,
            b'"' => self.text()?,
            _ => self.word_or_number()?,
        }
        Ok(true)
    }

    fn error(&self) -> PickleError {
        PickleError(Kind::NotJson(self.at))
    }

    fn open(&mut self, opcode: u8) -> Result<(), PickleError> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(PickleError(Kind::Deep));
        }
        self.pickle.extend([opcode, opcode::MARK]);
        Ok(())
    }

    fn close(&mut self, opcode: u8) -> Result<(), PickleError> {
        self.depth = self.depth.checked_sub(1).ok_or_else(|| self.error())?;
        self.at += 1;
        self.pickle.push(opcode);
        Ok(())
    }

    fn text(&mut self) -> Result<(), PickleError> {
        let literal = &self.json[self.at + 1..];
        let mut end = 0;
        while let Some(found) = literal[end..].find(['"', '\\']) {
            end += found;
            if literal.as_bytes()[end] == b'"' {
                let bytes = unescape(&literal[..end]).ok_or_else(|| self.error())?;
                push_text(&mut self.pickle, &bytes);
                self.at += end + 2;
                return Ok(());
            }
            // What follows a backslash ends nothing. If it is no letter, `unescape` says so.
            end += 2;
            if !literal.is_char_boundary(end) {
                break;
            }
        }
        Err(self.error())
    }

    fn word_or_number(&mut self) -> Result<(), PickleError> {
        let rest = &self.json[self.at..];
        let end = rest.find([',', ']', '}', ':', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        let word = &rest[..end];
        match word {
            "null" => self.pickle.push(opcode::NONE),
            "true" => self.pickle.push(opcode::NEWTRUE),
            "false" => self.pickle.push(opcode::NEWFALSE),
            "NaN" => self.float(f64::NAN),
            "Infinity" => self.float(f64::INFINITY),
            "-Infinity" => self.float(f64::NEG_INFINITY),
            _ if word.contains(['.', 'e', 'E']) => {
                let value = word.parse().map_err(|_| self.error())?;
                self.float(value);
            }
            _ => self.integer(word)?,
        }
        self.at += end;
        Ok(())
    }

    fn float(&mut self, value: f64) {
        self.pickle.push(opcode::BINFLOAT);
        self.pickle.extend(value.to_be_bytes());
    }

    fn integer(&mut self, digits: &str) -> Result<(), PickleError> {
        if let Ok(value) = digits.parse::<i32>() {
            match (u8::try_from(value), u16::try_from(value)) {
                (Ok(value), _) => self.pickle.extend([opcode::BININT1, value]),
                (_, Ok(value)) => {
                    self.pickle.push(opcode::BININT2);
                    self.pickle.extend(value.to_le_bytes());
                }
                _ => {
                    self.pickle.push(opcode::BININT);
                    self.pickle.extend(value.to_le_bytes());
                }
            }
            return Ok(());
        }
        let long = integer::from_decimal(digits).ok_or_else(|| match digits.len() > integer::DIGITS {
            true => PickleError(Kind::Digits),
            false => self.error(),
        })?;
        match u8::try_from(long.len()) {
            Ok(length) => self.pickle.extend([opcode::LONG1, length]),
            Err(_) => {
                self.pickle.push(opcode::LONG4);
                self.pickle.extend((long.len() as u32).to_le_bytes());
            }
        }
        self.pickle.extend(long);
        Ok(())
    }
}

fn push_text(pickle: &mut Vec<u8>, bytes: &[u8]) {
    if let Ok(length) = u8::try_from(bytes.len()) {
        pickle.extend([opcode::SHORT_BINUNICODE, length]);
    } else if let Ok(length) = u32::try_from(bytes.len()) {
        pickle.push(opcode::BINUNICODE);
        pickle.extend(length.to_le_bytes());
    } else {
        pickle.push(opcode::BINUNICODE8);
        pickle.extend((bytes.len() as u64).to_le_bytes());
    }
    pickle.extend(bytes);
}

/// What a JSON string says, in UTF-8, with halves of surrogate pairs in three bytes as Python has them.
fn unescape(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend(&rest.as_bytes()[..at]);
        let escape = *rest.as_bytes().get(at + 1)?;
        rest = rest.get(at + 2..)?;
        bytes.push(match escape {
            b'"' | b'\\' | b'/' => escape,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                rest = push_unit(&mut bytes, rest)?;
                continue;
            }
            _ => return None,
        });
    }
    bytes.extend(rest.as_bytes());
    Some(bytes)
}

/// Appends what `XXXX`, or `XXXX\uXXXX` if they are a surrogate pair, stands for; returns what follows.
fn push_unit<'a>(bytes: &mut Vec<u8>, text: &'a str) -> Option<&'a str> {
    let (first, rest) = code_unit(text)?;
    if let Some(character) = char::from_u32(first) {
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        return Some(rest);
    }
    if first < 0xdc00
        && let Some((second @ 0xdc00..0xe000, after)) = rest.strip_prefix("\\u").and_then(code_unit)
    {
        let character = char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))?;
        bytes.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        return Some(after);
    }
    bytes.extend([0xed, 0x80 | (first >> 6 & 0x3f) as u8, 0x80 | (first & 0x3f) as u8]);
    Some(rest)
}

fn code_unit(text: &str) -> Option<(u32, &str)> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    Some((u32::from_str_radix(digits, 16).ok()?, &text[4..]))
}
