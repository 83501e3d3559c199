//! Page = doc = test: each finding has a page, whose bad example trips exactly it, and whose good example is clean.
//!
//! An example that says nothing about the bot or its controller stands in a policy that does; a line `// file: NAME`
//! begins a file beside it. `…` in a bad example stands for a million letters, `‥` for eighty.

#![cfg(feature = "runtime")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use candor::{
    compile_untranslated, compile_with,
    finding::{Finding, Findings, Look, page, show},
    syntax::{Alone, Files, Source, Unread},
    vocab::Sources,
};

const BOT: &str = "candor version=1 bot=\"Example\" updated=\"2026-01-01\"\n";
const CONTROLLER: &str = "controller \"Example team\" established=DE {\n    contact email=\"privacy@example.org\"\n    respond-within \"30d\"\n}\n";

/// The fenced blocks of a page that carry `kind`.
fn examples(text: &str, kind: &str) -> Vec<String> {
    let fence = format!("```kdl {kind}\n");
    text.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

fn whole(example: &str) -> String {
    let says = |node: &str| example.lines().any(|line| line.starts_with(node));
    let bot = if says("candor ") { "" } else { BOT };
    let controller = if says("controller ") { "" } else { CONTROLLER };
    format!("{bot}{controller}{example}")
        .replace('…', &"x".repeat(1024 * 1024))
        .replace('‥', &"x".repeat(80))
}

/// The policy of an example, and the files beside it.
fn parted(example: &str) -> (String, BTreeMap<String, String>) {
    let mut parts = example.split("// file: ");
    let policy = parts.next().unwrap().to_owned();
    let beside = parts.map(|part| {
        let (name, text) = part.split_once('\n').unwrap();
        (name.to_owned(), text.to_owned())
    });
    (policy, beside.collect())
}

/// The files beside an example.
struct Beside(BTreeMap<String, String>);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<String, Unread> {
        self.0.get(path).cloned().ok_or(Unread::Missing)
    }
}

/// The codes found in an example of the code's page, and how that looks.
fn found(code: &str, text: &str) -> (Vec<String>, String) {
    let (policy, beside) = parted(text);
    let source = Source {
        file: "example.kdl".to_owned(),
        text: if of_scenarios(code) {
            policy
        } else {
            whole(&policy)
        },
    };
    let (findings, sources) = if of_scenarios(code) {
        (findings_beside_keta(&source), Sources::from(&source).into())
    } else {
        let compiled = compile_with(&source, &Beside(beside));
        (compiled.findings, compiled.sources)
    };
    let mut shown = String::new();
    show(&findings, &sources, Look::PLAIN, &mut shown).unwrap();
    (findings.iter().map(Finding::code).collect(), shown)
}

fn of_scenarios(code: &str) -> bool {
    code.starts_with("candor::scenario::")
}

/// Examples of scenarios stand beside the shipped policy.
fn findings_beside_keta(source: &Source) -> Findings {
    let keta = Source {
        file: "keta.kdl".to_owned(),
        text: include_str!("../policies/keta.kdl").to_owned(),
    };
    let mut findings = Findings::default();
    let _read = candor::scenario::read(
        source,
        &compile_untranslated(&keta, &Alone).plan.unwrap(),
        &mut findings,
    );
    findings
}

#[test]
fn bad_examples_trip_their_finding_once_and_good_ones_are_clean() {
    let mut wrong = Vec::new();
    for page in page::PAGES {
        for kind in ["bad", "good"] {
            let examples = examples(page.text, kind);
            assert!(!examples.is_empty(), "{} has no {kind} example", page.code);
            for example in examples {
                let (mut codes, shown) = found(page.code, &example);
                // A part of a policy declares what other parts use.
                codes.retain(|code| *code == page.code || code != "candor::unused::unused");
                let expected: &[&str] = if kind == "bad" { &[page.code] } else { &[] };
                if codes != expected {
                    wrong.push(format!("{} {kind}: {codes:?}\n{shown}", page.code));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn sources(dir: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, texts);
        } else if path.extension().is_some_and(|end| end == "rs") {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Codes given to diagnostics: `code("candor::room::slug")`, or as a path with `_`.
fn raised() -> BTreeSet<String> {
    let mut texts = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut texts,
    );
    let mut codes = BTreeSet::new();
    for text in &texts {
        for rest in text.split("code(").skip(1) {
            let code = rest.split(')').next().unwrap().trim().trim_matches('"');
            if code.starts_with("candor::") {
                codes.insert(code.replace('_', "-"));
            }
        }
    }
    codes
}

#[test]
fn every_finding_has_a_page_and_every_page_a_finding() {
    let known: BTreeSet<_> = page::PAGES
        .iter()
        .map(|page| page.code.to_owned())
        .collect();
    assert_eq!(raised(), known);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src/findings");
    let files: BTreeSet<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let named: BTreeSet<_> = page::PAGES
        .iter()
        .map(|page| page.file.rsplit('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(files, named);
}

/// What a policy can allow is what only warns.
#[test]
fn every_warning_can_be_allowed_and_nothing_else() {
    let mut texts = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut texts,
    );
    let diagnostics = texts
        .iter()
        .flat_map(|text| text.split("#[diagnostic(").skip(1));
    let attributes = diagnostics.map(|rest| rest.split(")]").next().unwrap());
    let warnings = attributes.filter(|one| one.contains("severity(Warning)"));
    let slugs: BTreeSet<_> = warnings
        .map(|one| one.split('"').nth(1).unwrap().rsplit("::").next().unwrap())
        .collect();
    assert_eq!(slugs, page::WARNINGS.iter().copied().collect());
}

#[test]
fn every_page_begins_with_its_code() {
    for page in page::PAGES {
        assert_eq!(
            page.text.lines().next(),
            Some(format!("# {}", page.code).as_str())
        );
    }
}
