//! Lengths: what a retention counts from.

use crate::{
    vocab::{Duration, Intent},
    wording::{Phrase, phrase, say},
};

use super::by_name;

/// Something that a row's time is counted from.
pub struct Length {
    /// As in `retain "NAME …"`; what it takes stands behind it.
    pub name: &'static str,
    pub doc: &'static str,
    pub takes: Takes,
    pub form: Form,
    /// How long a row may last without a grace, where a backup that lasts longer would hold what should be gone. None
    /// where its secret goes as well, or a time is no promise of the policy's.
    pub in_backups: Option<&'static str>,
    /// What a row lacks that belongs to no server; completes "belongs to no server". None where it needs none.
    pub of_server: Option<&'static str>,
    /// Why it says nothing of a server's settings, which completes "settings belong to a server, of which …".
    pub not_of_settings: Option<&'static str>,
    /// What the bot must ask Discord for, what it does not see without ("that …"), and what it then does, as a word of
    /// the catalogue.
    pub intent: Option<(Intent, &'static str, &'static str)>,
    /// Until when something is kept, in the notice.
    pub until: fn(&Said) -> Phrase,
    /// What calls the deletion off.
    pub returns: Option<fn() -> String>,
    /// Whether `on ended` runs when a row goes by it.
    pub fires: bool,
    pub comes: Comes,
}

by_name!(Length, LENGTHS.iter().copied(), "a length");

/// What stands behind the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    /// `setting NAME`
    Setting,
    /// `row.FIELD`
    Field,
    /// Nothing where a row names one channel, `row.FIELD.removed` where it names several.
    Channel,
}

/// How a time is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It is a length itself, and has a limit: `age > 30d`.
    Limit,
    /// It happens, and may have a grace: `boot + 30d`.
    Grace,
}

/// Whether the time comes for every row, whatever people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comes {
    /// It passes, or the bot starts, or a server parts with the bot.
    Always,
    /// Where the row says a time.
    IfSaid,
    /// Somebody must do something in the server, which the bot sees only as long as it is there.
    IfDone,
    /// Somebody must erase it.
    IfErased,
}

/// What a clause says, for the notice.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub after: Duration,
    /// Whether it is said of several things, such as the settings of a server.
    pub many: bool,
    /// The setting's or the field's name.
    pub name: Option<String>,
    /// What holds where nobody changed the setting.
    pub default: Option<String>,
}

impl Length {
    /// As a policy writes it: `age > 30d`, `setting NAME`.
    #[must_use]
    pub fn usage(&self) -> String {
        match self.takes {
            Takes::Nothing | Takes::Channel => self.name.to_owned(),
            Takes::Setting => format!("{} NAME", self.name),
            Takes::Field => format!("{}.FIELD", self.name),
        }
    }
}

pub static AGE: Length = Length {
    name: "age",
    doc: "Since the row was made.",
    takes: Takes::Nothing,
    form: Form::Limit,
    in_backups: Some("no time"),
    of_server: None,
    not_of_settings: None,
    intent: None,
    until: |said| phrase!("until-age", after = said.after, many = said.many),
    returns: None,
    fires: true,
    comes: Comes::Always,
};

pub static ENTRY_IDLE: Length = Length {
    name: "entry.idle",
    doc: "Since the row was last written.",
    takes: Takes::Nothing,
    form: Form::Limit,
    in_backups: Some("no time"),
    of_server: None,
    not_of_settings: None,
    intent: None,
    until: |said| phrase!("until-entry-idle", after = said.after, many = said.many),
    returns: None,
    fires: true,
    comes: Comes::Always,
};

pub static GUILD_REMOVED: Length = Length {
    name: "guild.removed",
    doc: "Since the bot's removal from the server was confirmed; a return cancels it.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: None,
    of_server: Some(""),
    not_of_settings: None,
    intent: None,
    until: |said| phrase!("until-guild-removed", after = said.after),
    returns: Some(|| say!("returns-guild")),
    fires: false,
    comes: Comes::Always,
};

pub static MEMBER_LEFT: Length = Length {
    name: "member.left",
    doc: "Since the subject left the server; a return cancels it. Only for rows with a subject.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: None,
    of_server: Some(" that a member could leave"),
    not_of_settings: Some("no member could leave"),
    intent: Some((Intent::GuildMembers, "that a member left", "member-left")),
    until: |said| phrase!("until-member-left", after = said.after),
    returns: Some(|| say!("returns-member")),
    fires: false,
    comes: Comes::IfDone,
};

pub static BOOT: Length = Length {
    name: "boot",
    doc: "At the next start.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: None,
    of_server: None,
    not_of_settings: Some("a start of the bot ends nothing"),
    intent: None,
    until: |said| phrase!("until-boot", after = said.after),
    returns: None,
    fires: true,
    comes: Comes::Always,
};

pub static FLOW_ENDED: Length = Length {
    name: "flow.ended",
    doc: "Since a handler finished the row.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: Some("no longer than their flow"),
    of_server: None,
    not_of_settings: Some("no flow could end"),
    intent: None,
    until: |said| phrase!("until-flow-ended", after = said.after),
    returns: None,
    fires: true,
    comes: Comes::IfDone,
};

pub static SETTING: Length = Length {
    name: "setting",
    doc: "Since the row was made, for as long as this setting of type duration says.",
    takes: Takes::Setting,
    form: Form::Grace,
    in_backups: None,
    of_server: Some(""),
    not_of_settings: None,
    intent: None,
    until: |said| {
        let (name, default) = (said.name.as_deref(), said.default.as_deref());
        phrase!("until-setting", after = said.after, name, default)
    },
    returns: None,
    fires: true,
    comes: Comes::Always,
};

pub static FEATURE_OFF: Length = Length {
    name: "feature.off",
    doc: "Since the feature was switched off in the server; switching it on cancels it.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: Some("no longer than their feature is on"),
    of_server: Some(" that could switch its feature off"),
    not_of_settings: Some("no feature alone could be switched off"),
    intent: None,
    until: |said| phrase!("until-feature-off", after = said.after),
    returns: Some(|| say!("returns-feature")),
    fires: true,
    comes: Comes::IfDone,
};

pub static CHANNEL_REMOVED: Length = Length {
    name: "channel.removed",
    doc: "Since the channel was deleted that the row names; `row.FIELD.removed` where it names several.",
    takes: Takes::Channel,
    form: Form::Grace,
    in_backups: Some("no longer than their channel is there"),
    of_server: None,
    not_of_settings: None,
    intent: None,
    until: |said| {
        phrase!(
            "until-channel-removed",
            after = said.after,
            name = said.name.as_deref()
        )
    },
    returns: None,
    fires: true,
    comes: Comes::IfDone,
};

pub static ROW: Length = Length {
    name: "row",
    doc: "Since, or until, the time in a field of the row: a write moves it both ways, and none ends nothing.",
    takes: Takes::Field,
    form: Form::Grace,
    in_backups: Some("no longer than a field of theirs says"),
    of_server: None,
    not_of_settings: None,
    intent: None,
    until: |said| {
        phrase!(
            "until-field",
            after = said.after,
            name = said.name.as_deref()
        )
    },
    returns: None,
    fires: true,
    comes: Comes::IfSaid,
};

pub static ERASED: Length = Length {
    name: "erased",
    doc: "When somebody erases or deletes it; for what nothing else ends, with a `reason=` beside it.",
    takes: Takes::Nothing,
    form: Form::Grace,
    in_backups: None,
    of_server: None,
    not_of_settings: Some("nothing is about somebody who could be erased"),
    intent: None,
    until: |_| phrase!("until-erased"),
    returns: None,
    fires: false,
    comes: Comes::IfErased,
};

/// Every length, in the order of the book.
pub static LENGTHS: &[&Length] = &[
    &AGE,
    &ENTRY_IDLE,
    &GUILD_REMOVED,
    &MEMBER_LEFT,
    &BOOT,
    &FLOW_ENDED,
    &FEATURE_OFF,
    &CHANNEL_REMOVED,
    &ROW,
    &SETTING,
    &ERASED,
];
