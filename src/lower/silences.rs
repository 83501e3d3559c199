//! Whether what a promise is about decides that somebody is silenced or removed.
//!
//! That they do nothing more then is no flow, and still it shows in what is kept and said of others. So the notice says it
//! beside the promise.

use std::collections::BTreeSet;

use crate::{
    check::{
        flow::{End, Flows},
        is_about,
    },
    lexicon::{End as Out, Mark},
    plan,
    resolve::{Claim, ClaimKind, Policy},
    vocab::Span,
};

pub(super) fn decides(policy: &Policy, flows: &Flows, claim: &Claim) -> bool {
    let ClaimKind::Never { what, to: Some(_) } = &claim.kind else {
        return false;
    };
    let steps = policy.bodies().flat_map(|one| plan::all(&one.steps));
    let silencing = steps.filter(|step| {
        let deed = step.kind.deed();
        deed.is_some_and(|deed| {
            [Mark::Silence, Mark::Membership]
                .iter()
                .any(|mark| deed.marks.contains(mark))
        })
    });
    let silencing: BTreeSet<Span> = silencing.map(|step| step.name).collect();
    if silencing.is_empty() {
        return false;
    }
    let done = flows.all(
        |source| is_about(what, source),
        |end| end == End::Out(Out::Acts),
    );
    done.iter().any(|flow| silencing.contains(&flow.at))
}
