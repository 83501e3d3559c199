//! The signs of KDL 2 with their places; every byte of the text belongs to exactly one token.
//!
//! The guard counts nesting over these tokens before the kdl crate may recurse, and `format` prints them anew.
//! A token may be faulty; it then reaches as far as a person would say that it does.

use crate::vocab::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Space,
    Newline,
    LineComment,
    BlockComment,
    /// `\` at the end of a line, with the line break and a comment between.
    Continuation,
    /// A bare name or a number.
    Word,
    /// `#true`
    Keyword,
    /// `"…"`, `#"…"#`
    Text,
    /// `"""…"""`, `#"""…"""#`
    LongText,
    OpenBrace,
    CloseBrace,
    OpenParen,
    CloseParen,
    Equals,
    Semicolon,
    Slashdash,
    /// A sign that KDL has no use for here, such as `[`.
    Stray,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A text or comment that nothing closes.
    Unclosed,
    /// `"""` with more text on its line.
    TextAfterQuotes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) fault: Option<Fault>,
}

/// Cuts a text into tokens. Linear in its length.
pub(super) fn scan(text: &str) -> Vec<Token> {
    let mut scanner = Scanner { text, at: 0 };
    let mut tokens = Vec::new();
    while scanner.at < text.len() {
        let start = scanner.at;
        let (kind, fault) = scanner.next();
        // Whatever happens, a token has a length.
        if scanner.at == start {
            scanner.bump();
        }
        tokens.push(Token {
            kind,
            span: Span::new(start, scanner.at),
            fault,
        });
    }
    tokens
}

pub(super) const fn is_newline(c: char) -> bool {
    matches!(
        c,
        '\r' | '\n' | '\u{85}' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}'
    )
}

pub(super) const fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

const fn is_word(c: char) -> bool {
    !is_newline(c)
        && !is_space(c)
        && !matches!(
            c,
            '\\' | '/' | '(' | ')' | '{' | '}' | '[' | ']' | ';' | '"' | '#' | '='
        )
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    fn skip_while(&mut self, keep: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !keep(c)).unwrap_or(rest.len());
    }

    fn next(&mut self) -> (Kind, Option<Fault>) {
        let Some(c) = self.peek() else {
            return (Kind::Space, None);
        };
        let kind = match c {
            '\u{feff}' if self.at == 0 => {
                self.bump();
                Kind::Space
            }
            _ if is_space(c) => {
                self.skip_while(is_space);
                Kind::Space
            }
            _ if is_newline(c) => {
                self.newline();
                Kind::Newline
            }
            '"' => return self.text_token(0),
            '#' => return self.hash(),
            '/' => return self.slash(),
            '\\' => self.continuation(),
            _ if is_word(c) => {
                self.skip_while(is_word);
                Kind::Word
            }
            _ => {
                self.bump();
                match c {
                    '{' => Kind::OpenBrace,
                    '}' => Kind::CloseBrace,
                    '(' => Kind::OpenParen,
                    ')' => Kind::CloseParen,
                    '=' => Kind::Equals,
                    ';' => Kind::Semicolon,
                    _ => Kind::Stray,
                }
            }
        };
        (kind, None)
    }

    fn newline(&mut self) {
        if !self.eat("\r\n") {
            self.bump();
        }
    }

    fn line_comment(&mut self) {
        self.skip_while(|c| !is_newline(c));
    }

    fn slash(&mut self) -> (Kind, Option<Fault>) {
        if self.rest().starts_with("//") {
            self.line_comment();
            (Kind::LineComment, None)
        } else if self.eat("/-") {
            (Kind::Slashdash, None)
        } else if self.rest().starts_with("/*") {
            (Kind::BlockComment, self.block_comment())
        } else {
            self.bump();
            (Kind::Stray, None)
        }
    }

    fn block_comment(&mut self) -> Option<Fault> {
        let mut depth: usize = 0;
        loop {
            if self.eat("/*") {
                depth += 1;
            } else if self.eat("*/") {
                depth -= 1;
                if depth == 0 {
                    return None;
                }
            } else if self.bump().is_none() {
                return Some(Fault::Unclosed);
            }
        }
    }

    fn continuation(&mut self) -> Kind {
        let start = self.at;
        self.bump();
        self.skip_while(is_space);
        if self.rest().starts_with("//") {
            self.line_comment();
        }
        match self.peek() {
            Some(c) if !is_newline(c) => {
                self.at = start + 1;
                Kind::Stray
            }
            _ => {
                self.newline();
                Kind::Continuation
            }
        }
    }

    fn hash(&mut self) -> (Kind, Option<Fault>) {
        let rest = self.rest();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if rest.get(hashes..).is_some_and(|rest| rest.starts_with('"')) {
            self.at += hashes;
            return self.text_token(hashes);
        }
        self.at += hashes;
        if hashes > 1 {
            return (Kind::Stray, None);
        }
        self.skip_while(is_word);
        (Kind::Keyword, None)
    }

    /// Stands on the opening quotes, behind the hashes of a raw text.
    fn text_token(&mut self, hashes: usize) -> (Kind, Option<Fault>) {
        let long = self.rest().starts_with("\"\"\"")
            && (hashes == 0 || self.rest().chars().nth(3).is_none_or(is_newline));
        // `""` is an empty text, and `"""` followed by text is a mistake for a long one.
        if long {
            self.long_text(hashes)
        } else {
            (Kind::Text, self.short_text(hashes))
        }
    }

    fn closing(quotes: &str, hashes: usize) -> String {
        format!("{quotes}{}", "#".repeat(hashes))
    }

    fn short_text(&mut self, hashes: usize) -> Option<Fault> {
        let closing = Self::closing("\"", hashes);
        self.bump();
        loop {
            if self.eat(&closing) {
                return None;
            }
            match self.peek() {
                None => return Some(Fault::Unclosed),
                Some(c) if is_newline(c) => return Some(Fault::Unclosed),
                Some('\\') if hashes == 0 => {
                    self.bump();
                    self.escaped();
                }
                Some(_) => {
                    self.bump();
                }
            }
        }
    }

    /// What follows a `\`: one character, or blanks over any number of lines.
    fn escaped(&mut self) {
        match self.peek() {
            Some(c) if is_space(c) || is_newline(c) => {
                self.skip_while(|c| is_space(c) || is_newline(c));
            }
            _ => {
                self.bump();
            }
        }
    }

    fn long_text(&mut self, hashes: usize) -> (Kind, Option<Fault>) {
        let closing = Self::closing("\"\"\"", hashes);
        self.eat("\"\"\"");
        if self.peek().is_some_and(|c| !is_newline(c)) {
            self.skip_while(|c| !is_newline(c));
            return (Kind::LongText, Some(Fault::TextAfterQuotes));
        }
        loop {
            if self.eat(&closing) {
                return (Kind::LongText, None);
            }
            match self.bump() {
                None => return (Kind::LongText, Some(Fault::Unclosed)),
                Some('\\') if hashes == 0 => self.escaped(),
                Some(_) => {}
            }
        }
    }
}
