//! From the kdl crate's tree to ours: exact spans, whole numbers, and no property twice.

use std::collections::BTreeMap;

use kdl::{KdlDocument, KdlEntry, KdlIdentifier, KdlNode, KdlValue};

use crate::{
    finding::Findings,
    vocab::{Span, Spanned},
};

use super::{
    ast::{Node, Prop, Scalar, Written},
    trouble::{Malformed, RepeatedProperty},
};

/// Reads what the kdl crate understood. `text` is the policy as it was written.
pub(super) fn nodes(document: &KdlDocument, text: &str, findings: &mut Findings) -> Vec<Node> {
    let mut reader = Reader { text, findings };
    reader.nodes(document)
}

struct Reader<'a> {
    text: &'a str,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    /// Recursion is bounded by the guard's limit on nesting.
    fn nodes(&mut self, document: &KdlDocument) -> Vec<Node> {
        document
            .nodes()
            .iter()
            .map(|node| self.node(node))
            .collect()
    }

    fn node(&mut self, node: &KdlNode) -> Node {
        self.refuse_type(node.ty());
        let name = identifier(node.name());
        let mut args = Vec::new();
        let mut props: Vec<Prop> = Vec::new();
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for entry in node.entries() {
            self.refuse_type(entry.ty());
            let Some(value) = self.value(entry) else {
                continue;
            };
            let Some(property) = entry.name() else {
                args.push(value);
                continue;
            };
            let property = identifier(property);
            if let Some(first_at) = first.get(&property.node) {
                self.findings.push(RepeatedProperty {
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
    fn trimmed(&self, span: miette::SourceSpan) -> Span {
        let start = span.offset();
        let end = start + span.len();
        let length = self
            .text
            .get(start..end)
            .map_or(span.len(), |text| text.trim_end().len());
        Span::new(start, start + length)
    }

    fn refuse_type(&mut self, ty: Option<&KdlIdentifier>) {
        if let Some(ty) = ty {
            self.findings.push(Malformed {
                message: format!("the type `({})` means nothing in a policy", ty.value()),
                label: "a KDL type annotation".to_owned(),
                help: Some(format!("delete `({})`", ty.value())),
                at: of(ty.span()),
                opened_at: Vec::new(),
            });
        }
    }

    fn value(&mut self, entry: &KdlEntry) -> Option<Spanned<Scalar>> {
        let whole = of(entry.span());
        let repr = entry.format().map_or("", |format| &format.value_repr);
        // A property's span begins with its name, so a value is found from its end.
        let span = Span::new(whole.end.saturating_sub(repr.len()), whole.end);
        let scalar = match entry.value() {
            KdlValue::String(text) => Scalar::Text(written(text, repr, span)),
            KdlValue::Integer(number) => Scalar::Int(*number),
            KdlValue::Bool(truth) => Scalar::Bool(*truth),
            KdlValue::Null => Scalar::Null,
            KdlValue::Float(_) => {
                self.findings.push(Malformed {
                    message: format!("`{repr}` is not a whole number"),
                    label: "numbers are whole here".to_owned(),
                    help: Some("write it without a fraction".to_owned()),
                    at: span,
                    opened_at: Vec::new(),
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

fn identifier(identifier: &KdlIdentifier) -> Spanned<String> {
    Spanned::new(identifier.value().to_owned(), of(identifier.span()))
}

fn of(span: miette::SourceSpan) -> Span {
    Span::new(span.offset(), span.offset() + span.len())
}
