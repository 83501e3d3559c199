//! Values written in KDL: defaults and limits of fields and settings.

use crate::{
    finding::Findings,
    lexicon::kind::{Datum, Form, Measure},
    syntax::ast::{Node, Scalar},
    vocab::{Duration, Spanned, Type, Value},
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
    } else if let Some((default, measured)) = limits.default.as_ref().and_then(measured)
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
        findings.push(TypeMismatch::new(
            format!("a value of type {kind} has no {what}"),
            "nothing to compare",
            &format!("delete {what}"),
            given.span,
        ));
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
        findings.push(TypeMismatch::scalar(&what, "a number", given));
        return None;
    };
    let number = i64::try_from(*number)
        .ok()
        .filter(|number| *number >= least);
    if number.is_none() {
        findings.push(TypeMismatch::scalar(&what, "a smaller number", given));
    }
    number
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

/// A default, or what an import gives for a parameter; findings call it `what`. Ids of people and of Discord's things have
/// none: they differ in every server.
pub(super) fn value(
    what: &str,
    given: &Spanned<Scalar>,
    kind: &Type,
    findings: &mut Findings,
) -> Option<Value> {
    let row = kind.kind();
    let Some(written) = row.default else {
        findings.push(TypeMismatch::new(
            format!("a value of type {kind} has no default: it differs in every server"),
            "no default",
            "write `optional=#true` instead",
            given.span,
        ));
        return None;
    };
    let mut wanted = written;
    let value = match (&given.node, row.form) {
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
        findings.push(TypeMismatch::scalar(what, wanted, given));
    }
    value
}

/// A number's index; policies are far smaller than `u32`.
pub(super) fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
