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

#[path = "corpus/case.rs"]
mod case;

use std::{
    fmt::Write as _,
    fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use candor::{
    finding::{self, Look},
    vocab::Sources,
};

use case::{Case, expected, untrue};

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

fn judge(kind: &str, path: &Path) {
    let case = Case::of(path);
    let Case { source, compiled } = &case;
    let mut shown = String::new();
    finding::show(
        &compiled.findings,
        &compiled.sources,
        Look::PLAIN,
        &mut shown,
    )
    .unwrap();
    let codes = case.found();
    assert_eq!(codes, expected(&source.text), "{}\n{shown}", source.file);
    let errors = compiled.findings.has_errors();
    match kind {
        "accept" => {
            assert!(codes.is_empty(), "{}", source.file);
            let untrue = untrue(&source.text, compiled);
            assert!(untrue.is_empty(), "{}\n{}", source.file, untrue.join("\n"));
        }
        "warn" => assert!(!errors && !codes.is_empty(), "{}", source.file),
        _ => {
            assert!(errors, "{}", source.file);
            assert!(compiled.plan.is_none(), "{}", source.file);
        }
    }
    if kind != "accept" {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
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

/// Codes of scenarios belong to other files, which `tests/findings` reads.
#[test]
fn every_code_has_a_case_of_its_own() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/corpus")];
    let mut named = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(path).unwrap();
                named.extend(expected(&text).into_iter().map(str::to_owned));
            }
        }
    }
    let codes = finding::page::PAGES.iter().map(|page| page.code);
    let missing: Vec<_> = codes
        .filter(|code| !code.starts_with("candor::scenario::"))
        .filter(|code| !named.iter().any(|one| one == code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
