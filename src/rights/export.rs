//! The export (GDPR 15 and 20): everything the bot keeps about a person that is theirs to have, in one document that
//! explains itself. `candor schema --of export` describes it.
//!
//! INVARIANT: what is kept and names the person is a row here, or counted among what is not included, with why.
//! INVARIANT: a field that is left out of a row is named as redacted and never carries its value.

use std::collections::{BTreeMap, BTreeSet};

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};

use crate::{
    emit::notice::Names,
    lexicon::Datum,
    plan::{Contact, FieldId, Plan, Store, StoreId},
    port::{Absence, Export, ExportRow, Others},
    vocab::{Basis, Category, GuildId, Origin, Side, Timestamp, UserId},
};

/// Which version of this format a document has.
pub const FORMAT: u32 = 5;

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
    /// Servers of which it is kept that the person left.
    pub left: Vec<Left>,
    /// Settings in which a server names the person.
    pub settings: Vec<NamedBy>,
    /// Records that name this person and are not here.
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
    /// What the person said about being collected about, by place, and what the bot therefore keeps of it.
    pub said: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choice {
    /// Null for all servers.
    pub server: Option<GuildId>,
    pub opted_out: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Left {
    pub server: GuildId,
    #[schemars(extend("format" = "date-time"))]
    pub at: String,
}

/// A setting that names the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedBy {
    pub server: GuildId,
    /// As `/config` calls it: `warnings.staff`.
    pub setting: String,
    /// What it is for, in the operator's word.
    pub about: String,
    pub says: Side,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
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
    /// Where an erasure leaves a person in a row: which field names them, and why, in the operator's word.
    pub refuses_erasure: Vec<RefusedErasure>,
    /// By name. Each row has a value for each that is not left out of it.
    pub fields: BTreeMap<String, FieldAbout>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedErasure {
    /// The field that names whom it is about.
    pub person: String,
    pub reason: String,
    /// The field with the time until which it is refused.
    pub until: Option<String>,
    /// The field with the day on which it is looked at again.
    pub review: Option<String>,
    /// The command by which somebody can ask for that, in a direct message.
    pub appeal: String,
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
    /// The name of the store; `settings` for those of a server.
    pub store: String,
    /// The same, for people.
    pub title: String,
    /// Null for what belongs to no server.
    pub server: Option<GuildId>,
    pub why: Absence,
    pub rows: u64,
    /// How long they are kept; the earliest counts. Empty where the policy does not have the store any more.
    pub kept: Vec<String>,
    /// The operator's word, where the policy refuses them.
    pub refusal: Option<Refused>,
}

/// Why somebody does not get what is about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    pub reason: String,
    /// By when the operator looks at it again, `YYYY-MM-DD`.
    pub review: String,
    pub appeal: String,
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
    let said = about.export.choices.iter();
    let left = about.export.left.iter();
    let others = about.export.others.iter();
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
            said: said
                .map(|(server, opted_out)| Choice {
                    server: *server,
                    opted_out: *opted_out,
                })
                .collect(),
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
        left: left
            .map(|(server, at)| Left {
                server: *server,
                at: at.rfc3339(),
            })
            .collect(),
        settings: about
            .export
            .settings
            .iter()
            .filter_map(|(server, id, side)| {
                let setting = plan.setting(*id)?;
                Some(NamedBy {
                    server: *server,
                    setting: plan.setting_path(setting),
                    about: setting.about.clone(),
                    says: *side,
                })
            })
            .collect(),
        not_included: others
            .map(|others| not_included(plan, &names, others))
            .collect(),
    }
}

/// How long rows of a store are kept, one phrase a clause; the earliest counts.
#[must_use]
pub fn until(plan: &Plan, store: &Store) -> Vec<String> {
    Names::of(plan).until(&store.fields, &store.retention)
}

fn store_about(plan: &Plan, names: &Names<'_>, store: &Store) -> StoreAbout {
    let feature = plan.feature(store.feature);
    let purposes = feature.into_iter().flat_map(|feature| &feature.purposes);
    let purposes = purposes.filter_map(|at| plan.purposes.get(*at as usize));
    let fields = store.fields.iter().map(|field| {
        let about = FieldAbout {
            about: names.field(store, field),
            kind: field.kind.to_string(),
            categories: field.categories.clone(),
            origin: field.origin,
        };
        (field.name.clone(), about)
    });
    let refused = store.on_erase.iter().filter_map(|rule| {
        let refusal = rule.refusal.as_ref()?;
        let name = |id: FieldId| Some(store.fields.get(id.0 as usize)?.name.clone());
        Some(RefusedErasure {
            person: name(rule.by)?,
            reason: refusal.reason.clone(),
            until: refusal.until.and_then(name),
            review: refusal.review.and_then(name),
            appeal: plan.command_called(&refusal.appeal),
        })
    });
    StoreAbout {
        name: store.name.clone(),
        title: names.store(store),
        feature: feature.map_or_else(String::new, |feature| feature.title.clone()),
        purposes: purposes.map(|purpose| purpose.text.clone()).collect(),
        basis: feature.and_then(|feature| feature.basis),
        kept: names.until(&store.fields, &store.retention),
        refuses_erasure: refused.collect(),
        fields: fields.collect(),
    }
}

fn row_of(store: &Store, row: &ExportRow) -> Row {
    let mut fields = BTreeMap::new();
    let mut redacted = Vec::new();
    for field in &store.fields {
        match row.fields.get(&field.name) {
            Some(value) => drop(fields.insert(field.name.clone(), Datum::from(value))),
            None => redacted.push(field.name.clone()),
        }
    }
    Row {
        store: store.name.clone(),
        server: row.guild,
        made: row.created.rfc3339(),
        due: row.due.map(Timestamp::rfc3339),
        fields,
        redacted,
    }
}

fn not_included(plan: &Plan, names: &Names<'_>, others: &Others) -> NotIncluded {
    let store = plan.stores.iter().find(|store| store.name == others.store);
    let refusal = store.and_then(|store| store.refused.as_ref());
    let refusal = refusal.filter(|_| others.why == Absence::Refused);
    NotIncluded {
        store: others.store.clone(),
        title: store.map_or_else(|| others.store.clone(), |store| names.store(store)),
        server: others.guild,
        why: others.why,
        rows: others.rows,
        kept: store.map_or_else(Vec::new, |store| {
            names.until(&store.fields, &store.retention)
        }),
        refusal: refusal.map(|refusal| Refused {
            reason: refusal.reason.clone(),
            review: refusal.review.clone(),
            appeal: refusal.appeal.clone(),
        }),
    }
}
