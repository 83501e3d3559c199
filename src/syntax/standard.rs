//! The standard features: policies that ship with Candor, so that `import "std/…"` works wherever it runs.

use crate::vocab::Language;

/// Name, as imports write it, and text.
const STANDARD: &[(&str, &str)] = &[
    (
        "std/anti-raid",
        include_str!("../../policies/std/anti-raid.kdl"),
    ),
    (
        "std/auto-moderation",
        include_str!("../../policies/std/auto-moderation.kdl"),
    ),
    ("std/badges", include_str!("../../policies/std/badges.kdl")),
    (
        "std/custom-commands",
        include_str!("../../policies/std/custom-commands.kdl"),
    ),
    (
        "std/economy",
        include_str!("../../policies/std/economy.kdl"),
    ),
    (
        "std/feedback",
        include_str!("../../policies/std/feedback.kdl"),
    ),
    (
        "std/global-chat",
        include_str!("../../policies/std/global-chat.kdl"),
    ),
    (
        "std/greetings",
        include_str!("../../policies/std/greetings.kdl"),
    ),
    ("std/levels", include_str!("../../policies/std/levels.kdl")),
    (
        "std/moderation",
        include_str!("../../policies/std/moderation.kdl"),
    ),
    (
        "std/open-reports",
        include_str!("../../policies/std/open-reports.kdl"),
    ),
    (
        "std/plain-warnings",
        include_str!("../../policies/std/plain-warnings.kdl"),
    ),
    (
        "std/proxying",
        include_str!("../../policies/std/proxying.kdl"),
    ),
    (
        "std/reaction-roles",
        include_str!("../../policies/std/reaction-roles.kdl"),
    ),
    (
        "std/reports",
        include_str!("../../policies/std/reports.kdl"),
    ),
    (
        "std/role-persistence",
        include_str!("../../policies/std/role-persistence.kdl"),
    ),
    ("std/roles", include_str!("../../policies/std/roles.kdl")),
    (
        "std/suggestions",
        include_str!("../../policies/std/suggestions.kdl"),
    ),
    (
        "std/suspicion",
        include_str!("../../policies/std/suspicion.kdl"),
    ),
    ("std/tasks", include_str!("../../policies/std/tasks.kdl")),
    (
        "std/telemetry",
        include_str!("../../policies/std/telemetry.kdl"),
    ),
    (
        "std/tickets",
        include_str!("../../policies/std/tickets.kdl"),
    ),
    (
        "std/verification",
        include_str!("../../policies/std/verification.kdl"),
    ),
    (
        "std/voice-hubs",
        include_str!("../../policies/std/voice-hubs.kdl"),
    ),
    (
        "std/warnings",
        include_str!("../../policies/std/warnings.kdl"),
    ),
    (
        "std/watch-list",
        include_str!("../../policies/std/watch-list.kdl"),
    ),
];

/// What standard features say in other languages, by file.
const CATALOGUES: &[(&str, Language, &str)] = &[
    (
        "std/plain-warnings",
        Language::Fr,
        include_str!("../../policies/std/fr/plain-warnings.ftl"),
    ),
    (
        "std/plain-warnings",
        Language::De,
        include_str!("../../policies/std/de/plain-warnings.ftl"),
    ),
    (
        "std/reports",
        Language::Fr,
        include_str!("../../policies/std/fr/reports.ftl"),
    ),
    (
        "std/reports",
        Language::De,
        include_str!("../../policies/std/de/reports.ftl"),
    ),
    (
        "std/roles",
        Language::Fr,
        include_str!("../../policies/std/fr/roles.ftl"),
    ),
    (
        "std/roles",
        Language::De,
        include_str!("../../policies/std/de/roles.ftl"),
    ),
    (
        "std/suggestions",
        Language::Fr,
        include_str!("../../policies/std/fr/suggestions.ftl"),
    ),
    (
        "std/suggestions",
        Language::De,
        include_str!("../../policies/std/de/suggestions.ftl"),
    ),
    (
        "std/tasks",
        Language::Fr,
        include_str!("../../policies/std/fr/tasks.ftl"),
    ),
    (
        "std/tasks",
        Language::De,
        include_str!("../../policies/std/de/tasks.ftl"),
    ),
    (
        "std/tickets",
        Language::Fr,
        include_str!("../../policies/std/fr/tickets.ftl"),
    ),
    (
        "std/tickets",
        Language::De,
        include_str!("../../policies/std/de/tickets.ftl"),
    ),
    (
        "std/voice-hubs",
        Language::Fr,
        include_str!("../../policies/std/fr/voice-hubs.ftl"),
    ),
    (
        "std/voice-hubs",
        Language::De,
        include_str!("../../policies/std/de/voice-hubs.ftl"),
    ),
    (
        "std/watch-list",
        Language::Fr,
        include_str!("../../policies/std/fr/watch-list.ftl"),
    ),
    (
        "std/watch-list",
        Language::De,
        include_str!("../../policies/std/de/watch-list.ftl"),
    ),
];

/// Whether a file of a policy, as findings name it, is a standard feature.
pub(crate) fn is_standard(file: &str) -> bool {
    file.strip_suffix(".kdl").and_then(text).is_some()
}

/// The catalogue of a standard feature.
pub(crate) fn catalogue_of_standard(file: &str, language: Language) -> Option<&'static str> {
    let name = file.strip_suffix(".kdl")?;
    let mut all = CATALOGUES.iter();
    let found = all.find(|(of, said, _)| *of == name && *said == language);
    found.map(|(_, _, text)| *text)
}

/// The text of a standard feature.
pub(super) fn text(name: &str) -> Option<&'static str> {
    let found = STANDARD.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    STANDARD.iter().map(|(name, _)| *name)
}
