//! The map of rooms: a room imports only what stands before it in the pipeline.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Room by room, what it may import. A room that is missing here may not exist.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    (BY_ALL, &[]),
    ("vocab", &[]),
    ("wording", &["vocab"]),
    ("lexicon", &["vocab", "wording"]),
    ("finding", &["vocab"]),
    ("syntax", &["vocab", "lexicon", "wording", "finding"]),
    ("plan", &["vocab", "lexicon"]),
    (
        "resolve",
        &["vocab", "lexicon", "wording", "finding", "syntax", "plan"],
    ),
    (
        "check",
        &[
            "vocab", "lexicon", "wording", "finding", "syntax", "plan", "resolve",
        ],
    ),
    (
        "lower",
        &[
            "vocab", "lexicon", "wording", "finding", "syntax", "plan", "resolve", "check",
        ],
    ),
    (
        "translate",
        &["vocab", "lexicon", "finding", "syntax", "plan"],
    ),
    ("emit", &["vocab", "lexicon", "wording", "plan"]),
    ("diff", &["vocab", "lexicon", "wording", "plan", "emit"]),
    ("port", &["vocab", "lexicon", "wording", "plan"]),
    (
        "rights",
        &["vocab", "lexicon", "wording", "plan", "emit", "port"],
    ),
    (
        "router",
        &[
            "vocab", "lexicon", "wording", "plan", "emit", "port", "rights",
        ],
    ),
    ("vault", &["vocab", "lexicon", "wording", "plan", "port"]),
    (
        "control",
        &[
            "vocab", "lexicon", "wording", "plan", "port", "rights", "vault",
        ],
    ),
    ("picture", &["port"]),
    ("discord", &["vocab", "lexicon", "wording", "plan", "port"]),
    (
        "sandbox",
        &["vocab", "lexicon", "wording", "finding", "syntax", "port"],
    ),
    (
        "web",
        &[
            "vocab", "lexicon", "wording", "plan", "emit", "port", "vault", "sandbox",
        ],
    ),
    (
        "runtime",
        &[
            "vocab", "lexicon", "wording", "plan", "emit", "port", "rights", "router", "vault",
            "picture", "discord", "web",
        ],
    ),
    (
        "scenario",
        &[
            "vocab", "lexicon", "wording", "finding", "syntax", "plan", "port", "rights", "router",
            "vault", "discord", "sandbox", "runtime",
        ],
    ),
];

/// What every room may import: it imports nothing, and is nothing in a release.
const BY_ALL: &str = "sabotage";

/// The sub-rooms of `vault`, in the order in which they stand on each other.
const VAULT: &[&str] = &[
    "ground", "ledger", "rows", "engines", "keep", "open", "care", "door",
];

/// The façade and the command line join everything.
const JOINS_ALL: &[&str] = &["lib", "main", "compile", "cli"];

fn files(dir: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Rooms named after `root` in a file, grouped imports included, with the line they stand in.
fn imports(text: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(root) {
        let before = text[..at].chars().next_back();
        if before == Some(':') && root.starts_with("super") {
            continue;
        }
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        // The code of a finding, `candor::syntax::clause`, imports nothing.
        if text[..at].ends_with("\"candor::") {
            continue;
        }
        let line = text[..at].matches('\n').count() + 1;
        let rest = &text[at + root.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => top_level_names(group),
            None => vec![word(rest)],
        };
        found.extend(names.into_iter().map(|name| (line, name)));
    }
    found
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// The first word of each member of `{a::b, c::{d, e}, f}`, given what follows the first brace.
fn top_level_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut at_start) = (1, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => at_start = true,
            c if c.is_whitespace() => {}
            _ if at_start => {
                names.push(word(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

#[test]
fn a_room_imports_only_what_stands_before_it() {
    let allowed: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    let mut wrong = Vec::new();
    for path in &all {
        let relative = path.strip_prefix(&src).unwrap();
        let first = relative.iter().next().unwrap().to_str().unwrap();
        let room = first.trim_end_matches(".rs");
        if JOINS_ALL.contains(&room) {
            continue;
        }
        let Some(may) = allowed.get(room) else {
            wrong.push(format!(
                "{}: the room `{room}` is not on the map",
                relative.display()
            ));
            continue;
        };
        for (line, name) in imports(&fs::read_to_string(path).unwrap(), "crate::") {
            let known = allowed.contains_key(name.as_str()) || name == "cli";
            if known && name != room && name != BY_ALL && !may.contains(&name.as_str()) {
                wrong.push(format!(
                    "{}:{line}: `{room}` imports `{name}`",
                    relative.display()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.len() > 50, "the map looks at real files");
}

/// Unit tests may use everything, as whoever stands outside may.
#[test]
fn a_sub_room_of_the_vault_imports_only_what_stands_before_it() {
    let vault = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vault");
    let mut all = Vec::new();
    files(&vault, &mut all);
    all.retain(|path| *path != vault.join("mod.rs") && !path.ends_with("tests.rs"));
    let mut wrong = Vec::new();
    for path in &all {
        let relative = path.strip_prefix(&vault).unwrap();
        let first = relative.iter().next().unwrap().to_str().unwrap();
        let level = |room: &str| VAULT.iter().position(|known| *known == room);
        let room = first.trim_end_matches(".rs");
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (line, name) in imports(code, "vault::") {
            let stands_before = level(&name) < level(room) && level(&name).is_some();
            let is_itself = name == room;
            if level(room).is_none() || !(stands_before || is_itself) {
                wrong.push(format!(
                    "{}:{line}: `{room}` imports `{name}`",
                    relative.display()
                ));
            }
        }
        if code.contains("super::super") {
            wrong.push(format!("{}: a path climbs twice", relative.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all.len() > 40, "the map looks at real files");
}

/// What each module of a room imports from others there, by way of the room's own `mod.rs` too. Unit tests may use
/// everything, as whoever stands outside may.
fn arrows(folder: &Path, room: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = Vec::new();
    files(folder, &mut all);
    all.retain(|path| *path != folder.join("mod.rs") && !path.ends_with("tests.rs"));
    let parts = |path: &Path| -> Vec<String> {
        let relative = path.strip_prefix(folder).unwrap().with_extension("");
        let parts = relative
            .iter()
            .map(|part| part.to_str().unwrap().to_owned());
        parts.filter(|part| part != "mod").collect()
    };
    let modules: BTreeSet<String> = all
        .iter()
        .map(|path| parts(path).first().unwrap().clone())
        .collect();
    let given_on = given_on(&code_of(&folder.join("mod.rs")), &modules);
    let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in &all {
        let (parts, code) = (parts(path), code_of(path));
        let (top, up) = (parts.first().unwrap(), "super::".repeat(parts.len()));
        let named = imports(&code, &up)
            .into_iter()
            .chain(imports(&code, &format!("{room}::")));
        for (_, name) in named {
            let module = modules.get(&name).or_else(|| given_on.get(&name));
            if let Some(module) = module.filter(|module| *module != top) {
                let from = arrows.entry(top.clone()).or_default();
                from.insert(module.clone());
            }
        }
    }
    arrows
}

/// Without comments and unit tests.
fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap().lines();
    let code: Vec<&str> = code
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

/// The items that a `mod.rs` brings in from its modules: `use a::{B, C}` and `use self::{a::B, c::D}`.
fn given_on(code: &str, modules: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (at, _) in code.match_indices("use ") {
        let statement = code[at + 4..].split(';').next().unwrap();
        let mut module = None;
        for word in statement.split(|c: char| !c.is_alphanumeric() && c != '_') {
            if let Some(known) = modules.get(word) {
                module = Some(known);
            } else if let Some(module) = module.filter(|_| !word.is_empty()) {
                found.insert(word.to_owned(), module.clone());
            }
        }
    }
    found
}

/// What is left when modules are taken away that import nothing that is left, nor are imported by it.
fn circles(mut arrows: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let before = arrows.clone();
        let (from, to): (BTreeSet<_>, BTreeSet<_>) =
            (before.keys().collect(), before.values().flatten().collect());
        arrows.retain(|module, _| to.contains(module));
        for imported in arrows.values_mut() {
            imported.retain(|module| from.contains(module));
        }
        arrows.retain(|_, imported| !imported.is_empty());
        if arrows == before {
            return arrows;
        }
    }
}

#[test]
fn no_room_has_circles_inside() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    let rooms = MAY_IMPORT.iter().map(|(room, _)| *room);
    for room in rooms.chain(["cli"]) {
        let arrows = arrows(&src.join(room), room);
        seen += arrows.values().map(BTreeSet::len).sum::<usize>();
        let left = circles(arrows);
        assert!(left.is_empty(), "`{room}` has circles among {left:#?}");
    }
    assert!(seen > 200, "the map looks at real imports: {seen}");
}

#[test]
fn circles_are_seen_and_what_hangs_on_them_is_not() {
    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in pairs {
            let from = arrows.entry((*from).to_owned()).or_default();
            from.insert((*to).to_owned());
        }
        arrows
    };
    let line = arrows(&[("a", "b"), ("b", "c"), ("a", "c")]);
    assert_eq!(circles(line), BTreeMap::new());
    let ring = arrows(&[("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]);
    assert_eq!(circles(ring), arrows(&[("b", "c"), ("c", "b")]));
    let modules = ["office".to_owned(), "stats".to_owned()].into();
    let code =
        "pub use office::Office;\npub use self::{stats::{Figures, Stats}};\nuse crate::plan::Plan;";
    let given_on: Vec<_> = given_on(code, &modules).into_iter().collect();
    let of = |item: &str, module: &str| (item.to_owned(), module.to_owned());
    assert_eq!(
        given_on,
        [
            of("Figures", "stats"),
            of("Office", "office"),
            of("Stats", "stats")
        ]
    );
}

#[test]
fn imports_are_seen_in_every_form() {
    let text = "use crate::vocab::Span;\nuse crate::{plan::{Plan, Store}, port::Event};\nfn f() { crate::router::step() }";
    let names: Vec<_> = imports(text, "crate::")
        .into_iter()
        .map(|(line, name)| format!("{line} {name}"))
        .collect();
    assert_eq!(names, ["1 vocab", "2 plan", "2 port", "3 router"]);
    let text =
        "use crate::vault::rows;\nuse crate::{port::Op, vault::{keep::{View, Writer}, open}};";
    let names: Vec<_> = imports(text, "vault::")
        .into_iter()
        .map(|(line, name)| format!("{line} {name}"))
        .collect();
    assert_eq!(names, ["1 rows", "2 keep", "2 open"]);
}
