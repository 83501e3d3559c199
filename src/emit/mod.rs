//! What a plan says to people: the privacy notice, and the answers for Discord's review of intents.
//!
//! Reads `Plan`, and the policy's text to quote it; writes documents. A sentence is only ever made from an element of
//! the plan and carries the lines it follows from; its words come from `wording`, its layout from `templates/`. The same
//! plan gives the same bytes.

#![deny(clippy::wildcard_enum_match_arm)]

mod asked;
pub mod notice;
pub(crate) mod page;
mod trace;
mod via;
mod whose;

pub use notice::intents;

use crate::vocab::Place;

/// `keta.kdl 41–58`; one line as `keta.kdl 41`.
#[must_use]
pub fn place_text(place: &Place) -> String {
    let Place {
        file,
        first_line: first,
        last_line: last,
    } = place;
    if first == last {
        format!("{file} {first}")
    } else {
        format!("{file} {first}–{last}")
    }
}

#[cfg(test)]
pub(crate) mod fixture;
