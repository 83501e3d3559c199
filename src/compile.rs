//! Joins the stages: source text in, a plan or findings out.

use std::sync::Arc;

use crate::{
    check,
    finding::Findings,
    lower,
    plan::Plan,
    resolve,
    syntax::{self, Source},
    vocab::Sources,
};

/// What compiling gives. `plan` is there exactly when no finding is an error.
#[derive(Debug)]
pub struct Compiled {
    pub plan: Option<Plan>,
    pub findings: Findings,
    /// What the findings' places are places in.
    pub sources: Arc<Sources>,
}

/// Compiles one policy. Never panics, whatever the text; its time is linear in the text's size.
#[must_use]
pub fn compile(source: &Source) -> Compiled {
    let mut findings = Findings::default();
    let mut plan = None;
    let mut sources = None;
    if let Some(document) = syntax::read(source, &mut findings) {
        sources = Some(Arc::clone(&document.sources));
        let policy = resolve::resolve(&document, &mut findings);
        let flows = check::check(&policy, &mut findings);
        if !findings.has_errors() {
            plan = lower::lower(&policy, &flows);
        }
    }
    findings.sort();
    Compiled {
        plan,
        findings,
        sources: sources.unwrap_or_else(|| Arc::new(source.into())),
    }
}
