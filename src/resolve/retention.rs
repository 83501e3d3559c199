//! `retain "…"`: which lengths its clauses count from. Whether those can be seen is judged in `check`.

use crate::{
    finding::Findings,
    lexicon::length::Takes,
    plan::{Clause, FeatureId, SettingId, Trigger},
    syntax::{
        ast::{Node, RetentionClause, Scalar},
        clause,
    },
    vocab::{Span, Spanned, Type},
};

use super::{
    names::UnknownName,
    policy::Policy,
    scope::Names,
    shape::{self, Shape},
    types::TypeMismatch,
};

const RETAIN: Shape = Shape {
    what: "retain",
    args: (1, 1),
    props: &[],
    once: &[],
    many: &[],
    open: false,
};

/// The clauses of a store, with where each stands.
pub(super) fn of_store(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) -> (Vec<Clause>, Vec<Span>) {
    RETAIN.check(node, findings);
    if let Some(Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null) =
        node.args.first().map(|arg| &arg.node)
    {
        shape::arg_text(node, 0, findings);
        return Default::default();
    }
    let written = shape::arg_text(node, 0, findings);
    let read = written.and_then(|written| clause::retention(&written, findings));
    let mut clauses = Vec::new();
    let mut spans = Vec::new();
    for clause in read.into_iter().flat_map(|read| read.clauses) {
        let trigger = match clause.node.length.node.takes {
            Takes::Nothing => Trigger::alone(clause.node.length.node),
            Takes::Setting => {
                let name = clause.node.name.as_ref();
                let id = name.and_then(|name| {
                    let found = names.settings.get(&(feature, name.node.clone()));
                    found.map(|(id, _)| *id)
                });
                if let Some(id) = id {
                    refuse_other_than_duration(policy, names, id, clause.span, findings);
                } else {
                    no_setting(&clause.node, findings);
                }
                id.map(|setting| Trigger::Setting { setting })
            }
        };
        if let Some(trigger) = trigger {
            clauses.push(with_time(trigger, &clause.node));
            spans.push(clause.span);
        }
    }
    (clauses, spans)
}

/// A clause of the settings of a server, which are of no feature.
pub(super) fn of_settings(clause: &RetentionClause, findings: &mut Findings) -> Option<Clause> {
    match clause.length.node.takes {
        Takes::Nothing => {
            let trigger = Trigger::alone(clause.length.node)?;
            Some(with_time(trigger, clause))
        }
        Takes::Setting => {
            no_setting(clause, findings);
            None
        }
    }
}

fn with_time(trigger: Trigger, clause: &RetentionClause) -> Clause {
    let after = clause.after.as_ref().map(|after| after.node);
    Clause {
        trigger,
        after: after.unwrap_or_default(),
    }
}

fn no_setting(clause: &RetentionClause, findings: &mut Findings) {
    let nothing = Spanned::new(String::new(), clause.length.span);
    let name = clause.name.as_ref().unwrap_or(&nothing);
    findings.push(UnknownName::new(name, "a setting of this feature", &[]));
}

fn refuse_other_than_duration(
    policy: &Policy,
    names: &Names,
    id: SettingId,
    at: Span,
    findings: &mut Findings,
) {
    let Some(setting) = policy.settings.get(id.0 as usize) else {
        return;
    };
    let is_length = setting.node.kind == Type::Duration && !setting.node.optional;
    if !is_length && !names.untyped_settings.contains(&id) {
        findings.push(TypeMismatch::new(
            format!(
                "the setting `{}` is not a length of time",
                setting.node.name
            ),
            "a duration that always has a value is asked for",
            "give the setting the type `duration` and a default",
            at,
        ));
    }
}
