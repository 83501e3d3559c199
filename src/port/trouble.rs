//! Why something could not be done, for whoever runs the bot.

use std::io;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{VaultError, plainly};

/// What happened, and what to do about it. Errors that know both are made into this one by their types, so that nobody has
/// to read it out of their text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("{what}; {help}")]
pub struct Trouble {
    pub what: String,
    pub help: String,
}

impl Trouble {
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }

    /// What nobody knows a remedy for.
    pub fn unexplained(what: impl Into<String>) -> Self {
        Self::new(what, "try again; the log above may say more")
    }

    /// As an error of the disk or of a connection, which keeps what to do.
    #[must_use]
    pub fn of_kind(self, kind: io::ErrorKind) -> io::Error {
        io::Error::new(kind, self)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        inner
            .cloned()
            .unwrap_or_else(|| Self::unexplained(plainly(&error)))
    }
}

impl From<VaultError> for Trouble {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Refused { what, help } => Self { what, help },
            VaultError::Damaged { what } => {
                Self::new(format!("{what} is damaged"), VaultError::RESTORE)
            }
            VaultError::Io(error) => {
                let Self { what, help } = error.into();
                Self::new(format!("cannot reach the data: {what}"), help)
            }
            VaultError::Conflict => Self::unexplained(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_is_kept_through_an_error_of_the_disk() {
        let full = Trouble::new("the disk (sda; the second one) is full", "make room");
        let error = VaultError::Io(full.of_kind(io::ErrorKind::StorageFull));
        let text = error.to_string();
        let told = Trouble::from(error);
        assert_eq!(
            told.what,
            "cannot reach the data: the disk (sda; the second one) is full"
        );
        assert_eq!(told.help, "make room");
        assert_eq!(told.to_string(), text);
        let plain = Trouble::from(io::Error::other("broken; whatever"));
        assert_eq!(plain.what, "broken; whatever");
    }
}
