//! Findings for people: the source with the place underlined, the fact, and what to type.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity,
    SourceCode,
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
    let source = NamedSource::new(file, harmless(text));
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
    source: &'a NamedSource<String>,
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
