//! What a handler is given and asks before it goes on: options, conditions, limits.

use candor::{
    lexicon::{
        kind::{Gives, Limits, OptionKind, option},
        person,
        text::as_read,
    },
    plan::{Command, Expr, LimitId, Param, Slot, Text},
    port::OptionValue,
    vocab::{
        Category, ChannelId, ChannelKind, Duration, Emoji, MessageId, Permission, Sink, Value,
    },
};

use super::super::taint::Taint;
use super::{Flow, Halt, Run, Val, clock, doors::Entered, standing::permissions, unread};

impl<'p> Run<'_, 'p> {
    /// Each argument in its slot; what was left out is none.
    pub(super) fn bind(&mut self, entered: &Entered<'p>) -> Flow<()> {
        let command = entered.command;
        for param in &command.params {
            let values = match entered.options.get(&param.name) {
                None if param.required => return Err(Halt::Refuse(None)),
                None => vec![Value::None],
                Some(OptionValue::Attachment(file)) => {
                    self.files.push(file.clone());
                    vec![Value::Attachment(self.files.len() as u32 - 1)]
                }
                Some(given) => self.given(command, param, given)?,
            };
            let mut taint = self.of_option(param);
            if entered.fixed.contains(&param.name) {
                let fixed = format!("/{} {}", command.path.join(" "), param.name);
                let handed = self.state.posted.get(&fixed).copied();
                taint = taint.and(handed.unwrap_or_default());
            }
            for (after, value) in values.into_iter().enumerate() {
                let at = param.slot.0 as usize + after;
                self.slots[at] = Val { value, taint };
            }
        }
        Ok(())
    }

    fn given(&self, command: &Command, param: &Param, given: &OptionValue) -> Flow<Vec<Value>> {
        let refused = || Err(Halt::Refuse(None));
        let text = match given {
            OptionValue::Int(number) => {
                let low = param.min.is_some_and(|min| *number < min);
                let high = param.max.is_some_and(|max| *number > max);
                return if low || high {
                    refused()
                } else {
                    Ok(vec![Value::Int(*number)])
                };
            }
            OptionValue::Bool(truth) => return Ok(vec![Value::Bool(*truth)]),
            OptionValue::User(user) => return Ok(vec![Value::User(*user)]),
            OptionValue::Channel(channel) => {
                let wanted = self.plan.channels_for_option(command, param);
                let guild = self.event.guild.as_ref();
                let known = guild.and_then(|guild| guild.channels.get(channel));
                let fits = |kind: ChannelKind| wanted.is_empty() || wanted.contains(&kind);
                return if known.is_none_or(|known| fits(known.kind)) {
                    Ok(vec![Value::Channel(*channel)])
                } else {
                    refused()
                };
            }
            OptionValue::Role(role) => return Ok(vec![Value::Role(*role)]),
            OptionValue::Message(channel, message) => {
                return Ok(vec![Value::Message(*message), Value::Channel(*channel)]);
            }
            OptionValue::Attachment(_) => return unread("a file"),
            // Into a form people can type anything.
            OptionValue::Text(_) if param.kind.limits == Limits::Number => return refused(),
            OptionValue::Text(text) => text,
        };
        let is = |kind: &OptionKind| param.kind == kind;
        if is(&option::TEXT) {
            let length = text.encode_utf16().count() as i64;
            let chosen = param.choices.is_empty() || param.choices.contains(text);
            let measured = param.kind.limits == Limits::Characters && param.choices.is_empty();
            let fits = param.min.is_none_or(|min| length >= min)
                && param.max.is_none_or(|max| length <= max);
            return if chosen && (fits || !measured) {
                Ok(vec![Value::Text(text.clone())])
            } else {
                refused()
            };
        }
        if is(&option::DURATION) {
            return match text.parse::<Duration>() {
                Ok(length) if length.ms >= 1_000 => Ok(vec![Value::Duration(length)]),
                _ => refused(),
            };
        }
        if is(&option::URL) {
            // All that traces type begin so, and have no user's name in them.
            return if text.starts_with("https://example.org") {
                Ok(vec![Value::Url(text.clone())])
            } else {
                refused()
            };
        }
        if is(&option::LOCALE) {
            return if ["de", "fr", "en-GB"].contains(&text.as_str()) {
                Ok(vec![Value::Locale(text.clone())])
            } else {
                refused()
            };
        }
        if is(&option::EMOJI) {
            return Emoji::typed(text).map_or_else(refused, |emoji| Ok(vec![Value::Emoji(emoji)]));
        }
        if is(&option::COMMAND_NAME) {
            let name = text.trim().trim_start_matches('/').to_lowercase();
            let mut commands = self.plan.commands.iter();
            return if commands.any(|one| one.path.first() == Some(&name)) {
                refused()
            } else {
                Ok(vec![Value::Text(name)])
            };
        }
        if is(&option::MESSAGE_LINK) {
            let ids: Vec<u64> = text
                .rsplit('/')
                .take(3)
                .filter_map(|id| id.parse().ok())
                .collect();
            return match ids.as_slice() {
                [message, channel, guild] if *guild == self.guild()?.0 => Ok(vec![
                    Value::Message(MessageId(*message)),
                    Value::Channel(ChannelId(*channel)),
                ]),
                _ => refused(),
            };
        }
        unread(param.kind.name)
    }

    /// What people write, name and measure is their content, what they pick a preference; in what sets the bot up, all but
    /// text is the server's.
    fn of_option(&self, param: &Param) -> Taint {
        let category = match param.kind.gives {
            Gives::Person => return Taint::of_source(&person::ID),
            Gives::Thing => Category::Configuration,
            Gives::Words if param.choices.is_empty() => Category::UserContent,
            _ if self.sets_up => Category::Configuration,
            Gives::Words | Gives::Choice => Category::Preference,
            Gives::Figure => Category::UserContent,
        };
        Taint::of_category(category)
    }

    pub(super) fn require(
        &mut self,
        permission: Option<Permission>,
        target: Option<&'p Expr>,
        cond: Option<&'p Expr>,
        refusal: Option<&'p Text>,
    ) -> Flow<()> {
        let mut holds =
            permission.is_none_or(|one| permissions(self.event, self.event.actor.id).allows(one));
        if let (true, Some(target)) = (holds, target) {
            let target = self.eval(target)?.value;
            holds = self.is_below(&target);
        }
        let mut why = Taint::default();
        if let (true, Some(cond)) = (holds, cond) {
            let cond = self.truth(cond)?;
            holds = cond.value == Value::Bool(true);
            why = cond.taint.implied();
        }
        if cond.is_none() && refusal.is_none() {
            // Candor's own refusal for want of a permission is not one of the compiler's ends.
            return if holds {
                Ok(())
            } else {
                Err(Halt::Refuse(None))
            };
        }
        self.let_on(holds, why, refusal)
    }

    /// A handler goes on so often within a time; more often it ends here, or goes on and knows it.
    pub(super) fn limit(
        &mut self,
        (id, most, within): (LimitId, u32, Duration),
        per: &'p [Expr],
        refusal: Option<&'p Text>,
        over: Option<Slot>,
    ) -> Flow<()> {
        let (guild, now) = (self.guild()?, self.state.now);
        let per = self.apart(per)?;
        let whose = per.taint.choosing().implied();
        let counted = self.state.counted.entry(id).or_default();
        *counted = counted.and(whose).and(self.decided);
        let why = clock(self.sets_up).and(*counted).and(whose).implied();
        let tells = |too_often| Val {
            value: Value::Bool(too_often),
            taint: why,
        };
        if per.value == Value::None {
            match over {
                Some(slot) => self.slots[slot.0 as usize] = tells(false),
                None => self.decides(why),
            }
            return Ok(());
        }
        let known = self.state.passed.get(&(id, guild, per.value.clone()));
        let lately = known.into_iter().flatten();
        let lately = lately.filter(|at| at.plus(within) > now).count();
        let here = (id, per.value);
        let own = self.past.iter().filter(|past| **past == here).count();
        let holds = lately + own < most as usize;
        if let Some(slot) = over {
            self.past.push(here);
            self.slots[slot.0 as usize] = tells(!holds);
            return Ok(());
        }
        if holds {
            self.past.push(here);
        }
        self.let_on(holds, why, refusal)
    }

    /// What is counted apart. A text counts as people read it, however it is spaced; one that says nothing does not count.
    fn apart(&mut self, per: &'p [Expr]) -> Flow<Val> {
        let mut all = Val::plain(Value::None);
        let mut values = Vec::new();
        for part in per {
            let part = self.eval(part)?;
            all.taint = all.taint.and(part.taint);
            values.push(match part.value {
                Value::Text(text) => {
                    let read = as_read(&text);
                    let words: Vec<&str> = read.split_whitespace().collect();
                    if words.is_empty() {
                        Value::None
                    } else {
                        Value::Text(words.join(" "))
                    }
                }
                other => other,
            });
        }
        if !values.contains(&Value::None) {
            all.value = Value::List(values);
        }
        Ok(all)
    }

    /// It goes on from here, or ends with an answer.
    fn let_on(&mut self, holds: bool, why: Taint, refusal: Option<&'p Text>) -> Flow<()> {
        self.decided = self.decided.and(why);
        for (id, _) in &self.past {
            // What is refused later was not counted before.
            let counted = self.state.counted.entry(*id).or_default();
            *counted = counted.and(self.decided);
        }
        if holds {
            return Ok(());
        }
        let words = match refusal {
            Some(text) => {
                let (words, taint) = self.text(text, &mut Vec::new())?;
                if self.asked() {
                    self.reaches(taint, Sink::Reply, None);
                }
                Some(words)
            }
            None => None,
        };
        if self.asked() {
            self.reaches(Taint::default(), Sink::Reply, None);
        }
        Err(Halt::Refuse(words))
    }

    /// What comes after is reached because of this.
    pub(super) fn decides(&mut self, why: Taint) {
        self.decided = self.decided.and(why.implied());
    }

    /// The handler ends with this answer.
    pub(super) fn refuse(&mut self, refusal: &'p Text) -> Flow<()> {
        let (words, taint) = self.text(refusal, &mut Vec::new())?;
        if self.asked() {
            self.reaches(taint, Sink::Reply, None);
        }
        Err(Halt::Refuse(Some(words)))
    }
}
