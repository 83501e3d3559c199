//! Where output goes, how it looks there, and what to do when nobody reads it any more.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use crate::finding::Look;

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The reader of our output is gone; there is nobody to tell.
    Silent,
    /// What happened, and what to do.
    Told { what: String, help: String },
}

impl Failure {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Told {
            what: what.into(),
            help: help.into(),
        }
    }

    pub(super) fn report(self) -> ExitCode {
        match self {
            Self::Silent => ExitCode::SUCCESS,
            Self::Told { what, help } => {
                let _ = writeln!(io::stderr(), "error: {what}\n help: {help}");
                ExitCode::from(2)
            }
        }
    }
}

/// Writes data.
pub(super) fn data(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::Silent
        } else {
            Failure::new(
                format!("the output cannot be written: {error}"),
                "send it somewhere with space, such as a file on another disk",
            )
        }
    })
}

/// A document as JSON, with a line's end.
pub(super) fn json(document: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(document)
        .map(|text| text + "\n")
        .map_err(|error| {
            Failure::new(
                format!("the output cannot be written as JSON: {error}"),
                "choose another --format",
            )
        })
}

/// Writes a diagnostic. Should stderr be closed, the exit code still tells.
pub(super) fn note(text: impl fmt::Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Asks on a terminal. Without one nobody can answer.
#[cfg(feature = "runtime")]
pub(super) fn agreed(question: &str) -> Result<bool, Failure> {
    use io::BufRead as _;

    if !io::stdin().is_terminal() {
        return Err(Failure::new(
            "nobody can be asked here",
            "use --yes to go on without asking",
        ));
    }
    note(format_args!("{question} [y/N] "));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer).map_err(|error| {
        Failure::new(format!("the answer cannot be read: {error}"), "use --yes")
    })?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// How findings look on stderr.
pub(super) fn look() -> Look {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let terminal = io::stderr().is_terminal();
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    Look {
        color: terminal && !dumb && !set("NO_COLOR"),
        unicode: unicode(),
        width: std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .filter(|columns| (40..=400).contains(columns))
            .unwrap_or(100),
    }
}

/// Whether the locale can show box-drawing characters.
fn unicode() -> bool {
    if cfg!(windows) {
        return std::env::var_os("WT_SESSION").is_some();
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}
