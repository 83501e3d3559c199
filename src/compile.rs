//! Joins the stages: source texts in, a plan or findings out.

use std::sync::Arc;

use crate::{
    check,
    finding::Findings,
    lower,
    plan::Plan,
    resolve::{self, Policy},
    router,
    syntax::{self, Alone, Files, Source, ast::Document},
    translate,
    vocab::{Language, Sources},
    wording::speaking,
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

/// Compiles a policy and what it imports, of which `files` has the texts, and its catalogues.
#[must_use]
pub fn compile_with(source: &Source, files: &dyn Files) -> Compiled {
    compile_in(source, files, true)
}

/// The same without its catalogues: the plan is in the policy's own language alone.
#[must_use]
pub fn compile_untranslated(source: &Source, files: &dyn Files) -> Compiled {
    compile_in(source, files, false)
}

fn compile_in(source: &Source, files: &dyn Files, with_catalogues: bool) -> Compiled {
    let mut findings = Findings::default();
    let mut plan = None;
    let (mut sources, document) = syntax::load(source, files, &mut findings);
    if let Some(document) = document {
        let written_in = resolve::written_in(&document);
        let (policy, alone) = speaking(written_in, || compiled(&document, &mut findings));
        plan = alone;
        let translated = plan.as_mut();
        let translated = translated.filter(|plan| plan.languages != [Language::En]);
        if let Some(plan) = translated.filter(|_| with_catalogues) {
            let sources = Arc::make_mut(&mut sources);
            translate(plan, &document, &policy, files, sources, &mut findings);
        }
    }
    findings.sort();
    Compiled {
        plan: plan.filter(|_| !findings.has_errors()),
        findings,
        sources,
    }
}

/// The plan, where nothing is wrong with the policy.
fn compiled(document: &Document, findings: &mut Findings) -> (Policy, Option<Plan>) {
    let policy = resolve::resolve(document, findings);
    let flows = check::check(&policy, findings);
    let plan = if findings.has_errors() {
        None
    } else {
        lower::lower(&policy, &flows)
    };
    (policy, plan)
}

/// Gives a plan what its catalogues say, and itself in each of its other languages. What Candor says in a plan it says anew
/// in each.
fn translate(
    plan: &mut Plan,
    document: &Document,
    policy: &Policy,
    files: &dyn Files,
    sources: &mut Sources,
    findings: &mut Findings,
) {
    let catalogues = translate::read(plan, &policy.languages, files, sources, findings);
    plan.agreed = plan.agreements();
    for language in plan.languages.iter().copied().skip(1) {
        // Everything in it is judged already.
        let found = &mut Findings::default();
        let (_, other) = speaking(language, || compiled(document, found));
        if let Some(mut other) = other {
            other.agreed.clone_from(&plan.agreed);
            translate::write(&mut other, &catalogues, language);
            plan.also.insert(language, Box::new(other));
        }
    }
    let language = plan.language();
    translate::write(plan, &catalogues, language);
    let commands = [router::commands(plan), router::operators_commands(plan)];
    let sizes = commands.iter().flatten();
    let sizes = sizes.map(|draft| (draft.name.as_str(), draft.characters()));
    translate::fit(sizes, &policy.languages, findings);
}
