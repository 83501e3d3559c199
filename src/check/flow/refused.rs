//! Steps that may end the handler with an answer: what they ask decides what follows, and the answer tells it.

use crate::{
    plan::{Expr, LimitId, Over, Text},
    sabotage::{Saboteur, Unless as _},
    vocab::Span,
};

use super::{label::Label, walk::Walk};

impl<'a> Walk<'a> {
    pub(super) fn require(
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
        self.or_refused(cond, refusal, at);
    }

    /// That the handler came here is counted, and the count decides whether it goes on.
    pub(super) fn limit(
        &mut self,
        id: LimitId,
        per: &'a [Expr],
        (refusal, over): (Option<&'a Text>, Option<&'a Over>),
        at: Span,
    ) {
        let mut whose = Label::default();
        for part in per {
            whose.join(self.value(part));
        }
        let whose = self.choosing(whose).implied();
        let counted = self.flows.counted(id, self.of_doing());
        let says = "counted here";
        self.flows.wrote(counted, &whose, (at, says), self.reached);
        let label = Label::of(counted, at, "how often it was done is asked here");
        let label = label.and(whose);
        if let Some(Over { slot, name, at }) = over {
            let says = format!("kept for the moment as `{name}`");
            let label = label.via(*at, &says).unless(Saboteur::TooOften);
            self.lets.insert(*slot, label);
            return;
        }
        self.or_refused(Some(label), refusal, at);
    }

    /// The handler goes on where `cond` lets it; who is refused learns that it did not.
    pub(super) fn or_refused(&mut self, cond: Option<Label>, refusal: Option<&'a Text>, at: Span) {
        // Where nobody asked, nobody is told.
        if self.event.is_asked_for() && (cond.is_some() || refusal.is_some()) {
            let mut label = cond.clone().unwrap_or_default().implied();
            if let Some(refusal) = refusal {
                label.join(self.text(refusal));
            }
            self.told_alone(&label.unless(Saboteur::Refusal), at);
        }
        if let Some(cond) = cond {
            let cond = cond.unless(Saboteur::Require);
            self.flows.refuses(self.whole, cond.clone(), self.reached);
            self.decided(cond);
        }
    }
}
