//! The export (GDPR 15 and 20): everything the bot keeps about a person that is theirs to have, in one document that
//! explains itself. `candor schema --of export` describes it.
//!
//! INVARIANT: a field that a policy redacts is named as redacted and never carries its value.

use std::collections::{BTreeMap, BTreeSet};

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};

use crate::{
    emit::notice::Names,
    lexicon::Datum,
    plan::{Contact, Field, FieldId, Plan, Store, StoreId},
    port::{Export, ExportRow},
    vocab::{Basis, Category, GuildId, Origin, Timestamp, UserId},
};

/// Which version of this format a document has.
pub const FORMAT: u32 = 2;

/// What a bot keeps about one person. Ids are strings, times are RFC 3339 in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Document {
    pub format: u32,
    pub bot: String,
    pub policy: Policy,
    pub controller: Controller,
    /// Discord's id of the person.
    pub person: UserId,
    /// The server it is about; null for all servers, and for what belongs to no server.
    pub server: Option<GuildId>,
    /// When this was written.
    #[schemars(extend("format" = "date-time"))]
    pub exported: String,
    pub choices: Choices,
    /// What is known of each store that has a row here.
    pub stores: Vec<StoreAbout>,
    pub rows: Vec<Row>,
    /// Records about others that may name this person and are therefore not here.
    pub not_included: Vec<NotIncluded>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    pub version: u32,
    /// Date of the policy's last change, `YYYY-MM-DD`.
    pub updated: String,
}

/// Who answers for the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Controller {
    pub name: String,
    pub contacts: Vec<Contact>,
}

/// What the person asked of the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choices {
    /// Names of stores that the person opted out of, in the server or, without one, in general.
    pub opted_out: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StoreAbout {
    pub name: String,
    /// The same, for people.
    pub title: String,
    pub feature: String,
    pub purposes: Vec<String>,
    /// The legal basis, where the policy names one.
    pub basis: Option<Basis>,
    /// How long rows are kept; the earliest counts.
    pub kept: Vec<String>,
    /// By name. Each row has a value for each that is not redacted.
    pub fields: BTreeMap<String, FieldAbout>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldAbout {
    /// What it is, for people.
    pub about: String,
    /// The type, as the policy writes it: `text`, `int`, `instant`, `user-id`.
    #[serde(rename = "type")]
    pub kind: String,
    pub categories: Vec<Category>,
    /// Where it comes from, in the operator's word.
    pub origin: Option<Origin>,
    /// Left out of the rows, because it is about somebody else.
    pub redacted: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The name of the store.
    pub store: String,
    /// Null for what belongs to no server.
    pub server: Option<GuildId>,
    #[schemars(extend("format" = "date-time"))]
    pub made: String,
    /// When it will be deleted, where that is known already.
    #[schemars(extend("format" = "date-time"))]
    pub due: Option<String>,
    /// By name.
    pub fields: BTreeMap<String, Datum>,
    /// Names of fields that are kept and left out here, because they are about somebody else.
    pub redacted: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotIncluded {
    pub store: String,
    /// The field that may name the person.
    #[serde(rename = "as")]
    pub role: String,
}

/// Whose export it is, about which server, and when it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    pub user: UserId,
    pub guild: Option<GuildId>,
    pub now: Timestamp,
}

/// What belongs together for an export: what the vault answered.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    pub export: &'a Export,
    /// Stores that are not to start about the person.
    pub suppressed: &'a [StoreId],
}

/// The JSON Schema of what is written: everything in it is always there, and nothing else is.
#[must_use]
pub fn schema() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Document>()
}

#[must_use]
pub fn document(plan: &Plan, subject: Subject, about: About<'_>) -> Document {
    let names = Names::of(plan);
    let used: BTreeSet<StoreId> = about.export.rows.iter().map(|row| row.store).collect();
    let stores = used.iter().filter_map(|id| plan.store(*id));
    let opted_out = about.suppressed.iter().filter(|id| !plan.is_journal(**id));
    let opted_out = opted_out.filter_map(|id| plan.store(*id));
    Document {
        format: FORMAT,
        bot: plan.bot.clone(),
        policy: Policy {
            version: plan.version,
            updated: plan.updated.clone(),
        },
        controller: Controller {
            name: plan.controller.name.clone(),
            contacts: plan.controller.contacts.clone(),
        },
        person: subject.user,
        server: subject.guild,
        exported: subject.now.rfc3339(),
        choices: Choices {
            opted_out: opted_out.map(|store| store.name.clone()).collect(),
        },
        stores: stores
            .map(|store| store_about(plan, &names, store))
            .collect(),
        rows: about
            .export
            .rows
            .iter()
            .filter_map(|row| Some(row_of(plan.store(row.store)?, row)))
            .collect(),
        not_included: not_included(plan),
    }
}

fn store_about(plan: &Plan, names: &Names<'_>, store: &Store) -> StoreAbout {
    let feature = plan.feature(store.feature);
    let purposes = feature.into_iter().flat_map(|feature| &feature.purposes);
    let purposes = purposes.filter_map(|at| plan.purposes.get(*at as usize));
    let fields = (0u32..).zip(&store.fields).map(|(at, field)| {
        let about = FieldAbout {
            about: names.field(store, field),
            kind: field.kind.to_string(),
            categories: field.categories.clone(),
            origin: field.origin,
            redacted: is_redacted(store, FieldId(at)),
        };
        (field.name.clone(), about)
    });
    StoreAbout {
        name: store.name.clone(),
        title: names.store(store),
        feature: feature.map_or_else(String::new, |feature| feature.title.clone()),
        purposes: purposes.map(|purpose| purpose.text.clone()).collect(),
        basis: feature.and_then(|feature| feature.basis),
        kept: names.until(&store.fields, &store.retention),
        fields: fields.collect(),
    }
}

fn is_redacted(store: &Store, field: FieldId) -> bool {
    let export = store.export.as_ref();
    export.is_some_and(|export| export.redact.contains(&field))
}

fn row_of(store: &Store, row: &ExportRow) -> Row {
    let redacted = |(at, _): &(u32, &Field)| is_redacted(store, FieldId(*at));
    let all = || (0u32..).zip(&store.fields);
    let open = all().filter(|one| !redacted(one));
    Row {
        store: store.name.clone(),
        server: row.guild,
        made: row.created.rfc3339(),
        due: row.due.map(Timestamp::rfc3339),
        fields: open
            .filter_map(|(_, field)| {
                let value = row.fields.get(&field.name)?;
                Some((field.name.clone(), Datum::from(value)))
            })
            .collect(),
        redacted: all()
            .filter(redacted)
            .map(|(_, field)| field.name.clone())
            .collect(),
    }
}

/// Roles in which records may name somebody who is not the one to export them.
#[must_use]
pub fn not_included(plan: &Plan) -> Vec<NotIncluded> {
    let mut parts = Vec::new();
    for store in &plan.stores {
        let to = store.export.as_ref().map(|export| export.to.as_slice());
        for (id, field) in store.people() {
            if !to.unwrap_or_default().contains(&id) {
                parts.push(NotIncluded {
                    store: store.name.clone(),
                    role: field.name.clone(),
                });
            }
        }
    }
    parts
}
