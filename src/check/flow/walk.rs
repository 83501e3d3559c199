//! One walk over every handler: what each step writes and posts.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::{Deed, End as Out, Event, Goes, event::COMMAND_SET},
    plan::{self, Arg, Expr, FieldId, List, Message, Slot, Step, StepKind, StoreId, Text, To},
    resolve::{Handler, Local, Policy},
    vocab::Span,
};

use super::{
    End, Flows, ReadAt,
    carried::{EndAt, ReasonId},
    label::{Label, SourceId},
};

/// A walk through one handler.
pub(super) struct Walk<'a> {
    pub(super) policy: &'a Policy,
    pub(super) flows: &'a mut Flows,
    pub(super) locals: &'a [Local],
    pub(super) lets: BTreeMap<Slot, Label>,
    /// Options whose value is out of a closed list, which says nothing about anybody.
    pub(super) chosen: BTreeSet<Slot>,
    pub(super) event: &'static Event,
    feature: crate::plan::FeatureId,
    handler: usize,
    /// What the step at hand depends on being reached.
    reached: Option<ReasonId>,
}

impl Flows {
    /// Walks every handler once.
    pub(super) fn round(&mut self, policy: &Policy) {
        let mut number = 0;
        let none = BTreeSet::new();
        for handler in &policy.handlers {
            self.handler(policy, handler, none.clone(), number);
            number += 1;
        }
        for command in &policy.commands {
            let params = command.params.iter().map(|param| &param.node);
            let closed = params.filter(|param| !param.choices.is_empty());
            let chosen = closed.map(|param| param.slot).collect();
            self.handler(policy, &command.body, chosen, number);
            number += 1;
        }
        for set in &policy.command_sets {
            let mut walk = Walk {
                policy,
                flows: self,
                locals: &[],
                lets: BTreeMap::new(),
                chosen: BTreeSet::new(),
                event: &COMMAND_SET,
                feature: set.feature,
                handler: number,
                reached: None,
            };
            walk.reply(&set.reply, set.ephemeral, set.span);
            number += 1;
        }
    }

    fn handler(
        &mut self,
        policy: &Policy,
        handler: &Handler,
        chosen: BTreeSet<Slot>,
        number: usize,
    ) {
        let mut walk = Walk {
            policy,
            flows: self,
            locals: &handler.locals,
            lets: BTreeMap::new(),
            chosen,
            event: handler.on.event,
            feature: handler.feature,
            handler: number,
            reached: None,
        };
        walk.steps(&handler.steps);
    }
}

impl Walk<'_> {
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

    fn end(&mut self, label: &Label, end: End, at: Span) {
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

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            self.step(step);
            if let Some(otherwise) = &step.otherwise {
                let label = self.text(otherwise);
                let end = if self.event.is_asked_for() {
                    Out::Reply
                } else {
                    Out::ModLog
                };
                self.end(&label, End::Out(end), step.name);
            }
        }
    }

    /// Steps that are only reached when `cond` lets them be. Whether a `stop` inside ended the handler is known to
    /// everything after it, so what decided stays with `reached` then.
    fn branch(&mut self, cond: Label, steps: &[Step]) {
        let outer = self.reached;
        self.decided(cond);
        self.steps(steps);
        if !may_end(steps) {
            self.reached = outer;
        }
    }

    fn step(&mut self, step: &Step) {
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let at = cond.span;
                let cond = self.value(cond).via(at, "decides here");
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
                let label = self.value(value).via(*name_at, &says);
                self.lets.insert(*slot, label);
            }
            StepKind::Each { query, steps } => {
                let rows = self.rows(query);
                self.branch(rows, steps);
            }
            StepKind::Require {
                target,
                cond,
                refusal,
                ..
            } => {
                if let Some(target) = target {
                    self.value(target);
                }
                if let Some(refusal) = refusal {
                    let label = self.text(refusal);
                    self.end(&label, End::Out(Out::Reply), step.name);
                }
                if let Some(cond) = cond {
                    let label = self.value(cond).via(cond.span, "decides here");
                    self.decided(label);
                }
            }
            StepKind::Stop => {}
            StepKind::Insert { store, values } => {
                self.rows_change(*store, step.span);
                self.writes(*store, values);
            }
            StepKind::Update { store, key, values } => {
                self.rows_change(*store, step.span);
                for (i, part) in (0..).zip(key) {
                    self.write(*store, FieldId(i), part);
                }
                self.writes(*store, values);
            }
            StepKind::Delete { query } | StepKind::Finish { query } => {
                let rows = self.rows(query).implied();
                self.end(&rows, End::Rows(query.store), step.span);
            }
            StepKind::Say { to, message } => self.say(to, message, step.name),
            StepKind::Do { deed, args } => self.done(deed, args, step.name),
            StepKind::Then {
                first,
                slot,
                journal,
                keeps,
                steps,
                ..
            } => {
                self.rows_change(*journal, first.span);
                for (field, value) in (1..).zip(keeps) {
                    self.write(*journal, FieldId(field), value);
                }
                let result = self.target(&first.kind);
                for place in 0..plan::RESULT_SLOTS {
                    let slot = Slot(slot.0.saturating_add(place));
                    self.lets.insert(slot, result.clone());
                }
                self.steps(std::slice::from_ref(&**first));
                self.steps(steps);
            }
        }
    }

    /// What an effect is done to, which is all that its result says. Whether it succeeded says nothing of what it carried.
    fn target(&mut self, first: &StepKind) -> Label {
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
                        Goes::Nowhere => label.join(self.value(value)),
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

    fn say(&mut self, to: &To, message: &Message, at: Span) {
        match to {
            To::Reply { ephemeral } => self.reply(message, *ephemeral, at),
            To::Channel(to) => {
                self.value(to);
                self.said(message, Out::Channel, at);
            }
            To::ModLog => self.said(message, Out::ModLog, at),
            To::Dm(to) => {
                self.value(to);
                self.said(message, Out::Dm, at);
            }
        }
    }

    fn said(&mut self, message: &Message, end: Out, at: Span) {
        let label = self.message(message);
        self.end(&label, End::Out(end), at);
    }

    /// An answer that is not for one person's eyes only stands in the channel.
    pub(super) fn reply(&mut self, message: &Message, ephemeral: bool, at: Span) {
        let label = self.message(message);
        self.end(&label, End::Out(Out::Reply), at);
        if !ephemeral {
            self.end(&label, End::Out(Out::Channel), at);
        }
    }

    /// A deed on Discord: what each parameter is given is read, and ends where the deed's row says.
    fn done(&mut self, deed: &Deed, args: &BTreeMap<String, Arg>, at: Span) {
        for param in deed.params {
            let label = match args.get(param.name) {
                Some(Arg::Value(value)) => self.value(value),
                Some(Arg::Text(text)) => self.text(text),
                None => continue,
            };
            match param.goes {
                Goes::Nowhere => {}
                Goes::To(end) => self.end(&label, End::Out(end), at),
            }
        }
    }

    fn rows_change(&mut self, store: StoreId, at: Span) {
        self.end(&Label::default(), End::Rows(store), at);
    }

    fn writes(&mut self, store: StoreId, values: &[(FieldId, Expr)]) {
        for (field, value) in values {
            self.write(store, *field, value);
        }
    }

    fn write(&mut self, store: StoreId, field: FieldId, value: &Expr) {
        let label = self.value(value);
        let named = self.policy.field(store, field);
        let says = named.map_or_else(String::new, |(decl, field)| {
            format!("written to `{}.{}`", decl.node.name, field.name)
        });
        self.end(&label, End::Field(store, field), value.span);
        self.flows
            .wrote((store, field), &label.via(value.span, &says));
    }

    fn text(&mut self, text: &Text) -> Label {
        let mut label = Label::default();
        for hole in text.holes() {
            label.join(self.value(hole));
        }
        label
    }

    fn message(&mut self, message: &Message) -> Label {
        let mut label = Label::default();
        if let Some(text) = &message.text {
            label.join(self.text(text));
        }
        if let Some(List { query, line, empty }) = &message.list {
            label.join(self.rows(query));
            label.join(self.text(line));
            if let Some(empty) = empty {
                label.join(self.text(empty));
            }
        }
        for button in &message.buttons {
            label.join(self.text(&button.label));
        }
        label
    }
}

/// Whether a `stop` or a `require` inside may end the handler.
fn may_end(steps: &[Step]) -> bool {
    plan::all(steps).any(|step| step.kind.may_end())
}
