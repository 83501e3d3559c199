//! The copy that somebody takes away: it is there, it is of their own data, and it withholds nothing that they see
//! anyway. GDPR 15 and 20, 15(4), 20(4).
//!
//! A row goes whole to whom `export` names. Whoever has another part in it gets what is theirs of it, whatever a policy
//! says (`vault::rows::rules::exported`), so that only its subject can be left without.

use std::collections::{BTreeMap, BTreeSet};

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{
        Expr, FieldId, Kind, Message, Owner, Query, Slot, Step, StepKind, StoreId, Text, To,
        walk::{Part, expr},
    },
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::Span,
};

use super::{rights::is_personal, whose::is_person};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the copy for `{to}` would tell who `{party}` is")]
#[diagnostic(
    code("candor::rights::export-leaks-party"),
    help("leave it out: `export to={to} redact={party}`")
)]
pub(crate) struct ExportLeaksParty {
    to: String,
    party: String,
    #[label(primary, "exported with everything in it")]
    at: Span,
    #[label("somebody else")]
    party_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(
    code("candor::rights::withheld"),
    help("take `{field}` out of `redact=`")
)]
pub(crate) struct Withheld {
    message: String,
    field: String,
    #[label(primary, "left out of their copy")]
    at: Span,
    #[label("{label}")]
    why_at: Span,
    label: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("nothing lets `{person}` take along what `{store}` keeps about them")]
#[diagnostic(
    code("candor::rights::no-export"),
    help("add {help}, or `export refuse reason=\"…\" review=\"DATE\" appeal=\"…\"`")
)]
pub(crate) struct NoExport {
    store: String,
    person: String,
    help: String,
    #[label(primary, "the person these rows are about")]
    at: Span,
    #[label("for somebody else only")]
    export_at: Option<Span>,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let open = Shown::of(policy);
    for store in &policy.stores {
        copies(store, &open, findings);
    }
}

/// Rows about people that nobody may take away. Only of a whole policy: an `export` may stand where something else is
/// wrong.
pub(super) fn lacking(policy: &Policy, findings: &mut Findings) {
    for store in &policy.stores {
        let export = store.node.export.as_ref();
        if store.is_journal() || store.node.refused.is_some() || !is_personal(store) {
            continue;
        }
        let to = export
            .map(|export| export.to.as_slice())
            .unwrap_or_default();
        let mut people = store.node.fields.iter().zip(&store.fields);
        let subject = people.find_map(|(field, decl)| match field.person {
            Some(Owner::Subject(id)) => Some((id, field, decl)),
            Some(Owner::Party(_) | Owner::Guild) | None => None,
        });
        let lacks = subject.filter(|(id, ..)| !to.contains(id));
        let mut people = store.node.fields.iter().zip(&store.fields);
        // Of a row that is about nobody in particular, somebody in it takes it along.
        let party = people.find_map(|(field, decl)| match field.person {
            Some(Owner::Party(id)) => Some((id, field, decl)),
            Some(Owner::Subject(_) | Owner::Guild) | None => None,
        });
        let party = party.filter(|_| subject.is_none() && to.is_empty());
        let Some((_, field, decl)) = lacks.or(party).unless(Saboteur::NoCopy) else {
            continue;
        };
        let help = match (store.export, subject) {
            (Some(_), _) => format!("`{}` to its `to=`", field.name),
            (None, Some(_)) => "`export` to the store".to_owned(),
            (None, None) => format!("`export to={}` to the store", field.name),
        };
        findings.push(NoExport {
            store: store.node.name.clone(),
            person: field.name.clone(),
            help,
            at: decl.name,
            export_at: store.export,
        });
    }
}

fn copies(store: &StoreDecl, shown: &Shown, findings: &mut Findings) {
    let (Some(export), Some(at)) = (&store.node.export, store.export) else {
        return;
    };
    let name = |id: FieldId| {
        let field = store.node.fields.get(id.0 as usize);
        field.map(|field| field.name.clone()).unwrap_or_default()
    };
    for to in &export.to {
        let fields = (0..).map(FieldId).zip(&store.node.fields);
        for ((id, field), decl) in fields.zip(&store.fields) {
            let seen_at = shown.to(store.node.id, id, *to);
            let redacted = export.redact.contains(&id);
            let whose = match field.person.unwrap_or(field.owner) {
                Owner::Subject(of) | Owner::Party(of) => Some(of),
                Owner::Guild => None,
            };
            let is_others = whose.is_some_and(|whose| whose != *to);
            let withheld = match (redacted, seen_at) {
                (true, _) if !is_others && !off(Saboteur::Withheld) => Some((
                    format!(
                        "`{}` is about nobody else, and the copy for `{}` leaves it out",
                        field.name,
                        name(*to)
                    ),
                    decl.name,
                    "about nobody else",
                )),
                (true, Some(_)) if off(Saboteur::WithheldShown) => None,
                (true, Some(seen_at)) => Some((
                    format!(
                        "the copy for `{}` leaves out `{}`, which the bot shows them anyway",
                        name(*to),
                        field.name
                    ),
                    seen_at,
                    "shown to them here",
                )),
                (true, None) | (false, _) => None,
            };
            if let Some((message, why_at, label)) = withheld {
                findings.push(Withheld {
                    message,
                    field: field.name.clone(),
                    at,
                    why_at,
                    label,
                });
            } else if field.person.is_some()
                && is_others
                && !redacted
                && seen_at.is_none()
                && !off(Saboteur::CopyOfOthers)
            {
                findings.push(ExportLeaksParty {
                    to: name(*to),
                    party: name(id),
                    at,
                    party_at: decl.name,
                });
            }
        }
    }
}

/// Fields that stand in a message which people without a permission get, and in whose rows: of the person in that
/// field, or of anybody.
#[derive(Default)]
struct Shown {
    fields: BTreeMap<(StoreId, FieldId), Vec<Whose>>,
}

/// Of the person in which field of the row, or of anybody; and where it is shown.
type Whose = (Option<FieldId>, Span);

impl Shown {
    fn of(policy: &Policy) -> Self {
        let mut shown = Self::default();
        for command in &policy.commands {
            let mut walk = Walk::new(&mut shown);
            let permitted = command.body.by_operators || !command.permissions.is_empty();
            walk.steps(&command.body.steps, permitted, &[]);
        }
        for handler in &policy.handlers {
            Walk::new(&mut shown).steps(&handler.steps, false, &[]);
        }
        for set in &policy.command_sets {
            Walk::new(&mut shown).message(&set.reply, &[(set.store, None)], set.span);
        }
        shown
    }

    /// Where the person in the field `to` sees this field of their own row.
    fn to(&self, store: StoreId, field: FieldId, to: FieldId) -> Option<Span> {
        let mut places = self.fields.get(&(store, field))?.iter();
        let seen = places.find(|(of, _)| of.is_none_or(|of| of == to));
        seen.map(|(_, at)| *at)
    }
}

/// The rows at hand: a store, and the person of each row to whom the query belongs where it asks for somebody.
type Rows = (StoreId, Option<FieldId>);

struct Walk<'s, 'e> {
    shown: &'s mut Shown,
    lets: BTreeMap<Slot, &'e Expr>,
}

impl<'s, 'e> Walk<'s, 'e> {
    fn new(shown: &'s mut Shown) -> Self {
        Self {
            shown,
            lets: BTreeMap::new(),
        }
    }

    fn steps(&mut self, steps: &'e [Step], permitted: bool, rows: &[Rows]) {
        let mut permitted = permitted;
        for step in steps {
            match &step.kind {
                StepKind::When {
                    then, otherwise, ..
                } => {
                    self.steps(then, permitted, rows);
                    self.steps(otherwise, permitted, rows);
                }
                StepKind::Let { slot, value, .. } => {
                    self.lets.insert(*slot, value);
                }
                StepKind::Each {
                    query,
                    steps,
                    otherwise,
                } => {
                    self.steps(steps, permitted, &[rows, &[rows_of(query)]].concat());
                    self.steps(otherwise, permitted, rows);
                }
                StepKind::Require {
                    permission,
                    refusal,
                    ..
                } => {
                    if let Some(refusal) = refusal.as_ref().filter(|_| !permitted) {
                        self.text(refusal, rows, step.span);
                    }
                    permitted |= permission.is_some();
                }
                StepKind::Say { to, message } => {
                    let reaches = match to {
                        To::Reply { ephemeral } => !permitted || !ephemeral,
                        To::Channel(_) | To::Edit(_) => true,
                        To::ModLog | To::Operators => false,
                        To::Dm(to) => self.is_of_row(to, rows),
                    };
                    if reaches {
                        self.message(message, rows, step.span);
                    }
                }
                StepKind::Then { first, steps, .. } => {
                    self.steps(std::slice::from_ref(&**first), permitted, rows);
                    self.steps(steps, permitted, rows);
                }
                StepKind::Delete { refusal, .. } | StepKind::Limit { refusal, .. } => {
                    if let Some(refusal) = refusal.as_ref().filter(|_| !permitted) {
                        self.text(refusal, rows, step.span);
                    }
                }
                StepKind::Stop
                | StepKind::Insert { .. }
                | StepKind::Update { .. }
                | StepKind::Finish { .. }
                | StepKind::Do { .. }
                | StepKind::Ask(_) => {}
            }
        }
    }

    /// Whether a message goes to somebody in the row at hand.
    fn is_of_row(&self, to: &Expr, rows: &[Rows]) -> bool {
        if let Kind::Row(store, _) = &to.kind {
            rows.iter().any(|(of, _)| of == store)
        } else if let Kind::Local(slot) = &to.kind {
            let value = self.lets.get(slot);
            value.is_some_and(|to| self.is_of_row(to, rows))
        } else {
            false
        }
    }

    fn message(&mut self, message: &'e Message, rows: &[Rows], at: Span) {
        if let Some(text) = &message.text {
            self.text(text, rows, at);
        }
        if let Some(card) = &message.card {
            if let Some(title) = &card.title {
                self.text(title, rows, at);
            }
            if let Some(progress) = &card.progress {
                self.value(progress, rows, at);
            }
        }
        if let Some(list) = &message.list {
            let rows = [rows, &[rows_of(&list.query)]].concat();
            self.text(&list.line, &rows, at);
        }
        if let Some(persona) = &message.persona {
            self.text(&persona.name, rows, at);
            if let Some(avatar) = &persona.avatar {
                self.value(avatar, rows, at);
            }
        }
    }

    fn text(&mut self, text: &'e Text, rows: &[Rows], at: Span) {
        for hole in text.holes() {
            self.value(hole, rows, at);
        }
    }

    fn value(&mut self, of: &Expr, rows: &[Rows], at: Span) {
        let mut lets = BTreeSet::new();
        let mut fields = Vec::new();
        let mut asked = BTreeSet::new();
        expr(of, &mut |part| {
            // What a query only looks for is not shown.
            if let Part::Query(query) = part
                && let Some(filter) = &query.filter
            {
                expr(filter, &mut |part| {
                    if let Part::Expr(part) = part {
                        asked.insert(std::ptr::from_ref(part));
                    }
                });
            }
            if let Part::Expr(part) = part
                && asked.contains(&std::ptr::from_ref(part))
            {
                return;
            }
            if let Part::Expr(part) = part {
                if let Some((store, field, key)) = part.stored() {
                    fields.push((store, field, key.is_none()));
                } else if let Kind::Local(slot) = &part.kind {
                    lets.insert(*slot);
                }
            }
        });
        for (store, field, of_row) in fields {
            let here = rows.iter().rev().find(|(of, _)| of_row && *of == store);
            let of = here.and_then(|(_, of)| *of);
            let places = self.shown.fields.entry((store, field)).or_default();
            places.push((of, at));
        }
        for slot in lets {
            if let Some(value) = self.lets.get(&slot).copied() {
                self.value(value, rows, at);
            }
        }
    }
}

/// A query that asks for somebody's rows gives those of that role.
fn rows_of(query: &Query) -> Rows {
    let of = query.filter.as_ref().and_then(asks_for);
    (query.store, of)
}

/// `row.moderator == …`, where it must hold for the whole filter.
fn asks_for(filter: &Expr) -> Option<FieldId> {
    let field = |of: &Expr| {
        if let Kind::Row(_, field) = of.kind
            && is_person(of)
        {
            return Some(field);
        }
        None
    };
    let mut equal = filter.equal().into_iter();
    equal.find_map(|(left, right)| field(left).or_else(|| field(right)))
}
