//! `keep newest=20 per=member`: a store that holds so many rows for each person, and no more.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::Keep,
    syntax::{
        ast::Node,
        form::{Any, UnknownNode, Word, form},
    },
    vocab::Span,
};

use super::{fields::Fields, policy::Policy, value};

form! {
    struct KeepForm = "keep", "keep newest=20 per=FIELD" {
        props {
            "newest" newest: Any, or "`keep` does not say `newest`" => "add `newest=20`";
            "per" per: Word, or "`keep` does not say `per`" => "add `per=FIELD`";
        }
    }
}

/// Each is looked at when a new one comes.
const NEWEST_MAX: u32 = 1_000;

/// Which rows are the oldest does not follow from the key.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("which rows are the newest is not known where the key does not number them")]
#[diagnostic(
    code("candor::retention::ring-without-numbers"),
    help("give the store `key id auto`, or delete the `keep`")
)]
pub(crate) struct RingWithoutNumbers {
    #[label(primary, "newest of what?")]
    at: Span,
}

/// The `keep` of a store, or the `retain` that another word stands for: `keep "age > 30d"`.
pub(super) fn of_store<'a>(
    keep: Option<&'a Node>,
    findings: &mut Findings,
) -> (Option<&'a Node>, Option<&'a Node>) {
    match keep {
        Some(node) if !node.args.is_empty() && node.props.is_empty() => {
            findings.push(UnknownNode {
                message: "`keep` says how many rows are kept, and not how long".to_owned(),
                name: node.name.node.clone(),
                help: "did you mean `retain`?".to_owned(),
                at: node.name.span,
            });
            (None, Some(node))
        }
        keep => (keep, None),
    }
}

pub(super) fn keep(
    policy: &Policy,
    node: &Node,
    fields: &Fields,
    findings: &mut Findings,
) -> Option<Keep> {
    let form = KeepForm::read(node, findings);
    let newest = form.newest.value;
    let newest = newest.and_then(|given| value::number(given, "newest", 1..=NEWEST_MAX, findings));
    let per = form.per.value;
    let per = per.and_then(|word| fields.find_person(&word, findings));
    if !fields.auto {
        findings.push(RingWithoutNumbers { at: node.name.span });
    }
    Some(Keep {
        newest: newest?,
        per: per?,
        at: policy.place(node.span),
    })
}
