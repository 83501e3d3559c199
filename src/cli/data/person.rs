//! One person's data, for their operator: the same documents and the same erasure as `/privacy` has.

use std::{fmt::Write as _, fs, path::PathBuf};

use clap::{Args, ValueEnum};

use super::{Opened, Policy};
use crate::{
    cli::{
        out::{self, Failure},
        run::told,
    },
    plan::EraseRule,
    port::{Answer, Batch, Op, Read, Request, RequestKind, RequestedBy, Vault},
    rights::{self, About, Datum, Document, Subject},
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

impl Opened {
    async fn document(&self, person: &Person) -> Result<Document, Failure> {
        let (guild, user) = (person.server, person.user);
        let export = self.vault.read(&Read::Export { guild, user }).await;
        let suppressed = self.vault.read(&Read::Suppressed { guild, user }).await;
        let (Answer::Export(export), Answer::Suppressed(suppressed)) =
            (export.map_err(told)?, suppressed.map_err(told)?)
        else {
            return Err(told("the vault answered something else; report this"));
        };
        let subject = Subject {
            user,
            guild,
            now: self.now,
        };
        let about = About {
            export: &export,
            suppressed: &suppressed,
        };
        Ok(rights::document(&self.plan, subject, about))
    }

    pub(super) async fn show(&self, person: &Person) -> Result<(), Failure> {
        let document = self.document(person).await?;
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
            if let Some(due) = &row.due {
                let _ = writeln!(text, "    will be deleted {due}");
            }
        }
        if text.is_empty() {
            "nothing is kept about this person\n".clone_into(&mut text);
        }
        for store in &document.choices.opted_out {
            let _ = writeln!(text, "opted out of {store}");
        }
        out::data(&text)
    }

    pub(super) async fn hand_over(&self, export: &Export) -> Result<(), Failure> {
        let document = self.document(&export.person).await?;
        let text = match export.format {
            Format::Json => out::json(&document)?,
            Format::Html => rights::page(&document),
        };
        match &export.output {
            Some(path) => write_new(path, &text)?,
            None => out::data(&text)?,
        }
        let ops = vec![recorded(RequestKind::Export, &export.person)];
        let batch = Batch {
            expect: Vec::new(),
            ops,
        };
        out::note(self.receipted(batch).await?);
        Ok(())
    }

    /// Commits, and gives the receipt in words.
    pub(super) async fn receipted(&self, batch: Batch) -> Result<String, Failure> {
        let commit = self.vault.commit(batch, self.now).await.map_err(told)?;
        let receipt = commit.receipt.as_ref();
        let text = receipt.map(|receipt| rights::receipt(&self.plan, receipt));
        Ok(text.unwrap_or_default() + "\n")
    }

    pub(super) async fn erase(&self, erase: &Erase) -> Result<(), Failure> {
        let person = &erase.person;
        let (guild, user) = (person.server, person.user);
        let question = Read::Erasure { guild, user };
        let Answer::Erasure(would) = self.vault.read(&question).await.map_err(told)? else {
            return Err(told("the vault answered something else; report this"));
        };
        let place = person
            .server
            .map_or_else(|| "everywhere".to_owned(), |id| format!("in server {id}"));
        if erase.dry_run {
            let mut text = format!(
                "{} rows concern this person {place}; by the policy's rules an erasure would\n",
                would.rows()
            );
            for (store, rule, rows) in would.by_store() {
                let what = match rule {
                    EraseRule::Delete => "delete",
                    EraseRule::Redact => "empty their part of",
                    EraseRule::Pseudonymise => "take them out of",
                };
                // Writing into a String does not fail.
                let _ = writeln!(text, "{rows:>10}  {store}: {what}");
            }
            return out::data(&text);
        }
        if !erase.yes
            && !out::agreed(&format!(
                "Erase this person {place}? {} rows concern them. This cannot be undone.",
                would.rows()
            ))?
        {
            return Err(Failure::new("nothing was erased", "say yes, or use --yes"));
        }
        let batch = Batch {
            expect: Vec::new(),
            ops: vec![
                Op::Erase { guild, user },
                recorded(RequestKind::Erasure, person),
            ],
        };
        out::data(&self.receipted(batch).await?)
    }
}

/// A request that the operator carries out for somebody.
pub(super) fn recorded(kind: RequestKind, person: &Person) -> Op {
    Op::Record(Request {
        kind,
        by: RequestedBy::Operator,
        everywhere: person.server.is_none(),
    })
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
