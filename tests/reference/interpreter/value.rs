//! What expressions mean, and where their values come from.

use candor::{
    lexicon::{
        About, Held, Source,
        function::{MAY, MEMBERS_IN},
        person, source,
    },
    plan::{Expr, Kind, Op, StoreId},
    port::EventKind,
    vocab::{Category, Duration, RoleId, Timestamp, UserId, Value},
};

use super::super::taint::Taint;
use super::{Flow, Hand, Run, Val, clock, doors, place, standing, unread};

impl<'p> Run<'_, 'p> {
    pub(super) fn eval(&mut self, expr: &'p Expr) -> Flow<Val> {
        Ok(match &expr.kind {
            Kind::Literal(value) => Val::plain(value.clone()),
            Kind::Local(slot) => self.slots[slot.0 as usize].clone(),
            Kind::Now => Val {
                value: Value::Instant(self.state.now),
                taint: clock(self.sets_up),
            },
            Kind::Me => Val::plain(
                self.event
                    .guild
                    .as_ref()
                    .map_or(Value::None, |guild| Value::User(guild.me)),
            ),
            Kind::Actor => self.about(self.event.actor.id, &person::ID),
            Kind::Told(source) => self.told(source),
            Kind::Person { of, what } => {
                let of = self.eval(of)?;
                match of.value {
                    Value::User(user) => {
                        let told = self.about(user, what);
                        Val {
                            taint: told.taint.and(of.taint.choosing()),
                            ..told
                        }
                    }
                    _ => Val {
                        value: Value::None,
                        taint: of.taint.choosing(),
                    },
                }
            }
            Kind::Can { of, permission } => {
                let of = self.eval(of)?;
                let may = match of.value {
                    Value::User(user) => {
                        standing::permissions(self.event, user).allows(*permission)
                    }
                    _ => false,
                };
                let taint = self.source(&person::PERMISSIONS).and(of.taint.choosing());
                Val {
                    value: Value::Bool(may),
                    taint,
                }
            }
            Kind::Setting(id) => {
                let guild = self.guild()?;
                let declared = self.plan.setting(*id);
                let set = self
                    .state
                    .settings
                    .get(&guild)
                    .and_then(|here| here.values.get(id));
                let value = set.or(declared.and_then(|setting| setting.default.as_ref()));
                Val {
                    value: value.cloned().unwrap_or(Value::None),
                    taint: Taint::of_category(Category::Configuration),
                }
            }
            Kind::Field {
                store,
                key,
                field,
                before,
            } => self.field(*store, key, *field, *before)?,
            Kind::Exists { store, key } => {
                let (id, taint) = self.row_id(*store, key)?;
                let is_there = id.is_ok_and(|id| self.state.rows.contains_key(&id));
                Val {
                    value: Value::Bool(is_there),
                    taint: self.rows_of(*store).and(taint.choosing()),
                }
            }
            Kind::Row(store, field) => {
                let Some(Hand { values, found, .. }) = self.hand.last() else {
                    return unread("no row at hand");
                };
                let value = values[place(*field)].clone();
                let taint = value
                    .taint
                    .and(*found)
                    .and(self.declared(*store, place(*field)));
                self.reads(taint.copy);
                Val { taint, ..value }
            }
            Kind::Rank => {
                let Some(hand) = self.hand.last() else {
                    return unread("no row at hand");
                };
                Val::plain(Value::Int(hand.rank))
            }
            Kind::Not(of) => {
                let of = self.truth(of)?;
                Val {
                    value: Value::Bool(of.value != Value::Bool(true)),
                    ..of
                }
            }
            Kind::Negate(of) => {
                let of = self.eval(of)?;
                let value = match of.value {
                    Value::Int(number) => Value::Int(number.saturating_neg()),
                    Value::Duration(length) => Value::Duration(Duration {
                        ms: length.ms.saturating_neg(),
                    }),
                    _ => Value::None,
                };
                Val { value, ..of }
            }
            Kind::IsNone(of) => {
                let of = self.eval(of)?;
                Val {
                    value: Value::Bool(of.value == Value::None),
                    ..of
                }
            }
            Kind::Coalesce(first, second) => {
                let first = self.eval(first)?;
                if first.value != Value::None {
                    return Ok(first);
                }
                let second = self.eval(second)?;
                Val {
                    taint: second.taint.and(first.taint),
                    ..second
                }
            }
            Kind::Binary { op, left, right } => self.binary(*op, left, right)?,
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                let cond = self.truth(cond)?;
                let value = self.eval(if cond.value == Value::Bool(true) {
                    then
                } else {
                    otherwise
                })?;
                Val {
                    taint: value.taint.and(cond.taint),
                    ..value
                }
            }
            Kind::Call { function, args } if function.name == MAY.name => self.may(args)?,
            Kind::Call { function, args } if function.name == MEMBERS_IN.name => {
                let of = match args.first() {
                    Some(of) => self.eval(of)?,
                    None => return unread("no channel"),
                };
                let taint = of.taint.and(self.source(&source::VOICE_TO));
                let voices = self.event.guild.iter().flat_map(|guild| &guild.voices);
                let value = match of.value {
                    Value::Channel(channel) => {
                        let there = voices.filter(|(_, one)| **one == channel);
                        Value::Int(there.count() as i64)
                    }
                    _ => Value::None,
                };
                Val { value, taint }
            }
            Kind::Call { function, args } => {
                let mut values = Vec::new();
                for arg in args {
                    values.push(self.eval(arg)?);
                }
                self.call(function, values)?
            }
            Kind::Count(query) => {
                let found = self.query(query)?;
                Val {
                    value: Value::Int(found.rows.len() as i64),
                    taint: found.all,
                }
            }
            Kind::Sum { query, field } => {
                let found = self.query(query)?;
                let mut taint = found.all;
                let mut sum = 0_i128;
                for (_, row) in &found.rows {
                    let value = &row.values[place(*field)];
                    taint = taint
                        .and(value.taint)
                        .and(self.declared(query.store, place(*field)));
                    if let Value::Int(number) = value.value {
                        sum += i128::from(number);
                    }
                }
                Val {
                    value: Value::Int(bounded(sum)),
                    taint,
                }
            }
            _ => return unread("an expression"),
        })
    }

    /// Whether it holds: what is none does not.
    pub(super) fn truth(&mut self, expr: &'p Expr) -> Flow<Val> {
        let val = self.eval(expr)?;
        Ok(Val {
            value: Value::Bool(val.value == Value::Bool(true)),
            ..val
        })
    }

    /// What a field is declared for.
    pub(super) fn declared(&self, store: StoreId, at: usize) -> Taint {
        let field = self
            .plan
            .store(store)
            .and_then(|store| store.fields.get(at));
        let categories = field.into_iter().flat_map(|field| &field.categories);
        categories.fold(Taint::default(), |all, one| {
            all.and(Taint::of_category(*one))
        })
    }

    /// That rows are there, how many and in which order tells all that their store is about.
    pub(super) fn rows_of(&self, store: StoreId) -> Taint {
        let fields = self.plan.store(store).map_or(0, |store| store.fields.len());
        let mut taint = self
            .state
            .there
            .get(&store)
            .copied()
            .unwrap_or_default()
            .implied();
        for at in 0..fields {
            let field = &self.plan.stores[store.0 as usize].fields[at];
            for category in field.categories.iter().filter(|one| one.is_personal()) {
                taint = taint.and(Taint::of_category(*category));
            }
        }
        taint
    }

    fn field(
        &mut self,
        store: StoreId,
        key: &'p [Expr],
        field: candor::plan::FieldId,
        before: bool,
    ) -> Flow<Val> {
        let (id, chosen) = self.row_id(store, key)?;
        let declared = &self.plan.stores[store.0 as usize].fields[place(field)];
        let rows = if before {
            &self.before
        } else {
            &self.state.rows
        };
        let found = id.as_ref().ok().and_then(|id| rows.get(id));
        let value = match (found, &id) {
            (Some(row), _) => row.values[place(field)].clone(),
            // The key of a row that is not there is what was asked for.
            (None, Ok(id)) if place(field) < id.key.len() => {
                Val::plain(id.key[place(field)].clone())
            }
            (None, _) => Val::plain(declared.default.clone().unwrap_or(Value::None)),
        };
        let there = self.state.there.get(&store).copied().unwrap_or_default();
        let taint = value.taint.and(there.implied()).and(chosen.choosing());
        let taint = taint.and(self.declared(store, place(field)));
        self.reads(taint.copy);
        Ok(Val { taint, ..value })
    }

    /// What an event tells, and what of the bot's own doing it tells again.
    pub(super) fn source(&mut self, source: &Source) -> Taint {
        let taint = Taint::of_source(source);
        self.reads(taint.copy);
        let done = source
            .marks()
            .iter()
            .filter_map(|mark| self.state.done.get(mark));
        done.fold(taint, |all, done| all.and(done.implied()))
    }

    fn told(&mut self, source: &Source) -> Val {
        let guild = self.event.guild.as_deref();
        let value = match source.held {
            Held::ByEvent => {
                let told = self.event.tells.get(source).cloned();
                told.or_else(|| self.of_command(source))
            }
            Held::GuildId => guild.map(|guild| Value::Guild(guild.id)),
            Held::GuildName => guild.map(|guild| Value::Text(guild.name.clone())),
            Held::GuildMemberCount => guild.map(|guild| Value::Int(guild.member_count as i64)),
            Held::Channel => self.event.channel.map(Value::Channel),
            Held::Link => {
                let message = match self.event.tells.get(&source::MESSAGE_ID) {
                    Some(Value::Message(message)) => Some(*message),
                    _ => None,
                };
                let whole = (guild, self.event.channel, message);
                match whole {
                    (Some(guild), Some(channel), Some(message)) => Some(Value::Text(format!(
                        "https://discord.com/channels/{}/{channel}/{message}",
                        guild.id
                    ))),
                    _ => None,
                }
            }
            Held::ByPerson(_) => return self.about(self.event.actor.id, source),
            Held::Changed | Held::SignIn => None,
        };
        Val {
            value: value.unwrap_or(Value::None),
            taint: self.source(source),
        }
    }

    /// What is told of the command that somebody used.
    fn of_command(&self, source: &Source) -> Option<Value> {
        let EventKind::Interaction(interaction) = &self.event.kind else {
            return None;
        };
        let command = doors::entered(self.plan, &interaction.kind)?.command;
        match source.name {
            "command.path" => Some(Value::Text(command.path.join(" "))),
            "command.hidden" => Some(Value::Bool(command.hidden)),
            _ => None,
        }
    }

    pub(super) fn about(&mut self, user: UserId, source: &Source) -> Val {
        let taint = self.source(source);
        let Held::ByPerson(about) = source.held else {
            return Val {
                value: Value::None,
                taint,
            };
        };
        let known = standing::person(self.event, user);
        let value = match about {
            About::Id => Value::User(user),
            About::Name => {
                Value::Text(known.map_or_else(|| format!("<@{user}>"), |one| one.name.clone()))
            }
            About::DisplayName => Value::Text(
                known.map_or_else(|| format!("<@{user}>"), |one| one.display_name.clone()),
            ),
            About::Bot => Value::Bool(known.is_some_and(|one| one.bot)),
            About::JoinedAt => known
                .and_then(|one| one.joined_at)
                .map_or(Value::None, Value::Instant),
            // Discord's ids tell the time since the start of 2015 in their upper bits.
            About::CreatedAt => {
                Value::Instant(Timestamp((user.0 >> 22) as i64 + 1_420_070_400_000))
            }
            About::HasAvatar => Value::Bool(known.is_some_and(|one| one.has_avatar)),
            About::LastRoles => match known.and_then(|one| one.last_roles.as_deref()) {
                Some(roles) => Value::List(roles.iter().copied().map(Value::Role).collect()),
                None => Value::None,
            },
            About::Roles => {
                let roles: &[RoleId] = known
                    .and_then(|one| one.roles.as_deref())
                    .unwrap_or_default();
                Value::List(roles.iter().map(|role| Value::Role(*role)).collect())
            }
            About::Permissions => Value::None,
            About::Avatar => known
                .and_then(|one| one.avatar.clone())
                .map_or(Value::None, Value::Url),
        };
        Val { value, taint }
    }

    fn binary(&mut self, op: Op, left: &'p Expr, right: &'p Expr) -> Flow<Val> {
        if matches!(op, Op::And | Op::Or) {
            let left = self.truth(left)?;
            if (left.value == Value::Bool(true)) == (op == Op::Or) {
                return Ok(left);
            }
            let right = self.truth(right)?;
            return Ok(Val {
                taint: right.taint.and(left.taint),
                ..right
            });
        }
        let (left, right) = (self.eval(left)?, self.eval(right)?);
        let taint = left.taint.and(right.taint);
        let (left, right) = (left.value, right.value);
        let is_none = left == Value::None || right == Value::None;
        let value = match op {
            Op::Equal => Value::Bool(left == right),
            Op::NotEqual => Value::Bool(left != right),
            Op::Less => Value::Bool(!is_none && left < right),
            Op::LessOrEqual => Value::Bool(!is_none && left <= right),
            Op::Greater => Value::Bool(!is_none && left > right),
            Op::GreaterOrEqual => Value::Bool(!is_none && left >= right),
            Op::In => match &right {
                Value::Words(words) => {
                    Value::Bool(left != Value::None && words.contains(&left.shown()))
                }
                Value::List(values) => Value::Bool(left != Value::None && values.contains(&left)),
                _ => Value::Bool(false),
            },
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => {
                if is_none {
                    Value::None
                } else {
                    computed(op, &left, &right)
                }
            }
            Op::And | Op::Or => return unread("decided above"),
        };
        Ok(Val { value, taint })
    }
}

/// The nearest number of 64 bits.
fn bounded(number: i128) -> i64 {
    number.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// A number, whatever it measures.
fn amount(value: &Value) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Duration(length) => Some(length.ms),
        Value::Instant(at) => Some(at.0),
        _ => None,
    }
}

fn computed(op: Op, left: &Value, right: &Value) -> Value {
    let (Some(a), Some(b)) = (amount(left), amount(right)) else {
        return Value::None;
    };
    let (a, b) = (i128::from(a), i128::from(b));
    let number = match op {
        Op::Add => a + b,
        Op::Subtract => a - b,
        Op::Multiply => a * b,
        Op::Divide | Op::Remainder if b == 0 => return Value::None,
        Op::Divide => a / b,
        _ => a % b,
    };
    let number = bounded(number);
    let is = |value: &Value, other: &Value| {
        (std::mem::discriminant(value), std::mem::discriminant(other))
    };
    let int = Value::Int(0);
    let length = Value::Duration(Duration { ms: 0 });
    let instant = Value::Instant(Timestamp(0));
    let both = is(left, right);
    let instant_kind = std::mem::discriminant(&instant);
    let as_length = Value::Duration(Duration { ms: number });
    if both == is(&int, &int) {
        Value::Int(number)
    } else if both == is(&length, &length) {
        // How often one length goes into another is a number.
        if op == Op::Divide {
            Value::Int(number)
        } else {
            as_length
        }
    } else if both == is(&instant, &instant) {
        as_length
    } else if both.0 == instant_kind || both.1 == instant_kind {
        Value::Instant(Timestamp(number))
    } else {
        as_length
    }
}
