//! Threads and who is in them: private ones are there only for their members and those who manage threads.

use serde_json::{Value, json};

use super::{
    Change, World,
    outbox::{GUILDS, MEMBERS},
    permit, show,
};
use crate::sandbox::{
    field::{Id, id_list, put},
    refusal::Refusal,
};

impl World {
    /// A thread was made. Who cannot see it does not hear of it.
    pub(crate) fn thread_born(&mut self, thread: Id) -> Result<(), Refusal> {
        self.thread_told(thread, true)
    }

    /// `THREAD_CREATE`, to the bot when it sees the thread: at its birth, or when the bot is let into it.
    fn thread_told(&mut self, thread: Id, new: bool) -> Result<(), Refusal> {
        let found = self.channel(thread)?;
        if self.permissions_in(found, self.bot) & permit::VIEW == 0 {
            return Ok(());
        }
        let (guild, mut shown) = (found.guild, self.show_channel(found));
        if new {
            put(&mut shown, "newly_created", true);
        }
        let joined = found
            .thread
            .as_ref()
            .and_then(|state| state.members.get(&self.bot));
        if let Some(joined) = joined {
            let own = show::thread_member(thread, self.bot, *joined);
            put(&mut shown, "member", own);
        }
        self.emit("THREAD_CREATE", guild, GUILDS, &shown);
        self.changed(Change {
            kind: "channel",
            channel: Some(thread),
            subject: Some(thread),
            only_for: None,
        });
        Ok(())
    }

    /// People come into a thread; who is in it already stays.
    pub(crate) fn add_to_thread(&mut self, thread: Id, users: &[Id]) -> Result<(), Refusal> {
        let (now, bot) = (self.now(), self.bot);
        let found = self.channel_mut(thread)?;
        let state = found.thread.as_mut().ok_or(Refusal::WRONG_KIND)?;
        let new: Vec<Id> = users
            .iter()
            .filter(|user| state.members.insert(**user, now).is_none())
            .copied()
            .collect();
        if new.is_empty() {
            return Ok(());
        }
        if new.contains(&bot) {
            self.thread_told(thread, false)?;
        }
        let guild = self.channel(thread)?.guild.unwrap_or_default();
        let added: Vec<Value> = new
            .iter()
            .map(|user| {
                let mut shown = show::thread_member(thread, *user, now);
                let member = self.member(guild, *user).ok();
                put(
                    &mut shown,
                    "member",
                    member.map(|member| self.show_member(member)),
                );
                put(&mut shown, "presence", Value::Null);
                shown
            })
            .collect();
        let data = json!({"added_members": added});
        self.thread_members_told(thread, &new, data)
    }

    /// Somebody goes out of a thread, or is removed from it.
    pub(crate) fn remove_from_thread(&mut self, thread: Id, user: Id) -> Result<(), Refusal> {
        let found = self.channel_mut(thread)?;
        let state = found.thread.as_mut().ok_or(Refusal::WRONG_KIND)?;
        if state.members.remove(&user).is_none() {
            return Ok(());
        }
        let data = json!({"removed_member_ids": id_list(&[user])});
        self.thread_members_told(thread, &[user], data)
    }

    /// The bot hears of itself always, of others with the members intent and where it sees the thread.
    fn thread_members_told(
        &mut self,
        thread: Id,
        users: &[Id],
        mut data: Value,
    ) -> Result<(), Refusal> {
        let found = self.channel(thread)?;
        let sees = self.permissions_in(found, self.bot) & permit::VIEW != 0;
        let count = found.thread.as_ref().map_or(0, |state| state.members.len());
        let guild = found.guild;
        put(&mut data, "id", thread.to_string());
        put(&mut data, "guild_id", guild.map(|id| id.to_string()));
        put(&mut data, "member_count", count.min(50));
        if users.contains(&self.bot) {
            self.emit("THREAD_MEMBERS_UPDATE", guild, GUILDS, &data);
        } else if sees {
            self.emit("THREAD_MEMBERS_UPDATE", guild, MEMBERS, &data);
        }
        Ok(())
    }
}
