//! Erasures that a policy refuses: whoever is refused can ask for a review, from wherever they are, and somebody can move
//! the day of it. GDPR 12, 17, 21.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{EraseRule, Kept, Trigger},
    resolve::{Policy, StoreDecl},
    sabotage::{Saboteur, off},
    vocab::Span,
};

use super::writes;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::erasure::no-appeal"), help("{help}"))]
pub(crate) struct NoAppeal {
    message: String,
    help: String,
    #[label(primary, "whoever is refused cannot use it")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("`{field}` says when the refusal is looked at again, and no step moves it")]
#[diagnostic(
    code("candor::erasure::review-unmoved"),
    help("write it in an `update` of the command by which people ask for a review")
)]
pub(crate) struct ReviewUnmoved {
    field: String,
    #[label(primary, "the day comes, and nothing follows from it")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("rows of `{store}` go because somebody left, and an erasure of them is refused")]
#[diagnostic(
    code("candor::erasure::refused-and-left"),
    help("keep them until another time than `member.left`, or do not refuse")
)]
pub(crate) struct RefusedAndLeft {
    store: String,
    #[label(primary, "refused here")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for store in &policy.stores {
        let rules = store.node.on_erase.iter().zip(&store.on_erase);
        for (rule, at) in rules.filter(|(rule, _)| rule.rule == EraseRule::Refuse) {
            let Some(refusal) = &rule.refusal else {
                continue;
            };
            if !refusal.appeal.is_empty() && !off(Saboteur::NoAppeal) {
                appeal(policy, refusal, *at, findings);
            }
            moved(policy, store, refusal, *at, findings);
            let mut clauses = store.node.retention.clauses.iter();
            if clauses.any(|clause| clause.trigger == Trigger::MemberLeft) {
                findings.push(RefusedAndLeft {
                    store: store.node.name.clone(),
                    at: *at,
                });
            }
        }
    }
}

fn appeal(policy: &Policy, refusal: &Kept, at: Span, findings: &mut Findings) {
    let name = format!("/{}", refusal.appeal.join(" "));
    let is_it = |path: &[crate::vocab::Spanned<String>]| {
        let words = path.iter().map(|word| &word.node);
        words.eq(refusal.appeal.iter())
    };
    let mut commands = policy.commands.iter();
    let (message, help) = match commands.find(|command| is_it(&command.path)) {
        None => (
            format!("`{name}` is no command of this policy"),
            "name a command by which people ask for a review".to_owned(),
        ),
        Some(command) if command.in_dm.is_none() => (
            format!(
                "`{name}` cannot be used in a direct message, and who is kept out of servers has nothing else"
            ),
            format!("add `in=dm` to `command \"{name} …\"`"),
        ),
        Some(_) => return,
    };
    findings.push(NoAppeal { message, help, at });
}

/// Whether some step gives the day of review to a row that is there.
fn moved(policy: &Policy, store: &StoreDecl, refusal: &Kept, at: Span, findings: &mut Findings) {
    let Some(review) = refusal.review else {
        return;
    };
    let is_moved = writes::of(policy)
        .into_iter()
        .any(|write| write.store == store.node.id && !write.makes && write.value(review).is_some());
    let unclear = policy.bodies().any(|body| !body.understood);
    if !is_moved && !unclear && !off(Saboteur::ReviewFixed) {
        let field = store.node.fields.get(review.0 as usize);
        findings.push(ReviewUnmoved {
            field: field.map_or_else(String::new, |field| field.name.clone()),
            at,
        });
    }
}
