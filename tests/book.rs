//! The book and the README say nothing about the language that the compiler does not.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::{fmt::Write as _, fs, path::Path};

use candor::{
    compile,
    finding::Findings,
    lexicon::{
        DEEDS, Event, FUNCTIONS, Source as Told,
        event::{COMMAND, EVENTS},
        kind::{KINDS, options},
    },
    syntax::{Source, ast::Node},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A fenced block: what stands after the three ticks, the text, and the line it starts in.
struct Block {
    tag: String,
    text: String,
    line: usize,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in markdown.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(tag)) => {
                open = Some(Block {
                    tag: tag.trim().to_owned(),
                    text: String::new(),
                    line: number + 1,
                });
            }
            (Some(_), Some("")) => found.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a code block is never closed");
    found
}

/// The pages of the book but for those of findings, by their names in it: `language.md`, `std/levels.md`.
fn pages() -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for folder in ["", "std/"] {
        let files = fs::read_dir(Path::new(ROOT).join("book/src").join(folder)).unwrap();
        let paths = files.map(|entry| entry.unwrap().path());
        let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
        pages.extend(paths.map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (
                format!("{folder}{name}"),
                fs::read_to_string(&path).unwrap(),
            )
        }));
    }
    pages.sort();
    pages
}

/// The links of a page: what is read, which may have brackets in it, and where it leads.
fn links(markdown: &str) -> impl Iterator<Item = (&str, &str)> {
    markdown.match_indices("](").map(|(at, _)| {
        let mut open = 1;
        let begins = markdown[..at].rmatch_indices(['[', ']']).find(|(_, sign)| {
            open += if *sign == "]" { 1 } else { -1 };
            open == 0
        });
        let text = begins.map_or("", |(begins, _)| &markdown[begins + 1..at]);
        let target = markdown[at + 2..].split(')').next().unwrap();
        (text, target)
    })
}

fn codes(text: &str, file: &str) -> Vec<String> {
    let compiled = compile(&Source {
        file: file.to_owned(),
        text: text.to_owned(),
    });
    compiled
        .findings
        .iter()
        .map(candor::finding::Finding::code)
        .collect()
}

#[test]
fn every_policy_in_the_book_compiles_or_fails_as_it_says() {
    let mut seen = (0, 0);
    for (page, markdown) in pages() {
        for block in blocks(&markdown) {
            let place = format!("{page}:{}", block.line);
            if block.tag == "kdl" {
                assert_eq!(codes(&block.text, &place), Vec::<String>::new(), "{place}");
                seen.0 += 1;
            } else if let Some(code) = block.tag.strip_prefix("kdl must-fail=") {
                assert_eq!(codes(&block.text, &place), [code], "{place}");
                seen.1 += 1;
            }
        }
    }
    assert!(
        seen.0 >= 2 && seen.1 >= 1,
        "the tutorial has policies that compile and one that must not: {seen:?}"
    );
}

#[test]
fn the_readme_shows_lines_of_real_policies() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let blocks = blocks(&readme);
    let mut blocks = blocks.iter().filter(|block| block.tag == "kdl");
    for file in ["examples/notes.kdl", "examples/levels.kdl"] {
        let policy = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        let lines: Vec<&str> = policy.lines().map(str::trim).collect();
        for line in blocks.next().unwrap().text.lines() {
            assert!(lines.contains(&line.trim()), "`{line}` is not in {file}");
        }
    }
    assert!(blocks.next().is_none(), "compare that one as well");
}

#[test]
fn every_page_is_in_the_summary_and_every_link_leads_somewhere() {
    let folder = Path::new(ROOT).join("book/src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
    for (page, markdown) in pages() {
        assert!(
            page == "SUMMARY.md" || summary.contains(&format!("({page})")),
            "{page} is not in the summary"
        );
        for (_, target) in links(&markdown) {
            let target = target.split('#').next().unwrap();
            let outside = target.contains("://") || target.is_empty();
            let beside = folder.join(&page).with_file_name("");
            assert!(
                outside || beside.join(target).exists(),
                "{page} links to {target}, which is not there"
            );
        }
    }
}

#[test]
fn the_index_names_every_finding() {
    let folder = Path::new(ROOT).join("book/src");
    let index = fs::read_to_string(folder.join("findings.md")).unwrap();
    for entry in fs::read_dir(folder.join("findings")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            index.contains(&format!("(findings/{name})")),
            "findings.md does not name {name}"
        );
    }
}

#[test]
fn every_scenario_in_the_book_passes() {
    let candor = env!("CARGO_BIN_EXE_candor");
    let folder = tempfile::tempdir().unwrap();
    let mut ran = 0;
    for (page, markdown) in pages() {
        let blocks = blocks(&markdown);
        // On a page without a policy of its own, the scenario is about Keta.
        let own = blocks.iter().rfind(|block| block.tag == "kdl");
        let policy = if let Some(block) = own {
            block.text.clone()
        } else {
            let keta = fs::read_to_string(Path::new(ROOT).join("policies/keta.kdl"));
            // Its catalogues do not stand beside it here.
            keta.unwrap().replace("language en fr de\n", "")
        };
        for block in blocks.iter().filter(|block| block.tag == "kdl scenario") {
            let (file, scenario) = (
                folder.path().join("policy.kdl"),
                folder.path().join("policy.scenarios.kdl"),
            );
            fs::write(&file, &policy).unwrap();
            fs::write(&scenario, &block.text).unwrap();
            let output = std::process::Command::new(candor)
                .arg("test")
                .arg(&file)
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{page}:{}\n{told}", block.line);
            ran += 1;
        }
    }
    assert_eq!(
        ran, 2,
        "the tutorial and the page about scenarios each show one"
    );
}

fn kinds() -> String {
    let mut table =
        "| type | meaning | of fields | of settings | category |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for kind in KINDS
        .iter()
        .filter(|kind| kind.in_fields || kind.in_settings)
    {
        let yes = |may: bool| if may { "yes" } else { "" };
        let category = kind.category.filter(|_| kind.in_fields);
        let cells = [
            &*format!("`{}`", kind.name),
            kind.doc,
            yes(kind.in_fields),
            yes(kind.in_settings),
            &category.map_or_else(String::new, |category| format!("`{category}`")),
        ];
        writeln!(table, "| {} |", cells.join(" | ")).unwrap();
    }
    table
}

fn kinds_of_options() -> String {
    let mut table = "| kind | meaning |\n| --- | --- |\n".to_owned();
    for kind in options() {
        writeln!(table, "| `{}` | {} |", kind.entry().usage, kind.doc).unwrap();
    }
    table
}

fn deeds() -> String {
    let mut table = "| step | meaning | the bot needs |\n| --- | --- | --- |\n".to_owned();
    for deed in DEEDS {
        let form = deed.entry().usage;
        let longest = deed.params.iter().find_map(|param| param.takes.longest());
        let limit = longest.map_or_else(String::new, |max| format!(" At most `{max}`."));
        let needs: Vec<_> = deed
            .needs
            .iter()
            .map(|(one, _)| format!("`{one}`"))
            .collect();
        let needs = needs.join(", ");
        writeln!(table, "| `{form}` | {}{limit} | {needs} |", deed.doc).unwrap();
    }
    table
}

fn functions() -> String {
    let mut table = "| function | meaning |\n| --- | --- |\n".to_owned();
    for function in FUNCTIONS {
        let entry = function.entry();
        writeln!(table, "| `{}` | {} |", entry.usage, entry.doc).unwrap();
    }
    table
}

fn events() -> String {
    let mut table =
        "| event | when | the person | what is told |\n| --- | --- | --- | --- |\n".to_owned();
    let row = |head: String, event: &Event| {
        let of_person = |one: &&&Told| format!("`{}.{}`", event.actor, one.name);
        let person = event.person.iter().map(|one| of_person(&one));
        let others = event.tells.iter().map(|one| format!("`{}`", one.name));
        let told: Vec<_> = person.chain(others).collect();
        let told = told.join(", ");
        let actor = if event.has_actor() {
            format!("`{}`", event.actor)
        } else {
            "nobody".to_owned()
        };
        format!("| {head} | {} | {actor} | {told} |\n", event.doc)
    };
    for event in EVENTS {
        let words = ["on", event.name].into_iter().chain(event.named);
        let words: Vec<_> = words.collect();
        table += &row(format!("`{}`", words.join(" ")), event);
    }
    table + &row("`command \"/…\"`".to_owned(), &COMMAND)
}

#[test]
fn a_link_to_a_scenario_is_its_title() {
    let mut seen = 0;
    for (page, markdown) in pages() {
        for (text, target) in links(&markdown) {
            let path = Path::new(target);
            let scenario = path.extension().is_some_and(|ending| ending == "kdl");
            if !scenario || text.starts_with('`') {
                continue;
            }
            let file = Path::new(ROOT).join("book/src").join(&page);
            let file = file.with_file_name("").join(path);
            let file = fs::read_to_string(file).unwrap();
            if file.contains("\nscenario \"") {
                let title = text.replace("\\|", "|");
                let node = format!("\nscenario \"{title}\"");
                assert!(file.contains(&node), "{page}: {target} has no `{title}`");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

/// With `CANDOR_WRITE_BOOK=1` they are written instead.
#[test]
fn tables_of_words_are_as_the_lexicon_has_them() {
    let tables = [
        ("kinds", kinds()),
        ("options", kinds_of_options()),
        ("events", events()),
        ("deeds", deeds()),
        ("functions", functions()),
    ];
    has_tables("language.md", &tables);
}

fn has_tables(page: &str, tables: &[(&str, String)]) {
    let path = Path::new(ROOT).join("book/src").join(page);
    let is = fs::read_to_string(&path).unwrap();
    let mut wanted = is.clone();
    for (name, table) in tables {
        let open = format!("<!-- table: {name} -->\n");
        let (before, rest) = wanted
            .split_once(&open)
            .unwrap_or_else(|| panic!("{page} has no table `{name}`"));
        let (_, after) = rest.split_once("<!-- /table -->").unwrap();
        wanted = format!("{before}{open}\n{table}\n<!-- /table -->{after}");
    }
    if std::env::var_os("CANDOR_WRITE_BOOK").is_some() {
        fs::write(&path, wanted).unwrap();
    } else {
        assert_eq!(
            is, wanted,
            "write it with CANDOR_WRITE_BOOK=1 cargo test --test book"
        );
    }
}

/// What a node of a standard feature says, as it is written.
struct Said<'n>(&'n Node);

impl Said<'_> {
    fn arg(&self, at: usize) -> String {
        self.0
            .args
            .get(at)
            .map_or_else(String::new, |arg| arg.node.to_string())
    }

    fn prop(&self, name: &str) -> Option<String> {
        let prop = self.0.props.iter().find(|prop| prop.name.node == name)?;
        Some(prop.value.node.to_string())
    }

    fn about(&self) -> String {
        let about = self.prop("about").unwrap_or_default();
        match self
            .prop("if")
            .and_then(|with| Some(with.strip_prefix("params.")?.to_owned()))
        {
            Some(with) => format!("{about}; with `{with} #true`"),
            None => about,
        }
    }
}

fn params(nodes: &[Node]) -> String {
    let mut table =
        "| parameter | what it is for | unless given | type |\n| --- | --- | --- | --- |\n"
            .to_owned();
    for said in nodes
        .iter()
        .filter(|node| node.name.node == "param")
        .map(Said)
    {
        let mut kind = format!("`{}`", said.arg(1));
        if let Some(choices) = said.prop("choices") {
            kind = choices
                .split(' ')
                .map(|one| format!("`{one}`"))
                .collect::<Vec<_>>()
                .join(" or ");
        }
        for bound in ["min", "max"] {
            let bound = said.prop(bound).map(|to| format!(", {bound} {to}"));
            kind += &bound.unwrap_or_default();
        }
        let default = said.prop("default").map(|text| {
            if text.is_empty() {
                "nothing".to_owned()
            } else {
                format!("`{text}`")
            }
        });
        writeln!(
            table,
            "| `{}` | {} | {} | {kind} |",
            said.arg(0),
            said.about(),
            default.unwrap_or_default()
        )
        .unwrap();
    }
    table
}

/// A word as it is written, or what the parameter is unless it is given.
fn usual(word: &str, nodes: &[Node]) -> String {
    let Some(name) = word.strip_prefix("params.") else {
        return format!("`{word}`");
    };
    let mut params = nodes
        .iter()
        .filter(|node| node.name.node == "param")
        .map(Said);
    let param = params.find(|param| param.arg(0) == name).unwrap();
    let default = param.prop("default").unwrap();
    if default.is_empty() {
        return format!("`{name}`");
    }
    format!("`{name}`, which is `{default}`")
}

fn keeps(feature: &Node, nodes: &[Node]) -> String {
    let mut table = "| store | what a row is, and holds | kept | when somebody is erased |\n| --- | --- | --- | --- |\n".to_owned();
    let stores = feature
        .children
        .iter()
        .filter(|node| node.name.node == "store");
    let none = stores.clone().next().is_none();
    for store in stores {
        let said = Said(store);
        let of = |word: &'static str| {
            store
                .children
                .iter()
                .filter(move |node| node.name.node == word)
                .map(Said)
        };
        let fields = of("key")
            .chain(of("field"))
            .filter(|field| field.arg(1) != "auto");
        let fields = fields.map(|field| format!("`{}`", field.arg(0)));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let kept = of("retain").map(|retain| usual(&retain.arg(0), nodes));
        let kept = kept.collect::<Vec<_>>().join(", ");
        let erased = of("on-erase").map(|rule| match rule.prop("by") {
            Some(by) => format!("`{}`: {}", by, rule.arg(0)),
            None => rule.arg(0),
        });
        let erased = erased.collect::<Vec<_>>().join("; ");
        writeln!(
            table,
            "| `{}` | {}: {fields} | {kept} | {} |",
            said.arg(0),
            said.about(),
            if erased.is_empty() {
                "it is about nobody"
            } else {
                &erased
            }
        )
        .unwrap();
    }
    if none {
        "It keeps nothing about anybody.\n".to_owned()
    } else {
        table
    }
}

fn settings(feature: &Node, nodes: &[Node]) -> String {
    let mut table =
        "| setting | what it is for | unless chosen |\n| --- | --- | --- |\n".to_owned();
    let settings = feature
        .children
        .iter()
        .filter(|node| node.name.node == "setting");
    let none = settings.clone().next().is_none();
    for said in settings.map(Said) {
        let default = said.prop("default").map(|word| usual(&word, nodes));
        let default = default.unwrap_or_else(|| "not set".to_owned());
        writeln!(
            table,
            "| `{}` | {} | {default} |",
            said.arg(0),
            said.about()
        )
        .unwrap();
    }
    if none {
        "None but whether it is on.\n".to_owned()
    } else {
        table
    }
}

/// Who may use a command: those who operate the bot, who holds a permission, whom a setting names, or anybody.
fn who(command: &Node) -> String {
    if Said(command).prop("for").is_some() {
        return "who operates the bot".to_owned();
    }
    let steps = command.children.iter().map(Said);
    let mut required = steps.filter(|step| step.0.name.node == "require");
    let who = required.find_map(|step| {
        let condition = step.arg(0);
        let named = condition.strip_prefix("may(invoker, settings.");
        let named = named.and_then(|rest| rest.strip_suffix(')'));
        let named = named.map(|setting| format!("whom `{setting}` names"));
        let permission = step.prop("permission").map(|who| format!("`{who}`"));
        permission.or(named)
    });
    who.unwrap_or_else(|| "anybody".to_owned())
}

fn commands(feature: &Node) -> String {
    let mut table = "| command | what it does | who |\n| --- | --- | --- |\n".to_owned();
    let commands = feature
        .children
        .iter()
        .filter(|node| node.name.node == "command");
    let none = commands.clone().next().is_none();
    for command in commands {
        let said = Said(command);
        let who = who(command);
        writeln!(table, "| `{}` | {} | {who} |", said.arg(0), said.about()).unwrap();
    }
    if none { "None.\n".to_owned() } else { table }
}

#[test]
fn pages_of_standard_features_say_what_their_files_say() {
    let files = fs::read_dir(Path::new(ROOT).join("policies/std")).unwrap();
    let files = files
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file());
    let mut names: Vec<String> = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let source = Source {
            file: format!("std/{name}.kdl"),
            text: fs::read_to_string(&path).unwrap(),
        };
        let mut findings = Findings::default();
        let nodes = candor::syntax::read(&source, &mut findings).unwrap().nodes;
        let feature = nodes
            .iter()
            .find(|node| node.name.node == "feature")
            .unwrap();
        has_tables(
            &format!("std/{name}.md"),
            &[
                ("parameters", params(&nodes)),
                ("keeps", keeps(feature, &nodes)),
                ("settings", settings(feature, &nodes)),
                ("commands", commands(feature)),
            ],
        );
        names.push(name);
    }
    let index = fs::read_to_string(Path::new(ROOT).join("book/src/std.md")).unwrap();
    for name in names {
        assert!(
            index.contains(&format!("(std/{name}.md)")),
            "std.md does not name {name}"
        );
    }
}
