//! Runs of this project's tests: through the same doors, with or without a saboteur.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use candor::sabotage::{Saboteur, send};
use serde_json::Value;

use super::case::{Case, expected, untrue};

/// Something that passes, and fails while a saboteur is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// A case of the corpus: `reject/flow/name`.
    Case(&'static str),
    /// A policy and the scenario beside it that has this in its name.
    Scenario(&'static str, &'static str),
    /// A test of another target: `router`, `handlers::permission_and_hierarchy_are_checked`.
    Test(&'static str, &'static str),
}

impl fmt::Display for Run {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(case) => write!(out, "policies/corpus/{case}"),
            Self::Scenario(policy, name) => write!(out, "candor test {policy} \"{name}\""),
            Self::Test(target, name) => write!(out, "--test {target} {name}"),
        }
    }
}

/// The other targets that runs need, by name.
pub struct Targets(BTreeMap<String, PathBuf>);

impl Targets {
    /// Builds them with the feature, as this test was built.
    pub fn built(names: &BTreeSet<&str>) -> Self {
        if names.is_empty() {
            return Self(BTreeMap::new());
        }
        let mut build = Command::new(env!("CARGO"));
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        // What Cargo tells a test of its package would make dependencies build anew that ask for it.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                build.env_remove(&*name);
            }
        }
        build.args(["test", "--locked", "--no-run", "--features", "sabotage"]);
        build.args(["--message-format", "json"]);
        for name in names {
            build.args(["--test", name]);
        }
        let built = build.output().unwrap();
        let trouble = String::from_utf8_lossy(&built.stderr);
        assert!(built.status.success(), "{trouble}");
        let told = String::from_utf8(built.stdout).unwrap();
        let told = told
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let targets = told.filter_map(|one| {
            let name = one.pointer("/target/name")?.as_str()?;
            let file = one.get("executable")?.as_str()?;
            Some((name.to_owned(), PathBuf::from(file)))
        });
        Self(targets.collect())
    }
}

/// Whether the run passes with this saboteur at work, or with none.
pub fn passes(run: Run, saboteur: Option<Saboteur>, targets: &Targets) -> bool {
    match run {
        Run::Case(case) => is_as_said(case, saboteur),
        Run::Scenario(policy, name) => {
            let mut candor = Command::new(env!("CARGO_BIN_EXE_candor"));
            candor.args(["test", policy, name, "--format", "json"]);
            let done = with(candor, saboteur);
            // Nothing to run would be a run that nobody made.
            assert_ne!(done.status.code(), Some(2), "{run}");
            done.status.success()
        }
        Run::Test(target, name) => {
            let mut test = Command::new(targets.0.get(target).unwrap());
            test.args(["--exact", name])
                .env("PROPTEST_MAX_SHRINK_ITERS", "0");
            let done = with(test, saboteur);
            let told = String::from_utf8_lossy(&done.stdout);
            assert!(told.contains("running 1 test"), "{run}: {told}");
            done.status.success()
        }
    }
}

fn with(mut run: Command, saboteur: Option<Saboteur>) -> Output {
    run.current_dir(env!("CARGO_MANIFEST_DIR"));
    match saboteur {
        Some(one) => run.env("CANDOR_SABOTEUR", one.name()),
        None => run.env_remove("CANDOR_SABOTEUR"),
    };
    run.output().unwrap()
}

/// In this process, which compiles a case in a moment. What breaks off is not as it was said either.
fn is_as_said(case: &str, saboteur: Option<Saboteur>) -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/corpus");
    let file = folder.join(format!("{case}.kdl"));
    let path = if file.exists() {
        file
    } else {
        folder.join(case)
    };
    send(saboteur);
    let judged = panic::catch_unwind(AssertUnwindSafe(|| {
        let it = Case::of(&path);
        let as_said = it.found() == expected(&it.source.text);
        as_said
            && (!case.starts_with("accept/") || untrue(&it.source.text, &it.compiled).is_empty())
    }));
    send(None);
    judged.unwrap_or(false)
}
