//! What is promised not to matter does not: two runs that differ in nothing else end alike where the promise says so.

use std::{collections::BTreeMap, sync::Arc};

use candor::{
    lexicon::{End, Goes, event, kind::Gives, person, source::MESSAGE_ID},
    plan::{ClaimKind, Command, Plan, StepKind},
    port::{Action, ActionKind, OptionValue, RowId},
    vocab::{Category, Sink, Timestamp, Value},
};

use super::{
    draw::Draw,
    routed::{BARE, BETWEEN, Routed},
    trace::{Happening, PEOPLE, is_taken, meant, option, setting_value, value, words},
    words::{SEEN, is_random},
};

/// Where a run ended.
#[derive(Debug, Default, PartialEq)]
struct Ends {
    /// What was done, with which event.
    done: Vec<(usize, String)>,
    rows: BTreeMap<RowId, Vec<Value>>,
}

/// Tries each promise about something that can be told otherwise.
pub fn nothing_else(
    plan: &Arc<Plan>,
    happenings: &[Happening],
    chance: u64,
    begin: Timestamp,
) -> Result<usize, (&'static str, String)> {
    // How often dice are thrown tells nothing, but what they show depends on it.
    if is_random(plan) {
        return Ok(0);
    }
    let mut tried = 0;
    for claim in &plan.claims {
        let ClaimKind::NotTo { what, sink } = &claim.kind else {
            continue;
        };
        let excepted = plan.declassified.iter().any(|one| one.to == *sink);
        if !SEEN.contains(sink) || excepted {
            continue;
        }
        let mut draw = Draw::new(chance);
        let Some(others) = otherwise(&mut draw, plan, what, happenings) else {
            continue;
        };
        let one = run(plan, happenings, &others.names.0, chance, begin, *sink);
        let other = run(
            plan,
            &others.happenings,
            &others.names.1,
            chance,
            begin,
            *sink,
        );
        let between = |ends: &Result<Ends, String>| matches!(ends, Err(what) if what == BETWEEN || what == BARE);
        if between(&one) || between(&other) {
            continue;
        }
        tried += 1;
        let (one, other) = (
            one.map_err(|what| ("matters", what))?,
            other.map_err(|what| ("matters", what))?,
        );
        if one != other {
            let told = happenings
                .iter()
                .zip(&others.happenings)
                .filter(|(one, other)| one != other);
            let told: Vec<_> = told.map(|(_, other)| other).collect();
            return Err((
                "matters",
                format!(
                    "never {what:?} to={sink}, and it depends on it:\n{one:?}\n{other:?}\nwhere {told:?} {:?}",
                    others.names
                ),
            ));
        }
    }
    Ok(tried)
}

type Names = [Option<String>; PEOPLE.len()];

struct Others {
    happenings: Vec<Happening>,
    /// What people are called in both.
    names: (Names, Names),
}

/// The same trace, but for this. None where it cannot be told otherwise.
fn otherwise(draw: &mut Draw, plan: &Plan, what: &str, happenings: &[Happening]) -> Option<Others> {
    let mut others = happenings.to_vec();
    let mut names: (Names, Names) = Default::default();
    let category = Category::from_word(what);
    let thing = event::thing(what);
    if thing == Some(person::NAME.name) {
        for name in &mut names.1 {
            *name = Some(words(draw).replace('@', ""));
        }
        return Some(Others {
            happenings: others,
            names,
        });
    }
    for happening in &mut others {
        match happening {
            Happening::Event { tells, .. } => {
                for (source, old) in tells {
                    let is_part = source
                        .tells_of()
                        .iter()
                        .any(|of| thing == Some(of.name) || category == Some(of.category));
                    let is_meant =
                        thing == Some(source.name) || is_part || category == Some(source.category);
                    // Which message it is finds rows, and is no value that could be another.
                    if is_meant
                        && *source != &MESSAGE_ID
                        && let Some(new) = value(draw, &source.gives.ty())
                    {
                        *old = match new {
                            Value::Int(number) => Value::Int(number.max(0)),
                            other => other,
                        };
                    }
                }
            }
            Happening::Command {
                guild,
                path,
                options,
                ..
            } => {
                let Some(command) = meant(plan, path) else {
                    continue;
                };
                for param in &command.params {
                    let is_chosen = !param.choices.is_empty();
                    let of = match param.kind.gives {
                        Gives::Words if !is_chosen => Category::UserContent,
                        Gives::Person | Gives::Thing => continue,
                        _ if sets_up(command) => continue,
                        Gives::Words | Gives::Choice => Category::Preference,
                        Gives::Figure => Category::UserContent,
                    };
                    if category == Some(of)
                        && let Some(old) = options.get_mut(&param.name)
                        && let Some(new) = option(draw, *guild, param)
                        && is_taken(old)
                        && is_taken(&new)
                    {
                        *old = new;
                    }
                }
            }
            Happening::Fills {
                guild, path, texts, ..
            } => {
                let Some(command) = meant(plan, path) else {
                    continue;
                };
                let is_meant = category == Some(Category::UserContent) && !sets_up(command);
                for param in command.params.iter().filter(|_| is_meant) {
                    let is_words = param.kind.gives == Gives::Words;
                    let new = option(draw, *guild, param).filter(|new| is_words && is_taken(new));
                    let old = texts.get_mut(&param.name);
                    let old = old.filter(|old| is_taken(&OptionValue::Text((**old).clone())));
                    if let (Some(old), Some(OptionValue::Text(new))) = (old, new) {
                        *old = new;
                    }
                }
            }
            Happening::Sets {
                setting,
                value: Some(old),
                ..
            } if category == Some(Category::Configuration) => {
                let is_log = plan
                    .mod_log
                    .as_ref()
                    .is_some_and(|log| log.setting == *setting);
                let declared = plan.setting(*setting).filter(|_| !is_log);
                if let Some(new) = declared.and_then(|setting| setting_value(draw, setting)) {
                    *old = new;
                }
            }
            _ => {}
        }
    }
    (others != happenings).then_some(Others {
        happenings: others,
        names,
    })
}

/// In a command that sets the bot up, what is picked and measured is the server's.
fn sets_up(command: &Command) -> bool {
    let asked = command.steps.first().and_then(|step| match &step.kind {
        StepKind::Require { permission, .. } => *permission,
        _ => None,
    });
    let mut all = command.permissions.iter().chain(&asked);
    all.any(|one| one.sets_up())
}

fn run(
    plan: &Arc<Plan>,
    happenings: &[Happening],
    names: &Names,
    chance: u64,
    begin: Timestamp,
    sink: Sink,
) -> Result<Ends, String> {
    let mut routed = Routed::new(plan, begin);
    for (user, name) in PEOPLE.into_iter().zip(names) {
        if let Some(name) = name {
            routed.discord.rename(user, name.clone());
        }
    }
    let mut ends = Ends::default();
    for (number, happening) in happenings.iter().enumerate() {
        let at = number as u64 + 1;
        routed.discord.sees(happening);
        if let Some(event) = routed.discord.event(happening, routed.now, at) {
            let actions = routed.happens(&event, chance.wrapping_add(at))?;
            let seen = actions.iter().filter_map(|action| seen(action, sink));
            ends.done.extend(seen.map(|seen| (number, seen)));
        } else {
            routed.told(happening)?;
        }
        routed.sweep()?;
        for (_, _, actions) in routed.ends(chance.wrapping_add(at))? {
            let seen = actions.iter().filter_map(|action| seen(action, sink));
            ends.done.extend(seen.map(|seen| (number, seen)));
        }
    }
    if sink == Sink::Storage {
        for (id, (row, _)) in routed.rows()? {
            ends.rows.insert(id, row.values);
        }
    }
    Ok(ends)
}

/// What can be seen of an action at an end.
fn seen(action: &Action, sink: Sink) -> Option<String> {
    let is_log = action.line.is_some();
    match &action.kind {
        ActionKind::Send { .. } if is_log => {
            (sink == Sink::ModLog).then(|| format!("{:?}", action.kind))
        }
        ActionKind::Send { .. } | ActionKind::Edit { .. } => {
            (sink == Sink::Channel).then(|| format!("{:?}", action.kind))
        }
        ActionKind::Reply { ephemeral, .. } => {
            let public = sink == Sink::Channel && !ephemeral;
            (sink == Sink::Reply || public).then(|| format!("{:?}", action.kind))
        }
        ActionKind::Dm { .. } => (sink == Sink::Dm).then(|| format!("{:?}", action.kind)),
        ActionKind::Do { deed, args } => {
            let mut shown = Vec::new();
            for param in deed.params {
                let to = match param.goes {
                    Goes::Named => deed.seen,
                    Goes::To(end) => end,
                };
                if to.sink() == sink && (to != End::AuditLog || args.get(param.name).is_some()) {
                    shown.push(format!("{:?}", args.get(param.name)));
                }
            }
            (!shown.is_empty()).then(|| format!("{} {shown:?}", deed.name))
        }
        _ => None,
    }
}
