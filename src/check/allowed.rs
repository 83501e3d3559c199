//! Warnings that the policy allows, with a reason. Runs last: what allows nothing is told too.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::{Finding, Findings},
    resolve::{Allowed, Policy},
    vocab::Span,
};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("nothing here has the warning `{code}`")]
#[diagnostic(code("candor::unused::unused"), severity(Warning), help("delete it"))]
pub(crate) struct AllowsNothing {
    code: String,
    #[label(primary, "allows nothing")]
    at: Span,
}

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    let mut used = vec![false; policy.allowed.len()];
    findings.retain(|finding| {
        let mut allowed = false;
        for (one, used) in policy.allowed.iter().zip(&mut used) {
            if allows(one, finding) {
                allowed = true;
                *used = true;
            }
        }
        !allowed
    });
    for (one, used) in policy.allowed.iter().zip(used) {
        if !used {
            findings.push(AllowsNothing {
                code: one.code.node.clone(),
                at: one.code.span,
            });
        }
    }
}

fn allows(allowed: &Allowed, finding: &Finding) -> bool {
    let code = finding.code();
    let slug = code.rsplit("::").next().unwrap_or_default();
    let at = finding.span();
    let is_within = |within: Span| within.start <= at.start && at.end <= within.end;
    !finding.is_error() && slug == allowed.code.node && allowed.within.is_none_or(is_within)
}
