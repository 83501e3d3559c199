//! One walk over every handler: what each step writes, says and does.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::{
        Deed, End as Out, Event, Goes, Mark,
        event::COMMAND_SET,
        source::{MESSAGE_ID, MESSAGE_LINK},
    },
    plan::{
        self, Arg, Card, Expr, FieldId, List, Message, Persona, Query, Slot, Step, StepKind,
        StoreId, Text, Trigger,
    },
    resolve::{Command, CommandSet, Handler, Local, Policy},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Permission, Span},
};

use super::{
    super::known::{Known, Trust},
    End, Flows, Leaves, ReadAt,
    carried::{EndAt, ReasonId},
    fits::LABEL_CHARS_MAX,
    label::{Label, Source, SourceId, Strength},
};

/// A walk through one handler.
pub(super) struct Walk<'a> {
    pub(super) policy: &'a Policy,
    pub(super) flows: &'a mut Flows,
    pub(super) locals: &'a [Local],
    pub(super) lets: BTreeMap<Slot, Label>,
    /// What each `let` stands for, since a person keeps their fields under another name.
    pub(super) values: BTreeMap<Slot, &'a Expr>,
    /// What found the row at hand of a store.
    pub(super) bound: BTreeMap<StoreId, Label>,
    /// Options whose value is out of a closed list, which is no text of anybody's.
    pub(super) chosen: BTreeSet<Slot>,
    /// Options that a button can fix, by what stands for what was fixed.
    pub(super) handed: BTreeMap<Slot, SourceId>,
    /// Whether only who sets servers up can start it, so that what is handed over is the server's choice.
    pub(super) sets_up: bool,
    /// Whether what is asked now is told otherwise of somebody who is timed out.
    pub(super) silence_counts: bool,
    pub(super) event: &'static Event,
    feature: plan::FeatureId,
    pub(super) handler: usize,
    /// The step at hand.
    step: Span,
    /// Its number, and that of the last one so far.
    number: u32,
    last: u32,
    /// What the step at hand depends on being reached.
    pub(super) reached: Option<ReasonId>,
    /// What decided that something was asked of Discord so far: where it is refused, the handler says nothing more.
    pub(super) asked: Option<ReasonId>,
    /// The same of what only takes away the answer: direct messages, and the server's own commands.
    pub(super) answered: Option<ReasonId>,
    /// What effects made, which nobody had before.
    pub(super) made: BTreeSet<Slot>,
    /// What decides that the transaction at hand goes through.
    pub(super) whole: ReasonId,
    /// Whether a message can be what it answers.
    pub(super) by_message: bool,
    /// What its values can be, whatever is kept and set.
    pub(super) sizes: Known<'a>,
}

impl Flows {
    /// Walks every handler once.
    pub(super) fn round(&mut self, policy: &Policy) {
        let mut number = 0;
        for handler in &policy.handlers {
            let mut walk = Walk::of(policy, self, handler, number);
            walk.starts(handler);
            walk.through(&handler.steps);
            number += 1;
        }
        for command in &policy.commands {
            let mut walk = Walk::of(policy, self, &command.body, number);
            walk.asked(command);
            walk.through(&command.body.steps);
            number += 1;
        }
        for set in &policy.command_sets {
            self.command_set(policy, set, number);
            number += 1;
        }
        self.leavers(policy);
    }

    /// Rows that go because somebody left, whom the bot may have removed.
    fn leavers(&mut self, policy: &Policy) {
        for store in &policy.stores {
            let clauses = store.node.retention.clauses.iter().zip(&store.clauses);
            let mut left = clauses.filter(|(clause, _)| clause.trigger == Trigger::MemberLeft);
            let Some((_, at)) = left.next() else { continue };
            let source = self.done(Mark::Membership);
            let label = Label::of(source, *at, "depends on what the bot did").implied();
            let end = EndAt {
                end: End::Rows(store.node.id),
                at: *at,
                feature: store.node.feature,
            };
            self.ended(&label, end, None);
            let into = self.there(policy, store.node.id);
            self.wrote(into, &label, (*at, "rows go with who left"), None);
        }
    }

    /// Commands that a server's admins make: everybody sees their names and what they are about.
    fn command_set(&mut self, policy: &Policy, set: &CommandSet, number: usize) {
        let query = Query::all(set.store, set.span);
        let mut walk = Walk::new(policy, self, &COMMAND_SET, set.feature, number, set.span);
        let mut names = walk.rows(&query);
        names.join(walk.value(&set.command));
        names.join(walk.text(&set.about));
        walk.told(
            &names.unless(Saboteur::CommandNames),
            Out::Channel,
            set.span,
        );
        if !off(Saboteur::CommandReply) {
            walk.reply(&set.reply, set.ephemeral, set.span);
        }
        walk.flows.closed(walk.whole);
    }
}

impl<'a> Walk<'a> {
    fn new(
        policy: &'a Policy,
        flows: &'a mut Flows,
        event: &'static Event,
        feature: plan::FeatureId,
        handler: usize,
        step: Span,
    ) -> Self {
        let whole = flows.whole(None);
        Self {
            policy,
            flows,
            locals: &[],
            lets: BTreeMap::new(),
            values: BTreeMap::new(),
            bound: BTreeMap::new(),
            chosen: BTreeSet::new(),
            handed: BTreeMap::new(),
            sets_up: false,
            silence_counts: true,
            event,
            feature,
            handler,
            step,
            number: 0,
            last: 0,
            reached: Some(whole),
            asked: None,
            answered: None,
            made: BTreeSet::new(),
            whole,
            by_message: false,
            sizes: Known::alone(policy, Trust::Always),
        }
    }

    fn of(policy: &'a Policy, flows: &'a mut Flows, handler: &'a Handler, number: usize) -> Self {
        let (event, feature) = (handler.on.event, handler.feature);
        Self {
            locals: &handler.locals,
            sizes: Known::of(policy, Trust::Always, handler),
            ..Self::new(policy, flows, event, feature, number, handler.name)
        }
    }

    /// A transaction, which goes through as a whole or not at all.
    fn through(&mut self, steps: &'a [Step]) {
        self.steps(steps);
        self.flows.closed(self.whole);
    }

    /// Walks on with the row at hand of a store found by `query`.
    pub(super) fn with_row<T>(&mut self, query: &'a Query, go: impl FnOnce(&mut Self) -> T) -> T {
        let found = self.filter(query);
        let outer = self.bound.insert(query.store, found);
        let done = go(self);
        match outer {
            Some(outer) => self.bound.insert(query.store, outer),
            None => self.bound.remove(&query.store),
        };
        done
    }

    /// What decided that the event happens at all.
    fn starts(&mut self, handler: &Handler) {
        let at = handler.name;
        for mark in handler.on.event.follows {
            let label = self.done_before(*mark, at).unless(Saboteur::Follows);
            self.decided(label);
        }
        if let Some(button) = &handler.on.id {
            let source = self.flows.posted(button);
            let label = Label::of(source, at, "is offered by a message");
            self.decided(label.unless(Saboteur::Offered));
        }
        let Some(store) = handler.on.store else {
            return;
        };
        let source = self.flows.there(self.policy, store);
        let mut label = Label::of(source, at, "follows from a row");
        let decl = self.policy.store(store);
        for clause in decl.iter().flat_map(|decl| &decl.node.retention.clauses) {
            if let Some(field) = clause.trigger.asks() {
                label.join(self.kept(store, field, at));
            }
        }
        self.decided(label.unless(Saboteur::EndOfRow));
    }

    fn asked(&mut self, command: &Command) {
        let params = command.params.iter().map(|param| &param.node);
        let closed = params.filter(|param| !param.choices.is_empty());
        self.chosen = closed.map(|param| param.slot).collect();
        let mut needed = command.permissions.iter();
        self.sets_up = needed.any(|one| one.sets_up()) || requires_setting_up(&command.body.steps);
        self.pressed(command);
        self.typed(command);
    }

    pub(super) fn read(&mut self, source: SourceId, at: Span) {
        if self.flows.heard.insert((source, self.handler)) {
            self.flows.reads.push(ReadAt {
                source,
                at,
                feature: self.feature,
                handler: self.handler,
            });
        }
    }

    /// A value leaves the bot.
    pub(super) fn told(&mut self, label: &Label, end: Out, at: Span) {
        self.ends(label, End::Out(end), at);
        self.flows.leaves.push(Leaves {
            end,
            at: self.step,
            step: self.number,
            handler: self.handler,
            label: label.clone(),
            reached: self.reached,
            open: end != Out::Reply,
        });
    }

    pub(super) fn ends(&mut self, label: &Label, end: End, at: Span) {
        let at = EndAt {
            end,
            at,
            feature: self.feature,
        };
        self.flows.ended(label, at, self.reached);
    }

    /// Whether what follows is reached was decided by `cond`.
    pub(super) fn decided(&mut self, cond: Label) {
        self.reached = self.flows.reason(self.reached, cond.implied());
    }

    fn steps(&mut self, steps: &'a [Step]) {
        for step in steps {
            self.last += 1;
            let outer = (self.step, self.number);
            let inner = (step.span, self.last);
            (self.step, self.number) = inner;
            self.step(step);
            (self.step, self.number) = inner;
            self.where_refused(step);
            (self.step, self.number) = outer;
        }
    }

    /// Steps that are only reached when `cond` lets them be. Whether a `stop` inside ended the handler is known to
    /// everything after it, so what decided stays with `reached` then.
    fn branch(&mut self, cond: Label, steps: &'a [Step]) {
        let outer = self.reached;
        self.decided(cond);
        self.steps(steps);
        if !may_end(steps) || off(Saboteur::Stop) {
            self.reached = outer;
        }
    }

    fn step(&mut self, step: &'a Step) {
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let at = cond.span;
                let cond = self
                    .value(cond)
                    .via(at, "decides here")
                    .unless(Saboteur::When);
                self.branch(cond.clone(), then);
                self.branch(cond, otherwise);
            }
            StepKind::Let {
                slot,
                name,
                name_at,
                value,
                counts: _,
            } => {
                let says = format!("kept for the moment as `{name}`");
                let label = self.value(value).via(*name_at, &says).unless(Saboteur::Let);
                self.lets.insert(*slot, label);
                self.values.insert(*slot, value);
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let rows = self.rows(query).unless(Saboteur::Each);
                self.with_row(query, |walk| walk.branch(rows.clone(), steps));
                self.branch(rows, otherwise);
            }
            StepKind::Require {
                target,
                cond,
                refusal,
                permission,
            } => {
                // What somebody may do follows from roles, and the bot may have given them.
                if permission.is_some() || target.is_some() {
                    let label = self.done_before(Mark::Standing, step.name);
                    self.flows.refuses(self.whole, label.clone(), self.reached);
                    self.decided(label);
                }
                self.require(target.as_ref(), cond.as_ref(), refusal.as_ref(), step.name);
            }
            StepKind::Limit {
                id,
                per,
                refusal,
                over,
                ..
            } => self.limit(*id, per, (refusal.as_ref(), over.as_ref()), step.name),
            StepKind::Stop => {}
            StepKind::Insert { store, values } => {
                self.inserted(*store, values, step.name);
                self.rows_change(*store, Label::default(), step.span);
                self.writes(*store, values);
            }
            StepKind::Update { store, key, values } => self.updated((*store, key, values), step),
            StepKind::Delete { query, refusal } => self.rows_end(query, refusal.as_ref(), step),
            StepKind::Finish { query } => self.rows_end(query, None, step),
            StepKind::Say { to, message } => self.say(to, message, step.name),
            StepKind::Do { deed, args } => self.done_to(deed, args, step.name),
            StepKind::Ask(asked) => self.sent(asked),
            StepKind::Then {
                first,
                slot,
                journal,
                keeps,
                steps,
                ..
            } => {
                self.rows_change(*journal, Label::default(), first.span);
                for (field, value) in (1..).zip(keeps) {
                    self.write(*journal, FieldId(field), value);
                }
                self.then(first, *slot, steps);
            }
        }
    }

    /// An effect, and the block that follows it.
    fn then(&mut self, first: &'a Step, slot: Slot, steps: &'a [Step]) {
        if let Some(asked) = first.kind.asked() {
            self.answers(asked, slot, first.name);
        } else {
            let result = self.target(&first.kind).unless(Saboteur::Result);
            let result = result.and(self.counted(first).unless(Saboteur::CountOfMessages));
            for place in 0..plan::RESULT_SLOTS {
                let slot = Slot(slot.0.saturating_add(place));
                self.lets.insert(slot, result.clone());
                self.made.insert(slot);
            }
        }
        let outer = self.reached;
        self.steps(std::slice::from_ref(first));
        self.follows(&first.kind);
        // The block is a transaction of its own.
        let inner = self.flows.whole(self.reached);
        let whole = std::mem::replace(&mut self.whole, inner);
        self.reached = Some(inner);
        self.through(steps);
        self.whole = whole;
        if !may_end(steps) {
            self.reached = outer;
        }
    }

    /// A deed on Discord: what each parameter is given is read, and ends where the deed's row says. To what it is done is
    /// seen where it is done.
    fn done_to(&mut self, deed: &'static Deed, args: &'a BTreeMap<String, Arg>, at: Span) {
        let (mut target, mut done) = (Label::default(), Label::default());
        for param in deed.params {
            let label = match args.get(param.name) {
                Some(Arg::Value(value)) => self.value(value),
                Some(Arg::Values(values)) => {
                    let mut label = Label::default();
                    for value in values {
                        label.join(self.value(value));
                    }
                    label
                }
                Some(Arg::Text(text)) => self.text(text),
                None => continue,
            };
            match param.goes {
                Goes::Named => {
                    target.join(self.named(label));
                }
                Goes::To(end) => {
                    if end == Out::Acts {
                        done.join(label.clone().implied());
                    }
                    let arg = args.get(param.name);
                    self.given_whole(arg, param.takes, end, &label, at);
                    if end == Out::Acts && deed.marks.contains(&Mark::Naming) {
                        let named = label.clone().via(at, "given as a name");
                        self.flows.named.join(named);
                    }
                    let seen = label.unless(Saboteur::DeedText);
                    self.told(&seen, end, at);
                }
            }
        }
        self.told(&target.clone().unless(Saboteur::DeedTarget), deed.seen, at);
        // Discord makes an entry of what is done to members, messages and channels.
        if deed.weighs && !off(Saboteur::DeedLogged) {
            self.ends(&target, End::Out(Out::AuditLog), at);
        }
        if !deed.ranks.is_empty() {
            self.may_be_impossible(target.clone());
        }
        self.asked = self.flows.both(self.asked, self.reached);
        let done = done.and(target);
        for mark in deed.marks.unless(Saboteur::DeedMark) {
            let into = self.flows.done(*mark);
            let says = format!("`{}` is done here", deed.name);
            self.flows.wrote(into, &done, (at, &says), self.reached);
        }
    }

    /// What something is done to. Which message it is says nothing that was not there to see.
    pub(super) fn named(&self, label: Label) -> Label {
        let label = self.choosing(label).implied();
        label.map(|source, taint| {
            if self.flows.source(source).is_some_and(is_message) {
                taint.strength = Strength::Whose;
            }
        })
    }

    pub(super) fn text(&mut self, text: &'a Text) -> Label {
        let mut label = Label::default();
        for hole in text.holes() {
            label.join(self.value(hole));
        }
        label
    }

    pub(super) fn message(&mut self, message: &'a Message) -> Label {
        let mut label = Label::default();
        if let Some(text) = &message.text {
            label.join(self.text(text));
        }
        if let Some(card) = &message.card {
            label.join(self.card(card).unless(Saboteur::Card));
        }
        if let Some(List { query, line, empty }) = &message.list {
            label.join(self.rows(query).unless(Saboteur::ListRows));
            let shown = self.with_row(query, |walk| walk.text(line));
            label.join(shown.unless(Saboteur::ListLine));
            if let Some(empty) = empty {
                label.join(self.text(empty).unless(Saboteur::ListEmpty));
            }
        }
        for button in &message.buttons {
            for text in button.words() {
                let words = self.text(text);
                self.has_length(text, LABEL_CHARS_MAX, &words, button.at);
                label.join(words.unless(Saboteur::ButtonLabel));
            }
            label.join(self.offered(button));
        }
        if let Some(persona) = &message.persona {
            label.join(self.persona(persona).unless(Saboteur::Persona));
        }
        if let Some(files) = &message.files {
            label.join(self.value(files).unless(Saboteur::Files));
        }
        label
    }

    fn card(&mut self, card: &'a Card) -> Label {
        let mut label = Label::default();
        if let Some(title) = &card.title {
            label.join(self.text(title));
        }
        if let Some(progress) = &card.progress {
            label.join(self.value(progress));
        }
        label
    }

    fn persona(&mut self, persona: &'a Persona) -> Label {
        let label = self.text(&persona.name);
        match &persona.avatar {
            Some(avatar) => label.and(self.value(avatar)),
            None => label,
        }
    }
}

fn is_message(source: &Source) -> bool {
    source.thing == Some(MESSAGE_ID.name) || source.thing == Some(MESSAGE_LINK.name)
}

/// Whether a `stop` or a `require` inside may end the handler.
fn may_end(steps: &[Step]) -> bool {
    plan::all(steps).any(|step| step.kind.may_end())
}

/// Whether nothing happens before it is asked that somebody may set the server up.
fn requires_setting_up(steps: &[Step]) -> bool {
    steps.first().is_some_and(|step| match &step.kind {
        StepKind::Require { permission, .. } => permission.is_some_and(Permission::sets_up),
        StepKind::When { .. }
        | StepKind::Let { .. }
        | StepKind::Each { .. }
        | StepKind::Stop
        | StepKind::Limit { .. }
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_)
        | StepKind::Then { .. } => false,
    })
}
