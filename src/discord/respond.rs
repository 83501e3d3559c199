//! Answers to one interaction: the first answer, a deferral in time, and whatever comes after.
//!
//! Discord's documentation, Receiving and Responding: an interaction must be answered within three seconds, once; an
//! ephemeral answer cannot be made out of a public deferral.
//!
//! INVARIANT: an answer meant for one person is never shown to others: where the deferral was public, it is taken back
//! and the answer follows on its own.

use tokio::sync::Mutex;

use super::{DiscordError, Rest, call::InteractionRef, payload::Payload};

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
    application: u64,
    interaction: InteractionRef,
    /// A button was pressed, rather than a command called.
    is_press: bool,
    stage: Mutex<Stage>,
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
        Self {
            rest,
            application,
            interaction,
            is_press,
            stage: Mutex::new(Stage::Open),
        }
    }

    /// Tells Discord that the answer takes longer; nothing when it was answered already.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn defer(&self, ephemeral: bool) -> Result<(), DiscordError> {
        let mut stage = self.stage.lock().await;
        if *stage != Stage::Open {
            return Ok(());
        }
        if self.is_press {
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
        let mut stage = self.stage.lock().await;
        match *stage {
            Stage::Open => {
                self.callback(MESSAGE, message.ephemeral(ephemeral)).await?;
            }
            Stage::Deferred {
                ephemeral: deferred,
            } if deferred || !ephemeral => {
                self.rest
                    .edit_original(self.application, &self.interaction, message)
                    .await?;
            }
            Stage::Deferred { .. } => {
                self.rest
                    .delete_original(self.application, &self.interaction)
                    .await?;
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

    /// Changes the message whose button was pressed.
    ///
    /// # Errors
    /// See [`Rest::identity`].
    pub async fn update(&self, message: Payload) -> Result<(), DiscordError> {
        let mut stage = self.stage.lock().await;
        if *stage == Stage::Open {
            self.callback(UPDATE, message).await?;
        } else {
            self.rest
                .edit_original(self.application, &self.interaction, message)
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
        if !is_waiting {
            Ok(())
        } else if self.is_press {
            self.defer(true).await
        } else {
            self.reply(Payload::text("Done."), true).await
        }
    }

    async fn callback(&self, kind: u8, data: Payload) -> Result<(), DiscordError> {
        self.rest.callback(&self.interaction, kind, data).await
    }

    async fn follow_up(&self, message: Payload) -> Result<(), DiscordError> {
        self.rest
            .follow_up(self.application, &self.interaction, message)
            .await
    }
}
