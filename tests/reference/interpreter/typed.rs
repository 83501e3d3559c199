//! Commands as messages, once more: which one a message begins with, and what stands behind it. Letters of any case, words
//! apart by blanks, and of several beginnings the one with most words.

use std::collections::BTreeMap;

use candor::{
    lexicon::kind::Limits,
    plan::{Command, Param, Plan, Text, TextPart},
    port::{
        CommandCall, Event, EventKind, Interaction, InteractionKind, OptionValue, Told, TypedCall,
    },
    vocab::{ChannelId, RoleId, Type, UserId, Value},
};

use super::State;

/// The event that a message is besides, with what its command is given; nothing is given where that is not clear.
pub fn meant(plan: &Plan, state: &State, event: &Event) -> Option<Event> {
    let guild = event.guild.as_ref()?.id;
    if event.actor.bot {
        return None;
    }
    let words: Vec<&str> = event.tells.own_words()?.split_whitespace().collect();
    let mut best: Option<(usize, &Command)> = None;
    for command in &plan.commands {
        let Some(prefix) = &command.prefix else {
            continue;
        };
        let prefix = shown(plan, state, guild, prefix)?;
        let prefix: Vec<String> = prefix.split_whitespace().map(str::to_lowercase).collect();
        let begins = words.len() >= prefix.len()
            && prefix
                .iter()
                .zip(&words)
                .all(|(a, b)| *a == b.to_lowercase());
        let is_longer = best.is_none_or(|(most, _)| most < prefix.len());
        if begins && is_longer && state.is_on(plan, guild, command.feature) {
            best = Some((prefix.len(), command));
        }
    }
    let (length, command) = best?;
    let options = options(command, &words[length..]);
    let is_clear = options.is_some();
    let call = CommandCall {
        path: command.path.clone(),
        options: options.unwrap_or_default(),
    };
    let typed = TypedCall {
        call,
        usage: String::new(),
        is_clear,
    };
    Some(Event {
        tells: Told::default(),
        kind: EventKind::Interaction(Interaction {
            id: 0,
            token: String::new(),
            locale: "en-US".to_owned(),
            kind: InteractionKind::Typed(typed),
        }),
        ..event.clone()
    })
}

fn shown(
    plan: &Plan,
    state: &State,
    guild: candor::vocab::GuildId,
    prefix: &Text,
) -> Option<String> {
    let mut text = String::new();
    for part in &prefix.parts {
        match part {
            TextPart::Literal(words) => text.push_str(words),
            TextPart::Hole(hole) => {
                let setting = plan.setting(hole.as_setting()?)?;
                let here = state.settings.get(&guild);
                let chosen = here.and_then(|here| here.values.get(&setting.id));
                match chosen.or(setting.default.as_ref())? {
                    Value::Text(words) => text.push_str(words),
                    _ => return None,
                }
            }
        }
    }
    Some(text)
}

/// The traces have one blank between words and no quotes, so words are enough.
fn options(command: &Command, words: &[&str]) -> Option<BTreeMap<String, OptionValue>> {
    let params = &command.params;
    let is_long = |param: &Param| {
        let is_text = *param.kind.value == Type::Text && !param.kind.names_command;
        is_text && param.choices.is_empty()
    };
    let long = params.iter().rposition(is_long);
    let long = long.unwrap_or(params.len().saturating_sub(1));
    let (mut from, mut to) = (0, words.len());
    let mut given = BTreeMap::new();
    for param in params.iter().take(long) {
        let value = words
            .get(from..to)?
            .first()
            .and_then(|word| one(param, word));
        from += usize::from(value.is_some());
        given.extend(value.map(|value| (param.name.clone(), value)));
    }
    for param in params.iter().skip(long + 1).rev() {
        let value = words
            .get(from..to)?
            .last()
            .and_then(|word| one(param, word));
        to -= usize::from(value.is_some());
        given.extend(value.map(|value| (param.name.clone(), value)));
    }
    if let Some(param) = params.get(long) {
        let rest = words.get(from..to)?.join(" ");
        if !rest.is_empty() {
            given.insert(param.name.clone(), one(param, &rest)?);
        }
    } else if from < to {
        return None;
    }
    Some(given)
}

fn one(param: &Param, word: &str) -> Option<OptionValue> {
    let text = || OptionValue::Text(word.to_owned());
    let inside = |mark: &str| word.strip_prefix(mark)?.strip_suffix('>')?.parse().ok();
    if !param.choices.is_empty() {
        return param.choices.iter().any(|one| one == word).then(text);
    }
    match *param.kind.value {
        Type::Member => inside("<@").map(|id| OptionValue::User(UserId(id))),
        Type::Channel => inside("<#").map(|id| OptionValue::Channel(ChannelId(id))),
        Type::Role => inside("<@&").map(|id| OptionValue::Role(RoleId(id))),
        Type::Bool => match word {
            "yes" => Some(OptionValue::Bool(true)),
            "no" => Some(OptionValue::Bool(false)),
            _ => None,
        },
        Type::Int => word.parse().ok().map(OptionValue::Int),
        _ if param.kind.limits == Limits::Characters => Some(text()),
        _ => param.kind.typed(word)?.ok().map(|_| text()),
    }
}
