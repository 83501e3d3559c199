//! What Candor says to people, out of `locales/`: notice, `/privacy`, `/config`, `/help`, refusals and pages.
//!
//! Imports only `vocab`. The language is that of the innermost [`speaking`], which stands at the doors: around a step of
//! the router, a notice, a page. Whoever speaks to people names a message and its variables; no sentence stands in code:
//!
//! ```ignore
//! say!("config-reset-done", what, value = shown)   // text
//! phrase!("contact-url", value = &contact.value)   // text, with code and links told apart
//! fact!("store.until", until = term.until)         // a sentence of the notice, with its name in the JSON
//! word("category", category.word())                // one of a set of words, where the catalogue has it
//! ```
//!
//! `tests/wording.rs` looks for these names in the sources: a key is a literal, every message is used, and every use
//! gives exactly the variables that the message takes.
//!
//! INVARIANT: what a policy, a person or Discord said is a value and never the source of a message. It cannot mark
//! itself as code or as a link either, because the marks are taken out of values (`argument`).
//!
//! Errors for operators and findings stay where they arise: they are for somebody who reads code.

mod argument;
mod catalogue;
mod marks;
mod said;
mod speaker;

pub use argument::Arg;
pub use catalogue::{OFFERED, grammar, named, word};
pub use said::{Fact, Phrase, Run, clean};
pub use speaker::{language, speaking};

use said::unmarked;

/// The text of a message. Use [`say!`], whose key and variables a test checks.
#[must_use]
pub fn text_of(key: &str, with: &[(&'static str, Arg)]) -> String {
    unmarked(&catalogue::written(key, with))
}

/// A message with its marks told apart, on one line. Use [`phrase!`].
#[must_use]
pub fn phrase_of(key: &str, with: &[(&'static str, Arg)]) -> Phrase {
    Phrase::read(&catalogue::written(key, with))
}

/// A sentence of the notice. Use `fact!` of `emit::notice`, which also asks for what makes it true.
#[must_use]
pub fn fact_of(says: &'static str, with: &[(&'static str, Arg)]) -> Fact {
    // An identifier of Fluent's has no dots.
    let phrase = phrase_of(&says.replace('.', "-"), with);
    Fact { says, phrase }
}

/// `say!("key", name = value, other)`: the text of message `key`.
macro_rules! say {
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::wording::text_of($key, &[$($crate::wording::variable!($name $(= $value)?)),*])
    };
}

/// `phrase!("key", name = value)`: message `key`, with code and links told apart.
macro_rules! phrase {
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::wording::phrase_of($key, &[$($crate::wording::variable!($name $(= $value)?)),*])
    };
}

macro_rules! variable {
    ($name:ident) => {
        (stringify!($name), $crate::wording::Arg::from($name))
    };
    ($name:ident = $value:expr) => {
        (stringify!($name), $crate::wording::Arg::from($value))
    };
}

pub(crate) use {phrase, say, variable};

#[cfg(test)]
mod tests;
