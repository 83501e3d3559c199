//! What servers choose and what is noted about people are two kinds of data (law 1).
//!
//! INVARIANT: without findings from here, a row about somebody holds as a server's configuration only its key and ids of
//! the server's things.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Field, FieldId, Owner},
    resolve::Policy,
    sabotage::{Saboteur, Unless as _},
    vocab::{Category, Span},
};

use super::path::Told;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` is about a person, and is called a server's configuration")]
#[diagnostic(
    code("candor::flow::configuration-about-somebody"),
    help("say what it tells of the person: `category=activity`")
)]
pub(crate) struct ConfigurationAboutSomebody {
    field: String,
    #[label(primary, "no choice of a server")]
    at: Span,
}

pub(super) fn check(policy: &Policy, told: &Told, findings: &mut Findings) {
    for decl in policy.stores.iter().filter(|decl| !decl.is_journal()) {
        let mut people = decl.node.people();
        if !people.any(|(_, field)| matches!(field.person, Some(Owner::Subject(_)))) {
            continue;
        }
        let key = decl.node.key_len as usize;
        let fields = (0..).map(FieldId).zip(&decl.node.fields).zip(&decl.fields);
        for ((id, field), place) in fields.skip(key) {
            let is_told = told.is_kept(decl.node.id, id);
            if place.says_category && says_little(field) && !is_told {
                findings.push(ConfigurationAboutSomebody {
                    field: format!("{}.{}", decl.node.name, field.name),
                    at: place.name,
                });
            }
        }
    }
}

/// Whether a value is said to be configuration, and is no id of something that belongs to the server.
fn says_little(field: &Field) -> bool {
    let is_said = field.categories == [Category::Configuration];
    (is_said && field.kind.kind().id_of.is_none()).unless(Saboteur::NumberAboutSomebody)
}
