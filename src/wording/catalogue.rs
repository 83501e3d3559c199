//! The catalogues: the messages of `locales/`, a bundle for each language, and the functions they call.
//!
//! A message that cannot be written shows its key between `⟦ ⟧`; tests refuse what has one in it.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use super::{
    argument::Arg,
    marks::{CODE, END, ITEM, LINK},
    said::clean,
    speaker, variable,
};
use crate::vocab::Language;

/// The files of a catalogue, by subject.
type Files = [&'static str; 9];

/// `files!("en")`: the files of one language.
macro_rules! files {
    ($tag:literal) => {
        files!(
            $tag: "notice", "notice-short", "lexicon", "words", "pages", "privacy", "config", "help",
            "refusals"
        )
    };
    ($tag:literal: $($subject:literal),*) => {
        [$(include_str!(concat!("../../locales/", $tag, "/", $subject, ".ftl"))),*]
    };
}

pub(super) const ENGLISH: Files = files!("en");
const FRENCH: Files = files!("fr");
const GERMAN: Files = files!("de");

/// The languages whose catalogues are whole, which `tests/wording` sees to. Policies can ask for these.
pub const OFFERED: &[Language] = &Language::ALL;

fn files_of(language: Language) -> &'static Files {
    match language {
        Language::En => &ENGLISH,
        Language::Fr => &FRENCH,
        Language::De => &GERMAN,
    }
}

/// `marked!("key", name = value)`: message `key` with its marks still in it.
macro_rules! marked {
    ($key:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        written($key, &[$(variable!($name $(= $value)?)),*])
    };
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(Language, Bundle)>> = LazyLock::new(|| {
    let offered = OFFERED.iter().copied();
    offered
        .map(|language| (language, bundle(language, files_of(language))))
        .collect()
});

/// That of the language that is spoken at the moment.
fn spoken() -> Option<&'static Bundle> {
    let language = speaker::language();
    let mut bundles = BUNDLES.iter();
    let bundle = bundles.find(|(one, _)| *one == language);
    bundle.or_else(|| BUNDLES.first()).map(|(_, bundle)| bundle)
}

/// A catalogue's messages, with the functions that they may call.
pub(super) fn bundle(language: Language, files: &[&str]) -> Bundle {
    // Plural forms are those of the language.
    let tag = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Discord and terminals show the marks that would set a value apart.
    bundle.set_use_isolating(false);
    for file in files {
        // What does not parse is missing from then on, and shows as its key.
        let parsed = FluentResource::try_new((*file).to_owned());
        let _ = bundle.add_resource(parsed.unwrap_or_else(|(parsed, _)| parsed));
    }
    add_functions(&mut bundle);
    bundle
}

/// Message `key` with its marks still in it.
pub(super) fn written(key: &str, with: &[(&'static str, Arg)]) -> String {
    let found = spoken().map_or(Ok(None), |bundle| write(bundle, key, None, with));
    match found {
        Ok(Some(text)) => text,
        Ok(None) => format!("⟦{key}⟧"),
        Err(why) => format!("⟦{key}: {why}⟧"),
    }
}

/// None when there is no such message, or no such attribute of it.
pub(super) fn write(
    bundle: &Bundle,
    key: &str,
    attribute: Option<&str>,
    with: &[(&'static str, Arg)],
) -> Result<Option<String>, String> {
    let message = bundle.get_message(key);
    let pattern = message.and_then(|message| match attribute {
        None => message.value(),
        Some(name) => message.get_attribute(name).map(|one| one.value()),
    });
    let Some(pattern) = pattern else {
        return Ok(None);
    };
    let mut values = FluentArgs::with_capacity(with.len());
    for (name, value) in with {
        values.set(*name, value.value());
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors);
    match errors.first() {
        None => Ok(Some(text.into_owned())),
        Some(error) => Err(error.to_string()),
    }
}

/// The word for `id` in a set of words, where the catalogue has one: `category` and `user-content`, `source` and
/// `message.content`.
#[must_use]
pub fn word(set: &str, id: &str) -> Option<String> {
    let found = write(spoken()?, &key(set, id), None, &[]).ok().flatten();
    found.map(|text| clean(&text))
}

/// The word for `id` in a set of words, or `id` itself with spaces for hyphens.
#[must_use]
pub fn named(set: &str, id: &str) -> String {
    word(set, id).unwrap_or_else(|| id.replace('-', " "))
}

/// What the catalogue says of a word's grammar, such as its `number`: `singular` or `plural`.
#[must_use]
pub fn grammar(set: &str, id: &str, attribute: &str) -> Option<String> {
    let found = write(spoken()?, &key(set, id), Some(attribute), &[]);
    found.ok().flatten()
}

fn key(set: &str, id: &str) -> String {
    format!("{set}-{}", id.replace('.', "-"))
}

/// What messages may call. Functions that need words of their own take them from the catalogue.
fn add_functions(bundle: &mut Bundle) {
    type Function = for<'a> fn(&[FluentValue<'a>], &FluentArgs) -> FluentValue<'a>;
    let functions: [(&str, Function); 9] = [
        ("CODE", |given, _| {
            format!("{CODE}{}{END}", first(given)).into()
        }),
        ("LINK", |given, _| {
            format!("{LINK}{}{END}", first(given)).into()
        }),
        ("FIRST", |given, _| capitalised(&first(given)).into()),
        ("AND", |given, _| {
            joined(&items(given), |start, end| marked!("list-and", start, end)).into()
        }),
        ("OR", |given, _| {
            joined(&items(given), |start, end| marked!("list-or", start, end)).into()
        }),
        ("JOIN", |given, options| {
            let with = options.get("with").map(shown).unwrap_or_default();
            items(given).join(&with).into()
        }),
        ("COUNT", |given, _| items(given).len().into()),
        ("HAS", |given, _| {
            let has = if first(given).is_empty() { "no" } else { "yes" };
            has.into()
        }),
        ("DURATION", |given, _| match given.first() {
            Some(FluentValue::Number(ms)) => duration(ms.into()).into(),
            _ => FluentValue::Error,
        }),
    ];
    for (name, function) in functions {
        // Fails only for a name that is there already.
        let _ = bundle.add_function(name, function);
    }
}

fn shown(value: &FluentValue<'_>) -> String {
    match value {
        FluentValue::String(text) => text.to_string(),
        FluentValue::Number(number) => number.as_string().into_owned(),
        FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => String::new(),
    }
}

fn first(given: &[FluentValue<'_>]) -> String {
    given.first().map(shown).unwrap_or_default()
}

fn items(given: &[FluentValue<'_>]) -> Vec<String> {
    let text = first(given);
    if text.is_empty() {
        return Vec::new();
    }
    text.split(ITEM).map(str::to_owned).collect()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(mark @ (CODE | LINK)) => format!("{mark}{}", chars.as_str()),
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `a, b and c`, where `last` joins what stands before the last item with it.
fn joined(parts: &[String], last: impl Fn(Arg, Arg) -> String) -> String {
    let Some((end, start)) = parts.split_last() else {
        return String::new();
    };
    let start = start.iter().cloned().reduce(|start, end| {
        let (start, end) = (Arg::Text(start), Arg::Text(end));
        marked!("list-more", start, end)
    });
    match start {
        None => end.clone(),
        Some(start) => last(Arg::Text(start), Arg::Text(end.clone())),
    }
}

/// `1 day and 1 hour`.
fn duration(ms: i64) -> String {
    let mut rest = ms.max(0);
    let mut take = |unit: i64| {
        let n = rest / unit;
        rest %= unit;
        n
    };
    let (days, hours) = (take(86_400_000), take(3_600_000));
    let (minutes, seconds) = (take(60_000), take(1_000));
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(marked!("unit-day", n = days));
    }
    if hours > 0 {
        parts.push(marked!("unit-hour", n = hours));
    }
    if minutes > 0 {
        parts.push(marked!("unit-minute", n = minutes));
    }
    if seconds > 0 || parts.is_empty() {
        parts.push(marked!("unit-second", n = seconds));
    }
    joined(&parts, |start, end| marked!("list-and", start, end))
}
