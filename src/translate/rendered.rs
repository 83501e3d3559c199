//! What a plan says in one of its other languages, text by text, so that two of them can be compared.

use std::collections::BTreeMap;

use super::{key, words};
use crate::{
    plan::{
        Piece, Plan, Said, Text,
        words::{self as own, Sort, Spoken},
    },
    vocab::{Language, Place},
};

/// A text of the policy's own, and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub source: String,
    pub said: String,
    /// Where the source stands.
    pub at: Place,
}

/// By key: where a text is said in several files, as in the first of them.
#[must_use]
pub fn rendered(plan: &Plan, language: Language) -> BTreeMap<String, Rendered> {
    let mut all = BTreeMap::new();
    let Some(spoken) = plan.also.get(&language) else {
        return all;
    };
    let mut add = |sort, source: String, said: String, at: &Place| {
        let at = at.clone();
        let entry = all.entry(key::of(sort, &source));
        entry.or_insert(Rendered { source, said, at });
    };
    // Both plans are laid out alike, so the texts come in the same order.
    let mut texts = Vec::new();
    let mut theirs = spoken.as_ref().clone();
    own::visit(&mut theirs, &mut |_, spoken, _| match spoken {
        Spoken::Plain(text) => texts.push(text.clone()),
        Spoken::Name(_) | Spoken::Holed(_) => {}
    });
    let mut texts = texts.into_iter();
    own::visit(&mut plan.clone(), &mut |sort, of, at| match of {
        Spoken::Plain(text) => {
            let said = texts.next().unwrap_or_default();
            add(sort, text.clone(), said, at);
        }
        Spoken::Name(name) => {
            let names = match sort {
                Sort::Menu => &spoken.names.menus,
                Sort::Choice => &spoken.names.choices,
                Sort::Setting => &spoken.names.settings,
                Sort::Name | Sort::Words => &spoken.names.things,
                Sort::Command | Sort::About | Sort::Text | Sort::Label => &spoken.names.commands,
            };
            if let Some(said) = names.get(name) {
                add(sort, name.to_owned(), said.clone(), at);
            }
        }
        Spoken::Holed(text) => {
            let Some(said) = text.said.get(&language) else {
                return;
            };
            add(sort, key::of_text(text), pieces(&said.pieces, text), at);
            for (source, other) in in_holes(text, said) {
                add(Sort::Text, source, other, at);
            }
        }
    });
    all
}

/// The words that stand in holes, each with its other one.
fn in_holes(text: &Text, said: &Said) -> Vec<(String, String)> {
    let pairs = text.holes().enumerate().filter_map(|(at, hole)| {
        let other = said.holes.get(&at)?;
        Some(words::shown(hole).into_iter().zip(words::shown(other)))
    });
    pairs.flatten().collect()
}

/// As a catalogue has it, on one line.
fn pieces(all: &[Piece], text: &Text) -> String {
    let name = |hole: usize| text.called.get(hole).map_or("…", String::as_str);
    let said = all.iter().map(|piece| match piece {
        Piece::Literal(words) => words.clone(),
        Piece::Hole(hole) => format!("{{ ${} }}", name(*hole)),
        Piece::Choose {
            hole,
            cases,
            otherwise,
        } => {
            let cases = cases
                .iter()
                .map(|(case, said)| format!("[{case}] {} ", pieces(said, text)));
            let cases: String = cases.collect();
            let other = pieces(otherwise, text);
            format!("{{ ${} -> {cases}*[other] {other} }}", name(*hole))
        }
    });
    said.collect()
}
