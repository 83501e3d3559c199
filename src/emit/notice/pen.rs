//! Writes sentences: gives each its anchor, standing and places, and names things of the plan as people would.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};

use super::model::{Entry, Row, Section, Sentence};
use crate::{
    emit::{
        trace::{Audience, Trace, Via},
        wording::{Phrase, Wording},
    },
    plan::{
        Contact, Feature, FeatureId, Field, FieldId, OnErase, Owner, Plan, Setting, Store, StoreId,
    },
    vocab::{Permission, Place, Standing, Type, Value as Datum},
};

/// Names under which a handler knows the person of its event.
const PEOPLE: [&str; 4] = ["author", "member", "invoker", "user"];

pub(super) struct Pen<'a> {
    pub(super) plan: &'a Plan,
    pub(super) words: &'a Wording,
    pub(super) trace: Trace,
    anchors: BTreeSet<String>,
    /// Anchors of stores, by their place in the plan, so that other sections can point there.
    stores: BTreeMap<StoreId, String>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut pen = Self {
            plan,
            words: Wording::english(),
            trace: Trace::of(plan),
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
            title: self.words.plain(&format!("section.{id}")),
            entries,
            table: None,
        }
    }

    /// Adds message `key` to `entry`. Without a place there is nothing it could follow from, and so no sentence.
    pub(super) fn add<'p>(
        &mut self,
        entry: &mut Entry,
        key: &str,
        with: Value,
        standing: Standing,
        places: impl IntoIterator<Item = &'p Place>,
    ) {
        let places = self.places(places);
        if places.is_empty() {
            return;
        }
        let anchor = self.anchor(&format!("{}-{key}", entry.anchor));
        entry.sentences.push(Sentence {
            anchor,
            says: key.to_owned(),
            phrase: self.words.phrase(key, with),
            standing,
            places,
        });
    }

    /// Adds the policy's own words.
    pub(super) fn quote(&mut self, entry: &mut Entry, text: &str, standing: Standing, at: &Place) {
        let anchor = self.anchor(&format!("{}-said", entry.anchor));
        entry.sentences.push(Sentence {
            anchor,
            says: "quoted".to_owned(),
            phrase: Phrase::read(text),
            standing,
            places: self.places([at]),
        });
    }

    pub(super) fn entry(&mut self, wish: &str, title: Option<String>) -> Entry {
        Entry {
            anchor: self.anchor(wish),
            title,
            sentences: Vec::new(),
            table: None,
            parts: Vec::new(),
        }
    }

    pub(super) fn row<'p>(
        &mut self,
        wish: &str,
        cells: &[String],
        standing: Standing,
        places: impl IntoIterator<Item = &'p Place>,
    ) -> Row {
        let places = self.places(places);
        Row {
            anchor: self.anchor(wish),
            more: None,
            cells: cells.iter().map(|cell| Phrase::read(cell)).collect(),
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

    pub(super) fn say(&self, key: &str, with: Value) -> String {
        self.words.say(key, with)
    }

    /// The catalogue's word, or the id with spaces for hyphens.
    pub(super) fn word(&self, kind: &str, id: &str) -> String {
        self.words
            .word(kind, id)
            .unwrap_or_else(|| id.replace('-', " "))
    }

    pub(super) fn feature_of(&self, store: &Store) -> Option<&'a Feature> {
        self.plan.feature(store.feature)
    }

    pub(super) fn stores_of(&self, feature: FeatureId) -> Vec<&'a Store> {
        let stores = self.plan.stores.iter();
        stores.filter(|store| store.feature == feature).collect()
    }

    pub(super) fn field_name(&self, store: &Store, field: &Field) -> String {
        if let Some(about) = &field.about {
            return noun(about);
        }
        let name = field.name.replace('-', " ");
        let key = match (field.person, &field.kind) {
            (Some(Owner::Subject(_)), _) => "field.id",
            (Some(_), _) => "field.party",
            (None, _) if store.auto_key && store.fields.first() == Some(field) => "field.number",
            (None, Type::Instant) if name == "at" => "field.at",
            (None, Type::Instant) => {
                let Some(done) = name.strip_suffix(" at") else {
                    return self.say("field.instant", context! { name });
                };
                return self.say("field.moment", context! { name => done });
            }
            _ => "field.text",
        };
        self.say(key, context! { name })
    }

    pub(super) fn field_names(&self, store: &Store, ids: &BTreeSet<FieldId>) -> Vec<String> {
        let fields = ids.iter().filter_map(|id| store.fields.get(id.0 as usize));
        fields.map(|field| self.field_name(store, field)).collect()
    }

    /// Everything a row holds, but for a number that only tells rows apart.
    pub(super) fn all_fields(&self, store: &Store) -> Vec<String> {
        let skipped = usize::from(store.auto_key);
        let fields = store.fields.iter().skip(skipped);
        fields.map(|field| self.field_name(store, field)).collect()
    }

    pub(super) fn contacts(&self) -> Vec<String> {
        let contacts = self.plan.controller.contacts.iter();
        contacts
            .map(|Contact { kind, value }| self.say(&format!("contact.{kind}"), context! { value }))
            .collect()
    }

    pub(super) fn permissions<'p>(
        &self,
        all: impl IntoIterator<Item = &'p Permission>,
    ) -> Vec<String> {
        all.into_iter()
            .map(|one| self.word("permission", one.word()))
            .collect()
    }

    /// `when somebody uses /warn`, `when you write a message`; none for commands that admins make.
    pub(super) fn when(&self, via: &Via) -> Option<String> {
        Some(match via {
            Via::Command {
                name, permissions, ..
            } => {
                let permissions = self.permissions(permissions);
                self.say("when.command", context! { command => name, permissions })
            }
            Via::Event(event) => self.words.plain(&format!("when.{}", event.name)),
            Via::Custom => return None,
        })
    }

    /// `to people with the permission Timeout Members`; `view` is `private` or `public`.
    pub(super) fn who(&self, via: &Via, view: &str) -> String {
        let Via::Command {
            permissions,
            sometimes,
            ..
        } = via
        else {
            return String::new();
        };
        let (who, permissions) = if !permissions.is_empty() {
            ("who", permissions)
        } else if !sometimes.is_empty() {
            ("some", sometimes)
        } else {
            ("anybody", permissions)
        };
        let permissions = self.permissions(permissions);
        self.say(&format!("shown.{who}.{view}"), context! { permissions })
    }

    /// Who the person of this rule is in the row: `the person it is about`, `the moderator`.
    pub(super) fn role(&self, store: &Store, rule: &OnErase) -> String {
        let field = store.fields.get(rule.by.0 as usize);
        match field.map(|field| (field.person, &field.name)) {
            Some((Some(Owner::Party(_)), name)) => {
                self.say("role.party", context! { name => name.replace('-', " ") })
            }
            _ => self.words.plain("role.subject"),
        }
    }

    /// A source as people would name it; one without a word here is shown as the policy writes it.
    pub(super) fn source(&self, source: &str) -> String {
        if let Some(word) = self.words.word("source", source) {
            return word;
        }
        let option = source.starts_with('/').then(|| source.rsplit_once(' '));
        if let Some((command, option)) = option.flatten() {
            return self.say("source.option", context! { command, option });
        }
        let of_person = source.split_once('.').filter(|(of, _)| PEOPLE.contains(of));
        of_person
            .and_then(|(_, what)| self.words.word("source.person", what))
            .unwrap_or_else(|| self.say("field.cell", context! { name => source }))
    }

    pub(super) fn audience(&self, audience: Audience) -> String {
        self.word(
            "audience",
            match audience {
                Audience::Reply { .. } => "reply",
                Audience::Channel => "channel",
                Audience::ModLog => "mod-log",
                Audience::Dm => "dm",
            },
        )
    }

    pub(super) fn setting_name(&self, setting: &Setting) -> String {
        let feature = setting.feature.and_then(|id| self.plan.feature(id));
        match feature {
            Some(feature) => format!("{} {}", feature.name, setting.name),
            None => setting.name.clone(),
        }
    }

    pub(super) fn datum(&self, value: &Datum) -> Option<String> {
        match value {
            Datum::Duration(length) => Some(self.say("time", context! { ms => length.ms })),
            Datum::Int(n) => Some(n.to_string()),
            Datum::Text(text) => Some(text.clone()),
            Datum::Bool(yes) => Some(self.words.plain(if *yes { "yes" } else { "no" })),
            _ => None,
        }
    }
}

/// A policy's `about` within a sentence: no full stop, no capital letter unless it belongs to the word (`XP`).
fn noun(about: &str) -> String {
    let about = about.trim().trim_end_matches('.');
    let mut chars = about.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => about.to_owned(),
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

/// A thing that is kept, as a noun phrase: its `about`, or its name.
pub(super) fn store_name(store: &Store) -> String {
    let about = store.about.as_deref().map(noun);
    about.unwrap_or_else(|| store.name.replace('-', " "))
}

pub(super) fn is_subject(store: &Store, rule: &OnErase) -> bool {
    let field = store.fields.get(rule.by.0 as usize);
    field.is_some_and(|field| matches!(field.person, Some(Owner::Subject(_))))
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
