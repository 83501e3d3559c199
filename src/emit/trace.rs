//! What the plan's handlers do with stores and to people, by what sets them going: where a row is written, deleted and
//! shown, and which effects follow from an event alone.
//!
//! What a step shows and what decides about it is `Plan::shown`, which the compiler judged the policy by. Here it is only
//! put together with who can set the step going.

use std::collections::{BTreeMap, BTreeSet};

pub(super) use super::via::{Audience, Named, Via, typed};
use super::{
    asked::{Asked, ToldBy},
    whose::{Whose, is_actor, of_actor},
};
use crate::{
    lexicon::{
        Deed, End,
        deed::{ADD_ROLE, BAN, NICK, REMOVE_ROLE},
        event::ENDED,
    },
    plan::{
        Expr, FeatureId, FieldId, Message, Owner, Plan, Shown as Told, Slot, Step, StepKind,
        StoreId, To,
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
    /// Where features give and take roles, which Discord keeps.
    pub(super) roles: Vec<(FeatureId, Place)>,
    /// Where features do something else that Discord keeps of members: names, bans.
    pub(super) marks: Vec<(FeatureId, &'static Deed, Place)>,
    /// Where features post under names of their own, and where what they do goes to other servers.
    pub(super) speaks: Vec<(FeatureId, Place)>,
    pub(super) crosses: Vec<(FeatureId, Place)>,
    /// Commands that in every case check that their target stands below the person who uses them.
    pub(super) guarded: Vec<(String, Place)>,
    /// What makes the bot write to those who operate it.
    pub(super) to_operators: Vec<(Via, Place)>,
    /// Where services are asked.
    pub(super) asks: Vec<Asks>,
    /// Whether a message of the bot may notify people.
    pub(super) notifies: bool,
    /// Whether the bot says anything but answers that one person sees.
    pub(super) posts: bool,
    /// Whether it sends direct messages.
    pub(super) direct: bool,
}

/// A service is asked.
#[derive(Debug)]
pub(super) struct Asks {
    pub(super) feature: FeatureId,
    pub(super) processor: String,
    /// What is sent, as the policy calls it.
    pub(super) names: Vec<String>,
    pub(super) via: Via,
    pub(super) at: Place,
}

/// Something of a store becomes known.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) store: StoreId,
    pub(super) fields: BTreeSet<FieldId>,
    pub(super) what: Extent,
    pub(super) via: Via,
    pub(super) to: Audience,
    /// Whether only rows are meant that are about the person of the event.
    pub(super) own: bool,
    pub(super) at: Place,
}

impl Shown {
    /// Whether nobody learns of it but whom it is about.
    pub(super) fn is_of_own(&self) -> bool {
        self.own && self.to == Audience::Reply { ephemeral: true }
    }
}

/// How much becomes known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// It is said: fields, or where there are none, how many rows there are.
    Said,
    /// What is said or done depends on it: on fields, or where there are none, on which rows there are and what else came
    /// of them.
    Depends,
}

/// A row is written, deleted or finished.
#[derive(Debug)]
pub(super) struct Touch {
    pub(super) feature: FeatureId,
    pub(super) store: StoreId,
    /// Whether only rows are meant that are about the person of the event.
    pub(super) own: bool,
    pub(super) via: Via,
    pub(super) at: Place,
}

/// An event alone leads to an effect on somebody.
#[derive(Debug)]
pub(super) struct Act {
    pub(super) feature: FeatureId,
    pub(super) what: &'static Deed,
    /// What decides: sources by name, `now` and `settings`.
    pub(super) from: BTreeSet<String>,
    /// Stores that decide too.
    pub(super) stores: BTreeSet<StoreId>,
    pub(super) at: Place,
}

impl Trace {
    /// Where a feature gives and takes roles.
    pub(super) fn roles_of(&self, feature: FeatureId) -> impl Iterator<Item = &Place> {
        let of = self.roles.iter().filter(move |(of, _)| *of == feature);
        of.map(|(_, at)| at)
    }

    pub(super) fn of(plan: &Plan) -> Self {
        let mut trace = Self::default();
        let mut told: BTreeMap<(usize, u32), Vec<&Told>> = BTreeMap::new();
        for one in &plan.shown {
            told.entry((one.handler, one.step)).or_default().push(one);
        }
        let commands = plan.handlers.len();
        for (number, command) in (commands..).zip(&plan.commands) {
            let via = Via::Command {
                name: typed(plan, command),
                asked: Asked {
                    permissions: command.permissions.iter().copied().collect(),
                    settings: BTreeSet::new(),
                },
                direct: command.in_dm,
                operators: command.operators,
                sometimes: Asked::default(),
            };
            let mut walk = Walk::new(plan, &mut trace, &told, (number, command.feature), via);
            walk.whose = Whose::of_command(plan, command);
            walk.steps(&command.steps);
        }
        let sets = commands + plan.commands.len();
        for (number, set) in (sets..).zip(&plan.command_sets) {
            let mut walk = Walk::new(plan, &mut trace, &told, (number, set.feature), Via::Custom);
            walk.show(set.ephemeral, &set.at);
            let ephemeral = set.ephemeral;
            walk.says(&To::Reply { ephemeral }, &set.reply);
        }
        for (number, handler) in plan.handlers.iter().enumerate() {
            let via = Via::Event(handler.on.event, Named::of(plan, &handler.on));
            let mut walk = Walk::new(plan, &mut trace, &told, (number, handler.feature), via);
            // Where a row ended, nobody did it.
            if *handler.on.event != ENDED {
                walk.whose = Whose::of(plan, &handler.steps);
            }
            walk.steps(&handler.steps);
        }
        trace.answers(plan);
        trace
    }

    /// Whoever learns of a row that rests on consent can tell that it was given. What only the one who asks sees, and
    /// what names nobody, tells them of themselves.
    fn answers(&mut self, plan: &Plan) {
        let names = |one: &Shown| {
            let fields = plan.store(one.store).map(|store| &store.fields);
            let field = |id: &FieldId| fields.and_then(|all| all.get(id.0 as usize));
            let mut shown = one.fields.iter().filter_map(field);
            shown.any(|field| field.person.is_some())
        };
        let private = |one: &&Shown| {
            one.is_of_own() || one.to == Audience::Reply { ephemeral: true } && !names(one)
        };
        let told = self.shown.iter().filter(|one| !private(one));
        let told = told.filter_map(|one| {
            Some(Shown {
                store: plan.store(one.store)?.consent?,
                fields: BTreeSet::new(),
                what: Extent::Depends,
                ..one.clone()
            })
        });
        let told: Vec<Shown> = told.collect();
        self.shown.extend(told);
    }
}

struct Walk<'a> {
    plan: &'a Plan,
    trace: &'a mut Trace,
    told: &'a BTreeMap<(usize, u32), Vec<&'a Told>>,
    handler: usize,
    /// The step at hand, as `Plan::shown` numbers it, and the last one so far.
    step: u32,
    last: u32,
    feature: FeatureId,
    via: Via,
    whose: Whose,
    lets: BTreeMap<Slot, &'a Expr>,
    /// Blocks around the step: what is asked in one holds in it alone.
    depth: usize,
}

impl<'a> Walk<'a> {
    fn new(
        plan: &'a Plan,
        trace: &'a mut Trace,
        told: &'a BTreeMap<(usize, u32), Vec<&'a Told>>,
        (handler, feature): (usize, FeatureId),
        via: Via,
    ) -> Self {
        Self {
            plan,
            trace,
            told,
            handler,
            step: 0,
            last: 0,
            feature,
            via,
            whose: Whose::default(),
            lets: BTreeMap::new(),
            depth: 0,
        }
    }

    fn steps(&mut self, steps: &'a [Step]) {
        for step in steps {
            self.numbered(step);
        }
    }

    fn numbered(&mut self, step: &'a Step) {
        self.last += 1;
        let outer = std::mem::replace(&mut self.step, self.last);
        self.step(step);
        self.step = outer;
    }

    fn step(&mut self, step: &'a Step) {
        let at = &step.at;
        let mut ephemeral = true;
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                self.branch_where(Some((cond, true)), then);
                self.branch_where(Some((cond, false)), otherwise);
                // Only where it does not hold is there anything after it.
                if then.last().is_some_and(|last| last.kind == StepKind::Stop) {
                    self.holds(cond, false);
                }
                return;
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                if query.across {
                    self.trace.crosses.push((self.feature, at.clone()));
                }
                self.branch(steps);
                self.branch(otherwise);
                return;
            }
            StepKind::Require {
                permission,
                target,
                cond,
                ..
            } => {
                self.require(*permission, target.is_some(), at);
                if let Some(cond) = cond {
                    self.holds(cond, true);
                }
            }
            StepKind::Let { slot, value, .. } => drop(self.lets.insert(*slot, value)),
            StepKind::Insert { store, values } => self.write(*store, &[], values, at),
            StepKind::Update { store, key, values } => self.write(*store, key, values, at),
            StepKind::Delete { query, .. } => {
                let touch = self.touch(query.store, of_actor(query), at);
                self.trace.deletes.push(touch);
            }
            StepKind::Finish { query } => {
                let touch = self.touch(query.store, of_actor(query), at);
                self.trace.finishes.push(touch);
            }
            StepKind::Say { to, message } => {
                self.says(to, message);
                if message.persona.is_some() {
                    self.trace.speaks.push((self.feature, at.clone()));
                }
                if *to == To::Operators {
                    self.trace.to_operators.push((self.via.clone(), at.clone()));
                }
                ephemeral = match to {
                    To::Reply { ephemeral } => *ephemeral,
                    To::Channel(_) | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_) => true,
                };
            }
            StepKind::Do { deed, .. } => {
                if [&ADD_ROLE, &REMOVE_ROLE].contains(deed) {
                    self.trace.roles.push((self.feature, at.clone()));
                }
                if [&NICK, &BAN].contains(deed) {
                    self.trace.marks.push((self.feature, deed, at.clone()));
                }
                if deed.weighs {
                    self.act(deed, at);
                }
            }
            StepKind::Ask(asked) => {
                let asks = Asks {
                    feature: self.feature,
                    processor: asked.processor.clone(),
                    names: asked.sends.iter().map(|one| one.name.clone()).collect(),
                    via: self.via.clone(),
                    at: at.clone(),
                };
                self.trace.asks.push(asks);
            }
            // What follows is decided anew, with what was known when the effect was decided.
            StepKind::Then { first, steps, .. } => {
                self.numbered(first);
                return self.branch(steps);
            }
            StepKind::Limit { .. } | StepKind::Stop => {}
        }
        self.show(ephemeral, at);
    }

    /// What a branch requires holds for the branch alone; for the steps after it, it is required in some cases.
    fn branch(&mut self, steps: &'a [Step]) {
        self.branch_where(None, steps);
    }

    /// The same of a branch that is taken where a condition holds, or does not.
    fn branch_where(&mut self, cond: Option<(&'a Expr, bool)>, steps: &'a [Step]) {
        let before = self.via.clone();
        self.depth += 1;
        if let Some((cond, holds)) = cond {
            self.holds(cond, holds);
        }
        self.steps(steps);
        self.depth -= 1;
        let after = std::mem::replace(&mut self.via, before);
        if let (
            Via::Command {
                sometimes, asked, ..
            },
            Via::Command {
                asked: inside,
                sometimes: nested,
                ..
            },
        ) = (&mut self.via, after)
        {
            sometimes.extend(inside.without(asked));
            sometimes.extend(nested.without(asked));
        }
    }

    /// Takes in what a condition asks of who uses the command, where it holds or does not.
    fn holds(&mut self, cond: &'a Expr, holds: bool) {
        if let Via::Command {
            asked, sometimes, ..
        } = &mut self.via
        {
            let told = ToldBy::by(cond, &self.lets, holds);
            asked.extend(told.always);
            sometimes.extend(told.sometimes.without(asked));
        }
    }

    fn require(&mut self, permission: Option<Permission>, target: bool, at: &Place) {
        if let Via::Command { name, asked, .. } = &mut self.via {
            asked.permissions.extend(permission);
            let known = self.trace.guarded.iter().any(|(other, _)| other == name);
            if target && !known && self.depth == 0 {
                self.trace.guarded.push((name.clone(), at.clone()));
            }
        }
    }

    fn write(&mut self, store: StoreId, key: &[Expr], values: &[(FieldId, Expr)], at: &Place) {
        let key = (0..).map(FieldId).zip(key);
        let values = values.iter().map(|(field, value)| (*field, value));
        let fields = self.plan.store(store).map(|store| &store.fields);
        let own = key.chain(values).any(|(field, value)| {
            let field = fields.and_then(|all| all.get(field.0 as usize));
            let subject = field.is_some_and(|one| matches!(one.person, Some(Owner::Subject(_))));
            subject && is_actor(value)
        });
        let touch = self.touch(store, own, at);
        self.trace.writes.push(touch);
    }

    fn touch(&self, store: StoreId, own: bool, at: &Place) -> Touch {
        Touch {
            feature: self.feature,
            store,
            own,
            via: self.via.clone(),
            at: at.clone(),
        }
    }

    /// A command and a button are a person's decision; everything else is the bot's.
    fn act(&mut self, what: &'static Deed, at: &Place) {
        if matches!(self.via, Via::Event(event, _) if !event.is_asked_for()) {
            let told = self
                .told
                .get(&(self.handler, self.step))
                .into_iter()
                .flatten();
            let mut act = Act {
                feature: self.feature,
                what,
                from: BTreeSet::new(),
                stores: BTreeSet::new(),
                at: at.clone(),
            };
            for one in told {
                act.from.extend(one.sources.iter().cloned());
                act.stores.extend(&one.depends);
                let decides = one.decides.iter();
                act.stores.extend(decides.map(|(store, _)| *store));
                act.stores.extend(&one.rows);
                act.stores
                    .extend(one.fields.iter().map(|(store, _)| *store));
            }
            self.trace.acts.push(act);
        }
    }

    fn says(&mut self, to: &To, message: &Message) {
        self.trace.notifies |= message.mentions;
        let (posts, direct) = match to {
            To::Reply { ephemeral } => (!ephemeral, false),
            To::Channel(_) | To::ModLog | To::Operators | To::Edit(_) => (true, false),
            To::Dm(_) => (true, true),
        };
        self.trace.posts |= posts;
        self.trace.direct |= direct;
    }

    /// What becomes known by the step at this place.
    fn show(&mut self, ephemeral: bool, at: &Place) {
        for told in self
            .told
            .get(&(self.handler, self.step))
            .into_iter()
            .flatten()
        {
            let to = match told.to {
                End::Reply => Audience::Reply { ephemeral },
                End::Channel => Audience::Channel,
                End::ModLog => Audience::ModLog,
                End::Operators => Audience::Operators,
                End::AuditLog => Audience::AuditLog,
                End::Dm => Audience::Dm,
                End::Processor => Audience::Service,
                End::Acts => Audience::Acts,
            };
            let mut all: BTreeMap<(StoreId, Extent), BTreeSet<FieldId>> = BTreeMap::new();
            for store in &told.rows {
                all.entry((*store, Extent::Said)).or_default();
            }
            for (store, field) in &told.fields {
                let fields = all.entry((*store, Extent::Said)).or_default();
                fields.insert(*field);
            }
            // That there are rows is told by whatever is said of them.
            let depends = told.depends.union(&told.behind);
            for store in depends.filter(|store| !all.contains_key(&(**store, Extent::Said))) {
                self.trace.shown.push(Shown {
                    store: *store,
                    fields: BTreeSet::new(),
                    what: Extent::Depends,
                    via: self.via.clone(),
                    to,
                    own: self.whose.looks_at_own(*store),
                    at: at.clone(),
                });
            }
            // What is said of somebody's own row hides nothing that is decided by another's.
            let apart = |store| self.whose.says_own(store) && !self.whose.looks_at_own(store);
            for (store, field) in &told.decides {
                if told.fields.contains(&(*store, *field)) && !apart(*store) {
                    continue;
                }
                let fields = all.entry((*store, Extent::Depends)).or_default();
                fields.insert(*field);
            }
            for ((store, what), fields) in all {
                self.trace.shown.push(Shown {
                    store,
                    fields,
                    what,
                    via: self.via.clone(),
                    to,
                    own: match what {
                        Extent::Said => self.whose.says_own(store),
                        Extent::Depends => self.whose.looks_at_own(store),
                    },
                    at: at.clone(),
                });
            }
        }
    }
}
