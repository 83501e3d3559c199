//! Whether it is as expected, and the words for what was there instead.

use std::collections::BTreeSet;

use crate::scenario::stage::Miss;

pub(super) fn truth(holds: bool, why: impl FnOnce() -> (String, Vec<String>)) -> Result<(), Miss> {
    if holds {
        return Ok(());
    }
    let (expected, happened) = why();
    Err(Miss { expected, happened })
}

/// As many as wanted; at least one, or none, where no number is given. `what` is a noun and what follows it.
pub(super) fn number(
    found: usize,
    count: Option<u64>,
    no: bool,
    what: (&str, &str),
    happened: impl FnOnce() -> Vec<String>,
) -> Result<(), Miss> {
    let found = u64::try_from(found).unwrap_or(u64::MAX);
    let (noun, rest) = what;
    let rest = rest.trim_end();
    let counted = |count: u64| match (count, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "reply") => format!("{count} replies"),
        _ => format!("{count} {noun}s"),
    };
    let (holds, wanted) = match (count, no) {
        (Some(count), false) => (found == count, format!("{}{rest}", counted(count))),
        (Some(count), true) => (
            found != count,
            format!("any number but {}{rest}", counted(count)),
        ),
        (None, false) => (found > 0, format!("a {noun}{rest}")),
        (None, true) => (found == 0, format!("no {noun}{rest}")),
    };
    truth(holds, || {
        let mut lines = vec![format!("found {found}")];
        lines.extend(happened());
        (wanted, lines)
    })
}

pub(super) fn listed(names: &BTreeSet<String>) -> String {
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    }
}

/// How many lines show what was seen.
const LINES_MAX: usize = 8;

/// The first of `all` lines, and how many others there are.
pub(super) fn a_few(lines: impl Iterator<Item = String>, all: usize) -> Vec<String> {
    let mut shown: Vec<String> = lines.take(LINES_MAX).collect();
    if shown.len() < all {
        shown.push(format!("and {} more", all - shown.len()));
    }
    shown
}
