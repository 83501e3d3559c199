//! Lengths that are known before anything runs: a text that its field, a message or a deed does not hold, and a setting
//! that allows more time than a deed can last.
//!
//! What is longer only at run time is answered there.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Takes, text::units},
    plan::{
        Arg, Expr, Field, FieldId, Kind, Message, StepKind, StoreId, Text, TextPart,
        walk::{Part, walk},
    },
    resolve::Policy,
    vocab::{Duration, Span, Value},
};

/// Of Discord's messages, and of the cards in them.
const CONTENT_MAX: usize = 2_000;
const CARD_MAX: usize = 4_096;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::discord::too-long"), help("{help}"))]
pub(crate) struct TooLong {
    message: String,
    help: String,
    #[label(primary, "longer than that")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let bodies = policy.commands.iter().map(|command| &command.body);
    let mut found = Vec::new();
    for handler in policy.handlers.iter().chain(bodies) {
        walk(&handler.steps, &mut |part| judge(policy, part, &mut found));
    }
    for set in &policy.command_sets {
        found.extend(said_at_length(&set.reply, set.command.span));
    }
    for one in found {
        findings.push(one);
    }
}

fn judge(policy: &Policy, part: Part<'_>, found: &mut Vec<TooLong>) {
    match part {
        Part::Step(step) => match &step.kind {
            StepKind::Insert { store, values } | StepKind::Update { store, values, .. } => {
                let kept = values.iter();
                found.extend(
                    kept.filter_map(|(field, value)| kept_text(policy, *store, *field, value)),
                );
            }
            StepKind::Do { deed, args } => {
                for param in deed.params {
                    let given = args.get(param.name);
                    match param.takes {
                        Takes::Text { chars_max } => {
                            let what = format!("`{}` of `{}`", param.name, deed.name);
                            let text = given.and_then(Arg::text);
                            found.extend(
                                text.and_then(|text| too_long(&what, text, chars_max, step.name)),
                            );
                        }
                        Takes::Duration { max } => {
                            let length = given.and_then(Arg::value);
                            found.extend(
                                length.and_then(|length| {
                                    lasts_longer(policy, deed.name, length, max)
                                }),
                            );
                        }
                        Takes::Member | Takes::Role | Takes::Message | Takes::Emoji => {}
                    }
                }
            }
            StepKind::Say { message, .. } => found.extend(said_at_length(message, step.name)),
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => {}
        },
        Part::Message(_) | Part::Query(_) | Part::Expr(_) => {}
    }
}

/// A text of the policy's own that its field does not hold.
fn kept_text(policy: &Policy, store: StoreId, field: FieldId, value: &Expr) -> Option<TooLong> {
    let Kind::Literal(Value::Text(text)) = &value.kind else {
        return None;
    };
    let store = policy.stores.get(store.0 as usize)?;
    let field: &Field = store.node.fields.get(field.0 as usize)?;
    let max = usize::try_from(field.max?).ok()?;
    let length = units(text);
    (length > max).then(|| TooLong {
        message: format!(
            "`{}.{}` has at most {max} characters, and this text has {length}",
            store.node.name, field.name
        ),
        help: format!("shorten it, or write `max={length}` at the field"),
        at: value.span,
    })
}

/// What a text has at least, whatever its holes are.
fn least(text: &Text) -> usize {
    let parts = text.parts.iter();
    let literals = parts.map(|part| match part {
        TextPart::Literal(literal) => units(literal),
        TextPart::Hole(_) => 0,
    });
    literals.sum()
}

fn too_long(what: &str, text: &Text, max: usize, at: Span) -> Option<TooLong> {
    let length = least(text);
    (length > max).then(|| TooLong {
        message: format!("{what} has at most {max} characters, and this has {length}"),
        help: "shorten it".to_owned(),
        at,
    })
}

fn said_at_length(said: &Message, at: Span) -> Option<TooLong> {
    let text = said.text.as_ref()?;
    let max = match said.card {
        Some(_) => CARD_MAX,
        None => CONTENT_MAX,
    };
    too_long("a message", text, max, at)
}

/// A setting that servers can set to more than the deed lasts.
fn lasts_longer(policy: &Policy, deed: &str, given: &Expr, max: Duration) -> Option<TooLong> {
    let Kind::Setting(id) = &given.kind else {
        return None;
    };
    let mut settings = policy.settings.iter();
    let setting = settings.find(|one| one.node.id == *id)?;
    let allowed = Duration {
        ms: setting.node.max?,
    };
    (allowed > max).then(|| TooLong {
        message: format!(
            "`{deed}` lasts at most {max}, and `{}` allows {allowed}",
            setting.node.name
        ),
        help: format!("write `max=\"{max}\"` at the setting"),
        at: setting.name,
    })
}
