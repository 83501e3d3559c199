//! What each feature reads from events, and where values made from it can go.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    check::flow::{Flows, ReadAt, Source, SourceId, Strength},
    plan::{FeatureId, Read},
    resolve::{Command, Policy},
    vocab::Sink,
};

/// In the order in which the policy reads; each thing once for each feature.
pub(super) fn by_feature(policy: &Policy, flows: &Flows) -> BTreeMap<FeatureId, Vec<Read>> {
    let mut sinks: BTreeMap<SourceId, BTreeSet<(FeatureId, Sink, Strength)>> = BTreeMap::new();
    let mut reads: BTreeMap<FeatureId, Vec<Read>> = BTreeMap::new();
    let mut seen: BTreeSet<(FeatureId, String)> = BTreeSet::new();
    for read in &flows.reads {
        let Some(source) = flows.source(read.source) else {
            continue;
        };
        let Some(category) = source.categories.first() else {
            continue;
        };
        let name = name(policy, read, source);
        if !seen.insert((read.feature, name.clone())) {
            continue;
        }
        let all = sinks
            .entry(read.source)
            .or_insert_with(|| flows.sinks(read.source));
        let here = |wanted: Strength| {
            let here = all.iter().filter(|(feature, ..)| *feature == read.feature);
            let here = here.filter(move |(.., strength)| *strength == wanted);
            let sinks: BTreeSet<Sink> = here.map(|(_, sink, _)| *sink).collect();
            sinks.into_iter().collect()
        };
        reads.entry(read.feature).or_default().push(Read {
            source: name,
            category: *category,
            sinks: here(Strength::Copy),
            decides: here(Strength::Decision),
            at: policy.place(read.at),
        });
    }
    reads
}

/// `message.content`, and for an option of a command `/warn reason`.
fn name(policy: &Policy, read: &ReadAt, source: &Source) -> String {
    let command = read.handler.checked_sub(policy.handlers.len());
    let command = command.and_then(|i| policy.commands.get(i));
    let root = source.name.split('.').next().unwrap_or_default();
    let is_option = |command: &Command| {
        let mut params = command.params.iter();
        params.any(|param| param.node.name == root)
    };
    match command {
        Some(command) if is_option(command) => {
            let option = source.name.strip_suffix(".id").unwrap_or(&source.name);
            format!("{} {option}", command.title())
        }
        _ => source.name.clone(),
    }
}
