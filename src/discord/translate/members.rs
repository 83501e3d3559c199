//! Who comes and goes: to and from a server, and to and from its voice channels.

use super::{
    BTreeMap, ChannelId, Event, EventKind, GuildId, GuildMemberUpdateEvent, MEMBER_GIVES_UP,
    MEMBER_JOIN, MEMBER_LEAVE, MEMBER_UPDATE, MEMBER_WAITS, Member, OnlineStatus, PRESENCE,
    PRESENCE_STATUS, Person, Presence, RoleId, SERVER_JOIN, Timestamp, Told, Translator, User,
    UserId, VOICE, VOICE_FROM, VOICE_TO, Value, VoiceState, channel_id, guild_id, instant, lexicon,
    member_person, person, role_id, stranger, user_id,
};

impl Translator {
    /// The bot is in a server in which it was not before.
    pub(super) fn added(&mut self, guild: GuildId, now: Timestamp) -> Option<Event> {
        self.changes += 1;
        Some(Event {
            dedupe: format!("added {guild} {}", self.changes),
            at: now,
            guild: self.guild_of(Some(guild))?,
            channel: None,
            actor: stranger(UserId(0)),
            people: BTreeMap::new(),
            tells: Told::default(),
            kind: EventKind::Happened(&SERVER_JOIN),
        })
    }

    /// Who still has to accept the server's rules is present, and has not joined for a policy.
    pub(super) fn joined(&mut self, member: &Member, now: Timestamp) -> Option<Event> {
        let guild = guild_id(member.guild_id);
        let actor = member_person(member);
        if actor.id == self.me {
            return None;
        }
        let who = (guild, actor.id);
        self.see(guild, actor.id, &member.roles);
        let turn = self.memberships.turn(who, true);
        if turn.is_new {
            self.servers.change(guild, |guild| {
                guild.member_count = guild.member_count.saturating_add(1);
            });
        }
        if member.pending {
            self.waiting.turn(who, true);
            return self.of_member(&MEMBER_WAITS, guild, actor, &format!("{turn} waits"), now);
        }
        self.of_member(&MEMBER_JOIN, guild, actor, &turn.to_string(), now)
    }

    /// Something about a member changes. Who waits has not joined for a policy; the moment in which they are let in is the
    /// one in which they join.
    pub(super) fn updated(
        &mut self,
        event: &GuildMemberUpdateEvent,
        before: Option<Vec<RoleId>>,
        now: Timestamp,
    ) -> Option<Event> {
        let guild = guild_id(event.guild_id);
        let who = (guild, user_id(event.user.id));
        if event.pending {
            return None;
        }
        let mut actor = person(&event.user);
        if let Some(nick) = &event.nick {
            actor.display_name.clone_from(nick);
        }
        actor.roles = Some(event.roles.iter().copied().map(role_id).collect());
        actor.joined_at = instant(event.joined_at);
        if self.waiting.last(&who) != Some(true) {
            actor.last_roles = before;
            self.changes += 1;
            let turn = format!("changes {}", self.changes);
            return self.of_member(&MEMBER_UPDATE, guild, actor, &turn, now);
        }
        self.waiting.turn(who, false);
        let turn = self.memberships.turn(who, true);
        self.of_member(&MEMBER_JOIN, guild, actor, &turn.to_string(), now)
    }

    /// Somebody is in another voice channel than before. That they are muted, or seen, changes no channel.
    pub(super) fn voice(&mut self, state: &VoiceState, now: Timestamp) -> Option<Event> {
        let (guild, who) = (guild_id(state.guild_id?), user_id(state.user_id));
        let to = state.channel_id.map(channel_id);
        let from = self.servers.get(guild)?.voices.get(&who).copied();
        if from == to {
            return None;
        }
        self.servers.change(guild, |guild| match to {
            Some(to) => {
                guild.voices.insert(who, to);
            }
            None => {
                guild.voices.remove(&who);
            }
        });
        if who == self.me {
            return None;
        }
        self.changes += 1;
        let place = |channel: Option<ChannelId>| channel.map_or(Value::None, Value::Channel);
        let actor = state
            .member
            .as_ref()
            .map_or_else(|| stranger(who), member_person);
        Some(Event {
            dedupe: format!("voice {guild} {who} {}", self.changes),
            at: now,
            guild: self.guild_of(Some(guild))?,
            channel: None,
            actor,
            people: BTreeMap::new(),
            tells: Told::default()
                .with(&VOICE_TO, place(to))
                .with(&VOICE_FROM, place(from)),
            kind: EventKind::Happened(&VOICE),
        })
    }

    /// Who is online when a server arrives, so that later only what changes is told.
    pub(super) fn look_who_is_online(&mut self, guild: &serenity::model::guild::Guild) {
        let here = guild_id(guild.id);
        self.statuses.retain(|(of, _), _| *of != here);
        for (user, presence) in &guild.presences {
            if presence.status != OnlineStatus::Offline {
                let who = (here, user_id(*user));
                self.statuses.insert(who, presence.status);
            }
        }
    }

    /// Somebody's status is another one than before. What they play or listen to changes nothing.
    pub(super) fn presence(&mut self, told: &Presence, now: Timestamp) -> Option<Event> {
        let (guild, who) = (guild_id(told.guild_id?), user_id(told.user.id));
        let is_hidden = told.status == OnlineStatus::Invisible;
        let status = if is_hidden {
            OnlineStatus::Offline
        } else {
            told.status
        };
        let was = if status == OnlineStatus::Offline {
            self.statuses.remove(&(guild, who))
        } else {
            self.statuses.insert((guild, who), status)
        };
        if was.unwrap_or(OnlineStatus::Offline) == status || who == self.me {
            return None;
        }
        self.changes += 1;
        Some(Event {
            dedupe: format!("presence {guild} {who} {}", self.changes),
            at: now,
            guild: self.guild_of(Some(guild))?,
            channel: None,
            actor: stranger(who),
            people: BTreeMap::new(),
            tells: Told::default().with(&PRESENCE_STATUS, Value::Text(status.name().to_owned())),
            kind: EventKind::Happened(&PRESENCE),
        })
    }

    pub(super) fn of_member(
        &self,
        what: &'static lexicon::Event,
        guild: GuildId,
        actor: Person,
        turn: &str,
        now: Timestamp,
    ) -> Option<Event> {
        Some(Event {
            dedupe: format!("member {guild} {} {turn}", actor.id),
            at: now,
            guild: self.guild_of(Some(guild))?,
            channel: None,
            actor,
            people: BTreeMap::new(),
            tells: Told::default(),
            kind: EventKind::Happened(what),
        })
    }

    pub(super) fn left(&mut self, guild: GuildId, user: &User, now: Timestamp) -> Option<Event> {
        let mut actor = person(user);
        if actor.id == self.me {
            return None;
        }
        let last = self.last.as_ref();
        actor.last_roles = last.and_then(|last| last.leave(guild, actor.id));
        let turn = self.memberships.turn((guild, actor.id), false);
        if turn.is_new {
            self.servers.change(guild, |guild| {
                guild.member_count = guild.member_count.saturating_sub(1);
            });
        }
        let who = (guild, actor.id);
        let what = if self.waiting.last(&who) == Some(true) {
            &MEMBER_GIVES_UP
        } else {
            &MEMBER_LEAVE
        };
        self.waiting.clear(|one| *one == who);
        self.of_member(what, guild, actor, &turn.to_string(), now)
    }
}
