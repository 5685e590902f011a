//! Reading: the stack machine, and the JSON of what it leaves.
//!
//! Values lie in one list and name one another by their places in it, so that a value may stand in several
//! others, or in itself, and no depth of nesting reaches the program's stack.

use std::collections::HashMap;

use super::{DEPTH, Kind, PickleError, integer, opcode};
use crate::base::json;

/// What the JSON may be longer than [`EXPANSION`] times the pickle. Pickles say a text once and refer to it
/// afterwards, JSON says it each time.
const ALLOWANCE: usize = 1 << 20;
const EXPANSION: usize = 16;

/// Reads a pickle of plain data and writes it as JSON in Python's dialect, ASCII only.
pub(crate) fn to_json(pickle: &[u8]) -> Result<String, PickleError> {
    let mut machine = Machine { pickle, ..Machine::default() };
    let root = machine.run()?;
    machine.json(root, ALLOWANCE + EXPANSION * pickle.len())
}

/// The place of a value.
type Id = usize;

enum Value {
    /// A number, a boolean or None, as JSON.
    Scalar(Box<str>),
    /// A text, as JSON with its quotes.
    Text(Box<str>),
    /// A list or tuple.
    List(Vec<Id>),
    /// Keys and values in turns.
    Dict(Vec<Id>),
}

#[derive(Default)]
struct Machine<'a> {
    pickle: &'a [u8],
    at: usize,
    values: Vec<Value>,
    stack: Vec<Id>,
    /// How high the stack was at each mark; what lies below the last is out of reach.
    marks: Vec<usize>,
    memo: HashMap<usize, Id>,
}

impl Machine<'_> {
    /// Runs until STOP and returns what it leaves.
    fn run(&mut self) -> Result<Id, PickleError> {
        let Ok([opcode::PROTO, 2..=5]) = self.take() else { return Err(PickleError(Kind::NotAPickle)) };
        loop {
            let [opcode] = self.take()?;
            if opcode == opcode::STOP {
                return self.pop();
            }
            self.step(opcode)?;
        }
    }

    fn step(&mut self, opcode: u8) -> Result<(), PickleError> {
        match opcode {
            opcode::NONE => self.scalar("null"),
            opcode::NEWTRUE => self.scalar("true"),
            opcode::NEWFALSE => self.scalar("false"),
            opcode::BININT | opcode::BININT1 | opcode::BININT2 | opcode::LONG1 | opcode::LONG4 => {
                self.integer(opcode)?;
            }
            opcode::BINFLOAT => {
                let value = f64::from_be_bytes(self.take()?);
                self.scalar(float(value));
            }
            opcode::SHORT_BINUNICODE | opcode::BINUNICODE | opcode::BINUNICODE8 => self.text(opcode)?,
            opcode::EMPTY_LIST | opcode::EMPTY_TUPLE => self.push(Value::List(Vec::new())),
            opcode::EMPTY_DICT => self.push(Value::Dict(Vec::new())),
            opcode::TUPLE => {
                let items = self.since_mark()?;
                self.push(Value::List(items));
            }
            opcode::TUPLE1 | opcode::TUPLE2 | opcode::TUPLE3 => {
                let items = self.pop_many(usize::from(opcode - opcode::TUPLE1) + 1)?;
                self.push(Value::List(items));
            }
            opcode::APPEND => {
                let item = self.pop()?;
                self.append([item])?;
            }
            opcode::APPENDS => {
                let items = self.since_mark()?;
                self.append(items)?;
            }
            opcode::SETITEM => {
                let items = self.pop_many(2)?;
                self.set_items(&items)?;
            }
            opcode::SETITEMS => {
                let items = self.since_mark()?;
                self.set_items(&items)?;
            }
            opcode::MARK => self.marks.push(self.stack.len()),
            opcode::POP => _ = self.pop()?,
            opcode::POP_MARK => _ = self.since_mark()?,
            opcode::DUP => self.stack.push(self.top()?),
            opcode::MEMOIZE | opcode::BINPUT | opcode::LONG_BINPUT => {
                let place = match opcode {
                    opcode::MEMOIZE => self.memo.len(),
                    opcode => self.memo_place(opcode == opcode::BINPUT)?,
                };
                self.memo.insert(place, self.top()?);
            }
            opcode::BINGET | opcode::LONG_BINGET => {
                let place = self.memo_place(opcode == opcode::BINGET)?;
                let id = *self.memo.get(&place).ok_or_else(|| self.malformed())?;
                self.stack.push(id);
            }
            opcode::FRAME => self.frame()?,
            _ => return Err(PickleError(Kind::Opcode(opcode, self.at - 1))),
        }
        Ok(())
    }

    fn malformed(&self) -> PickleError {
        PickleError(Kind::Malformed(self.at))
    }

    // Arguments.

    fn take<const N: usize>(&mut self) -> Result<[u8; N], PickleError> {
        let (bytes, _) = self.pickle[self.at..].split_first_chunk().ok_or_else(|| self.malformed())?;
        self.at += N;
        Ok(*bytes)
    }

    fn take_bytes(&mut self, length: u64) -> Result<&[u8], PickleError> {
        let rest = &self.pickle[self.at..];
        let length = usize::try_from(length).ok().filter(|length| *length <= rest.len());
        let length = length.ok_or_else(|| self.malformed())?;
        self.at += length;
        Ok(&self.pickle[self.at - length..self.at])
    }

    /// A frame only says that so many bytes may be read at once.
    fn frame(&mut self) -> Result<(), PickleError> {
        let length = u64::from_le_bytes(self.take()?);
        if length > (self.pickle.len() - self.at) as u64 { Err(self.malformed()) } else { Ok(()) }
    }

    fn memo_place(&mut self, short: bool) -> Result<usize, PickleError> {
        Ok(match short {
            true => usize::from(u8::from_le_bytes(self.take()?)),
            false => u32::from_le_bytes(self.take()?) as usize,
        })
    }

    fn integer(&mut self, opcode: u8) -> Result<(), PickleError> {
        let length = match opcode {
            opcode::BININT => 4,
            opcode::LONG1 => u64::from(u8::from_le_bytes(self.take()?)),
            opcode::LONG4 => u64::from(u32::from_le_bytes(self.take()?)),
            // These two have no sign.
            short => {
                let length = if short == opcode::BININT1 { 1 } else { 2 };
                let bytes = self.take_bytes(length)?;
                let value = bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
                self.scalar(value.to_string());
                return Ok(());
            }
        };
        let digits = integer::to_decimal(self.take_bytes(length)?).ok_or(PickleError(Kind::Digits))?;
        self.scalar(digits);
        Ok(())
    }

    fn text(&mut self, opcode: u8) -> Result<(), PickleError> {
        let length = match opcode {
            opcode::SHORT_BINUNICODE => u64::from(u8::from_le_bytes(self.take()?)),
            opcode::BINUNICODE => u64::from(u32::from_le_bytes(self.take()?)),
            _ => u64::from_le_bytes(self.take()?),
        };
        let literal = literal(self.take_bytes(length)?).ok_or_else(|| self.malformed())?;
        self.push(Value::Text(literal.into()));
        Ok(())
    }

    // The stack.

    fn push(&mut self, value: Value) {
        self.stack.push(self.values.len());
        self.values.push(value);
    }

    fn scalar(&mut self, json: impl Into<Box<str>>) {
        self.push(Value::Scalar(json.into()));
    }

    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or_default()
    }

    fn top(&self) -> Result<Id, PickleError> {
        self.stack[self.fence()..].last().copied().ok_or_else(|| self.malformed())
    }

    fn pop(&mut self) -> Result<Id, PickleError> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Id>, PickleError> {
        let start = self.stack.len().checked_sub(count).filter(|start| *start >= self.fence());
        Ok(self.stack.split_off(start.ok_or_else(|| self.malformed())?))
    }

    fn since_mark(&mut self) -> Result<Vec<Id>, PickleError> {
        let mark = self.marks.pop().ok_or_else(|| self.malformed())?;
        Ok(self.stack.split_off(mark))
    }

    fn append(&mut self, items: impl IntoIterator<Item = Id>) -> Result<(), PickleError> {
        let list = self.top()?;
        let Value::List(list) = &mut self.values[list] else { return Err(self.malformed()) };
        list.extend(items);
        Ok(())
    }

    fn set_items(&mut self, items: &[Id]) -> Result<(), PickleError> {
        let dict = self.top()?;
        match &mut self.values[dict] {
            Value::Dict(dict) if items.len().is_multiple_of(2) => dict.extend(items),
            _ => return Err(self.malformed()),
        }
        Ok(())
    }

    // What is left.

    /// Writes a value as JSON of at most about `limit` bytes. Of equal keys all are written; who reads the
    /// JSON takes the last, as Python does.
    fn json(&self, root: Id, limit: usize) -> Result<String, PickleError> {
        let mut text = String::new();
        // The lists and dicts that are open, and how many of their items are written.
        let mut open: Vec<(Id, usize)> = Vec::new();
        let mut next = Some(root);
        loop {
            match next.take().map(|id| (id, &self.values[id])) {
                Some((_, Value::Scalar(json) | Value::Text(json))) => text.push_str(json),
                Some((id, container)) => {
                    text.push(if matches!(container, Value::List(_)) { '[' } else { '{' });
                    open.push((id, 0));
                }
                None => {}
            }
            if open.len() > DEPTH {
                return Err(PickleError(Kind::Deep));
            }
            if text.len() > limit {
                return Err(PickleError(Kind::Long));
            }
            let Some((id, written)) = open.last_mut() else { return Ok(text) };
            let (Value::List(items) | Value::Dict(items)) = &self.values[*id] else { return Ok(text) };
            let is_dict = matches!(self.values[*id], Value::Dict(_));
            if *written == items.len() {
                text.push(if is_dict { '}' } else { ']' });
                open.pop();
                continue;
            }
            if *written > 0 {
                text.push(',');
            }
            if is_dict {
                self.key(items[*written], &mut text)?;
                *written += 1;
            }
            next = Some(items[*written]);
            *written += 1;
        }
    }

    /// Writes a key with its colon, as `json.dumps` does.
    fn key(&self, id: Id, text: &mut String) -> Result<(), PickleError> {
        match &self.values[id] {
            Value::Text(literal) => text.push_str(literal),
            Value::Scalar(json) => {
                text.push('"');
                text.push_str(json);
                text.push('"');
            }
            Value::List(_) | Value::Dict(_) => return Err(PickleError(Kind::Key)),
        }
        text.push(':');
        Ok(())
    }
}

fn float(value: f64) -> String {
    match value {
        _ if value.is_nan() => "NaN".into(),
        f64::INFINITY => "Infinity".into(),
        f64::NEG_INFINITY => "-Infinity".into(),
        // A finite one can always be written.
        _ => json::to_string(&value).unwrap_or_default(),
    }
}

/// The JSON literal of a text, which is UTF-8 but for halves of surrogate pairs: Python's strings may hold them
/// and its pickles have them in three bytes. `None` if it is something else.
fn literal(mut bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len() + 2);
    loop {
        match str::from_utf8(bytes) {
            Ok(rest) => {
                append(&mut text, rest);
                return Some(text);
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                let ([0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf], rest) = rest.split_first_chunk()?
                else {
                    return None;
                };
                append(&mut text, str::from_utf8(valid).ok()?);
                let unit = 0xd000 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f);
                text.truncate(text.len() - 1);
                text.push_str(&format!("\\u{unit:04x}\""));
                bytes = rest;
            }
        }
    }
}

/// Appends to a literal that has its quotes, or is to be begun.
fn append(literal: &mut String, more: &str) {
    if literal.pop().is_some() {
        let mut other = String::new();
        json::push_string(&mut other, more);
        literal.push_str(&other[1..]);
    } else {
        json::push_string(literal, more);
    }
}
