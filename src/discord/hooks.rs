//! What is known of the bot's own webhooks, which `webhooks` looks for and makes.
//!
//! INVARIANT: a webhook's token stays in memory and is never shown.

use std::{collections::HashMap, fmt, sync::Mutex};

use crate::vocab::ChannelId;

#[derive(Clone)]
pub(super) struct Hook {
    pub(super) id: u64,
    pub(super) token: String,
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").field("id", &self.id).finish()
    }
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
