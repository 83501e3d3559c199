//! What is known of the bot's own webhooks, which `webhooks` looks for and makes.
//!
//! INVARIANT: a webhook's token stays in memory and is never shown.

use std::{collections::HashMap, sync::Mutex};

use secrecy::SecretString;

use crate::vocab::ChannelId;

#[derive(Debug, Clone)]
pub(super) struct Hook {
    pub(super) id: u64,
    /// Its `Debug` shows nothing.
    pub(super) token: SecretString,
}

/// By which channel's webhook something is posted, and in which of its threads.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) channel: ChannelId,
    pub(super) thread: Option<ChannelId>,
}

/// What is known of webhooks.
#[derive(Debug, Default)]
pub(super) struct Hooks {
    /// Held while one is looked for or made, so that no channel gets two.
    pub(super) by_channel: tokio::sync::Mutex<HashMap<ChannelId, Hook>>,
    pub(super) spots: Mutex<HashMap<ChannelId, Spot>>,
}
