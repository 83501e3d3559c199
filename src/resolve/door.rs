//! Buttons that are doors to commands: `button does="/warn" member="member" label="Warn"`. What they fix is read where they
//! stand, and looked at once every command is known. Every other button has a handler of its own.

use std::collections::BTreeSet;

use crate::{
    finding::Findings,
    lexicon::{OptionKind, event},
    plan::{self, Button, Does, Expr, Kind, Message, Param, Ty, walk},
    syntax::{
        ast::Node,
        form::{Taking, Text, Word},
    },
    vocab::{Span, Spanned, Type, Value},
};

use super::{
    names::{Taken, UnansweredButton, UnknownCommand, UnknownOption},
    policy::{Command, Policy},
    scope::Scope,
    types::{WrongType, mismatch, with_article},
};

mismatch! {
    /// What has no place in the id of a button.
    NoRoomInId code("candor::discord::no-room-in-id");
}

/// The property that makes a button a door.
pub(super) const DOES: &str = "does";
/// What a button says of itself; its other properties are options of the command.
pub(super) const OWN: [&str; 3] = [DOES, "label", "style"];

impl Scope<'_> {
    /// To which command a button is a door, and what it fixes.
    pub(super) fn does(&mut self, taking: &Taking, own: &[&str]) -> Option<(Does, Span)> {
        let path = taking.given::<Word>(DOES, self.findings).value?;
        let options = taking.node.props.iter();
        let options = options.filter(|prop| !own.contains(&prop.name.node.as_str()));
        let mut fixed: Vec<(String, Expr)> = Vec::new();
        for prop in options {
            let written = taking.value_of::<Text>(prop, self.findings)?;
            fixed.push((prop.name.node.clone(), self.clause(&written)));
        }
        let words = path.node.trim_start_matches('/').split_whitespace();
        let does = Does {
            path: words.map(str::to_owned).collect(),
            given: fixed,
        };
        Some((does, path.span))
    }
}

/// The properties that a door may have: its own, and any option.
pub(super) fn door_props<'n>(node: &'n Node, own: &[&'n str]) -> Vec<&'n str> {
    let names = node.props.iter().map(|prop| prop.name.node.as_str());
    own.iter().copied().chain(names).collect()
}

/// Every message with what it shows.
fn messages(policy: &Policy) -> Vec<&Message> {
    let mut messages: Vec<&Message> = Vec::new();
    for body in policy.bodies() {
        walk::walk(&body.steps, &mut |part| {
            if let walk::Part::Message(message) = part {
                messages.push(message);
            }
        });
    }
    messages.extend(policy.command_sets.iter().map(|set| &set.reply));
    messages
}

/// Every button and list that is a door, with its command where there is one.
pub(crate) fn doors(policy: &Policy) -> Vec<(&Button, &Does, Option<&Command>)> {
    let buttons = messages(policy).into_iter();
    let buttons = buttons.flat_map(|message| &message.buttons);
    let doors = buttons.filter_map(|button| Some((button, button.does.as_ref()?)));
    let known = |does: &Does| {
        let words = does.path.iter().map(String::as_str);
        let mut commands = policy.commands.iter();
        commands.find(|one| {
            one.path
                .iter()
                .map(|word| word.node.as_str())
                .eq(words.clone())
        })
    };
    doors
        .map(|(button, does)| (button, does, known(does)))
        .collect()
}

/// Each door leads to a command, and fixes options that it has, with values that they take.
pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for (button, does, command) in doors(policy) {
        let Some(command) = command else {
            let known: Vec<String> = policy.commands.iter().map(Command::title).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let name = Spanned::new(format!("/{}", does.path.join(" ")), button.at);
            findings.push(UnknownCommand::new(
                &name,
                "a command of this policy",
                &known,
            ));
            continue;
        };
        for (name, given) in &does.given {
            if let Some(param) = option(command, name, given.span, findings) {
                fixed(param, given, findings);
            }
        }
    }
}

/// The option of that name; a finding where the command has none.
pub(super) fn option<'p>(
    command: &'p Command,
    name: &str,
    at: Span,
    findings: &mut Findings,
) -> Option<&'p Param> {
    let mut params = command.params.iter().map(|param| &param.node);
    let found = params.find(|param| param.name == name);
    if found.is_none() {
        let params = command.params.iter();
        let known: Vec<&str> = params.map(|param| param.node.name.as_str()).collect();
        let what = format!("an option of `{}`", command.title());
        let name = Spanned::new(name.to_owned(), at);
        findings.push(UnknownOption::new(&name, &what, &known));
    }
    found
}

pub(super) fn fixed(param: &Param, given: &Expr, findings: &mut Findings) {
    let name = &param.name;
    if !param.choices.is_empty() {
        let chosen = if let Kind::Literal(Value::Text(text)) = &given.kind {
            param.choices.contains(text)
        } else {
            given.ty == Ty::Unknown
        };
        if !chosen {
            findings.push(WrongType::new(
                format!("`{name}` is one of its choices, written out"),
                "not one of them",
                &format!("write `{name}=\"'{}'\"`", param.choices.join("'` or `'")),
                given.span,
            ));
        }
        return;
    }
    if !travels(param.kind) {
        findings.push(NoRoomInId::new(
            format!("`{name}` is no id, number or choice, and a button has no room for more"),
            "cannot be fixed",
            "leave it out, and a form asks whoever presses",
            given.span,
        ));
        return;
    }
    let fits = match (param.kind.value, &given.ty) {
        (_, Ty::Unknown) | (Type::Member, Ty::Of(Type::UserId)) => true,
        (wanted, Ty::Of(found)) => *wanted == *found,
        _ => false,
    };
    if !fits {
        let wanted = with_article(&Ty::Of(param.kind.value.clone()));
        findings.push(WrongType::expected(
            &format!("`{name}`"),
            &wanted,
            &given.ty,
            given.span,
        ));
    }
}

/// Whether a value of this kind can stand in the id of a button, as it is computed when the message is made.
pub(super) fn travels(kind: &OptionKind) -> bool {
    match *kind.value {
        Type::Member | Type::Channel | Type::Role | Type::Int | Type::Bool => true,
        Type::UserId
        | Type::MessageId
        | Type::Text
        | Type::Instant
        | Type::Duration
        | Type::GuildId
        | Type::Emoji
        | Type::Words
        | Type::Url
        | Type::Locale
        | Type::Who
        | Type::Attachment
        | Type::Optional(_)
        | Type::List(_) => false,
    }
}

/// Every button has one handler, and every such handler a button.
pub(super) fn buttons(policy: &Policy, findings: &mut Findings) {
    let handled: Vec<(&str, Span)> = policy
        .handlers
        .iter()
        .filter(|handler| *handler.on.event == event::BUTTON)
        .filter_map(|handler| Some((handler.on.id.as_deref()?, handler.name)))
        .collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (id, at) in &handled {
        if !seen.insert(id) {
            let first = handled.iter().find(|(first, _)| first == id);
            findings.push(Taken {
                what: format!("`on button {id}`"),
                at: *at,
                first_at: first.map_or(*at, |(_, first)| *first),
            });
        }
    }
    for handler in policy.bodies() {
        let messages = plan::all(&handler.steps).filter_map(|step| step.kind.message());
        let buttons = messages.flat_map(|message| &message.buttons);
        for button in buttons.filter(|button| button.does.is_none()) {
            if !seen.contains(button.id.as_str()) {
                let known: Vec<_> = seen.iter().copied().collect();
                let what = "a button that something answers to";
                let id = Spanned::new(button.id.clone(), button.at);
                let mut unknown = UnansweredButton::new(&id, what, &known);
                if known.is_empty() {
                    unknown.help = format!("add `on button {} {{ … }}`", button.id);
                }
                findings.push(unknown);
            }
        }
    }
}
