//! Answers that all can read, of what others wrote or decided about somebody.
//!
//! What somebody did or wrote themself (a level, a birthday) is often kept in order to be seen. What moderators decided,
//! what others wrote, and how somebody can be reached is mostly wanted by who asks alone: it only warns.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{self, Field, FieldId, Owner, StoreId},
    resolve::{Policy, StoreDecl},
    vocab::{Category, Origin, Span},
};

use super::flow::{Flows, Shows};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("an answer that all can read tells {what}")]
#[diagnostic(
    code("candor::flow::public-reply-of-personal-data"),
    severity(Warning),
    help("add `ephemeral=#true`, so that only who asked reads it")
)]
pub(crate) struct PublicReply {
    what: String,
    #[label(primary, "all who see the channel read this")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    let bodies = policy.bodies().filter(|one| one.on.event.is_asked_for());
    let steps = bodies.flat_map(|handler| plan::all(&handler.steps));
    let public = steps.filter(|step| step.kind.is_public_reply());
    let public: BTreeMap<Span, Span> = public.map(|step| (step.span, step.name)).collect();
    for leaves in &flows.leaves {
        if let Some(at) = public.get(&leaves.at)
            && let Some((what, declared_at)) = told(policy, &flows.shows(leaves))
        {
            findings.push(PublicReply {
                what,
                at: *at,
                declared_at,
            });
        }
    }
}

/// The first thing that is told about somebody, as it stands in the message, and where it is declared.
fn told(policy: &Policy, shows: &Shows) -> Option<(String, Span)> {
    let fields = shows.fields.iter();
    let field = fields.filter_map(|(store, field)| guarded(policy, *store, *field));
    let mut field = field.map(|(store, field, at)| {
        let name = format!("`{}.{}` of people", store.node.name, field.name);
        (name, at)
    });
    let rows = || {
        let mut stores = shows.rows.iter().filter_map(|id| policy.store(*id));
        let store = stores.find(|store| is_about_somebody(store) && holds_guarded(store))?;
        let name = format!("whether people have rows in `{}`", store.node.name);
        Some((name, store.name))
    };
    field.next().or_else(rows)
}

fn guarded(policy: &Policy, store: StoreId, field: FieldId) -> Option<(&StoreDecl, &Field, Span)> {
    let at = field.0 as usize;
    let (store, field) = policy.field(store, field)?;
    let declared = store.fields.get(at)?;
    (is_about_somebody(store) && is_guarded(field)).then_some((store, field, declared.name))
}

fn is_about_somebody(store: &StoreDecl) -> bool {
    let mut people = store.node.people();
    people.any(|(_, field)| matches!(field.person, Some(Owner::Subject(_))))
}

fn holds_guarded(store: &StoreDecl) -> bool {
    store.node.fields.iter().any(is_guarded)
}

fn is_guarded(field: &Field) -> bool {
    field.categories.iter().any(|category| match category {
        Category::Moderation | Category::Credential | Category::Contact | Category::Technical => {
            true
        }
        Category::UserContent => field.origin == Some(Origin::ThirdParty),
        Category::Identifier
        | Category::Profile
        | Category::Activity
        | Category::Preference
        | Category::Configuration => false,
    })
}
