//! The model and the vault, told the same at random, with restarts under other policies in between, must answer the same: in each sequence of
//! operations now and then and at its end, so that a sequence that fails shrinks to a short one.
//!
//! `CANDOR_OPERATIONS` says how many operations (10,000 on sled, 3,000 on PostgreSQL, where they take five times as long).

use std::{cell::Cell, env, sync::Arc};

use candor::{
    plan::{FieldId, Plan, StoreId, Trigger},
    port::{Answer, Batch, Direction, Op, Read, RowId, Scan, StoredRow, Vault, VaultError},
    vault::{MasterKey, SealedVault},
    vocab::{ChannelId, Duration, GuildId, MessageId, Timestamp, UserId, Value},
};
use proptest::{prelude::*, test_runner::TestRunner};

use crate::{calls as c, model::MemoryVault, policy};

/// Steps between two comparisons of everything.
const INTERVAL: usize = 50;

#[derive(Debug, Clone)]
enum Step {
    Commit(Vec<Op>),
    /// As the router does: with what was read just before, or long ago.
    Expecting {
        stale: bool,
        op: Op,
    },
    Sweep {
        hours: i64,
    },
    /// Time without a sweep.
    Pass {
        hours: i64,
    },
    /// What runs at the end of rows has run.
    Ends,
    Restart(Box<Plan>),
}

/// The same stores, some of which keep their rows longer or shorter.
fn plan() -> impl Strategy<Value = Plan> {
    use Trigger::{
        Age, ChannelRemoved, EntryIdle, FeatureOff, Field, FlowEnded, GuildRemoved, MemberLeft,
    };
    let store = prop_oneof![
        3 => Just((policy::TICKET, vec![FlowEnded, EntryIdle, Age])),
        1 => Just((policy::SEEN, vec![EntryIdle, MemberLeft, GuildRemoved])),
        1 => Just((policy::WARNING, vec![Age])),
        1 => Just((policy::BADGE, vec![FeatureOff, GuildRemoved])),
        2 => Just((policy::ROOM, vec![ChannelRemoved { field: FieldId(1) }, Age])),
        1 => Just((policy::BAN, vec![Field { field: FieldId(1) }])),
    ];
    let hours = proptest::collection::vec(0..200i64, 3);
    let changes = proptest::collection::vec((store, hours), 0..3);
    let ending = [
        policy::BAN,
        policy::BADGE,
        policy::LINE,
        policy::ROOM,
        policy::SEEN,
        policy::WARNING,
    ];
    let ending = proptest::sample::subsequence(ending.to_vec(), 0..=6);
    (changes, 1..4u32, ending).prop_map(|(changes, newest, ending)| {
        let mut plan = c::with_ends(&ending);
        let ring = plan.stores[policy::LINE.0 as usize].keep.as_mut();
        ring.unwrap().newest = newest;
        for ((store, triggers), hours) in changes {
            let clauses = triggers.into_iter().zip(hours);
            let clauses: Vec<_> = clauses
                .map(|(trigger, hours)| (trigger, Duration::seconds(hours * 3600)))
                .collect();
            plan.stores[store.0 as usize].retention = policy::retain(&clauses);
        }
        plan
    })
}

fn guild() -> impl Strategy<Value = GuildId> {
    prop_oneof![Just(c::LOUNGE), Just(c::ARCADE)]
}

fn user() -> impl Strategy<Value = UserId> {
    prop_oneof![Just(c::ANN), Just(c::MOD), Just(UserId(3))]
}

fn row() -> impl Strategy<Value = RowId> {
    let warning = (guild(), 1..4i64).prop_map(|(guild, number)| RowId {
        store: policy::WARNING,
        guild: Some(guild),
        key: vec![Value::Int(number)],
    });
    let seen = (guild(), user()).prop_map(|(guild, user)| RowId {
        store: policy::SEEN,
        guild: Some(guild),
        key: vec![Value::User(user)],
    });
    prop_oneof![
        (guild(), user()).prop_map(|(guild, user)| c::xp_id(guild, user)),
        warning,
        seen
    ]
}

fn write() -> impl Strategy<Value = Op> {
    let since = (-50..50i64).prop_map(|hours| Timestamp(c::START.0 + hours * 3_600_000));
    let days = proptest::option::of(0..20i64);
    let rewrite = (guild(), 1..4i64, user(), proptest::option::of(user()));
    prop_oneof![
        4 => (guild(), user(), 0..3i64).prop_map(|(guild, user, total)| c::xp(guild, user, total)),
        4 => (guild(), user(), user()).prop_map(|(guild, a, b)| c::warning(guild, a, b, "reason")),
        3 => (guild(), user(), proptest::option::of(user())).prop_map(|(guild, a, b)| c::seen(guild, a, b)),
        2 => (guild(), "[ab]", user()).prop_map(|(guild, name, user)| c::command(guild, &name, user)),
        2 => (user(), "[ab]").prop_map(|(user, motto)| c::profile(user, &motto)),
        3 => (guild(), 1..3u64, user()).prop_map(|(guild, message, user)| c::vote(guild, message, user)),
        1 => "[ab]".prop_map(|words| c::note(&words)),
        // Texts that mention people, also in keys and settings.
        3 => (guild(), user(), user(), words()).prop_map(|(guild, a, b, words)| c::warning(guild, a, b, &words)),
        4 => (guild(), user(), words()).prop_map(|(guild, user, words)| c::talk(guild, user, &words)),
        2 => (guild(), words(), user()).prop_map(|(guild, name, user)| c::command(guild, &name, user)),
        2 => (guild(), words()).prop_map(|(guild, words)| c::greet(guild, &words)),
        1 => words().prop_map(|words| c::note(&words)),
        // Other people than before in the same row; or none.
        2 => rewrite.prop_map(|(guild, number, member, moderator)| Op::Put {
            row: RowId { store: policy::WARNING, guild: Some(guild), key: vec![Value::Int(number)] },
            values: vec![
                Value::None,
                Value::User(member),
                moderator.map_or(Value::None, Value::User),
                c::text("changed"),
                c::text("memo"),
            ],
        }),
        3 => row().prop_map(|row| Op::Remove { row }),
        2 => (guild(), days).prop_map(|(guild, days)| Op::SetSetting {
            guild,
            setting: policy::KEEP,
            value: days.map(|days| Value::Duration(Duration::days(days))),
        }),
        2 => (guild(), proptest::option::of(any::<bool>())).prop_map(|(guild, on)| c::switch(guild, on)),
        2 => (guild(), user(), user()).prop_map(|(guild, a, b)| c::ticket(guild, a, b)),
        4 => (guild(), user(), user()).prop_map(|(guild, a, b)| c::line(guild, a, b, "words")),
        2 => (guild(), 1..6i64, user(), user())
            .prop_map(|(guild, number, a, b)| c::line_again(guild, number, a, b)),
        2 => (guild(), user(), "[ab]").prop_map(|(guild, user, name)| c::badge(guild, user, &name)),
        3 => (guild(), user(), proptest::option::of(since.clone()))
            .prop_map(|(guild, user, until)| c::ban(guild, user, until)),
        3 => (guild(), user(), user()).prop_map(|(guild, a, b)| c::place(guild, a, b)),
        2 => (guild(), user(), 0..3i64).prop_map(|(guild, user, minutes)| {
            c::left(guild, user, Timestamp(c::START.0 + minutes * 60_000))
        }),
        1 => (guild(), 1..4i64, user()).prop_map(|(guild, number, user)| Op::Put {
            row: c::ticket_id(guild, number),
            values: vec![Value::None, Value::User(user), Value::None],
        }),
        2 => (guild(), 1..4i64).prop_map(|(guild, number)| Op::FlowEnded { row: c::ticket_id(guild, number) }),
        1 => guild().prop_map(|guild| Op::InsertedFlowEnded {
            store: policy::TICKET,
            guild: Some(guild),
            insert: 0,
        }),
        3 => (guild(), "[ab]", 1..4u64).prop_map(|(guild, name, channel)| c::room(guild, &name, channel)),
        2 => (guild(), 1..4u64, since.clone()).prop_map(|(guild, channel, since)| Op::ChannelRemoved {
            guild: Some(guild),
            channel: ChannelId(channel),
            since,
        }),
        1 => guild().prop_map(|guild| Op::GuildPresent { guild }),
        2 => (guild(), since.clone()).prop_map(|(guild, since)| Op::GuildRemoved { guild, since }),
        1 => (guild(), user()).prop_map(|(guild, user)| Op::MemberPresent { guild, user }),
        2 => (guild(), user(), since).prop_map(|(guild, user, since)| Op::MemberLeft { guild, user, since }),
    ]
}

fn some_stores() -> impl Strategy<Value = Vec<StoreId>> {
    let all = [policy::XP, policy::WARNING, policy::VOTE, policy::PROFILE];
    proptest::sample::subsequence(all.to_vec(), 1..=2)
}

fn words() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        4 => user().prop_map(|user| format!("<@{user}>")),
        1 => user().prop_map(|user| format!("<@!{user}>")),
        2 => "[ab\u{1a}]",
    ];
    proptest::collection::vec(one, 0..4).prop_map(|all| all.concat())
}

fn about_a_person() -> impl Strategy<Value = Op> {
    let place = || proptest::option::of(guild());
    prop_oneof![
        2 => (place(), user()).prop_map(|(guild, user)| Op::Erase { guild, user }),
        1 => guild().prop_map(|guild| Op::EraseServer { guild }),
        1 => (place(), user(), any::<bool>()).prop_map(|(guild, user, on)| Op::Suppress { guild, user, on }),
        1 => (place(), user(), some_stores()).prop_map(|(guild, user, stores)| Op::EraseFrom { guild, user, stores }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        16 => proptest::collection::vec(write(), 1..4).prop_map(Step::Commit),
        4 => proptest::collection::vec(about_a_person(), 1..3).prop_map(Step::Commit),
        4 => (any::<bool>(), write()).prop_map(|(stale, op)| Step::Expecting { stale, op }),
        6 => (0..60i64).prop_map(|hours| Step::Sweep { hours }),
        4 => (0..60i64).prop_map(|hours| Step::Pass { hours }),
        3 => Just(Step::Ends),
        1 => plan().prop_map(|plan| Step::Restart(Box::new(plan))),
    ]
}

fn outcome<T>(result: Result<T, VaultError>) -> Result<T, &'static str> {
    result.map_err(|error| match error {
        VaultError::Conflict => "conflict",
        VaultError::Refused { .. } => "refused",
        other => panic!("{other}"),
    })
}

async fn answer(vault: &impl Vault, (read, now): (Read, Timestamp)) -> Answer {
    vault.read(&read, now).await.unwrap()
}

/// Rows that are over.
async fn over(vault: &impl Vault) -> Vec<(RowId, StoredRow)> {
    let mut rows = vault.ended(None, usize::MAX).await.unwrap();
    rows.sort_by_key(|(id, row)| (id.clone(), row.revision));
    rows
}

async fn agree(plan: &Plan, disk: &SealedVault, model: &MemoryVault, now: Timestamp) {
    for store in &plan.stores {
        let seen = disk.dump(store.id, now).await.unwrap();
        assert_eq!(seen, model.dump(store.id, now).await.unwrap());
        let rows = disk.dump(store.id, c::EARLY).await.unwrap();
        assert_eq!(rows, model.dump(store.id, c::EARLY).await.unwrap());
        for (id, _) in rows {
            let due = disk.due(&id).await.unwrap();
            assert_eq!(due, model.due(&id).await.unwrap(), "{id:?}");
        }
    }
    assert_eq!(over(disk).await, over(model).await);
    assert_eq!(disk.counts().await.unwrap(), model.counts().await.unwrap());
    assert_eq!(disk.guilds().await.unwrap(), model.guilds().await.unwrap());
    assert_eq!(disk.verify().await.unwrap(), model.verify().await.unwrap());
    let (sooner, next) = (
        disk.next_due().await.unwrap(),
        model.next_due().await.unwrap(),
    );
    assert!(
        next.is_none_or(|next| sooner.is_some_and(|sooner| sooner <= next)),
        "{sooner:?} {next:?}"
    );
    for user in [c::ANN, c::MOD, UserId(3)] {
        for guild in [None, Some(c::LOUNGE), Some(c::ARCADE)] {
            for read in [
                Read::Export { guild, user },
                Read::Suppressed { guild, user },
            ] {
                assert_eq!(
                    answer(disk, (read.clone(), now)).await,
                    answer(model, (read, now)).await
                );
            }
            let row = Read::Row(RowId {
                store: policy::VOTE,
                guild: Some(guild.unwrap_or(c::LOUNGE)),
                key: vec![Value::Message(MessageId(1)), Value::User(user)],
            });
            assert_eq!(
                answer(disk, (row.clone(), now)).await,
                answer(model, (row, now)).await
            );
            let place = Read::Row(c::place_id(guild.unwrap_or(c::LOUNGE), user));
            for read in [place.clone(), Read::WithHeld(Box::new(place))] {
                assert_eq!(
                    answer(disk, (read.clone(), now)).await,
                    answer(model, (read, now)).await
                );
            }
        }
    }
    for guild in [c::LOUNGE, c::ARCADE] {
        assert_eq!(
            disk.members(guild).await.unwrap(),
            model.members(guild).await.unwrap()
        );
        assert_eq!(
            c::settings(disk, guild).await,
            c::settings(model, guild).await
        );
        let settings = Read::Settings(guild);
        assert_eq!(
            answer(disk, (settings.clone(), now)).await,
            answer(model, (settings, now)).await
        );
        let scan = |of, by, limit| {
            Read::Scan(Scan {
                store: policy::WARNING,
                guild: Some(guild),
                of,
                by,
                limit,
            })
        };
        for read in [
            scan(Some((FieldId(2), c::MOD)), None, None),
            scan(Some((FieldId(1), c::ANN)), None, Some(1)),
            scan(None, Some((FieldId(3), Direction::Descending)), Some(2)),
            scan(None, None, Some(2)),
        ] {
            assert_eq!(
                answer(disk, (read.clone(), now)).await,
                answer(model, (read, now)).await
            );
        }
        tallies_agree(disk, model, guild, now).await;
    }
}

/// What is counted and added up is what a scan has, with and without rows that are held.
async fn tallies_agree(disk: &SealedVault, model: &MemoryVault, guild: GuildId, now: Timestamp) {
    for (store, of, sum) in [
        (policy::WARNING, None, Some(FieldId(0))),
        (policy::WARNING, Some((FieldId(1), c::ANN)), None),
        (
            policy::WARNING,
            Some((FieldId(2), c::MOD)),
            Some(FieldId(0)),
        ),
        (policy::XP, None, Some(FieldId(1))),
        (policy::XP, Some((FieldId(0), c::ANN)), Some(FieldId(1))),
        (policy::PLACE, None, None),
        (policy::LINE, Some((FieldId(1), c::ANN)), Some(FieldId(0))),
        (policy::VOTE, None, None),
    ] {
        let of = Scan {
            store,
            guild: Some(guild),
            of,
            by: None,
            limit: None,
        };
        let (scan, tally) = (Read::Scan(of.clone()), Read::Tally { of, sum });
        for (scan, tally) in [
            (scan.clone(), tally.clone()),
            (
                Read::WithHeld(Box::new(scan)),
                Read::WithHeld(Box::new(tally)),
            ),
        ] {
            let Answer::Rows(rows) = answer(disk, (scan, now)).await else {
                unreachable!("a scan has rows");
            };
            let number = |row: &StoredRow| match sum.map(|field| &row.values[field.0 as usize]) {
                None => 1,
                Some(Value::Int(number)) => *number,
                Some(other) => unreachable!("{other:?}"),
            };
            let wanted = Answer::Number(rows.iter().map(number).sum());
            assert_eq!(
                answer(disk, (tally.clone(), now)).await,
                wanted,
                "{tally:?}"
            );
            assert_eq!(
                answer(model, (tally.clone(), now)).await,
                wanted,
                "{tally:?}"
            );
        }
    }
}

/// Tells sequences to vaults that `begin` makes, until there were enough operations.
pub fn agrees<B>(
    usual: usize,
    begin: impl Fn() -> B,
    open: impl Fn(&B, Plan, Timestamp) -> SealedVault,
) {
    let asked = env::var("CANDOR_OPERATIONS").ok();
    let wanted = asked.map_or(usual, |asked| asked.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let one = ProptestConfig {
        cases: 1,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    let (operations, mut sequences) = (Cell::new(0), 0);
    while operations.get() < wanted {
        let steps = proptest::collection::vec(step(), 1..400);
        let told = TestRunner::new(one.clone()).run(&steps, |steps| {
            let bot = begin();
            operations.set(operations.get() + steps.iter().map(Step::operations).sum::<usize>());
            runtime.block_on(run(steps, |plan, now| open(&bot, plan, now)));
            Ok(())
        });
        told.unwrap_or_else(|error| panic!("{error}"));
        sequences += 1;
    }
    println!("{} operations in {sequences} sequences", operations.get());
}

impl Step {
    fn operations(&self) -> usize {
        match self {
            Self::Commit(ops) => ops.len(),
            Self::Expecting { .. } | Self::Sweep { .. } | Self::Ends => 1,
            Self::Pass { .. } | Self::Restart(_) => 0,
        }
    }
}

async fn run(steps: Vec<Step>, open: impl Fn(Plan, Timestamp) -> SealedVault) {
    let mut plan = policy::plan();
    let mut model = MemoryVault::new(Arc::new(plan.clone()));
    let mut now = c::START;
    let mut disk = open(plan.clone(), now);
    for (number, step) in (1..).zip(steps) {
        match step {
            Step::Commit(ops) => {
                let batch = c::batch(ops);
                let (a, b) = (
                    disk.commit(batch.clone(), now).await,
                    model.commit(batch, now).await,
                );
                assert_eq!(outcome(a), outcome(b));
            }
            Step::Expecting { stale, op } => {
                let id = c::xp_id(c::LOUNGE, c::ANN);
                let revision = c::row(&model, id.clone())
                    .await
                    .map_or(0, |row| row.revision);
                let batch = Batch {
                    numbers: Vec::new(),
                    expect: vec![(id, revision + u64::from(stale))],
                    ops: vec![op],
                };
                let (a, b) = (
                    disk.commit(batch.clone(), now).await,
                    model.commit(batch, now).await,
                );
                assert_eq!(outcome(a), outcome(b));
            }
            Step::Sweep { hours } => {
                now = now.plus(Duration::seconds(hours * 3600));
                assert_eq!(
                    disk.sweep(now).await.unwrap(),
                    model.sweep(now).await.unwrap()
                );
            }
            // What is over by then is read by nobody, before any sweep.
            Step::Pass { hours } => now = now.plus(Duration::seconds(hours * 3600)),
            Step::Ends => {
                let over = over(&disk).await;
                assert_eq!(over, self::over(&model).await);
                for (row, stored) in over {
                    let batch = Batch {
                        numbers: Vec::new(),
                        expect: vec![(row.clone(), stored.revision)],
                        ops: vec![Op::Remove { row }],
                    };
                    let (a, b) = (
                        disk.commit(batch.clone(), now).await,
                        model.commit(batch, now).await,
                    );
                    assert!(outcome(a).is_ok());
                    assert!(outcome(b).is_ok());
                }
            }
            Step::Restart(other) => {
                drop(disk);
                plan = *other;
                disk = open(plan.clone(), now);
                model = model.reopened(plan.clone(), now).unwrap();
            }
        }
        if number % INTERVAL == 0 {
            agree(&plan, &disk, &model, now).await;
        }
    }
    drop(disk);
    let model = model.reopened(plan.clone(), now).unwrap();
    agree(&plan, &open(plan.clone(), now), &model, now).await;
}

#[test]
fn sled_agrees_with_the_model() {
    let key = MasterKey::random().unwrap();
    agrees(
        10_000,
        || tempfile::tempdir().unwrap(),
        |home, plan, now| SealedVault::open(home.path(), Arc::new(plan), &key, now).unwrap(),
    );
}
