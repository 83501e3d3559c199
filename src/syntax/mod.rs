//! Reading: KDL for structure, pest for the clauses inside strings. Reads text, writes spans.
//!
//! [`load`] gives the nodes of a policy and of what it imports, [`read`] those of one file; the parsers in [`clause`] read the strings that `resolve` knows to be clauses.

pub mod ast;
pub mod clause;
pub(crate) mod form;
mod format;
mod guard;
mod import;
mod read;
mod scan;
mod standard;
mod suggest;
#[cfg(test)]
mod tests;
mod trouble;
mod word;

pub use format::format;
pub use import::{Alone, DEPTH_MAX as IMPORT_DEPTH_MAX, Files, IMPORTS_MAX, Unread, load};
pub(crate) use standard::{catalogue_of_standard, is_standard};
pub use suggest::closest;
pub(crate) use suggest::did_you_mean;

use std::sync::Arc;

use crate::{
    finding::Findings,
    vocab::{Sources, Span},
};

use ast::{Document, Node};
use trouble::TooLarge;

/// A text and the name that findings give it: relative, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub file: String,
    pub text: String,
}

impl From<&Source> for Sources {
    fn from(source: &Source) -> Self {
        Self::of(&source.file, &source.text)
    }
}

/// Bytes of one policy file.
pub const FILE_SIZE_MAX: usize = 1024 * 1024;

/// Reads one file and nothing that it imports. Gives none when the text is not KDL; `findings` then say where.
pub fn read(source: &Source, findings: &mut Findings) -> Option<Document> {
    let nodes = nodes(&source.text, 0, findings)?;
    let sources = Arc::new(Sources::from(source));
    Some(Document {
        sources,
        nodes,
        imports: Vec::new(),
    })
}

/// The nodes of a text that begins at `start` among the texts of its policy.
fn nodes(text: &str, start: usize, findings: &mut Findings) -> Option<Vec<Node>> {
    if text.len() > FILE_SIZE_MAX {
        findings.push(TooLarge {
            what: "this file".to_owned(),
            size: text.len(),
            limit: FILE_SIZE_MAX,
            help: "shorten it".to_owned(),
            at: Span::new(start, start),
        });
        return None;
    }
    let admitted = guard::admit(text, start, findings)?;
    read::nodes(&admitted, findings)
}
