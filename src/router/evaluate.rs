//! Expressions to values. What operators compute is `plan::compute`, where no data can make a handler fail.
//!
//! While answers are missing, independent parts are evaluated all the same, so that one round asks for as much as it
//! can. What a guard protects (`and`, `or`, `??`, `if`) waits for the guard.

use super::{
    entry,
    round::{Flow, Halt, fail},
    run::Run,
    template, text,
};
use crate::{
    lexicon::{
        self, About, Function, Held, Source,
        function::{MAY, Means, Takes},
    },
    plan::{
        Expr, Kind, Op,
        compute::{self, Mismatch},
    },
    port::Line,
    vocab::{RoleId, Timestamp, Type, UserId, Value},
    wording::say,
};

/// Discord's epoch, the start of 2015, in milliseconds: snowflakes count from it.
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

impl Run<'_, '_> {
    pub(super) fn eval(&mut self, expr: &Expr) -> Flow<Value> {
        self.work()?;
        match &expr.kind {
            // `lower` makes no plan of it, and a message is taken apart by what it is given to.
            Kind::Unknown | Kind::Message { .. } => mismatch("a value"),
            Kind::Literal(value) => Ok(value.clone()),
            Kind::Local(slot) => self.slot(*slot),
            Kind::Now => Ok(Value::Instant(self.round.now)),
            Kind::Me => {
                let guild = self.round.event.guild.as_deref();
                Ok(guild.map_or(Value::None, |guild| Value::User(guild.me)))
            }
            Kind::Actor => Ok(Value::User(self.round.event.actor.id)),
            Kind::Told(source) => Ok(self.told(source)),
            Kind::Person { of, what } => Ok(match self.user(of)? {
                Some(id) => self.about(id, what),
                None => Value::None,
            }),
            Kind::Can { of, permission } => Ok(Value::Bool(match self.user(of)? {
                Some(id) => self.permissions_of(id)?.allows(*permission),
                None => false,
            })),
            Kind::Setting(id) => {
                let guild = self.guild()?.id;
                let settings = self.round.settings(guild)?;
                let setting = self.round.plan.setting(*id);
                let value = setting.and_then(|setting| settings.value(setting));
                Ok(value.cloned().unwrap_or(Value::None))
            }
            Kind::Field {
                store,
                key,
                field,
                before,
            } => self.field(*store, key, *field, *before),
            Kind::Exists { store, key } => self.exists(*store, key).map(Value::Bool),
            Kind::Row(_, field) => match self.hand.last() {
                Some(row) => Ok(value_at(&row.values, field.0)),
                None => fail("a row is read where there is none"),
            },
            Kind::Rank => match self.hand.last() {
                Some(row) => Ok(Value::Int(row.rank)),
                None => fail("a place in a list is read where there is none"),
            },
            Kind::Not(of) => Ok(Value::Bool(!self.truth(of)?)),
            Kind::Negate(of) => computed(compute::negated(&self.eval(of)?)),
            Kind::IsNone(of) => Ok(Value::Bool(self.eval(of)? == Value::None)),
            Kind::Coalesce(first, second) => {
                let value = self.eval(first)?;
                if value == Value::None {
                    return self.eval(second);
                }
                Ok(value)
            }
            Kind::Binary { op, left, right } => self.binary(*op, left, right),
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let branch = if self.truth(cond)? { then } else { otherwise };
                self.eval(branch)
            }
            Kind::Call { function, args } if **function == MAY => self.may(args).map(Value::Bool),
            Kind::Call { function, args } => {
                let args = self.all(args)?;
                self.call(function, args)
            }
            Kind::Count(query) => self.tally(query, None),
            Kind::Sum { query, field } => self.tally(query, Some(*field)),
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
        computed(compute::truth(&self.eval(expr)?))
    }

    fn binary(&mut self, op: Op, left: &Expr, right: &Expr) -> Flow<Value> {
        match op {
            Op::And => Ok(Value::Bool(self.truth(left)? && self.truth(right)?)),
            Op::Or => Ok(Value::Bool(self.truth(left)? || self.truth(right)?)),
            Op::Equal
            | Op::NotEqual
            | Op::Less
            | Op::LessOrEqual
            | Op::Greater
            | Op::GreaterOrEqual
            | Op::In
            | Op::Add
            | Op::Subtract
            | Op::Multiply
            | Op::Divide
            | Op::Remainder => {
                let both = self.all([left, right])?;
                let [left, right] = both.as_slice() else {
                    return mismatch("two values");
                };
                computed(compute::binary(op, left, right))
            }
        }
    }

    fn told(&self, source: &Source) -> Value {
        let event = self.round.event;
        let guild = event.guild.as_deref();
        match source.held {
            Held::ByEvent => {
                let told = event.tells.get(source).cloned();
                let told = told.or_else(|| entry::told(self.round.plan, event, source));
                told.unwrap_or(Value::None)
            }
            Held::GuildId => guild.map_or(Value::None, |guild| Value::Guild(guild.id)),
            Held::GuildName => guild.map_or(Value::None, |guild| Value::Text(guild.name.clone())),
            Held::GuildMemberCount => guild.map_or(Value::None, |guild| {
                Value::Int(i64::try_from(guild.member_count).unwrap_or(i64::MAX))
            }),
            Held::Channel => event.channel.map_or(Value::None, Value::Channel),
            Held::Link => match (guild, event.channel, event.message()) {
                (Some(guild), Some(channel), Some(message)) => {
                    Value::Text(lexicon::text::link(guild.id, channel, message))
                }
                _ => Value::None,
            },
            Held::ByPerson(about) => self.of_person(event.actor.id, about),
            Held::Changed => {
                let told = event.tells.get(source).cloned();
                told.unwrap_or_else(|| Value::Text(self.draft.changes(self.round.plan).join(", ")))
            }
            Held::SignIn => Value::None,
        }
    }

    fn about(&self, id: UserId, source: &Source) -> Value {
        match source.held {
            Held::ByPerson(about) => self.of_person(id, about),
            Held::ByEvent
            | Held::GuildId
            | Held::GuildName
            | Held::GuildMemberCount
            | Held::Channel
            | Held::Link
            | Held::Changed
            | Held::SignIn => Value::None,
        }
    }

    /// Something about a person. Of somebody the event tells nothing about, a name is the mention, which Discord shows
    /// as the name, and what only a member has is none.
    fn of_person(&self, id: UserId, about: About) -> Value {
        let person = self.person(id);
        let me = self.round.event.guild.as_deref().map(|guild| guild.me);
        let name = |name: Option<&String>| {
            let bot = (me == Some(id)).then_some(&self.round.plan.bot);
            let known = name.or(bot).cloned();
            Value::Text(known.unwrap_or_else(|| text::show(&Value::User(id))))
        };
        match about {
            About::Id => Value::User(id),
            About::Name => name(person.map(|person| &person.name)),
            About::DisplayName => name(person.map(|person| &person.display_name)),
            About::Bot => Value::Bool(person.map_or(me == Some(id), |person| person.bot)),
            About::JoinedAt => person
                .and_then(|person| person.joined_at)
                .map_or(Value::None, Value::Instant),
            About::Avatar => person
                .and_then(|person| person.avatar.clone())
                .map_or(Value::None, Value::Url),
            About::CreatedAt => {
                let ms = i64::try_from(id.0 >> 22).unwrap_or_default();
                Value::Instant(Timestamp(ms.saturating_add(DISCORD_EPOCH_MS)))
            }
            About::HasAvatar => Value::Bool(person.is_some_and(|person| person.has_avatar)),
            About::LastRoles => match person.and_then(|person| person.last_roles.as_ref()) {
                Some(roles) => Value::List(roles.iter().map(|role| Value::Role(*role)).collect()),
                None => Value::None,
            },
            About::Roles => {
                let roles: &[RoleId] = person
                    .and_then(|person| person.roles.as_deref())
                    .unwrap_or_default();
                Value::List(roles.iter().map(|role| Value::Role(*role)).collect())
            }
            // Asked for one by one, with `can`.
            About::Permissions => Value::None,
        }
    }

    fn call(&mut self, function: &Function, args: Vec<Value>) -> Flow<Value> {
        // What is computed from a field whose owner was erased is none. A setting that a server left out is no list.
        let mut given = args.iter().zip(function.takes);
        if given.any(|(arg, takes)| *arg == Value::None && *takes != Takes::Of(Type::Words)) {
            return Ok(Value::None);
        }
        match function.means {
            Means::Pure(compute) => {
                let args: Vec<Value> = args
                    .into_iter()
                    .zip(function.takes)
                    .map(|(arg, takes)| match takes {
                        Takes::Of(Type::Text) | Takes::Pattern => Value::Text(self.show(&arg)),
                        Takes::Long => self.long(arg),
                        Takes::Of(_) | Takes::Ordered | Takes::Mentionable | Takes::Several => arg,
                    })
                    .collect();
                compute(&args).or_else(fail)
            }
            Means::Random => {
                let [Value::Int(one), Value::Int(other)] = args.as_slice() else {
                    return mismatch("what the function takes");
                };
                let (low, high) = (one.min(other), one.max(other));
                let number = self.round.dice.between(*low, *high);
                Ok(number.map_or(Value::None, Value::Int))
            }
            Means::Render => match args.as_slice() {
                [template] => Ok(Value::Text(self.render(&self.show(template))?)),
                _ => mismatch("what the function takes"),
            },
            Means::Members => match args.as_slice() {
                [Value::Channel(channel)] => {
                    let there = self.guild()?.voices.values().filter(|one| *one == channel);
                    Ok(Value::Int(i64::try_from(there.count()).unwrap_or(i64::MAX)))
                }
                _ => mismatch("a channel"),
            },
            Means::May => mismatch("a setting that names people and roles"),
            Means::Mention => Ok(match args.as_slice() {
                [Value::User(id)] => Value::User(*id),
                [value] => Value::Text(self.show(value)),
                _ => return mismatch("what the function takes"),
            }),
        }
    }

    /// What has a length: a list as it is, anything else as it is shown, such as a mention.
    fn long(&self, arg: Value) -> Value {
        match [&arg] {
            [Value::List(_) | Value::Words(_)] => arg,
            _ => Value::Text(self.show(&arg)),
        }
    }

    /// A template that was in order when it was set can break with a new version of the policy or the bot. Who may manage
    /// the server is told, since whoever sees it happen is not who wrote it.
    fn render(&mut self, template: &str) -> Flow<String> {
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
        template::render(template, &variables).or_else(|problem| {
            let message = say!("template-of-server", problem);
            let lines = self.actions.len();
            self.log(message.clone(), Line::Lasting)?;
            // The handler's own actions go when it breaks off; this one stays.
            let told = self.actions.split_off(lines);
            self.round.actions.extend(told);
            self.object(
                message,
                "a template that a server's admin wrote cannot be rendered",
            )
        })
    }
}

/// The value of a field; a row written before the field existed has none.
pub(super) fn value_at(values: &[Value], field: u32) -> Value {
    values.get(field as usize).cloned().unwrap_or(Value::None)
}

pub(super) fn computed<T>(result: Result<T, Mismatch>) -> Flow<T> {
    result.or_else(|Mismatch(wanted)| mismatch(wanted))
}

/// Only a plan that `check` did not accept gets here.
pub(super) fn mismatch<T>(wanted: &str) -> Flow<T> {
    fail(format!("a value is not {wanted}"))
}
