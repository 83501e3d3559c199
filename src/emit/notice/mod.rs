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
mod glance;
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
mod term;
#[cfg(test)]
mod tests;

pub use consent::question;
pub(crate) use kept::full_stop;
pub use layout::{html, json, markdown, text};
pub use model::{Entry, FORMAT, Notice, Policy, Row, Section, Sentence, Table};
pub use names::{Names, contact};

use crate::{
    lexicon::text::{cut, units},
    plan::Plan,
    vocab::{File, Sources},
    wording::{Phrase, Run, clean, phrase, say},
};
use pen::Pen;
pub use pen::file_name;

/// Longest summary, in characters: Discord takes 2,000, and the router adds where to read more.
pub const SUMMARY_MAX: usize = 1_900;

/// The notice of a plan. `sources` are the texts that it was compiled from, to quote from.
#[must_use]
pub fn notice(plan: &Plan, sources: &Sources) -> Notice {
    let mut pen = Pen::new(plan);
    let pen = &mut pen;
    let mut sections = vec![
        glance::section(pen),
        kept::overview(pen),
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
    for file in sources.files().skip(1) {
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

fn lines(file: File) -> Vec<String> {
    file.text.lines().map(str::to_owned).collect()
}

/// What the notice says in short, as Discord's Markdown, at most [`SUMMARY_MAX`] characters.
#[must_use]
pub fn summary(plan: &Plan) -> String {
    let head = discord(&phrase!(
        "summary-head",
        bot = &plan.bot,
        version = plan.version,
        updated = &plan.updated
    ));
    let commands = discord(&phrase!(
        "summary-commands",
        stops = settings::can_opt_out(plan)
    ));
    let mut lines = Vec::new();
    for store in plan
        .stores
        .iter()
        .filter(|store| store.people().next().is_some())
    {
        let until = term::term_of(plan, store).until;
        let (store, fields) = (names::store_name(store), names::all_fields(store));
        let said = discord(&phrase!("summary-store", store, fields, until));
        lines.push(format!("- {said}"));
    }
    let mut never = pen::blank();
    {
        let mut pen = Pen::new(plan);
        claims::claims(&mut pen, &mut never, true);
        claims::unasked(&mut pen, &mut never);
    }
    lines.extend(
        never
            .sentences
            .iter()
            .map(|one| format!("- {}", escaped(&one.phrase.text))),
    );
    let fixed = units(&head) + units(&commands) + 80;
    let mut body = String::new();
    let mut left = lines.len();
    for line in &lines {
        if fixed + units(&body) + units(line) > SUMMARY_MAX {
            break;
        }
        body.push_str(line);
        body.push('\n');
        left -= 1;
    }
    if left > 0 {
        body.push_str(&say!("summary-more", n = left));
        body.push('\n');
    }
    let said = format!("**{head}**\n{body}{commands}");
    cut(&said, SUMMARY_MAX)
}

/// Whom to ask to have something corrected, as Discord's Markdown.
#[must_use]
pub fn correction(plan: &Plan) -> String {
    discord(&phrase!(
        "rights-correct",
        controller = &plan.controller.name,
        contacts = names::contacts(plan)
    ))
}

/// A phrase as Discord's Markdown.
fn discord(phrase: &Phrase) -> String {
    let parts = phrase.runs.iter().map(|run| match run {
        Run::Code { text } => format!("`{}`", text.replace('`', "'")),
        Run::Plain { text } | Run::Link { text, .. } => escaped(text),
    });
    parts.collect()
}

/// Text that Discord shows as it stands: no formatting, no mention.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '*' | '_' | '`' | '~' | '|' | '>' | '<' | '[' | ']' | '\\' | '#' | '@'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
