//! What is declared and never used: it costs its readers' time, and a purpose nobody pursues misleads them.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        self, Expr, Kind, SettingId, Slot, Step, StepKind,
        walk::{Part, expr, message, walk},
    },
    resolve::{Handler, Policy},
    vocab::{Category, Span},
};

use super::writes;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the {what} `{name}` {lacks}")]
#[diagnostic(
    code("candor::unused::unused"),
    severity(Warning),
    help("use it, or delete it")
)]
pub(crate) struct Unused {
    what: &'static str,
    name: String,
    lacks: &'static str,
    #[label(primary, "never used")]
    at: Span,
}

/// A step after the end of its handler.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("no step is reached after this one ends the handler")]
#[diagnostic(
    code("candor::unused::unused"),
    severity(Warning),
    help("delete what comes after it, or end the handler later")
)]
pub(crate) struct Unreached {
    #[label(primary, "never reached")]
    at: Span,
    #[label("ends the handler")]
    end_at: Span,
}

const NOTHING: &str = "is used by nothing";

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut unused = |what, name: &str, lacks, at| {
        let name = name.to_owned();
        findings.push(Unused {
            what,
            name,
            lacks,
            at,
        });
    };
    let used = settings(policy);
    for setting in &policy.settings {
        // A setting of no feature is the bot's own.
        if setting.node.feature.is_some() && !used.contains(&setting.node.id) {
            unused("setting", &setting.node.name, NOTHING, setting.name);
        }
    }
    let grounds = policy.features.iter().filter_map(|one| one.basis.as_ref());
    let pursued: BTreeSet<_> = grounds.flat_map(|one| one.node.purposes.clone()).collect();
    for (i, purpose) in (0u32..).zip(&policy.purposes) {
        if !pursued.contains(&i) {
            unused("purpose", &purpose.node.id, NOTHING, purpose.name);
        }
    }
    let writes = writes::of(policy).into_iter();
    let filled: BTreeSet<_> = writes.map(|write| write.store).collect();
    let declared = policy.stores.iter();
    for store in declared.filter(|store| store.is_declared()) {
        if !filled.contains(&store.node.id) {
            let lacks = "never has a row: no step writes one";
            unused("store", &store.node.name, lacks, store.name);
        }
    }
    let kept = kept(policy);
    let steps = policy.bodies().flat_map(|one| plan::all(&one.steps));
    let asked: BTreeSet<&str> = steps
        .filter_map(|step| Some(step.kind.asked()?.processor.as_str()))
        .collect();
    for processor in &policy.processors {
        let receives = &processor.node.receives;
        let is_host = processor.node.role == "hosting";
        let any_kept = receives.iter().any(|one| kept.contains(one));
        let is_asked = asked.contains(&processor.node.id.as_str());
        if receives.is_empty() || !is_host && !any_kept && !is_asked {
            let lacks = "receives nothing that is kept";
            unused("processor", &processor.node.id, lacks, processor.name);
        }
    }
    for handler in policy.bodies() {
        lets(policy, handler, &mut unused);
    }
    for handler in policy.bodies() {
        unreached(&handler.steps, findings);
    }
}

fn settings(policy: &Policy) -> BTreeSet<SettingId> {
    let mut used = BTreeSet::new();
    let mut see = |part: Part| {
        if let Part::Expr(expr) = part
            && let Kind::Setting(id) = expr.kind
        {
            used.insert(id);
        }
    };
    for handler in policy.bodies() {
        walk(&handler.steps, &mut see);
    }
    for set in &policy.command_sets {
        expr(&set.command, &mut see);
        message(&set.reply, &mut see);
    }
    for command in &policy.commands {
        let prefix = command.prefix.iter();
        let holes = prefix.flat_map(|prefix| prefix.node.holes());
        used.extend(holes.filter_map(Expr::as_setting));
    }
    for store in &policy.stores {
        for clause in &store.node.retention.clauses {
            used.extend(clause.trigger.setting());
        }
    }
    used
}

fn kept(policy: &Policy) -> BTreeSet<Category> {
    let fields = policy.stores.iter().flat_map(|store| &store.node.fields);
    fields.flat_map(|field| field.categories.clone()).collect()
}

fn lets(
    policy: &Policy,
    handler: &Handler,
    unused: &mut impl FnMut(&'static str, &str, &'static str, Span),
) {
    let mut read: BTreeSet<Slot> = BTreeSet::new();
    walk(&handler.steps, &mut |part| {
        if let Part::Expr(expr) = part
            && let Kind::Local(slot) = expr.kind
        {
            read.insert(slot);
        }
    });
    for (slot, name, at) in plan::all(&handler.steps).filter_map(|step| named(&step.kind)) {
        // Whose row ended is bound by the handler itself, at the store's name.
        let is_own = !policy.stores.iter().any(|store| store.name == at);
        if is_own && !read.contains(&slot) {
            unused("value", name, NOTHING, at);
        }
    }
}

fn named(kind: &StepKind) -> Option<(Slot, &str, Span)> {
    match kind {
        StepKind::Let {
            slot,
            name,
            name_at,
            ..
        } => Some((*slot, name, *name_at)),
        StepKind::Limit { over, .. } => {
            let over = over.as_ref()?;
            Some((over.slot, &over.name, over.at))
        }
        StepKind::When { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_)
        | StepKind::Then { .. } => None,
    }
}

/// The first step of each block that stands after the block's end.
fn unreached(steps: &[Step], findings: &mut Findings) {
    let ended = steps
        .iter()
        .position(|step| plan::ends(std::slice::from_ref(step)));
    if let Some(end) = ended
        && let (Some(end), Some(after)) = (steps.get(end), steps.get(end + 1))
    {
        findings.push(Unreached {
            at: after.name,
            end_at: end.name,
        });
    }
    for step in steps {
        for block in step.kind.blocks() {
            unreached(block, findings);
        }
    }
}
