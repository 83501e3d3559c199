//! `candor check --fix`: does what helps say, where a help is one edit, and shows it with `--diff`.
//!
//! INVARIANT: an edit stays only when the policy, compiled with it, lacks the finding and has no other in its place.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use crate::{
    Compiled, compile_with,
    finding::{Edit, Finding, Findings},
    syntax::{Files, Source, Unread},
    vocab::Span,
};

use super::{
    fmt,
    out::{self, Failure},
    policy,
};

/// Edits of one policy at most: each takes a compilation for every try.
const EDITS_MAX: usize = 200;

/// A policy with what was mended in it.
pub(super) struct Mended {
    pub(super) compiled: Compiled,
    /// How many findings are gone.
    pub(super) edits: usize,
    /// The text of each file that changed, before and after, by its name.
    changed: BTreeMap<String, (String, String)>,
}

/// Mends what can be mended. Writes nothing.
pub(super) fn mend(path: &Path) -> Result<Mended, Failure> {
    let desk = Workbench::new(path)?;
    let mut texts = Texts::default();
    let mut compiled = desk.compile(&texts);
    let mut vain = BTreeSet::new();
    let mut edits = 0;
    while edits < EDITS_MAX {
        let Some((better, found)) = desk.next(&compiled, &texts, &mut vain) else {
            break;
        };
        (texts, compiled) = (better, found);
        // What went wrong for another reason may work now.
        vain.clear();
        edits += 1;
    }
    let changed = texts.into_iter().map(|(name, now)| {
        let was = desk.read(&name).unwrap_or_default();
        (name, (was, now))
    });
    Ok(Mended {
        compiled,
        edits,
        changed: changed.collect(),
    })
}

/// Files that were edited, by their names in findings.
type Texts = BTreeMap<String, String>;

struct Workbench<'a> {
    source: Source,
    beside: policy::Beside<'a>,
    /// What stands before the names of imports.
    folder: String,
}

impl<'a> Workbench<'a> {
    fn new(path: &'a Path) -> Result<Self, Failure> {
        let source = policy::read(path)?;
        let end = source.file.rfind('/').map_or(0, |slash| slash + 1);
        Ok(Self {
            folder: source.file.get(..end).unwrap_or_default().to_owned(),
            beside: policy::Beside(policy::folder(path)),
            source,
        })
    }

    /// A file as it is on disk; none of those that ship with Candor.
    fn read(&self, name: &str) -> Option<String> {
        if name == self.source.file {
            return Some(self.source.text.clone());
        }
        let path = name.strip_prefix(&self.folder)?;
        self.beside.read(path).ok()
    }

    fn compile(&self, texts: &Texts) -> Compiled {
        let text = texts.get(&self.source.file);
        let source = Source {
            file: self.source.file.clone(),
            text: text.unwrap_or(&self.source.text).clone(),
        };
        compile_with(&source, &Edited { on: self, texts })
    }

    /// The next finding that goes away by what its help says. What was tried in vain is not tried again.
    fn next(
        &self,
        found: &Compiled,
        texts: &Texts,
        vain: &mut BTreeSet<(String, String)>,
    ) -> Option<(Texts, Compiled)> {
        for finding in found.findings.iter() {
            for edit in finding.edits(found.sources.text()) {
                let tried = (finding.diagnostic.to_string(), format!("{edit:?}"));
                if !vain.insert(tried) {
                    continue;
                }
                let Some(edited) = self.edited(found, texts, &edit) else {
                    continue;
                };
                let after = self.compile(&edited);
                if is_mended(&found.findings, finding, &edit, &after.findings) {
                    return Some((edited, after));
                }
            }
        }
        None
    }

    fn edited(&self, found: &Compiled, texts: &Texts, edit: &Edit) -> Option<Texts> {
        let file = found.sources.file(edit.at.start);
        let on_disk = self.read(file.name)?;
        let text = texts.get(file.name).unwrap_or(&on_disk);
        // One that ships with Candor may have the name of a file here, and not its text.
        if text != file.text {
            return None;
        }
        let (start, end) = (file.within(edit.at.start), file.within(edit.at.end));
        let mut text = text.clone();
        text.get(start..end)?;
        text.replace_range(start..end, &edit.text);
        let mut edited = texts.clone();
        edited.insert(file.name.to_owned(), text);
        Some(edited)
    }
}

struct Edited<'a> {
    on: &'a Workbench<'a>,
    texts: &'a Texts,
}

impl Files for Edited<'_> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let name = format!("{}{path}", self.on.folder);
        match self.texts.get(&name) {
            Some(text) => Ok(text.clone()),
            None => self.on.beside.read(path),
        }
    }
}

/// Whether a finding is gone, and nothing new is there. While the text cannot be read whole, what it hid may show.
fn is_mended(before: &Findings, finding: &Finding, edit: &Edit, after: &Findings) -> bool {
    let same = |one: &&Finding| {
        one.code() == finding.code() && one.diagnostic.to_string() == finding.diagnostic.to_string()
    };
    let is_gone = after.iter().filter(same).count() < before.iter().filter(same).count();
    let place = Span::new(edit.at.start, edit.at.start + edit.text.len());
    let touches = |one: &Finding| {
        let at = one.span();
        at.start < place.end && place.start < at.end
    };
    let hides = |one: &Finding| {
        let code = one.code();
        code.starts_with("candor::syntax::") || code.starts_with("candor::import::")
    };
    let hid = before.iter().any(hides);
    is_gone && !after.iter().any(touches) && (hid || after.iter().count() < before.iter().count())
}

impl Mended {
    /// Writes what changed; a policy from stdin goes to stdout.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        if policy::is_stdin(path) {
            return out::data(self.compiled.sources.policy().text);
        }
        for (name, (_, now)) in &self.changed {
            fmt::write(Path::new(name), name, now)?;
        }
        Ok(())
    }

    /// What changed, line by line, in the form that `patch` takes.
    pub(super) fn diff(&self) -> String {
        let mut text = String::new();
        for (name, (was, now)) in &self.changed {
            // Writing into a String does not fail.
            let _ = write!(text, "--- {name}\n+++ {name}\n");
            let _ = write!(text, "{}", hunks(was, now));
        }
        text
    }
}

/// The lines that differ, a hunk for each place. Lines come one for one but for those put in and taken out.
fn hunks(was: &str, now: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (was.lines().collect(), now.lines().collect());
    let (mut text, mut from, mut to) = (String::new(), 0, 0);
    while from < old.len() || to < new.len() {
        if old.get(from) == new.get(to) {
            (from, to) = (from + 1, to + 1);
            continue;
        }
        let (gone, come) = differing(
            old.get(from..).unwrap_or_default(),
            new.get(to..).unwrap_or_default(),
        );
        let side = |at: usize, lines: usize| {
            let first = if lines == 0 { at } else { at + 1 };
            format!("{first},{lines}")
        };
        // Writing into a String does not fail.
        let _ = writeln!(text, "@@ -{} +{} @@", side(from, gone), side(to, come));
        for line in old.iter().skip(from).take(gone) {
            let _ = writeln!(text, "-{line}");
        }
        for line in new.iter().skip(to).take(come) {
            let _ = writeln!(text, "+{line}");
        }
        (from, to) = (from + gone, to + come);
    }
    text
}

/// How many lines of both go by until they agree again.
fn differing(old: &[&str], new: &[&str]) -> (usize, usize) {
    let most = old.len() + new.len();
    for skipped in 1..=most {
        for gone in (0..=skipped.min(old.len())).rev() {
            let come = skipped - gone;
            if come > new.len() {
                continue;
            }
            let (rest, next) = (old.get(gone), new.get(come));
            if rest == next {
                return (gone, come);
            }
        }
    }
    (old.len(), new.len())
}

#[cfg(test)]
mod tests {
    use super::hunks;

    #[test]
    fn a_hunk_has_the_lines_that_differ_and_no_others() {
        let was = "a\nb\nc\nd\n";
        assert_eq!(hunks(was, was), "");
        assert_eq!(hunks(was, "a\nB\nc\nd\n"), "@@ -2,1 +2,1 @@\n-b\n+B\n");
        assert_eq!(hunks(was, "a\nb\nx\nc\nd\n"), "@@ -2,0 +3,1 @@\n+x\n");
        assert_eq!(hunks(was, "a\nb\nd\n"), "@@ -3,1 +2,0 @@\n-c\n");
    }
}
