//! Findings for programs: JSON records, and SARIF 2.1.0 for code hosts and editors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::vocab::{Sources, Span};

use super::{Finding, Findings, page, span_of};

/// One finding, as `--format json` gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    pub code: String,
    pub severity: Level,
    pub message: String,
    /// One thing to type.
    pub help: Option<String>,
    /// The file that `span` is in.
    pub file: String,
    pub span: Region,
    pub labels: Vec<Label>,
    /// The finding's page, from the root of the repository; `candor explain CODE` prints it.
    pub page: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Error,
    Warning,
}

/// Bytes of the file from 0, end excluded; lines and columns from 1, columns in characters, end excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Label {
    pub text: Option<String>,
    /// The file that `span` is in, where it is not the finding's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub span: Region,
}

/// The records of one policy's findings, in their order.
#[must_use]
pub fn records(findings: &Findings, sources: &Sources) -> Vec<Record> {
    findings
        .iter()
        .map(|finding| record(finding, sources))
        .collect()
}

fn record(finding: &Finding, sources: &Sources) -> Record {
    let code = finding.code();
    let span = finding.span();
    let file = sources.file(span.start).name;
    let labels = finding.labels(sources);
    Record {
        severity: if finding.is_error() {
            Level::Error
        } else {
            Level::Warning
        },
        message: finding.diagnostic.to_string(),
        help: finding.diagnostic.help().map(|help| help.to_string()),
        file: file.to_owned(),
        span: region(span, sources),
        labels: labels
            .iter()
            .map(|label| {
                let there = sources.file(label.offset()).name;
                Label {
                    text: label.label().map(str::to_owned),
                    file: (there != file).then(|| there.to_owned()),
                    span: region(span_of(label), sources),
                }
            })
            .collect(),
        page: page::of(&code).map_or_else(String::new, |page| page.file.to_owned()),
        code,
    }
}

fn region(span: Span, sources: &Sources) -> Region {
    let file = sources.file(span.start);
    let (line, column) = file.position(span.start);
    let (end_line, end_column) = file.position(span.end);
    Region {
        start: file.within(span.start),
        end: file.within(span.end),
        line,
        column,
        end_line,
        end_column,
    }
}

/// A SARIF log of one run.
#[must_use]
pub fn sarif(records: &[Record]) -> Value {
    let mut codes: Vec<&str> = records.iter().map(|record| record.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| {
            json!({
                "id": code,
                "name": code.rsplit("::").next(),
                "help": { "text": format!("candor explain {code}"), "markdown": page::of(code).map(|page| page.text) },
            })
        })
        .collect();
    let results: Vec<Value> = records
        .iter()
        .map(|record| result(record, &codes))
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "candor",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(record: &Record, codes: &[&str]) -> Value {
    let text = record.help.as_ref().map_or_else(
        || record.message.clone(),
        |help| format!("{}; {help}", record.message),
    );
    let related: Vec<Value> = record
        .labels
        .iter()
        .filter(|label| label.file.is_some() || label.span != record.span)
        .map(|label| {
            let file = label.file.as_ref().unwrap_or(&record.file);
            let mut location = location(file, &label.span);
            if let (Some(text), Some(fields)) = (&label.text, location.as_object_mut()) {
                fields.insert("message".to_owned(), json!({ "text": text }));
            }
            location
        })
        .collect();
    json!({
        "ruleId": record.code,
        "ruleIndex": codes.binary_search(&record.code.as_str()).ok(),
        "level": record.severity,
        "message": { "text": text },
        "locations": [location(&record.file, &record.span)],
        "relatedLocations": related,
    })
}

fn location(file: &str, region: &Region) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(file) },
        "region": {
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "byteOffset": region.start,
            "byteLength": region.end - region.start,
        },
    }})
}

/// A relative reference (RFC 3986): what is no plain path character is percent-encoded.
fn uri(file: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
