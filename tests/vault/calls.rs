//! What the tests of this folder ask of a vault, in few words: people, servers, operations and questions.

use candor::{
    lexicon::event::ENDED,
    plan::{FeatureId, Handler, On, Plan, StoreId},
    port::{Answer, Batch, Commit, Export, Op, Read, RowId, Scan, Settings, StoredRow, Vault},
    vocab::{ChannelId, Duration, GuildId, MessageId, Timestamp, UserId, Value},
};

use crate::policy::{
    self, BADGE, BAN, COMMAND, LINE, NOTE, PLACE, PROFILE, ROOM, SEEN, TALK, TICKET, VOTE, WARNING,
    XP,
};

pub const ANN: UserId = UserId(111_222_333_444_555_666);
pub const MOD: UserId = UserId(777_888_999_000_111_222);
pub const LOUNGE: GuildId = GuildId(333_444_555_666_777_888);
pub const ARCADE: GuildId = GuildId(999_000_111_222_333_444);
pub const START: Timestamp = Timestamp(1_760_000_000_000);
/// Before the time of any row is over: who reads then sees what is kept.
pub const EARLY: Timestamp = Timestamp(i64::MIN);

pub fn after(days: i64) -> Timestamp {
    START.plus(Duration::days(days))
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn xp(guild: GuildId, user: UserId, total: i64) -> Op {
    Op::Put {
        row: xp_id(guild, user),
        values: vec![Value::User(user), Value::Int(total)],
    }
}

pub fn xp_id(guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: XP,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

pub fn warning(guild: GuildId, member: UserId, moderator: UserId, reason: &str) -> Op {
    Op::Insert {
        store: WARNING,
        guild: Some(guild),
        values: vec![
            Value::None,
            Value::User(member),
            Value::User(moderator),
            text(reason),
            text("memo"),
        ],
    }
}

pub fn seen(guild: GuildId, user: UserId, by: Option<UserId>) -> Op {
    Op::Put {
        row: RowId {
            store: SEEN,
            guild: Some(guild),
            key: vec![Value::User(user)],
        },
        values: vec![
            Value::User(user),
            Value::Int(1),
            by.map_or(Value::None, Value::User),
        ],
    }
}

pub fn command(guild: GuildId, name: &str, author: UserId) -> Op {
    Op::Put {
        row: RowId {
            store: COMMAND,
            guild: Some(guild),
            key: vec![text(name)],
        },
        values: vec![text(name), text("hello"), Value::User(author), text("mine")],
    }
}

/// Everywhere.
pub fn erase(user: UserId) -> Op {
    Op::Erase { guild: None, user }
}

pub fn profile(user: UserId, motto: &str) -> Op {
    Op::Put {
        row: RowId {
            store: PROFILE,
            guild: None,
            key: vec![Value::User(user)],
        },
        values: vec![Value::User(user), text(motto)],
    }
}

pub fn vote(guild: GuildId, message: u64, user: UserId) -> Op {
    let key = vec![Value::Message(MessageId(message)), Value::User(user)];
    Op::Put {
        values: [key.clone(), vec![text("yes")]].concat(),
        row: RowId {
            store: VOTE,
            guild: Some(guild),
            key,
        },
    }
}

pub fn note(words: &str) -> Op {
    Op::Insert {
        store: NOTE,
        guild: None,
        values: vec![Value::None, text(words)],
    }
}

pub fn ticket(guild: GuildId, author: UserId, helper: UserId) -> Op {
    Op::Insert {
        store: TICKET,
        guild: Some(guild),
        values: vec![Value::None, Value::User(author), Value::User(helper)],
    }
}

pub fn ticket_id(guild: GuildId, number: i64) -> RowId {
    RowId {
        store: TICKET,
        guild: Some(guild),
        key: vec![Value::Int(number)],
    }
}

pub fn place_id(guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: PLACE,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

pub fn place(guild: GuildId, user: UserId, by: UserId) -> Op {
    Op::Put {
        row: place_id(guild, user),
        values: vec![Value::User(user), Value::User(by)],
    }
}

pub fn ban(guild: GuildId, user: UserId, until: Option<Timestamp>) -> Op {
    Op::Put {
        row: RowId {
            store: BAN,
            guild: Some(guild),
            key: vec![Value::User(user)],
        },
        values: vec![Value::User(user), until.map_or(Value::None, Value::Instant)],
    }
}

pub fn room(guild: GuildId, name: &str, channel: u64) -> Op {
    let channel = Value::Channel(ChannelId(channel));
    Op::Put {
        row: room_id(guild, name),
        values: vec![text(name), channel],
    }
}

pub fn room_id(guild: GuildId, name: &str) -> RowId {
    RowId {
        store: ROOM,
        guild: Some(guild),
        key: vec![text(name)],
    }
}

pub fn badge(guild: GuildId, user: UserId, name: &str) -> Op {
    Op::Put {
        row: RowId {
            store: BADGE,
            guild: Some(guild),
            key: vec![Value::User(user)],
        },
        values: vec![Value::User(user), text(name)],
    }
}

pub fn switch(guild: GuildId, on: Option<bool>) -> Op {
    Op::SwitchFeature {
        guild,
        feature: "all".to_owned(),
        on,
    }
}

pub fn line(guild: GuildId, member: UserId, by: UserId, words: &str) -> Op {
    Op::Insert {
        store: LINE,
        guild: Some(guild),
        values: vec![
            Value::None,
            Value::User(member),
            Value::User(by),
            text(words),
        ],
    }
}

pub fn talk(guild: GuildId, member: UserId, words: &str) -> Op {
    Op::Insert {
        store: TALK,
        guild: Some(guild),
        values: vec![Value::None, Value::User(member), text(words)],
    }
}

pub fn greet(guild: GuildId, words: &str) -> Op {
    Op::SetSetting {
        guild,
        setting: policy::GREETING,
        value: Some(text(words)),
    }
}

/// Somebody else's now.
pub fn line_again(guild: GuildId, number: i64, member: UserId, by: UserId) -> Op {
    Op::Put {
        row: RowId {
            store: LINE,
            guild: Some(guild),
            key: vec![Value::Int(number)],
        },
        values: vec![
            Value::None,
            Value::User(member),
            Value::User(by),
            text("again"),
        ],
    }
}

pub fn left(guild: GuildId, user: UserId, since: Timestamp) -> Op {
    Op::MemberLeft { guild, user, since }
}

/// The same with rows that only a hold keeps.
pub async fn row_with_held(vault: &impl Vault, id: RowId) -> Option<StoredRow> {
    let read = Read::WithHeld(Box::new(Read::Row(id)));
    match vault.read(&read, EARLY).await.unwrap() {
        Answer::Row(row) => row,
        other => panic!("{other:?}"),
    }
}

pub fn batch(ops: impl Into<Vec<Op>>) -> Batch {
    Batch {
        numbers: Vec::new(),
        expect: Vec::new(),
        ops: ops.into(),
    }
}

pub async fn commit(vault: &impl Vault, ops: impl Into<Vec<Op>>, now: Timestamp) -> Commit {
    vault.commit(batch(ops), now).await.unwrap()
}

pub async fn row(vault: &impl Vault, id: RowId) -> Option<StoredRow> {
    match vault.read(&Read::Row(id), EARLY).await.unwrap() {
        Answer::Row(row) => row,
        other => panic!("{other:?}"),
    }
}

pub async fn rows(vault: &impl Vault, scan: Scan) -> Vec<StoredRow> {
    match vault.read(&Read::Scan(scan), EARLY).await.unwrap() {
        Answer::Rows(rows) => rows,
        other => panic!("{other:?}"),
    }
}

pub async fn export(vault: &impl Vault, guild: Option<GuildId>, user: UserId) -> Export {
    match vault
        .read(&Read::Export { guild, user }, EARLY)
        .await
        .unwrap()
    {
        Answer::Export(export) => export,
        other => panic!("{other:?}"),
    }
}

pub async fn suppressed(vault: &impl Vault, guild: Option<GuildId>, user: UserId) -> bool {
    match vault
        .read(&Read::Suppressed { guild, user }, EARLY)
        .await
        .unwrap()
    {
        Answer::Suppressed(stores) => {
            // Who was erased is not started with again; who objects wants more than that.
            assert!(stores.is_empty() || stores == [XP] || stores == [XP, VOTE]);
            !stores.is_empty()
        }
        other => panic!("{other:?}"),
    }
}

pub async fn settings(vault: &impl Vault, guild: GuildId) -> Settings {
    match vault.read(&Read::Settings(guild), EARLY).await.unwrap() {
        Answer::Settings(settings) => settings,
        other => panic!("{other:?}"),
    }
}

pub async fn count(vault: &impl Vault, store: StoreId) -> u64 {
    let counts = vault.counts().await.unwrap();
    counts
        .iter()
        .find(|count| count.store == store)
        .unwrap()
        .rows
}

pub fn all(store: StoreId, guild: GuildId) -> Scan {
    Scan {
        store,
        guild: Some(guild),
        of: None,
        by: None,
        limit: None,
    }
}

/// The usual plan, with something that runs at the end of rows of these stores.
pub fn with_ends(stores: &[StoreId]) -> Plan {
    let handlers = stores.iter().map(|store| Handler {
        feature: FeatureId(0),
        on: On {
            store: Some(*store),
            ..On::from(&ENDED)
        },
        slots: 0,
        steps: Vec::new(),
        at: policy::at(),
    });
    Plan {
        application: None,
        handlers: handlers.collect(),
        ..policy::plan()
    }
}
