//! The export as a page for people: one file that needs nothing else, in the look of the notice.
//!
//! Adds no fact to the document. Every value is data to the template and escaped; characters that turn the direction of
//! writing around, or cannot be seen, are shown by name, so that what a page shows is what is kept.

use std::{collections::BTreeMap, sync::LazyLock};

use minijinja::{Environment, Value, context, value::Serde};
use serde::Serialize;

use super::export::{Choice, Document, Left, NotIncluded, Refused, Row, StoreAbout};
use crate::{
    emit::{
        notice,
        page::{rendered, templates},
    },
    lexicon::Datum,
    plan::Plan,
    vocab::Side,
    wording::{clean, named, say},
};

static LAYOUT: LazyLock<Environment<'static>> = LazyLock::new(layout);

#[derive(Serialize)]
struct Page {
    language: String,
    title: String,
    intro: String,
    meta: String,
    skip: String,
    contents: String,
    count: String,
    nothing: String,
    groups: Vec<Group>,
    ends: Vec<End>,
}

/// Rows of one store in one place.
#[derive(Serialize)]
struct Group {
    title: String,
    place: String,
    why: String,
    kept: String,
    redacted: Option<String>,
    caption: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

#[derive(Serialize)]
struct Cell {
    text: String,
    /// RFC 3339, where it is a time.
    time: Option<String>,
    /// Says that there is nothing.
    faint: bool,
}

#[derive(Serialize)]
struct End {
    title: String,
    lines: Vec<String>,
}

/// One page of HTML without script, font, image or other host.
#[must_use]
pub fn page(plan: &Plan, document: &Document) -> String {
    let page = Value::from(Serde(&page_of(plan, document)));
    rendered(&LAYOUT, "export.html", context! { p => page })
}

fn layout() -> Environment<'static> {
    templates(&[
        ("export.html", include_str!("templates/export.html")),
        ("export.css", include_str!("templates/export.css")),
        ("notice.css", include_str!("../emit/templates/notice.css")),
    ])
}

fn page_of(plan: &Plan, document: &Document) -> Page {
    let server = document.server.map(|id| id.to_string());
    let bot = &document.bot;
    let exported = moment(&document.exported);
    let person = document.person.to_string();
    let server = server.as_ref();
    let (version, updated) = (document.policy.version, &document.policy.updated);
    Page {
        language: say!("language"),
        title: clean(&say!("mydata-title", bot)),
        intro: clean(&say!("mydata-intro", server, exported, person)),
        meta: clean(&say!("mydata-meta", bot, version, updated)),
        skip: say!("skip"),
        contents: say!("contents"),
        count: say!("mydata-count", n = document.rows.len()),
        nothing: say!("mydata-nothing", server),
        groups: groups(plan, document),
        ends: ends(plan, document),
    }
}

fn groups(plan: &Plan, document: &Document) -> Vec<Group> {
    let mut by_place: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
    for row in &document.rows {
        by_place
            .entry((&row.store, row.server))
            .or_default()
            .push(row);
    }
    let groups = by_place.into_iter().filter_map(|((store, server), rows)| {
        let about = document.stores.iter().find(|about| about.name == *store)?;
        let server = server.map(|id| id.to_string());
        Some(group(plan, about, &say!("mydata-place", server), &rows))
    });
    groups.collect()
}

fn group(plan: &Plan, about: &StoreAbout, place: &str, rows: &[&Row]) -> Group {
    let is_given = |name: &String| rows.iter().any(|row| row.fields.contains_key(name));
    let is_left_out = |name: &String| rows.iter().any(|row| row.redacted.contains(name));
    let open: Vec<_> = about
        .fields
        .iter()
        .filter(|(name, _)| is_given(name))
        .collect();
    let redacted = about.fields.iter().filter(|(name, _)| is_left_out(name));
    let mut columns: Vec<String> = open
        .iter()
        .map(|(name, _)| visible(&plan.thing(name)))
        .collect();
    columns.extend([say!("mydata-made"), say!("mydata-due")]);
    let cells = |row: &&Row| {
        let mut cells: Vec<Cell> = open
            .iter()
            .map(|(name, field)| match row.fields.get(*name) {
                None => faint(say!("mydata-left-out")),
                value => cell(value, field.kind.ends_with("instant")),
            })
            .collect();
        cells.push(time(&row.made));
        cells.push(
            row.due
                .as_deref()
                .map_or_else(|| faint(say!("mydata-due-open")), time),
        );
        cells
    };
    let fields: Vec<String> = redacted.map(|(_, field)| field.about.clone()).collect();
    Group {
        title: visible(&about.title),
        place: place.to_owned(),
        why: clean(&say!(
            "mydata-why",
            feature = &about.feature,
            purposes = &about.purposes
        )),
        kept: clean(&say!("mydata-kept", until = &about.kept)),
        redacted: (!fields.is_empty()).then(|| clean(&say!("mydata-redacted", fields))),
        caption: say!("mydata-caption", n = rows.len()),
        columns,
        rows: rows.iter().map(cells).collect(),
    }
}

fn cell(value: Option<&Datum>, is_time: bool) -> Cell {
    let text = match value {
        None | Some(Datum::Nothing(())) => return faint(say!("mydata-empty")),
        Some(Datum::Text(at)) if is_time => return time(at),
        Some(Datum::Truth(true)) => say!("yes"),
        Some(Datum::Truth(false)) => say!("no"),
        Some(Datum::Number(number)) => number.to_string(),
        Some(Datum::Text(text)) => visible(text),
        Some(Datum::Words(words)) => visible(&words.join(", ")),
        Some(Datum::List(data)) => {
            let data: Vec<_> = data.iter().map(ToString::to_string).collect();
            visible(&data.join(", "))
        }
    };
    Cell {
        text,
        time: None,
        faint: false,
    }
}

fn time(at: &str) -> Cell {
    Cell {
        text: moment(at),
        time: Some(at.to_owned()),
        faint: false,
    }
}

fn faint(text: String) -> Cell {
    Cell {
        text,
        time: None,
        faint: true,
    }
}

/// `2026-04-30 12:00:00 UTC`
fn moment(at: &str) -> String {
    match at.strip_suffix('Z').and_then(|at| at.split_once('T')) {
        Some((day, time)) => {
            let time = time.split_once('.').map_or(time, |(seconds, _)| seconds);
            format!("{day} {time} UTC")
        }
        None => at.to_owned(),
    }
}

/// What is kept and not here, and why.
fn lacks(part: &NotIncluded) -> String {
    let (store, n, until) = (&part.title, part.rows, &part.kept);
    let server = part.server.map(|id| id.to_string());
    let said = say!(
        "mydata-absent-rows",
        store,
        server,
        n,
        why = named("absence", part.why.word())
    );
    let refused = part.refusal.as_ref().map(|refusal| {
        let Refused {
            reason,
            review,
            appeal,
        } = refusal;
        let (reason, appeal) = (notice::full_stop(reason), notice::full_stop(appeal));
        say!("refused", reason, review, appeal)
    });
    let kept = (!until.is_empty()).then(|| say!("mydata-kept", until));
    let all = [Some(said), refused, kept];
    clean(&all.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn ends(plan: &Plan, document: &Document) -> Vec<End> {
    let stores = document.choices.opted_out.iter();
    let stores: Vec<String> = stores.map(|store| plan.thing(store)).collect();
    let mut choices = vec![if stores.is_empty() {
        say!("mydata-choices-none")
    } else {
        clean(&say!("mydata-choices-out", stores))
    }];
    for Choice { server, opted_out } in &document.choices.said {
        let server = server.map(|id| id.to_string());
        choices.push(say!("mydata-said", server, opted_out = *opted_out));
    }
    for Left { server, at } in &document.left {
        let (server, at) = (server.to_string(), moment(at));
        choices.push(say!("mydata-left", server, at));
    }
    for named in &document.settings {
        let mut settings = plan.settings.iter();
        let setting = settings.find(|one| plan.setting_path(one) == named.setting);
        let setting = setting.map_or_else(
            || named.setting.clone(),
            |one| plan.setting_path_called(one),
        );
        let server = named.server.to_string();
        let denied = named.says == Side::Denied;
        choices.push(clean(&say!("mydata-setting", server, setting, denied)));
    }
    let mut absent: Vec<String> = document.not_included.iter().map(lacks).collect();
    absent.push(say!("mydata-absent-discord"));
    let controller = &document.controller;
    let contacts = controller.contacts.iter();
    let contacts: Vec<_> = contacts
        .map(|contact| notice::contact(contact.kind, &contact.value))
        .collect();
    let who = clean(&say!(
        "mydata-rights-who",
        name = &controller.name,
        contacts
    ));
    [
        (say!("mydata-choices"), choices),
        (say!("mydata-absent"), absent),
        (
            say!("mydata-rights"),
            vec![say!("mydata-rights-delete"), who],
        ),
    ]
    .map(|(title, lines)| End { title, lines })
    .into()
}

/// Text as it is, with what would not be seen, or would make other text read differently, named: `⟨U+202E⟩`.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            // Without U+200C and U+200D, which join and part letters and emoji.
            '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fdd0}'..='\u{fdef}' => out.push_str(&by_name(c)),
            c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => out.push_str(&by_name(c)),
            c => out.push(c),
        }
    }
    out
}

fn by_name(c: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_named_and_the_rest_stays() {
        assert_eq!(
            visible("a\u{202e}b\0\r\n\u{ffff}"),
            "a⟨U+202E⟩b⟨U+0000⟩⟨U+000D⟩\n⟨U+FFFF⟩"
        );
        assert_eq!(
            visible("grüße 日本 👩\u{200d}💻 <b>"),
            "grüße 日本 👩\u{200d}💻 <b>"
        );
    }

    #[test]
    fn times_are_read_by_people_to_the_second() {
        assert_eq!(
            moment("2026-04-30T12:00:00.123Z"),
            "2026-04-30 12:00:00 UTC"
        );
        assert_eq!(moment("99999999999999999"), "99999999999999999");
    }
}
