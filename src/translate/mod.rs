//! What a policy says, in the other languages that it names: its catalogues, and the plan in each of them.
//!
//! A catalogue is a file of Fluent's beside the policy, `whale.fr.ftl` beside `whale.kdl`. A key is made from the text that
//! it translates ([`key`]), so a text that changes is missing from every catalogue until somebody has looked at it again.
//! What an imported file says may stand in a catalogue beside it, and in that of the policy, which counts first; standard
//! features have theirs in the program.
//!
//! INVARIANT: a translation has the holes of its source and nothing else that is computed; no value is ever the source of a
//! message.

#![deny(clippy::wildcard_enum_match_arm)]

mod catalogue;
mod judge;
mod key;
mod skeleton;
mod trouble;

use std::collections::BTreeMap;

use crate::{
    finding::Findings,
    plan::{
        LocalNames, Plan,
        words::{self, Sort, Spoken},
    },
    syntax::{Files, catalogue_of_standard, is_standard},
    vocab::{Language, Place, Sources, Spanned},
};

use catalogue::{Catalogue, Entry};
pub use skeleton::skeleton;

/// The file in which a policy's file is said in a language.
#[must_use]
pub fn beside(file: &str, language: Language) -> String {
    let name = file.strip_suffix(".kdl").unwrap_or(file);
    format!("{name}.{}.ftl", language.tag())
}

/// A text of the policy's own, once for each file and kind.
struct Found {
    sort: Sort,
    key: String,
    /// With its holes as a catalogue writes them.
    source: String,
    /// The names of its holes.
    called: Vec<String>,
    file: String,
}

/// Everything to be translated, in the plan's order.
fn found(plan: &Plan) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    // Visiting may change a plan.
    let mut plan = plan.clone();
    words::visit(&mut plan, &mut |sort, spoken, at| {
        let (source, called) = source(&spoken);
        let key = key::of(sort, &source);
        let known = all.iter().any(|one| one.key == key && one.file == at.file);
        if !known && !source.trim().is_empty() {
            all.push(Found {
                sort,
                key,
                source,
                called,
                file: at.file.clone(),
            });
        }
    });
    all
}

fn source(spoken: &Spoken<'_>) -> (String, Vec<String>) {
    match spoken {
        Spoken::Plain(text) => (key::escaped(text), Vec::new()),
        Spoken::Name(name) => (key::escaped(name), Vec::new()),
        Spoken::Holed(text) => (key::of_text(text), text.called.clone()),
    }
}

/// The catalogues of a policy, by file and language.
#[derive(Default)]
pub struct Catalogues {
    all: BTreeMap<(String, Language), Catalogue>,
    /// The policy's own file.
    policy: String,
    /// The language in which the policy's own files are written.
    written_in: Language,
}

impl Catalogues {
    /// None where the file is written in that language, or says nothing of it.
    fn entry(&self, at: &str, language: Language, key: &str) -> Option<&Entry> {
        if self.written_in(at) == language {
            return None;
        }
        let files = [self.policy.as_str(), at].into_iter();
        let mut catalogues =
            files.filter_map(|file| self.all.get(&(file.to_owned(), language)));
        catalogues.find_map(|catalogue| catalogue.entries.get(key))
    }

    /// The language of a file of the policy. Standard features are written in English.
    fn written_in(&self, file: &str) -> Language {
        if file != self.policy && is_standard(file) {
            Language::En
        } else {
            self.written_in
        }
    }
}

/// Reads the catalogues that a plan asks for, and judges them. What they say is added to `sources`, so that findings have
/// places in them.
pub fn read(
    plan: &Plan,
    languages: &[Spanned<Language>],
    files: &dyn Files,
    sources: &mut Sources,
    findings: &mut Findings,
) -> Catalogues {
    let policy = sources.policy().name.to_owned();
    let mut catalogues = Catalogues {
        all: BTreeMap::new(),
        written_in: plan.language(),
        policy,
    };
    let found = found(plan);
    for language in languages {
        if !plan.languages.contains(&language.node) {
            continue;
        }
        let mut of: Vec<&str> = vec![&catalogues.policy];
        for one in &found {
            if !of.contains(&one.file.as_str()) {
                of.push(&one.file);
            }
        }
        let of: Vec<String> = of.into_iter().map(str::to_owned).collect();
        for file in of {
            if catalogues.written_in(&file) == language.node {
                continue;
            }
            let name = beside(&file, language.node);
            let text = text(&file, &name, &catalogues.policy, language.node, files);
            if let Some(text) = text {
                let start = sources.add(&name, &text, language.span);
                let read = catalogue::read(&text, start, findings);
                catalogues.all.insert((file, language.node), read);
            }
        }
        judge::judge(&catalogues, language, &found, findings);
    }
    catalogues
}

/// The catalogue of a file, where there is one.
fn text(
    file: &str,
    name: &str,
    policy: &str,
    language: Language,
    files: &dyn Files,
) -> Option<String> {
    if file != policy && is_standard(file) {
        return catalogue_of_standard(file, language).map(str::to_owned);
    }
    // Files are counted from the policy's folder.
    let folder = policy.rsplit_once('/').map(|(folder, _)| folder);
    let within = folder
        .and_then(|folder| name.strip_prefix(folder)?.strip_prefix('/'))
        .unwrap_or(name);
    files.read(within).ok()
}

/// Writes into a plan what its catalogues say: texts with holes in every language, everything else in `language`.
pub fn write(plan: &mut Plan, catalogues: &Catalogues, language: Language) {
    let languages = plan.languages.clone();
    let mut names = LocalNames::default();
    words::visit(plan, &mut |sort, spoken, at: &Place| {
        let (source, called) = source(&spoken);
        let key = key::of(sort, &source);
        match spoken {
            Spoken::Holed(text) => {
                let entries = languages.iter().filter_map(|language| {
                    let entry = catalogues.entry(&at.file, *language, &key)?;
                    Some((*language, entry.pieces(&called)))
                });
                text.said = entries.collect();
            }
            Spoken::Plain(text) => {
                if let Some(entry) = catalogues.entry(&at.file, language, &key) {
                    *text = entry.plain();
                }
            }
            Spoken::Name(name) => {
                let Some(entry) = catalogues.entry(&at.file, language, &key) else {
                    return;
                };
                let of = match sort {
                    Sort::Menu => &mut names.menus,
                    Sort::Choice => &mut names.choices,
                    Sort::Command | Sort::Words | Sort::About | Sort::Text | Sort::Label => {
                        &mut names.commands
                    }
                };
                // The same word is the same word everywhere.
                of.entry(name.to_owned()).or_insert_with(|| entry.plain());
            }
        }
    });
    plan.names = names;
}
