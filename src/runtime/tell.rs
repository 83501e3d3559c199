//! Tells a server what did not go as it was set up: in its mod-log, and where that cannot be written, its owner.
//!
//! What can come again with every event is told once in a while.

use super::core::Core;
use crate::{
    discord::{DiscordError, Payload},
    port::{Answer, Guild, Read, Settings},
    vocab::{ChannelId, GuildId, UserId},
    wording::{say, speaking},
};

impl Core {
    /// Whether something that lasts is to be told now.
    pub(super) fn is_news(&self, guild: GuildId, what: &str) -> bool {
        self.told.is_time(guild, what, self.clock.now())
    }

    /// Writes a line into the server's mod-log; its owner is told where Discord refuses it.
    pub(super) async fn tell(&self, guild: GuildId, owner: Option<UserId>, text: &str) {
        let Some(channel) = self.mod_log(guild).await else {
            return;
        };
        if let Err(error) = self.rest.post(channel, Payload::text(text)).await {
            tracing::warn!(%error, "a line of the mod-log could not be written");
            self.tell_owner(guild, owner, channel, &error).await;
        }
    }

    /// The same, once in a while.
    pub(super) async fn tell_lasting(&self, guild: GuildId, owner: Option<UserId>, text: &str) {
        if self.is_news(guild, text) {
            self.tell(guild, owner, text).await;
        }
    }

    /// That the mod-log cannot be written would otherwise stand nowhere. Its owner is told, once in a while.
    pub(super) async fn mod_log_refused(
        &self,
        guild: &Guild,
        channel: ChannelId,
        error: &DiscordError,
    ) {
        self.tell_owner(guild.id, Some(guild.owner), channel, error)
            .await;
    }

    async fn tell_owner(
        &self,
        guild: GuildId,
        owner: Option<UserId>,
        channel: ChannelId,
        error: &DiscordError,
    ) {
        let Some(owner) = owner.filter(|owner| owner.0 != 0 && error.code().is_some()) else {
            return;
        };
        let said = || {
            say!(
                "mod-log-refused",
                channel = channel.to_string(),
                link = format!("https://discord.com/channels/{guild}/{channel}"),
                why = error.for_people()
            )
        };
        let text = self.said_in(guild, said).await;
        if !self.is_news(guild, &text) {
            return;
        }
        let told = match self.rest.dm_channel(owner).await {
            Ok(dm) => self.rest.post(dm, Payload::text(&text)).await.map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            tracing::warn!(%error, "nobody in a server could be told that its mod-log cannot be written");
        }
    }

    /// The channel the server chose for the mod-log, if any.
    pub(super) async fn mod_log(&self, guild: GuildId) -> Option<ChannelId> {
        self.plan.mod_log.as_ref()?;
        self.settings(guild).await?.mod_log(&self.plan)
    }

    /// What `say` says, in the server's language.
    pub(super) async fn said_in<T>(&self, guild: GuildId, say: impl FnOnce() -> T) -> T {
        let plan = &self.plan;
        let mut language = plan.language();
        if plan.languages.len() > 1 {
            let settings = self.settings(guild).await;
            let chosen = settings.and_then(|settings| settings.language(plan));
            let usual = || Some(plan.language_for(&self.known.get(guild)?.locale));
            language = chosen.or_else(usual).unwrap_or(language);
        }
        speaking(language, say)
    }

    async fn settings(&self, guild: GuildId) -> Option<Settings> {
        let answer = self
            .vault
            .read(&Read::Settings(guild), self.clock.now())
            .await;
        match answer {
            Ok(Answer::Settings(settings)) => Some(settings),
            Ok(_) => None,
            Err(error) => {
                tracing::error!(%error, "a server's settings cannot be read");
                None
            }
        }
    }
}
