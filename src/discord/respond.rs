//! Answers to one interaction: the first answer, a deferral in time, and whatever comes after. A command that was typed as a
//! message is answered by messages.
//!
//! Discord's documentation, Receiving and Responding: an interaction must be answered within three seconds, once; an
//! ephemeral answer cannot be made out of a public deferral.
//!
//! INVARIANT: an answer meant for one person is never shown to others: where the deferral was public, it is taken back
//! and the answer follows on its own; where a command was typed, it is a direct message or none.

use tokio::sync::Mutex;

use super::{DiscordError, Rest, call::InteractionRef, payload::Payload};
use crate::{
    sabotage::{Saboteur, off},
    vocab::{ChannelId, MessageId, UserId},
    wording::say,
};

/// What Discord was told so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Deferred {
        ephemeral: bool,
    },
    /// The press of a button was acknowledged; its message is the original.
    Acknowledged,
    Answered,
}

/// How long an answer may take is counted from here, so make it when the interaction arrives.
#[derive(Debug)]
pub struct Responder {
    rest: Rest,
    way: Way,
    stage: Mutex<Stage>,
}

/// What is answered.
#[derive(Debug)]
enum Way {
    Interaction {
        application: u64,
        interaction: InteractionRef,
        /// A button was pressed, rather than a command called.
        is_press: bool,
    },
    Message(TypedBy),
}

/// A message that is a command.
#[derive(Debug, Clone, Copy)]
pub struct TypedBy {
    pub user: UserId,
    pub channel: ChannelId,
    pub message: MessageId,
}

/// Callback types of Discord's documentation.
const MESSAGE: u8 = 4;
const DEFERRED_MESSAGE: u8 = 5;
const DEFERRED_UPDATE: u8 = 6;
const UPDATE: u8 = 7;
const CHOICES: u8 = 8;
const FORM: u8 = 9;

impl Responder {
    #[must_use]
    pub fn new(rest: Rest, application: u64, interaction: InteractionRef, is_press: bool) -> Self {
        let way = Way::Interaction {
            application,
            interaction,
            is_press,
        };
        Self {
            rest,
            way,
            stage: Mutex::new(Stage::Open),
        }
    }

    #[must_use]
    pub fn to_message(rest: Rest, typed: TypedBy) -> Self {
        Self {
            rest,
            way: Way::Message(typed),
            stage: Mutex::new(Stage::Open),
        }
    }

    /// None where a command was typed.
    const fn interaction(&self) -> Option<(u64, &InteractionRef, bool)> {
        match &self.way {
            Way::Interaction {
                application,
                interaction,
                is_press,
            } => Some((*application, interaction, *is_press)),
            Way::Message(_) => None,
        }
    }

    /// Tells Discord that the answer takes longer; nothing when it was answered already.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn defer(&self, ephemeral: bool) -> Result<(), DiscordError> {
        let mut stage = self.stage.lock().await;
        let Some((_, _, is_press)) = self.interaction().filter(|_| *stage == Stage::Open) else {
            return Ok(());
        };
        if is_press {
            self.callback(DEFERRED_UPDATE, Payload::deferral(false))
                .await?;
            *stage = Stage::Acknowledged;
        } else {
            self.callback(DEFERRED_MESSAGE, Payload::deferral(ephemeral))
                .await?;
            *stage = Stage::Deferred { ephemeral };
        }
        Ok(())
    }

    /// # Errors
    /// See [`Rest::identity`].
    pub async fn reply(&self, message: Payload, ephemeral: bool) -> Result<(), DiscordError> {
        let (application, interaction) = match &self.way {
            Way::Message(typed) => return self.write(*typed, message, ephemeral).await,
            Way::Interaction {
                application,
                interaction,
                ..
            } => (*application, interaction),
        };
        let mut stage = self.stage.lock().await;
        match *stage {
            Stage::Open => {
                self.callback(MESSAGE, message.ephemeral(ephemeral)).await?;
            }
            Stage::Deferred {
                ephemeral: deferred,
            } if deferred || !ephemeral => {
                self.rest
                    .edit_original(application, interaction, message)
                    .await?;
            }
            Stage::Deferred { .. } => {
                self.rest.delete_original(application, interaction).await?;
                *stage = Stage::Answered;
                self.follow_up(message.ephemeral(true)).await?;
            }
            Stage::Acknowledged | Stage::Answered => {
                self.follow_up(message.ephemeral(ephemeral)).await?;
            }
        }
        *stage = Stage::Answered;
        Ok(())
    }

    /// Answers a message: under it where all may read that, and otherwise in a direct message. Where that does not arrive,
    /// it says so under the message, and nothing of the answer.
    async fn write(
        &self,
        typed: TypedBy,
        message: Payload,
        ephemeral: bool,
    ) -> Result<(), DiscordError> {
        let rest = &self.rest;
        if !ephemeral || off(Saboteur::AnswersAloud) {
            let message = message.replying_to(typed.message);
            return rest.post(typed.channel, message).await.map(drop);
        }
        let sent = match rest.dm_channel(typed.user).await {
            Ok(channel) => rest.post(channel, message).await,
            Err(error) => Err(error),
        };
        let Err(error) = sent else {
            return Ok(());
        };
        tracing::info!(%error, "an answer could not be given in a direct message");
        let unread = Payload::text(&say!("typed-unread")).replying_to(typed.message);
        rest.post(typed.channel, unread).await.map(drop)
    }

    /// Changes the message whose button was pressed.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn update(&self, message: Payload) -> Result<(), DiscordError> {
        let Some((application, interaction, _)) = self.interaction() else {
            return Ok(());
        };
        let mut stage = self.stage.lock().await;
        if *stage == Stage::Open {
            self.callback(UPDATE, message).await?;
        } else {
            self.rest
                .edit_original(application, interaction, message)
                .await?;
        }
        *stage = Stage::Answered;
        Ok(())
    }

    /// # Errors
    /// See [`Rest::identity`].
    pub async fn choices(&self, choices: &[(String, String)]) -> Result<(), DiscordError> {
        let mut stage = self.stage.lock().await;
        if *stage != Stage::Open {
            return Ok(());
        }
        self.callback(CHOICES, Payload::choices(choices)).await?;
        *stage = Stage::Answered;
        Ok(())
    }

    /// Shows a form, which only a first answer can.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn form(&self, form: Payload) -> Result<(), DiscordError> {
        let mut stage = self.stage.lock().await;
        if *stage != Stage::Open {
            return Err(DiscordError::Malformed {
                what: "a form is no first answer",
            });
        }
        self.callback(FORM, form).await?;
        *stage = Stage::Answered;
        Ok(())
    }

    /// Ends it: a press without an answer is acknowledged, a command without one is told that it is done.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn finish(&self) -> Result<(), DiscordError> {
        let is_waiting = matches!(
            *self.stage.lock().await,
            Stage::Open | Stage::Deferred { .. }
        );
        match self.interaction().filter(|_| is_waiting) {
            None => Ok(()),
            Some((_, _, true)) => self.defer(true).await,
            Some((_, _, false)) => self.reply(Payload::text("Done."), true).await,
        }
    }

    async fn callback(&self, kind: u8, data: Payload) -> Result<(), DiscordError> {
        match self.interaction() {
            Some((_, interaction, _)) => self.rest.callback(interaction, kind, data).await,
            None => Ok(()),
        }
    }

    async fn follow_up(&self, message: Payload) -> Result<(), DiscordError> {
        match self.interaction() {
            Some((application, interaction, _)) => {
                self.rest.follow_up(application, interaction, message).await
            }
            None => Ok(()),
        }
    }
}
