//! `candor explain`: why something is so, from which lines; or what a finding means.

mod book;
mod subject;

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;

use crate::{
    emit::notice::{self, Notice},
    finding::page,
    lexicon::{Entry, entries},
    plan::Plan,
    syntax::closest,
    vocab::{Place, Sources},
};

use super::{
    Exit, Outcome,
    out::{self, Failure},
    policy,
};
use subject::{Subject, named, subjects};

/// Explain a part of a policy, from its lines; a finding's code, with a bad and a good example; or a word of the language
///
/// Exit code 1 when the policy does not compile.
#[derive(Debug, Args)]
#[command(override_usage = "candor explain <FILE> <WHAT>\n       candor explain <CODE|WORD>")]
pub(super) struct Explain {
    /// A policy; a finding's code, such as `candor::syntax::malformed`, or its last word; or a word, such as `kick`
    #[arg(value_name = "FILE|CODE|WORD")]
    first: String,
    /// A feature, store, command, setting, intent, permission, claim or purpose of the policy, such as `/warn`
    what: Option<String>,
}

impl Explain {
    pub(super) fn run(&self) -> Outcome {
        match &self.what {
            // Of a code in a file only the code matters.
            Some(code) if code.starts_with("candor::") => explain_alone(code),
            Some(what) => self.explain_part(what),
            None => explain_alone(&self.first),
        }
    }

    fn explain_part(&self, what: &str) -> Outcome {
        let Some((sources, plan)) = policy::plan(&PathBuf::from(&self.first))? else {
            return Ok(Exit::Findings);
        };
        let all = subjects(&plan);
        let meant = named(&all, what);
        if meant.is_empty() {
            return Err(unknown_part(&sources, &all, what));
        }
        let notice = notice::notice(&plan, &sources);
        let told: Vec<_> = meant
            .iter()
            .map(|subject| tell(subject, &sources, &plan, &notice))
            .collect();
        out::data(&told.join("\n"))?;
        Ok(Exit::Clean)
    }
}

/// What needs no policy: a code, or a word of the language.
fn explain_alone(what: &str) -> Outcome {
    let mut pages = page::PAGES.iter();
    if let Some(page) = pages.find(|page| page.code == what || slug(page.code) == what) {
        out::data(page.text)?;
        return Ok(Exit::Clean);
    }
    let told: Vec<_> = entries()
        .filter(|entry| entry.word == what)
        .map(|entry| word(&entry))
        .collect();
    let told: Vec<_> = told.into_iter().chain(book::told(what)).collect();
    if told.is_empty() {
        return Err(unknown_alone(what));
    }
    out::data(&told.join("\n"))?;
    Ok(Exit::Clean)
}

fn word(entry: &Entry) -> String {
    let Entry {
        what,
        word,
        usage,
        doc,
        notes,
    } = entry;
    let mut told = format!("{what} {word}\n  {usage}\n\n{doc}\n");
    for note in notes {
        // Writing to a String cannot fail.
        let _ = writeln!(told, "{note}");
    }
    told
}

fn slug(code: &str) -> &str {
    code.rsplit("::").next().unwrap_or(code)
}

fn unknown_alone(code: &str) -> Failure {
    if std::path::Path::new(code).is_file() {
        return Failure::new(
            format!("{code} is a file, and nothing of it is named"),
            format!("candor explain {code} WHAT, where WHAT is a store, a command, an intent …"),
        );
    }
    let codes = || page::PAGES.iter().map(|page| page.code);
    let words = entries().map(|entry| entry.word).chain(book::words());
    let near = codes()
        .find(|known| slug(known) == slug(code))
        .or_else(|| closest(code, codes().chain(words)));
    let help = near.map_or_else(
        || {
            format!(
                "use one of:\n  {}",
                codes().collect::<Vec<_>>().join("\n  ")
            )
        },
        |known| format!("did you mean {known}?"),
    );
    if code.contains("::") {
        return Failure::new(format!("there is no finding {code}"), help);
    }
    Failure::new(format!("there is no finding and no word {code}"), help)
}

fn unknown_part(sources: &Sources, all: &[Subject], what: &str) -> Failure {
    let names = all.iter().map(|subject| subject.name.as_str());
    let help = closest(what, names.clone()).map_or_else(
        || format!("name one of: {}", names.collect::<Vec<_>>().join(", ")),
        |name| format!("did you mean {name}?"),
    );
    Failure::new(format!("{} has no {what}", sources.policy().name), help)
}

/// Lines of one quotation; the rest is left to the reader's editor.
const QUOTED_MAX: u32 = 24;

fn tell(subject: &Subject, sources: &Sources, plan: &Plan, notice: &Notice) -> String {
    let mut told = format!("{} {}", subject.kind, subject.name);
    if let Some(feature) = subject.feature.and_then(|id| plan.feature(id)) {
        // Writing to a String cannot fail, here and below.
        let _ = write!(told, ", of the feature {}", feature.name);
    }
    told.push('\n');
    if let Some(at) = &subject.at {
        quote(&mut told, at, sources);
        sentences(&mut told, at, notice, plan);
    }
    for (why, at) in &subject.because {
        let _ = writeln!(told, "\n{why}");
        quote(&mut told, at, sources);
    }
    told
}

fn quote(told: &mut String, at: &Place, sources: &Sources) {
    let place = if at.first_line == at.last_line {
        format!("{}:{}", at.file, at.first_line)
    } else {
        format!("{}:{}-{}", at.file, at.first_line, at.last_line)
    };
    let _ = writeln!(told, "  {place}");
    let width = at.last_line.to_string().len();
    // An import that stands twice has the same text twice.
    let text = sources.files().find(|file| file.name == at.file);
    let lines = text.map_or("", |file| file.text).lines();
    for (number, line) in (1_u32..).zip(lines) {
        if number < at.first_line || number > at.last_line {
            continue;
        }
        if number >= at.first_line + QUOTED_MAX {
            let _ = writeln!(told, "  {:>width$} | …", "");
            break;
        }
        let _ = writeln!(told, "  {number:>width$} | {line}");
    }
}

/// What the notice says because of these lines.
fn sentences(told: &mut String, at: &Place, notice: &Notice, plan: &Plan) {
    let file = notice::file_name(plan, &at.file);
    let within = |place: &Place| {
        place.file == file && place.first_line >= at.first_line && place.last_line <= at.last_line
    };
    let mut said: Vec<String> = Vec::new();
    for sentence in notice.sentences() {
        if sentence.places.iter().any(within) {
            let line = format!("  [{}] {}\n", sentence.standing, sentence.phrase.text);
            if !said.contains(&line) {
                said.push(line);
            }
        }
    }
    if !said.is_empty() {
        told.push_str("\nThe notice says:\n");
        told.extend(said);
    }
}
