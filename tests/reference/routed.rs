//! Candor's side: the router as the runtime drives it, over the vault that everybody can see to be right, and in some cases
//! over the real one.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, LazyLock, Mutex},
};

use candor::{
    lexicon::event::MEMBER_LEAVE,
    plan::Plan,
    port::{
        Action, ActionKind, Answer, Batch, Event, EventKind, Export, Made, Op, Outcome, Pending,
        Read, Reads, Revision, RowId, StoredRow, Uses, Vault, VaultError,
    },
    router::{self, Dice},
    vault::{MasterKey, SealedVault},
    vocab::{ChannelId, GuildId, MessageId, Timestamp, UserId},
};
use tempfile::{TempDir, tempdir, tempdir_in};
use tokio::runtime::{Builder, Runtime};

use super::{
    model::MemoryVault,
    trace::{Happening, answer},
    world::{Discord, guild as guild_of},
};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
});

fn at_once<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

pub struct Routed {
    pub plan: Arc<Plan>,
    vault: Box<dyn Vault>,
    /// Where the real one is.
    _place: Option<TempDir>,
    pub discord: Discord,
    pub now: Timestamp,
    /// How often handlers came past limits, which the runtime counts.
    uses: Mutex<BTreeMap<GuildId, Uses>>,
    made: u64,
}

/// Then nothing can follow, and the runtime tells so.
pub const BARE: &str = "an entry that keeps nothing";
/// The runtime then does what runs at the row's end, in the middle of what it was at.
pub const BETWEEN: &str = "a row ended in between, and was written again";
/// How often an event is begun again, as in the runtime.
const ATTEMPTS_MAX: usize = 4;

impl Routed {
    pub fn new(plan: &Arc<Plan>, now: Timestamp) -> Self {
        Self {
            plan: Arc::clone(plan),
            vault: Box::new(MemoryVault::new(Arc::clone(plan))),
            _place: None,
            discord: Discord::default(),
            now,
            uses: Mutex::default(),
            made: 0,
        }
    }

    /// Over the real vault, with its database in memory where there is room for one.
    pub fn on_disk(plan: &Arc<Plan>, now: Timestamp) -> Self {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() {
            tempdir_in(memory)
        } else {
            tempdir()
        };
        let place = place.unwrap();
        let key = MasterKey::from_file_or_new(&place.path().join("key")).unwrap();
        let vault =
            SealedVault::open(&place.path().join("data"), Arc::clone(plan), &key, now).unwrap();
        Self {
            vault: Box::new(vault),
            _place: Some(place),
            ..Self::new(plan, now)
        }
    }

    fn commit(&self, ops: Vec<Op>) -> Result<(), String> {
        let batch = Batch {
            ops,
            ..Batch::default()
        };
        at_once(self.vault.commit(batch, self.now))
            .map(drop)
            .map_err(|error| error.to_string())
    }

    pub fn sweep(&self) -> Result<(), String> {
        at_once(self.vault.sweep(self.now))
            .map(drop)
            .map_err(|error| error.to_string())
    }

    /// What is not an event.
    pub fn told(&mut self, happening: &Happening) -> Result<(), String> {
        let op = match happening.clone() {
            Happening::Passes(length) => {
                self.now = self.now.plus(length);
                return self.sweep();
            }
            Happening::Erased { guild, who } => Op::Erase { guild, user: who },
            Happening::Objects { guild, who, on } => Op::Suppress {
                guild,
                user: who,
                on,
            },
            Happening::Sets {
                guild,
                setting,
                value,
            } => Op::SetSetting {
                guild,
                setting,
                value,
            },
            Happening::Switches { guild, feature, on } => {
                let feature = self.plan.features[feature.0 as usize].name.clone();
                Op::SwitchFeature { guild, feature, on }
            }
            Happening::Removed(guild) => Op::GuildRemoved {
                guild,
                since: self.now,
            },
            Happening::Back(guild) => Op::GuildPresent { guild },
            Happening::ChannelGone(guild, channel) => {
                let gone = |guild| Op::ChannelRemoved {
                    guild,
                    channel,
                    since: self.now,
                };
                return self.commit(vec![gone(Some(guild)), gone(None)]);
            }
            Happening::Answers {
                guild,
                who,
                feature,
                yes,
            } => match answer(&self.plan, (guild, who, feature, yes), self.now) {
                Some((row, values)) => Op::Put { row, values },
                None => return Ok(()),
            },
            // No such door stands there, and no form is open.
            Happening::Event { .. }
            | Happening::Command { .. }
            | Happening::Menu { .. }
            | Happening::Door { .. }
            | Happening::Fills { .. }
            | Happening::Typed { .. } => return Ok(()),
        };
        self.commit(vec![op])
    }

    /// What an event leads to: all that the bot does on Discord, in order.
    pub fn happens(&mut self, event: &Event, seed: u64) -> Result<Vec<Action>, String> {
        let guild = event.guild.as_ref().map(|guild| guild.id);
        let user = event.actor.id;
        let mut event = event.clone();
        router::by_its_name(&self.plan, &mut event);
        let event = &event;
        let what = match event.kind {
            EventKind::Happened(what) => Some(what),
            EventKind::Interaction(_) => None,
        };
        if let Some(guild) = guild {
            // Nothing happens in a server without the bot, and who does something is there.
            let is_somebody = what.is_none_or(candor::lexicon::Event::has_actor);
            let present = is_somebody.then_some(Op::MemberPresent { guild, user });
            let server = [Op::GuildPresent { guild }];
            self.commit(server.into_iter().chain(present).collect())?;
        }
        let after = match guild {
            Some(guild) if what == Some(&MEMBER_LEAVE) => Some(Op::MemberLeft {
                guild,
                user,
                since: event.at,
            }),
            _ => None,
        };
        let typed = guild.and_then(|guild| self.typed(guild, event));
        let mut done = Vec::new();
        let actions = self.decide(event, seed, after, router::step)?;
        self.act(event, seed, actions, &mut done)?;
        if let Some(typed) = typed {
            let actions = self.decide(&typed, seed, None, router::step)?;
            self.act(&typed, seed, actions, &mut done)?;
        }
        Ok(done)
    }

    /// The command that a message is.
    fn typed(&self, guild: GuildId, event: &Event) -> Option<Event> {
        let read = at_once(self.vault.read(&Read::Settings(guild), self.now));
        match read.ok()? {
            Answer::Settings(settings) => router::typed_command(&self.plan, event, &settings),
            _ => None,
        }
    }

    fn decide(
        &self,
        event: &Event,
        seed: u64,
        after: Option<Op>,
        ask: impl Fn(&Plan, &Event, &Reads, Timestamp, &mut Dice) -> Outcome,
    ) -> Result<Vec<Action>, String> {
        self.decide_with(event, seed, after, Vec::new(), ask)
    }

    fn decide_with(
        &self,
        event: &Event,
        seed: u64,
        after: Option<Op>,
        more: Vec<(RowId, Revision)>,
        ask: impl Fn(&Plan, &Event, &Reads, Timestamp, &mut Dice) -> Outcome,
    ) -> Result<Vec<Action>, String> {
        for _ in 0..ATTEMPTS_MAX {
            let guild = event.guild.as_ref().map(|guild| guild.id);
            let uses = guild.and_then(|guild| self.uses.lock().unwrap().get(&guild).cloned());
            let mut reads = Reads {
                uses: Arc::new(uses.unwrap_or_default()),
                ..Reads::default()
            };
            let (mut ops, actions, used) = loop {
                match ask(&self.plan, event, &reads, self.now, &mut Dice::seeded(seed)) {
                    Outcome::Needs(needs) => {
                        for read in needs {
                            let answer = at_once(self.vault.read(&read, self.now));
                            let answer = answer.map_err(|error| error.to_string())?;
                            reads.answers.insert(read, answer);
                        }
                    }
                    Outcome::Done {
                        ops, actions, used, ..
                    } => break (ops, actions, used),
                }
            };
            ops.extend(after.clone());
            let expect = [reads.expectations(), more.clone()].concat();
            let batch = Batch {
                expect,
                numbers: reads.numbers(),
                ops,
            };
            match at_once(self.vault.commit(batch, self.now)) {
                Ok(_) => {
                    let mut all = self.uses.lock().unwrap();
                    for (one, guild) in used.into_iter().zip(guild.into_iter().cycle()) {
                        all.entry(guild).or_default().count(one, self.now);
                    }
                    return Ok(actions);
                }
                Err(VaultError::Conflict) => {
                    self.sweep()?;
                    let over = at_once(self.vault.ended(None, 1));
                    if !over.map_err(|error| error.to_string())?.is_empty() {
                        return Err(BETWEEN.to_owned());
                    }
                }
                Err(error) => return Err(error.to_string()),
            }
        }
        Err("an event was begun again too often".to_owned())
    }

    fn act(
        &mut self,
        event: &Event,
        seed: u64,
        actions: Vec<Action>,
        done: &mut Vec<Action>,
    ) -> Result<(), String> {
        for action in actions {
            let made = self.carry_out(&action);
            if let Some(guild) = &event.guild {
                self.discord.shows(guild.id, event.actor.id, &action.kind);
            }
            let then = action.then.clone();
            done.push(action);
            if let Some(pending) = then {
                let next = self.follow(event, seed, &pending, made)?;
                self.act(event, seed, next, done)?;
            }
        }
        Ok(())
    }

    fn follow(
        &self,
        event: &Event,
        seed: u64,
        pending: &Pending,
        made: Option<Made>,
    ) -> Result<Vec<Action>, String> {
        self.decide(event, seed, None, |plan, event, reads, now, dice| {
            router::follow(plan, event, (pending, made.clone()), reads, now, dice)
        })
    }

    /// What runs at the end of rows, row by row: each with its event, and what was done.
    pub fn ends(&mut self, seed: u64) -> Result<Vec<(RowId, Event, Vec<Action>)>, String> {
        let mut all = Vec::new();
        for round in 0..8 {
            let mut rows =
                at_once(self.vault.ended(None, 256)).map_err(|error| error.to_string())?;
            if rows.is_empty() {
                return Ok(all);
            }
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            for (id, row) in rows {
                let Some(guild) = id.guild else { continue };
                let event = router::ending(&Arc::new(guild_of(guild)), &id, self.now);
                let seed = seed.wrapping_add(round);
                let expect = vec![(id.clone(), row.revision)];
                let actions = self.decide_with(
                    &event,
                    seed,
                    None,
                    expect,
                    |plan, event, reads, now, dice| {
                        router::ended(plan, event, (&id, &row), reads, now, dice)
                    },
                )?;
                let mut done = Vec::new();
                self.act(&event, seed, actions, &mut done)?;
                self.take_up(guild, seed, &mut done)?;
                all.push((id, event, done));
            }
            self.sweep()?;
        }
        Err("rows end without an end".to_owned())
    }

    /// What follows from the end of a row, from its entries alone.
    fn take_up(&mut self, guild: GuildId, seed: u64, done: &mut Vec<Action>) -> Result<(), String> {
        let plan = Arc::clone(&self.plan);
        let journals: Vec<_> = plan
            .sequels()
            .filter(candor::plan::Sequel::is_ending)
            .map(|one| one.journal)
            .collect();
        let mut entries = Vec::new();
        for store in journals {
            let dump =
                at_once(self.vault.dump(store, self.now)).map_err(|error| error.to_string())?;
            entries.extend(dump.into_iter().filter(|(id, _)| id.guild == Some(guild)));
        }
        entries.sort_by(|(one, _), (other, _)| one.key.cmp(&other.key));
        for (entry, row) in entries {
            let server = Arc::new(guild_of(guild));
            let kept = router::kept(&plan, &server, &entry, &row, self.now);
            let Some((event, pending)) = kept else {
                return Err(BARE.to_owned());
            };
            let actions = self.decide(&event, seed, None, |plan, event, reads, now, dice| {
                router::again(plan, event, &pending, reads, now, dice)
            })?;
            if actions.iter().all(|action| action.then.is_none()) {
                self.commit(vec![Op::Remove { row: entry }])?;
            }
            self.act(&event, seed, actions, done)?;
        }
        Ok(())
    }

    /// Discord does what it is asked.
    fn carry_out(&mut self, action: &Action) -> Option<Made> {
        match &action.kind {
            ActionKind::Send { channel, .. } => {
                self.made += 1;
                Some(Made::Message(*channel, MessageId(9_000 + self.made), None))
            }
            ActionKind::Do { deed, args } => {
                if let (Some(user), Some(role)) = (args.user("member"), args.role("role")) {
                    match deed.name {
                        "add-role" => self.discord.give(args.guild, user, role),
                        "remove-role" => self.discord.take(args.guild, user, role),
                        _ => {}
                    }
                }
                if let (Some(user), Some(name)) = (args.user("member"), args.text("name")) {
                    self.discord.nick(args.guild, user, name.to_owned());
                }
                if ["create-channel", "create-voice"].contains(&deed.name) {
                    self.made += 1;
                    return Some(Made::Channel(ChannelId(8_000 + self.made)));
                }
                if let Some(count) = args.count("count") {
                    return Some(Made::Number(count));
                }
                let (_, message) = deed.makes.and(args.message("message"))?;
                Some(Made::Channel(ChannelId(message.0)))
            }
            _ => None,
        }
    }

    /// Every row that can be read, with when it will go.
    pub fn rows(&self) -> Result<BTreeMap<RowId, (StoredRow, Option<Timestamp>)>, String> {
        let mut rows = BTreeMap::new();
        for store in &self.plan.stores {
            let dump =
                at_once(self.vault.dump(store.id, self.now)).map_err(|error| error.to_string())?;
            for (id, row) in dump {
                let due = at_once(self.vault.due(&id)).map_err(|error| error.to_string())?;
                rows.insert(id, (row, due));
            }
        }
        Ok(rows)
    }

    pub fn export(&self, guild: Option<GuildId>, user: UserId) -> Result<Export, String> {
        let read = Read::Export { guild, user };
        match at_once(self.vault.read(&read, self.now)) {
            Ok(candor::port::Answer::Export(export)) => Ok(export),
            other => Err(format!("no export: {other:?}")),
        }
    }
}
