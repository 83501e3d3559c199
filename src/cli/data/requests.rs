//! The record of requests, listed and checked.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::{
    cli::{
        Exit, Outcome as Ended,
        desk::{Policy, ask_bot, with},
        master,
        out::{self, Failure, Format, told},
    },
    control,
    port::RequestedBy,
    vault::{self, Location, Record, Recorded, RequestOutcome},
};

#[derive(Debug, Args)]
pub(super) struct Requests {
    /// The policy; left out, the record alone is read, whatever is wrong with policy and data
    #[arg(value_name = "FILE")]
    policy: Option<PathBuf>,
    /// `human` for reading, `json` for programs
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Only the request with this receipt
    #[arg(long, value_name = "ID")]
    receipt: Option<String>,
}

impl Requests {
    pub(super) fn run(&self) -> Ended {
        if let Some(file) = &self.policy {
            let policy = Policy { file: file.clone() };
            return with(&policy, async |desk| {
                self.tell(desk.ask(control::Requests).await?)
            });
        }
        let place = Location::from_env()?;
        let key = master::key(&[&place])?;
        self.tell(match ask_bot(place.directory(), &key, control::Requests)? {
            Some(record) => record,
            None => vault::requests(place.directory(), &key).map_err(told)?,
        })
    }

    fn tell(&self, mut record: Record) -> Ended {
        if let Some(wanted) = &self.receipt {
            let bare = |text: &str| text.replace('-', "").to_uppercase();
            record
                .requests
                .retain(|one| bare(&one.receipt) == bare(wanted));
            if record.requests.is_empty() {
                return Err(Failure::new(
                    "no request has this receipt",
                    "compare it with the answer of `/privacy` that it stands in",
                ));
            }
        }
        out::data(&match self.format {
            Format::Human => shown(&record),
            Format::Json => out::json(&record)?,
        })?;
        Ok(judged(&record.wrong))
    }
}

/// Tells what is wrong with the record.
pub(super) fn judged(wrong: &[String]) -> Exit {
    if wrong.is_empty() {
        return Exit::Clean;
    }
    for wrong in wrong {
        out::note(format_args!(
            "the record of requests was tampered with or damaged: {wrong}\n"
        ));
    }
    out::note(
        " help: `candor data requests` lists what is left; keep the files `requests` and `requests.head` as evidence, and move them away to begin a new record\n",
    );
    Exit::Findings
}

fn shown(record: &Record) -> String {
    let mut text = String::new();
    for one in &record.requests {
        // Writing into a String does not fail.
        let _ = writeln!(text, "{}", line(one));
    }
    if record.requests.is_empty() {
        text.push_str("nobody has asked for anything yet\n");
    }
    if record.mended > 0 {
        let _ = writeln!(
            text,
            "{} lines were cut short by a crash and taken away; nobody had been told of them",
            record.mended
        );
    }
    text
}

fn line(one: &Recorded) -> String {
    let by = match one.request.by {
        RequestedBy::Person => "by command",
        RequestedBy::Operator => "by the operator",
    };
    let scope = if one.request.everywhere {
        "all servers"
    } else {
        "one server"
    };
    let outcome = match one.outcome {
        Some(RequestOutcome::Done(done)) => format!(
            "{} deleted, {} redacted, {} pseudonymised, {} refused, {} ms",
            done.deleted, done.redacted, done.pseudonymised, done.refused, done.took_ms
        ),
        Some(RequestOutcome::NotDone) => "not done".to_owned(),
        None => "broken off; an erasure is finished at the next start".to_owned(),
    };
    let (receipt, kind) = (&one.receipt, one.request.kind.word());
    let hour = one.hour.rfc3339();
    format!("{receipt}  {hour}  {kind:<10}  {by}, {scope}: {outcome}")
}
