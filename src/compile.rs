//! Joins the stages: source text in, a plan or findings out.

use crate::{
    check,
    finding::Findings,
    lower,
    plan::Plan,
    resolve,
    syntax::{self, Source},
};

/// What compiling gives. `plan` is there exactly when no finding is an error.
#[derive(Debug)]
pub struct Compiled {
    pub plan: Option<Plan>,
    pub findings: Findings,
}

/// Compiles one policy. Never panics, whatever the text; its time is linear in the text's size.
#[must_use]
pub fn compile(source: &Source) -> Compiled {
    let mut findings = Findings::default();
    let mut plan = None;
    if let Some(document) = syntax::read(source, &mut findings) {
        let policy = resolve::resolve(&document, &mut findings);
        let flows = check::check(&policy, &mut findings);
        if !findings.has_errors() {
            plan = lower::lower(&policy, &flows);
        }
    }
    findings.sort();
    Compiled { plan, findings }
}
