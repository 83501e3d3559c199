//! Values written in KDL: defaults and limits of fields and settings.

use crate::{
    finding::Findings,
    syntax::ast::{Node, Scalar},
    vocab::{Duration, Spanned, Timestamp, Type, Value},
};

use super::{shape, types::TypeMismatch};

/// `default=`, `min=` and `max=` of a field or setting, which agree with its type and with each other.
pub(super) struct Limits {
    pub(super) default: Option<Value>,
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
}

pub(super) fn limits(node: &Node, kind: Option<&Type>, findings: &mut Findings) -> Limits {
    let Some(kind) = kind else {
        return Limits {
            default: None,
            min: None,
            max: None,
        };
    };
    let limits = Limits {
        default: shape::prop(node, "default")
            .and_then(|given| value("`default`", given, kind, findings)),
        min: shape::prop(node, "min").and_then(|given| limit("min", given, kind, findings)),
        max: shape::prop(node, "max").and_then(|given| limit("max", given, kind, findings)),
    };
    if let (Some(min), Some(max)) = (limits.min, limits.max)
        && min > max
    {
        let at = shape::prop(node, "max").map_or(node.span, |max| max.span);
        findings.push(TypeMismatch::new(
            "`max` is less than `min`".to_owned(),
            "nothing can be this small",
            "swap the two",
            at,
        ));
    } else if let Some((default, measured)) = limits.default.as_ref().and_then(measure)
        && (limits.min.is_some_and(|min| measured < min)
            || limits.max.is_some_and(|max| measured > max))
    {
        let at = shape::prop(node, "default").map_or(node.span, |default| default.span);
        findings.push(TypeMismatch::new(
            format!("the default {default} is outside `min` and `max`"),
            "outside the limits",
            "choose a default inside them",
            at,
        ));
    }
    limits
}

/// What `min` and `max` compare, and how to call it.
fn measure(value: &Value) -> Option<(String, i64)> {
    match value {
        Value::Int(number) => Some((format!("`{number}`"), *number)),
        Value::Duration(duration) => Some((format!("`{duration}`"), duration.ms)),
        Value::Text(text) => {
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            Some((format!("with {length} characters"), length))
        }
        _ => None,
    }
}

/// A number, or for durations a length in milliseconds.
fn limit(name: &str, given: &Spanned<Scalar>, kind: &Type, findings: &mut Findings) -> Option<i64> {
    let what = format!("`{name}`");
    match (kind, &given.node) {
        (Type::Int | Type::Text, Scalar::Int(number)) => {
            let number = i64::try_from(*number).ok();
            let number = number.filter(|number| *kind == Type::Int || *number >= 0);
            if number.is_none() {
                findings.push(TypeMismatch::scalar(&what, "a smaller number", given));
            }
            number
        }
        (Type::Int | Type::Text, _) => {
            findings.push(TypeMismatch::scalar(&what, "a number", given));
            None
        }
        (Type::Duration, _) => duration(&what, given, findings).map(|duration| duration.ms),
        _ => {
            findings.push(TypeMismatch::new(
                format!("a value of type {kind} has no {what}"),
                "nothing to compare",
                &format!("delete {what}"),
                given.span,
            ));
            None
        }
    }
}

fn duration(what: &str, given: &Spanned<Scalar>, findings: &mut Findings) -> Option<Duration> {
    if let Scalar::Text(written) = &given.node
        && let Ok(duration) = written.text.parse()
    {
        return Some(duration);
    }
    findings.push(TypeMismatch::scalar(
        what,
        "a duration such as `\"30m\"`",
        given,
    ));
    None
}

/// A default, or an argument of an import, as findings call it with `what`. Ids of people and of Discord's things have none: they differ in every server.
pub(super) fn value(
    what: &str,
    given: &Spanned<Scalar>,
    kind: &Type,
    findings: &mut Findings,
) -> Option<Value> {
    let (wanted, found) = match (kind, &given.node) {
        (Type::Bool, Scalar::Bool(flag)) => return Some(Value::Bool(*flag)),
        (Type::Bool, _) => ("`#true` or `#false`", given),
        (Type::Int, Scalar::Int(number)) => match i64::try_from(*number) {
            Ok(number) => return Some(Value::Int(number)),
            Err(_) => ("a smaller number", given),
        },
        (Type::Int, _) => ("a number", given),
        (Type::Text, Scalar::Text(written)) => return Some(Value::Text(written.text.clone())),
        (Type::Text, _) => ("a text in quotes", given),
        (Type::Emoji, Scalar::Text(written)) => return Some(Value::Emoji(written.text.clone())),
        (Type::Emoji, _) => ("an emoji in quotes", given),
        (Type::Words, Scalar::Text(written)) => {
            let words = written.text.split(',').map(str::trim);
            let words = words.filter(|word| !word.is_empty()).map(str::to_owned);
            return Some(Value::Words(words.collect()));
        }
        (Type::Words, _) => ("words in quotes, separated by commas", given),
        (Type::Duration, _) => return duration(what, given, findings).map(Value::Duration),
        (Type::Instant, Scalar::Text(written)) if written.text == "epoch" => {
            return Some(Value::Instant(Timestamp(0)));
        }
        (Type::Instant, _) => ("`\"epoch\"`", given),
        _ => {
            findings.push(TypeMismatch::new(
                format!("a value of type {kind} has no default: it differs in every server"),
                "no default",
                "write `optional=#true` instead",
                given.span,
            ));
            return None;
        }
    };
    findings.push(TypeMismatch::scalar(what, wanted, found));
    None
}

/// A number's index; policies are far smaller than `u32`.
pub(super) fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
