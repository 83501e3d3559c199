//! One look at one event: what is asked, what has been answered, and what the handlers so far would change.
//!
//! INVARIANT: a handler's writes join `draft` only when the whole handler went through, so a handler that fails leaves
//! no trace, and the next handler of the same event sees the rows as the one before left them.

use std::collections::BTreeSet;

use super::{asking, dice::Dice, entry, writes::Writes};
use crate::{
    lexicon::event::ENDED,
    plan::{FeatureId, FieldId, Plan, StoreId, consent::Consent},
    port::{
        Action, ActionKind, Answer, Event, EventKind, Export, Failure, Guild, Interaction,
        InteractionKind, MessageDraft, Op, Operators, Outcome, Read, Reads, RowId, Scan, Settings,
        StoredRow, Use,
    },
    sabotage::{Saboteur, off},
    vocab::{GuildId, Place, Timestamp, UserId},
    wording::say,
};

/// Rows that one event may look at, all handlers together. They are held in memory meanwhile.
pub(super) const ROWS_MAX: usize = 100_000;

/// Why evaluation goes no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Halt {
    /// An answer is missing; it has been asked for.
    Pending,
    /// The handler ends here, and what it did so far stands.
    Stop,
    /// The handler changes nothing, and the invoker is told why.
    Refuse(String),
    /// The handler changes nothing, because the person of the event did not consent to this feature.
    Consent(FeatureId, Consent),
    /// The handler changes nothing, because something in it has no meaning (a row without its key) or no bound.
    Fail(String),
}

pub(super) type Flow<T> = Result<T, Halt>;

pub(super) fn refuse<T>(message: impl Into<String>) -> Flow<T> {
    Err(Halt::Refuse(message.into()))
}

pub(super) fn fail<T>(what: impl Into<String>) -> Flow<T> {
    Err(Halt::Fail(what.into()))
}

pub(super) struct Round<'a> {
    pub(super) plan: &'a Plan,
    pub(super) event: &'a Event,
    pub(super) now: Timestamp,
    pub(super) dice: &'a mut Dice,
    pub(super) draft: Writes,
    pub(super) actions: Vec<Action>,
    pub(super) used: Vec<Use>,
    /// The feature whose steps are carried to their end, also while it is off.
    pub(super) begun: Option<FeatureId>,
    /// Stores of which the command at work sees rows that only a hold keeps.
    pub(super) held: &'a [StoreId],
    /// What follows from what somebody asked for is at work, and answers nobody.
    pub(super) raised: bool,
    reads: &'a Reads,
    needs: BTreeSet<Read>,
    failed: Vec<Failure>,
    /// A question that the event waits for.
    asked: Option<Action>,
    rows_left: usize,
    /// Handlers that were concluded.
    handlers: u32,
    pending: bool,
}

impl<'a> Round<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        event: &'a Event,
        reads: &'a Reads,
        now: Timestamp,
        dice: &'a mut Dice,
    ) -> Self {
        Self {
            plan,
            event,
            now,
            dice,
            draft: Writes::default(),
            actions: Vec::new(),
            used: Vec::new(),
            begun: None,
            held: &[],
            raised: false,
            reads,
            needs: BTreeSet::new(),
            failed: Vec::new(),
            asked: None,
            rows_left: ROWS_MAX,
            handlers: 0,
            pending: false,
        }
    }

    /// The server of the event, or a refusal.
    pub(super) fn guild(&self) -> Flow<&'a Guild> {
        match &self.event.guild {
            Some(guild) => Ok(guild),
            None => refuse(say!("servers-only")),
        }
    }

    /// Who operates the bot, or a refusal that says that nobody does yet.
    pub(super) fn operators(&self) -> Flow<Operators> {
        let operators = self.reads.operators;
        operators.map_or_else(|| refuse(say!("no-operators")), Ok)
    }

    /// Refuses unless the person of the event operates the bot.
    pub(super) fn require_operator(&self) -> Flow<()> {
        if self.operators()?.has(self.event) {
            Ok(())
        } else {
            refuse(say!("operators-only"))
        }
    }

    pub(super) fn interaction(&self) -> Option<&'a Interaction> {
        match &self.event.kind {
            EventKind::Interaction(interaction) if !self.raised => Some(interaction),
            EventKind::Interaction(_) | EventKind::Happened(_) => None,
        }
    }

    /// Whether what happens is that a row ended.
    pub(super) fn is_ending(&self) -> bool {
        match self.event.kind {
            EventKind::Happened(what) => *what == ENDED,
            EventKind::Interaction(_) => false,
        }
    }

    fn with_held(&self, store: StoreId, read: Read) -> Read {
        if self.held.contains(&store) {
            Read::WithHeld(Box::new(read))
        } else {
            read
        }
    }

    pub(super) fn row(&mut self, id: RowId) -> Flow<Option<&'a StoredRow>> {
        let Answer::Row(row) = self.ask(self.with_held(id.store, Read::Row(id)))? else {
            return mistaken();
        };
        Ok(row.as_ref())
    }

    pub(super) fn rows(&mut self, scan: Scan) -> Flow<&'a [StoredRow]> {
        let Answer::Rows(rows) = self.ask(self.with_held(scan.store, Read::Scan(scan)))? else {
            return mistaken();
        };
        match self.rows_left.checked_sub(rows.len()) {
            Some(left) => self.rows_left = left,
            None if self.interaction().is_some() => {
                return refuse(say!("too-many-rows", max = ROWS_MAX.to_string()));
            }
            None => return fail(format!("more than {ROWS_MAX} rows were looked at")),
        }
        Ok(rows)
    }

    /// How many rows a scan has, or the sum of a field of theirs.
    pub(super) fn tally(&mut self, of: Scan, sum: Option<FieldId>) -> Flow<i64> {
        let read = self.with_held(of.store, Read::Tally { of, sum });
        let Answer::Number(number) = self.ask(read)? else {
            return mistaken();
        };
        Ok(*number)
    }

    /// The number that the next row of a store will get.
    pub(super) fn next_number(&mut self, store: StoreId, guild: Option<GuildId>) -> Flow<i64> {
        let Answer::Number(next) = self.ask(Read::Number { store, guild })? else {
            return mistaken();
        };
        Ok(*next)
    }

    pub(super) fn settings(&mut self, guild: GuildId) -> Flow<&'a Settings> {
        let Answer::Settings(settings) = self.ask(Read::Settings(guild))? else {
            return mistaken();
        };
        Ok(settings)
    }

    pub(super) fn suppressed(
        &mut self,
        guild: Option<GuildId>,
        user: UserId,
    ) -> Flow<&'a [StoreId]> {
        let Answer::Suppressed(stores) = self.ask(Read::Suppressed { guild, user })? else {
            return mistaken();
        };
        Ok(stores)
    }

    pub(super) fn export(&mut self, guild: Option<GuildId>, user: UserId) -> Flow<&'a Export> {
        let Answer::Export(export) = self.ask(Read::Export { guild, user })? else {
            return mistaken();
        };
        Ok(export)
    }

    /// How often something was done lately, by earlier events.
    pub(super) fn times(&self, of: &Use) -> usize {
        self.reads.uses.times(of, self.now)
    }

    fn ask(&mut self, read: Read) -> Flow<&'a Answer> {
        let reads = self.reads;
        if let Some(answer) = reads.answers.get(&read) {
            return Ok(answer);
        }
        self.needs.insert(read);
        Err(Halt::Pending)
    }

    /// Whether somebody uses a command of direct messages, where no server switches anything.
    fn is_direct(&self) -> bool {
        let entry = self
            .interaction()
            .and_then(|of| entry::entry(self.plan, &of.kind));
        self.event.guild.is_none() && entry.is_some_and(|entry| entry.command.in_dm)
    }

    /// Whether the feature is switched on in the server of the event.
    pub(super) fn is_on(&mut self, feature: FeatureId) -> Flow<bool> {
        if self.is_direct() {
            return Ok(true);
        }
        let guild = self.guild()?.id;
        let Some(feature) = self.plan.feature(feature) else {
            return fail("the plan names a feature that it does not hold");
        };
        Ok(self.settings(guild)?.is_on(feature) || off(Saboteur::FeatureOff))
    }

    /// Whether rows of a feature's stores are written here. Where it is off, who asked is told so, and where nobody
    /// asked nothing is written.
    pub(super) fn may_fill(&mut self, feature: FeatureId) -> Flow<bool> {
        if self.begun == Some(feature) {
            return Ok(true);
        }
        if self.interaction().is_some() {
            self.require_on(feature)?;
        }
        self.is_on(feature)
    }

    /// Refuses when the feature is off, telling how an admin turns it on.
    pub(super) fn require_on(&mut self, feature: FeatureId) -> Flow<()> {
        if self.is_on(feature)? {
            return Ok(());
        }
        let plan = self.plan;
        let feature = plan.feature(feature);
        let name = feature.map_or("", |feature| plan.feature_called(feature));
        refuse(say!("feature-is-off", name))
    }

    /// Takes in how a handler or a generated command ended.
    pub(super) fn conclude(&mut self, result: Flow<Vec<Action>>, at: Option<&Place>) {
        self.handlers += 1;
        match result {
            Ok(mut actions) => {
                for action in &mut actions {
                    action.handler = self.handlers;
                    action.unasked = self.raised;
                }
                self.actions.extend(actions);
            }
            Err(Halt::Pending) => self.pending = true,
            Err(Halt::Stop) => {}
            Err(Halt::Refuse(message)) => self.tell(message, at),
            Err(Halt::Consent(feature, consent)) => self.lacks(feature, consent, at),
            Err(Halt::Fail(what)) => {
                let reference = reference(&self.event.dedupe);
                self.tell(say!("broken-off", reference = &reference), at);
                self.failed.push(Failure {
                    what,
                    reference,
                    at: at.cloned(),
                });
            }
        }
    }

    /// The same for steps that followed an effect: what they wrote and did counts only when they went through, and the
    /// effect stands in any case.
    pub(super) fn conclude_sequel(
        &mut self,
        result: Flow<()>,
        draft: Writes,
        actions: Vec<Action>,
        at: &Place,
    ) {
        match result {
            Ok(()) | Err(Halt::Stop) => {
                self.draft = draft;
                self.conclude(Ok(actions), Some(at));
            }
            // Taken back while the effect was under way.
            Err(Halt::Consent(..)) => {}
            Err(Halt::Fail(what)) => {
                let reference = reference(&self.event.dedupe);
                let text = say!("partly-broken-off", reference = &reference);
                self.tell_by(whisper(text), Some(at));
                self.failed.push(Failure {
                    what,
                    reference,
                    at: Some(at.clone()),
                });
            }
            Err(halt) => self.conclude(Err(halt), Some(at)),
        }
    }

    /// A handler needs a consent that is not there. Who waits for an answer is asked for it, or was before; nobody else is.
    fn lacks(&mut self, feature: FeatureId, consent: Consent, at: Option<&Place>) {
        let Some(asking) = self.interaction() else {
            return;
        };
        let is_typed = matches!(asking.kind, InteractionKind::Typed(_));
        match consent {
            // Only an interaction can be asked so that nobody else sees it.
            Consent::Unasked | Consent::Outdated if is_typed => {
                let plan = self.plan;
                let name = plan.feature(feature);
                let name = name.map_or("", |feature| plan.feature_called(feature));
                self.tell(say!("consent-first", name), at);
            }
            Consent::Unasked | Consent::Outdated => {
                let mut ask = asking::question(self.plan, self.event, feature);
                ask.at = at.cloned();
                self.asked.get_or_insert(ask);
            }
            Consent::Refused | Consent::Given => {
                let plan = self.plan;
                let name = plan.feature(feature);
                let name = name.map_or("", |feature| plan.feature_called(feature));
                self.tell(say!("consent-refused", name), at);
            }
        }
    }

    /// Answers the invoker alone; when nobody asked, nobody is told. What was typed into a form can be changed.
    fn tell(&mut self, message: String, at: Option<&Place>) {
        let action = match self.interaction() {
            Some(asking) => entry::offer_again(self.plan, asking, &message),
            None => None,
        };
        self.tell_by(action.unwrap_or_else(|| whisper(message)), at);
    }

    fn tell_by(&mut self, mut action: Action, at: Option<&Place>) {
        if self.interaction().is_some() {
            action.at = at.cloned();
            action.handler = self.handlers;
            self.actions.push(action);
        }
    }

    pub(super) fn finish(mut self) -> Outcome {
        if !self.needs.is_empty() {
            return Outcome::Needs(self.needs);
        }
        if self.pending {
            // Only a mistake in the router waits without having asked; asking again would never end.
            self.pending = false;
            self.conclude(fail("a handler waits for nothing"), None);
        }
        if let Some(ask) = self.asked.filter(|_| !off(Saboteur::AskedFirst)) {
            // The event waits as a whole, so that nothing of it happens twice.
            return Outcome::Done {
                ops: Vec::new(),
                actions: vec![ask],
                failed: Vec::new(),
                used: Vec::new(),
            };
        }
        let ops = self.draft.into_ops();
        if let Some(guild) = &self.event.guild
            && ops.iter().any(|op| changes_commands(self.plan, op))
        {
            let guild = guild.id;
            // First: whoever is told that a command is ready can use it.
            let refresh = plain(ActionKind::RefreshCommands { guild });
            self.actions.insert(0, refresh);
        }
        Outcome::Done {
            ops,
            actions: self.actions,
            failed: self.failed,
            used: self.used,
        }
    }
}

/// Whether the commands that a server's admins made are others afterwards.
fn changes_commands(plan: &Plan, op: &Op) -> bool {
    plan.command_sets.iter().any(|set| match op {
        Op::Put { row, .. } | Op::Remove { row } => row.store == set.store,
        Op::Insert { store, .. } => *store == set.store,
        Op::SwitchFeature { feature, .. } => plan
            .feature(set.feature)
            .is_some_and(|owner| owner.name == *feature),
        Op::FlowEnded { .. }
        | Op::InsertedFlowEnded { .. }
        | Op::SetSetting { .. }
        | Op::Erase { .. }
        | Op::EraseServer { .. }
        | Op::EraseFrom { .. }
        | Op::Suppress { .. }
        | Op::Record(_)
        | Op::GuildPresent { .. }
        | Op::GuildRemoved { .. }
        | Op::MemberPresent { .. }
        | Op::MemberLeft { .. }
        | Op::ChannelRemoved { .. } => false,
    })
}

fn mistaken<T>() -> Flow<T> {
    fail("an answer does not fit its question")
}

/// An answer for the invoker's eyes only.
pub(super) fn whisper(content: impl Into<String>) -> Action {
    plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: content.into(),
            ..MessageDraft::default()
        },
    })
}

/// An action of a generated command, which no line of the policy stands for.
pub(super) fn plain(kind: ActionKind) -> Action {
    Action::from(kind)
}

/// Six letters and digits that lead from what somebody quotes to the line of the log: the event's key, hashed (FNV-1a).
fn reference(dedupe: &str) -> String {
    const ALPHABET: &[u8] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = dedupe
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut out = String::new();
    for _ in 0..6 {
        let place = usize::try_from(hash & 31).unwrap_or_default();
        out.push(ALPHABET.get(place).copied().map_or('0', char::from));
        hash >>= 5;
    }
    out
}
