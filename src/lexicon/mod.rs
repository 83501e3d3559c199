//! Every word of the language that stands for something on Discord, or for what is computed with it, each as one row.
//!
//! Imports only `vocab`. What a word takes, reads, needs, does and is called follows from its row; the rooms after this
//! one ask the row and never match on the word. A plan holds rows by reference and writes their names.
//!
//! To add a word, add its row here; the compiler and `tests/lexicon.rs` ask for the rest (see `ARCHITECTURE.md`).

mod args;
pub mod deed;
mod end;
mod entry;
pub mod event;
pub mod function;
pub mod kind;
pub mod length;
pub mod source;
pub mod text;

pub use args::{Args, Given, Openers};
pub use deed::{DEEDS, Deed, Goes, Guard, Makes, Need, Param, Rank, Takes};
pub use end::{End, Mark};
pub use entry::{Entry, entries};
pub use event::{Answers, EVENTS, Event, STARTS, claimable};
pub use function::{FUNCTIONS, Function};
pub use kind::{Datum, Kind, OptionKind};
pub use length::{LENGTHS, Length};
pub use source::{About, Gives, Held, OF_MEMBER, PERSON, SIGN_IN, SOURCES, Source, person};

/// Rows are told apart by their names, and plans hold them by name.
macro_rules! by_name {
    ($row:ident, $all:expr, $what:literal) => {
        impl PartialEq for $row {
            fn eq(&self, other: &Self) -> bool {
                self.name == other.name
            }
        }

        impl Eq for $row {}

        impl PartialOrd for $row {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $row {
            /// As their table lists them.
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                let place = |row: &Self| $all.into_iter().position(|one| one.name == row.name);
                place(self).cmp(&place(other))
            }
        }

        impl std::fmt::Debug for $row {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name)
            }
        }

        impl serde::Serialize for $row {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name)
            }
        }

        impl<'de> serde::Deserialize<'de> for &'static $row {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                let found = $all.into_iter().find(|row| row.name == name);
                found.ok_or_else(|| {
                    serde::de::Error::custom(format!(concat!("`{}` is not ", $what), name))
                })
            }
        }

        impl schemars::JsonSchema for $row {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($row).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: Vec<&str> = $all.into_iter().map(|row| row.name).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }
    };
}
use by_name;
