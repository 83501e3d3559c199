//! The ways in which `/config` changes a setting.

use crate::vocab::Type;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amend {
    Set,
    Add,
    Remove,
    Deny,
}

impl Amend {
    pub const ALL: [Self; 4] = [Self::Set, Self::Add, Self::Remove, Self::Deny];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Deny => "deny",
        }
    }

    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Whether a setting of this type can be changed so.
    #[must_use]
    pub fn takes(self, kind: &Type) -> bool {
        match self {
            Self::Set => true,
            Self::Add | Self::Remove => kind.is_list() || *kind == Type::Who,
            Self::Deny => *kind == Type::Who,
        }
    }
}
