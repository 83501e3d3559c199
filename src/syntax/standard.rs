//! The standard features: policies that ship with Candor, so that `import "std/…"` works wherever it runs.

/// Name, as imports write it, and text.
const STANDARD: &[(&str, &str)] = &[(
    "std/greetings",
    include_str!("../../policies/std/greetings.kdl"),
)];

/// The text of a standard feature.
pub(super) fn text(name: &str) -> Option<&'static str> {
    let found = STANDARD.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text)
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    STANDARD.iter().map(|(name, _)| *name)
}
