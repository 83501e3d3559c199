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
        Ok(parts) => Some(Text { parts }),
        Err(refusal) => {
            refusal.push(findings);
            None
        }
    }
}

fn parts(message: Option<Pair>, origin: Origin) -> Result<Vec<TextPart>, Refusal> {
    let mut parts = Vec::new();
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
                    parts.push(TextPart::Hole(build(expr, origin)?));
                }
            }
            _ => {}
        }
    }
    if !literal.is_empty() {
        parts.push(TextPart::Literal(literal));
    }
    Ok(parts)
}
