//! What follows an effect: that it does, and what its result says.

use crate::{
    lexicon::{About, Goes, Held},
    plan::{Arg, Expr, Kind, Message, Step, StepKind, Text, To},
    vocab::Type,
};

use super::{
    label::{From, Label, Source},
    walk::Walk,
};

impl<'a> Walk<'a> {
    /// What an effect is done to, which is all that its result says. Whether it succeeded says nothing of what it carried.
    pub(super) fn target(&mut self, first: &'a StepKind) -> Label {
        let mut label = Label::default();
        match first.said() {
            Some((To::Channel(to) | To::Dm(to), _)) => label.join(self.value(to)),
            Some((To::Edit(message), _)) => {
                let which = self.value(message);
                label.join(self.named(which));
            }
            Some((To::Reply { .. } | To::ModLog | To::Operators, _)) | None => {}
        }
        if let Some((deed, args)) = first.done() {
            let named = deed.params.iter().filter(|param| param.goes == Goes::Named);
            for value in named.filter_map(|param| args.get(param.name)?.value()) {
                label.join(self.value(value));
            }
        }
        label
    }

    /// Of a deed that says how many messages there were: how many people wrote lately, which is what they did.
    pub(super) fn counted(&mut self, first: &'a Step) -> Label {
        let counts = first.kind.done().and_then(|(deed, _)| deed.makes);
        if counts.is_none_or(|makes| makes.ty != Type::Int) {
            return Label::default();
        }
        let source = self.flows.intern(Source {
            name: "how many messages there were".to_owned(),
            categories: vec![self.of_doing()],
            from: From::Event,
            thing: None,
        });
        Label::of(source, first.name, "messages are counted here")
    }

    /// What decides that a block runs: that its effect was asked for, and that there was something to say. Success as such
    /// says nothing of what an effect carries.
    pub(super) fn follows(&mut self, first: &'a StepKind) {
        if let Some(asked) = first.asked() {
            self.answered(asked);
        }
        if let Some((to, message)) = first.said() {
            self.follows_words(to, message);
        }
        if let Some((_, args)) = first.done() {
            for text in args.values().filter_map(Arg::text) {
                self.not_empty(text);
            }
        }
    }

    fn follows_words(&mut self, to: &'a To, message: &'a Message) {
        self.reached = self.said_where(to);
        match to {
            // Where there is none, nothing is said.
            To::Channel(to) if to.is_optional() => {
                let label = self.value(to);
                self.decided(label);
            }
            To::Channel(_)
            | To::Reply { .. }
            | To::ModLog
            | To::Operators
            | To::Dm(_)
            | To::Edit(_) => {}
        }
        let is_said = message.text.as_ref().is_some_and(Text::says_something);
        if let Some(files) = message.files.as_ref().filter(|_| !is_said) {
            let label = self.value(files);
            self.decided(label);
        }
        if let Some(text) = &message.text {
            self.not_empty(text);
        } else if let Some(list) = &message.list {
            let rows = self.rows(&list.query);
            self.decided(rows);
            self.with_row(&list.query, |walk| walk.not_empty(&list.line));
        }
    }

    /// Discord takes no empty text.
    fn not_empty(&mut self, text: &'a Text) {
        if !text.says_something() && !text.holes().any(is_a_name) {
            let label = self.text(text);
            self.decided(label);
        }
    }
}

/// What somebody is called, which nobody has empty.
fn is_a_name(hole: &Expr) -> bool {
    let names = [About::Name, About::DisplayName].map(Held::ByPerson);
    !hole.is_optional()
        && matches!(&hole.kind, Kind::Person { what, .. } if names.contains(&what.held))
}
