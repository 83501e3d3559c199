//! Whole constructs of other languages, and the same as it is written here: what to put in the place of the old text.

use crate::{
    lexicon::{FUNCTIONS, function::Yields},
    vocab::Type,
};

/// `if a then 2` up to where its `else` is missing: the same with one.
pub(super) fn with_else(before: &str) -> Option<String> {
    let whole = before.trim_end();
    let (_, then) = whole.rsplit_once("then ")?;
    Some(format!("{whole} else {}", nothing_like(then.trim())))
}

/// What says least, of the kind of a value as far as it can be seen.
fn nothing_like(value: &str) -> &'static str {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        return if is_number(value) { "0" } else { "0s" };
    }
    if value.split_once('(').is_some_and(|(name, _)| counts(name)) {
        return "0";
    }
    if ["true", "false"].contains(&value) {
        return "false";
    }
    "''"
}

/// Whether a function gives a number.
fn counts(name: &str) -> bool {
    let mut functions = FUNCTIONS.iter();
    ["count", "sum"].contains(&name)
        || functions.any(|one| one.name == name && one.gives == Yields::Of(Type::Int))
}

/// `if(a, b)` and `if(a, b, c)` around a byte, as `if a then b else c`; with the text that it replaces.
pub(super) fn called_if(text: &str, at: usize) -> Option<(&str, String)> {
    let before = text.get(..at)?;
    let called = before.match_indices("if").filter_map(|(start, word)| {
        let rest = text.get(start + word.len()..)?;
        let blanks = rest.len() - rest.trim_start().len();
        let is_word = before
            .get(..start)?
            .ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.');
        (!is_word && rest.trim_start().starts_with('('))
            .then_some((start, start + word.len() + blanks))
    });
    let (start, open) = called.last()?;
    let inside = text.get(open + 1..)?;
    let close = parts(inside, ')').last()?.1;
    if open + 1 + close < at {
        return None;
    }
    let given = inside.get(..close)?;
    let args: Vec<String> = parts(given, ',')
        .into_iter()
        .map(|(from, to)| given.get(from..to).unwrap_or_default())
        .map(|arg| arg.trim().replace('"', "'"))
        .collect();
    let (cond, then, otherwise) = match args.as_slice() {
        [cond, then] => (cond, then, nothing_like(then).to_owned()),
        [cond, then, otherwise] => (cond, then, otherwise.clone()),
        _ => return None,
    };
    let whole = text.get(start..=open + 1 + close)?;
    Some((whole, format!("if {cond} then {then} else {otherwise}")))
}

/// `a++` and `a += b` as `a + 1` and `a + b`: what is written is the new value.
pub(super) fn stepped(text: &str) -> Option<String> {
    for (sign, op) in [("++", '+'), ("--", '-')] {
        if let Some(of) = text.trim().strip_suffix(sign) {
            return Some(format!("{} {op} 1", of.trim()));
        }
    }
    for op in ['+', '-', '*', '/'] {
        if let Some((of, by)) = text.split_once(&format!("{op}=")) {
            return Some(format!("{} {op} {}", of.trim(), by.trim()));
        }
    }
    None
}

/// What stands in a hole, where it adds texts: `'a' + name` as `a{name}`, which takes the place of the whole hole.
#[must_use]
pub fn joined(inside: &str) -> Option<String> {
    let parts = parts(inside, '+');
    let parts = parts.into_iter().map(|(from, to)| inside.get(from..to));
    let parts: Vec<&str> = parts.collect::<Option<_>>()?;
    let quoted = |part: &str| {
        let text = ['"', '\''].into_iter().find_map(|quote| {
            let text = part.strip_prefix(quote)?.strip_suffix(quote)?;
            (!text.contains(quote)).then(|| text.to_owned())
        });
        text.map(|text| text.replace('{', "{{").replace('}', "}}"))
    };
    let is_sum = parts.len() > 1 && parts.iter().any(|part| quoted(part.trim()).is_some());
    is_sum.then(|| {
        let written = parts.iter().map(|part| {
            let part = part.trim();
            quoted(part).unwrap_or_else(|| format!("{{{part}}}"))
        });
        written.collect()
    })
}

/// The hole around a byte, without its braces.
pub(super) fn hole(text: &str, at: usize) -> Option<&str> {
    let from = text.get(..at)?.rfind('{')? + 1;
    let to = from + text.get(from..)?.find('}')?;
    (to >= at).then(|| text.get(from..to)).flatten()
}

/// The parts of a text between a sign, where it stands in no bracket and no quotes. A `)` that nothing opened ends it.
fn parts(text: &str, sign: char) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let mut quote: Option<char> = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = quote.filter(|_| c != open),
            (None, '\'' | '"') => quote = Some(c),
            (None, ')') if depth == 0 => {
                found.push((from, at));
                return found;
            }
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, c) if c == sign && depth == 0 => {
                found.push((from, at));
                from = at + c.len_utf8();
            }
            (None, _) => {}
        }
    }
    found.push((from, text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::{called_if, hole, joined, stepped, with_else};

    #[test]
    fn an_if_gets_its_else() {
        let of = |text| with_else(text).unwrap();
        assert_eq!(of("if a then 2 "), "if a then 2 else 0");
        assert_eq!(of("if a then 2h"), "if a then 2h else 0s");
        assert_eq!(of("if a then 'x'"), "if a then 'x' else ''");
        assert_eq!(of("if a then count(b)"), "if a then count(b) else 0");
        assert_eq!(with_else("if a"), None);
    }

    #[test]
    fn a_called_if_is_written_out() {
        let of = |text| called_if(text, text.find(',').unwrap()).map(|(_, new)| new);
        let written = |text: &str| Some(text.to_owned());
        assert_eq!(of("if(a==1, \"x\")"), written("if a==1 then 'x' else ''"));
        assert_eq!(
            of("if (f(a, b), 1, 2)"),
            written("if f(a, b) then 1 else 2")
        );
        assert_eq!(of("elif(a, b)"), None);
        assert_eq!(called_if("if (a) then b, c", 13), None);
    }

    #[test]
    fn a_step_is_the_new_value() {
        assert_eq!(stepped("c.n++").unwrap(), "c.n + 1");
        assert_eq!(stepped("c.n += 2 ").unwrap(), "c.n + 2");
        assert_eq!(stepped("c.n -= settings.by").unwrap(), "c.n - settings.by");
        assert_eq!(stepped("c.n + 1"), None);
    }

    #[test]
    fn sums_of_texts_are_holes() {
        assert_eq!(joined("\"a\" + \"b\"").unwrap(), "ab");
        assert_eq!(joined("'a ' + b.c + '!'").unwrap(), "a {b.c}!");
        assert_eq!(joined("a + b"), None);
        assert_eq!(joined("'a'"), None);
        assert_eq!(hole("x {a + b} y", 5), Some("a + b"));
        assert_eq!(hole("x {a} y {b}", 7), None);
    }
}
