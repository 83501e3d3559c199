//! Languages in which Candor can speak, by their tags.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of `locales/`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    En,
    Fr,
    De,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::En, Self::Fr, Self::De];

    /// As in `lang="fr"`, a policy's `language fr` and the name of a folder of `locales/`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }

    /// As the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::De => "Deutsch",
        }
    }

    /// In English, for who writes policies.
    #[must_use]
    pub fn english_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "French",
            Self::De => "German",
        }
    }

    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.tag() == tag)
    }

    /// The language of one of Discord's locales, such as `en-GB`.
    #[must_use]
    pub fn of_locale(locale: &str) -> Option<Self> {
        let tag = locale.split(['-', '_']).next()?;
        Self::of_tag(&tag.to_ascii_lowercase())
    }

    /// Whether so many things have the plural form `one` of CLDR. No language here has other forms for whole numbers than
    /// that one and `other`, but for millions in French, which read the same.
    #[must_use]
    pub fn is_one(self, number: i64) -> bool {
        match self {
            Self::En | Self::De => number == 1,
            Self::Fr => (0..=1).contains(&number),
        }
    }

    /// The locales that Discord has for it: <https://discord.com/developers/docs/reference#locales>.
    #[must_use]
    pub fn locales(self) -> &'static [&'static str] {
        match self {
            Self::En => &["en-US", "en-GB"],
            Self::Fr => &["fr"],
            Self::De => &["de"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_locale_of_discord_has_its_language() {
        for language in Language::ALL {
            for locale in language.locales() {
                assert_eq!(Language::of_locale(locale), Some(language));
            }
        }
        assert_eq!(Language::of_locale("pt-BR"), None);
        assert_eq!(Language::of_locale(""), None);
    }
}
