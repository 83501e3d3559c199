//! Where a value that leaves the bot can be read.

use crate::vocab::Sink;

/// A place outside the vault in which something that was told can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    ModLog,
    /// Discord's own log, which moderators read: reasons of role changes, timeouts and deletions.
    AuditLog,
    Channel,
    Dm,
    Reply,
}

impl End {
    #[must_use]
    pub fn sink(self) -> Sink {
        match self {
            Self::ModLog | Self::AuditLog => Sink::ModLog,
            Self::Channel => Sink::Channel,
            Self::Dm => Sink::Dm,
            Self::Reply => Sink::Reply,
        }
    }
}
