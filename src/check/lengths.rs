//! Lengths that are known before anything runs: a text or a number that its field does not hold, a message that Discord
//! does not take, and more time than a deed can last.
//!
//! What is longer only at run time is answered there.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Takes, kind::Measure, text::units},
    plan::{
        Arg, Expr, FieldId, Kind, Message, StepKind, StoreId, Text, TextPart,
        walk::{Part, walk},
    },
    resolve::Policy,
    vocab::{Duration, Span, Value},
};

use super::known::{Known, Trust};

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

/// A number outside of what its field takes.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::types::limits"), help("{help}"))]
pub(crate) struct OutOfField {
    message: String,
    help: String,
    #[label(primary, "outside the limits of its field")]
    at: Span,
}

/// What one handler's parts were found to be.
#[derive(Default)]
struct Found {
    long: Vec<TooLong>,
    outside: Vec<OutOfField>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut found = Found::default();
    for handler in policy.bodies() {
        let known = Known::of(policy, Trust::Allowed, handler);
        let judge = Judge { policy, known };
        walk(&handler.steps, &mut |part| judge.part(part, &mut found));
    }
    let known = Known::alone(policy, Trust::Allowed);
    let judge = Judge { policy, known };
    for set in &policy.command_sets {
        judge.message(&set.reply, set.command.span, &mut found);
    }
    for one in found.long {
        findings.push(one);
    }
    for one in found.outside {
        findings.push(one);
    }
}

struct Judge<'p> {
    policy: &'p Policy,
    known: Known<'p>,
}

impl Judge<'_> {
    fn part(&self, part: Part<'_>, found: &mut Found) {
        let Part::Step(step) = part else {
            return;
        };
        let otherwise = step.otherwise.as_ref();
        self.said(
            "what `otherwise` says",
            otherwise,
            CONTENT_MAX,
            step.name,
            found,
        );
        match &step.kind {
            StepKind::Insert { store, values } | StepKind::Update { store, values, .. } => {
                for (field, value) in values {
                    self.kept(*store, *field, value, found);
                }
            }
            StepKind::Do { deed, args } => {
                for param in deed.params {
                    let given = args.get(param.name);
                    match param.takes {
                        Takes::Text { chars_max } => {
                            let what = format!("`{}` of `{}`", param.name, deed.name);
                            let text = given.and_then(Arg::text);
                            self.said(&what, text, chars_max, step.name, found);
                        }
                        Takes::Duration { max } => {
                            let length = given.and_then(Arg::value);
                            let what = format!("`{}` of `{}`", param.name, deed.name);
                            let long =
                                length.and_then(|given| self.lasts_longer(&what, given, max));
                            found.long.extend(long);
                        }
                        Takes::Member
                        | Takes::Account
                        | Takes::Role
                        | Takes::Channel
                        | Takes::Category
                        | Takes::Openers
                        | Takes::Message
                        | Takes::Count { .. }
                        | Takes::Emoji => {}
                    }
                }
            }
            StepKind::Say { message, .. } => self.message(message, step.name, found),
            StepKind::Require { refusal, .. }
            | StepKind::Limit { refusal, .. }
            | StepKind::Delete { refusal, .. } => {
                self.said(
                    "what `else` says",
                    refusal.as_ref(),
                    CONTENT_MAX,
                    step.name,
                    found,
                );
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Stop
            | StepKind::Finish { .. }
            | StepKind::Ask(_)
            | StepKind::Then { .. } => {}
        }
    }

    fn message(&self, said: &Message, at: Span, found: &mut Found) {
        let max = match said.card {
            Some(_) => CARD_MAX,
            None => CONTENT_MAX,
        };
        self.said("a message", said.text.as_ref(), max, at, found);
        if let Some(list) = &said.list {
            self.said("a line of a list", Some(&list.line), max, at, found);
            self.said("what `empty` says", list.empty.as_ref(), max, at, found);
        }
    }

    fn said(&self, what: &str, text: Option<&Text>, max: usize, at: Span, found: &mut Found) {
        let length = text.map_or(0, |text| self.least(text));
        if length > max {
            found.long.push(TooLong {
                message: format!("{what} has at most {max} characters, and this has {length}"),
                help: "shorten it".to_owned(),
                at,
            });
        }
    }

    /// What a text has at least, whatever the holes are of which nothing is known.
    fn least(&self, text: &Text) -> usize {
        let parts = text.parts.iter();
        let lengths = parts.map(|part| match part {
            TextPart::Literal(literal) => units(literal),
            TextPart::Hole(hole) => match self.known.value(hole) {
                Some(Value::Text(text)) => units(&text),
                Some(_) | None => 0,
            },
        });
        lengths.sum()
    }

    /// What a field is given that it may not hold.
    fn kept(&self, store: StoreId, field: FieldId, value: &Expr, found: &mut Found) {
        let Some((store, field)) = self.policy.field(store, field) else {
            return;
        };
        let name = format!("{}.{}", store.node.name, field.name);
        let given = self.known.bounds(value);
        let above = given
            .most
            .filter(|most| field.max.is_some_and(|max| *most > max));
        let below = given
            .least
            .filter(|least| field.min.is_some_and(|min| *least < min));
        let written = self.known.value(value).is_some();
        match field.kind.kind().measure {
            Some(Measure::Characters) => {
                let (Some(most), Some(max)) = (above, field.max) else {
                    return;
                };
                let has = if written {
                    "this text has"
                } else {
                    "this may have"
                };
                found.long.push(TooLong {
                    message: format!("`{name}` has at most {max} characters, and {has} {most}"),
                    help: format!("shorten it, or write `max={most}` at the field"),
                    at: value.span,
                });
            }
            Some(Measure::Number) => {
                let (limit, word, number) = match (above, below) {
                    (Some(most), _) => (field.max, "max", most),
                    (None, Some(least)) => (field.min, "min", least),
                    (None, None) => return,
                };
                let side = if word == "max" { "most" } else { "least" };
                let is = if written { "is" } else { "may be" };
                found.outside.push(OutOfField {
                    message: format!(
                        "`{name}` is at {side} {}, and this {is} {number}",
                        limit.unwrap_or_default()
                    ),
                    help: format!("narrow it, or write `{word}={number}` at the field"),
                    at: value.span,
                });
            }
            // The bot does not hold a time to the limits of its field.
            Some(Measure::Time) | None => {}
        }
    }

    /// A length, or a setting that servers can set to more than the deed lasts. `resolve` tells of what is written there.
    fn lasts_longer(&self, what: &str, given: &Expr, max: Duration) -> Option<TooLong> {
        let most = Duration {
            ms: self.known.bounds(given).most?,
        };
        if most <= max || matches!(given.kind, Kind::Literal(_)) {
            return None;
        }
        let Kind::Setting(id) = &given.kind else {
            return Some(TooLong {
                message: format!("{what} is at most {max}, and this may be {most}"),
                help: format!("write `min({}, {max})`", self.quote(given.span)),
                at: given.span,
            });
        };
        let mut settings = self.policy.settings.iter();
        let setting = settings.find(|one| one.node.id == *id)?;
        Some(TooLong {
            message: format!(
                "{what} is at most {max}, and `{}` allows {most}",
                setting.node.name
            ),
            help: format!("write `max=\"{max}\"` at the setting"),
            at: setting.name,
        })
    }

    fn quote(&self, at: Span) -> &str {
        let text = self.policy.sources.text();
        text.get(at.start..at.end).unwrap_or("…")
    }
}
