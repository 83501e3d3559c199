//! What is read and written: rows, as the plan promises, over an engine and a ledger.

mod address;
pub(super) mod channel;
pub(super) mod check;
pub(super) mod deadline;
pub(super) mod deaths;
pub(super) mod departure;
pub(super) mod ended;
pub(super) mod erase;
pub(super) mod feature;
pub(super) mod generation;
mod given;
pub(super) mod overlay;
pub(super) mod past;
pub(super) mod ring;
mod sealed;
mod second;
mod seen;
mod server;
pub(super) mod stock;
pub(super) mod sweep;
pub(super) mod transaction;
pub(super) mod view;
pub(super) mod writer;

use self::view::View;
use crate::vault::{
    engines::{Engine, Readable},
    ledger::Ledger,
    rows::schema::Shape,
};

/// What readers and the writer share.
pub(super) struct Shared {
    pub(super) shape: Shape,
    pub(super) ledger: Ledger,
    pub(super) engine: Box<dyn Engine>,
}

impl Shared {
    /// What the engine says now.
    pub(super) fn current(&self) -> View<'_, dyn Engine> {
        self.view(&*self.engine)
    }

    /// What `source` says, with everything needed to understand it.
    pub(super) fn view<'a, S: Readable + ?Sized>(&'a self, source: &'a S) -> View<'a, S> {
        View {
            shape: &self.shape,
            ledger: &self.ledger,
            source,
        }
    }
}
