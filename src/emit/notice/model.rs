//! The notice as data, before any layout: sections, entries, tables, sentences.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    vocab::{Place, Standing},
    wording::Phrase,
};

/// Which version of this format a notice has.
pub const FORMAT: u32 = 1;

/// A privacy notice. Every layout is made from it and adds no fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    pub format: u32,
    /// BCP 47.
    pub language: String,
    /// BCP 47: the notice in this language counts where others differ.
    pub counts: String,
    /// Where the notice stands in each language, this one too; none where it stands alone.
    pub languages: Vec<Edition>,
    pub bot: String,
    /// The policy's version.
    pub version: u32,
    /// Date of the policy's last change, `YYYY-MM-DD`.
    pub updated: String,
    pub title: String,
    pub intro: String,
    pub sections: Vec<Section>,
    pub policy: Policy,
    /// What the policy imports, each once.
    pub imports: Vec<Policy>,
}

/// The notice in one of its languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Edition {
    /// BCP 47.
    pub language: String,
    /// As the language calls itself.
    pub name: String,
    /// From this notice.
    pub href: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    pub anchor: String,
    pub title: String,
    pub entries: Vec<Entry>,
    pub table: Option<Table>,
}

/// A heading with its sentences; `parts` are a level below. An entry without a title continues its section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    pub anchor: String,
    pub title: Option<String>,
    pub sentences: Vec<Sentence>,
    pub table: Option<Table>,
    pub parts: Vec<Entry>,
}

/// One fact, how far it can be believed, and the lines of policy it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    pub anchor: String,
    /// What kind of fact it is, such as `store.until`, whatever the language; `quoted` for the policy's own words.
    pub says: String,
    #[serde(flatten)]
    pub phrase: Phrase,
    pub standing: Standing,
    /// Never empty, sorted.
    pub places: Vec<Place>,
}

/// Facts side by side, for those who scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    pub anchor: String,
    /// What kinds of fact stand in its cells, as those of sentences.
    pub says: Vec<String>,
    /// The anchor of the entry that tells more, where there is one.
    pub more: Option<String>,
    /// As many as the table has columns; the first names the row.
    pub cells: Vec<Phrase>,
    pub standing: Standing,
    pub places: Vec<Place>,
}

/// The policy, quoted, so that each place of a sentence can be looked up in the notice itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    pub file: String,
    pub lines: Vec<String>,
}

impl Notice {
    /// The policy, then what it imports.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Policy> {
        std::iter::once(&self.policy).chain(&self.imports)
    }

    /// Every entry, however deep, in reading order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.sections
            .iter()
            .flat_map(|section| &section.entries)
            .flat_map(|entry| std::iter::once(entry).chain(&entry.parts))
    }

    /// Every sentence, in reading order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.entries().flat_map(|entry| &entry.sentences)
    }

    /// Every row of every table.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let of_sections = self.sections.iter().filter_map(|one| one.table.as_ref());
        let of_entries = self.entries().filter_map(|one| one.table.as_ref());
        of_sections.chain(of_entries).flat_map(|table| &table.rows)
    }
}
