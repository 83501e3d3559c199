//! `retain "…"`: which lengths its clauses count from. Whether those can be seen is judged in `check`.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::length::Takes,
    plan::{Clause, FeatureId, FieldId, SettingId, Trigger},
    syntax::{
        ast::{Node, RetentionClause, Scalar},
        clause,
    },
    vocab::{Span, Spanned, Type},
};

use super::{
    lifecycle,
    names::UnknownName,
    policy::Policy,
    scope::Names,
    shape::{self, Shape},
    store::Fields,
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

/// A retention counts from what is no time of the row.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::not-an-instant"), help("{help}"))]
pub(crate) struct NotAnInstant {
    message: String,
    help: String,
    #[label(primary, "says no time")]
    at: Span,
}

/// The clauses of a store, with where each stands.
pub(super) fn of_store(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    fields: &Fields,
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
            Takes::Field => {
                let name = clause.node.name.as_ref();
                let field = name.and_then(|name| instant(fields, name, findings));
                field.map(|field| Trigger::Field { field })
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
        Takes::Field => {
            findings.push(NotAnInstant {
                message: "the settings of a server have no field that says a time".to_owned(),
                help: "count from `guild.removed`".to_owned(),
                at: clause.length.span,
            });
            None
        }
    }
}

/// The field of this name, which holds a time.
fn instant(fields: &Fields, name: &Spanned<String>, findings: &mut Findings) -> Option<FieldId> {
    let id = lifecycle::find(fields, name, findings)?;
    let is_instant = fields
        .all
        .get(id.0 as usize)
        .is_some_and(|field| field.kind == Type::Instant);
    if !is_instant && fields.is_typed(id) {
        findings.push(NotAnInstant {
            message: format!("`{}` is no instant to count from", name.node),
            help: "name a field of type `instant`, or count from `age`".to_owned(),
            at: name.span,
        });
    }
    is_instant.then_some(id)
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
