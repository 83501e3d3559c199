//! What the notice calls things, for documents that must call them the same.

use minijinja::context;

use super::{
    pen::{Pen, store_name},
    term::term,
};
use crate::{
    emit::wording::Phrase,
    plan::{Field, Plan, Retention, Store},
};

/// Names of one plan's things, as plain text.
pub struct Names<'a>(Pen<'a>);

impl<'a> Names<'a> {
    #[must_use]
    pub fn of(plan: &'a Plan) -> Self {
        Self(Pen::new(plan))
    }

    /// `Warnings`, as a heading.
    #[must_use]
    pub fn store(&self, store: &Store) -> String {
        let store = store_name(store);
        shown(&self.0.say("store.title", context! { store }))
    }

    /// `the reason`, `your id`, within a sentence.
    #[must_use]
    pub fn field(&self, store: &Store, field: &Field) -> String {
        shown(&self.0.field_name(store, field))
    }

    /// One phrase a clause: `until the bot is removed from the server`. The earliest counts.
    #[must_use]
    pub fn until(&self, retention: &Retention) -> Vec<String> {
        let until = term(&self.0, retention).until;
        until.iter().map(|clause| shown(clause)).collect()
    }
}

fn shown(marked: &str) -> String {
    Phrase::read(marked).text
}
