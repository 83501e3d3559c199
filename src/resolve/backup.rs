//! Backups that the bot makes at each start.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{BACKUP_MAX, StartBackup},
    syntax::{
        ast::Node,
        form::{Any, Word, form},
    },
    vocab::Span,
};

use super::{
    names::UnknownWord,
    policy::{Declared, Policy},
    value,
};

form! {
    struct BackupForm = "backup", "backup at=start keep=7 max-age=\"7d\"" {
        props {
            "at" when: Word, or "`backup` does not say `at`" => "add `at=start`";
            "keep" keep: Any, or "`backup` does not say `keep`" => "add `keep=7`";
            "short" short: Word;
            "max-age" max_age: Word, or "`backup` does not say `max-age`" => "add `max-age=\"7d\"`";
        }
    }
}

/// What `short=` says.
const LEFT_OUT: &str = "left-out";
/// More would fill a disk unseen.
const BACKUPS_MAX: u32 = 100;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a backup lasts for some time, and for 30 days at most")]
#[diagnostic(
    code("candor::retention::backup-length"),
    help("write `max-age=\"7d\"`")
)]
pub(crate) struct BackupLength {
    #[label(primary, "not such a time")]
    at: Span,
}

pub(super) fn read(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = BackupForm::read(node, findings);
    if let Some(word) = form.when.value
        && word.node != "start"
    {
        findings.push(UnknownWord::new(&word, "a time for backups", &["start"]));
    }
    if let Some(word) = &form.short.value
        && word.node != LEFT_OUT
    {
        let what = "what becomes of rows that are kept for a shorter time";
        findings.push(UnknownWord::new(word, what, &[LEFT_OUT]));
    }
    let keep = form.keep.value;
    let keep = keep.and_then(|given| value::number(given, "keep", 1..=BACKUPS_MAX, findings));
    let Some(word) = form.max_age.value else {
        return;
    };
    let max_age = value::length(&word, findings);
    let (Some(keep), Some(max_age)) = (keep, max_age) else {
        return;
    };
    if max_age.ms <= 0 || max_age > BACKUP_MAX {
        findings.push(BackupLength { at: word.span });
    }
    policy.backup = Some(Declared {
        name: word.span,
        node: StartBackup {
            keep,
            max_age,
            leaves_out: form.short.value.is_some(),
            at: policy.place(node.span),
        },
        span: form.node.span,
    });
}
