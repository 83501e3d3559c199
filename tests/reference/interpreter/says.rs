//! What the bot does on Discord: messages, deeds, and what keeps it from them.

use std::{cmp::Reverse, collections::BTreeMap};

use candor::{
    lexicon::{
        Deed, Given, Goes, Need, Rank, Takes,
        function::RENDER,
        kind::{Gives, Limits, OptionKind, option},
        person,
    },
    plan::{Arg, Command, Expr, Kind, List, Message, Param, Step, StepKind, Text, TextPart, To},
    port::{
        ButtonDraft, Embed, Event, EventKind, Guild, InteractionKind, MessageDraft, OptionValue,
        Person,
    },
    vocab::{
        Category, ChannelId, Duration, Emoji, MessageId, Permission, Permissions, RoleId, Sink,
        UserId, Value,
    },
};

use super::super::taint::Taint;
use super::{Act, Did, Flow, Halt, Hand, Run, Val, unread};

/// What Discord shows of a message at once.
const LONGEST: usize = 2_000;

/// Somebody the event tells about.
pub(super) fn person(event: &Event, user: UserId) -> Option<&Person> {
    if event.actor.id == user {
        return Some(&event.actor);
    }
    event.people.get(&user)
}

fn roles(event: &Event, user: UserId) -> &[RoleId] {
    person(event, user)
        .and_then(|one| one.roles.as_deref())
        .unwrap_or_default()
}

/// What somebody may do where the event is: what everybody may, and what their roles let them.
pub(super) fn permissions(event: &Event, user: UserId) -> Permissions {
    let Some(guild) = event.guild.as_deref() else {
        return Permissions(0);
    };
    if user == guild.owner {
        return Permissions(u64::MAX);
    }
    if let Some(told) = person(event, user).and_then(|one| one.permissions) {
        return told;
    }
    let everybody = RoleId(guild.id.0);
    let all = roles(event, user).iter().chain([&everybody]);
    Permissions(
        all.filter_map(|role| guild.roles.get(role))
            .fold(0, |bits, role| bits | role.permissions.0),
    )
}

/// Where somebody stands: the highest of their roles; of two as high, the older.
fn standing(guild: &Guild, roles: &[RoleId]) -> Option<(i64, Reverse<RoleId>)> {
    roles
        .iter()
        .filter_map(|id| Some((guild.roles.get(id)?.position, Reverse(*id))))
        .max()
}

/// Whether the bot cannot give or take a role.
fn is_beyond(guild: &Guild, role: RoleId) -> bool {
    let Some(known) = guild.roles.get(&role) else {
        return true;
    };
    let above = standing(guild, &[role]) >= standing(guild, &guild.my_roles);
    role.0 == guild.id.0 || known.managed || above
}

/// Whether the bot cannot do something to a member.
fn stands_above_bot(event: &Event, guild: &Guild, user: UserId) -> bool {
    user == guild.owner || standing(guild, roles(event, user)) >= standing(guild, &guild.my_roles)
}

impl<'p> Run<'_, 'p> {
    /// Each argument in its slot; what was left out is none.
    pub(super) fn bind(&mut self, command: &'p Command) -> Flow<()> {
        let EventKind::Interaction(interaction) = &self.event.kind else {
            return unread("not a command");
        };
        let InteractionKind::Command(call) = &interaction.kind else {
            return unread("not a command");
        };
        for param in &command.params {
            let values = match call.options.get(&param.name) {
                None if param.required => return Err(Halt::Refuse(None)),
                None => vec![Value::None],
                Some(OptionValue::Attachment(file)) => {
                    self.files.push(file.clone());
                    vec![Value::Attachment(self.files.len() as u32 - 1)]
                }
                Some(given) => self.given(param, given)?,
            };
            let taint = self.of_option(param);
            for (after, value) in values.into_iter().enumerate() {
                let at = param.slot.0 as usize + after;
                self.slots[at] = Val { value, taint };
            }
        }
        Ok(())
    }

    fn given(&self, param: &Param, given: &OptionValue) -> Flow<Vec<Value>> {
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
            OptionValue::Channel(channel) => return Ok(vec![Value::Channel(*channel)]),
            OptionValue::Role(role) => return Ok(vec![Value::Role(*role)]),
            OptionValue::Attachment(_) | OptionValue::Message(..) => return unread("a file"),
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
        self.decided = self.decided.and(why);
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
        // Candor's own refusal for want of a permission is not one of the compiler's ends.
        if self.asked() && (cond.is_some() || words.is_some()) {
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

    /// Whether somebody or a role stands below who asks, and below the bot.
    fn is_below(&self, target: &Value) -> bool {
        let (event, Some(guild)) = (self.event, self.event.guild.as_deref()) else {
            return false;
        };
        let mine = standing(guild, roles(event, event.actor.id));
        let is_owner = event.actor.id == guild.owner;
        match target {
            Value::User(user) => {
                let somebody = *user != event.actor.id && *user != guild.me;
                let theirs = standing(guild, roles(event, *user));
                somebody && !stands_above_bot(event, guild, *user) && (is_owner || mine > theirs)
            }
            Value::Role(role) => {
                !is_beyond(guild, *role) && (is_owner || mine > standing(guild, &[*role]))
            }
            _ => false,
        }
    }

    /// Something done on Discord, with what it was done to; none where there is nothing to do.
    pub(super) fn effect(&mut self, step: &'p Step) -> Flow<Option<(Act<'p>, Taint)>> {
        let done = match &step.kind {
            StepKind::Say { .. } if self.in_vain => None,
            StepKind::Say { to, message, .. } => self.say(to, message)?,
            StepKind::Do { deed, args, .. } => self.deed(deed, args, step.otherwise.as_ref())?,
            _ => return unread("an effect"),
        };
        let Some((did, target)) = done else {
            return Ok(None);
        };
        let otherwise = match &step.otherwise {
            Some(text) => Some(self.text(text, &mut Vec::new())?.0),
            None => None,
        };
        Ok(Some((
            Act {
                otherwise,
                ..Act::of(did)
            },
            target,
        )))
    }

    fn say(&mut self, to: &'p To, message: &'p Message) -> Flow<Option<(Did, Taint)>> {
        Ok(match to {
            To::Reply { ephemeral } => Some(self.answer(message, *ephemeral)?),
            To::Channel(to) => {
                let to = self.eval(to)?;
                let Value::Channel(channel) = to.value else {
                    return Ok(None);
                };
                let (message, taint) = self.message(message)?;
                if is_empty(&message) {
                    return Ok(None);
                }
                self.reaches(taint.and(to.taint.implied()), Sink::Channel, None);
                Some((Did::Post { channel, message }, to.taint))
            }
            To::ModLog => {
                let Some(channel) = self.mod_log()? else {
                    return Ok(None);
                };
                let (message, taint) = self.message(message)?;
                if is_empty(&message) {
                    return Ok(None);
                }
                self.reaches(taint, Sink::ModLog, None);
                Some((Did::Post { channel, message }, Taint::default()))
            }
            To::Dm(to) => {
                let to = self.eval(to)?;
                let (message, taint) = self.message(message)?;
                let Value::User(user) = to.value else {
                    return Ok(None);
                };
                if is_empty(&message) {
                    return Ok(None);
                }
                self.reaches(taint.and(to.taint.choosing().implied()), Sink::Dm, None);
                Some((Did::Dm { user, message }, to.taint))
            }
        })
    }

    /// One that is not for one person's eyes only stands in the channel.
    pub(super) fn answer(&mut self, message: &'p Message, ephemeral: bool) -> Flow<(Did, Taint)> {
        let (mut message, taint) = self.message(message)?;
        if is_empty(&message) {
            "—".clone_into(&mut message.content);
        }
        self.reaches(taint, Sink::Reply, None);
        if !ephemeral {
            self.reaches(taint, Sink::Channel, None);
        }
        Ok((Did::Answer { ephemeral, message }, Taint::default()))
    }

    fn mod_log(&self) -> Flow<Option<ChannelId>> {
        let Some(log) = &self.plan.mod_log else {
            return Ok(None);
        };
        let here = self.state.settings.get(&self.guild()?);
        Ok(match here.and_then(|here| here.values.get(&log.setting)) {
            Some(Value::Channel(channel)) => Some(*channel),
            _ => None,
        })
    }

    /// Candor's own words in the mod-log, of what comes again and again: once.
    pub(super) fn log_once(&mut self, about: String) -> Flow<()> {
        if let Some(channel) = self.mod_log()?
            && !self.logged.contains(&about)
        {
            self.logged.push(about);
            self.acts.push(Act::of(Did::Log(channel)));
        }
        Ok(())
    }

    fn deed(
        &mut self,
        deed: &'static Deed,
        args: &'p BTreeMap<String, Arg>,
        otherwise: Option<&'p Text>,
    ) -> Flow<Option<(Did, Taint)>> {
        let guild = self.guild()?;
        let mut given = Vec::new();
        let (mut is_whole, mut target) = (true, Taint::default());
        let mut shown = Vec::new();
        for param in deed.params {
            let Some(arg) = args.get(param.name) else {
                continue;
            };
            let (value, taint) = match arg {
                Arg::Text(text) => {
                    let (text, taint) = self.text(text, &mut Vec::new())?;
                    let Takes::Text { chars_max, .. } = param.takes else {
                        return unread("a text");
                    };
                    if text.encode_utf16().count() > chars_max {
                        return unread("a text that is too long");
                    }
                    (Some(Given::Text(text)), taint)
                }
                Arg::Value(expr) => self.argument(param.takes, expr)?,
                Arg::Values(_) => return unread("a parameter that repeats"),
            };
            match value {
                Some(value) => given.push((param.name, value)),
                None => is_whole &= param.need == Need::May,
            }
            match param.goes {
                // Which message it is says nothing that was not there to see.
                Goes::Named if matches!(param.takes, Takes::Message) => {
                    target.decided = target.decided.and(taint.decided);
                }
                Goes::Named => target = target.and(taint.choosing()),
                Goes::To(end) => shown.push((taint, end.sink())),
            }
        }
        if !is_whole {
            return Ok(None);
        }
        if deed.ranks.iter().any(|rank| self.keeps_from(*rank, &given)) {
            return self.impossible(otherwise).map(|()| None);
        }
        for (taint, sink) in shown {
            self.reaches(taint, sink, None);
        }
        self.reaches(target.implied(), deed.seen.sink(), None);
        for mark in deed.marks {
            let why = target.implied().and(self.decided);
            let done = self.state.done.entry(*mark).or_default();
            *done = done.and(why);
        }
        given.sort_by_key(|(name, _)| *name);
        Ok(Some((
            Did::Deed {
                name: deed.name,
                guild,
                given,
            },
            target,
        )))
    }

    fn argument(&mut self, takes: Takes, expr: &'p Expr) -> Flow<(Option<Given>, Taint)> {
        if let Kind::Message { channel, id } = &expr.kind {
            let (channel, id) = (self.eval(channel)?, self.eval(id)?);
            let given = match (channel.value, id.value) {
                (Value::Channel(channel), Value::Message(id)) => Some(Given::Message(channel, id)),
                _ => None,
            };
            return Ok((given, id.taint));
        }
        let Val { value, taint } = self.eval(expr)?;
        let given = match (takes, value) {
            (_, Value::None) => None,
            (Takes::Member, Value::User(user)) => Some(Given::User(user)),
            (Takes::Role, Value::Role(role)) => Some(Given::Role(role)),
            (Takes::Emoji, Value::Emoji(emoji)) => Some(Given::Emoji(emoji)),
            (Takes::Emoji, Value::Text(text)) => Some(Given::Emoji(text.into())),
            (Takes::Duration { max, .. }, Value::Duration(length)) => {
                if length > max && self.asked() {
                    return Err(Halt::Refuse(None));
                }
                if length > max {
                    self.log_once("a length of time".to_owned())?;
                }
                (length.ms > 0).then(|| Given::Duration(length.min(max)))
            }
            _ => return unread("a parameter"),
        };
        Ok((given, taint))
    }

    /// Whether Discord's order of roles keeps the bot from it.
    fn keeps_from(&self, rank: Rank, given: &[(&str, Given)]) -> bool {
        let Some(guild) = self.event.guild.as_deref() else {
            return true;
        };
        let of = |name: &str| {
            given
                .iter()
                .find(|(param, _)| *param == name)
                .map(|(_, given)| given)
        };
        match rank {
            Rank::Role(name) => {
                matches!(of(name), Some(Given::Role(role)) if is_beyond(guild, *role))
            }
            Rank::Member(name) => {
                matches!(of(name), Some(Given::User(user)) if stands_above_bot(self.event, guild, *user))
            }
            Rank::NoAdministrator(name) => matches!(of(name), Some(Given::User(user))
                if stands_above_bot(self.event, guild, *user)
                    || permissions(self.event, *user).allows(Permission::Administrator)),
            #[expect(
                unreachable_patterns,
                reason = "an order that this reading does not know yet"
            )]
            _ => false,
        }
    }

    /// Who asked is refused. Where nobody did, nothing more is said, and the mod-log is told.
    fn impossible(&mut self, otherwise: Option<&'p Text>) -> Flow<()> {
        let words = match otherwise {
            Some(text) => Some(self.text(text, &mut Vec::new())?.0),
            None => None,
        };
        if self.asked() {
            return Err(Halt::Refuse(words));
        }
        self.in_vain = true;
        if let Some(channel) = self.mod_log()? {
            self.acts.push(Act::of(Did::Log(channel)));
        }
        Ok(())
    }

    fn message(&mut self, message: &'p Message) -> Flow<(MessageDraft, Taint)> {
        let (mut people, mut taint) = (Vec::new(), Taint::default());
        let mut content = String::new();
        if let Some(text) = &message.text {
            let (words, of) = self.text(text, &mut people)?;
            content = words;
            taint = of;
        }
        if let Some(list) = &message.list {
            let (lines, of) = self.list(list, &mut people)?;
            taint = taint.and(of);
            if !content.is_empty() && !lines.is_empty() {
                content.push('\n');
            }
            content.push_str(&lines);
        }
        let mut buttons = Vec::new();
        for button in &message.buttons {
            if button.does.is_some() {
                return unread("a door");
            }
            let (label, of) = self.text(&button.label, &mut Vec::new())?;
            if label.encode_utf16().count() > 80 {
                return unread("a label that is too long");
            }
            taint = taint.and(of);
            let decided = self.decided;
            let posted = self.state.posted.entry(button.id.clone()).or_default();
            *posted = posted.and(decided);
            buttons.push(ButtonDraft {
                custom_id: format!("candor:{}", button.id),
                label,
                style: button.style,
            });
        }
        if content.encode_utf16().count() > LONGEST {
            return unread("a message that is too long");
        }
        let notify = if message.mentions { people } else { Vec::new() };
        let (content, embed) = match &message.card {
            None => (content, None),
            Some(card) => {
                let mut title = card.word().to_owned();
                title.replace_range(..1, &title[..1].to_uppercase());
                (
                    String::new(),
                    Some(Embed {
                        title: Some(title),
                        description: content,
                    }),
                )
            }
        };
        Ok((
            MessageDraft {
                content,
                embed,
                buttons,
                files: Vec::new(),
                notify,
            },
            taint,
        ))
    }

    fn list(&mut self, list: &'p List, people: &mut Vec<UserId>) -> Flow<(String, Taint)> {
        let found = self.query(&list.query)?;
        let mut taint = found.all;
        if found.rows.is_empty() {
            return Ok(match &list.empty {
                Some(empty) => {
                    let (words, of) = self.text(empty, people)?;
                    (words, taint.and(of))
                }
                None => (String::new(), taint),
            });
        }
        if found.rows.len() > 100 {
            return unread("more than 100 lines");
        }
        let mut lines = Vec::new();
        for (at, (_, row)) in found.rows.into_iter().enumerate() {
            self.hand.push(Hand {
                values: row.values,
                rank: at as i64 + 1,
                found: found.filter,
            });
            let line = self.text(&list.line, people);
            self.hand.pop();
            let (line, of) = line?;
            taint = taint.and(of);
            lines.push(line);
        }
        Ok((lines.join("\n"), taint))
    }

    /// A text with its holes filled, and the people who stand in them.
    fn text(&mut self, text: &'p Text, people: &mut Vec<UserId>) -> Flow<(String, Taint)> {
        let (mut out, mut taint) = (String::new(), Taint::default());
        for part in &text.parts {
            match part {
                TextPart::Literal(words) => out.push_str(words),
                TextPart::Hole(expr) => {
                    let val = self.eval(expr)?;
                    taint = taint.and(val.taint);
                    let shown = self.shown(&val.value);
                    let actor = self.event.actor.id;
                    let is_template =
                        matches!(&expr.kind, Kind::Call { function, .. } if **function == RENDER);
                    let named = match val.value {
                        Value::User(user) => Some(user),
                        _ if is_template && shown.contains(&format!("<@{actor}>")) => Some(actor),
                        _ => None,
                    };
                    people.extend(
                        named
                            .filter(|user| !people.contains(user))
                            .into_iter()
                            .collect::<Vec<_>>(),
                    );
                    out.push_str(&shown);
                }
            }
        }
        Ok((out, taint))
    }
}

fn is_empty(message: &MessageDraft) -> bool {
    let embed = message
        .embed
        .as_ref()
        .map_or("", |embed| embed.description.as_str());
    message.content.trim().is_empty() && embed.trim().is_empty()
}
