//! Options of a command, with whom they name.

use std::collections::BTreeMap;

use serenity::model::{
    application::{
        CommandData, CommandDataOption, CommandDataOptionValue, CommandDataResolved,
        CommandInteraction, CommandType,
    },
    guild::Member,
    id::{RoleId, UserId as Account},
    user::User,
};

use super::{channel_id, member_person, person, role_id, user_id, with_partial_member};
use crate::{
    port::{CommandCall, MenuPick, OptionValue, Person, Upload},
    vocab::{GuildId, MessageId, UserId},
};

/// An entry of a menu; none where a command was typed. Of a message, only which it is: the rest is not looked at.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the kinds of commands are Discord's, which adds some"
)]
pub(super) fn pick(wire: &CommandInteraction) -> Option<MenuPick> {
    let target = wire.data.target_id;
    let target = match wire.data.kind {
        CommandType::User => OptionValue::User(user_id(target?.to_user_id())),
        CommandType::Message => {
            let message = MessageId(target?.to_message_id().get());
            OptionValue::Message(channel_id(wire.channel_id), message)
        }
        _ => return None,
    };
    Some(MenuPick {
        name: wire.data.name.clone(),
        target,
    })
}

/// A member as Discord's REST API tells them, which leaves out of which server.
pub(in super::super) fn member_of(guild: GuildId, mut told: serde_json::Value) -> Option<Person> {
    let map = told.as_object_mut()?;
    map.insert("guild_id".to_owned(), guild.to_string().into());
    let member: Member = serde_json::from_value(told).ok()?;
    Some(member_person(&member))
}

pub(in super::super) fn user_of(told: serde_json::Value) -> Option<Person> {
    let user: User = serde_json::from_value(told).ok()?;
    Some(person(&user))
}

pub(super) fn call(data: &CommandData) -> CommandCall {
    let mut path = vec![data.name.clone()];
    let mut options = data.options.as_slice();
    while let [CommandDataOption { name, value, .. }] = options
        && let CommandDataOptionValue::SubCommand(inner)
        | CommandDataOptionValue::SubCommandGroup(inner) = value
    {
        path.push(name.clone());
        options = inner;
    }
    let options = options
        .iter()
        .filter_map(|option| Some((option.name.clone(), value(option, &data.resolved)?)));
    CommandCall {
        path,
        options: options.collect(),
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the options are Discord's, which adds some"
)]
fn value(option: &CommandDataOption, resolved: &CommandDataResolved) -> Option<OptionValue> {
    Some(match &option.value {
        CommandDataOptionValue::String(text)
        | CommandDataOptionValue::Autocomplete { value: text, .. } => {
            OptionValue::Text(text.clone())
        }
        CommandDataOptionValue::Integer(int) => OptionValue::Int(*int),
        CommandDataOptionValue::Boolean(yes) => OptionValue::Bool(*yes),
        CommandDataOptionValue::User(id) => OptionValue::User(user_id(*id)),
        CommandDataOptionValue::Channel(id) => OptionValue::Channel(channel_id(*id)),
        CommandDataOptionValue::Role(id) => OptionValue::Role(role_id(*id)),
        CommandDataOptionValue::Mentionable(id) => {
            let (role, user) = (RoleId::new(id.get()), Account::new(id.get()));
            if resolved.roles.contains_key(&role) {
                OptionValue::Role(role_id(role))
            } else {
                OptionValue::User(user_id(user))
            }
        }
        CommandDataOptionValue::Attachment(id) => {
            let file = resolved.attachments.get(id)?;
            OptionValue::Attachment(Upload {
                name: file.filename.clone(),
                bytes: u64::from(file.size),
                url: file.url.clone(),
                content: None,
            })
        }
        _ => return None,
    })
}

pub(super) fn resolved(resolved: &CommandDataResolved) -> BTreeMap<UserId, Person> {
    let people = resolved.users.values().map(|user| {
        let mut one = person(user);
        if let Some(member) = resolved.members.get(&user.id) {
            with_partial_member(&mut one, member);
        }
        (one.id, one)
    });
    people.collect()
}
