//! The privacy notice: one model, four layouts.
//!
//! `notice` makes the model from a plan; `html`, `markdown`, `text` and `json` only lay it out. `summary` is the short
//! form that fits into a Discord message.
//!
//! INVARIANT: a sentence is *proved* only when it follows from a claim, from reads that the compiler inferred, or
//! from derived intents; *enforced* only when the runtime does it; everything else is *stated*.

mod asks;
mod claims;
mod consent;
mod decisions;
mod edition;
mod ends;
mod glance;
mod grounds;
pub mod intents;
mod kept;
mod layout;
mod model;
mod names;
mod operator;
mod pen;
mod reads;
mod recipients;
mod rights;
mod settings;
mod shown;
mod summary;
mod table;
mod term;
#[cfg(test)]
mod tests;

pub use consent::question;
pub use grounds::{By, GROUNDS, Ground};
pub use layout::{html, json, markdown, text};
pub use model::{Edition, Entry, FORMAT, Notice, Policy, Row, Section, Sentence, Table};
pub(crate) use names::full_stop;
pub use names::{Names, contact};
pub use summary::{SUMMARY_MAX, correction, summary};

use std::path::Path;

use crate::{
    plan::Plan,
    vocab::{File, Language, Sources},
    wording::{clean, say, speaking},
};
use pen::Pen;
pub use pen::file_name;

/// The notice of a plan, in the language that counts. `sources` are the texts that it was compiled from, to quote from.
#[must_use]
pub fn notice(plan: &Plan, sources: &Sources) -> Notice {
    notice_in(plan, sources, plan.language())
}

/// The same in one of the plan's languages.
#[must_use]
pub fn notice_in(plan: &Plan, sources: &Sources, language: Language) -> Notice {
    speaking(language, || written(plan.spoken_in(language), sources))
}

/// The notice as a page in each language: where it stands, counted from where the one that counts does, and the page. `file`
/// is what a page is called in its folder; nothing where folders are pages.
#[must_use]
pub fn pages(plan: &Plan, sources: &Sources, file: &str) -> Vec<(Language, String, Notice)> {
    let counts = plan.language();
    let languages = plan.languages.iter();
    let pages = languages.map(|language| {
        let mut notice = notice_in(plan, sources, *language);
        if plan.languages.len() > 1 {
            notice.languages = edition::editions(plan, *language, file);
        }
        (*language, edition::place(counts, *language, file), notice)
    });
    pages.collect()
}

fn written(plan: &Plan, sources: &Sources) -> Notice {
    let mut pen = Pen::new(plan);
    let pen = &mut pen;
    let mut sections = vec![
        glance::section(pen),
        table::overview(pen),
        kept::section(pen),
    ];
    sections.extend(reads::read(pen));
    sections.extend([
        claims::never(pen),
        decisions::decisions(pen),
        settings::servers(pen),
        recipients::recipients(pen),
        asks::asks(pen),
        rights::rights(pen),
        rights::protection(pen),
    ]);
    sections.extend(operator::stated(pen));
    sections.push(operator::people(pen));
    sections.push(operator::changes(pen));
    Notice {
        format: FORMAT,
        language: say!("language"),
        counts: plan.language().tag().to_owned(),
        languages: Vec::new(),
        bot: clean(&plan.bot),
        version: plan.version,
        updated: clean(&plan.updated),
        title: clean(&say!("title", bot = &plan.bot)),
        intro: clean(&say!("intro", bot = &plan.bot)),
        sections,
        policy: Policy {
            file: pen.file(&plan.at.file).to_owned(),
            lines: lines(sources.policy()),
        },
        imports: imports(pen, sources),
    }
}

/// Each file once, however often it is imported.
fn imports(pen: &Pen, sources: &Sources) -> Vec<Policy> {
    let mut imports: Vec<Policy> = Vec::new();
    let imported = sources.files().skip(1);
    for file in imported.filter(|file| !is_catalogue(file.name)) {
        let name = pen.file(file.name);
        if imports.iter().all(|known| known.file != name) {
            imports.push(Policy {
                file: name.to_owned(),
                lines: lines(file),
            });
        }
    }
    imports
}

fn is_catalogue(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|end| end == "ftl")
}

fn lines(file: File) -> Vec<String> {
    file.text.lines().map(str::to_owned).collect()
}
