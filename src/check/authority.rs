//! Authority: what harms somebody else happens only at the command of a person who may do it.
//!
//! A guard is a `require permission=…` (or a condition that asks `can(…)` of the person) on the way to the step, in its
//! block or around it. What people do to themselves needs none.

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{FieldId, Op, Owner, Source, StoreId},
    resolve::{Expr, Handler, Kind, Policy, Query, Step, StepKind},
    vocab::{Category, Span},
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::authority::privileged-unguarded"), help("{help}"))]
pub(crate) struct PrivilegedUnguarded {
    message: String,
    help: String,
    label: &'static str,
    #[label(primary, "{label}")]
    at: Span,
    #[label("at this command")]
    command_at: Span,
    #[label(collection, "and this")]
    also_at: Vec<LabeledSpan>,
}

impl PrivilegedUnguarded {
    pub(super) fn new(
        message: String,
        help: &str,
        label: &'static str,
        at: Span,
        command_at: Span,
    ) -> Self {
        Self {
            message,
            help: help.to_owned(),
            label,
            at,
            command_at,
            also_at: Vec::new(),
        }
    }
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let bodies = policy.commands.iter().map(|command| &command.body);
    let buttons = policy
        .handlers
        .iter()
        .filter(|handler| handler.start.is_asked_for());
    for handler in bodies.chain(buttons).filter(|one| one.understood) {
        let mut judge = Judge {
            policy,
            handler,
            told: Vec::new(),
        };
        judge.steps(&handler.steps, &mut Guards::default());
        for told in judge.told {
            findings.push(told);
        }
    }
}

/// What is known about the person who asks.
#[derive(Debug, Clone, Default)]
struct Guards<'a> {
    permitted: bool,
    /// Members and roles that stand below them.
    below: Vec<&'a Expr>,
}

struct Judge<'a> {
    policy: &'a Policy,
    handler: &'a Handler,
    told: Vec<PrivilegedUnguarded>,
}

impl<'a> Judge<'a> {
    fn steps(&mut self, steps: &'a [Step], guards: &mut Guards<'a>) {
        for step in steps {
            match &step.kind {
                StepKind::Require {
                    permission,
                    target,
                    cond,
                    ..
                } => {
                    guards.permitted |= permission.is_some();
                    guards.permitted |= cond.as_ref().is_some_and(asks_permission);
                    guards.below.extend(target);
                }
                StepKind::When {
                    cond,
                    then,
                    otherwise,
                } => {
                    let mut inner = guards.clone();
                    inner.permitted |= asks_permission(cond);
                    self.steps(then, &mut inner);
                    self.steps(otherwise, &mut guards.clone());
                }
                StepKind::Each { steps, .. } => self.steps(steps, &mut guards.clone()),
                _ => self.judge(step, guards),
            }
        }
    }

    fn judge(&mut self, step: &Step, guards: &Guards) {
        let does = match &step.kind {
            StepKind::Delete { query } if !is_own(query) => {
                format!("rows of `{}` are deleted", self.store(query.store))
            }
            StepKind::Finish { query } if !is_own(query) => {
                format!("rows of `{}` are finished", self.store(query.store))
            }
            StepKind::Insert { store, values } => match self.about_other(*store, &[], values) {
                Some(_) => format!(
                    "a row of `{}` about somebody is written",
                    self.store(*store)
                ),
                None => return,
            },
            StepKind::Update { store, key, values } => {
                match self.about_other(*store, key, values) {
                    Some(_) => format!(
                        "a row of `{}` about somebody is changed",
                        self.store(*store)
                    ),
                    None => return,
                }
            }
            StepKind::DeleteMessage { .. } => "a message is deleted".to_owned(),
            StepKind::Timeout { .. } => "somebody is timed out".to_owned(),
            StepKind::Role { member, role, .. } => {
                if is_actor(member) && !is_option(role) {
                    return;
                }
                "roles change".to_owned()
            }
            _ => return,
        };
        if !guards.permitted {
            self.unguarded(
                format!("{does} at the command of anybody"),
                "put `require permission=…` before it",
                "done for anybody who asks",
                step,
            );
            return;
        }
        self.outranked(step, guards);
    }

    /// Who is timed out, or whose roles change, stands below whoever asks for it.
    fn outranked(&mut self, step: &Step, guards: &Guards) {
        let (member, role) = match &step.kind {
            StepKind::Timeout { member, .. } => (member, None),
            StepKind::Role { member, role, .. } => (member, Some(role)),
            _ => return,
        };
        let is_below = guards
            .below
            .iter()
            .any(|below| *below == member || role.is_some_and(|role| *below == role));
        if is_below || is_actor(member) || member.kind == Kind::Unknown {
            return;
        }
        self.unguarded(
            "it may be done to somebody who stands above the person commanding it".to_owned(),
            "add `target=…` to the `require` before it",
            "done to whomever they name",
            step,
        );
    }

    fn unguarded(&mut self, message: String, help: &str, label: &'static str, step: &Step) {
        // One `require` at the beginning would guard every step; each is shown, and told once.
        if let Some(told) = self.told.iter_mut().find(|told| told.label == label) {
            let also = Some("and this".to_owned());
            told.also_at
                .push(LabeledSpan::new_with_span(also, step.span));
            return;
        }
        let at = self.handler.name;
        self.told.push(PrivilegedUnguarded::new(
            message, help, label, step.span, at,
        ));
    }

    fn store(&self, id: StoreId) -> &str {
        self.policy
            .store(id)
            .map_or("", |store| store.node.name.as_str())
    }

    /// The value of the row's subject, unless it is the person who asks. Only rows that hold what moderators decide:
    /// that members write about each other (thanks, invitations) is what some features are for.
    fn about_other<'e>(
        &self,
        store: StoreId,
        key: &'e [Expr],
        values: &'e [(FieldId, Expr)],
    ) -> Option<&'e Expr> {
        let store = self.policy.store(store)?;
        let mut fields = store.node.fields.iter();
        if !fields.any(|field| field.categories.contains(&Category::Moderation)) {
            return None;
        }
        let subject = store
            .node
            .fields
            .iter()
            .find_map(|field| match field.person {
                Some(Owner::Subject(id)) => Some(id),
                _ => None,
            })?;
        let in_key = (0..).zip(key).find(|(i, _)| *i == subject.0);
        let in_values = values.iter().find(|(field, _)| *field == subject);
        let value = in_key
            .map(|(_, value)| value)
            .or(in_values.map(|(_, value)| value))?;
        (!is_actor(value) && value.kind != Kind::Unknown).then_some(value)
    }
}

fn is_actor(expr: &Expr) -> bool {
    expr.kind == Kind::Source(Source::ActorId)
}

fn is_option(expr: &Expr) -> bool {
    matches!(expr.kind, Kind::Local(_))
}

/// Whether a query only finds rows of the person who asks.
fn is_own(query: &Query) -> bool {
    query.filter.as_ref().is_some_and(is_own_filter)
}

/// `row.member == invoker.id`, where it must hold for the whole filter.
fn is_own_filter(filter: &Expr) -> bool {
    let Kind::Binary { op, left, right } = &filter.kind else {
        return filter.kind == Kind::Unknown;
    };
    let is_row = |expr: &Expr| matches!(expr.kind, Kind::Row(..));
    match op {
        Op::And => is_own_filter(left) || is_own_filter(right),
        Op::Equal => is_row(left) && is_actor(right) || is_row(right) && is_actor(left),
        _ => false,
    }
}

/// Whether a condition holds only for a person with some permission.
fn asks_permission(cond: &Expr) -> bool {
    match &cond.kind {
        Kind::Can { of, .. } => is_actor(of),
        Kind::Binary {
            op: Op::And,
            left,
            right,
        } => asks_permission(left) || asks_permission(right),
        _ => false,
    }
}
