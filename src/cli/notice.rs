//! `candor notice`: the privacy notice of a policy.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use crate::{
    emit::notice::{self, Notice},
    plan::Plan,
    port::plainly,
    vocab::Language,
    wording::OFFERED,
};

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
};

/// Write the privacy notice that follows from a policy
///
/// Without -o it goes to stdout. Exit code 1 when the policy does not compile.
#[derive(Debug, Args)]
pub(super) struct NoticeCommand {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder to write into, as notice.html and so on; without --format, every form
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Form of the notice [default: html]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// One of the policy's languages [default: the one that counts; with -o, each]
    #[arg(long, value_name = "TAG", value_parser = language)]
    language: Option<Language>,
}

/// `fr`
pub(super) fn language(tag: &str) -> Result<Language, String> {
    let known = Language::of_tag(tag).filter(|language| OFFERED.contains(language));
    known.ok_or_else(|| {
        let offered: Vec<&str> = OFFERED.iter().map(|one| one.tag()).collect();
        format!("Candor speaks {}", offered.join(", "))
    })
}

/// Refuses a language in which the policy says nothing.
pub(super) fn spoken(plan: &Plan, language: Language) -> Result<Language, Failure> {
    if plan.languages.contains(&language) {
        return Ok(language);
    }
    let all = plan.languages.iter().chain([&language]);
    let all: Vec<&str> = all.map(|one| one.tag()).collect();
    Err(Failure::new(
        format!("the policy does not speak {}", language.english_name()),
        format!("write `language {}` into it", all.join(" ")),
    ))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Md,
    Txt,
    Json,
}

impl Format {
    fn lay_out(self, notice: &Notice) -> String {
        match self {
            Self::Html => notice::html(notice),
            Self::Md => notice::markdown(notice),
            Self::Txt => notice::text(notice),
            Self::Json => notice::json(notice),
        }
    }

    fn file_name(self) -> &'static str {
        match self {
            Self::Html => "notice.html",
            Self::Md => "notice.md",
            Self::Txt => "notice.txt",
            Self::Json => "notice.json",
        }
    }
}

/// What people would look for in the notice and the policy does not say. The notice is true without it.
fn lacking(plan: &Plan) -> impl Iterator<Item = &'static str> {
    let authority = plan.controller.authority.is_none().then_some(
        "no authority to complain to is named: add `authority \"…\" url=\"https://…\"` to the controller",
    );
    let address = plan.notice.is_none().then_some(
        "`/privacy notice` cannot say where the whole notice stands: add `notice=\"https://…\"` to `candor`",
    );
    authority.into_iter().chain(address)
}

impl NoticeCommand {
    pub(super) fn run(&self) -> Outcome {
        let Some((sources, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        for lacking in lacking(&plan) {
            out::note(format!("{lacking}\n"));
        }
        let language = self.language.map(|one| spoken(&plan, one)).transpose()?;
        let chosen = self.format.as_ref().map(std::slice::from_ref);
        match (&self.out, language) {
            (None, language) => {
                let language = language.unwrap_or(plan.language());
                let notice = notice::notice_in(&plan, &sources, language);
                out::data(&self.format.unwrap_or(Format::Html).lay_out(&notice))?;
            }
            // Alone it has nobody to link to.
            (Some(folder), Some(language)) => {
                let notice = notice::notice_in(&plan, &sources, language);
                for format in chosen.unwrap_or(Format::value_variants()) {
                    write(*format, &notice, &folder.join(format.file_name()))?;
                }
            }
            (Some(folder), None) => {
                for format in chosen.unwrap_or(Format::value_variants()) {
                    let pages = notice::pages(&plan, &sources, format.file_name());
                    for (_, path, notice) in pages {
                        write(*format, &notice, &folder.join(path))?;
                    }
                }
            }
        }
        Ok(Exit::Clean)
    }
}

fn write(format: Format, notice: &Notice, path: &Path) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    }
    fs::write(path, format.lay_out(notice)).map_err(|error| unwritable(path, &error))?;
    out::note(format_args!("wrote {}\n", path.display()));
    Ok(())
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be written: {}", path.display(), plainly(error)),
        "name a folder you may write to, with -o DIR",
    )
}
