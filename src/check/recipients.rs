//! Recipients against promises: who is declared to receive something, and the promise that they never do.
//!
//! A declaration is what people read, so it contradicts a promise even where no handler does what it allows. Whoever
//! hosts the data receives all that is stored, whatever `receives` says. What handlers do is judged in `claims`.

use crate::{
    finding::Findings,
    resolve::{Claim, ClaimKind, Policy, What},
    vocab::{Category, Sink, Span},
};

use super::claims::GuaranteeContradicted;

/// Whose storage the data lie in.
const HOSTING: &str = "hosting";

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for claim in &policy.claims {
        let ClaimKind::Never { what, to, .. } = &claim.kind else {
            continue;
        };
        let What::Category(category) = what else {
            continue;
        };
        if is_told(claim, findings) {
            continue;
        }
        let declared = |sink: Sink| to.is_none_or(|to| to == sink);
        let broken = if declared(Sink::ModLog)
            && let Some(at) = mod_log(policy, *category)
        {
            Some(("is declared to reach the mod-log", "declared here", at))
        } else if to.is_none()
            && let Some(at) = processor(policy, *category)
        {
            Some(("is received by a processor", "received here", at))
        } else if *to == Some(Sink::Processor)
            && let Some(at) = hosted(policy, *category)
        {
            let does = "is stored, and a processor hosts what is stored";
            Some((does, "stored here", at))
        } else {
            None
        };
        if let Some((does, says, at)) = broken {
            let finding = GuaranteeContradicted::declared(claim, what, does, says, at);
            findings.push(finding);
        }
    }
}

/// A promise that another check found broken is one fault already.
fn is_told(claim: &Claim, findings: &Findings) -> bool {
    let promised = claim.name;
    findings.iter().any(|finding| {
        let labels = finding.diagnostic.labels().into_iter().flatten();
        let mut spans = labels.map(|label| (label.offset(), label.offset() + label.len()));
        spans.any(|(start, end)| (start, end) == (promised.start, promised.end))
    })
}

fn mod_log(policy: &Policy, category: Category) -> Option<Span> {
    let surface = policy.surface.as_ref()?;
    let receives = surface.receives.contains(&category);
    receives.then_some(surface.span)
}

fn processor(policy: &Policy, category: Category) -> Option<Span> {
    let mut all = policy.processors.iter();
    let receives = all.find(|one| one.node.receives.contains(&category));
    receives.map(|one| one.name)
}

/// The first field that holds it, where a processor hosts the data.
fn hosted(policy: &Policy, category: Category) -> Option<Span> {
    let mut hosts = policy.processors.iter();
    hosts.find(|one| one.node.role == HOSTING)?;
    let stores = policy.stores.iter().filter(|store| !store.is_journal());
    let mut fields = stores.flat_map(|store| store.node.fields.iter().zip(&store.fields));
    let held = fields.find(|(field, _)| field.categories.contains(&category));
    held.map(|(_, declared)| declared.name)
}
