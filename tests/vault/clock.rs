//! A clock over many records: it passes, is suspended, jumps, and processes come and go; what is due goes within a
//! minute, and nothing before its time.
//!
//! The vault is the real one, and so is the clock that the bot goes by (`TrustedClock`); the machine's clock beside it
//! is told what to show, and Discord's shows the true time. What is due is known from a model that reads the plan's
//! clauses and looks at every row. `CANDOR_CLOCK_RECORDS=100000` is the long run.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{Arc, Mutex},
};

use candor::{
    plan::{Plan, Retention, StoreId, Trigger},
    port::{Clock, Marks, Op, Vault, Wall},
    runtime::TrustedClock,
    vault::{MasterKey, SealedVault},
    vocab::{Duration, GuildId, Timestamp, UserId, Value},
};

use crate::{calls as c, policy};

const GUILDS: u64 = 12;
const BURST: usize = 200;
/// What the notice promises.
const LATE_MAX_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

/// The machine's clock: what it shows beyond the true time, and the true time that it was awake for.
#[derive(Debug, Default)]
struct Machine(Mutex<(i64, i64)>);

impl Machine {
    fn pass(&self, ms: i64) {
        let mut state = self.0.lock().unwrap();
        state.0 += ms;
        state.1 += ms;
    }

    fn show(&self, at: i64) {
        self.0.lock().unwrap().0 = at;
    }
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.lock().unwrap().0)
    }
}

impl Wall for Machine {
    fn elapsed(&self) -> Duration {
        Duration {
            ms: self.0.lock().unwrap().1,
        }
    }
}

type Key = (u32, u64, u64);

struct Row {
    store: StoreId,
    guild: Option<GuildId>,
    created: i64,
    written: i64,
    /// What the server's setting allowed at least once.
    by_setting: i64,
    subject: Option<UserId>,
    names: Vec<UserId>,
}

/// What is kept and until when, by reading clauses.
struct Model {
    plan: Arc<Plan>,
    rows: BTreeMap<Key, Row>,
    keep: BTreeMap<GuildId, i64>,
    removed: BTreeMap<GuildId, i64>,
    left: BTreeMap<(GuildId, UserId), i64>,
}

impl Model {
    fn clauses(&self, store: StoreId) -> &Retention {
        &self.plan.store(store).unwrap().retention
    }

    fn kept(&self, guild: Option<GuildId>) -> i64 {
        let set = guild.and_then(|guild| self.keep.get(&guild));
        set.copied().unwrap_or(10 * DAY_MS)
    }

    fn write(&mut self, key: Key, new: Row) {
        let by_setting = new.written.min(new.created) + self.kept(new.guild);
        let row = self.rows.entry(key).or_insert(Row { by_setting, ..new });
        row.written = new.written;
        row.by_setting = row.by_setting.min(row.created + by_setting - new.created);
    }

    fn due(&self, row: &Row) -> i64 {
        let end = |clause: &candor::plan::Clause| {
            let after = clause.after.ms;
            let at = match clause.trigger {
                Trigger::Age => Some(row.created),
                Trigger::EntryIdle => Some(row.written),
                Trigger::GuildRemoved => self.removed.get(&row.guild?).copied(),
                Trigger::MemberLeft => self.left.get(&(row.guild?, row.subject?)).copied(),
                Trigger::Setting { .. } => Some(row.by_setting),
                _ => None,
            };
            Some(at? + after)
        };
        let clauses = &self.clauses(row.store).clauses;
        clauses.iter().filter_map(end).min().unwrap_or(i64::MAX)
    }

    fn next_due(&self) -> i64 {
        let rows = self.rows.values().map(|row| self.due(row));
        rows.min().unwrap_or(i64::MAX)
    }

    /// Whom nothing names is not remembered.
    fn tidy(&mut self) {
        let of_row = |row: &Row| {
            let guild = row.guild;
            let names = row.names.iter().copied();
            names
                .filter_map(move |user| Some((guild?, user)))
                .collect::<Vec<_>>()
        };
        let named: BTreeSet<_> = self.rows.values().flat_map(of_row).collect();
        self.left.retain(|member, _| named.contains(member));
    }

    /// Deletes what is due; how much that is.
    fn sweep(&mut self, now: i64) -> u64 {
        let rows = self.rows.iter().filter(|(_, row)| self.due(row) <= now);
        let due: Vec<Key> = rows.map(|(key, _)| *key).collect();
        for key in &due {
            self.rows.remove(key);
        }
        self.tidy();
        let plan = Arc::clone(&self.plan);
        let grace = |retention: &Retention| {
            let mut clauses = retention.clauses.iter();
            clauses
                .find(|clause| clause.trigger == Trigger::GuildRemoved)
                .unwrap()
                .after
                .ms
        };
        let settings = grace(&plan.settings_retention);
        let removed = &self.removed;
        self.keep.retain(|guild, _| {
            removed
                .get(guild)
                .is_none_or(|since| since + settings > now)
        });
        let (rows, keep) = (&self.rows, &self.keep);
        self.removed.retain(|guild, _| {
            keep.contains_key(guild) || rows.values().any(|row| row.guild == Some(*guild))
        });
        due.len() as u64
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sabotage {
    None,
    /// Looks once an hour.
    Skips,
    /// Sweeps by a clock that is three hours ahead.
    Early,
    /// Takes the machine's clock at its word.
    Gullible,
}

/// What was seen; of a promise that is broken, the first time.
#[derive(Debug, Default)]
struct Report {
    records: usize,
    sweeps: u64,
    deleted: u64,
    restarts: u32,
    jumps: u32,
    held: u32,
    /// While a process ran.
    late_ms_max: i64,
    early_ms_max: i64,
    /// Rows that were due and stayed.
    stayed: u64,
}

impl Report {
    fn is_broken(&self) -> bool {
        self.early_ms_max > 0 || self.late_ms_max > LATE_MAX_MS || self.stayed > 0
    }
}

struct World<'a> {
    home: &'a Path,
    key: MasterKey,
    dice: fastrand::Rng,
    /// The true time, as Discord shows it.
    now: i64,
    machine: Arc<Machine>,
    clock: TrustedClock,
    vault: Option<SealedVault>,
    model: Model,
    /// When something last became due by what happened, rather than by time.
    changed: i64,
    sabotage: Sabotage,
    report: Report,
}

impl<'a> World<'a> {
    fn new(home: &'a Path, sabotage: Sabotage) -> Self {
        let machine = Arc::new(Machine::default());
        machine.show(c::START.0);
        let mut world = Self {
            home,
            key: MasterKey::random().unwrap(),
            dice: fastrand::Rng::with_seed(7),
            now: c::START.0,
            clock: TrustedClock::new(Arc::clone(&machine) as _, None),
            machine,
            vault: None,
            model: Model {
                plan: policy::shared(),
                rows: BTreeMap::new(),
                keep: BTreeMap::new(),
                removed: BTreeMap::new(),
                left: BTreeMap::new(),
            },
            changed: c::START.0,
            sabotage,
            report: Report::default(),
        };
        world.open();
        world
    }

    fn open(&mut self) {
        let now = self.clock.now();
        let vault = SealedVault::open(self.home, policy::shared(), &self.key, now);
        self.vault = Some(vault.unwrap());
    }

    fn vault(&self) -> &SealedVault {
        self.vault.as_ref().unwrap()
    }

    fn pass(&mut self, ms: i64) {
        self.now += ms;
        self.machine.pass(ms);
    }

    /// As the bot does at each look: in doubt it asks Discord.
    fn look(&mut self) -> Timestamp {
        if self.clock.read().doubt.is_some() {
            self.report.held += 1;
            self.clock.hear(Timestamp(self.now));
        }
        if self.sabotage == Sabotage::Gullible {
            return self.machine.now();
        }
        self.clock.now()
    }

    fn user(&mut self) -> UserId {
        UserId(self.dice.u64(1..300))
    }

    /// A burst of writes, and now and then what happens to servers and members.
    async fn write(&mut self) {
        let now = self.look();
        let mut ops = Vec::new();
        let mut rows = Vec::new();
        for _ in 0..BURST {
            let guild = GuildId(1_000 + self.dice.u64(0..GUILDS));
            let (user, other) = (self.user(), self.user());
            let number = self.dice.u64(1..100_000);
            let (op, store, guild, id, subject, names) = match self.dice.u8(0..7) {
                0 => {
                    let op = c::seen(guild, user, Some(other));
                    (
                        op,
                        policy::SEEN,
                        Some(guild),
                        user.0,
                        Some(user),
                        vec![user, other],
                    )
                }
                1 => {
                    let op = c::vote(guild, number, user);
                    let id = number << 16 | user.0;
                    (op, policy::VOTE, Some(guild), id, Some(user), vec![user])
                }
                2 => {
                    let op = c::command(guild, &format!("c{number}"), user);
                    (op, policy::COMMAND, Some(guild), number, None, vec![user])
                }
                3 => {
                    let op = c::profile(UserId(number), "motto");
                    (
                        op,
                        policy::PROFILE,
                        None,
                        number,
                        Some(UserId(number)),
                        vec![],
                    )
                }
                4 => (c::note("words"), policy::NOTE, None, 0, None, vec![]),
                5 => {
                    let op = c::xp(guild, user, 1);
                    (op, policy::XP, Some(guild), user.0, Some(user), vec![user])
                }
                _ => {
                    let op = c::warning(guild, user, other, "reason");
                    (
                        op,
                        policy::WARNING,
                        Some(guild),
                        0,
                        Some(user),
                        vec![user, other],
                    )
                }
            };
            let row = Row {
                store,
                guild,
                created: now.0,
                written: now.0,
                by_setting: 0,
                subject,
                names,
            };
            rows.push((matches!(op, Op::Insert { .. }), id, row));
            ops.push(op);
        }
        self.report.records += BURST;
        let commit = c::commit(self.vault(), ops, now).await;
        let mut numbers = commit.keys.into_iter();
        for (is_auto, id, row) in rows {
            let id = if is_auto {
                numbers.next().unwrap().cast_unsigned()
            } else {
                id
            };
            let key = (row.store.0, row.guild.map_or(0, |guild| guild.0), id);
            // A row that is rewritten names others from now on.
            if let Some(old) = self.model.rows.get_mut(&key) {
                old.names.clone_from(&row.names);
            }
            self.model.write(key, row);
        }
        self.model.tidy();
        for _ in 0..2 {
            self.happen(now).await;
        }
        self.changed = self.now;
    }

    async fn happen(&mut self, now: Timestamp) {
        let guild = GuildId(1_000 + self.dice.u64(0..GUILDS));
        let user = self.user();
        let of_guild = |row: &Row| row.guild == Some(guild);
        let op = match self.dice.u8(0..5) {
            0 if self.dice.bool() => {
                let has_data = self.model.rows.values().any(of_guild);
                if has_data || self.model.keep.contains_key(&guild) {
                    self.model.removed.entry(guild).or_insert(now.0);
                }
                Op::GuildRemoved { guild, since: now }
            }
            0 | 1 => {
                self.model.removed.remove(&guild);
                Op::GuildPresent { guild }
            }
            2 => {
                let mut of = self.model.rows.values().filter(|row| of_guild(row));
                if of.any(|row| row.names.contains(&user)) {
                    self.model.left.entry((guild, user)).or_insert(now.0);
                }
                Op::MemberLeft {
                    guild,
                    user,
                    since: now,
                }
            }
            3 => {
                self.model.left.remove(&(guild, user));
                Op::MemberPresent { guild, user }
            }
            _ => {
                let days = self.dice.i64(11..20) - self.dice.i64(0..2) * 10;
                self.model.keep.insert(guild, days * DAY_MS);
                for row in self.model.rows.values_mut().filter(|row| of_guild(row)) {
                    row.by_setting = row.by_setting.min(row.created + days * DAY_MS);
                }
                Op::SetSetting {
                    guild,
                    setting: policy::KEEP,
                    value: Some(Value::Duration(Duration::days(days))),
                }
            }
        };
        c::commit(self.vault(), [op], now).await;
    }

    /// What a bot does within a second of something being due. `caught_up` after a pause: then lateness is no fault.
    async fn sweep(&mut self, caught_up: bool) {
        let now = self.look();
        if self.report.is_broken() {
            return;
        }
        self.report.sweeps += 1;
        let by = match self.sabotage {
            Sabotage::Early => now.plus(Duration::seconds(3 * 3_600)),
            _ => now,
        };
        let before = self.model.rows.len() as u64;
        let next = self.model.next_due();
        let said = self.vault().next_due().await.unwrap();
        assert!(
            next == i64::MAX || said.is_some_and(|said| said.0 <= next),
            "the bot would not know that a row is due"
        );
        let swept = self.vault().sweep(by).await.unwrap();
        // By the true time: the promise is not about the machine's clock.
        let due = self.model.sweep(self.now.min(now.0));
        self.report.deleted += due;
        if due > 0 && !caught_up {
            let late = self.now - next.max(self.changed);
            self.report.late_ms_max = self.report.late_ms_max.max(late);
        }
        if swept.rows > due {
            let gone = before - swept.rows;
            let mut dues: Vec<i64> = self
                .model
                .rows
                .values()
                .map(|row| self.model.due(row))
                .collect();
            dues.sort_unstable();
            let extra = self.model.rows.len() - usize::try_from(gone).unwrap();
            self.report.early_ms_max = dues[extra - 1] - self.now;
        }
        self.report.stayed += due.saturating_sub(swept.rows);
        let marks = Marks {
            time: Some(now),
            connected: None,
        };
        self.vault().mark(marks).await.unwrap();
    }

    /// Lets time pass as it does for a bot: whatever is due meanwhile is swept within a second.
    async fn live(&mut self, ms: i64) {
        let end = self.now + ms;
        loop {
            let next = self.model.next_due().max(self.now);
            if next > end {
                break;
            }
            let looks_every_ms = match self.sabotage {
                Sabotage::Skips => 3_600_000,
                _ => 1_000,
            };
            let pause = next - self.now + self.dice.i64(0..looks_every_ms);
            self.pass(pause);
            self.sweep(false).await;
            if self.report.is_broken() {
                return;
            }
        }
        self.pass((end - self.now).max(0));
    }

    async fn restart(&mut self) {
        self.report.restarts += 1;
        self.sweep(false).await;
        self.vault = None;
        let off = self.dice.i64(0..20 * DAY_MS);
        self.now += off;
        // With the right time, or with one that is far ahead.
        let wrong = self.dice.i64(0..2) * self.dice.i64(0..60 * DAY_MS);
        self.machine.show(self.now + wrong);
        let dir = candor::vault::marks(self.home).unwrap();
        self.clock = TrustedClock::new(Arc::clone(&self.machine) as _, dir.time);
        self.look();
        // What stays within a day of what passed is believed; here it would be wrong.
        if self.clock.now().0 > self.now {
            self.machine.show(self.now);
            self.clock = TrustedClock::new(Arc::clone(&self.machine) as _, dir.time);
            self.look();
        }
        self.open();
        self.sweep(true).await;
        // Somebody sets the clock right, sooner or later.
        if self.dice.bool() {
            self.machine.show(self.now);
        }
    }

    async fn jump(&mut self) {
        self.report.jumps += 1;
        match self.dice.u8(0..4) {
            // Suspended: nothing ran meanwhile.
            0 => {
                let asleep = self.dice.i64(0..4 * DAY_MS);
                self.now += asleep;
                self.machine.show(self.now);
                self.sweep(true).await;
            }
            1 => self
                .machine
                .show(self.now + self.dice.i64(2 * DAY_MS..90 * DAY_MS)),
            2 => self.machine.show(self.now - self.dice.i64(0..90 * DAY_MS)),
            _ => self.machine.show(self.now),
        }
    }

    /// Whatever was kept is there, and nothing else.
    async fn compare(&self) {
        for store in &self.model.plan.stores {
            let here = self
                .vault()
                .dump(store.id, crate::calls::EARLY)
                .await
                .unwrap()
                .len();
            let kept = self.model.rows.values().filter(|row| row.store == store.id);
            assert_eq!(here, kept.count(), "store `{}`", store.name);
        }
    }
}

async fn run(records: usize, sabotage: Sabotage) -> Report {
    let home = tempfile::tempdir().unwrap();
    let mut world = World::new(home.path(), sabotage);
    while world.report.records < records {
        world.write().await;
        match world.dice.u8(0..10) {
            0 => world.restart().await,
            1 | 2 => world.jump().await,
            _ => {}
        }
        let pause = world.dice.i64(0..DAY_MS);
        world.live(pause).await;
        if world.report.is_broken() {
            return world.report;
        }
    }
    world.machine.show(world.now);
    world.live(40 * DAY_MS).await;
    world.compare().await;
    world.report
}

fn records(usual: usize) -> usize {
    let asked = std::env::var("CANDOR_CLOCK_RECORDS").ok();
    asked.map_or(usual, |asked| asked.parse().unwrap())
}

#[tokio::test]
async fn what_is_due_goes_within_a_minute_and_nothing_before_its_time() {
    let report = run(records(5_000), Sabotage::None).await;
    eprintln!("{report:?}");
    assert_eq!(report.early_ms_max, 0);
    assert_eq!(report.stayed, 0);
    assert!(report.late_ms_max <= LATE_MAX_MS, "{report:?}");
    assert!(report.restarts > 0 && report.jumps > 0 && report.held > 0);
    assert!(report.deleted > report.records as u64 / 2, "{report:?}");
}

#[tokio::test]
async fn a_sweep_that_skips_is_caught() {
    let report = run(4_000, Sabotage::Skips).await;
    assert!(report.late_ms_max > LATE_MAX_MS, "{report:?}");
}

#[tokio::test]
async fn a_sweep_that_is_early_is_caught() {
    let report = run(4_000, Sabotage::Early).await;
    assert!(report.early_ms_max > 0, "{report:?}");
}

#[tokio::test]
async fn a_clock_that_is_believed_whatever_it_shows_is_caught() {
    let report = run(8_000, Sabotage::Gullible).await;
    assert!(report.early_ms_max > 0, "{report:?}");
}
