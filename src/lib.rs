//! Candor: a Discord bot that is compiled from its own privacy policy.
//!
//! ```text
//! policy.kdl ─ syntax ─▶ Document ─ resolve ─▶ Policy ─ check ─▶ Findings
//!                                                 └─ lower ─▶ Plan ─┬─ emit, diff
//!                                                                   └─ router ─▶ runtime: vault, discord, web
//! ```
//!
//! Up to the router nothing does I/O or reads a clock.

pub mod check;
pub mod diff;
pub mod emit;
pub mod finding;
pub mod lexicon;
pub mod lower;
pub mod plan;
pub mod port;
pub mod resolve;
pub mod rights;
pub mod router;
pub mod sabotage;
pub mod syntax;
pub mod vocab;
pub mod wording;

pub mod cli;

#[cfg(feature = "runtime")]
pub mod control;
#[cfg(feature = "runtime")]
pub mod discord;
#[cfg(feature = "pictures")]
pub mod picture;
#[cfg(feature = "runtime")]
pub mod runtime;
#[cfg(feature = "runtime")]
pub mod sandbox;
#[cfg(feature = "runtime")]
pub mod scenario;
#[cfg(feature = "runtime")]
pub mod vault;
#[cfg(feature = "runtime")]
pub mod web;

// What integration tests and unit tests share names this crate as the former do.
#[cfg(test)]
extern crate self as candor;

mod compile;
pub use compile::{Compiled, compile, compile_with};
