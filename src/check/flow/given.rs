//! What a handler is given and keeps: whatever tells the one tells the other, in whichever order the steps stand.

use std::collections::BTreeSet;

use crate::{
    lexicon::person,
    plan::{FieldId, StoreId},
    sabotage::{Saboteur, off},
    vocab::Category,
};

use super::{
    Flows, From,
    label::{Label, Source, SourceId, Strength},
};

impl Flows {
    /// A value is written to a field. What is made of kept things too is not known by whoever knows what was given.
    pub(super) fn keeps_given(
        &mut self,
        handler: usize,
        label: &Label,
        (store, field): (StoreId, FieldId),
    ) {
        if off(Saboteur::ShownGiven) {
            return;
        }
        let made = label
            .iter()
            .filter(|(_, taint)| taint.strength == Strength::Copy && !taint.chosen);
        let mut given = Vec::new();
        for (id, _) in made {
            match self.source(id).map(|source| source.from) {
                Some(From::Event | From::Typed | From::Picked) => given.push(id),
                Some(From::Kept(..) | From::Rows(_) | From::Counted(_)) => return,
                Some(
                    From::Setting
                    | From::Clock
                    | From::There(_)
                    | From::Done(_)
                    | From::Posted
                    | From::Answer,
                )
                | None => {}
            }
        }
        for id in given {
            let fields = self.given.entry((handler, id)).or_default();
            fields.insert((store, field));
        }
    }

    /// The fields in which a handler keeps what it was given. A name tells who it is.
    pub(super) fn given(&self, handler: usize, id: SourceId) -> BTreeSet<(StoreId, FieldId)> {
        let person = self
            .source(id)
            .and_then(whose)
            .and_then(|id| self.ids.get(&id));
        let all = std::iter::once(id).chain(person.copied());
        let fields = all.filter_map(|id| self.given.get(&(handler, id)));
        fields.flatten().copied().collect()
    }
}

/// Whose name it is.
fn whose(name: &Source) -> Option<Source> {
    let thing = name.thing?;
    let names = [person::NAME.name, person::DISPLAY_NAME.name];
    let of = name
        .name
        .strip_suffix(thing)
        .filter(|_| names.contains(&thing))?;
    Some(Source {
        name: format!("{of}{}", person::ID.name),
        categories: vec![Category::Identifier],
        from: From::Event,
        thing: Some(person::ID.name),
    })
}
