//! The canonical layout of a policy: four blanks a level, one between words, no more than one empty line.
//!
//! Works over the tokens of `scan`: every comment, number and text is printed as it was written, and a block that stood
//! on one line stays on one. Expects a text that reads without findings.

use super::scan::{Kind, Token, scan};

const INDENT: &str = "    ";

/// Prints a policy in its canonical layout. Formatting what was formatted changes nothing.
#[must_use]
pub fn format(text: &str) -> String {
    let tokens = scan(text);
    let mut printer = Printer {
        text,
        out: String::with_capacity(text.len() + text.len() / 8),
        blocks: Vec::new(),
        breaks: 0,
        gap: Gap::None,
        in_node: false,
        slashdash: false,
        after_comment: false,
    };
    for (at, token) in tokens.iter().enumerate() {
        printer.print(*token, tokens.get(at + 1..).unwrap_or_default());
    }
    printer.end()
}

/// What separates the next token from the last, when no line break does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    Semicolon,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    OneLine,
    Lines,
}

struct Printer<'a> {
    text: &'a str,
    out: String,
    blocks: Vec<Block>,
    /// Line breaks since the last token.
    breaks: usize,
    gap: Gap,
    /// A node's name stands before, so what follows belongs to that node.
    in_node: bool,
    /// A `/-` still waits for what it removes.
    slashdash: bool,
    /// The last token was a `//` comment, which only a line break ends.
    after_comment: bool,
}

impl Printer<'_> {
    fn print(&mut self, token: Token, following: &[Token]) {
        let text = self
            .text
            .get(token.span.start..token.span.end)
            .unwrap_or_default();
        match token.kind {
            Kind::Space => {}
            Kind::Newline => {
                if !self.slashdash || self.after_comment {
                    self.breaks += 1;
                    self.in_node &= self.slashdash;
                }
            }
            Kind::Semicolon => self.semicolon(),
            Kind::LineComment => {
                self.place();
                self.out.push_str(text.trim_end());
                self.after_comment = true;
            }
            Kind::Continuation => self.continuation(text),
            Kind::OpenBrace => self.open(following),
            Kind::CloseBrace => self.close(),
            Kind::Equals => {
                self.out.push('=');
                self.gap = Gap::None;
            }
            Kind::Slashdash => {
                self.place();
                self.out.push_str("/-");
                self.slashdash = true;
                self.gap = if self.in_node { Gap::None } else { Gap::Blank };
            }
            Kind::BlockComment => {
                self.place();
                self.out.push_str(text);
                self.gap = Gap::Blank;
            }
            _ => {
                self.place();
                self.out.push_str(text);
                self.gap = Gap::Blank;
                self.in_node = true;
                self.slashdash = false;
            }
        }
    }

    fn one_line(&self) -> bool {
        self.blocks.last() == Some(&Block::OneLine)
    }

    fn semicolon(&mut self) {
        self.in_node = false;
        if self.one_line() {
            self.gap = Gap::Semicolon;
        } else {
            self.breaks = self.breaks.max(1);
        }
    }

    /// Goes to where the next token stands.
    fn place(&mut self) {
        if self.breaks > 0 {
            self.break_line(self.blocks.len());
        } else {
            self.out.push_str(match self.gap {
                Gap::None => "",
                Gap::Blank => " ",
                Gap::Semicolon => "; ",
            });
        }
        self.gap = Gap::None;
        self.after_comment = false;
    }

    fn break_line(&mut self, depth: usize) {
        self.trim();
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.breaks > 1 && !self.out.ends_with("{\n") {
                self.out.push('\n');
            }
        }
        self.breaks = 0;
        for _ in 0..depth {
            self.out.push_str(INDENT);
        }
    }

    fn trim(&mut self) {
        let length = self.out.trim_end_matches(' ').len();
        self.out.truncate(length);
    }

    fn continuation(&mut self, text: &str) {
        self.place();
        let comment = text.trim_start_matches('\\').trim();
        self.out.push('\\');
        if !comment.is_empty() {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
        for _ in 0..=self.blocks.len() {
            self.out.push_str(INDENT);
        }
    }

    fn open(&mut self, following: &[Token]) {
        self.place();
        self.out.push('{');
        self.in_node = false;
        self.slashdash = false;
        let block = layout(self.text, following);
        self.blocks.push(block);
        match block {
            Block::OneLine => self.gap = Gap::Blank,
            Block::Lines => {
                // A comment may follow the brace on its line.
                let comment = following
                    .iter()
                    .find(|token| token.kind != Kind::Space)
                    .is_some_and(|token| token.kind == Kind::LineComment);
                self.breaks = usize::from(!comment);
                self.gap = Gap::Blank;
            }
        }
    }

    fn close(&mut self) {
        if self.blocks.pop() == Some(Block::Lines) {
            self.breaks = 1;
            self.break_line(self.blocks.len());
        } else if !self.out.ends_with('{') {
            self.out.push(' ');
        }
        self.out.push('}');
        self.gap = Gap::Blank;
        self.breaks = 0;
        self.in_node = true;
        self.after_comment = false;
    }

    fn end(mut self) -> String {
        self.trim();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out
    }
}

/// A block is laid out in lines when anything between its braces breaks a line.
fn layout(text: &str, following: &[Token]) -> Block {
    let mut depth = 0_usize;
    for token in following {
        match token.kind {
            Kind::OpenBrace => depth += 1,
            Kind::CloseBrace if depth == 0 => return Block::OneLine,
            Kind::CloseBrace => depth -= 1,
            Kind::Newline | Kind::Continuation => return Block::Lines,
            Kind::LongText | Kind::BlockComment => {
                let token = text.get(token.span.start..token.span.end);
                if token.is_some_and(|token| token.contains('\n')) {
                    return Block::Lines;
                }
            }
            _ => {}
        }
    }
    Block::OneLine
}
