//! What starts steps, and what becomes of what they did: a handler counts as a whole, Discord does what it is asked, and
//! what follows from that comes before what comes after it.

use candor::{
    lexicon::{
        Mark,
        event::{BUTTON, CARRIED_OUT, COMMAND, MEMBER_LEAVE, MESSAGE},
    },
    plan::{Command, FeatureId, Handler, Param, Plan, Step, StepKind},
    port::{Event, EventKind, InteractionKind, MessageDraft, RowId},
    vocab::{Permission, Value},
};

use super::super::taint::{Promise, Taint};
use super::{
    Act, Did, Halt, Hand, Row, Run, State, Val, Waiting,
    doors::{self, Entered},
    standing, typed,
};

/// Everything that an event leads to, in order. A message that is a command is used once its other handlers are done.
///
/// # Errors
/// What this reading does not know.
pub fn happens<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    seed: u64,
) -> Result<Vec<Act<'p>>, String> {
    let typed = match event.kind {
        EventKind::Happened(what) if *what == MESSAGE => typed::meant(plan, state, event),
        EventKind::Happened(_) | EventKind::Interaction(_) => None,
    };
    let mut acts = once(plan, promises, state, event, seed)?;
    if let Some(typed) = typed {
        acts.extend(once(plan, promises, state, &typed, seed)?);
    }
    Ok(acts)
}

fn once<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    seed: u64,
) -> Result<Vec<Act<'p>>, String> {
    let guild = event.guild.as_ref().map(|guild| guild.id);
    let Some(guild) = guild else {
        return Ok(Vec::new());
    };
    // Nothing happens in a server without the bot, and who does something is there.
    state.returns(plan, guild);
    let is_somebody = match event.kind {
        EventKind::Happened(what) => what.has_actor(),
        EventKind::Interaction(_) => true,
    };
    if is_somebody {
        state.left.remove(&(guild, event.actor.id));
    }
    let found = state.clone();
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut acts = Vec::new();
    let entered = match &event.kind {
        EventKind::Interaction(interaction) => doors::entered(plan, &interaction.kind),
        EventKind::Happened(_) => None,
    };
    match &event.kind {
        EventKind::Happened(what) => {
            let is_me = event
                .guild
                .as_ref()
                .is_some_and(|of| of.me == event.actor.id);
            let is_command = *what == &MESSAGE && typed::meant(plan, state, event).is_some();
            for handler in plan
                .handlers
                .iter()
                .filter(|one| one.on.event == *what && !is_me)
                .filter(|one| !is_command || one.on.commands)
            {
                if state.is_on(plan, guild, handler.feature) {
                    let job = Job::of(handler);
                    acts.extend(carried(plan, promises, state, event, &mut dice, &job)?);
                }
            }
            if *what == &MEMBER_LEAVE {
                state.leave(plan, guild, event.actor.id);
            }
        }
        EventKind::Interaction(_) if entered.is_some() => {
            let entered = entered.ok_or("no command")?;
            acts = commanded(plan, promises, state, event, &mut dice, entered)?;
        }
        EventKind::Interaction(interaction) => match &interaction.kind {
            InteractionKind::Button(press) => {
                let id = press
                    .custom_id
                    .strip_prefix("candor:")
                    .unwrap_or(&press.custom_id);
                let pressed =
                    |one: &&Handler| *one.on.event == BUTTON && one.on.id.as_deref() == Some(id);
                let handlers: Vec<_> = plan.handlers.iter().filter(pressed).collect();
                if handlers.is_empty() {
                    acts.push(Act::own());
                }
                for handler in handlers {
                    if state.is_on(plan, guild, handler.feature) {
                        let mut job = Job::of(handler);
                        job.decided = state.posted.get(id).copied().unwrap_or_default();
                        acts.extend(carried(plan, promises, state, event, &mut dice, &job)?);
                    } else {
                        acts.push(Act::own());
                    }
                }
            }
            InteractionKind::Command(call) => {
                acts = made_command(plan, promises, state, event, &mut dice, &call.path)?;
            }
            InteractionKind::Typed(_) => return Err("no command of the policy".to_owned()),
            InteractionKind::Menu(_) | InteractionKind::Form(_) => {
                return Err("a door that leads nowhere".to_owned());
            }
            InteractionKind::Autocomplete { .. } => return Err("autocompletion".to_owned()),
        },
    }
    if acts.iter().any(|act| act.did == Did::Ask) {
        let broken = std::mem::take(&mut state.broken);
        *state = found;
        state.broken = broken;
        return Ok(vec![Act::of(Did::Ask)]);
    }
    let mut done = Vec::new();
    act(plan, promises, state, event, seed, acts, &mut done)?;
    Ok(done)
}

impl Act<'_> {
    fn own() -> Self {
        Self::of(Did::Own)
    }

    pub(super) fn of(did: Did) -> Self {
        Self {
            did,
            otherwise: None,
            then: None,
        }
    }
}

/// Steps, with what starts them.
pub(super) struct Job<'p> {
    pub feature: FeatureId,
    pub slots: u32,
    pub steps: &'p [Step],
    pub decided: Taint,
    pub sets_up: bool,
    pub entered: Option<Entered<'p>>,
    /// Which marks of the bot's own doing the event follows from.
    pub follows: &'static [Mark],
    /// Whether it follows from what somebody asked for, and answers nobody.
    pub raised: bool,
}

impl<'p> Job<'p> {
    fn of(handler: &'p Handler) -> Self {
        Self {
            feature: handler.feature,
            slots: handler.slots,
            steps: &handler.steps,
            decided: Taint::default(),
            sets_up: false,
            entered: None,
            follows: handler.on.event.follows,
            raised: *handler.on.event == CARRIED_OUT,
        }
    }
}

/// Whether the command is there for who comes to it.
fn may_use(plan: &Plan, state: &State, event: &Event, command: &Command) -> bool {
    let guild = event.guild.as_ref();
    let is_on = guild.is_some_and(|guild| state.is_on(plan, guild.id, command.feature));
    let held = standing::permissions(event, event.actor.id);
    is_on && command.permissions.iter().all(|one| held.allows(*one))
}

fn commanded<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    dice: &mut fastrand::Rng,
    entered: Entered<'p>,
) -> Result<Vec<Act<'p>>, String> {
    let command = entered.command;
    let Some(guild) = event.guild.as_deref() else {
        return Ok(vec![Act::own()]);
    };
    if !may_use(plan, state, event, command) {
        return Ok(refusal(event, true, Halt::Refuse(None)));
    }
    if let EventKind::Interaction(interaction) = &event.kind
        && let InteractionKind::Typed(typed) = &interaction.kind
    {
        let mut needed = command.params.iter().filter(|param| param.required);
        let whole = |param: &Param| typed.call.options.contains_key(&param.name);
        if !typed.is_clear || !needed.all(whole) {
            return Ok(vec![Act::of(Did::Usage)]);
        }
    }
    if !entered.asks.is_empty() {
        let Some(entered) = doors::linked(entered, guild.id) else {
            return Ok(vec![Act::own()]);
        };
        return Ok(vec![Act::of(Did::Form(doors::form(&entered)))]);
    }
    let asks = |steps: &[Step]| match steps.first().map(|step| &step.kind) {
        Some(StepKind::Require { permission, .. }) => permission.is_some_and(Permission::sets_up),
        _ => false,
    };
    let job = Job {
        feature: command.feature,
        slots: command.slots,
        steps: &command.steps,
        decided: match &entered {
            Entered {
                by_message: true, ..
            } => {
                let offered = format!("/{}", command.path.join(" "));
                state.posted.get(&offered).copied().unwrap_or_default()
            }
            _ => Taint::default(),
        },
        sets_up: command.permissions.iter().any(|one| one.sets_up()) || asks(&command.steps),
        entered: Some(entered),
        follows: COMMAND.follows,
        raised: false,
    };
    let mut went = false;
    let mut acts = whole(plan, promises, state, event, dice, &job, &mut went)?;
    if went {
        for handler in plan
            .handlers
            .iter()
            .filter(|one| *one.on.event == CARRIED_OUT)
        {
            if state.is_on(plan, guild.id, handler.feature) {
                let job = Job::of(handler);
                acts.extend(carried(plan, promises, state, event, dice, &job)?);
            }
        }
    }
    Ok(acts)
}

/// A command that the server's admins made, by the row that has its name.
fn made_command<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    dice: &mut fastrand::Rng,
    path: &[String],
) -> Result<Vec<Act<'p>>, String> {
    let (Some(guild), [name]) = (event.guild.as_deref(), path) else {
        return Ok(vec![Act::own()]);
    };
    for set in &plan.command_sets {
        let key = vec![Value::Text(name.clone())];
        let id = RowId {
            store: set.store,
            guild: Some(guild.id),
            key,
        };
        let Some(row) = state.rows.get(&id).cloned() else {
            continue;
        };
        if !state.is_on(plan, guild.id, set.feature) {
            return Ok(vec![Act::own()]);
        }
        let job = Job {
            feature: set.feature,
            slots: 0,
            steps: &[],
            decided: Taint::default(),
            sets_up: false,
            entered: None,
            follows: &[],
            raised: false,
        };
        let mut run = Run::new(plan, promises, state, event, dice, &job);
        run.hand.push(Hand {
            values: row.values,
            rank: 1,
            found: Taint::default(),
        });
        return match run.answer(&set.reply, set.ephemeral) {
            Ok((did, _)) => Ok(vec![Act::of(did)]),
            Err(Halt::Unread(what)) => Err(what),
            Err(halt) => Ok(refusal(event, true, halt)),
        };
    }
    Ok(vec![Act::own()])
}

fn carried<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    dice: &mut fastrand::Rng,
    job: &Job<'p>,
) -> Result<Vec<Act<'p>>, String> {
    whole(plan, promises, state, event, dice, job, &mut false)
}

/// A handler from its beginning to its end; what it did counts only as a whole, and `went` says whether it does.
fn whole<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    dice: &mut fastrand::Rng,
    job: &Job<'p>,
    went: &mut bool,
) -> Result<Vec<Act<'p>>, String> {
    let found = state.clone();
    let asked = matches!(event.kind, EventKind::Interaction(_)) && !job.raised;
    let is_typed = matches!(&event.kind, EventKind::Interaction(it) if it.is_typed());
    let mut run = Run::new(plan, promises, state, event, dice, job);
    let result = match &job.entered {
        Some(entered) => run.bind(entered).and_then(|()| run.steps(job.steps)),
        None => run.steps(job.steps),
    };
    let mut acts = std::mem::take(&mut run.acts);
    let (past, decided) = (std::mem::take(&mut run.past), run.decided);
    match result {
        Ok(()) | Err(Halt::Stop) => {
            state.pass(event, past, decided);
            *went = true;
            if job.entered.is_some() {
                let done = state.done.entry(Mark::Commands).or_default();
                *done = done.and(decided.implied());
            }
            let answered = acts
                .iter()
                .any(|act| act.then.is_some() || matches!(act.did, Did::Answer { .. } | Did::Own));
            // Nobody waits for an answer to a message.
            if asked && !is_typed && !answered {
                acts.push(Act::own());
            }
            Ok(acts)
        }
        Err(Halt::Unread(what)) => Err(what),
        Err(halt) => {
            // Nobody is asked under a message, where others would see it.
            let halt = match halt {
                Halt::Ask if is_typed => Halt::Refuse(None),
                halt => halt,
            };
            // What was found to be broken stays found.
            let broken = std::mem::take(&mut state.broken);
            *state = found;
            state.broken = broken;
            Ok(refusal(event, asked, halt))
        }
    }
}

fn refusal<'p>(event: &Event, asked: bool, halt: Halt) -> Vec<Act<'p>> {
    match (asked, halt) {
        (true, Halt::Refuse(words)) if doors::is_form(event) => {
            vec![Act::of(Did::Again(words))]
        }
        (true, Halt::Fail) if doors::is_form(event) => vec![Act::of(Did::Again(None))],
        (true, Halt::Refuse(Some(words))) => vec![Act::of(Did::Answer {
            ephemeral: true,
            message: MessageDraft {
                content: words,
                ..MessageDraft::default()
            },
        })],
        (true, Halt::Ask) => vec![Act::of(Did::Ask)],
        (true, _) => vec![Act::own()],
        (false, _) => Vec::new(),
    }
}

/// Discord does what it is asked; what follows from it comes before what comes after it.
fn act<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    seed: u64,
    acts: Vec<Act<'p>>,
    done: &mut Vec<Act<'p>>,
) -> Result<(), String> {
    let guild = event.guild.as_ref().map(|guild| guild.id);
    for mut next in acts {
        let then = next.then.take();
        let made = state.makes(guild, &next.did);
        done.push(next);
        if let Some(then) = then {
            let next = follow(plan, promises, state, event, seed, *then, made)?;
            act(plan, promises, state, event, seed, next, done)?;
        }
    }
    Ok(())
}

/// What runs at the end of a row: first what it writes, then what it does on Discord.
///
/// # Errors
/// What this reading does not know.
pub fn ended<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    seed: u64,
    (id, row): (&RowId, &Row),
) -> Result<Vec<Act<'p>>, String> {
    let Some(handler) = plan
        .handlers
        .iter()
        .find(|one| one.on.store == Some(id.store))
    else {
        return Ok(Vec::new());
    };
    let found = state.clone();
    let mut dice = fastrand::Rng::with_seed(seed);
    let job = Job::of(handler);
    let mut run = Run::new(plan, promises, state, event, &mut dice, &job);
    run.begun = true;
    run.later = Some(Vec::new());
    run.decided = run.ends_by(id.store, row);
    run.hand.push(Hand {
        values: row.values.clone(),
        rank: 1,
        found: Taint::default(),
    });
    let result = run.steps(&handler.steps);
    let later = run.later.take().unwrap_or_default();
    let mut acts = std::mem::take(&mut run.acts);
    match result {
        Ok(()) | Err(Halt::Stop) => {}
        Err(Halt::Unread(what)) => return Err(what),
        Err(_) => {
            let broken = std::mem::take(&mut state.broken);
            *state = found;
            state.broken = broken;
            return Ok(Vec::new());
        }
    }
    let mut done = Vec::new();
    act(
        plan,
        promises,
        state,
        event,
        seed,
        std::mem::take(&mut acts),
        &mut done,
    )?;
    for later in later {
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut run = Run::new(plan, promises, state, event, &mut dice, &job);
        run.begun = true;
        run.slots = later.slots.clone();
        run.hand = later.hand.clone();
        run.decided = later.decided;
        let effect = match run.effect(later.first) {
            Ok(effect) => effect,
            Err(Halt::Unread(what)) => return Err(what),
            Err(_) => None,
        };
        let mut acts = std::mem::take(&mut run.acts);
        if let Some((next, target)) = effect {
            let then = (!later.steps.is_empty()).then(|| {
                Box::new(Waiting {
                    entry: None,
                    slots: later.slots,
                    hand: later.hand,
                    in_vain: false,
                    slot: later.slot,
                    steps: later.steps,
                    feature: handler.feature,
                    decided: later.decided,
                    sets_up: false,
                    files: Vec::new(),
                    target,
                })
            });
            acts.push(Act { then, ..next });
        }
        act(plan, promises, state, event, seed, acts, &mut done)?;
    }
    Ok(done)
}

fn follow<'p>(
    plan: &'p Plan,
    promises: &[Promise],
    state: &mut State,
    event: &Event,
    seed: u64,
    waiting: Waiting<'p>,
    made: Vec<Value>,
) -> Result<Vec<Act<'p>>, String> {
    if let Some(entry) = &waiting.entry
        && state.rows.remove(entry).is_none()
    {
        return Ok(Vec::new());
    }
    let found = state.clone();
    let asked = matches!(event.kind, EventKind::Interaction(_));
    let mut dice = fastrand::Rng::with_seed(seed);
    let job = Job {
        feature: waiting.feature,
        slots: 0,
        steps: waiting.steps,
        decided: waiting.decided,
        sets_up: waiting.sets_up,
        entered: None,
        follows: &[],
        raised: false,
    };
    let mut run = Run::new(plan, promises, state, event, &mut dice, &job);
    run.slots = waiting.slots;
    run.hand = waiting.hand;
    run.in_vain = waiting.in_vain;
    run.files = waiting.files;
    run.begun = true;
    for (place, value) in made.into_iter().enumerate() {
        let slot = waiting.slot.0 as usize + place;
        if let Some(at) = run.slots.get_mut(slot) {
            *at = Val {
                value,
                taint: waiting.target,
            };
        }
    }
    let result = run.steps(waiting.steps);
    let acts = std::mem::take(&mut run.acts);
    match result {
        Ok(()) | Err(Halt::Stop) => Ok(acts),
        Err(Halt::Unread(what)) => Err(what),
        Err(halt) => {
            let broken = std::mem::take(&mut state.broken);
            *state = found;
            state.broken = broken;
            // Taken back while the effect was under way.
            if matches!(halt, Halt::Ask) {
                return Ok(Vec::new());
            }
            // What was done stays done, so that nothing is to be typed again.
            if matches!(halt, Halt::Fail) && asked {
                return Ok(vec![Act::own()]);
            }
            Ok(refusal(event, asked, halt))
        }
    }
}
