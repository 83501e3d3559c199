//! What a step says, to whom, and what is said where Discord refuses one.

use crate::{
    lexicon::{End as Out, Mark},
    plan::{Message, Step, To},
    sabotage::{Saboteur, Unless as _, off},
    vocab::Span,
};

use super::{End, carried::ReasonId, label::Label, walk::Walk};

impl<'a> Walk<'a> {
    /// A message is not sent where something that was to happen before was refused. Where it is the first to be refused,
    /// others after it are not.
    pub(super) fn say(&mut self, to: &'a To, message: &'a Message, at: Span) {
        let outer = self.reached;
        self.reached = self.said_where(to);
        self.say_there(to, message, at);
        match to {
            To::Channel(_) | To::Edit(_) | To::Operators => {
                self.asked = self.flows.both(self.asked, self.reached);
            }
            To::Dm(_) => self.answered = self.flows.both(self.answered, self.reached),
            // That the mod-log cannot be written changes nothing, and an answer is the last thing to be said.
            To::Reply { .. } | To::ModLog => {}
        }
        self.reached = outer;
    }

    /// What decides that something is said, besides what it depends on to be reached.
    pub(super) fn said_where(&mut self, to: &To) -> Option<ReasonId> {
        let reached = self.flows.both(self.reached, self.asked);
        match to {
            To::Reply { .. } => self.flows.both(reached, self.answered),
            To::Channel(_) | To::ModLog | To::Operators | To::Dm(_) | To::Edit(_) => reached,
        }
    }

    fn say_there(&mut self, to: &'a To, message: &'a Message, at: Span) {
        match to {
            To::Reply { ephemeral } => self.reply(message, *ephemeral, at),
            // Where it stands says what chose the place.
            To::Channel(to) => {
                let place = self.value(to).implied();
                self.may_be_impossible(place.clone());
                let place = place.unless(Saboteur::Place);
                if !off(Saboteur::Post) {
                    self.said(message, place, Out::Channel, at);
                }
            }
            To::Edit(message_at) => {
                let which = self.value(message_at);
                let which = self.named(which).unless(Saboteur::Edited);
                self.said(message, which, Out::Channel, at);
            }
            To::ModLog if off(Saboteur::ModLog) => {}
            To::ModLog => self.said(message, Label::default(), Out::ModLog, at),
            To::Operators => self.said(message, Label::default(), Out::Operators, at),
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
        self.told(&label, end, at);
    }

    /// An answer that is not for one person's eyes only stands in the channel.
    pub(super) fn reply(&mut self, message: &'a Message, ephemeral: bool, at: Span) {
        let label = self.message(message).unless(Saboteur::Answer);
        if ephemeral {
            return self.told_alone(&label, at);
        }
        self.told(&label, Out::Reply, at);
        if !off(Saboteur::PublicAnswer) {
            self.ends(&label, End::Out(Out::Channel), at);
            if let Some(leaves) = self.flows.leaves.last_mut() {
                leaves.open = true;
            }
        }
    }

    /// Who asked is told, and nobody else reads it. To a message the answer is a direct message.
    pub(super) fn told_alone(&mut self, label: &Label, at: Span) {
        self.told(label, Out::Reply, at);
        if self.by_message && !off(Saboteur::TypedPrivately) {
            self.ends(label, End::Out(Out::Dm), at);
        }
    }

    /// Whether servers can choose a mod-log.
    pub(super) fn has_mod_log(&self) -> bool {
        self.policy.emits.is_some() || self.policy.surface.is_some()
    }

    /// What is said where Discord refuses a step: in the words of `otherwise`, or in Candor's own, which name whom and what
    /// it was about where nobody waits for an answer.
    pub(super) fn where_refused(&mut self, step: &'a Step) {
        let asked = self.event.is_asked_for();
        let end = if asked { Out::Reply } else { Out::ModLog };
        if let Some(otherwise) = &step.otherwise {
            let mut label = self.text(otherwise).unless(Saboteur::Otherwise);
            if let Some(asked) = step.kind.asked() {
                label.join(self.unanswered(asked).implied());
            }
            if asked {
                return self.told_alone(&label, step.name);
            }
            return self.told(&label, end, step.name);
        }
        let can_be = match step.kind.said() {
            Some((To::Channel(_) | To::Edit(_) | To::Operators, _)) => true,
            Some((To::Reply { .. } | To::ModLog | To::Dm(_), _)) => false,
            None => step.kind.acts(),
        };
        if can_be {
            let into = self.flows.done(Mark::Failures);
            let reached = self.reached.unless(Saboteur::Failed);
            let at = (step.name, "Discord may refuse this");
            self.flows.wrote(into, &Label::default(), at, reached);
        }
        if can_be && asked {
            self.told(&Label::default(), end, step.name);
        } else if can_be && self.has_mod_log() {
            let label = self.target(&step.kind);
            self.told(&label, end, step.name);
        }
    }
}
