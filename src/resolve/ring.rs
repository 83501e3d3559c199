//! `keep newest=20 per=member`: a store that holds so many rows for each person, and no more.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, plan::Keep, syntax::ast::Node, vocab::Span};

use super::{
    around, lifecycle,
    policy::Policy,
    shape::{self, DuplicateOrUnknown, Shape},
    store::Fields,
};

const KEEP: Shape = Shape {
    what: "keep",
    args: (0, 0),
    props: &["newest", "per"],
    once: &[],
    many: &[],
    open: false,
};
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
    store: &'a Node,
    findings: &mut Findings,
) -> (Option<&'a Node>, Option<&'a Node>) {
    match shape::child(store, "keep") {
        Some(node) if !node.args.is_empty() && node.props.is_empty() => {
            findings.push(DuplicateOrUnknown {
                message: "`keep` says how many rows are kept, and not how long".to_owned(),
                label: "how long?",
                help: Some("did you mean `retain`?".to_owned()),
                at: node.name.span,
                first_at: None,
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
    KEEP.check(node, findings);
    let mut given = |name: &str, example: &str| {
        let given = shape::prop(node, name);
        if given.is_none() {
            findings.push(DuplicateOrUnknown::missing(
                format!("`keep` does not say `{name}`"),
                &format!("add `{name}={example}`"),
                node.name.span,
            ));
        }
        given
    };
    let (newest, per) = (given("newest", "20"), given("per", "FIELD"));
    let newest = around::number_of(newest?, "newest", 1, NEWEST_MAX, findings);
    let per = shape::word(per?, "`per`", findings);
    let per = per.and_then(|word| lifecycle::people(fields, &word, findings));
    if !fields.auto {
        findings.push(RingWithoutNumbers { at: node.name.span });
    }
    Some(Keep {
        newest: newest?,
        per: per?,
        at: policy.place(node.span),
    })
}
