//! Expressions to values. Arithmetic is checked: what leaves 64 bits or divides by zero fails the handler.
//!
//! While answers are missing, independent parts are evaluated all the same, so that one round asks for as much as it
//! can. What a guard protects (`and`, `or`, `??`, `if`) waits for the guard.

use std::cmp::Ordering;

use super::{
    function,
    round::{Flow, Halt, fail},
    run::Run,
    template, text,
};
use crate::{
    plan::{Builtin, Expr, Op, Source},
    port::{EventKind, InteractionKind},
    vocab::{Duration, MessageId, RoleId, Timestamp, UserId, Value},
};

/// Discord's epoch, the start of 2015, in milliseconds: snowflakes count from it.
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

impl Run<'_, '_> {
    pub(super) fn eval(&mut self, expr: &Expr) -> Flow<Value> {
        self.work()?;
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Local(slot) => self.slot(*slot),
            Expr::Source(source) => Ok(self.source(*source)),
            Expr::Person { of, what } => match self.eval(of)? {
                Value::None => Ok(Value::None),
                Value::User(id) => Ok(self.about(id, *what)),
                _ => mismatch("a person"),
            },
            Expr::Can { of, permission } => match self.eval(of)? {
                Value::User(id) => Ok(Value::Bool(self.permissions_of(id)?.allows(*permission))),
                Value::None => Ok(Value::Bool(false)),
                _ => mismatch("a person"),
            },
            Expr::Setting(id) => {
                let guild = self.guild()?.id;
                let stored = self.round.settings(guild)?.values.get(id);
                let default = || self.round.plan.setting(*id)?.default.as_ref();
                Ok(stored.or_else(default).cloned().unwrap_or(Value::None))
            }
            Expr::Field {
                store,
                key,
                field,
                before,
            } => self.field(*store, key, *field, *before),
            Expr::Exists { store, key } => self.exists(*store, key).map(Value::Bool),
            Expr::Row(field) => match self.hand.last() {
                Some(row) => Ok(value_at(&row.values, field.0)),
                None => fail("a row is read where there is none"),
            },
            Expr::Rank => match self.hand.last() {
                Some(row) => Ok(Value::Int(row.rank)),
                None => fail("a place in a list is read where there is none"),
            },
            Expr::Not(of) => Ok(Value::Bool(!self.truth(of)?)),
            Expr::Negate(of) => match self.eval(of)? {
                Value::Int(number) => number.checked_neg().map(Value::Int).map_or_else(beyond, Ok),
                Value::Duration(one) => match one.ms.checked_neg() {
                    Some(ms) => Ok(Value::Duration(Duration { ms })),
                    None => beyond(),
                },
                _ => mismatch("a number"),
            },
            Expr::IsNone(of) => Ok(Value::Bool(self.eval(of)? == Value::None)),
            Expr::Coalesce(first, second) => match self.eval(first)? {
                Value::None => self.eval(second),
                value => Ok(value),
            },
            Expr::Binary { op, left, right } => self.binary(*op, left, right),
            Expr::If {
                cond,
                then,
                otherwise,
            } => {
                let branch = if self.truth(cond)? { then } else { otherwise };
                self.eval(branch)
            }
            Expr::Call { function, args } => {
                let args = self.all(args)?;
                self.call(*function, &args)
            }
            Expr::Count(query) => {
                let count = self.query(query)?.len();
                Ok(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)))
            }
            Expr::Sum { query, field } => {
                let mut total = Value::Int(0);
                for found in self.query(query)? {
                    match value_at(&found.values, field.0) {
                        Value::None => {}
                        next => total = arithmetic(Op::Add, &total, &next)?,
                    }
                }
                Ok(total)
            }
        }
    }

    /// Every value, or `Pending` after each had the chance to ask.
    pub(super) fn all<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e Expr>,
    ) -> Flow<Vec<Value>> {
        let mut values = Vec::new();
        let mut pending = false;
        for expr in exprs {
            match self.eval(expr) {
                Ok(value) => values.push(value),
                Err(Halt::Pending) => pending = true,
                Err(halt) if !pending => return Err(halt),
                Err(_) => break,
            }
        }
        if pending {
            Err(Halt::Pending)
        } else {
            Ok(values)
        }
    }

    pub(super) fn truth(&mut self, expr: &Expr) -> Flow<bool> {
        match self.eval(expr)? {
            Value::Bool(truth) => Ok(truth),
            _ => mismatch("yes or no"),
        }
    }

    fn binary(&mut self, op: Op, left: &Expr, right: &Expr) -> Flow<Value> {
        match op {
            Op::And => Ok(Value::Bool(self.truth(left)? && self.truth(right)?)),
            Op::Or => Ok(Value::Bool(self.truth(left)? || self.truth(right)?)),
            _ => {
                let both = self.all([left, right])?;
                let [left, right] = both.as_slice() else {
                    return mismatch("two values");
                };
                self.compare(op, left, right)
            }
        }
    }

    fn compare(&self, op: Op, left: &Value, right: &Value) -> Flow<Value> {
        let truth = match op {
            Op::Equal => left == right,
            Op::NotEqual => left != right,
            Op::Less => ordering(left, right)? == Ordering::Less,
            Op::LessOrEqual => ordering(left, right)? != Ordering::Greater,
            Op::Greater => ordering(left, right)? == Ordering::Greater,
            Op::GreaterOrEqual => ordering(left, right)? != Ordering::Less,
            Op::In => match right {
                Value::None => false,
                // A list of roles holds mentions, which is also how a role is shown.
                Value::Words(words) => *left != Value::None && words.contains(&self.show(left)),
                _ => return mismatch("a list"),
            },
            _ => return arithmetic(op, left, right),
        };
        Ok(Value::Bool(truth))
    }

    fn source(&self, source: Source) -> Value {
        let event = self.round.event;
        let guild = event.guild.as_deref();
        let count = |number: u32| Value::Int(i64::from(number));
        match source {
            Source::Now => Value::Instant(self.round.now),
            Source::GuildId => guild.map_or(Value::None, |guild| Value::Guild(guild.id)),
            Source::GuildName => guild.map_or(Value::None, |guild| Value::Text(guild.name.clone())),
            Source::GuildMemberCount => guild.map_or(Value::None, |guild| {
                Value::Int(i64::try_from(guild.member_count).unwrap_or(i64::MAX))
            }),
            Source::ChannelId => event.channel.map_or(Value::None, Value::Channel),
            Source::MessageId => self.message_id().map_or(Value::None, Value::Message),
            Source::MessageLink => match (guild, event.channel, self.message_id()) {
                (Some(guild), Some(channel), Some(message)) => Value::Text(format!(
                    "https://discord.com/channels/{}/{channel}/{message}",
                    guild.id
                )),
                _ => Value::None,
            },
            Source::MessageContent => match &event.kind {
                EventKind::Message { content, .. } => Value::Text(content.clone()),
                _ => Value::None,
            },
            Source::MessageMentionCount => match &event.kind {
                EventKind::Message { mention_count, .. } => count(*mention_count),
                _ => Value::None,
            },
            Source::MessageAttachmentCount => match &event.kind {
                EventKind::Message {
                    attachment_count, ..
                } => count(*attachment_count),
                _ => Value::None,
            },
            Source::ReactionEmoji => match &event.kind {
                EventKind::ReactionAdd { emoji, .. } | EventKind::ReactionRemove { emoji, .. } => {
                    Value::Emoji(emoji.clone())
                }
                _ => Value::None,
            },
            Source::ActorId => Value::User(event.actor.id),
            Source::BotId => guild.map_or(Value::None, |guild| Value::User(guild.me)),
            of_actor => self.about(event.actor.id, of_actor),
        }
    }

    fn message_id(&self) -> Option<MessageId> {
        match &self.round.event.kind {
            EventKind::Message { id, .. } => Some(*id),
            EventKind::ReactionAdd { message, .. } | EventKind::ReactionRemove { message, .. } => {
                Some(*message)
            }
            EventKind::Interaction(interaction) => match &interaction.kind {
                InteractionKind::Button(press) => Some(press.message),
                _ => None,
            },
            EventKind::MemberJoin | EventKind::MemberLeave => None,
        }
    }

    /// Something about a person. Of somebody the event tells nothing about, a name is the mention, which Discord shows
    /// as the name, and what only a member has is none.
    fn about(&self, id: UserId, what: Source) -> Value {
        let person = self.person(id);
        let me = self.round.event.guild.as_deref().map(|guild| guild.me);
        let name = |name: Option<&String>| {
            let bot = (me == Some(id)).then_some(&self.round.plan.bot);
            let known = name.or(bot).cloned();
            Value::Text(known.unwrap_or_else(|| text::show(&Value::User(id))))
        };
        match what {
            // A mention stays an id until it is text, so that `mentions` knows whom to notify.
            Source::Id | Source::Mention | Source::ActorId => Value::User(id),
            Source::Name => name(person.map(|person| &person.name)),
            Source::DisplayName => name(person.map(|person| &person.display_name)),
            Source::Bot => Value::Bool(person.map_or(me == Some(id), |person| person.bot)),
            Source::JoinedAt => person
                .and_then(|person| person.joined_at)
                .map_or(Value::None, Value::Instant),
            Source::CreatedAt => {
                let ms = i64::try_from(id.0 >> 22).unwrap_or_default();
                Value::Instant(Timestamp(ms.saturating_add(DISCORD_EPOCH_MS)))
            }
            Source::Roles => {
                let roles: &[RoleId] = person
                    .and_then(|person| person.roles.as_deref())
                    .unwrap_or_default();
                let mentions = roles.iter().map(|role| text::show(&Value::Role(*role)));
                Value::Words(mentions.collect())
            }
            _ => Value::None,
        }
    }

    fn call(&mut self, function: Builtin, args: &[Value]) -> Flow<Value> {
        Ok(match (function, args) {
            (Builtin::Random, [Value::Int(low), Value::Int(high)]) => {
                match self.round.dice.between(*low, *high) {
                    Some(number) => Value::Int(number),
                    None => return fail("`random` was given a lower end above the upper"),
                }
            }
            (Builtin::Level, [Value::Int(xp)]) => Value::Int(function::level(*xp)),
            (Builtin::LevelXp, [Value::Int(level)]) => function::level_xp(*level)
                .map(Value::Int)
                .map_or_else(beyond, Ok)?,
            (Builtin::Min, [first, rest @ ..]) => pick(first, rest, Ordering::Less)?,
            (Builtin::Max, [first, rest @ ..]) => pick(first, rest, Ordering::Greater)?,
            (Builtin::Length, [Value::Words(words)]) => length(words.len()),
            (Builtin::Length, [value]) => length(text::chars(&self.show(value))),
            (Builtin::Lower, [value]) => Value::Text(self.show(value).to_lowercase()),
            (Builtin::Contains, [text, part]) => {
                Value::Bool(function::contains(&self.show(text), &self.show(part)))
            }
            (Builtin::ContainsAny, [_, Value::None]) => Value::Bool(false),
            (Builtin::ContainsAny, [text, Value::Words(words)]) => {
                match function::contains_any(&self.show(text), words) {
                    Some(found) => Value::Bool(found),
                    None => return fail("a list of words is too large to search for"),
                }
            }
            (Builtin::HasInvite, [text]) => Value::Bool(function::has_invite(&self.show(text))),
            (Builtin::HasLink, [text]) => Value::Bool(function::has_link(&self.show(text))),
            (Builtin::Render, [template]) => Value::Text(self.render(&self.show(template))?),
            (Builtin::Mention, [Value::User(id)]) => Value::User(*id),
            (Builtin::Mention, [value]) => Value::Text(self.show(value)),
            (Builtin::Relative, [Value::Instant(at)]) => Value::Text(text::stamp(*at, 'R')),
            (Builtin::Relative, [Value::None]) => Value::None,
            (Builtin::Truncate, [text, Value::Int(max)]) => {
                let max = usize::try_from(*max).unwrap_or_default();
                Value::Text(text::cut(&self.show(text), max))
            }
            _ => return mismatch("what the function takes"),
        })
    }

    fn render(&self, template: &str) -> Flow<String> {
        let event = self.round.event;
        let actor = &event.actor;
        let user = [
            ("name", actor.display_name.clone()),
            ("mention", text::show(&Value::User(actor.id))),
            ("id", actor.id.to_string()),
        ];
        let mut variables = template::Variables::from([("user", user.into())]);
        if let Some(guild) = event.guild.as_deref() {
            let server = [
                ("name", guild.name.clone()),
                ("members", guild.member_count.to_string()),
            ];
            variables.insert("server", server.into());
        }
        if let Some(channel) = event.channel {
            let channel = [("mention", text::show(&Value::Channel(channel)))];
            variables.insert("channel", channel.into());
        }
        template::render(template, &variables).or_else(|error| {
            self.object(
                format!("The text set for this in the server cannot be shown: {error}."),
                "a template that a server's admin wrote cannot be rendered",
            )
        })
    }
}

fn length(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

fn pick(first: &Value, rest: &[Value], wanted: Ordering) -> Flow<Value> {
    let mut best = first;
    for next in rest {
        if ordering(next, best)? == wanted {
            best = next;
        }
    }
    Ok(best.clone())
}

/// The value of a field; a row written before the field existed has none.
pub(super) fn value_at(values: &[Value], field: u32) -> Value {
    values.get(field as usize).cloned().unwrap_or(Value::None)
}

fn ordering(left: &Value, right: &Value) -> Flow<Ordering> {
    if std::mem::discriminant(left) == std::mem::discriminant(right) {
        Ok(left.cmp(right))
    } else {
        mismatch("two values of one kind")
    }
}

fn arithmetic(op: Op, left: &Value, right: &Value) -> Flow<Value> {
    let int = |result: Option<i64>| result.map(Value::Int).map_or_else(beyond, Ok);
    let duration = |result: Option<i64>| match result {
        Some(ms) => Ok(Value::Duration(Duration { ms })),
        None => beyond(),
    };
    let instant = |result: Option<i64>| match result {
        Some(ms) => Ok(Value::Instant(Timestamp(ms))),
        None => beyond(),
    };
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => int(checked(op, *a, *b)?),
        (Value::Text(a), b) if op == Op::Add => Ok(Value::Text(format!("{a}{}", text::show(b)))),
        (Value::Duration(a), Value::Duration(b)) => match op {
            Op::Add | Op::Subtract | Op::Remainder => duration(checked(op, a.ms, b.ms)?),
            Op::Divide => int(checked(op, a.ms, b.ms)?),
            _ => mismatch("numbers"),
        },
        (Value::Duration(a), Value::Int(b)) if matches!(op, Op::Multiply | Op::Divide) => {
            duration(checked(op, a.ms, *b)?)
        }
        (Value::Int(a), Value::Duration(b)) if op == Op::Multiply => {
            duration(checked(op, *a, b.ms)?)
        }
        (Value::Instant(a), Value::Duration(b)) if matches!(op, Op::Add | Op::Subtract) => {
            instant(checked(op, a.0, b.ms)?)
        }
        (Value::Duration(a), Value::Instant(b)) if op == Op::Add => {
            instant(checked(op, a.ms, b.0)?)
        }
        (Value::Instant(a), Value::Instant(b)) if op == Op::Subtract => {
            duration(checked(op, a.0, b.0)?)
        }
        _ => mismatch("numbers"),
    }
}

fn checked(op: Op, left: i64, right: i64) -> Flow<Option<i64>> {
    match op {
        Op::Add => Ok(left.checked_add(right)),
        Op::Subtract => Ok(left.checked_sub(right)),
        Op::Multiply => Ok(left.checked_mul(right)),
        Op::Divide | Op::Remainder if right == 0 => fail("a number is divided by zero"),
        Op::Divide => Ok(left.checked_div(right)),
        Op::Remainder => Ok(left.checked_rem(right)),
        _ => mismatch("numbers"),
    }
}

fn beyond<T>() -> Flow<T> {
    fail("a number goes beyond 64 bits")
}

/// Only a plan that `check` did not accept gets here.
pub(super) fn mismatch<T>(wanted: &str) -> Flow<T> {
    fail(format!("a value is not {wanted}"))
}
