//! One event: ask, decide, commit, act.
//!
//! Reads the vault for the router until the router has no more questions; commits what it decided, expecting what was
//! read; begins again when that has changed meanwhile. Only then do actions begin (`act`).
//!
//! INVARIANT: the same dice and the same time for every round of a look at an event, so that each round decides alike.
//! INVARIANT: a failure changes nothing; the invoker learns a reference, the log the cause, neither any content.

use std::{
    fmt::Display,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{sync::oneshot, time::sleep};

use super::{core::Core, departure::counts_departures};
use crate::{
    discord::{DiscordError, InteractionRef, Payload, Responder, TypedBy},
    lexicon::event::{MEMBER_GIVES_UP, MEMBER_JOIN, MEMBER_LEAVE, MEMBER_WAITS},
    plan::Plan,
    port::{
        Action, ActionKind, Answer, Batch, Event, EventKind, Interaction, InteractionKind, Made,
        Op, OptionValue, Outcome, Pending, Read, Reads, RowId, StoredRow, Use, VaultError,
    },
    rights,
    router::{self, Dice, FirstAnswer},
    sabotage::{Saboteur, Unless as _, off},
    vocab::{GuildId, MessageId, Timestamp, UserId},
    wording::{say, speaking},
};

/// How often an event is begun again because somebody else wrote what it read.
const ATTEMPTS_MAX: u32 = 16;
/// How often the router may come back with further questions.
const ROUNDS_MAX: u32 = 64;
/// An answer that takes longer is announced to Discord, which waits for three seconds.
const DEFER_AFTER: Duration = Duration::from_secs(2);

/// An event on its way, with what answers it.
pub(super) struct Turn {
    pub(super) event: Event,
    pub(super) responder: Option<Arc<Responder>>,
    /// The event was before a crash: nobody waits for an answer any more.
    pub(super) is_late: bool,
    /// Whether something of it failed that the policy hears of: once for each event.
    pub(super) failed: AtomicBool,
    /// Dropped when the answer is there: nothing is deferred any more.
    _in_time: Option<oneshot::Sender<()>>,
}

/// What the router is to decide.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ask<'a> {
    /// What the event leads to.
    Event,
    /// What runs at the end of a row.
    Ended(&'a RowId, &'a StoredRow),
    /// What follows an action that is done.
    Follow(&'a Pending, Option<&'a Made>),
    /// An action that may not be done yet.
    Again(&'a Pending),
}

impl Turn {
    /// Starts counting the time an answer may take.
    pub(super) fn new(core: &Arc<Core>, mut event: Event) -> Self {
        router::by_its_name(&core.plan, &mut event);
        let EventKind::Interaction(interaction) = &event.kind else {
            return Self {
                event,
                responder: None,
                is_late: false,
                failed: AtomicBool::new(false),
                _in_time: None,
            };
        };
        let responder = Arc::new(responder(core, interaction, &event));
        match &interaction.kind {
            InteractionKind::Command(_) | InteractionKind::Menu(_) | InteractionKind::Typed(_) => {
                core.meters.commands.one();
            }
            InteractionKind::Button(_)
            | InteractionKind::Form(_)
            | InteractionKind::Autocomplete { .. } => {}
        }
        let in_time = match router::first_answer(&core.plan, &interaction.kind) {
            // Nobody sees that a message waits for its answer.
            FirstAnswer::Message { .. } if interaction.is_typed() => None,
            FirstAnswer::Message { ephemeral } => Some(defer_in_time(core, &responder, ephemeral)),
            // These cannot be deferred.
            FirstAnswer::Form | FirstAnswer::Choices => None,
        };
        Self {
            event,
            responder: Some(responder),
            is_late: false,
            failed: AtomicBool::new(false),
            _in_time: in_time,
        }
    }

    /// An event that happened before a crash, as far as it was kept.
    pub(super) fn late(event: Event) -> Self {
        Self {
            event,
            responder: None,
            is_late: true,
            failed: AtomicBool::new(false),
            _in_time: None,
        }
    }

    /// An event that waited, which is answered by what answers the event at hand.
    pub(super) fn answering(event: Event, responder: Option<Arc<Responder>>) -> Self {
        Self {
            event,
            responder,
            is_late: false,
            failed: AtomicBool::new(false),
            _in_time: None,
        }
    }

    /// Handles it from beginning to end.
    pub(super) async fn run(mut self, core: &Core) {
        core.meters.events.one();
        if let (EventKind::Happened(what), Some(guild)) = (&self.event.kind, &self.event.guild)
            && [&MEMBER_JOIN, &MEMBER_WAITS, &MEMBER_LEAVE, &MEMBER_GIVES_UP].contains(what)
        {
            core.members.trust((guild.id, self.event.actor.id));
        }
        self.fetch_files(core).await;
        if let Err(error) = self.fetch_people(core).await {
            return self.fail(core, &error).await;
        }
        self.look_who_is_there(core);
        match self.decide(core, Ask::Event).await {
            Ok(actions) => self.act(core, actions).await,
            Err(error) => self.fail(core, &error).await,
        }
    }

    /// The command that the message at hand is, if it is one.
    pub(super) async fn typed(&self, core: &Arc<Core>) -> Option<Self> {
        let guild = self.guild()?;
        if !router::types(&core.plan) || self.event.tells.own_words().is_none() {
            return None;
        }
        match core
            .vault
            .read(&Read::Settings(guild), core.clock.now())
            .await
        {
            Ok(Answer::Settings(settings)) => {
                let event = router::typed_command(&core.plan, &self.event, &settings)?;
                Some(Self::new(core, event))
            }
            Ok(_) => None,
            Err(error) => {
                tracing::error!(%error, "it could not be seen whether a message is a command");
                None
            }
        }
    }

    pub(super) async fn decide(
        &self,
        core: &Core,
        ask: Ask<'_>,
    ) -> Result<Vec<Action>, VaultError> {
        let seed = fastrand::u64(..);
        let (before, after) = match ask {
            Ask::Event => self.presence(&core.plan),
            Ask::Ended(..) | Ask::Follow(..) | Ask::Again(_) => (None, None),
        };
        if let Some(op) = before {
            // By itself, so that handlers see again what a hold hid from them.
            let batch = Batch {
                ops: vec![op],
                ..Batch::default()
            };
            core.vault.commit(batch, core.clock.now()).await?;
        }
        for _ in 0..ATTEMPTS_MAX {
            // What is read and what is written are of one moment.
            let now = core.clock.now();
            let (mut batch, mut actions, used) = self.ask(core, ask, seed, now).await?;
            batch.ops.extend(after.clone());
            if batch.ops.is_empty() {
                core.counts.count(self.guild(), used, now);
                return Ok(actions);
            }
            if !off(Saboteur::LeavesDeeds) {
                core.leave(&batch.ops, now).await?;
            }
            for op in &batch.ops {
                if let Op::Erase { guild, user } = op {
                    core.waiting.erase(*guild, *user);
                }
            }
            match core.vault.commit(batch, now).await {
                Ok(commit) => {
                    core.counts.count(self.guild(), used, now);
                    let changed = core.with_commands(&commit.erased_in).into_iter();
                    actions.extend(
                        changed.map(|guild| Action::from(ActionKind::RefreshCommands { guild })),
                    );
                    if let Some(receipt) = &commit.receipt {
                        let language = router::language(&core.plan, &self.event);
                        let plan = core.plan.spoken_in(language);
                        speaking(language, || rights::hand_over(plan, receipt, &mut actions));
                    }
                    return Ok(actions);
                }
                Err(VaultError::Conflict) => {
                    core.meters.conflicts.one();
                    self.make_way(core, ask).await;
                }
                Err(error) => return Err(error),
            }
        }
        Err(VaultError::Conflict)
    }

    /// A row that is to be written may be over meanwhile, and waits for what runs at its end, which a sweep sees to.
    async fn make_way(&self, core: &Core, ask: Ask<'_>) {
        match ask {
            Ask::Event | Ask::Follow(..) | Ask::Again(_) => {
                if core.is_due().await {
                    core.sweep_aside().await;
                }
                if let Some(guild) = &self.event.guild {
                    Box::pin(core.end_rows(Some(guild.id))).await;
                }
            }
            Ask::Ended(..) => {}
        }
    }

    /// Rounds of questions until the router has decided.
    async fn ask(
        &self,
        core: &Core,
        ask: Ask<'_>,
        seed: u64,
        now: Timestamp,
    ) -> Result<(Batch, Vec<Action>, Vec<Use>), VaultError> {
        let mut reads = Reads {
            uses: core.counts.of(self.guild()),
            operators: core.operators,
            ..Reads::default()
        };
        for _ in 0..ROUNDS_MAX {
            let dice = &mut Dice::seeded(seed);
            let (plan, event) = (&core.plan, &self.event);
            let outcome = match ask {
                Ask::Event => router::step(plan, event, &reads, now, dice),
                Ask::Ended(id, row) => router::ended(plan, event, (id, row), &reads, now, dice),
                Ask::Follow(pending, made) => {
                    router::follow(plan, event, (pending, made.cloned()), &reads, now, dice)
                }
                Ask::Again(pending) => router::again(plan, event, pending, &reads, now, dice),
            };
            match outcome {
                Outcome::Needs(questions) => {
                    for question in questions {
                        let answer = core.vault.read(&question, now).await?;
                        reads.answers.insert(question, answer);
                    }
                }
                Outcome::Done {
                    ops,
                    actions,
                    failed,
                    used,
                } => {
                    for failure in failed {
                        self.failed.store(true, Ordering::SeqCst);
                        core.meters.failed.one();
                        let at = failure
                            .at
                            .map(|at| format!("{}:{}", at.file, at.first_line));
                        let (what, reference) = (failure.what, failure.reference);
                        tracing::warn!(%what, %reference, ?at, "a handler broke off and changed nothing");
                    }
                    let mut expect = reads.expectations();
                    if let Ask::Ended(id, row) = ask {
                        expect.push((id.clone(), row.revision));
                    }
                    let numbers = reads.numbers();
                    let batch = Batch {
                        expect,
                        numbers,
                        ops,
                    };
                    return Ok((batch, actions, used));
                }
            }
        }
        Err(VaultError::Refused {
            what: "the handler asked too often".to_owned(),
            help: "report the policy that does this".to_owned(),
        })
    }

    fn guild(&self) -> Option<GuildId> {
        self.event.guild.as_deref().map(|guild| guild.id)
    }

    /// What the vault must know of somebody who joins or leaves: before the handlers, and after them.
    fn presence(&self, plan: &Plan) -> (Option<Op>, Option<Op>) {
        let Some(guild) = &self.event.guild else {
            return (None, None);
        };
        let (guild, user, since) = (guild.id, self.event.actor.id, self.event.at);
        let EventKind::Happened(what) = self.event.kind else {
            return (None, None);
        };
        if !counts_departures(plan) {
            (None, None)
        } else if [&MEMBER_JOIN, &MEMBER_WAITS].contains(&what) {
            (
                Some(Op::MemberPresent { guild, user }).unless(Saboteur::Return),
                None,
            )
        } else if [&MEMBER_LEAVE, &MEMBER_GIVES_UP].contains(&what) {
            (
                None,
                Some(Op::MemberLeft { guild, user, since }).unless(Saboteur::Departure),
            )
        } else {
            (None, None)
        }
    }

    /// Fetches the small text file that `/config import` is given. A file that cannot be had stays without content,
    /// which the router answers for.
    async fn fetch_files(&mut self, core: &Core) {
        let EventKind::Interaction(interaction) = &mut self.event.kind else {
            return;
        };
        let call = match &mut interaction.kind {
            InteractionKind::Command(call) => call,
            InteractionKind::Typed(typed) => &mut typed.call,
            InteractionKind::Menu(_)
            | InteractionKind::Button(_)
            | InteractionKind::Form(_)
            | InteractionKind::Autocomplete { .. } => return,
        };
        if call.path != ["config", "import"] {
            return;
        }
        for option in call.options.values_mut() {
            if let OptionValue::Attachment(upload) = option {
                match core.rest.fetch_text(&upload.url).await {
                    Ok(content) => upload.content = Some(content),
                    Err(error) => tracing::info!(%error, "a file could not be fetched"),
                }
            }
        }
    }

    /// Who is in voice is asked for as it is now: events before this one may have moved people meanwhile.
    fn look_who_is_there(&mut self, core: &Core) {
        let Some(guild) = &mut self.event.guild else {
            return;
        };
        if let Some(voices) = core.known.voices(guild.id)
            && voices != guild.voices
        {
            Arc::make_mut(guild).voices = voices;
        }
    }

    /// Asks who they are today whom a form or a message names: Discord tells with it only who wrote it. Whoever types an id
    /// that is nobody's is told how the command is written.
    async fn fetch_people(&mut self, core: &Core) -> Result<(), DiscordError> {
        let Some(guild) = self.event.guild.as_ref().map(|guild| guild.id) else {
            return Ok(());
        };
        for user in router::people_named(&core.plan, &self.event) {
            match core.rest.person(guild, user).await {
                Ok(person) => drop(self.event.people.insert(user, person)),
                Err(error) => match &mut self.event.kind {
                    EventKind::Interaction(Interaction {
                        kind: InteractionKind::Typed(typed),
                        ..
                    }) if error.is_nobody() => typed.is_clear = false,
                    EventKind::Interaction(_) | EventKind::Happened(_) => return Err(error),
                },
            }
        }
        Ok(())
    }

    pub(super) async fn fail(&self, core: &Core, error: &(dyn Display + Sync)) {
        core.meters.failed.one();
        let reference = format!("{:06x}", fastrand::u32(..) & 0x00ff_ffff);
        tracing::error!(%reference, %error, "an event could not be handled; nothing was changed");
        if let Some(responder) = &self.responder {
            let language = router::language(&core.plan, &self.event);
            let text = speaking(language, || say!("broken-off", reference));
            if let Err(error) = responder.reply(Payload::text(&text), true).await {
                tracing::warn!(%error, "the invoker could not be told");
            }
        }
        self.failed.store(true, Ordering::SeqCst);
        self.tell_failure(core).await;
    }

    /// What a policy does about failures, once for each event: `on failure`. What fails there is only logged, so that this
    /// ends.
    pub(super) async fn tell_failure(&self, core: &Core) {
        if !self.failed.swap(false, Ordering::SeqCst) {
            return;
        }
        let Some(event) = router::failed(&core.plan, &self.event, core.clock.now()) else {
            return;
        };
        let turn = Self::answering(event, None);
        match turn.decide(core, Ask::Event).await {
            Ok(actions) => Box::pin(turn.act(core, actions)).await,
            Err(error) => tracing::error!(%error, "a failure could not be handled"),
        }
    }
}

fn responder(core: &Core, interaction: &Interaction, event: &Event) -> Responder {
    if let (InteractionKind::Typed(_), Some(channel)) = (&interaction.kind, event.channel) {
        let typed = TypedBy {
            user: event.actor.id,
            channel,
            message: MessageId(interaction.id),
        };
        return Responder::to_message(core.rest.clone(), typed);
    }
    let reference = InteractionRef {
        id: interaction.id,
        token: interaction.token.clone(),
    };
    let is_press = matches!(interaction.kind, InteractionKind::Button(_));
    Responder::new(
        core.rest.clone(),
        core.identity.application,
        reference,
        is_press,
    )
}

/// Defers after two seconds, unless what it returns is dropped before.
fn defer_in_time(
    core: &Arc<Core>,
    responder: &Arc<Responder>,
    ephemeral: bool,
) -> oneshot::Sender<()> {
    let (in_time, answered) = oneshot::channel();
    let (core, responder) = (Arc::clone(core), Arc::clone(responder));
    tokio::spawn(async move {
        tokio::select! {
            _ = answered => return,
            () = sleep(DEFER_AFTER) => {}
        }
        // Outside the select: a deferral under way is not broken off, or nobody would know whether it arrived.
        core.meters.deferred.one();
        if let Err(error) = responder.defer(ephemeral).await {
            tracing::warn!(%error, "an answer could not be announced");
        }
    });
    in_time
}

/// The lane of somebody's direct messages.
pub(super) fn sender(event: &Event) -> UserId {
    event.actor.id
}
