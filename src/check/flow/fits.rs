//! What a field, a deed or Discord does not take. Where somebody asked, the handler is refused, and nothing of it happens;
//! where nobody did, the nearest is taken, and the mod-log is told. Either way it tells what the value was.

use std::collections::BTreeSet;

use crate::{
    check::{
        known::Bounds,
        writes::{self, Lets, copied},
    },
    lexicon::{End as Out, Takes, function::RENDER, kind::Measure, text::units},
    plan::{
        Arg, Expr, Field, FieldId, Kind, StoreId, Text, TextPart, Ty,
        walk::{Part, message, walk},
    },
    resolve::Policy,
    sabotage::{Saboteur, off},
    vocab::{Span, Type},
};

use super::{Flows, label::Label, walk::Walk};

/// Of a button, by Discord.
pub(super) const LABEL_CHARS_MAX: usize = 80;

impl Flows {
    /// Fields whose text is rendered, or written to one whose is: what is no template is not kept there.
    pub(super) fn find_templates(&mut self, policy: &Policy) {
        let mut found = BTreeSet::new();
        let mut note = |lets: &Lets, part: Part| {
            if let Part::Expr(expr) = part
                && let Some((function, [template, ..])) = expr.calls()
                && *function == RENDER
            {
                let mut kept = Vec::new();
                copied(lets, template, &mut kept);
                found.extend(kept.iter().map(|one| (one.store, one.field)));
            }
        };
        for handler in policy.bodies() {
            let lets = Lets::of(handler);
            walk(&handler.steps, &mut |part| note(&lets, part));
        }
        for set in &policy.command_sets {
            message(&set.reply, &mut |part| note(&Lets::default(), part));
        }
        for write in writes::of(policy) {
            let lets = Lets::of(write.handler);
            for (field, value) in write.values() {
                if found.contains(&(write.store, field)) {
                    let mut kept = Vec::new();
                    copied(&lets, value, &mut kept);
                    self.templates
                        .extend(kept.iter().map(|one| (one.store, one.field)));
                }
            }
        }
        self.templates.extend(found);
    }
}

impl<'a> Walk<'a> {
    /// A value that is written to a field.
    pub(super) fn fits(&mut self, store: StoreId, field: FieldId, value: &Expr, label: &Label) {
        let Some((_, declared)) = self.policy.field(store, field) else {
            return;
        };
        if !self.always_fits(declared, value) {
            self.beyond(label, value.span);
        }
        if self.flows.templates.contains(&(store, field)) {
            self.flows.refuses(self.whole, label.clone(), self.reached);
        }
    }

    fn always_fits(&self, field: &Field, value: &Expr) -> bool {
        let (least, most) = match field.kind.kind().measure {
            None => return true,
            Some(Measure::Characters) => {
                let bounds = self.length(value);
                // Nothing but an empty text is shorter than one character.
                (bounds.least.or(Some(0)), bounds.most)
            }
            Some(Measure::Number | Measure::Time) => {
                let bounds = self.sizes.bounds(value);
                (bounds.least, bounds.most)
            }
        };
        let below = field
            .min
            .is_some_and(|min| least.is_none_or(|least| least < min));
        let above = field
            .max
            .is_some_and(|max| most.is_none_or(|most| most > max));
        !below && !above
    }

    /// How many characters a value has where it is shown.
    fn length(&self, value: &Expr) -> Bounds {
        if value.ty == Ty::Of(Type::Text) {
            self.sizes.bounds(value)
        } else {
            Bounds::default()
        }
    }

    /// A text that may have only so many characters.
    pub(super) fn has_length(&mut self, text: &Text, most: usize, label: &Label, at: Span) {
        if !self.is_within(text, most) {
            self.beyond(label, at);
        }
    }

    fn is_within(&self, text: &Text, most: usize) -> bool {
        let parts = text.parts.iter().map(|part| match part {
            TextPart::Literal(literal) => i64::try_from(units(literal)).ok(),
            TextPart::Hole(hole) => self.length(hole).most,
        });
        let all = parts.reduce(|one, other| one?.checked_add(other?));
        let all = all.unwrap_or(Some(0));
        all.is_some_and(|all| usize::try_from(all).is_ok_and(|all| all <= most))
    }

    /// What a deed is given. The audit log alone takes what is too long, and shows less of it.
    pub(super) fn given_whole(
        &mut self,
        arg: Option<&'a Arg>,
        takes: Takes,
        end: Out,
        label: &Label,
        at: Span,
    ) {
        match takes {
            Takes::Text { chars_max } => {
                let Some(text) = arg.and_then(Arg::text) else {
                    return;
                };
                if end != Out::AuditLog {
                    self.has_length(text, chars_max, label, at);
                } else if !self.is_within(text, chars_max) {
                    self.remarked(label, at);
                }
            }
            Takes::Duration { max } => {
                let most = arg.and_then(Arg::value);
                let most = most.and_then(|value| self.sizes.bounds(value).most);
                if most.is_none_or(|most| most > max.ms) {
                    self.beyond(label, at);
                }
            }
            Takes::Count { most } => {
                let bounds = arg.and_then(Arg::value);
                let given = bounds.and_then(|value| self.sizes.bounds(value).most);
                if given.is_none_or(|given| given > i64::from(most)) {
                    self.beyond(label, at);
                }
            }
            Takes::Member
            | Takes::Account
            | Takes::Role
            | Takes::Channel
            | Takes::Category
            | Takes::Openers
            | Takes::Message
            | Takes::Emoji => {}
        }
    }

    /// The value may be more than what is taken.
    fn beyond(&mut self, label: &Label, at: Span) {
        if off(Saboteur::TooLong) {
            return;
        }
        if self.event.is_asked_for() {
            self.flows.refuses(self.whole, label.clone(), self.reached);
        }
        self.remarked(label, at);
    }

    /// Who asked, or the mod-log, is told of it, and not what it was.
    fn remarked(&mut self, label: &Label, at: Span) {
        let label = label.clone().implied();
        if self.event.is_asked_for() {
            self.told_alone(&label, at);
        } else if self.has_mod_log() {
            self.told(&label, Out::ModLog, at);
        }
    }

    /// Where the bot can see that Discord will refuse it, who asked is refused before anything is done.
    pub(super) fn may_be_impossible(&mut self, label: Label) {
        if self.event.is_asked_for() {
            self.flows.refuses(self.whole, label, self.reached);
        }
    }

    /// A row that is there already is not made again.
    pub(super) fn inserted(&mut self, store: StoreId, values: &'a [(FieldId, Expr)], at: Span) {
        let Some(decl) = self.policy.store(store) else {
            return;
        };
        let mut key = values
            .iter()
            .filter(|(field, _)| field.0 < decl.node.key_len);
        // Of what an effect has just made there is no row yet.
        let is_made =
            |value: &Expr| matches!(value.kind, Kind::Local(slot) if self.made.contains(&slot));
        if decl.node.auto_key || key.any(|(_, value)| is_made(value)) {
            self.has_room(store, at);
            return;
        }
        let mut found = self.rows_of(store, at);
        for (_, value) in values
            .iter()
            .filter(|(field, _)| field.0 < decl.node.key_len)
        {
            let part = self.value(value);
            found.join(self.choosing(part));
        }
        if self.event.is_asked_for() {
            self.told_alone(&found.clone().implied(), at);
        }
        self.flows.refuses(self.whole, found, self.reached);
    }

    /// Discord takes only so many commands of a server.
    pub(super) fn has_room(&mut self, store: StoreId, at: Span) {
        let mut sets = self.policy.command_sets.iter();
        if sets.any(|set| set.store == store) {
            let rows = self.rows_of(store, at);
            self.flows.refuses(self.whole, rows, self.reached);
        }
    }
}
