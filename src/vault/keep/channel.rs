//! Channels with which rows go: which there are, and what becomes of rows whose channel was deleted.
//!
//! Which channel a row names is sealed, so that the rows of a store are gone through. When it was deleted stands with the
//! row, for a policy that shortens the grace later.
//!
//! INVARIANT: a channel that is deleted never comes back. Only a row that names another one from then on stays.

use std::collections::BTreeSet;

use super::{transaction::Transaction, view::View};
use crate::{
    port::VaultError,
    sabotage::{Saboteur, off},
    vault::{
        engines::Readable,
        ledger::Who,
        rows::{layout, record::Record, rules, schema::Kept},
    },
    vocab::{ChannelId, GuildId, Timestamp, Value},
};

impl<S: Readable + ?Sized> View<'_, S> {
    /// Those that rows go with, of which nobody has told yet that they are deleted.
    pub(in crate::vault) fn channels(
        &self,
        guild: Option<GuildId>,
    ) -> Result<Vec<ChannelId>, VaultError> {
        let Some(scope) = self.ledger.get(Who::server(guild)) else {
            return Ok(Vec::new());
        };
        let mut channels = BTreeSet::new();
        for kept in self.shape.all().filter(|kept| kept.channel.is_some()) {
            let rows = layout::store_prefix(&scope.alias, kept.number);
            self.source.each(&rows, &mut |row, bytes| {
                let record = Record::decode(row, bytes)?;
                if record.channel_gone.is_none() && !self.is_ended(kept, row)? {
                    channels.extend(self.channel_of(kept, row, &record)?);
                }
                Ok(())
            })?;
        }
        Ok(channels.into_iter().collect())
    }

    fn channel_of(
        &self,
        kept: &Kept,
        row: &[u8],
        record: &Record,
    ) -> Result<Option<ChannelId>, VaultError> {
        let opened = self.opened(kept, row, record)?;
        Ok(opened.and_then(|opened| kept.channel_of(&opened.values)))
    }
}

impl Transaction<'_, '_> {
    pub(super) fn channel_removed(
        &mut self,
        guild: Option<GuildId>,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<(), VaultError> {
        let Some(scope) = self.ledger.get(Who::server(guild)).map(|keys| keys.alias) else {
            return Ok(());
        };
        let shape = self.shape;
        for kept in shape.all().filter(|kept| kept.channel.is_some()) {
            let rows = layout::store_prefix(&scope, kept.number);
            for (row, bytes) in self.overlay.scan(&rows, usize::MAX)? {
                let old = Record::decode(&row, &bytes)?;
                if off(Saboteur::ChannelRemoved)
                    || self.view().channel_of(kept, &row, &old)? != Some(channel)
                {
                    continue;
                }
                let channel_gone = rules::earlier(old.channel_gone, Some(since));
                let new = Record {
                    deadlines: old
                        .deadlines
                        .with_channel(channel_gone, kept.channel_grace()),
                    channel_gone,
                    ..old.clone()
                };
                self.planned(kept, &row, &old, &new)?;
            }
        }
        Ok(())
    }

    /// When the channel was deleted that a row goes with, where it goes with the same one from now on.
    pub(super) fn still_gone(
        &self,
        kept: &Kept,
        row: &[u8],
        old: &Record,
        values: &[Value],
    ) -> Result<Option<Timestamp>, VaultError> {
        if old.channel_gone.is_none() {
            return Ok(None);
        }
        let is_same = self.view().channel_of(kept, row, old)? == kept.channel_of(values);
        Ok(old.channel_gone.filter(|_| is_same))
    }
}
