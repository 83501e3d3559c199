//! `candor texts`: what a policy says, to be translated.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{port::plainly, translate, vocab::Language};

use super::{
    Exit, Outcome,
    notice::language,
    out::{self, Failure},
    policy,
};

/// Write what a policy says, to be translated into another language
///
/// What is translated already stays. What is new stands there in the policy's own words, above a line to be filled in; what
/// the policy says no longer stands at the end. Exit code 1 when the policy does not compile for another reason than texts
/// that are missing.
#[derive(Debug, Args)]
pub(super) struct Texts {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The language to translate into
    #[arg(long, value_name = "TAG", value_parser = language)]
    language: Language,
    /// Write the catalogue beside the policy instead of to stdout
    #[arg(long)]
    write: bool,
}

impl Texts {
    pub(super) fn run(&self) -> Outcome {
        let Some(plan) = policy::untranslated(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let file = self.file.to_string_lossy().replace('\\', "/");
        let path = PathBuf::from(translate::beside(&file, self.language));
        // What is not there yet is empty.
        let before = fs::read_to_string(&path).unwrap_or_default();
        let text = translate::skeleton(&plan, &file, self.language, &before);
        if self.write {
            fs::write(&path, text).map_err(|error| unwritable(&path, &error))?;
            out::note(format_args!("wrote {}\n", path.display()));
        } else {
            out::data(&text)?;
        }
        Ok(Exit::Clean)
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be written: {}", path.display(), plainly(error)),
        "leave out --write, and write it elsewhere",
    )
}
