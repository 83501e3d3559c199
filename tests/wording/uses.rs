//! What the sources say: calls of the macros and functions of `wording`, found in their text.

use std::collections::BTreeSet;

/// `say!`, `phrase!`, `fact!`, `marked!`, or `t` of a template.
#[derive(Debug)]
pub struct Use {
    /// `src/emit/notice/kept.rs:41`
    pub at: String,
    pub by: String,
    pub key: String,
    pub variables: BTreeSet<String>,
}

#[derive(Debug, Default)]
pub struct Uses {
    pub messages: Vec<Use>,
    /// First words of keys that are made from a set and a word.
    pub sets: BTreeSet<String>,
    /// Attributes that are asked for, with their set.
    pub attributes: BTreeSet<(String, String)>,
    pub problems: Vec<String>,
}

const MACROS: [&str; 4] = ["say!", "phrase!", "fact!", "marked!"];
/// Where templates reach the catalogue; what they ask for is read from them.
const PASSES_ON: &str = "src/emit/notice/layout.rs";
const SETS: [&str; 3] = ["word", "named", "grammar"];

/// Reads source files, each a name and a text.
pub fn read(files: &[(String, String)]) -> Uses {
    let mut uses = Uses::default();
    for (file, text) in files {
        match file.rsplit_once('.').map(|(_, end)| end) {
            Some("rs") => rust(file, text, &mut uses),
            _ => template(file, text, &mut uses),
        }
    }
    uses
}

fn rust(file: &str, text: &str, uses: &mut Uses) {
    // Tests may say what the sources say; they keep no message alive.
    let text = text
        .split_once("#[cfg(test)]\nmod tests {")
        .map_or(text, |(before, _)| before);
    let kinds = lex(text);
    let calls = |name: &str, found: &mut dyn FnMut(String, Vec<String>)| {
        for (at, _) in text.match_indices(name) {
            let before = text[..at].chars().next_back();
            let open = at + name.len();
            let is_call = text[open..].starts_with('(')
                && kinds[at] == Kind::Code
                && before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '.'));
            if is_call && !text[..at].ends_with("fn ") {
                let line = text[..at].matches('\n').count() + 1;
                found(format!("{file}:{line}"), arguments(text, &kinds, open));
            }
        }
    };
    for by in MACROS {
        calls(by, &mut |at, arguments| said(by, at, &arguments, uses));
    }
    let own = file.contains("src/wording/") || file == PASSES_ON;
    for name in SETS.iter().filter(|name| !own && imports(text, name)) {
        calls(name, &mut |at, arguments| {
            let literals: Vec<Option<&str>> = arguments.iter().map(|one| literal(one)).collect();
            match literals.as_slice() {
                [Some(set), _, Some(attribute)] => {
                    uses.sets.insert((*set).to_owned());
                    let attribute = ((*set).to_owned(), (*attribute).to_owned());
                    uses.attributes.insert(attribute);
                }
                [Some(set), _] => drop(uses.sets.insert((*set).to_owned())),
                _ => uses
                    .problems
                    .push(format!("{at}: the set of a word is no literal")),
            }
        });
    }
    if file.contains("src/lexicon/") {
        for (at, rest) in text.match_indices("wording: ") {
            let rest = &text[at + rest.len()..];
            let key = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            if let (Some((key, _)), Kind::Code) = (key, kinds[at]) {
                let line = text[..at].matches('\n').count() + 1;
                uses.messages.push(Use {
                    at: format!("{file}:{line}"),
                    by: "row".to_owned(),
                    key: key.to_owned(),
                    variables: BTreeSet::new(),
                });
            }
        }
    }
}

/// Whether a file takes this function of `wording`'s; another of the same name may be its own.
fn imports(text: &str, name: &str) -> bool {
    text.match_indices("wording::").any(|(at, path)| {
        let rest = &text[at + path.len()..];
        let group = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let mut names = group.map_or(rest, |(group, _)| group);
        if group.is_none() {
            let end = names.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            names = &names[..end.unwrap_or(names.len())];
        }
        names.split(',').any(|one| one.trim() == name)
    })
}

fn said(by: &str, at: String, arguments: &[String], uses: &mut Uses) {
    let Some(key) = arguments.first().and_then(|one| literal(one)) else {
        uses.problems.push(format!("{at}: the key is no literal"));
        return;
    };
    let variables = arguments.iter().skip(1).map(|one| {
        let name = one.split_once('=').map_or(one.as_str(), |(name, _)| name);
        name.trim().to_owned()
    });
    let key = if by == "fact!" {
        key.replace('.', "-")
    } else {
        key.to_owned()
    };
    uses.messages.push(Use {
        at,
        by: by.to_owned(),
        key,
        variables: variables.collect(),
    });
}

fn template(file: &str, text: &str, uses: &mut Uses) {
    let calls = |name: &'static str| {
        let opened = format!("{name}(");
        text.match_indices(&opened)
            .filter(|(at, _)| {
                let before = text[..*at].chars().next_back();
                before.is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
            })
            .map(|(at, open)| {
                let line = text[..at].matches('\n').count() + 1;
                let rest = text[at + open.len()..].strip_prefix('"');
                let key = rest.and_then(|rest| rest.split_once('"'));
                (format!("{file}:{line}"), key)
            })
            .collect::<Vec<_>>()
    };
    for (at, key) in calls("t") {
        match key {
            Some((key, rest)) if rest.starts_with(')') => uses.messages.push(Use {
                at,
                by: "t".to_owned(),
                key: key.to_owned(),
                variables: BTreeSet::new(),
            }),
            _ => uses.problems.push(format!("{at}: the key is no literal")),
        }
    }
    for (at, set) in calls("word") {
        match set {
            Some((set, _)) => drop(uses.sets.insert(set.to_owned())),
            None => uses
                .problems
                .push(format!("{at}: the set of a word is no literal")),
        }
    }
}

/// The text between the quotes of a literal.
fn literal(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    /// Of a string or a character.
    Text,
    Comment,
}

/// What each byte belongs to.
fn lex(text: &str) -> Vec<Kind> {
    let bytes = text.as_bytes();
    let mut kinds = vec![Kind::Code; bytes.len()];
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        let (kind, length) = match rest {
            [b'/', b'/', ..] => (Kind::Comment, until(rest, b"\n")),
            [b'r', b'"', ..] => (Kind::Text, 2 + until(&rest[2..], b"\"")),
            [b'r', b'#', b'"', ..] => (Kind::Text, 3 + until(&rest[3..], b"\"#")),
            [b'"', ..] => (Kind::Text, quoted(rest, b'"')),
            // A lifetime has no second quote after one character.
            [b'\'', b'\\', ..] => (Kind::Text, quoted(rest, b'\'')),
            [b'\'', ..] => {
                let one = std::str::from_utf8(&rest[1..]).ok();
                let width = one
                    .and_then(|one| one.chars().next())
                    .map_or(1, char::len_utf8);
                match rest.get(1 + width) {
                    Some(b'\'') => (Kind::Text, 2 + width),
                    _ => (Kind::Code, 1),
                }
            }
            _ => (Kind::Code, 1),
        };
        let end = (at + length).min(bytes.len());
        kinds[at..end].fill(kind);
        at = end;
    }
    kinds
}

fn until(bytes: &[u8], end: &[u8]) -> usize {
    let found = bytes.windows(end.len()).position(|window| window == end);
    found.map_or(bytes.len(), |at| at + end.len())
}

fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// What stands between the bracket at `open` and its end, split at its commas.
fn arguments(text: &str, kinds: &[Kind], open: usize) -> Vec<String> {
    let (mut depth, mut found, mut one) = (0, Vec::new(), String::new());
    for (at, c) in text[open..].char_indices() {
        let kind = kinds[open + at];
        if kind == Kind::Code {
            match c {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if (c == ',' && depth == 1) || (c == '(' && at == 0) {
                found.push(std::mem::take(&mut one));
                continue;
            }
        }
        if kind != Kind::Comment {
            one.push(c);
        }
    }
    found.push(one);
    let found = found.iter().map(|one| one.trim().to_owned());
    found.filter(|one| !one.is_empty()).collect()
}
