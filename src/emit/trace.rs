//! What the plan's handlers do with stores, and what they do to people: where a row is written, deleted and shown,
//! and which effects follow from an event alone.
//!
//! Reads the steps of `Plan`; the notice says what it finds. Explicit flows only: a text that merely depends on a
//! row being there shows nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::{Deed, Event, Source, person},
    plan::{
        Command, Expr, FeatureId, FieldId, Kind, Message, Plan, Query, Slot, Step, StepKind,
        StoreId, Text, To,
    },
    vocab::{Permission, Place},
};

/// Everything that happens, in the order of the plan.
#[derive(Debug, Default)]
pub(super) struct Trace {
    pub(super) shown: Vec<Shown>,
    pub(super) writes: Vec<Touch>,
    pub(super) deletes: Vec<Touch>,
    pub(super) finishes: Vec<Touch>,
    pub(super) acts: Vec<Act>,
    /// Commands that check that their target stands below the person who uses them.
    pub(super) guarded: Vec<(String, Place)>,
    /// Whether a message of the bot may notify people.
    pub(super) notifies: bool,
}

/// What sets steps going.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Via {
    /// A slash command, as typed, and what it asks of who uses it.
    Command {
        name: String,
        permissions: BTreeSet<Permission>,
        /// Asked only in some cases, such as for somebody else's rows.
        sometimes: BTreeSet<Permission>,
    },
    /// The commands that a server's admins make.
    Custom,
    Event(&'static Event),
}

impl Via {
    /// Whether somebody waits for an answer.
    pub(super) fn is_asked_for(&self) -> bool {
        match self {
            Self::Command { .. } | Self::Custom => true,
            Self::Event(event) => event.is_asked_for(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Audience {
    Reply { ephemeral: bool },
    Channel,
    ModLog,
    Dm,
}

/// Fields of a store appear in a message.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) store: StoreId,
    pub(super) fields: BTreeSet<FieldId>,
    pub(super) via: Via,
    pub(super) to: Audience,
    pub(super) at: Place,
}

/// A row is written, deleted or finished.
#[derive(Debug)]
pub(super) struct Touch {
    pub(super) store: StoreId,
    pub(super) via: Via,
    pub(super) at: Place,
}

/// An event alone leads to an effect on somebody.
#[derive(Debug)]
pub(super) struct Act {
    pub(super) feature: FeatureId,
    pub(super) what: &'static Deed,
    pub(super) from: BTreeSet<&'static Source>,
    /// Whether it also depends on the time.
    pub(super) from_time: bool,
    /// Stores that decide too.
    pub(super) stores: BTreeSet<StoreId>,
    pub(super) at: Place,
}

/// What a value is made of.
#[derive(Debug, Clone, Default)]
struct Reading {
    fields: BTreeSet<(StoreId, FieldId)>,
    /// Stores of which only the number or presence of rows is used.
    rows: BTreeSet<StoreId>,
    sources: BTreeSet<&'static Source>,
    /// The person of the event.
    actor: bool,
    now: bool,
    slots: BTreeSet<Slot>,
}

impl Reading {
    fn stores(&self) -> BTreeSet<StoreId> {
        let of_fields = self.fields.iter().map(|(store, _)| *store);
        of_fields.chain(self.rows.iter().copied()).collect()
    }

    fn join(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self.rows.extend(other.rows);
        self.sources.extend(other.sources);
        self.actor |= other.actor;
        self.now |= other.now;
        self.slots.extend(other.slots);
        self
    }
}

impl Trace {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut trace = Self::default();
        for command in &plan.commands {
            let via = Via::Command {
                name: typed(command),
                permissions: command.permissions.iter().copied().collect(),
                sometimes: BTreeSet::new(),
            };
            Walk::new(&mut trace, command.feature, via).steps(&command.steps, &Scope::default());
        }
        for set in &plan.command_sets {
            let mut walk = Walk::new(&mut trace, set.feature, Via::Custom);
            let to = Audience::Reply {
                ephemeral: set.ephemeral,
            };
            walk.show(&set.reply, to, &set.at);
        }
        for handler in &plan.handlers {
            let via = Via::Event(handler.on.event);
            Walk::new(&mut trace, handler.feature, via).steps(&handler.steps, &Scope::default());
        }
        trace
    }
}

/// `/warn` or `/customcommand add`.
pub(super) fn typed(command: &Command) -> String {
    format!("/{}", command.path.join(" "))
}

/// What holds where a step stands.
#[derive(Clone, Default)]
struct Scope {
    /// What the conditions around it are made of.
    decided: Reading,
}

struct Walk<'a> {
    trace: &'a mut Trace,
    feature: FeatureId,
    via: Via,
    slots: BTreeMap<Slot, Reading>,
    /// What was written from an argument or the person of the event: a later message that shows the one shows the other.
    written: Vec<(Given, StoreId, FieldId)>,
}

/// A value that a handler is given, as far as it can be told where it was written.
#[derive(PartialEq, Eq)]
enum Given {
    Slot(Slot),
    Actor,
}

impl Given {
    fn of(expr: &Expr) -> Option<Self> {
        match &expr.kind {
            Kind::Local(slot) => Some(Self::Slot(*slot)),
            Kind::Actor => Some(Self::Actor),
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
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
            | Kind::Message { .. } => None,
        }
    }
}

impl<'a> Walk<'a> {
    fn new(trace: &'a mut Trace, feature: FeatureId, via: Via) -> Self {
        Self {
            trace,
            feature,
            via,
            slots: BTreeMap::new(),
            written: Vec::new(),
        }
    }

    fn steps(&mut self, steps: &[Step], scope: &Scope) {
        for step in steps {
            self.step(step, scope);
        }
    }

    fn step(&mut self, step: &Step, scope: &Scope) {
        let at = &step.at;
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let inner = Scope {
                    decided: scope.decided.clone().join(self.reading(cond)),
                };
                self.branch(then, &inner);
                self.branch(otherwise, &inner);
            }
            StepKind::Let { slot, value, .. } => {
                let reading = self.reading(value);
                self.slots.insert(*slot, reading);
            }
            StepKind::Each { query, steps } => {
                let mut decided = scope.decided.clone().join(self.filter(query));
                decided.rows.insert(query.store);
                self.steps(steps, &Scope { decided });
            }
            StepKind::Require {
                permission, target, ..
            } => self.require(*permission, target.is_some(), at),
            StepKind::Insert { store, values } => self.write(*store, &[], values, at),
            StepKind::Update { store, key, values } => self.write(*store, key, values, at),
            StepKind::Delete { query } => {
                let touch = self.touch(query.store, at);
                self.trace.deletes.push(touch);
            }
            StepKind::Finish { query } => {
                let touch = self.touch(query.store, at);
                self.trace.finishes.push(touch);
            }
            StepKind::Say { to, message } => {
                let to = match to {
                    To::Reply { ephemeral } => Audience::Reply {
                        ephemeral: *ephemeral,
                    },
                    To::Channel(_) => Audience::Channel,
                    To::ModLog => Audience::ModLog,
                    To::Dm(_) => Audience::Dm,
                };
                self.show(message, to, at);
            }
            StepKind::Do { deed, .. } => {
                if deed.weighs {
                    self.act(deed, scope, at);
                }
            }
            // What follows is decided anew, with what was known when the effect was decided.
            StepKind::Then { first, steps, .. } => {
                self.step(first, scope);
                self.branch(steps, scope);
            }
            StepKind::Stop => {}
        }
    }

    /// What a branch requires holds for the branch alone; for the steps after it, it is required in some cases.
    fn branch(&mut self, steps: &[Step], scope: &Scope) {
        let before = self.via.clone();
        self.steps(steps, scope);
        let after = std::mem::replace(&mut self.via, before);
        if let (
            Via::Command {
                sometimes,
                permissions,
                ..
            },
            Via::Command {
                permissions: asked,
                sometimes: nested,
                ..
            },
        ) = (&mut self.via, after)
        {
            let more = asked.into_iter().chain(nested);
            sometimes.extend(more.filter(|one| !permissions.contains(one)));
        }
    }

    fn require(&mut self, permission: Option<Permission>, target: bool, at: &Place) {
        if let Via::Command {
            name, permissions, ..
        } = &mut self.via
        {
            permissions.extend(permission);
            let known = self.trace.guarded.iter().any(|(other, _)| other == name);
            if target && !known {
                self.trace.guarded.push((name.clone(), at.clone()));
            }
        }
    }

    fn write(&mut self, store: StoreId, key: &[Expr], values: &[(FieldId, Expr)], at: &Place) {
        let touch = self.touch(store, at);
        self.trace.writes.push(touch);
        let key = (0..).map(FieldId).zip(key);
        let values = values.iter().map(|(field, value)| (*field, value));
        let given = key.chain(values);
        self.written
            .extend(given.filter_map(|(field, value)| Some((Given::of(value)?, store, field))));
    }

    fn touch(&self, store: StoreId, at: &Place) -> Touch {
        Touch {
            store,
            via: self.via.clone(),
            at: at.clone(),
        }
    }

    /// A command and a button are a person's decision; everything else is the bot's.
    fn act(&mut self, what: &'static Deed, scope: &Scope, at: &Place) {
        if matches!(self.via, Via::Event(event) if !event.is_asked_for()) {
            self.trace.acts.push(Act {
                feature: self.feature,
                what,
                from: scope.decided.sources.clone(),
                from_time: scope.decided.now,
                stores: scope.decided.stores(),
                at: at.clone(),
            });
        }
    }

    fn show(&mut self, message: &Message, to: Audience, at: &Place) {
        self.trace.notifies |= message.mentions;
        let mut seen = Reading::default();
        if let Some(text) = &message.text {
            seen = seen.join(self.text(text));
        }
        for button in &message.buttons {
            seen = seen.join(self.text(&button.label));
        }
        if let Some(list) = &message.list {
            seen = seen.join(self.text(&list.line));
            if let Some(empty) = &list.empty {
                seen = seen.join(self.text(empty));
            }
        }
        for (given, store, field) in &self.written {
            let shown = match given {
                Given::Slot(slot) => seen.slots.contains(slot),
                Given::Actor => seen.actor,
            };
            if shown {
                seen.fields.insert((*store, *field));
            }
        }
        let mut stores: BTreeMap<StoreId, BTreeSet<FieldId>> = BTreeMap::new();
        for store in seen.rows {
            stores.entry(store).or_default();
        }
        for (store, field) in seen.fields {
            stores.entry(store).or_default().insert(field);
        }
        for (store, fields) in stores {
            self.trace.shown.push(Shown {
                store,
                fields,
                via: self.via.clone(),
                to,
                at: at.clone(),
            });
        }
    }

    fn text(&self, text: &Text) -> Reading {
        let holes = text.holes().map(|hole| self.reading(hole));
        holes.fold(Reading::default(), Reading::join)
    }

    /// What decides which rows a query finds.
    fn filter(&self, query: &Query) -> Reading {
        let filter = query.filter.as_ref();
        filter.map_or_else(Reading::default, |cond| self.reading(cond))
    }

    fn reading(&self, expr: &Expr) -> Reading {
        let mut reading = Reading::default();
        match &expr.kind {
            Kind::Unknown | Kind::Literal(_) | Kind::Me | Kind::Setting(_) | Kind::Rank => {}
            Kind::Now => reading.now = true,
            Kind::Local(slot) => {
                reading.slots.insert(*slot);
                return reading.join(self.slots.get(slot).cloned().unwrap_or_default());
            }
            Kind::Actor => {
                reading.actor = true;
                reading.sources.insert(&person::ID);
            }
            Kind::Told(source) => {
                reading.sources.insert(source);
            }
            Kind::Person { of, what } => {
                reading.sources.insert(what);
                return reading.join(self.reading(of));
            }
            // Permissions follow from roles.
            Kind::Can { of, .. } => {
                reading.sources.insert(&person::ROLES);
                return reading.join(self.reading(of));
            }
            Kind::Field { store, field, .. } | Kind::Row(store, field) => {
                reading.fields.insert((*store, *field));
            }
            Kind::Exists { store, .. } => {
                reading.rows.insert(*store);
            }
            Kind::Count(query) => {
                reading.rows.insert(query.store);
            }
            Kind::Sum { query, field } => {
                reading.fields.insert((query.store, *field));
            }
            Kind::Message { id, .. } => return self.reading(id),
            Kind::Not(one) | Kind::Negate(one) | Kind::IsNone(one) => {
                return self.reading(one);
            }
            Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
                return self.reading(left).join(self.reading(right));
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let branches = self.reading(then).join(self.reading(otherwise));
                return self.reading(cond).join(branches);
            }
            Kind::Call { args, .. } => {
                let args = args.iter().map(|arg| self.reading(arg));
                return args.fold(reading, Reading::join);
            }
        }
        reading
    }
}
