//! Authority: what harms somebody else happens only when a person who may do it wants it.
//!
//! A guard is `for=operators`, a `require permission=…` (or a condition that asks `can(…)` or `may(…)` of the person, or
//! whether a row names them) on the way to the step, in its block or around it. What people do to themselves needs none.
//! What a deed takes out of a store was guarded when it was stored (`kept`).

mod guards;
mod kept;
mod rows;

use std::collections::BTreeMap;

use miette::{Diagnostic, LabeledSpan};
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Deed, Guard, source::MESSAGE_ID},
    plan::{self, Arg, Expr, FieldId, Kind, Scope, Slot, Step, StepKind, StoreId, To, Written},
    resolve::{Handler, Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::{Permission, Span, Type},
};

use super::writes::{self, Lets};
use guards::{Guards, Origin, origins};
use kept::{Stake, Stakes};
use rows::ChangesHands;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::authority::privileged-unguarded"), help("{help}"))]
pub(crate) struct PrivilegedUnguarded {
    message: String,
    help: String,
    label: &'static str,
    #[label(primary, "{label}")]
    at: Span,
    #[label("follows from this")]
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
    let stakes = Stakes::of(policy);
    for handler in policy.bodies().filter(|one| one.understood) {
        let mut judge = Judge {
            policy,
            stakes: &stakes,
            handler,
            lets: Lets::of(handler),
            told: Vec::new(),
            passed: Vec::new(),
        };
        let mut guards = Guards::default();
        guards.permitted = handler.by_operators;
        judge.steps(&handler.steps, &mut guards);
        for told in judge.told {
            findings.push(told);
        }
        for passed in judge.passed {
            findings.push(passed);
        }
    }
}

/// What whoever writes rows about others usually holds.
const ROWS: Permission = Permission::ModerateMembers;

/// What the bot needs for a deed is what somebody needs who has it done.
fn needed(deed: &Deed) -> Permission {
    let last = deed.needs.last();
    last.map_or(ROWS, |(permission, _)| *permission)
}

/// Whether an option gives a slot. What an option gives may take more slots than one.
fn is_option(handler: &Handler, slot: Slot) -> bool {
    handler.locals.iter().any(|local| {
        let slots = local.kind.map_or(0, |kind| kind.slots);
        let after = slot.0.checked_sub(local.slot.0);
        after.is_some_and(|after| after < slots)
    })
}

/// Whether an effect's result, which takes three slots at most, stands in a slot.
fn makes(step: &Step, at: Slot) -> bool {
    match &step.kind {
        StepKind::Then { first, slot, .. } => {
            first.kind.asked().is_none() && (slot.0..slot.0 + 3).contains(&at.0)
        }
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => false,
    }
}

/// Whether what an effect makes is a channel.
fn is_place(step: &Step) -> bool {
    let [first, _] = step.kind.blocks();
    let deed = first.first().and_then(|first| first.kind.deed());
    let makes = deed.and_then(|deed| deed.makes);
    makes.is_some_and(|makes| makes.ty == Type::Channel)
}

struct Judge<'a> {
    policy: &'a Policy,
    stakes: &'a Stakes,
    handler: &'a Handler,
    lets: Lets<'a>,
    told: Vec<PrivilegedUnguarded>,
    passed: Vec<ChangesHands>,
}

impl<'a> Judge<'a> {
    fn steps(&mut self, steps: &'a [Step], guards: &mut Guards<'a>) {
        for step in steps {
            self.step(step, guards);
        }
    }

    fn step(&mut self, step: &'a Step, guards: &mut Guards<'a>) {
        match &step.kind {
            StepKind::Require {
                permission,
                target,
                cond,
                ..
            } => {
                guards.permitted |= permission.is_some_and(|one| !one.is_everybodys());
                if let Some(cond) = cond {
                    guards.learn(cond, true, (self.policy, &self.lets));
                }
                guards.below.extend(target);
            }
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let (mut held, mut failed) = (guards.clone(), guards.clone());
                held.learn(cond, true, (self.policy, &self.lets));
                failed.learn(cond, false, (self.policy, &self.lets));
                self.steps(then, &mut held);
                self.steps(otherwise, &mut failed);
                guards.forget_written(then);
                guards.forget_written(otherwise);
                // What comes after a block that stops happens only where its condition did not hold.
                if plan::ends(then) {
                    guards.learn(cond, false, (self.policy, &self.lets));
                }
                if plan::ends(otherwise) {
                    guards.learn(cond, true, (self.policy, &self.lets));
                }
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let mut inner = guards.of_another_row(steps);
                if let Some(filter) = &query.filter {
                    inner.learn(filter, true, (self.policy, &self.lets));
                }
                self.steps(steps, &mut inner);
                self.steps(otherwise, &mut guards.clone());
                guards.forget_written(steps);
                guards.forget_written(otherwise);
            }
            StepKind::Insert { .. } | StepKind::Update { .. } => {
                if let Some(row) = step.kind.written() {
                    self.written(row, step, guards);
                    guards.forget(row.store);
                }
            }
            StepKind::Delete { query, .. } => {
                self.ended(query, "deleted", step, guards);
                guards.gone(query);
            }
            StepKind::Finish { query } => self.ended(query, "finished", step, guards),
            StepKind::Do { deed, args } => self.done(deed, args, step, guards),
            StepKind::Say { to, .. } => self.said(to, step, guards),
            StepKind::Then { first, steps, .. } => {
                self.steps(std::slice::from_ref(&**first), guards);
                let is_numbered = |store| {
                    let decl = self.policy.store(store);
                    decl.is_some_and(|decl| decl.node.auto_key)
                };
                self.steps(steps, &mut guards.later(is_numbered));
            }
            StepKind::Let { slot, value, .. } => guards.bind(*slot, value),
            StepKind::Limit { .. } | StepKind::Stop | StepKind::Ask(_) => {}
        }
    }

    fn is_asked(&self) -> bool {
        self.handler.on.event.is_asked_for()
    }

    /// Whether it runs by time alone: what it does was guarded when it was stored.
    fn is_ending(&self) -> bool {
        self.handler.on.store.is_some()
    }

    fn origins<'e>(&self, expr: &'e Expr) -> Vec<Origin<'e>>
    where
        'a: 'e,
    {
        origins(&self.lets, expr, |slot| is_option(self.handler, slot))
    }

    fn is_themselves(&self, expr: &'a Expr) -> bool {
        let origins = self.origins(expr);
        origins.iter().all(|origin| *origin == Origin::Themselves)
    }

    /// The same for what is written about somebody: in a store that all servers share no permission of one server is a
    /// guard, but for rows that name that server by their key. Of what is deleted the notice says that a permission of any server does.
    fn permitted_in(
        &mut self,
        (store, row): (&StoreDecl, Written<'a>),
        (does, needs): (&str, Permission),
        step: &Step,
        guards: &Guards,
    ) {
        let is_shared = store.node.scope != Scope::Guild && !self.is_of_this_server(store, row);
        if !is_shared || self.handler.by_operators || off(Saboteur::SharedByAll) {
            self.permitted((does, needs), step, guards);
            return;
        }
        let (who, help) = if self.is_asked() {
            (
                "of anybody who may in some server",
                "add `for=operators` to the command",
            )
        } else {
            (
                "of an event in any server",
                "do it at a command that is `for=operators`",
            )
        };
        let message = format!("{does}, which all servers share, because {who}");
        self.unguarded(message, help, "done for all servers", step.span);
    }

    /// Whether some guard stands before the step; a finding where none does.
    fn permitted(
        &mut self,
        (does, needs): (&str, Permission),
        step: &Step,
        guards: &Guards,
    ) -> bool {
        if !guards.permitted && !off(Saboteur::Unguarded) {
            let needs = needs.word();
            let (message, help, label) = if self.is_asked() {
                (
                    format!("{does} at the command of anybody"),
                    format!("put `require permission={needs}` before it"),
                    "done for anybody who asks",
                )
            } else {
                let event = self.handler.on.event;
                let help = if event.has_actor() {
                    format!(
                        "put it into `when \"can({}, '{needs}')\" {{ … }}`",
                        event.actor
                    )
                } else {
                    format!("do it at a command, after `require permission={needs}`")
                };
                let message = format!("{does}, whoever makes the event happen");
                (message, help, "done because of anybody")
            };
            self.unguarded(message, &help, label, step.span);
        }
        guards.permitted
    }

    /// What an option is called.
    fn name_of(&self, chosen: &Expr) -> &'a str {
        let Kind::Local(slot) = self.lets.follow(chosen).kind else {
            return "…";
        };
        let mut locals = self.handler.locals.iter();
        let local = locals.find(|local| local.slot == slot);
        local.map_or("…", |local| local.name.as_str())
    }

    /// What a deed will be done with is stored: who chooses it may do the deed.
    fn staked(
        &mut self,
        store: &StoreDecl,
        field: FieldId,
        value: &'a Expr,
        stake: &Stake,
        guards: &Guards<'a>,
    ) {
        let origins = self.origins(value);
        let chosen: Vec<&Expr> = origins
            .into_iter()
            .filter_map(|origin| match origin {
                Origin::Chosen(chosen) => Some(chosen),
                // What is done to oneself is free, but for what others did to end: a ban.
                Origin::Themselves => (!stake.ranked).then_some(value),
                Origin::Kept(..) | Origin::Given => None,
            })
            .collect();
        if chosen.is_empty() {
            return;
        }
        let field = store.node.fields.get(field.0 as usize);
        let field = field.map_or("", |field| field.name.as_str());
        let name = format!("{}.{field}", store.node.name);
        let is_below = guards.is_below(value, &self.lets)
            || chosen.iter().all(|one| guards.is_below(one, &self.lets));
        if !guards.permitted && !off(Saboteur::StoredChoice) {
            let message = format!("`{name}` is chosen by anybody, and {} later", stake.does);
            let help = format!("put `require permission={}` before it", stake.needs.word());
            self.unguarded(message, &help, "chosen by anybody who asks", value.span);
        } else if stake.ranked && !is_below && !off(Saboteur::StoredRank) {
            let message = format!(
                "`{name}` may stand above the person who chooses it, and {} later",
                stake.does
            );
            let named = chosen.first().map_or("…", |one| self.name_of(one));
            let help = format!("add `target={named}` to the `require` before it");
            self.unguarded(message, &help, "whichever they name", value.span);
        } else {
            return;
        }
        if let Some(told) = self.told.last_mut() {
            let used = Some("used here".to_owned());
            let used = LabeledSpan::new_with_span(used, stake.at);
            if !told.also_at.contains(&used) {
                told.also_at.push(used);
            }
        }
    }

    fn said(&mut self, to: &'a To, step: &Step, guards: &Guards<'a>) {
        let to = match to {
            To::Channel(to) => to,
            To::Edit(message) => return self.changed(message, step, guards),
            To::Reply { .. } | To::ModLog | To::Operators | To::Dm(_) => return,
        };
        if self.is_chosen(to) && !off(Saboteur::ChosenChannel) {
            let does = "a message is posted in whichever channel they name";
            self.permitted((does, Permission::ManageMessages), step, guards);
        }
    }

    fn is_chosen(&self, value: &'a Expr) -> bool {
        self.origins(value).into_iter().any(|origin| match origin {
            Origin::Chosen(_) => true,
            Origin::Themselves | Origin::Kept(..) | Origin::Given => false,
        })
    }

    /// Of the bot's messages, whichever somebody names.
    fn changed(&mut self, message: &'a Expr, step: &Step, guards: &Guards<'a>) {
        let Kind::Message { id, .. } = &message.kind else {
            return;
        };
        let is_chosen = self.is_chosen(id);
        if is_chosen && !self.is_theirs(message, guards) && !off(Saboteur::ChosenMessage) {
            let does = "a message of the bot is changed, whichever they name";
            self.permitted((does, Permission::ManageMessages), step, guards);
        }
    }

    fn done(
        &mut self,
        deed: &Deed,
        args: &'a BTreeMap<String, Arg>,
        step: &Step,
        guards: &Guards<'a>,
    ) {
        let given = |param: &str| args.get(param).and_then(Arg::value);
        match deed.guard {
            Guard::Free => {}
            Guard::Permitted { taken: Some(_), .. } if self.is_ending() => {}
            Guard::Permitted { does, .. } => {
                let message = given("message");
                let channel = given("channel").filter(|_| message.is_none());
                if !message.is_some_and(|message| self.is_theirs(message, guards))
                    && !channel.is_some_and(|channel| self.is_own_channel(channel, guards))
                {
                    self.permitted((does, needed(deed)), step, guards);
                }
            }
            Guard::Placed { does, place } => {
                let place = given(place).map(|place| place.message_id().unwrap_or(place));
                let is_chosen = place.is_some_and(|place| self.is_chosen(place));
                if is_chosen && !off(Saboteur::ChosenCategory) {
                    let needs = Some(needed(deed)).filter(|one| !one.is_everybodys());
                    let needs = needs.unwrap_or(Permission::ManageMessages);
                    self.permitted((does, needs), step, guards);
                }
            }
            Guard::Above {
                does,
                above,
                chosen,
            } => {
                let above: Vec<&Expr> = above.iter().filter_map(|param| given(param)).collect();
                let chosen = chosen.and_then(given);
                self.done_to(
                    (does, needed(deed)),
                    (given("member"), chosen),
                    &above,
                    step,
                    guards,
                );
            }
        }
    }

    /// Whether a message belongs to the person of the event, or to the bot; or a row that names them says that it does.
    fn is_theirs(&self, message: &'a Expr, guards: &Guards<'a>) -> bool {
        let Kind::Message { id, .. } = &message.kind else {
            return false;
        };
        let mut said = guards.stands_in(id, &self.lets).into_iter();
        if said.any(|(store, field)| self.says_own_messages(store, field)) {
            return true;
        }
        let id = self.lets.follow(id);
        if let Some((store, field, _)) = id.stored()
            && !self.handler.on.event.has_actor()
            && self.says_messages_of_the_bot(store, field)
        {
            return true;
        }
        if let Kind::Told(_) = id.kind {
            return self.handler.on.event.authored || off(Saboteur::MessageOfOthers);
        }
        let Kind::Local(slot) = id.kind else {
            return false;
        };
        !self.is_asked() && !is_option(self.handler, slot)
    }

    /// Whether a row says that the bot made this channel: one that names the person where they ask for it, any where
    /// nobody does.
    fn is_own_channel(&self, channel: &'a Expr, guards: &Guards<'a>) -> bool {
        let mut said = guards.stands_in(channel, &self.lets);
        if !self.is_asked() {
            said.extend(guards.stands_in_any(channel, &self.lets));
        }
        let mut said = said.into_iter();
        off(Saboteur::ChannelOfOthers)
            || said.any(|(store, field)| self.says_own_channels(store, field))
    }

    /// Who is timed out, or whose roles change, stands below whoever wants it; and so does the role that they name.
    fn done_to(
        &mut self,
        does: (&str, Permission),
        (member, role): (Option<&'a Expr>, Option<&'a Expr>),
        above: &[&'a Expr],
        step: &Step,
        guards: &Guards<'a>,
    ) {
        let to_themselves = member.is_some_and(|member| self.is_themselves(member));
        let named = role.is_some_and(|role| self.is_chosen(role));
        // Where nobody is present, whom it is done to was guarded when it was stored.
        if self.is_ending() || to_themselves && !named && (role.is_some() || !self.is_asked()) {
            return;
        }
        let unknown = above.first().is_none_or(|one| one.kind == Kind::Unknown);
        if !self.permitted(does, step, guards) || unknown || !self.is_asked() {
            return;
        }
        let is_below = |one: &Expr| guards.is_below(one, &self.lets);
        let (message, label, target) =
            if named && !role.is_some_and(is_below) && !off(Saboteur::RoleAbove) {
                (
                    "the role may stand above the person commanding it",
                    "whichever role they name",
                    role,
                )
            } else if !to_themselves
                && !above.iter().any(|one| is_below(one))
                && !off(Saboteur::MemberAbove)
            {
                (
                    "it may be done to somebody who stands above the person commanding it",
                    "done to whomever they name",
                    member,
                )
            } else {
                return;
            };
        let target = target.map_or("…", |target| self.name_of(target));
        let help = format!("add `target={target}` to the `require` before it");
        self.unguarded(message.to_owned(), &help, label, step.span);
    }

    /// Whether a field is only ever given messages that the bot wrote, or that were written by whom the row names.
    fn says_own_messages(&self, store: StoreId, field: FieldId) -> bool {
        let Some(decl) = self.policy.store(store) else {
            return false;
        };
        let mut writes = writes::of(self.policy).into_iter();
        writes.all(|write| {
            let Some(value) = write.value(field).filter(|_| write.store == store) else {
                return true;
            };
            let lets = Lets::of(write.handler);
            let value = lets.follow(value);
            if let Kind::Local(slot) = value.kind {
                return plan::all(&write.handler.steps).any(|step| makes(step, slot));
            }
            let mut people = decl.node.people();
            value.kind == Kind::Told(&MESSAGE_ID)
                && write.handler.on.event.authored
                && people.all(|(person, _)| {
                    let named = write.value(person);
                    named.is_some_and(|named| lets.follow(named).is_actor())
                })
        })
    }

    /// Whether a field is only ever given channels that the bot made.
    fn says_own_channels(&self, store: StoreId, field: FieldId) -> bool {
        let mut writes = writes::of(self.policy).into_iter();
        writes.all(|write| {
            let Some(value) = write.value(field).filter(|_| write.store == store) else {
                return true;
            };
            let lets = Lets::of(write.handler);
            let Kind::Local(slot) = lets.follow(value).kind else {
                return false;
            };
            let mut steps = plan::all(&write.handler.steps);
            steps.any(|step| makes(step, slot) && is_place(step))
        })
    }

    /// Whether a field is only ever given messages that the bot wrote. Where nobody is present, nobody chooses which.
    fn says_messages_of_the_bot(&self, store: StoreId, field: FieldId) -> bool {
        let all = writes::of(self.policy);
        let mut written = all.iter().filter(|write| write.store == store).peekable();
        written.peek().is_some()
            && written.all(|write| {
                let lets = Lets::of(write.handler);
                let value = write.value(field).map(|value| &lets.follow(value).kind);
                let Some(Kind::Local(slot)) = value else {
                    return value.is_none();
                };
                plan::all(&write.handler.steps).any(|step| makes(step, *slot))
            })
    }

    fn unguarded(&mut self, message: String, help: &str, label: &'static str, at: Span) {
        // One `require` at the beginning would guard every step; each is shown, and told once.
        if let Some(told) = self.told.iter_mut().find(|told| told.label == label) {
            let also = Some("and this".to_owned());
            told.also_at.push(LabeledSpan::new_with_span(also, at));
            return;
        }
        let on = self.handler.name;
        self.told
            .push(PrivilegedUnguarded::new(message, help, label, at, on));
    }
}
