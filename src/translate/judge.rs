//! Whether a policy's catalogues in one language say everything it says, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    finding::Findings,
    lexicon::{kind::is_command_name, text::units},
    plan::words::Sort,
    vocab::{Language, Spanned},
};

use super::{
    Catalogues, Found,
    catalogue::Entry,
    trouble::{BadName, HoleLost, HoleUnknown, Missing, SameName, TooLong, Unknown},
};

/// Keys that one finding tells.
const SHOWN_MAX: usize = 3;

pub(super) fn judge(
    catalogues: &Catalogues,
    language: &Spanned<Language>,
    found: &[Found],
    findings: &mut Findings,
) {
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    let mut judged = BTreeSet::new();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for one in found {
        if catalogues.written_in(&one.file) == language.node {
            continue;
        }
        let Some(entry) = catalogues.entry(&one.file, language.node, &one.key) else {
            if one.has_words {
                missing.insert(&one.key);
            }
            continue;
        };
        // What stands in several files is said once.
        if !judged.insert(entry.span) {
            continue;
        }
        fits(one, entry, findings);
        if one.sort == Sort::Command {
            let name = entry.plain();
            let first = names.entry(name.clone()).or_insert(&one.source);
            if *first != one.source {
                findings.push(SameName {
                    name,
                    first: (*first).to_owned(),
                    second: one.source.clone(),
                    at: entry.span,
                });
            }
        }
    }
    if !missing.is_empty() {
        findings.push(lacks(catalogues, language, &missing));
    }
    unknown(catalogues, language.node, found, findings);
}

fn lacks(
    catalogues: &Catalogues,
    language: &Spanned<Language>,
    missing: &BTreeSet<&str>,
) -> Missing {
    let shown = missing.iter().take(SHOWN_MAX).map(|key| format!("`{key}`"));
    let mut shown: Vec<String> = shown.collect();
    if missing.len() > SHOWN_MAX {
        shown.push(format!("and {} more", missing.len() - SHOWN_MAX));
    }
    Missing {
        n: missing.len(),
        language: language.node.english_name(),
        keys: shown.join(", "),
        file: catalogues.policy.clone(),
        tag: language.node.tag(),
        at: language.span,
    }
}

/// What the policy's own catalogue has and the policy does not say. Those of imported files may say more: a parameter can
/// take the place of a text.
fn unknown(catalogues: &Catalogues, language: Language, found: &[Found], findings: &mut Findings) {
    let own = (catalogues.policy.clone(), language);
    let own = catalogues.all.get(&own);
    for (key, entry) in own.into_iter().flat_map(|own| &own.entries) {
        if found.iter().all(|one| one.key != *key) {
            findings.push(Unknown {
                key: key.clone(),
                at: entry.span,
            });
        }
    }
}

/// Whether a translation has the holes of its source, and Discord takes it.
fn fits(one: &Found, entry: &Entry, findings: &mut Findings) {
    let holes = entry.holes();
    for (name, at) in &holes {
        if !one.called.iter().any(|known| known == name) {
            let known = one.called.iter().map(|known| format!("`${known}`"));
            let known: BTreeSet<String> = known.collect();
            findings.push(HoleUnknown {
                name: (*name).to_owned(),
                help: if known.is_empty() {
                    "write the text without holes".to_owned()
                } else {
                    let known: Vec<String> = known.into_iter().collect();
                    format!("there is {}", known.join(", "))
                },
                at: *at,
            });
        }
    }
    let lost = one
        .called
        .iter()
        .find(|known| holes.iter().all(|(name, _)| name != known));
    if let Some(name) = lost {
        findings.push(HoleLost {
            name: name.clone(),
            at: entry.span,
        });
    }
    let length = entry.units_max(units);
    if let Some(most) = one.sort.most().filter(|most| length > *most) {
        findings.push(TooLong {
            what: one.sort.word(),
            length,
            most,
            at: entry.span,
        });
    } else if one.sort == Sort::Command && !is_command_name(&entry.plain()) {
        findings.push(BadName {
            name: entry.plain(),
            at: entry.span,
        });
    }
}
