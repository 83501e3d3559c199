//! Settings that have several values: lists, and roles and people of a `who`. Values are put in and taken out one by one.
//!
//! What is gone from the server goes with the next change, since nobody can pick it to take it out.

use super::setting;
use crate::{
    plan::{Amend, Plan, Setting},
    port::{Guild, OptionValue},
    router::round::{Flow, refuse},
    vocab::{Holder, Type, Value, Who},
    wording::say,
};

/// What a setting is after a change.
pub(super) fn changed(
    plan: &Plan,
    guild: &Guild,
    (setting, before): (&Setting, &Value),
    amend: Amend,
    option: &OptionValue,
) -> Flow<Value> {
    let value = if setting.kind == Type::Who {
        named(plan, guild, (setting, before), amend, option)?
    } else if setting.kind.is_list() {
        let item = setting::from_option(plan, setting, option)?;
        let (before, _) = setting::living(guild, before, false);
        let mut values = Vec::new();
        if let Value::List(before) = before
            && amend != Amend::Set
        {
            values = before;
        }
        values.retain(|value| *value != item);
        match amend {
            Amend::Set | Amend::Add => values.push(item),
            Amend::Remove | Amend::Deny => {}
        }
        Value::List(values)
    } else {
        setting::from_option(plan, setting, option)?
    };
    setting::check(plan, guild, setting, &value)?;
    Ok(value)
}

fn named(
    plan: &Plan,
    guild: &Guild,
    (setting, before): (&Setting, &Value),
    amend: Amend,
    option: &OptionValue,
) -> Flow<Value> {
    let holder = match option {
        OptionValue::User(user) => Some(Holder::Person(*user)),
        // The role that everybody has is called like the server.
        OptionValue::Role(role) if role.0 == guild.id.0 => None,
        OptionValue::Role(role) => Some(Holder::Role(*role)),
        OptionValue::Text(_)
        | OptionValue::Int(_)
        | OptionValue::Bool(_)
        | OptionValue::Channel(_)
        | OptionValue::Message(..)
        | OptionValue::Attachment(_) => {
            return refuse(say!("option-changed", name = plan.setting_called(setting)));
        }
    };
    let (before, _) = setting::living(guild, before, false);
    let mut who = Who::default();
    if let Value::Who(before) = before {
        who = before;
    }
    match (amend, holder) {
        (Amend::Set, Some(holder)) => who = Who::only(holder),
        (Amend::Set, None) => who = Who::everyone(),
        (Amend::Add, Some(holder)) => who.allow(holder),
        (Amend::Add, None) => who.allow_everyone(),
        (Amend::Remove, Some(holder)) => who.remove(holder),
        (Amend::Deny, Some(holder)) => who.deny(holder),
        (Amend::Remove | Amend::Deny, None) => {
            let name = plan.setting_path_called(setting);
            return refuse(say!("setting-everyone", name));
        }
    }
    Ok(Value::Who(who))
}
