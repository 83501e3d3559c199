//! What happens to a bot: a sequence of events over a few people, channels, roles and servers.

use std::collections::{BTreeMap, BTreeSet};

use candor::{
    lexicon::{
        EVENTS, Event, Held, Source,
        event::{BUTTON, CARRIED_OUT},
        kind::Limits,
        source::{MESSAGE_ATTACHMENTS, PRESENCE_STATUS},
    },
    plan::{
        Command, FeatureId, MenuOn, Message, Param, Plan, Setting, SettingId, TextPart,
        walk::{self, Part},
    },
    port::{OptionValue, RowId, Upload},
    vocab::{
        ChannelId, Duration, GuildId, Holder, MessageId, RoleId, Timestamp, Type, UserId, Value,
        Who,
    },
};

use super::{draw::Draw, words::is_unread};

pub const SERVERS: [GuildId; 2] = [GuildId(10), GuildId(11)];
pub const CHANNELS: [ChannelId; 3] = [ChannelId(20), ChannelId(21), ChannelId(22)];
/// Channels can be made under it, and nothing is posted there.
pub const CATEGORY: ChannelId = ChannelId(23);
pub const OWNER: UserId = UserId(1);
pub const BOT: UserId = UserId(2);
/// May do what moderators may.
pub const MOD: UserId = UserId(3);
/// May do everything but what the owner may.
pub const ADMIN: UserId = UserId(5);
/// Who did what Discord tells of nobody.
pub const NOBODY: UserId = UserId(0);
pub const PEOPLE: [UserId; 5] = [MOD, UserId(4), ADMIN, UserId(6), OWNER];
/// Two that are nobody's, one that is managed, one above the bot.
pub const ROLES: [RoleId; 4] = [RoleId(103), RoleId(104), RoleId(105), RoleId(106)];

/// One thing that happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// An event of the lexicon.
    Event {
        what: &'static Event,
        guild: GuildId,
        who: UserId,
        tells: Vec<(&'static Source, Value)>,
        /// Which button.
        id: Option<String>,
    },
    Command {
        guild: GuildId,
        who: UserId,
        path: Vec<String>,
        options: BTreeMap<String, OptionValue>,
    },
    /// A command by the menu on a member or a message.
    Menu {
        guild: GuildId,
        who: UserId,
        name: String,
        target: OptionValue,
    },
    /// A button or a list that leads to a command, of those that stand somewhere: the newest, or one from before.
    Door {
        guild: GuildId,
        who: UserId,
        path: Vec<String>,
        /// Which option, where it is a list; then one of what can be chosen.
        option: Option<String>,
        chosen: usize,
        back: usize,
    },
    /// The form that was opened for somebody, with what they type.
    Fills {
        guild: GuildId,
        who: UserId,
        path: Vec<String>,
        texts: BTreeMap<String, String>,
    },
    /// A message that may be a command.
    Typed {
        guild: GuildId,
        who: UserId,
        text: String,
    },
    Passes(Duration),
    Erased {
        guild: Option<GuildId>,
        who: UserId,
    },
    Objects {
        guild: Option<GuildId>,
        who: UserId,
        on: bool,
    },
    Sets {
        guild: GuildId,
        setting: SettingId,
        value: Option<Value>,
    },
    Switches {
        guild: GuildId,
        feature: FeatureId,
        on: Option<bool>,
    },
    /// Somebody answers whether they consent to a feature.
    Answers {
        guild: GuildId,
        who: UserId,
        feature: FeatureId,
        yes: bool,
    },
    Removed(GuildId),
    Back(GuildId),
    /// A channel of the server was deleted.
    ChannelGone(GuildId, ChannelId),
}

/// Words that people write.
const WORDS: [&str; 10] = [
    "red",
    "hello there",
    "this is spam",
    "see discord.gg/abc",
    "https://example.org now",
    "Hello SCAM",
    "hi <@4>",
    "a",
    "hello hello hello hello hello hello hello",
    "blue and red",
];

/// Addresses that are whole.
const URLS: [&str; 2] = ["https://example.org", "https://example.org/a?b=c"];

pub fn words(draw: &mut Draw) -> String {
    draw.one(WORDS).to_owned()
}

fn channel(draw: &mut Draw) -> ChannelId {
    if draw.chance(8) {
        return CATEGORY;
    }
    draw.one(CHANNELS)
}

fn length(draw: &mut Draw) -> Duration {
    let ms = draw.one([
        1,
        1_000,
        60_000,
        3_600_000,
        86_400_000,
        5 * 86_400_000,
        40 * 86_400_000,
    ]);
    Duration {
        ms: ms * draw.number(1, 3),
    }
}

/// A value of a type, as Discord or somebody may hand it over.
pub fn value(draw: &mut Draw, ty: &Type) -> Option<Value> {
    Some(match ty {
        Type::Bool => Value::Bool(draw.chance(50)),
        Type::Int => Value::Int(draw.number(-2, 12)),
        Type::Text => Value::Text(words(draw)),
        Type::Duration => Value::Duration(length(draw)),
        Type::UserId | Type::Member => Value::User(draw.one(PEOPLE)),
        Type::Channel => Value::Channel(channel(draw)),
        Type::Role => Value::Role(draw.one(ROLES)),
        Type::MessageId => Value::Message(MessageId(500 + draw.below(3) as u64)),
        Type::Emoji => Value::Emoji(draw.one(["⭐", "👍", "🎉"]).to_owned().into()),
        Type::Words => Value::Words(vec!["spam".to_owned(), "scam*".to_owned()]),
        Type::Url => Value::Url(draw.one(URLS).to_owned()),
        Type::Locale => Value::Locale(draw.one(["fr", "en-GB"]).to_owned()),
        Type::List(of) => {
            let mut values = Vec::new();
            for _ in 0..draw.below(4) {
                let one = value(draw, of)?;
                if !values.contains(&one) {
                    values.push(one);
                }
            }
            Value::List(values)
        }
        Type::Optional(of) if draw.chance(60) => value(draw, of)?,
        Type::Instant | Type::GuildId | Type::Attachment | Type::Who | Type::Optional(_) => {
            return None;
        }
    })
}

/// What is no language, so that Candor refuses the command.
const NO_LOCALE: &str = "xx";

/// Whether an option is of its kind. Otherwise the command is not carried out, which the book calls no flow.
pub fn is_taken(given: &OptionValue) -> bool {
    *given != OptionValue::Text(NO_LOCALE.to_owned())
}

/// One of the files of the traces.
pub fn file(number: u32) -> Upload {
    Upload {
        name: format!("file{number}"),
        bytes: 3,
        url: format!("https://cdn.example/file{number}"),
        content: None,
    }
}

/// What somebody may give for an option.
pub fn option(draw: &mut Draw, guild: GuildId, param: &Param) -> Option<OptionValue> {
    if !param.choices.is_empty() {
        return draw
            .pick(&param.choices)
            .map(|choice| OptionValue::Text(choice.clone()));
    }
    let ty = param.kind.value;
    let within = |number: i64| {
        let number = number.max(param.min.unwrap_or(number));
        number.min(param.max.unwrap_or(number))
    };
    Some(match ty {
        Type::Bool => OptionValue::Bool(draw.chance(50)),
        Type::Int => OptionValue::Int(within(draw.number(-8, 25))),
        Type::Member => OptionValue::User(draw.one(PEOPLE)),
        Type::Channel => OptionValue::Channel(channel(draw)),
        Type::Role => OptionValue::Role(draw.one(ROLES)),
        Type::Attachment => OptionValue::Attachment(file(0)),
        Type::Duration => OptionValue::Text(draw.one(["10m", "1h30m", "2d", "90s"]).to_owned()),
        Type::Emoji => OptionValue::Text(draw.one(["⭐", "👍"]).to_owned()),
        Type::MessageId => OptionValue::Text(format!(
            "https://discord.com/channels/{guild}/{}/{}",
            draw.one(CHANNELS),
            500 + draw.below(3)
        )),
        Type::Text if param.kind.limits == Limits::Characters => {
            let max = usize::try_from(param.max.unwrap_or(60)).ok()?;
            let text = words(draw);
            OptionValue::Text(if text.len() > max {
                "hi".to_owned()
            } else {
                text
            })
        }
        Type::Url => OptionValue::Text(draw.one(URLS).to_owned()),
        Type::Locale => OptionValue::Text(draw.one(["de", "en-GB", NO_LOCALE]).to_owned()),
        Type::Text => OptionValue::Text(draw.one(["greet", "Bye", "/hello"]).to_owned()),
        Type::UserId
        | Type::Instant
        | Type::GuildId
        | Type::Words
        | Type::Who
        | Type::Optional(_)
        | Type::List(_) => return None,
    })
}

/// Whom a server may name.
fn who(draw: &mut Draw, setting: &Setting) -> Who {
    let mut who = Who::default();
    if setting.takes_part() && draw.chance(50) {
        who = Who::everyone();
    }
    for _ in 0..draw.below(4) {
        let holder = if draw.chance(50) {
            Holder::Role(draw.one(ROLES))
        } else {
            Holder::Person(draw.one(PEOPLE))
        };
        if draw.chance(60) {
            who.allow(holder);
        } else {
            who.deny(holder);
        }
    }
    who
}

/// What a server may choose.
pub fn setting_value(draw: &mut Draw, setting: &Setting) -> Option<Value> {
    if setting.kind == Type::Who {
        return Some(Value::Who(who(draw, setting)));
    }
    let value = match value(draw, &setting.kind)? {
        // A text of a server may be a template.
        Value::Text(_) => {
            let text = draw.one(["Hi {{ user.mention }}", "Welcome", "{{ server.name }}!"]);
            Value::Text(text.to_owned())
        }
        other => other,
    };
    let fits = |value: &Value| {
        let size = match value {
            Value::Int(number) => *number,
            Value::Duration(length) => length.ms,
            _ => return true,
        };
        let low = setting.min.is_some_and(|min| size < min);
        let high = setting.max.is_some_and(|max| size > max);
        !low && !high
    };
    match value {
        Value::List(mut values) => {
            values.retain(fits);
            Some(Value::List(values))
        }
        value => fits(&value).then_some(value),
    }
}

/// What an event tells, for each source that it hands over.
fn told(draw: &mut Draw, what: &Event) -> Vec<(&'static Source, Value)> {
    let mut tells = Vec::new();
    for source in what.tells {
        if **source == MESSAGE_ATTACHMENTS {
            let files = (0..draw.below(3)).map(|at| Value::Attachment(at as u32));
            tells.push((*source, Value::List(files.collect())));
        } else if **source == PRESENCE_STATUS {
            let status = draw.one(["online", "idle", "dnd", "offline"]);
            tells.push((*source, Value::Text(status.to_owned())));
        } else if source.held == Held::ByEvent
            && let Some(value) = value(draw, &source.gives.ty())
        {
            // What is counted is not less than nothing.
            let value = match value {
                Value::Int(number) => Value::Int(number.max(0)),
                other => other,
            };
            tells.push((*source, value));
        }
    }
    tells
}

/// A command as somebody types it, with one blank between words.
fn typed(draw: &mut Draw, command: &Command, options: &BTreeMap<String, OptionValue>) -> String {
    let is_long = |param: &Param| *param.kind.value == Type::Text && param.choices.is_empty();
    let long = command.params.iter().rposition(is_long);
    let mut text = String::new();
    for part in command.prefix.iter().flat_map(|prefix| &prefix.parts) {
        if let TextPart::Literal(words) = part {
            text.push_str(words);
        }
    }
    if draw.chance(30) {
        text = text.to_uppercase();
    }
    for (place, param) in command.params.iter().enumerate() {
        let word = match options.get(&param.name) {
            Some(OptionValue::Text(words)) if Some(place) == long => words.clone(),
            Some(OptionValue::Text(words)) => words.replace(' ', "_"),
            Some(OptionValue::Int(number)) => number.to_string(),
            Some(OptionValue::Bool(truth)) => if *truth { "yes" } else { "no" }.to_owned(),
            Some(OptionValue::User(user)) => format!("<@{user}>"),
            Some(OptionValue::Channel(channel)) => format!("<#{channel}>"),
            Some(OptionValue::Role(role)) => format!("<@&{role}>"),
            Some(OptionValue::Message(..) | OptionValue::Attachment(_)) | None => continue,
        };
        text = format!("{text} {word}");
    }
    if draw.chance(5) {
        text.push_str(" more");
    }
    text
}

/// Commands that messages lead to, and the option that is chosen where it is a list.
fn doors(plan: &Plan) -> Vec<(Vec<String>, Option<String>)> {
    let mut messages: Vec<&Message> = Vec::new();
    messages.extend(plan.command_sets.iter().map(|set| &set.reply));
    let handlers = plan.handlers.iter().map(|handler| &handler.steps);
    for steps in handlers.chain(plan.commands.iter().map(|one| &one.steps)) {
        walk::walk(steps, &mut |part| {
            if let Part::Message(message) = part {
                messages.push(message);
            }
        });
    }
    let buttons = messages.iter().flat_map(|message| &message.buttons);
    let doors = buttons.filter_map(|button| {
        let does = button.does.as_ref()?;
        let option = button.pick.as_ref().map(|pick| pick.option.clone());
        Some((does.path.clone(), option))
    });
    doors.collect()
}

/// What somebody types into a form of the command.
pub fn filled(draw: &mut Draw, guild: GuildId, command: &Command) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for param in command.params.iter().filter(|param| param.is_typed()) {
        if !draw.chance(90) {
            continue;
        }
        let text = match option(draw, guild, param) {
            Some(OptionValue::Text(text)) => text,
            Some(OptionValue::Int(_)) if draw.chance(10) => "many".to_owned(),
            Some(OptionValue::Int(number)) => format!(" {number}"),
            _ => continue,
        };
        texts.insert(param.name.clone(), text);
    }
    texts
}

/// What the menu of the command is opened on.
fn pointed(draw: &mut Draw, command: &Command) -> Option<(String, OptionValue)> {
    let menu = command.menu.as_ref()?;
    let target = match menu.on {
        MenuOn::Member => OptionValue::User(draw.one(PEOPLE)),
        MenuOn::Message => {
            OptionValue::Message(draw.one(CHANNELS), MessageId(500 + draw.below(3) as u64))
        }
    };
    Some((menu.name.clone(), target))
}

pub fn trace(draw: &mut Draw, plan: &Plan, length: usize) -> Vec<Happening> {
    let mut trace = Vec::new();
    let used: BTreeSet<&'static Event> = plan
        .handlers
        .iter()
        .map(|handler| handler.on.event)
        .collect();
    let mut used: Vec<&'static Event> = used
        .into_iter()
        // A command that is carried out raises it.
        .filter(|event| event.named.is_none() && *event != &CARRIED_OUT)
        .collect();
    if draw.chance(10) {
        let all = EVENTS.iter().copied().filter(|event| event.named.is_none());
        let all = all.filter(|event| *event != &CARRIED_OUT);
        used.extend(all.filter(|event| !is_unread("event", event.name)));
    }
    let buttons: Vec<String> = plan
        .handlers
        .iter()
        .filter_map(|handler| handler.on.id.clone())
        .collect();
    let doors = doors(plan);
    let consents: Vec<FeatureId> = plan.consents().map(|(id, _, _)| id).collect();
    // Else nothing of such a feature ever happens.
    for feature in &consents {
        for who in PEOPLE {
            if draw.chance(50) {
                let guild = SERVERS[0];
                trace.push(Happening::Answers {
                    guild,
                    who,
                    feature: *feature,
                    yes: true,
                });
            }
        }
    }
    // Nobody sets up a bot that is not there.
    let mut gone: BTreeSet<GuildId> = BTreeSet::new();
    for _ in 0..length {
        let guild = if draw.chance(80) {
            SERVERS[0]
        } else {
            SERVERS[1]
        };
        let who = draw.one(PEOPLE);
        let next = match draw.below(20) {
            0..=6 => draw.pick(&used).copied().map(|what| {
                let tells = told(draw, what);
                Happening::Event {
                    what,
                    guild,
                    who: if what.has_actor() { who } else { NOBODY },
                    tells,
                    id: None,
                }
            }),
            7 if !plan.command_sets.is_empty() && draw.chance(60) => {
                let name = draw
                    .one(["red", "hello", "spam", "greet", "bye", "blue"])
                    .to_owned();
                Some(Happening::Command {
                    guild,
                    who,
                    path: vec![name],
                    options: BTreeMap::new(),
                })
            }
            7..=12 => draw.pick(&plan.commands).map(|command| {
                let mut options = BTreeMap::new();
                for param in &command.params {
                    if param.required && draw.chance(98) || draw.chance(50) {
                        let given = option(draw, guild, param);
                        options.extend(given.map(|given| (param.name.clone(), given)));
                    }
                }
                if command.prefix.is_some() && draw.chance(60) {
                    let text = typed(draw, command, &options);
                    return Happening::Typed { guild, who, text };
                }
                // What is always asked for in a form is no option.
                for param in command.params.iter().filter(|param| param.form) {
                    options.remove(&param.name);
                }
                if let Some((name, target)) = pointed(draw, command).filter(|_| draw.chance(50)) {
                    return Happening::Menu {
                        guild,
                        who,
                        name,
                        target,
                    };
                }
                let mut names = vec![command.path.clone()];
                let aliases = plan.aliases.iter().filter(|one| one.of == command.path);
                names.extend(aliases.map(|alias| vec![alias.name.clone()]));
                Happening::Command {
                    guild,
                    who,
                    path: draw.pick(&names).cloned().unwrap_or_default(),
                    options,
                }
            }),
            13 | 14 if draw.chance(60) && !doors.is_empty() => {
                draw.pick(&doors).cloned().map(|(path, option)| {
                    let (chosen, back) = (draw.below(5), draw.below(3));
                    Happening::Door {
                        guild,
                        who,
                        path,
                        option,
                        chosen,
                        back,
                    }
                })
            }
            13 | 14 => draw.pick(&buttons).cloned().map(|id| {
                let tells = told(draw, &BUTTON);
                Happening::Event {
                    what: &BUTTON,
                    guild,
                    who,
                    tells,
                    id: Some(id),
                }
            }),
            15 => Some(Happening::Passes(self::length(draw))),
            16 if consents.is_empty() || draw.chance(40) => {
                let guild = draw.chance(50).then_some(guild);
                Some(match draw.below(3) {
                    0 => Happening::Objects {
                        guild,
                        who,
                        on: draw.chance(60),
                    },
                    _ => Happening::Erased { guild, who },
                })
            }
            16 => draw.pick(&consents).copied().map(|feature| {
                let yes = draw.chance(80);
                Happening::Answers {
                    guild,
                    who,
                    feature,
                    yes,
                }
            }),
            17 | 18 if gone.contains(&guild) => None,
            17 | 18 => draw.pick(&plan.settings).and_then(|setting| {
                let value = if draw.chance(85) {
                    Some(setting_value(draw, setting)?)
                } else {
                    None
                };
                Some(Happening::Sets {
                    guild,
                    setting: setting.id,
                    value,
                })
            }),
            _ => match draw.below(8) {
                2 | 3 => Some(Happening::ChannelGone(guild, draw.one(CHANNELS))),
                0 => {
                    gone.insert(guild);
                    Some(Happening::Removed(guild))
                }
                1 => {
                    gone.remove(&guild);
                    Some(Happening::Back(guild))
                }
                _ if gone.contains(&guild) => None,
                _ => {
                    let feature = draw.below(plan.features.len().max(1));
                    let on = draw.one([Some(true), Some(true), Some(false), None]);
                    let feature = FeatureId(u32::try_from(feature).expect("few features"));
                    Some(Happening::Switches { guild, feature, on })
                }
            },
        };
        let form = next.as_ref().and_then(|next| used_by(plan, next));
        let form = form.filter(|command| plan.has_form(command));
        let form = form.map(|command| Happening::Fills {
            guild,
            who,
            path: command.path.clone(),
            texts: filled(draw, guild, command),
        });
        trace.extend(next.into_iter().chain(form));
    }
    trace
}

/// The command that somebody comes to, by a door that may open a form.
fn used_by<'p>(plan: &'p Plan, happening: &Happening) -> Option<&'p Command> {
    match happening {
        Happening::Command { path, .. } => meant(plan, path),
        Happening::Door { path, .. } => plan.commands.iter().find(|one| one.path == *path),
        Happening::Menu { name, .. } => plan.commands.iter().find(|one| {
            let menu = one.menu.as_ref();
            menu.is_some_and(|menu| menu.name == *name)
        }),
        _ => None,
    }
}

/// The command that somebody names, by its own name or another.
pub fn meant<'p>(plan: &'p Plan, path: &[String]) -> Option<&'p Command> {
    let mut aliases = plan.aliases.iter();
    let alias = aliases.find(|alias| path == [alias.name.as_str()]);
    let path = alias.map_or(path, |alias| &alias.of);
    plan.commands.iter().find(|one| one.path == path)
}

/// The answer as a row of the feature's store of answers.
pub fn answer(
    plan: &Plan,
    (guild, who, feature, yes): (GuildId, UserId, FeatureId, bool),
    now: Timestamp,
) -> Option<(RowId, Vec<Value>)> {
    let store = plan.feature(feature)?.consent?;
    let values = vec![
        Value::User(who),
        Value::Bool(yes),
        Value::Instant(now),
        Value::Int(i64::from(plan.version)),
        Value::Text(plan.agreed(feature)),
    ];
    let key = vec![Value::User(who)];
    Some((
        RowId {
            store,
            guild: Some(guild),
            key,
        },
        values,
    ))
}
