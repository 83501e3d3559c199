//! Text that a server's admins write at run time (welcomes, custom commands), rendered in a sandbox.
//!
//! A template is `minijinja` with a closed set of variables, `if`, and the filters `default`, `lower`, `upper` and
//! `title`. There are no loops, assignments, macros, includes or repetition (`*`): nothing multiplies, so a template's cost
//! is bounded by its length. Fuel and a capped writer stand behind that.

use std::{collections::BTreeMap, io};

use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::text::{CONTENT_CHARS_MAX, units};
use crate::{
    lexicon::{Event, source::CHANNEL_ID},
    wording::say,
};

const FUEL: u64 = 5_000;
const SOURCE_CHARS_MAX: usize = 4_000;
const TAGS: [&str; 4] = ["if", "elif", "else", "endif"];

/// What a template may name, with its value.
pub(super) type Variables = BTreeMap<&'static str, BTreeMap<&'static str, String>>;

/// The rendered text, at most 2,000 characters, or what its author should change.
pub(super) fn render(template: &str, variables: &Variables) -> Result<String, String> {
    allowed(template)?;
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.add_filter("default", minijinja::filters::default);
    env.add_filter("lower", minijinja::filters::lower);
    env.add_filter("upper", minijinja::filters::upper);
    env.add_filter("title", minijinja::filters::title);
    let compiled = env
        .template_from_str(template)
        .map_err(|error| explain(&error))?;
    let mut unknown: Vec<String> = compiled
        .undeclared_variables(true)
        .into_iter()
        .filter(|name| !is_known(name, variables))
        .collect();
    unknown.sort();
    if let Some(name) = unknown.first() {
        return Err(say!("template-unknown", name, known = known(variables)));
    }
    let mut out = Capped::default();
    match compiled.render_captured_to(variables, &mut out) {
        Ok(_) => String::from_utf8(out.bytes).map_err(|_| say!("template-broken")),
        Err(error) => Err(explain(&error)),
    }
}

/// What a template may name in an event of each of these kinds, with values for a trial.
fn samples(events: &[&'static Event]) -> Variables {
    let user = [("name", "Ann"), ("mention", "<@1>"), ("id", "1")];
    let server = [("name", "Lounge"), ("members", "12")];
    let channel = [("mention", "<#1>")];
    let owned = |pairs: &[(&'static str, &str)]| {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    let mut variables = Variables::from([("user", owned(&user)), ("server", owned(&server))]);
    if events
        .iter()
        .all(|event| event.tells.contains(&&CHANNEL_ID))
    {
        variables.insert("channel", owned(&channel));
    }
    variables
}

/// Tries a template before it is kept, with what all events know that will render it. Gives what its author should
/// change. A text that no event renders is no template.
pub(super) fn tried(template: &str, events: &[&'static Event]) -> Result<(), String> {
    if events.is_empty() {
        return Ok(());
    }
    render(template, &samples(events)).map(drop)
}

/// Refuses what could multiply, before anything is compiled: constants are folded while compiling, without fuel.
fn allowed(template: &str) -> Result<(), String> {
    if units(template) > SOURCE_CHARS_MAX {
        return Err(say!("template-long", max = SOURCE_CHARS_MAX));
    }
    for (open, close) in [("{%", "%}"), ("{{", "}}")] {
        for tag in template.split(open).skip(1) {
            // Without its end a tag reaches to the end of the text, as it does for the parser.
            let inside = tag.split_once(close).map_or(tag, |(inside, _)| inside);
            if !is_closed(inside) {
                return Err(say!("template-unclosed"));
            }
            if inside.contains('*') {
                return Err(say!("template-times"));
            }
            let word = inside
                .trim_start_matches(['-', '+'])
                .split_whitespace()
                .next()
                .unwrap_or_default();
            let word = word.trim_end_matches(['-', '+']);
            let word = word.split(['(', '"', '\'']).next().unwrap_or_default();
            if open == "{%" && !TAGS.contains(&word) {
                return Err(say!("template-tag", word));
            }
        }
    }
    Ok(())
}

/// Whether quotes and brackets are closed. The parser reads on past braces within them, to where `allowed` does not look.
fn is_closed(inside: &str) -> bool {
    let (mut depth, mut quote) = (0_i32, None);
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some(_), '\\') => drop(rest.next()),
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth == 0 && quote.is_none()
}

fn is_known(name: &str, variables: &Variables) -> bool {
    let mut parts = name.split('.');
    let (Some(first), second) = (parts.next(), parts.next()) else {
        return false;
    };
    variables
        .get(first)
        .is_some_and(|fields| second.is_none_or(|second| fields.contains_key(second)))
}

fn known(variables: &Variables) -> String {
    let names: Vec<String> = variables
        .iter()
        .flat_map(|(first, fields)| {
            fields
                .keys()
                .map(move |second| format!("`{first}.{second}`"))
        })
        .collect();
    names.join(", ")
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the errors are the template engine's, which adds some"
)]
fn explain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::WriteFailure => say!("template-much", max = CONTENT_CHARS_MAX),
        ErrorKind::OutOfFuel => say!("template-slow"),
        ErrorKind::UndefinedError => say!("template-undefined"),
        kind => {
            let detail = error.detail().map(ToOwned::to_owned);
            let detail = detail.unwrap_or_else(|| kind.to_string());
            say!("template-detail", detail, line = error.line())
        }
    }
}

#[derive(Default)]
struct Capped {
    bytes: Vec<u8>,
    units: usize,
}

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A byte 0b10xx_xxxx goes on with a character; one that starts four bytes starts two code units.
        let units = |byte: &u8| usize::from(byte & 0xC0 != 0x80) + usize::from(*byte >= 0xF0);
        self.units += bytes.iter().map(units).sum::<usize>();
        if self.units > CONTENT_CHARS_MAX {
            return Err(io::Error::other("too long"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let user = [("name", "Ann".to_owned()), ("mention", "<@7>".to_owned())];
        let server = [("members", "12".to_owned())];
        BTreeMap::from([
            ("user", BTreeMap::from(user)),
            ("server", BTreeMap::from(server)),
        ])
    }

    #[test]
    fn variables_and_choices() {
        let out = render(
            "Hi {{ user.mention }}{% if server.members == \"12\" %}, all {{ user.name|upper }}{%- endif %}!",
            &variables(),
        );
        assert_eq!(out.unwrap(), "Hi <@7>, all ANN!");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let refused = [
            ("{{ user.nmae }}", "`user.nmae` is not known"),
            ("{{ secret }}", "`secret` is not known"),
            ("{% include 'x' %}", "`{% include %}` cannot be used"),
            ("{% set a = 1 %}", "`{% set %}` cannot be used"),
            (
                "{%- for a in [1] %}{% endfor %}",
                "`{% for %}` cannot be used",
            ),
            ("{{ 'a' * 100000000 }}", "`*` cannot be used"),
            ("{{ user.name", "line 1"),
            ("{% if %}", "line 1"),
            ("{{ user.name|tojson }}", "tojson"),
            ("{{ user.name() }}", "not callable"),
        ];
        for (template, message) in refused {
            let error = render(template, &variables()).unwrap_err();
            assert!(error.contains(message), "{template}: {error}");
        }
    }

    #[test]
    fn nothing_hides_a_repetition() {
        for template in [
            r#"{{ "}}" * 9 }}"#,
            r"{{ '}}' * 9 }}",
            r#"{{ "\"}}" * 9 }}"#,
            r#"{{ [{"a": {"b": 1}}, "x" * 9] }}"#,
            r#"{{ ["}}"] * 9 }}"#,
            r#"{% if "%}" * 9 %}{% endif %}"#,
            r#"{{ } }} "x" * 9 }}"#,
            r#"{{ "{{ }}" * 9 }}"#,
        ] {
            assert!(allowed(template).is_err(), "{template}");
        }
        for template in [
            "**{{ user.name }}** *hi*, it's (you",
            r#"{% if user.name == "it's" %}*{% endif %}"#,
        ] {
            assert_eq!(allowed(template), Ok(()), "{template}");
        }
    }

    #[test]
    fn output_and_source_are_capped() {
        let mut wide = variables();
        wide.entry("user")
            .or_default()
            .insert("name", "é".repeat(1_001));
        assert_eq!(
            render("{{ user.name }}{{ user.name }}", &wide).unwrap_err(),
            "it makes more than 2000 characters"
        );
        assert!(render(&"x".repeat(4_001), &variables()).is_err());
        assert!(render(&"(".repeat(3_900), &variables()).is_err());
        let deep = format!("{{{{ {} }}}}", "(".repeat(3_000));
        assert!(render(&deep, &variables()).is_err());
    }
}
