//! The second reading: what a policy means, naively, from what `book/src/language.md` says of it. Every value carries what it
//! was made from and decided by. Nothing here is shared with the router but the plan's types; of the lexicon it asks rows
//! for names, types and categories, and for how a value is shown (`Value::shown`), how a text is read where marks or links
//! are in it, and how long one is.
//!
//! A handler runs on the state itself; where it breaks off, the state of before is put back.

mod asked;
mod besides;
mod doors;
mod functions;
mod life;
mod rows;
mod says;
mod standing;
mod starts;
mod typed;
mod value;

pub use starts::{ended, happens};

use std::collections::BTreeMap;

use candor::{
    lexicon::{Given, Mark},
    plan::{Expr, FeatureId, FieldId, LimitId, Plan, Slot, Step, StepKind, StoreId, Wish, all},
    port::{Event, EventKind, FormDraft, MessageDraft, RowId, Settings, Upload},
    vocab::{Category, ChannelId, Duration, GuildId, MessageId, Sink, Timestamp, UserId, Value},
};

use super::taint::{Promise, Taint, Things};
use starts::Job;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Val {
    pub value: Value,
    pub taint: Taint,
}

impl Val {
    pub fn plain(value: Value) -> Self {
        Self {
            value,
            taint: Taint::default(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub values: Vec<Val>,
    pub made: Timestamp,
    pub written: Timestamp,
    pub finished: Option<Timestamp>,
    /// When the channel was deleted that it goes with.
    pub channel_gone: Option<Timestamp>,
    /// The shortest that a setting said so far, for each clause that counts by one.
    pub by_setting: BTreeMap<usize, Duration>,
    /// Times that an erasure took out of the row, by field: it goes then all the same.
    pub emptied: BTreeMap<usize, Timestamp>,
}

/// What the bot keeps, and what is known of it.
#[derive(Debug, Clone, Default)]
pub struct State {
    pub now: Timestamp,
    pub rows: BTreeMap<RowId, Row>,
    numbers: BTreeMap<(StoreId, Option<GuildId>), i64>,
    pub settings: BTreeMap<GuildId, Settings>,
    off: BTreeMap<(GuildId, FeatureId), Timestamp>,
    removed: BTreeMap<GuildId, Timestamp>,
    left: BTreeMap<(GuildId, UserId), Timestamp>,
    said: Vec<(UserId, Option<GuildId>, Wish)>,
    /// What decided which rows of a store there are.
    there: BTreeMap<StoreId, Taint>,
    /// What decided what the bot did where handlers see it again.
    done: BTreeMap<Mark, Taint>,
    posted: BTreeMap<String, Taint>,
    /// When handlers came past a limit.
    passed: BTreeMap<(LimitId, GuildId, Value), Vec<Timestamp>>,
    /// What decided how often they did.
    counted: BTreeMap<LimitId, Taint>,
    made: u64,
    /// Rows that are over, and of which something runs.
    pub ended: Vec<(RowId, Row)>,
    /// Promises that were broken, each with where.
    pub broken: Vec<String>,
}

/// What the bot does on Discord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    Answer {
        ephemeral: bool,
        message: MessageDraft,
    },
    /// Candor's own words to who asked, whichever they are.
    Own,
    /// What was typed into a form is refused, and can be changed; in the policy's words, where it has some.
    Again(Option<String>),
    Form(FormDraft),
    /// How a command is written that was typed, to all who read it.
    Usage,
    /// Candor's own words in the mod-log.
    Log(ChannelId),
    Post {
        channel: ChannelId,
        message: MessageDraft,
    },
    Dm {
        user: UserId,
        message: MessageDraft,
    },
    Edit {
        channel: ChannelId,
        of: MessageId,
        message: MessageDraft,
    },
    /// Whether somebody consents.
    Ask,
    Deed {
        name: &'static str,
        guild: GuildId,
        given: Vec<(&'static str, Given)>,
    },
}

#[derive(Debug, Clone)]
pub struct Act<'p> {
    pub did: Did,
    pub otherwise: Option<String>,
    then: Option<Box<Waiting<'p>>>,
}

/// Steps that follow what an act makes.
#[derive(Debug, Clone)]
struct Waiting<'p> {
    /// That it is still to come; none where a row ended.
    entry: Option<RowId>,
    slots: Vec<Val>,
    hand: Vec<Hand>,
    in_vain: bool,
    slot: Slot,
    steps: &'p [Step],
    feature: FeatureId,
    decided: Taint,
    sets_up: bool,
    files: Vec<Upload>,
    target: Taint,
}

#[derive(Debug, Clone)]
struct Hand {
    values: Vec<Val>,
    rank: i64,
    found: Taint,
}

#[derive(Debug)]
pub enum Halt {
    Stop,
    /// With the policy's own words, where it has some.
    Refuse(Option<String>),
    Fail,
    /// Whether the person of the event consents, which the whole event waits for.
    Ask,
    /// This reading does not know it: the case says nothing.
    Unread(String),
}

type Flow<T> = Result<T, Halt>;

fn unread<T>(what: &str) -> Flow<T> {
    Err(Halt::Unread(what.to_owned()))
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about what runs"
)]
struct Run<'r, 'p> {
    plan: &'p Plan,
    promises: &'r [Promise],
    state: &'r mut State,
    event: &'r Event,
    dice: &'r mut fastrand::Rng,
    feature: FeatureId,
    slots: Vec<Val>,
    /// The row of the innermost query is last.
    hand: Vec<Hand>,
    before: BTreeMap<RowId, Row>,
    acts: Vec<Act<'p>>,
    /// What decided that this step is reached.
    decided: Taint,
    in_vain: bool,
    sets_up: bool,
    files: Vec<Upload>,
    /// Carried to its end also where the feature is off.
    begun: bool,
    /// It follows from what somebody asked for, and answers nobody.
    raised: bool,
    /// What the mod-log was told already, of what comes again and again.
    logged: Vec<String>,
    /// Limits that it came past, which counts when it goes through.
    past: Vec<(LimitId, Value)>,
    /// A row ended: what is done on Discord follows afterwards.
    later: Option<Vec<Later<'p>>>,
}

/// An effect that follows once the end of a row is on disk.
struct Later<'p> {
    first: &'p Step,
    slot: Slot,
    steps: &'p [Step],
    slots: Vec<Val>,
    hand: Vec<Hand>,
    decided: Taint,
}

impl<'r, 'p> Run<'r, 'p> {
    fn new(
        plan: &'p Plan,
        promises: &'r [Promise],
        state: &'r mut State,
        event: &'r Event,
        dice: &'r mut fastrand::Rng,
        job: &Job<'p>,
    ) -> Self {
        let seen = job.follows.iter().filter_map(|mark| state.done.get(mark));
        let seen = seen.fold(Taint::default(), |all, one| all.and(*one));
        Self {
            plan,
            promises,
            before: state.rows.clone(),
            state,
            event,
            dice,
            feature: job.feature,
            slots: vec![Val::plain(Value::None); job.slots as usize],
            hand: Vec::new(),
            acts: Vec::new(),
            decided: job.decided.and(seen.implied()),
            in_vain: false,
            sets_up: job.sets_up,
            files: event.tells.files().to_vec(),
            begun: false,
            raised: job.raised,
            logged: Vec::new(),
            past: Vec::new(),
            later: None,
        }
    }

    fn asked(&self) -> bool {
        matches!(self.event.kind, EventKind::Interaction(_)) && !self.raised
    }

    fn guild(&self) -> Flow<GuildId> {
        self.event
            .guild
            .as_ref()
            .map_or_else(|| unread("outside of servers"), |guild| Ok(guild.id))
    }

    /// Something gets to an end, with all that decided that it does.
    fn reaches(&mut self, taint: Taint, sink: Sink, store: Option<StoreId>) {
        let whole = taint.and(self.decided);
        for promise in self.promises {
            if promise.is_broken(whole, sink, (self.feature, store)) {
                let place = store.and_then(|store| self.plan.store(store));
                let place = place.map_or(String::new(), |store| format!(" in `{}`", store.name));
                self.state
                    .broken
                    .push(format!("{}: it reaches {sink}{place}", promise.words));
            }
        }
    }

    fn reads(&mut self, things: Things) {
        for promise in self.promises {
            if promise.is_read(things) {
                self.state
                    .broken
                    .push(format!("{}: it is read", promise.words));
            }
        }
    }

    fn steps(&mut self, steps: &'p [Step]) -> Flow<()> {
        for step in steps {
            self.step(step)?;
        }
        Ok(())
    }

    /// Steps that are reached because of something. Where one of them may end the handler, so is everything after them.
    fn because(&mut self, why: Taint, steps: &'p [Step], may_end: bool) -> Flow<()> {
        let outer = self.decided;
        self.decided = outer.and(why.implied());
        let result = self.steps(steps);
        if !may_end {
            self.decided = outer;
        }
        result
    }

    fn step(&mut self, step: &'p Step) -> Flow<()> {
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
                ..
            } => {
                let cond = self.truth(cond)?;
                let steps = if cond.value == Value::Bool(true) {
                    then
                } else {
                    otherwise
                };
                let ends = may_end(then) || may_end(otherwise);
                self.because(cond.taint, steps, ends)
            }
            StepKind::Let { slot, value, .. } => {
                let value = self.eval(value)?;
                self.slots[slot.0 as usize] = value;
                Ok(())
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let rows::Found { rows, filter, all } = self.query(query)?;
                if rows.len() > 100 {
                    return unread("more than 100 rows");
                }
                if rows.is_empty() {
                    let ends = may_end(steps) || may_end(otherwise);
                    return self.because(all, otherwise, ends);
                }
                let outer = self.decided;
                for (place, (_, row)) in rows.into_iter().enumerate() {
                    self.hand.push(Hand {
                        values: row.values,
                        rank: place as i64 + 1,
                        found: filter,
                    });
                    self.decided = outer.and(all.implied());
                    let result = self.steps(steps);
                    self.hand.pop();
                    result?;
                }
                self.decided = outer;
                if may_end(steps) || may_end(otherwise) {
                    self.decided = outer.and(all.implied());
                }
                Ok(())
            }
            StepKind::Require {
                permission,
                target,
                cond,
                refusal,
                ..
            } => self.require(
                *permission,
                target.as_ref(),
                cond.as_ref(),
                refusal.as_ref(),
            ),
            StepKind::Stop => Err(Halt::Stop),
            StepKind::Insert { store, values, .. } => self.insert(*store, values),
            StepKind::Update {
                store, key, values, ..
            } => self.update(*store, key, values),
            StepKind::Delete { query, refusal } => self.delete(query, refusal.as_ref()),
            StepKind::Finish { query, .. } => self.finish(query),
            StepKind::Say { .. } | StepKind::Do { .. } | StepKind::Ask(_) => {
                let act = self.effect(step)?;
                self.acts.extend(act.map(|(act, _)| act));
                Ok(())
            }
            StepKind::Then {
                first,
                slot,
                journal,
                keeps,
                steps,
                ..
            } => self.begin(first, (*slot, *journal), keeps, steps),
            StepKind::Limit {
                id,
                most,
                per,
                within,
                refusal,
                over,
            } => {
                let over = over.as_ref().map(|one| one.slot);
                self.limit((*id, *most, *within), per, refusal.as_ref(), over)
            }
        }
    }

    fn begin(
        &mut self,
        first: &'p Step,
        (slot, journal): (Slot, StoreId),
        keeps: &'p [Expr],
        steps: &'p [Step],
    ) -> Flow<()> {
        if self.later.is_some() {
            for keep in keeps {
                self.eval(keep)?;
            }
            // The number of its entry.
            self.dice.i64(0..=i64::MAX);
            let (slots, hand, decided) = (self.slots.clone(), self.hand.clone(), self.decided);
            let later = Later {
                first,
                slot,
                steps,
                slots,
                hand,
                decided,
            };
            self.later.iter_mut().for_each(|all| {
                all.push(Later {
                    slots: later.slots.clone(),
                    hand: later.hand.clone(),
                    ..later
                });
            });
            return Ok(());
        }
        let effect = self.effect(first)?;
        let mut values = Vec::new();
        for keep in keeps {
            values.push(self.eval(keep)?);
        }
        let Some((act, target)) = effect else {
            return Ok(());
        };
        let number = Value::Int(self.dice.i64(0..=i64::MAX));
        let entry = RowId {
            store: journal,
            guild: Some(self.guild()?),
            key: vec![number.clone()],
        };
        values.insert(0, Val::plain(number));
        if !self.may_follow(journal, &values, steps)? {
            return Ok(());
        }
        self.state.write(self.plan, entry.clone(), values);
        let then = Some(Box::new(Waiting {
            entry: Some(entry),
            slots: self.slots.clone(),
            hand: self.hand.clone(),
            in_vain: self.in_vain,
            slot,
            steps,
            feature: self.feature,
            decided: self.decided,
            sets_up: self.sets_up,
            files: self.files.clone(),
            target,
        }));
        self.acts.push(Act { then, ..act });
        Ok(())
    }
}

fn may_end(steps: &[Step]) -> bool {
    all(steps).any(|step| match &step.kind {
        StepKind::Stop | StepKind::Require { .. } => true,
        StepKind::Limit { over, .. } => over.is_none(),
        StepKind::Delete { refusal, .. } => refusal.is_some(),
        _ => false,
    })
}

impl State {
    /// What an act makes, in the slots that hold it.
    fn makes(&mut self, guild: Option<GuildId>, did: &Did) -> Vec<Value> {
        match did {
            Did::Post { channel, .. } | Did::Log(channel) => {
                self.made += 1;
                let message = MessageId(9_000 + self.made);
                let guild = guild.unwrap_or(GuildId(0));
                let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
                vec![
                    Value::Message(message),
                    Value::Channel(*channel),
                    Value::Text(link),
                ]
            }
            Did::Deed { given, name, .. } if *name == "create-thread" => {
                let message = given.iter().find_map(|(_, given)| match given {
                    Given::Message(_, message) => Some(*message),
                    _ => None,
                });
                message
                    .map(|message| Value::Channel(ChannelId(message.0)))
                    .into_iter()
                    .collect()
            }
            Did::Deed { name, .. } if ["create-channel", "create-voice"].contains(name) => {
                self.made += 1;
                vec![Value::Channel(ChannelId(8_000 + self.made))]
            }
            // Discord of the traces finds as many as are asked for.
            Did::Deed { given, name, .. } if *name == "purge" => {
                let count = given.iter().find_map(|(_, given)| match given {
                    Given::Count(count) => Some(i64::from(*count)),
                    _ => None,
                });
                count.map(Value::Int).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// A handler went through that came past limits.
    fn pass(&mut self, event: &Event, past: Vec<(LimitId, Value)>, decided: Taint) {
        let guild = event.guild.as_ref().map_or(GuildId(0), |guild| guild.id);
        for (id, per) in past {
            let times = self.passed.entry((id, guild, per)).or_default();
            times.push(self.now);
            let counted = self.counted.entry(id).or_default();
            *counted = counted.and(decided);
        }
    }

    fn is_on(&self, plan: &Plan, guild: GuildId, feature: FeatureId) -> bool {
        let feature = &plan.features[feature.0 as usize];
        let switched = self
            .settings
            .get(&guild)
            .and_then(|here| here.switched.get(&feature.name));
        switched.copied().unwrap_or(feature.default_on)
    }
}

/// A field's place.
fn place(field: FieldId) -> usize {
    field.0 as usize
}

/// The time and ids of messages are activity; in what sets the bot up, the server's configuration.
fn clock(sets_up: bool) -> Taint {
    Taint::of_category(if sets_up {
        Category::Configuration
    } else {
        Category::Activity
    })
}
