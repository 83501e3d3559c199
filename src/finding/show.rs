//! Findings for people: the source with the place underlined, the fact, and what to type.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents,
};

use super::{Finding, Findings};

/// How findings are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub color: bool,
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Look {
    /// The same everywhere: for snapshots and files.
    pub const PLAIN: Self = Self {
        color: false,
        unicode: true,
        width: 100,
    };

    fn theme(self) -> GraphicalTheme {
        match (self.color, self.unicode) {
            (true, true) => GraphicalTheme::unicode(),
            (false, true) => GraphicalTheme::unicode_nocolor(),
            (false, false) => GraphicalTheme::none(),
            (true, false) => GraphicalTheme {
                characters: miette::ThemeCharacters::ascii(),
                styles: miette::ThemeStyles::ansi(),
            },
        }
    }
}

/// All findings of one file, one after the other.
///
/// # Errors
///
/// Only when `out` refuses.
pub fn show(
    findings: &Findings,
    file: &str,
    text: &str,
    look: Look,
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let handler = GraphicalReportHandler::new_themed(look.theme())
        .with_links(false)
        .with_width(look.width);
    let source = Shelf::new(file, harmless(text));
    for finding in findings.iter() {
        let shown = Shown {
            finding,
            code: finding.code(),
            source: &source,
        };
        handler.render_report(out, &shown)?;
        writeln!(out)?;
    }
    Ok(())
}

/// A finding together with the text that it is about.
#[derive(Debug)]
struct Shown<'a> {
    finding: &'a Finding,
    code: String,
    source: &'a Shelf,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&harmless(&self.finding.diagnostic.to_string()))
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<Severity> {
        self.finding.diagnostic.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.finding.diagnostic.help()?;
        Some(Box::new(harmless(&help.to_string())))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.finding.diagnostic.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }
}

/// A text whose lines are known, since miette reads a text from its first byte for every label.
#[derive(Debug)]
struct Shelf {
    file: String,
    text: String,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Shelf {
    fn new(file: &str, text: String) -> Self {
        let mut starts = vec![0];
        let mut bytes = text.bytes().enumerate().peekable();
        while let Some((at, byte)) = bytes.next() {
            // The line breaks that miette knows.
            let after = match byte {
                b'\r' => bytes.next_if(|(_, next)| *next == b'\n').map_or(at, |(at, _)| at),
                b'\n' => at,
                _ => continue,
            };
            starts.push(after + 1);
        }
        Self {
            file: file.to_owned(),
            text,
            starts,
        }
    }
}

impl SourceCode for Shelf {
    /// As miette reads a text, but only the lines around the span.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line = |at: usize| self.starts.partition_point(|start| *start <= at);
        let first = line(span.offset()).saturating_sub(1 + before);
        let start = self.starts.get(first).copied().unwrap_or_default();
        // One line more, for miette to see that it has enough.
        let last = line(span.offset() + span.len()) + after + 1;
        let end = self.starts.get(last).map_or(self.text.len(), |next| *next);
        let lines = self.text.get(start..end).unwrap_or_default();
        let within = SourceSpan::from((span.offset() - start, span.len()));
        let read = lines.read_span(&within, before, after)?;
        let (at, length) = (read.span().offset() + start, read.span().len());
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            read.data(),
            SourceSpan::from((at, length)),
            read.line() + first,
            read.column(),
            read.line_count() + first,
        )))
    }
}

/// Puts a visible character of the same length in place of each that could steer a terminal or turn the text around.
fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' => c,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                '\u{fffd}'
            }
            _ if c.is_ascii_control() => '?',
            _ if c.is_control() => '¿',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use miette::{SourceCode as _, SpanContents as _};
    use proptest::prelude::*;

    use super::Shelf;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// What is read is what miette reads by itself.
        #[test]
        fn lines_are_read_as_from_the_whole_text(
            text in "[a\r\n]{0,30}",
            at in 0..34_usize,
            length in 0..12_usize,
            before in 0..4_usize,
            after in 0..4_usize,
        ) {
            let shelf = Shelf::new("file", text.clone());
            let span = (at, length).into();
            match (shelf.read_span(&span, before, after), text.read_span(&span, before, after)) {
                (Ok(ours), Ok(theirs)) => {
                    prop_assert_eq!(ours.data(), theirs.data());
                    prop_assert_eq!(ours.span(), theirs.span());
                    prop_assert_eq!(ours.line(), theirs.line());
                    prop_assert_eq!(ours.column(), theirs.column());
                    prop_assert_eq!(ours.line_count(), theirs.line_count());
                }
                (ours, theirs) => prop_assert_eq!(ours.is_ok(), theirs.is_ok()),
            }
        }
    }
}
