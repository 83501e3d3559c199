//! Commands that are typed as a message: which one a message begins with, and what is given to it.
//!
//! Reads a message that happened; makes of it the same call as a slash command's. What is no beginning of a command is not
//! looked at any further.

use std::collections::BTreeMap;

use super::{authority, generated, may_run, plain, prefix::prefix_of, round::Round};
use crate::{
    lexicon::{OptionKind, event::MESSAGE, kind::Limits, source::MESSAGE_ID, text::after},
    plan::{Param, Plan},
    port::{
        Action, ActionKind, CommandCall, Event, EventKind, Interaction, InteractionKind,
        MessageDraft, OptionDraft, OptionValue, Settings, Told, TypedCall, Upload,
    },
    sabotage::{Saboteur, off},
    vocab::{ChannelId, Permission, RoleId, Type, UserId, Value},
    wording::say,
};

/// A command as a message can begin with it, in one server.
struct Door<'p> {
    prefix: String,
    path: &'p [String],
    asks: Vec<Asked>,
}

/// An option, in the order in which it is given.
struct Asked {
    name: String,
    kind: &'static OptionKind,
    required: bool,
    choices: Vec<String>,
}

/// Whether some command is typed at all.
#[must_use]
pub fn types(plan: &Plan) -> bool {
    plan.is_typed()
}

/// The call that a message is, in a server with these settings. Only people call, in messages of their own words.
#[must_use]
pub fn typed_command(plan: &Plan, event: &Event, settings: &Settings) -> Option<Event> {
    let EventKind::Happened(what) = event.kind else {
        return None;
    };
    let is_bot = event.actor.bot && !off(Saboteur::BotsType);
    if *what != MESSAGE || is_bot || event.guild.is_none() {
        return None;
    }
    let text = event.tells.own_words()?;
    let Some(Value::Message(id)) = event.tells.get(&MESSAGE_ID) else {
        return None;
    };
    // The longest beginning is the one that is meant, and of two alike the first.
    let mut found: Option<(usize, Door<'_>, &str)> = None;
    for door in doors(plan, settings) {
        let words = door.prefix.split_whitespace().count();
        if let Some(rest) = after(text, &door.prefix)
            && found.as_ref().is_none_or(|(most, ..)| *most < words)
        {
            found = Some((words, door, rest));
        }
    }
    let (_, door, rest) = found?;
    let (options, is_clear) = match given(&door.asks, rest, event.tells.files()) {
        Some(options) => (options, true),
        None => (BTreeMap::new(), false),
    };
    let call = CommandCall {
        path: door.path.to_vec(),
        options,
    };
    Some(Event {
        dedupe: format!("typed {id}"),
        tells: Told::default(),
        kind: EventKind::Interaction(Interaction {
            id: id.0,
            token: String::new(),
            locale: "en-US".to_owned(),
            kind: InteractionKind::Typed(TypedCall {
                call,
                usage: usage_of(&door),
                is_clear,
            }),
        }),
        ..event.clone()
    })
}

fn doors<'p>(plan: &'p Plan, settings: &Settings) -> Vec<Door<'p>> {
    let mut doors: Vec<Door<'p>> = Vec::new();
    for command in &plan.commands {
        if let Some(prefix) = prefix_of(plan, command, settings) {
            doors.push(Door {
                prefix,
                path: &command.path,
                asks: command.params.iter().map(Asked::from).collect(),
            });
        }
    }
    for alias in plan.aliases.iter().filter(|alias| alias.is_typed()) {
        let mut commands = plan.commands.iter();
        let command = commands.find(|command| command.path == alias.of);
        let is_on = command.and_then(|command| plan.feature(command.feature));
        if is_on.is_some_and(|feature| !settings.is_on(feature)) {
            continue;
        }
        doors.push(Door {
            prefix: alias.name.clone(),
            path: &alias.of,
            asks: match command {
                Some(command) => command.params.iter().map(Asked::from).collect(),
                None => generated_options(plan, &alias.of),
            },
        });
    }
    doors
}

impl From<&Param> for Asked {
    fn from(param: &Param) -> Self {
        Self {
            name: param.name.clone(),
            kind: param.kind,
            required: param.required,
            choices: param.choices.clone(),
        }
    }
}

impl Asked {
    /// Whether it is words, of which there can be many.
    fn is_text(&self) -> bool {
        *self.kind.value == Type::Text && self.choices.is_empty() && !self.kind.names_command
    }
}

/// What a command takes that every bot has.
fn generated_options(plan: &Plan, path: &[String]) -> Vec<Asked> {
    let Some((first, rest)) = path.split_first() else {
        return Vec::new();
    };
    let drafts = generated::commands(plan).into_iter();
    let mut drafts = drafts.filter(|draft| draft.name == *first);
    let mut options = drafts.next().map_or_else(Vec::new, |draft| draft.options);
    for word in rest {
        let mut below = options.into_iter().filter_map(|option| match option {
            OptionDraft::Subcommand { name, options, .. }
            | OptionDraft::Group { name, options, .. } => (name == *word).then_some(options),
            OptionDraft::Value { .. } => None,
        });
        options = below.next().unwrap_or_default();
    }
    let values = options.into_iter().filter_map(|option| match option {
        OptionDraft::Value {
            name,
            kind,
            required,
            choices,
            ..
        } => Some(Asked {
            name,
            kind,
            required,
            choices,
        }),
        OptionDraft::Subcommand { .. } | OptionDraft::Group { .. } => None,
    });
    values.collect()
}

fn usage_of(door: &Door<'_>) -> String {
    let options = door.asks.iter().map(|asked| {
        let name = &asked.name;
        if asked.required {
            format!(" <{name}>")
        } else {
            format!(" [{name}]")
        }
    });
    format!("{}{}", door.prefix, options.collect::<String>())
}

/// A value for each option that is there, in their order: a word for each, from the front up to the last text and from the
/// end down to it; that text is what is left between them. What may be left out is, where the word is none of its kind.
/// None where that is not what the command takes. Lengths and bounds are looked at later, like those of any other door.
fn given(asks: &[Asked], text: &str, files: &[Upload]) -> Option<BTreeMap<String, OptionValue>> {
    let mut options = BTreeMap::new();
    let mut give = |asked: &Asked, value: Option<OptionValue>| match value {
        Some(value) => {
            options.insert(asked.name.clone(), value);
            Some(true)
        }
        None => (!asked.required).then_some(false),
    };
    let is_file = |asked: &&Asked| *asked.kind.value == Type::Attachment;
    let (attached, asks): (Vec<&Asked>, Vec<&Asked>) = asks.iter().partition(is_file);
    let mut files = files.iter();
    for asked in attached {
        give(asked, files.next().cloned().map(OptionValue::Attachment))?;
    }
    let mut rest = text;
    let longest = asks.iter().rposition(|asked| asked.is_text());
    let longest = longest.or(asks.len().checked_sub(1));
    let (before, after) = asks.split_at(longest.unwrap_or_default());
    for asked in before {
        let (first, tail) = word(rest);
        if give(asked, read(asked, first))? {
            rest = tail;
        }
    }
    let (longest, after) = after.split_first().unzip();
    for asked in after.into_iter().flatten().rev() {
        let (head, last) = last_word(rest);
        if give(asked, read(asked, last))? {
            rest = head;
        }
    }
    if let Some(asked) = longest
        && give(asked, read(asked, unquoted(rest)))?
    {
        rest = "";
    }
    rest.is_empty().then_some(options)
}

/// The first word, or what stands in quotes, and what comes after.
fn word(text: &str) -> (&str, &str) {
    let quoted = text.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    if let Some((word, tail)) = quoted {
        return (word, tail.trim_start());
    }
    match text.split_once(char::is_whitespace) {
        Some((word, tail)) => (word, tail.trim_start()),
        None => (text, ""),
    }
}

/// The last word, and what comes before.
fn last_word(text: &str) -> (&str, &str) {
    match text.rsplit_once(char::is_whitespace) {
        Some((head, word)) => (head.trim_end(), word),
        None => ("", text),
    }
}

/// All of a text, without the quotes around it.
fn unquoted(text: &str) -> &str {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// None where the word is no value of its kind, or there is no word.
fn read(asked: &Asked, word: &str) -> Option<OptionValue> {
    if word.is_empty() {
        return None;
    }
    if !asked.choices.is_empty() {
        let mut choices = asked.choices.iter();
        let choice = choices.find(|choice| choice.to_lowercase() == word.to_lowercase());
        return choice.map(|choice| OptionValue::Text(choice.clone()));
    }
    match *asked.kind.value {
        Type::Member | Type::UserId => {
            mentioned(word, &["@!", "@"]).map(|id| OptionValue::User(UserId(id)))
        }
        Type::Channel => mentioned(word, &["#"]).map(|id| OptionValue::Channel(ChannelId(id))),
        Type::Role => mentioned(word, &["@&"]).map(|id| OptionValue::Role(RoleId(id))),
        Type::Bool => match word.to_lowercase().as_str() {
            "yes" | "true" | "on" => Some(OptionValue::Bool(true)),
            "no" | "false" | "off" => Some(OptionValue::Bool(false)),
            _ => None,
        },
        Type::Int => word.parse().ok().map(OptionValue::Int),
        Type::Text
        | Type::Duration
        | Type::Emoji
        | Type::Url
        | Type::Locale
        | Type::MessageId
        | Type::Instant
        | Type::GuildId
        | Type::Words
        | Type::Who
        | Type::Attachment
        | Type::Optional(_)
        | Type::List(_) => {
            let is_one = asked.kind.limits == Limits::Characters
                || asked.kind.typed(word).is_some_and(|typed| typed.is_ok());
            is_one.then(|| OptionValue::Text(word.to_owned()))
        }
    }
}

/// `<@1>`, or the id alone.
fn mentioned(word: &str, marks: &[&str]) -> Option<u64> {
    /// Fewer digits than any id of Discord's has.
    const ID_DIGITS_MIN: usize = 15;
    let inside = word
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let Some(inside) = inside else {
        return word.parse().ok().filter(|_| word.len() >= ID_DIGITS_MIN);
    };
    let mut marks = marks.iter();
    marks.find_map(|mark| inside.strip_prefix(mark)?.parse().ok())
}

/// Says how the command is written. That is the policy's own words, so everybody may read it.
pub(super) fn usage(round: &mut Round<'_>, typed: &TypedCall) {
    let plan = round.plan;
    let mut commands = plan.commands.iter();
    let command = commands.find(|command| command.path == typed.call.path);
    let may = match command {
        Some(command) => may_run(round, command),
        // Of what every bot has, `/config` alone is not for everybody.
        None if typed.call.path.first().is_some_and(|word| word == "config") => {
            let guild = round.guild();
            guild.and_then(|guild| {
                authority::require(round.event, guild, &[Permission::ManageGuild])
            })
        }
        None => Ok(()),
    };
    let at = command.map(|command| &command.at);
    let answer = may.map(|()| {
        let reply = ActionKind::Reply {
            ephemeral: false,
            message: MessageDraft {
                content: say!("usage", usage = &typed.usage),
                ..MessageDraft::default()
            },
        };
        vec![Action {
            at: at.cloned(),
            ..plain(reply)
        }]
    });
    round.conclude(answer, at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::kind::option::{DURATION, INT, TEXT, USER};

    fn asked(name: &str, kind: &'static OptionKind, required: bool) -> Asked {
        Asked {
            name: name.to_owned(),
            kind,
            required,
            choices: Vec::new(),
        }
    }

    #[test]
    fn words_are_given_in_order_and_the_last_text_takes_the_rest() {
        let asks = [
            asked("member", &USER, true),
            asked("times", &INT, false),
            asked("reason", &TEXT, true),
            asked("time", &DURATION, false),
        ];
        let text = |text: &str| OptionValue::Text(text.to_owned());
        let all = |text| given(&asks, text, &[]);
        let found = all("<@7> 3 spam and \"more\"").unwrap();
        assert_eq!(found.get("member"), Some(&OptionValue::User(UserId(7))));
        assert_eq!(found.get("times"), Some(&OptionValue::Int(3)));
        assert_eq!(found.get("reason"), Some(&text("spam and \"more\"")));
        assert_eq!(found.get("time"), None);
        let found = all("<@!7> \"so much spam\" 7d").unwrap();
        assert_eq!(found.get("times"), None);
        assert_eq!(found.get("reason"), Some(&text("so much spam")));
        assert_eq!(found.get("time"), Some(&text("7d")));
        for wrong in ["", "<@7>", "<@7> 7d", "bob spam", "7 spam", "<#7> spam"] {
            assert_eq!(all(wrong), None, "{wrong}");
        }
        assert_eq!(given(&[], "please", &[]), None);
        let numbers = [asked("number", &INT, true)];
        assert_eq!(given(&numbers, "3 4", &[]), None);
    }
}
