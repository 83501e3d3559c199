//! Services that are asked: what is sent to them, and what their answers say.

use crate::{
    lexicon::End as Out,
    plan::{Asked, Slot},
    sabotage::{Saboteur, Unless as _},
    vocab::Span,
};

use super::{label::Label, walk::Walk};

impl<'a> Walk<'a> {
    /// What is sent is read by whoever runs the service.
    pub(super) fn sent(&mut self, asked: &'a Asked) {
        for sent in &asked.sends {
            let label = self.value(&sent.value).unless(Saboteur::Sent);
            self.told(&label, Out::Processor, sent.value.span);
        }
        self.asked = self.flows.both(self.asked, self.reached);
    }

    /// An answer says what the service judges, and may say again whatever was sent; a small number only follows from it.
    pub(super) fn answers(&mut self, asked: &'a Asked, first: Slot, at: Span) {
        let sent = self.all_sent(asked).unless(Saboteur::AnswerOfSent);
        for (slot, field) in (first.0..).map(Slot).zip(&asked.answers.fields) {
            let source = self.flows.answered(&asked.processor, field);
            let says = format!("`{}.{}` is answered here", asked.processor, field.name);
            let own = Label::of(source, at, &says).unless(Saboteur::AnswerOwn);
            let sent = sent.clone();
            let sent = if field.is_small() {
                sent.implied()
            } else {
                sent
            };
            self.lets.insert(slot, own.and(sent));
        }
    }

    /// Whether it answers at all may depend on what was sent, so that it decides what follows and what is said instead.
    pub(super) fn answered(&mut self, asked: &'a Asked) {
        let label = self.unanswered(asked);
        self.decided(label);
        self.asked = self.flows.both(self.asked, self.reached);
    }

    /// What it tells that a service answers, or does not.
    pub(super) fn unanswered(&mut self, asked: &'a Asked) -> Label {
        self.all_sent(asked).unless(Saboteur::Unanswered)
    }

    fn all_sent(&mut self, asked: &'a Asked) -> Label {
        let mut label = Label::default();
        for sent in &asked.sends {
            label.join(self.value(&sent.value));
        }
        label.via(
            asked
                .sends
                .first()
                .map_or(Span::new(0, 0), |one| one.value.span),
            "sent here",
        )
    }
}
