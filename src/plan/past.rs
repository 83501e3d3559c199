//! What becomes of data that an earlier policy of the bot kept: what is said with `drop` and `rename`, and what is not.
//!
//! Names of an earlier policy are held against this one. The vault asks about what it holds, `diff` about another plan.
//!
//! INVARIANT: nothing is taken to be dropped or renamed that the policy does not say so of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Field, FieldId, Owner, Plan, Store};
use crate::vocab::{Piece, Place};

/// The mod-log's channel and the like belong to no feature; `/config` calls what they belong to so.
pub const SERVER: &str = "server";

/// One `drop` or `rename`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Past {
    pub piece: Piece,
    /// The store of a field, the feature of a setting, as this policy calls it.
    pub of: Option<String>,
    pub name: String,
    /// What it is called now; none where it is dropped.
    pub to: Option<String>,
    pub at: Place,
}

impl Past {
    /// As the policy writes it: `xp.total`.
    #[must_use]
    pub fn written(&self) -> String {
        written(self.of.as_deref(), &self.name)
    }
}

fn written(of: Option<&str>, name: &str) -> String {
    of.map_or_else(|| name.to_owned(), |of| format!("{of}.{name}"))
}

/// A store's name in its file; before it stands the import where two files have it.
#[must_use]
pub fn local(store: &str) -> &str {
    store.rsplit('.').next().unwrap_or(store)
}

/// What something of an earlier policy is in this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Today<T> {
    Is(T),
    Dropped,
    Unsaid,
}

/// Something of an earlier policy that this one has no place for, and does not drop.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// It is not there any more.
    Gone { piece: Piece, name: String },
    /// It holds something else now.
    Retyped {
        piece: Piece,
        name: String,
        /// None where only the values tell.
        was: Option<String>,
        now: String,
    },
    /// Its rows are found by something else.
    Rekeyed { store: String },
    /// Every row must have it, and those that are there do not.
    Lacking { field: String },
    /// Two are to be one.
    Joined {
        piece: Piece,
        name: String,
        to: String,
    },
}

impl Gap {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Gone {
                piece: Piece::Bot,
                name,
            } => format!("write `rename bot \"{name}\" to=\"NAME\"`"),
            Self::Gone { piece, name } => {
                format!(
                    "write `drop {piece} \"{name}\"`, or `rename {piece} \"{name}\" to=\"NAME\"`"
                )
            }
            Self::Retyped { piece, name, .. } => {
                format!("give the new {piece} another name, and write `drop {piece} \"{name}\"`")
            }
            Self::Rekeyed { store } => {
                format!("give the new store another name, and write `drop store \"{store}\"`")
            }
            Self::Lacking { field } => {
                format!("give `{field}` a default, or `optional=#true`")
            }
            Self::Joined { piece, to, .. } => {
                format!("give the new {piece} `{to}` another name, to which the old one is renamed")
            }
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone { piece, name } => write!(f, "the policy has no {piece} `{name}` any more"),
            Self::Retyped {
                piece,
                name,
                was: Some(was),
                now,
            } => write!(f, "the {piece} `{name}` was {was} and is {now}"),
            Self::Retyped {
                piece, name, now, ..
            } => write!(f, "the {piece} `{name}` is {now}, and its values are not"),
            Self::Rekeyed { store } => {
                write!(f, "the key or scope of store `{store}` has changed")
            }
            Self::Lacking { field } => {
                write!(
                    f,
                    "each row must have `{field}`, and those that are there may not"
                )
            }
            Self::Joined { piece, name, to } => {
                write!(
                    f,
                    "the {piece} `{name}` is renamed to `{to}`, which has data of its own"
                )
            }
        }
    }
}

/// How rows of an earlier policy are those of a store of this one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Succession {
    /// Fields that are called something else now, by what they were called.
    pub renamed: BTreeMap<String, String>,
    /// Whether rows must be written anew: a field is renamed, dropped, or belongs to somebody else.
    pub anew: bool,
    pub gaps: Vec<Gap>,
}

impl Plan {
    fn said(&self, piece: Piece, of: Option<&str>, name: &str) -> Option<&Past> {
        let mut all = self.past.iter();
        all.find(|past| past.piece == piece && past.of.as_deref() == of && past.name == name)
    }

    /// Follows renames from a name until it is one of this policy.
    fn follow<'a>(
        &'a self,
        piece: Piece,
        of: Option<&str>,
        mut name: &'a str,
        is_here: impl Fn(&str) -> bool,
    ) -> Today<&'a str> {
        // Circles are refused, so that no road is longer.
        for _ in 0..=self.past.len() {
            if is_here(name) {
                return Today::Is(name);
            }
            match self.said(piece, of, name) {
                None => return Today::Unsaid,
                Some(Past { to: None, .. }) => return Today::Dropped,
                Some(Past { to: Some(to), .. }) => name = to,
            }
        }
        Today::Unsaid
    }

    /// The bot of an earlier policy.
    #[must_use]
    pub fn bot_today<'a>(&'a self, name: &'a str) -> Today<&'a str> {
        self.follow(Piece::Bot, None, name, |name| self.bot == name)
    }

    #[must_use]
    pub fn feature_today<'a>(&'a self, name: &'a str) -> Today<&'a str> {
        self.follow(Piece::Feature, None, name, |name| {
            name == SERVER || self.features.iter().any(|one| one.name == name)
        })
    }

    /// A store of an earlier policy, which belonged to `feature` there. It is the one of that name in its feature, wherever
    /// that stands now; one of another feature has other purposes, so that moving rows there takes a word. It goes with its
    /// feature. No feature is known of data of an early version.
    #[must_use]
    pub fn store_today<'a>(&'a self, name: &'a str, feature: &str) -> Today<&'a str> {
        let own = self.stores.iter().find(|store| {
            let of = self.feature(store.feature);
            let of = of.map(|of| of.name.as_str());
            local(&store.name) == local(name)
                && of.is_some_and(|of| self.feature_today(feature) == Today::Is(of))
        });
        if let Some(own) = own {
            return Today::Is(&own.name);
        }
        let is_store = |name: &str| self.stores.iter().any(|store| store.name == name);
        let whole = written(Some(feature), local(name));
        let of_feature = self.said(Piece::Store, None, &whole);
        let today = match of_feature.map(|past| &past.to) {
            Some(None) => Today::Dropped,
            Some(Some(to)) => self.follow(Piece::Store, None, to, is_store),
            None => self.follow(Piece::Store, None, name, |now| {
                is_store(now) && (now != name || feature.is_empty())
            }),
        };
        match (today, self.feature_today(feature)) {
            (Today::Unsaid, Today::Dropped) => Today::Dropped,
            (Today::Unsaid, Today::Is(now)) => self.made_today(name, feature, now),
            (today, _) => today,
        }
    }

    /// A store that is made for a feature, for answers or for what follows an effect, is named after it. So it goes with
    /// its feature to that one's name of today.
    fn made_today<'a>(&'a self, name: &str, feature: &str, now: &str) -> Today<&'a str> {
        let made = self.stores.iter().find(|store| {
            let of = self.feature(store.feature);
            of.is_some_and(|of| of.name == now)
                && self.is_made(store.id)
                && rest(&store.name, now).is_some_and(|of| rest(name, feature) == Some(of))
        });
        made.map_or(Today::Unsaid, |made| Today::Is(&made.name))
    }

    /// The gap that a store of an earlier policy leaves, by a name that a line of this one can have.
    #[must_use]
    pub fn gone_store(&self, name: &str, feature: &str) -> Gap {
        let is_taken = self.stores.iter().any(|store| store.name == name);
        let gone = |piece, name: String| Gap::Gone { piece, name };
        if !is_taken {
            gone(Piece::Store, name.to_owned())
        } else if self.feature_today(feature) == Today::Unsaid {
            gone(Piece::Feature, feature.to_owned())
        } else {
            gone(Piece::Store, written(Some(feature), local(name)))
        }
    }

    /// A field of a store of this policy.
    #[must_use]
    pub fn field_today<'a>(&'a self, store: &Store, name: &'a str) -> Today<&'a str> {
        self.follow(Piece::Field, Some(&store.name), name, |name| {
            store.fields.iter().any(|field| field.name == name)
        })
    }

    /// A setting of an earlier policy, as feature and name.
    #[must_use]
    pub fn setting_today<'a>(
        &'a self,
        feature: &'a str,
        name: &'a str,
    ) -> Today<(&'a str, &'a str)> {
        let feature = match self.feature_today(feature) {
            Today::Is(feature) => feature,
            Today::Dropped => return Today::Dropped,
            Today::Unsaid => return Today::Unsaid,
        };
        let today = self.follow(Piece::Setting, Some(feature), name, |name| {
            self.settings
                .iter()
                .any(|one| one.name == name && self.feature_of(one) == feature)
        });
        match today {
            Today::Is(name) => Today::Is((feature, name)),
            Today::Dropped => Today::Dropped,
            Today::Unsaid => Today::Unsaid,
        }
    }

    /// What `/config` calls the feature of a setting.
    #[must_use]
    pub fn feature_of(&self, setting: &super::Setting) -> &str {
        let feature = setting.feature.and_then(|feature| self.feature(feature));
        feature.map_or(SERVER, |feature| &feature.name)
    }

    /// What stands between rows of an earlier store and one of this policy that takes its place.
    #[must_use]
    pub fn succession(&self, before: &Store, now: &Store) -> Succession {
        let mut done = Succession::default();
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let named = |name: &str| written(Some(&now.name), name);
        for old in &before.fields {
            let name = match self.field_today(now, &old.name) {
                Today::Is(name) => name,
                Today::Dropped => {
                    done.anew = true;
                    continue;
                }
                Today::Unsaid => {
                    done.gaps.push(Gap::Gone {
                        piece: Piece::Field,
                        name: named(&old.name),
                    });
                    continue;
                }
            };
            let Some(new) = now.fields.iter().find(|field| field.name == name) else {
                continue;
            };
            if new.kind != old.kind {
                done.gaps.push(Gap::Retyped {
                    piece: Piece::Field,
                    name: named(name),
                    was: Some(old.kind.to_string()),
                    now: new.kind.to_string(),
                });
            }
            if !taken.insert(&new.name) {
                done.gaps.push(Gap::Joined {
                    piece: Piece::Field,
                    name: named(&old.name),
                    to: name.to_owned(),
                });
            }
            if is_required(new) && old.optional {
                done.gaps.push(Gap::Lacking { field: named(name) });
            }
            if name != old.name {
                done.anew = true;
                done.renamed.insert(old.name.clone(), name.to_owned());
            }
            done.anew |= (old.person.is_some(), self.owner(before, old, now))
                != (
                    new.person.is_some(),
                    owner(now, new).map(|one| one.name.as_str()),
                );
        }
        for new in now
            .fields
            .iter()
            .filter(|new| !taken.contains(new.name.as_str()))
        {
            if is_required(new) {
                let field = named(&new.name);
                done.gaps.push(Gap::Lacking { field });
            }
        }
        if self.keys(before, now) != self.keys(now, now) {
            // What else is wrong with a key is no second fault.
            done.gaps.clear();
            let store = now.name.clone();
            done.gaps.push(Gap::Rekeyed { store });
        }
        done
    }

    /// Who owns a field of an earlier store, by the name that the field with that person has now.
    fn owner<'a>(&'a self, before: &'a Store, field: &Field, now: &Store) -> Option<&'a str> {
        let owner = owner(before, field)?;
        match self.field_today(now, &owner.name) {
            Today::Is(name) => Some(name),
            Today::Dropped | Today::Unsaid => None,
        }
    }

    fn keys<'a>(&'a self, of: &'a Store, now: &Store) -> (super::Scope, bool, Vec<Key<'a>>) {
        let fields = of.fields.iter().take(of.key_len as usize);
        let fields = fields.map(|field| {
            let name = match self.field_today(now, &field.name) {
                Today::Is(name) => Some(name),
                Today::Dropped | Today::Unsaid => None,
            };
            (name, &field.kind, field.person.is_some())
        });
        (of.scope, of.auto_key, fields.collect())
    }

    /// What of an older plan this one has no place for: where there are data, a bot does not start.
    #[must_use]
    pub fn gaps_after(&self, old: &Self) -> Vec<Gap> {
        let mut gaps = BTreeSet::new();
        let gone = |piece, name: &str| Gap::Gone {
            piece,
            name: name.to_owned(),
        };
        if let Today::Dropped | Today::Unsaid = self.bot_today(&old.bot) {
            gaps.insert(gone(Piece::Bot, &old.bot));
        }
        let mut successors: BTreeMap<&str, &str> = BTreeMap::new();
        for store in old.stores.iter().filter(|store| !old.is_journal(store.id)) {
            let feature = old.feature(store.feature);
            let feature = feature.map_or("", |feature| &feature.name);
            match self.store_today(&store.name, feature) {
                Today::Dropped => {}
                Today::Unsaid => drop(gaps.insert(self.gone_store(&store.name, feature))),
                Today::Is(name) => {
                    let now = self.stores.iter().find(|now| now.name == name);
                    let more = now.map(|now| self.succession(store, now).gaps);
                    gaps.extend(more.into_iter().flatten());
                    if let Some(other) = successors.insert(name, &store.name) {
                        let both = [other, store.name.as_str()];
                        let from = both.into_iter().find(|one| *one != name);
                        gaps.insert(Gap::Joined {
                            piece: Piece::Store,
                            name: from.unwrap_or(other).to_owned(),
                            to: name.to_owned(),
                        });
                    }
                }
            }
        }
        for feature in &old.features {
            if self.feature_today(&feature.name) == Today::Unsaid {
                gaps.insert(gone(Piece::Feature, &feature.name));
            }
        }
        for setting in &old.settings {
            let feature = old.feature_of(setting);
            match self.setting_today(feature, &setting.name) {
                Today::Dropped => {}
                Today::Unsaid if self.feature_today(feature) == Today::Unsaid => {}
                Today::Unsaid => {
                    let name = written(Some(feature), &setting.name);
                    gaps.insert(gone(Piece::Setting, &name));
                }
                Today::Is((feature, name)) => {
                    let mut all = self.settings.iter();
                    let now = all.find(|one| one.name == name && self.feature_of(one) == feature);
                    if let Some(now) = now.filter(|now| now.kind != setting.kind) {
                        gaps.insert(Gap::Retyped {
                            piece: Piece::Setting,
                            name: written(Some(feature), name),
                            was: Some(setting.kind.to_string()),
                            now: now.kind.to_string(),
                        });
                    }
                }
            }
        }
        gaps.into_iter().collect()
    }
}

/// What follows the feature in the name of a store that is made for it.
fn rest<'a>(store: &'a str, feature: &str) -> Option<&'a str> {
    store.strip_prefix(feature)?.strip_prefix('-')
}

/// Name now, type, and whether it is a person.
type Key<'a> = (Option<&'a str>, &'a crate::vocab::Type, bool);

/// Whether a row without it is not whole.
fn is_required(field: &Field) -> bool {
    !field.optional && field.default.is_none()
}

/// The field with the person to whom this one belongs; none where it is nobody's.
fn owner<'a>(store: &'a Store, field: &Field) -> Option<&'a Field> {
    match field.person.unwrap_or(field.owner) {
        Owner::Subject(FieldId(of)) | Owner::Party(FieldId(of)) => store.fields.get(of as usize),
        Owner::Guild => None,
    }
}
