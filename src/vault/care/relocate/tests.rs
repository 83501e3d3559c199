use std::path::PathBuf;

use super::*;
use crate::{
    port::{Batch, Op, RowId, Vault},
    vault::{
        SealedVault,
        ground::{file::wipe, progress::nobody},
        ledger,
        open::arrival::{ARRIVED, leave},
        policy,
        rows::layout,
    },
    vocab::{GuildId, UserId, Value},
};

const NOW: Timestamp = Timestamp(1_760_000_000_000);
const ROWS: u64 = 300;

struct Made {
    home: tempfile::TempDir,
    key: MasterKey,
}

impl Made {
    async fn new() -> Self {
        let made = Self {
            home: tempfile::tempdir().unwrap(),
            key: MasterKey::random().unwrap(),
        };
        fs::create_dir(made.home.path().join("to")).unwrap();
        let put = |user| {
            let member = Value::User(UserId(user));
            Op::Put {
                row: RowId {
                    store: policy::XP,
                    guild: Some(GuildId(3)),
                    key: vec![member.clone()],
                },
                values: vec![member, Value::Int(1)],
            }
        };
        made.commit((0..ROWS).map(put).collect()).await;
        fs::write(made.dir("from").join("aside"), "small").unwrap();
        made
    }

    fn dir(&self, name: &str) -> PathBuf {
        let home = fs::canonicalize(self.home.path()).unwrap();
        home.join(name)
    }

    fn place(&self, name: &str) -> Location {
        Location::Directory(self.dir(name))
    }

    fn open(&self, name: &str) -> Result<SealedVault, VaultError> {
        SealedVault::open(&self.dir(name), policy::shared(), &self.key, NOW)
    }

    async fn commit(&self, ops: Vec<Op>) {
        let vault = self.open("from").unwrap();
        let batch = Batch {
            numbers: Vec::new(),
            expect: Vec::new(),
            ops,
        };
        vault.commit(batch, NOW).await.unwrap();
    }

    fn relocate(&self, from: &str, to: &str) -> Result<Relocated, VaultError> {
        let (from, to) = (self.place(from), self.place(to));
        let plan = policy::shared();
        relocate(&from, &to, &plan, &self.key, NOW, Relocate::Move, &nobody())
    }

    /// A move that has not announced itself, and the lock of the place that it leaves.
    fn going<'a>(
        &self,
        source: &'a Path,
        target: &'a Path,
        to: &'a Location,
    ) -> (Going<'a>, fs::File) {
        let from = self.place("from");
        let (writer, lock) = from.writer(&policy::shared(), &self.key, NOW).unwrap();
        let going = Going {
            writer,
            source,
            target,
            to,
        };
        (going, lock)
    }

    /// Goes as far as a process that is killed at `step`.
    fn until(&self, step: usize) {
        let (source, target, to) = (self.dir("from"), self.dir("to"), self.place("to"));
        let (going, lock) = self.going(&source, &target, &to);
        let id = going.announce().unwrap();
        if step == 0 {
            return;
        }
        let content = going.fill(&nobody()).unwrap();
        if step == 1 {
            // Some of it, and something wrong.
            let engine = going.engine().unwrap();
            let some = engine.scan(&[layout::ROW], 100).unwrap();
            let torn = some.into_iter().enumerate();
            let torn = torn.map(|(at, (key, _))| (key, (at % 2 == 0).then(|| vec![7])));
            engine.apply(torn.collect()).unwrap();
            return;
        }
        going.prove(&content, &nobody()).unwrap();
        if step == 2 {
            return;
        }
        going.decide(id).unwrap();
        drop(lock);
        if step == 4 {
            let slots = ledger::slots_of(&source.join("ledger")).unwrap();
            ledger::rewrite(&target.join("ledger.mirror"), &slots[..9]).unwrap();
        }
        if step < 5 {
            return;
        }
        ledger::copy(&source, &target).unwrap();
        fs::rename(target.join(ARRIVING), target.join(ARRIVED)).unwrap();
        if step == 6 {
            let ledger = source.join("ledger");
            let mut bytes = fs::read(&ledger).unwrap();
            bytes[..777].fill(0);
            fs::write(&ledger, bytes).unwrap();
        }
        if step >= 7 {
            wipe(&source.join("ledger")).unwrap();
        }
        if step >= 8 {
            wipe(&source.join("ledger.mirror")).unwrap();
            fs::remove_file(source.join("sled/db")).unwrap();
        }
        if step >= 9 {
            leave(&source, &target).unwrap();
        }
    }

    /// Everything is in `to`, and nothing but a word about it in `from`.
    async fn is_there(&self) {
        let vault = self.open("to").unwrap();
        assert_eq!(vault.verify().await.unwrap(), ROWS);
        drop(vault);
        let told = self.open("from").err().unwrap().to_string();
        assert!(
            told.contains("the data that was here has moved to "),
            "{told}"
        );
        let mut left: Vec<_> = fs::read_dir(self.dir("from"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["lock", MOVED]);
        assert_eq!(fs::read(self.dir("to").join("aside")).unwrap(), b"small");
    }
}

#[tokio::test]
async fn killed_before_the_decision_the_source_counts_and_the_move_goes_on_later() {
    for step in 0..3 {
        let made = Made::new().await;
        made.until(step);
        let told = made.open("to").err().unwrap().to_string();
        assert!(told.contains("still counts there"), "{told}");
        assert!(!Ledger::exists(&made.dir("to")).unwrap());
        let vault = made.open("from").unwrap();
        assert_eq!(vault.verify().await.unwrap(), ROWS, "{step}");
        drop(vault);
        // What is erased there meanwhile does not arrive.
        let erase = Op::Erase {
            guild: None,
            user: UserId(5),
        };
        made.commit(vec![erase]).await;
        let moved = made.relocate("from", "to").unwrap();
        assert_eq!(moved.rows, ROWS - 1, "{step}");
        assert!(made.open("from").is_err());
    }
}

#[tokio::test]
async fn killed_after_the_decision_the_target_counts_and_the_secrets_stand_only_there() {
    for step in 3..10 {
        for again in [false, true] {
            let made = Made::new().await;
            let secrets = fs::read(made.dir("from").join("ledger")).unwrap();
            made.until(step);
            // The source is not served any more, before anything else was done.
            assert!(made.open("from").is_err(), "{step}");
            if again {
                assert_eq!(made.relocate("from", "to").unwrap().rows, ROWS);
            }
            made.is_there().await;
            assert_eq!(fs::read(made.dir("to").join("ledger")).unwrap(), secrets);
        }
    }
}

#[tokio::test]
async fn data_goes_and_comes_back() {
    let made = Made::new().await;
    made.relocate("from", "to").unwrap();
    made.is_there().await;
    assert_eq!(made.relocate("to", "from").unwrap().rows, ROWS);
    assert!(made.open("to").is_err());
    assert_eq!(made.open("from").unwrap().verify().await.unwrap(), ROWS);
    assert_eq!(made.relocate("from", "to").unwrap().rows, ROWS);
    made.is_there().await;
}

#[tokio::test]
async fn a_target_that_gives_back_something_else_is_not_believed() {
    let made = Made::new().await;
    let (source, target, to) = (made.dir("from"), made.dir("to"), made.place("to"));
    let (going, _lock) = made.going(&source, &target, &to);
    going.announce().unwrap();
    let content = going.fill(&nobody()).unwrap();
    going.prove(&content, &nobody()).unwrap();
    let row = going.engine().unwrap().scan(&[layout::ROW], 1).unwrap();
    let (key, mut value) = row.into_iter().next().unwrap();
    *value.last_mut().unwrap() ^= 1;
    let flipped = Changes::from([(key, Some(value))]);
    going.engine().unwrap().apply(flipped).unwrap();
    let told = going.prove(&content, &nobody()).unwrap_err().to_string();
    assert!(
        told.contains("does not give back what it was given"),
        "{told}"
    );
}
