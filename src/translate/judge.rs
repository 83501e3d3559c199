//! Whether a policy's catalogues in one language say everything it says, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    finding::Findings,
    lexicon::{kind::is_command_name, text::units},
    plan::{FeatureId, Plan, words::Sort},
    vocab::{Language, Span, Spanned},
};

use super::{
    Catalogues, Found,
    catalogue::Entry,
    key,
    trouble::{
        BadName, CHARACTERS_MAX, CommandTooLarge, HoleLost, HoleUnknown, Missing, SameName,
        TooLong, Unknown,
    },
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

/// Whether Discord takes each command with all of its languages. In the policy's own it fits, as `check` has it.
pub fn fit<'d>(
    sizes: impl Iterator<Item = (&'d str, usize)>,
    languages: &[Spanned<Language>],
    findings: &mut Findings,
) {
    let Some(at) = languages.last().map(|one| one.span) else {
        return;
    };
    for (word, characters) in sizes.filter(|(_, size)| *size > CHARACTERS_MAX) {
        findings.push(CommandTooLarge {
            word: word.to_owned(),
            characters,
            at,
        });
    }
}

/// Whether `/config` can tell features, and the settings of each, apart by what they are called.
pub(super) fn settings(
    catalogues: &Catalogues,
    plan: &Plan,
    language: Language,
    findings: &mut Findings,
) {
    let features = || plan.features.iter().map(|one| (&one.name, &one.at.file));
    let settings = plan.settings.iter().filter(|one| one.feature.is_some());
    let settings = settings.map(|one| (&one.name, &one.at.file));
    // As they are shown: the same word is the same word everywhere.
    let mut shown: BTreeMap<&str, (String, Span)> = BTreeMap::new();
    for (name, file) in features().chain(settings) {
        let key = key::of(Sort::Setting, name);
        if let Some(entry) = catalogues.entry(file, language, &key) {
            let said = (entry.plain(), entry.span);
            shown.entry(name).or_insert(said);
        }
    }
    told_apart(&shown, features().map(|(name, _)| name), findings);
    for id in (0..).map(FeatureId).take(plan.features.len()) {
        let settings = plan.settings.iter().filter(|one| one.feature == Some(id));
        told_apart(&shown, settings.map(|one| &one.name), findings);
    }
}

fn told_apart<'p>(
    shown: &BTreeMap<&str, (String, Span)>,
    names: impl Iterator<Item = &'p String>,
    findings: &mut Findings,
) {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for name in names {
        let said = shown.get(name.as_str());
        let called = said.map_or(name.as_str(), |(called, _)| called);
        let first = *known.entry(called).or_insert(name);
        if let Some((_, at)) = said.filter(|_| first != name) {
            findings.push(SameName {
                name: called.to_owned(),
                first: first.to_owned(),
                second: name.clone(),
                at: *at,
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
    } else if [Sort::Command, Sort::Setting].contains(&one.sort) && !is_command_name(&entry.plain())
    {
        findings.push(BadName {
            name: entry.plain(),
            at: entry.span,
        });
    }
}
