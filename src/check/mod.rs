//! Judgements over a resolved policy: one file for each, which judges and never changes.

pub mod needs;
mod rights;

use crate::{finding::Findings, resolve::Policy};

/// Judges a policy. Everything that is wrong becomes a finding; nothing stops at the first.
pub fn check(policy: &Policy, findings: &mut Findings) {
    rights::check(policy, findings);
}
