//! `candor notice`: the privacy notice of a policy.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use crate::{
    emit::notice::{self, Notice},
    plan::Plan,
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
        let notice = notice::notice(&plan, &sources);
        match &self.out {
            None => out::data(&self.format.unwrap_or(Format::Html).lay_out(&notice))?,
            Some(folder) => {
                let chosen = self.format.as_ref().map(std::slice::from_ref);
                fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
                for format in chosen.unwrap_or(Format::value_variants()) {
                    let path = folder.join(format.file_name());
                    fs::write(&path, format.lay_out(&notice))
                        .map_err(|error| unwritable(&path, &error))?;
                    out::note(format_args!("wrote {}\n", path.display()));
                }
            }
        }
        Ok(Exit::Clean)
    }
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(
        format!("{} cannot be written: {error}", path.display()),
        "name a folder you may write to, with -o DIR",
    )
}
