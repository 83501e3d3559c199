//! `language en fr de`: the languages that a policy speaks. It is written in the first.

use crate::{
    finding::Findings,
    syntax::{
        ast::{Document, Node, Scalar},
        form::{Missing, Word, form},
    },
    vocab::{Language, Spanned},
    wording::OFFERED,
};

use super::{
    names::{Taken, UnknownWord},
    policy::Policy,
};

const WORD: &str = "language";

form! {
    struct LanguageForm = "language", "language en fr" {
        rest { words: Word }
    }
}

pub(super) fn read(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = LanguageForm::read(node, findings);
    let mut languages: Vec<Spanned<Language>> = Vec::new();
    for word in form.words {
        let Some(language) = offered(&word.node) else {
            let known: Vec<&str> = OFFERED.iter().map(|one| one.tag()).collect();
            findings.push(UnknownWord::new(
                &word,
                "a language that Candor speaks",
                &known,
            ));
            continue;
        };
        if let Some(first) = languages.iter().find(|one| one.node == language) {
            findings.push(Taken::new(WORD, &word, first.span));
            continue;
        }
        languages.push(Spanned::new(language, word.span));
    }
    if form.node.args.is_empty() {
        findings.push(Missing::new(
            "`language` names no language",
            "write `language en`, and others after it",
            form.node.name.span,
        ));
    }
    if !languages.is_empty() {
        policy.languages = languages;
    }
}

fn offered(tag: &str) -> Option<Language> {
    Language::of_tag(tag).filter(|language| OFFERED.contains(language))
}

/// The language in which a policy is written, before anything else in it is read.
pub fn written_in(document: &Document) -> Language {
    let mut nodes = document.nodes.iter();
    let node = nodes.find(|node| node.name.node == WORD);
    let first = node.and_then(|node| node.args.first());
    let tag = first.map(|value| match &value.node {
        Scalar::Text(written) => written.text.as_str(),
        Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => "",
    });
    tag.and_then(offered).unwrap_or_default()
}
