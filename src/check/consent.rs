//! Consent and objection: who is asked is who is written about, a no leaves nothing, and what an objection does not stop says
//! why.
//!
//! GDPR 7 and 21. That the bot asks, and what it does with the answer, is the router's.
//!
//! INVARIANT: without findings from here, every row that rests on consent is about the person of the event that writes it.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{EraseRule, Expr, FieldId, Kind, Query, Scope, Slot, Step, StepKind, StoreId, Written},
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::{Basis, Span, Value},
};

use super::{flow::Flows, writes};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("who takes their consent back leaves something in `{store}`")]
#[diagnostic(
    code("candor::rights::consent-not-withdrawable"),
    help("write `on-erase {by}delete`, or keep these rows in a feature with another basis")
)]
pub(crate) struct ConsentNotWithdrawable {
    store: String,
    by: String,
    #[label(primary, "stays, though the consent is gone")]
    at: Span,
    #[label("rests on consent")]
    basis_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::rights::consent-of-others"), help("{help}"))]
pub(crate) struct ConsentOfOthers {
    message: String,
    help: String,
    #[label(primary, "nobody asked them")]
    at: Span,
    #[label("rests on consent")]
    basis_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{store}` rests on a consent that is given in one server, and belongs to none")]
#[diagnostic(
    code("candor::rights::consent-beyond-server"),
    help("write `scope=guild`, or keep these rows in a feature with another basis")
)]
pub(crate) struct ConsentBeyondServer {
    store: String,
    #[label(primary, "not of one server")]
    at: Span,
    #[label("rests on consent")]
    basis_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a copy of `{from}` in `{into}` stays when the consent on which it rests is taken back")]
#[diagnostic(
    code("candor::rights::consent-copied-away"),
    help("keep it in a store of the feature that asks for the consent")
)]
pub(crate) struct ConsentCopiedAway {
    from: String,
    into: String,
    #[label(primary, "copied here")]
    at: Span,
    #[label("rests on consent")]
    basis_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::rights::objection-misplaced"), help("{help}"))]
pub(crate) struct ObjectionMisplaced {
    message: String,
    help: &'static str,
    #[label(primary, "{label}")]
    at: Span,
    label: &'static str,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    passed_away(policy, flows, findings);
    for store in &policy.stores {
        objection(policy, store, findings);
        if let Some(basis_at) = rests(policy, store) {
            withdrawal(store, basis_at, findings);
        }
    }
    for handler in policy.bodies() {
        copied_away(policy, handler, findings);
        let mut writes = Writes {
            policy,
            lets: BTreeMap::new(),
            findings,
            has_actor: handler.on.store.is_none(),
        };
        writes.handler(handler);
    }
}

fn basis(policy: &Policy, store: &StoreDecl) -> Option<(Basis, Span)> {
    let basis = policy.feature(store.node.feature)?.basis.as_ref()?;
    Some((basis.node.basis, basis.span))
}

/// Where it stands that rows of the store rest on the consent of the people in them.
pub(super) fn rests(policy: &Policy, store: &StoreDecl) -> Option<Span> {
    if store.is_answers() || store.node.people().next().is_none() {
        return None;
    }
    let (basis, at) = basis(policy, store)?;
    (basis == Basis::Consent).then_some(at)
}

/// The same by way of Discord.
fn passed_away(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    for one in flows.passed() {
        let (Some((from, read)), Some((into, written))) = (
            policy.field(one.from.0, one.from.1),
            policy.field(one.into.0, one.into.1),
        ) else {
            continue;
        };
        let is_same = into.node.feature == from.node.feature && rests(policy, into).is_some();
        if let Some(basis_at) = rests(policy, from).filter(|_| !is_same && !into.is_journal()) {
            findings.push(ConsentCopiedAway {
                from: format!("{}.{}", from.node.name, read.name),
                into: format!("{}.{}", into.node.name, written.name),
                at: one.at,
                basis_at,
            });
        }
    }
}

/// Taking a consent back erases what rests on it, and nothing else.
fn copied_away(policy: &Policy, handler: &Handler, findings: &mut Findings) {
    let lets = writes::Lets::of(handler);
    for write in writes::by(handler) {
        let Some(into) = policy.store(write.store) else {
            continue;
        };
        for (field, value) in write.values() {
            let mut copies = Vec::new();
            writes::copied(&lets, value, &mut copies);
            let taken = copies.iter().find_map(|copy| {
                let (from, read) = policy.field(copy.store, copy.field)?;
                let basis_at = rests(policy, from)?;
                let is_same =
                    into.node.feature == from.node.feature && rests(policy, into).is_some();
                (!is_same).then(|| (format!("{}.{}", from.node.name, read.name), basis_at))
            });
            if let Some((from, basis_at)) = taken {
                let name = into.node.fields.get(field.0 as usize);
                let name = name.map_or("", |field| field.name.as_str());
                findings.push(ConsentCopiedAway {
                    from,
                    into: format!("{}.{name}", into.node.name),
                    at: value.span,
                    basis_at,
                });
            }
        }
    }
}

fn withdrawal(store: &StoreDecl, basis_at: Span, findings: &mut Findings) {
    let name = &store.node.name;
    if store.node.scope != Scope::Guild && !off(Saboteur::ConsentBeyond) {
        findings.push(ConsentBeyondServer {
            store: name.clone(),
            at: store.name,
            basis_at,
        });
    }
    for (rule, at) in store.node.on_erase.iter().zip(&store.on_erase) {
        if rule.rule != EraseRule::Delete && !off(Saboteur::ConsentStays) {
            let by = store.node.fields.get(rule.by.0 as usize);
            findings.push(ConsentNotWithdrawable {
                store: name.clone(),
                by: by.map_or_else(String::new, |field| format!("by={} ", field.name)),
                at: *at,
                basis_at,
            });
        }
    }
}

/// `on-object` says why an objection is refused, so there is one, and it is refused.
fn objection(policy: &Policy, store: &StoreDecl, findings: &mut Findings) {
    let Some(at) = store.on_object else {
        return;
    };
    let name = &store.node.name;
    let suppresses = store.node.on_erase.iter().position(|rule| rule.suppress);
    if let Some((basis, _)) = basis(policy, store)
        && basis != Basis::LegitimateInterest
        && !off(Saboteur::ObjectionRefused)
    {
        findings.push(ObjectionMisplaced {
            message: format!(
                "`{name}` does not rest on a legitimate interest, so nobody objects to it"
            ),
            help: "delete `on-object`",
            at,
            label: "refuses what nobody can ask for",
        });
    } else if store.node.people().next().is_none() {
        findings.push(ObjectionMisplaced {
            message: format!("`{name}` is about nobody, so nobody objects to it"),
            help: "delete `on-object`",
            at,
            label: "refuses what nobody can ask for",
        });
    } else if let Some(at) = suppresses.and_then(|at| store.on_erase.get(at)) {
        findings.push(ObjectionMisplaced {
            message: format!("`{name}` refuses an objection, and starts no more after one"),
            help: "delete `suppress=#true`, or the `on-object`",
            at: *at,
            label: "stops what the objection is not to stop",
        });
    }
}

/// A row that was shown to be about the person of the event: its store and its key.
type Own<'a> = (StoreId, Vec<&'a Expr>);

struct Writes<'a, 'f> {
    policy: &'a Policy,
    lets: BTreeMap<Slot, &'a Expr>,
    findings: &'f mut Findings,
    has_actor: bool,
}

impl<'a> Writes<'a, '_> {
    fn handler(&mut self, handler: &'a Handler) {
        self.steps(&handler.steps, &mut Guards::default());
    }

    fn steps(&mut self, steps: &'a [Step], guards: &mut Guards<'a>) {
        for step in steps {
            match &step.kind {
                StepKind::Let { slot, value, .. } => drop(self.lets.insert(*slot, value)),
                StepKind::When {
                    cond,
                    then,
                    otherwise,
                } => {
                    let mut inner = guards.clone();
                    self.guard(cond, &mut inner);
                    self.steps(then, &mut inner);
                    self.steps(otherwise, &mut guards.clone());
                }
                StepKind::Require {
                    cond: Some(cond), ..
                } => self.guard(cond, guards),
                StepKind::Each {
                    query,
                    steps,
                    otherwise,
                } => {
                    let mut inner = guards.clone();
                    if self.is_own(query) {
                        inner.at_hand.push(query.store);
                    }
                    self.steps(steps, &mut inner);
                    self.steps(otherwise, &mut guards.clone());
                }
                StepKind::Insert { .. } | StepKind::Update { .. } => {
                    if let Some(row) = step.kind.written() {
                        self.write(step, row, guards);
                    }
                }
                StepKind::Then {
                    first,
                    steps,
                    journal,
                    keeps,
                    ..
                } => {
                    self.entry(step, *journal, keeps);
                    self.steps(std::slice::from_ref(&**first), guards);
                    self.steps(steps, &mut guards.clone());
                }
                StepKind::Require { cond: None, .. }
                | StepKind::Stop
                | StepKind::Limit { .. }
                | StepKind::Delete { .. }
                | StepKind::Finish { .. }
                | StepKind::Say { .. }
                | StepKind::Do { .. }
                | StepKind::Ask(_) => {}
            }
        }
    }

    fn write(&mut self, step: &Step, row: Written<'a>, guards: &Guards<'a>) {
        let (id, key) = (row.store, row.key);
        let Some(store) = self.policy.store(id) else {
            return;
        };
        let Some(basis_at) = rests(self.policy, store) else {
            return;
        };
        let is_insert = row.is_new;
        for (field, declared) in store.node.people() {
            let value = row.value(field);
            let (is_own, at) = match value {
                Some(value) => (
                    self.is_actor(value) || off(Saboteur::ConsentOfOthers),
                    value.span,
                ),
                // A field that is left out names nobody; a row that is changed keeps whom it names.
                None => (
                    is_insert || keeps_own(id, key, guards) || off(Saboteur::ConsentOfRow),
                    step.span,
                ),
            };
            if is_own {
                continue;
            }
            let (name, field) = (&store.node.name, &declared.name);
            let message = match (value, self.has_actor) {
                (Some(_), true) => format!(
                    "`{name}.{field}` may name somebody else than the person of the event, whose consent this rests on"
                ),
                (Some(_), false) => format!(
                    "`{name}.{field}` is written where a row ended, when nobody can be asked for the consent it rests on"
                ),
                (None, _) => {
                    format!("a row of `{name}` is changed that may be about somebody else")
                }
            };
            self.findings.push(ConsentOfOthers {
                message,
                help: if value.is_some() {
                    "keep what others write in a feature with another basis, such as a legitimate interest".to_owned()
                } else {
                    format!("put `require \"{name}[…].{field} == …\"` with the person of the event before it")
                },
                at,
                basis_at,
            });
            return;
        }
    }

    /// An entry that keeps what a block needs is about those whom that names.
    fn entry(&mut self, step: &Step, journal: StoreId, keeps: &[Expr]) {
        let Some(store) = self.policy.store(journal) else {
            return;
        };
        // Where a row ended, its entry is about whom the row was about.
        let (Some(basis_at), true) = (rests(self.policy, store), self.has_actor) else {
            return;
        };
        for (field, kept) in store.node.fields.iter().skip(1).zip(keeps) {
            if field.person.is_some() && !self.is_actor(kept) && !off(Saboteur::ConsentOfEntry) {
                self.findings.push(ConsentOfOthers {
                    message: format!(
                        "what follows this step needs `{}`, who may be somebody else than the person of the event",
                        field.name
                    ),
                    help: "keep what is done to others in a feature with another basis, such as a legitimate interest".to_owned(),
                    at: step.name,
                    basis_at,
                });
                return;
            }
        }
    }

    fn is_actor(&self, value: &Expr) -> bool {
        match &value.kind {
            Kind::Actor => self.has_actor,
            Kind::Local(slot) => self
                .lets
                .get(slot)
                .is_some_and(|value| self.is_actor(value)),
            // Nobody.
            Kind::Literal(value) => *value == Value::None,
            Kind::Unknown => true,
            Kind::Now
            | Kind::Me
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
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

    /// Whether a query only finds rows about the person of the event.
    fn is_own(&self, query: &Query) -> bool {
        let Some((field, person)) = &query.of else {
            return false;
        };
        let store = self.policy.store(query.store);
        let mut people = store.into_iter().flat_map(|store| store.node.people());
        self.is_actor(person) && people.all(|(id, _)| id == *field || off(Saboteur::ConsentOfFound))
    }

    /// Takes in what a condition shows where it holds.
    fn guard(&self, cond: &'a Expr, guards: &mut Guards<'a>) {
        for (left, right) in cond.equal() {
            for (row, person) in [(left, right), (right, left)] {
                if let Kind::Field {
                    store,
                    key,
                    field,
                    before: false,
                } = &row.kind
                    && self.is_actor(person)
                    && self.is_all_of(*store, *field)
                {
                    guards.own.push((*store, key.iter().collect()));
                }
            }
        }
    }

    /// Whether the field names everybody whom rows of the store name.
    fn is_all_of(&self, store: StoreId, field: FieldId) -> bool {
        let store = self.policy.store(store);
        let mut people = store.into_iter().flat_map(|store| store.node.people());
        people.all(|(id, _)| id == field || off(Saboteur::ConsentOfAll))
    }
}

#[derive(Clone, Default)]
struct Guards<'a> {
    own: Vec<Own<'a>>,
    /// Stores of which the row at hand is the person's own, the innermost last.
    at_hand: Vec<StoreId>,
}

/// Whether a row that is changed was shown to be about the person of the event.
fn keeps_own(store: StoreId, key: &[Expr], guards: &Guards<'_>) -> bool {
    let shown = guards.own.iter();
    let mut shown = shown.filter(|(of, _)| *of == store);
    let by_hand = |part: &Expr| matches!(part.kind, Kind::Row(of, _) if of == store);
    shown.any(|(_, of)| of.iter().copied().eq(key))
        || guards.at_hand.contains(&store) && !key.is_empty() && key.iter().all(by_hand)
        || key.iter().any(|part| part.kind == Kind::Unknown)
}
