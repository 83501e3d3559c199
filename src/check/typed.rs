//! Commands that are typed as a message: whether their beginning can be told from what people say, and from other
//! commands', and whether somebody can come to a command that nobody is shown.

use miette::Diagnostic;
use thiserror::Error;

use super::discord::CommandTaken;
use crate::{
    finding::Findings,
    lexicon::text::{PREFIX_CHARS_MAX, is_prefix},
    plan::{
        Expr, Message, Text, TextPart, To,
        walk::{Part, walk},
    },
    resolve::{Command, Policy},
    vocab::{Span, Value},
};

/// People begin sentences so.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{prefix}` is how people begin a message that is no command")]
#[diagnostic(
    code("candor::discord::unclear-prefix"),
    help("begin with a sign and a word, at most {PREFIX_CHARS_MAX} characters: `!{word}`")
)]
pub(crate) struct UnclearPrefix {
    prefix: String,
    word: String,
    #[label(primary, "not told from what people say")]
    at: Span,
}

/// Nobody could use it, or everybody sees it all the same.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{title}` is hidden, and {why}")]
#[diagnostic(code("candor::discord::hidden-without-door"), help("{help}"))]
pub(crate) struct HiddenWithoutDoor {
    title: String,
    why: &'static str,
    help: &'static str,
    #[label(primary, "hidden here")]
    at: Span,
}

/// In a direct message the bot is in no server, so a button there does nothing in one.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error(
    "`{title}` can be typed, and then this answer is a direct message, in which a button is pressed in no server"
)]
#[diagnostic(
    code("candor::discord::private-button"),
    help("delete `ephemeral`, the button or `prefix`")
)]
pub(crate) struct PrivateButton {
    title: String,
    #[label(primary, "pressed in no server")]
    at: Span,
    #[label("typed")]
    prefix_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut taken: Vec<(String, Span)> = Vec::new();
    for command in &policy.commands {
        if let Some(prefix) = &command.prefix {
            clear(policy, &prefix.node, prefix.span, findings);
            alone(policy, &prefix.node, prefix.span, &mut taken, findings);
        }
        if let Some(at) = policy.typed_at(command) {
            buttons(command, at, findings);
        }
        hidden(command, findings);
    }
    for alias in policy.aliases.iter().filter(|alias| alias.node.is_typed()) {
        let parts = vec![TextPart::Literal(alias.node.name.clone())];
        alone(policy, &Text::from(parts), alias.name, &mut taken, findings);
    }
}

/// What a server chooses is looked at when it is chosen.
fn clear(policy: &Policy, prefix: &Text, at: Span, findings: &mut Findings) {
    let Some(text) = at_first(policy, prefix) else {
        return;
    };
    if !is_prefix(&text) {
        let words = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ');
        let words: String = words.take(PREFIX_CHARS_MAX - 1).collect();
        findings.push(UnclearPrefix {
            word: words.trim().to_owned(),
            prefix: text,
            at,
        });
    }
}

/// With the settings that a server has at first; none where one has no default.
fn at_first(policy: &Policy, prefix: &Text) -> Option<String> {
    let parts = prefix.parts.iter().map(|part| match part {
        TextPart::Literal(text) => Some(text.clone()),
        TextPart::Hole(hole) => {
            let id = hole.as_setting()?;
            let setting = policy.settings.iter().find(|one| one.node.id == id)?;
            setting.node.default.as_ref().map(Value::shown)
        }
    });
    parts.collect()
}

/// Two commands that begin alike: of a longer and a shorter beginning the longer one is meant.
fn alone(
    policy: &Policy,
    prefix: &Text,
    at: Span,
    taken: &mut Vec<(String, Span)>,
    findings: &mut Findings,
) {
    let settings = &policy.settings;
    let named = |hole: &Expr| {
        let mut settings = settings.iter();
        let setting = settings.find(|one| Some(one.node.id) == hole.as_setting());
        setting.map_or("", |setting| &setting.node.name)
    };
    let whole = |hole: &dyn Fn(&Expr) -> String| {
        let parts = prefix.parts.iter().map(|part| match part {
            TextPart::Literal(text) => text.to_lowercase(),
            TextPart::Hole(of) => hole(of),
        });
        let whole: String = parts.collect();
        let words: Vec<&str> = whole.split_whitespace().collect();
        words.join(" ")
    };
    // Settings of two features may be called alike.
    let key = whole(&|hole| format!("{:?}", hole.as_setting()));
    if let Some((_, first_at)) = taken.iter().find(|(known, _)| *known == key) {
        findings.push(CommandTaken {
            title: whole(&|hole| format!("{{settings.{}}}", named(hole))),
            at,
            first_at: *first_at,
        });
    }
    taken.push((key, at));
}

fn buttons(command: &Command, prefix_at: Span, findings: &mut Findings) {
    let mut first: Option<Span> = None;
    walk(&command.body.steps, &mut |part| {
        let Part::Step(step) = part else { return };
        let button = match step.kind.said() {
            Some((To::Reply { ephemeral: true }, Message { buttons, .. })) => buttons.first(),
            Some((
                To::Reply { ephemeral: false }
                | To::Channel(_)
                | To::ModLog
                | To::Operators
                | To::Dm(_)
                | To::Edit(_),
                _,
            ))
            | None => None,
        };
        first = first.or(button.map(|button| button.at));
    });
    if let Some(at) = first {
        findings.push(PrivateButton {
            title: command.title(),
            at,
            prefix_at,
        });
    }
}

fn hidden(command: &Command, findings: &mut Findings) {
    let Some(at) = command.hidden else {
        return;
    };
    let (why, help) = if command.menu.is_some() {
        (
            "its menu is shown to everybody",
            "delete `menu`, or delete `hidden`",
        )
    } else if command.prefix.is_none() {
        (
            "nobody can come to it",
            "say how it is typed: `prefix=\"!…\"`",
        )
    } else {
        return;
    };
    findings.push(HiddenWithoutDoor {
        title: command.title(),
        why,
        help,
        at,
    });
}
