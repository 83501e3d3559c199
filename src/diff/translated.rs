//! What is said otherwise in another language, where the policy's own text stays.
//!
//! No such change is material: the policy's own text counts, and what changes in it is told by the notice's
//! sentences. But whoever reads the other language reads something else from then on, and a translation can promise
//! too much.

use super::{Change, Side};
use crate::{
    plan::Plan,
    translate::{Rendered, rendered},
    vocab::Standing,
    wording::{named, say},
};

pub(super) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    for language in &new.languages {
        let (was, now) = (rendered(old, *language), rendered(new, *language));
        for (key, now) in &now {
            let Some(was) = was.get(key).filter(|was| was.said != now.said) else {
                continue;
            };
            let language = named("tongue", language.tag());
            changes.push(Change {
                material: false,
                about: say!("diff-language", language, source = &now.source),
                says: "translation".to_owned(),
                was: Some(side(was)),
                now: Some(side(now)),
            });
        }
    }
    changes
}

fn side(of: &Rendered) -> Side {
    Side {
        text: of.said.clone(),
        standing: Standing::Stated,
        places: vec![of.at.clone()],
    }
}
