//! A retention in words.

use super::names;
use crate::{
    plan::{Clause, Plan, Retention, Store, Trigger},
    wording::{Phrase, phrase, say},
};

pub(super) struct Term {
    /// One phrase a clause: `until the bot is removed from the server`.
    pub(super) until: Vec<Phrase>,
    /// What calls a deletion off: `the bot comes back to the server`.
    pub(super) returns: Vec<String>,
}

/// How long a store keeps its rows.
pub(super) fn term_of(plan: &Plan, store: &Store) -> Term {
    let mut term = term(plan, &store.retention);
    let clauses = store.retention.clauses.iter().zip(&mut term.until);
    for (clause, phrase) in clauses {
        if let Some(hold) = &store.hold
            && clause.trigger == Trigger::MemberLeft
        {
            let after = clause.after.max(hold.within);
            let held = clause.after.max(hold.length);
            *phrase = phrase!("until-member-left-hold", after, held);
        }
    }
    term
}

pub(super) fn term(plan: &Plan, retention: &Retention) -> Term {
    let clauses = &retention.clauses;
    let has = |wanted: Trigger| clauses.iter().any(|clause| clause.trigger == wanted);
    let mut returns = Vec::new();
    if has(Trigger::GuildRemoved) {
        returns.push(say!("returns-guild"));
    }
    if has(Trigger::MemberLeft) {
        returns.push(say!("returns-member"));
    }
    Term {
        until: clauses.iter().map(|clause| phrase(plan, clause)).collect(),
        returns,
    }
}

fn phrase(plan: &Plan, clause: &Clause) -> Phrase {
    let after = clause.after;
    match clause.trigger {
        Trigger::Age => phrase!("until-age", after),
        Trigger::EntryIdle => phrase!("until-entry-idle", after),
        Trigger::GuildRemoved => phrase!("until-guild-removed", after),
        Trigger::MemberLeft => phrase!("until-member-left", after),
        Trigger::Boot => phrase!("until-boot"),
        Trigger::FlowEnded => phrase!("until-flow-ended", after),
        Trigger::Setting(id) => {
            let setting = plan.setting(id);
            let name = setting.map(|one| names::setting_name(plan, one));
            let default = setting.and_then(|one| one.default.as_ref());
            let default = default.and_then(names::datum);
            phrase!("until-setting", name, default)
        }
    }
}
