//! A catalogue to be filled in: what is translated already, and what is still to be, with the source above each.

use std::fmt::Write as _;

use fluent_syntax::{
    ast::{Entry, Resource},
    parser, serializer,
};

use crate::{
    plan::Plan,
    syntax::{catalogue_of_standard, is_standard},
    vocab::Language,
};

use super::{Found, found};

/// The catalogue of the policy in `file`, with what `before` holds already. What standard features say in that language
/// themselves is left out, unless it stands there.
#[must_use]
pub fn skeleton(plan: &Plan, file: &str, language: Language, before: &str) -> String {
    let parsed = match parser::parse(before) {
        Ok(parsed) | Err((parsed, _)) => parsed,
    };
    let mut known: Vec<(&str, &Entry<&str>, bool)> = Vec::new();
    for entry in &parsed.body {
        if let Entry::Message(message) = entry {
            known.push((message.id.name, entry, false));
        }
    }
    let mut out = format!(
        "### What {file} says, in {}. Each text stands above its translation.\n\
         ### A line that begins with `# ` before a key is still to be translated.\n",
        language.english_name()
    );
    let mut written: Vec<String> = Vec::new();
    for one in found(plan) {
        let is_written = written.contains(&one.key);
        let place = known.iter_mut().find(|(key, ..)| *key == one.key);
        let is_left_out = !one.has_words || is_said(&one, plan, file, language);
        if is_written || place.is_none() && is_left_out {
            continue;
        }
        out.push('\n');
        for line in one.source.lines() {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "# {line}");
        }
        match place {
            Some((_, entry, used)) => {
                *used = true;
                out.push_str(&serialized(entry));
            }
            None => {
                let _ = writeln!(out, "# {} =", one.key);
            }
        }
        written.push(one.key);
    }
    let gone: Vec<String> = known
        .iter()
        .filter(|(_, _, used)| !used)
        .map(|(_, entry, _)| serialized(entry))
        .collect();
    if !gone.is_empty() {
        out.push_str("\n### The policy says these no longer.\n");
        for line in gone.iter().flat_map(|entry| entry.lines()) {
            let _ = writeln!(out, "# {line}");
        }
    }
    out
}

/// Whether somebody else says it: it is written in that language, or the standard feature has a catalogue.
fn is_said(one: &Found, plan: &Plan, file: &str, language: Language) -> bool {
    if one.file == file || !is_standard(&one.file) {
        return plan.language() == language;
    }
    if language == Language::En {
        return true;
    }
    let text = catalogue_of_standard(&one.file, language).unwrap_or_default();
    text.lines().any(|line| {
        line.strip_prefix(&one.key)
            .is_some_and(|rest| rest.starts_with(" ="))
    })
}

/// One message without its comment, which is made anew.
fn serialized(entry: &Entry<&str>) -> String {
    let mut entry = entry.clone();
    if let Entry::Message(message) = &mut entry {
        message.comment = None;
    }
    serializer::serialize(&Resource { body: vec![entry] })
}
