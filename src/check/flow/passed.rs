//! What goes from field to field by way of Discord: a button hands it over, or somebody is given it as a name.

use std::collections::BTreeSet;

use crate::{
    lexicon::person,
    plan::{FieldId, StoreId},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::{
    Flows, From, SourceId,
    label::{Strength, Taint},
};

/// A value of one field that is written to another, and stood on Discord in between.
#[derive(Debug)]
pub struct Passed {
    pub from: (StoreId, FieldId),
    pub into: (StoreId, FieldId),
    /// Where Discord is given it.
    pub given: Span,
    /// The value that is written.
    pub at: Span,
}

impl Flows {
    /// Each pair of fields once, in the order of the policy.
    #[must_use]
    pub fn passed(&self) -> Vec<Passed> {
        let mut found = Vec::new();
        if off(Saboteur::Passed) {
            return found;
        }
        for (id, source) in (0..).map(SourceId).zip(&self.sources) {
            if let From::Kept(store, field) = source.from {
                self.passed_on((store, field), id, &mut found);
            }
        }
        found
    }

    fn passed_on(&self, from: (StoreId, FieldId), id: SourceId, found: &mut Vec<Passed>) {
        let mut open = self.given_to_discord(id);
        let mut seen = BTreeSet::new();
        let mut known = BTreeSet::new();
        while let Some((id, given)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            for flow in self.from(id).filter(|flow| is_said(&flow.taint)) {
                if let Some(into) = flow.end.field().filter(|into| known.insert(*into)) {
                    let at = flow.at;
                    found.push(Passed {
                        from,
                        into,
                        given,
                        at,
                    });
                }
            }
            let next = self.given_to_discord(id).into_iter();
            open.extend(next.map(|(next, _)| (next, given)));
        }
    }

    /// As what handlers see a value again that they hand over or give as a name, and where they do.
    fn given_to_discord(&self, id: SourceId) -> Vec<(SourceId, Span)> {
        let writes = self.writes.get(&id).into_iter().flatten();
        let handed = writes.filter(|write| {
            let into = self.source(write.into);
            is_said(&write.taint) && into.is_some_and(|into| into.from == From::Posted)
        });
        let mut given: Vec<_> = handed
            .map(|write| (write.into, where_given(&write.taint)))
            .collect();
        if let Some(taint) = self.named.get(id).filter(|taint| is_said(taint)) {
            let at = where_given(taint);
            let names = (0..).map(SourceId).zip(&self.sources);
            let names = names.filter(|(_, source)| {
                source.from == From::Event && source.thing == Some(person::DISPLAY_NAME.name)
            });
            given.extend(names.map(|(name, _)| (name, at)));
        }
        given
    }
}

fn is_said(taint: &Taint) -> bool {
    taint.strength == Strength::Copy && !taint.chosen
}

fn where_given(taint: &Taint) -> Span {
    let hops = taint.trail.hops();
    hops.last().map(|hop| hop.at).unwrap_or_default()
}
