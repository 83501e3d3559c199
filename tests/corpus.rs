//! The compiler's cases: a case is a file in `policies/corpus/{accept,reject,warn}/<room>/`.
//!
//! The first line names what must be found, each code exactly as often as it stands there and nothing else:
//! `// expect: candor::syntax::malformed`. How it looks is a snapshot. A case of several files is a folder with a
//! `policy.kdl`.
//!
//! Files under `accept` have no finding, and say what follows from them: `// plan: /stores/0/key_len = 2` for a part of
//! the plan, as JSON (`*` for anywhere); `// notice: It keeps nothing.` for words of the notice, `// no notice: …` for
//! words that it must not have.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    fmt::Write as _,
    fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use candor::{
    compile_with, emit,
    finding::{self, Look},
    syntax::{Files, Source, Unread},
    vocab::Sources,
};

fn expected(text: &str) -> Vec<&str> {
    let first = text.lines().next().unwrap_or_default();
    let codes = first.strip_prefix("// expect:").unwrap_or_default();
    let mut codes: Vec<_> = codes.split_whitespace().collect();
    codes.sort_unstable();
    codes
}

/// The files of a case's folder.
struct Folder<'a>(&'a Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        fs::read_to_string(self.0.join(path)).map_err(|_| Unread::Missing)
    }
}

/// The policy, then each file it imports under its name.
fn told(sources: &Sources) -> String {
    let mut told = format!("SOURCE\n{}", sources.policy().text);
    for file in sources
        .files()
        .skip(1)
        .filter(|file| !file.name.starts_with("std/"))
    {
        let name = file.name.rsplit('/').next().unwrap();
        write!(told, "\nSOURCE {name}\n{}", file.text).unwrap();
    }
    told
}

/// What an accepted policy says of its plan and its notice, and is not so.
fn untrue(text: &str, compiled: &candor::Compiled) -> Vec<String> {
    let plan = compiled.plan.as_ref().unwrap();
    let json = serde_json::to_value(plan).unwrap();
    let notice = emit::notice::text(&emit::notice::notice(plan, &compiled.sources));
    let notice = notice.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut said = 0;
    let mut untrue = Vec::new();
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("// notice: ") {
            said += 1;
            if !notice.contains(words) {
                untrue.push(format!("{line}\n{notice}"));
            }
        } else if let Some(words) = line.strip_prefix("// no notice: ") {
            said += 1;
            if notice.contains(words) {
                untrue.push(format!("{line}\n{notice}"));
            }
        } else if let Some((pointer, value)) = line
            .strip_prefix("// plan: ")
            .and_then(|fact| fact.split_once(" = "))
        {
            said += 1;
            let value: serde_json::Value = serde_json::from_str(value).unwrap();
            if pointer == "*" {
                if !holds(&json, &value) {
                    untrue.push(format!("{line}\nis nowhere"));
                }
            } else if json.pointer(pointer) != Some(&value) {
                untrue.push(format!("{line}\nis {:?}", json.pointer(pointer)));
            }
        }
    }
    if said == 0 {
        untrue.push("says nothing of its plan or its notice".to_owned());
    }
    untrue
}

fn holds(all: &serde_json::Value, wanted: &serde_json::Value) -> bool {
    let inside = |part| holds(part, wanted);
    all == wanted
        || all.as_array().is_some_and(|parts| parts.iter().any(inside))
        || all
            .as_object()
            .is_some_and(|parts| parts.values().any(inside))
}

fn judge(kind: &str, case: &Path) {
    let path = &if case.is_dir() {
        case.join("policy.kdl")
    } else {
        case.to_owned()
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/corpus");
    let file = path
        .strip_prefix(&root)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let text = fs::read_to_string(path).unwrap();
    let source = Source { file, text };
    let compiled = compile_with(&source, &Folder(path.parent().unwrap()));
    let mut shown = String::new();
    finding::show(
        &compiled.findings,
        &compiled.sources,
        Look::PLAIN,
        &mut shown,
    )
    .unwrap();
    let mut codes: Vec<_> = compiled
        .findings
        .iter()
        .map(finding::Finding::code)
        .collect();
    codes.sort();
    assert_eq!(codes, expected(&source.text), "{}\n{shown}", source.file);
    let errors = compiled.findings.has_errors();
    match kind {
        "accept" => {
            assert!(codes.is_empty(), "{}", source.file);
            let untrue = untrue(&source.text, &compiled);
            assert!(untrue.is_empty(), "{}\n{}", source.file, untrue.join("\n"));
        }
        "warn" => assert!(!errors && !codes.is_empty(), "{}", source.file),
        _ => {
            assert!(errors, "{}", source.file);
            assert!(compiled.plan.is_none(), "{}", source.file);
        }
    }
    if kind != "accept" {
        let name = case.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, format!("{}\nERROR\n{shown}", told(&compiled.sources)));
    }
}

/// Globs by hand, so that a case can come alone and a snapshot is named after its file.
fn all(kind: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("policies/corpus")
        .join(kind);
    let mut rooms: Vec<_> = fs::read_dir(&root)
        .into_iter()
        .flatten()
        .map(|room| room.unwrap().path())
        .collect();
    rooms.sort();
    // Only warnings may be missing altogether.
    assert!(kind == "warn" || !rooms.is_empty(), "{}", root.display());
    let mut failed = Vec::new();
    for room in rooms {
        let room_name = room.file_name().unwrap().to_str().unwrap().to_owned();
        let mut cases: Vec<_> = fs::read_dir(&room)
            .unwrap()
            .map(|case| case.unwrap().path())
            .collect();
        cases.sort();
        for case in cases {
            let stem = case.file_stem().unwrap().to_str().unwrap().to_owned();
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(format!("../snapshots/{kind}/{room_name}"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let judged = panic::catch_unwind(AssertUnwindSafe(|| {
                settings.bind(|| judge(kind, &case));
            }));
            if judged.is_err() {
                failed.push(format!("{room_name}/{stem}"));
            }
        }
    }
    assert!(failed.is_empty(), "{kind}: {}", failed.join(", "));
}

#[test]
fn accepted_policies_have_no_finding_and_mean_what_they_say() {
    all("accept");
}

#[test]
fn rejected_policies_have_exactly_the_findings_they_name() {
    all("reject");
}

#[test]
fn warned_policies_have_exactly_the_warnings_they_name() {
    all("warn");
}
