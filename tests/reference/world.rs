//! Discord as far as both sides see it: servers, people with roles, and an event for what happens.

use std::{collections::BTreeMap, sync::Arc};

use candor::{
    lexicon::{
        event::{BUTTON, MESSAGE, VOICE},
        source::{
            MESSAGE_ATTACHMENT_COUNT, MESSAGE_ATTACHMENTS, MESSAGE_CONTENT, MESSAGE_ID,
            MESSAGE_MENTION_COUNT, VOICE_TO,
        },
    },
    port::{
        ActionKind, ButtonPress, Channel, CommandCall, Event, EventKind, FormAnswer, Guild,
        Interaction, InteractionKind, MenuPick, MessageDraft, Person, Role, SelectOf, Told,
    },
    vocab::{
        ChannelId, ChannelKind, GuildId, MessageId, Permission, RoleId, Timestamp, UserId, Value,
    },
};

use super::trace::{
    ADMIN, BOT, CATEGORY, CHANNELS, Happening, MOD, NOBODY, OWNER, PEOPLE, ROLES, file,
};

/// Roles of people, which the bot can change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Discord {
    given: BTreeMap<(GuildId, UserId), Vec<RoleId>>,
    names: BTreeMap<UserId, String>,
    /// What people are called in a server, where that is not the name of their account.
    nicks: BTreeMap<(GuildId, UserId), String>,
    voices: BTreeMap<(GuildId, UserId), ChannelId>,
    doors: Vec<Door>,
    /// Forms that were opened, and for whom.
    forms: Vec<(GuildId, UserId, String)>,
}

/// A button or a list under a message in a server, and what can be chosen from it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Door {
    guild: GuildId,
    id: String,
    choices: Vec<String>,
}

const MOD_ROLE: RoleId = RoleId(101);
const ADMIN_ROLE: RoleId = RoleId(102);
const BOT_ROLE: RoleId = RoleId(100);

pub fn guild(id: GuildId) -> Guild {
    let role = |name: &str, position, permissions: &[Permission], managed| Role {
        name: name.into(),
        position,
        permissions: permissions.iter().copied().collect(),
        managed,
    };
    let channel = |name: &str, kind| Channel {
        name: name.into(),
        kind,
    };
    let rooms = CHANNELS.map(|id| (id, channel("room", ChannelKind::Text)));
    let category = (CATEGORY, channel("rooms", ChannelKind::Category));
    Guild {
        id,
        name: format!("Lounge {id}"),
        owner: OWNER,
        member_count: 7,
        roles: BTreeMap::from([
            (
                RoleId(id.0),
                role("@everyone", 0, &[Permission::SendMessages], false),
            ),
            (BOT_ROLE, role("bot", 10, &[], true)),
            (
                MOD_ROLE,
                role(
                    "mod",
                    5,
                    &[
                        Permission::ModerateMembers,
                        Permission::ManageMessages,
                        Permission::KickMembers,
                    ],
                    false,
                ),
            ),
            (
                ADMIN_ROLE,
                role(
                    "admin",
                    8,
                    &[
                        Permission::ManageGuild,
                        Permission::ManageRoles,
                        Permission::ModerateMembers,
                        Permission::ManageMessages,
                    ],
                    false,
                ),
            ),
            (ROLES[0], role("one", 1, &[], false)),
            (
                ROLES[1],
                role("two", 2, &[Permission::ManageMessages], false),
            ),
            (ROLES[2], role("managed", 1, &[], true)),
            (ROLES[3], role("above", 20, &[], false)),
        ]),
        channels: rooms.into_iter().chain([category]).collect(),
        me: BOT,
        locale: "en-US".to_owned(),
        my_roles: vec![BOT_ROLE],
        voices: BTreeMap::new(),
    }
}

impl Discord {
    fn roles(&self, guild: GuildId, user: UserId) -> Vec<RoleId> {
        let mut roles = match user {
            BOT => vec![BOT_ROLE],
            MOD => vec![MOD_ROLE],
            ADMIN => vec![ADMIN_ROLE],
            _ => Vec::new(),
        };
        roles.extend(self.given.get(&(guild, user)).into_iter().flatten());
        roles
    }

    pub fn give(&mut self, guild: GuildId, user: UserId, role: RoleId) {
        let roles = self.given.entry((guild, user)).or_default();
        if !roles.contains(&role) {
            roles.push(role);
        }
    }

    pub fn take(&mut self, guild: GuildId, user: UserId, role: RoleId) {
        if let Some(roles) = self.given.get_mut(&(guild, user)) {
            roles.retain(|one| *one != role);
        }
    }

    /// Somebody calls themselves otherwise.
    pub fn rename(&mut self, user: UserId, name: String) {
        self.names.insert(user, name);
    }

    /// Somebody is called otherwise in a server; an empty name is that of the account.
    pub fn nick(&mut self, guild: GuildId, user: UserId, name: String) {
        self.nicks.insert((guild, user), name);
    }

    fn person(&self, guild: GuildId, id: UserId) -> Person {
        let name = self
            .names
            .get(&id)
            .cloned()
            .unwrap_or_else(|| format!("user{id}"));
        let nick = self.nicks.get(&(guild, id));
        let nick = nick.filter(|nick| !nick.is_empty()).cloned();
        Person {
            id,
            display_name: nick.unwrap_or_else(|| format!("The {name}")),
            name,
            bot: id == BOT,
            roles: Some(self.roles(guild, id)),
            permissions: None,
            joined_at: Some(Timestamp(1_000_000)),
            has_avatar: false,
            avatar: Some(format!("https://cdn.example.org/{id}.png")),
            last_roles: Some(self.roles(guild, id)),
        }
    }

    /// What people see of an action: doors under messages, and a form that is opened for them.
    pub fn shows(&mut self, guild: GuildId, who: UserId, action: &ActionKind) {
        match action {
            ActionKind::Reply { message, .. }
            | ActionKind::UpdateMessage { message }
            | ActionKind::Send { message, .. }
            | ActionKind::Edit { message, .. } => self.offers(guild, message),
            ActionKind::OpenForm(form) => self.forms.push((guild, who, form.custom_id.clone())),
            _ => {}
        }
    }

    fn offers(&mut self, guild: GuildId, message: &MessageDraft) {
        let buttons = message.buttons.iter().map(|button| Door {
            guild,
            id: button.custom_id.clone(),
            choices: Vec::new(),
        });
        let lists = message.selects.iter().map(|select| Door {
            guild,
            id: select.custom_id.clone(),
            choices: match &select.of {
                SelectOf::Written(choices) => {
                    choices.iter().map(|choice| choice.value.clone()).collect()
                }
                SelectOf::Members => PEOPLE.map(|id| id.to_string()).to_vec(),
                SelectOf::Roles => ROLES.map(|id| id.to_string()).to_vec(),
                SelectOf::Channels => CHANNELS.map(|id| id.to_string()).to_vec(),
            },
        });
        self.doors.extend(buttons.chain(lists));
    }

    /// Who comes into a voice channel is there, and who leaves is not.
    pub fn sees(&mut self, happening: &Happening) {
        let Happening::Event {
            what,
            guild,
            who,
            tells,
            ..
        } = happening
        else {
            return;
        };
        if **what != VOICE {
            return;
        }
        let to = tells.iter().find(|(source, _)| **source == VOICE_TO);
        match to {
            Some((_, Value::Channel(channel))) => {
                self.voices.insert((*guild, *who), *channel);
            }
            _ => drop(self.voices.remove(&(*guild, *who))),
        }
    }

    /// The press of a door that stands in the server: the newest of its kind, or one from so many before.
    fn pressed(&self, happening: &Happening) -> Option<ButtonPress> {
        let Happening::Door {
            guild,
            path,
            option,
            chosen,
            back,
            ..
        } = happening
        else {
            return None;
        };
        let path = path.join(" ");
        let begins = match option {
            None => format!("candor:do:{path}?"),
            Some(option) => format!("candor:pick:{path}?={option}"),
        };
        let is_meant = |door: &&Door| {
            let rest = door.id.strip_prefix(&begins);
            let whole = |rest: &str| option.is_none() || rest.is_empty() || rest.starts_with('&');
            door.guild == *guild && rest.is_some_and(whole)
        };
        let all: Vec<&Door> = self.doors.iter().filter(is_meant).collect();
        let door = all
            .iter()
            .rev()
            .nth((*back).min(all.len().checked_sub(1)?))?;
        let choice = match door.choices.as_slice() {
            [] => None,
            some => some.get(*chosen % some.len()).cloned(),
        };
        Some(ButtonPress {
            custom_id: door.id.clone(),
            chosen: choice,
        })
    }

    /// The event of a happening that is one; `number` tells events apart.
    pub fn event(&self, happening: &Happening, now: Timestamp, number: u64) -> Option<Event> {
        let (guild_id, who, tells, kind) = match happening {
            Happening::Event {
                what,
                guild,
                who,
                tells,
                id,
            } => {
                let mut told = Told::default();
                for (source, value) in tells {
                    told = told.with(source, value.clone());
                    if let Value::List(files) = value
                        && **source == MESSAGE_ATTACHMENTS
                    {
                        told = told.with_files((0..files.len() as u32).map(file).collect());
                    }
                }
                let kind = match id {
                    Some(id) if *what == &BUTTON => interaction(
                        number,
                        InteractionKind::Button(ButtonPress {
                            custom_id: format!("candor:{id}"),
                            chosen: None,
                        }),
                    ),
                    _ => EventKind::Happened(what),
                };
                (*guild, *who, told, kind)
            }
            Happening::Command {
                guild,
                who,
                path,
                options,
            } => {
                let call = CommandCall {
                    path: path.clone(),
                    options: options.clone(),
                };
                let kind = interaction(number, InteractionKind::Command(call));
                (*guild, *who, Told::default(), kind)
            }
            Happening::Menu {
                guild,
                who,
                name,
                target,
            } => {
                let pick = MenuPick {
                    name: name.clone(),
                    target: target.clone(),
                };
                let kind = interaction(number, InteractionKind::Menu(pick));
                (*guild, *who, Told::default(), kind)
            }
            Happening::Door { guild, who, .. } => {
                let press = InteractionKind::Button(self.pressed(happening)?);
                (*guild, *who, Told::default(), interaction(number, press))
            }
            Happening::Fills {
                guild,
                who,
                path,
                texts,
            } => {
                let begins = format!("candor:form:{}?", path.join(" "));
                let theirs = |(of, by, id): &&(GuildId, UserId, String)| {
                    of == guild && by == who && id.starts_with(&begins)
                };
                let (_, _, custom_id) = self.forms.iter().rfind(theirs)?;
                let answer = FormAnswer {
                    custom_id: custom_id.clone(),
                    texts: texts.clone(),
                };
                let kind = interaction(number, InteractionKind::Form(answer));
                (*guild, *who, Told::default(), kind)
            }
            Happening::Typed { guild, who, text } => {
                let told = Told::default()
                    .with(&MESSAGE_ID, Value::Message(MessageId(900 + number)))
                    .with(&MESSAGE_CONTENT, Value::Text(text.clone()))
                    .with(&MESSAGE_MENTION_COUNT, Value::Int(0))
                    .with(&MESSAGE_ATTACHMENTS, Value::List(Vec::new()))
                    .with(&MESSAGE_ATTACHMENT_COUNT, Value::Int(0))
                    .with_own_words(text);
                (*guild, *who, told, EventKind::Happened(&MESSAGE))
            }
            _ => return None,
        };
        // Of what nobody is known to have done, nobody is told either.
        let is_somebody = who != NOBODY;
        let people = PEOPLE.into_iter().chain([BOT]).filter(|_| is_somebody);
        let voices = self.voices.iter().filter(|((of, _), _)| *of == guild_id);
        let voices = voices
            .map(|((_, user), channel)| (*user, *channel))
            .collect();
        let here = Guild {
            voices,
            ..guild(guild_id)
        };
        Some(Event {
            dedupe: format!("event {number}"),
            at: now,
            guild: Some(Arc::new(here)),
            channel: Some(CHANNELS[0]),
            actor: self.person(guild_id, who),
            people: people.map(|id| (id, self.person(guild_id, id))).collect(),
            tells,
            kind,
        })
    }
}

fn interaction(id: u64, kind: InteractionKind) -> EventKind {
    EventKind::Interaction(Interaction {
        id,
        token: "token".into(),
        locale: "en-GB".into(),
        kind,
    })
}
