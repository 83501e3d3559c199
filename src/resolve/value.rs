//! Values written in KDL: numbers, dates and lengths of time, and the defaults and limits of fields and settings.

use std::ops::RangeInclusive;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::kind::{Datum, Form, Measure},
    syntax::{ast::Scalar, form::WrongValue},
    vocab::{Duration, Span, Spanned, Type, Value},
};

/// `min`, `max` and `default` contradict each other, or stand where nothing is compared.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::types::limits"), help("{help}"))]
pub(crate) struct BadLimits {
    message: String,
    label: &'static str,
    help: String,
    #[label(primary, "{label}")]
    at: Span,
}

impl NoDefault {
    fn new(kind: &Type, at: Span) -> Self {
        let help = if kind.is_list() {
            "write `default=\"\"`, and servers fill it"
        } else if *kind == Type::Who {
            "write `default=nobody` or `default=everyone`, and servers name others"
        } else {
            "write `optional=#true` instead"
        };
        Self {
            kind: kind.clone(),
            help,
            at,
        }
    }
}

impl BadLimits {
    /// Where a kind of value has nothing that `what` could limit.
    pub(super) fn none(what: &str, kind: &Type, at: Span) -> Self {
        Self {
            message: format!("a value of type {kind} has no {what}"),
            label: "nothing to compare",
            help: format!("delete {what}"),
            at,
        }
    }

    pub(super) fn of_list(what: &str, at: Span) -> Self {
        Self {
            message: format!("a list in a row has no `{what}`"),
            label: "nothing to compare",
            help: format!("delete `{what}`"),
            at,
        }
    }
}

/// Ids of people and of Discord's things differ in every server.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a value of type {kind} has no default: it differs in every server")]
#[diagnostic(code("candor::types::no-default"), help("{help}"))]
pub(crate) struct NoDefault {
    kind: Type,
    help: &'static str,
    #[label(primary, "no default")]
    at: Span,
}

/// A number's index; policies are far smaller than `u32`.
pub(super) fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

pub(super) fn number(
    value: &Spanned<Scalar>,
    name: &str,
    range: RangeInclusive<u32>,
    findings: &mut Findings,
) -> Option<u32> {
    if let Scalar::Int(number) = value.node
        && let Ok(number) = u32::try_from(number)
        && range.contains(&number)
    {
        return Some(number);
    }
    let wanted = format!("a number from {} on", range.start());
    findings.push(WrongValue::new(&format!("`{name}`"), &wanted, value));
    None
}

/// A date as `2026-04-30`, on the calendar.
pub(super) fn date(text: &Spanned<String>, findings: &mut Findings) -> Option<String> {
    if text.node.len() == 10 && text.node.parse::<jiff::civil::Date>().is_ok() {
        return Some(text.node.clone());
    }
    let help = "write it like `2026-04-30`";
    findings.push(WrongValue::word(text, "a date", "not a date", help));
    None
}

/// An address that a notice can link to.
pub(super) fn address(word: &Spanned<String>, findings: &mut Findings) -> Option<String> {
    let address = &word.node;
    let host = address.strip_prefix("https://");
    let is_plain = !address.contains(|c: char| c.is_whitespace() || c.is_control());
    if is_plain && host.is_some_and(|host| host.contains('.') && !host.starts_with('.')) {
        return Some(address.clone());
    }
    let help = "write it like `https://bot.example/privacy`";
    findings.push(WrongValue::word(word, "an address", "not an address", help));
    None
}

pub(super) fn country(word: &Spanned<String>, findings: &mut Findings) -> Option<String> {
    if word.node.len() == 2 && word.node.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(word.node.clone());
    }
    findings.push(WrongValue::word(
        word,
        "the code of a country",
        "not two capital letters",
        "write two letters of ISO 3166, such as `DE`",
    ));
    None
}

/// A length such as `30d`.
pub(super) fn length(word: &Spanned<String>, findings: &mut Findings) -> Option<Duration> {
    let length = word.node.parse();
    if length.is_err() {
        let help = "write it like `90s`, `30m`, `12h` or `30d`";
        findings.push(WrongValue::word(word, "a duration", "not a duration", help));
    }
    length.ok()
}

/// `default=`, `min=` and `max=` of a field or setting, as written.
#[derive(Clone, Copy)]
pub(super) struct Written<'n> {
    pub(super) default: Option<&'n Spanned<Scalar>>,
    pub(super) min: Option<&'n Spanned<Scalar>>,
    pub(super) max: Option<&'n Spanned<Scalar>>,
}

/// The same, as values that agree with the type and with each other.
#[derive(Default)]
pub(super) struct Limits {
    pub(super) default: Option<Value>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
}

pub(super) fn limits(written: Written, kind: Option<&Type>, findings: &mut Findings) -> Limits {
    let Some(kind) = kind else {
        return Limits::default();
    };
    let limits = Limits {
        default: written
            .default
            .and_then(|given| value("`default`", given, kind, findings)),
        min: written
            .min
            .and_then(|given| limit("min", given, kind, findings)),
        max: written
            .max
            .and_then(|given| limit("max", given, kind, findings)),
    };
    if let (Some(min), Some(max), Some(given)) = (limits.min, limits.max, written.max)
        && min > max
    {
        findings.push(BadLimits {
            message: "`max` is less than `min`".to_owned(),
            label: "nothing can be this small",
            help: "swap the two".to_owned(),
            at: given.span,
        });
    } else if let Some(given) = written.default
        && let Some((default, _)) = limits
            .default
            .iter()
            .flat_map(each)
            .filter_map(measured)
            .find(|(_, measured)| {
                limits.min.is_some_and(|min| *measured < min)
                    || limits.max.is_some_and(|max| *measured > max)
            })
    {
        findings.push(BadLimits {
            message: format!("the default {default} is outside `min` and `max`"),
            label: "outside the limits",
            help: "choose a default inside them".to_owned(),
            at: given.span,
        });
    }
    limits
}

/// A list that nobody filled is empty.
pub(super) fn or_empty(default: Option<Value>, kind: Option<&Type>) -> Option<Value> {
    let is_list = kind.is_some_and(Type::is_list);
    default.or_else(|| is_list.then(|| Value::List(Vec::new())))
}

/// The values of a list, or the one value.
fn each(value: &Value) -> &[Value] {
    if let Value::List(values) = value {
        return values;
    }
    std::slice::from_ref(value)
}

/// What `min` and `max` compare, and how to call it.
fn measured(value: &Value) -> Option<(String, i64)> {
    let kind = value.kind()?;
    let (measure, size) = (kind.measure?, kind.size(value)?);
    let shown = match measure {
        Measure::Number | Measure::Time => format!("`{}`", measure.amount(size)),
        Measure::Characters => format!("with {size} characters"),
    };
    Some((shown, size))
}

/// A number, or for durations a length in milliseconds.
fn limit(name: &str, given: &Spanned<Scalar>, kind: &Type, findings: &mut Findings) -> Option<i64> {
    let what = format!("`{name}`");
    let Some(measure) = kind.kind().measure else {
        findings.push(BadLimits::none(&what, kind, given.span));
        return None;
    };
    let least = match measure {
        Measure::Time => {
            return duration(&what, given, findings).map(|duration| duration.ms);
        }
        Measure::Number => i64::MIN,
        Measure::Characters => 0,
    };
    let Scalar::Int(number) = &given.node else {
        findings.push(WrongValue::new(&what, "a number", given));
        return None;
    };
    let number = i64::try_from(*number)
        .ok()
        .filter(|number| *number >= least);
    if number.is_none() {
        findings.push(WrongValue::new(&what, "a smaller number", given));
    }
    number
}

pub(super) fn duration(
    what: &str,
    given: &Spanned<Scalar>,
    findings: &mut Findings,
) -> Option<Duration> {
    if let Scalar::Text(written) = &given.node
        && let Ok(duration) = written.text.parse()
    {
        return Some(duration);
    }
    findings.push(WrongValue::new(what, "a duration such as `\"30m\"`", given));
    None
}

/// A default, or what an import gives for a parameter; findings call it `what`. Ids of people and of Discord's things have
/// none: they differ in every server.
pub(super) fn value(
    what: &str,
    given: &Spanned<Scalar>,
    kind: &Type,
    findings: &mut Findings,
) -> Option<Value> {
    let row = kind.kind();
    let is_empty = matches!(&given.node, Scalar::Text(text) if text.text.trim().is_empty());
    let written = match (kind.is_list(), row.default) {
        (true, None) if is_empty => Some("`\"\"`"),
        (true, Some(_)) => Some("values in quotes, separated by commas"),
        (true | false, written) => written,
    };
    let Some(written) = written else {
        findings.push(NoDefault::new(kind, given.span));
        return None;
    };
    let mut wanted = written;
    let value = match (&given.node, row.form) {
        (Scalar::Text(text), _) if kind.is_list() => kind.typed(&text.text),
        (Scalar::Int(number), _) if kind.is_list() => kind.typed(&number.to_string()),
        (Scalar::Bool(flag), _) => row.read(&Datum::Truth(*flag)),
        (Scalar::Int(number), form) => {
            if form == Form::Number {
                wanted = "a smaller number";
            }
            let number = i64::try_from(*number).ok();
            number.and_then(|number| row.read(&Datum::Number(number)))
        }
        // Text in quotes is not the number or the truth that it reads like.
        (Scalar::Text(text), Form::Text | Form::Words) => row.typed(&text.text),
        (Scalar::Text(_), Form::Truth | Form::Number) | (Scalar::Null, _) => None,
    };
    if value.is_none() {
        findings.push(WrongValue::new(what, wanted, given));
    }
    if let Some(Value::Who(who)) = &value
        && who.holders().next().is_some()
    {
        findings.push(NoDefault::new(kind, given.span));
        return None;
    }
    value
}
