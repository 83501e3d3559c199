//! Mentions that people type into what is kept belong to whom they name.
//!
//! In the database a text holds the place of a mention in a list beside it, and each person in the list is sealed under
//! their own secret, in a section of their own. So a text reads back as it was typed as long as those it mentions are
//! there. Erasing somebody leaves [`somebody`] in every text, also in copies in free pages, log and backups, since the
//! text never held their id.
//!
//! ```text
//! text            MARK place MARK, or MARK ! place MARK for `<@!id>`; MARK MARK for MARK itself
//! section         owner `@` place, or `@=` place for who stands in the key; sealed {owner: their id}
//! ```
//!
//! A row without such a section has its texts as they are, also where MARK stands in them: so have rows from before.
//!
//! People whom a setting of type `who` names are in the list as well; their places stand for their ids. Who is erased is
//! not in the setting any more.
//!
//! INVARIANT: what `hidden` gives holds no mention of a person, and nobody's id.

use std::{borrow::Cow, collections::BTreeMap, fmt::Write as _};

use crate::{
    plan::Store,
    vault::ledger::seal::Alias,
    vocab::{Holder, UserId, Value},
    wording::say,
};

/// U+001A, which stands for what cannot be shown.
const MARK: char = '\u{1a}';
/// People that one row names. More are [`somebody`] at once: a message notifies no more either.
const PEOPLE_MAX: usize = 100;
const OWNER: &str = "@";
const OWNER_IN_KEY: &str = "@=";

/// People whom the texts of a row mention, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::vault) struct Named {
    people: Vec<UserId>,
    /// How many of them, from the first on, stand in the key.
    in_key: usize,
}

/// A mention in a text: whom, and whether with `!`.
struct Mention {
    user: UserId,
    bang: bool,
}

/// Whether a section is of somebody whom a text mentions, and not of a field's owner.
pub(in crate::vault) fn is_named(owner: &str) -> bool {
    owner.starts_with(OWNER)
}

/// Whether they stand in the row's key, so that the row goes with them.
pub(in crate::vault) fn is_in_key(owner: &str) -> bool {
    owner.starts_with(OWNER_IN_KEY)
}

/// Who reads instead of a person who is nobody any more.
pub(in crate::vault) fn somebody() -> String {
    say!("somebody")
}

impl Named {
    /// Those in a row, whose values begin with the key's.
    pub(in crate::vault) fn of(store: &Store, values: &[Value]) -> Self {
        let mut named = Self::default();
        for (at, value) in (0..).zip(values) {
            named.look(value);
            if at < store.key_len {
                named.in_key = named.people.len();
            }
        }
        named
    }

    /// Those in values that have no key.
    pub(in crate::vault) fn among<'v>(values: impl IntoIterator<Item = &'v Value>) -> Self {
        let mut named = Self::default();
        let values: Vec<&Value> = values.into_iter().collect();
        // First those whom a server chose: they are few enough, and nobody of them may be lost.
        for value in &values {
            if let Value::Who(who) = value {
                who.people().for_each(|user| named.take_in(user));
            }
        }
        for value in values {
            named.look(value);
        }
        named
    }

    fn look(&mut self, value: &Value) {
        for text in texts(value) {
            each(text, &mut |part| {
                if let Part::Mention(mention) = part {
                    self.take_in(mention.user);
                }
            });
        }
    }

    fn take_in(&mut self, user: UserId) {
        if self.people.len() < PEOPLE_MAX && !self.people.contains(&user) {
            self.people.push(user);
        }
    }

    fn place(&self, user: UserId) -> Option<usize> {
        self.people.iter().position(|one| *one == user)
    }

    pub(in crate::vault) fn people(&self) -> impl Iterator<Item = UserId> {
        self.people.iter().copied()
    }

    /// As who they stand in the row, with who they are.
    pub(in crate::vault) fn owners(&self) -> impl Iterator<Item = (String, UserId)> {
        let people = self.people.iter().enumerate();
        people.map(|(place, user)| {
            let owner = if place < self.in_key {
                OWNER_IN_KEY
            } else {
                OWNER
            };
            (format!("{owner}{place}"), *user)
        })
    }

    /// A value as it is kept.
    pub(in crate::vault) fn hidden<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        if self.people.is_empty() {
            return Cow::Borrowed(value);
        }
        if let Value::Who(who) = value {
            let place = |user| self.place(user)?.try_into().ok();
            let hidden = |holder| match holder {
                Holder::Role(_) => Some(holder),
                Holder::Person(user) => place(user).map(|at| Holder::Person(UserId(at))),
            };
            return Cow::Owned(Value::Who(who.map(hidden)));
        }
        changed(value, |text| self.hidden_text(text))
    }

    fn hidden_text(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        each(text, &mut |part| match part {
            Part::Text(text) => {
                for c in text.chars() {
                    kept.push(c);
                    if c == MARK {
                        kept.push(c);
                    }
                }
            }
            Part::Mention(Mention { user, bang }) => {
                match self.place(user) {
                    // Writing into a String does not fail.
                    Some(place) => {
                        let bang = if bang { "!" } else { "" };
                        let _ = write!(kept, "{MARK}{bang}{place}{MARK}");
                    }
                    None => kept.push_str(&somebody()),
                }
            }
        });
        kept
    }
}

/// The part of a row's address that a text in its key is: by alias, so that a destroyed person cannot be guessed from the
/// keys that remain. None where somebody whom it mentions has none.
pub(in crate::vault) fn address(
    text: &str,
    person: impl Fn(UserId) -> Option<Alias>,
) -> Option<Vec<u8>> {
    let mut part = Some(Vec::new());
    each(text, &mut |of| match of {
        Part::Text(text) => {
            if let Some(part) = &mut part {
                part.extend_from_slice(text.as_bytes());
            }
        }
        Part::Mention(mention) => {
            let alias = person(mention.user);
            part = part.take().zip(alias).map(|(mut part, alias)| {
                // No text has this byte.
                part.push(0xff);
                part.push(u8::from(mention.bang));
                part.extend_from_slice(&alias);
                part
            });
        }
    });
    part
}

/// Whether a text of a value mentions this person.
pub(in crate::vault) fn mentions_person(value: &Value, user: UserId) -> bool {
    let mut found = false;
    for text in texts(value) {
        each(text, &mut |part| {
            found |= matches!(part, Part::Mention(mention) if mention.user == user);
        });
    }
    found
}

/// Whether a value mentions somebody.
pub(in crate::vault) fn mentions(value: &Value) -> bool {
    !Named::among([value]).people.is_empty()
}

/// Takes the people of a row's sections out of its values, and shows them in its texts: those who are there as they were
/// typed. `found` is what the sections hold, `lost` whether one of somebody could not be read.
pub(in crate::vault) fn shown(found: &mut BTreeMap<String, Value>, lost: bool) {
    let people: BTreeMap<String, Value> = found
        .extract_if(.., |name, _| is_named(name))
        .map(|(name, value)| {
            let place = name.trim_start_matches(['@', '=']).to_owned();
            (place, value)
        })
        .collect();
    if people.is_empty() && !lost {
        return;
    }
    for value in found.values_mut() {
        if let Value::Who(who) = value {
            *who = who.map(|holder| match holder {
                Holder::Role(_) => Some(holder),
                Holder::Person(place) => match people.get(&place.to_string()) {
                    Some(Value::User(user)) => Some(Holder::Person(*user)),
                    Some(_) | None => None,
                },
            });
        } else if let Cow::Owned(text) = changed(value, |text| shown_text(text, &people)) {
            *value = text;
        }
    }
}

fn shown_text(text: &str, people: &BTreeMap<String, Value>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        shown.push_str(before);
        let Some((place, after)) = after.split_once(MARK) else {
            shown.push(MARK);
            rest = after;
            continue;
        };
        rest = after;
        if place.is_empty() {
            shown.push(MARK);
            continue;
        }
        let (bang, place) = place
            .strip_prefix('!')
            .map_or(("", place), |place| ("!", place));
        match people.get(place) {
            Some(Value::User(user)) => {
                let _ = write!(shown, "<@{bang}{user}>");
            }
            _ => shown.push_str(&somebody()),
        }
    }
    shown.push_str(rest);
    shown
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text],
        Value::Words(words) => words.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The value with its texts changed.
fn changed(value: &Value, change: impl Fn(&str) -> String) -> Cow<'_, Value> {
    match value {
        Value::Text(text) => Cow::Owned(Value::Text(change(text))),
        Value::Words(words) => Cow::Owned(Value::Words(
            words.iter().map(|word| change(word)).collect(),
        )),
        _ => Cow::Borrowed(value),
    }
}

enum Part<'t> {
    Text(&'t str),
    Mention(Mention),
}

/// A text in parts. A mention is a number as Discord writes it, without sign and leading zeros.
fn each<'t>(text: &'t str, see: &mut impl FnMut(Part<'t>)) {
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|rest| rest.find("<@")) {
        let start = from + at;
        let Some((mention, length)) = rest.get(start..).and_then(mention) else {
            from = start + 2;
            continue;
        };
        see(Part::Text(rest.get(..start).unwrap_or_default()));
        see(Part::Mention(mention));
        rest = rest.get(start + length..).unwrap_or_default();
        from = 0;
    }
    see(Part::Text(rest));
}

/// The mention at the start of a text, and its length.
fn mention(text: &str) -> Option<(Mention, usize)> {
    let inner = text.strip_prefix("<@")?;
    let (inner, _) = inner.split_once('>')?;
    let (bang, digits) = inner
        .strip_prefix('!')
        .map_or((false, inner), |digits| (true, digits));
    let user: u64 = digits.parse().ok()?;
    (user.to_string() == digits).then_some((
        Mention {
            user: UserId(user),
            bang,
        },
        inner.len() + 3,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::{RoleId, Who};

    fn round(texts: &[&str], lost: &[u64]) -> Vec<Value> {
        let values: Vec<Value> = texts
            .iter()
            .map(|one| Value::Text((*one).to_owned()))
            .collect();
        let named = Named::among(&values);
        let mut found: BTreeMap<String, Value> = named
            .owners()
            .filter(|(_, user)| !lost.contains(&user.0))
            .map(|(owner, user)| (owner, Value::User(user)))
            .collect();
        for (at, value) in values.iter().enumerate() {
            let hidden = named.hidden(value).into_owned();
            assert!(!mentions(&hidden), "{hidden:?}");
            found.insert(format!("f{at}"), hidden);
        }
        shown(&mut found, !lost.is_empty());
        found.into_values().collect()
    }

    #[test]
    fn a_text_reads_back_as_it_was_typed_while_everybody_is_there() {
        for text in [
            "",
            "nobody",
            "together with <@123456789012345678>",
            "<@!1><@1> <@2>",
            "<@01> <@+1> <@ 1> <@> <@1 <@&7> <#8> <@18446744073709551616>",
            "\u{1a}0\u{1a} and \u{1a}\u{1a} and <@5>\u{1a}",
            "\u{1a} alone",
            "<@<@4>>",
        ] {
            assert_eq!(round(&[text], &[]), [Value::Text(text.to_owned())]);
        }
    }

    #[test]
    fn whom_a_server_named_is_out_of_the_setting_once_they_are_lost() {
        let person = |id| Holder::Person(UserId(id));
        let mut who = Who::only(Holder::Role(RoleId(1)));
        who.allow(person(7));
        who.deny(person(8));
        let value = Value::Who(who.clone());
        let crowd: Vec<String> = (1_000..1_200).map(|user| format!("<@{user}>")).collect();
        let crowd = Value::Text(crowd.join(" "));
        let named = Named::among([&crowd, &value]);
        let hidden = named.hidden(&value).into_owned();
        let Value::Who(stored) = &hidden else {
            panic!("{hidden:?}");
        };
        assert!(stored.people().all(|place| place.0 < 100), "{stored:?}");
        let read = |lost: Option<u64>| {
            let mut found: BTreeMap<String, Value> = named
                .owners()
                .filter(|(_, user)| Some(user.0) != lost)
                .map(|(owner, user)| (owner, Value::User(user)))
                .collect();
            found.insert("Sstaff".to_owned(), hidden.clone());
            shown(&mut found, lost.is_some());
            found.remove("Sstaff").unwrap()
        };
        assert_eq!(read(None), value);
        who.remove(person(7));
        assert_eq!(read(Some(7)), Value::Who(who));
    }

    #[test]
    fn whoever_is_lost_reads_as_somebody_and_the_others_as_themselves() {
        assert_eq!(
            round(&["<@1>, <@!2> and <@1>", "\u{1a}0\u{1a} <@2>"], &[2]),
            ["<@1>, somebody and <@1>", "\u{1a}0\u{1a} somebody"]
                .map(|text| Value::Text(text.to_owned()))
        );
        assert_eq!(round(&["<@7>"], &[7]), [Value::Text("somebody".to_owned())]);
    }

    #[test]
    fn of_more_people_than_a_row_can_name_the_last_are_somebody_at_once() {
        let all: Vec<String> = (1..=102).map(|user| format!("<@{user}>")).collect();
        let [Value::Text(text)] = &round(&[&all.join(" ")], &[])[..] else {
            panic!("not one text");
        };
        assert!(text.ends_with("<@99> <@100> somebody somebody"), "{text}");
    }

    #[test]
    fn an_address_has_nobodys_id() {
        let known = |user: UserId| (user.0 == 7).then_some([9; 16]);
        let part = address("a <@7>", known).unwrap();
        assert!(part.starts_with(b"a \xff\0") && part.ends_with(&[9; 16]));
        assert_eq!(address("a <@8>", known), None);
        assert_eq!(address("a", known).unwrap(), b"a");
    }
}
