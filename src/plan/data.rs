//! Stores, their retention and erasure, and settings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeatureId, FieldId, SettingId, StoreId};
use crate::{
    lexicon::{Length, kind, length},
    vocab::{Category, Duration, Origin, Place, Timestamp, Type, UserId, Value},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Store {
    pub id: StoreId,
    pub feature: FeatureId,
    pub name: String,
    pub about: Option<String>,
    pub scope: Scope,
    /// Whether what one server's people write into it may be shown in others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub across: bool,
    /// Key fields first, in order; then the rest. A row is a value for each.
    pub fields: Vec<Field>,
    /// How many of `fields` are the key.
    pub key_len: u32,
    /// The key is one int that counts up within the scope; `fields[0]` is it.
    pub auto_key: bool,
    pub retention: Retention,
    #[serde(default)]
    pub keep: Option<Keep>,
    pub hold: Option<Hold>,
    pub on_erase: Vec<OnErase>,
    /// Why an objection does not stop it, where the policy says so.
    #[serde(default)]
    pub on_object: Option<OnObject>,
    /// Fields that name whom an objection keeps from having new rows.
    #[serde(default)]
    pub stops: Vec<FieldId>,
    /// Where the answers are kept on which its rows rest: they are written about people who gave their consent.
    #[serde(default)]
    pub consent: Option<StoreId>,
    pub export: Option<Export>,
    /// Why those whom rows are about do not get a copy of them.
    #[serde(default)]
    pub refused: Option<Refusal>,
    pub at: Place,
}

/// What somebody said about being collected about. The further, the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    Nothing,
    /// They were erased, and stores that say `suppress=#true` do not start again.
    NotAgain,
    /// They object: nothing more, wherever that can be asked for.
    NoMore,
}

impl Store {
    /// Fields that name people about whom nothing is written, if this is their wish.
    pub fn stopped_by(&self, wish: Wish) -> impl Iterator<Item = FieldId> {
        // Who is not to be started with again does not come back in another role either.
        let suppresses = self.on_erase.iter().any(|rule| rule.suppress);
        let again = self.people().map(|(field, _)| field);
        let again = again.filter(move |_| suppresses && wish >= Wish::NotAgain);
        let more = self.stops.iter().copied();
        again.chain(more.filter(move |_| wish >= Wish::NoMore))
    }

    /// Whether a row is found by a text. Whoever is mentioned in it takes the row along.
    #[must_use]
    pub fn has_text_in_key(&self) -> bool {
        let mut key = self.fields.iter().take(self.key_len as usize);
        key.any(|field| field.kind == Type::Text)
    }

    /// Whether the field says when a row is over.
    #[must_use]
    pub fn ends_by(&self, field: FieldId) -> bool {
        let clauses = self.retention.clauses.iter();
        clauses
            .into_iter()
            .any(|clause| clause.trigger.field() == Some(field))
    }

    /// Fields that name a person, with their owner.
    pub fn people(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0u32..)
            .zip(&self.fields)
            .filter(|(_, field)| field.person.is_some())
            .map(|(i, field)| (FieldId(i), field))
    }

    /// A row's values without what tells of this person: their id, and what belongs to it. Ids of the server's channels
    /// and roles tell of nobody.
    #[must_use]
    pub fn without(&self, values: &[Value], user: UserId) -> Vec<Value> {
        let is_theirs = |field: &Field| match field.person.unwrap_or(field.owner) {
            Owner::Subject(of) | Owner::Party(of) => {
                !field.is_of_server() && values.get(of.0 as usize) == Some(&Value::User(user))
            }
            Owner::Guild => false,
        };
        let each = self.fields.iter().zip(values);
        let kept = each.map(|(field, value)| {
            if is_theirs(field) {
                Value::None
            } else {
                value.clone()
            }
        });
        kept.collect()
    }

    /// Whether erasing the person in this field deletes the row, where they are the subject also where a policy is silent.
    #[must_use]
    pub fn goes_with(&self, by: FieldId) -> bool {
        let said = self.on_erase.iter().find(|rule| rule.by == by);
        let field = self.fields.get(by.0 as usize);
        let is_subject = field.is_some_and(|field| matches!(field.person, Some(Owner::Subject(_))));
        said.map_or(is_subject, |rule| rule.rule == EraseRule::Delete)
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// A row belongs to one server.
    Guild,
    /// A row belongs to a person, whatever the server.
    User,
    /// A row belongs to the bot.
    Bot,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    pub name: String,
    pub about: Option<String>,
    pub kind: Type,
    pub default: Option<Value>,
    /// Whether a row may be without it. A default stands in for what is missing.
    #[serde(default)]
    pub optional: bool,
    /// Largest length of a text, in characters; smallest and largest of an int.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// Categories this field is declared for.
    pub categories: Vec<Category>,
    pub origin: Option<Origin>,
    /// Set when the field holds a person's id.
    pub person: Option<Owner>,
    /// Whose key seals this field.
    pub owner: Owner,
    pub at: Place,
}

impl Field {
    /// Whether it names a channel or a role of the server, and is not said to tell of anybody.
    fn is_of_server(&self) -> bool {
        let declared = self.categories.iter().any(|one| one.is_personal());
        let kind = self.kind.kind();
        !declared && [&kind::CHANNEL, &kind::ROLE].contains(&kind)
    }
}

/// Who a field belongs to. For a person's id: the role in which the person stands in the row.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case", tag = "who", content = "field")]
pub enum Owner {
    /// The person named by this field, who the row is about (`subject=#true`).
    Subject(FieldId),
    /// The person named by this field, who has a part in it (`party=#true`).
    Party(FieldId),
    /// Nobody in particular: the server, or the bot where there is no server.
    Guild,
}

/// Never empty. The earliest deadline counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Retention {
    pub clauses: Vec<Clause>,
    /// Why nothing but an erasure ends it, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub at: Place,
}

impl Retention {
    /// The shortest time that a backup could outlive: of the lengths that count in one, the least.
    #[must_use]
    pub fn shortest(&self) -> Option<Duration> {
        let counted = |clause: &&Clause| clause.trigger.length().in_backups.is_some();
        let clauses = self.clauses.iter().filter(counted);
        clauses.map(|clause| clause.after).min()
    }
}

/// A ring: at most so many rows for each person in a field, by their numbers. The oldest goes when a new one comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Keep {
    pub newest: u32,
    pub per: FieldId,
    pub at: Place,
}

/// What a mass departure does to `member.left`: when so many members whom rows of the store are about leave a server
/// within `within`, what is about them goes `length` after each left. To see it, each departure waits for `within`.
/// Handlers see rows about those who left as not there, unless their command has `reads-held`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    pub departures: u32,
    pub within: Duration,
    /// As in `for=`.
    pub length: Duration,
    pub at: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    pub trigger: Trigger,
    /// Time after the trigger; for `age` and `entry.idle` the limit itself.
    pub after: Duration,
}

/// A length of the lexicon, with what it takes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case", tag = "on")]
pub enum Trigger {
    Age,
    EntryIdle,
    GuildRemoved,
    MemberLeft,
    Boot,
    FlowEnded,
    FeatureOff,
    /// The channel in this field was deleted.
    ChannelRemoved {
        field: FieldId,
    },
    Field {
        field: FieldId,
    },
    Setting {
        setting: SettingId,
    },
    /// Nothing ends it but an erasure and the steps that delete it.
    Erased,
}

impl Trigger {
    /// Those that take nothing.
    const ALONE: [Self; 8] = [
        Self::Age,
        Self::EntryIdle,
        Self::GuildRemoved,
        Self::MemberLeft,
        Self::Boot,
        Self::FlowEnded,
        Self::FeatureOff,
        Self::Erased,
    ];

    #[must_use]
    pub fn length(self) -> &'static Length {
        match self {
            Self::Age => &length::AGE,
            Self::EntryIdle => &length::ENTRY_IDLE,
            Self::GuildRemoved => &length::GUILD_REMOVED,
            Self::MemberLeft => &length::MEMBER_LEFT,
            Self::Boot => &length::BOOT,
            Self::FlowEnded => &length::FLOW_ENDED,
            Self::FeatureOff => &length::FEATURE_OFF,
            Self::ChannelRemoved { .. } => &length::CHANNEL_REMOVED,
            Self::Field { .. } => &length::ROW,
            Self::Setting { .. } => &length::SETTING,
            Self::Erased => &length::ERASED,
        }
    }

    /// Of a length that takes nothing.
    #[must_use]
    pub fn alone(length: &Length) -> Option<Self> {
        Self::ALONE.into_iter().find(|one| one.length() == length)
    }

    /// The setting that says how long.
    #[must_use]
    pub fn setting(self) -> Option<SettingId> {
        match self {
            Self::Setting { setting } => Some(setting),
            Self::Age
            | Self::EntryIdle
            | Self::GuildRemoved
            | Self::MemberLeft
            | Self::Boot
            | Self::FlowEnded
            | Self::FeatureOff
            | Self::ChannelRemoved { .. }
            | Self::Field { .. }
            | Self::Erased => None,
        }
    }

    /// The field of the row that says when.
    #[must_use]
    pub fn field(self) -> Option<FieldId> {
        match self {
            Self::Field { field } => Some(field),
            Self::Age
            | Self::EntryIdle
            | Self::GuildRemoved
            | Self::MemberLeft
            | Self::Boot
            | Self::FlowEnded
            | Self::FeatureOff
            | Self::ChannelRemoved { .. }
            | Self::Setting { .. }
            | Self::Erased => None,
        }
    }

    /// The field that names the channel with which the row goes.
    #[must_use]
    pub fn channel(self) -> Option<FieldId> {
        match self {
            Self::ChannelRemoved { field } => Some(field),
            Self::Age
            | Self::EntryIdle
            | Self::GuildRemoved
            | Self::MemberLeft
            | Self::Boot
            | Self::FlowEnded
            | Self::FeatureOff
            | Self::Field { .. }
            | Self::Setting { .. }
            | Self::Erased => None,
        }
    }

    /// The field of the row that it asks.
    #[must_use]
    pub fn asks(self) -> Option<FieldId> {
        self.field().or_else(|| self.channel())
    }
}

/// What happens to a row when a person in it is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnErase {
    /// The field that names the person.
    pub by: FieldId,
    pub rule: EraseRule,
    /// Do not start to collect about this person again until they opt back in.
    pub suppress: bool,
    /// Why, where it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Kept>,
    pub at: Place,
}

impl OnErase {
    /// Whether an erasure leaves a row with these values, as the policy refuses it.
    #[must_use]
    pub fn leaves(&self, values: &[Value], now: Timestamp) -> bool {
        let Some(refusal) = &self.refusal else {
            return false;
        };
        let Some(until) = refusal.until else {
            return true;
        };
        match values.get(until.0 as usize) {
            Some(Value::Instant(until)) => *until > now,
            _ => false,
        }
    }
}

/// What is kept about somebody all the same whom an erasure was to reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    pub reason: String,
    /// The field that says when the controller looks at it again.
    pub review: Option<FieldId>,
    /// The field that says until when it is refused.
    pub until: Option<FieldId>,
    /// The words of the command by which the person asks for a review.
    pub appeal: Vec<String>,
}

/// An objection does not stop a store, for this reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnObject {
    pub reason: String,
    pub at: Place,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum EraseRule {
    /// The row goes.
    Delete,
    /// The row stays; fields that this person owns become empty.
    Redact,
    /// The row stays; this person becomes nobody in particular.
    Pseudonymise,
    /// The row stays as it is: the erasure is refused.
    Refuse,
}

impl EraseRule {
    /// Whether nothing of a row is left once the person's secret is gone.
    #[must_use]
    pub fn takes_row(self) -> bool {
        match self {
            Self::Delete | Self::Refuse => true,
            Self::Redact | Self::Pseudonymise => false,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Export {
    /// The fields that name who may export the row.
    pub to: Vec<FieldId>,
    /// Fields left out, because they are about somebody else.
    pub redact: Vec<FieldId>,
}

/// What a person is told who asks for what they do not get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    pub reason: String,
    /// When the controller looks again whether it must be so, `YYYY-MM-DD`.
    pub review: String,
    /// How somebody can have it looked at, in the operator's words.
    pub appeal: String,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Setting {
    pub id: SettingId,
    /// None for settings of the bot as a whole, such as the mod-log's channel.
    pub feature: Option<FeatureId>,
    /// As in `/config set FEATURE NAME:…`.
    pub name: String,
    pub kind: Type,
    pub default: Option<Value>,
    pub optional: bool,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub about: String,
    pub at: Place,
}

impl Setting {
    /// Whether it names who takes part, so that a denial counts first. Otherwise it names who may act, and the owner and
    /// administrators always may.
    #[must_use]
    pub fn takes_part(&self) -> bool {
        matches!(&self.default, Some(Value::Who(who)) if who.everyone)
    }
}
