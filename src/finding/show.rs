//! Findings for people: the source with the place underlined, the fact, and what to type.

use std::{collections::BTreeMap, fmt};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents,
};

use crate::vocab::Sources;

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

/// All findings of one policy, one after the other; each with the places it is about, in whichever file they are.
///
/// # Errors
///
/// Only when `out` refuses.
pub fn show(
    findings: &Findings,
    sources: &Sources,
    look: Look,
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let handler = GraphicalReportHandler::new_themed(look.theme())
        .with_links(false)
        .with_width(look.width);
    let texts = Texts::of(sources);
    for finding in findings.iter() {
        let shown = Shown {
            finding,
            code: finding.code(),
            texts: &texts,
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
    texts: &'a Texts<'a>,
}

/// What miette quotes from. It joins two places into one quotation when that can be read; a place that begins in one
/// file and ends in another cannot, so each file is quoted by itself, under its name.
#[derive(Debug)]
struct Texts<'a> {
    sources: &'a Sources,
    /// By where each begins.
    shelves: BTreeMap<usize, Shelf>,
}

impl<'a> Texts<'a> {
    fn of(sources: &'a Sources) -> Self {
        let shelves = sources.files().map(|file| {
            let quoted = Shelf::new(file.name, harmless(file.text));
            (file.start, quoted)
        });
        Self {
            shelves: shelves.collect(),
            sources,
        }
    }
}

impl SourceCode for Texts<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let file = self.sources.file(span.offset());
        if self.sources.file(span.offset() + span.len()).start != file.start {
            return Err(MietteError::OutOfBounds);
        }
        let quoted = self.shelves.get(&file.start);
        let quoted = quoted.ok_or(MietteError::OutOfBounds)?;
        let within = SourceSpan::from((span.offset() - file.start, span.len()));
        let read = quoted.read_span(&within, before, after)?;
        let at = read.span();
        Ok(Box::new(MietteSpanContents::new_named(
            file.name.to_owned(),
            read.data(),
            SourceSpan::from((file.start + at.offset(), at.len())),
            read.line(),
            read.column(),
            read.line_count(),
        )))
    }
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
        Some(Box::new(
            self.finding.labels(self.texts.sources).into_iter(),
        ))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.texts)
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
                b'\r' => bytes
                    .next_if(|(_, next)| *next == b'\n')
                    .map_or(at, |(at, _)| at),
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
        // Where nothing stands, miette itself breaks off.
        if span.offset() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let line = |at: usize| self.starts.partition_point(|start| *start <= at);
        // One line more, since miette treats a span at the first byte of a text like no other.
        let first = line(span.offset()).saturating_sub(2 + before);
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
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use proptest::prelude::*;
    use thiserror::Error;

    use super::*;
    use crate::{finding::records, vocab::Span};

    #[derive(Debug, Error, Diagnostic)]
    #[error("`xp` is declared twice")]
    #[diagnostic(code("candor::names::taken"))]
    struct Twice {
        #[label(primary, "again")]
        at: Span,
        #[label("first declared here")]
        first_at: Span,
    }

    #[test]
    fn a_finding_in_an_import_shows_every_place_in_its_own_file() {
        let mut sources = Sources::of("bot.kdl", "import \"levels.kdl\"\nstore xp\n");
        let start = sources.add(
            "levels.kdl",
            "// one\u{1b}[2J\nstore xp\n",
            Span::new(0, 19),
        );
        let xp = sources.text().rfind("xp").unwrap();
        let mut findings = Findings::default();
        findings.push(Twice {
            at: Span::new(xp, xp + 2),
            first_at: Span::new(26, 28),
        });
        let mut shown = String::new();
        show(&findings, &sources, Look::PLAIN, &mut shown).unwrap();
        insta::with_settings!({ snapshot_path => "../../snapshots/finding", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("two-files", shown);
        });
        let record = records(&findings, &sources).remove(0);
        assert_eq!((record.file.as_str(), record.span.line), ("levels.kdl", 2));
        assert_eq!(record.span.start, xp - start);
        let files: Vec<_> = record
            .labels
            .iter()
            .map(|label| (label.text.as_deref(), label.file.as_deref()))
            .collect();
        assert_eq!(
            files,
            [
                (Some("again"), None),
                (Some("first declared here"), Some("bot.kdl")),
                (Some("imported here"), Some("bot.kdl")),
            ]
        );
    }

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
            let ours = shelf.read_span(&span, before, after);
            if at > text.len() {
                prop_assert!(ours.is_err(), "nothing stands there");
                return Ok(());
            }
            // Behind a lone `\r` at the end miette itself breaks off, where this must not.
            let theirs = AssertUnwindSafe(|| text.read_span(&span, before, after));
            let Ok(theirs) = catch_unwind(theirs) else {
                return Ok(());
            };
            match (ours, theirs) {
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
