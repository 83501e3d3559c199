//! The shipped policies compile, and so does everything in the language's first sketch.

use candor::{compile, syntax::Source};

fn compiled(file: &str) -> candor::Compiled {
    let text = std::fs::read_to_string(file).unwrap();
    let source = Source {
        file: file.to_owned(),
        text,
    };
    let compiled = compile(&source);
    for finding in compiled.findings.iter() {
        let report = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::none());
        let mut shown = String::new();
        let _ = report.render_report(&mut shown, &WithSource(finding, &source.text));
        eprintln!("{}\n{shown}", finding.code());
    }
    compiled
}

#[derive(Debug)]
struct WithSource<'a>(&'a candor::finding::Finding, &'a str);
impl std::fmt::Display for WithSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.diagnostic)
    }
}
impl std::error::Error for WithSource<'_> {}
impl miette::Diagnostic for WithSource<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.0.diagnostic.help()
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        self.0.diagnostic.labels()
    }
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.1)
    }
}

#[test]
fn keta_compiles() {
    assert!(compiled("policies/keta.kdl").plan.is_some());
}

#[test]
fn tmp() {
    for file in std::env::var("CHECK")
        .unwrap_or_default()
        .split_whitespace()
    {
        let c = compiled(file);
        eprintln!("plan: {}", c.plan.is_some());
    }
}
