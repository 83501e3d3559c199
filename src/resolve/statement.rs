//! What people are told that no step does: purposes, measures, statements, changes.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::{Findings, page},
    plan::{Change, Measure, Purpose, Stated},
    syntax::{
        ast::Node,
        form::{Sentence, Word, WrongValue, form},
    },
    vocab::{Span, Standing},
};

use super::{
    names::{Taken, UnknownWord, refuse_foreign},
    policy::{Allowed, Declared, Policy},
    scope::Names,
    value,
};

form! {
    struct PurposeForm = "purpose", "purpose NAME \"why\"" {
        args { id: Word, text: Sentence }
        props { "dpv" dpv: Word; }
    }
}

form! {
    struct MeasureForm = "measure", "measure NAME \"what is done\"" {
        args { first: Word }
        opt { second: Word }
    }
}

form! {
    struct StatedForm = "stated", "stated TOPIC \"what is so\"" {
        args { topic: Word, text: Sentence }
        props { "row" row: Sentence; }
    }
}

form! {
    struct ChangeForm = "change", "change \"2026-04-30\" \"what changed\"" {
        args { day: Word, text: Sentence }
    }
}

form! {
    struct AllowForm = "allow", "allow CODE reason=\"why\"" {
        args { code: Word }
        props { "reason" reason: Sentence, or "`allow` does not say why" => "add `reason=\"…\"`"; }
    }
}

/// A warning: the notice says in Candor's words what Candor does. The operator's could say anything.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the notice does not print these words: Candor says in its own what `{measure}` does")]
#[diagnostic(
    code("candor::claims::words-unsaid"),
    severity(Warning),
    help("write `measure {measure}`")
)]
pub(crate) struct WordsUnsaid {
    measure: String,
    #[label(primary, "not printed")]
    at: Span,
}

/// Measures that Candor takes, whatever the policy says of them.
const ENFORCED: [&str; 4] = ["sealed-storage", "key-apart", "no-mentions", "hierarchy"];

/// A purpose of a module. Modules that say the same share it; one that says something else under an id that is taken
/// gets its import's name before it.
pub(super) fn purpose(
    policy: &mut Policy,
    names: &mut Names,
    node: &Node,
    findings: &mut Findings,
) {
    let form = PurposeForm::read(node, findings);
    let (Some(id), Some(text)) = (form.id.value, form.text.value) else {
        return;
    };
    refuse_foreign(&id, "a purpose", findings);
    let first = names.purposes.get(&id.node);
    if let Some(first) = first.and_then(|first| policy.purposes.get(*first as usize)) {
        findings.push(Taken::new("purpose", &id, first.name));
        return;
    }
    let dpv = form.dpv.value.map(|dpv| dpv.node);
    let mut others = policy.purposes.iter();
    let same = others.position(|one| one.node.id == id.node);
    let other = same.and_then(|same| policy.purposes.get(same));
    if let (Some(same), Some(other)) = (same, other)
        && other.node.dpv == dpv
        && other.node.text == text.node
    {
        names.purposes.insert(id.node, value::index(same));
        return;
    }
    let index = value::index(policy.purposes.len());
    names.purposes.insert(id.node.clone(), index);
    policy.purposes.push(Declared {
        name: id.span,
        node: Purpose {
            id: if same.is_some() {
                format!("{}.{}", names.path, id.node)
            } else {
                id.node
            },
            dpv,
            text: text.node,
            at: policy.place(node.span),
        },
        span: form.node.span,
    });
}

pub(super) fn measure(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = MeasureForm::read(node, findings);
    let Some(first) = form.first.value else {
        return;
    };
    let is_taken = ENFORCED.contains(&first.node.as_str());
    let name = first.span;
    let (id, text) = match form.second.value {
        Some(words) if is_taken => {
            findings.push(WordsUnsaid {
                measure: first.node.clone(),
                at: words.span,
            });
            (Some(first.node), String::new())
        }
        Some(text) => (Some(first.node), text.node),
        None if is_taken => (Some(first.node), String::new()),
        None => (None, first.node),
    };
    let standing = if is_taken {
        Standing::Enforced
    } else {
        Standing::Stated
    };
    let at = policy.place(form.node.span);
    policy.measures.push(Declared {
        node: Measure {
            id,
            text,
            standing,
            at,
        },
        span: form.node.span,
        name,
    });
}

pub(super) fn stated(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = StatedForm::read(node, findings);
    if let (Some(topic), Some(text)) = (form.topic.value, form.text.value) {
        let at = policy.place(form.node.span);
        policy.stated.push(Stated {
            topic: topic.node,
            text: text.node,
            row: form.row.value.map(|row| row.node),
            at,
        });
    }
}

pub(super) fn change(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = ChangeForm::read(node, findings);
    let day = form.day.value.and_then(|day| value::date(&day, findings));
    if let (Some(date), Some(text)) = (day, form.text.value) {
        let at = policy.place(form.node.span);
        policy.changes.push(Declared {
            node: Change {
                date,
                text: text.node,
                at,
            },
            span: form.node.span,
            name: text.span,
        });
    }
}

/// `within` is the feature that it stands in.
pub(super) fn allow(
    policy: &mut Policy,
    node: &Node,
    within: Option<Span>,
    findings: &mut Findings,
) {
    let form = AllowForm::read(node, findings);
    let (Some(code), Some(reason)) = (form.code.value, form.reason.value) else {
        return;
    };
    if reason.node.trim().is_empty() {
        let help = "write why the warning does not count here";
        findings.push(WrongValue::word(&reason, "a reason", "says nothing", help));
        return;
    }
    let known = page::WARNINGS;
    if known.contains(&code.node.as_str()) {
        policy.allowed.push(Allowed { code, within });
    } else {
        findings.push(UnknownWord::new(&code, "a warning", known));
    }
}
