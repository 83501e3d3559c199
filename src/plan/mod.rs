//! The compiled form of a policy: no names left to look up, and the one input of everything below.
//!
//! `lower` writes it; `emit`, `diff`, `router`, `vault` and `discord` read it and never the policy.
//!
//! INVARIANT: every index (`StoreId`, `FieldId`, `SettingId`, `FeatureId`, `Slot`) made by `lower` is in bounds,
//! every expression has the type its place asks for, and optionals are only read after a guard.

mod amend;
mod ask;
mod button;
mod command;
pub mod compute;
pub mod consent;
mod data;
pub mod door;
mod expr;
mod facts;
mod kinds;
mod limit;
mod names;
pub mod param;
mod past;
mod sequel;
mod step;
mod text;
mod uses;
pub mod walk;
pub mod words;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use amend::Amend;
pub use ask::{AnswerField, Answers, Asked, Sent};
pub use button::{Button, Choice, Does, Pick};
pub use command::{Alias, Command, CommandSet};
pub use data::{
    Clause, EraseRule, Export, Field, Hold, Keep, Kept, OnErase, OnObject, Owner, Refusal,
    Retention, Scope, Setting, Store, Trigger, Wish,
};
pub use door::{Door, Menu, MenuOn};
pub use expr::{Expr, Kind, Op, Query, Ty};
pub use facts::{
    Application, Authority, Change, Claim, ClaimKind, Contact, Controller, Declassify, Feature,
    IntentNeed, Measure, ModLog, PermissionNeed, Processor, Purpose, Read, Reason, Shown,
    StartBackup, Stated,
};
pub use kinds::{Cond, Written};
pub use limit::Limit;
pub use names::LocalNames;
pub use param::Param;
pub use past::{Gap, Past, SERVER, Succession, Today, local};
pub use sequel::Sequel;
pub use step::{
    Arg, Card, Counts, Handler, List, Message, On, Over, Persona, Step, StepKind, To, all, ends,
};
pub use text::{Piece, Said, Text, TextPart};
pub use uses::Home;

use crate::{
    lexicon::{
        self,
        deed::{ADD_ROLE, REMOVE_ROLE},
    },
    vocab::{Duration, Language, Place},
};

/// Settings of the bot as a whole: the channel of the mod-log, and the language of a server's channels.
pub const MOD_LOG: &str = "mod-log";
pub const LANGUAGE: &str = "language";

/// Which version of this format a plan has; `candor schema` prints the format.
pub const FORMAT: u32 = 2;

/// How long what dies row by row can be read by somebody with the master key, at most. Every vault sees to it.
pub const UNREADABLE_WITHIN: Duration = Duration::hours(24);

/// Slots that the result of an effect takes: a message's id, its channel and its link.
pub const RESULT_SLOTS: u32 = 3;

/// The longest life of a backup: afterwards nobody can read it.
pub const BACKUP_MAX: Duration = Duration::days(30);

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub struct $name(pub u32);
    )*};
}

index! {
    /// Into `Plan::features`.
    FeatureId,
    /// Into `Plan::settings`.
    SettingId,
    /// Into `Plan::stores`.
    StoreId,
    /// Into `Store::fields`.
    FieldId,
    /// Of a step `limit`, counted through the whole plan.
    LimitId,
    /// Into a handler's local values: arguments first, then `let`s and row variables.
    Slot,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    pub format: u32,
    pub bot: String,
    /// The policy's own version.
    pub version: u32,
    /// Date of the policy's last change, `YYYY-MM-DD`.
    pub updated: String,
    /// Where the whole notice stands for everybody to read.
    #[serde(default)]
    pub notice: Option<String>,
    /// Which bot it is on Discord, where the policy says so.
    #[serde(default)]
    pub application: Option<Application>,
    /// The languages that it speaks. The policy itself is written in the first, which is the one that counts.
    #[serde(default = "english")]
    pub languages: Vec<Language>,
    /// The same plan in the other languages.
    #[serde(default)]
    pub also: BTreeMap<Language, Box<Plan>>,
    /// What things are called in this plan's language, where it is not the policy's.
    #[serde(default)]
    pub names: LocalNames,
    /// What people agree to, by feature, where the plan has other languages: a digest of the policy's own words.
    #[serde(default)]
    pub agreed: BTreeMap<String, String>,
    pub at: Place,
    pub controller: Controller,
    pub processors: Vec<Processor>,
    pub purposes: Vec<Purpose>,
    pub measures: Vec<Measure>,
    pub stated: Vec<Stated>,
    pub changes: Vec<Change>,
    /// What becomes of data of earlier policies.
    #[serde(default)]
    pub past: Vec<Past>,
    pub claims: Vec<Claim>,
    pub declassified: Vec<Declassify>,
    /// Present when some handler emits to the mod-log.
    pub mod_log: Option<ModLog>,
    /// Copies made at each start, where the policy asks for them.
    pub backup: Option<StartBackup>,
    /// How long a server's settings are kept.
    pub settings_retention: Retention,
    pub features: Vec<Feature>,
    pub settings: Vec<Setting>,
    pub stores: Vec<Store>,
    pub commands: Vec<Command>,
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// Commands that a server's admins make at run time, one set a store.
    pub command_sets: Vec<CommandSet>,
    pub handlers: Vec<Handler>,
    /// What becomes known of stores by each step.
    pub shown: Vec<Shown>,
    pub intents: Vec<IntentNeed>,
    /// What the bot asks of a server when it is invited.
    pub permissions: Vec<PermissionNeed>,
}

fn english() -> Vec<Language> {
    vec![Language::En]
}

impl Plan {
    /// The language that counts.
    #[must_use]
    pub fn language(&self) -> Language {
        self.languages.first().copied().unwrap_or_default()
    }

    /// The plan in a language; as it is where it does not speak it.
    #[must_use]
    pub fn spoken_in(&self, language: Language) -> &Self {
        self.also.get(&language).map_or(self, |plan| plan)
    }

    /// The language for somebody with one of Discord's locales: theirs, or the one that counts.
    #[must_use]
    pub fn language_for(&self, locale: &str) -> Language {
        let theirs = Language::of_locale(locale);
        theirs
            .filter(|language| self.languages.contains(language))
            .unwrap_or_else(|| self.language())
    }

    #[must_use]
    pub fn store(&self, id: StoreId) -> Option<&Store> {
        self.stores.get(id.0 as usize)
    }

    #[must_use]
    pub fn setting(&self, id: SettingId) -> Option<&Setting> {
        self.settings.get(id.0 as usize)
    }

    /// The setting of that name that the bot as a whole has.
    #[must_use]
    pub fn shared_setting(&self, name: &str) -> Option<&Setting> {
        let mut settings = self.settings.iter();
        settings.find(|setting| setting.feature.is_none() && setting.name == name)
    }

    /// A setting as `/config` calls it: `levels.xp-min`, `server.mod-log`.
    #[must_use]
    pub fn setting_path(&self, setting: &Setting) -> String {
        let feature = setting.feature.and_then(|id| self.feature(id));
        let family = feature.map_or(SERVER, |feature| &feature.name);
        format!("{family}.{}", setting.name)
    }

    /// The same as people of this plan's language know it.
    #[must_use]
    pub fn setting_path_called(&self, setting: &Setting) -> String {
        let feature = setting.feature.and_then(|id| self.feature(id));
        let family = feature.map_or(SERVER, |feature| self.feature_called(feature));
        format!("{family}.{}", self.setting_called(setting))
    }

    /// The steps that follow effects, wherever they stand.
    pub fn sequels(&self) -> impl Iterator<Item = Sequel<'_>> {
        let handlers = self
            .handlers
            .iter()
            .map(|one| (one.on.event, one.slots, &one.steps));
        let commands = self
            .commands
            .iter()
            .map(|one| (&lexicon::event::COMMAND, one.slots, &one.steps));
        handlers.chain(commands).flat_map(|(event, slots, steps)| {
            all(steps).filter_map(move |step| Sequel::of(event, slots, step))
        })
    }

    /// As the notice of a bot that runs has it: Discord said which it is.
    pub fn say_application(&mut self, id: u64, tag: &str) {
        let application = Application {
            id: id.to_string(),
            tag: Some(tag.to_owned()),
            told: true,
            at: self.at.clone(),
        };
        for plan in self.also.values_mut() {
            plan.application = Some(application.clone());
        }
        self.application = Some(application);
    }

    /// What runs once a row of this store is over.
    #[must_use]
    pub fn ended(&self, store: StoreId) -> Option<&Handler> {
        let mut handlers = self.handlers.iter();
        handlers.find(|handler| handler.on.store == Some(store))
    }

    #[must_use]
    pub fn is_journal(&self, store: StoreId) -> bool {
        self.sequels().any(|one| one.journal == store)
    }

    /// Whether Candor made it and no policy declares it: a journal, or answers about consent.
    #[must_use]
    pub fn is_made(&self, store: StoreId) -> bool {
        self.is_answers(store) || self.is_journal(store)
    }

    /// Whether it keeps what people answer when they are asked for their consent.
    #[must_use]
    pub fn is_answers(&self, store: StoreId) -> bool {
        self.features.iter().any(|one| one.consent == Some(store))
    }

    /// Whether something is for those who operate the bot.
    #[must_use]
    pub fn has_operators(&self) -> bool {
        self.commands.iter().any(|one| one.operators) || self.writes_to_operators()
    }

    /// Stores of which an erasure is refused until somebody looked at it again, with the field that says when.
    pub fn reviews(&self) -> impl Iterator<Item = (&Store, FieldId)> {
        let stores = self.stores.iter();
        stores.filter_map(|store| {
            let mut refusals = store
                .on_erase
                .iter()
                .filter_map(|rule| rule.refusal.as_ref());
            Some((store, refusals.find_map(|refusal| refusal.review)?))
        })
    }

    /// Whether some step writes to them, or the bot tells them what is to be looked at again.
    #[must_use]
    pub fn writes_to_operators(&self) -> bool {
        if self.reviews().next().is_some() {
            return true;
        }
        let handlers = self.handlers.iter().map(|one| &one.steps);
        let commands = self.commands.iter().map(|one| &one.steps);
        let mut steps = handlers.chain(commands).flat_map(|steps| all(steps));
        steps.any(|step| step.kind.said().is_some_and(|(to, _)| *to == To::Operators))
    }

    /// Whether some handler gives or takes roles, which Discord keeps.
    #[must_use]
    pub fn gives_roles(&self) -> bool {
        let handlers = self.handlers.iter().map(|one| &one.steps);
        let commands = self.commands.iter().map(|one| &one.steps);
        let mut deeds = handlers
            .chain(commands)
            .flat_map(|steps| all(steps))
            .filter_map(|step| step.kind.deed());
        deeds.any(|deed| [&ADD_ROLE, &REMOVE_ROLE].contains(&deed))
    }

    /// Whether an erasure leaves a mark, so that something does not start again.
    #[must_use]
    pub fn marks_erasures(&self) -> bool {
        let mut rules = self.stores.iter().flat_map(|store| &store.on_erase);
        rules.any(|rule| rule.suppress)
    }

    #[must_use]
    pub fn feature(&self, id: FeatureId) -> Option<&Feature> {
        self.features.get(id.0 as usize)
    }
}
