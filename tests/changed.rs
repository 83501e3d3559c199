//! A policy that changed, with data there: what the operator's commands say, what a drop leaves, and whose data they are.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(all(unix, feature = "runtime"))]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use candor::{
    compile_with,
    plan::{Plan, StoreId, consent::Consent},
    port::{Answer, Batch, Op, Read, RowId, Vault as _},
    sandbox::{Sandbox, SandboxConfig, VirtualClock},
    syntax::{Files, Source, Unread},
    vault::{MasterKey, SealedVault},
    vocab::{Duration, GuildId, Timestamp, UserId, Value},
};

const KEY: &str = "abababababababababababababababababababababababababababababababab";
const ANN: UserId = UserId(111_222_333_444_555_666);
const BOB: UserId = UserId(111_222_333_444_555_777);
const LOUNGE: GuildId = GuildId(777_888_999_000_111_222);

const HEAD: &str = "candor version=1 bot=\"Notes\" updated=\"2026-01-01\"\ncontroller \"Case team\" established=DE { contact email=\"privacy@example.org\" }\n";
const PART: &str = "purpose notes \"remember what you want to keep\"
feature notes default=off {
    basis contract purpose=notes
    setting greeting text default=\"Hello\" about=\"What is answered\"
    store note scope=guild {
        key user user-id subject=#true
        field body text category=user-content
        retain \"guild.removed or member.left + 7d\"
        hold departures=3 within=\"1h\" for=\"30d\"
        on-erase delete suppress=#true
        export
    }
    command \"/note <body: text(1..200)>\" about=\"Keep a note\" {
        update note key=\"invoker.id\" { body \"body\" }
        reply ephemeral=#true \"{settings.greeting}: your note is kept.\"
    }
}
";
const MEMO: &str = "feature memos {
    basis contract purpose=notes
    store memo scope=guild {
        key user user-id subject=#true
        field words text category=user-content
        retain \"guild.removed\"
        on-erase delete
        export
    }
    command \"/memo <words: text(1..200)>\" about=\"Keep a memo\" {
        update memo key=\"invoker.id\" { words \"words\" }
        reply ephemeral=#true \"Your memo is kept.\"
    }
}
";

const ASKS: &str = "feature suggestions default=on {
    basis consent purpose=notes
    store suggestion scope=guild {
        key message message-id
        field author user-id subject=#true
        retain \"age > 90d or guild.removed\"
        on-erase delete
        export
    }
    command \"/suggest <what: text(1..200)>\" about=\"Suggest something\" {
        send to=\"channel\" as=sent \"{what}\" {
            insert suggestion { message \"sent.id\"; author \"invoker.id\" }
            reply ephemeral=#true \"It stands here.\"
        }
    }
}
";

/// A folder with policies and data.
struct Home(tempfile::TempDir);

struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, Unread> {
        fs::read_to_string(self.0.join(path)).map_err(|_| Unread::Missing)
    }
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn policy(&self, text: &str) -> String {
        let path = self.at("policy.kdl");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn plan(&self, text: &str) -> Plan {
        let source = Source {
            file: "policy.kdl".to_owned(),
            text: text.to_owned(),
        };
        let compiled = compile_with(&source, &Beside(self.0.path().to_owned()));
        compiled.plan.unwrap()
    }

    fn open(&self, text: &str) -> SealedVault {
        let file = self.at("key");
        fs::write(&file, KEY).unwrap();
        let key = MasterKey::from_file_or_new(&file).unwrap();
        let plan = Arc::new(self.plan(text));
        SealedVault::open(&self.at("data"), plan, &key, now()).unwrap()
    }

    fn call(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(args)
            .env("CANDOR_KEY", KEY)
            .env("CANDOR_DATA", self.at("data"))
            .env_remove("DISCORD_TOKEN_FILE")
            .stdin(Stdio::null());
        command.output().unwrap()
    }

    /// What a command says that is to end with this code.
    fn told(&self, code: i32, args: &[&str]) -> String {
        let output = self.call(args);
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        told.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn now() -> Timestamp {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    Timestamp(i64::try_from(now).unwrap())
}

fn put(store: u32, user: UserId, words: &str) -> Op {
    Op::Put {
        row: RowId {
            store: StoreId(store),
            guild: Some(LOUNGE),
            key: vec![Value::User(user)],
        },
        values: vec![Value::User(user), Value::Text(words.to_owned())],
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

/// A note and a memo of Ann's, as the first policy keeps them.
async fn filled(home: &Home) -> String {
    let first = format!("{HEAD}{PART}{MEMO}");
    let vault = home.open(&first);
    commit(&vault, vec![put(0, ANN, "a note"), put(1, ANN, "a memo")]).await;
    first
}

#[tokio::test]
async fn every_command_refuses_a_policy_that_lacks_what_there_are_rows_of() {
    let home = Home::new();
    let first = filled(&home).await;
    let path = home.policy(&first);
    let backups = home.at("backups");
    let backups = backups.to_str().unwrap();
    fs::create_dir(backups).unwrap();
    let made = home.told(0, &["backup", &path, "-o", backups]);
    let made = made
        .split(' ')
        .find(|word| word.starts_with(backups))
        .unwrap()
        .to_owned();
    let (ann, elsewhere) = (ANN.0.to_string(), home.at("elsewhere"));
    let data = home.at("data");
    let [ann, elsewhere, data] = [
        ann.as_str(),
        elsewhere.to_str().unwrap(),
        data.to_str().unwrap(),
    ];
    let commands: Vec<Vec<&str>> = vec![
        vec!["data", "list", &path],
        vec!["data", "show", &path, ann],
        vec!["data", "export", &path, ann],
        vec!["data", "erase", &path, ann, "--yes"],
        vec!["data", "stats", &path],
        vec!["data", "verify", &path],
        vec!["data", "sweep", &path, "--yes"],
        vec!["data", "copy", &path, data, elsewhere, "--yes"],
        vec!["backup", &path, "-o", backups],
        vec!["restore", &path, &made, "--dry-run"],
        vec!["restore", &path, &made, "--yes"],
    ];
    let without = format!("{HEAD}{PART}");
    let another = first.replace("bot=\"Notes\"", "bot=\"Diary\"");
    for args in &commands {
        home.policy(&without);
        let told = home.told(2, args);
        let wanted = "the policy has no store `memo` any more (1 row)";
        assert!(told.contains(wanted), "{args:?}: {told}");
        assert!(
            told.contains("write `drop store \"memo\"`, or `rename store"),
            "{told}"
        );
        home.policy(&another);
        let told = home.told(2, args);
        let wanted =
            "the data here are those of the bot `Notes`, and the policy is that of `Diary`";
        assert!(told.contains(wanted), "{args:?}: {told}");
    }
    home.policy(&first);
    let list = home.told(0, &["data", "list", &path]);
    assert!(list.contains("1 note") && list.contains("1 memo"), "{list}");
}

#[tokio::test]
async fn what_a_policy_drops_is_gone_from_everything_that_hands_data_out() {
    let home = Home::new();
    let first = filled(&home).await;
    let path = home.policy(&first);
    let ann = ANN.0.to_string();
    assert!(
        home.told(0, &["data", "export", &path, &ann])
            .contains("a memo")
    );
    home.policy(&format!("{HEAD}drop feature memos\n{PART}"));
    let list = home.told(0, &["data", "list", &path]);
    assert!(list.contains("1 note"), "{list}");
    assert!(
        list.contains("rows are dropped, as the policy says"),
        "{list}"
    );
    assert!(list.contains("memo") && list.contains("rows=1"), "{list}");
    let again = home.told(0, &["data", "list", &path]);
    assert!(!again.contains("memo"), "it is said once: {again}");
    let told = home.told(0, &["data", "export", &path, &ann]);
    assert!(
        told.contains("a note") && !told.contains("a memo"),
        "{told}"
    );
    assert!(
        home.told(0, &["data", "verify", &path])
            .starts_with("1 rows, all whole")
    );
    // Nor does it come back to the policy that had it.
    home.policy(&first);
    let list = home.told(0, &["data", "list", &path]);
    assert!(list.contains("1 note") && list.contains("0 memo"), "{list}");
}

#[tokio::test]
async fn a_diff_tells_what_the_start_will_say() {
    let home = Home::new();
    let old = home.at("old.kdl");
    fs::write(&old, format!("{HEAD}{PART}{MEMO}")).unwrap();
    let old = old.to_str().unwrap();
    let path = home.policy(&format!("{HEAD}{PART}"));
    let told = home.told(1, &["diff", old, &path]);
    let wanted = "A bot with data of the old policy does not start with the new one: the policy has no store `memo` any more. write `drop store \"memo\"`";
    assert!(told.contains(wanted), "{told}");
    home.policy(&format!("{HEAD}drop feature memos\n{PART}"));
    let told = home.told(1, &["diff", old, &path]);
    assert!(!told.contains("does not start"), "{told}");
    assert!(told.contains("(material) + new: Everything that an earlier version of the bot kept for its feature “memos”"), "{told}");
    let renamed = MEMO
        .replace("store memo", "store jot")
        .replace("update memo", "update jot");
    home.policy(&format!("{HEAD}rename store memo to=jot\n{PART}{renamed}"));
    let told = home.told(0, &["diff", old, &path]);
    assert!(told.contains("Names (not material) - was: memo"), "{told}");
}

/// Settings, opt-outs, what is off and what is held stand by names that stay.
#[tokio::test]
async fn a_feature_that_moves_into_an_import_keeps_everything() {
    let home = Home::new();
    let first = format!("{HEAD}{PART}");
    let vault = home.open(&first);
    let plan = home.plan(&first);
    let setting = plan.settings[0].id;
    let ops = vec![
        put(0, ANN, "a note"),
        Op::SetSetting {
            guild: LOUNGE,
            setting,
            value: Some(Value::Text("Ahoy".to_owned())),
        },
        Op::SwitchFeature {
            guild: LOUNGE,
            feature: "notes".to_owned(),
            on: Some(true),
        },
        Op::MemberLeft {
            guild: LOUNGE,
            user: ANN,
            since: now(),
        },
    ];
    commit(&vault, ops).await;
    commit(
        &vault,
        vec![Op::Suppress {
            guild: None,
            user: BOB,
            on: true,
        }],
    )
    .await;
    let all = async |vault: &SealedVault| {
        let mut all = Vec::new();
        let note = RowId {
            store: StoreId(0),
            guild: Some(LOUNGE),
            key: vec![Value::User(ANN)],
        };
        let held = Read::WithHeld(Box::new(Read::Row(note.clone())));
        let reads = [
            Read::Row(note.clone()),
            held,
            Read::Settings(LOUNGE),
            Read::Suppressed {
                guild: Some(LOUNGE),
                user: BOB,
            },
        ];
        for read in reads {
            all.push(vault.read(&read, now()).await.unwrap());
        }
        (
            all,
            vault.due(&note).await.unwrap(),
            vault.verify().await.unwrap(),
        )
    };
    let before = all(&vault).await;
    let Answer::Suppressed(stores) = &before.0[3] else {
        unreachable!("{before:?}");
    };
    assert_eq!(stores, &[StoreId(0)]);
    drop(vault);
    fs::create_dir(home.at("parts")).unwrap();
    fs::write(home.at("parts/notes.kdl"), PART).unwrap();
    let moved = format!("{HEAD}import \"parts/notes\"\n");
    let vault = home.open(&moved);
    assert_eq!(all(&vault).await, before);
    drop(vault);
    assert_eq!(all(&home.open(&first)).await, before);
}

/// The stores that are made for a feature are called after it, and nobody can name them in a policy.
#[tokio::test]
async fn a_feature_of_another_name_keeps_what_people_answered_and_what_is_to_follow() {
    let home = Home::new();
    let first = format!("{HEAD}{PART}{ASKS}");
    let asks = ASKS.replace("feature suggestions", "feature ideas");
    let renamed = format!("{HEAD}rename feature suggestions to=ideas\n{PART}{asks}");
    let named = |plan: &Plan, name: &str| {
        let mut all = plan.stores.iter();
        all.find(|store| store.name == name).unwrap().id
    };
    let row = |store, key: Value| RowId {
        store,
        guild: Some(LOUNGE),
        key: vec![key],
    };
    let before = home.plan(&first);
    let no = vec![
        Value::User(ANN),
        Value::Bool(false),
        Value::Instant(now()),
        Value::Text("1".to_owned()),
        Value::Text("something".to_owned()),
    ];
    let ops = vec![
        Op::Put {
            row: row(named(&before, "suggestions-consent"), Value::User(ANN)),
            values: no.clone(),
        },
        Op::Put {
            row: row(named(&before, "suggestions-sent"), Value::Int(5)),
            values: vec![Value::Int(5)],
        },
    ];
    let vault = home.open(&first);
    commit(&vault, ops).await;
    drop(vault);
    let old = home.at("old.kdl");
    fs::write(&old, &first).unwrap();
    let told = home.call(&["diff", old.to_str().unwrap(), &home.policy(&renamed)]);
    let told = String::from_utf8([told.stdout, told.stderr].concat()).unwrap();
    assert!(!told.contains("does not start"), "{told}");
    let vault = home.open(&renamed);
    let plan = home.plan(&renamed);
    let answers = vault.dump(named(&plan, "ideas-consent"), now()).await;
    assert_eq!(answers.unwrap()[0].1.values, no);
    let (ideas, ..) = plan.consents().next().unwrap();
    assert_eq!(plan.consent(ideas, Some(&no)), Consent::Refused);
    let mut yes = no.clone();
    yes[1] = Value::Bool(true);
    let (was, ..) = before.consents().next().unwrap();
    yes[4] = Value::Text(before.agreed(was));
    assert_eq!(before.consent(was, Some(&yes)), Consent::Given);
    assert_eq!(plan.consent(ideas, Some(&yes)), Consent::Outdated);
    let journal = vault.dump(named(&plan, "ideas-sent"), now()).await;
    assert_eq!(journal.unwrap()[0].1.values, [Value::Int(5)]);
    assert_eq!(vault.verify().await.unwrap(), 2);
    drop(vault);
    // A feature that is dropped takes them with it.
    let path = home.policy(&format!("{HEAD}drop feature ideas\n{PART}"));
    assert!(home.told(0, &["data", "list", &path]).contains("0 note"));
    assert_eq!(home.open(&first).verify().await.unwrap(), 0);
}

/// Whoever only looks, or does not say yes, has not decided yet.
#[tokio::test]
async fn a_look_drops_nothing() {
    let home = Home::new();
    let first = filled(&home).await;
    let path = home.policy(&first);
    let backup = home.at("made.candor-backup");
    let backup = backup.to_str().unwrap();
    home.told(0, &["backup", &path, "-o", backup]);
    let drops = format!("{HEAD}drop feature memos\n{PART}");
    home.policy(&drops);
    let told = home.told(0, &["restore", &path, backup, "--dry-run"]);
    assert!(
        told.contains("1 would be restored") && told.contains("1 would be left out: their store"),
        "{told}"
    );
    let told = home.told(2, &["restore", &path, backup]);
    assert!(told.contains("nobody can be asked here"), "{told}");
    let (data, to) = (home.at("data"), home.at("elsewhere"));
    let [data, to] = [data.to_str().unwrap(), to.to_str().unwrap()];
    let told = home.told(0, &["data", "copy", &path, data, to, "--dry-run"]);
    assert!(told.contains("1 rows and"), "{told}");
    home.policy(&first);
    let list = home.told(0, &["data", "list", &path]);
    assert!(list.contains("1 note") && list.contains("1 memo"), "{list}");
}

/// Which store is which does not follow from where imports stand, nor from a name that another feature has now.
#[tokio::test]
async fn a_store_is_never_taken_for_one_of_the_same_name_in_another_feature() {
    let home = Home::new();
    fs::create_dir(home.at("parts")).unwrap();
    fs::write(home.at("parts/notes.kdl"), PART).unwrap();
    let other = PART
        .replace("/note", "/other")
        .replace("feature notes", "feature others");
    fs::write(home.at("parts/others.kdl"), other).unwrap();
    let notes = "import \"parts/notes\"\n";
    let others = "import \"parts/others\"\n";
    let first = format!("{HEAD}{notes}{others}");
    let name = |plan: &Plan, feature: &str| {
        let of = |one: &&candor::plan::Store| plan.feature(one.feature).unwrap().name == feature;
        let store = plan.stores.iter().find(of).unwrap();
        (store.id, store.name.clone())
    };
    let plan = home.plan(&first);
    let (notes_id, others_id) = (name(&plan, "notes").0.0, name(&plan, "others").0.0);
    let vault = home.open(&first);
    commit(
        &vault,
        vec![
            put(notes_id, ANN, "of notes"),
            put(others_id, ANN, "of others"),
        ],
    )
    .await;
    drop(vault);
    let swapped = format!("{HEAD}{others}{notes}");
    let plan = home.plan(&swapped);
    assert_eq!(name(&plan, "others").1, "note", "the names are swapped");
    let vault = home.open(&swapped);
    for (feature, words) in [("notes", "of notes"), ("others", "of others")] {
        let rows = vault.dump(name(&plan, feature).0, now()).await.unwrap();
        assert_eq!(rows[0].1.values[1], Value::Text(words.to_owned()));
    }
    drop(vault);
    // Without the first import the other's store has its name.
    let path = home.policy(&format!("{HEAD}{others}"));
    let told = home.told(2, &["data", "list", &path]);
    assert!(told.contains("the policy has no "), "{told}");
    home.policy(&format!("{HEAD}drop feature notes\n{others}"));
    assert!(home.told(0, &["data", "list", &path]).contains("1 note"));
    let rows = home
        .open(&format!("{HEAD}{others}"))
        .dump(StoreId(0), now())
        .await
        .unwrap();
    assert_eq!(rows[0].1.values[1], Value::Text("of others".to_owned()));
}

#[tokio::test]
async fn a_store_that_goes_to_another_feature_says_so() {
    let home = Home::new();
    filled(&home).await;
    let start = MEMO.find("    store").unwrap();
    let goes = MEMO[start..].trim_end().strip_suffix('}').unwrap();
    let notes = PART.trim_end().strip_suffix('}').unwrap();
    let notes = format!("{notes}{goes}}}\n");
    let memos = "feature memos {\n    command \"/hi\" about=\"Say hello\" {\n        reply ephemeral=#true \"Hello.\"\n    }\n}\n";
    let path = home.policy(&format!("{HEAD}{notes}{memos}"));
    let told = home.told(2, &["data", "list", &path]);
    assert!(
        told.contains("write `drop store \"memos.memo\"`, or `rename store"),
        "{told}"
    );
    home.policy(&format!(
        "{HEAD}rename store memos.memo to=memo\n{notes}{memos}"
    ));
    let list = home.told(0, &["data", "list", &path]);
    assert!(list.contains("1 note") && list.contains("1 memo"), "{list}");
}

#[test]
fn data_are_those_of_one_application() {
    let home = Home::new();
    let path = home.policy(&format!("{HEAD}{PART}"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandboxes = [1, 2].map(|days| {
        // Ids are made of the time.
        let at = VirtualClock::at_present().now();
        let clock = VirtualClock::at(at.plus(Duration::days(-days)));
        let config = SandboxConfig {
            clock: Some(Arc::new(clock)),
            ..SandboxConfig::default()
        };
        runtime.block_on(Sandbox::start(config)).unwrap()
    });
    let run = |sandbox: &Sandbox| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args([
                "run",
                &path,
                "--discord",
                &sandbox.origin(),
                "--clock",
                "sandbox",
            ])
            .env("CANDOR_KEY", KEY)
            .env("CANDOR_DATA", home.at("data"))
            .env("DISCORD_TOKEN", sandbox.bot_token())
            .env_remove("DISCORD_TOKEN_FILE")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut bot = run(&sandboxes[0]);
    let mut line = String::new();
    let mut out = std::io::BufReader::new(bot.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut out, &mut line).unwrap();
    assert!(line.contains("\"ready\":true"), "{line}");
    bot.kill().unwrap();
    bot.wait().unwrap();
    let known = fs::read_to_string(home.at("data/application")).unwrap();
    assert!(line.contains(known.trim()), "{known}");
    let before = newest(&home.at("data/sled"));
    let mut refused = run(&sandboxes[1]);
    let began = std::time::Instant::now();
    while refused.try_wait().unwrap().is_none() {
        if began.elapsed().as_secs() > 60 {
            refused.kill().unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let refused = refused.wait_with_output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted = format!(
        "are those of the Discord application {}, and the token is that of",
        known.trim()
    );
    assert!(told.contains(&wanted), "{told}");
    assert_eq!(newest(&home.at("data/sled")), before, "nothing was opened");
}

fn newest(dir: &Path) -> std::time::SystemTime {
    let files = fs::read_dir(dir).unwrap();
    let times = files.map(|file| file.unwrap().metadata().unwrap().modified().unwrap());
    times.max().unwrap()
}
