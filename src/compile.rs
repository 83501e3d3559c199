//! Joins the stages: source text in, a plan or findings out.

use crate::{
    finding::Findings,
    plan::Plan,
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
    syntax::read(source, &mut findings);
    findings.sort();
    Compiled {
        plan: None,
        findings,
    }
}
