//! What a handler is given and writes as it came: a message that tells the one shows the other.

use std::collections::BTreeSet;

use crate::plan::{Expr, FieldId, Kind, Message, Slot, StoreId, Text};

use super::walk::Walk;

/// What a handler is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Slot(Slot),
    Actor,
}

impl Given {
    /// A value that is handed on as it came.
    pub(super) fn of(expr: &Expr) -> Option<Self> {
        match expr.kind {
            Kind::Local(slot) => Some(Self::Slot(slot)),
            Kind::Actor => Some(Self::Actor),
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Coalesce(..)
            | Kind::Binary { .. }
            | Kind::If { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => None,
        }
    }
}

impl Walk<'_> {
    /// Fields that were given just what is told here.
    pub(super) fn given_in<'e>(
        &self,
        told: impl Iterator<Item = &'e Expr>,
    ) -> BTreeSet<(StoreId, FieldId)> {
        let mut fields = BTreeSet::new();
        for expr in told {
            self.add_given(expr, &mut fields);
        }
        fields
    }

    fn add_given(&self, expr: &Expr, fields: &mut BTreeSet<(StoreId, FieldId)>) {
        let given = Given::of(expr);
        let same = self.given.iter().filter(|(one, ..)| Some(*one) == given);
        fields.extend(same.map(|(_, store, field)| (*store, *field)));
        match &expr.kind {
            Kind::Local(slot) => {
                if let Some(value) = self.values.get(slot) {
                    self.add_given(value, fields);
                }
            }
            Kind::Person { of: one, .. }
            | Kind::Can { of: one, .. }
            | Kind::Not(one)
            | Kind::Negate(one)
            | Kind::IsNone(one)
            | Kind::Message { id: one, .. } => self.add_given(one, fields),
            Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
                self.add_given(left, fields);
                self.add_given(right, fields);
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                for part in [cond, then, otherwise] {
                    self.add_given(part, fields);
                }
            }
            Kind::Call { args, .. } => {
                for arg in args {
                    self.add_given(arg, fields);
                }
            }
            // What chooses a row is not told.
            Kind::Actor
            | Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Told(_)
            | Kind::Setting(_)
            | Kind::Field { .. }
            | Kind::Exists { .. }
            | Kind::Row(..)
            | Kind::Rank
            | Kind::Count(_)
            | Kind::Sum { .. } => {}
        }
    }
}

/// All that a message says.
pub(super) fn said(message: &Message) -> impl Iterator<Item = &Expr> {
    let list = message.list.iter();
    let list = list.flat_map(|list| std::iter::once(&list.line).chain(&list.empty));
    let labels = message.buttons.iter().map(|button| &button.label);
    let texts = message.text.iter().chain(list).chain(labels);
    let doors = message.buttons.iter().flat_map(|button| &button.does);
    let fixed = doors.flat_map(|does| &does.given).map(|(_, given)| given);
    let persona = message.persona.iter();
    let shown = persona.clone().filter_map(|one| one.avatar.as_ref());
    let texts = texts.chain(persona.map(|one| &one.name));
    let fixed = fixed.chain(shown).chain(&message.files);
    texts.flat_map(Text::holes).chain(fixed)
}
