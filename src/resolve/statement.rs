//! What people are told that no step does: purposes, measures, statements, changes.

use crate::{
    finding::Findings,
    plan::{Change, Measure, Purpose, Stated},
    syntax::{
        ast::Node,
        form::{Word, form},
    },
    vocab::Standing,
};

use super::{
    names::Taken,
    policy::{Declared, Policy},
    value,
};

form! {
    struct PurposeForm = "purpose", "purpose NAME \"why\"" {
        args { id: Word, text: Word }
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
        args { topic: Word, text: Word }
    }
}

form! {
    struct ChangeForm = "change", "change \"2026-04-30\" \"what changed\"" {
        args { day: Word, text: Word }
    }
}

/// Measures that the runtime takes, whatever the policy says.
const ENFORCED: [&str; 4] = ["sealed-storage", "key-apart", "no-mentions", "hierarchy"];

pub(super) fn purpose(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = PurposeForm::read(node, findings);
    let (Some(id), Some(text)) = (form.id.value, form.text.value) else {
        return;
    };
    if let Some(first) = policy.purposes.iter().find(|one| one.node.id == id.node) {
        findings.push(Taken::new("purpose", &id, first.name));
        return;
    }
    policy.purposes.push(Declared {
        name: id.span,
        node: Purpose {
            id: id.node,
            dpv: form.dpv.value.map(|dpv| dpv.node),
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
    let (id, text) = match form.second.value {
        Some(text) => (Some(first.node), text.node),
        None => (None, first.node),
    };
    let standing = match &id {
        Some(id) if ENFORCED.contains(&id.as_str()) => Standing::Enforced,
        _ => Standing::Stated,
    };
    let at = policy.place(form.node.span);
    policy.measures.push(Measure {
        id,
        text,
        standing,
        at,
    });
}

pub(super) fn stated(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = StatedForm::read(node, findings);
    if let (Some(topic), Some(text)) = (form.topic.value, form.text.value) {
        let at = policy.place(form.node.span);
        policy.stated.push(Stated {
            topic: topic.node,
            text: text.node,
            at,
        });
    }
}

pub(super) fn change(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = ChangeForm::read(node, findings);
    let day = form.day.value.and_then(|day| value::date(&day, findings));
    if let (Some(date), Some(text)) = (day, form.text.value) {
        let at = policy.place(form.node.span);
        policy.changes.push(Change {
            date,
            text: text.node,
            at,
        });
    }
}
