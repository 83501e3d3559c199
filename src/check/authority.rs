//! Authority: what harms somebody else happens only at the command of a person who may do it.
//!
//! A guard is a `require permission=…` (or a condition that asks `can(…)` of the person) on the way to the step, in its
//! block or around it. What people do to themselves needs none.

use std::collections::BTreeMap;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Deed, Guard},
    plan::{Arg, Expr, FieldId, Kind, Op, Owner, Query, Step, StepKind, StoreId},
    resolve::{Handler, Policy},
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
        .filter(|handler| handler.on.event.is_asked_for());
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
                StepKind::Insert { store, values } => {
                    if self.about_other(*store, &[], values) {
                        let does = format!(
                            "a row of `{}` about somebody is written",
                            self.store(*store)
                        );
                        self.permitted(&does, step, guards);
                    }
                }
                StepKind::Update { store, key, values } => {
                    if self.about_other(*store, key, values) {
                        let does = format!(
                            "a row of `{}` about somebody is changed",
                            self.store(*store)
                        );
                        self.permitted(&does, step, guards);
                    }
                }
                StepKind::Delete { query } => {
                    if !is_own(query) {
                        let does = format!("rows of `{}` are deleted", self.store(query.store));
                        self.permitted(&does, step, guards);
                    }
                }
                StepKind::Finish { query } => {
                    if !is_own(query) {
                        let does = format!("rows of `{}` are finished", self.store(query.store));
                        self.permitted(&does, step, guards);
                    }
                }
                StepKind::Do { deed, args } => self.done(deed, args, step, guards),
                StepKind::Then { first, steps, .. } => {
                    self.steps(std::slice::from_ref(&**first), guards);
                    self.steps(steps, &mut guards.clone());
                }
                StepKind::Let { .. } | StepKind::Stop | StepKind::Say { .. } => {}
            }
        }
    }

    /// Whether some guard stands before the step; a finding where none does.
    fn permitted(&mut self, does: &str, step: &Step, guards: &Guards) -> bool {
        if !guards.permitted {
            self.unguarded(
                format!("{does} at the command of anybody"),
                "put `require permission=…` before it",
                "done for anybody who asks",
                step,
            );
        }
        guards.permitted
    }

    fn done(&mut self, deed: &Deed, args: &BTreeMap<String, Arg>, step: &Step, guards: &Guards) {
        let given = |param: &str| args.get(param).and_then(Arg::value);
        match deed.guard {
            Guard::Free => {}
            Guard::Permitted { does } => {
                self.permitted(does, step, guards);
            }
            Guard::Above {
                does,
                above,
                chosen,
            } => {
                let to_themselves = given("member").is_some_and(Expr::is_actor);
                let chosen = chosen.and_then(given);
                if to_themselves && chosen.is_some_and(|chosen| !is_option(chosen)) {
                    return;
                }
                if self.permitted(does, step, guards) && !to_themselves {
                    self.outranked(above.iter().filter_map(|param| given(param)), step, guards);
                }
            }
        }
    }

    /// Who is timed out, or whose roles change, stands below whoever asks for it.
    fn outranked<'e>(
        &mut self,
        above: impl Iterator<Item = &'e Expr>,
        step: &Step,
        guards: &Guards,
    ) {
        let mut above = above.peekable();
        let unknown = above.peek().is_none_or(|first| first.kind == Kind::Unknown);
        if unknown || above.any(|one| guards.below.contains(&one)) {
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

    /// Whether a row's subject is somebody else than the person who asks. Only rows that hold what moderators decide:
    /// that members write about each other (thanks, invitations) is what some features are for.
    fn about_other(&self, store: StoreId, key: &[Expr], values: &[(FieldId, Expr)]) -> bool {
        let Some(store) = self.policy.store(store) else {
            return false;
        };
        let mut fields = store.node.fields.iter();
        if !fields.any(|field| field.categories.contains(&Category::Moderation)) {
            return false;
        }
        let subject = store
            .node
            .fields
            .iter()
            .find_map(|field| match field.person {
                Some(Owner::Subject(id)) => Some(id),
                Some(Owner::Party(_) | Owner::Guild) | None => None,
            });
        let Some(subject) = subject else {
            return false;
        };
        let in_key = (0..).zip(key).find(|(i, _)| *i == subject.0);
        let in_values = values.iter().find(|(field, _)| *field == subject);
        let in_key = in_key.map(|(_, value)| value);
        let value = in_key.or(in_values.map(|(_, value)| value));
        value.is_some_and(|value| !value.is_actor() && value.kind != Kind::Unknown)
    }
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
        Op::Equal => is_row(left) && right.is_actor() || is_row(right) && left.is_actor(),
        Op::Or
        | Op::NotEqual
        | Op::Less
        | Op::LessOrEqual
        | Op::Greater
        | Op::GreaterOrEqual
        | Op::In
        | Op::Add
        | Op::Subtract
        | Op::Multiply
        | Op::Divide
        | Op::Remainder => false,
    }
}

/// Whether a condition holds only for a person with some permission.
fn asks_permission(cond: &Expr) -> bool {
    match &cond.kind {
        Kind::Can { of, .. } => of.is_actor(),
        Kind::Binary {
            op: Op::And,
            left,
            right,
        } => asks_permission(left) || asks_permission(right),
        Kind::Unknown
        | Kind::Literal(_)
        | Kind::Local(_)
        | Kind::Now
        | Kind::Me
        | Kind::Actor
        | Kind::Told(_)
        | Kind::Person { .. }
        | Kind::Setting(_)
        | Kind::Field { .. }
        | Kind::Exists { .. }
        | Kind::Row(..)
        | Kind::Rank
        | Kind::Not(_)
        | Kind::Negate(_)
        | Kind::IsNone(_)
        | Kind::Coalesce(..)
        | Kind::Binary { .. }
        | Kind::If { .. }
        | Kind::Call { .. }
        | Kind::Count(_)
        | Kind::Sum { .. }
        | Kind::Message { .. } => false,
    }
}
