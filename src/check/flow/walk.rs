//! One walk over every handler: what each step writes, says and does.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::{
        Deed, End as Out, Event, Goes, Mark,
        event::COMMAND_SET,
        source::{MESSAGE_ID, MESSAGE_LINK},
    },
    plan::{
        self, Arg, Expr, FieldId, List, Message, Query, Slot, Step, StepKind, StoreId, Text, To,
        Trigger,
    },
    resolve::{Command, CommandSet, Handler, Local, Policy},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{Permission, Span},
};

use super::{
    End, Flows, Leaves, ReadAt,
    carried::{EndAt, ReasonId},
    given::{Given, said},
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
    /// Whether only who sets servers up can start it, so that what is handed over is the server's choice.
    pub(super) sets_up: bool,
    pub(super) event: &'static Event,
    feature: plan::FeatureId,
    handler: usize,
    /// The step at hand.
    step: Span,
    /// Its number, and that of the last one so far.
    number: u32,
    last: u32,
    /// What the step at hand depends on being reached.
    reached: Option<ReasonId>,
    /// What decided that something was asked of Discord so far: where it is refused, the handler says nothing more.
    asked: Option<ReasonId>,
    /// The same of what only takes away the answer: direct messages, and the server's own commands.
    answered: Option<ReasonId>,
    /// What was written just as the handler was given it: a message that tells the one shows the other.
    pub(super) given: Vec<(Given, StoreId, FieldId)>,
}

impl Flows {
    /// Walks every handler once.
    pub(super) fn round(&mut self, policy: &Policy) {
        let mut number = 0;
        for handler in &policy.handlers {
            let mut walk = Walk::of(policy, self, handler, number);
            walk.starts(handler);
            walk.steps(&handler.steps);
            number += 1;
        }
        for command in &policy.commands {
            let mut walk = Walk::of(policy, self, &command.body, number);
            walk.asked(command);
            walk.steps(&command.body.steps);
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
            BTreeSet::new(),
            Out::Channel,
            set.span,
        );
        if !off(Saboteur::CommandReply) {
            walk.reply(&set.reply, set.ephemeral, set.span);
        }
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
        Self {
            policy,
            flows,
            locals: &[],
            lets: BTreeMap::new(),
            values: BTreeMap::new(),
            bound: BTreeMap::new(),
            chosen: BTreeSet::new(),
            sets_up: false,
            event,
            feature,
            handler,
            step,
            number: 0,
            last: 0,
            reached: None,
            asked: None,
            answered: None,
            given: Vec::new(),
        }
    }

    fn of(policy: &'a Policy, flows: &'a mut Flows, handler: &'a Handler, number: usize) -> Self {
        let (event, feature) = (handler.on.event, handler.feature);
        Self {
            locals: &handler.locals,
            ..Self::new(policy, flows, event, feature, number, handler.name)
        }
    }

    /// Walks on with the row at hand of a store found by `query`.
    fn with_row<T>(&mut self, query: &'a Query, go: impl FnOnce(&mut Self) -> T) -> T {
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
        if let Some(mark) = handler.on.event.follows {
            let label = self.done_before(mark, at).unless(Saboteur::Follows);
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
            match clause.trigger {
                Trigger::Field { field } => label.join(self.kept(store, field, at)),
                Trigger::Age
                | Trigger::EntryIdle
                | Trigger::GuildRemoved
                | Trigger::MemberLeft
                | Trigger::Boot
                | Trigger::FlowEnded
                | Trigger::FeatureOff
                | Trigger::Erased
                | Trigger::Setting { .. } => {}
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
    fn told(&mut self, label: &Label, given: BTreeSet<(StoreId, FieldId)>, end: Out, at: Span) {
        self.ends(label, End::Out(end), at);
        self.flows.leaves.push(Leaves {
            end,
            at: self.step,
            step: self.number,
            handler: self.handler,
            label: label.clone(),
            reached: self.reached,
            given,
        });
    }

    fn ends(&mut self, label: &Label, end: End, at: Span) {
        let at = EndAt {
            end,
            at,
            feature: self.feature,
        };
        self.flows.ended(label, at, self.reached);
    }

    /// Whether what follows is reached was decided by `cond`.
    fn decided(&mut self, cond: Label) {
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
            if let Some(otherwise) = &step.otherwise {
                let label = self.text(otherwise).unless(Saboteur::Otherwise);
                let end = if self.event.is_asked_for() {
                    Out::Reply
                } else {
                    Out::ModLog
                };
                let given = self.given_in(otherwise.holes());
                self.told(&label, given, end, step.name);
            }
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
            } => {
                let says = format!("kept for the moment as `{name}`");
                let label = self.value(value).via(*name_at, &says).unless(Saboteur::Let);
                self.lets.insert(*slot, label);
                self.values.insert(*slot, value);
            }
            StepKind::Each { query, steps } => {
                let rows = self.rows(query).unless(Saboteur::Each);
                self.with_row(query, |walk| walk.branch(rows, steps));
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
                    self.decided(label);
                }
                self.require(target.as_ref(), cond.as_ref(), refusal.as_ref(), step.name);
            }
            StepKind::Stop => {}
            StepKind::Insert { store, values } => {
                self.rows_change(*store, Label::default(), step.span);
                self.writes(*store, values);
            }
            StepKind::Update { store, key, values } => {
                let mut chosen = Label::default();
                for part in key {
                    chosen.join(self.value(part));
                }
                let chosen = self.choosing(chosen).unless(Saboteur::Updated);
                self.rows_change(*store, chosen, step.span);
                let decl = self.policy.store(*store);
                // A number that the bot gives only finds the row.
                if !decl.is_some_and(|decl| decl.node.auto_key) && !off(Saboteur::KeyWritten) {
                    for (i, part) in (0..).zip(key) {
                        self.write(*store, FieldId(i), part);
                    }
                }
                self.writes(*store, values);
            }
            StepKind::Delete { query } | StepKind::Finish { query } => {
                let rows = self.rows(query).unless(Saboteur::Deleted);
                self.rows_change(query.store, rows, step.span);
            }
            StepKind::Say { to, message } => self.say(to, message, step.name),
            StepKind::Do { deed, args } => self.done_to(deed, args, step.name),
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
                let result = self.target(&first.kind).unless(Saboteur::Result);
                for place in 0..plan::RESULT_SLOTS {
                    let slot = Slot(slot.0.saturating_add(place));
                    self.lets.insert(slot, result.clone());
                }
                let outer = self.reached;
                self.steps(std::slice::from_ref(&**first));
                self.follows(&first.kind);
                self.steps(steps);
                if !may_end(steps) {
                    self.reached = outer;
                }
            }
        }
    }

    /// What decides that a block runs: that its effect was asked for, and that there was something to say. Success as such
    /// says nothing of what an effect carries.
    fn follows(&mut self, first: &'a StepKind) {
        match first {
            StepKind::Say { to, message } => {
                self.reached = self.said_where(to);
                if let Some(text) = &message.text {
                    self.not_empty(text);
                } else if let Some(list) = &message.list {
                    let rows = self.rows(&list.query);
                    self.decided(rows);
                    self.with_row(&list.query, |walk| walk.not_empty(&list.line));
                }
            }
            StepKind::Do { args, .. } => {
                for text in args.values().filter_map(Arg::text) {
                    self.not_empty(text);
                }
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => {}
        }
    }

    /// Discord takes no empty text.
    fn not_empty(&mut self, text: &'a Text) {
        if !text.says_something() {
            let label = self.text(text);
            self.decided(label);
        }
    }

    /// Who is refused learns that the condition did not hold.
    fn require(
        &mut self,
        target: Option<&'a Expr>,
        cond: Option<&'a Expr>,
        refusal: Option<&'a Text>,
        at: Span,
    ) {
        if let Some(target) = target {
            self.value(target);
        }
        let cond = cond.map(|cond| self.value(cond).via(cond.span, "decides here"));
        // Where nobody asked, nobody is told.
        if self.event.is_asked_for() && (cond.is_some() || refusal.is_some()) {
            let mut label = cond.clone().unwrap_or_default().implied();
            let mut given = BTreeSet::new();
            if let Some(refusal) = refusal {
                label.join(self.text(refusal));
                given = self.given_in(refusal.holes());
            }
            self.told(&label.unless(Saboteur::Refusal), given, Out::Reply, at);
        }
        if let Some(cond) = cond {
            self.decided(cond.unless(Saboteur::Require));
        }
    }

    /// What an effect is done to, which is all that its result says. Whether it succeeded says nothing of what it carried.
    fn target(&mut self, first: &'a StepKind) -> Label {
        match first {
            StepKind::Say { to, .. } => match to {
                To::Channel(to) | To::Dm(to) => self.value(to),
                To::Reply { .. } | To::ModLog => Label::default(),
            },
            StepKind::Do { deed, args } => {
                let mut label = Label::default();
                for param in deed.params {
                    let value = match args.get(param.name) {
                        Some(Arg::Value(value)) => value,
                        Some(Arg::Text(_)) | None => continue,
                    };
                    match param.goes {
                        Goes::Named => label.join(self.value(value)),
                        Goes::To(_) => {}
                    }
                }
                label
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => Label::default(),
        }
    }

    /// A message is not sent where something that was to happen before was refused. Where it is the first to be refused,
    /// others after it are not.
    fn say(&mut self, to: &'a To, message: &'a Message, at: Span) {
        let outer = self.reached;
        self.reached = self.said_where(to);
        self.say_there(to, message, at);
        match to {
            To::Channel(_) => self.asked = self.flows.both(self.asked, self.reached),
            To::Dm(_) => self.answered = self.flows.both(self.answered, self.reached),
            // That the mod-log cannot be written changes nothing, and an answer is the last thing to be said.
            To::Reply { .. } | To::ModLog => {}
        }
        self.reached = outer;
    }

    /// What decides that something is said, besides what it depends on to be reached.
    fn said_where(&mut self, to: &To) -> Option<ReasonId> {
        let reached = self.flows.both(self.reached, self.asked);
        match to {
            To::Reply { .. } => self.flows.both(reached, self.answered),
            To::Channel(_) | To::ModLog | To::Dm(_) => reached,
        }
    }

    fn say_there(&mut self, to: &'a To, message: &'a Message, at: Span) {
        match to {
            To::Reply { ephemeral } => self.reply(message, *ephemeral, at),
            // Where it stands says what chose the place.
            To::Channel(to) => {
                let place = self.value(to).implied().unless(Saboteur::Place);
                if !off(Saboteur::Post) {
                    self.said(message, place, Out::Channel, at);
                }
            }
            To::ModLog if off(Saboteur::ModLog) => {}
            To::ModLog => self.said(message, Label::default(), Out::ModLog, at),
            To::Dm(to) => {
                let whom = self.value(to);
                let whom = self.choosing(whom).implied().unless(Saboteur::Recipient);
                if !off(Saboteur::Dm) {
                    self.said(message, whom, Out::Dm, at);
                }
            }
        }
    }

    fn said(&mut self, message: &'a Message, place: Label, end: Out, at: Span) {
        let label = self.message(message).and(place);
        let given = self.given_in(said(message));
        self.told(&label, given, end, at);
    }

    /// An answer that is not for one person's eyes only stands in the channel.
    fn reply(&mut self, message: &'a Message, ephemeral: bool, at: Span) {
        let label = self.message(message);
        let given = self.given_in(said(message));
        if !off(Saboteur::Answer) {
            self.told(&label, given, Out::Reply, at);
        }
        if !ephemeral && !off(Saboteur::PublicAnswer) {
            self.ends(&label, End::Out(Out::Channel), at);
        }
    }

    /// A deed on Discord: what each parameter is given is read, and ends where the deed's row says. To what it is done is
    /// seen where it is done.
    fn done_to(&mut self, deed: &'static Deed, args: &'a BTreeMap<String, Arg>, at: Span) {
        let mut target = Label::default();
        for param in deed.params {
            let (label, given) = match args.get(param.name) {
                Some(Arg::Value(value)) => {
                    let given = self.given_in(std::iter::once(value));
                    (self.value(value), given)
                }
                Some(Arg::Text(text)) => {
                    let given = self.given_in(text.holes());
                    (self.text(text), given)
                }
                None => continue,
            };
            match param.goes {
                Goes::Named => {
                    let label = self.choosing(label).implied();
                    target.join(label.map(|source, taint| {
                        // Which message it is says nothing that was not there to see.
                        if self.flows.source(source).is_some_and(is_message) {
                            taint.strength = Strength::Whose;
                        }
                    }));
                }
                Goes::To(_) if off(Saboteur::DeedText) => {}
                Goes::To(end) => self.told(&label, given, end, at),
            }
        }
        self.told(
            &target.clone().unless(Saboteur::DeedTarget),
            BTreeSet::new(),
            deed.seen,
            at,
        );
        self.asked = self.flows.both(self.asked, self.reached);
        if let Some(mark) = deed.marks.filter(|_| !off(Saboteur::DeedMark)) {
            let into = self.flows.done(mark);
            let says = format!("`{}` is done here", deed.name);
            self.flows.wrote(into, &target, (at, &says), self.reached);
        }
    }

    /// Rows come or go, which `label` and what decided it tell.
    fn rows_change(&mut self, store: StoreId, label: Label, at: Span) {
        let label = label.implied();
        if off(Saboteur::RowsChange) {
            return;
        }
        self.ends(&label, End::Rows(store), at);
        let into = self.flows.there(self.policy, store);
        let name = self.policy.store(store).map(|decl| &decl.node.name);
        let says = name.map_or_else(String::new, |name| format!("rows of `{name}` change here"));
        self.flows.wrote(into, &label, (at, &says), self.reached);
        let mut sets = self.policy.command_sets.iter();
        if sets.any(|set| set.store == store) {
            self.answered = self.flows.both(self.answered, self.reached);
        }
    }

    fn writes(&mut self, store: StoreId, values: &'a [(FieldId, Expr)]) {
        for (field, value) in values {
            self.write(store, *field, value);
        }
    }

    fn write(&mut self, store: StoreId, field: FieldId, value: &'a Expr) {
        let label = self.value(value);
        let kept = label.clone().unless(Saboteur::FieldEnd);
        self.ends(&kept, End::Field(store, field), value.span);
        let Some(into) = self.flows.kept(self.policy, store, field) else {
            return;
        };
        let name = self.flows.source(into).map(|source| &source.name);
        let says = name.map_or_else(String::new, |name| format!("written to `{name}`"));
        let at = (value.span, says.as_str());
        self.flows
            .wrote(into, &label.unless(Saboteur::Carried), at, self.reached);
        if let Some(given) = Given::of(value) {
            self.given.push((given, store, field));
        }
    }

    fn text(&mut self, text: &'a Text) -> Label {
        let mut label = Label::default();
        for hole in text.holes() {
            label.join(self.value(hole));
        }
        label
    }

    fn message(&mut self, message: &'a Message) -> Label {
        let mut label = Label::default();
        if let Some(text) = &message.text {
            label.join(self.text(text));
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
            label.join(self.text(&button.label).unless(Saboteur::ButtonLabel));
            let into = self.flows.posted(&button.id);
            let says = format!("the button `{}` is offered here", button.id);
            let at = (button.at, says.as_str());
            self.flows.wrote(into, &Label::default(), at, self.reached);
        }
        label
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
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Delete { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Then { .. } => false,
    })
}
