//! When rows died whose bytes are still readable (`generation` says what is done about it).

use super::Shared;
use crate::{
    plan::UNREADABLE_WITHIN,
    port::VaultError,
    vault::{engines::Changes, rows::layout},
    vocab::{Duration, Timestamp},
};

/// When a turn begins at leisure, and when it is not put off any longer.
pub(in crate::vault) const BEGIN: Duration = Duration {
    ms: UNREADABLE_WITHIN.ms / 2,
};
pub(super) const FINISH: Duration = Duration {
    ms: UNREADABLE_WITHIN.ms - 3_600_000,
};
/// When the oldest death happened of which bytes are still readable, before and after the current generation began.
#[derive(Debug, Clone, Default)]
pub(in crate::vault) struct Deaths {
    pub(in crate::vault) here: Option<Timestamp>,
    /// Set while a turn is under way.
    pub(super) turning: Option<Turn>,
}

#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub(in crate::vault) since: Timestamp,
    /// Rows before this key belong to the current generation.
    pub(in crate::vault) next: Vec<u8>,
    pub(super) paused: bool,
}

impl Deaths {
    /// What the database and the ledger say when they are opened.
    pub(in crate::vault) fn open(shared: &Shared, now: Timestamp) -> Result<Self, VaultError> {
        let noted = |name| {
            let bytes = shared.engine.get(&layout::meta(name))?;
            Ok::<_, VaultError>(bytes.and_then(|bytes| layout::instant(&bytes)))
        };
        let here = noted(HERE)?;
        let mut turning = None;
        if !shared.ledger.older_generations().is_empty() {
            // Killed before the time was moved, it still stands at its first place.
            let since = noted(BEFORE)?.or(here).unwrap_or(now);
            turning = Some(Turn::new(since));
        }
        Ok(Self { here, turning })
    }

    /// Whether there is something to seal anew.
    pub(super) fn is_turning(&self) -> bool {
        self.turning.as_ref().is_some_and(|turn| !turn.paused)
    }

    /// Until the next sweep.
    pub(in crate::vault) fn pause(&mut self) {
        if let Some(turn) = &mut self.turning {
            turn.paused = true;
        }
    }
}

pub(super) const HERE: &str = "deaths";
pub(super) const BEFORE: &str = "deaths before";

impl Turn {
    pub(in crate::vault) fn new(since: Timestamp) -> Self {
        Self {
            since,
            next: vec![layout::ROW],
            paused: false,
        }
    }
}

/// The note of a first death, for the batch in which it happens.
pub(in crate::vault) fn note(changes: &mut Changes, at: Timestamp) {
    changes.insert(layout::meta(HERE), Some(at.0.to_be_bytes().to_vec()));
}

/// The notes for a database that takes another one's place: what is not put back dies now, and what had died before is
/// not forgotten. Where the other one cannot be read, its first death may be nearly due, and a turn begins at once.
pub(in crate::vault) fn replaced(today: Option<&Deaths>, now: Timestamp) -> Changes {
    let now = match today {
        Some(_) => now,
        None => now.plus(Duration { ms: -BEGIN.ms }),
    };
    let here = today.and_then(|deaths| deaths.here);
    let mut changes = Changes::new();
    note(&mut changes, here.map_or(now, |here| here.min(now)));
    if let Some(turn) = today.and_then(|deaths| deaths.turning.as_ref()) {
        let since = turn.since.0.to_be_bytes().to_vec();
        changes.insert(layout::meta(BEFORE), Some(since));
    }
    changes
}
