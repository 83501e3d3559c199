//! Carries out what was decided, in order, each action with its fallback.
//!
//! Reads actions of the router; everything they change is on disk already. An action that Discord refuses does not stop
//! the ones after it, with one exception: when what was asked for did not happen (a role, a timeout, a deletion), the
//! invoker is told so, and not by a later reply that it did.

use super::{
    core::Core,
    turn::{Ask, Turn},
};
use crate::{
    discord::{DiscordError, Payload},
    lexicon::event::ENDED,
    port::{Action, ActionKind, Answer, EventKind, InteractionKind, Made, Pending, Read},
    vocab::{ChannelId, GuildId},
    wording::say,
};

impl Turn {
    pub(super) async fn act(&self, core: &Core, actions: Vec<Action>) {
        self.act_all(core, actions).await;
        let Some(responder) = &self.responder else {
            return;
        };
        if !self.is_typing()
            && let Err(error) = responder.finish().await
        {
            tracing::warn!(%error, "an interaction could not be ended");
        }
    }

    /// Whether something that was asked for did not happen.
    async fn act_all(&self, core: &Core, actions: Vec<Action>) -> bool {
        let mut in_vain = false;
        for action in actions {
            let is_answer = matches!(
                action.kind,
                ActionKind::Reply { .. } | ActionKind::UpdateMessage { .. }
            );
            if in_vain && is_answer {
                continue;
            }
            match self.carry_out(core, &action.kind).await {
                Ok(made) => {
                    core.meters.effects.one();
                    if let Some(pending) = &action.then {
                        in_vain |= self.go_on(core, pending, made).await;
                    }
                }
                Err(error) => {
                    core.meters.refused.one();
                    let at = action
                        .at
                        .as_ref()
                        .map(|at| format!("{}:{}", at.file, at.first_line));
                    tracing::warn!(%error, ?at, action = name(&action.kind), "an action was refused");
                    match &action.then {
                        Some(pending) => self.give_up(core, &action, pending, &error).await,
                        None => self.fall_back(core, &action, &error).await,
                    }
                    in_vain |= action.then.is_some() || is_deed(&action.kind);
                }
            }
        }
        in_vain
    }

    /// Carries out the steps that waited for an action. Whether something that they were to do did not happen.
    async fn go_on(&self, core: &Core, pending: &Pending, made: Option<Made>) -> bool {
        match self.decide(core, Ask::Follow(pending, made)).await {
            Ok(actions) => Box::pin(self.act_all(core, actions)).await,
            // The entry stays, and is told of or taken up again like one after a crash.
            Err(error) => {
                self.fail(core, &error).await;
                true
            }
        }
    }

    /// Discord refused, or did not answer. What can be asked for again is, later; anything else is over.
    async fn give_up(&self, core: &Core, action: &Action, pending: &Pending, error: &DiscordError) {
        if self.is_ending() {
            return self.give_up_ending(core, action, pending, error).await;
        }
        if error.is_doubt() && is_repeatable(&action.kind) {
            self.try_later(core);
            return;
        }
        core.drop_entry(&pending.entry).await;
        if error.is_doubt() || self.is_late {
            core.tell_doubt(&pending.entry).await;
        }
        if self.responder.is_some() || !error.is_doubt() && !self.is_late {
            self.fall_back(core, action, error).await;
        }
    }

    /// The same where a row ended: what can be asked for again is, and so is what Discord did not look at.
    async fn give_up_ending(
        &self,
        core: &Core,
        action: &Action,
        pending: &Pending,
        error: &DiscordError,
    ) {
        let repeatable = match &action.kind {
            ActionKind::Do { deed, .. } => deed.makes.is_none_or(|makes| makes.again),
            ActionKind::Reply { .. }
            | ActionKind::UpdateMessage { .. }
            | ActionKind::Choices(_)
            | ActionKind::Send { .. }
            | ActionKind::Dm { .. }
            | ActionKind::RefreshCommands { .. } => false,
        };
        if error.is_later() || error.is_doubt() && repeatable {
            core.set_begun(&pending.entry, false).await;
            return self.try_later(core);
        }
        core.drop_entry(&pending.entry).await;
        if error.is_doubt() {
            core.tell_doubt(&pending.entry).await;
        } else if action.otherwise.is_some() {
            self.fall_back(core, action, error).await;
        } else {
            core.tell_refusal(&pending.entry, error).await;
        }
    }

    fn try_later(&self, core: &Core) {
        if let Some(guild) = &self.event.guild {
            core.unfinished.add(guild);
        }
    }

    fn is_ending(&self) -> bool {
        match self.event.kind {
            EventKind::Happened(what) => *what == ENDED,
            EventKind::Interaction(_) => false,
        }
    }

    fn is_typing(&self) -> bool {
        match &self.event.kind {
            EventKind::Interaction(interaction) => {
                matches!(interaction.kind, InteractionKind::Autocomplete { .. })
            }
            EventKind::Happened(_) => false,
        }
    }

    /// Gives what the action made, where something can follow from it.
    async fn carry_out(
        &self,
        core: &Core,
        action: &ActionKind,
    ) -> Result<Option<Made>, DiscordError> {
        let rest = &core.rest;
        match action {
            ActionKind::Send { channel, message } => {
                let sent = rest.post(*channel, Payload::new(message)).await?;
                return Ok(Some(Made::Message(*channel, sent)));
            }
            ActionKind::Do { deed, args } => {
                let made = rest.carry_out(deed, args, core.clock.now()).await?;
                return Ok(made.map(Made::Channel));
            }
            ActionKind::Reply { ephemeral, message } => {
                self.reply(core, Payload::new(message), *ephemeral).await
            }
            ActionKind::UpdateMessage { message } => match &self.responder {
                Some(responder) => responder.update(Payload::new(message)).await,
                None => Ok(()),
            },
            ActionKind::Choices(choices) => match &self.responder {
                Some(responder) => responder.choices(choices).await,
                None => Ok(()),
            },
            ActionKind::Dm { user, message } => {
                let channel = rest.dm_channel(*user).await?;
                rest.post(channel, Payload::new(message)).await.map(drop)
            }
            ActionKind::RefreshCommands { guild } => core.refresh_commands(*guild).await,
        }?;
        Ok(None)
    }

    /// Answers the interaction; elsewhere replies to the message, or in the channel, of the event.
    async fn reply(
        &self,
        core: &Core,
        message: Payload,
        ephemeral: bool,
    ) -> Result<(), DiscordError> {
        if let Some(responder) = &self.responder {
            return responder.reply(message, ephemeral).await;
        }
        let Some(channel) = self.event.channel.filter(|_| !self.is_late) else {
            return Ok(());
        };
        let message = match self.event.message() {
            Some(id) => message.replying_to(id),
            None => message,
        };
        core.rest.post(channel, message).await.map(drop)
    }

    /// Says that Discord refused: to the invoker where there is one, to the mod-log otherwise.
    async fn fall_back(&self, core: &Core, action: &Action, error: &DiscordError) {
        let said = if let Some(responder) = &self.responder {
            let text = action
                .otherwise
                .clone()
                .unwrap_or_else(|| say!("refused-in-part", why = error.for_people()));
            responder.reply(Payload::text(&text), true).await
        } else if let (Some(text), Some(guild)) = (&action.otherwise, &self.event.guild) {
            match mod_log(core, guild.id).await {
                Some(channel) => core.rest.post(channel, Payload::text(text)).await.map(drop),
                None => Ok(()),
            }
        } else {
            Ok(())
        };
        if let Err(error) = said {
            tracing::warn!(%error, "a refusal could not be told");
        }
    }
}

/// The channel the server chose for the mod-log, if any.
pub(super) async fn mod_log(core: &Core, guild: GuildId) -> Option<ChannelId> {
    core.plan.mod_log.as_ref()?;
    let answer = core.vault.read(&Read::Settings(guild)).await;
    match answer {
        Ok(Answer::Settings(settings)) => settings.mod_log(&core.plan),
        Ok(_) => None,
        Err(error) => {
            tracing::error!(%error, "the mod-log's setting cannot be read");
            None
        }
    }
}

/// What a person asks for by a command, other than words.
fn is_deed(kind: &ActionKind) -> bool {
    match kind {
        ActionKind::Do { deed, .. } => deed.weighs,
        ActionKind::Reply { .. }
        | ActionKind::UpdateMessage { .. }
        | ActionKind::Choices(_)
        | ActionKind::Send { .. }
        | ActionKind::Dm { .. }
        | ActionKind::RefreshCommands { .. } => false,
    }
}

/// Whether asking for it again makes no second one.
fn is_repeatable(kind: &ActionKind) -> bool {
    match kind {
        ActionKind::Do { deed, .. } => deed.makes.is_some_and(|makes| makes.again),
        ActionKind::Reply { .. }
        | ActionKind::UpdateMessage { .. }
        | ActionKind::Choices(_)
        | ActionKind::Send { .. }
        | ActionKind::Dm { .. }
        | ActionKind::RefreshCommands { .. } => false,
    }
}

fn name(kind: &ActionKind) -> &'static str {
    match kind {
        ActionKind::Reply { .. } => "reply",
        ActionKind::UpdateMessage { .. } => "update-message",
        ActionKind::Choices(_) => "choices",
        ActionKind::Send { .. } => "send",
        ActionKind::Dm { .. } => "dm",
        ActionKind::Do { deed, .. } => deed.name,
        ActionKind::RefreshCommands { .. } => "refresh-commands",
    }
}
