//! What a deed is given when it is decided: each parameter's value, as its row takes it.

use std::collections::BTreeSet;

use super::{
    evaluate::mismatch,
    round::{Flow, refuse},
    run::Run,
};
use crate::{
    lexicon::{Args, Deed, End, Given, Goes, Openers, Param, Takes},
    plan::{Arg, Expr, Kind},
    port::Line,
    vocab::{ChannelId, ChannelKind, Duration, Holder, MessageId, Value, Who},
    wording::{named, say},
};

impl Run<'_, '_> {
    pub(super) fn argument(
        &mut self,
        deed: &Deed,
        param: &Param,
        arg: &Arg,
    ) -> Flow<Option<Given>> {
        let value = match arg {
            Arg::Text(text) => {
                let text = self.text(text)?;
                let text = match param.takes {
                    // A reason in the audit log stands beside the deed; anything else is what the deed makes.
                    Takes::Text { chars_max } if param.goes == Goes::To(End::AuditLog) => {
                        self.shortened(&text, param.name, chars_max)?
                    }
                    Takes::Text { chars_max } => {
                        self.held_to(&text, param.name, chars_max, false)?
                    }
                    Takes::Member
                    | Takes::Account
                    | Takes::Role
                    | Takes::Channel
                    | Takes::Category
                    | Takes::Openers
                    | Takes::Message
                    | Takes::Duration { .. }
                    | Takes::Count { .. }
                    | Takes::Emoji => text,
                };
                return Ok(Some(Given::Text(text)));
            }
            Arg::Values(values) => return self.openers(values).map(Some),
            Arg::Value(expr) => {
                if let Kind::Message { channel, id } = &expr.kind {
                    let place = self.place(channel, id)?;
                    return Ok(place.map(|(channel, id)| Given::Message(channel, id)));
                }
                self.eval(expr)?
            }
        };
        if value == Value::None {
            return Ok(None);
        }
        match (param.takes, value) {
            (Takes::Member | Takes::Account, Value::User(user)) => Ok(Some(Given::User(user))),
            (Takes::Channel | Takes::Category, Value::Channel(channel)) => {
                Ok(Some(Given::Channel(channel)))
            }
            (Takes::Role, Value::Role(role)) => Ok(Some(Given::Role(role))),
            (Takes::Emoji, Value::Emoji(emoji)) => Ok(Some(Given::Emoji(emoji))),
            (Takes::Emoji, Value::Text(text)) => Ok(Some(Given::Emoji(text.into()))),
            (Takes::Duration { max }, Value::Duration(length)) => {
                if length > max && self.round.interaction().is_some() {
                    return refuse(named("too-long", deed.name));
                }
                if length > max {
                    let message = named("too-long", deed.name);
                    self.log(message, Line::Lasting)?;
                }
                let is_some = length > Duration::default();
                Ok(is_some.then(|| Given::Duration(length.min(max))))
            }
            (Takes::Count { most }, Value::Int(count)) => {
                if count > i64::from(most) && self.round.interaction().is_some() {
                    return refuse(named("too-long", deed.name));
                }
                if count > i64::from(most) {
                    let message = named("too-long", deed.name);
                    self.log(message, Line::Lasting)?;
                }
                let count = u32::try_from(count.clamp(0, i64::from(most))).unwrap_or_default();
                Ok((count > 0).then_some(Given::Count(count)))
            }
            (
                Takes::Member
                | Takes::Account
                | Takes::Role
                | Takes::Channel
                | Takes::Category
                | Takes::Openers
                | Takes::Emoji
                | Takes::Duration { .. }
                | Takes::Count { .. }
                | Takes::Message
                | Takes::Text { .. },
                _,
            ) => mismatch("what the deed takes"),
        }
    }

    /// Whom a channel is open to. Who is named by itself is in, whatever a setting says.
    fn openers(&mut self, values: &[Expr]) -> Flow<Given> {
        let mut who = Who::default();
        let mut denied = BTreeSet::new();
        for value in self.all(values)? {
            if let Value::User(user) = value {
                who.allowed.insert(Holder::Person(user));
            } else if let Value::Role(role) = value {
                who.allowed.insert(Holder::Role(role));
            } else if let Value::Who(named) = value {
                who.everyone |= named.everyone;
                who.allowed.extend(named.allowed);
                denied.extend(named.denied);
            } else if value != Value::None {
                return mismatch("somebody or a role");
            }
        }
        who.denied = denied.difference(&who.allowed).copied().collect();
        let guild = self.guild()?;
        // Discord knows nothing of a role that is gone.
        let who = who.map(|holder| match holder {
            Holder::Role(role) => guild.roles.contains_key(&role).then_some(holder),
            Holder::Person(_) => Some(holder),
        });
        let rights = guild.permissions_of(guild.me, &guild.my_roles);
        let me = guild.me;
        Ok(Given::Openers(Openers { who, me, rights }))
    }

    /// Why nothing can be made in what should be a category.
    pub(super) fn misplaced(&self, deed: &Deed, args: &Args) -> Option<String> {
        let guild = self.guild().ok()?;
        let mut params = deed.params.iter();
        let category = params.find(|param| param.takes == Takes::Category)?;
        let channel = args.channel(category.name)?;
        let known = guild.channels.get(&channel);
        known
            .is_none_or(|known| known.kind != ChannelKind::Category)
            .then(|| say!("no-category", channel = channel.to_string()))
    }

    pub(super) fn place(
        &mut self,
        channel: &Expr,
        message: &Expr,
    ) -> Flow<Option<(ChannelId, MessageId)>> {
        let channel = self.channel(channel)?;
        let value = self.eval(message)?;
        if value == Value::None {
            return Ok(None);
        }
        let Value::Message(message) = value else {
            return mismatch("a message");
        };
        Ok(channel.map(|channel| (channel, message)))
    }
}
