//! What a client says on a connection, and what the world answers: identify, resume, heartbeat, member requests.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::sandbox::{
    field::{Fields, Id},
    world::{
        World,
        outbox::{Frame, KNOWN_INTENTS, MEMBERS, Session},
        seed, show,
    },
};

/// Why a connection is closed, with Discord's code.
type Close = (u16, &'static str);

/// One connection: it has a session once it identified or resumed.
///
/// From then on the session alone keeps the connection open: when it lets go of the sender, the connection ends.
pub(crate) struct Line {
    unclaimed: Option<mpsc::Sender<Frame>>,
    sender: mpsc::WeakSender<Frame>,
    session: Option<String>,
}

impl Line {
    pub(crate) fn new(sender: mpsc::Sender<Frame>) -> Self {
        Self {
            sender: sender.downgrade(),
            unclaimed: Some(sender),
            session: None,
        }
    }

    /// Takes one payload.
    pub(crate) fn hear(&mut self, world: &mut World, payload: &Value) -> Result<(), Close> {
        let empty = json!({});
        let data = payload.given("d").unwrap_or(&empty);
        let op = payload.int("op");
        if self.session.is_none() && matches!(op, Some(3 | 4 | 8)) {
            return Err((4003, "Not authenticated."));
        }
        match op {
            Some(1) => {
                if !world.faults.missing_acks {
                    self.say(&json!({"op": 11, "d": null, "s": null, "t": null}));
                }
                Ok(())
            }
            Some(2) if self.session.is_some() => Err((4005, "Already authenticated.")),
            Some(2) => self.identify(world, data),
            Some(3 | 4 | 31) => Ok(()),
            Some(6) => self.resume(world, data),
            Some(8) => {
                self.members(world, data);
                Ok(())
            }
            _ => Err((4001, "Unknown opcode.")),
        }
    }

    /// The session stays for a resume, its connection does not.
    pub(crate) fn hang_up(&self, world: &mut World) {
        let session = self
            .session
            .as_ref()
            .and_then(|id| world.sessions.get_mut(id));
        let own = self.sender.upgrade();
        if let (Some(session), Some(own)) = (session, own)
            && session
                .wire
                .as_ref()
                .is_some_and(|wire| wire.same_channel(&own))
        {
            session.wire = None;
        }
    }

    fn say(&self, payload: &Value) {
        // A full queue means that the client reads nothing; the next dispatch drops it.
        if let Some(sender) = self.sender.upgrade() {
            drop(sender.try_send(Frame::Text(payload.to_string().into())));
        }
    }

    fn is_bot(world: &World, data: &Value) -> bool {
        let token = data.text("token").unwrap_or_default();
        let token = token.strip_prefix("Bot ").unwrap_or(token);
        world
            .users
            .get(&world.bot)
            .is_some_and(|bot| bot.token == token)
    }

    fn identify(&mut self, world: &mut World, data: &Value) -> Result<(), Close> {
        if !Self::is_bot(world, data) {
            return Err((4004, "Authentication failed."));
        }
        let intents = data.bits("intents").ok_or((4013, "Invalid intent(s)."))?;
        if intents & !KNOWN_INTENTS != 0 {
            return Err((4013, "Invalid intent(s)."));
        }
        if intents & world.faults.disallowed_intents != 0 {
            return Err((4014, "Disallowed intent(s)."));
        }
        let shard = match data.list("shard") {
            [] => (0, 1),
            [number, count] => {
                let (number, count) = (number.as_u64().unwrap_or(0), count.as_u64().unwrap_or(0));
                if number >= count {
                    return Err((4010, "Invalid shard."));
                }
                (number, count)
            }
            _ => return Err((4010, "Invalid shard.")),
        };
        let wire = self
            .unclaimed
            .take()
            .ok_or((4005, "Already authenticated."))?;
        world.identifies += 1;
        // Who identifies gives up what was left to resume.
        world
            .sessions
            .retain(|_, old| old.wire.is_some() || old.shard != shard);
        let id = seed::secret(32).to_lowercase();
        let mut session = Session::new(intents, shard, wire, Arc::clone(&world.sent));
        let ready = ready(world, &id, shard, &session);
        session.dispatch("READY", &ready);
        world.note(json!({"kind": "dispatch", "now_ms": world.now().0, "session": id, "s": 1, "t": "READY", "d": ready}));
        world.sessions.insert(id.clone(), session);
        self.session = Some(id.clone());
        Self::greet(world, &id);
        Ok(())
    }

    /// `GUILD_CREATE` for every server of the shard, as after every READY.
    fn greet(world: &mut World, id: &str) {
        let Some(session) = world.sessions.get(id) else {
            return;
        };
        if session.intents & crate::sandbox::world::outbox::GUILDS == 0 {
            return;
        }
        let shown: Vec<Value> = world
            .guilds
            .values()
            .filter(|guild| {
                session.serves(Some(guild.id)) && guild.members.contains_key(&world.bot)
            })
            .map(|guild| {
                if guild.unavailable {
                    json!({"id": guild.id.to_string(), "unavailable": true})
                } else {
                    world.show_guild_create(guild)
                }
            })
            .collect();
        for guild in shown {
            let name = if guild.flag("unavailable") {
                "GUILD_DELETE"
            } else {
                "GUILD_CREATE"
            };
            if let Some(session) = world.sessions.get_mut(id) {
                session.dispatch(name, &guild);
                let s = session.sequence;
                world.note(json!({"kind": "dispatch", "now_ms": world.now().0, "session": id, "s": s, "t": name, "d": guild}));
            }
        }
    }

    fn resume(&mut self, world: &mut World, data: &Value) -> Result<(), Close> {
        if !Self::is_bot(world, data) {
            return Err((4004, "Authentication failed."));
        }
        if self.unclaimed.is_none() {
            return Err((4005, "Already authenticated."));
        }
        let seen = data.bits("seq").unwrap_or(0);
        let id = data.text("session_id").unwrap_or_default();
        let session = world.sessions.get_mut(id);
        let known = session.filter(|session| {
            let oldest = session
                .replay
                .front()
                .map_or(session.sequence + 1, |(first, _)| *first);
            seen <= session.sequence && seen + 1 >= oldest
        });
        let Some(session) = known else {
            self.say(&json!({"op": 9, "d": false, "s": null, "t": null}));
            return Ok(());
        };
        session.wire = self.unclaimed.take();
        let missed: Vec<_> = session
            .replay
            .iter()
            .filter(|(number, _)| *number > seen)
            .map(|(_, text)| text.clone())
            .collect();
        for text in missed {
            session.send(Frame::Text(text));
        }
        session.dispatch("RESUMED", &json!({"_trace": ["[\"sandbox\"]"]}));
        self.session = Some(id.to_owned());
        Ok(())
    }

    /// Request guild members: all of them in chunks of a thousand, or by name or id.
    fn members(&self, world: &mut World, data: &Value) {
        let Some(session) = self.session.clone() else {
            return;
        };
        let guild_id = data
            .id("guild_id")
            .or_else(|| data.ids("guild_id").first().copied());
        let Some(guild) = guild_id.and_then(|id| world.guilds.get(&id)) else {
            return;
        };
        let intents = world
            .sessions
            .get(&session)
            .map_or(0, |session| session.intents);
        let wanted = wanted(data);
        let everybody = matches!(wanted, Wanted::Named("")) && data.int("limit").unwrap_or(0) == 0;
        if everybody && intents & MEMBERS == 0 || !guild.members.contains_key(&world.bot) {
            return;
        }
        let limit = match data.int("limit") {
            Some(limit @ 1..=100) => usize::try_from(limit).unwrap_or(100),
            _ => usize::MAX,
        };
        let found: Vec<Value> = guild
            .members
            .values()
            .filter(|member| match &wanted {
                Wanted::Ids(ids) => ids.contains(&member.user),
                Wanted::Named(prefix) => world
                    .users
                    .get(&member.user)
                    .is_some_and(|user| user.name.starts_with(prefix)),
            })
            .take(limit)
            .map(|member| world.show_member(member))
            .collect();
        let missing: Vec<String> = match &wanted {
            Wanted::Ids(ids) => ids
                .iter()
                .filter(|id| !guild.members.contains_key(id))
                .map(ToString::to_string)
                .collect(),
            Wanted::Named(_) => Vec::new(),
        };
        let guild = guild.id;
        let chunks: Vec<Vec<Value>> = if found.is_empty() {
            vec![Vec::new()]
        } else {
            found.chunks(1000).map(<[Value]>::to_vec).collect()
        };
        let count = chunks.len();
        for (index, members) in chunks.into_iter().enumerate() {
            let mut shown = json!({
                "guild_id": guild.to_string(), "members": members, "chunk_index": index, "chunk_count": count,
                "not_found": missing,
            });
            if let Some(nonce) = data.given("nonce") {
                crate::sandbox::field::put(&mut shown, "nonce", nonce.clone());
            }
            if data.flag("presences") {
                crate::sandbox::field::put(&mut shown, "presences", json!([]));
            }
            if let Some(session) = world.sessions.get_mut(&session) {
                session.dispatch("GUILD_MEMBERS_CHUNK", &shown);
            }
        }
    }
}

enum Wanted<'a> {
    Ids(Vec<Id>),
    Named(&'a str),
}

fn wanted(data: &Value) -> Wanted<'_> {
    if let Some(one) = data.id("user_ids") {
        return Wanted::Ids(vec![one]);
    }
    if data.sent("user_ids") {
        return Wanted::Ids(data.ids("user_ids"));
    }
    Wanted::Named(data.text("query").unwrap_or_default())
}

fn ready(world: &World, id: &str, shard: (u64, u64), session: &Session) -> Value {
    let bot = world.users.get(&world.bot).map(show::own_user);
    let guilds: Vec<Value> = world
        .guilds
        .values()
        .filter(|guild| session.serves(Some(guild.id)) && guild.members.contains_key(&world.bot))
        .map(|guild| json!({"id": guild.id.to_string(), "unavailable": true}))
        .collect();
    json!({
        "v": 10,
        "user": bot,
        "user_settings": {},
        "session_type": "normal",
        "session_id": id,
        "resume_gateway_url": world.origin.replacen("http", "ws", 1),
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": guilds,
        "guild_join_requests": [],
        "geo_ordered_rtc_regions": [],
        "shard": [shard.0, shard.1],
        "application": {"id": world.bot.to_string(), "flags": show::APPLICATION_FLAGS, "flags_new": show::APPLICATION_FLAGS.to_string()},
        "_trace": ["[\"sandbox\"]"],
    })
}
