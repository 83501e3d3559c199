//! `candor test`: carries out the scenarios beside a policy.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use miette::Diagnostic;
use serde_json::{Value, json};
use thiserror::Error;

use super::{
    Exit, Outcome,
    out::{self, Failure, Format},
    policy,
};
use crate::{
    emit,
    finding::Findings,
    port::plainly,
    scenario::{self, Report, Scenario, Tested},
    syntax::Source,
    vault::Address,
    vocab::{Sources, Span},
};

/// Run the scenarios beside a policy
///
/// For policies/keta.kdl these are every policies/keta.*.kdl and every policies/keta/*.kdl. Each runs with the real
/// bot against a Discord of its own on this machine, with a virtual clock. Exit code 0 when all pass, 1 when one fails
/// or a file has findings, 2 when there is nothing to run.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only scenarios whose name contains this; `T1` does not mean `T15`
    #[arg(value_name = "FILTER")]
    filter: Option<String>,
    /// Run the scenarios of this file instead of those beside the policy; can be given several times
    #[arg(long, value_name = "FILE")]
    scenarios: Vec<PathBuf>,
    /// Keep the data in PostgreSQL: the address of empty databases, in which {} is the number of the scenario, from 0
    #[arg(long, value_name = "ADDRESS")]
    databases: Option<String>,
    /// Form of the results
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// A failed scenario, shown like a finding of its file.
#[derive(Debug, Error, Diagnostic)]
#[error("scenario `{name}` failed: expected {expected}")]
struct Failed {
    name: String,
    expected: String,
    #[label(primary, "was not so")]
    at: Span,
    #[help]
    happened: String,
}

impl Test {
    pub(super) fn run(&self) -> Outcome {
        let Some((sources, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let files = self.files()?;
        let mut scenarios: Vec<(usize, Scenario)> = Vec::new();
        let mut broken = false;
        for (index, file) in files.iter().enumerate() {
            let mut findings = Findings::default();
            let read = scenario::read(file, &plan, &mut findings);
            findings.sort();
            policy::show(&findings, &Sources::from(file));
            broken |= findings.has_errors();
            scenarios.extend(read.into_iter().map(|one| (index, one)));
        }
        if broken {
            return Ok(Exit::Findings);
        }
        scenarios.retain(|(_, one)| scenario::meant(&one.name, self.filter.as_deref()));
        if scenarios.is_empty() {
            return Err(self.nothing(&files));
        }
        let notice = emit::notice::text(&emit::notice::notice(&plan, &sources));
        let tested = Tested {
            plan: Arc::new(plan),
            notice: notice.into(),
            databases: self.databases(scenarios.len())?,
        };
        self.carry_out(&scenarios, &files, &tested)
    }

    fn databases(&self, scenarios: usize) -> Result<Arc<[Address]>, Failure> {
        let Some(address) = &self.databases else {
            return Ok(Arc::default());
        };
        if scenarios > 1 && !address.contains("{}") {
            return Err(Failure::new(
                "each scenario needs a database of its own",
                "write {} into the address, which stands for the number of the scenario",
            ));
        }
        let numbers = 0..scenarios;
        let parsed =
            numbers.map(|number| Address::parse(&address.replace("{}", &number.to_string())));
        parsed.collect::<Result<_, _>>().map_err(out::told)
    }

    fn files(&self) -> Result<Vec<Source>, Failure> {
        let folder = scenario::folder(&self.file);
        let help = format!(
            "write one in {}/ or in {}",
            folder.display(),
            self.file.with_extension("scenarios.kdl").display()
        );
        let unreadable = |path: &Path, error: std::io::Error| {
            Failure::new(
                format!(
                    "{}: the scenarios cannot be read: {}",
                    path.display(),
                    plainly(&error)
                ),
                "check the path and its permissions",
            )
        };
        if !self.scenarios.is_empty() {
            let given = self.scenarios.iter();
            return given
                .map(|path| scenario::source(path).map_err(|error| unreadable(path, error)))
                .collect();
        }
        let files = scenario::beside(&self.file).map_err(|error| unreadable(&folder, error))?;
        if files.is_empty() {
            return Err(Failure::new(
                format!("{} has no scenarios beside it", self.file.display()),
                help,
            ));
        }
        Ok(files)
    }

    fn nothing(&self, files: &[Source]) -> Failure {
        let files: Vec<&str> = files.iter().map(|file| file.file.as_str()).collect();
        match &self.filter {
            Some(filter) => Failure::new(
                format!("no scenario is called like `{filter}`"),
                format!("leave the filter out to run all of {}", files.join(", ")),
            ),
            None => Failure::new(
                format!("{} holds no scenario", files.join(", ")),
                "scenario \"what must be true\" { server lounge { member ann }; … }",
            ),
        }
    }

    fn carry_out(
        &self,
        scenarios: &[(usize, Scenario)],
        files: &[Source],
        tested: &Tested,
    ) -> Outcome {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| {
                Failure::new(
                    format!("cannot start: {}", plainly(&error)),
                    "close other programs and try again",
                )
            })?;
        let mut told = Told {
            records: Vec::new(),
            passed: 0,
            failed: 0,
            trouble: None,
        };
        let all: Vec<Scenario> = scenarios.iter().map(|(_, one)| one.clone()).collect();
        runtime.block_on(scenario::run(all, tested, |report| {
            let Some((index, scenario)) = scenarios.get(report.index) else {
                return;
            };
            let Some(file) = files.get(*index) else {
                return;
            };
            told.tell(scenario, file, &report, self.format);
        }));
        if let Some(trouble) = told.trouble {
            return Err(trouble);
        }
        let (passed, failed) = (told.passed, told.failed);
        match self.format {
            Format::Human => out::data(&format!("{passed} passed, {failed} failed\n"))?,
            Format::Json => {
                let all = json!({ "passed": passed, "failed": failed, "scenarios": told.records });
                out::data(&format!("{all:#}\n"))?;
            }
        }
        Ok(if failed == 0 {
            Exit::Clean
        } else {
            Exit::Findings
        })
    }
}

/// What was told so far.
struct Told {
    records: Vec<Value>,
    passed: usize,
    failed: usize,
    trouble: Option<Failure>,
}

impl Told {
    fn tell(&mut self, scenario: &Scenario, file: &Source, report: &Report, format: Format) {
        match &report.failure {
            None => self.passed += 1,
            Some(_) => self.failed += 1,
        }
        match format {
            Format::Human => self.say(scenario, file, report),
            Format::Json => self.records.push(record(scenario, file, report)),
        }
    }

    fn say(&mut self, scenario: &Scenario, file: &Source, report: &Report) {
        let mut line = String::new();
        let word = if report.failure.is_none() {
            "ok  "
        } else {
            "FAIL"
        };
        // Writing to a String cannot fail.
        let _ = writeln!(line, "{word}  {}  ({} ms)", scenario.name, report.took_ms);
        if let Err(trouble) = out::data(&line) {
            self.trouble.get_or_insert(trouble);
        }
        let Some(failure) = &report.failure else {
            return;
        };
        let mut findings = Findings::default();
        findings.push(Failed {
            name: scenario.name.clone(),
            expected: failure.expected.clone(),
            at: failure.at,
            happened: failure.happened.join("\n"),
        });
        policy::show(&findings, &Sources::from(file));
    }
}

fn record(scenario: &Scenario, file: &Source, report: &Report) -> Value {
    let sources = Sources::from(file);
    let text = sources.policy();
    let failure = report.failure.as_ref().map(|failure| {
        let (line, column) = text.position(failure.at.start);
        json!({
            "line": line,
            "column": column,
            "step": file.text.get(failure.at.start..failure.at.end),
            "expected": failure.expected,
            "happened": failure.happened,
        })
    });
    let (line, _) = text.position(scenario.at.start);
    json!({
        "name": scenario.name,
        "file": file.file,
        "line": line,
        "passed": report.failure.is_none(),
        "took_ms": u64::try_from(report.took_ms).unwrap_or(u64::MAX),
        "failure": failure,
    })
}
