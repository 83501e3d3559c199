//! What a world file gives a word for: lengths of time, places in a list, locales.

use super::{
    file::{Unknown, Voice},
    local::LOCALES,
};
use crate::{
    finding::Findings,
    syntax::{
        self,
        ast::Scalar,
        did_you_mean,
        form::{Fault, Given},
    },
    vocab::{Duration, Spanned},
};

/// How long ago: `2d`.
pub(super) fn age_of(
    age: &Spanned<String>,
    voice: Voice,
    findings: &mut Findings,
) -> Option<Duration> {
    let read = age.node.parse().ok();
    if read.is_none() {
        let unknown = Unknown {
            kind: "length of time",
            name: age.node.clone(),
            place: "",
            help: "write it as `2d` or `12h`".to_owned(),
            at: age.span,
        };
        (voice.unknown)(unknown, findings);
    }
    read
}

/// What somebody's client, or a server, is set to: `fr`.
pub(super) fn locale_of(
    given: Option<Spanned<String>>,
    voice: Voice,
    findings: &mut Findings,
) -> Option<String> {
    let given = given?;
    if LOCALES.contains(&given.node.as_str()) {
        return Some(given.node);
    }
    let unknown = Unknown {
        kind: "locale of Discord's",
        help: did_you_mean(&given.node, &LOCALES),
        name: given.node,
        place: "",
        at: given.span,
    };
    (voice.unknown)(unknown, findings);
    None
}

/// Discord takes 250 roles of a server.
const POSITIONS: std::ops::Range<i64> = 1..250;

pub(super) fn position(
    given: &Given<&Spanned<Scalar>>,
    voice: Voice,
    findings: &mut Findings,
) -> Option<i64> {
    let given = given.value?;
    if let Scalar::Int(number) = given.node
        && let Ok(number) = i64::try_from(number)
        && POSITIONS.contains(&number)
    {
        return Some(number);
    }
    let wanted = "a place in the list of roles";
    let wrong = syntax::form::WrongValue {
        help: "write `position=3`".to_owned(),
        ..syntax::form::WrongValue::new("`position`", wanted, given)
    };
    (voice.nodes)(Fault::WrongValue(wrong), findings);
    None
}
