//! `limit`: what was done too often lately is refused, or told to the handler. What is let through counts when the whole
//! handler goes through.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{
    round::{Flow, Halt, refuse},
    run::Run,
};
use crate::{
    lexicon::text::as_read,
    plan::{Expr, LimitId, Over, Text},
    port::Use,
    vocab::{Duration, Value},
    wording::say,
};

/// What stays in memory: of a text not more than a number that tells whether another one reads the same. A text that says
/// nothing is not counted.
fn counted(value: Value) -> Value {
    let Value::Text(text) = &value else {
        return value;
    };
    let read = as_read(text);
    let words: Vec<&str> = read.split_whitespace().collect();
    if words.is_empty() {
        return Value::None;
    }
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    Value::Int(hasher.finish().cast_signed())
}

impl Run<'_, '_> {
    pub(super) fn limit(
        &mut self,
        (limit, most, within): (LimitId, u32, Duration),
        per: &[Expr],
        refusal: Option<&Text>,
        over: Option<&Over>,
    ) -> Flow<()> {
        let per = self.all(per);
        if per == Err(Halt::Pending)
            && let Some(over) = over
        {
            self.set(over.slot, None)?;
        }
        let per: Vec<Value> = per?.into_iter().map(counted).collect();
        let is_counted = !per.contains(&Value::None);
        let per = Value::List(per);
        let of = Use { limit, per, within };
        let here = self.used.iter().filter(|used| **used == of).count();
        let holds = !is_counted || self.round.times(&of) + here < most as usize;
        if is_counted && (holds || over.is_some()) {
            self.used.push(of);
        }
        if let Some(over) = over {
            return self.set(over.slot, Some(Value::Bool(!holds)));
        }
        if holds {
            return Ok(());
        }
        let message = match refusal {
            Some(text) => self.text(text)?,
            None => say!("too-often"),
        };
        refuse(message)
    }
}
