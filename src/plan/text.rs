//! Texts with holes, as a policy writes them and as its catalogues say them in other languages.
//!
//! A translation is laid out from the source's own holes: it can leave out nothing and compute nothing, so what flows where
//! is the same in every language.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Expr;
use crate::vocab::{Language, Value};

#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    pub parts: Vec<TextPart>,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<Language, Said>,
    /// What catalogues call the holes, in order.
    #[serde(skip)]
    pub called: Vec<String>,
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts && self.said == other.said
    }
}

impl Eq for Text {}

impl From<Vec<TextPart>> for Text {
    fn from(parts: Vec<TextPart>) -> Self {
        Self {
            parts,
            said: BTreeMap::new(),
            called: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextPart {
    Literal(String),
    Hole(Expr),
}

/// A text in another language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Said {
    pub pieces: Vec<Piece>,
    /// Holes in which words stand, by their place: the same expression with other words.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub holes: BTreeMap<usize, Expr>,
}

/// A part of a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    Literal(String),
    /// The hole at this place among the source's.
    Hole(usize),
    /// One of several, by what the hole holds.
    Choose {
        hole: usize,
        /// A number, a plural form of the language, or the text itself.
        cases: Vec<(String, Vec<Self>)>,
        otherwise: Vec<Self>,
    },
}

impl Text {
    /// The whole of it, where it has no holes.
    #[must_use]
    pub fn literal(&self) -> Option<String> {
        let parts = self.parts.iter().map(|part| match part {
            TextPart::Literal(text) => Some(text.as_str()),
            TextPart::Hole(_) => None,
        });
        parts.collect()
    }

    /// The same in a language; in that of the policy where the text has no other.
    #[must_use]
    pub fn literal_in(&self, language: Language) -> Option<String> {
        let literal = self.literal()?;
        Some(match self.said.get(&language) {
            Some(said) => laid_out(&said.pieces, language, &[]),
            None => literal,
        })
    }

    /// Whether there is something to read in it, whatever its expressions give.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.parts.iter().any(|part| match part {
            TextPart::Literal(text) => text.chars().any(char::is_alphanumeric),
            TextPart::Hole(_) => false,
        })
    }

    /// The expressions in it, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Expr> {
        self.parts.iter().filter_map(|part| match part {
            TextPart::Hole(hole) => Some(hole),
            TextPart::Literal(_) => None,
        })
    }

    /// The same as they are to be computed for a language.
    pub fn holes_in(&self, language: Language) -> impl Iterator<Item = &Expr> {
        let said = self.said.get(&language);
        let holes = self.holes().enumerate();
        holes.map(move |(at, hole)| said.and_then(|said| said.holes.get(&at)).unwrap_or(hole))
    }

    /// The text with its holes filled: each has what it holds, and how that is shown.
    #[must_use]
    pub fn filled(&self, language: Language, holes: &[(Value, String)]) -> String {
        if let Some(said) = self.said.get(&language) {
            return laid_out(&said.pieces, language, holes);
        }
        let mut shown = holes.iter().map(|(_, shown)| shown.as_str());
        let parts = self.parts.iter().map(|part| match part {
            TextPart::Literal(text) => text,
            TextPart::Hole(_) => shown.next().unwrap_or_default(),
        });
        parts.collect()
    }
}

/// Translations are as deep as what catalogues may nest.
fn laid_out(pieces: &[Piece], language: Language, holes: &[(Value, String)]) -> String {
    let shown = |hole: usize| holes.get(hole).map_or("", |(_, shown)| shown);
    let parts = pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => text.clone(),
        Piece::Hole(hole) => shown(*hole).to_owned(),
        Piece::Choose {
            hole,
            cases,
            otherwise,
        } => {
            let number = match holes.get(*hole) {
                Some((Value::Int(number), _)) => Some(*number),
                Some(_) | None => None,
            };
            let exact = cases.iter().find(|(case, _)| case == shown(*hole));
            let form = number.filter(|number| language.is_one(*number));
            let form = form.and_then(|_| cases.iter().find(|(case, _)| case == "one"));
            let chosen = exact.or(form).map_or(otherwise, |(_, pieces)| pieces);
            laid_out(chosen, language, holes)
        }
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_a_number_a_form_or_a_text() {
        let case = |case: &str, text: &str| {
            let pieces = vec![Piece::Literal(text.to_owned())];
            (case.to_owned(), pieces)
        };
        let pieces = vec![
            Piece::Hole(0),
            Piece::Choose {
                hole: 0,
                cases: vec![case("7", " sept"), case("one", " jour"), case("on", " oui")],
                otherwise: vec![Piece::Literal(" jours".to_owned())],
            },
        ];
        let said = |value: Value, shown: &str, language| {
            laid_out(&pieces, language, &[(value, shown.to_owned())])
        };
        assert_eq!(said(Value::Int(0), "0", Language::Fr), "0 jour");
        assert_eq!(said(Value::Int(0), "0", Language::De), "0 jours");
        assert_eq!(said(Value::Int(1), "1", Language::De), "1 jour");
        assert_eq!(said(Value::Int(7), "7", Language::Fr), "7 sept");
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(said(text("on"), "on", Language::Fr), "on oui");
        assert_eq!(said(text("1"), "1", Language::Fr), "1 jours");
    }
}
