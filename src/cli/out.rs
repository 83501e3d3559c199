//! Where output goes, how it looks there, and what to do when nobody reads it any more.

use std::{
    fmt,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
};
#[cfg(feature = "runtime")]
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use clap::ValueEnum;

use crate::{finding::Look, port::plainly};
#[cfg(feature = "runtime")]
use crate::{
    port::Trouble,
    vault::{Progress, Watch},
};

/// For whom an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

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

    /// What happened, and what to do, in one line.
    #[cfg(feature = "runtime")]
    pub(super) fn what(&self) -> String {
        match self {
            Self::Silent => String::new(),
            Self::Told { what, help } => format!("{what}; {help}"),
        }
    }

    pub(super) fn report(self) -> ExitCode {
        match self {
            Self::Silent => ExitCode::SUCCESS,
            Self::Told { what, help } => {
                end_progress();
                let _ = writeln!(io::stderr(), "error: {what}\n help: {help}");
                ExitCode::from(2)
            }
        }
    }
}

#[cfg(feature = "runtime")]
impl From<Trouble> for Failure {
    fn from(Trouble { what, help }: Trouble) -> Self {
        Self::Told { what, help }
    }
}

#[cfg(feature = "runtime")]
pub(super) fn told(error: impl Into<Trouble>) -> Failure {
    error.into().into()
}

/// Writes data.
pub(super) fn data(text: &str) -> Result<(), Failure> {
    end_progress();
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::Silent
        } else {
            Failure::new(
                format!("the output cannot be written: {}", plainly(&error)),
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
    end_progress();
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Whether the cursor stands behind a line of progress.
static PROGRESS: AtomicBool = AtomicBool::new(false);

/// Takes the line of progress away; whatever is written next stands in its place.
fn end_progress() {
    if PROGRESS.swap(false, Ordering::Relaxed) {
        let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
    }
}

/// Shows on one line of a terminal how far long work has come, ten times a second at most; nothing elsewhere.
#[cfg(feature = "runtime")]
pub(super) fn progress() -> Watch {
    // Where colours are unwanted or unknown, so is what moves the cursor.
    if !look().color {
        return crate::vault::nobody();
    }
    let last: Mutex<Option<Instant>> = Mutex::new(None);
    Arc::new(move |progress| {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() >= Duration::from_millis(100)) {
            *last = Some(Instant::now());
            PROGRESS.store(true, Ordering::Relaxed);
            let _ = write!(io::stderr().lock(), "\r{}\u{1b}[K", line(progress));
        }
    })
}

#[cfg(feature = "runtime")]
fn line(Progress { what, done, of }: Progress) -> String {
    match of {
        Some(of) if of >= done && of > 0 => format!("{done} of {of} {what}, {} %", done * 100 / of),
        _ => format!("{done} {what}"),
    }
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
        let why = plainly(&error);
        Failure::new(format!("the answer cannot be read: {why}"), "use --yes")
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

#[cfg(all(test, feature = "runtime"))]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_progress_tells_how_much_is_left_where_somebody_counted() {
        let line = |done, of| {
            line(Progress {
                what: "rows copied".into(),
                done,
                of,
            })
        };
        assert_eq!(line(256, Some(1024)), "256 of 1024 rows copied, 25 %");
        assert_eq!(line(256, None), "256 rows copied");
        // More than was expected, and nothing at all.
        assert_eq!(line(256, Some(3)), "256 rows copied");
        assert_eq!(line(0, Some(0)), "0 rows copied");
    }
}
