//! Who is in which voice channel. Nothing is said there: only that people come, are moved, and leave.

use serde_json::{Value, json};

use super::{
    Change, World,
    audit::{Act, By, Kind},
    outbox::VOICES,
    permit, seed,
};
use crate::{
    sandbox::{
        field::{Id, put},
        refusal::Refusal,
    },
    vocab::Permission,
};

pub(crate) const VOICE: u8 = 2;
pub(crate) const STAGE: u8 = 13;

const CONNECT: u64 = Permission::Connect.bit();
const MOVE: u64 = Permission::MoveMembers.bit();

/// A member in a voice channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InVoice {
    pub(crate) channel: Id,
    session: String,
}

impl World {
    /// Somebody comes into a voice channel, from another one or from none. Discord's clients are met with silence where this
    /// refuses.
    pub(crate) fn connect(&mut self, user: Id, channel: Id) -> Result<(), Refusal> {
        let found = self.demand_in(channel, user, CONNECT)?;
        let guild = found.guild.ok_or(Refusal::NOT_IN_DM)?;
        if !found.is_voice() {
            return Err(Refusal::WRONG_KIND);
        }
        let most = usize::try_from(found.user_limit).unwrap_or(0);
        let is_full = most > 0 && self.in_voice(guild, channel).count() >= most;
        if is_full && self.permissions_in(found, user) & MOVE == 0 {
            return Err(Refusal::said(400, "The voice channel is full"));
        }
        // Nobody is in two places.
        let elsewhere: Vec<Id> = self
            .guilds
            .values()
            .filter(|one| one.id != guild && one.voice.contains_key(&user))
            .map(|one| one.id)
            .collect();
        for other in elsewhere {
            self.set_voice(other, user, None)?;
        }
        self.set_voice(guild, user, Some(channel))
    }

    /// Somebody hangs up. 40032 for who is in no voice channel.
    pub(crate) fn disconnect(&mut self, user: Id) -> Result<(), Refusal> {
        let mut guilds = self.guilds.values();
        let found = guilds.find(|guild| guild.voice.contains_key(&user));
        let guild = found.map(|guild| guild.id).ok_or(Refusal::NOT_IN_VOICE)?;
        self.set_voice(guild, user, None)
    }

    pub(crate) fn in_voice(&self, guild: Id, channel: Id) -> impl Iterator<Item = Id> {
        let states = self.guilds.get(&guild).map(|guild| &guild.voice);
        let states = states.into_iter().flatten();
        let there = states.filter(move |(_, state)| state.channel == channel);
        there.map(|(user, _)| *user)
    }

    /// Whether `actor` may bring somebody into `to`, or out of voice.
    pub(crate) fn may_move(
        &self,
        guild: Id,
        (actor, user): (Id, Id),
        to: Option<Id>,
    ) -> Result<(), Refusal> {
        let found = self.demand(guild, actor, MOVE)?;
        if !found.voice.contains_key(&user) {
            return Err(Refusal::NOT_IN_VOICE);
        }
        let Some(to) = to else {
            return Ok(());
        };
        let place = self.demand_in(to, actor, CONNECT | MOVE)?;
        if place.guild != Some(guild) || !place.is_voice() {
            return Err(Refusal::WRONG_KIND);
        }
        Ok(())
    }

    /// Carries out what [`World::may_move`] allowed.
    pub(crate) fn move_to(
        &mut self,
        guild: Id,
        (by, user): (By<'_>, Id),
        to: Option<Id>,
    ) -> Result<(), Refusal> {
        let kind = if to.is_some() {
            Kind::MemberMove
        } else {
            Kind::MemberDisconnect
        };
        self.set_voice(guild, user, to)?;
        self.audit_moved(guild, by, kind, to);
        Ok(())
    }

    pub(crate) fn set_voice(&mut self, guild: Id, user: Id, to: Option<Id>) -> Result<(), Refusal> {
        let states = &mut self.guild_mut(guild)?.voice;
        let was = states.get(&user).cloned();
        if was.as_ref().map(|state| state.channel) == to {
            return Ok(());
        }
        let session = was
            .as_ref()
            .map_or_else(|| seed::secret(32), |state| state.session.clone());
        match to {
            Some(channel) => {
                let session = session.clone();
                states.insert(user, InVoice { channel, session });
            }
            None => {
                states.remove(&user);
            }
        }
        self.voice_changed(guild, user, to, &session);
        for channel in [was.map(|state| state.channel), to].into_iter().flatten() {
            self.changed(Change {
                kind: "voice",
                channel: Some(channel),
                subject: Some(user),
                only_for: None,
            });
        }
        Ok(())
    }

    /// Tells anew how somebody is in voice: they were muted, or heard again.
    pub(crate) fn voice_told(&mut self, guild: Id, user: Id) {
        let state = self
            .guilds
            .get(&guild)
            .and_then(|guild| guild.voice.get(&user).cloned());
        if let Some(state) = state {
            self.voice_changed(guild, user, Some(state.channel), &state.session);
        }
    }

    fn voice_changed(&mut self, guild: Id, user: Id, to: Option<Id>, session: &str) {
        let mut shown = self.show_voice(guild, user, to, session);
        put(&mut shown, "guild_id", guild.to_string());
        if let Ok(member) = self.member(guild, user) {
            put(&mut shown, "member", self.show_member(member));
        }
        self.emit("VOICE_STATE_UPDATE", Some(guild), VOICES, &shown);
    }

    fn show_voice(&self, guild: Id, user: Id, to: Option<Id>, session: &str) -> Value {
        let member = self.member(guild, user).ok();
        let place = to.and_then(|to| self.channels.get(&to));
        json!({
            "channel_id": to.map(|id| id.to_string()), "user_id": user.to_string(), "session_id": session,
            "deaf": member.is_some_and(|member| member.deaf), "mute": member.is_some_and(|member| member.mute),
            "self_deaf": false, "self_mute": false, "self_video": false,
            // On a stage nobody speaks unasked.
            "suppress": place.is_some_and(|place| place.kind == STAGE), "request_to_speak_timestamp": null,
        })
    }

    /// As `GUILD_CREATE` has them: without the server.
    pub(crate) fn show_voices(&self, guild: Id) -> Vec<Value> {
        let states = self.guilds.get(&guild).map(|guild| &guild.voice);
        let states = states.into_iter().flatten();
        let shown = states.map(|(user, state)| {
            self.show_voice(guild, *user, Some(state.channel), &state.session)
        });
        shown.collect()
    }

    /// 10065 for who is in no voice channel.
    pub(crate) fn voice_state(&self, guild: Id, user: Id, by: Id) -> Result<Value, Refusal> {
        let state = self
            .guild(guild)?
            .voice
            .get(&user)
            .ok_or(Refusal::UNKNOWN_VOICE_STATE)?;
        if by != user && self.permissions_in(self.channel(state.channel)?, by) & permit::VIEW == 0 {
            return Err(Refusal::MISSING_ACCESS);
        }
        let mut shown = self.show_voice(guild, user, Some(state.channel), &state.session);
        put(&mut shown, "guild_id", guild.to_string());
        put(
            &mut shown,
            "member",
            self.show_member(self.member(guild, user)?),
        );
        Ok(shown)
    }

    /// Moves by one person within a few minutes are one entry, of which only the first is told.
    fn audit_moved(&mut self, guild: Id, by: By<'_>, kind: Kind, to: Option<Id>) {
        let mut options = json!({ "count": "1" });
        if let Some(to) = to {
            put(&mut options, "channel_id", to.to_string());
        }
        if self.counts_again(guild, by, kind, to) {
            return;
        }
        let act = Act {
            kind,
            target: None,
            changes: Vec::new(),
            options: Some(options),
        };
        self.audit(guild, by, act);
    }
}
