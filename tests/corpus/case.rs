//! A case of the corpus: what it says must be found, and what its plan and notice must say.

use std::{fs, path::Path};

use candor::{
    Compiled, compile_with, emit, finding,
    syntax::{Files, Source, Unread},
};

/// The codes that a case names, in order.
pub fn expected(text: &str) -> Vec<&str> {
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

/// What an accepted policy says of its plan and its notice, and is not so.
pub fn untrue(text: &str, compiled: &Compiled) -> Vec<String> {
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

/// A case, compiled.
pub struct Case {
    pub source: Source,
    pub compiled: Compiled,
}

impl Case {
    /// A file, or a folder with a `policy.kdl`.
    pub fn of(case: &Path) -> Self {
        let path = &if case.is_dir() {
            case.join("policy.kdl")
        } else {
            case.to_owned()
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/corpus");
        let file = path.strip_prefix(&root).unwrap();
        let source = Source {
            file: file.to_str().unwrap().to_owned(),
            text: fs::read_to_string(path).unwrap(),
        };
        let compiled = compile_with(&source, &Folder(path.parent().unwrap()));
        Self { source, compiled }
    }

    /// The codes that were found, in order.
    pub fn found(&self) -> Vec<String> {
        let codes = self.compiled.findings.iter().map(finding::Finding::code);
        let mut codes: Vec<_> = codes.collect();
        codes.sort();
        codes
    }
}
