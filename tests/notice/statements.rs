//! Every statement of the five bots' notices has its sentence, its standing, its lines and its scenario in
//! `book/src/statements.md`; a statement that loses one fails here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use candor::{
    emit::notice::{Notice, Sentence},
    finding::Findings,
    syntax::{Source, ast::Node},
    vocab::{Place, Standing},
};

use super::stdout;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The bots, with the letter of their statements and how many they make.
const BOTS: [(&str, char, usize); 5] = [
    ("Ralsei", 'R', 22),
    ("Mail System", 'M', 19),
    ("Kelpyyium", 'K', 28),
    ("Whale", 'W', 16),
    ("Keta", 'T', 26),
];

fn nodes(path: &Path) -> Vec<Node> {
    let source = Source {
        file: path.display().to_string(),
        text: fs::read_to_string(path).unwrap(),
    };
    let mut findings = Findings::default();
    let read = candor::syntax::read(&source, &mut findings);
    read.unwrap_or_else(|| panic!("{} cannot be read", path.display()))
        .nodes
}

fn arg(node: &Node, at: usize) -> String {
    let arg = node.args.get(at);
    arg.unwrap_or_else(|| panic!("`{}` needs a word more", node.name.node))
        .node
        .to_string()
}

fn prop(node: &Node, name: &str) -> Option<String> {
    let prop = node.props.iter().find(|prop| prop.name.node == name)?;
    Some(prop.value.node.to_string())
}

/// The ids that a scenario's title begins with: `W1 W2 roles are kept`.
fn ids(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').take_while(|word| {
        let number = word.strip_prefix(['R', 'M', 'K', 'W', 'T']);
        number.is_some_and(|number| number.parse::<u8>().is_ok())
    })
}

/// The scenarios of a bot by the ids of statements, each with its file.
fn scenarios(bot: &str) -> BTreeMap<String, Vec<(String, PathBuf)>> {
    let folder = Path::new("policies").join(bot);
    let files = fs::read_dir(Path::new(ROOT).join(&folder)).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name()).collect();
    names.retain(|name| Path::new(name).extension().is_some_and(|end| end == "kdl"));
    names.sort();
    let mut by_id: BTreeMap<String, Vec<(String, PathBuf)>> = BTreeMap::new();
    for name in names {
        let path = folder.join(name);
        let nodes = nodes(&Path::new(ROOT).join(&path));
        for node in nodes.iter().filter(|node| node.name.node == "scenario") {
            let title = arg(node, 0);
            let ids: Vec<_> = ids(&title).map(str::to_owned).collect();
            for id in ids {
                let found = by_id.entry(id).or_default();
                found.push((title.clone(), path.clone()));
            }
        }
    }
    by_id
}

/// A statement, as `book/statements.kdl` and the bot's notice have it.
struct Statement {
    id: String,
    text: String,
    waits: Option<String>,
    why: Option<String>,
    sentences: Vec<Sentence>,
    scenarios: Vec<(String, PathBuf)>,
    /// `tests/FILE.rs::NAME`, for what no scenario can do.
    test: Option<String>,
}

impl Statement {
    /// The weakest standing of its sentences; none where no sentence carries it.
    fn standing(&self) -> Option<Standing> {
        let strength = |standing: &Standing| match standing {
            Standing::Stated => 0,
            Standing::Enforced => 1,
            Standing::Proved => 2,
        };
        let standings = self.sentences.iter().map(|sentence| sentence.standing);
        standings.min_by_key(strength)
    }

    /// What is wrong with it, for whoever changed a policy.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let standing = self.standing();
        let stated = standing == Some(Standing::Stated);
        if standing.is_none() && self.waits.is_none() {
            faults.push("no sentence carries it, and it does not wait".to_owned());
        }
        if stated && self.why.is_none() {
            faults.push("it is only stated, and `why` does not say why".to_owned());
        }
        if !stated && self.why.is_some() {
            faults.push("`why` is for what is only stated".to_owned());
        }
        let tried = !self.scenarios.is_empty() || self.test.is_some();
        if !tried && standing.is_some() && !stated {
            faults.push("no scenario begins with its id".to_owned());
        }
        if let Some(test) = self.test.as_ref().filter(|test| !is_a_test(test)) {
            faults.push(format!("there is no test `{test}`"));
        }
        faults
    }
}

fn is_a_test(test: &str) -> bool {
    let (file, name) = test.split_once("::").unwrap();
    let tests = fs::read_to_string(Path::new(ROOT).join(file)).unwrap_or_default();
    tests.contains(&format!("fn {name}()"))
}

fn notice(policy: &str) -> Notice {
    let path = format!("policies/{policy}.kdl");
    serde_json::from_str(&stdout(&["notice", &path, "--format", "json"])).unwrap()
}

fn sentence(notice: &Notice, anchor: &str, words: &str) -> Option<Sentence> {
    let mut sentences = notice.entries().flat_map(|entry| &entry.sentences);
    sentences
        .find(|one| one.anchor.starts_with(anchor) && one.phrase.text.contains(words))
        .cloned()
}

fn statements(bot: &Node, faults: &mut Vec<String>) -> Vec<Statement> {
    let file = prop(bot, "file").unwrap();
    let notice = notice(&file);
    let mut scenarios = scenarios(&file);
    let mut found = Vec::new();
    for node in &bot.children {
        let id = node.name.node.clone();
        let mut sentences = Vec::new();
        for wanted in &node.children {
            let (anchor, words) = (arg(wanted, 0), arg(wanted, 1));
            match sentence(&notice, &anchor, &words) {
                Some(sentence) => sentences.push(sentence),
                None => faults.push(format!(
                    "{id}: the notice has no sentence at `{anchor}` with `{words}`"
                )),
            }
        }
        found.push(Statement {
            text: arg(node, 0),
            waits: prop(node, "waits"),
            why: prop(node, "why"),
            test: prop(node, "test"),
            sentences,
            scenarios: scenarios.remove(&id).unwrap_or_default(),
            id,
        });
    }
    for (id, _) in scenarios {
        faults.push(format!("{id}: a scenario has an id that is no statement"));
    }
    found
}

/// A place as a link from the book to the policy's lines.
fn lines(place: &Place) -> String {
    let (first, last) = (place.first_line, place.last_line);
    let shown = if first == last {
        format!("{}:{first}", place.file)
    } else {
        format!("{}:{first}–{last}", place.file)
    };
    format!("[{shown}](../../policies/{}#L{first}-L{last})", place.file)
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn row(statement: &Statement) -> String {
    let mut standing = statement.standing().map(|one| one.to_string());
    if let Some(waits) = &statement.waits {
        let waits = format!("waits for {waits}");
        standing = Some(match standing {
            Some(standing) => format!("{standing}; the rest {waits}"),
            None => waits,
        });
    }
    let mut carried = String::new();
    for sentence in &statement.sentences {
        let places = sentence.places.iter().take(2).map(lines);
        let places = places.collect::<Vec<_>>().join(", ");
        let more = match sentence.places.len() {
            0..=2 => String::new(),
            all => format!(" and {} more", all - 2),
        };
        let text = cell(&sentence.phrase.text);
        write!(carried, "{text} ({places}{more})<br>").unwrap();
    }
    if let Some(why) = &statement.why {
        write!(carried, "*Only stated:* {}.", cell(why)).unwrap();
    }
    let scenarios = statement
        .scenarios
        .iter()
        .map(|(title, path)| format!("[{}](../../{})", cell(title), path.display()));
    let test = statement.test.iter().map(|test| {
        let (file, name) = test.split_once("::").unwrap();
        format!("[`{name}`](../../{file})")
    });
    let scenarios = scenarios.chain(test).collect::<Vec<_>>().join("<br>");
    format!(
        "| {} | {} | {} | {} | {scenarios} |\n",
        statement.id,
        cell(&statement.text),
        standing.unwrap_or_default(),
        carried.trim_end_matches("<br>"),
    )
}

fn table(statements: &[Statement]) -> String {
    let mut table =
        "| id | statement | standing | in the notice, from these lines | tried by |\n| --- | --- | --- | --- | --- |\n"
            .to_owned();
    for statement in statements {
        table += &row(statement);
    }
    table
}

fn count(all: &[Statement]) -> String {
    let with = |wanted: Option<Standing>| all.iter().filter(|one| one.standing() == wanted).count();
    let waiting = all.iter().filter(|one| one.waits.is_some()).count();
    format!(
        "Of {} statements {} are proved, {} enforced and {} only stated; {} are in no notice yet. {waiting} wait, as a whole or in part.\n",
        all.len(),
        with(Some(Standing::Proved)),
        with(Some(Standing::Enforced)),
        with(Some(Standing::Stated)),
        with(None),
    )
}

/// The page with what stands between its marks made anew.
fn page(is: &str, parts: &[(String, String)]) -> String {
    let mut wanted = is.to_owned();
    for (name, part) in parts {
        let open = format!("<!-- table: {name} -->\n");
        let (before, rest) = wanted
            .split_once(&open)
            .unwrap_or_else(|| panic!("statements.md has no table `{name}`"));
        let (_, after) = rest.split_once("<!-- /table -->").unwrap();
        wanted = format!("{before}{open}\n{part}\n<!-- /table -->{after}");
    }
    wanted
}

#[test]
fn every_statement_has_its_row() {
    let mut faults = Vec::new();
    let mut all = Vec::new();
    let mut parts = Vec::new();
    let bots = nodes(&Path::new(ROOT).join("book/statements.kdl"));
    for (name, letter, number) in BOTS {
        let bot = bots.iter().find(|node| arg(node, 0) == name);
        let Some(bot) = bot else {
            faults.push(format!("{name} has no statements"));
            continue;
        };
        let statements = statements(bot, &mut faults);
        let is: Vec<_> = statements.iter().map(|one| one.id.clone()).collect();
        let wanted: Vec<_> = (1..=number).map(|at| format!("{letter}{at}")).collect();
        assert_eq!(is, wanted, "{name}");
        for statement in &statements {
            let found = statement.faults().into_iter();
            faults.extend(found.map(|fault| format!("{}: {fault}", statement.id)));
        }
        parts.push((prop(bot, "file").unwrap(), table(&statements)));
        all.extend(statements);
    }
    assert_eq!(faults, Vec::<String>::new());
    let ids: BTreeSet<_> = all.iter().map(|one| &one.id).collect();
    assert_eq!(ids.len(), 111);
    parts.push(("count".to_owned(), count(&all)));

    let path = Path::new(ROOT).join("book/src/statements.md");
    let is = fs::read_to_string(&path).unwrap();
    let wanted = page(&is, &parts);
    if std::env::var_os("CANDOR_WRITE_BOOK").is_some() {
        fs::write(&path, wanted).unwrap();
    } else {
        assert!(
            is == wanted,
            "write it with CANDOR_WRITE_BOOK=1 cargo test --test notice statements"
        );
    }
}
