//! Findings: facts about a policy that its author must know, each with a place and one thing to do.
//!
//! A finding is a plain struct beside the check that raises it, deriving `thiserror::Error` and `miette::Diagnostic`.
//! Source text joins it only when it is shown, and with it the nodes that import the file it is in.

mod edit;
pub mod page;
mod record;
mod show;

pub use edit::Edit;
pub use record::{Label, Level, Record, Region, records, sarif};
pub use show::{Look, show};

use miette::{Diagnostic, LabeledSpan, Severity};

use crate::vocab::{Sources, Span};

/// One finding, with what sorting and filtering need taken out of it.
#[derive(Debug)]
pub struct Finding {
    pub diagnostic: Box<dyn Diagnostic + Send + Sync>,
}

impl Finding {
    /// `candor::flow::content-reaches-storage`
    #[must_use]
    pub fn code(&self) -> String {
        self.diagnostic
            .code()
            .map(|code| code.to_string().replace('_', "-"))
            .unwrap_or_default()
    }

    #[must_use]
    pub fn is_error(&self) -> bool {
        self.diagnostic.severity().unwrap_or(Severity::Error) == Severity::Error
    }

    /// The primary label, or the first.
    #[must_use]
    pub fn span(&self) -> Span {
        let labels: Vec<_> = self.diagnostic.labels().into_iter().flatten().collect();
        let label = labels
            .iter()
            .find(|label| label.primary())
            .or(labels.first());
        label.map_or_else(Span::default, span_of)
    }

    /// Every label, and `imported here` for each node by which the file of the finding came into the policy.
    fn labels(&self, sources: &Sources) -> Vec<LabeledSpan> {
        let mut labels: Vec<_> = self.diagnostic.labels().into_iter().flatten().collect();
        for import in sources.imports_of(self.span()) {
            if !labels.iter().any(|label| span_of(label) == import) {
                let label = Some("imported here".to_owned());
                labels.push(LabeledSpan::new_with_span(label, import));
            }
        }
        labels
    }
}

fn span_of(label: &LabeledSpan) -> Span {
    Span::new(label.offset(), label.offset() + label.len())
}

/// All findings of a policy.
#[derive(Debug, Default)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    pub fn push(&mut self, diagnostic: impl Diagnostic + Send + Sync + 'static) {
        self.all.push(Finding {
            diagnostic: Box::new(diagnostic),
        });
    }

    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.all.retain(keep);
    }

    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(Finding::is_error)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter()
    }

    /// By place, then by code: the order in which people read. A text that is read twice, such as the steps that two
    /// events share, has each of its faults once.
    pub fn sort(&mut self) {
        self.all
            .sort_by_cached_key(|finding| (finding.span(), finding.code()));
        let said = |finding: &Finding| {
            let help = finding.diagnostic.help().map(|help| help.to_string());
            (
                finding.span(),
                finding.code(),
                finding.diagnostic.to_string(),
                help,
            )
        };
        self.all.dedup_by_key(|finding| said(finding));
    }
}
