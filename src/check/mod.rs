//! Judgements over a resolved policy: one file for each, which judges and never changes.
//!
//! Reads `resolve::Policy`; adds findings. A check judges and moves on, so that all faults are told at once; what
//! `resolve` found wrong already is unknown here, and silent.
//!
//! INVARIANT: a policy without errors from here keeps what it promises; `lower` relies on it and does not check again.

#![deny(clippy::wildcard_enum_match_arm)]

mod across;
mod allowed;
mod answers;
mod authority;
mod backups;
mod braces;
mod claims;
mod compared;
mod conditions;
mod configuration;
pub mod configured;
mod consent;
mod copies;
mod dates;
mod departures;
mod direct;
mod discord;
mod doors;
mod edits;
mod ended;
mod erasure;
mod export;
pub mod flow;
pub mod hold;
mod intents;
pub mod journal;
mod kept_long;
mod known;
mod led;
mod lengths;
mod log;
mod look_alikes;
mod measures;
pub mod needs;
mod owners;
mod past;
mod path;
mod persona;
mod processors;
mod prohibited;
mod public_reply;
mod purposes;
mod reach;
mod reads;
mod recipients;
mod recollects;
mod references;
mod refused;
mod retention;
mod rights;
mod services;
mod shadowed;
mod special;
pub mod storage;
mod tallies;
mod typed;
pub mod unbounded;
mod unsolicited;
mod unused;
mod whose;
mod words;
mod writes;

use crate::{finding::Findings, resolve::Policy};

use flow::Flows;
pub use path::is_about;

/// Judges a policy. Everything that is wrong becomes a finding; nothing stops at the first. Gives the flows it judged.
pub fn check(policy: &Policy, findings: &mut Findings) -> Flows {
    let flows = Flows::of(policy);
    let told = storage::check(policy, &flows, findings);
    let told = told.and(log::check(policy, &flows, findings));
    claims::check(policy, &flows, &told, findings);
    recipients::check(policy, findings);
    measures::check(policy, findings);
    reads::check(policy, &flows, findings);
    configuration::check(policy, &told, findings);
    intents::check(policy, findings);
    let unkept = retention::check(policy, findings);
    unbounded::check(policy, &unkept, findings);
    copies::check(policy, &flows, findings);
    departures::check(policy, findings);
    references::check(policy, findings);
    across::check(policy, &flows, findings);
    owners::check(policy, findings);
    hold::check(policy, findings);
    ended::check(policy, findings);
    backups::check(policy, findings);
    past::check(policy, findings);
    erasure::check(policy, findings);
    refused::check(policy, findings);
    rights::check(policy, findings);
    dates::check(policy, findings);
    prohibited::check(policy, findings);
    consent::check(policy, &flows, findings);
    export::check(policy, findings);
    whose::check(policy, findings);
    processors::check(policy, findings);
    services::check(policy, &flows, findings);
    authority::check(policy, findings);
    discord::check(policy, findings);
    direct::check(policy, findings);
    configured::check(policy, findings);
    doors::check(policy, findings);
    typed::check(policy, findings);
    lengths::check(policy, findings);
    persona::check(policy, findings);
    // What stands in a part with a fault may only seem so.
    if !findings.has_errors() {
        purposes::check(policy, findings);
        export::lacking(policy, findings);
    }
    if !findings.has_errors() {
        edits::check(policy, findings);
        unsolicited::check(policy, findings);
        public_reply::check(policy, &flows, findings);
        recollects::check(policy, findings);
        kept_long::check(policy, findings);
        special::check(policy, findings);
        conditions::check(policy, findings);
        answers::check(policy, findings);
        braces::check(policy, findings);
        look_alikes::check(policy, findings);
        shadowed::check(policy, findings);
        unused::check(policy, findings);
        words::check(policy, findings);
        allowed::check(policy, findings);
    }
    flows
}
