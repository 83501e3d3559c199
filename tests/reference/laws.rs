//! What must hold of every policy that is accepted, whatever happens.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use candor::{
    plan::{Plan, StoreId},
    port::{Action, ActionKind, Event, EventKind, InteractionKind, Line, MessageDraft},
    vocab::{Timestamp, UserId, Value},
};

use super::{
    draw::Draw,
    generator::{self, Made},
    interpreter::{self, Act, Did, State},
    matters,
    routed::{BARE, BETWEEN, Routed},
    taint::Promise,
    trace::{Happening, trace},
    words::{self, Word},
};

/// What a run came to.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub policies: usize,
    pub mended: usize,
    pub refused: usize,
    pub traces: usize,
    pub events: usize,
    pub acts: usize,
    pub rows: usize,
    pub promises: usize,
    /// What the second reading does not know, and how often it came up.
    pub unread: BTreeMap<String, usize>,
    /// Findings by their codes.
    pub findings: BTreeMap<String, usize>,
    /// Promises of which it was tried whether what they are about matters.
    pub matters: usize,
    /// Traces over the real vault.
    pub real: usize,
    pub words: BTreeSet<Word>,
    /// Time spent on policies, and on traces.
    pub compiling: Duration,
    pub tracing: Duration,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.policies += other.policies;
        self.mended += other.mended;
        self.refused += other.refused;
        self.traces += other.traces;
        self.events += other.events;
        self.acts += other.acts;
        self.rows += other.rows;
        self.promises += other.promises;
        for (what, times) in other.unread {
            *self.unread.entry(what).or_default() += times;
        }
        for (what, times) in other.findings {
            *self.findings.entry(what).or_default() += times;
        }
        self.matters += other.matters;
        self.real += other.real;
        self.words.extend(other.words);
        self.compiling += other.compiling;
        self.tracing += other.tracing;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} policies ({} of them mended, {} refused), {} promises, of which {} times something was told otherwise",
            self.policies, self.mended, self.refused, self.promises, self.matters
        )?;
        writeln!(
            f,
            "{} traces ({} over the real vault), {} events, {} acts, {} rows; {:?} for policies, {:?} for traces",
            self.traces, self.real, self.events, self.acts, self.rows, self.compiling, self.tracing
        )?;
        writeln!(f, "refused for: {:?}", self.findings)?;
        write!(f, "unread: {:?}", self.unread)
    }
}

/// A law that does not hold.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Which one.
    pub law: &'static str,
    pub what: String,
    pub policy: String,
    pub trace: Vec<Happening>,
}

/// Traces for each policy; a policy takes longer to compile than a trace to run.
pub const TRACES: usize = 40;
const LENGTH: usize = 14;
/// One of so many traces runs over the real vault.
const REAL: u64 = 64;

/// The laws over the policies of one seed: one policy, some traces.
///
/// # Errors
/// The first law that does not hold.
pub fn policy(seed: u64, tally: &mut Tally) -> Result<(), Box<Failed>> {
    let mut draw = Draw::new(seed);
    let sketch = generator::sketch(&mut draw);
    let begun = Instant::now();
    let made = generator::accepted(sketch, &mut tally.findings);
    tally.compiling += begun.elapsed();
    let Ok(made) = made else {
        tally.refused += 1;
        return Ok(());
    };
    tally.policies += 1;
    tally.mended += usize::from(made.mended > 0);
    tally.words.extend(words::of(&made.plan));
    let plan = Arc::new(made.plan.clone());
    tally.promises += plan.claims.len();
    for _ in 0..TRACES {
        let chance = draw.seed();
        let happenings = trace(&mut draw, &plan, LENGTH);
        let begun = Instant::now();
        let broken = hold(&plan, &happenings, chance, tally);
        tally.tracing += begun.elapsed();
        if let Err((law, what)) = broken {
            return Err(Box::new(Failed {
                law,
                what,
                made,
                happenings,
                chance,
            }));
        }
        tally.traces += 1;
    }
    Ok(())
}

/// What failed, to be made smaller.
pub struct Failed {
    pub law: &'static str,
    pub what: String,
    pub made: Made,
    pub happenings: Vec<Happening>,
    pub chance: u64,
}

type Held = Result<(), (&'static str, String)>;

/// All laws over one trace.
pub fn hold(plan: &Arc<Plan>, happenings: &[Happening], chance: u64, tally: &mut Tally) -> Held {
    // The real vault takes longer.
    let real = chance.is_multiple_of(REAL);
    tally.real += usize::from(real);
    agreement(plan, happenings, (chance, real), tally)?;
    tally.matters += matters::nothing_else(plan, happenings, chance, BEGIN)?;
    Ok(())
}

/// The laws that some traces break, each by itself.
pub fn broken_by(plan: &Arc<Plan>) -> Vec<&'static str> {
    let mut broken = BTreeSet::new();
    for chance in 1..=TRACES as u64 {
        let happenings = trace(&mut Draw::new(chance), plan, LENGTH);
        let tally = &mut Tally::default();
        let held = agreement(plan, &happenings, (chance, false), tally);
        let matters = matters::nothing_else(plan, &happenings, chance, BEGIN);
        broken.extend(held.err().map(|(law, _)| law));
        broken.extend(matters.err().map(|(law, _)| law));
    }
    broken.into_iter().collect()
}

const BEGIN: Timestamp = Timestamp(1_700_000_000_000);

/// Router and second reading do the same, keep the same, and know the same ends of it; and nothing gets where it is promised
/// not to.
fn agreement(
    plan: &Arc<Plan>,
    happenings: &[Happening],
    (chance, real): (u64, bool),
    tally: &mut Tally,
) -> Held {
    let promises = Promise::all(plan);
    let mut routed = if real {
        Routed::on_disk(plan, BEGIN)
    } else {
        Routed::new(plan, BEGIN)
    };
    let mut state = State::default();
    state.now = BEGIN;
    let mut erased: BTreeSet<UserId> = BTreeSet::new();
    for (number, happening) in (1..).zip(happenings) {
        let mistaken = |what: String| ("agreement", format!("after {number} events: {what}"));
        let seed = chance.wrapping_add(number);
        routed.discord.sees(happening);
        if let Some(event) = routed.discord.event(happening, routed.now, number) {
            tally.events += 1;
            state.over(plan);
            let read = interpreter::happens(plan, &promises, &mut state, &event, seed);
            let acts = match read {
                Ok(acts) => acts,
                Err(what) => {
                    *tally.unread.entry(what).or_default() += 1;
                    return Ok(());
                }
            };
            let actions = match routed.happens(&event, seed) {
                Err(what) if what == BETWEEN => {
                    *tally.unread.entry(what).or_default() += 1;
                    return Ok(());
                }
                actions => actions.map_err(mistaken)?,
            };
            tally.acts += actions.len();
            if let Some(broken) = state.broken.first() {
                return Err(("taint", format!("after {number} events: {broken}")));
            }
            same(&event, &actions, &acts).map_err(mistaken)?;
            // Who does something, or is named again, is known again.
            erased.retain(|who| !names(&format!("{happening:?}"), *who) && !leads_to(&event, *who));
            for action in &actions {
                let told = format!("{:?}", action.kind);
                if let Some(who) = erased.iter().find(|who| names(&told, **who)) {
                    return Err(("erasure", format!("{who} was erased, and {told}")));
                }
            }
        } else {
            routed.told(happening).map_err(mistaken)?;
            state.told(plan, happening);
            if let Happening::Erased { guild: None, who } = happening {
                erased.insert(*who);
                nothing_leads_back(&routed, *who)?;
            }
        }
        routed.sweep().map_err(mistaken)?;
        state.over(plan);
        match endings(plan, &promises, (&mut routed, &mut state), seed) {
            Ok(()) => {}
            Err(Stopped::Unread(what)) => {
                *tally.unread.entry(what).or_default() += 1;
                return Ok(());
            }
            Err(Stopped::Broken(what)) => return Err(mistaken(what)),
        }
        if let Some(broken) = state.broken.first() {
            return Err(("taint", format!("after {number} events: {broken}")));
        }
        tally.rows += same_rows(plan, &routed, &state)
            .map_err(|(law, what)| (law, format!("after {number} events: {what}")))?;
    }
    Ok(())
}

enum Stopped {
    Unread(String),
    Broken(String),
}

/// What runs at the end of rows, on both sides.
fn endings(
    plan: &Plan,
    promises: &[Promise],
    (routed, state): (&mut Routed, &mut State),
    seed: u64,
) -> Result<(), Stopped> {
    let stopped = |what: String| {
        if what == BETWEEN || what == BARE {
            Stopped::Unread(what)
        } else {
            Stopped::Broken(what)
        }
    };
    let ended = routed.ends(seed).map_err(stopped)?;
    let mut done = ended.into_iter();
    for round in 0..8 {
        let mut rows = std::mem::take(&mut state.ended);
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (id, row) in rows {
            let Some((ended, event, actions)) = done.next() else {
                return Err(Stopped::Broken(format!(
                    "nothing runs at the end of {id:?}"
                )));
            };
            if ended != id {
                return Err(Stopped::Broken(format!(
                    "{ended:?} ends, and {id:?} should"
                )));
            }
            let seed = seed.wrapping_add(round);
            let acts = interpreter::ended(plan, promises, state, &event, seed, (&id, &row))
                .map_err(Stopped::Unread)?;
            same(&event, &actions, &acts).map_err(Stopped::Broken)?;
        }
        state.over(plan);
        if state.ended.is_empty() {
            break;
        }
    }
    match done.next() {
        Some((id, ..)) => Err(Stopped::Broken(format!("{id:?} ended, and should not"))),
        None => Ok(()),
    }
}

fn names(told: &str, who: UserId) -> bool {
    told.contains(&format!("<@{who}>")) || told.contains(&format!("UserId({who})"))
}

/// Whether a button or a form that stands on Discord names them, and so does who uses it.
fn leads_to(event: &Event, who: UserId) -> bool {
    let EventKind::Interaction(interaction) = &event.kind else {
        return false;
    };
    let (id, chosen) = match &interaction.kind {
        InteractionKind::Button(press) => (&press.custom_id, press.chosen.as_deref()),
        InteractionKind::Form(answer) => (&answer.custom_id, None),
        _ => return false,
    };
    let who = who.to_string();
    let mut given = id.split(['?', '&']).filter_map(|pair| pair.split_once('='));
    chosen == Some(who.as_str()) || given.any(|(_, value)| value == who)
}

/// After an erasure nothing that is kept or handed out names the person.
fn nothing_leads_back(routed: &Routed, who: UserId) -> Held {
    let law = |what: String| ("erasure", what);
    let rows = routed.rows().map_err(law)?;
    let mention = format!("<@{who}>");
    for (id, (row, _)) in rows {
        let mut values = row.values.iter().chain(&id.key);
        let found = values.find(|value| match value {
            Value::User(user) => *user == who,
            Value::Text(text) => text.contains(&mention),
            _ => false,
        });
        if let Some(found) = found {
            return Err(law(format!("{found:?} is in {id:?}")));
        }
    }
    let export = routed.export(None, who).map_err(law)?;
    if !export.rows.is_empty() || !export.left.is_empty() || !export.others.is_empty() {
        return Err(law(format!("the export of {who} is {export:?}")));
    }
    Ok(())
}

fn same_rows(plan: &Plan, routed: &Routed, state: &State) -> Result<usize, (&'static str, String)> {
    let rows = routed.rows().map_err(|what| ("agreement", what))?;
    let name = |store: StoreId| plan.stores[store.0 as usize].name.clone();
    for (id, (row, due)) in &rows {
        let Some(read) = state.rows.get(id) else {
            return Err((
                "agreement",
                format!("the router keeps {:?} in `{}`", row.values, name(id.store)),
            ));
        };
        let values: Vec<Value> = read.values.iter().map(|val| val.value.clone()).collect();
        if values != row.values {
            return Err((
                "agreement",
                format!(
                    "in `{}` the router keeps {:?}, the reading {values:?}",
                    name(id.store),
                    row.values
                ),
            ));
        }
        let read = state.due(plan, id, read);
        if read != *due {
            return Err((
                "retention",
                format!(
                    "a row of `{}` goes at {due:?}, by its promise at {read:?}",
                    name(id.store)
                ),
            ));
        }
    }
    for (id, row) in &state.rows {
        if !rows.contains_key(id) {
            let values: Vec<&Value> = row.values.iter().map(|val| &val.value).collect();
            return Err((
                "agreement",
                format!("the reading keeps {values:?} in `{}`", name(id.store)),
            ));
        }
    }
    Ok(rows.len())
}

fn same(event: &Event, actions: &[Action], acts: &[Act]) -> Result<(), String> {
    let actions: Vec<&Action> = actions
        .iter()
        .filter(|action| !matches!(action.kind, ActionKind::RefreshCommands { .. }))
        .collect();
    for (action, act) in actions.iter().zip(acts) {
        if !fits(action, act) {
            return Err(format!("the router does {action:?}, the reading {act:?}"));
        }
    }
    if actions.len() != acts.len() {
        let more = actions.get(acts.len());
        let less = acts.get(actions.len());
        return Err(format!(
            "the router also does {more:?}, the reading {less:?}, at {:?}",
            event.kind
        ));
    }
    Ok(())
}

fn is_own(message: &MessageDraft) -> bool {
    !message.content.is_empty() && message.buttons.is_empty() && message.embed.is_none()
}

/// A refusal of what was typed into a form, with a button to change it.
fn is_again(message: &MessageDraft, words: Option<&String>) -> bool {
    let [button] = message.buttons.as_slice() else {
        return false;
    };
    let is_said = words.is_none_or(|words| *words == message.content);
    is_said && !message.content.is_empty() && button.custom_id.starts_with("candor:again:")
}

fn fits(action: &Action, act: &Act) -> bool {
    let is_same = match (&action.kind, &act.did) {
        (
            ActionKind::Reply {
                ephemeral: true,
                message,
            },
            Did::Own,
        )
        | (
            ActionKind::Reply {
                ephemeral: false,
                message,
            },
            Did::Usage,
        ) => return is_own(message),
        (ActionKind::Ask { .. }, Did::Ask) => return true,
        (ActionKind::OfferAgain { message }, Did::Again(words)) => {
            return is_again(message, words.as_ref());
        }
        (ActionKind::OpenForm(form), Did::Form(asked)) => form == asked,
        (
            ActionKind::Edit {
                channel,
                of,
                message,
            },
            Did::Edit {
                channel: to,
                of: that,
                message: said,
            },
        ) => channel == to && of == that && message == said,
        (ActionKind::Send { channel, message }, Did::Log(to)) => {
            let told = matches!(action.line, Some(Line::Trouble | Line::Lasting));
            return told && channel == to && is_own(message);
        }
        (
            ActionKind::Reply { ephemeral, message },
            Did::Answer {
                ephemeral: hidden,
                message: said,
            },
        ) => ephemeral == hidden && message == said,
        (
            ActionKind::Send { channel, message },
            Did::Post {
                channel: to,
                message: said,
            },
        ) => channel == to && message == said,
        (
            ActionKind::Dm { user, message },
            Did::Dm {
                user: to,
                message: said,
            },
        ) => user == to && message == said,
        (ActionKind::Do { deed, args }, Did::Deed { name, guild, given }) => {
            let params = deed.params.iter();
            let mut mine: Vec<_> = params
                .filter_map(|param| Some((param.name, args.get(param.name)?.clone())))
                .collect();
            mine.sort_by_key(|(name, _)| *name);
            deed.name == *name && args.guild == *guild && mine == *given
        }
        _ => false,
    };
    is_same && action.otherwise == act.otherwise
}
