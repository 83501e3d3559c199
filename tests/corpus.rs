//! The compiler's cases: a case is a file in `policies/corpus/{accept,reject,warn}/<room>/`.
//!
//! The first line names what must be found, each code exactly as often as it stands there and nothing else:
//! `// expect: candor::syntax::malformed`. Files under `accept` expect nothing. How it looks is a snapshot.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    fs,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use candor::{
    compile,
    finding::{self, Look},
    syntax::Source,
};

fn expected(text: &str) -> Vec<&str> {
    let first = text.lines().next().unwrap_or_default();
    let codes = first.strip_prefix("// expect:").unwrap_or_default();
    let mut codes: Vec<_> = codes.split_whitespace().collect();
    codes.sort_unstable();
    codes
}

fn judge(kind: &str, path: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/corpus");
    let file = path
        .strip_prefix(&root)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let text = fs::read_to_string(path).unwrap();
    let source = Source { file, text };
    let compiled = compile(&source);
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
        "accept" => assert!(codes.is_empty(), "{}", source.file),
        "warn" => assert!(!errors && !codes.is_empty(), "{}", source.file),
        _ => {
            assert!(errors, "{}", source.file);
            assert!(compiled.plan.is_none(), "{}", source.file);
        }
    }
    if kind != "accept" {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, format!("SOURCE\n{}\nERROR\n{shown}", source.text));
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
fn accepted_policies_have_no_finding() {
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
