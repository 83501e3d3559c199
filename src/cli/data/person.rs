//! One person's data, for their operator: the same documents and the same erasure as `/privacy` has.

use std::{fmt::Write as _, fs, path::PathBuf};

use clap::{Args, ValueEnum};

use crate::{
    cli::{
        desk::{Desk, Policy},
        out::{self, Failure},
    },
    control::{self, ErasedRows, HandedOver, LookErase, PersonalData, Subject},
    lexicon::Datum,
    plan::EraseRule,
    port::Absence,
    rights::{self, Choice, Left},
    vocab::{GuildId, UserId},
};

#[derive(Debug, Args)]
pub(super) struct Person {
    #[command(flatten)]
    pub(super) policy: Policy,
    /// Discord's id of the person
    #[arg(value_name = "USER")]
    pub(super) user: UserId,
    /// Only in the server with this id; everywhere if left out
    #[arg(long, value_name = "ID")]
    pub(super) server: Option<GuildId>,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) person: Person,
    /// `json` for programs, `html` for reading
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Where to write it; to stdout if left out
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Html,
}

#[derive(Debug, Args)]
pub(super) struct Erase {
    #[command(flatten)]
    pub(super) person: Person,
    /// Only tell what would be erased
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Person {
    pub(super) fn subject(&self) -> Subject {
        Subject {
            user: self.user,
            server: self.server,
        }
    }
}

pub(super) async fn show(desk: &Desk, person: &Person) -> Result<(), Failure> {
    let document = desk.ask(PersonalData(person.subject())).await?;
    let mut text = String::new();
    for row in &document.rows {
        let place = row
            .server
            .map_or_else(|| "every server".to_owned(), |id| format!("server {id}"));
        // Writing into a String does not fail.
        let _ = writeln!(text, "{} in {place}, made {}", row.store, row.made);
        for (name, value) in &row.fields {
            if *value != Datum::Nothing(()) {
                let _ = writeln!(text, "    {name}: {}", serde_json::json!(value));
            }
        }
        for name in &row.redacted {
            let _ = writeln!(text, "    {name}: left out, about somebody else");
        }
        let until = document.stores.iter().find(|one| one.name == row.store);
        let _ = match (&row.due, until) {
            (Some(due), _) => writeln!(text, "    will be deleted {due} at the latest"),
            (None, Some(about)) => writeln!(text, "    kept {}", about.kept.join(" or ")),
            (None, None) => Ok(()),
        };
    }
    for part in &document.not_included {
        let server = part.server.map(|id| format!(" in server {id}"));
        let _ = writeln!(
            text,
            "{} rows of {}{}, {}",
            part.rows,
            part.store,
            server.unwrap_or_default(),
            match part.why {
                Absence::Named => "in which a text mentions this person",
                Absence::Refused => "which the policy refuses to hand out",
                Absence::Over => "whose time is over, and which go once what follows is done",
                Absence::Dropped => "which the policy does not have any more",
            }
        );
        if !part.kept.is_empty() {
            let _ = writeln!(text, "    kept {}", part.kept.join(" or "));
        }
    }
    for Left { server, at } in &document.left {
        let _ = writeln!(text, "left server {server} on {at}");
    }
    let said = &document.choices.said;
    match (text.is_empty(), said.is_empty()) {
        (true, true) => text.push_str("nothing is kept about this person\n"),
        (true, false) => text.push_str("nothing is kept about this person but what they chose\n"),
        (false, _) => {}
    }
    for Choice { server, opted_out } in said {
        let place = server.map_or_else(|| "everywhere".to_owned(), |id| format!("in server {id}"));
        let what = if *opted_out {
            "opted out"
        } else {
            "opted in again"
        };
        let _ = writeln!(text, "{what} {place}");
    }
    for store in &document.choices.opted_out {
        let _ = writeln!(text, "opted out of {store}");
    }
    out::data(&text)
}

pub(super) async fn hand_over(desk: &Desk, export: &Export) -> Result<(), Failure> {
    let subject = export.person.subject();
    let document = desk.ask(PersonalData(subject)).await?;
    let text = match export.format {
        Format::Json => out::json(&document)?,
        Format::Html => rights::page(&desk.plan, &document),
    };
    match &export.output {
        Some(path) => write_new(path, &text)?,
        None => out::data(&text)?,
    }
    let receipt = desk.ask(HandedOver(subject)).await?;
    out::note(format_args!("{receipt}\n"));
    Ok(())
}

pub(super) async fn erase(desk: &Desk, erase: &Erase) -> Result<(), Failure> {
    let subject = erase.person.subject();
    let would = desk.ask(LookErase(subject)).await?;
    let all: u64 = would.iter().map(|part| part.rows).sum();
    let place = subject
        .server
        .map_or_else(|| "everywhere".to_owned(), |id| format!("in server {id}"));
    if erase.dry_run {
        let text = format!(
            "{all} rows concern this person {place}; by the policy's rules an erasure would\n"
        );
        return out::data(&(text + &by_store(would)));
    }
    if !erase.yes
        && !out::agreed(&format!(
            "Erase this person {place}? {all} rows concern them. This cannot be undone."
        ))?
    {
        return Err(Failure::new("nothing was erased", "say yes, or use --yes"));
    }
    let receipt = desk.ask(control::Erase(subject)).await?;
    out::data(&format!("{receipt}\n"))
}

/// What an erasure does to the rows of each store, a line each.
pub(super) fn by_store(would: Vec<ErasedRows>) -> String {
    let mut text = String::new();
    for ErasedRows { store, rule, rows } in would {
        let what = match rule {
            EraseRule::Delete => "delete",
            EraseRule::Redact => "empty their part of",
            EraseRule::Pseudonymise => "take them out of",
            EraseRule::Refuse => "leave, as the policy refuses it,",
        };
        // Writing into a String does not fail.
        let _ = writeln!(text, "{rows:>10}  {store}: {what}");
    }
    text
}

/// A file with somebody's data: for its owner's eyes, and never in another file's place.
fn write_new(path: &std::path::Path, text: &str) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| {
        Failure::new(
            format!("{} cannot be written: {error}", path.display()),
            "name a file that is not there yet, in a folder that is",
        )
    })?;
    out::note(format_args!("wrote {}\n", path.display()));
    Ok(())
}
