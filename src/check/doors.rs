//! Doors to commands: what a menu can open, what a form can ask for, and what has room in a form's id.
//!
//! From Discord's documentation of application commands and of modals: 15 entries for each kind of menu, 5 inputs of
//! 4,000 characters, ids of 100.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use super::discord::{CommandTaken, TooMany, WrongLength, WrongRange};
use crate::{
    finding::Findings,
    lexicon::text::units,
    plan::{
        self, Button, Door, MenuOn, Param,
        door::{FORM, INPUT_CHARS_MAX, INPUTS_MAX, PICK, PRESS},
    },
    resolve::{Command, Declared, Policy, door},
    vocab::{Span, Spanned},
};

const ENTRIES_MAX: usize = 15;
const NAME_MAX: usize = 32;

/// A menu opens on a member or a message, and fills in the first option.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the first option of `{title}` is neither a member nor a message, so no menu can open it")]
#[diagnostic(
    code("candor::discord::menu-without-target"),
    help("begin with `<member: user>` or `<message: message-link>`, or delete `menu`")
)]
pub(crate) struct MenuWithoutTarget {
    title: String,
    #[label(primary, "opened on nothing")]
    at: Span,
}

/// A form has inputs to type in, and nothing to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is picked, and a form asks for what is typed")]
#[diagnostic(code("candor::discord::not-for-a-form"), help("{help}"))]
pub(crate) struct NotForAForm {
    name: String,
    help: String,
    #[label(primary, "not given there")]
    at: Span,
    #[label("against this")]
    door_at: Span,
}

/// What a door hands over waits nowhere: it has to fit into the form's id.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::no-room-in-id"), help("{help}"))]
pub(crate) struct NoRoomInId {
    pub(super) message: String,
    pub(super) help: String,
    #[label(primary, "has no room there")]
    pub(super) at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut entries: BTreeMap<MenuOn, Vec<&Spanned<String>>> = BTreeMap::new();
    for command in &policy.commands {
        if let Some(name) = &command.menu
            && let Some(on) = menu(command, name, findings)
        {
            let known = entries.entry(on).or_default();
            if let Some(first) = known.iter().find(|known| known.node == name.node) {
                findings.push(CommandTaken {
                    title: name.node.clone(),
                    at: name.span,
                    first_at: first.span,
                });
            }
            known.push(name);
        }
        slash(command, findings);
    }
    for (button, _, command) in door::doors(policy) {
        if let Some(command) = command {
            pressed(command, button, findings);
        }
    }
    for entry in entries.values().filter_map(|all| all.get(ENTRIES_MAX)) {
        findings.push(TooMany {
            message: format!("Discord shows at most {ENTRIES_MAX} entries in a menu"),
            help: "leave out `menu` where it is used least",
            at: entry.span,
        });
    }
}

/// What the menu opens on; none where it cannot.
fn menu(command: &Command, name: &Spanned<String>, findings: &mut Findings) -> Option<MenuOn> {
    let count = units(&name.node);
    if name.node.trim().is_empty() || count > NAME_MAX {
        findings.push(WrongLength {
            message: format!(
                "an entry of a menu has 1 to {NAME_MAX} characters, and this has {count}"
            ),
            help: if name.node.trim().is_empty() {
                "say what it does"
            } else {
                "shorten it"
            },
            at: name.span,
        });
    }
    let first = command.params.first().map(|first| &first.node);
    let Some(on) = first.and_then(|first| MenuOn::of(first.kind)) else {
        // What could not be read has its finding.
        if command.body.understood {
            findings.push(MenuWithoutTarget {
                title: command.title(),
                at: name.span,
            });
        }
        return None;
    };
    for param in command.params.iter().skip(1) {
        if param.node.required && !param.node.is_typed() {
            let name_of = &param.node.name;
            findings.push(NotForAForm {
                name: name_of.clone(),
                help: format!(
                    "write `[{name_of}: …]`, so that the menu can leave it out, or delete `menu`"
                ),
                at: param.name,
                door_at: name.span,
            });
        }
    }
    let slot = first.map(|first| first.slot);
    form(
        command,
        Door::Pointed,
        |param| Some(param.slot) == slot,
        findings,
    );
    Some(on)
}

/// A button fixes what a form cannot ask for, a list may ask for one of it, and what is fixed fits into the id.
fn pressed(command: &Command, button: &Button, findings: &mut Findings) {
    let at = button.at;
    let is_given = |param: &Param| button.gives(&param.name);
    for param in &command.params {
        let param_of = &param.node;
        if param_of.required && !param_of.is_typed() && !is_given(param_of) {
            let name = &param_of.name;
            findings.push(NotForAForm {
                name: name.clone(),
                help: match &button.pick {
                    Some(_) => {
                        format!("fix it where the list stands: `select does=… {name}=\"…\"`")
                    }
                    None => format!("fix it where the button stands: `button does=… {name}=\"…\"`"),
                },
                at: param.name,
                door_at: at,
            });
        }
    }
    let params = || command.params.iter().map(|param| &param.node);
    let given: Vec<&Param> = params().filter(|param| is_given(param)).collect();
    if plan::door::too_free(given.iter()).is_some() {
        return;
    }
    let asks = !plan::door::asked(params(), Door::Pointed, is_given).is_empty();
    if asks {
        form(command, Door::Pointed, is_given, findings);
    } else {
        let chosen = button.pick.as_ref().map(|pick| pick.option.as_str());
        let given: Vec<&Param> = given
            .into_iter()
            .filter(|param| chosen != Some(param.name.as_str()))
            .collect();
        let kind = if chosen.is_some() { PICK } else { PRESS };
        fits(command, kind, chosen, &given, at, findings);
    }
}

/// What is typed beside a form waits for it.
fn slash(command: &Command, findings: &mut Findings) {
    for param in command.params.iter().filter(|param| param.node.form) {
        let given = [param.node.min, param.node.max].into_iter().flatten();
        if given.into_iter().any(|given| given > INPUT_CHARS_MAX) {
            findings.push(WrongRange {
                message: format!("a form takes at most {INPUT_CHARS_MAX} characters"),
                at: param.name,
            });
        }
    }
    form(command, Door::Slash, |param| !param.form, findings);
}

fn form(command: &Command, door: Door, given: impl Fn(&Param) -> bool, findings: &mut Findings) {
    let params = || command.params.iter().map(|param| &param.node);
    let asked = plan::door::asked(params(), door, &given);
    if asked.is_empty() {
        return;
    }
    if let Some(extra) = asked.get(INPUTS_MAX) {
        findings.push(TooMany {
            message: format!("a form asks for at most {INPUTS_MAX} things"),
            help: "leave some out, or make two commands",
            at: named(command, extra),
        });
    }
    let given: Vec<&Param> = params().filter(|param| given(param)).collect();
    if let Some(free) = plan::door::too_free(given.iter()) {
        findings.push(NoRoomInId {
            message: format!(
                "`{}` is typed before the form opens, and would have to wait for it",
                free.name
            ),
            help: "ask for it in the form as well: `text(1..100, form)`".to_owned(),
            at: named(command, free),
        });
        return;
    }
    let at = super::discord::at(command);
    fits(command, FORM, None, &given, at, findings);
}

fn fits(
    command: &Command,
    kind: &str,
    chosen: Option<&str>,
    given: &[&Param],
    at: Span,
    findings: &mut Findings,
) {
    let path: Vec<String> = command.path.iter().map(|word| word.node.clone()).collect();
    if let Some(over) = plan::door::excess(kind, &path, chosen, given) {
        findings.push(NoRoomInId {
            message: format!(
                "`{}` and what it is given can be {over} characters too long for Discord's ids",
                command.title()
            ),
            help: "give it a shorter name, or shorter names to its options".to_owned(),
            at,
        });
    }
}

fn named(command: &Command, wanted: &Param) -> Span {
    let mut params = command.params.iter();
    let found = params.find(|param: &&Declared<Param>| param.node.slot == wanted.slot);
    found.map_or(command.body.name, |param| param.name)
}
