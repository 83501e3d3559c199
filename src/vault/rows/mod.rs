//! What a row is, as the plan and the database mean it: keys, records, promises, and stores by number.

pub(super) mod join;
pub(super) mod layout;
pub(super) mod named;
pub(super) mod record;
pub(super) mod rules;
pub(super) mod schema;
