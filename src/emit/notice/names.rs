//! What the notice calls things.
//!
//! A sentence that is proved or enforced calls a thing by its name in the policy and by what it is. What the operator
//! says it is (`about`) could be anything, and stands in sentences that are marked as the operator's.

use std::collections::BTreeSet;

use super::term::term;
use crate::{
    emit::{
        asked::Asked,
        trace::{Audience, Named, Via},
    },
    plan::{
        Contact, Feature, Field, FieldId, OnErase, Owner, Plan, Retention, Sequel, Setting, Store,
        To,
    },
    vocab::{ContactKind, Permission, Type, Value as Datum, Who},
    wording::{Phrase, clean, grammar, named, phrase, say, word},
};

/// Names under which a handler knows the person of its event.
const PEOPLE: [&str; 4] = ["author", "member", "invoker", "user"];

/// Names of one plan's things, as plain text and as the policy describes them, for what people are handed.
pub struct Names<'a>(&'a Plan);

impl<'a> Names<'a> {
    #[must_use]
    pub fn of(plan: &'a Plan) -> Self {
        Self(plan)
    }

    /// `Warnings`, as a heading; as the policy describes it, where it does.
    #[must_use]
    pub fn store(&self, store: &Store) -> String {
        let about = store.about.as_deref().map(noun);
        let store = about.unwrap_or_else(|| store_name(self.0, store));
        clean(&say!("store-title", store, about = ""))
    }

    /// The same by its name alone.
    #[must_use]
    pub fn title(&self, store: &Store) -> String {
        clean(&heading(self.0, store))
    }

    /// A field by its name alone.
    #[must_use]
    pub fn plain(&self, field: &Field) -> String {
        plain_name(self.0, field)
    }

    /// `the reason`, `your id`, within a sentence.
    #[must_use]
    pub fn field(&self, store: &Store, field: &Field) -> String {
        let about = field.about.as_deref().map(noun);
        clean(&about.unwrap_or_else(|| called(self.0, store, field)))
    }

    /// Who the person of a rule is in a row: `the person it is about`, `the “moderator”`.
    #[must_use]
    pub fn role(&self, store: &Store, rule: &OnErase) -> String {
        clean(&role(self.0, store, rule))
    }

    /// Why a row stays whose person of this rule is erased: `it belongs to the server`.
    #[must_use]
    pub fn because(&self, store: &Store, rule: &OnErase) -> String {
        clean(&because(store, rule))
    }

    /// Texts that stay in it as they are: `the text “response”`.
    #[must_use]
    pub fn texts_left(&self, store: &Store, rule: &OnErase) -> Vec<String> {
        let texts = texts_left(self.0, store, rule).into_iter();
        texts.map(|text| clean(&text)).collect()
    }

    /// One phrase a clause: `until the bot is removed from the server`. The earliest counts.
    #[must_use]
    pub fn until(&self, fields: &[Field], retention: &Retention) -> Vec<String> {
        let until = term(self.0, fields, retention).until;
        until.into_iter().map(|clause| clause.text).collect()
    }
}

/// How somebody can be reached: `by e-mail to privacy@bot.example`.
#[must_use]
pub fn contact(kind: ContactKind, value: &str) -> Phrase {
    match kind {
        ContactKind::Discord => phrase!("contact-discord", value),
        ContactKind::Server => phrase!("contact-server", value),
        ContactKind::Email => phrase!("contact-email", value),
        ContactKind::Url => phrase!("contact-url", value),
    }
}

pub(super) fn contacts(plan: &Plan) -> Vec<Phrase> {
    let contacts = plan.controller.contacts.iter();
    contacts
        .map(|Contact { kind, value }| contact(*kind, value))
        .collect()
}

/// A setting as `/config set` takes it: its feature and its name.
pub(super) fn setting_name(plan: &Plan, setting: &Setting) -> String {
    let feature = setting.feature.and_then(|id| plan.feature(id));
    let name = plan.setting_called(setting);
    match feature {
        Some(feature) => format!("{} {name}", plan.feature_called(feature)),
        None => name.to_owned(),
    }
}

/// A field as the policy calls it, where the sentence says what kind of thing it is.
pub(super) fn plain_name(plan: &Plan, field: &Field) -> String {
    plan.thing(&field.name)
}

/// A field by what it is and how the policy calls it: `the number “total”`, `your id`. Of what Candor itself adds to a
/// policy, such as a journal, Candor says what it is.
pub(super) fn field_name(plan: &Plan, store: &Store, field: &Field) -> String {
    match &field.about {
        Some(about) if plan.is_made(store.id) => noun(about),
        Some(_) | None => called(plan, store, field),
    }
}

fn called(plan: &Plan, store: &Store, field: &Field) -> String {
    if store.auto_key && store.fields.first() == Some(field) {
        return say!("field-number");
    }
    let name = plain_name(plan, field);
    match field.person {
        Some(Owner::Subject(_)) => return say!("field-id"),
        Some(Owner::Party(_) | Owner::Guild) => return say!("field-party", name),
        None => {}
    }
    let sort = sort(&field.kind);
    let noun = named("field-sort", sort);
    // Where the name says no more than what it is: the channel “channel”, the time “at”.
    if field.name == sort || sort == "time" && field.name == "at" {
        say!("field-alone", noun)
    } else {
        say!("field-named", noun, name)
    }
}

/// What a value is, as a word of the catalogue.
fn sort(kind: &Type) -> &'static str {
    match kind {
        Type::Bool => "mark",
        Type::Int => "number",
        Type::Text => "text",
        Type::Instant => "time",
        Type::Duration => "length",
        Type::UserId | Type::Member => "person",
        Type::GuildId => "server",
        Type::Channel => "channel",
        Type::Role => "role",
        Type::MessageId => "message",
        Type::Emoji => "emoji",
        Type::Attachment => "file",
        Type::Words => "words",
        Type::Url => "address",
        Type::Locale => "language",
        Type::Who => "who",
        Type::Optional(of) | Type::List(of) => sort(of),
    }
}

pub(super) fn field_names(plan: &Plan, store: &Store, ids: &BTreeSet<FieldId>) -> Vec<String> {
    let fields = ids.iter().filter_map(|id| store.fields.get(id.0 as usize));
    fields.map(|field| field_name(plan, store, field)).collect()
}

/// Everything a row holds, but for a number that only tells rows apart.
pub(super) fn all_fields(plan: &Plan, store: &Store) -> Vec<String> {
    let skipped = usize::from(store.auto_key);
    let fields = store.fields.iter().skip(skipped);
    fields.map(|field| field_name(plan, store, field)).collect()
}

/// The same, where who does it need not be who it is about, so that "you" would be two people.
pub(super) fn all_fields_of_somebody(plan: &Plan, store: &Store) -> Vec<String> {
    let skipped = usize::from(store.auto_key);
    let fields = store.fields.iter().skip(skipped);
    let fields = fields.map(|field| match field.person {
        Some(_) => say!("field-party", name = plain_name(plan, field)),
        None => field_name(plan, store, field),
    });
    fields.collect()
}

pub(super) fn permission_names<'p>(all: impl IntoIterator<Item = &'p Permission>) -> Vec<String> {
    all.into_iter()
        .map(|one| named("permission", one.word()))
        .collect()
}

/// `when somebody uses /warn`, `when you write a message`; none for commands that admins make.
pub(super) fn when(plan: &Plan, via: &Via) -> Option<Phrase> {
    Some(match via {
        Via::Command {
            name,
            asked,
            operators,
            direct,
            ..
        } => {
            let permissions = permission_names(&asked.permissions);
            let settings = settings_named(plan, asked);
            let (command, operators, direct) = (name, *operators, *direct);
            phrase!(
                "when-command",
                command,
                permissions,
                settings,
                operators,
                direct
            )
        }
        Via::Event(event, of) => {
            let of = of.as_ref().and_then(|of| match of {
                Named::Button(label) => Some(phrase!("when-button", label = quoted(label))),
                Named::Store(id) => {
                    let store = plan.store(*id)?;
                    Some(phrase!("when-ended", store = store_named(plan, store)))
                }
            });
            of.unwrap_or_else(|| Phrase::plain(&named("event", event.name)))
        }
        Via::Custom => return None,
    })
}

/// The settings that must name somebody: `“staff”`.
fn settings_named(plan: &Plan, asked: &Asked) -> Vec<String> {
    let settings = asked.settings.iter().filter_map(|id| plan.setting(*id));
    settings
        .map(|one| quoted(&setting_name(plan, one)))
        .collect()
}

/// `people with the permission Timeout Members`; none where nothing is asked of anybody.
pub(super) fn people(plan: &Plan, asked: &Asked) -> Option<String> {
    let permissions = permission_names(&asked.permissions);
    let settings = settings_named(plan, asked);
    (!asked.is_empty()).then(|| say!("people-asked", permissions, settings))
}

/// In a cell: each permission, and by which setting somebody is named.
pub(super) fn asked_names(plan: &Plan, asked: &Asked) -> Vec<String> {
    let settings = settings_named(plan, asked).into_iter();
    let mut names = permission_names(&asked.permissions);
    names.extend(settings.map(|setting| say!("cell-setting", setting)));
    names
}

/// `to people with the permission Timeout Members`; `private` is whether only the invoker sees the answer.
pub(super) fn who(plan: &Plan, via: &Via, private: bool, own: bool) -> String {
    if own {
        return if private {
            say!("shown-own-private")
        } else {
            say!("shown-own-public")
        };
    }
    let Via::Command {
        asked,
        operators,
        direct,
        sometimes,
        ..
    } = via
    else {
        return String::new();
    };
    if *operators {
        return if private {
            say!("shown-operators-private")
        } else {
            say!("shown-operators-public")
        };
    }
    if let Some(people) = people(plan, asked) {
        return if private {
            say!("shown-who-private", people)
        } else {
            say!("shown-who-public", people)
        };
    }
    match (people(plan, sometimes), private) {
        (Some(people), true) => say!("shown-some-private", people),
        (Some(people), false) => say!("shown-some-public", people),
        (None, true) => say!("shown-anybody-private", direct = *direct),
        (None, false) => say!("shown-anybody-public"),
    }
}

/// Who the person of this rule is in the row: `the person it is about`, `the moderator`.
pub(super) fn role(plan: &Plan, store: &Store, rule: &OnErase) -> String {
    let field = store.fields.get(rule.by.0 as usize);
    match field.map(|field| (field.person, field)) {
        Some((Some(Owner::Party(_)), field)) => {
            say!("role-party", name = plain_name(plan, field))
        }
        Some((Some(Owner::Subject(_) | Owner::Guild) | None, _)) | None => say!("role-subject"),
    }
}

/// Why a row stays whose person of this rule is erased.
pub(super) fn because(store: &Store, rule: &OnErase) -> String {
    let about_another = |(id, field): (FieldId, &Field)| {
        id != rule.by && matches!(field.person, Some(Owner::Subject(_)))
    };
    if store.people().any(about_another) {
        say!("because-subject")
    } else {
        say!("because-server")
    }
}

/// Texts of a row that stay as they are when the person of this rule is erased, whoever wrote them.
pub(super) fn texts_left(plan: &Plan, store: &Store, rule: &OnErase) -> Vec<String> {
    let is_text = |kind: &Type| match kind {
        Type::Optional(of) | Type::List(of) => {
            [Type::Text, Type::Url, Type::MessageId].contains(of)
        }
        Type::Bool
        | Type::Int
        | Type::Text
        | Type::Instant
        | Type::Duration
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId
        | Type::Emoji
        | Type::Attachment
        | Type::Url
        | Type::Locale
        | Type::Who
        | Type::Words => [Type::Text, Type::Url, Type::MessageId].contains(kind),
    };
    let is_theirs = |field: &Field| match field.owner {
        Owner::Subject(by) | Owner::Party(by) => by == rule.by,
        Owner::Guild => false,
    };
    let fields = store.fields.iter();
    let texts = fields.filter(|field| is_text(&field.kind) && !is_theirs(field));
    texts.map(|field| field_name(plan, store, field)).collect()
}

/// A source as people would name it; one without a word here is shown as the policy writes it.
pub(super) fn source_name(plan: &Plan, source: &str) -> Phrase {
    if let Some(word) = word("source", source) {
        return Phrase::plain(&word);
    }
    let option = source.starts_with('/').then(|| source.rsplit_once(' '));
    if let Some((command, option)) = option.flatten() {
        let path = command.trim_start_matches('/').split(' ');
        let path: Vec<String> = path.map(str::to_owned).collect();
        let (command, option) = (plan.command_called(&path), plan.option_called(option));
        return phrase!("option-given", command, option);
    }
    let word = of_person(source).and_then(|what| word("person", what));
    word.map_or_else(|| typed(source), |word| Phrase::plain(&word))
}

/// `roles` of `author.roles`.
fn of_person(source: &str) -> Option<&str> {
    let parts = source.split_once('.');
    parts.and_then(|(of, what)| PEOPLE.contains(&of).then_some(what))
}

/// Whether a source is called by a plural: your roles.
pub(super) fn is_plural(source: &str) -> bool {
    let number = of_person(source).and_then(|what| grammar("person", what, "number"));
    number.as_deref() == Some("plural")
}

pub(super) fn datum(value: &Datum) -> Option<String> {
    match value {
        Datum::Duration(length) => Some(say!("time", length = *length)),
        Datum::Int(n) => Some(n.to_string()),
        Datum::Text(text) | Datum::Url(text) | Datum::Locale(text) => Some(text.clone()),
        Datum::Who(who) if *who == Who::default() => Some(say!("who-nobody")),
        Datum::Who(_) => Some(say!("who-everyone")),
        Datum::List(values) if values.is_empty() => Some(say!("setting-empty")),
        Datum::List(values) => {
            let shown: Vec<_> = values.iter().filter_map(datum).collect();
            Some(shown.join(", "))
        }
        Datum::Bool(true) => Some(say!("yes")),
        Datum::Bool(false) => Some(say!("no")),
        Datum::None
        | Datum::Instant(_)
        | Datum::User(_)
        | Datum::Guild(_)
        | Datum::Channel(_)
        | Datum::Role(_)
        | Datum::Message(_)
        | Datum::Emoji(_)
        | Datum::Words(_)
        | Datum::Attachment(_) => None,
    }
}

/// A policy's `about` within a sentence: no full stop, no capital letter unless it belongs to the word (`XP`).
fn noun(about: &str) -> String {
    let about = about.trim().trim_end_matches('.');
    // Where nouns have capital letters, it is not the place in the sentence that gives one.
    if say!("nouns") == "capital" {
        return about.to_owned();
    }
    let mut chars = about.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => about.to_owned(),
    }
}

/// A thing that is kept, as the policy calls it; of what Candor itself adds, Candor says what it is.
pub(super) fn store_name(plan: &Plan, store: &Store) -> String {
    let feature = plan.feature(store.feature);
    let feature = feature.map_or("", |feature| feature.title.as_str());
    if plan.is_answers(store.id) {
        return say!("answers-name", feature);
    }
    match plan.sequels().find(|one| one.journal == store.id) {
        Some(of) if of.is_ending() => say!("journal-name-ended", step = followed(of), feature),
        Some(of) => say!("journal-name", step = followed(of), feature),
        None => plan.thing(&store.name),
    }
}

/// What the steps of a journal follow, or what is still to be done itself.
fn followed(of: Sequel<'_>) -> String {
    let word = match of.first.kind.said() {
        Some((To::Channel(_), _)) => "send",
        Some((To::ModLog, _)) => "log",
        Some((To::Operators, _)) => "operators",
        Some((To::Dm(_), _)) => "dm",
        Some((To::Edit(_), _)) => "edit",
        Some((To::Reply { .. }, _)) => "reply",
        None => of.first.kind.deed().map_or("", |deed| deed.name),
    };
    named("followed", word)
}

/// The same in a sentence, where it must not run into the words around it.
pub(super) fn store_named(plan: &Plan, store: &Store) -> String {
    quoted(&store_name(plan, store))
}

/// Somebody's own words, marked as such.
pub(super) fn quoted(text: &str) -> String {
    let text = one_line(text).replace(['“', '”', '„', '‟', '«', '»'], "’");
    say!("quoted", text)
}

/// A feature, in quotation marks: it is called as the operator likes, such as “Nobody”.
pub(super) fn feature(feature: &Feature) -> String {
    quoted(&feature.title)
}

/// Words of the operator within a page: a line break would begin something of its own there.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let words = words.into_iter().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// An operator's phrase as a sentence.
pub(crate) fn full_stop(text: &str) -> String {
    let text = one_line(text);
    if text.ends_with(['.', '!', '?', '…']) {
        text
    } else {
        format!("{text}.")
    }
}

pub(super) fn is_subject(store: &Store, rule: &OnErase) -> bool {
    let field = store.fields.get(rule.by.0 as usize);
    field.is_some_and(|field| matches!(field.person, Some(Owner::Subject(_))))
}

/// A name or a command as it is typed.
pub(super) fn typed(name: &str) -> Phrase {
    phrase!("typed", name)
}

pub(super) fn audience(audience: Audience) -> String {
    let word = match audience {
        Audience::Reply { ephemeral: true } => "answer",
        Audience::Reply { ephemeral: false } => "reply",
        Audience::Channel => "channel",
        Audience::ModLog => "mod-log",
        Audience::Operators => "operators",
        Audience::AuditLog => "audit-log",
        Audience::Acts => "acts",
        Audience::Dm => "dm",
        Audience::Service => "service",
    };
    named("audience", word)
}

/// The store's name where it stands alone.
pub(super) fn heading(plan: &Plan, store: &Store) -> String {
    say!("store-title", store = store_name(plan, store), about = "")
}

/// The store's name as a heading, with what the operator says it is.
pub(super) fn title(plan: &Plan, store: &Store) -> String {
    if plan.is_answers(store.id) {
        let feature = plan.feature(store.feature);
        return say!(
            "answers-about",
            feature = feature.map_or("", |one| &one.title)
        );
    }
    match plan.sequels().find(|one| one.journal == store.id) {
        Some(of) if of.is_ending() => return say!("journal-about-ended", step = followed(of)),
        Some(of) => return say!("journal-about", step = followed(of)),
        None => {}
    }
    let about = store.about.as_deref().map(str::trim).map(quoted);
    say!("store-title", store = store_name(plan, store), about)
}
