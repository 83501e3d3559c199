//! From pest's account of a failure to a finding in people's words.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::syntax::trouble::Clause;

use super::{
    Origin, Rule,
    slip::{called_if, hole, joined, stepped, with_else},
};

/// What a clause is called in its findings.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Expression,
    Text,
    Signature,
    Retention,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Expression => "expression",
            Self::Text => "text",
            Self::Signature => "signature",
            Self::Retention => "retention",
        }
    }
}

/// Slips from other languages, and what is written here.
const SLIPS: [(&str, &str); 10] = [
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("!", "write `not`"),
    ("=", "write `==`"),
    ("\"", "quote text with `'`"),
    ("'", "close the text with `'`"),
    ("_", "join words with `-`"),
    ("?", "write `a ?? b`, or `if a then b else c`"),
    ("&", "write `and`"),
    ("|", "write `or`"),
];

pub(super) fn explain(error: &Error<Rule>, kind: Kind, text: &str, origin: Origin) -> Clause {
    let at = match error.location {
        InputLocation::Pos(at) => at,
        InputLocation::Span((start, _)) => start,
    };
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => expected(positives),
        ErrorVariant::CustomError { .. } => String::new(),
    };
    let rest = text.get(at..).unwrap_or_default();
    let found = token(rest);
    if found.is_empty() {
        return cut_short(kind, text, origin, &expected);
    }
    let written = written_here(kind, text, at, &expected);
    let help = match kind {
        _ if written.is_some() => written,
        Kind::Retention if found == "and" => Some("write `or`: the earliest counts".to_owned()),
        Kind::Retention if is_unit(found) && is_number(text, at).is_some() => {
            let number = is_number(text, at).unwrap_or_default();
            let unit = found.chars().next().unwrap_or('d');
            Some(format!("write `age > {number}{unit}`"))
        }
        Kind::Retention if is_unit(found) => {
            Some("write the unit as a letter beside the number: `30d`, `12h`".to_owned())
        }
        Kind::Expression if found == "{" => {
            Some("holes stand in texts; write the value here without braces".to_owned())
        }
        Kind::Expression if is_unit(found) && after_number(text, at) => {
            Some("write the unit beside the number: `60s`".to_owned())
        }
        Kind::Signature if expected == "`:`" => {
            Some("write `<name: kind>`, such as `<reason: text>`".to_owned())
        }
        Kind::Signature
            if found.contains('-') && found.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Some(format!("write `{}`", found.replacen('-', "..", 1)))
        }
        Kind::Signature if found == "!" => None,
        Kind::Text if found == "}" && text.get(..at).is_some_and(|text| text.ends_with('{')) => {
            Some("put a value between the braces, or write `{{}}` for braces".to_owned())
        }
        Kind::Text
            if found == "}"
                && open_bracket(text.get(..at).unwrap_or_default())
                    .is_some_and(|(open, _)| open != '{') =>
        {
            open_bracket(text.get(..at).unwrap_or_default())
                .map(|(_, close)| format!("close it with `{close}`"))
        }
        Kind::Text if expected == "an operator" && found.starts_with(char::is_alphabetic) => {
            Some("close the hole with `}`".to_owned())
        }
        Kind::Text if found == "}" => Some("write `}}` for a brace".to_owned()),
        Kind::Text if found == "{" => Some("write `{{` for a brace".to_owned()),
        _ => SLIPS
            .iter()
            .find(|(slip, _)| *slip == found)
            .map(|(_, help)| (*help).to_owned()),
    };
    Clause {
        message: format!("`{found}` stands where {expected} is expected"),
        label: "not expected".to_owned(),
        help: help.or_else(|| open_quote(text, at).then(|| "close the text with `'`".to_owned())),
        at: origin.span(at, at + quoted(rest).unwrap_or(found.len())),
    }
}

/// How long a text in double quotes is, quotes included.
fn quoted(text: &str) -> Option<usize> {
    let (inside, _) = text.strip_prefix('"')?.split_once('"')?;
    Some(inside.len() + 2)
}

/// A construct of another language, as it is written here.
fn written_here(kind: Kind, text: &str, at: usize, expected: &str) -> Option<String> {
    match kind {
        Kind::Retention | Kind::Signature => return None,
        Kind::Expression | Kind::Text => {}
    }
    let is_whole = match kind {
        Kind::Expression => true,
        Kind::Text | Kind::Retention | Kind::Signature => false,
    };
    if let Some(new) = stepped(text).filter(|_| is_whole) {
        return Some(format!("write `{new}`"));
    }
    if let Some((_, new)) = called_if(text, at) {
        return Some(format!("write `{new}`"));
    }
    let inside = hole(text, at).filter(|_| matches!(kind, Kind::Text));
    if let Some(new) = inside.and_then(joined) {
        return Some(format!("write `{new}`"));
    }
    let is_end = text.get(at..).is_some_and(|rest| rest.starts_with('}'));
    if expected.contains("`else`") && is_end {
        let new = inside.and_then(with_else)?;
        return Some(format!("write `{new}`"));
    }
    let rest = text.get(at..)?.strip_prefix('"')?;
    let (quoted, _) = rest.split_once('"')?;
    Some(format!("write `'{quoted}'`"))
}

fn is_unit(word: &str) -> bool {
    let word = word.strip_suffix('s').unwrap_or(word);
    matches!(
        word,
        "" | "sec" | "second" | "m" | "min" | "minute" | "h" | "hour" | "d" | "day" | "w" | "week"
    )
}

/// The number that is all that stands before, but for `until`.
fn is_number(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?.trim();
    let before = before.strip_prefix("until").unwrap_or(before).trim();
    let all_digits = !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then_some(before)
}

fn after_number(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.ends_with(|c: char| c.is_ascii_digit())
}

/// The clause stops too early.
fn cut_short(kind: Kind, text: &str, origin: Origin, expected: &str) -> Clause {
    let what = kind.name();
    let unclosed = open_bracket(text);
    let message = match unclosed {
        _ if text.trim().is_empty() => format!("the {what} is empty"),
        Some((open, _)) => format!("`{open}` is never closed"),
        None => format!("the {what} ends where {expected} is expected"),
    };
    Clause {
        message,
        label: "something is missing here".to_owned(),
        help: match unclosed {
            Some((_, close)) => Some(format!("close it with `{close}`")),
            None if expected.contains("`else`") => {
                with_else(text).map(|new| format!("write `{new}`"))
            }
            None => None,
        },
        at: origin.span(text.len().saturating_sub(1), text.len()),
    }
}

/// The word or sign that a text begins with.
fn token(text: &str) -> &str {
    let word = text
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    let len = if word > 0 {
        word
    } else if ["&&", "||", "==", "!="]
        .iter()
        .any(|sign| text.starts_with(sign))
    {
        2
    } else {
        text.chars().next().map_or(0, char::len_utf8)
    };
    text.get(..len).unwrap_or_default()
}

/// The innermost bracket that is open at the end, and what closes it.
fn open_bracket(text: &str) -> Option<(char, char)> {
    let mut open: Vec<(char, char)> = Vec::new();
    let mut in_text = false;
    for c in text.chars() {
        match c {
            '\'' => in_text = !in_text,
            _ if in_text => {}
            '(' => open.push((c, ')')),
            '[' => open.push((c, ']')),
            '{' => open.push((c, '}')),
            // Elsewhere a `<` compares.
            '<' if text.starts_with('/') => open.push((c, '>')),
            _ if open.last().is_some_and(|(_, close)| *close == c) => {
                open.pop();
            }
            _ => {}
        }
    }
    if in_text {
        return Some(('\'', '\''));
    }
    open.pop()
}

fn open_quote(text: &str, before: usize) -> bool {
    text.get(before..)
        .is_some_and(|rest| rest.matches('\'').count() % 2 == 1)
}

fn expected(rules: &[Rule]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for rule in rules {
        let name = people_say(*rule);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // After a whole value nearly everything could follow; the shortest truth reads best.
    if names.contains(&"an operator") {
        names.retain(|name| {
            matches!(
                *name,
                "an operator" | "the end" | "`then`" | "`else`" | "`or`"
            )
        });
    }
    if names.contains(&"a value") {
        names.retain(|name| !matches!(*name, "a name" | "`if`"));
    }
    match names.as_slice() {
        [] => "something else".to_owned(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

fn people_say(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end",
        Rule::either => "`or`",
        Rule::or
        | Rule::and
        | Rule::equal
        | Rule::not_equal
        | Rule::less
        | Rule::less_or_equal
        | Rule::greater
        | Rule::greater_or_equal
        | Rule::contained
        | Rule::coalesce
        | Rule::add
        | Rule::subtract
        | Rule::multiply
        | Rule::divide
        | Rule::remainder
        | Rule::kw_is
        | Rule::is_none
        | Rule::is_not_none
        | Rule::field
        | Rule::index => "an operator",
        Rule::name | Rule::member | Rule::command_word => "a name",
        Rule::kw_then => "`then`",
        Rule::kw_else => "`else`",
        Rule::kw_if => "`if`",
        Rule::kw_where | Rule::condition => "`where`",
        Rule::kw_not => "`not`",
        Rule::kw_none => "`none`",
        Rule::kw_until => "`until`",
        Rule::hole | Rule::brace | Rule::literal => "text",
        Rule::param | Rule::required | Rule::optional => "`<name: kind>`",
        Rule::kind => "a kind",
        Rule::slash => "`/`",
        Rule::colon => "`:`",
        Rule::limits => "`>`",
        Rule::range | Rule::least | Rule::most => "a range such as `1..100`",
        Rule::form => "`form`",
        Rule::options => "texts such as `'a', 'b'`",
        Rule::deadline | Rule::trigger | Rule::by_setting | Rule::kw_setting => {
            "a trigger such as `guild.removed`"
        }
        Rule::grace => "`+ 30d`",
        Rule::limit => "`> 30d`",
        _ => "a value",
    }
}
