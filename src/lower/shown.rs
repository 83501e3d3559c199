//! What becomes known of stores by each step, and what decides about it.

use std::collections::BTreeSet;

use crate::{
    check::flow::{Flows, From, Source},
    plan::Shown,
    resolve::Policy,
};

/// In the order of handlers, commands and sets of commands. What tells and decides nothing is left out.
pub(super) fn by_step(policy: &Policy, flows: &Flows) -> Vec<Shown> {
    let all = flows.leaves.iter().map(|leaves| {
        let shows = flows.shows(leaves);
        let sources = shows.sources.iter().filter_map(|id| flows.source(*id));
        let sources: BTreeSet<String> = sources.filter_map(name).map(str::to_owned).collect();
        let fields = shows.fields.into_iter().chain(shows.given);
        let decides = shows.decides.into_iter().chain(shows.given_decides);
        Shown {
            handler: leaves.handler,
            step: leaves.step,
            at: policy.place(leaves.at),
            to: leaves.end,
            fields: fields.collect(),
            rows: shows.rows,
            decides: decides.collect(),
            depends: shows.depends,
            behind: shows.behind,
            sources,
        }
    });
    all.filter(|one| {
        let fields = one.fields.len() + one.decides.len();
        let stores = one.rows.len() + one.depends.len() + one.behind.len();
        fields + stores + one.sources.len() > 0
    })
    .collect()
}

fn name(source: &Source) -> Option<&str> {
    match source.from {
        From::Event => source.thing,
        From::Typed | From::Picked | From::Answer => Some(&source.name),
        From::Setting => Some("settings"),
        From::Clock => Some("now"),
        From::Counted(_) => Some("limit"),
        From::Kept(..) | From::Rows(_) | From::There(_) | From::Done(_) | From::Posted => None,
    }
}
