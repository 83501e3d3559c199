//! The language of who asked, and the plan that speaks it.

use crate::{
    plan::Plan,
    port::{Event, EventKind},
    vocab::Language,
    wording::speaking,
};

/// The language of who asked, or that of the policy.
#[must_use]
pub fn language(plan: &Plan, event: &Event) -> Language {
    match &event.kind {
        EventKind::Interaction(interaction) => plan.language_for(&interaction.locale),
        EventKind::Happened(_) => plan.language(),
    }
}

/// Does `job` with the plan in the language of who asked. Where nobody did, it is the plan as it is.
pub(super) fn answering<T>(plan: &Plan, event: &Event, job: impl FnOnce(&Plan) -> T) -> T {
    let language = language(plan, event);
    speaking(language, || job(plan.spoken_in(language)))
}
