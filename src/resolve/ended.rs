//! `on ended STORE { … }`: what runs once a row's time is over. `row` is that row.
//!
//! Its effects follow later, from journals (`then`): what ended may have been found at a start, before the bot sees its
//! servers. An entry is sealed for whom the row was about, so whose it was is read before anything else.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::event::ENDED,
    plan::{Expr, FeatureId, FieldId, Kind, On, Owner, Step, StoreId},
    syntax::form::Repeated,
    vocab::{Span, Spanned, Type},
};

use super::{
    names::UnknownStore,
    policy::Policy,
    scope::{Names, Scope},
};

/// What happens at the end of rows is said where they are declared.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{store}` belongs to another feature")]
#[diagnostic(
    code("candor::retention::ended-elsewhere"),
    help("move the `on ended` into the feature that declares `{store}`")
)]
pub(crate) struct EndedElsewhere {
    store: String,
    #[label(primary, "another feature's rows")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

/// The store that a handler names.
pub(super) fn of_store(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    name: &Spanned<String>,
    findings: &mut Findings,
) -> Option<On> {
    let Some((store, _)) = names.stores.get(&name.node).copied() else {
        let known: Vec<_> = names.stores.keys().map(String::as_str).collect();
        findings.push(UnknownStore::new(name, "a store", &known));
        return None;
    };
    let decl = policy.store(store)?;
    if decl.node.feature != feature {
        findings.push(EndedElsewhere {
            store: name.node.clone(),
            at: name.span,
            declared_at: decl.name,
        });
        return None;
    }
    Some(On {
        store: Some(store),
        ..On::from(&ENDED)
    })
}

/// Rows of a store end in one way.
pub(super) fn once(policy: &Policy, findings: &mut Findings) {
    let mut seen: Vec<(StoreId, Span)> = Vec::new();
    for handler in &policy.handlers {
        let Some(store) = handler.on.store else {
            continue;
        };
        match seen.iter().find(|(known, _)| *known == store) {
            Some((_, first)) => {
                let name = policy.store(store);
                let name = name.map_or("", |store| store.node.name.as_str());
                let what = format!("`on ended {name}`");
                findings.push(Repeated::new(&what, handler.name, *first));
            }
            None => seen.push((store, handler.name)),
        }
    }
}

impl Scope<'_> {
    /// The row is at hand, and whose it is is kept for what follows, where it is somebody's.
    pub(super) fn begin_ended(&mut self) -> Option<Step> {
        self.row = self.on.store;
        self.ended = self.on.store;
        let policy = self.policy;
        let decl = policy.store(self.on.store?)?;
        let mut people = decl.node.people();
        let (field, of) =
            people.find(|(_, field)| matches!(field.person, Some(Owner::Subject(_))))?;
        let slot = self.take_slots(1);
        self.whose = Some((slot, field));
        let whose = Expr::of(Kind::Row(decl.node.id, field), Type::UserId, decl.name);
        Some(self.hold(slot, &of.name, whose, (decl.span, decl.name)))
    }

    /// Whose row ended, as it can be read here.
    pub(super) fn whose_kept(&self, at: Span) -> Option<Expr> {
        let (slot, field) = self.whose?;
        let kind = match self.ended {
            Some(store) => Kind::Row(store, field),
            None => Kind::Local(slot),
        };
        Some(Expr::of(kind, Type::UserId, at))
    }

    /// Whether this field of the row at hand says whose row ended.
    pub(super) fn is_whose(&self, store: StoreId, field: FieldId) -> bool {
        let whose = self.whose.map(|(_, field)| field);
        self.ended == Some(store) && whose == Some(field)
    }

    /// The field of the row at hand whose owner a field of it has, where that is somebody.
    pub(super) fn owner_of_row(&self, store: StoreId, field: FieldId) -> Option<FieldId> {
        let (_, field) = self.policy.field(store, field)?;
        match field.person.unwrap_or(field.owner) {
            Owner::Subject(of) | Owner::Party(of) => Some(of),
            Owner::Guild => None,
        }
    }
}
