//! Every word of the language that stands for something on Discord or for a kind of value, each as one row.
//!
//! Imports only `vocab`. What a word takes, reads, needs, does and is called follows from its row; the rooms after this
//! one ask the row and never match on the word.

pub mod kind;

pub use kind::{Datum, Kind, OptionKind};
