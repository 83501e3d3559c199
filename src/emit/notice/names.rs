//! What the notice calls things, for documents that must call them the same.

use std::collections::BTreeSet;

use super::term::term;
use crate::{
    emit::trace::{Audience, Via},
    plan::{Contact, Field, FieldId, OnErase, Owner, Plan, Retention, Setting, Store},
    vocab::{ContactKind, Permission, Type, Value as Datum},
    wording::{Phrase, clean, named, phrase, say, word},
};

/// Names under which a handler knows the person of its event.
const PEOPLE: [&str; 4] = ["author", "member", "invoker", "user"];

/// Names of one plan's things, as plain text.
pub struct Names<'a>(&'a Plan);

impl<'a> Names<'a> {
    #[must_use]
    pub fn of(plan: &'a Plan) -> Self {
        Self(plan)
    }

    /// `Warnings`, as a heading.
    #[must_use]
    pub fn store(&self, store: &Store) -> String {
        clean(&title(store))
    }

    /// `the reason`, `your id`, within a sentence.
    #[must_use]
    pub fn field(&self, store: &Store, field: &Field) -> String {
        clean(&field_name(store, field))
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
    match feature {
        Some(feature) => format!("{} {}", feature.name, setting.name),
        None => setting.name.clone(),
    }
}

/// A field as the policy calls it, where the sentence says what kind of thing it is.
pub(super) fn plain_name(field: &Field) -> String {
    let about = field.about.as_deref().map(noun);
    about.unwrap_or_else(|| field.name.replace('-', " "))
}

pub(super) fn field_name(store: &Store, field: &Field) -> String {
    if let Some(about) = &field.about {
        return noun(about);
    }
    let name = field.name.replace('-', " ");
    match (field.person, &field.kind) {
        (Some(Owner::Subject(_)), _) => say!("field-id"),
        (Some(_), _) => say!("field-party", name),
        (None, _) if store.auto_key && store.fields.first() == Some(field) => {
            say!("field-number")
        }
        (None, Type::Instant) if name == "at" => say!("field-at"),
        (None, Type::Instant) => match name.strip_suffix(" at") {
            Some(done) => say!("field-moment", name = done),
            None => say!("field-instant", name),
        },
        _ => say!("field-text", name),
    }
}

pub(super) fn field_names(store: &Store, ids: &BTreeSet<FieldId>) -> Vec<String> {
    let fields = ids.iter().filter_map(|id| store.fields.get(id.0 as usize));
    fields.map(|field| field_name(store, field)).collect()
}

/// Everything a row holds, but for a number that only tells rows apart.
pub(super) fn all_fields(store: &Store) -> Vec<String> {
    let skipped = usize::from(store.auto_key);
    let fields = store.fields.iter().skip(skipped);
    fields.map(|field| field_name(store, field)).collect()
}

pub(super) fn permission_names<'p>(all: impl IntoIterator<Item = &'p Permission>) -> Vec<String> {
    all.into_iter()
        .map(|one| named("permission", one.word()))
        .collect()
}

/// `when somebody uses /warn`, `when you write a message`; none for commands that admins make.
pub(super) fn when(via: &Via) -> Option<Phrase> {
    Some(match via {
        Via::Command {
            name, permissions, ..
        } => {
            let permissions = permission_names(permissions);
            phrase!("when-command", command = name, permissions)
        }
        Via::Event(event) => Phrase::plain(&named("event", event.name)),
        Via::Custom => return None,
    })
}

/// `to people with the permission Timeout Members`; `private` is whether only the invoker sees the answer.
pub(super) fn who(via: &Via, private: bool) -> String {
    let Via::Command {
        permissions,
        sometimes,
        ..
    } = via
    else {
        return String::new();
    };
    let (always, some) = (permission_names(permissions), permission_names(sometimes));
    match (always.is_empty(), some.is_empty(), private) {
        (false, _, true) => say!("shown-who-private", permissions = always),
        (false, _, false) => say!("shown-who-public", permissions = always),
        (true, false, true) => say!("shown-some-private", permissions = some),
        (true, false, false) => say!("shown-some-public", permissions = some),
        (true, true, true) => say!("shown-anybody-private"),
        (true, true, false) => say!("shown-anybody-public"),
    }
}

/// Who the person of this rule is in the row: `the person it is about`, `the moderator`.
pub(super) fn role(store: &Store, rule: &OnErase) -> String {
    let field = store.fields.get(rule.by.0 as usize);
    match field.map(|field| (field.person, &field.name)) {
        Some((Some(Owner::Party(_)), name)) => {
            say!("role-party", name = name.replace('-', " "))
        }
        _ => say!("role-subject"),
    }
}

/// A source as people would name it; one without a word here is shown as the policy writes it.
pub(super) fn source_name(source: &str) -> Phrase {
    if let Some(word) = word("source", source) {
        return Phrase::plain(&word);
    }
    let option = source.starts_with('/').then(|| source.rsplit_once(' '));
    if let Some((command, option)) = option.flatten() {
        return phrase!("option-given", command, option);
    }
    let of_person = source.split_once('.').filter(|(of, _)| PEOPLE.contains(of));
    let word = of_person.and_then(|(_, what)| word("person", what));
    word.map_or_else(|| typed(source), |word| Phrase::plain(&word))
}

pub(super) fn datum(value: &Datum) -> Option<String> {
    match value {
        Datum::Duration(length) => Some(say!("time", length = *length)),
        Datum::Int(n) => Some(n.to_string()),
        Datum::Text(text) => Some(text.clone()),
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
    let mut chars = about.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => about.to_owned(),
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

/// A name or a command as it is typed.
pub(super) fn typed(name: &str) -> Phrase {
    phrase!("typed", name)
}

pub(super) fn audience(audience: Audience) -> String {
    let word = match audience {
        Audience::Reply { .. } => "reply",
        Audience::Channel => "channel",
        Audience::ModLog => "mod-log",
        Audience::AuditLog => "audit-log",
        Audience::Acts => "acts",
        Audience::Dm => "dm",
    };
    named("audience", word)
}

/// The store's name as a heading.
pub(super) fn title(store: &Store) -> String {
    say!("store-title", store = store_name(store))
}
