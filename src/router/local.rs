//! Commands in each language of a plan: what Discord shows to people whose client speaks it.

use super::taken::NAMES;
use crate::{
    plan::{Plan, Setting},
    port::{CommandDraft, DraftKind, LocalDraft, OptionDraft},
    wording::speaking,
};

/// Makes drafts of the plan, with how they read in its other languages.
pub(super) fn in_each(plan: &Plan, make: impl Fn(&Plan) -> Vec<CommandDraft>) -> Vec<CommandDraft> {
    let own = plan.language();
    let mut drafts = speaking(own, || make(plan));
    for language in &plan.languages {
        let spoken = plan.spoken_in(*language);
        // In its own it reads as it does everywhere, unless names are the policy's in another language.
        if *language == own && spoken.names.is_empty() {
            continue;
        }
        let others = speaking(*language, || make(spoken));
        for (draft, other) in drafts.iter_mut().zip(&others) {
            draft.local.insert(*language, local(other, spoken));
        }
    }
    drafts
}

/// One command; `other` is the plan in that language.
fn local(draft: &CommandDraft, other: &Plan) -> LocalDraft {
    let name = match draft.kind {
        DraftKind::Slash if NAMES.contains(&draft.name.as_str()) => None,
        DraftKind::Slash => other.names.commands.get(&draft.name),
        DraftKind::Menu(_) => other.names.menus.get(&draft.name),
    };
    // Another name for a part of `/config` takes what that takes.
    let mut aliases = other.aliases.iter();
    let alias = aliases.find(|alias| !alias.is_typed() && alias.name == draft.name);
    let path = match alias {
        Some(alias) => alias.of.iter().map(String::as_str).collect(),
        None => vec![draft.name.as_str()],
    };
    LocalDraft {
        name: name.cloned(),
        about: draft.about.clone(),
        options: each(&draft.options, other, &path),
        choices: Vec::new(),
    }
}

fn each(options: &[OptionDraft], other: &Plan, path: &[&str]) -> Vec<LocalDraft> {
    let options = options.iter().map(|one| option(one, other, path));
    options.collect()
}

fn option(draft: &OptionDraft, other: &Plan, path: &[&str]) -> LocalDraft {
    let (name, about, options, choices) = match draft {
        OptionDraft::Subcommand {
            name,
            about,
            options,
        }
        | OptionDraft::Group {
            name,
            about,
            options,
        } => (name, about, options.as_slice(), [].as_slice()),
        OptionDraft::Value {
            name,
            about,
            choices,
            ..
        } => (name, about, [].as_slice(), choices.as_slice()),
    };
    let choices = choices.iter().map(|one| choice(one, other, path).cloned());
    let within = [path, &[name.as_str()]].concat();
    LocalDraft {
        name: name_of(name, other, path).cloned(),
        about: about.clone(),
        options: each(options, other, &within),
        choices: choices.collect(),
    }
}

/// What every bot has keeps its names, but for features and settings, which are the policy's.
fn name_of<'p>(name: &str, other: &'p Plan, path: &[&str]) -> Option<&'p String> {
    let feature = |name: &str| other.features.iter().position(|one| one.name == name);
    let is_own = path.first().is_some_and(|first| NAMES.contains(first));
    let is_said = match path {
        _ if !is_own => return other.names.commands.get(name),
        ["config", _] => feature(name).is_some(),
        ["config", _, family] => feature(family).is_some_and(|at| {
            let of = |one: &Setting| one.feature.is_some_and(|id| id.0 as usize == at);
            let mut settings = other.settings.iter();
            settings.any(|one| one.name == name && of(one))
        }),
        _ => false,
    };
    let said = other.names.settings.get(name);
    said.filter(|_| is_said)
}

/// A choice of the policy's, or a feature that somebody consents to.
fn choice<'p>(name: &str, other: &'p Plan, path: &[&str]) -> Option<&'p String> {
    match path {
        ["privacy", ..] => other.names.settings.get(name),
        ["config" | "help", ..] => None,
        _ => other.names.choices.get(name),
    }
}
