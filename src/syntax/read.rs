//! From the kdl crate's tree to ours: exact spans, whole numbers, and no property twice.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use kdl::{KdlDocument, KdlEntry, KdlError, KdlIdentifier, KdlNode, KdlValue};
use miette::{Diagnostic, SourceSpan};

use crate::{
    finding::Findings,
    vocab::{Span, Spanned},
};

use super::{
    ast::{Node, Prop, Scalar, Written},
    guard::{Admitted, FINDINGS_MAX},
    trouble::{Malformed, RepeatedProperty},
};

/// Reads each top-level node by itself, so that a fault in one says nothing about the next. None when one is no KDL.
pub(super) fn nodes(admitted: &Admitted, findings: &mut Findings) -> Option<Vec<Node>> {
    let texts: Vec<&str> = admitted
        .nodes
        .iter()
        .map(|span| admitted.text.get(span.start..span.end).unwrap_or_default())
        .collect();
    let mut nodes = Some(Vec::new());
    for ((span, text), parsed) in admitted.nodes.iter().zip(&texts).zip(parse_all(&texts)) {
        if findings.iter().count() >= FINDINGS_MAX {
            return None;
        }
        let mut reader = Reader {
            text,
            base: admitted.start + span.start,
            findings,
        };
        match parsed {
            Ok(document) => {
                let read = reader.nodes(&document);
                if let Some(nodes) = &mut nodes {
                    nodes.extend(read);
                }
            }
            Err(error) => {
                reader.refuse(&error);
                nodes = None;
            }
        }
    }
    nodes
}

type Parsed = Result<KdlDocument, KdlError>;

/// Bytes below which another thread costs more than it saves.
const PARALLEL_FROM: usize = 4 * 1024;
const THREADS_MAX: usize = 4;

/// Parses each text. The kdl crate reads about a megabyte a second, most of the time that a check takes, so a longer
/// policy is shared among the processor's cores; the result does not depend on how.
fn parse_all(texts: &[&str]) -> Vec<Parsed> {
    let size: usize = texts.iter().map(|text| text.len()).sum();
    let threads = match thread::available_parallelism() {
        Ok(cores) if size >= PARALLEL_FROM => cores.get().min(THREADS_MAX),
        _ => 1,
    };
    if threads == 1 {
        return texts
            .iter()
            .map(|text| KdlDocument::parse_v2(text))
            .collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Parsed)> = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(text) = texts.get(at) else {
                return done;
            };
            done.push((at, KdlDocument::parse_v2(text)));
        }
    };
    let mut all = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, parsed)| parsed).collect()
}

struct Reader<'a> {
    text: &'a str,
    /// Where `text` begins among the texts of the policy.
    base: usize,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    /// The first diagnostic of a node; those behind it are mostly its echoes.
    fn refuse(&mut self, error: &KdlError) {
        // Some spans are missing and read as the first byte.
        let first = error.diagnostics.iter().min_by_key(|found| {
            (
                found.span.is_empty() && found.span.offset() == 0,
                found.span.offset(),
            )
        });
        let Some(first) = first else {
            return;
        };
        let length = if first.span.is_empty() {
            self.text.lines().next().map_or(0, str::len)
        } else {
            first.span.len()
        };
        let start = self.base + first.span.offset();
        let message = first.message.as_deref().unwrap_or("this cannot be read");
        self.findings.push(Malformed {
            message: decapitalised(message),
            label: "cannot be read".to_owned(),
            help: first.help.as_deref().map(decapitalised),
            at: Span::new(start, start + length),
        });
    }

    fn tell(&mut self, finding: impl Diagnostic + Send + Sync + 'static) {
        if self.findings.iter().count() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    fn of(&self, span: SourceSpan) -> Span {
        let start = self.base + span.offset();
        Span::new(start, start + span.len())
    }

    fn identifier(&self, identifier: &KdlIdentifier) -> Spanned<String> {
        Spanned::new(identifier.value().to_owned(), self.of(identifier.span()))
    }

    /// Recursion is bounded by the guard's limit on nesting.
    fn nodes(&mut self, document: &KdlDocument) -> Vec<Node> {
        document
            .nodes()
            .iter()
            .map(|node| self.node(node))
            .collect()
    }

    fn node(&mut self, node: &KdlNode) -> Node {
        let name = self.identifier(node.name());
        let mut args = Vec::new();
        let mut props: Vec<Prop> = Vec::new();
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for entry in node.entries() {
            let Some(value) = self.value(entry) else {
                continue;
            };
            let Some(property) = entry.name() else {
                args.push(value);
                continue;
            };
            let property = self.identifier(property);
            if let Some(first_at) = first.get(&property.node) {
                self.tell(RepeatedProperty {
                    property: property.node,
                    node: name.node.clone(),
                    at: property.span,
                    first_at: *first_at,
                });
                continue;
            }
            first.insert(property.node.clone(), property.span);
            props.push(Prop {
                name: property,
                value,
            });
        }
        let children = node
            .children()
            .map(|children| self.nodes(children))
            .unwrap_or_default();
        Node {
            span: self.trimmed(node.span()),
            name,
            args,
            props,
            children,
        }
    }

    /// The kdl crate counts the blanks before a terminator to the node.
    fn trimmed(&self, span: SourceSpan) -> Span {
        let whole = self.of(span);
        let length = self
            .text
            .get(span.offset()..span.offset() + span.len())
            .map_or(span.len(), |text| text.trim_end().len());
        Span::new(whole.start, whole.start + length)
    }

    fn value(&mut self, entry: &KdlEntry) -> Option<Spanned<Scalar>> {
        let whole = self.of(entry.span());
        let repr = entry.format().map_or("", |format| &format.value_repr);
        // A property's span begins with its name, so a value is found from its end.
        let span = Span::new(whole.end.saturating_sub(repr.len()), whole.end);
        let scalar = match entry.value() {
            KdlValue::String(text) => Scalar::Text(written(text, repr, span)),
            KdlValue::Integer(number) => Scalar::Int(*number),
            KdlValue::Bool(truth) => Scalar::Bool(*truth),
            KdlValue::Null => Scalar::Null,
            KdlValue::Float(_) => {
                self.tell(Malformed {
                    message: format!("`{repr}` is not a whole number"),
                    label: "numbers are whole here".to_owned(),
                    help: Some("write it without a fraction".to_owned()),
                    at: span,
                });
                return None;
            }
        };
        Some(Spanned::new(scalar, span))
    }
}

/// Text and source agree when what stands between the quotes is the text, byte for byte.
fn written(text: &str, repr: &str, span: Span) -> Written {
    let hashes = repr.len() - repr.trim_start_matches('#').len();
    let inner = repr
        .get(hashes..repr.len().saturating_sub(hashes))
        .unwrap_or_default();
    let quoted = inner
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'));
    let (inner, skipped) = quoted.map_or((inner, hashes), |quoted| (quoted, hashes + 1));
    Written {
        text: text.to_owned(),
        verbatim_at: (inner == text).then_some(span.start + skipped),
    }
}

/// The kdl crate's sentences in the house's form.
fn decapitalised(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars
        .next()
        .map(|first| first.to_lowercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}
