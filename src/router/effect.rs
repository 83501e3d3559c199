//! Steps of a handler: what they write goes into its draft, what they do on Discord into its list of actions.
//!
//! What Discord would refuse and the router can foresee (a role above the bot's, a target above it) stops a command
//! before it changes anything, with an answer that says what to do. Where nobody asked, the effect alone is left out, and
//! the server's mod-log, when there is one, is told.

use super::{
    authority,
    evaluate::mismatch,
    message::is_empty,
    round::{Flow, Halt, refuse},
    run::{Run, say},
    text::{REASON_CHARS_MAX, cut},
};
use crate::{
    plan::{Effect, Expr, Message, Step, TIMEOUT_MAX, Text},
    port::{Action, ActionKind},
    vocab::{ChannelId, Duration, MessageId, Permission, UserId, Value},
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
                    if decides(&step.effect) {
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
        let otherwise = step.otherwise.as_ref();
        match &step.effect {
            Effect::When {
                cond,
                then,
                otherwise,
            } => {
                let branch = if self.truth(cond)? { then } else { otherwise };
                self.steps(branch)
            }
            Effect::Let { slot, value } => match self.eval(value) {
                Ok(value) => self.set(*slot, Some(value)),
                Err(halt) => {
                    self.set(*slot, None)?;
                    Err(halt)
                }
            },
            Effect::Each { query, steps } => {
                let rows = self.query(query)?;
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
            Effect::Require {
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
            Effect::Stop => Err(Halt::Stop),
            Effect::Insert { store, values } => self.insert(*store, values),
            Effect::Update { store, key, values } => self.update(*store, key, values),
            Effect::Delete { query } => self.delete(query),
            Effect::Finish { query } => self.finish(query),
            effect => {
                let Some(kind) = self.action(effect, otherwise)? else {
                    return Ok(());
                };
                let otherwise = otherwise.map(|text| self.text(text)).transpose()?;
                let at = self.at.clone();
                self.act(Action {
                    kind,
                    otherwise,
                    at,
                })
            }
        }
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
        if let Some(permission) = permission {
            authority::require(self.round.event, self.guild()?, &[permission])?;
        }
        if let Some(target) = target {
            match self.eval(target)? {
                Value::User(user) => self.require_above(user)?,
                Value::Role(role) => self.require_above_role(role)?,
                Value::None => return refuse("Nobody was named."),
                _ => return mismatch("a person"),
            }
        }
        match cond {
            Some(cond) if !self.truth(cond)? => {
                refuse("That is not possible right now. Nothing was changed.")
            }
            _ => Ok(()),
        }
    }

    /// None when there is nothing to do: no channel chosen, nobody there, an empty text.
    fn action(&mut self, effect: &Effect, otherwise: Option<&Text>) -> Flow<Option<ActionKind>> {
        Ok(match effect {
            Effect::Reply { ephemeral, message } => Some(ActionKind::Reply {
                ephemeral: *ephemeral,
                message: self.answer(message)?,
            }),
            Effect::Send { to, message } => {
                let channel = self.channel(to)?;
                self.posted(channel, message)?
            }
            Effect::EmitModLog { message } => {
                let channel = self.mod_log()?;
                self.posted(channel, message)?
            }
            Effect::Dm { to, message } => {
                let user = self.user(to)?;
                let message = self.message(message)?;
                user.filter(|_| !is_empty(&message))
                    .map(|user| ActionKind::Dm { user, message })
            }
            Effect::AddRole {
                member,
                role,
                reason,
            }
            | Effect::RemoveRole {
                member,
                role,
                reason,
            } => {
                let give = matches!(effect, Effect::AddRole { .. });
                self.role_change(give, member, role, reason.as_ref(), otherwise)?
            }
            Effect::Timeout {
                member,
                duration,
                reason,
            } => self.timeout(member, duration, reason.as_ref(), otherwise)?,
            Effect::DeleteMessage {
                channel,
                message,
                reason,
            } => {
                let place = self.place(channel, message)?;
                let reason = self.reason(reason.as_ref())?;
                place.map(|(channel, message)| ActionKind::DeleteMessage {
                    channel,
                    message,
                    reason,
                })
            }
            Effect::React {
                channel,
                message,
                emoji,
            } => {
                let place = self.place(channel, message)?;
                let emoji = match self.eval(emoji)? {
                    Value::Emoji(emoji) | Value::Text(emoji) => emoji,
                    Value::None => return Ok(None),
                    _ => return mismatch("an emoji"),
                };
                place.map(|(channel, message)| ActionKind::React {
                    channel,
                    message,
                    emoji,
                })
            }
            _ => None,
        })
    }

    fn posted(
        &mut self,
        channel: Option<ChannelId>,
        message: &Message,
    ) -> Flow<Option<ActionKind>> {
        let Some(channel) = channel else {
            return Ok(None);
        };
        let message = self.message(message)?;
        Ok((!is_empty(&message)).then_some(ActionKind::Send { channel, message }))
    }

    fn role_change(
        &mut self,
        give: bool,
        member: &Expr,
        role: &Expr,
        reason: Option<&Text>,
        otherwise: Option<&Text>,
    ) -> Flow<Option<ActionKind>> {
        let guild = self.guild()?;
        let member = self.user(member)?;
        let role = match self.eval(role)? {
            Value::Role(role) => role,
            Value::None => return Ok(None),
            _ => return mismatch("a role"),
        };
        let reason = self.reason(reason)?;
        if let Some(problem) = authority::role_problem(guild, role) {
            self.impossible(problem, otherwise)?;
            return Ok(None);
        }
        let guild = guild.id;
        Ok(member.map(|user| {
            if give {
                ActionKind::AddRole {
                    guild,
                    user,
                    role,
                    reason,
                }
            } else {
                ActionKind::RemoveRole {
                    guild,
                    user,
                    role,
                    reason,
                }
            }
        }))
    }

    fn timeout(
        &mut self,
        member: &Expr,
        duration: &Expr,
        reason: Option<&Text>,
        otherwise: Option<&Text>,
    ) -> Flow<Option<ActionKind>> {
        let guild = self.guild()?;
        let Some(user) = self.user(member)? else {
            return Ok(None);
        };
        let Value::Duration(duration) = self.eval(duration)? else {
            return mismatch("a duration");
        };
        let reason = self.reason(reason)?;
        if duration <= Duration::default() {
            return Ok(None);
        }
        if duration > TIMEOUT_MAX && self.round.interaction().is_some() {
            return refuse("Discord allows timeouts of at most 28 days.");
        }
        if let Some(problem) = authority::timeout_problem(guild, user, self.roles_of(user)) {
            self.impossible(problem, otherwise)?;
            return Ok(None);
        }
        Ok(Some(ActionKind::Timeout {
            guild: guild.id,
            user,
            duration: duration.min(TIMEOUT_MAX),
            reason,
        }))
    }

    /// Refuses a command; where nobody asked, tells the mod-log, which needs a setting's answer.
    fn impossible(&mut self, problem: String, otherwise: Option<&Text>) -> Flow<()> {
        let message = match otherwise {
            Some(text) => self.text(text)?,
            None => problem,
        };
        if self.round.interaction().is_some() {
            return refuse(message);
        }
        if let Some(channel) = self.mod_log()? {
            let at = self.at.clone();
            self.act(Action {
                kind: ActionKind::Send {
                    channel,
                    message: say(message),
                },
                otherwise: None,
                at,
            })?;
        }
        Ok(())
    }

    fn mod_log(&mut self) -> Flow<Option<ChannelId>> {
        match &self.round.plan.mod_log {
            Some(mod_log) => self.channel(&Expr::Setting(mod_log.setting)),
            None => Ok(None),
        }
    }

    fn channel(&mut self, expr: &Expr) -> Flow<Option<ChannelId>> {
        match self.eval(expr)? {
            Value::Channel(channel) => Ok(Some(channel)),
            Value::None => Ok(None),
            _ => mismatch("a channel"),
        }
    }

    fn user(&mut self, expr: &Expr) -> Flow<Option<UserId>> {
        match self.eval(expr)? {
            Value::User(user) => Ok(Some(user)),
            Value::None => Ok(None),
            _ => mismatch("a person"),
        }
    }

    fn place(&mut self, channel: &Expr, message: &Expr) -> Flow<Option<(ChannelId, MessageId)>> {
        let channel = self.channel(channel)?;
        match self.eval(message)? {
            Value::Message(message) => Ok(channel.map(|channel| (channel, message))),
            Value::None => Ok(None),
            _ => mismatch("a message"),
        }
    }

    /// For Discord's audit log.
    fn reason(&mut self, reason: Option<&Text>) -> Flow<Option<String>> {
        let reason = reason.map(|reason| self.text(reason)).transpose()?;
        Ok(reason.map(|reason| cut(&reason, REASON_CHARS_MAX)))
    }
}

/// Whether what comes after the step depends on it.
fn decides(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::When { .. } | Effect::Each { .. } | Effect::Require { .. }
    )
}
