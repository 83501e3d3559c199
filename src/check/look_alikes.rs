//! Two names that look the same to whoever reads them: `total1` and `totall`. Letters of other scripts that look Latin
//! are no names at all, which `resolve` tells.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;
use unicode_security::skeleton;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{name}` looks like `{other}`")]
#[diagnostic(
    code("candor::names::look-alikes"),
    severity(Warning),
    help("call one of the two differently")
)]
pub(crate) struct LookAlikes {
    name: String,
    other: String,
    #[label(primary, "hard to tell")]
    at: Span,
    #[label("from this")]
    other_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let features = policy.features.iter();
    compare(
        features.map(|one| (one.name.node.as_str(), one.name.span)),
        findings,
    );
    let stores = policy.stores.iter().filter(|store| !store.is_journal());
    compare(
        stores.clone().map(|one| (one.node.name.as_str(), one.name)),
        findings,
    );
    let purposes = policy.purposes.iter();
    compare(
        purposes.map(|one| (one.node.id.as_str(), one.name)),
        findings,
    );
    for store in stores {
        let fields = store.node.fields.iter().zip(&store.fields);
        compare(
            fields.map(|(field, decl)| (field.name.as_str(), decl.name)),
            findings,
        );
    }
    for (id, _) in (0..).zip(&policy.features) {
        let of_feature = policy
            .settings
            .iter()
            .filter(|one| one.node.feature.is_some_and(|feature| feature.0 == id));
        compare(
            of_feature.map(|one| (one.node.name.as_str(), one.name)),
            findings,
        );
    }
}

fn compare<'p>(names: impl Iterator<Item = (&'p str, Span)>, findings: &mut Findings) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (name, at) in names {
        let looks = skeleton(name).collect::<String>().to_lowercase();
        match seen.get(&looks) {
            Some((other, other_at)) if *other != name => findings.push(LookAlikes {
                name: name.to_owned(),
                other: (*other).to_owned(),
                at,
                other_at: *other_at,
            }),
            Some(_) => {}
            None => drop(seen.insert(looks, (name, at))),
        }
    }
}
