//! The standard features: each keeps its promises with other parameters than usual, and Keta, which is made of them,
//! keeps what it kept when it was one file.

#![cfg(feature = "runtime")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use candor::{
    compile_untranslated,
    plan::{Feature, Field, LANGUAGE, Plan, Store},
    port::{Answer, Batch, Op, Read, RowId, Vault as _},
    syntax::{Alone, Source},
    vault::{MasterKey, SealedVault},
    vocab::{ChannelId, GuildId, MessageId, RoleId, Timestamp, Type, UserId, Value},
};
use serde_json::Value as Json;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const BEFORE: &str = "tests/policies/keta-before.kdl";
const NOW: &str = "policies/keta.kdl";
const ANN: UserId = UserId(111_222_333_444_555_666);
const BOB: UserId = UserId(111_222_333_444_555_777);
const LOUNGE: GuildId = GuildId(777_888_999_000_111_222);

/// The names of the files in a folder of policies, without their ending.
fn names(folder: &str) -> BTreeSet<String> {
    let files = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let names = files.filter_map(|file| file.strip_suffix(".kdl").map(str::to_owned));
    names.collect()
}

#[test]
fn standard_features_keep_their_promises() {
    let tests = names("policies/std/tests");
    for name in names("policies/std") {
        assert!(
            tests.contains(&format!("{name}.scenarios")),
            "{name} has no scenarios"
        );
        let done = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["test", &format!("policies/std/tests/{name}.kdl")])
            .env("NO_COLOR", "1")
            .current_dir(ROOT)
            .output()
            .unwrap();
        let told = [done.stdout, done.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert_eq!(done.status.code(), Some(0), "{name}\n{told}");
    }
}

fn plan(file: &str) -> Plan {
    let source = Source {
        file: "keta.kdl".to_owned(),
        text: fs::read_to_string(Path::new(ROOT).join(file)).unwrap(),
    };
    compile_untranslated(&source, &Alone).plan.unwrap()
}

/// A part of a plan as JSON, without the places in its files, and without which purposes are the first.
fn told(part: &impl serde::Serialize) -> Json {
    fn without_places(json: &mut Json) {
        match json {
            Json::Object(fields) => {
                fields.retain(|name, _| name != "at" && name != "purposes");
                fields.values_mut().for_each(without_places);
            }
            Json::Array(all) => all.iter_mut().for_each(without_places),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }
    let mut json = serde_json::to_value(part).unwrap();
    without_places(&mut json);
    json
}

#[test]
fn keta_is_the_same_bot_as_when_it_was_one_file() {
    let (before, now) = (plan(BEFORE), plan(NOW));
    assert_eq!(told(&before.stores), told(&now.stores));
    // In several languages a server has one more, which says in which of them its channels are.
    let mut settings = now.settings.clone();
    settings.retain(|one| one.feature.is_some() || one.name != LANGUAGE);
    assert_eq!(told(&before.settings), told(&settings));
    // A feature may come to read more, as for a card that names a member; what it read, it still reads.
    for (before, now) in before.features.iter().zip(&now.features) {
        let read = |feature: &Feature| {
            let all = feature.reads.iter();
            let all = all.map(|read| (read.source.clone(), read.category.word()));
            all.collect::<BTreeSet<_>>()
        };
        assert!(read(before).is_subset(&read(now)), "{}", now.name);
    }
    let features = |plan: &Plan| {
        let all = plan.features.iter().cloned();
        let all = all.map(|feature| Feature {
            reads: Vec::new(),
            ..feature
        });
        told(&all.collect::<Vec<_>>())
    };
    assert_eq!(features(&before), features(&now));
    assert_eq!(told(&before.claims), told(&now.claims));
    let purposes = |plan: &Plan| {
        let of = |number: &u32| told(&plan.purposes[*number as usize]);
        let features = plan.features.iter();
        let all = features.map(|feature| feature.purposes.iter().map(of).collect());
        all.collect::<Vec<Vec<Json>>>()
    };
    assert_eq!(purposes(&now), purposes(&before));
    let buttons = |plan: &Plan| {
        let handlers = plan.handlers.iter();
        let ids: BTreeSet<_> = handlers.filter_map(|one| one.on.id.clone()).collect();
        ids
    };
    assert_eq!(buttons(&before), BTreeSet::from(["verify".to_owned()]));
    assert_eq!(buttons(&now), buttons(&before));
    let commands = |plan: &Plan| {
        let commands = plan.commands.iter();
        let named = |one: &candor::plan::Command| (one.path.clone(), told(&one.params));
        commands.map(named).collect::<Vec<_>>()
    };
    assert_eq!(commands(&now), commands(&before));
}

struct Home(tempfile::TempDir);

impl Home {
    fn open(&self, plan: Plan) -> SealedVault {
        let file = self.0.path().join("key");
        fs::write(&file, "ab".repeat(32)).unwrap();
        let key = MasterKey::from_file_or_new(&file).unwrap();
        let data: PathBuf = self.0.path().join("data");
        SealedVault::open(&data, Arc::new(plan), &key, now()).unwrap()
    }
}

fn now() -> Timestamp {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    Timestamp(i64::try_from(now).unwrap())
}

fn sample(field: &Field) -> Value {
    match &field.kind {
        Type::UserId => Value::User(if field.name == "moderator" { BOB } else { ANN }),
        Type::Channel => Value::Channel(ChannelId(5)),
        Type::Role => Value::Role(RoleId(6)),
        Type::MessageId => Value::Message(MessageId(7)),
        kind => ["12", "⭐", "2026-01-31T12:00:00Z", "words"]
            .iter()
            .find_map(|text| kind.kind().typed(text))
            .unwrap(),
    }
}

fn row(store: &Store) -> Op {
    let values: Vec<Value> = store.fields.iter().map(sample).collect();
    if store.auto_key {
        return Op::Insert {
            store: store.id,
            guild: Some(LOUNGE),
            values,
        };
    }
    let key = values
        .iter()
        .take(store.key_len as usize)
        .cloned()
        .collect();
    Op::Put {
        row: RowId {
            store: store.id,
            guild: Some(LOUNGE),
            key,
        },
        values,
    }
}

async fn commit(vault: &SealedVault, ops: Vec<Op>) {
    let batch = Batch {
        expect: Vec::new(),
        numbers: Vec::new(),
        ops,
    };
    vault.commit(batch, now()).await.unwrap();
}

/// Rows with when they are due, settings with what is switched, and what nothing is to be kept of.
async fn everything(vault: &SealedVault, plan: &Plan) -> (Vec<String>, Vec<Answer>) {
    let mut rows = Vec::new();
    for store in &plan.stores {
        for (id, record) in vault.dump(store.id, now()).await.unwrap() {
            let due = vault.due(&id).await.unwrap();
            rows.push(format!("{id:?} {:?} {due:?}", record.values));
        }
    }
    let reads = [
        Read::Settings(LOUNGE),
        Read::Suppressed {
            guild: Some(LOUNGE),
            user: BOB,
        },
    ];
    let mut answers = Vec::new();
    for read in reads {
        answers.push(vault.read(&read, now()).await.unwrap());
    }
    (rows, answers)
}

#[tokio::test]
async fn data_of_keta_before_are_ketas() {
    let home = Home(tempfile::tempdir().unwrap());
    let before = plan(BEFORE);
    let vault = home.open(plan(BEFORE));
    commit(&vault, before.stores.iter().map(row).collect()).await;
    let mut ops = Vec::new();
    for setting in &before.settings {
        let value = match &setting.kind {
            Type::Channel => Value::Channel(ChannelId(5)),
            Type::Role => Value::Role(RoleId(6)),
            Type::Bool => Value::Bool(setting.default == Some(Value::Bool(false))),
            kind => ["20", "30m", "words"]
                .iter()
                .find_map(|text| kind.kind().typed(text))
                .unwrap(),
        };
        ops.push(Op::SetSetting {
            guild: LOUNGE,
            setting: setting.id,
            value: Some(value),
        });
    }
    for feature in &before.features {
        ops.push(Op::SwitchFeature {
            guild: LOUNGE,
            feature: feature.name.clone(),
            on: Some(!feature.default_on),
        });
    }
    ops.push(Op::MemberLeft {
        guild: LOUNGE,
        user: ANN,
        since: now(),
    });
    commit(&vault, ops).await;
    let suppress = Op::Suppress {
        guild: None,
        user: BOB,
        on: true,
    };
    commit(&vault, vec![suppress]).await;
    let was = everything(&vault, &before).await;
    assert_eq!(was.0.len(), before.stores.len());
    drop(vault);
    let today = plan(NOW);
    let vault = home.open(plan(NOW));
    assert_eq!(everything(&vault, &today).await, was);
    assert_eq!(vault.verify().await.unwrap(), before.stores.len() as u64);
    drop(vault);
    // Nothing was moved either: the old policy finds all of it again.
    let vault = home.open(plan(BEFORE));
    assert_eq!(everything(&vault, &before).await, was);
}
