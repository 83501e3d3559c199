//! A retention in words.

use minijinja::context;

use super::pen::Pen;
use crate::plan::{Clause, Retention, Store, Trigger};

pub(super) struct Term {
    /// One phrase a clause: `until the bot is removed from the server`.
    pub(super) until: Vec<String>,
    /// What calls a deletion off: `the bot comes back to the server`.
    pub(super) returns: Vec<String>,
}

/// How long a store keeps its rows.
pub(super) fn term_of(pen: &Pen, store: &Store) -> Term {
    let mut term = term(pen, &store.retention);
    let clauses = store.retention.clauses.iter().zip(&mut term.until);
    for (clause, phrase) in clauses {
        if let (Trigger::MemberLeft, Some(hold)) = (clause.trigger, &store.hold) {
            let after = clause.after.max(hold.within).ms;
            let held = clause.after.max(hold.length).ms;
            *phrase = pen.say("until.member-left.hold", context! { after, held });
        }
    }
    term
}

pub(super) fn term(pen: &Pen, retention: &Retention) -> Term {
    let clauses = &retention.clauses;
    let has = |wanted: Trigger| clauses.iter().any(|clause| clause.trigger == wanted);
    let mut returns = Vec::new();
    if has(Trigger::GuildRemoved) {
        returns.push(pen.words.plain("returns.guild"));
    }
    if has(Trigger::MemberLeft) {
        returns.push(pen.words.plain("returns.member"));
    }
    Term {
        until: clauses.iter().map(|clause| phrase(pen, clause)).collect(),
        returns,
    }
}

fn phrase(pen: &Pen, clause: &Clause) -> String {
    let after = clause.after.ms;
    let key = match clause.trigger {
        Trigger::Age => "until.age",
        Trigger::EntryIdle => "until.entry-idle",
        Trigger::GuildRemoved => "until.guild-removed",
        Trigger::MemberLeft => "until.member-left",
        Trigger::Boot => "until.boot",
        Trigger::FlowEnded => "until.flow-ended",
        Trigger::Setting(id) => {
            let setting = pen.plan.setting(id);
            let name = setting.map(|one| pen.setting_name(one)).unwrap_or_default();
            let default = setting.and_then(|one| one.default.as_ref());
            let default = default.and_then(|value| pen.datum(value));
            return pen.say("until.setting", context! { name, default });
        }
    };
    pen.say(key, context! { after })
}
