//! `/config` within Discord's limits: features and settings are subcommands and options of that one command.

use super::discord::{CHARACTERS_MAX, CommandTooLarge, OPTIONS_MAX, TooMany};
use crate::{
    finding::Findings,
    lexicon::text::{cut, title, units},
    plan::{Amend, Setting},
    resolve::Policy,
    vocab::{Span, Type},
    wording::{named, say},
};

const ABOUT_MAX: usize = 100;

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut families = Vec::new();
    for (id, feature) in (0..).zip(&policy.features) {
        let mut settings = policy.settings.iter();
        let own = settings.by_ref().filter(|one| {
            let of = one.node.feature;
            of.is_some_and(|of| of.0 == id)
        });
        let own: Vec<_> = own.collect();
        // One more switches the feature itself.
        if let Some(extra) = own.get(OPTIONS_MAX - 1) {
            findings.push(TooMany {
                message: format!("a feature has at most {} settings", OPTIONS_MAX - 1),
                help: "leave some out, or make two features",
                at: extra.name,
            });
        }
        let own = own.into_iter().map(|one| &one.node).collect();
        families.push((Some(feature.name.node.as_str()), own));
    }
    let shared: Vec<&Setting> = policy
        .settings
        .iter()
        .map(|one| &one.node)
        .filter(|one| one.feature.is_none())
        .collect();
    if !shared.is_empty() {
        families.push((None, shared));
    }
    let at = policy
        .features
        .last()
        .map_or(Span::default(), |feature| feature.name.span);
    if families.len() > OPTIONS_MAX {
        findings.push(TooMany {
            message: format!(
                "`/config set` has at most {OPTIONS_MAX} subcommands: one for each feature, and one for the mod-log"
            ),
            help: "put some features together",
            at,
        });
    }
    let characters = characters(&families);
    if characters > CHARACTERS_MAX {
        findings.push(CommandTooLarge {
            word: "config".to_owned(),
            characters,
            at,
        });
    }
}

/// What `/config` has in all, by features with their settings; no name stands for the bot as a whole.
#[must_use]
pub fn characters(families: &[(Option<&str>, Vec<&Setting>)]) -> usize {
    let leaves = ["show", "reset", "export", "import"];
    let leaves = leaves.map(|word| units(word) + units(&named("config-does", word)));
    let options = [
        ("setting", say!("config-option-setting")),
        ("file", say!("config-option-file")),
        ("config", say!("config-about")),
    ];
    let options = options.map(|(word, about)| units(word) + units(&about));
    let fixed = leaves.into_iter().chain(options).sum::<usize>();
    let groups = Amend::ALL.map(|amend| {
        let families: Vec<_> = families.iter().map(|one| family(amend, one)).collect();
        let all: usize = families.iter().sum();
        if all == 0 {
            return 0;
        }
        all + units(amend.word()) + units(&named("config-does", amend.word()))
    });
    fixed + groups.into_iter().sum::<usize>()
}

fn family(amend: Amend, (name, settings): &(Option<&str>, Vec<&Setting>)) -> usize {
    let takes = |kind: &Type| amend.takes(kind);
    let options = settings.iter().filter(|one| takes(&one.kind));
    let options = options.map(|one| units(&one.name) + units(&cut(&one.about, ABOUT_MAX)));
    let mut all: usize = options.sum();
    if amend == Amend::Set && name.is_some() {
        all += units("enabled") + units(&say!("config-option-enabled"));
    }
    if all == 0 {
        return 0;
    }
    let (word, about) = match name {
        Some(name) => (*name, say!("config-family", feature = title(name))),
        None => ("server", say!("config-family-server")),
    };
    all + units(word) + units(&cut(&about, ABOUT_MAX))
}
