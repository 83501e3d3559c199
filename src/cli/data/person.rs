//! One person's data, for their operator: the same documents and the same erasure as `/privacy` has.

use std::{fmt::Write as _, fs, path::PathBuf};

use clap::{Args, ValueEnum};

use super::{Opened, Policy};
use crate::{
    cli::{
        out::{self, Failure},
        run::told,
    },
    port::{Answer, Batch, Op, Read, Vault},
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
        let Some(path) = &export.output else {
            return out::data(&text);
        };
        write_new(path, &text)
    }

    pub(super) async fn erase(&self, erase: &Erase) -> Result<(), Failure> {
        let person = &erase.person;
        let rows = self.document(person).await?.rows.len();
        let place = person
            .server
            .map_or_else(|| "everywhere".to_owned(), |id| format!("in server {id}"));
        if erase.dry_run {
            return out::data(&format!(
                "{rows} rows are about this person {place}; they, and the person in rows about others, would be erased by the policy's rules\n"
            ));
        }
        if !erase.yes
            && !out::agreed(&format!(
                "Erase this person {place}? {rows} rows are about them. This cannot be undone."
            ))?
        {
            return Err(Failure::new("nothing was erased", "say yes, or use --yes"));
        }
        let batch = Batch {
            expect: Vec::new(),
            ops: vec![Op::Erase {
                guild: person.server,
                user: person.user,
            }],
        };
        let commit = self.vault.commit(batch, self.now).await.map_err(told)?;
        out::data(&format!(
            "erased; {} rows were deleted or emptied\n",
            commit.erased
        ))
    }
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
