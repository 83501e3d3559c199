//! Where the notice stands in each of its languages: that which counts at the top, the others in a folder each.

use super::model::Edition;
use crate::{plan::Plan, vocab::Language};

/// From where the notice that counts stands: `fr/notice.html`.
pub(super) fn place(counts: Language, language: Language, file: &str) -> String {
    if language == counts {
        file.to_owned()
    } else {
        format!("{}/{file}", language.tag())
    }
}

/// Every language of a plan, as seen from the notice in `from`.
pub(super) fn editions(plan: &Plan, from: Language, file: &str) -> Vec<Edition> {
    let counts = plan.language();
    let up = if from == counts { "" } else { "../" };
    let editions = plan.languages.iter().map(|language| {
        let href = format!("{up}{}", place(counts, *language, file));
        Edition {
            language: language.tag().to_owned(),
            name: language.own_name().to_owned(),
            // A link to the folder that one is in.
            href: if href.is_empty() {
                "./".to_owned()
            } else {
                href
            },
        }
    });
    editions.collect()
}
