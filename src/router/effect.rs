//! Steps of a handler: what they write goes into its draft, what they do on Discord into its list of actions.
//!
//! What Discord would refuse and the router can foresee (a role above the bot's, a target above it) stops a command
//! before it changes anything, with an answer that says what to do. Where nobody asked, the effect alone is left out, and
//! the server's mod-log, when there is one, is told.

use std::collections::BTreeMap;

use super::{
    authority,
    evaluate::mismatch,
    message::is_empty,
    round::{Flow, Halt, refuse, whisper},
    run::{Run, leads_to_deeds, say},
    text::{cut, units},
};
use crate::{
    lexicon::{Args, Deed, Need, Rank, function::MAY},
    plan::{Arg, Expr, Kind, Message, Step, StepKind, StoreId, Text, To},
    port::{Action, ActionKind, Line, RowId},
    sabotage::{Saboteur, off},
    vocab::{ChannelId, Permission, UserId, Value},
    wording::say,
};

/// Rows that one `each` goes through.
const EACH_MAX: usize = 100;

impl Run<'_, '_> {
    /// While an answer is missing, straight steps after it are tried too, so that they can ask in the same round. A
    /// step that decides what comes next has to wait.
    pub(super) fn steps(&mut self, steps: &[Step]) -> Flow<()> {
        let mut pending = false;
        for step in steps {
            let outer = self.at.replace(step.at.clone());
            let result = self.step(step);
            match result {
                Ok(()) => self.at = outer,
                Err(Halt::Pending) => {
                    pending = true;
                    self.at = outer;
                    if decides(&step.kind) {
                        break;
                    }
                }
                Err(_) if pending => break,
                // `at` stays at the step that went wrong.
                Err(halt) => return Err(halt),
            }
        }
        if pending { Err(Halt::Pending) } else { Ok(()) }
    }

    fn step(&mut self, step: &Step) -> Flow<()> {
        self.work()?;
        if self.only_deeds && !leads_to_deeds(&step.kind) && !off(Saboteur::DeedsAlone) {
            return Ok(());
        }
        match &step.kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                let branch = if self.truth(cond)? { then } else { otherwise };
                self.steps(branch)
            }
            StepKind::Let { slot, value, .. } => match self.eval(value) {
                Ok(value) => self.set(*slot, Some(value)),
                Err(halt) => {
                    self.set(*slot, None)?;
                    Err(halt)
                }
            },
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                let rows = self.query(query)?;
                if rows.is_empty() {
                    return self.steps(otherwise);
                }
                self.tell_stop(rows.len())?;
                let mut pending = false;
                for (place, row) in rows.iter().take(EACH_MAX).enumerate() {
                    match self.with(&row.values, place + 1, |run| run.steps(steps)) {
                        Ok(()) => {}
                        Err(Halt::Pending) => pending = true,
                        Err(_) if pending => break,
                        Err(halt) => return Err(halt),
                    }
                }
                if pending { Err(Halt::Pending) } else { Ok(()) }
            }
            StepKind::Require {
                permission,
                target,
                cond,
                refusal,
            } => self.require(
                *permission,
                target.as_ref(),
                cond.as_ref(),
                refusal.as_ref(),
            ),
            StepKind::Limit {
                id,
                most,
                per,
                within,
                refusal,
                over,
            } => {
                let limit = (*id, *most, *within);
                self.limit(limit, per, refusal.as_ref(), over.as_ref())
            }
            StepKind::Stop => Err(Halt::Stop),
            StepKind::Insert { store, values } => self.insert(*store, values),
            StepKind::Update { store, key, values } => self.update(*store, key, values),
            StepKind::Delete { query, refusal } => self.delete(query, refusal.as_ref()),
            StepKind::Finish { query } => self.finish(query),
            StepKind::Say { .. } | StepKind::Do { .. } | StepKind::Ask(_) => {
                match self.effect(step)? {
                    Some(action) => self.act(action),
                    None => Ok(()),
                }
            }
            StepKind::Then {
                first,
                journal,
                keeps,
                steps,
                ..
            } => self.begin(first, *journal, keeps, steps),
        }
    }

    /// None where there is nothing to do.
    pub(super) fn effect(&mut self, step: &Step) -> Flow<Option<Action>> {
        let otherwise = step.otherwise.as_ref();
        let mut line = None;
        let kind = match &step.kind {
            StepKind::Say { .. } if self.in_vain => None,
            StepKind::Say { to, message } => {
                line = (*to == To::ModLog).then_some(Line::Said);
                self.said(to, message, otherwise)?
            }
            StepKind::Do { deed, args } => self.done(deed, args, otherwise)?,
            StepKind::Ask(asked) => Some(ActionKind::Inquire(self.inquiry(asked)?)),
            StepKind::When { .. }
            | StepKind::Let { .. }
            | StepKind::Each { .. }
            | StepKind::Require { .. }
            | StepKind::Stop
            | StepKind::Limit { .. }
            | StepKind::Insert { .. }
            | StepKind::Update { .. }
            | StepKind::Delete { .. }
            | StepKind::Finish { .. }
            | StepKind::Then { .. } => return mismatch("something done on Discord"),
        };
        let Some(kind) = kind else {
            return Ok(None);
        };
        let otherwise = otherwise.map(|text| self.text(text)).transpose()?;
        Ok(Some(Action {
            otherwise,
            at: self.at.clone(),
            line,
            ..Action::from(kind)
        }))
    }

    /// Decides an effect whose result steps wait for, and enters that they do. None is awaited where nothing is done.
    fn begin(
        &mut self,
        first: &Step,
        journal: StoreId,
        keeps: &[Expr],
        steps: &[Step],
    ) -> Flow<()> {
        if self.round.is_ending() {
            return self.enter(journal, keeps);
        }
        let effect = self.effect(first)?;
        let kept = self.all(keeps)?;
        let Some(action) = effect else {
            return Ok(());
        };
        let entry = RowId {
            store: journal,
            guild: Some(self.guild()?.id),
            key: vec![Value::Int(self.number())],
        };
        let values: Vec<Value> = entry.key.iter().cloned().chain(kept).collect();
        if !self.may_follow(journal, &values, steps)? {
            return Ok(());
        }
        self.draft.put(entry.clone(), values);
        let then = Some(Box::new(self.pending(entry)));
        self.act(Action { then, ..action })
    }

    /// Enters an effect that follows later, from its entry alone.
    fn enter(&mut self, journal: StoreId, keeps: &[Expr]) -> Flow<()> {
        let kept = self.all(keeps)?;
        let entry = Value::Int(self.entry()?);
        let values = std::iter::once(entry.clone()).chain(kept);
        // The last says that it was not begun, where the entry has room for it.
        let mut values: Vec<Value> = values.chain([Value::Bool(false)]).collect();
        let store = self.round.plan.store(journal);
        values.truncate(store.map_or(0, |store| store.fields.len()));
        let entry = RowId {
            store: journal,
            guild: Some(self.guild()?.id),
            key: vec![entry],
        };
        self.draft.put(entry, values);
        Ok(())
    }

    /// A refusal in the policy's own words, where it has some.
    fn require(
        &mut self,
        permission: Option<Permission>,
        target: Option<&Expr>,
        cond: Option<&Expr>,
        refusal: Option<&Text>,
    ) -> Flow<()> {
        match (self.required(permission, target, cond), refusal) {
            (Err(Halt::Refuse(_)), Some(text)) => {
                let message = self.text(text)?;
                refuse(message)
            }
            (held, _) => held,
        }
    }

    fn required(
        &mut self,
        permission: Option<Permission>,
        target: Option<&Expr>,
        cond: Option<&Expr>,
    ) -> Flow<()> {
        if let Some(permission) = permission.filter(|_| !off(Saboteur::MayStep)) {
            authority::require(self.round.event, self.guild()?, &[permission])?;
        }
        if let Some(cond) = cond
            && !self.truth(cond)?
            && !off(Saboteur::Asked)
        {
            let asks = cond.calls().map(|(function, _)| function);
            if asks.is_some_and(|function| *function == MAY) {
                return refuse(say!("may-not"));
            }
            return refuse(say!("not-now"));
        }
        if let Some(target) = target {
            let target = self.eval(target)?;
            if let Value::User(user) = target {
                self.require_above(user)?;
            } else if let Value::Role(role) = target {
                self.require_above_role(role)?;
            } else if target == Value::None {
                return refuse(say!("nobody-named"));
            } else {
                return mismatch("a person");
            }
        }
        Ok(())
    }

    /// None when there is nobody to say it to, or nothing to say.
    fn said(
        &mut self,
        to: &To,
        message: &Message,
        otherwise: Option<&Text>,
    ) -> Flow<Option<ActionKind>> {
        match to {
            To::Reply { ephemeral: true } => Ok(Some(ActionKind::Reply {
                ephemeral: true,
                message: self.answer(message)?,
            })),
            To::Reply { ephemeral: false } => Ok(Some(ActionKind::Reply {
                ephemeral: false,
                message: self.aloud(|run| run.answer(message))?,
            })),
            To::Channel(to) => {
                let channel = self.channel(to)?;
                if let Some(problem) = channel.and_then(|channel| self.wrong_kind(channel)) {
                    self.impossible(problem, Line::Trouble, otherwise)?;
                    return Ok(None);
                }
                self.posted(channel, message, otherwise)
            }
            To::ModLog => {
                let channel = self.mod_log()?;
                self.posted(channel, message, otherwise)
            }
            To::Operators => {
                let operators = self.round.operators().ok();
                let channel = operators.and_then(|operators| operators.channel);
                if channel.is_none() {
                    self.impossible(say!("no-operators-channel"), Line::Trouble, otherwise)?;
                    return Ok(None);
                }
                self.posted(channel, message, otherwise)
            }
            To::Dm(to) => {
                let user = self.user(to)?;
                let message = if user == self.who_asked() {
                    self.message(message)?
                } else {
                    self.aloud(|run| run.message(message))?
                };
                let user = user.filter(|_| !is_empty(&message));
                Ok(user.map(|user| ActionKind::Dm { user, message }))
            }
            To::Edit(of) => {
                let Kind::Message { channel, id } = &of.kind else {
                    return mismatch("a message");
                };
                let place = self.place(channel, id)?;
                let message = self.aloud(|run| run.message(message))?;
                let place = place.filter(|_| !is_empty(&message));
                Ok(place.map(|(channel, of)| ActionKind::Edit {
                    channel,
                    of,
                    message,
                }))
            }
        }
    }

    fn posted(
        &mut self,
        channel: Option<ChannelId>,
        message: &Message,
        otherwise: Option<&Text>,
    ) -> Flow<Option<ActionKind>> {
        let Some(channel) = channel else {
            return Ok(None);
        };
        let mut draft = self.aloud(|run| run.message(message))?;
        if is_empty(&draft) {
            return Ok(None);
        }
        if let Some(persona) = &message.persona {
            draft.speaker = self.aloud(|run| run.speaker(persona, otherwise))?;
            if draft.speaker.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(ActionKind::Send {
            channel,
            message: draft,
        }))
    }

    /// None when a parameter that it needs has no value, or when Discord would refuse it. What may be left out is left out.
    fn done(
        &mut self,
        deed: &'static Deed,
        given: &BTreeMap<String, Arg>,
        otherwise: Option<&Text>,
    ) -> Flow<Option<ActionKind>> {
        let guild = self.guild()?;
        let mut args = Args::new(guild.id);
        let mut is_whole = true;
        for param in deed.params {
            let Some(arg) = given.get(param.name) else {
                continue;
            };
            match self.aloud(|run| run.argument(deed, param, arg))? {
                Some(value) => args.set(param.name, value),
                None => is_whole &= param.need == Need::May,
            }
        }
        if !is_whole {
            return Ok(None);
        }
        if let Some(problem) = self.misplaced(deed, &args) {
            self.impossible(problem, Line::Trouble, otherwise)?;
            return Ok(None);
        }
        for rank in deed.ranks {
            if let Some(problem) = self.outranked(*rank, deed, &args)? {
                self.impossible(problem, Line::Trouble, otherwise)?;
                return Ok(None);
            }
        }
        Ok(Some(ActionKind::Do { deed, args }))
    }

    /// A text that Discord takes only so long. Who asked is refused a longer one; where nobody did, it is cut, and the
    /// mod-log told. A text that is not whole yet (`pending`) is nobody's fault.
    pub(super) fn held_to(
        &mut self,
        text: &str,
        name: &str,
        max: usize,
        pending: bool,
    ) -> Flow<String> {
        if units(text) > max && !pending && self.round.interaction().is_some() {
            return refuse(say!(
                "at-most",
                name,
                max = max.to_string(),
                unit = "characters"
            ));
        }
        self.shortened(text, name, max)
    }

    /// The same where nobody is refused for it.
    pub(super) fn shortened(&mut self, text: &str, name: &str, max: usize) -> Flow<String> {
        if units(text) > max {
            self.remark(say!("text-cut", name, max = max.to_string()))?;
        }
        Ok(cut(text, max))
    }

    /// Why Discord's order of roles keeps the bot from it.
    fn outranked(&self, rank: Rank, deed: &Deed, args: &Args) -> Flow<Option<String>> {
        let guild = self.guild()?;
        Ok(match rank {
            Rank::Role(param) => args
                .role(param)
                .and_then(|role| authority::role_problem(guild, role)),
            Rank::Member(param) => args
                .user(param)
                .and_then(|user| authority::member_problem(guild, user, self.roles_of(user), deed)),
            Rank::NoAdministrator(param) => args.user(param).and_then(|user| {
                let roles = self.roles_of(user);
                authority::administrator_problem(guild, user, roles, deed)
                    .or_else(|| authority::member_problem(guild, user, roles, deed))
            }),
        })
    }

    /// Why nothing can be posted there; none where it can, or where Discord alone knows.
    fn wrong_kind(&self, channel: ChannelId) -> Option<String> {
        let guild = self.guild().ok()?;
        let known = guild.channels.get(&channel)?;
        (!known.kind.takes_messages()).then(|| say!("channel-kind", channel = channel.to_string()))
    }

    /// Refuses a command. Where nobody asked, nothing more is said, since it might claim what is not done, and the mod-log
    /// is told instead, which needs a setting's answer.
    pub(super) fn impossible(
        &mut self,
        problem: String,
        line: Line,
        otherwise: Option<&Text>,
    ) -> Flow<()> {
        let message = match otherwise {
            Some(text) => self.text(text)?,
            None => problem,
        };
        if self.round.interaction().is_some() {
            return refuse(message);
        }
        self.in_vain = !off(Saboteur::InVain);
        self.log(message, line)
    }

    /// Tells the mod-log, where the server has one, of something that no step says.
    pub(super) fn log(&mut self, message: String, line: Line) -> Flow<()> {
        let Some(channel) = self.mod_log()? else {
            return Ok(());
        };
        let kind = ActionKind::Send {
            channel,
            message: say(message),
        };
        if line == Line::Lasting && self.has_said(&kind) {
            return Ok(());
        }
        self.act(Action {
            at: self.at.clone(),
            line: Some(line),
            ..Action::from(kind)
        })
    }

    /// Tells who asked, or the mod-log, of something that goes on otherwise than it was written; once.
    pub(super) fn remark(&mut self, message: String) -> Flow<()> {
        if self.round.interaction().is_none() {
            return self.log(message, Line::Lasting);
        }
        let action = whisper(message);
        if self.has_said(&action.kind) {
            return Ok(());
        }
        self.act(action)
    }

    fn has_said(&self, kind: &ActionKind) -> bool {
        self.actions.iter().any(|action| action.kind == *kind)
    }

    /// Says that `each` leaves out rows, to who asked or to the mod-log.
    fn tell_stop(&mut self, rows: usize) -> Flow<()> {
        if rows <= EACH_MAX {
            return Ok(());
        }
        let message = say!(
            "each-stopped",
            max = EACH_MAX.to_string(),
            n = rows.to_string()
        );
        self.remark(message)
    }

    fn mod_log(&mut self) -> Flow<Option<ChannelId>> {
        let plan = self.round.plan;
        if plan.mod_log.is_none() {
            return Ok(None);
        }
        let guild = self.guild()?.id;
        Ok(self.round.settings(guild)?.mod_log(plan))
    }

    pub(super) fn channel(&mut self, expr: &Expr) -> Flow<Option<ChannelId>> {
        let value = self.eval(expr)?;
        if value == Value::None {
            return Ok(None);
        }
        let Value::Channel(channel) = value else {
            return mismatch("a channel");
        };
        Ok(Some(channel))
    }

    pub(super) fn user(&mut self, expr: &Expr) -> Flow<Option<UserId>> {
        let value = self.eval(expr)?;
        if value == Value::None {
            return Ok(None);
        }
        let Value::User(user) = value else {
            return mismatch("a person");
        };
        Ok(Some(user))
    }
}

/// Whether what comes after the step depends on it.
fn decides(step: &StepKind) -> bool {
    match step {
        StepKind::When { .. }
        | StepKind::Each { .. }
        | StepKind::Require { .. }
        | StepKind::Limit { .. } => true,
        StepKind::Delete { refusal, .. } => refusal.is_some(),
        StepKind::Then { .. }
        | StepKind::Let { .. }
        | StepKind::Stop
        | StepKind::Insert { .. }
        | StepKind::Update { .. }
        | StepKind::Finish { .. }
        | StepKind::Say { .. }
        | StepKind::Do { .. }
        | StepKind::Ask(_) => false,
    }
}
