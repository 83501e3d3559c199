//! Across servers: what is kept about a person or for the whole bot is shown in another server only where its store says
//! `across=servers`.
//!
//! A row of such a store was written in some server; whoever sees it in another would not expect it. People see their own
//! rows everywhere, in answers for their eyes only.
//!
//! INVARIANT: without findings from here, what one server's people write is shown in no other, unless the notice says so.

use std::collections::{BTreeMap, BTreeSet};

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{
        End,
        kind::{self, Kind as Kinds},
    },
    plan::{
        self, Arg, Expr, FieldId, Kind, Message, Owner, Query, Scope, Step, StepKind, StoreId,
        Text, To,
        walk::{self, Part},
    },
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Span, Type},
};

use super::{
    flow::Flows,
    writes::{self, Lets, Write, copied, declared},
};

/// Kinds that say where something is done.
const PLACES: [&Kinds; 3] = [&kind::CHANNEL, &kind::MESSAGE_ID, &kind::ROLE];

const SHOWN: (&str, &str) = ("shown", "shown here");
const KEPT: (&str, &str) = ("kept", "kept here");
const LEADS: (&str, &str) = ("used to act", "done there");

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::flow::cross-guild-flow"), help("{help}"))]
pub(crate) struct CrossGuildFlow {
    message: String,
    help: &'static str,
    label: &'static str,
    #[label(primary, "{label}")]
    at: Span,
    #[label("read here")]
    read_at: Option<Span>,
    #[label("declared here")]
    declared_at: Span,
}

pub(super) fn check(policy: &Policy, flows: &Flows, findings: &mut Findings) {
    for store in &policy.stores {
        if let Some(at) = store.across
            && store.node.scope == Scope::Guild
        {
            findings.push(CrossGuildFlow {
                message: format!("a row of `{}` is seen in one server alone", store.node.name),
                help: "delete `across=servers`, or write `scope=user`",
                label: "crosses nothing",
                at,
                read_at: None,
                declared_at: store.name,
            });
        }
    }
    let mut told = BTreeSet::new();
    for handler in policy.bodies() {
        let mut judge = Judge {
            policy,
            handler,
            lets: Lets::of(handler),
            own: Vec::new(),
            crossing: Vec::new(),
            told: Vec::new(),
            stores: BTreeSet::new(),
        };
        judge.steps(&handler.steps);
        for write in writes::by(handler) {
            judge.kept(&write);
        }
        told.extend(judge.stores);
        for finding in judge.told {
            findings.push(finding);
        }
    }
    decided(policy, flows, &told, findings);
    for set in &policy.command_sets {
        let across = policy
            .store(set.store)
            .filter(|store| store.node.scope != Scope::Guild && store.across.is_none())
            .unless(Saboteur::AcrossCommand);
        if let Some(store) = across {
            findings.push(CrossGuildFlow {
                message: format!(
                    "rows of `{}` become commands of every server",
                    store.node.name
                ),
                help: "add `across=servers` to the store, which the notice then says",
                label: "in servers where it was not written",
                at: set.span,
                read_at: None,
                declared_at: store.name,
            });
        }
    }
}

/// What a row of no server decided, or said by its number, where others see it.
fn decided(policy: &Policy, flows: &Flows, told: &BTreeSet<StoreId>, findings: &mut Findings) {
    let steps = policy.bodies().flat_map(|one| plan::all(&one.steps));
    let steps: BTreeMap<Span, &Step> = steps.map(|step| (step.span, step)).collect();
    let mut seen = BTreeSet::new();
    for leaves in &flows.leaves {
        let Some(step) = steps
            .get(&leaves.at)
            .filter(|step| is_seen(leaves.end, step))
        else {
            continue;
        };
        let shows = flows.shows(leaves);
        // What was given here was given here, wherever it is kept as well.
        let fields = shows.fields.iter().chain(&shows.decides);
        let fields = fields.map(|(store, _)| store);
        let stores = fields
            .chain(&shows.rows)
            .chain(&shows.depends)
            .chain(&shows.behind);
        let mut stores = stores.filter_map(|id| policy.store(*id));
        if let Some(store) =
            stores.find(|store| is_unshared(store) && !told.contains(&store.node.id))
            && seen.insert(step.name)
        {
            findings.push(CrossGuildFlow {
                message: format!("`{}`, written in one server, decides here in others", store.node.name),
                help: "add `across=servers` to the store, which the notice then says, or keep it with `scope=guild`",
                label: "depends on it",
                at: step.name,
                read_at: None,
                declared_at: store.name,
            });
        }
    }
}

/// Whether others than the person of the event see it.
fn is_seen(end: End, step: &Step) -> bool {
    match end {
        End::Channel
        | End::Operators
        | End::Acts
        | End::ModLog
        | End::AuditLog
        | End::Processor => true,
        End::Reply => step.kind.is_public_reply(),
        End::Dm => false,
    }
}

/// Whether it keeps something of people, or in words, that no other server is to see.
fn is_unshared(store: &StoreDecl) -> bool {
    let mut fields = store.node.fields.iter();
    store.node.scope != Scope::Guild
        && store.across.is_none()
        && !store.is_journal()
        && fields.any(|field| {
            field.kind == Type::Text || field.categories.iter().any(|one| one.is_personal())
        })
}

struct Judge<'p> {
    policy: &'p Policy,
    handler: &'p Handler,
    lets: Lets<'p>,
    /// Stores of which the row at hand is about the person of the event.
    own: Vec<StoreId>,
    /// Stores whose row at hand leads to other servers, as the policy says.
    crossing: Vec<StoreId>,
    told: Vec<CrossGuildFlow>,
    /// Stores of which something is told.
    stores: BTreeSet<StoreId>,
}

/// Who sees what a step says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Only the person of the event.
    ByThem,
    ByOthers,
}

impl<'p> Judge<'p> {
    fn steps(&mut self, steps: &'p [Step]) {
        for step in steps {
            self.step(step);
            let asked = self.handler.on.event.is_asked_for();
            let seen = if asked { Seen::ByThem } else { Seen::ByOthers };
            self.text(step.otherwise.as_ref(), seen, step.name);
        }
    }

    fn step(&mut self, step: &'p Step) {
        match &step.kind {
            StepKind::When {
                then, otherwise, ..
            } => {
                self.steps(then);
                self.steps(otherwise);
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let own = self.is_own(query);
                self.own.extend(own.then_some(query.store));
                self.crossing.extend(query.across.then_some(query.store));
                self.steps(steps);
                if query.across {
                    self.crossing.pop();
                }
                if own {
                    self.own.pop();
                }
                self.steps(otherwise);
            }
            StepKind::Require { refusal, .. }
            | StepKind::Limit { refusal, .. }
            | StepKind::Delete { refusal, .. } => {
                self.text(refusal.as_ref(), Seen::ByThem, step.name);
            }
            StepKind::Say { to, message } => self.said(to, message, step.name),
            StepKind::Do { deed, args } => {
                for param in deed.params {
                    match args.get(param.name) {
                        Some(Arg::Text(text)) => {
                            self.text(Some(text), Seen::ByOthers, step.name);
                        }
                        Some(Arg::Value(value)) => self.leads(value, step.name),
                        Some(Arg::Values(values)) => {
                            for value in values {
                                self.leads(value, step.name);
                            }
                        }
                        None => {}
                    }
                }
            }
            StepKind::Then { first, steps, .. } => {
                self.steps(std::slice::from_ref(&**first));
                self.steps(steps);
            }
            StepKind::Let { .. }
            | StepKind::Stop
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Finish { .. }
            | StepKind::Ask(_) => {}
        }
    }

    fn said(&mut self, to: &'p To, message: &'p Message, at: Span) {
        match to {
            To::Channel(place) | To::Edit(place) => self.leads(place, at),
            To::Reply { .. } | To::ModLog | To::Operators | To::Dm(_) => {}
        }
        let (seen, row) = match to {
            To::Reply { ephemeral: true } => (Seen::ByThem, None),
            To::Dm(to) => {
                let to = self.lets.follow(to);
                // Or to whom the row at hand is about.
                let row = self.subject_of_row(to);
                let seen = if to.is_actor() || row.is_some() {
                    Seen::ByThem
                } else {
                    Seen::ByOthers
                };
                (seen, row)
            }
            To::Reply { ephemeral: false }
            | To::Channel(_)
            | To::ModLog
            | To::Operators
            | To::Edit(_) => (Seen::ByOthers, None),
        };
        self.own.extend(row);
        self.text(message.text.as_ref(), seen, at);
        for button in &message.buttons {
            for words in button.words() {
                self.text(Some(words), seen, at);
            }
            for (_, given) in button.given() {
                self.shown(given, seen, at);
            }
        }
        if let Some(card) = &message.card {
            self.text(card.title.as_ref(), seen, at);
            if let Some(progress) = &card.progress {
                self.shown(progress, seen, at);
            }
        }
        if let Some(persona) = &message.persona {
            self.text(Some(&persona.name), seen, at);
            if let Some(avatar) = &persona.avatar {
                self.shown(avatar, seen, at);
            }
        }
        if let Some(list) = &message.list {
            let own = self.is_own(&list.query);
            self.own.extend(own.then_some(list.query.store));
            self.text(Some(&list.line), seen, at);
            if own {
                self.own.pop();
            }
            self.text(list.empty.as_ref(), seen, at);
        }
        if row.is_some() {
            self.own.pop();
        }
    }

    /// The store whose row at hand is about this person.
    fn subject_of_row(&self, person: &Expr) -> Option<StoreId> {
        let Kind::Row(store, field) = person.kind else {
            return None;
        };
        let (_, field) = self.policy.field(store, field)?;
        matches!(field.person, Some(Owner::Subject(_))).then_some(store)
    }

    fn text(&mut self, text: Option<&'p Text>, seen: Seen, at: Span) {
        for hole in text.into_iter().flat_map(Text::holes) {
            self.shown(hole, seen, at);
        }
    }

    /// A place that was chosen in one server says where the bot acts in another.
    fn leads(&mut self, place: &'p Expr, at: Span) {
        for part in self.parts(place) {
            if let Some((store, field, key)) = part.stored()
                && !(key.is_none() && self.crossing.contains(&store))
            {
                self.tell_place(store, field, (part.span, at), LEADS);
            }
        }
    }

    fn tell_place(
        &mut self,
        store: StoreId,
        field: FieldId,
        at: (Span, Span),
        how: (&'static str, &'static str),
    ) {
        let kind = self
            .policy
            .field(store, field)
            .map(|(_, field)| &field.kind);
        let is_place = kind.is_some_and(|kind| PLACES.contains(&kind.kind()));
        let decl = self.policy.store(store);
        if is_place && decl.is_some_and(|decl| decl.node.scope != Scope::Guild) {
            let help = "keep it with `scope=guild`; or go through the rows by `each \"…\" across=servers`, which the \
                        notice then says";
            self.push(store, field, at, how, help);
        }
    }

    /// Every part of an expression, of what a name stands for too.
    fn parts(&self, expr: &'p Expr) -> Vec<&'p Expr> {
        let mut read: Vec<&Expr> = Vec::new();
        let mut waiting = vec![expr];
        while let Some(expr) = waiting.pop() {
            let expr = self.lets.follow(expr);
            walk::expr(expr, &mut |part| {
                if let Part::Expr(part) = part {
                    if let Kind::Local(_) = part.kind
                        && !std::ptr::eq(self.lets.follow(part), part)
                    {
                        waiting.push(part);
                    }
                    read.push(part);
                }
            });
        }
        read
    }

    /// Every stored value in a hole, whatever is made of it.
    fn shown(&mut self, hole: &'p Expr, seen: Seen, at: Span) {
        for part in self.parts(hole) {
            let (store, field, own) = match part.stored() {
                Some((store, field, None)) => (store, field, self.own.contains(&store)),
                Some((store, field, Some(key))) => (
                    store,
                    field,
                    self.is_theirs(store, key) || off(Saboteur::AcrossOwn),
                ),
                None => continue,
            };
            if own && seen == Seen::ByThem {
                continue;
            }
            self.tell(store, field, (part.span, at), SHOWN);
        }
    }

    /// What is copied into a store of one server was not written there.
    fn kept(&mut self, write: &Write<'p>) {
        let into = self.policy.store(write.store);
        if into.is_none_or(|into| into.node.scope != Scope::Guild || into.is_journal()) {
            return;
        }
        for (_, value) in write.values() {
            let mut copies = Vec::new();
            copied(&self.lets, value, &mut copies);
            for copy in copies {
                let field = self.policy.field(copy.store, copy.field);
                if field.is_some_and(|(_, field)| field.person.is_none()) {
                    let at = (copy.read.span, value.span);
                    self.tell(copy.store, copy.field, at, KEPT);
                    self.tell_place(copy.store, copy.field, at, KEPT);
                }
            }
        }
    }

    /// Whether a key names the row of the person of the event.
    fn is_theirs(&self, store: StoreId, key: &[Expr]) -> bool {
        let store = self.policy.store(store);
        let fields = store.into_iter().flat_map(|store| &store.node.fields);
        fields.zip(key).any(|(field, part)| {
            let is_subject = matches!(field.person, Some(Owner::Subject(_)));
            is_subject && self.lets.follow(part).is_actor()
        })
    }

    fn is_own(&self, query: &Query) -> bool {
        let is_subject = |expr: &Expr| self.subject_of_row(expr).is_some();
        let is_actor = |expr: &Expr| self.lets.follow(expr).is_actor();
        let filter = query.filter.iter();
        filter.flat_map(Expr::equal).any(|(left, right)| {
            is_subject(left) && is_actor(right) || is_subject(right) && is_actor(left)
        })
    }

    fn tell(
        &mut self,
        store: StoreId,
        field: FieldId,
        at: (Span, Span),
        how: (&'static str, &'static str),
    ) {
        let Some((decl, named)) = self.policy.field(store, field) else {
            return;
        };
        let is_said =
            named.categories.iter().any(|one| one.is_personal()) || named.kind == Type::Text;
        let is_shared = decl.node.scope == Scope::Guild || decl.across.is_some() || !is_said;
        if !is_shared {
            let help = "add `across=servers` to the store, which the notice then says, or keep it with `scope=guild`";
            self.push(store, field, at, how, help);
        }
    }

    fn push(
        &mut self,
        store: StoreId,
        field: FieldId,
        (read_at, at): (Span, Span),
        (how, label): (&'static str, &'static str),
        help: &'static str,
    ) {
        let Some((decl, named)) = self.policy.field(store, field) else {
            return;
        };
        // One store is one fault, wherever it is shown.
        let declared_at = declared(self.policy, store, field).unwrap_or(decl.name);
        let again = |told: &CrossGuildFlow| told.at == at && told.declared_at == declared_at;
        if !self.handler.understood || self.told.iter().any(again) {
            return;
        }
        self.stores.insert(store);
        self.told.push(CrossGuildFlow {
            message: format!(
                "`{}.{}`, written in one server, is {how} in others",
                decl.node.name, named.name
            ),
            help,
            label,
            at,
            read_at: (read_at != at).then_some(read_at),
            declared_at,
        });
    }
}
