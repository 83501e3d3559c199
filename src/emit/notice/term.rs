//! A retention in words.

use super::names;
use crate::{
    lexicon::length::Said,
    plan::{Clause, Field, Plan, Retention, Store, Trigger},
    vocab::Type,
    wording::{Phrase, phrase},
};

pub(super) struct Term {
    /// One phrase a clause: `until the bot is removed from the server`.
    pub(super) until: Vec<Phrase>,
    /// What calls a deletion off: `the bot comes back to the server`.
    pub(super) returns: Vec<String>,
}

/// How long a store keeps its rows.
pub(super) fn term_of(plan: &Plan, store: &Store) -> Term {
    let mut term = term(plan, &store.fields, &store.retention);
    let clauses = store.retention.clauses.iter().zip(&mut term.until);
    for (clause, phrase) in clauses {
        if let Some(hold) = &store.hold
            && clause.trigger == Trigger::MemberLeft
        {
            let after = clause.after.max(hold.within);
            let held = clause.after.max(hold.length);
            *phrase = phrase!("until-member-left-hold", after, held);
        } else if clause.trigger == Trigger::MemberLeft && store.people().count() > 1 {
            *phrase = phrase!("until-subject-left", after = clause.after);
        }
    }
    term
}

/// Settings have no fields, and are several.
pub(super) fn term(plan: &Plan, fields: &[Field], retention: &Retention) -> Term {
    let mut returns = Vec::new();
    for clause in &retention.clauses {
        let called_off = clause.trigger.length().returns.map(|says| says());
        returns.extend(called_off.filter(|says| !returns.contains(says)));
    }
    let clauses = retention.clauses.iter();
    Term {
        until: clauses.map(|clause| phrase(plan, fields, clause)).collect(),
        returns,
    }
}

fn phrase(plan: &Plan, fields: &[Field], clause: &Clause) -> Phrase {
    let setting = clause.trigger.setting().and_then(|id| plan.setting(id));
    let setting_name = setting.map(|one| names::setting_name(plan, one));
    let field = clause.trigger.asks();
    let channels = || fields.iter().filter(|field| field.kind == Type::Channel);
    // Where there is one channel alone, which one need not be said.
    let is_only = clause.trigger.channel().is_some() && channels().count() == 1;
    let field = field.filter(|_| !is_only);
    let field = field.and_then(|id| fields.get(id.0 as usize));
    let default = setting.and_then(|one| one.default.as_ref());
    (clause.trigger.length().until)(&Said {
        after: clause.after,
        many: fields.is_empty(),
        name: field
            .map(|one| names::plain_name(plan, one))
            .or(setting_name),
        default: default.and_then(names::datum),
    })
}
