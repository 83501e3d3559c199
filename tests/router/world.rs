//! A server and a naive vault: maps, full scans, no durability. Answers the router's questions and applies its ops.

use std::{collections::BTreeMap, sync::Arc};

use candor::{
    lexicon::{self, event, source},
    plan::{EraseRule, FieldId, Plan, StoreId, Wish},
    port::{
        Action, ActionKind, Answer, ButtonPress, Channel, CommandCall, Direction, Event, EventKind,
        Export, ExportRow, Failure, Guild, Interaction, InteractionKind, Made, MessageDraft, Op,
        OptionValue, Outcome, Person, Read, Reads, Role, RowId, Scan, Settings, StoredRow, Told,
        Uses,
    },
    router::{Dice, follow, step},
    vocab::{
        ChannelId, ChannelKind, Duration, GuildId, MessageId, Permission, Permissions, RoleId,
        Timestamp, UserId, Value,
    },
};

pub const GUILD: GuildId = GuildId(10);
pub const GENERAL: ChannelId = ChannelId(20);
pub const LOG: ChannelId = ChannelId(21);
pub const OWNER: UserId = UserId(1);
pub const BOT: UserId = UserId(2);
/// Holds Timeout Members.
pub const MOD: UserId = UserId(3);
pub const ANN: UserId = UserId(4);
/// Holds Manage Server.
pub const ADMIN: UserId = UserId(5);
/// Stands above the bot.
pub const HIGH: UserId = UserId(6);
pub const BOB: UserId = UserId(7);

pub const VERIFIED: RoleId = RoleId(104);
pub const MANAGED: RoleId = RoleId(105);
pub const ABOVE: RoleId = RoleId(103);
/// Below the bot, above everybody but the owner and [`HIGH`].
pub const COUNCIL: RoleId = RoleId(106);

pub fn guild() -> Guild {
    let role = |name: &str, position, permissions: &[Permission], managed| Role {
        name: name.into(),
        position,
        permissions: permissions.iter().copied().collect(),
        managed,
    };
    let channel = |name: &str| Channel {
        name: name.into(),
        kind: ChannelKind::Text,
    };
    Guild {
        id: GUILD,
        name: "Lounge".into(),
        owner: OWNER,
        member_count: 7,
        roles: BTreeMap::from([
            (
                RoleId(GUILD.0),
                role("@everyone", 0, &[Permission::SendMessages], false),
            ),
            (RoleId(100), role("bot", 10, &[], true)),
            (
                RoleId(101),
                role("mod", 5, &[Permission::ModerateMembers], false),
            ),
            (
                RoleId(102),
                role("admin", 8, &[Permission::ManageGuild], false),
            ),
            (ABOVE, role("above", 20, &[], false)),
            (VERIFIED, role("verified", 1, &[], false)),
            (MANAGED, role("managed", 1, &[], true)),
            (COUNCIL, role("council", 9, &[], false)),
        ]),
        channels: BTreeMap::from([(GENERAL, channel("general")), (LOG, channel("log"))]),
        me: BOT,
        locale: "en-US".to_owned(),
        my_roles: vec![RoleId(100)],
        voices: BTreeMap::new(),
    }
}

pub fn person(id: UserId) -> Person {
    let roles = match id {
        BOT => vec![RoleId(100)],
        MOD => vec![RoleId(101)],
        ADMIN => vec![RoleId(102)],
        HIGH => vec![ABOVE],
        _ => vec![],
    };
    Person {
        id,
        name: format!("user{id}"),
        display_name: format!("User {id}"),
        bot: id == BOT,
        roles: Some(roles),
        permissions: None,
        joined_at: Some(Timestamp(1_000)),
        has_avatar: false,
        avatar: None,
        last_roles: None,
    }
}

/// What one event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Result {
    pub ops: Vec<Op>,
    pub actions: Vec<Action>,
    pub failed: Vec<Failure>,
    pub rounds: usize,
}

impl Result {
    pub fn kinds(&self) -> Vec<&ActionKind> {
        self.actions.iter().map(|action| &action.kind).collect()
    }

    /// The one answer, which must be ephemeral exactly when `ephemeral` is.
    pub fn answer(&self, ephemeral: bool) -> &MessageDraft {
        let answers: Vec<_> = self
            .actions
            .iter()
            .filter_map(|action| match &action.kind {
                ActionKind::Reply { ephemeral, message } => Some((*ephemeral, message)),
                _ => None,
            })
            .collect();
        match answers.as_slice() {
            [(seen, message)] if *seen == ephemeral => message,
            other => panic!("expected one answer, got {other:?}"),
        }
    }

    /// A refusal: an ephemeral answer alone, and nothing changed.
    pub fn refusal(&self) -> &str {
        assert_eq!(self.ops, [], "a refusal changes nothing");
        assert_eq!(
            self.actions.len(),
            1,
            "a refusal answers only: {:?}",
            self.actions
        );
        &self.answer(true).content
    }

    pub fn sent(&self) -> Vec<(ChannelId, &MessageDraft)> {
        let sent = self.actions.iter().filter_map(|action| match &action.kind {
            ActionKind::Send { channel, message } => Some((*channel, message)),
            _ => None,
        });
        sent.collect()
    }
}

pub struct World {
    pub plan: Plan,
    pub now: Timestamp,
    pub seed: u64,
    pub rows: BTreeMap<RowId, StoredRow>,
    pub settings: Settings,
    /// When each choice was made, and whether it was to be left alone.
    pub choices: BTreeMap<(Option<GuildId>, UserId), (u64, Wish)>,
    /// What a `limit` counted.
    pub uses: Arc<Uses>,
    next_key: i64,
    next_event: u64,
}

impl World {
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            now: Timestamp(1_700_000_000_000),
            seed: 1,
            rows: BTreeMap::new(),
            settings: Settings::default(),
            choices: BTreeMap::new(),
            uses: Arc::default(),
            next_key: 1,
            next_event: 0,
        }
    }

    pub fn advance(&mut self, duration: Duration) {
        self.now = self.now.plus(duration);
    }

    pub fn switch(&mut self, feature: &str, on: bool) {
        self.settings.switched.insert(feature.into(), on);
    }

    pub fn set(&mut self, name: &str, value: Value) {
        let setting = self.plan.settings.iter().find(|one| one.name == name);
        self.settings.values.insert(setting.unwrap().id, value);
    }

    pub fn store(&self, name: &str) -> StoreId {
        let store = self.plan.stores.iter().find(|store| store.name == name);
        store.unwrap().id
    }

    /// Values of a store's rows, in order of key.
    pub fn stored(&self, id: &RowId) -> &StoredRow {
        &self.rows[id]
    }

    pub fn kept(&self, name: &str) -> Vec<&Vec<Value>> {
        let store = self.store(name);
        let rows = self.rows.iter().filter(|(id, _)| id.store == store);
        rows.map(|(_, row)| &row.values).collect()
    }

    pub fn event(&mut self, actor: UserId, (tells, kind): What) -> Event {
        self.next_event += 1;
        let people = [OWNER, BOT, MOD, ANN, ADMIN, HIGH, BOB];
        Event {
            dedupe: format!("event {}", self.next_event),
            at: self.now,
            guild: Some(Arc::new(guild())),
            channel: Some(GENERAL),
            actor: person(actor),
            people: people.into_iter().map(|id| (id, person(id))).collect(),
            tells,
            kind,
        }
    }

    pub fn says(&mut self, actor: UserId, content: &str) -> Result {
        let event = self.event(actor, wrote(content, 0, 0));
        self.happens(&event)
    }

    pub fn calls(&mut self, actor: UserId, path: &str, options: &[(&str, OptionValue)]) -> Result {
        let event = self.call(actor, path, options);
        self.happens(&event)
    }

    pub fn calls_in_dm(&mut self, actor: UserId, path: &str) -> Result {
        let mut event = self.call(actor, path, &[]);
        event.guild = None;
        self.happens(&event)
    }

    pub fn call(&mut self, actor: UserId, path: &str, options: &[(&str, OptionValue)]) -> Event {
        self.event(
            actor,
            interaction(InteractionKind::Command(call(path, options))),
        )
    }

    pub fn presses(&mut self, actor: UserId, custom_id: &str) -> Result {
        let press = ButtonPress {
            custom_id: custom_id.into(),
            chosen: None,
        };
        let event = self.event(actor, interaction(InteractionKind::Button(press)));
        self.happens(&event)
    }

    pub fn types(&mut self, actor: UserId, path: &str, option: &str, typed: &str) -> Vec<String> {
        let kind = InteractionKind::Autocomplete {
            call: call(path, &[(option, OptionValue::Text(typed.into()))]),
            focused: option.into(),
        };
        let event = self.event(actor, interaction(kind));
        match self.happens(&event).actions.as_slice() {
            [
                Action {
                    kind: ActionKind::Choices(choices),
                    ..
                },
            ] => choices.iter().map(|(name, _)| name.clone()).collect(),
            other => panic!("expected choices, got {other:?}"),
        }
    }

    /// Lets the router decide, answers what it asks, applies what it decides. The last call is made twice: the same
    /// inputs must give the same outcome.
    pub fn happens(&mut self, event: &Event) -> Result {
        self.decides(event, step)
    }

    /// What follows an action that Discord has done.
    pub fn follows(&mut self, event: &Event, action: &Action, made: &Made) -> Result {
        let pending = action.then.clone().unwrap();
        self.decides(event, |plan, event, reads, now, dice| {
            let made = Some(made.clone());
            follow(plan, event, (&pending, made), reads, now, dice)
        })
    }

    /// The same for any question to the router.
    pub fn decides(
        &mut self,
        event: &Event,
        decide: impl Fn(&Plan, &Event, &Reads, Timestamp, &mut Dice) -> Outcome,
    ) -> Result {
        let mut reads = Reads {
            uses: Arc::clone(&self.uses),
            ..Reads::default()
        };
        for rounds in 1..=12 {
            let again = || {
                let mut dice = Dice::seeded(self.seed);
                decide(&self.plan, event, &reads, self.now, &mut dice)
            };
            let outcome = again();
            assert_eq!(outcome, again(), "the router is deterministic");
            match outcome {
                Outcome::Needs(needs) => {
                    assert!(!needs.is_empty());
                    for read in needs {
                        let answer = self.answer(&read);
                        let before = reads.answers.insert(read, answer);
                        assert_eq!(before, None, "nothing is asked twice");
                    }
                }
                Outcome::Done {
                    ops,
                    actions,
                    failed,
                    used,
                } => {
                    for one in used {
                        Arc::make_mut(&mut self.uses).count(one, self.now);
                    }
                    for op in &ops {
                        self.apply(op.clone());
                    }
                    return Result {
                        ops,
                        actions,
                        failed,
                        rounds,
                    };
                }
            }
        }
        panic!("the router never stops asking about {event:?}");
    }

    fn answer(&self, read: &Read) -> Answer {
        match read {
            Read::Row(id) => Answer::Row(self.rows.get(id).cloned()),
            Read::Scan(scan) => Answer::Rows(self.scan(scan)),
            Read::WithHeld(read) => self.answer(read),
            Read::Number { .. } => Answer::Number(self.next_key),
            Read::Tally { of, sum } => {
                let rows = self.scan(of);
                let numbers = rows.iter().map(|row| match sum {
                    None => 1,
                    Some(field) => match row.values[field.0 as usize] {
                        Value::Int(number) => number,
                        _ => 0,
                    },
                });
                Answer::Number(numbers.sum())
            }
            Read::Settings(_) => Answer::Settings(self.settings.clone()),
            Read::Suppressed { guild, user } => {
                let here = self.choices.get(&(*guild, *user));
                let everywhere = self.choices.get(&(None, *user));
                let wish = here
                    .max(everywhere)
                    .map_or(Wish::Nothing, |(_, wish)| *wish);
                let stores = self.plan.stores.iter();
                let stores = stores.filter(|store| store.stopped_by(wish).next().is_some());
                Answer::Suppressed(stores.map(|store| store.id).collect())
            }
            Read::Erasure { .. } | Read::ServerErasure(_) => {
                panic!("the router does not ask what an erasure would do")
            }
            Read::Export { guild, user } => Answer::Export(self.export(*guild, *user)),
        }
    }

    fn scan(&self, scan: &Scan) -> Vec<StoredRow> {
        let rows = self
            .rows
            .iter()
            .filter(|(id, _)| id.store == scan.store && id.guild == scan.guild);
        let mut rows: Vec<StoredRow> = rows.map(|(_, row)| row.clone()).collect();
        let at = |row: &StoredRow, field: FieldId| row.values[field.0 as usize].clone();
        if let Some((field, user)) = scan.of {
            rows.retain(|row| at(row, field) == Value::User(user));
        }
        if let Some((field, direction)) = scan.by {
            rows.sort_by(|a, b| match direction {
                Direction::Ascending => at(a, field).cmp(&at(b, field)),
                Direction::Descending => at(b, field).cmp(&at(a, field)),
            });
        }
        rows.truncate(scan.limit.map_or(usize::MAX, |limit| limit as usize));
        rows
    }

    fn export(&self, guild: Option<GuildId>, user: UserId) -> Export {
        let mut export = Export::default();
        for (id, row) in &self.rows {
            let store = self.plan.store(id.store).unwrap();
            // What a part of it gives is the vault's affair.
            let Some(rule) = &store.export else { continue };
            let theirs = rule
                .to
                .iter()
                .any(|to| row.values[to.0 as usize] == Value::User(user));
            if !theirs || (guild.is_some() && guild != id.guild) {
                continue;
            }
            let fields = store.fields.iter().zip(&row.values).enumerate();
            let shown = fields.filter(|(i, _)| !rule.redact.iter().any(|at| at.0 as usize == *i));
            export.rows.push(ExportRow {
                store: id.store,
                guild: id.guild,
                key: id.key.clone(),
                fields: shown
                    .map(|(_, (field, value))| (field.name.clone(), value.clone()))
                    .collect(),
                created: row.created,
                due: None,
            });
        }
        export
    }

    fn apply(&mut self, op: Op) {
        match op {
            Op::Put { row, values } => self.put(row, values),
            Op::Insert {
                store,
                guild,
                mut values,
            } => {
                let key = vec![Value::Int(self.next_key)];
                values[0] = Value::Int(self.next_key);
                self.next_key += 1;
                self.put(RowId { store, guild, key }, values);
            }
            Op::Remove { row } => {
                self.rows.remove(&row);
            }
            Op::SetSetting { setting, value, .. } => {
                match value {
                    Some(value) => self.settings.values.insert(setting, value),
                    None => self.settings.values.remove(&setting),
                };
            }
            Op::SwitchFeature { feature, on, .. } => {
                match on {
                    Some(on) => self.settings.switched.insert(feature, on),
                    None => self.settings.switched.remove(&feature),
                };
            }
            Op::Erase { guild, user } => {
                self.erase(guild, user);
                self.choose(guild, user, Wish::NotAgain);
            }
            Op::Record(_) => {}
            Op::Suppress { guild, user, on } => {
                let wish = if on { Wish::NoMore } else { Wish::Nothing };
                self.choose(guild, user, wish);
            }
            Op::EraseFrom {
                guild,
                user,
                stores,
            } => self.erase_where(guild, user, |store| stores.contains(&store)),
            other => panic!("the router does not decide {other:?}"),
        }
    }

    fn put(&mut self, id: RowId, values: Vec<Value>) {
        let store = self.plan.store(id.store).unwrap();
        assert_eq!(values.len(), store.fields.len(), "a value for each field");
        let revision = self.rows.get(&id).map_or(0, |row| row.revision) + 1;
        let row = StoredRow {
            key: id.key.clone(),
            values,
            revision,
            created: self.now,
            written: self.now,
        };
        self.rows.insert(id, row);
    }

    pub fn choose(&mut self, guild: Option<GuildId>, user: UserId, wish: Wish) {
        self.choices.insert((guild, user), (self.next_event, wish));
    }

    fn erase(&mut self, guild: Option<GuildId>, user: UserId) {
        self.erase_where(guild, user, |_| true);
    }

    fn erase_where(
        &mut self,
        guild: Option<GuildId>,
        user: UserId,
        is_meant: impl Fn(StoreId) -> bool,
    ) {
        let plan = self.plan.clone();
        self.rows.retain(|id, row| {
            if !is_meant(id.store) {
                return true;
            }
            let store = plan.store(id.store).unwrap();
            for rule in &store.on_erase {
                let at = rule.by.0 as usize;
                if row.values[at] == Value::User(user) && (guild.is_none() || guild == id.guild) {
                    if rule.rule == EraseRule::Delete {
                        return false;
                    }
                    row.values[at] = Value::None;
                }
            }
            true
        });
    }
}

/// What an event tells, and what it is.
pub type What = (Told, EventKind);

pub fn interaction(kind: InteractionKind) -> What {
    let tells = match kind {
        InteractionKind::Button(_) => about_message(600),
        InteractionKind::Command(_)
        | InteractionKind::Typed(_)
        | InteractionKind::Menu(_)
        | InteractionKind::Form(_)
        | InteractionKind::Autocomplete { .. } => Told::default(),
    };
    let interaction = Interaction {
        id: 1,
        token: "token".into(),
        locale: "en-GB".into(),
        kind,
    };
    (tells, EventKind::Interaction(interaction))
}

fn about_message(id: u64) -> Told {
    Told::default().with(&source::MESSAGE_ID, Value::Message(MessageId(id)))
}

pub fn wrote(content: &str, mentions: i64, attachments: i64) -> What {
    let tells = about_message(500)
        .with(&source::MESSAGE_CONTENT, Value::Text(content.into()))
        .with(&source::MESSAGE_MENTION_COUNT, Value::Int(mentions))
        .with(&source::MESSAGE_ATTACHMENT_COUNT, Value::Int(attachments))
        .with(&source::MESSAGE_ATTACHMENT_KINDS, Value::List(Vec::new()));
    (tells, EventKind::Happened(&event::MESSAGE))
}

pub fn reacted(what: &'static lexicon::Event, message: u64, emoji: &str) -> What {
    let tells = about_message(message).with(&source::REACTION_EMOJI, Value::Emoji(emoji.into()));
    (tells, EventKind::Happened(what))
}

pub fn happened(what: &'static lexicon::Event) -> What {
    (Told::default(), EventKind::Happened(what))
}

/// What the bot does, and to whom or what.
pub fn deed(kind: &ActionKind) -> (&'static lexicon::Deed, &lexicon::Args) {
    match kind {
        ActionKind::Do { deed, args } => (deed, args),
        other => panic!("not a deed: {other:?}"),
    }
}

pub fn call(path: &str, options: &[(&str, OptionValue)]) -> CommandCall {
    CommandCall {
        path: path.split(' ').map(Into::into).collect(),
        options: options
            .iter()
            .map(|(name, value)| ((*name).into(), value.clone()))
            .collect(),
    }
}

pub fn with(permission: Permission) -> Permissions {
    Permissions::default().with(permission)
}
