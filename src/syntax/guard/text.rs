//! Texts that nothing closes, and signs that touch: what quotes are lost on.

use crate::{
    syntax::scan::{Fault, Kind, Token},
    vocab::Span,
};

use super::Guard;

impl Guard<'_> {
    /// `"a""b"`, `name"text"`, and KDL 1's `r"raw"`.
    pub(super) fn touching(&mut self, at: Span) {
        let text = self.slice(at);
        let before = self.text.get(..at.start).unwrap_or_default();
        let raw = before.ends_with('r') && !before.ends_with("\"r");
        let help = if raw && text.contains('"') {
            format!("write `{}`, as KDL 2 does", raw_in_kdl_2(text))
        } else {
            "put a space before it, or `\\` before a quote inside text".to_owned()
        };
        let shown: String = text.chars().take(20).collect();
        let message = format!("`{shown}` touches what stands before it");
        self.lost(at, message, "a space is missing", &help);
    }

    pub(super) fn faulty_text(&mut self, token: Token, fault: Fault) {
        let text = self.slice(token.span);
        let quotes = text.len() - text.trim_start_matches(['#', '"']).len();
        let hashes = "#".repeat(text.len() - text.trim_start_matches('#').len());
        match (fault, token.kind) {
            (Fault::TextAfterQuotes, _) => self.found(
                token.span,
                "`\"\"\"` begins a text of several lines, and nothing may follow it on its line"
                    .to_owned(),
                "begins on the next line",
                Some("write one `\"`, or break the line after `\"\"\"`".to_owned()),
            ),
            (Fault::Unclosed, Kind::LongText) => {
                self.found(
                    Span::new(token.span.start, token.span.start + quotes),
                    "this text is never closed".to_owned(),
                    "opened here",
                    Some(format!(
                        "close it with `\"\"\"{hashes}` on a line of its own"
                    )),
                );
            }
            (Fault::Unclosed, _) => self.found(
                token.span,
                "this text is never closed".to_owned(),
                "opened here",
                Some(format!("close it with `\"{hashes}` on this line")),
            ),
        }
        self.line.muted = true;
        self.braces_lost = true;
    }
}

/// `r#"…"#` is `#"…"#` now, and `r"…"` is `#"…"#` too.
fn raw_in_kdl_2(text: &str) -> String {
    if text.starts_with('#') {
        text.to_owned()
    } else {
        format!("#{text}#")
    }
}
