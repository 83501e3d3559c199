//! Imports: which files a policy consists of, and reading them all.
//!
//! The files beside a policy come from whoever compiles it, as texts ([`Files`]); nothing here does I/O. A file that is
//! imported twice is read twice, so that every place in it tells by which import it is meant.
//!
//! INVARIANT: a [`Document`] from here has every import read, and its imports are at most [`DEPTH_MAX`] deep.

use std::{fmt, sync::Arc};

use miette::LabeledSpan;

use crate::{
    finding::Findings,
    vocab::{Sources, Span, Spanned},
};

use super::{
    FILE_SIZE_MAX, Source,
    ast::{Document, Import, Node, Part, Scalar},
    closest, nodes, standard,
    trouble::{ImportCycle, ImportMissing, ImportOutside, ImportsMany, TooDeep, TooLarge},
};

/// Imports within imports.
pub const DEPTH_MAX: usize = 16;
/// Imports of one policy, all together.
pub const IMPORTS_MAX: usize = 32;

const STANDARD: &str = "std/";
const ENDING: &str = ".kdl";

/// Gives the texts of the files beside a policy.
pub trait Files {
    /// The text of the file at `path`, which has no `..` and is counted from the policy's folder, with `/`.
    ///
    /// # Errors
    /// Why there is no text.
    fn read(&self, path: &str) -> Result<String, Unread>;
}

/// Why a file beside the policy has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    Missing,
    /// A link leads out of the policy's folder.
    Outside,
    /// It has this many bytes.
    TooLarge(usize),
    /// As a sentence goes on after the file's name: `is a folder`.
    Other(String),
}

/// A policy with no files beside it: it can import standard features only.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl Files for Alone {
    fn read(&self, _: &str) -> Result<String, Unread> {
        Err(Unread::Missing)
    }
}

/// What an import means: a standard feature, or a file counted from the policy's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Standard(String),
    Beside(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Standard(name) | Self::Beside(name)) = self;
        f.write_str(name)
    }
}

/// Reads a policy and everything it imports. Gives no document when one of the texts is not KDL, or one of the imports
/// cannot be read; `findings` then say where.
pub fn load(
    source: &Source,
    files: &dyn Files,
    findings: &mut Findings,
) -> (Arc<Sources>, Option<Document>) {
    let (folder, name) = match source.file.rsplit_once('/') {
        Some((folder, name)) => (format!("{folder}/"), name),
        None => (String::new(), source.file.as_str()),
    };
    let mut loading = Loading {
        sources: source.into(),
        folder,
        files,
        findings,
        chain: vec![(Target::Beside(name.to_owned()), Span::default())],
        imports: 0,
        whole: true,
    };
    let part = loading.part(&source.text, 0);
    let whole = loading.whole;
    let sources = Arc::new(loading.sources);
    let document = part.filter(|_| whole).map(|part| Document {
        sources: Arc::clone(&sources),
        nodes: part.nodes,
        imports: part.imports,
    });
    (sources, document)
}

struct Loading<'a> {
    sources: Sources,
    /// The policy's folder as findings show it; ends in `/` unless empty.
    folder: String,
    files: &'a dyn Files,
    findings: &'a mut Findings,
    /// From the policy to the file at hand, each with the place of its import.
    chain: Vec<(Target, Span)>,
    imports: usize,
    /// False once something could not be read.
    whole: bool,
}

impl Loading<'_> {
    fn part(&mut self, text: &str, start: usize) -> Option<Part> {
        let nodes = nodes(text, start, self.findings)?;
        let mut imports = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            if node.name.node != "import" {
                continue;
            }
            // What stands here instead of a name is judged with the other nodes.
            let Some(Spanned {
                node: Scalar::Text(written),
                span,
            }) = node.args.first()
            else {
                continue;
            };
            let name = Spanned::new(written.text.clone(), *span);
            match self.import(node, &name) {
                Some(part) => imports.push(Import { node: at, part }),
                None => self.whole = false,
            }
        }
        Some(Part { nodes, imports })
    }

    fn import(&mut self, node: &Node, name: &Spanned<String>) -> Option<Part> {
        let at = node.name.span.join(name.span);
        let target = self.target(name)?;
        self.admit(&target, at)?;
        let text = self.text(&target, name)?;
        self.imports += 1;
        if self.sources.text().len() + text.len() > FILE_SIZE_MAX {
            self.too_large(name, self.sources.text().len() + text.len());
            return None;
        }
        let shown = match &target {
            Target::Standard(name) => format!("{name}{ENDING}"),
            Target::Beside(path) => format!("{}{path}", self.folder),
        };
        let start = self.sources.add(&shown, &text, at);
        self.chain.push((target, at));
        let part = self.part(&text, start);
        self.chain.pop();
        part
    }

    /// What a name means where it stands. A standard feature knows no files but standard ones.
    fn target(&mut self, name: &Spanned<String>) -> Option<Target> {
        if let Some(standard) = name.node.strip_prefix(STANDARD) {
            let standard = standard.strip_suffix(ENDING).unwrap_or(standard);
            return Some(Target::Standard(format!("{STANDARD}{standard}")));
        }
        let here = match self.chain.last() {
            Some((Target::Beside(path), _)) => path.rsplit_once('/').map_or("", |(here, _)| here),
            Some((Target::Standard(_), _)) => {
                self.outside(name, "a standard feature imports standard features only");
                return None;
            }
            None => "",
        };
        let steps = || name.node.split('/');
        if name.node.contains('\\')
            || name.node.contains(':')
            || steps().any(|step| step == "..")
            || name.node.starts_with('/')
        {
            self.outside(
                name,
                "name a file in the policy's folder, with `/` and without `..`",
            );
            return None;
        }
        let steps = steps().filter(|step| !step.is_empty() && *step != ".");
        let path: Vec<&str> = here
            .split('/')
            .filter(|step| !step.is_empty())
            .chain(steps)
            .collect();
        let mut path = path.join("/");
        if !path.ends_with(ENDING) {
            path.push_str(ENDING);
        }
        Some(Target::Beside(path))
    }

    fn outside(&mut self, name: &Spanned<String>, help: &'static str) {
        self.findings.push(ImportOutside {
            name: name.node.clone(),
            help,
            at: name.span,
        });
    }

    /// Refuses what would come back to itself, or has no end in sight.
    fn admit(&mut self, target: &Target, at: Span) -> Option<()> {
        if let Some(first) = self.chain.iter().position(|(known, _)| known == target) {
            let round = self.chain.get(first..).unwrap_or_default();
            let mut names: Vec<String> =
                round.iter().map(|(file, _)| format!("`{file}`")).collect();
            names.push(format!("`{target}`"));
            self.findings.push(ImportCycle {
                round: names.join(" → "),
                at,
                through: round
                    .iter()
                    .skip(1)
                    .map(|(_, at)| LabeledSpan::new_with_span(None, *at))
                    .collect(),
            });
            return None;
        }
        if self.chain.len() > DEPTH_MAX {
            self.findings.push(TooDeep::imports(DEPTH_MAX, at));
            return None;
        }
        if self.imports >= IMPORTS_MAX {
            // One finding says it; every import after it would say the same.
            if self.imports == IMPORTS_MAX {
                self.imports += 1;
                self.findings.push(ImportsMany {
                    limit: IMPORTS_MAX,
                    at,
                });
            }
            return None;
        }
        Some(())
    }

    fn text(&mut self, target: &Target, name: &Spanned<String>) -> Option<String> {
        let (message, help) = match target {
            Target::Standard(wanted) => {
                if let Some(text) = standard::text(wanted) {
                    return Some(text.to_owned());
                }
                let help = closest(wanted, standard::names()).map_or_else(
                    || {
                        let all: Vec<_> =
                            standard::names().map(|name| format!("`{name}`")).collect();
                        format!("there are {}", all.join(", "))
                    },
                    |near| format!("did you mean `{near}`?"),
                );
                (format!("there is no standard feature `{wanted}`"), help)
            }
            Target::Beside(path) => match self.files.read(path) {
                Ok(text) => return Some(text),
                Err(Unread::TooLarge(size)) => {
                    self.too_large(name, size);
                    return None;
                }
                Err(Unread::Outside) => {
                    self.outside(
                        name,
                        "put the file itself into the policy's folder, not a link",
                    );
                    return None;
                }
                Err(Unread::Missing) => (
                    format!("there is no file `{path}` beside the policy"),
                    "check the name; it is counted from the folder of the file that imports it"
                        .to_owned(),
                ),
                Err(Unread::Other(why)) => (
                    format!("`{path}` {why}"),
                    "name a file of KDL that can be read".to_owned(),
                ),
            },
        };
        self.findings.push(ImportMissing {
            message,
            help,
            at: name.span,
        });
        None
    }

    fn too_large(&mut self, name: &Spanned<String>, size: usize) {
        self.findings.push(TooLarge {
            what: "a policy with what it imports".to_owned(),
            size,
            limit: FILE_SIZE_MAX,
            help: "import less, or shorten it".to_owned(),
            at: name.span,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    impl Files for BTreeMap<String, String> {
        fn read(&self, path: &str) -> Result<String, Unread> {
            self.get(path).cloned().ok_or(Unread::Missing)
        }
    }

    /// The codes found, and whether there is a document.
    fn loaded(files: &[(&str, String)]) -> (Vec<String>, bool) {
        let files: BTreeMap<_, _> = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.clone()))
            .collect();
        let source = Source {
            file: "bots/bot.kdl".to_owned(),
            text: files["bot.kdl"].clone(),
        };
        let mut findings = Findings::default();
        let (sources, document) = load(&source, &files, &mut findings);
        let all = sources.files().count();
        assert!(all <= IMPORTS_MAX + 1, "{all} files");
        let codes = findings.iter().map(crate::finding::Finding::code);
        (codes.collect(), document.is_some())
    }

    fn import(name: &str) -> String {
        format!("import \"{name}\"\n")
    }

    #[test]
    fn a_chain_of_imports_has_an_end() {
        let chain = |length: usize| {
            let mut files = vec![("bot.kdl", import("f1"))];
            let names: Vec<String> = (1..=length).map(|i| format!("f{i}.kdl")).collect();
            for (i, name) in (1..).zip(&names) {
                let text = if i == length {
                    String::new()
                } else {
                    import(&format!("f{}", i + 1))
                };
                files.push((name, text));
            }
            loaded(&files)
        };
        assert_eq!(chain(DEPTH_MAX), (vec![], true));
        let (codes, whole) = chain(DEPTH_MAX + 1);
        assert_eq!(
            (codes.as_slice(), whole),
            (&["candor::syntax::too-deep".to_owned()][..], false)
        );
    }

    #[test]
    fn imports_that_double_are_counted() {
        let twice = |name: &str| import(name).repeat(2);
        let files = [
            ("bot.kdl", twice("a")),
            ("a.kdl", twice("b")),
            ("b.kdl", twice("c")),
            ("c.kdl", twice("d")),
            ("d.kdl", twice("e")),
            ("e.kdl", String::new()),
        ];
        assert_eq!(loaded(&files).0, ["candor::import::too-many"]);
    }

    #[test]
    fn texts_count_together() {
        let large = format!("// {}\n", "x".repeat(FILE_SIZE_MAX / 3));
        let files = [("bot.kdl", import("a").repeat(3)), ("a.kdl", large)];
        assert_eq!(loaded(&files).0, ["candor::syntax::too-large"]);
    }

    #[test]
    fn paths_count_from_the_importing_file_and_stay_in_the_folder() {
        let inside = [
            ("bot.kdl", import("parts/a.kdl") + &import("./b")),
            ("parts/a.kdl", import("c")),
            ("parts/c.kdl", String::new()),
            ("b.kdl", String::new()),
        ];
        assert_eq!(loaded(&inside), (vec![], true));
        for name in ["../b", "/etc/passwd", "parts/../../b", "C:b", "parts\\\\b"] {
            let files = [("bot.kdl", import(name))];
            assert_eq!(loaded(&files).0, ["candor::import::outside"], "{name}");
        }
    }

    #[test]
    fn a_round_is_told_with_its_files() {
        let files = [
            ("bot.kdl", import("a")),
            ("a.kdl", import("b")),
            ("b.kdl", import("a")),
        ];
        assert_eq!(loaded(&files).0, ["candor::import::cycle"]);
        let own = [("bot.kdl", import("bot"))];
        assert_eq!(loaded(&own).0, ["candor::import::cycle"]);
    }

    #[test]
    fn a_fault_in_an_import_stands_in_its_text() {
        let files = [
            ("bot.kdl", import("a")),
            ("a.kdl", "feature {{\n".to_owned()),
        ];
        let (codes, whole) = loaded(&files);
        assert!(!codes.is_empty() && !whole, "{codes:?}");
    }
}
