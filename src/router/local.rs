//! Commands in each language of a plan: what Discord shows to people whose client speaks it.

use crate::{
    plan::{LocalNames, Plan},
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
            draft.local.insert(*language, local(other, &spoken.names));
        }
    }
    drafts
}

fn local(draft: &CommandDraft, names: &LocalNames) -> LocalDraft {
    let of = match draft.kind {
        DraftKind::Slash => &names.commands,
        DraftKind::Menu(_) => &names.menus,
    };
    LocalDraft {
        name: of.get(&draft.name).cloned(),
        about: draft.about.clone(),
        options: draft.options.iter().map(|one| option(one, names)).collect(),
        choices: Vec::new(),
    }
}

fn option(draft: &OptionDraft, names: &LocalNames) -> LocalDraft {
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
    let choices = choices.iter().map(|one| names.choices.get(one).cloned());
    LocalDraft {
        name: names.commands.get(name).cloned(),
        about: about.clone(),
        options: options.iter().map(|one| option(one, names)).collect(),
        choices: choices.collect(),
    }
}
