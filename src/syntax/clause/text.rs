//! Text with holes, each an expression.

use pest::Parser;

use crate::{
    finding::Findings,
    syntax::ast::{Text, TextPart, Written},
    vocab::Spanned,
};

use super::{
    Grammar, Origin, Pair, Rule,
    expression::{Refusal, build},
    limits::admit,
    trouble::{Kind, explain},
};

/// Reads text with holes; pushes one finding and gives none when a hole or a brace is wrong.
pub fn text(written: &Spanned<Written>, findings: &mut Findings) -> Option<Text> {
    if !admit(written, true, findings) {
        return None;
    }
    let text = &written.node.text;
    let origin = Origin::of(written);
    let read = Grammar::parse(Rule::message, text)
        .map_err(|error| Refusal::Clause(explain(&error, Kind::Text, text, origin)))
        .and_then(|mut pairs| parts(pairs.next(), origin));
    match read {
        Ok((parts, written)) => Some(Text {
            parts,
            called: called(&written),
        }),
        Err(refusal) => {
            refusal.push(findings);
            None
        }
    }
}

/// The most characters of a hole's name.
const NAME_CHARS_MAX: usize = 40;

/// A name for each hole, from what is written in it: an identifier of Fluent's.
fn called(written: &[&str]) -> Vec<String> {
    let mut names: Vec<(&str, String)> = Vec::new();
    for text in written {
        let known = names.iter().find(|(other, _)| other == text);
        let name = known.map_or_else(|| fresh(text, &names), |(_, name)| name.clone());
        names.push((text, name));
    }
    names.into_iter().map(|(_, name)| name).collect()
}

fn fresh(text: &str, taken: &[(&str, String)]) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut name: String = words.join("-").chars().take(NAME_CHARS_MAX).collect();
    name.truncate(name.trim_end_matches('-').len());
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name.insert_str(0, "value-");
    }
    let is_free = |name: &str| taken.iter().all(|(_, other)| other != name);
    let numbered = (2..).map(|n: u32| format!("{name}-{n}"));
    let all = std::iter::once(name.clone()).chain(numbered);
    all.into_iter().find(|name| is_free(name)).unwrap_or(name)
}

type Parts<'i> = (Vec<TextPart>, Vec<&'i str>);

/// The parts, and what is written in the holes.
fn parts(message: Option<Pair<'_>>, origin: Origin) -> Result<Parts<'_>, Refusal> {
    let mut parts = Vec::new();
    let mut written = Vec::new();
    let mut literal = String::new();
    for pair in message.into_iter().flat_map(Pair::into_inner) {
        match pair.as_rule() {
            Rule::literal => literal.push_str(pair.as_str()),
            Rule::brace => literal.push_str(pair.as_str().get(1..).unwrap_or_default()),
            Rule::hole => {
                if !literal.is_empty() {
                    parts.push(TextPart::Literal(std::mem::take(&mut literal)));
                }
                for expr in pair.into_inner() {
                    written.push(expr.as_str());
                    parts.push(TextPart::Hole(build(expr, origin)?));
                }
            }
            _ => {}
        }
    }
    if !literal.is_empty() {
        parts.push(TextPart::Literal(literal));
    }
    Ok((parts, written))
}
