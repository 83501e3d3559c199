//! Channels that may be deleted: those that rows go with are asked for when Discord says so, and when the bot comes back.
//!
//! Reads which channels rows of the vault go with, and what `GET /channels/{c}` says; writes `Op::ChannelRemoved`, counted
//! from when Discord told, or, where the bot was away, from the last proof of presence (`contact`).
//!
//! INVARIANT: only Discord's own words that there is no such channel are a deletion, and not of a server in an outage, or
//! one that may have removed the bot; any other answer is asked for again later. Discord does not tell of the threads that
//! go with a channel, so that all of a server are asked for then.

use std::sync::Arc;

use super::{core::Core, doubts::Place};
use crate::{
    plan::Plan,
    port::{Guild, Op},
    vocab::{ChannelId, ChannelKind, GuildId, Timestamp},
};

impl Core {
    /// Events may have been missed since `since`: of a server, or of what belongs to none. Those that Discord has just
    /// told are there.
    pub(super) async fn doubt_channels(
        &self,
        guild: Option<GuildId>,
        since: Timestamp,
        is_there: impl Fn(ChannelId) -> bool,
    ) {
        if !counts_channels(&self.plan) {
            return;
        }
        match self.vault.channels(guild).await {
            Ok(channels) => {
                for channel in channels.into_iter().filter(|one| !is_there(*one)) {
                    let place = (guild, channel);
                    self.channels.doubt(place, since, false, &self.progress);
                }
            }
            Err(error) => {
                tracing::error!(%error, "which channels may be deleted could not be read");
            }
        }
    }

    /// Discord says that a channel was deleted, or a thread. In the server's lane.
    pub(super) async fn channel_gone(
        &self,
        server: &Arc<Guild>,
        gone: ChannelId,
        is_thread: bool,
        at: Timestamp,
    ) {
        let stays = |channel: ChannelId| {
            let known = server.channels.get(&channel);
            channel != gone
                && (is_thread || known.is_some_and(|one| one.kind != ChannelKind::Thread))
        };
        self.doubt_channels(Some(server.id), at, stays).await;
        self.doubt_channels(None, at, |channel| channel != gone)
            .await;
    }

    /// Asks beside the lanes, so that events go on: no event brings a channel back.
    pub(super) async fn look_up_channel(&self, place: Place) {
        let Some((since, _)) = self.channels.since(place) else {
            return;
        };
        let (guild, channel) = place;
        let is_unsure = match guild {
            Some(guild) => self.contact.is_away(guild) || self.presence.is_doubted(guild),
            None => self.contact.is_any_away(),
        };
        if is_unsure {
            return self.channels.postpone(place);
        }
        match self.rest.has_channel(channel).await {
            Ok(true) => return self.channels.trust(place),
            Ok(false) => {}
            Err(error) => {
                tracing::info!(%error, "whether a channel is still there could not be told yet");
                return self.channels.postpone(place);
            }
        }
        let op = Op::ChannelRemoved {
            guild,
            channel,
            since,
        };
        match self.write_presence(op).await {
            Ok(()) => self.channels.trust(place),
            Err(error) => {
                tracing::error!(%error, "that a channel was deleted could not be written");
                self.channels.postpone(place);
            }
        }
    }
}

/// Whether some store's rows go with a channel.
fn counts_channels(plan: &Plan) -> bool {
    plan.stores.iter().any(|store| {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger.channel().is_some())
    })
}
