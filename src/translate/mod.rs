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
mod words;

use std::collections::BTreeMap;

use crate::{
    finding::Findings,
    plan::{
        LocalNames, Piece, Plan, Said, Text, TextPart,
        words::{self as own, Sort, Spoken},
    },
    syntax::{Files, catalogue_of_standard, is_standard},
    vocab::{Language, Place, Sources, Spanned},
};

use catalogue::{Catalogue, Entry};
pub use judge::fit;
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
    /// Whether there are words in it. Of holes alone a catalogue may change the order.
    has_words: bool,
}

/// Everything to be translated, in the plan's order.
fn found(plan: &Plan) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let mut add = |one: Found| {
        let mut known = all.iter();
        if !known.any(|other| other.key == one.key && other.file == one.file) {
            all.push(one);
        }
    };
    // Visiting may change a plan.
    let mut plan = plan.clone();
    own::visit(&mut plan, &mut |sort, spoken, at| {
        let alone = |sort, text: &str| {
            let source = key::escaped(text);
            Found {
                sort,
                key: key::of(sort, &source),
                source,
                called: Vec::new(),
                file: at.file.clone(),
                has_words: text.chars().any(char::is_alphanumeric),
            }
        };
        match spoken {
            Spoken::Plain(text) => add(alone(sort, text)),
            Spoken::Name(name) => add(alone(sort, name)),
            Spoken::Holed(text) => {
                let source = key::of_text(text);
                add(Found {
                    sort,
                    key: key::of(sort, &source),
                    source,
                    called: text.called.clone(),
                    file: at.file.clone(),
                    has_words: text.says_something(),
                });
                for words in text.holes().flat_map(words::shown) {
                    add(alone(Sort::Text, &words));
                }
            }
        }
    });
    all
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
        let mut catalogues = files.filter_map(|file| self.all.get(&(file.to_owned(), language)));
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
        judge::settings(&catalogues, plan, language.node, findings);
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
    own::visit(plan, &mut |sort, spoken, at: &Place| {
        let translated = |sort, text: &str| {
            let key = key::of(sort, &key::escaped(text));
            let entry = catalogues.entry(&at.file, language, &key)?;
            Some(entry.plain())
        };
        match spoken {
            Spoken::Holed(text) => {
                let said = languages.iter().filter_map(|language| {
                    let said = said(text, sort, catalogues, (&at.file, *language))?;
                    Some((*language, said))
                });
                text.said = said.collect();
            }
            Spoken::Plain(text) => {
                if let Some(said) = translated(sort, text) {
                    *text = said;
                }
            }
            Spoken::Name(name) => {
                let of = match sort {
                    Sort::Menu => &mut names.menus,
                    Sort::Choice => &mut names.choices,
                    Sort::Setting => &mut names.settings,
                    Sort::Name | Sort::Words => &mut names.things,
                    Sort::Command | Sort::About | Sort::Text | Sort::Label => &mut names.commands,
                };
                if let Some(said) = translated(sort, name) {
                    // The same word is the same word everywhere.
                    of.entry(name.to_owned()).or_insert(said);
                }
            }
        }
    });
    plan.names = names;
}

/// A text with holes in a language; none where nothing is said of it there.
fn said(
    text: &Text,
    sort: Sort,
    catalogues: &Catalogues,
    (file, language): (&str, Language),
) -> Option<Said> {
    let key = key::of(sort, &key::of_text(text));
    let entry = catalogues.entry(file, language, &key);
    let words = |words: &str| {
        let key = key::of(Sort::Text, &key::escaped(words));
        Some(catalogues.entry(file, language, &key)?.plain())
    };
    let mut holes = BTreeMap::new();
    for (at, hole) in text.holes().enumerate() {
        let other = words::said(hole, &words);
        if other != *hole {
            holes.insert(at, other);
        }
    }
    let pieces = match entry {
        Some(entry) => entry.pieces(&text.called),
        None if holes.is_empty() => return None,
        None => as_written(text),
    };
    Some(Said { pieces, holes })
}

/// The parts of the source, for a text that has words in its holes alone.
fn as_written(text: &Text) -> Vec<Piece> {
    let mut holes = 0..;
    let pieces = text.parts.iter().map(|part| match part {
        TextPart::Literal(literal) => Piece::Literal(literal.clone()),
        TextPart::Hole(_) => Piece::Hole(holes.next().unwrap_or_default()),
    });
    pieces.collect()
}
