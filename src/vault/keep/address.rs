//! Where a row stands in the database, by its key.

use serde_json::json;

use super::view::View;
use crate::{
    plan::FieldId,
    port::VaultError,
    vault::{
        engines::Readable,
        ledger::seal::{self, Alias, Keys},
        rows::{
            layout::{self, DbKey},
            named, rules,
            schema::Kept,
        },
    },
    vocab::{Emoji, UserId, Value},
};

impl<S: Readable + ?Sized> View<'_, S> {
    /// Where a row is or would be. An emoji in its key once stood there as it was spelled, and so did whom a text mentions.
    /// A row that was made then is looked for as well.
    pub(in crate::vault) fn addressed(
        &self,
        kept: &Kept,
        scope: &Keys,
        key: &[Value],
        person: impl Fn(Option<FieldId>, UserId) -> Option<Alias>,
    ) -> Result<Option<DbKey>, VaultError> {
        let row = address(kept, scope, key, &person, Emoji::key, Mentions::ByAlias);
        if key.iter().any(named::mentions) {
            let there = |row: &Option<DbKey>| match row {
                Some(row) => Ok::<_, VaultError>(self.source.get(row)?.is_some()),
                None => Ok(false),
            };
            let typed = address(kept, scope, key, &person, Emoji::key, Mentions::AsTyped);
            if row.is_none() || !there(&row)? && there(&typed)? {
                return Ok(typed);
            }
        }
        let Some(row) = row else {
            return Ok(None);
        };
        let spelled = key.iter().filter_map(|value| match value {
            Value::Emoji(emoji) => Some(emoji.spellings().len()),
            _ => None,
        });
        let spelled = spelled.max().unwrap_or_default();
        if spelled == 0 || self.source.get(&row)?.is_some() {
            return Ok(Some(row));
        }
        for spelling in 0..spelled {
            let spell = |emoji: &Emoji| {
                let mut spellings = emoji.spellings();
                let last = spellings.pop().unwrap_or_default();
                spellings.into_iter().nth(spelling).unwrap_or(last)
            };
            let old = address(kept, scope, key, &person, spell, Mentions::ByAlias);
            if let Some(old) = old
                && self.source.get(&old)?.is_some()
            {
                return Ok(Some(old));
            }
        }
        Ok(Some(row))
    }
}

/// How those whom a text in a key mentions stand in a row's address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mentions {
    ByAlias,
    AsTyped,
}

/// Where a row with this key stands in a scope. `person` is asked with the field that names them, or none where a text
/// mentions them.
fn address(
    kept: &Kept,
    scope: &Keys,
    key: &[Value],
    person: impl Fn(Option<FieldId>, UserId) -> Option<Alias>,
    emoji: impl Fn(&Emoji) -> String,
    mentions: Mentions,
) -> Option<DbKey> {
    if !rules::names_a_row(&kept.store, key) {
        return None;
    }
    if kept.store.auto_key {
        return match key {
            [Value::Int(number)] => Some(layout::row(
                &scope.alias,
                kept.number,
                &layout::auto_key(*number),
            )),
            _ => None,
        };
    }
    let mut parts = Vec::new();
    let fields = (0..).map(FieldId).zip(&kept.store.fields);
    for (value, (id, field)) in key.iter().zip(fields) {
        let part = match value {
            // By alias, so that a destroyed person cannot be guessed from the keys that remain.
            Value::User(user) if field.person.is_some() => person(Some(id), *user)?.to_vec(),
            Value::Text(text) if mentions == Mentions::ByAlias && named::mentions(value) => {
                named::address(text, |user| person(None, user))?
            }
            Value::Emoji(one) => {
                let text = json!({ "type": "emoji", "value": emoji(one) });
                serde_json::to_vec(&text).ok()?
            }
            value => serde_json::to_vec(value).ok()?,
        };
        parts.push((part.len() as u64).to_be_bytes().to_vec());
        parts.push(part);
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let tag = seal::tag(&scope.tag, &parts);
    Some(layout::row(
        &scope.alias,
        kept.number,
        tag.first_chunk::<16>()?,
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        vault::{MasterKey, engines::Entry, ledger::Who, open, policy},
        vocab::{GuildId, Timestamp},
    };

    struct Rows(BTreeMap<DbKey, Vec<u8>>);

    impl Readable for Rows {
        fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
            Ok(self.0.get(key).cloned())
        }

        fn scan(&self, _: &[u8], _: usize) -> Result<Vec<Entry>, VaultError> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_row_is_found_by_its_emoji_also_where_its_key_was_spelled_out() {
        let home = tempfile::tempdir().unwrap();
        let key = MasterKey::random().unwrap();
        let (writer, _lock) =
            open::open(home.path(), &policy::shared(), &key, Timestamp(1)).unwrap();
        let shared = &writer.shared;
        let kept = shared.shape.of(policy::COMMAND).unwrap();
        let (scope, _) = shared
            .ledger
            .get_or_new(Who::server(Some(GuildId(3))))
            .unwrap();
        for (kept_as, asked_as, other) in [
            ("party:7", "fiesta:7", "party:8"),
            ("\u{2764}\u{FE0F}", "\u{2764}", "\u{1F49B}"),
            ("\u{2764}", "\u{2764}\u{FE0F}", "\u{1F49B}"),
        ] {
            let spelled = |text: &str| {
                let part = format!("{{\"type\":\"emoji\",\"value\":\"{text}\"}}");
                let length = (part.len() as u64).to_be_bytes();
                let tag = seal::tag(&scope.tag, &[&length, part.as_bytes()]);
                layout::row(&scope.alias, kept.number, tag.first_chunk::<16>().unwrap())
            };
            let find = |rows: &Rows, text: &str| {
                let key = [Value::Emoji(text.into())];
                let view = shared.view(rows);
                view.addressed(kept, &scope, &key, |_, _| None)
                    .unwrap()
                    .unwrap()
            };
            let old = Rows(BTreeMap::from([(spelled(kept_as), Vec::new())]));
            assert_eq!(find(&old, kept_as), spelled(kept_as));
            // A name that Discord no longer tells cannot be asked for, whatever the row was called by.
            if kept_as.starts_with('\u{2764}') {
                assert_eq!(find(&old, asked_as), spelled(kept_as));
            }
            assert_ne!(find(&old, other), spelled(kept_as));
            let none = Rows(BTreeMap::new());
            assert_eq!(find(&none, kept_as), find(&none, asked_as));
        }
    }
}
