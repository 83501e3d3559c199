//! Reading: KDL for structure, pest for the clauses inside strings. Reads text, writes spans.
//!
//! [`read`] gives the nodes of a file; the parsers in [`clause`] read the strings that `resolve` knows to be clauses.

pub mod ast;
pub mod clause;
pub(crate) mod form;
mod format;
mod guard;
mod read;
mod scan;
mod suggest;
#[cfg(test)]
mod tests;
mod trouble;
mod word;

pub use format::format;
pub use suggest::closest;
pub(crate) use suggest::did_you_mean;

use crate::{finding::Findings, vocab::Span};

use ast::Document;
use trouble::TooLarge;

/// A policy's text and the name findings give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub file: String,
    pub text: String,
}

/// Bytes of one policy file.
pub const FILE_SIZE_MAX: usize = 1024 * 1024;

/// Reads a policy. Gives none when the text is not KDL; `findings` then say where.
pub fn read(source: &Source, findings: &mut Findings) -> Option<Document> {
    let text = source.text.as_str();
    if text.len() > FILE_SIZE_MAX {
        findings.push(TooLarge {
            what: "this file".to_owned(),
            size: text.len(),
            limit: FILE_SIZE_MAX,
            help: "shorten it: a policy is one file".to_owned(),
            at: Span::new(0, 0),
        });
        return None;
    }
    let admitted = guard::admit(text, findings)?;
    Some(Document {
        file: source.file.clone(),
        text: source.text.clone(),
        nodes: read::nodes(&admitted, findings)?,
    })
}
