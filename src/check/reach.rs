//! Which steps of a handler can run: those behind a condition that never holds, or behind a `stop`, cannot.
//!
//! Judges nothing; `retention` asks. It errs towards "can run": a condition counts as never true where its own words say
//! so, alone or with those before it.

use std::collections::BTreeSet;

use crate::{
    lexicon::function::Means,
    plan::{self, Expr, Kind, Op, Query, Step, StepKind, StoreId},
    resolve::{Handler, Policy},
    vocab::{Type, Value},
};

use super::{
    compared::{Bound, at_least, bounds_of},
    known::{Known, Trust},
    writes::{self, Lets, Write},
};

/// What is known about a policy's rows and choices.
pub(super) struct Reach<'p> {
    policy: &'p Policy,
    writes: Vec<Write<'p>>,
    /// Stores that some step fills.
    filled: BTreeSet<StoreId>,
}

impl<'p> Reach<'p> {
    pub(super) fn of(policy: &'p Policy) -> Self {
        let writes = writes::of(policy);
        let steps = policy.bodies().flat_map(|body| plan::all(&body.steps));
        let journals = steps.filter_map(|step| step.kind.journal());
        let filled = writes.iter().map(|write| write.store).chain(journals);
        let filled = filled.collect();
        Self {
            policy,
            writes,
            filled,
        }
    }

    /// The steps that can run, in the order they are written.
    pub(super) fn steps(&self, handler: &'p Handler) -> Vec<&'p Step> {
        let mut walk = Walk {
            reach: self,
            lets: Lets::of(handler),
            known: Known::of(self.policy, Trust::Allowed, handler),
            run: Vec::new(),
        };
        walk.steps(&handler.steps, &mut Facts::default());
        walk.run
    }
}

struct Walk<'r, 'p> {
    reach: &'r Reach<'p>,
    lets: Lets<'p>,
    known: Known<'p>,
    run: Vec<&'p Step>,
}

impl<'p> Walk<'_, 'p> {
    /// Gives whether something after these steps can run.
    fn steps(&mut self, steps: &'p [Step], facts: &mut Facts<'p>) -> bool {
        steps.iter().all(|step| self.step(step, facts))
    }

    fn step(&mut self, step: &'p Step, facts: &mut Facts<'p>) -> bool {
        if let Some(query) = step.kind.ended() {
            if self.finds(query, facts) {
                self.run.push(step);
            }
            return true;
        }
        self.run.push(step);
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let (mut held, mut failed) = (facts.clone(), facts.clone());
                let on = self.assume(cond, true, &mut held) && self.steps(then, &mut held);
                let off =
                    self.assume(cond, false, &mut failed) && self.steps(otherwise, &mut failed);
                match (on, off) {
                    (true, false) => *facts = held,
                    (false, true) => *facts = failed,
                    (true, true) | (false, false) => {}
                }
                on || off
            }
            StepKind::Require {
                cond: Some(cond), ..
            } => self.assume(cond, true, facts),
            StepKind::Stop => false,
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let found = self.finds(query, facts) && self.steps(steps, &mut facts.clone());
                let none = self.steps(otherwise, &mut facts.clone());
                found || none
            }
            StepKind::Then { first, steps, .. } => {
                self.step(first, facts);
                self.steps(steps, &mut facts.clone());
                true
            }
            StepKind::Require { cond: None, .. }
            | StepKind::Limit { .. }
            | StepKind::Let { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Say { .. }
            | StepKind::Do { .. }
            | StepKind::Ask(_) => true,
        }
    }

    /// Whether a query can find a row.
    fn finds(&self, query: &'p Query, facts: &Facts<'p>) -> bool {
        let mut facts = Facts {
            of_row: true,
            ..facts.clone()
        };
        let filter = query.filter.as_ref();
        self.reach.filled.contains(&query.store)
            && query.limit != Some(0)
            && filter.is_none_or(|filter| self.assume(filter, true, &mut facts))
            && filter.is_none_or(|filter| self.is_key_of_some(query.store, filter))
    }

    /// False where a key stands in the filter that no step gives a row.
    fn is_key_of_some(&self, store: StoreId, filter: &Expr) -> bool {
        let mut equal = filter.equal().into_iter();
        equal.all(|(left, right)| self.is_key(store, left, right))
    }

    fn is_key(&self, store: StoreId, left: &Expr, right: &Expr) -> bool {
        let (field, wanted) = if let Kind::Row(_, field) = left.kind {
            (field, right)
        } else if let Kind::Row(_, field) = right.kind {
            (field, left)
        } else {
            return true;
        };
        let policy = self.reach.policy;
        let Some(decl) = policy.store(store) else {
            return true;
        };
        if decl.node.auto_key && field.0 == 0 {
            let number = self.known.value(wanted);
            return number.is_none_or(|number| number > Value::Int(0));
        }
        if field.0 >= decl.node.key_len {
            return true;
        }
        // A key that others write does not change, so one of those written is the one that is looked for.
        let wanted_value = self.known.value(wanted);
        let mut writes = self
            .reach
            .writes
            .iter()
            .filter(|write| write.store == store);
        writes.any(|write| {
            let Some(given) = write.value(field) else {
                return false;
            };
            let kinds = [&wanted.kind, &given.kind];
            // What the bot itself does is no event of any policy.
            let is_bot = kinds.contains(&&Kind::Me) && kinds.contains(&&Kind::Actor);
            let is_another = wanted_value.as_ref().is_some_and(|wanted| {
                // A name stands for what its own handler gave it.
                let known = Known::of(policy, Trust::Allowed, write.handler);
                known.value(given).is_some_and(|given| given != *wanted)
            });
            !is_bot && !is_another
        })
    }

    /// Takes in that a condition holds, or does not. False where that cannot be.
    fn assume(&self, cond: &'p Expr, holds: bool, facts: &mut Facts<'p>) -> bool {
        let cond = self.lets.follow(cond);
        if let Some(known) = self.known.truth(cond) {
            return known == holds;
        }
        if let Kind::Not(of) = &cond.kind {
            return self.assume(of, !holds, facts);
        }
        if let Kind::Binary { op, left, right } = &cond.kind
            && [Op::And, Op::Or].contains(op)
        {
            if is_joint(*op, holds) {
                return self.assume(left, holds, facts) && self.assume(right, holds, facts);
            }
            let (mut first, mut second) = (facts.clone(), facts.clone());
            let one = self.assume(left, holds, &mut first);
            let other = self.assume(right, holds, &mut second);
            if one != other {
                *facts = if one { first } else { second };
            }
            return one || other;
        }
        let bound = self.bound(cond, holds);
        if !facts.is_steady(cond) {
            // By itself it may be too much all the same.
            return bound.is_none_or(|bound| self.is_left(bound.about, vec![bound]));
        }
        if facts
            .known
            .iter()
            .any(|(known, was)| *known == cond && *was != holds)
        {
            return false;
        }
        facts.known.push((cond, holds));
        let Some(bound) = bound else {
            return true;
        };
        let told = facts.known.iter();
        let told = told.filter_map(|(cond, holds)| self.bound(cond, *holds));
        let all = told.filter(|told| told.about == bound.about).collect();
        self.is_left(bound.about, all)
    }

    fn bound<'e>(&self, cond: &'e Expr, holds: bool) -> Option<Bound<'e>>
    where
        'p: 'e,
    {
        Bound::of(cond, holds, &self.lets, &self.known)
    }

    /// Whether some value is left for what is compared with constants.
    fn is_left<'e>(&self, about: &'e Expr, mut all: Vec<Bound<'e>>) -> bool {
        let choices = self.limits(about, &mut all);
        let fits = |value: &Value| all.iter().all(|bound| bound.allows(value));
        if !choices.is_empty() {
            return choices.iter().any(fits);
        }
        // Where some value is left, a bound, or a value beside it, is among them.
        all.iter().flat_map(Bound::near).any(|value| fits(&value))
    }

    /// What a setting or an option can be at all: its bounds, or all values where it is one of a few.
    fn limits<'e>(&self, about: &'e Expr, bounds: &mut Vec<Bound<'e>>) -> Vec<Value> {
        if let Kind::Setting(id) = about.kind {
            let setting = self.reach.policy.settings.get(id.0 as usize);
            if let Some(setting) = setting.map(|one| &one.node) {
                let (min, max) = (setting.min, setting.max);
                bounds.extend(bounds_of(about, &setting.kind, min, max));
            }
        }
        if let Kind::Field { store, field, .. } | Kind::Row(store, field) = about.kind
            && let Some((_, field)) = self.reach.policy.field(store, field)
        {
            bounds.extend(bounds_of(about, &field.kind, field.min, field.max));
        }
        if counts(about) {
            bounds.push(at_least(about, Value::Int(0)));
        }
        let Kind::Local(slot) = about.kind else {
            return Vec::new();
        };
        let Some(param) = self.known.option(slot) else {
            return Vec::new();
        };
        if *param.kind.value == Type::Int {
            bounds.extend(bounds_of(about, &Type::Int, param.min, param.max));
        }
        param.choices.iter().cloned().map(Value::Text).collect()
    }
}

/// Whether an expression says how many of something there are.
fn counts(of: &Expr) -> bool {
    if let Kind::Call { function, .. } = &of.kind {
        return function.name == "length";
    }
    matches!(of.kind, Kind::Count(_))
}

/// What is known to hold, or not to, where a step stands.
#[derive(Debug, Clone, Default)]
struct Facts<'e> {
    known: Vec<(&'e Expr, bool)>,
    /// Whether `row` is one and the same in all of it.
    of_row: bool,
}

impl Facts<'_> {
    /// Whether an expression has the same value wherever it stands in one handler.
    fn is_steady(&self, of: &Expr) -> bool {
        let mut steady = true;
        plan::walk::expr(of, &mut |part| {
            if let plan::walk::Part::Expr(part) = part {
                steady &= match &part.kind {
                    Kind::Row(..) => self.of_row,
                    Kind::Unknown
                    | Kind::Field { .. }
                    | Kind::Exists { .. }
                    | Kind::Rank
                    | Kind::Count(_)
                    | Kind::Sum { .. } => false,
                    Kind::Call { function, .. } => match function.means {
                        Means::Random => false,
                        Means::Pure(_)
                        | Means::Render
                        | Means::Mention
                        | Means::May
                        | Means::Members => true,
                    },
                    Kind::Literal(_)
                    | Kind::Local(_)
                    | Kind::Now
                    | Kind::Me
                    | Kind::Actor
                    | Kind::Told(_)
                    | Kind::Person { .. }
                    | Kind::Can { .. }
                    | Kind::Setting(_)
                    | Kind::Not(_)
                    | Kind::Negate(_)
                    | Kind::IsNone(_)
                    | Kind::Coalesce(..)
                    | Kind::Binary { .. }
                    | Kind::If { .. }
                    | Kind::Message { .. } => true,
                };
            }
        });
        steady
    }
}

/// Whether both sides must be so: `a and b` holds, `a or b` does not.
fn is_joint(op: Op, holds: bool) -> bool {
    op == Op::And && holds || op == Op::Or && !holds
}
