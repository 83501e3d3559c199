//! In which language something is said: to who asked in theirs, in a server's channels in the server's.
//!
//! A server's language is the one it chose, or Discord's for it; where the bot speaks neither, that of the policy. Of
//! somebody else than who asked, Discord does not tell the language: what they are told in private is in the server's.

use super::{round::Round, run::Run};
use crate::{
    vocab::{Language, UserId},
    wording::speaking,
};

impl Round<'_> {
    /// The server's language. While its settings are still asked for, that of the policy.
    fn of_server(&mut self) -> Language {
        let plan = self.plan;
        let Some(guild) = self
            .event
            .guild
            .as_deref()
            .filter(|_| plan.languages.len() > 1)
        else {
            return plan.language();
        };
        let chosen = self.settings(guild.id).ok();
        let chosen = chosen.and_then(|settings| settings.language(plan));
        chosen.unwrap_or_else(|| plan.language_for(&guild.locale))
    }

    /// Does `job` in the server's language, where nobody asked.
    pub(super) fn speak<T>(&mut self, job: impl FnOnce(&mut Self) -> T) -> T {
        if self.interaction().is_some() {
            return job(self);
        }
        let language = self.of_server();
        speaking(language, || job(self))
    }
}

impl Run<'_, '_> {
    /// Does `job` in the language of what stands in the server for everybody.
    pub(super) fn aloud<T>(&mut self, job: impl FnOnce(&mut Self) -> T) -> T {
        if self.round.event.guild.is_none() {
            return job(self);
        }
        let language = self.round.of_server();
        speaking(language, || job(self))
    }

    /// The one person whose language Discord tells.
    pub(super) fn who_asked(&self) -> Option<UserId> {
        let asked = self.round.interaction().is_some();
        asked.then_some(self.round.event.actor.id)
    }
}
