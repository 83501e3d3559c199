//! Blocks: how deep they stand, and which of them was meant when a brace is missing or too many.
//!
//! Indentation tells what people meant; KDL itself has no use for it.

use crate::{syntax::trouble::TooDeep, vocab::Span};

use super::{DEPTH_MAX, Frame, Guard, State};

impl Guard<'_> {
    pub(super) fn open_block(&mut self, brace: Span) -> bool {
        match self.state {
            State::Outside => {
                self.found(
                    brace,
                    "this block has no name".to_owned(),
                    "a name is missing before `{`",
                    Some("put the name and `{` on one line".to_owned()),
                );
                self.begin_node(brace);
                self.line.muted = true;
            }
            State::Value => self.missing_value(),
            State::Closed if self.slashdash.is_none() => self.found(
                brace,
                format!("`{}` has a second block", self.slice(self.name)),
                "second block",
                Some("begin a new line with a name".to_owned()),
            ),
            State::Inside | State::Passed | State::Closed => {}
        }
        if self.frames.len() >= DEPTH_MAX {
            self.findings
                .push(TooDeep::blocks(DEPTH_MAX, brace.shifted(self.start)));
            return false;
        }
        self.frames.push(Frame {
            name: self.name,
            brace,
            indent: self.node_indent,
            slashdash: self.slashdash.take(),
            state: self.state,
            node_slashdash: self.node_slashdash.take(),
            node_start: self.node_start,
        });
        self.before = None;
        self.state = State::Outside;
        true
    }

    pub(super) fn close_block(&mut self, brace: Span) {
        self.end_node();
        self.dangling_slashdash();
        let Some(frame) = self.frames.pop() else {
            if !self.braces_lost {
                if let Some(name) = self.unopened.take() {
                    self.line.muted = false;
                    let message = format!("the block of `{}` is never opened", self.slice(name));
                    let help = "put `{` at the end of its line".to_owned();
                    self.found(name, message, "`{` is missing on this line", Some(help));
                    self.suspect_close = None;
                    return;
                }
                let at = self.suspect_close.unwrap_or(brace);
                self.found(
                    at,
                    "`}` closes nothing".to_owned(),
                    "no block is open here",
                    Some("delete it".to_owned()),
                );
                // What follows is measured anew.
                self.suspect_close = None;
            }
            return;
        };
        if self.line.begins && self.line.indent < frame.indent && self.suspect.is_none() {
            self.suspect = Some((frame.name, frame.brace));
        }
        if self.line.begins && self.line.indent > frame.indent && self.suspect_close.is_none() {
            self.suspect_close = Some(brace);
        }
        if let Some(start) = frame.slashdash {
            self.removed.push(Span::new(start, brace.end));
        } else {
            self.node_end = brace.end;
        }
        self.name = frame.name;
        self.node_start = frame.node_start;
        self.node_slashdash = frame.node_slashdash;
        self.node_indent = frame.indent;
        self.state = if frame.slashdash.is_some() && frame.state != State::Closed {
            State::Passed
        } else {
            State::Closed
        };
        self.node_end = brace.end;
    }

    pub(super) fn unclosed_block(&mut self) {
        if self.braces_lost {
            return;
        }
        let Some(innermost) = self.frames.last() else {
            return;
        };
        let (name, brace) = self.suspect.unwrap_or((innermost.name, innermost.brace));
        self.line.muted = false;
        let message = format!("the block of `{}` is never closed", self.slice(name));
        self.found(
            brace,
            message,
            "opened here",
            Some("close it with `}`".to_owned()),
        );
    }
}
