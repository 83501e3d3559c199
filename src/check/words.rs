//! Words of the operator's that promise something: nothing checks them, and people read them as if something did.
//!
//! An `about` says what a thing is. Whether it says so rightly no program can tell; that it says what never happens, a
//! program can. `stated` and `measure` are the places for the operator's own promises, where the notice marks them.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the `about` of `{name}` promises something (“{word}”), and nothing checks it")]
#[diagnostic(
    code("candor::claims::promise-in-words"),
    severity(Warning),
    help(
        "say it as a `never`, which is checked, or as `stated`, which the notice marks as your word"
    )
)]
pub(crate) struct PromiseInWords {
    name: String,
    word: &'static str,
    #[label(primary, "its `about` promises")]
    at: Span,
}

/// Words with which a promise is made. A plain `no` or `not` is said of many other things.
const PROMISING: [&str; 8] = [
    "never",
    "nobody",
    "no one",
    "nothing",
    "anonymous",
    "anonymously",
    "not stored",
    "not kept",
];

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut judge = |name: &str, about: Option<&String>, at: Span| {
        if let Some(word) = about.and_then(|about| promising(about)) {
            findings.push(PromiseInWords {
                name: name.to_owned(),
                word,
                at,
            });
        }
    };
    for feature in &policy.features {
        let name = &feature.name;
        judge(&name.node, feature.about.as_ref(), name.span);
    }
    for store in policy.stores.iter().filter(|store| !store.is_journal()) {
        judge(&store.node.name, store.node.about.as_ref(), store.name);
        for (field, declared) in store.node.fields.iter().zip(&store.fields) {
            judge(&field.name, field.about.as_ref(), declared.name);
        }
    }
}

/// Whole words only.
fn promising(about: &str) -> Option<&'static str> {
    let words: Vec<String> = about
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let about = format!(" {} ", words.join(" "));
    PROMISING
        .into_iter()
        .find(|word| about.contains(&format!(" {word} ")))
}
