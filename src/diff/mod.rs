//! What changes for the people concerned, between two plans of one bot.
//!
//! The notices of both plans are compared sentence by sentence, so that nothing a notice says can change unseen; then
//! what their handlers do, step by step (`does`), and what is said otherwise in another language (`translated`). A
//! change is material unless it only takes something away from what happens to people: less is kept, read, asked
//! for or shown, it is kept for a shorter time, or one more promise is made. When in doubt it is material.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    emit::notice::{Entry, Notice, Row, Sentence, notice},
    plan::{Clause, Plan, Retention},
    vocab::{Place, Sources, Standing},
};

mod does;
mod renamed;
#[cfg(test)]
mod tests;
mod translated;
mod written;

use renamed::renamed;

/// Everything that changes, in the order of the notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    pub changes: Vec<Change>,
    /// Why a bot that has data of the old policy would not start with the new one.
    pub unfit: Vec<Unfit>,
}

/// Something of the old policy that the new one has no place for, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unfit {
    pub fact: String,
    pub help: String,
}

/// One fact of the notice that is new, gone, or said differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    pub material: bool,
    /// The heading under which it stands.
    pub about: String,
    /// What kind of fact it is: a sentence's `says`, or `row` for a line of a table.
    pub says: String,
    pub was: Option<Side>,
    pub now: Option<Side>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Side {
    pub text: String,
    pub standing: Standing,
    pub places: Vec<Place>,
}

impl Difference {
    #[must_use]
    pub fn is_material(&self) -> bool {
        self.changes.iter().any(|change| change.material)
    }
}

/// Compares what two plans mean for people.
#[must_use]
pub fn difference(old: &Plan, new: &Plan) -> Difference {
    let unfit = new.gaps_after(old).into_iter().map(|gap| Unfit {
        fact: gap.to_string(),
        help: gap.help(),
    });
    let unfit = unfit.collect();
    let (old, renames) = renamed(old, new);
    let old = &old;
    let unquoted = Sources::default();
    let (was, now) = (
        facts(&notice(old, &unquoted)),
        facts(&notice(new, &unquoted)),
    );
    let mut added: Vec<&Fact> = now.iter().filter(|fact| !said(fact, &was)).collect();
    let mut changes = Vec::new();
    for gone in was.iter().filter(|fact| !said(fact, &now)) {
        // The same fact, said differently, stands under the same heading and is of the same kind.
        let instead = added
            .iter()
            .position(|fact| fact.place_in_notice() == gone.place_in_notice());
        let instead = instead.map(|at| added.remove(at));
        let whole = !now.iter().any(|fact| fact.entry == gone.entry);
        let material = match instead {
            Some(instead) => !is_shorter(old, new, gone, instead),
            None => !(whole || takes_away(gone)),
        };
        changes.push((gone, instead, material));
    }
    for fact in added {
        let position = changes
            .iter()
            .position(|(gone, _, _)| gone.order > fact.order);
        let change = (fact, None, !promises(fact));
        changes.insert(position.unwrap_or(changes.len()), change);
    }
    let changes = changes.into_iter().map(|(first, second, material)| {
        let new = second.is_none() && now.iter().any(|fact| std::ptr::eq(fact, first));
        let (was, now) = if new {
            (None, Some(first))
        } else {
            (Some(first), second)
        };
        Change {
            material,
            about: first.title.clone(),
            says: first.says.clone(),
            was: was.map(Fact::side),
            now: now.map(Fact::side),
        }
    });
    let does = does::changes(old, new);
    let translated = translated::changes(old, new);
    Difference {
        changes: renames
            .into_iter()
            .chain(changes)
            .chain(does)
            .chain(translated)
            .collect(),
        unfit,
    }
}

/// A sentence, or a row of a table that says more than its sentences.
struct Fact {
    order: usize,
    section: String,
    entry: String,
    title: String,
    says: String,
    text: String,
    standing: Standing,
    places: Vec<Place>,
}

impl Fact {
    fn place_in_notice(&self) -> (&str, &str, &str) {
        // Rows are told apart by their first cell.
        let row = if self.says == "row" {
            self.text.split(" · ").next()
        } else {
            None
        };
        (&self.entry, &self.says, row.unwrap_or_default())
    }

    fn side(&self) -> Side {
        Side {
            text: self.text.clone(),
            standing: self.standing,
            places: self.places.clone(),
        }
    }
}

fn said(fact: &Fact, among: &[Fact]) -> bool {
    among.iter().any(|other| {
        (&other.entry, &other.says, &other.text, other.standing)
            == (&fact.entry, &fact.says, &fact.text, fact.standing)
    })
}

/// Sections that repeat others, or that tell of changes.
const REPEATED: [&str; 3] = ["glance", "table", "changes"];
/// What is told of changes and happens by itself.
const HAPPENS: &str = "changes.drop";
/// The entry of what is so of every store: where a store differs, it says so itself.
const RULES: &str = "rules";

fn facts(notice: &Notice) -> Vec<Fact> {
    let mut facts = Vec::new();
    for section in &notice.sections {
        let is_repeated = REPEATED.contains(&section.anchor.as_str());
        for entry in section.entries.iter().filter(|one| one.anchor != RULES) {
            for part in std::iter::once(entry).chain(&entry.parts) {
                let title = part.title.as_ref().unwrap_or(&section.title);
                collect(&mut facts, &section.anchor, part, title);
            }
        }
        facts.retain(|fact| !is_repeated || fact.section != section.anchor || fact.says == HAPPENS);
    }
    facts
}

fn collect(facts: &mut Vec<Fact>, section: &str, entry: &Entry, title: &str) {
    let mut add = |says: &str, text: String, standing: Standing, places: &[Place]| {
        facts.push(Fact {
            order: facts.len(),
            section: section.to_owned(),
            entry: entry.anchor.clone(),
            title: title.to_owned(),
            says: says.to_owned(),
            text,
            standing,
            places: places.to_vec(),
        });
    };
    for Sentence {
        says,
        phrase,
        standing,
        places,
        ..
    } in &entry.sentences
    {
        add(says, phrase.text.clone(), *standing, places);
    }
    for Row {
        cells,
        standing,
        places,
        ..
    } in entry.table.iter().flat_map(|table| &table.rows)
    {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        add("row", cells.join(" · "), *standing, places);
    }
}

/// Kinds of facts whose disappearance means that less happens to people.
fn takes_away(gone: &Fact) -> bool {
    match gone.section.as_str() {
        // Dropped once, it stays so.
        "decisions" | "asks" | "changes" => true,
        "kept" => {
            gone.says.starts_with("shown.") || matches!(gone.says.as_str(), "row" | "feature.roles")
        }
        "servers" => matches!(
            gone.says.as_str(),
            "row" | "settings.people" | "settings.texts"
        ),
        "recipients" => gone.says == "discord.posts",
        _ => false,
    }
}

/// Facts that something is not there.
const NOTHING: [&str; 7] = [
    "decide.none",
    "feature.nothing",
    "feature.settings",
    "permissions.none",
    "processor.nothing",
    "processors.none",
    "store.shown.none",
];

/// Kinds of facts whose appearance is only for the better.
fn promises(new: &Fact) -> bool {
    if NOTHING.contains(&new.says.as_str()) {
        return true;
    }
    match new.section.as_str() {
        "never" => new.standing != Standing::Stated && new.says != "declassify.is",
        "protection" => new.standing == Standing::Enforced && new.says != "protect.operator",
        "servers" => new.says == "row",
        "kept" => matches!(
            new.says.as_str(),
            "feature.agreed"
                | "feature.asks"
                | "feature.withdraw"
                | "store.erase.suppress"
                | "store.object.stops"
                | "store.removed"
        ),
        _ => new.says == "never.privileged",
    }
}

/// Whether a retention only got shorter.
fn is_shorter(old: &Plan, new: &Plan, was: &Fact, now: &Fact) -> bool {
    let retention = |plan: &Plan, fact: &Fact| -> Option<Retention> {
        let settings = std::iter::once(&plan.settings_retention);
        let mut all = plan
            .stores
            .iter()
            .map(|store| &store.retention)
            .chain(settings);
        let here = |one: &&Retention| fact.places.iter().any(|place| ends_alike(place, &one.at));
        all.find(here).cloned()
    };
    if !matches!(was.says.as_str(), "store.until" | "settings.until")
        || was.standing != now.standing
    {
        return false;
    }
    let (Some(was), Some(now)) = (retention(old, was), retention(new, now)) else {
        return false;
    };
    let hold = |plan: &Plan, retention: &Retention| {
        let store = plan
            .stores
            .iter()
            .find(|one| one.retention.at == retention.at);
        let hold = store.and_then(|store| store.hold.as_ref());
        hold.map(|hold| (hold.departures, hold.within, hold.length))
    };
    // A hold keeps longer; whether another one keeps shorter is not worked out here.
    if hold(old, &was) != hold(new, &now) {
        return false;
    }
    let ends_sooner = |before: &Clause| {
        let same = |after: &&Clause| counts_alike((old, &was, before), (new, &now, after));
        let mut clauses = now.clauses.iter();
        clauses.any(|after| {
            after.after <= before.after && same(&after) && !allows_longer(old, new, before)
        })
    };
    was.clauses.iter().all(ends_sooner)
}

/// Whether two clauses of two plans count from the same: fields are told apart by their names.
fn counts_alike(
    (old, was, before): (&Plan, &Retention, &Clause),
    (new, now, after): (&Plan, &Retention, &Clause),
) -> bool {
    fn field<'a>(plan: &'a Plan, of: &Retention, clause: &Clause) -> Option<&'a str> {
        let mut stores = plan.stores.iter();
        let store = stores.find(|one| one.retention.at == of.at)?;
        let field = store.fields.get(clause.trigger.asks()?.0 as usize)?;
        Some(&field.name)
    }
    match (field(old, was, before), field(new, now, after)) {
        (None, None) => before.trigger == after.trigger,
        (was, now) => was == now && before.trigger.length() == after.trigger.length(),
    }
}

/// Whether the setting that says how long allows longer than it did.
fn allows_longer(old: &Plan, new: &Plan, before: &Clause) -> bool {
    let setting = before.trigger.setting().and_then(|id| old.setting(id));
    let Some(was) = setting else {
        return false;
    };
    let mut settings = new.settings.iter();
    let now =
        settings.find(|one| one.name == was.name && new.feature_of(one) == old.feature_of(was));
    now.is_none_or(|now| {
        now.default > was.default || now.max.unwrap_or(i64::MAX) > was.max.unwrap_or(i64::MAX)
    })
}

/// A notice names files from the policy's folder, a plan as they were given.
fn ends_alike(said: &Place, at: &Place) -> bool {
    at.file.ends_with(&said.file)
        && (said.first_line, said.last_line) == (at.first_line, at.last_line)
}
