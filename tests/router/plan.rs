//! The plans under test, compiled from their policies.

use std::sync::LazyLock;

use candor::{
    compile_untranslated,
    plan::Plan,
    syntax::{Alone, Source},
};

/// `policy.kdl`, beside this file.
pub fn plan() -> Plan {
    static PLAN: LazyLock<Plan> =
        LazyLock::new(|| compiled("policy.kdl", include_str!("policy.kdl")));
    PLAN.clone()
}

pub fn keta() -> Plan {
    static PLAN: LazyLock<Plan> =
        LazyLock::new(|| compiled("keta.kdl", include_str!("../../policies/keta.kdl")));
    PLAN.clone()
}

pub fn compiled(file: &str, text: &str) -> Plan {
    let source = Source {
        file: file.into(),
        text: text.into(),
    };
    let compiled = compile_untranslated(&source, &Alone);
    let codes: Vec<String> = compiled
        .findings
        .iter()
        .map(candor::finding::Finding::code)
        .collect();
    compiled
        .plan
        .unwrap_or_else(|| panic!("{file} has findings: {codes:?}"))
}

/// The line of `policy.kdl` that a piece of it stands in.
pub fn line_of(piece: &str) -> u32 {
    let text = include_str!("policy.kdl");
    let before = &text[..text.find(piece).unwrap()];
    u32::try_from(before.lines().count()).unwrap()
}
