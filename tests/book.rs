//! The book and the README say nothing about the language that the compiler does not.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fmt::Write as _, fs, path::Path};

use candor::{
    compile,
    lexicon::{
        DEEDS, Event, FUNCTIONS, Source as Told,
        event::{COMMAND, EVENTS},
        kind::{KINDS, options},
    },
    syntax::Source,
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

fn pages() -> Vec<(String, String)> {
    let folder = Path::new(ROOT).join("book/src");
    let mut pages: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    pages.sort();
    pages
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
fn the_readme_shows_lines_of_a_real_policy() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let policy = fs::read_to_string(Path::new(ROOT).join("policies/keta.kdl")).unwrap();
    let lines: Vec<&str> = policy.lines().map(str::trim).collect();
    let block = blocks(&readme)
        .into_iter()
        .find(|block| block.tag == "kdl")
        .expect("the README shows a policy");
    for line in block.text.lines() {
        assert!(
            lines.contains(&line.trim()),
            "`{line}` is not in policies/keta.kdl"
        );
    }
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
        for (_, after) in markdown
            .match_indices("](")
            .map(|(at, _)| markdown.split_at(at + 2))
        {
            let target = after.split([')', '#']).next().unwrap();
            let outside = target.contains("://") || target.is_empty();
            assert!(
                outside || folder.join(target).exists(),
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
        let policy = match blocks.iter().rfind(|block| block.tag == "kdl") {
            Some(block) => block.text.clone(),
            None => fs::read_to_string(Path::new(ROOT).join("policies/keta.kdl")).unwrap(),
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

/// With `CANDOR_WRITE_BOOK=1` they are written instead.
#[test]
fn tables_of_words_are_as_the_lexicon_has_them() {
    let page = Path::new(ROOT).join("book/src/language.md");
    let is = fs::read_to_string(&page).unwrap();
    let mut wanted = is.clone();
    for (name, table) in [
        ("kinds", kinds()),
        ("options", kinds_of_options()),
        ("events", events()),
        ("deeds", deeds()),
        ("functions", functions()),
    ] {
        let open = format!("<!-- table: {name} -->\n");
        let (before, rest) = wanted.split_once(&open).unwrap();
        let (_, after) = rest.split_once("<!-- /table -->").unwrap();
        wanted = format!("{before}{open}\n{table}\n<!-- /table -->{after}");
    }
    if std::env::var_os("CANDOR_WRITE_BOOK").is_some() {
        fs::write(&page, wanted).unwrap();
    } else {
        assert_eq!(
            is, wanted,
            "write it with CANDOR_WRITE_BOOK=1 cargo test --test book"
        );
    }
}
