//! Reads a catalogue: messages of texts, holes and choices by what a hole holds, and nothing else of Fluent's.

use std::collections::BTreeMap;

use fluent_syntax::{
    ast::{Entry as Parsed, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

use crate::{finding::Findings, plan::Piece, vocab::Span};

use super::trouble::{NotData, NotFluent, Twice};

/// Choices within choices. Each case of each choice stands there as written, so no text grows by them.
const DEPTH_MAX: usize = 4;

#[derive(Default)]
pub(super) struct Catalogue {
    pub(super) entries: BTreeMap<String, Entry>,
}

/// A text in another language.
pub(super) struct Entry {
    /// Of its key.
    pub(super) span: Span,
    parts: Vec<Part>,
}

enum Part {
    Literal(String),
    Hole(String, Span),
    Choose {
        hole: (String, Span),
        cases: Vec<(String, Vec<Part>)>,
        otherwise: Vec<Part>,
    },
}

impl Entry {
    /// The holes in it, with their places, whether they are shown or only chosen by.
    pub(super) fn holes(&self) -> Vec<(&str, Span)> {
        let mut all = Vec::new();
        holes(&self.parts, &mut all);
        all
    }

    /// The most that it can be long where holes are empty.
    pub(super) fn units_max(&self, units: impl Fn(&str) -> usize + Copy) -> usize {
        longest(&self.parts, units)
    }

    /// The text of one that has no holes.
    pub(super) fn plain(&self) -> String {
        let parts = self.parts.iter().map(|part| match part {
            Part::Literal(text) => text.as_str(),
            Part::Hole(..) | Part::Choose { .. } => "",
        });
        parts.collect()
    }

    /// As a plan has it, whose source calls its holes so.
    pub(super) fn pieces(&self, called: &[String]) -> Vec<Piece> {
        pieces(&self.parts, called)
    }
}

fn holes<'e>(parts: &'e [Part], all: &mut Vec<(&'e str, Span)>) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Hole(name, at) => all.push((name, *at)),
            Part::Choose {
                hole: (name, at),
                cases,
                otherwise,
            } => {
                all.push((name, *at));
                for (_, parts) in cases {
                    holes(parts, all);
                }
                holes(otherwise, all);
            }
        }
    }
}

fn longest(parts: &[Part], units: impl Fn(&str) -> usize + Copy) -> usize {
    let lengths = parts.iter().map(|part| match part {
        Part::Literal(text) => units(text),
        Part::Hole(..) => 0,
        Part::Choose {
            cases, otherwise, ..
        } => {
            let cases = cases.iter().map(|(_, parts)| longest(parts, units));
            cases.chain([longest(otherwise, units)]).max().unwrap_or(0)
        }
    });
    lengths.sum()
}

fn pieces(parts: &[Part], called: &[String]) -> Vec<Piece> {
    let place = |name: &str| called.iter().position(|one| one == name);
    let pieces = parts.iter().filter_map(|part| {
        Some(match part {
            Part::Literal(text) => Piece::Literal(text.clone()),
            Part::Hole(name, _) => Piece::Hole(place(name)?),
            Part::Choose {
                hole: (name, _),
                cases,
                otherwise,
            } => Piece::Choose {
                hole: place(name)?,
                cases: cases
                    .iter()
                    .map(|(case, parts)| (case.clone(), self::pieces(parts, called)))
                    .collect(),
                otherwise: self::pieces(otherwise, called),
            },
        })
    });
    pieces.collect()
}

/// Reads the text of a catalogue, which begins at `start` among all texts.
pub(super) fn read(text: &str, start: usize, findings: &mut Findings) -> Catalogue {
    let mut reading = Reading {
        text,
        start,
        findings,
    };
    let parsed = match parser::parse(text) {
        Ok(parsed) => parsed,
        Err((parsed, errors)) => {
            for error in errors {
                let at = Span::new(error.pos.start, error.pos.end).shifted(start);
                reading.findings.push(NotFluent {
                    what: error.to_string(),
                    at,
                });
            }
            parsed
        }
    };
    let mut catalogue = Catalogue::default();
    for entry in &parsed.body {
        match entry {
            Parsed::Message(message) => {
                let span = reading.span(message.id.name);
                if let Some(attribute) = message.attributes.first() {
                    reading.refuse("an attribute", attribute.id.name);
                }
                let parts = message.value.as_ref();
                let parts = parts.map(|pattern| reading.pattern(pattern, 0));
                let parts = parts.unwrap_or_default();
                let key = message.id.name.to_owned();
                if let Some(first) = catalogue.entries.get(&key) {
                    let first = first.span;
                    let at = span;
                    reading.findings.push(Twice { key, at, first });
                } else {
                    catalogue.entries.insert(key, Entry { span, parts });
                }
            }
            Parsed::Term(term) => reading.refuse("a term", term.id.name),
            Parsed::Comment(_)
            | Parsed::GroupComment(_)
            | Parsed::ResourceComment(_)
            | Parsed::Junk { .. } => {}
        }
    }
    catalogue
}

struct Reading<'a> {
    text: &'a str,
    start: usize,
    findings: &'a mut Findings,
}

impl Reading<'_> {
    /// Where a part of the text stands among all texts.
    fn span(&self, part: &str) -> Span {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Span::new(at, at + part.len()).shifted(self.start)
    }

    fn refuse(&mut self, what: &'static str, at: &str) {
        let at = self.span(at);
        self.findings.push(NotData { what, at });
    }

    fn pattern(&mut self, pattern: &Pattern<&str>, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    parts.push(Part::Literal((*value).to_owned()));
                }
                PatternElement::Placeable { expression } => {
                    parts.extend(self.expression(expression, depth));
                }
            }
        }
        parts
    }

    fn expression(&mut self, expression: &Expression<&str>, depth: usize) -> Option<Part> {
        match expression {
            Expression::Inline(inline) => self.inline(inline, depth),
            Expression::Select { selector, variants } => {
                let Some(Part::Hole(name, at)) = self.inline(selector, depth) else {
                    return None;
                };
                if depth >= DEPTH_MAX {
                    self.findings.push(NotData {
                        what: "a choice so deep in others",
                        at,
                    });
                    return None;
                }
                let (mut cases, mut otherwise) = (Vec::new(), Vec::new());
                for variant in variants {
                    let parts = self.pattern(&variant.value, depth + 1);
                    let (VariantKey::Identifier { name: key }
                    | VariantKey::NumberLiteral { value: key }) = &variant.key;
                    if variant.default {
                        otherwise = parts;
                    } else {
                        cases.push(((*key).to_owned(), parts));
                    }
                }
                Some(Part::Choose {
                    hole: (name, at),
                    cases,
                    otherwise,
                })
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>, depth: usize) -> Option<Part> {
        match inline {
            InlineExpression::VariableReference { id } => {
                let at = self.span(id.name);
                return Some(Part::Hole(id.name.to_owned(), at));
            }
            InlineExpression::StringLiteral { value } => {
                return Some(Part::Literal(unescaped(value)));
            }
            InlineExpression::NumberLiteral { value } => {
                return Some(Part::Literal((*value).to_owned()));
            }
            InlineExpression::Placeable { expression } => {
                return self.expression(expression, depth);
            }
            InlineExpression::FunctionReference { id, .. } => self.refuse("a function", id.name),
            InlineExpression::MessageReference { id, .. } => {
                self.refuse("another message", id.name);
            }
            InlineExpression::TermReference { id, .. } => self.refuse("a term", id.name),
        }
        None
    }
}

fn unescaped(text: &str) -> String {
    fluent_syntax::unicode::unescape_unicode_to_string(text).into_owned()
}
