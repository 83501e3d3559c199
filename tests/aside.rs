//! The files beside the rows, when somebody changed them, lost them or took them away: what an operator's commands say,
//! and how they end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(all(unix, feature = "runtime"))]

mod begun;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration as RealDuration,
};

use begun::{KEY, POLICY, begun};
use candor::{
    port::{Marks, Vault as _},
    vocab::Duration,
};

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With the data of a bot that last ran so long ago, by this machine's clock.
    async fn begun(ago: Duration) -> Self {
        let home = Self::new();
        let (vault, ran) = begun(&home.data(), ago);
        let marks = Marks {
            time: Some(ran),
            connected: None,
        };
        vault.mark(marks).await.unwrap();
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    fn data(&self) -> PathBuf {
        self.path("data")
    }

    fn candor(&self, args: &[&str]) -> Command {
        self.on(&self.data(), args)
    }

    fn on(&self, data: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command
            .args(args)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .env("CANDOR_KEY", KEY)
            .env("CANDOR_DATA", data)
            .env_remove("CANDOR_TO");
        command
    }
}

/// What a command told on stdout and stderr; it must end so.
fn told(mut command: Command, code: i32) -> (String, String) {
    let output = command.output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out, err)
}

fn refused(command: Command) -> String {
    told(command, 2).1
}

const RECENTLY: Duration = Duration::seconds(5);

#[tokio::test]
async fn verify_tells_that_the_record_of_requests_was_changed() {
    let home = Home::begun(RECENTLY).await;
    let verify = || home.candor(&["data", "verify", POLICY]);
    told(home.candor(&["data", "erase", POLICY, "77", "--yes"]), 0);
    assert_eq!(
        told(verify(), 0),
        ("0 rows, all whole\n".to_owned(), String::new())
    );
    let record = home.data().join("requests");
    let whole = fs::read_to_string(&record).unwrap();
    fs::write(&record, whole.replace("erasure", "opt-out")).unwrap();
    let (out, err) = told(verify(), 1);
    assert_eq!(out, "0 rows, all whole\n");
    for part in [
        "the record of requests was tampered with or damaged: line 1 was changed",
        " help: `candor data requests` lists what is left; keep the files",
    ] {
        assert!(err.contains(part), "{err}");
    }
    let (_, err) = told(home.candor(&["data", "requests"]), 1);
    assert!(err.contains("line 1 was changed"), "{err}");
    // As the help says.
    for name in ["requests", "requests.head"] {
        fs::rename(home.data().join(name), home.path(name)).unwrap();
    }
    told(verify(), 0);
}

#[tokio::test]
async fn a_backup_by_a_clock_that_is_far_ahead_has_to_be_agreed_to() {
    let home = Home::begun(Duration::days(40)).await;
    let file = home.path("one");
    let backup = ["backup", POLICY, "-o", file.to_str().unwrap()];
    let err = refused(home.candor(&backup));
    for part in [
        "the bot last ran at ",
        ", 40 days later, and a backup made by it could be read until ",
        "error: nobody can be asked here\n help: use --yes",
    ] {
        assert!(err.contains(part), "{err}");
    }
    assert!(!file.exists());
    let agreed = [&backup[..], &["--yes"]].concat();
    let (out, err) = told(home.candor(&agreed), 0);
    assert!(file.exists() && out.contains("one"), "{out}{err}");

    // A clock that goes on as it should, and one behind, by which a backup ends sooner.
    for ago in [RECENTLY, Duration::days(40).negated()] {
        let home = Home::begun(ago).await;
        let (_, err) = told(home.candor(&["backup", POLICY]), 0);
        assert!(!err.contains("last ran"), "{err}");
    }
}

#[tokio::test]
async fn a_file_for_the_time_that_cannot_be_written_is_an_error_at_the_start() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = Home::begun(RECENTLY).await;
    let list = || home.candor(&["data", "list", POLICY]);
    let [time, anew] = ["time", "time.new"].map(|name| home.data().join(name));
    let is_told = |path: &Path| {
        let err = refused(list());
        let words = format!(
            "the file {}, in which the bot marks the time",
            path.display()
        );
        assert!(err.contains(&words), "{err}");
        assert!(
            err.contains(" help: give it to candor's user, or remove it"),
            "{err}"
        );
    };
    fs::create_dir(&anew).unwrap();
    is_told(&anew);
    fs::remove_dir(&anew).unwrap();
    told(list(), 0);
    fs::set_permissions(&time, fs::Permissions::from_mode(0o444)).unwrap();
    // Root may write it all the same.
    if fs::OpenOptions::new().write(true).open(&time).is_err() {
        is_told(&time);
    }
    fs::remove_file(&time).unwrap();
    told(list(), 0);
    fs::create_dir(&time).unwrap();
    is_told(&time);
}

#[tokio::test]
async fn a_move_that_was_killed_early_says_so_and_goes_on() {
    let home = Home::begun(RECENTLY).await;
    let [from, to] = ["data", "to"].map(|name| home.path(name));
    let copy = || {
        // As somebody types it.
        let mut copy = home.candor(&["data", "copy", POLICY, "data", "to", "--yes"]);
        copy.env_remove("CANDOR_DATA");
        copy
    };
    let list = || home.on(&to, &["data", "list", POLICY]);
    let says = |err: &str| {
        for part in [
            format!(
                "data is being moved to {} from {}",
                to.display(),
                from.display()
            ),
            "and still counts there\n help: run `candor data copy` again".to_owned(),
        ] {
            assert!(err.contains(&part), "{err}");
        }
    };
    // As far as a process that is killed before there is a database: none can be made where a file stands.
    fs::create_dir(&to).unwrap();
    fs::write(to.join("sled"), "in the way").unwrap();
    refused(copy());
    fs::remove_file(to.join("sled")).unwrap();
    says(&refused(list()));

    // At any moment.
    let mut dice = fastrand::Rng::new();
    for _ in 0..8 {
        fs::remove_dir_all(&to).unwrap();
        let mut child = copy()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Not a wait for anything: chance decides where in its work the process is met.
        std::thread::sleep(RealDuration::from_micros(dice.u64(..400_000)));
        child.kill().unwrap();
        if child.wait().unwrap().success() || from.join("moved").exists() {
            break;
        }
        let output = list().output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        if !err.contains("there is no data in") {
            says(&err);
        }
        fs::create_dir_all(&to).unwrap();
    }
    told(copy(), 0);
    told(list(), 0);
    let err = refused(home.candor(&["data", "list", POLICY]));
    let place = format!("the data that was here has moved to {}\n", to.display());
    assert!(err.contains(&place), "{err}");
}

#[tokio::test]
async fn a_restore_without_the_file_of_opt_outs_asks_for_it() {
    let home = Home::begun(RECENTLY).await;
    told(home.candor(&["backup", POLICY, "-o", "one"]), 0);
    fs::remove_dir_all(home.data().join("sled")).unwrap();
    let choices = home.data().join("choices");
    fs::remove_file(&choices).unwrap();
    let restore = |how: &str| home.candor(&["restore", POLICY, "one", how]);
    for how in ["--dry-run", "--yes"] {
        let err = refused(restore(how));
        assert!(
            err.contains("is missing, and with the database unreadable too, opt-outs since")
                && err.contains(
                    " help: put a whole copy of it there; or, if there is none, an empty file"
                ),
            "{err}"
        );
    }
    fs::write(&choices, "").unwrap();
    let (out, _) = told(restore("--yes"), 0);
    assert!(out.contains("the database, which is missing"), "{out}");
    told(home.candor(&["data", "verify", POLICY]), 0);
}
