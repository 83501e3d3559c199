//! What follows an effect: that it does, and what its result says.

use crate::{
    lexicon::Goes,
    plan::{Arg, StepKind, Text, To},
};

use super::{label::Label, walk::Walk};

impl<'a> Walk<'a> {
    /// What an effect is done to, which is all that its result says. Whether it succeeded says nothing of what it carried.
    pub(super) fn target(&mut self, first: &'a StepKind) -> Label {
        match first {
            StepKind::Say { to, .. } => match to {
                To::Channel(to) | To::Dm(to) => self.value(to),
                To::Reply { .. } | To::ModLog => Label::default(),
            },
            StepKind::Do { deed, args } => {
                let mut label = Label::default();
                for param in deed.params {
                    let value = match args.get(param.name) {
                        Some(Arg::Value(value)) => value,
                        Some(Arg::Text(_)) | None => continue,
                    };
                    match param.goes {
                        Goes::Named => label.join(self.value(value)),
                        Goes::To(_) => {}
                    }
                }
                label
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => Label::default(),
        }
    }

    /// What decides that a block runs: that its effect was asked for, and that there was something to say. Success as such
    /// says nothing of what an effect carries.
    pub(super) fn follows(&mut self, first: &'a StepKind) {
        match first {
            StepKind::Say { to, message } => {
                self.reached = self.said_where(to);
                match to {
                    // Where there is none, nothing is said.
                    To::Channel(to) if to.is_optional() => {
                        let label = self.value(to);
                        self.decided(label);
                    }
                    To::Channel(_) | To::Reply { .. } | To::ModLog | To::Dm(_) => {}
                }
                if let Some(text) = &message.text {
                    self.not_empty(text);
                } else if let Some(list) = &message.list {
                    let rows = self.rows(&list.query);
                    self.decided(rows);
                    self.with_row(&list.query, |walk| walk.not_empty(&list.line));
                }
            }
            StepKind::Do { args, .. } => {
                for text in args.values().filter_map(Arg::text) {
                    self.not_empty(text);
                }
            }
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => {}
        }
    }

    /// Discord takes no empty text.
    fn not_empty(&mut self, text: &'a Text) {
        if !text.says_something() {
            let label = self.text(text);
            self.decided(label);
        }
    }
}
