//! Which variables the templates define, and where they are seen.
//!
//! As minijinja has it: a stack of frames. `for`, `with`, a block, a macro and an import have one of their own; `if`
//! and `include` have none, so what they set stays. What only one of two branches sets is perhaps there afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::value::Value;

/// The variables of one frame.
pub(super) type Locals<'a> = BTreeMap<&'a str, Binding<'a>>;

/// What a name stands for.
#[derive(Clone, PartialEq)]
pub(super) struct Binding<'a> {
    pub(super) value: Value<'a>,
    /// Whether it is there on every way to this place.
    pub(super) is_certain: bool,
}

impl<'a> Binding<'a> {
    pub(super) fn certain(value: Value<'a>) -> Self {
        Self { value, is_certain: true }
    }

    /// What holds behind two branches, one of which may not have it.
    fn join(one: Option<&Self>, other: Option<&Self>) -> Self {
        match (one, other) {
            (Some(one), Some(other)) => {
                Self { value: one.value.join(&other.value), is_certain: one.is_certain && other.is_certain }
            }
            _ => Self { value: Value::Unknown, is_certain: false },
        }
    }
}

/// What a name is found to be.
pub(super) enum Found<'a> {
    /// A variable of the templates.
    Certain(Value<'a>),
    /// A variable of the templates on some ways; on others that of who renders.
    Perhaps,
    /// Nothing that templates define.
    Nothing,
}

/// One frame.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Frame<'a> {
    pub(super) locals: Locals<'a>,
    /// What the macros of this frame see of it, and what is set in it later too.
    pub(super) closure: Option<usize>,
    /// In a macro: what it sees of where it was written.
    pub(super) enclosed: Option<usize>,
    /// Whether something unseen may have set variables in it.
    pub(super) is_open: bool,
}

/// All frames, the innermost last. A copy costs little: frames are shared until they differ.
#[derive(Clone)]
pub(super) struct Frames<'a>(Vec<Rc<Frame<'a>>>);

impl<'a> Frames<'a> {
    pub(super) fn new(frame: Frame<'a>) -> Self {
        Self(vec![Rc::new(frame)])
    }

    pub(super) fn push(&mut self, frame: Frame<'a>) {
        self.0.push(Rc::new(frame));
    }

    pub(super) fn pop(&mut self) -> Option<Rc<Frame<'a>>> {
        self.0.pop()
    }

    pub(super) fn top(&mut self) -> Option<&mut Frame<'a>> {
        self.0.last_mut().map(Rc::make_mut)
    }

    /// What holds behind two branches that began alike.
    pub(super) fn join(&mut self, other: &Self) {
        for (one, other) in self.0.iter_mut().zip(&other.0) {
            if !Rc::ptr_eq(one, other) && one != other {
                let one = Rc::make_mut(one);
                one.is_open |= other.is_open;
                one.closure = one.closure.or(other.closure);
                one.locals = joined(&one.locals, &other.locals);
            }
        }
    }
}

fn joined<'a>(one: &Locals<'a>, other: &Locals<'a>) -> Locals<'a> {
    let names = one.keys().chain(other.keys());
    names.map(|name| (*name, Binding::join(one.get(name), other.get(name)))).collect()
}

/// All that is in scope: the frames, and what macros keep of those they were written in.
pub(super) struct Scope<'a> {
    pub(super) frames: Frames<'a>,
    closures: Vec<Locals<'a>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new() -> Self {
        Self { frames: Frames::new(Frame::default()), closures: Vec::new() }
    }

    /// Sets a variable of the innermost frame.
    pub(super) fn store(&mut self, name: &'a str, value: Value<'a>) {
        self.bind(name, Binding::certain(value));
    }

    pub(super) fn bind(&mut self, name: &'a str, binding: Binding<'a>) {
        let Some(frame) = self.frames.top() else { return };
        frame.locals.insert(name, binding.clone());
        if let Some(closure) = frame.closure {
            // Branches share a closure, so what is set in one of them is taken for set; that asks for less, not for more.
            let kept = &mut self.closures[closure];
            let is_other = kept.get(name).is_some_and(|kept| kept.value != binding.value);
            let value = if is_other { Value::Unknown } else { binding.value };
            kept.insert(name, Binding { value, is_certain: true });
        }
    }

    /// The names of all that is seen here, each once.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        let enclosed = |frame: &Frame<'a>| frame.enclosed.map(|closure| &self.closures[closure]);
        let frames = self.frames.0.iter();
        let locals = frames.flat_map(|frame| [Some(&frame.locals), enclosed(frame)].into_iter().flatten());
        let names: BTreeSet<&'a str> = locals.flat_map(|locals| locals.keys().copied()).collect();
        names.into_iter()
    }

    pub(super) fn find(&self, name: &str) -> Found<'a> {
        let mut is_perhaps = false;
        for frame in self.frames.0.iter().rev() {
            let enclosed = frame.enclosed.and_then(|closure| self.closures[closure].get(name));
            for binding in frame.locals.get(name).into_iter().chain(enclosed) {
                match binding.is_certain {
                    true if is_perhaps => return Found::Perhaps,
                    true => return Found::Certain(binding.value.clone()),
                    false => is_perhaps = true,
                }
            }
            is_perhaps |= frame.is_open;
        }
        if is_perhaps { Found::Perhaps } else { Found::Nothing }
    }

    /// What a macro that is written here sees: what it mentions, as it is now, and what this frame sets later.
    pub(super) fn enclose(&mut self, mentioned: &BTreeSet<&'a str>) -> usize {
        let seen: Vec<_> = mentioned.iter().map(|name| (*name, self.find(name))).collect();
        let next = self.closures.len();
        let Some(frame) = self.frames.top() else { return next };
        let closure = *frame.closure.get_or_insert(next);
        if closure == next {
            self.closures.push(Locals::new());
        }
        for (name, found) in seen {
            let binding = match found {
                Found::Certain(value) => Binding::certain(value),
                Found::Perhaps => Binding { value: Value::Unknown, is_certain: false },
                Found::Nothing => continue,
            };
            self.closures[closure].entry(name).or_insert(binding);
        }
        closure
    }
}
