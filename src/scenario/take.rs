//! Takes a node apart; whatever nobody took is reported as unknown, so that nothing is silently ignored.

use std::{cell::RefCell, collections::BTreeSet};

use super::trouble::{Missing, UnknownWord, WrongValue, suggest};
use crate::{
    finding::Findings,
    syntax::ast::{Node, Prop, Scalar},
    vocab::{Duration, Span, Spanned},
};

/// A node whose parts are taken one after the other.
pub(super) struct Taking<'n> {
    pub node: &'n Node,
    next: usize,
    asked: RefCell<BTreeSet<String>>,
}

impl<'n> Taking<'n> {
    pub fn new(node: &'n Node) -> Self {
        Self {
            node,
            next: 0,
            asked: RefCell::default(),
        }
    }

    /// Name and arguments, without children: what a label underlines.
    pub fn head(&self) -> Span {
        let name = self.node.name.span;
        let args = self.node.args.iter().map(|arg| arg.span);
        let props = self
            .node
            .props
            .iter()
            .map(|prop| prop.name.span.join(prop.value.span));
        args.chain(props).fold(name, Span::join)
    }

    /// The next argument, if it is text.
    pub fn arg(&mut self) -> Option<Spanned<String>> {
        let arg = self.node.args.get(self.next)?;
        let Scalar::Text(written) = &arg.node else {
            return None;
        };
        self.next += 1;
        Some(Spanned::new(written.text.clone(), arg.span))
    }

    pub fn required(
        &mut self,
        what: &str,
        help: &str,
        findings: &mut Findings,
    ) -> Option<Spanned<String>> {
        let taken = self.arg();
        if taken.is_none() {
            findings.push(Missing {
                what: what.to_owned(),
                at: self.head(),
                help: help.to_owned(),
            });
        }
        taken
    }

    pub fn prop(&self, name: &str) -> Option<&'n Prop> {
        self.asked.borrow_mut().insert(name.to_owned());
        self.node.props.iter().find(|prop| prop.name.node == name)
    }

    pub fn text(&self, name: &str, findings: &mut Findings) -> Option<Spanned<String>> {
        let prop = self.prop(name)?;
        match &prop.value.node {
            Scalar::Text(written) => Some(Spanned::new(written.text.clone(), prop.value.span)),
            Scalar::Int(number) => Some(Spanned::new(number.to_string(), prop.value.span)),
            _ => {
                wrong(prop, "a text", "put it in double quotes", findings);
                None
            }
        }
    }

    pub fn flag(&self, name: &str, findings: &mut Findings) -> Option<bool> {
        let prop = self.prop(name)?;
        if let Scalar::Bool(flag) = prop.value.node {
            return Some(flag);
        }
        wrong(
            prop,
            "`#true` or `#false`",
            &format!("{name}=#true"),
            findings,
        );
        None
    }

    pub fn count(&self, findings: &mut Findings) -> Option<u64> {
        let prop = self.prop("count")?;
        if let Scalar::Int(number) = prop.value.node
            && let Ok(number) = u64::try_from(number)
        {
            return Some(number);
        }
        wrong(prop, "a number of things", "count=1", findings);
        None
    }

    /// Reports what was never asked for.
    pub fn finish(self, findings: &mut Findings) {
        let asked = self.asked.borrow();
        for prop in &self.node.props {
            if !asked.contains(&prop.name.node) {
                findings.push(UnknownWord {
                    kind: "property",
                    word: prop.name.node.clone(),
                    at: prop.name.span,
                    help: suggest(&prop.name.node, asked.iter().map(String::as_str)),
                });
            }
        }
        for arg in self.node.args.iter().skip(self.next) {
            findings.push(UnknownWord {
                kind: "argument",
                word: show(&arg.node),
                at: arg.span,
                help: "write it as `name=value`, or leave it out".to_owned(),
            });
        }
    }
}

pub(super) fn duration(text: &Spanned<String>, findings: &mut Findings) -> Option<Duration> {
    let parsed = text.node.parse();
    if parsed.is_err() {
        findings.push(WrongValue {
            given: text.node.clone(),
            wanted: "a duration".to_owned(),
            at: text.span,
            help: "\"61s\", \"30m\", \"12h\", \"30d\" or \"1h30m\"".to_owned(),
        });
    }
    parsed.ok()
}

pub(super) fn wrong(prop: &Prop, wanted: &str, help: &str, findings: &mut Findings) {
    findings.push(WrongValue {
        given: show(&prop.value.node),
        wanted: wanted.to_owned(),
        at: prop.value.span,
        help: help.to_owned(),
    });
}

pub(super) fn show(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(written) => written.text.clone(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Bool(flag) => format!("#{flag}"),
        Scalar::Null => "#null".to_owned(),
    }
}
