//! The catalogue of sentences: every word that `emit` says to people stands in `templates/en.txt`.
//!
//! A message is a minijinja snippet. What the plan says reaches it as data and is never compiled, so a policy's text
//! cannot become a template. A message that does not render shows its key between `⟦ ⟧`; the tests of the notice
//! refuse a page with one in it.

use std::{collections::BTreeMap, sync::LazyLock};

use minijinja::{Environment, UndefinedBehavior, Value, context, value::ValueKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::vocab::Duration;

const ENGLISH: &str = include_str!("templates/en.txt");

// Private-use characters carry "typed as code" and "a link" through a snippet; `Phrase::read` takes them out again.
const CODE: char = '\u{e000}';
const LINK: char = '\u{e001}';
const END: char = '\u{e002}';

static WORDING: LazyLock<Wording> = LazyLock::new(|| Wording::of(ENGLISH));

/// A catalogue in one language.
pub struct Wording {
    messages: Environment<'static>,
}

/// Text for people, with the parts that are typed as they stand and the links told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The whole text, without any mark-up.
    pub text: String,
    pub runs: Vec<Run>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Run {
    Plain {
        text: String,
    },
    /// A command or a name, as it is typed.
    Code {
        text: String,
    },
    /// `href` is an `https:` or `mailto:` address.
    Link {
        text: String,
        href: String,
    },
}

impl Wording {
    /// The one catalogue there is.
    #[must_use]
    pub fn english() -> &'static Self {
        &WORDING
    }

    fn of(catalogue: &'static str) -> Self {
        let mut messages = Environment::new();
        messages.set_undefined_behavior(UndefinedBehavior::Strict);
        messages.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        messages.add_filter("code", |text: String| format!("{CODE}{text}{END}"));
        messages.add_filter("link", |text: String| format!("{LINK}{text}{END}"));
        messages.add_filter("first", |text: String| capitalised(&text));
        messages.add_filter("and", |state: &minijinja::State, all: Value| {
            joined(state, &all, "list.and")
        });
        messages.add_filter("or", |state: &minijinja::State, all: Value| {
            joined(state, &all, "list.or")
        });
        messages.add_filter("time", |state: &minijinja::State, ms: i64| {
            duration(state, Duration { ms })
        });
        messages.add_function(
            "word",
            |state: &minijinja::State, kind: String, id: String| word(state, &kind, &id),
        );
        for (key, text) in entries(catalogue) {
            // A snippet that does not parse is missing from then on, and shows as its key.
            let _ = messages.add_template_owned(key, text);
        }
        Self { messages }
    }

    /// Says message `key`, with what it needs to know.
    #[must_use]
    pub fn say(&self, key: &str, with: Value) -> String {
        let said = self
            .messages
            .get_template(key)
            .and_then(|template| template.render(with));
        said.unwrap_or_else(|error| format!("⟦{key}: {error}⟧"))
    }

    /// A message that needs to know nothing.
    #[must_use]
    pub fn plain(&self, key: &str) -> String {
        self.say(key, context! {})
    }

    /// The word for `id` among words of one kind, where the catalogue has one.
    #[must_use]
    pub fn word(&self, kind: &str, id: &str) -> Option<String> {
        let key = format!("{kind}.{id}");
        let template = self.messages.get_template(&key).ok()?;
        template.render(context! {}).ok()
    }

    #[must_use]
    pub fn phrase(&self, key: &str, with: Value) -> Phrase {
        Phrase::read(&self.say(key, with))
    }
}

impl Phrase {
    /// Takes the marks out of a rendered message.
    #[must_use]
    pub fn read(marked: &str) -> Self {
        let mut phrase = Self::default();
        let mut rest = marked;
        while let Some(start) = rest.find([CODE, LINK]) {
            let (before, tail) = rest.split_at(start);
            phrase.push(before, None);
            let mark = tail.chars().next();
            let inside = tail.get(mark.map_or(0, char::len_utf8)..).unwrap_or("");
            let (inside, after) = inside.split_once(END).unwrap_or((inside, ""));
            phrase.push(inside, mark);
            rest = after;
        }
        phrase.push(rest, None);
        phrase
    }

    fn push(&mut self, text: &str, mark: Option<char>) {
        let text = clean(text);
        if text.is_empty() {
            return;
        }
        self.text.push_str(&text);
        self.runs.push(match mark {
            Some(CODE) => Run::Code { text },
            Some(LINK) => match address(&text) {
                Some(href) => Run::Link { text, href },
                None => Run::Plain { text },
            },
            _ => Run::Plain { text },
        });
    }
}

/// Only addresses that do nothing but open: a policy cannot smuggle `javascript:` into its notice.
fn address(text: &str) -> Option<String> {
    let plain = !text.contains(char::is_whitespace);
    if plain && text.starts_with("https://") {
        return Some(text.to_owned());
    }
    let (name, host) = text.split_once('@')?;
    let mail = plain && !name.is_empty() && host.contains('.') && !text.contains([':', '?', '/']);
    mail.then(|| format!("mailto:{text}"))
}

/// One line, without marks of ours, control characters, or characters that turn the direction of writing around:
/// what a sentence shows must be what it says.
fn clean(text: &str) -> String {
    let kept = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        CODE
        | LINK
        | END
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    kept.collect()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(mark @ (CODE | LINK)) => format!("{mark}{}", chars.as_str()),
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn message(state: &minijinja::State, key: &str, with: Value) -> Result<String, minijinja::Error> {
    state.env().get_template(key)?.render(with)
}

/// `a, b and c`.
fn joined(state: &minijinja::State, all: &Value, last: &str) -> Result<String, minijinja::Error> {
    let parts: Vec<String> = match all.kind() {
        ValueKind::Seq | ValueKind::Iterable => {
            all.try_iter()?.map(|one| one.to_string()).collect()
        }
        _ => vec![all.to_string()],
    };
    let Some((end, start)) = parts.split_last() else {
        return Ok(String::new());
    };
    if start.is_empty() {
        return Ok(end.clone());
    }
    let comma = message(state, "list.comma", context! {})?;
    let last = message(state, last, context! {})?;
    Ok(format!("{}{last}{end}", start.join(&comma)))
}

fn word(state: &minijinja::State, kind: &str, id: &str) -> Result<String, minijinja::Error> {
    match state.env().get_template(&format!("{kind}.{id}")) {
        Ok(template) => template.render(context! {}),
        Err(_) => Ok(id.replace('-', " ")),
    }
}

fn duration(state: &minijinja::State, length: Duration) -> Result<String, minijinja::Error> {
    const UNITS: [(&str, i64); 4] = [
        ("unit.day", 86_400_000),
        ("unit.hour", 3_600_000),
        ("unit.minute", 60_000),
        ("unit.second", 1_000),
    ];
    let mut rest = length.ms.max(0);
    let mut parts = Vec::new();
    for (unit, ms) in UNITS {
        let n = rest / ms;
        rest %= ms;
        if n > 0 || (parts.is_empty() && unit == "unit.second") {
            parts.push(message(state, unit, context! { n })?);
        }
    }
    joined(state, &Value::from(parts), "list.and")
}

/// Keys and texts of a catalogue.
fn entries(catalogue: &str) -> BTreeMap<String, String> {
    let mut entries: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in catalogue.lines() {
        if line.starts_with(' ') {
            if let Some(text) = entries.get_mut(&last) {
                text.push_str(line);
            }
        } else if !line.starts_with('#')
            && let Some((key, text)) = line.split_once(" = ")
        {
            key.clone_into(&mut last);
            entries.insert(last.clone(), text.to_owned());
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_catalogue_is_a_message_that_compiles() {
        let entries = entries(ENGLISH);
        assert_eq!(
            entries.len(),
            Wording::english().messages.templates().count()
        );
        let keys = ENGLISH
            .lines()
            .filter(|line| line.contains(" = ") && !line.starts_with(['#', ' ']));
        assert_eq!(entries.len(), keys.count(), "a key stands there twice");
    }

    #[test]
    fn lists_and_times_read_as_english() {
        let say = |text: &'static str, with| Wording::of(text).say("a", with);
        let units = "list.comma = ,{{ ' ' }}\nlist.and = {{ ' ' }}and{{ ' ' }}\nunit.day = {{ n }} d\nunit.hour = {{ n }} h\nunit.second = {{ n }} s\n";
        let list: &'static str = Box::leak(format!("{units}a = {{{{ x|and }}}}").into_boxed_str());
        assert_eq!(say(list, context! { x => ["p"] }), "p");
        assert_eq!(say(list, context! { x => ["p", "q", "r"] }), "p, q and r");
        let time: &'static str = Box::leak(format!("{units}a = {{{{ x|time }}}}").into_boxed_str());
        assert_eq!(say(time, context! { x => 90_000_000 }), "1 d and 1 h");
        assert_eq!(say(time, context! { x => 0 }), "0 s");
    }

    #[test]
    fn a_policys_text_is_never_a_template_nor_a_link_that_acts() {
        let said = Wording::english().phrase(
            "contact.url",
            context! { value => "javascript:alert(1)\u{202e}{{ 1 + 1 }}" },
        );
        assert_eq!(said.text, "at javascript:alert(1){{ 1 + 1 }}");
        assert!(said.runs.iter().all(|run| matches!(run, Run::Plain { .. })));
        let linked =
            Wording::english().phrase("contact.url", context! { value => "https://a.example/b" });
        assert!(matches!(&linked.runs[1], Run::Link { href, .. } if href == "https://a.example/b"));
        let mailed =
            Wording::english().phrase("contact.email", context! { value => "privacy@bot.example" });
        assert!(
            matches!(&mailed.runs[1], Run::Link { href, .. } if href == "mailto:privacy@bot.example")
        );
    }
}
