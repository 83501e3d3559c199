//! What the bot does on Discord: messages, deeds, and what keeps it from them.

use std::collections::BTreeMap;

use candor::{
    lexicon::{Deed, End, Given, Goes, Mark, Need, Openers, Takes, function::RENDER},
    plan::{Arg, Card, Expr, Kind, List, Message, Step, StepKind, Text, TextPart, To},
    port::{ButtonDraft, Embed, MessageDraft},
    vocab::{
        Category, ChannelId, ChannelKind, Holder, Permissions, RoleId, Sink, UserId, Value, Who,
    },
};

use super::super::taint::Taint;
use super::{Act, Did, Flow, Halt, Hand, Run, Val, unread};

/// What Discord shows of a message at once.
const LONGEST: usize = 2_000;

impl<'p> Run<'_, 'p> {
    /// Something done on Discord, with what it was done to; none where there is nothing to do.
    pub(super) fn effect(&mut self, step: &'p Step) -> Flow<Option<(Act<'p>, Taint)>> {
        let done = match &step.kind {
            StepKind::Say { .. } if self.in_vain => None,
            StepKind::Say { to, message, .. } => self.say(to, message, step.otherwise.as_ref())?,
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

    fn say(
        &mut self,
        to: &'p To,
        message: &'p Message,
        otherwise: Option<&'p Text>,
    ) -> Flow<Option<(Did, Taint)>> {
        Ok(match to {
            To::Reply { ephemeral } => Some(self.answer(message, *ephemeral)?),
            To::Channel(to) => {
                let to = self.eval(to)?;
                let Value::Channel(channel) = to.value else {
                    return Ok(None);
                };
                if self.kind_of(channel) == Some(ChannelKind::Category) {
                    return self.impossible(otherwise).map(|()| None);
                }
                let persona = message.persona.as_deref();
                let (mut message, mut taint) = self.message(message)?;
                if is_empty(&message) {
                    return Ok(None);
                }
                if let Some(persona) = persona {
                    let Some((speaker, of)) = self.speaker(persona, otherwise)? else {
                        return Ok(None);
                    };
                    message.speaker = Some(speaker);
                    taint = taint.and(of);
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
            To::Operators => return unread("operators"),
            To::Edit(of) => {
                let Kind::Message { channel, id } = &of.kind else {
                    return unread("a message");
                };
                let (channel, id) = (self.eval(channel)?, self.eval(id)?);
                let (message, taint) = self.message(message)?;
                let (Value::Channel(place), Value::Message(of)) = (channel.value, id.value) else {
                    return Ok(None);
                };
                if is_empty(&message) {
                    return Ok(None);
                }
                let target = channel.taint.and(id.taint);
                self.reaches(taint.and(target.implied()), Sink::Channel, None);
                let did = Did::Edit {
                    channel: place,
                    of,
                    message,
                };
                Some((did, target))
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
                    let text = self.within(text, chars_max, param.goes)?;
                    (Some(Given::Text(text)), taint)
                }
                Arg::Value(expr) => self.argument(param.takes, expr)?,
                Arg::Values(all) => self.openers(all)?,
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
        let under = given.iter().find(|(name, _)| *name == "under");
        if let Some((_, Given::Channel(under))) = under
            && self.kind_of(*under) != Some(ChannelKind::Category)
        {
            return self.impossible(otherwise).map(|()| None);
        }
        if deed.ranks.iter().any(|rank| self.keeps_from(*rank, &given)) {
            return self.impossible(otherwise).map(|()| None);
        }
        for (taint, sink) in shown {
            self.reaches(taint, sink, None);
        }
        self.reaches(target.implied(), deed.seen.sink(), None);
        let failures = otherwise.is_none().then_some(&Mark::Failures);
        for mark in deed.marks.iter().chain(failures) {
            let why = target.implied().and(self.decided);
            let done = self.state.done.entry(*mark).or_default();
            *done = done.and(why);
        }
        given.sort_by_key(|(name, _)| *name);
        // How many messages there were is what people did.
        if deed.name == "purge" {
            target = target.and(Taint::of_category(Category::Activity));
        }
        Ok(Some((
            Did::Deed {
                name: deed.name,
                guild,
                given,
            },
            target,
        )))
    }

    /// A text of a deed that Discord takes only so long.
    pub(super) fn within(&mut self, text: String, most: usize, goes: Goes) -> Flow<String> {
        if text.encode_utf16().count() <= most {
            return Ok(text);
        }
        if matches!(goes, Goes::To(End::AuditLog)) {
            return unread("a reason that is too long");
        }
        if self.asked() {
            return Err(Halt::Refuse(None));
        }
        self.log_once(format!("a text of {most}"))?;
        // How it is cut is the lexicon's affair.
        Ok(candor::lexicon::text::cut(&text, most))
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
            (Takes::Member | Takes::Account, Value::User(user)) => Some(Given::User(user)),
            (Takes::Channel | Takes::Category, Value::Channel(channel)) => {
                Some(Given::Channel(channel))
            }
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
            (Takes::Count { most }, Value::Int(count)) => {
                if count > i64::from(most) && self.asked() {
                    return Err(Halt::Refuse(None));
                }
                if count > i64::from(most) {
                    self.log_once("a number".to_owned())?;
                }
                let count = count.min(i64::from(most));
                u32::try_from(count)
                    .ok()
                    .filter(|count| *count > 0)
                    .map(Given::Count)
            }
            _ => return unread("a parameter"),
        };
        Ok((given, taint))
    }

    /// Who asked is refused. Where nobody did, nothing more is said, and the mod-log is told.
    pub(super) fn impossible(&mut self, otherwise: Option<&'p Text>) -> Flow<()> {
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
        let (mut buttons, mut selects) = (Vec::new(), Vec::new());
        for button in &message.buttons {
            if let (Some(does), Some(pick)) = (&button.does, &button.pick) {
                let (list, of) = self.select(button, does, pick)?;
                taint = taint.and(of);
                selects.extend(list);
                continue;
            }
            let (label, of) = self.label(&button.label)?;
            taint = taint.and(of);
            if let Some(does) = &button.does {
                let (custom_id, of) = self.door(does, None)?;
                taint = taint.and(of);
                buttons.push(ButtonDraft {
                    custom_id,
                    label,
                    style: button.style,
                });
                continue;
            }
            let decided = self.decided;
            let posted = self.state.posted.entry(button.id.clone()).or_default();
            *posted = posted.and(decided);
            buttons.push(ButtonDraft {
                custom_id: format!("candor:{}", button.id),
                label,
                style: button.style,
            });
        }
        let mut uploads = Vec::new();
        if let Some(files) = &message.files {
            let files = self.eval(files)?;
            taint = taint.and(files.taint);
            uploads = self.given_files(&files.value)?;
        }
        if content.encode_utf16().count() > LONGEST {
            return unread("a message that is too long");
        }
        let notify = if message.mentions { people } else { Vec::new() };
        let (content, embed) = match &message.card {
            None => (content, None),
            Some(card) => {
                let (card, of) = self.card(card)?;
                taint = taint.and(of);
                let embed = Embed {
                    description: content,
                    ..card
                };
                (String::new(), Some(embed))
            }
        };
        Ok((
            MessageDraft {
                content,
                embed,
                buttons,
                selects,
                files: Vec::new(),
                uploads,
                speaker: None,
                notify,
            },
            taint,
        ))
    }

    /// What stands on a button, or in a list to choose from.
    pub(super) fn label(&mut self, label: &'p Text) -> Flow<(String, Taint)> {
        let (label, taint) = self.text(label, &mut Vec::new())?;
        if label.encode_utf16().count() > 80 {
            return unread("a label that is too long");
        }
        Ok((label, taint))
    }

    fn kind_of(&self, channel: ChannelId) -> Option<ChannelKind> {
        let guild = self.event.guild.as_ref()?;
        guild.channels.get(&channel).map(|one| one.kind)
    }

    /// Whom a channel is open to, besides the bot: somebody, a role, or whom a setting names.
    fn openers(&mut self, all: &'p [Expr]) -> Flow<(Option<Given>, Taint)> {
        let (mut who, mut taint) = (Who::default(), Taint::default());
        let mut denied = Vec::new();
        for one in all {
            let one = self.eval(one)?;
            taint = taint.and(one.taint);
            match one.value {
                Value::User(user) => drop(who.allowed.insert(Holder::Person(user))),
                Value::Role(role) => drop(who.allowed.insert(Holder::Role(role))),
                Value::Who(named) => {
                    who.everyone |= named.everyone;
                    who.allowed.extend(named.allowed);
                    denied.extend(named.denied);
                }
                Value::None => {}
                _ => return unread("whom a channel is open to"),
            }
        }
        // Whom one of them lets in is in, whatever another says of them.
        denied.retain(|one| !who.allowed.contains(one));
        who.denied.extend(denied);
        let Some(guild) = self.event.guild.as_deref() else {
            return unread("outside of servers");
        };
        let everybody = RoleId(guild.id.0);
        let mine = guild.my_roles.iter().chain([&everybody]);
        let rights = mine.filter_map(|role| guild.roles.get(role));
        let rights = Permissions(rights.fold(0, |bits, role| bits | role.permissions.0));
        let given = Given::Openers(Openers {
            who,
            me: guild.me,
            rights,
        });
        Ok((Some(given), taint))
    }

    /// A card without its text.
    fn card(&mut self, card: &'p Card) -> Flow<(Embed, Taint)> {
        let mut taint = Taint::default();
        let mut title = String::new();
        if let Some(words) = &card.title {
            let (words, of) = self.text(words, &mut Vec::new())?;
            (title, taint) = (words, taint.and(of));
        }
        if title.trim().is_empty() {
            card.kind.word().clone_into(&mut title);
            title.replace_range(..1, &title[..1].to_uppercase());
        }
        let mut progress = None;
        if let Some(given) = &card.progress {
            let given = self.eval(given)?;
            taint = taint.and(given.taint);
            if let Value::Int(percent) = given.value {
                progress = Some(percent.clamp(0, 100) as u8);
            }
        }
        let embed = Embed {
            title: Some(title),
            progress,
            ..Embed::default()
        };
        Ok((embed, taint))
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
    pub(super) fn text(
        &mut self,
        text: &'p Text,
        people: &mut Vec<UserId>,
    ) -> Flow<(String, Taint)> {
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
    message.content.trim().is_empty() && embed.trim().is_empty() && message.uploads.is_empty()
}
