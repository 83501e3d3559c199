//! Double braces in what the bot says: they belong to texts that servers write, and elsewhere show single ones.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        Arg, StepKind, Text, TextPart,
        walk::{Part, walk},
    },
    resolve::Policy,
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("this shows `{{{inside}}}` as it stands here, and no value")]
#[diagnostic(
    code("candor::discord::braces-shown"),
    severity(Warning),
    help("{help}")
)]
pub(crate) struct BracesShown {
    inside: String,
    help: String,
    #[label(primary, "only texts of servers have double braces")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for handler in policy.bodies() {
        let actor = handler.on.event.actor;
        walk(&handler.steps, &mut |part| {
            let Part::Step(step) = part else {
                return;
            };
            let mut texts: Vec<&Text> = step.otherwise.iter().collect();
            texts.extend(said(&step.kind));
            for inside in texts.into_iter().filter_map(shown) {
                findings.push(BracesShown {
                    help: help(&inside, actor),
                    inside,
                    at: step.name,
                });
            }
        });
    }
}

/// The texts of a step, without those of steps inside it.
fn said(kind: &StepKind) -> Vec<&Text> {
    match kind {
        StepKind::Say { message, .. } => {
            let list = message.list.iter();
            let of_list = list.flat_map(|list| [Some(&list.line), list.empty.as_ref()]);
            let labels = message.buttons.iter().flat_map(crate::plan::Button::words);
            message
                .text
                .iter()
                .chain(of_list.flatten())
                .chain(labels)
                .chain(message.card.iter().filter_map(|card| card.title.as_ref()))
                .chain(message.persona.iter().map(|persona| &persona.name))
                .collect()
        }
        StepKind::Do { args, .. } => args.values().filter_map(Arg::text).collect(),
        StepKind::Require { refusal, .. }
        | StepKind::Limit { refusal, .. }
        | StepKind::Delete { refusal, .. } => refusal.iter().collect(),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Finish { .. }
        | StepKind::Ask(_)
        | StepKind::Then { .. } => Vec::new(),
    }
}

/// What stands between braces that are shown, where it is a dotted name or a tag of a template.
fn shown(text: &Text) -> Option<String> {
    let literals = text.parts.iter().filter_map(|part| match part {
        TextPart::Literal(text) => Some(text.as_str()),
        TextPart::Hole(_) => None,
    });
    literals.into_iter().find_map(|text| {
        let opened = text.split('{').skip(1);
        let mut inside = opened.filter_map(|rest| Some(rest.split_once('}')?.0));
        inside
            .find(|inside| is_name(inside.trim()))
            .map(str::to_owned)
    })
}

/// `user.name`, `settings.welcome`, `% if user.bot %`.
fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && letters.all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    text.contains('.') && text.split('.').all(is_word)
        || text.starts_with('%') && text.ends_with('%') && text.len() > 1
}

/// The same value as texts of the bot's own call it.
fn help(inside: &str, actor: &str) -> String {
    let name = inside.trim();
    let (root, field) = name.split_once('.').unwrap_or((name, ""));
    match (root, field) {
        _ if name.starts_with('%') => "write `{if … then … else …}`".to_owned(),
        ("user", field) if !actor.is_empty() => format!("write `{{{actor}.{field}}}`"),
        ("server", "members") => "write `{guild.member-count}`".to_owned(),
        ("server", field) => format!("write `{{guild.{field}}}`"),
        _ => format!("write `{{{name}}}`"),
    }
}
