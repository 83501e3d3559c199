//! What everything stands on: files, their lock, errors, and how far work has come.

pub(super) mod fault;
pub(super) mod file;
pub(super) mod lock;
pub(super) mod progress;
