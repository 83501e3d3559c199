//! Discord's limits on commands, so that registering them is never refused (error 50035).
//!
//! From Discord's documentation of application commands: names, lengths, counts, the order of options, and 8,000
//! characters in all for each command.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{
        kind::{Limits, is_command_name},
        text::units,
    },
    plan::Param,
    resolve::{Command, Declared, Policy},
    vocab::{Span, Spanned},
};

/// Commands that every bot has.
const GENERATED: [&str; 3] = ["privacy", "config", "help"];
const COMMANDS_MAX: usize = 100;
pub(super) const OPTIONS_MAX: usize = 25;
const CHOICES_MAX: usize = 25;
const NAME_MAX: usize = 32;
const ABOUT_MAX: usize = 100;
pub(super) const CHARACTERS_MAX: usize = 8_000;
const TEXT_MAX: i64 = 6_000;
/// Discord's numbers are JavaScript's.
const INT_MAX: i64 = 1 << 53;

/// A command's or an option's name, which people type.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::wrong-name"), help("{help}"))]
pub(crate) struct WrongName {
    message: String,
    help: String,
    #[label(primary, "Discord refuses this")]
    at: Span,
}

/// A text that Discord shows beside a command.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::wrong-length"), help("{help}"))]
pub(crate) struct WrongLength {
    pub(super) message: String,
    pub(super) help: &'static str,
    #[label(primary, "Discord refuses this")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::too-many"), help("{help}"))]
pub(crate) struct TooMany {
    pub(super) message: String,
    pub(super) help: &'static str,
    #[label(primary, "Discord refuses this")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error(
    "`/{word}` with everything in it has {characters} characters, and {CHARACTERS_MAX} are allowed"
)]
#[diagnostic(
    code("candor::discord::command-too-large"),
    help("shorten names and descriptions, or make two commands")
)]
pub(crate) struct CommandTooLarge {
    pub(super) word: String,
    pub(super) characters: usize,
    #[label(primary, "Discord refuses this")]
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` is required and stands after an optional one")]
#[diagnostic(
    code("candor::discord::option-order"),
    help("put required options first")
)]
pub(crate) struct OptionOrder {
    name: String,
    #[label(primary, "Discord refuses this")]
    at: Span,
    #[label("against this")]
    optional_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::wrong-range"), help("narrow the range"))]
pub(crate) struct WrongRange {
    pub(super) message: String,
    #[label(primary, "Discord refuses this")]
    pub(super) at: Span,
}

/// Discord shows a command or its subcommands, not both.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::command-and-group"), help("{help}"))]
pub(crate) struct CommandAndGroup {
    message: String,
    help: &'static str,
    #[label(primary, "Discord refuses this")]
    at: Span,
    #[label("against this")]
    other_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{title}` is there already")]
#[diagnostic(code("candor::names::taken"), help("choose another name"))]
pub(crate) struct CommandTaken {
    pub(super) title: String,
    #[label(primary, "a second one")]
    pub(super) at: Span,
    #[label("against this")]
    pub(super) first_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`/{name}` is a command that every bot has")]
#[diagnostic(
    code("candor::names::reserved"),
    help("choose another name, such as `/my-{name}`")
)]
pub(crate) struct CommandReserved {
    name: String,
    #[label(primary, "Candor answers to this itself")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the choice `{choice}` is given twice")]
#[diagnostic(code("candor::syntax::repeated"), help("delete one of the two"))]
pub(crate) struct ChoiceRepeated {
    choice: String,
    #[label(primary, "Discord refuses this")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for command in &policy.commands {
        names(command, findings);
        options(command, findings);
    }
    tree(policy, findings);
    aliases(policy, findings);
}

/// Another name for a command is a command of its own for Discord.
fn aliases(policy: &Policy, findings: &mut Findings) {
    let firsts = policy.commands.iter().filter_map(|one| one.path.first());
    let mut taken: Vec<(&str, Span)> = firsts.map(|one| (one.node.as_str(), one.span)).collect();
    for alias in &policy.aliases {
        // How messages begin is looked at in `typed`.
        if alias.node.is_typed() {
            continue;
        }
        let word = Spanned::new(alias.node.name.clone(), alias.name);
        name(&word, "a command's name", findings);
        if GENERATED.contains(&word.node.as_str()) {
            findings.push(CommandReserved {
                name: word.node.clone(),
                at: word.span,
            });
        }
        if let Some((_, first_at)) = taken.iter().find(|(taken, _)| *taken == word.node) {
            findings.push(CommandTaken {
                title: format!("/{}", word.node),
                at: word.span,
                first_at: *first_at,
            });
        }
        taken.push((&alias.node.name, alias.name));
    }
}

pub(super) fn at(command: &Command) -> Span {
    let spans = command.path.iter().map(|word| word.span);
    spans.reduce(Span::join).unwrap_or(command.body.name)
}

fn names(command: &Command, findings: &mut Findings) {
    for word in &command.path {
        name(word, "a command's name", findings);
    }
    if let Some(about) = &command.about {
        length("a command's `about`", about, findings);
    }
    if let Some(first) = command.path.first()
        && GENERATED.contains(&first.node.as_str())
    {
        findings.push(CommandReserved {
            name: first.node.clone(),
            at: first.span,
        });
    }
}

/// Letters, digits, `-` and `_`; small ones, and at most 32.
fn name(word: &Spanned<String>, what: &str, findings: &mut Findings) {
    let is_long = word.node.chars().count() > NAME_MAX;
    let is_wrong = !is_command_name(&word.node.to_lowercase());
    let is_large = word.node.to_lowercase() != word.node;
    if is_long {
        findings.push(WrongName {
            message: format!("{what} has at most {NAME_MAX} characters"),
            help: "shorten it".to_owned(),
            at: word.span,
        });
    } else if is_large {
        findings.push(WrongName {
            message: format!("{what} has no capital letters"),
            help: format!("write `{}`", word.node.to_lowercase()),
            at: word.span,
        });
    } else if is_wrong {
        findings.push(WrongName {
            message: format!(
                "{what} has letters, digits, `-`, `_` and `'`, and `{}` has others",
                word.node
            ),
            help: "write it with letters that need no marks of their own".to_owned(),
            at: word.span,
        });
    }
}

fn length(what: &str, text: &Spanned<String>, findings: &mut Findings) {
    let count = units(&text.node);
    if !(1..=ABOUT_MAX).contains(&count) {
        findings.push(WrongLength {
            message: format!("{what} has 1 to {ABOUT_MAX} characters, and this has {count}"),
            help: if count == 0 {
                "say what it is"
            } else {
                "shorten it"
            },
            at: text.span,
        });
    }
}

fn options(command: &Command, findings: &mut Findings) {
    if let Some(extra) = command.params.get(OPTIONS_MAX) {
        findings.push(TooMany {
            message: format!("a command has at most {OPTIONS_MAX} options"),
            help: "leave some out, or make two commands",
            at: extra.name,
        });
    }
    let mut first_optional: Option<Span> = None;
    for param in &command.params {
        let word = Spanned::new(param.node.name.clone(), param.name);
        name(&word, "an option's name", findings);
        let about = Spanned::new(param.node.about.clone(), param.span);
        length("an option's `about`", &about, findings);
        // What a form asks for is no option of the command's own.
        match (param.node.required, first_optional) {
            _ if param.node.form => {}
            (true, Some(first)) => {
                findings.push(OptionOrder {
                    name: word.node.clone(),
                    at: param.name,
                    optional_at: first,
                });
            }
            (false, None) => first_optional = Some(param.name),
            _ => {}
        }
        limits(param, findings);
    }
}

fn limits(param: &Declared<Param>, findings: &mut Findings) {
    let (min, max) = (param.node.min, param.node.max);
    let given = [min, max].into_iter().flatten();
    let refused = match param.node.kind.limits {
        Limits::Characters | Limits::Choices => {
            let in_range = |n: &i64| (0..=TEXT_MAX).contains(n);
            (!given.clone().all(|n| in_range(&n)) || max == Some(0))
                .then(|| format!("a text has 1 to {TEXT_MAX} characters"))
        }
        Limits::Number => {
            let in_range = |n: &i64| (-INT_MAX..=INT_MAX).contains(n);
            (!given.clone().all(|n| in_range(&n))).then(|| format!("a number is at most {INT_MAX}"))
        }
        Limits::None => None,
    };
    if let Some(message) = refused {
        findings.push(WrongRange {
            message,
            at: param.name,
        });
    }
    let choices = &param.node.choices;
    if choices.len() > CHOICES_MAX {
        findings.push(TooMany {
            message: format!("an option has at most {CHOICES_MAX} choices"),
            help: "leave some out, or take a text",
            at: param.name,
        });
    }
    let mut seen: Vec<&String> = Vec::new();
    for choice in choices {
        if !(1..=ABOUT_MAX).contains(&units(choice)) {
            findings.push(WrongLength {
                message: format!("a choice has 1 to {ABOUT_MAX} characters"),
                help: "shorten it",
                at: param.name,
            });
        } else if seen.contains(&choice) {
            findings.push(ChoiceRepeated {
                choice: choice.clone(),
                at: param.name,
            });
        }
        seen.push(choice);
    }
}

/// What hangs below one word: a command of its own, or others.
#[derive(Default)]
struct Branch<'a> {
    command: Option<Span>,
    /// A finding says that it cannot be both a command and a group.
    told: bool,
    below: BTreeMap<&'a str, Branch<'a>>,
    first: Span,
    characters: usize,
}

fn tree(policy: &Policy, findings: &mut Findings) {
    let commands = &policy.commands;
    let mut root = Branch::default();
    for command in commands {
        grow(&mut root, command, findings);
    }
    let allowed = COMMANDS_MAX - GENERATED.len();
    let names = policy.aliases.iter().filter(|alias| !alias.node.is_typed());
    let all = root.below.len() + names.count();
    if all > allowed {
        let last = commands.last().map_or(Span::default(), at);
        findings.push(TooMany {
            message: format!(
                "a bot has at most {COMMANDS_MAX} commands, {} of which every bot has; these are {}",
                GENERATED.len(),
                all
            ),
            help: "make some of them subcommands: `/group name`",
            at: last,
        });
    }
    for (word, branch) in &root.below {
        if branch.characters > CHARACTERS_MAX {
            findings.push(CommandTooLarge {
                word: (*word).to_owned(),
                characters: branch.characters,
                at: branch.first,
            });
        }
        fanout(word, branch, findings);
    }
}

fn fanout(word: &str, branch: &Branch, findings: &mut Findings) {
    if branch.below.len() > OPTIONS_MAX {
        findings.push(TooMany {
            message: format!("`{word}` has at most {OPTIONS_MAX} subcommands"),
            help: "make two groups",
            at: branch.first,
        });
    }
    for (word, below) in &branch.below {
        fanout(word, below, findings);
    }
}

fn grow<'a>(root: &mut Branch<'a>, command: &'a Command, findings: &mut Findings) {
    let span = at(command);
    let size = characters(command);
    let mut branch = root;
    let last = command.path.len().saturating_sub(1);
    for (i, word) in command.path.iter().enumerate() {
        branch = branch.below.entry(word.node.as_str()).or_default();
        if branch.first == Span::default() {
            branch.first = span;
            // A group's description is made from its name.
            branch.characters += if i < last { 2 * units(&word.node) } else { 0 };
        }
        branch.characters += size;
        let is_command = i == last;
        if clashes(branch, is_command) {
            if !std::mem::replace(&mut branch.told, true) {
                tell_clash(branch, command, is_command, findings);
            }
            return;
        }
        if is_command {
            branch.command = Some(span);
        }
    }
}

fn clashes(branch: &Branch, is_command: bool) -> bool {
    branch.command.is_some() || is_command && !branch.below.is_empty()
}

fn tell_clash(branch: &Branch, command: &Command, is_command: bool, findings: &mut Findings) {
    let (title, at) = (command.title(), self::at(command));
    match (is_command, branch.command) {
        (true, Some(first_at)) => findings.push(CommandTaken {
            title,
            at,
            first_at,
        }),
        (true, None) => findings.push(CommandAndGroup {
            message: format!("`{title}` has subcommands, so it cannot be called itself"),
            help: "give it a word of its own: `/group name`",
            at,
            other_at: branch.first,
        }),
        (false, other) => findings.push(CommandAndGroup {
            message: format!("`{title}` hangs below a command that is called itself"),
            help: "give the other one a word of its own: `/group name`",
            at,
            other_at: other.unwrap_or(branch.first),
        }),
    }
}

/// Names, descriptions and choices, as Discord counts them.
fn characters(command: &Command) -> usize {
    let count = |text: &str| units(text);
    let own = command.path.last().map_or(0, |word| count(&word.node));
    let about = command.about.as_ref().map_or(0, |about| count(&about.node));
    let params = command.params.iter().map(|param| {
        let choices = param.node.choices.iter().map(|choice| 2 * count(choice));
        count(&param.node.name) + count(&param.node.about) + choices.sum::<usize>()
    });
    own + about + params.sum::<usize>()
}
