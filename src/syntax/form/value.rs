//! The kinds of value that a node takes.

use crate::{
    syntax::ast::{Scalar, Written},
    vocab::{Span, Spanned},
};

/// What a value must be to stand in its place.
pub(crate) trait Kind<'n> {
    type Is;
    /// As findings say it.
    const WANTED: &'static str;
    const IS_FLAG: bool = false;

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is>;

    /// What a value that is not read must be.
    fn wanted(_: &'n Spanned<Scalar>) -> &'static str {
        Self::WANTED
    }

    /// What a value of another kind most likely meant, where guessing keeps the next finding away.
    fn guess(_: &'n Spanned<Scalar>) -> Option<Self::Is> {
        None
    }

    /// What the property's name alone says.
    fn alone(_: Span) -> Option<Self::Is> {
        None
    }
}

/// A value whose kind depends on something else, such as the type of a field.
pub(crate) struct Any;
/// A name, or what is said of a thing beside its name: on one line, since it stands in headings and lists.
pub(crate) struct Word;
/// A sentence, which may go over several lines and is shown on one.
pub(crate) struct Sentence;
/// A clause, or several words, whose parts have places of their own.
pub(crate) struct Text;
/// A text, or a number as one.
#[cfg(feature = "runtime")]
pub(crate) struct Said;
/// On or off.
pub(crate) struct Flag;

impl<'n> Kind<'n> for Any {
    type Is = &'n Spanned<Scalar>;
    const WANTED: &'static str = "a value";

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        Some(value)
    }
}

impl<'n> Kind<'n> for Word {
    type Is = Spanned<String>;
    const WANTED: &'static str = "a text in quotes";

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        Sentence::read(value).filter(|text| is_on_one_line(&text.node))
    }

    fn wanted(value: &'n Spanned<Scalar>) -> &'static str {
        match &value.node {
            Scalar::Text(written) if !is_on_one_line(&written.text) => "a text on one line",
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => Self::WANTED,
        }
    }
}

impl<'n> Kind<'n> for Sentence {
    type Is = Spanned<String>;
    const WANTED: &'static str = "a text in quotes";

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        Text::read(value).map(|written| Spanned::new(written.node.text, written.span))
    }
}

/// Whether nothing in it begins a line or does something else than being read.
pub(super) fn is_on_one_line(text: &str) -> bool {
    !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

impl<'n> Kind<'n> for Text {
    type Is = Spanned<Written>;
    const WANTED: &'static str = "a text in quotes";

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        match &value.node {
            Scalar::Text(written) => Some(Spanned::new(written.clone(), value.span)),
            Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => None,
        }
    }
}

#[cfg(feature = "runtime")]
impl<'n> Kind<'n> for Said {
    type Is = Spanned<String>;
    const WANTED: &'static str = "a text";

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        match &value.node {
            Scalar::Text(_) | Scalar::Int(_) => {
                Some(Spanned::new(value.node.to_string(), value.span))
            }
            Scalar::Bool(_) | Scalar::Null => None,
        }
    }
}

impl<'n> Kind<'n> for Flag {
    type Is = Spanned<bool>;
    const WANTED: &'static str = "`#true` or `#false`";
    const IS_FLAG: bool = true;

    fn read(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        match value.node {
            Scalar::Bool(flag) => Some(Spanned::new(flag, value.span)),
            Scalar::Text(_) | Scalar::Int(_) | Scalar::Null => None,
        }
    }

    /// Whoever writes the flag at all seldom means that it is off.
    fn guess(value: &'n Spanned<Scalar>) -> Option<Self::Is> {
        let off = matches!(&value.node, Scalar::Text(text) if text.text == "false");
        Some(Spanned::new(!off, value.span))
    }

    fn alone(at: Span) -> Option<Self::Is> {
        Some(Spanned::new(true, at))
    }
}

/// Words separated by spaces, each with its own span where the source shows the text as it is.
pub(crate) fn words(written: &Spanned<Written>) -> Vec<Spanned<String>> {
    let text = &written.node.text;
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split(char::is_whitespace) {
        if !part.is_empty() {
            let span = written.node.verbatim_at.map_or(written.span, |start| {
                Span::new(start + at, start + at + part.len())
            });
            found.push(Spanned::new(part.to_owned(), span));
        }
        // Separators may be longer than a byte; the next part starts after this one and its separator.
        at += part.len();
        at += text
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    found
}
