//! Reading: KDL for structure, pest for the clauses inside strings. Reads text, writes spans.

pub mod ast;

/// A policy's text and the name findings give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub file: String,
    pub text: String,
}
