//! Doors to a command, once more: an entry of a menu, a button, a list and a form. Whatever the door, the same steps run;
//! what a door leaves out that the command needs, a form asks for.

use std::collections::BTreeMap;

use candor::{
    lexicon::kind::Limits,
    plan::{Button, Command, Does, MenuOn, Param, Pick, Plan},
    port::{
        ChoiceDraft, Event, FormDraft, InputDraft, InteractionKind, OptionValue, SelectDraft,
        SelectOf,
    },
    vocab::{ChannelId, GuildId, MessageId, RoleId, Type, UserId, Value},
};

use super::super::taint::Taint;
use super::{Flow, Run, unread};

/// A command, as somebody came to it.
#[derive(Debug, Clone)]
pub struct Entered<'p> {
    pub command: &'p Command,
    pub options: BTreeMap<String, OptionValue>,
    /// What a form asks for first.
    pub asks: Vec<&'p Param>,
    /// What a message handed over, by a button, a list or the form behind them.
    pub fixed: Vec<String>,
    /// A message led here, or may have.
    pub by_message: bool,
}

/// None where no command of the policy is meant.
pub fn entered<'p>(plan: &'p Plan, kind: &InteractionKind) -> Option<Entered<'p>> {
    let whole = |command, options| Entered {
        command,
        options,
        asks: Vec::new(),
        fixed: Vec::new(),
        by_message: false,
    };
    match kind {
        InteractionKind::Command(call) => {
            // Another name for a command is that command.
            let mut aliases = plan.aliases.iter();
            let alias = aliases.find(|alias| call.path == [alias.name.as_str()]);
            let path = alias.map_or(&call.path, |alias| &alias.of);
            let command = plan.commands.iter().find(|one| one.path == *path)?;
            let entered = whole(command, call.options.clone());
            // An option that always has a form is none of the slash command.
            let asks = command.params.iter().filter(|param| param.form).collect();
            Some(Entered { asks, ..entered })
        }
        InteractionKind::Typed(typed) => {
            let mut commands = plan.commands.iter();
            let command = commands.find(|one| one.path == typed.call.path)?;
            Some(whole(command, typed.call.options.clone()))
        }
        InteractionKind::Menu(pick) => {
            let on = match pick.target {
                OptionValue::User(_) => MenuOn::Member,
                _ => MenuOn::Message,
            };
            let command = plan.commands.iter().find(|command| {
                let menu = command.menu.as_ref();
                menu.is_some_and(|menu| menu.on == on && menu.name == pick.name)
            })?;
            let first = command.params.first()?;
            let options = BTreeMap::from([(first.name.clone(), pick.target.clone())]);
            Some(pointed(whole(command, options)))
        }
        InteractionKind::Button(press) => {
            let rest = press.custom_id.strip_prefix("candor:")?;
            let begins = if press.chosen.is_some() {
                "pick:"
            } else {
                "do:"
            };
            let rest = rest.strip_prefix(begins)?;
            let (command, options) = handed_over(plan, rest, press.chosen.as_deref())?;
            let fixed = options.keys().cloned().collect();
            Some(pointed(Entered {
                fixed,
                by_message: true,
                ..whole(command, options)
            }))
        }
        InteractionKind::Form(answer) => {
            let rest = answer.custom_id.strip_prefix("candor:form:")?;
            let (command, mut options) = handed_over(plan, rest, None)?;
            let fixed = options.keys().cloned().collect();
            for param in &command.params {
                let Some(text) = answer.texts.get(&param.name) else {
                    continue;
                };
                let number = text.trim().parse().ok();
                let typed = match number {
                    Some(number) if param.kind.limits == Limits::Number => OptionValue::Int(number),
                    _ => OptionValue::Text(text.clone()),
                };
                if !text.is_empty() && is_typed(param) && !options.contains_key(&param.name) {
                    options.insert(param.name.clone(), typed);
                }
            }
            Some(Entered {
                fixed,
                by_message: true,
                ..whole(command, options)
            })
        }
        InteractionKind::Autocomplete { .. } => None,
    }
}

/// Whether a form can ask for it: whatever is not picked.
fn is_typed(param: &Param) -> bool {
    let picked = [
        Type::Bool,
        Type::Member,
        Type::Channel,
        Type::Role,
        Type::Attachment,
    ];
    param.choices.is_empty() && !picked.contains(param.kind.value)
}

/// A door that hands over what it has, and no more: of what the command needs besides, a form asks for all that is typed.
fn pointed(entered: Entered<'_>) -> Entered<'_> {
    let params = entered.command.params.iter();
    let lacking = params.filter(|param| !entered.options.contains_key(&param.name));
    let lacking: Vec<&Param> = lacking.collect();
    let is_needed = lacking.iter().any(|param| param.required || param.form);
    let asks = if is_needed {
        lacking.into_iter().filter(|one| is_typed(one)).collect()
    } else {
        Vec::new()
    };
    Entered { asks, ..entered }
}

/// What stands in an id: `ban add?member=4&n=1`. What is chosen from a list belongs to the option without a name of its own.
fn handed_over<'p>(
    plan: &'p Plan,
    id: &str,
    chosen: Option<&str>,
) -> Option<(&'p Command, BTreeMap<String, OptionValue>)> {
    let (path, given) = id.split_once('?')?;
    let mut commands = plan.commands.iter();
    let command = commands.find(|one| one.path.join(" ") == path)?;
    let mut options = BTreeMap::new();
    for pair in given.split('&').filter(|pair| !pair.is_empty()) {
        let (name, text) = pair.split_once('=')?;
        let (name, text) = match (name, chosen) {
            ("", Some(chosen)) => (text, chosen),
            _ => (name, text),
        };
        let param = command.params.iter().find(|param| param.name == name)?;
        let value = match param.kind.value {
            Type::Member => OptionValue::User(UserId(text.parse().ok()?)),
            Type::Channel => OptionValue::Channel(ChannelId(text.parse().ok()?)),
            Type::Role => OptionValue::Role(RoleId(text.parse().ok()?)),
            Type::MessageId => {
                let (channel, message) = text.split_once('/')?;
                let channel = ChannelId(channel.parse().ok()?);
                OptionValue::Message(channel, MessageId(message.parse().ok()?))
            }
            Type::Bool => OptionValue::Bool(text == "true"),
            Type::Int => OptionValue::Int(text.parse().ok()?),
            _ => OptionValue::Text(text.to_owned()),
        };
        options.insert(name.to_owned(), value);
    }
    Some((command, options))
}

/// With what was typed as a link as the ids that it names; none where it is no link into this server.
pub fn linked(mut entered: Entered<'_>, guild: GuildId) -> Option<Entered<'_>> {
    for param in &entered.command.params {
        let Some(OptionValue::Text(text)) = entered.options.get(&param.name) else {
            continue;
        };
        if *param.kind.value != Type::MessageId {
            continue;
        }
        let ids: Vec<u64> = text.rsplit('/').filter_map(|id| id.parse().ok()).collect();
        let [message, channel, of] = *ids.as_slice() else {
            return None;
        };
        if of != guild.0 {
            return None;
        }
        let linked = OptionValue::Message(ChannelId(channel), MessageId(message));
        entered.options.insert(param.name.clone(), linked);
    }
    Some(entered)
}

/// The form that asks for what is lacking, with what is there already in its id.
pub fn form(entered: &Entered<'_>) -> FormDraft {
    let command = entered.command;
    let mut given = Vec::new();
    for param in &command.params {
        let text = match entered.options.get(&param.name) {
            None | Some(OptionValue::Attachment(_)) => continue,
            Some(OptionValue::User(id)) => id.to_string(),
            Some(OptionValue::Channel(id)) => id.to_string(),
            Some(OptionValue::Role(id)) => id.to_string(),
            Some(OptionValue::Message(channel, message)) => format!("{channel}/{message}"),
            Some(OptionValue::Bool(truth)) => truth.to_string(),
            Some(OptionValue::Int(number)) => number.to_string(),
            Some(OptionValue::Text(text)) => text.clone(),
        };
        given.push(format!("{}={text}", param.name));
    }
    let input = |param: &&Param| {
        let is_text = param.kind.limits == Limits::Characters;
        let most = param.max.unwrap_or(4_000).min(4_000);
        let max = if is_text { most } else { 100 };
        InputDraft {
            name: param.name.clone(),
            label: param.about.clone(),
            required: param.required,
            is_long: max > 100,
            min: param.min.filter(|min| is_text && *min > 0),
            max: Some(max),
            value: None,
        }
    };
    FormDraft {
        custom_id: format!("candor:form:{}?{}", command.path.join(" "), given.join("&")),
        title: command.about.clone(),
        inputs: entered.asks.iter().map(input).collect(),
    }
}

/// What a message fixes, as it stands in an id; what is none does not.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::User(id) => Some(id.to_string()),
        Value::Channel(id) => Some(id.to_string()),
        Value::Role(id) => Some(id.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

impl<'p> Run<'_, 'p> {
    /// The id of a door, and what stands in it for whoever can read the message.
    pub(super) fn door(&mut self, does: &'p Does, pick: Option<&Pick>) -> Flow<(String, Taint)> {
        let path = does.path.join(" ");
        let mut taint = Taint::default();
        let mut pairs = Vec::new();
        pairs.extend(pick.map(|pick| format!("={}", pick.option)));
        for (name, given) in &does.given {
            let given = self.eval(given)?;
            taint = taint.and(given.taint);
            self.hands_over(&path, name, given.taint);
            pairs.extend(written(&given.value).map(|text| format!("{name}={text}")));
        }
        let decided = self.decided;
        let posted = self.state.posted.entry(format!("/{path}")).or_default();
        *posted = posted.and(decided);
        let kind = if pick.is_some() { "pick" } else { "do" };
        Ok((format!("candor:{kind}:{path}?{}", pairs.join("&")), taint))
    }

    fn hands_over(&mut self, path: &str, option: &str, taint: Taint) {
        let decided = self.decided;
        let handed = self.state.posted.entry(format!("/{path} {option}"));
        let handed = handed.or_default();
        *handed = handed.and(taint).and(decided);
    }

    /// A list to choose from; none where nothing is there to be chosen.
    pub(super) fn select(
        &mut self,
        button: &'p Button,
        does: &'p Does,
        pick: &'p Pick,
    ) -> Flow<(Option<SelectDraft>, Taint)> {
        let (custom_id, mut taint) = self.door(does, Some(pick))?;
        let (placeholder, of) = self.label(&button.label)?;
        taint = taint.and(of);
        let mut written_out: Vec<ChoiceDraft> = Vec::new();
        for choice in &pick.choices {
            let value = self.eval(&choice.value)?;
            taint = taint.and(value.taint);
            self.hands_over(&does.path.join(" "), &pick.option, value.taint);
            let (label, of) = self.label(&choice.label)?;
            taint = taint.and(of);
            let about = match &choice.about {
                Some(about) => {
                    let (about, of) = self.label(about)?;
                    taint = taint.and(of);
                    Some(about).filter(|about| !about.trim().is_empty())
                }
                None => None,
            };
            let Some(value) = written(&value.value) else {
                continue;
            };
            if written_out.iter().any(|one| one.value == value) {
                continue;
            }
            let is_blank = label.trim().is_empty();
            let label = if is_blank { value.clone() } else { label };
            written_out.push(ChoiceDraft {
                label,
                about,
                value,
            });
        }
        let of = if pick.choices.is_empty() {
            let mut commands = self.plan.commands.iter();
            let command = commands.find(|one| one.path == does.path);
            let mut params = command.into_iter().flat_map(|one| &one.params);
            match params
                .find(|param| param.name == pick.option)
                .map(|param| param.kind.value)
            {
                Some(Type::Member) => SelectOf::Members,
                Some(Type::Role) => SelectOf::Roles,
                Some(Type::Channel) => SelectOf::Channels,
                _ => return unread("a list of nothing"),
            }
        } else {
            SelectOf::Written(written_out)
        };
        let is_empty = matches!(&of, SelectOf::Written(choices) if choices.is_empty());
        let list = SelectDraft {
            custom_id,
            placeholder,
            of,
        };
        Ok(((!is_empty).then_some(list), taint))
    }
}

/// Whether what somebody did is filling in a form.
pub fn is_form(event: &Event) -> bool {
    let kind = match &event.kind {
        candor::port::EventKind::Interaction(interaction) => &interaction.kind,
        candor::port::EventKind::Happened(_) => return false,
    };
    matches!(kind, InteractionKind::Form(_))
}
