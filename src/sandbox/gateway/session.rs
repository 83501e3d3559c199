//! What a client says on a connection, and what the world answers: identify, resume, heartbeat, member requests.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::sandbox::{
    field::{Fields, Id, id_list, put, snowflake},
    world::{
        Guild, Member, World,
        outbox::{Frame, KNOWN_INTENTS, MEMBERS, PRESENCES, Session},
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
            Some(8) => self.members(world, data),
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
        if let Some(most) = data.int("large_threshold") {
            session.large_threshold = usize::try_from(most.clamp(50, 250)).unwrap_or(50);
        }
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
        let all: Vec<Id> = world.guilds.keys().copied().collect();
        for guild in all {
            world.emit_guild(guild, Some(id));
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
    fn members(&self, world: &mut World, data: &Value) -> Result<(), Close> {
        let Some(id) = self.session.clone() else {
            return Ok(());
        };
        let wanted = Wanted::of(data)?;
        let guild = data.id("guild_id").or_else(|| match data.list("guild_id") {
            [one] => snowflake(one),
            _ => None,
        });
        let guild_id = guild;
        let Some(guild) = guild_id.and_then(|id| world.guilds.get(&id)) else {
            return Ok(());
        };
        let intents = world.sessions.get(&id).map_or(0, |one| one.intents);
        // Who may not have the list gets no answer at all.
        if wanted.is_everybody() && intents & MEMBERS == 0
            || !guild.members.contains_key(&world.bot)
            || guild.unavailable
        {
            return Ok(());
        }
        if wanted.is_everybody() && wanted.most() == usize::MAX {
            let (guild, nonce) = (guild.id, nonce(data));
            if let Some(wait) = too_soon(world, guild) {
                let mut meta = json!({"guild_id": guild.to_string()});
                if let Some(nonce) = nonce {
                    put(&mut meta, "nonce", nonce);
                }
                let told = json!({"opcode": 8, "retry_after": wait.as_secs_f64(), "meta": meta});
                world.dispatch_to(&id, "RATE_LIMITED", &told);
                return Ok(());
            }
        }
        let Some(guild) = guild_id.and_then(|id| world.guilds.get(&id)) else {
            return Ok(());
        };
        let found: Vec<Value> = guild
            .members
            .values()
            .filter(|member| wanted.means(world, member))
            .take(wanted.most())
            .map(|member| world.show_member(member))
            .collect();
        let missing = wanted.missing(guild);
        let chunks: Vec<&[Value]> = if found.is_empty() {
            vec![&[]]
        } else {
            found.chunks(CHUNK).collect()
        };
        let count = chunks.len();
        let nonce = nonce(data);
        let guild = guild.id.to_string();
        for (index, members) in chunks.into_iter().enumerate() {
            let mut shown = json!({"guild_id": guild, "members": members, "chunk_index": index, "chunk_count": count});
            if matches!(wanted, Wanted::Ids(_)) {
                put(&mut shown, "not_found", missing.clone());
            }
            if let Some(nonce) = nonce {
                put(&mut shown, "nonce", nonce);
            }
            if data.flag("presences") && intents & PRESENCES != 0 {
                let told = members.iter().filter_map(|one| one.get("user")?.id("id"));
                put(&mut shown, "presences", world.show_presences(told));
            }
            world.dispatch_to(&id, "GUILD_MEMBERS_CHUNK", &shown);
        }
        Ok(())
    }
}

/// What a client calls its request. Discord drops one that is too long.
fn nonce(data: &Value) -> Option<&str> {
    data.text("nonce")
        .filter(|nonce| nonce.len() <= NONCE_BYTES_MAX)
}

/// How long the bot has to wait before it asks for all members of a server again; counts the request if it has not.
fn too_soon(world: &mut World, guild: Id) -> Option<Duration> {
    let now = Instant::now();
    if let Some(last) = world.asked_all.get(&guild) {
        let wait = (*last + ALL_AGAIN_AFTER).saturating_duration_since(now);
        if !wait.is_zero() {
            return Some(wait);
        }
    }
    world.asked_all.insert(guild, now);
    None
}

/// All members of one server are told once in so long.
const ALL_AGAIN_AFTER: Duration = Duration::from_secs(30);
/// Members in one answer to a request.
const CHUNK: usize = 1000;
/// Found by name, or asked for by id.
const FOUND_MAX: usize = 100;
const NONCE_BYTES_MAX: usize = 32;

/// Whom a client asks for.
enum Wanted {
    Ids(Vec<Id>),
    /// In lower case, and how many at most; 0 of nobody in particular is everybody.
    Named(String, usize),
}

impl Wanted {
    /// One of the two must be there.
    fn of(data: &Value) -> Result<Self, Close> {
        if let Some(one) = data.id("user_ids") {
            return Ok(Self::Ids(vec![one]));
        }
        if data.given("user_ids").is_some() {
            let mut ids = data.ids("user_ids");
            ids.truncate(FOUND_MAX);
            return Ok(Self::Ids(ids));
        }
        let limit = data
            .int("limit")
            .and_then(|most| usize::try_from(most).ok());
        match (data.text("query"), limit) {
            (Some(query), Some(limit)) => Ok(Self::Named(query.to_lowercase(), limit)),
            _ => Err((4001, "Unknown opcode.")),
        }
    }

    fn is_everybody(&self) -> bool {
        matches!(self, Self::Named(query, _) if query.is_empty())
    }

    fn most(&self) -> usize {
        match self {
            Self::Named(query, 0) if query.is_empty() => usize::MAX,
            Self::Named(query, limit) if query.is_empty() => *limit,
            Self::Ids(_) | Self::Named(_, 0) => FOUND_MAX,
            Self::Named(_, limit) => FOUND_MAX.min(*limit),
        }
    }

    fn means(&self, world: &World, member: &Member) -> bool {
        match self {
            Self::Ids(ids) => ids.contains(&member.user),
            Self::Named(query, _) => {
                let name = world.users.get(&member.user).map(|user| user.name.as_str());
                let names = name.into_iter().chain(member.nick.as_deref());
                names
                    .into_iter()
                    .any(|name| name.to_lowercase().starts_with(query))
            }
        }
    }

    fn missing(&self, guild: &Guild) -> Value {
        match self {
            Self::Ids(ids) => id_list(ids.iter().filter(|id| !guild.members.contains_key(id))),
            Self::Named(..) => json!([]),
        }
    }
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
