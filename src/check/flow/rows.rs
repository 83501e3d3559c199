//! Rows that come, change and go: what is written to them, and what it tells that they are there.

use crate::{
    plan::{Expr, FieldId, Query, Step, StoreId, Text},
    sabotage::{Saboteur, Unless as _, off},
    vocab::Span,
};

use super::{End, label::Label, walk::Walk};

impl<'a> Walk<'a> {
    /// A row that its key finds or makes.
    pub(super) fn updated(
        &mut self,
        (store, key, values): (StoreId, &'a [Expr], &'a [(FieldId, Expr)]),
        step: &Step,
    ) {
        let mut chosen = Label::default();
        for part in key {
            chosen.join(self.value(part));
        }
        let chosen = self.choosing(chosen).unless(Saboteur::Updated);
        self.has_room(store, step.name);
        self.rows_change(store, chosen, step.span);
        let decl = self.policy.store(store);
        // A number that the bot gives only finds the row.
        if !decl.is_some_and(|decl| decl.node.auto_key) && !off(Saboteur::KeyWritten) {
            for (i, part) in (0..).zip(key) {
                self.write(store, FieldId(i), part);
            }
        } else {
            for (i, part) in (0..).zip(key) {
                let label = self.value(part);
                self.fits(store, FieldId(i), part, &label);
            }
        }
        self.writes(store, values);
    }

    /// Rows that a query finds go; where none does, the handler may end.
    pub(super) fn rows_end(&mut self, query: &'a Query, refusal: Option<&'a Text>, step: &Step) {
        let rows = self.rows(query);
        let gone = rows.clone().unless(Saboteur::Deleted);
        self.rows_change(query.store, gone, step.span);
        if refusal.is_some() {
            let found = rows.via(query.span, "decides here");
            self.or_refused(Some(found), refusal, step.name);
        }
    }

    /// Rows come or go, which `label` and what decided it tell.
    pub(super) fn rows_change(&mut self, store: StoreId, label: Label, at: Span) {
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

    pub(super) fn writes(&mut self, store: StoreId, values: &'a [(FieldId, Expr)]) {
        for (field, value) in values {
            self.write(store, *field, value);
        }
    }

    pub(super) fn write(&mut self, store: StoreId, field: FieldId, value: &'a Expr) {
        let label = self.value(value);
        self.fits(store, field, value, &label);
        let kept = label.clone().unless(Saboteur::FieldEnd);
        self.ends(&kept, End::Field(store, field), value.span);
        let Some(into) = self.flows.kept(self.policy, store, field) else {
            return;
        };
        let name = self.flows.source(into).map(|source| &source.name);
        let says = name.map_or_else(String::new, |name| format!("written to `{name}`"));
        let at = (value.span, says.as_str());
        self.flows.keeps_given(self.handler, &label, (store, field));
        self.flows
            .wrote(into, &label.unless(Saboteur::Carried), at, self.reached);
    }
}
