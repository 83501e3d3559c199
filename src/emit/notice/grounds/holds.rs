//! The predicates: when a kind of sentence is so.

use super::super::{decisions::scores, pen::About, reads::is_of_a_text};
use crate::{
    lexicon::length,
    plan::{Alias, EraseRule, Feature, Field, Store, Trigger, Wish},
    sabotage::{Saboteur, Unless as _},
    vocab::{Basis, Category, Intent, Sink, Type},
};

pub(super) fn always(_: &About) -> bool {
    true
}

/// A row names people, whose it is or who have a part in it.
pub(in super::super) fn is_of_people(store: &Store) -> bool {
    store.people().next().is_some()
}

/// Nothing in a row is about anybody or leads to anybody: a message leads to who wrote it, and a text can say anything.
pub(in super::super) fn is_of_nobody(store: &Store) -> bool {
    let harmless = |field: &Field| {
        field.person.is_none()
            && !field.categories.iter().any(|one| one.is_personal())
            && !can_tell(&field.kind).unless(Saboteur::SaysNothingOfNames)
    };
    store.fields.iter().all(harmless)
}

/// A value that can be about anybody, or leads to somebody.
pub(in super::super) fn can_tell(kind: &Type) -> bool {
    match kind {
        Type::Text
        | Type::UserId
        | Type::Member
        | Type::MessageId
        | Type::Attachment
        | Type::Words
        | Type::Url
        | Type::Who => true,
        Type::Bool
        | Type::Int
        | Type::Instant
        | Type::Duration
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::Emoji
        | Type::Locale => false,
        Type::Optional(of) | Type::List(of) => can_tell(of),
    }
}

/// What somebody writes in words of their own, about whomever.
pub(in super::super) fn is_free(kind: &Type) -> bool {
    can_tell(kind) && *kind != Type::Who
}

/// Rows that are nobody's by name and can still be about people.
pub(in super::super) fn is_unnamed(store: &Store) -> bool {
    !is_of_people(store) && !is_of_nobody(store)
}

/// An opt-out stops what would be kept here.
pub(in super::super) fn stops(store: &Store) -> bool {
    store.stopped_by(Wish::NoMore).next().is_some()
}

/// Each person in a row is handed the whole row, and erasing them deletes it.
pub(in super::super) fn is_given_and_erased(store: &Store) -> bool {
    let mut people = store.people();
    store.refused.is_none()
        && people.all(|(id, _)| {
            let handed = |export: &crate::plan::Export| export.to.contains(&id);
            let mut rules = store.on_erase.iter().filter(|rule| rule.by == id);
            store.export.as_ref().is_some_and(handed)
                && rules.any(|rule| rule.rule == EraseRule::Delete)
        })
        && store
            .export
            .as_ref()
            .is_none_or(|one| one.redact.is_empty())
}

impl About<'_> {
    fn stores(&self) -> impl Iterator<Item = &Store> {
        self.plan.stores.iter()
    }

    pub(super) fn store(&self, so: impl Fn(&Store) -> bool) -> bool {
        let store = self.store.and_then(|id| self.plan.store(id));
        store.is_some_and(so)
    }

    fn feature(&self, so: impl Fn(&Feature) -> bool) -> bool {
        let feature = self.feature.and_then(|id| self.plan.feature(id));
        feature.is_some_and(so)
    }

    fn reads(&self, so: impl Fn(&crate::plan::Read) -> bool) -> bool {
        let reads = self.plan.features.iter().flat_map(|one| &one.reads);
        reads.into_iter().any(so)
    }

    fn has_telling_settings(&self) -> bool {
        let mut settings = self.plan.settings.iter();
        settings.any(|setting| can_tell(&setting.kind))
    }
}

// Of the whole bot.

pub(super) fn can_be_reached(of: &About) -> bool {
    !of.plan.controller.contacts.is_empty()
}

pub(super) fn has_stores(of: &About) -> bool {
    !of.plan.stores.is_empty()
}

pub(super) fn keeps_people(of: &About) -> bool {
    of.stores().any(is_of_people)
}

pub(super) fn keeps_nothing(of: &About) -> bool {
    keeps_nothing_itself(of) && !gives_roles(of) && !marks_members(of)
}

fn keeps_nothing_itself(of: &About) -> bool {
    of.stores().all(is_of_nobody) && !of.has_telling_settings().unless(Saboteur::SaysKeepsNothing)
}

/// Roles are kept, if by Discord.
pub(super) fn keeps_nothing_but_roles(of: &About) -> bool {
    keeps_nothing_itself(of) && (gives_roles(of) || marks_members(of))
}

pub(super) fn gives_roles(of: &About) -> bool {
    !of.trace.roles.is_empty()
}

/// Names and bans are, too.
pub(super) fn marks_members(of: &About) -> bool {
    !of.trace.marks.is_empty()
}

pub(super) fn keeps_only_unnamed(of: &About) -> bool {
    !keeps_people(of) && !keeps_nothing_itself(of)
}

pub(super) fn has_stores_or_features(of: &About) -> bool {
    keeps_people(of) && of.plan.features.len() > 1
}

pub(super) fn has_unnamed(of: &About) -> bool {
    of.stores().any(is_unnamed)
}

pub(super) fn reads_content(of: &About) -> bool {
    of.reads(|read| read.source == "message.content")
}

/// Some feature has nothing of it in storage.
pub(super) fn forgets_content(of: &About) -> bool {
    let at_storage = |sinks: &[Sink]| sinks.contains(&Sink::Storage);
    of.reads(|read| {
        read.source == "message.content" && !at_storage(&read.sinks) && !at_storage(&read.decides)
    })
}

pub(super) fn decides_by_content(of: &About) -> bool {
    of.reads(|read| read.source == "message.content" && read.decides.contains(&Sink::Storage))
}

/// That nothing reads it is only said when Discord is not asked for it either.
pub(super) fn reads_no_content(of: &About) -> bool {
    let mut intents = of.plan.intents.iter();
    let asked = intents.any(|need| need.intent == Intent::MessageContent);
    !reads_content(of) && !counts_mentions(of) && !asked.unless(Saboteur::SaysNothingRead)
}

/// Whom a text mentions stands in the text.
pub(super) fn counts_mentions(of: &About) -> bool {
    of.reads(|read| read.source == "message.mention-count")
}

pub(super) fn keeps_what_is_written(of: &About) -> bool {
    let mut fields = of.stores().flat_map(|store| &store.fields);
    fields.any(|field| field.categories.contains(&Category::UserContent))
}

pub(super) fn has_processors(of: &About) -> bool {
    !of.plan.processors.is_empty()
}

pub(super) fn speaks_several(of: &About) -> bool {
    of.plan.languages.len() > 1
}

pub(super) fn has_no_processor(of: &About) -> bool {
    !has_processors(of)
}

pub(super) fn has_processors_elsewhere(of: &About) -> bool {
    let mut all = of.plan.processors.iter();
    all.any(|one| one.country.as_deref().is_some_and(|it| !in_the_area(it)))
}

pub(super) fn has_processors_somewhere(of: &About) -> bool {
    let mut all = of.plan.processors.iter();
    all.any(|one| one.country.is_none())
}

/// The European Economic Area, where the GDPR holds; by ISO 3166.
const AREA: [&str; 31] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "EU", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

pub(in super::super) fn in_the_area(country: &str) -> bool {
    AREA.contains(&country)
}

pub(super) fn has_mod_log(of: &About) -> bool {
    of.plan.mod_log.is_some()
}

pub(super) fn has_operators(of: &About) -> bool {
    of.plan.has_operators()
}

pub(super) fn has_commands_for_operators(of: &About) -> bool {
    of.plan.commands.iter().any(|command| command.operators)
}

pub(super) fn writes_to_operators(of: &About) -> bool {
    of.plan.writes_to_operators()
}

pub(super) fn has_forms(of: &About) -> bool {
    let mut commands = of.plan.commands.iter();
    commands.any(|command| of.plan.has_form(command))
}

pub(super) fn has_exceptions(of: &About) -> bool {
    of.stores()
        .any(|store| !is_given_and_erased(store))
        .unless(Saboteur::SaysAllHandedOver)
}

pub(super) fn can_opt_out(of: &About) -> bool {
    of.stores().any(stops)
}

pub(super) fn can_be_called_off(of: &About) -> bool {
    let settings = &of.plan.settings_retention.clauses;
    let stores = of.stores().flat_map(|store| &store.retention.clauses);
    let mut clauses = settings.iter().chain(stores);
    clauses.any(|clause| clause.trigger.length().returns.is_some())
}

/// Only the bot's own absence hides a removal or a departure that was undone, and a channel that was deleted.
pub(super) fn counts_from_a_parting(of: &About) -> bool {
    let settings = &of.plan.settings_retention.clauses;
    let stores = of.stores().flat_map(|store| &store.retention.clauses);
    let partings = [
        &length::GUILD_REMOVED,
        &length::MEMBER_LEFT,
        &length::CHANNEL_REMOVED,
    ];
    let mut clauses = settings.iter().chain(stores);
    clauses.any(|clause| partings.contains(&clause.trigger.length()))
}

pub(super) fn keeps_texts(of: &About) -> bool {
    let mut fields = of.stores().flat_map(|store| &store.fields);
    fields.any(|field| field.kind == Type::Text) || has_texts_as_settings(of)
}

pub(super) fn counts_from_leaving(of: &About) -> bool {
    let mut clauses = of.stores().flat_map(|store| &store.retention.clauses);
    clauses.any(|clause| clause.trigger == Trigger::MemberLeft)
}

pub(super) fn reads(of: &About) -> bool {
    of.reads(|_| true)
}

pub(super) fn reads_people(of: &About) -> bool {
    of.reads(|read| read.category.is_personal())
}

/// A `limit` counts in memory.
pub(super) fn counts(of: &About) -> bool {
    of.plan.limits().next().is_some()
}

/// Messages can be commands of the policy.
pub(super) fn types(of: &About) -> bool {
    let mut commands = of.plan.commands.iter();
    commands.any(|command| command.prefix.is_some())
}

pub(super) fn has_aliases(of: &About) -> bool {
    !of.plan.aliases.is_empty()
}

/// Messages can be commands by another name.
pub(super) fn types_to_all(of: &About) -> bool {
    of.plan.aliases.iter().any(Alias::is_typed)
}

/// The roles of who left are known from before.
pub(super) fn remembers(of: &About) -> bool {
    of.plan.remembers_roles()
}

pub(super) fn recognises_texts(of: &About) -> bool {
    let mut limits = of.plan.limits();
    limits.any(|limit| is_of_a_text(&limit))
}

pub(super) fn promises(of: &About) -> bool {
    !of.plan.claims.is_empty()
}

pub(super) fn promises_nothing(of: &About) -> bool {
    !promises(of)
}

pub(super) fn leaves_out_an_intent(of: &About) -> bool {
    let asked = |intent: &Intent| of.plan.intents.iter().any(|need| need.intent == *intent);
    let mut guarded = Intent::ALL.iter().filter(|one| one.is_privileged());
    guarded.any(|intent| !asked(intent))
}

pub(super) fn makes_exceptions(of: &About) -> bool {
    !of.plan.declassified.is_empty()
}

pub(super) fn decides(of: &About) -> bool {
    !of.trace.acts.is_empty()
}

pub(super) fn decides_nothing(of: &About) -> bool {
    !decides(of)
}

pub(super) fn has_settings(of: &About) -> bool {
    !of.plan.settings.is_empty()
}

pub(super) fn has_no_settings(of: &About) -> bool {
    !has_settings(of)
}

pub(super) fn has_texts_as_settings(of: &About) -> bool {
    let mut settings = of.plan.settings.iter();
    settings.any(|setting| is_free(&setting.kind))
}

pub(super) fn names_people_in_settings(of: &About) -> bool {
    let mut settings = of.plan.settings.iter();
    settings.any(|setting| setting.kind == Type::Who)
}

pub(super) fn posts(of: &About) -> bool {
    of.trace.posts
}

pub(super) fn asks_for_intents(of: &About) -> bool {
    !of.plan.intents.is_empty()
}

pub(super) fn asks_for_guarded(of: &About) -> bool {
    let mut intents = of.plan.intents.iter();
    intents.any(|need| need.intent.is_privileged())
}

/// Where a law demands the data, people cannot keep them back.
pub(super) fn obliges_nobody(of: &About) -> bool {
    let mut features = of.plan.features.iter();
    !features
        .any(|feature| feature.basis == Some(Basis::LegalObligation))
        .unless(Saboteur::SaysNobodyObliged)
}

pub(super) fn asks_for_permissions(of: &About) -> bool {
    !of.plan.permissions.is_empty()
}

pub(super) fn asks_for_no_permission(of: &About) -> bool {
    !asks_for_permissions(of)
}

pub(super) fn has_purposes(of: &About) -> bool {
    let mut features = of.plan.features.iter();
    features.any(|feature| !feature.purposes.is_empty())
}

pub(super) fn answers_in_time(of: &About) -> bool {
    of.plan.controller.respond_within.is_some()
}

pub(super) fn names_an_authority(of: &About) -> bool {
    of.plan.controller.authority.is_some()
}

pub(super) fn compares_ranks(of: &About) -> bool {
    !of.trace.guarded.is_empty()
}

pub(super) fn notifies_nobody(of: &About) -> bool {
    !of.trace.notifies.unless(Saboteur::SaysNobodyNotified)
}

pub(super) fn makes_backups(of: &About) -> bool {
    of.plan.backup.is_some()
}

pub(super) fn has_an_age(of: &About) -> bool {
    of.plan.controller.minimum_age.is_some()
}

pub(super) fn has_changes(of: &About) -> bool {
    !of.plan.changes.is_empty()
}

pub(super) fn has_no_changes(of: &About) -> bool {
    !has_changes(of) && !drops(of)
}

pub(super) fn drops(of: &About) -> bool {
    of.plan.past.iter().any(|past| past.to.is_none())
}

// Of the feature that is talked about.

pub(super) fn feature_is_described(of: &About) -> bool {
    of.feature(|feature| feature.about.is_some())
}

pub(super) fn feature_is_on(of: &About) -> bool {
    of.feature(|feature| feature.default_on)
}

pub(super) fn feature_is_off(of: &About) -> bool {
    of.feature(|feature| !feature.default_on)
}

pub(super) fn feature_has_purposes(of: &About) -> bool {
    of.feature(|feature| !feature.purposes.is_empty())
}

pub(super) fn feature_has_a_basis(of: &About) -> bool {
    of.feature(|feature| feature.basis.is_some())
}

pub(super) fn feature_rests_on_consent(of: &About) -> bool {
    of.feature(|feature| feature.consent.is_some())
}

pub(super) fn feature_reads(of: &About) -> bool {
    of.feature(|feature| feature.reads.iter().any(|read| read.category.is_personal()))
}

fn has_no_store(of: &About) -> bool {
    let mut stores = of.stores();
    let mut writes = of.trace.writes.iter();
    // Another feature's store is not its own, and still is kept.
    let elsewhere = writes.any(|write| Some(write.feature) == of.feature);
    of.feature
        .is_some_and(|id| stores.all(|store| store.feature != id))
        && !elsewhere.unless(Saboteur::SaysFeatureKeepsNothing)
}

fn has_a_setting(of: &About) -> bool {
    let mut settings = of.plan.settings.iter();
    settings.any(|setting| setting.feature.is_some() && setting.feature == of.feature)
}

pub(super) fn feature_keeps_nothing(of: &About) -> bool {
    has_no_store(of) && !has_a_setting(of) && !feature_gives_roles(of)
}

pub(super) fn feature_keeps_settings(of: &About) -> bool {
    has_no_store(of) && has_a_setting(of) && !feature_gives_roles(of)
}

pub(super) fn feature_gives_roles(of: &About) -> bool {
    of.feature
        .is_some_and(|id| of.trace.roles_of(id).next().is_some())
}

pub(super) fn feature_counts_points(of: &About) -> bool {
    let counts = |id| scores(of.plan, id).next().is_some();
    of.feature
        .is_some_and(counts)
        .unless(Saboteur::SaysNothingCounted)
}

pub(super) fn feature_speaks(of: &About) -> bool {
    let mut speaks = of.trace.speaks.iter();
    speaks.any(|(feature, _)| Some(*feature) == of.feature)
}

pub(super) fn feature_crosses(of: &About) -> bool {
    let mut crosses = of.trace.crosses.iter();
    crosses.any(|(feature, _)| Some(*feature) == of.feature)
}

pub(super) fn asks_for_consent(of: &About) -> bool {
    of.plan.consents().next().is_some()
}
