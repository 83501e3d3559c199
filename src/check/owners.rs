//! Whose store it is: a feature fills its own stores, and others only where they say `public=#true`.
//!
//! Between files `resolve::module` asks for more: there, `public` is needed for deleting as well.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

use super::writes;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{feature}` fills `{store}`, which belongs to `{owner}`")]
#[diagnostic(
    code("candor::authority::foreign-store"),
    help("write `store {store} … public=#true`, or move the step into `{owner}`")
)]
pub(crate) struct ForeignStore {
    feature: String,
    store: String,
    owner: String,
    #[label(primary, "filled here")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for write in writes::of(policy) {
        let Some(store) = policy.store(write.store) else {
            continue;
        };
        let here = policy.feature(write.handler.feature);
        let owner = policy.feature(store.node.feature);
        let (Some(here), Some(owner)) = (here, owner) else {
            continue;
        };
        let is_own = write.handler.feature == store.node.feature;
        // Between files it has a finding already.
        if is_own || store.public.is_some() || here.module != owner.module {
            continue;
        }
        findings.push(ForeignStore {
            feature: here.name.node.clone(),
            store: store.node.name.clone(),
            owner: owner.name.node.clone(),
            at: write.step.name,
            declared_at: store.name,
        });
    }
}
