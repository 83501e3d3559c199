//! Writes sentences: gives each its anchor, standing and places.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    grounds::{self, Ground},
    model::{Entry, Row, Section, Sentence},
    names::{one_line, quoted},
};
use crate::{
    emit::trace::Trace,
    plan::{Feature, FeatureId, Plan, Store, StoreId},
    vocab::{Place, Standing},
    wording::{Fact, Phrase, named},
};

pub(super) struct Pen<'a> {
    pub(super) plan: &'a Plan,
    pub(super) trace: Trace,
    /// What is talked about, where it is a part of the bot.
    feature: Option<FeatureId>,
    store: Option<StoreId>,
    anchors: BTreeSet<String>,
    /// Anchors of stores, by their place in the plan, so that other sections can point there.
    stores: BTreeMap<StoreId, String>,
}

/// What a sentence is about: the whole bot, and the feature or the store that is talked about.
pub(super) struct About<'a> {
    pub(super) plan: &'a Plan,
    pub(super) trace: &'a Trace,
    pub(super) feature: Option<FeatureId>,
    pub(super) store: Option<StoreId>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut pen = Self {
            plan,
            trace: Trace::of(plan),
            feature: None,
            store: None,
            anchors: BTreeSet::new(),
            stores: BTreeMap::new(),
        };
        for store in &plan.stores {
            let anchor = pen.anchor(&format!("store-{}", store.name));
            pen.stores.insert(store.id, anchor);
        }
        pen
    }

    /// An anchor made from `wish`: lower case letters, digits and hyphens, and no other like it on the page.
    pub(super) fn anchor(&mut self, wish: &str) -> String {
        let mut slug: String = wish
            .chars()
            .map(|c| match c {
                'a'..='z' | '0'..='9' => c,
                'A'..='Z' => c.to_ascii_lowercase(),
                _ => '-',
            })
            .collect();
        while slug.contains("--") {
            slug = slug.replace("--", "-");
        }
        let slug = slug.trim_matches('-').to_owned();
        let mut anchor = slug.clone();
        let mut n = 1;
        while !self.anchors.insert(anchor.clone()) {
            n += 1;
            anchor = format!("{slug}-{n}");
        }
        anchor
    }

    pub(super) fn store_anchor(&self, id: StoreId) -> Option<&str> {
        self.stores.get(&id).map(String::as_str)
    }

    pub(super) fn section(&mut self, id: &str, entries: Vec<Entry>) -> Section {
        Section {
            anchor: self.anchor(id),
            title: named("section", id),
            entries,
            table: None,
        }
    }

    /// From here on a feature, one of its stores, or neither is talked about.
    pub(super) fn turn_to(&mut self, feature: Option<FeatureId>, store: Option<StoreId>) {
        (self.feature, self.store) = (feature, store);
    }

    /// What makes a kind of sentence true, where it is so of what is talked about.
    fn ground(&self, says: &str) -> Option<&'static Ground> {
        let about = About {
            plan: self.plan,
            trace: &self.trace,
            feature: self.feature,
            store: self.store,
        };
        grounds::of(says).filter(|ground| (ground.holds)(&about))
    }

    /// Adds a fact to `entry`, where it is one. Without a place there is nothing it could follow from, and so no
    /// sentence.
    pub(super) fn add<'p>(
        &mut self,
        entry: &mut Entry,
        fact: Fact,
        standing: Standing,
        places: impl IntoIterator<Item = &'p Place>,
    ) {
        let places = self.places(places);
        if places.is_empty() {
            return;
        }
        let Fact { says, phrase } = fact;
        let ground = self.ground(says);
        if !ground.is_some_and(|ground| ground.standings.contains(&standing)) {
            return;
        }
        let anchor = self.anchor(&format!("{}-{says}", entry.anchor));
        entry.sentences.push(Sentence {
            anchor,
            says: says.to_owned(),
            phrase,
            standing,
            places,
        });
    }

    /// Adds the operator's own words, which are quoted and never more than stated.
    pub(super) fn quote(&mut self, entry: &mut Entry, text: &str, at: &Place) {
        let anchor = self.anchor(&format!("{}-said", entry.anchor));
        entry.sentences.push(Sentence {
            anchor,
            says: "quoted".to_owned(),
            phrase: Phrase::plain(&quoted(text)),
            standing: Standing::Stated,
            places: self.places([at]),
        });
    }

    pub(super) fn entry(&mut self, wish: &str, title: Option<String>) -> Entry {
        Entry {
            anchor: self.anchor(wish),
            title: title.map(|title| one_line(&title)),
            sentences: Vec::new(),
            table: None,
            parts: Vec::new(),
        }
    }

    /// A row of a table: its name, and a cell for each fact, which is empty where that is none.
    pub(super) fn row<'p>(
        &mut self,
        wish: &str,
        name: Phrase,
        facts: Vec<Fact>,
        standing: Standing,
        places: impl IntoIterator<Item = &'p Place>,
    ) -> Row {
        let places = self.places(places);
        let (mut says, mut cells) = (Vec::new(), vec![name]);
        for fact in facts {
            let holds = self.ground(fact.says).is_some();
            cells.push(if holds {
                fact.phrase
            } else {
                Phrase::plain("")
            });
            says.extend(holds.then(|| fact.says.to_owned()));
        }
        Row {
            anchor: self.anchor(wish),
            says,
            more: None,
            cells,
            standing,
            places,
        }
    }

    /// Sorted, each once, and named from the policy's folder: where that stands on the operator's disk is nobody's business.
    fn places<'p>(&self, places: impl IntoIterator<Item = &'p Place>) -> Vec<Place> {
        let places: BTreeSet<Place> = places
            .into_iter()
            .map(|place| Place {
                file: self.file(&place.file).to_owned(),
                ..place.clone()
            })
            .collect();
        places.into_iter().collect()
    }

    /// A file's name as the notice shows it.
    pub(super) fn file<'f>(&self, file: &'f str) -> &'f str {
        file_name(self.plan, file)
    }

    pub(super) fn feature_of(&self, store: &Store) -> Option<&'a Feature> {
        self.plan.feature(store.feature)
    }

    pub(super) fn stores_of(&self, feature: FeatureId) -> Vec<&'a Store> {
        let stores = self.plan.stores.iter();
        stores.filter(|store| store.feature == feature).collect()
    }
}

/// An entry that stands nowhere, to collect sentences in.
pub(super) fn blank() -> Entry {
    Entry {
        anchor: String::new(),
        title: None,
        sentences: Vec::new(),
        table: None,
        parts: Vec::new(),
    }
}

/// A file's name from the folder of the policy: the rest of the path is nobody's business.
#[must_use]
pub fn file_name<'f>(plan: &Plan, file: &'f str) -> &'f str {
    let Some((folder, _)) = plan.at.file.rsplit_once('/') else {
        return file;
    };
    let inside = file.strip_prefix(folder);
    inside
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(file)
}
