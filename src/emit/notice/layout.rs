//! Lays a notice out as HTML, Markdown, text or JSON. Adds no fact and no sentence.
//!
//! The notice is data to the templates, and HTML escapes all of it; a template is only ever one of ours.

use std::sync::LazyLock;

use minijinja::{Environment, Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use super::model::{Notice, Policy};
use crate::{
    emit::page::{rendered, templates},
    vocab::{Language, Place},
    wording::{self, Run, clean, named, say, speaking},
};

/// Columns of the text layout.
const TEXT_WIDTH: usize = 78;
/// Places of a sentence shown at once; the rest is folded.
const PLACES_SHOWN: usize = 3;

static LAYOUTS: LazyLock<Environment<'static>> = LazyLock::new(layouts);

/// One page that needs nothing else: no script, no font, no image, no other host.
#[must_use]
pub fn html(notice: &Notice) -> String {
    laid_out("notice.html", notice)
}

/// `CommonMark` with tables.
#[must_use]
pub fn markdown(notice: &Notice) -> String {
    laid_out("notice.md", notice)
}

/// At most 78 columns, for a terminal or a mail.
#[must_use]
pub fn text(notice: &Notice) -> String {
    laid_out("notice.txt", notice)
}

/// In the words of the notice's own language.
fn laid_out(layout: &str, notice: &Notice) -> String {
    let language = Language::of_tag(&notice.language).unwrap_or_default();
    speaking(language, || render(layout, notice, notice.texts()))
}

/// The model itself; `candor schema --of notice` describes it.
#[must_use]
pub fn json(notice: &Notice) -> String {
    pretty(notice)
}

pub(super) fn pretty(document: &impl Serialize) -> String {
    // A model of strings, numbers and lists always serialises.
    let mut out = serde_json::to_string_pretty(document).unwrap_or_default();
    out.push('\n');
    out
}

/// `texts` are what places point into: the policy, then what it imports.
pub(super) fn render<'a>(
    layout: &str,
    document: &impl Serialize,
    texts: impl Iterator<Item = &'a Policy>,
) -> String {
    let quoted: Vec<Quoted> = texts.enumerate().map(Quoted::new).collect();
    let (notice, quoted) = (Value::from(Serde(document)), Value::from(Serde(quoted)));
    rendered(&LAYOUTS, layout, context! { n => notice, quoted })
}

/// A text whose lines can be linked to: as `L41` in the policy, as `I2L41` in its second import.
#[derive(Serialize, Deserialize)]
struct Quoted {
    file: String,
    lines: Vec<String>,
    anchor: String,
}

impl Quoted {
    fn new((at, text): (usize, &Policy)) -> Self {
        Self {
            file: text.file.clone(),
            lines: text.lines.clone(),
            anchor: if at == 0 {
                "L".to_owned()
            } else {
                format!("I{at}L")
            },
        }
    }
}

fn layouts() -> Environment<'static> {
    let mut env = templates(&[
        ("notice.html", include_str!("../templates/notice.html")),
        ("notice.css", include_str!("../templates/notice.css")),
        ("notice.md", include_str!("../templates/notice.md")),
        ("intents.md", include_str!("../templates/intents.md")),
        ("notice.txt", include_str!("../templates/notice.txt")),
    ]);
    env.add_function("t", |key: String| clean(&wording::text_of(&key, &[])));
    env.add_function("word", |set: String, id: String| wording::named(&set, &id));
    env.add_function("meaning", |word: String, standing: String| {
        let means = named("means", &standing);
        clean(&say!("legend-of", word, means))
    });
    env.add_function("version", |version: u32| say!("meta-version", version));
    env.add_function("updated", |updated: String| say!("meta-updated", updated));
    env.add_function("more", |n: usize| say!("more-places", n));
    env.add_function(
        "sources",
        |places: Serde<Vec<Place>>, quoted: Serde<Vec<Quoted>>| {
            Value::from(Serde(sources(&places.0, &quoted.0)))
        },
    );
    env.add_filter("md", |runs: Serde<Vec<Run>>| md(&runs.0));
    env.add_filter("md_text", |text: String| md_escape(&text));
    env.add_filter("wrap", |text: String, indent: usize| wrap(&text, indent));
    env
}

#[derive(Serialize)]
struct Sources {
    shown: Vec<Link>,
    folded: Vec<Link>,
}

#[derive(Serialize, Clone)]
struct Link {
    /// `keta.kdl 41–58`; without the file where the one before it names the same.
    label: String,
    /// The anchor of the quoted line it goes to, when the place is quoted.
    line: Option<String>,
}

fn sources(places: &[Place], quoted: &[Quoted]) -> Sources {
    let mut links: Vec<Link> = Vec::new();
    let mut last = None;
    for place in places {
        let label = crate::emit::place_text(place);
        let same = last == Some(&place.file);
        last = Some(&place.file);
        let bare = label.strip_prefix(&place.file).map(str::trim_start);
        let found = quoted
            .iter()
            .find(|text| text.file == place.file && place.first_line as usize <= text.lines.len());
        links.push(Link {
            label: match bare {
                Some(bare) if same => bare.to_owned(),
                _ => label,
            },
            line: found.map(|text| format!("{}{}", text.anchor, place.first_line)),
        });
    }
    let folded = if links.len() > PLACES_SHOWN + 1 {
        links.split_off(PLACES_SHOWN)
    } else {
        Vec::new()
    };
    Sources {
        shown: links,
        folded,
    }
}

fn md(runs: &[Run]) -> String {
    let parts = runs.iter().map(|run| match run {
        Run::Plain { text } => md_escape(text),
        // Backquotes would end the code, and a bar a cell.
        Run::Code { text } if text.contains(['`', '|', '<']) => md_escape(text),
        Run::Code { text } => format!("`{text}`"),
        Run::Link { text, href } => format!(
            "[{}](<{}>)",
            md_escape(text),
            href.replace('<', "%3C").replace('>', "%3E")
        ),
    });
    parts.collect()
}

/// Characters that would mean something to Markdown or HTML, made to mean themselves.
fn md_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    for (i, c) in text.chars().enumerate() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '{' | '}' | '!' => {
                out.extend(['\\', c]);
            }
            '+' | '-' | '=' if i == 0 => out.extend(['\\', c]),
            '.' | ')' if digits > 0 && i == digits => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// Breaks at spaces, but for those at which nothing may break; lines after the first stand `indent` columns in.
fn wrap(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut column = indent;
    let is_break = |c: char| c.is_whitespace() && !['\u{a0}', '\u{202f}'].contains(&c);
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        let width = word.chars().count();
        if column > indent && column + 1 + width > TEXT_WIDTH {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}
