//! Whether the bot is in a server: an outage is not a departure.
//!
//! Reads what the gateway says and what `GET /guilds/{id}` says; writes `Op::GuildPresent` and `Op::GuildRemoved`.
//!
//! INVARIANT: a removal is written only after Discord confirmed it (403 or 404), and counts from when it was first
//! noticed, or, where the bot was away, from the last proof of presence (`contact`); whatever proves presence before that
//! ends the doubt, and afterwards cancels the removal.

use super::core::Core;
use crate::{
    discord::Happening,
    port::Op,
    vocab::{GuildId, Timestamp},
};

impl Core {
    /// The bot is in the server: cancels a removal that was written.
    pub(super) async fn guild_present(&self, guild: GuildId) {
        if self.presence.removed(guild).is_none() {
            return;
        }
        match self.write_presence(Op::GuildPresent { guild }).await {
            Ok(()) => self.presence.set_removed(guild, None),
            Err(error) => tracing::error!(%error, "a return to a server could not be written"),
        }
    }

    /// Asks Discord whether the bot was removed, and writes it down if so.
    pub(super) async fn confirm_removal(&self, guild: GuildId) {
        if self.presence.since(guild).is_none() {
            return;
        }
        let answer = self.rest.is_in_guild(guild).await;
        // What proved presence while the question was under way has ended the doubt.
        let Some(since) = self.presence.since(guild) else {
            return;
        };
        match answer {
            Ok(true) => self.presence.trust(guild),
            Ok(false) => match self.write_presence(Op::GuildRemoved { guild, since }).await {
                Ok(()) => {
                    self.presence.set_removed(guild, Some(since));
                    self.members.forget(|(of, _)| *of == guild);
                    self.channels.forget(|(of, _)| *of == Some(guild));
                    self.meters.removals.one();
                    tracing::info!("the bot's removal from a server is confirmed");
                }
                Err(error) => {
                    tracing::error!(%error, "a removal could not be written");
                    self.presence.postpone(guild);
                }
            },
            Err(error) => {
                tracing::info!(%error, "a removal could not be confirmed yet");
                self.presence.postpone(guild);
            }
        }
    }

    /// A session begins: servers with data that Discord does not name may have removed the bot since `since`.
    pub(super) async fn compare_guilds(
        &self,
        named: &[GuildId],
        shard: (u64, u64),
        since: Timestamp,
    ) -> Vec<GuildId> {
        let kept = match self.vault.guilds().await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::error!(%error, "servers could not be compared with those in the vault");
                return Vec::new();
            }
        };
        let ours = kept
            .into_iter()
            .map(|(guild, _)| guild)
            .filter(|guild| Happening::is_of_shard(*guild, shard));
        let mut doubted = Vec::new();
        for guild in ours {
            if named.contains(&guild) {
                self.presence.trust(guild);
                self.guild_present(guild).await;
            } else {
                self.presence.doubt(guild, since);
                doubted.push(guild);
            }
        }
        doubted
    }
}
