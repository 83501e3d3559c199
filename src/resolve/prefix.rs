//! Doors that are typed: `prefix="!w warn"`, with which a message begins that is a command, and the handlers that see such
//! messages all the same.

use crate::{
    finding::Findings,
    lexicon::{Event, event::MESSAGE},
    plan::{Kind, Text, TextPart, Ty},
    syntax::{ast::Written, form::TooManyValues},
    vocab::{Span, Spanned, Type, Value},
};

use super::{scope::Scope, types::mismatch};

mismatch! {
    /// What is not known before anybody writes has no place in a prefix.
    NoPrefix code("candor::discord::unclear-prefix");
}

impl Scope<'_> {
    /// How a message begins that is the command; none where the text is empty, so that a parameter can leave it out. A sign
    /// alone stands before the command's own words.
    pub(super) fn prefix(
        &mut self,
        written: &Spanned<Written>,
        path: &[Spanned<String>],
    ) -> Option<Spanned<Text>> {
        let mut parts: Vec<TextPart> = Vec::new();
        for part in self.text(written).parts {
            match part {
                TextPart::Literal(text) => parts.push(TextPart::Literal(text)),
                TextPart::Hole(hole) if hole.ty == Ty::Unknown => return None,
                TextPart::Hole(hole) => {
                    if let Kind::Literal(Value::Text(text)) = &hole.kind {
                        parts.push(TextPart::Literal(text.clone()));
                    } else if hole.as_setting().is_some() && hole.ty == Ty::Of(Type::Text) {
                        parts.push(TextPart::Hole(hole));
                    } else {
                        let span = hole.span;
                        self.findings.push(not_a_setting(span));
                        return None;
                    }
                }
            }
        }
        let own: String = parts.iter().filter_map(literal).collect();
        let has_setting = parts.iter().any(|part| literal(part).is_none());
        if own.trim().is_empty() && !has_setting {
            return None;
        }
        if !own.chars().any(char::is_alphanumeric) {
            let words: Vec<&str> = path.iter().map(|word| word.node.as_str()).collect();
            parts.push(TextPart::Literal(words.join(" ")));
        }
        Some(Spanned::new(Text::from(parts), written.span))
    }
}

fn literal(part: &TextPart) -> Option<&str> {
    match part {
        TextPart::Literal(text) => Some(text),
        TextPart::Hole(_) => None,
    }
}

fn not_a_setting(at: Span) -> NoPrefix {
    NoPrefix::new(
        "only settings that are a text stand in a prefix".to_owned(),
        "not known before somebody writes",
        "write `{settings.NAME}`, or take it out",
        at,
    )
}

/// Whether messages that are commands are meant as well.
pub(super) fn sees_commands<'n>(
    given: Option<&Spanned<bool>>,
    mut names: impl Iterator<Item = &'n Spanned<String>>,
    event: &Event,
    findings: &mut Findings,
) -> bool {
    let Some(given) = given else {
        return false;
    };
    // One of several events that share the steps may be it.
    if names.all(|name| name.node != MESSAGE.name) {
        findings.push(TooManyValues {
            message: "only `on message` sees commands that are typed".to_owned(),
            help: "delete `commands`".to_owned(),
            value: given.node.to_string(),
            at: given.span,
        });
    }
    given.node && *event == MESSAGE
}
