//! What people are asked before a feature that rests on their consent keeps anything about them, and who sees it.

use super::{names, pen::Pen, shown, summary::discord, term};
use crate::{
    lexicon::text::cut,
    plan::{FeatureId, Plan},
    wording::phrase,
};

/// Discord's limit for a message, less what may stand before the question.
const CHARS_MAX: usize = 1_800;

/// The question as Discord's Markdown: who asks, what is kept and how long, why, and what a no means.
#[must_use]
pub fn question(plan: &Plan, id: FeatureId) -> String {
    let (Some(feature), controller) = (plan.feature(id), &plan.controller.name) else {
        return String::new();
    };
    let purposes = feature.purposes.iter();
    let purposes: Vec<_> = purposes
        .filter_map(|at| plan.purposes.get(*at as usize))
        .map(|purpose| purpose.text.clone())
        .collect();
    let title = names::feature(feature);
    let mut lines = vec![
        discord(&phrase!("consent-question", title)),
        discord(&phrase!(
            "consent-why",
            bot = &plan.bot,
            controller,
            purposes
        )),
    ];
    let pen = Pen::new(plan);
    let answers = feature.consent.into_iter();
    for store in answers.flat_map(|answers| plan.resting_on(answers)) {
        let until = term::term_of(plan, store).until;
        let seen = shown::seen(&pen, store).phrase;
        let (store, fields) = (
            names::store_name(plan, store),
            names::all_fields(plan, store),
        );
        let said = discord(&phrase!("summary-store", store, fields, until));
        let shown = discord(&phrase!("consent-shown", seen));
        lines.push(format!("- {said} {shown}"));
    }
    let end = [
        discord(&phrase!("consent-free")),
        discord(&phrase!(
            "consent-back",
            name = plan.feature_called(feature)
        )),
    ];
    let end = end.join("\n");
    let body = cut(&lines.join("\n"), CHARS_MAX.saturating_sub(end.len()));
    format!("{body}\n{end}")
}
