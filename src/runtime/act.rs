//! Carries out what was decided, in order, each action with its fallback.
//!
//! Reads actions of the router; everything they change is on disk already. An action that Discord refuses does not stop
//! the ones after it, with one exception: when what was asked for did not happen (a role, a timeout, a deletion), the
//! invoker is told so, and not by a later reply that it did.

use super::{bot::Core, turn::Turn};
use crate::{
    discord::{DiscordError, Payload},
    port::{Action, ActionKind, Answer, EventKind, InteractionKind, Read},
    vocab::{ChannelId, GuildId, Value},
    wording::say,
};

impl Turn {
    pub(super) async fn act(&self, core: &Core, actions: Vec<Action>) {
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
                Ok(()) => core.meters.effects.one(),
                Err(error) => {
                    core.meters.refused.one();
                    let at = action
                        .at
                        .as_ref()
                        .map(|at| format!("{}:{}", at.file, at.first_line));
                    tracing::warn!(%error, ?at, action = name(&action.kind), "an action was refused");
                    self.fall_back(core, &action, &error).await;
                    in_vain |= is_deed(&action.kind);
                }
            }
        }
        let Some(responder) = &self.responder else {
            return;
        };
        if !self.is_typing()
            && let Err(error) = responder.finish().await
        {
            tracing::warn!(%error, "an interaction could not be ended");
        }
    }

    fn is_typing(&self) -> bool {
        match &self.event.kind {
            EventKind::Interaction(interaction) => {
                matches!(interaction.kind, InteractionKind::Autocomplete { .. })
            }
            _ => false,
        }
    }

    async fn carry_out(&self, core: &Core, action: &ActionKind) -> Result<(), DiscordError> {
        let rest = &core.rest;
        match action {
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
            ActionKind::Send { channel, message } => {
                rest.post(*channel, Payload::new(message)).await.map(drop)
            }
            ActionKind::Dm { user, message } => {
                let channel = rest.dm_channel(*user).await?;
                rest.post(channel, Payload::new(message)).await.map(drop)
            }
            ActionKind::Do { deed, args } => rest.carry_out(deed, args, core.clock.now()).await,
            ActionKind::RefreshCommands { guild } => core.refresh_commands(*guild).await,
        }
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
        let Some(channel) = self.event.channel else {
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
async fn mod_log(core: &Core, guild: GuildId) -> Option<ChannelId> {
    let setting = core.plan.mod_log.as_ref()?.setting;
    let answer = core.vault.read(&Read::Settings(guild)).await;
    match answer {
        Ok(Answer::Settings(settings)) => match settings.values.get(&setting) {
            Some(Value::Channel(channel)) => Some(*channel),
            _ => None,
        },
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
