//! A small plan: a warning, a count of messages, a role, and effects that something follows.

use candor::{
    compile,
    finding::Finding,
    plan::{Plan, StepKind},
    syntax::Source,
};

pub fn plan() -> Plan {
    of(include_str!("policy.kdl"))
}

/// Of another policy.
pub fn of(text: &str) -> Plan {
    let compiled = compile(&Source {
        file: "policy.kdl".to_owned(),
        text: text.to_owned(),
    });
    let codes: Vec<_> = compiled.findings.iter().map(Finding::code).collect();
    // A warning that what is removed once may come back by an edit: no test here is about edits.
    let codes: Vec<_> = codes
        .into_iter()
        .filter(|code| code != "candor::discord::edits-unseen")
        .collect();
    assert_eq!(codes, [""; 0]);
    let mut plan = compiled.plan.unwrap();
    for command in &mut plan.commands {
        let steps = &mut command.steps;
        steps.retain(|step| !matches!(step.kind, StepKind::Require { .. }));
    }
    plan
}
