//! What Candor says to people, out of `locales/`.
//!
//! Imports only `vocab`. Whoever speaks to people names a message and its variables; no sentence stands in code.
