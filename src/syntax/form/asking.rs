//! Nodes without a form, such as a scenario's steps: what a node may have is what its reader asks for.

use std::ops::RangeInclusive;

use crate::{
    finding::Findings,
    syntax::ast::{Node, Prop, Scalar},
    vocab::{Span, Spanned},
};

use super::{Fault, Flag, Form, Kind, Missing, Said, Taking, Tell, Word, WrongValue};

impl<'n> Taking<'n> {
    /// Of a node whose words are those that are asked for.
    pub(crate) fn new(node: &'n Node, tell: Tell) -> Self {
        let form = Form {
            name: &node.name.node,
            open: true,
            ..Form::default()
        };
        Self::of(node, form, tell)
    }

    /// Name, values and properties, without children: what a label underlines.
    pub(crate) fn head(&self) -> Span {
        let args = self.node.args.iter().map(|arg| arg.span);
        let props = self.node.props.iter();
        let props = props.map(|prop| prop.name.span.join(prop.value.span));
        args.chain(props).fold(self.node.name.span, Span::join)
    }

    /// The next value, where it is of this kind. Another one stays, and is one too many in the end.
    pub(crate) fn next_if<K: Kind<'n>>(&mut self) -> Option<K::Is> {
        let (place, value) = self.peek()?;
        let read = K::read(value)?;
        self.next = place + 1;
        Some(read)
    }

    /// The next text, where there is one.
    pub(crate) fn arg(&mut self) -> Option<Spanned<String>> {
        self.next_if::<Word>()
    }

    /// The next text, called `what`; a fault where there is none.
    pub(crate) fn required(
        &mut self,
        what: &str,
        help: &str,
        findings: &mut Findings,
    ) -> Option<Spanned<String>> {
        let taken = self.arg();
        if taken.is_none() {
            let missing = Missing::new(what, help, self.head());
            (self.tell)(Fault::Missing(missing), findings);
        }
        taken
    }

    /// A text, or a number as one.
    pub(crate) fn text(&self, name: &str, findings: &mut Findings) -> Option<Spanned<String>> {
        self.given::<Said>(name, findings).value
    }

    pub(crate) fn flag(&self, name: &str, findings: &mut Findings) -> Option<bool> {
        let flag = self.given::<Flag>(name, findings).value?;
        Some(flag.node)
    }

    /// A number between two others, both included.
    pub(crate) fn number(
        &self,
        name: &str,
        within: RangeInclusive<i64>,
        wanted: &str,
        findings: &mut Findings,
    ) -> Option<i64> {
        let prop = self.prop(name)?;
        if let Scalar::Int(number) = prop.value.node
            && let Ok(number) = i64::try_from(number)
            && within.contains(&number)
        {
            return Some(number);
        }
        let example = (*within.start()).max(1);
        self.wrong(prop, wanted, &format!("{name}={example}"), findings);
        None
    }

    /// Tells that a property's value is not `wanted`; `help` is what to write.
    pub(crate) fn wrong(&self, prop: &Prop, wanted: &str, help: &str, findings: &mut Findings) {
        let what = format!("`{}`", prop.name.node);
        let wrong = WrongValue {
            help: help.to_owned(),
            ..WrongValue::new(&what, wanted, &prop.value)
        };
        (self.tell)(Fault::WrongValue(wrong), findings);
    }
}
