//! What is declared and never used: it costs its readers' time, and a purpose nobody pursues misleads them.

use std::collections::BTreeSet;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        Kind, SettingId,
        walk::{Part, expr, message, walk},
    },
    resolve::Policy,
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the {what} `{name}` is used by nothing")]
#[diagnostic(
    code("candor::unused::unused"),
    severity(Warning),
    help("use it, or delete it")
)]
pub(crate) struct Unused {
    what: &'static str,
    name: String,
    #[label(primary, "never used")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let used = settings(policy);
    for setting in &policy.settings {
        // A setting of no feature is the bot's own.
        if setting.node.feature.is_some() && !used.contains(&setting.node.id) {
            findings.push(Unused {
                what: "setting",
                name: setting.node.name.clone(),
                at: setting.name,
            });
        }
    }
    let grounds = policy.features.iter().filter_map(|one| one.basis.as_ref());
    let pursued: BTreeSet<_> = grounds.flat_map(|one| one.node.purposes.clone()).collect();
    for (i, purpose) in (0u32..).zip(&policy.purposes) {
        if !pursued.contains(&i) {
            findings.push(Unused {
                what: "purpose",
                name: purpose.node.id.clone(),
                at: purpose.name,
            });
        }
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
    let bodies = policy.commands.iter().map(|command| &command.body);
    for handler in policy.handlers.iter().chain(bodies) {
        walk(&handler.steps, &mut see);
    }
    for set in &policy.command_sets {
        expr(&set.command, &mut see);
        message(&set.reply, &mut see);
    }
    for store in &policy.stores {
        for clause in &store.node.retention.clauses {
            used.extend(clause.trigger.setting());
        }
    }
    used
}
