//! From what was typed to a value of the form's type, with all that is wrong at once.
//!
//! serde stops at the first value that a type refuses. So that value is noted, a stand-in takes its place, and the type is
//! read again, until it is whole; then its rules are asked, and what they say of stand-ins is dropped. Where nothing can
//! stand in for a value, that is read last, when all others have been looked at. A form has as many fields as its type, so
//! that nobody chooses how often this goes on.

use super::clean::{Cleaned, clean, invalid, stand_ins};
use super::form_type::FormType;
use super::state::State;
use crate::web::extract::{Refused, read_fields};
use crate::web::uploads::FormData;

/// One field, on its way to the type.
struct Slot {
    at: usize,
    given: Cleaned,
    /// What may still take its place; `None` if it is what was typed.
    stand_ins: Option<std::vec::IntoIter<Cleaned>>,
    /// Nothing can take it: it comes last, behind all that has to be looked at.
    is_hopeless: bool,
}

/// The value, if nothing is wrong; what is wrong is noted in the form.
pub(super) fn read<T: FormType>(state: &mut State) -> Option<T> {
    let mut slots: Vec<Slot> = (0..state.fields.len()).map(|at| Slot::of(at, state)).collect();
    let value = loop {
        match read_fields::<T>(&given(&slots, state)) {
            Ok(value) => break value,
            Err(refused) => note(&refused, &mut slots, state)?,
        }
    };
    note_broken_rules(&value, state, &slots);
    (!state.has_errors()).then_some(value)
}

impl Slot {
    fn of(at: usize, state: &mut State) -> Self {
        let field = &mut state.fields[at];
        match clean(field) {
            Ok(given) => Self { at, given, stand_ins: None, is_hopeless: false },
            Err(error) => {
                field.errors.push(error);
                let stand_ins = Some(stand_ins(field).into_iter());
                let mut slot = Self { at, given: None, stand_ins, is_hopeless: false };
                slot.stand_in();
                slot
            }
        }
    }

    /// Whether something else takes the place.
    fn stand_in(&mut self) -> bool {
        let next = self.stand_ins.as_mut().and_then(Iterator::next);
        let is_there = next.is_some();
        self.given = next.flatten();
        is_there
    }
}

/// What the type is given.
fn given(slots: &[Slot], state: &State) -> FormData {
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    for slot in slots {
        let field = &state.fields[slot.at];
        let name = field.info.name;
        fields.extend(slot.given.iter().flatten().map(|value| (name.to_owned(), value.clone())));
        if slot.stand_ins.is_none() {
            files.extend(field.files.iter().map(|file| (name.to_owned(), file.clone())));
        }
    }
    FormData::new(fields, files)
}

/// Notes what the type refused, and has something stand in for it; `None` where the type cannot be read at all.
fn note(refused: &Refused, slots: &mut Vec<Slot>, state: &mut State) -> Option<()> {
    let at = refused.name.as_deref().and_then(|name| state.position(name));
    let Some(place) = at.and_then(|at| slots.iter().position(|slot| slot.at == at)) else {
        tracing::error!("a form's type wants what is no field of it: {}", refused.reason);
        state.non_field_errors.push("This form cannot be read.".to_owned());
        return None;
    };
    let slot = &mut slots[place];
    let field = &mut state.fields[slot.at];
    if slot.stand_ins.is_none() {
        field.errors.push(refused.words.clone().unwrap_or_else(|| invalid(field)));
        slot.stand_ins = Some(stand_ins(field).into_iter());
    }
    if slot.stand_in() {
        return Some(());
    }
    let mut hopeless = slots.remove(place);
    let is_first_time = !std::mem::replace(&mut hopeless.is_hopeless, true);
    slots.push(hopeless);
    is_first_time.then_some(())
}

fn note_broken_rules<T: FormType>(value: &T, state: &mut State, slots: &[Slot]) {
    let is_whole = slots.iter().all(|slot| slot.stand_ins.is_none());
    for rule in value.broken_rules() {
        let at = rule
            .ident
            .as_deref()
            .map(|ident| state.fields.iter().position(|field| field.info.ident == ident));
        let stands_in = |at: usize| slots.iter().any(|slot| slot.at == at && slot.stand_ins.is_some());
        match at {
            Some(Some(at)) if stands_in(at) || (rule.is_about_several && !is_whole) => {}
            Some(Some(at)) => state.fields[at].errors.push(rule.message),
            // Of the whole, something that stands in may be the reason.
            _ if is_whole => state.non_field_errors.push(rule.message),
            _ => {}
        }
    }
}
