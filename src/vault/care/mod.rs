//! What the operator does with the data as a whole: backups, another place, another key; and the record of requests.

pub(super) mod application;
pub(super) mod backup;
pub(super) mod letters;
pub(super) mod mark;
pub(super) mod part;
pub(super) mod relocate;
pub(super) mod requests;
pub(super) mod restore;
pub(super) mod rotate;
