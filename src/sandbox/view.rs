//! What those who build on a sandbox in the same process may look at, beyond what people see.

use std::sync::{Arc, atomic::Ordering};

use serde_json::{Value, json};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{
    Refusal, Sandbox,
    field::Fields,
    world::{Change, World, post::Upload},
};
use crate::vocab::{ChannelId, GuildId, MessageId, Permission, UserId};

/// Tells when something in the world changed.
#[derive(Debug)]
pub struct Changes(Receiver<Change>);

impl Changes {
    /// Waits for the next change, and takes those that came with it. False: the sandbox has ended.
    pub async fn next(&mut self) -> bool {
        match self.0.recv().await {
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return false,
        }
        while self.0.try_recv().is_ok() {}
        true
    }
}

impl Sandbox {
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes(self.state.world().watch())
    }

    /// Dispatches sent down open connections so far, over all sessions.
    #[must_use]
    pub fn dispatched(&self) -> u64 {
        self.state.world().sent.load(Ordering::SeqCst)
    }

    /// Whether some gateway connection is open.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.state
            .world()
            .sessions
            .values()
            .any(|session| session.wire.is_some())
    }

    /// Writes a message with a file.
    ///
    /// # Errors
    /// As `post`.
    pub fn post_with_file(
        &self,
        person: UserId,
        channel: ChannelId,
        text: &str,
        file: (&str, Vec<u8>),
    ) -> Result<MessageId, Refusal> {
        let (name, bytes) = file;
        let upload = Upload {
            number: Some(0),
            name: name.to_owned(),
            kind: None,
            bytes,
        };
        let path = format!("channels/{channel}/messages");
        let made = self.request_with(
            person,
            "POST",
            &path,
            json!({ "content": text }),
            vec![upload],
        )?;
        Ok(MessageId(made.id("id").unwrap_or_default()))
    }

    /// The person refuses direct messages from the bot, or takes them again.
    ///
    /// # Errors
    /// 10013 for who does not exist.
    pub fn close_dms(&self, person: UserId, closed: bool) -> Result<(), Refusal> {
        let mut world = self.state.world();
        let user = world
            .users
            .get_mut(&person.0)
            .ok_or(Refusal::UNKNOWN_USER)?;
        user.dms_closed = closed;
        Ok(())
    }

    #[must_use]
    pub fn owner(&self, server: GuildId) -> Option<UserId> {
        let world = self.state.world();
        world.guild(server.0).ok().map(|guild| UserId(guild.owner))
    }

    /// A server's text channels, in the order in which they are shown.
    #[must_use]
    pub fn channels(&self, server: GuildId) -> Vec<ChannelId> {
        let world = self.state.world();
        let mut all: Vec<_> = world
            .guild_channels(server.0)
            .filter(|one| one.takes_messages())
            .map(|one| (one.position, one.id))
            .collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id)| ChannelId(id)).collect()
    }

    /// The bytes behind an attachment's address.
    #[must_use]
    pub fn file(&self, url: &str) -> Option<Arc<[u8]>> {
        let world = self.state.world();
        let id = url.rsplit('/').nth(1)?.parse().ok()?;
        world.files.get(&id).map(|file| Arc::clone(&file.bytes))
    }

    /// Who reacted with this emoji, in order.
    #[must_use]
    pub fn reacted(&self, channel: ChannelId, message: MessageId, emoji: &str) -> Vec<UserId> {
        let world = self.state.world();
        let Ok(message) = world.message(channel.0, message.0) else {
            return Vec::new();
        };
        let same = |one: &super::world::Emoji| match one.id {
            Some(id) => emoji == format!("{}:{id}", one.name),
            None => emoji == one.name,
        };
        let found = message
            .reactions
            .iter()
            .find(|reaction| same(&reaction.emoji));
        found
            .map(|reaction| {
                let all = reaction.users.iter().chain(&reaction.burst);
                all.copied().map(UserId).collect()
            })
            .unwrap_or_default()
    }

    /// The commands that Discord would offer the person there, as the bot registered them.
    #[must_use]
    pub fn commands_for(&self, person: UserId, channel: ChannelId) -> Vec<Value> {
        let world = self.state.world();
        let Ok(place) = world.visible(channel.0, person.0) else {
            return Vec::new();
        };
        let held = world.permissions_in(place, person.0);
        if held & Permission::UseApplicationCommands.bit() == 0 {
            return Vec::new();
        }
        let guild = place.guild;
        if guild.is_some_and(|guild| world.member(guild, world.bot).is_err()) {
            return Vec::new();
        }
        let scopes = guild.map(Some).into_iter().chain([None]);
        let all = scopes.filter_map(|scope| world.commands.get(&scope));
        let offered = all
            .flat_map(|set| set.values())
            .filter(|one| World::may_use(one, guild, held).is_ok());
        offered.cloned().collect()
    }
}
