//! What handlers do to people and to what is kept, step by step, where the notice has no sentence for it: how long a
//! timeout is, what decides about it, who may use a command, what an answer says, how much a field takes.
//!
//! A step is compared with all that must be so for it to run. Its words alone change nothing for anybody; that there is
//! one step less, or one more that holds others back, only takes away. Everything else is material.

use std::collections::BTreeMap;

use super::{
    Change, Side,
    written::{Scribe, bounds, setting},
};
use crate::{
    emit::notice::Names,
    plan::{Field, Plan, Step, StepKind, To},
    vocab::{Place, Span, Standing},
    wording::{named, say},
};

/// One thing that a handler does.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    /// The same without words that are only said.
    bare: String,
    /// Its first word.
    verb: String,
    weight: Weight,
    at: Place,
}

/// What it means for people that a line is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// Something happens.
    Does,
    /// Who asks is told something, and nobody else.
    Answers,
    /// It ends what is kept: without it more is.
    Ends,
    /// It lets only some go on.
    Asks,
    /// It ends the handler, which may be good or bad.
    Stops,
    /// A name for a value: what it means is seen where it is used.
    Names,
}

impl Weight {
    fn is_material_when_new(self) -> bool {
        match self {
            Self::Does | Self::Ends | Self::Stops => true,
            Self::Answers | Self::Asks | Self::Names => false,
        }
    }

    fn is_material_when_gone(self) -> bool {
        match self {
            Self::Asks | Self::Stops | Self::Ends => true,
            Self::Does | Self::Answers | Self::Names => false,
        }
    }
}

/// Handlers that are started alike, by what people call that.
type Handlers = BTreeMap<String, Vec<Line>>;

pub(super) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let (was, now) = (handlers(old), handlers(new));
    let mut changes = Vec::new();
    for (about, lines) in &was {
        match now.get(about) {
            Some(after) => compare(about, lines, after, &mut changes),
            None => changes.push(whole(about, lines, false)),
        }
    }
    for (about, lines) in now.iter().filter(|(about, _)| !was.contains_key(*about)) {
        changes.push(whole(about, lines, true));
    }
    fields(old, new, &mut changes);
    settings(old, new, &mut changes);
    changes
}

/// A handler that is new, or gone.
fn whole(about: &str, lines: &[Line], is_new: bool) -> Change {
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let side = Some(Side {
        text: texts.join("; "),
        standing: Standing::Enforced,
        places: lines.iter().map(|line| line.at.clone()).collect(),
    });
    let mut new = lines.iter().filter(|_| is_new);
    let material = new.any(|line| line.weight.is_material_when_new());
    let (was, now) = if is_new { (None, side) } else { (side, None) };
    change(about, material, was, now)
}

fn change(about: &str, material: bool, was: Option<Side>, now: Option<Side>) -> Change {
    Change {
        material,
        about: about.to_owned(),
        says: "does".to_owned(),
        was,
        now,
    }
}

fn side(text: String, at: &Place) -> Side {
    Side {
        text,
        standing: Standing::Enforced,
        places: vec![at.clone()],
    }
}

/// What is gone stands beside what has come in its place.
fn compare(about: &str, was: &[Line], now: &[Line], changes: &mut Vec<Change>) {
    let (gone, mut come) = apart(was, now);
    for line in gone {
        let same = come.iter().position(|other| other.text == line.text);
        let like = same.or_else(|| come.iter().position(|other| other.verb == line.verb));
        let Some(like) = like.map(|at| come.remove(at)) else {
            let material = line.weight.is_material_when_gone();
            let was = side(line.text.clone(), &line.at);
            changes.push(change(about, material, Some(was), None));
            continue;
        };
        let moved = like.text == line.text;
        let text = if moved {
            say!("diff-moved", text = &like.text)
        } else {
            like.text.clone()
        };
        let is_only_said = !moved && like.bare == line.bare;
        let is_named = line.weight == Weight::Names && moved;
        let was = side(line.text.clone(), &line.at);
        let now = side(text, &like.at);
        let material = !(is_only_said || is_named);
        changes.push(change(about, material, Some(was), Some(now)));
    }
    for line in come {
        let material = line.weight.is_material_when_new();
        let now = side(line.text.clone(), &line.at);
        changes.push(change(about, material, None, Some(now)));
    }
}

/// What stands in one and not, in this order, in the other.
fn apart<'l>(was: &'l [Line], now: &'l [Line]) -> (Vec<&'l Line>, Vec<&'l Line>) {
    // How many lines of the rests of both, from here on, are common: from the end on, row by row.
    let mut common = vec![vec![0_usize; now.len() + 1]];
    for before in was.iter().rev() {
        let below = common.last().cloned().unwrap_or_default();
        let mut row = vec![0; now.len() + 1];
        for (at, after) in now.iter().enumerate().rev() {
            let value = if before.text == after.text {
                below.get(at + 1).copied().unwrap_or(0) + 1
            } else {
                let down = below.get(at).copied().unwrap_or(0);
                down.max(row.get(at + 1).copied().unwrap_or(0))
            };
            if let Some(cell) = row.get_mut(at) {
                *cell = value;
            }
        }
        common.push(row);
    }
    common.reverse();
    let left = |i: usize, j: usize| common.get(i).and_then(|row| row.get(j)).copied();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    loop {
        match (was.get(i), now.get(j)) {
            (Some(before), Some(after)) if before.text == after.text => (i, j) = (i + 1, j + 1),
            (Some(before), Some(_)) if left(i + 1, j) >= left(i, j + 1) => {
                gone.push(before);
                i += 1;
            }
            (_, Some(after)) => {
                come.push(after);
                j += 1;
            }
            (Some(before), None) => {
                gone.push(before);
                i += 1;
            }
            (None, None) => return (gone, come),
        }
    }
}

fn handlers(plan: &Plan) -> Handlers {
    let mut all = Handlers::new();
    for command in &plan.commands {
        let mut scribe = Scribe::new(
            plan,
            command
                .params
                .iter()
                .map(|param| (param.slot, param.name.as_str())),
            &command.steps,
        );
        let about = format!("/{}", command.path.join(" "));
        let lines = all.entry(about).or_default();
        if command.in_dm {
            let text = "in=dm".to_owned();
            lines.push(line(text, "permission", Weight::Asks, &command.at));
        }
        if command.operators {
            let text = "for=operators".to_owned();
            lines.push(line(text, "permission", Weight::Asks, &command.at));
        }
        for permission in &command.permissions {
            let text = format!("permission={}", permission.word());
            lines.push(line(text, "permission", Weight::Asks, &command.at));
        }
        for param in &command.params {
            let need = if param.required { "" } else { " optional" };
            let choices: Vec<String> = param.choices.iter().map(|one| format!("'{one}'")).collect();
            let choices = choices.join(" ");
            let (name, kind) = (&param.name, param.kind.name);
            let bounds = bounds(None, param.min, param.max);
            let text = format!("option {name} {kind}{need} {bounds}{choices}");
            let text = text.trim_end().to_owned();
            lines.push(line(text, "option", Weight::Answers, &command.at));
        }
        collect(&mut scribe, &command.steps, &mut Vec::new(), lines);
    }
    for handler in &plan.handlers {
        let feature = plan.feature(handler.feature);
        let feature = feature.map_or("", |feature| feature.title.as_str());
        let store = handler.on.store.and_then(|id| plan.store(id));
        let of = store.map(|store| store.name.clone());
        let of = of.or_else(|| handler.on.id.clone());
        let when = named("event", handler.on.event.name);
        let about = say!("diff-handler", feature, when, of);
        let mut scribe = Scribe::new(plan, [], &handler.steps);
        let lines = all.entry(about).or_default();
        collect(&mut scribe, &handler.steps, &mut Vec::new(), lines);
    }
    for set in &plan.command_sets {
        let store = plan.store(set.store).map_or("", |store| &store.name);
        let about = say!("diff-set", store);
        let to = To::Reply {
            ephemeral: set.ephemeral,
        };
        let step = Step {
            kind: StepKind::Say {
                to,
                message: set.reply.clone(),
            },
            otherwise: None,
            at: set.at.clone(),
            span: Span::default(),
            name: Span::default(),
        };
        let lines = all.entry(about).or_default();
        let mut scribe = Scribe::new(plan, [], &[]);
        let name = format!("name {}", scribe.expr(&set.name));
        lines.push(line(name, "name", Weight::Does, &set.at));
        collect(
            &mut scribe,
            std::slice::from_ref(&step),
            &mut Vec::new(),
            lines,
        );
    }
    all
}

fn line(text: String, verb: &str, weight: Weight, at: &Place) -> Line {
    Line {
        bare: text.clone(),
        text,
        verb: verb.to_owned(),
        weight,
        at: at.clone(),
    }
}

/// The lines of some steps, each with what must be so for it to run.
fn collect(scribe: &mut Scribe, steps: &[Step], when: &mut Vec<String>, lines: &mut Vec<Line>) {
    for step in steps {
        scribe.wordless = true;
        let bare = scribe.step(step);
        scribe.wordless = false;
        if let (Some(text), Some(bare)) = (scribe.step(step), bare) {
            let verb = text.split(' ').next().unwrap_or_default().to_owned();
            let held = |text: String| {
                let held = when.iter().map(|cond| format!(" {cond}"));
                text + &held.collect::<String>()
            };
            lines.push(Line {
                bare: held(bare),
                text: held(text),
                verb,
                weight: weight(step),
                at: step.at.clone(),
            });
        }
        let blocks: Vec<(String, &[Step])> = match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let cond = scribe.expr(cond);
                let unless = say!("diff-unless", cond = &cond);
                vec![(say!("diff-when", cond), then), (unless, otherwise)]
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let each = scribe.query(query);
                let none = say!("diff-unless", cond = &each);
                vec![(say!("diff-each", query = each), steps), (none, otherwise)]
            }
            StepKind::Then {
                first, name, steps, ..
            } => {
                collect(scribe, std::slice::from_ref(&**first), when, lines);
                vec![(say!("diff-after", name), steps)]
            }
            StepKind::Let { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Say { .. }
            | StepKind::Do { .. }
            | StepKind::Ask(_) => Vec::new(),
        };
        for (cond, steps) in blocks {
            when.push(cond);
            collect(scribe, steps, when, lines);
            when.pop();
        }
    }
}

fn weight(step: &Step) -> Weight {
    match &step.kind {
        StepKind::Let { .. } => Weight::Names,
        StepKind::Require { .. } | StepKind::Limit { .. } => Weight::Asks,
        StepKind::Stop => Weight::Stops,
        StepKind::Delete { .. } | StepKind::Finish { .. } => Weight::Ends,
        StepKind::Say { to, message } => {
            let text = message.text.as_ref();
            let tells =
                message.list.is_some() || text.is_some_and(|text| text.holes().next().is_some());
            match to {
                To::Reply { ephemeral } if *ephemeral || !tells => Weight::Answers,
                To::Reply { .. }
                | To::Channel(_)
                | To::ModLog
                | To::Operators
                | To::Dm(_)
                | To::Edit(_) => Weight::Does,
            }
        }
        StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_)
        | StepKind::When { .. }
        | StepKind::Each { .. }
        | StepKind::Then { .. } => Weight::Does,
    }
}

/// What fields take that both policies have. That there are more or less of them is a sentence of the notice.
fn fields(old: &Plan, new: &Plan, changes: &mut Vec<Change>) {
    let names = Names::of(new);
    for store in new.stores.iter().filter(|store| !new.is_made(store.id)) {
        let Some(before) = old.stores.iter().find(|one| one.name == store.name) else {
            continue;
        };
        for field in &store.fields {
            let Some(was) = before.fields.iter().find(|one| one.name == field.name) else {
                continue;
            };
            let text = |one: &Field| {
                let bounds = bounds(one.default.as_ref(), one.min, one.max);
                let optional = if one.optional { " optional" } else { "" };
                format!("field {}{optional} {bounds}", one.name)
                    .trim_end()
                    .to_owned()
            };
            let (before, after) = (text(was), text(field));
            if before != after {
                let alike = (&was.default, was.optional) == (&field.default, field.optional);
                let material = !(alike && narrows((was.min, was.max), (field.min, field.max)));
                let (was, now) = (side(before, &was.at), side(after, &field.at));
                changes.push(change(&names.store(store), material, Some(was), Some(now)));
            }
        }
    }
}

/// What a server may choose. A default that changes is a line of the notice's table.
fn settings(old: &Plan, new: &Plan, changes: &mut Vec<Change>) {
    for now in &new.settings {
        let feature = new.feature_of(now);
        let mut before = old.settings.iter();
        let was = before.find(|one| one.name == now.name && old.feature_of(one) == feature);
        let Some(was) = was else {
            continue;
        };
        if (was.min, was.max) != (now.min, now.max) {
            let material = !narrows((was.min, was.max), (now.min, now.max));
            let (before, after) = (setting(was), setting(now));
            changes.push(change(
                &say!("settings-title"),
                material,
                Some(side(before, &was.at)),
                Some(side(after, &now.at)),
            ));
        }
    }
}

/// Whether less fits than before.
fn narrows(was: (Option<i64>, Option<i64>), now: (Option<i64>, Option<i64>)) -> bool {
    let least = now.0 >= was.0;
    let most = match (was.1, now.1) {
        (_, None) => was.1.is_none(),
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after <= before,
    };
    least && most
}
