//! Who came to a command, by which door, and with what: typed, picked from a menu, or from a form that asked for what
//! another door left out; and the form itself.
//!
//! INVARIANT: what an id of a form hands over is believed no more than what somebody types.

use std::collections::BTreeMap;

use super::{
    language::language,
    text::{BUTTON_PREFIX, cut, units},
};
use crate::{
    lexicon::{
        Source,
        kind::Limits,
        source::{COMMAND_HIDDEN, COMMAND_PATH},
    },
    plan::{
        Command, Door, MenuOn, Param, Plan,
        door::{self, FORM, INPUT_CHARS_MAX, PICK, PRESS},
        param,
    },
    port::{
        Action, ActionKind, ButtonDraft, CommandCall, Event, EventKind, FormAnswer, FormDraft,
        InputDraft, Interaction, InteractionKind, MenuPick, MessageDraft, OptionValue,
    },
    vocab::{ButtonStyle, ChannelId, MessageId, RoleId, Type, UserId, Value},
    wording::say,
};

/// How the id of the button goes on that opens a form again.
pub(super) const AGAIN: &str = "again:";
/// Of a form and of an input: <https://discord.com/developers/docs/components/reference>.
const TITLE_CHARS_MAX: usize = 45;
/// From here on an input has more lines than one.
const LINE_CHARS_MAX: i64 = 100;

type Options = BTreeMap<String, OptionValue>;

/// A command, as somebody came to it.
pub(super) struct Entry<'a> {
    pub(super) command: &'a Command,
    pub(super) options: Options,
    /// What a form asks for first.
    pub(super) asks: Vec<&'a Param>,
}

/// None where no command of the policy is meant.
pub(super) fn entry<'a>(plan: &'a Plan, kind: &InteractionKind) -> Option<Entry<'a>> {
    match kind {
        InteractionKind::Command(call) => {
            let (command, options) = called(plan, call)?;
            Some(entered(command, Door::Slash, options))
        }
        // What a form would ask for is typed as well.
        InteractionKind::Typed(typed) => {
            let (command, options) = called(plan, &typed.call)?;
            Some(Entry {
                command,
                options,
                asks: Vec::new(),
            })
        }
        InteractionKind::Menu(pick) => picked(plan, pick),
        InteractionKind::Form(answer) => filled_in(plan, answer),
        InteractionKind::Button(press) => {
            let chosen = press.chosen.as_deref();
            let kind = if chosen.is_some() { PICK } else { PRESS };
            let (command, options) = handed_over(plan, &press.custom_id, kind, chosen)?;
            Some(entered(command, Door::Pointed, options))
        }
        InteractionKind::Autocomplete { .. } => None,
    }
}

/// Who used a command by another name used the command.
pub fn by_its_name(plan: &Plan, event: &mut Event) {
    let EventKind::Interaction(interaction) = &mut event.kind else {
        return;
    };
    let call = match &mut interaction.kind {
        InteractionKind::Command(call) | InteractionKind::Autocomplete { call, .. } => call,
        InteractionKind::Typed(_)
        | InteractionKind::Menu(_)
        | InteractionKind::Button(_)
        | InteractionKind::Form(_) => return,
    };
    let mut aliases = plan.aliases.iter();
    if let Some(alias) = aliases.find(|alias| call.path == [alias.name.as_str()]) {
        call.path.clone_from(&alias.of);
    }
}

fn called<'a>(plan: &'a Plan, call: &CommandCall) -> Option<(&'a Command, Options)> {
    let command = plan.commands.iter().find(|it| it.path == call.path)?;
    Some((command, call.options.clone()))
}

/// What an event tells of the command that somebody came to.
pub(super) fn told(plan: &Plan, event: &Event, source: &Source) -> Option<Value> {
    let EventKind::Interaction(interaction) = &event.kind else {
        return None;
    };
    let command = entry(plan, &interaction.kind)?.command;
    if *source == COMMAND_PATH {
        Some(Value::Text(command.path.join(" ")))
    } else if *source == COMMAND_HIDDEN {
        Some(Value::Bool(command.hidden))
    } else {
        None
    }
}

fn picked<'a>(plan: &'a Plan, pick: &MenuPick) -> Option<Entry<'a>> {
    let on = match pick.target {
        OptionValue::User(_) => MenuOn::Member,
        OptionValue::Message(..) => MenuOn::Message,
        OptionValue::Text(_)
        | OptionValue::Int(_)
        | OptionValue::Bool(_)
        | OptionValue::Channel(_)
        | OptionValue::Role(_)
        | OptionValue::Attachment(_) => return None,
    };
    let is_meant = |command: &&Command| {
        let menu = command.menu.as_ref();
        menu.is_some_and(|menu| menu.on == on && menu.name == pick.name)
    };
    let command = plan.commands.iter().find(is_meant)?;
    let target = command.target()?;
    let options = Options::from([(target.name.clone(), pick.target.clone())]);
    Some(entered(command, Door::Pointed, options))
}

fn entered(command: &Command, door: Door, options: Options) -> Entry<'_> {
    Entry {
        asks: command.asked(door, |param| options.contains_key(&param.name)),
        command,
        options,
    }
}

/// What the form was opened with, and what was typed into it.
fn filled_in<'a>(plan: &'a Plan, answer: &FormAnswer) -> Option<Entry<'a>> {
    let (command, mut options) = handed_over(plan, &answer.custom_id, FORM, None)?;
    for param in command.params.iter().filter(|param| param.is_typed()) {
        let text = answer.texts.get(&param.name);
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            continue;
        };
        let number = text.trim().parse().ok();
        let number = number.filter(|_| param.kind.limits == Limits::Number);
        let value = match number {
            Some(number) => OptionValue::Int(number),
            None => OptionValue::Text(text.clone()),
        };
        options.entry(param.name.clone()).or_insert(value);
    }
    Some(Entry {
        command,
        options,
        asks: Vec::new(),
    })
}

/// The command that an id names, and what it hands over of what the command takes today, with what was `chosen`.
fn handed_over<'a>(
    plan: &'a Plan,
    id: &str,
    kind: &str,
    chosen: Option<&str>,
) -> Option<(&'a Command, Options)> {
    let id = id.strip_prefix(BUTTON_PREFIX)?.strip_prefix(kind)?;
    let (path, given) = door::read(id)?;
    let command = plan.commands.iter().find(|it| it.path == path)?;
    let mut options = Options::new();
    for (name, text) in given {
        let (name, text) = match (name, chosen) {
            ("", Some(chosen)) => (text, param::escaped(chosen)),
            (name, _) => (name, text.to_owned()),
        };
        let param = command.params.iter().find(|param| param.name == name)?;
        options.insert(name.to_owned(), unpacked(param, &text)?);
    }
    Some((command, options))
}

fn unpacked(param: &Param, text: &str) -> Option<OptionValue> {
    Some(match *param.kind.value {
        Type::Member | Type::UserId => OptionValue::User(UserId(text.parse().ok()?)),
        Type::Channel => OptionValue::Channel(ChannelId(text.parse().ok()?)),
        Type::Role => OptionValue::Role(RoleId(text.parse().ok()?)),
        Type::MessageId => {
            let (channel, message) = text.split_once('/')?;
            let channel = ChannelId(channel.parse().ok()?);
            OptionValue::Message(channel, MessageId(message.parse().ok()?))
        }
        Type::Bool => OptionValue::Bool(text.parse().ok()?),
        Type::Int => OptionValue::Int(text.parse().ok()?),
        Type::Text => OptionValue::Text(param::unescaped(text)),
        Type::Instant
        | Type::Duration
        | Type::GuildId
        | Type::Emoji
        | Type::Words
        | Type::Url
        | Type::Locale
        | Type::Who
        | Type::Attachment
        | Type::Optional(_)
        | Type::List(_) => return None,
    })
}

fn packed(value: &OptionValue) -> Option<String> {
    Some(match value {
        OptionValue::User(id) => id.to_string(),
        OptionValue::Channel(id) => id.to_string(),
        OptionValue::Role(id) => id.to_string(),
        OptionValue::Message(channel, message) => format!("{channel}/{message}"),
        OptionValue::Bool(truth) => truth.to_string(),
        OptionValue::Int(number) => number.to_string(),
        OptionValue::Text(text) => param::escaped(text),
        OptionValue::Attachment(_) => return None,
    })
}

/// What a policy computed, as an id hands it over; none where it is nothing, or has no place there.
pub(super) fn packed_value(value: &Value) -> Option<String> {
    Some(match value {
        Value::User(id) => id.to_string(),
        Value::Channel(id) => id.to_string(),
        Value::Role(id) => id.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => param::escaped(text),
        Value::None
        | Value::Emoji(_)
        | Value::Instant(_)
        | Value::Duration(_)
        | Value::Guild(_)
        | Value::Message(_)
        | Value::Words(_)
        | Value::Url(_)
        | Value::Locale(_)
        | Value::Who(_)
        | Value::List(_)
        | Value::Attachment(_) => return None,
    })
}

/// `texts` is what stands in it at first.
pub(super) fn form(entry: &Entry<'_>, texts: &BTreeMap<String, String>) -> FormDraft {
    let command = entry.command;
    let params = command.params.iter();
    let handed = params.filter_map(|param| {
        let value = entry.options.get(&param.name).and_then(packed)?;
        Some((param.name.as_str(), value))
    });
    let id = door::id(FORM, &command.path, handed);
    FormDraft {
        custom_id: format!("{BUTTON_PREFIX}{id}"),
        title: heading(command),
        inputs: entry.asks.iter().map(|param| input(param, texts)).collect(),
    }
}

/// What the command is about, or what it is called where that is too long for Discord.
fn heading(command: &Command) -> String {
    if units(&command.about) <= TITLE_CHARS_MAX {
        return command.about.clone();
    }
    match &command.menu {
        Some(menu) => menu.name.clone(),
        None => cut(&format!("/{}", command.path.join(" ")), TITLE_CHARS_MAX),
    }
}

fn input(param: &Param, texts: &BTreeMap<String, String>) -> InputDraft {
    let is_text = param.kind.limits == Limits::Characters;
    // Of a number it is the value that has bounds, of which a form knows nothing.
    let (min, max) = match (is_text, param.min, param.max) {
        (true, min, max) => (min, max.unwrap_or(INPUT_CHARS_MAX).min(INPUT_CHARS_MAX)),
        (false, ..) => (None, LINE_CHARS_MAX),
    };
    let label = cut(&param.about, TITLE_CHARS_MAX);
    InputDraft {
        name: param.name.clone(),
        label,
        required: param.required,
        is_long: max > LINE_CHARS_MAX,
        min: min.filter(|min| *min > 0),
        max: Some(max),
        value: texts
            .get(&param.name)
            .filter(|text| !text.is_empty())
            .cloned(),
    }
}

/// A refusal of what was typed into a form, with a button to change it; none where nothing was, or nothing can be.
pub(super) fn offer_again(plan: &Plan, asking: &Interaction, message: &str) -> Option<Action> {
    match &asking.kind {
        InteractionKind::Form(answer) => filled_in(plan, answer)?,
        InteractionKind::Command(_)
        | InteractionKind::Typed(_)
        | InteractionKind::Menu(_)
        | InteractionKind::Button(_)
        | InteractionKind::Autocomplete { .. } => return None,
    };
    let again = ButtonDraft {
        custom_id: format!("{BUTTON_PREFIX}{AGAIN}{}", asking.id),
        label: say!("form-again"),
        style: ButtonStyle::Primary,
    };
    Some(Action::from(ActionKind::OfferAgain {
        message: MessageDraft {
            content: message.to_owned(),
            buttons: vec![again],
            ..MessageDraft::default()
        },
    }))
}

/// The form that an event filled in, with what was typed.
#[must_use]
pub fn form_again(plan: &Plan, event: &Event) -> Option<FormDraft> {
    let EventKind::Interaction(Interaction {
        kind: InteractionKind::Form(answer),
        ..
    }) = &event.kind
    else {
        return None;
    };
    let language = language(plan, event);
    let plan = plan.spoken_in(language);
    let (command, options) = handed_over(plan, &answer.custom_id, FORM, None)?;
    let params = command.params.iter();
    let asks = params.filter(|param| answer.texts.contains_key(&param.name));
    let entry = Entry {
        asks: asks.collect(),
        command,
        options,
    };
    Some(form(&entry, &answer.texts))
}

/// What an interaction is answered with first. Only a message can be announced, so the others have to come in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstAnswer {
    Message { ephemeral: bool },
    Form,
    Choices,
}

#[must_use]
pub fn first_answer(plan: &Plan, kind: &InteractionKind) -> FirstAnswer {
    let entry = entry(plan, kind);
    if entry.as_ref().is_some_and(|entry| !entry.asks.is_empty()) {
        return FirstAnswer::Form;
    }
    let ephemeral = match kind {
        InteractionKind::Autocomplete { .. } => return FirstAnswer::Choices,
        InteractionKind::Button(press) if is_again(&press.custom_id) => return FirstAnswer::Form,
        InteractionKind::Button(_) => true,
        InteractionKind::Command(call) if entry.is_none() => {
            let root = call.path.first().map(String::as_str);
            matches!(root, Some("privacy" | "config" | "help"))
                || plan.command_sets.iter().all(|set| set.ephemeral)
        }
        InteractionKind::Command(_)
        | InteractionKind::Typed(_)
        | InteractionKind::Menu(_)
        | InteractionKind::Form(_) => entry.is_none_or(|entry| entry.command.ephemeral),
    };
    FirstAnswer::Message { ephemeral }
}

fn is_again(custom_id: &str) -> bool {
    let id = custom_id.strip_prefix(BUTTON_PREFIX);
    id.is_some_and(|id| id.starts_with(AGAIN))
}

/// Whom the door names and the event tells nothing about. Who they are today has to be asked for first: who may do
/// something to them depends on it.
#[must_use]
pub fn people_named(plan: &Plan, event: &Event) -> Vec<UserId> {
    let EventKind::Interaction(interaction) = &event.kind else {
        return Vec::new();
    };
    let entry = entry(plan, &interaction.kind).filter(|entry| entry.asks.is_empty());
    let options = entry
        .into_iter()
        .flat_map(|entry| entry.options.into_values());
    let people = options.filter_map(|value| match value {
        OptionValue::User(user) => Some(user),
        OptionValue::Text(_)
        | OptionValue::Int(_)
        | OptionValue::Bool(_)
        | OptionValue::Channel(_)
        | OptionValue::Role(_)
        | OptionValue::Message(..)
        | OptionValue::Attachment(_) => None,
    });
    let unknown = people.filter(|user| *user != event.actor.id && !event.people.contains_key(user));
    unknown.collect()
}
