//! Joins the stages: source texts in, a plan or findings out.

use std::sync::Arc;

use crate::{
    check,
    finding::Findings,
    lower,
    plan::Plan,
    resolve,
    syntax::{self, Alone, Files, Source},
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

/// Compiles a policy that stands alone: it may import standard features, and no file beside it. Never panics, whatever
/// the text; its time is linear in the text's size.
#[must_use]
pub fn compile(source: &Source) -> Compiled {
    compile_with(source, &Alone)
}

/// Compiles a policy and what it imports, of which `files` has the texts.
#[must_use]
pub fn compile_with(source: &Source, files: &dyn Files) -> Compiled {
    let mut findings = Findings::default();
    let mut plan = None;
    let (sources, document) = syntax::load(source, files, &mut findings);
    if let Some(document) = document {
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
        sources,
    }
}
