//! Doors: what a message tells that is a command; and what a message with a button decides about what the press does, and
//! hands over to a command.

use std::collections::BTreeMap;

use crate::{
    lexicon::{Mark, source::MESSAGE_CONTENT},
    plan::Button,
    resolve::{Command, door},
    sabotage::{Saboteur, Unless as _, off},
};

use super::{
    Flows,
    label::{From, Label, SourceId, Strength, Taint},
    walk::Walk,
};

impl Flows {
    /// What values got to here come from.
    fn written_into(&self, into: SourceId) -> impl Iterator<Item = (SourceId, &Taint)> {
        let all = self.writes.iter();
        all.flat_map(move |(from, writes)| {
            let here = writes.iter().filter(move |write| write.into == into);
            here.filter(|write| write.taint.strength != Strength::Whose)
                .map(|write| (*from, &write.taint))
        })
    }

    /// What is handed over here, also by one button after another, and whether it is handed over as it is.
    pub(super) fn handed(&self, posted: SourceId) -> BTreeMap<SourceId, bool> {
        let mut found: BTreeMap<SourceId, bool> = BTreeMap::new();
        let mut open = vec![(posted, true)];
        while let Some((into, whole)) = open.pop() {
            for (from, taint) in self.written_into(into) {
                let copied = whole && taint.strength == Strength::Copy && !taint.chosen;
                let known = found.get(&from).copied();
                if known.is_some_and(|known| known >= copied) {
                    continue;
                }
                found.insert(from, copied);
                if self
                    .source(from)
                    .is_some_and(|one| one.from == From::Posted)
                {
                    open.push((from, copied));
                }
            }
        }
        found
    }
}

impl<'a> Walk<'a> {
    /// What the buttons and lists decided and handed over that are doors to the command.
    pub(super) fn pressed(&mut self, command: &Command) {
        let title = command.title();
        let doors = door::doors(self.policy).into_iter();
        let doors = doors.filter(|(_, _, to)| to.is_some_and(|to| to.title() == title));
        let fixed: Vec<Option<&str>> = doors
            .flat_map(|(button, ..)| {
                let names = button.given().map(|(name, _)| Some(name));
                names.chain([None])
            })
            .collect();
        if fixed.is_empty() {
            return;
        }
        let at = command.body.name;
        let source = self.flows.posted(&title);
        self.decided(Label::of(source, at, "is offered by a message"));
        for name in fixed.into_iter().flatten() {
            let mut params = command.params.iter().map(|param| &param.node);
            if let Some(param) = params.find(|param| param.name == name) {
                let source = self.flows.posted(&format!("{title} {name}"));
                self.handed.insert(param.slot, source);
            }
        }
    }

    /// What a message tells that is the command, and that the command is carried out.
    pub(super) fn typed(&mut self, command: &Command) {
        let at = command.body.name;
        if let Some(typed_at) = self.policy.typed_at(command) {
            self.by_message = true;
            // What follows it is given to the command. That it stands there is looked at in every message.
            if !off(Saboteur::TypedRead) {
                self.event(MESSAGE_CONTENT.name.to_owned(), &MESSAGE_CONTENT, typed_at);
            }
        }
        let into = self.flows.done(Mark::Commands);
        let says = format!("`{}` is carried out", command.title());
        let reached = self.reached.unless(Saboteur::CarriedOut);
        self.flows
            .wrote(into, &Label::default(), (at, &says), reached);
    }

    /// A button, and what its id hands over, which stands in the message.
    pub(super) fn offered(&mut self, button: &'a Button) -> Label {
        let Some(does) = &button.does else {
            let into = self.flows.posted(&button.id);
            let says = format!("the button `{}` is offered here", button.id);
            let at = (button.at, says.as_str());
            self.flows.wrote(into, &Label::default(), at, self.reached);
            return Label::default();
        };
        let title = format!("/{}", does.path.join(" "));
        let into = self.flows.posted(&title);
        let says = format!("a button to `{title}` is offered here");
        self.flows
            .wrote(into, &Label::default(), (button.at, &says), self.reached);
        let mut label = Label::default();
        for (name, given) in button.given() {
            let fixed = self.value(given);
            let into = self.flows.posted(&format!("{title} {name}"));
            let says = format!("handed over as `{name}` of `{title}`");
            self.flows
                .wrote(into, &fixed, (given.span, &says), self.reached);
            label.join(fixed);
        }
        label
    }
}
