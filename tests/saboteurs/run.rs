//! Runs of this project's tests: through the same doors, with or without a saboteur.

use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::{Command, Output},
};

use candor::sabotage::{Saboteur, send};

use super::case::{Case, expected, untrue};

/// Something that passes, and fails while a saboteur is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Run {
    /// A case of the corpus: `reject/flow/name`.
    Case(&'static str),
    /// A policy and the scenario of it that has this in its name.
    Scenario(&'static str, &'static str),
}

impl fmt::Display for Run {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(case) => write!(out, "policies/corpus/{case}"),
            Self::Scenario(policy, name) => write!(out, "candor test {policy} \"{name}\""),
        }
    }
}

/// Whether the run passes with this saboteur at work, or with none.
pub fn passes(run: Run, saboteur: Option<Saboteur>) -> bool {
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
