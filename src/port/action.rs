//! What the router decided: ops for the vault first, then actions for Discord, in order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Op, Read, RowId, Upload, Use};
use crate::{
    lexicon::{Args, Deed, OptionKind, text::units},
    plan::{Answers, MenuOn},
    vocab::{
        ButtonStyle, ChannelId, ChannelKind, GuildId, Language, MessageId, Place, UserId, Value,
    },
};

/// The result of one step of the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Fetch these, add them to `Reads`, and call the router again with the same event, time and dice.
    Needs(BTreeSet<Read>),
    /// Commit `ops` as one transaction, expecting what was read; once durable, carry out `actions` in order.
    Done {
        ops: Vec<Op>,
        actions: Vec<Action>,
        /// Handlers that could not be carried through: nothing of theirs is in `ops`, and `actions` tells the
        /// invoker, where there is one. To be counted and logged.
        failed: Vec<Failure>,
        /// To be counted once `ops` are committed.
        used: Vec<Use>,
    },
}

/// A handler that broke off: a number out of range, a bound exceeded. Holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// For operators: `adding two numbers goes beyond 64 bits`.
    pub what: String,
    /// What the invoker was told to quote.
    pub reference: String,
    pub at: Option<Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub kind: ActionKind,
    /// Said when Discord refuses: to the invoker where there is one, to the mod-log otherwise.
    pub otherwise: Option<String>,
    /// The line of the policy; none for generated commands.
    pub at: Option<Place>,
    /// What follows once Discord has done it.
    pub then: Option<Box<Pending>>,
    /// Of which handler of the event it is: what one handler did not achieve, another may still say.
    pub handler: u32,
    /// Where it is a line of the mod-log: what kind of line.
    pub line: Option<Line>,
    /// It follows from what somebody asked for, and they are not told of it.
    pub unasked: bool,
}

/// A line of the mod-log. When it cannot be written, nothing else is held back for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What a handler says there. It may claim what the handler did.
    Said,
    /// What did not go as the server set it up.
    Trouble,
    /// The same, where it can come again with every event: told once in a while.
    Lasting,
}

impl From<ActionKind> for Action {
    fn from(kind: ActionKind) -> Self {
        Self {
            kind,
            otherwise: None,
            at: None,
            then: None,
            handler: 0,
            line: None,
            unasked: false,
        }
    }
}

/// Steps that wait for an action to be done: [`crate::plan::Sequel`], by its journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// In the journal; removed by the transaction that carries the steps out, or when they never will be.
    pub entry: RowId,
    /// Local values, as they were when the action was decided.
    pub slots: Vec<Value>,
    /// Rows at hand, the innermost last, each with its place in the list.
    pub rows: Vec<(Vec<Value>, i64)>,
    /// Files that the handler was given, by their place.
    pub uploads: Vec<Upload>,
    /// Something that the handler was to do is known not to happen, so that nothing may be said of it.
    pub in_vain: bool,
}

/// What an action made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// In a server that may be another than that of the event, where it is known.
    Message(ChannelId, MessageId, Option<GuildId>),
    Channel(ChannelId),
    /// How many there were.
    Number(u32),
    /// What a service answered, a value for each declared member.
    Answer(Vec<Value>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionKind {
    /// Answers the interaction; outside interactions, replies in the channel of the event.
    Reply {
        ephemeral: bool,
        message: MessageDraft,
    },
    /// Answers with a question, for the invoker alone. The event waits for the answer, by the id of its interaction.
    Ask {
        message: MessageDraft,
    },
    /// The question of this interaction is answered: the event that waits goes on from its start, or is forgotten.
    Answered {
        question: u64,
        goes_on: bool,
        /// Said where it was to go on, and nothing waits any more.
        gone: Option<String>,
    },
    /// Answers with a form to fill in.
    OpenForm(FormDraft),
    /// What was typed into a form cannot be. The event waits, so that it can be changed instead of typed again.
    OfferAgain {
        message: MessageDraft,
    },
    /// Opens the form of the event that waits, with what was typed.
    FormAgain {
        question: u64,
        /// Said where nothing waits any more.
        gone: String,
    },
    /// Changes the message whose button was pressed.
    UpdateMessage {
        message: MessageDraft,
    },
    Choices(Vec<(String, String)>),
    Send {
        channel: ChannelId,
        message: MessageDraft,
    },
    Dm {
        user: UserId,
        message: MessageDraft,
    },
    /// In the place of what a message of the bot's own says, or of one that it posted under another name.
    Edit {
        channel: ChannelId,
        of: MessageId,
        message: MessageDraft,
    },
    Do {
        deed: &'static Deed,
        args: Args,
    },
    /// Ask a service outside Discord.
    Inquire(Inquiry),
    /// Register again the commands of this server: rows of a command set, or the features that are on, changed.
    RefreshCommands {
        guild: GuildId,
    },
}

/// What a service is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// The processor's id.
    pub service: String,
    /// By their names, as JSON has them.
    pub sends: serde_json::Map<String, serde_json::Value>,
    pub answers: Answers,
}

/// A message to be made. Nobody is notified unless `notify` names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessageDraft {
    pub content: String,
    pub embed: Option<Embed>,
    pub buttons: Vec<ButtonDraft>,
    /// Below the buttons.
    pub selects: Vec<SelectDraft>,
    pub files: Vec<File>,
    /// Files of somebody's, to be fetched and sent along.
    pub uploads: Vec<Upload>,
    pub notify: Vec<UserId>,
    /// As whom it is posted, by a webhook; none for the bot itself.
    pub speaker: Option<Speaker>,
}

/// A name, and the address of a picture, under which a message is posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    pub name: String,
    pub avatar: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Embed {
    pub title: Option<String>,
    pub description: String,
    /// How far something is, in percent.
    pub progress: Option<u8>,
    /// Which of the message's files shows it, too.
    pub picture: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonDraft {
    pub custom_id: String,
    pub label: String,
    pub style: ButtonStyle,
}

/// A list from which one is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectDraft {
    pub custom_id: String,
    pub placeholder: String,
    pub of: SelectOf,
}

/// What is chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectOf {
    Written(Vec<ChoiceDraft>),
    Members,
    Roles,
    Channels,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceDraft {
    pub label: String,
    pub about: Option<String>,
    pub value: String,
}

/// A form to be shown. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDraft {
    pub custom_id: String,
    pub title: String,
    pub inputs: Vec<InputDraft>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputDraft {
    pub name: String,
    pub label: String,
    pub required: bool,
    /// Whether there is room for more than one line.
    pub is_long: bool,
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// What stands there at first.
    pub value: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    /// What it shows, for who does not see it.
    pub about: Option<String>,
    pub bytes: Vec<u8>,
}

/// Why a handler stopped before it changed anything. Shown to the invoker only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub message: String,
    pub at: Option<Place>,
}

/// A slash command as Discord is told about it; `discord` turns it into the payload and registers the difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandDraft {
    pub kind: DraftKind,
    pub name: String,
    /// Empty for an entry of a menu, of which Discord shows no more than the name.
    pub about: String,
    /// Bits of `default_member_permissions`; none for everybody.
    pub permissions: Option<u64>,
    pub in_servers: bool,
    /// In direct messages with the bot.
    pub in_dm: bool,
    pub options: Vec<OptionDraft>,
    /// How it reads in other languages, and in its own where its names do.
    pub local: BTreeMap<Language, LocalDraft>,
}

impl CommandDraft {
    /// Its size as Discord counts it: names, descriptions and choices, each in the language in which it is longest.
    #[must_use]
    pub fn characters(&self) -> usize {
        let local: Vec<&LocalDraft> = self.local.values().collect();
        longest(&self.name, local.iter().map(|one| one.name.as_deref()))
            + longest(&self.about, local.iter().map(|one| Some(&*one.about)))
            + characters(&self.options, &local)
    }
}

fn longest<'a>(own: &'a str, others: impl Iterator<Item = Option<&'a str>>) -> usize {
    let all = others.flatten().chain([own]);
    all.map(units).max().unwrap_or_default()
}

fn characters(options: &[OptionDraft], local: &[&LocalDraft]) -> usize {
    let sizes = options.iter().enumerate().map(|(at, option)| {
        let local = local.iter().filter_map(|one| one.options.get(at));
        let local: Vec<&LocalDraft> = local.collect();
        let (name, about, inner) = match option {
            OptionDraft::Subcommand {
                name,
                about,
                options,
            }
            | OptionDraft::Group {
                name,
                about,
                options,
            } => (name, about, characters(options, &local)),
            OptionDraft::Value {
                name,
                about,
                choices,
                ..
            } => {
                let choices = choices.iter().enumerate().map(|(at, choice)| {
                    let said = local.iter().map(|one| one.choices.get(at)?.as_deref());
                    units(choice) + longest(choice, said)
                });
                (name, about, choices.sum())
            }
        };
        longest(name, local.iter().map(|one| one.name.as_deref()))
            + longest(about, local.iter().map(|one| Some(&*one.about)))
            + inner
    });
    sizes.sum()
}

/// Names and descriptions of a command or an option in one language, in the shape of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalDraft {
    /// None where it is called as everywhere.
    pub name: Option<String>,
    pub about: String,
    pub options: Vec<Self>,
    /// Of choices, none where one is called as everywhere.
    pub choices: Vec<Option<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// Typed.
    Slash,
    Menu(MenuOn),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionDraft {
    Subcommand {
        name: String,
        about: String,
        options: Vec<OptionDraft>,
    },
    Group {
        name: String,
        about: String,
        options: Vec<OptionDraft>,
    },
    Value {
        name: String,
        about: String,
        kind: &'static OptionKind,
        required: bool,
        min: Option<i64>,
        max: Option<i64>,
        choices: Vec<String>,
        /// Kinds of channels to choose from; none for all.
        channels: Vec<ChannelKind>,
        autocomplete: bool,
    },
}
