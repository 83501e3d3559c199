//! Findings about scenario files: said before anything runs.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    syntax::{ast::Prop, closest, form::Fault},
    vocab::{Duration, Span, Spanned},
};

/// A step, an expectation or a property that the scenario language does not have.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no {kind} `{word}` here")]
#[diagnostic(code("candor::scenario::unknown-word"))]
pub(super) struct UnknownWord {
    pub kind: &'static str,
    pub word: String,
    #[label(primary, "not known")]
    pub at: Span,
    #[help]
    pub help: String,
}

/// Somebody or something that is neither in the scenario's world nor in the policy.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no {kind} `{name}`{place}")]
#[diagnostic(code("candor::scenario::unknown-name"))]
pub(super) struct UnknownName {
    pub kind: &'static str,
    pub name: String,
    /// Empty, or such as ` in the policy`.
    pub place: String,
    #[label(primary, "not known")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("{what} is missing")]
#[diagnostic(code("candor::scenario::missing"))]
pub(super) struct Missing {
    pub what: String,
    #[label(primary, "here")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("`{given}` is not {wanted}")]
#[diagnostic(code("candor::scenario::wrong-value"))]
pub(super) struct WrongValue {
    pub given: String,
    pub wanted: String,
    #[label(primary, "this value")]
    pub at: Span,
    #[help]
    pub help: String,
}

#[derive(Debug, Error, Diagnostic)]
#[error("a second {kind} is called `{name}`")]
#[diagnostic(code("candor::scenario::duplicate"), help("give it a name of its own"))]
pub(super) struct Duplicate {
    pub kind: &'static str,
    pub name: String,
    #[label(primary, "again")]
    pub at: Span,
    #[label("first here")]
    pub first_at: Span,
}

/// Such a scenario would pass whatever the bot does.
#[derive(Debug, Error, Diagnostic)]
#[error("scenario `{name}` expects nothing, so it can never fail")]
#[diagnostic(
    code("candor::scenario::no-expect"),
    help("say what must be true at the end, such as `expect reply contains=\"…\"`")
)]
pub(super) struct NoExpect {
    pub name: String,
    #[label(primary, "nothing is expected")]
    pub at: Span,
}

/// `did you mean …`, or the list to choose from.
pub(super) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match closest(word, known.iter().copied()) {
        Some(one) => format!("did you mean `{one}`?"),
        None if known.is_empty() => "nothing of that kind exists here".to_owned(),
        None => {
            let shown = known.iter().take(24).map(|one| format!("`{one}`"));
            let mut list: Vec<String> = shown.collect();
            if list.len() < known.len() {
                list.push(format!("and {} more", known.len() - list.len()));
            }
            format!("known here: {}", list.join(", "))
        }
    }
}

/// Scenarios tell what is wrong with a node under codes of their own.
pub(super) fn in_a_scenario(fault: Fault, findings: &mut Findings) {
    let unknown = |kind, word, at, help| UnknownWord {
        kind,
        word,
        at,
        help,
    };
    match fault {
        Fault::UnknownNode(node) => {
            findings.push(unknown("node", node.name, node.at, node.help));
        }
        Fault::UnknownProperty(prop) => {
            findings.push(unknown("property", prop.name, prop.at, prop.help));
        }
        Fault::PropertyAlone(prop) => {
            let help = format!("write `{}={}`", prop.name, prop.example);
            findings.push(unknown("argument", prop.name, prop.at, help));
        }
        Fault::TooManyValues(value) => {
            let help = "write it as `name=value`, or leave it out".to_owned();
            findings.push(unknown("argument", value.value, value.at, help));
        }
        Fault::Repeated(node) => findings.push(Duplicate {
            kind: "node",
            name: node.what.trim_matches('`').to_owned(),
            at: node.at,
            first_at: node.first_at,
        }),
        Fault::Lacks { of, nth, help, at } => findings.push(Missing {
            what: format!("the {nth} value of {of}"),
            at,
            help,
        }),
        Fault::Missing(part) => findings.push(Missing {
            what: part.message,
            at: part.at,
            help: part.help,
        }),
        Fault::WrongValue(value) => findings.push(WrongValue {
            given: value.given,
            wanted: value.wanted,
            at: value.at,
            help: value.help,
        }),
    }
}

pub(super) fn duration(text: &Spanned<String>, findings: &mut Findings) -> Option<Duration> {
    let parsed = text.node.parse();
    if parsed.is_err() {
        findings.push(WrongValue {
            given: text.node.clone(),
            wanted: "a duration".to_owned(),
            at: text.span,
            help: "\"61s\", \"30m\", \"12h\", \"30d\" or \"1h30m\"".to_owned(),
        });
    }
    parsed.ok()
}

pub(super) fn wrong(prop: &Prop, wanted: &str, help: &str, findings: &mut Findings) {
    findings.push(WrongValue {
        given: prop.value.node.to_string(),
        wanted: wanted.to_owned(),
        at: prop.value.span,
        help: help.to_owned(),
    });
}
