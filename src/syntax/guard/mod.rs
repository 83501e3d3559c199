//! Stands before the kdl crate: bounds nesting, names the common faults, and hands over only what is left to parse.
//!
//! The crate takes exponential time on nested `/-{`, recurses into blocks and comments, and turns one wrong sign into
//! several diagnostics. So the nodes are followed here over tokens, without recursion: each fault gives one finding and
//! the reading goes on, the rest of a line being muted once its meaning is lost.
//!
//! INVARIANT: a text in `Admitted` has no comment and no slashdash, and its nesting is at most `DEPTH_MAX`.

mod bare;
mod blocks;
mod text;

use crate::{
    finding::Findings,
    vocab::{Duration, Span},
};

use super::{
    scan::{Kind, Token, scan},
    trouble::Malformed,
    word,
};

/// Blocks within blocks.
pub const DEPTH_MAX: usize = 32;

/// Findings about one file, after which reading stops.
pub(super) const FINDINGS_MAX: usize = 100;

/// What may be parsed.
pub(super) struct Admitted {
    /// As long as the policy, with blanks in place of comments and of what `/-` removes.
    pub(super) text: String,
    /// Where the text begins among the texts of its policy.
    pub(super) start: usize,
    /// The top-level nodes in `text`.
    pub(super) nodes: Vec<Span>,
}

/// Gives none when something was found.
pub(super) fn admit(text: &str, start: usize, findings: &mut Findings) -> Option<Admitted> {
    let tokens = scan(text);
    let before = findings.iter().count();
    let mut guard = Guard::new(text, start, &tokens, findings);
    guard.follow();
    let (nodes, mut removed) = (guard.nodes, guard.removed);
    let clean = findings.iter().count() == before;
    // A comment within what a slashdash removes was met first.
    removed.sort_by_key(|span| span.start);
    clean.then(|| Admitted {
        text: blanked(text, &removed),
        start,
        nodes,
    })
}

/// Replaces each byte of the spans by a blank, so that every other byte keeps its place.
fn blanked(text: &str, removed: &[Span]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for span in removed {
        if span.end <= at {
            continue;
        }
        let start = span.start.max(at);
        left.push_str(text.get(at..start).unwrap_or_default());
        left.extend(std::iter::repeat_n(' ', span.end - start));
        at = span.end;
    }
    left.push_str(text.get(at..).unwrap_or_default());
    left
}

/// Where in a node the next token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a node's name.
    Outside,
    /// After a name, an argument or a property.
    Inside,
    /// After `name=`.
    Value,
    /// After a block that `/-` removes: only another block may follow.
    Passed,
    /// After a block.
    Closed,
}

/// An open block.
struct Frame {
    name: Span,
    brace: Span,
    /// Columns before the line on which the block's node begins.
    indent: usize,
    /// Where the `/-` before this block stands.
    slashdash: Option<usize>,
    /// The state before the block.
    state: State,
    /// Where the `/-` before its node stands.
    node_slashdash: Option<usize>,
    node_start: usize,
}

/// The line at hand.
struct Line {
    /// Columns before its first sign.
    indent: usize,
    /// That sign is still to come.
    begins: bool,
    /// A fault took the sense of what follows on it.
    muted: bool,
}

impl Line {
    const BEGIN: Self = Self {
        indent: 0,
        begins: true,
        muted: false,
    };
}

struct Guard<'a> {
    text: &'a str,
    start: usize,
    tokens: &'a [Token],
    findings: &'a mut Findings,
    at: usize,
    state: State,
    frames: Vec<Frame>,
    name: Span,
    equals: Span,
    node_start: usize,
    /// The end of what belongs to the node so far.
    node_end: usize,
    slashdash: Option<usize>,
    node_slashdash: Option<usize>,
    /// A blank stands before the token at hand.
    apart: bool,
    line: Line,
    node_indent: usize,
    /// A text or comment without an end has swallowed braces.
    braces_lost: bool,
    /// The first block whose closing brace seems to belong to another, by indentation.
    suspect: Option<(Span, Span)>,
    suspect_close: Option<Span>,
    /// The node before this one in its block, when it has no block itself, and its indentation.
    before: Option<(Span, usize)>,
    /// The first node without a block that the next line stands within, by indentation.
    unopened: Option<Span>,
    nodes: Vec<Span>,
    removed: Vec<Span>,
}

impl<'a> Guard<'a> {
    fn new(text: &'a str, start: usize, tokens: &'a [Token], findings: &'a mut Findings) -> Self {
        Self {
            text,
            start,
            tokens,
            findings,
            at: 0,
            state: State::Outside,
            frames: Vec::new(),
            name: Span::default(),
            equals: Span::default(),
            node_start: 0,
            node_end: 0,
            slashdash: None,
            node_slashdash: None,
            apart: true,
            line: Line::BEGIN,
            node_indent: 0,
            braces_lost: false,
            suspect: None,
            suspect_close: None,
            before: None,
            unopened: None,
            nodes: Vec::new(),
            removed: Vec::new(),
        }
    }

    fn follow(&mut self) {
        while let Some(token) = self.tokens.get(self.at).copied() {
            self.at += 1;
            // A file of faults is told about in parts; each costs a look at the whole file when it is shown.
            if !self.step(token) || self.findings.iter().count() >= FINDINGS_MAX {
                return;
            }
        }
        self.end_node();
        self.dangling_slashdash();
        self.unclosed_block();
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn found(&mut self, at: Span, message: String, label: &str, help: Option<String>) {
        if self.line.muted {
            return;
        }
        self.findings.push(Malformed {
            message,
            label: label.to_owned(),
            help,
            at: at.shifted(self.start),
        });
    }

    /// False when following further makes no sense.
    fn step(&mut self, token: Token) -> bool {
        match token.kind {
            Kind::Space => {
                if self.line.begins {
                    self.line.indent = self.slice(token.span).chars().count();
                }
                self.apart = true;
                return true;
            }
            Kind::LineComment | Kind::BlockComment => {
                self.removed.push(token.span);
                self.apart = true;
                return self.comment(token);
            }
            Kind::Continuation => {
                self.apart = true;
                return true;
            }
            Kind::Newline => {
                // What is missing at the end of a muted line is no fault of its own.
                if self.slashdash.is_none() {
                    self.end_node();
                }
                self.line = Line::BEGIN;
                self.apart = true;
                return true;
            }
            _ => {}
        }
        let going = match token.kind {
            Kind::Semicolon => {
                self.semicolon(token.span);
                true
            }
            Kind::Slashdash => {
                self.slashdash(token);
                true
            }
            Kind::OpenBrace => self.open_block(token.span),
            Kind::CloseBrace => {
                self.close_block(token.span);
                true
            }
            _ => {
                self.element(token);
                true
            }
        };
        self.line.begins = false;
        self.apart = false;
        going
    }

    fn comment(&mut self, token: Token) -> bool {
        if token.fault.is_some() {
            let open = Span::new(token.span.start, token.span.start + 2);
            self.found(
                open,
                "this comment is never closed".to_owned(),
                "opened here",
                Some("close it with `*/`".to_owned()),
            );
            self.braces_lost = true;
        }
        true
    }

    fn semicolon(&mut self, at: Span) {
        self.dangling_slashdash();
        if self.state == State::Outside {
            self.found(
                at,
                "`;` ends nothing".to_owned(),
                "no node stands before it",
                Some("delete it".to_owned()),
            );
        }
        if self.node_slashdash.is_some() {
            self.node_end = at.end;
        }
        self.end_node();
    }

    fn slashdash(&mut self, token: Token) {
        self.dangling_slashdash();
        if self.state == State::Value {
            self.missing_value();
            self.line.muted = true;
        }
        if self.state == State::Inside && !self.apart {
            return self.touching(token.span);
        }
        self.slashdash = Some(token.span.start);
        self.old_version(token);
    }

    fn old_version(&mut self, slashdash: Token) {
        let mut words = self
            .tokens
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .filter(|token| token.kind != Kind::Space)
            .take_while(|token| matches!(token.kind, Kind::Word | Kind::Text));
        let (Some(name), Some(version)) = (words.next(), words.next()) else {
            return;
        };
        if self.slice(name.span) == "kdl-version" && self.slice(version.span) != "2" {
            let version = self.slice(version.span);
            self.found(
                slashdash.span.join(name.span),
                format!("this file says that it is KDL {version}; policies are KDL 2"),
                "an older KDL",
                Some("write `/- kdl-version 2`".to_owned()),
            );
        }
    }

    fn begin_node(&mut self, name: Span) {
        if let Some((before, indent)) = self.before.take()
            && self.line.begins
            && self.line.indent > indent
            && self.unopened.is_none()
        {
            self.unopened = Some(before);
        }
        self.name = name;
        self.node_start = name.start;
        self.node_end = name.end;
        self.node_slashdash = self.slashdash.take();
        self.node_indent = self.line.indent;
        self.state = State::Inside;
    }

    fn end_node(&mut self) {
        if self.state == State::Value {
            self.missing_value();
        }
        if self.state == State::Outside {
            return;
        }
        self.before = (self.state == State::Inside).then_some((self.name, self.node_indent));
        self.state = State::Outside;
        match self.node_slashdash.take() {
            Some(start) => self.removed.push(Span::new(start, self.node_end)),
            None if self.frames.is_empty() => {
                self.nodes.push(Span::new(self.node_start, self.node_end));
            }
            None => {}
        }
    }

    fn missing_value(&mut self) {
        let property = self.slice(self.name_before_equals());
        self.found(
            self.equals,
            format!("`{property}=` has no value"),
            "a value is missing",
            Some(format!("write `{property}=\"…\"`")),
        );
        self.state = State::Inside;
    }

    fn name_before_equals(&self) -> Span {
        self.tokens
            .get(..self.at)
            .unwrap_or_default()
            .iter()
            .rev()
            .skip_while(|token| token.span.end > self.equals.start)
            .find(|token| matches!(token.kind, Kind::Word | Kind::Text | Kind::LongText))
            .map_or(self.equals, |token| token.span)
    }

    fn dangling_slashdash(&mut self) {
        if let Some(start) = self.slashdash.take() {
            self.found(
                Span::new(start, start + 2),
                "`/-` stands before nothing".to_owned(),
                "removes nothing",
                Some("delete it".to_owned()),
            );
            self.line.muted = true;
        }
    }

    /// A name, an argument, a property, or a sign that is none of them.
    fn element(&mut self, token: Token) {
        self.node_end = self.node_end.max(token.span.end);
        if let Some(fault) = token.fault {
            self.faulty_text(token, fault);
        }
        match token.kind {
            Kind::OpenParen | Kind::CloseParen => self.unquoted(token.span),
            Kind::Stray => {
                let sign = self.slice(token.span);
                let (message, help) = (
                    format!("`{sign}` stands outside quotes"),
                    "put the text in quotes",
                );
                self.lost(token.span, message, "not a sign of KDL", help);
            }
            Kind::Equals => self.equals_sign(token.span),
            _ => self.word(token),
        }
    }

    /// Reports a fault after which the rest of the line has no sure meaning.
    fn lost(&mut self, at: Span, message: String, label: &str, help: &str) {
        self.found(at, message, label, Some(help.to_owned()));
        self.line.muted = true;
        match self.state {
            State::Outside => self.begin_node(at),
            State::Value => self.state = State::Inside,
            _ => {}
        }
        self.slashdash = None;
    }

    fn unquoted(&mut self, at: Span) {
        let message = format!("`{}` stands outside quotes", self.slice(at));
        self.lost(
            at,
            message,
            "a clause is a text",
            "put the clause in quotes, and a text in it between `'`",
        );
    }

    fn equals_sign(&mut self, at: Span) {
        let before = self.tokens.get(..self.at - 1).unwrap_or_default();
        let named = before
            .iter()
            .rev()
            .find(|token| {
                !matches!(
                    token.kind,
                    Kind::Space | Kind::BlockComment | Kind::Continuation
                )
            })
            .is_some_and(|token| matches!(token.kind, Kind::Word | Kind::Text | Kind::LongText));
        if self.state == State::Inside && named && at.start > self.name.end {
            self.equals = at;
            self.state = State::Value;
            return;
        }
        if self.state == State::Value {
            let at = self.equals.join(at);
            return self.lost(
                at,
                "`==` stands outside quotes".to_owned(),
                "a clause is a text",
                "put the clause in quotes, and a text in it between `'`",
            );
        }
        let node = self.slice(self.name);
        if self.state == State::Inside && named && !node.is_empty() {
            return self.lost(
                at,
                format!("`{node}` is a node, and its value follows without `=`"),
                "not a property",
                &format!("write `{node} …`"),
            );
        }
        self.lost(
            at,
            "`=` has no name before it".to_owned(),
            "a name is missing",
            "write `name=value`",
        );
    }

    fn followed_by_equals(&self) -> bool {
        self.tokens
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .find(|token| {
                !matches!(
                    token.kind,
                    Kind::Space | Kind::BlockComment | Kind::Continuation
                )
            })
            .is_some_and(|token| token.kind == Kind::Equals)
    }

    fn word(&mut self, token: Token) {
        let text = self.slice(token.span);
        let named = self.state != State::Value && self.followed_by_equals();
        match self.state {
            State::Closed | State::Passed => {
                let node = self.slice(self.name);
                let message = format!("`{text}` follows the block of `{node}`");
                let help = match (text, node) {
                    ("else", "if") => {
                        "write `when` instead of `if`, and `else` on a line of its own"
                    }
                    ("else", _) => "begin a new line with `else`",
                    _ => "put it before the `{`, or on a line of its own",
                };
                self.found(
                    token.span,
                    message,
                    "after the block",
                    Some(help.to_owned()),
                );
                self.line.muted = true;
                self.slashdash = None;
            }
            State::Outside => {
                self.begin_node(token.span);
                self.judge(token, word::Place::Name);
            }
            State::Inside => {
                if !self.apart && self.slashdash.is_none() {
                    return self.touching(token.span);
                }
                if (!named || self.compares()) && self.bare_clause(token) {
                    return;
                }
                let place = if named {
                    word::Place::Name
                } else {
                    word::Place::Value
                };
                self.judge(token, place);
                if let (false, Some(start)) = (named, self.slashdash.take()) {
                    self.removed.push(Span::new(start, token.span.end));
                }
            }
            State::Value => {
                self.state = State::Inside;
                self.judge(token, word::Place::Value);
                if let Some(start) = self.slashdash.take() {
                    self.removed.push(Span::new(start, token.span.end));
                }
            }
        }
    }

    fn judge(&mut self, token: Token, place: word::Place) {
        let text = self.slice(token.span);
        if let Some(mut fault) = word::fault(token.kind, text, place) {
            // Quotes alone would lead `retain 30d` to its next finding.
            if self.slice(self.name) == "retain" && text.parse::<Duration>().is_ok() {
                fault.help = format!("write `\"age > {text}\"`");
            }
            let at = Span::new(token.span.start + fault.start, token.span.start + fault.end);
            let muted = fault.rest_of_line;
            self.found(at, fault.message, fault.label, Some(fault.help));
            self.line.muted |= muted;
        }
    }
}
