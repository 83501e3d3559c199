//! The audit log: what the server remembers of who changed what.
//!
//! INVARIANT: what changed nothing leaves no entry, and an entry's changes are told as Discord documents them: the
//! fields of the object, without a value where it is null.

use serde_json::{Value, json};

use super::{Channel, Overwrite, World, outbox::MODERATION, show};
use crate::{
    sandbox::{
        field::{Fields, Id, put},
        refusal::Refusal,
    },
    vocab::{Duration, Permission},
};

const AUDIT_MAX: usize = 1000;
/// For how long further deletions of one person's messages count on the same entry.
const COUNTED_FOR: Duration = Duration::seconds(5 * 60);

/// What happened to what, by Discord's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    ChannelCreate = 10,
    ChannelUpdate = 11,
    ChannelDelete = 12,
    OverwriteCreate = 13,
    OverwriteUpdate = 14,
    OverwriteDelete = 15,
    MemberKick = 20,
    BanAdd = 22,
    BanRemove = 23,
    MemberUpdate = 24,
    MemberMove = 26,
    MemberDisconnect = 27,
    MemberRoleUpdate = 25,
    BotAdd = 28,
    RoleCreate = 30,
    RoleUpdate = 31,
    RoleDelete = 32,
    InviteCreate = 40,
    InviteDelete = 42,
    WebhookCreate = 50,
    WebhookUpdate = 51,
    WebhookDelete = 52,
    MessageDelete = 72,
    MessageBulkDelete = 73,
    MessagePin = 74,
    MessageUnpin = 75,
    ThreadCreate = 110,
    ThreadUpdate = 111,
    ThreadDelete = 112,
}

/// Who did it, and why.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By<'a> {
    pub(crate) actor: Id,
    pub(crate) reason: Option<&'a str>,
}

/// What the audit log remembers of an act.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) kind: Kind,
    pub(crate) target: Option<Id>,
    /// `{"key", "old_value", "new_value"}`
    pub(crate) changes: Vec<Value>,
    pub(crate) options: Option<Value>,
}

impl Act {
    pub(crate) const fn on(kind: Kind, target: Id) -> Self {
        Self {
            kind,
            target: Some(target),
            changes: Vec::new(),
            options: None,
        }
    }

    pub(crate) fn with(mut self, options: Value) -> Self {
        self.options = Some(options);
        self
    }

    pub(crate) fn changing(mut self, changes: Vec<Value>) -> Self {
        self.changes = changes;
        self
    }
}

pub(crate) const ROLE: &[&str] = &["name", "permissions", "color", "hoist", "mentionable"];
pub(crate) const MEMBER: &[&str] = &["nick", "communication_disabled_until", "mute", "deaf"];
pub(crate) const INVITE: &[&str] = &[
    "code",
    "channel_id",
    "inviter_id",
    "uses",
    "max_uses",
    "max_age",
    "temporary",
];
pub(crate) const WEBHOOK: &[&str] = &["type", "channel_id", "name", "application_id"];
const CHANNEL: &[&str] = &[
    "name",
    "type",
    "topic",
    "position",
    "nsfw",
    "rate_limit_per_user",
    "available_tags",
    "flags",
];
const THREAD: &[&str] = &[
    "name",
    "type",
    "archived",
    "locked",
    "auto_archive_duration",
    "rate_limit_per_user",
    "invitable",
    "applied_tags",
    "flags",
];

/// What differs in these fields between an object as it was and as it is. Absent is null.
pub(crate) fn changes(old: &Value, new: &Value, keys: &[&str]) -> Vec<Value> {
    let differing = keys
        .iter()
        .filter(|key| old.given(key) != new.given(key))
        .map(|key| change(key, old.given(key), new.given(key)));
    differing.collect()
}

fn change(key: &str, old: Option<&Value>, new: Option<&Value>) -> Value {
    let mut change = json!({ "key": key });
    if let Some(old) = old {
        put(&mut change, "old_value", old.clone());
    }
    if let Some(new) = new {
        put(&mut change, "new_value", new.clone());
    }
    change
}

/// Roles given and taken, each list as one change.
pub(crate) fn roles(world: &World, guild: Id, old: &[Id], new: &[Id]) -> Vec<Value> {
    let named = |ids: &[Id], but: &[Id]| -> Vec<Value> {
        let differing = ids.iter().filter(|id| !but.contains(id));
        let role = |id: &Id| world.guilds.get(&guild)?.roles.get(id);
        differing
            .filter_map(role)
            .map(|role| json!({"id": role.id.to_string(), "name": role.name}))
            .collect()
    };
    [("$add", named(new, old)), ("$remove", named(old, new))]
        .into_iter()
        .filter(|(_, roles)| !roles.is_empty())
        .map(|(key, roles)| json!({"key": key, "new_value": roles}))
        .collect()
}

fn overwrite_fields(overwrite: Option<&Overwrite>) -> Value {
    overwrite.map_or(Value::Null, show::overwrite)
}

impl World {
    /// A channel or thread as the log compares it.
    pub(crate) fn audited(&self, channel: &Channel) -> Value {
        let mut shown = self.show_channel(channel);
        if let Some(metadata) = shown.given("thread_metadata").cloned() {
            crate::sandbox::field::extend(&mut shown, metadata);
        }
        shown
    }

    /// Enters that a channel or thread was made, changed or deleted; its overwrites have entries of their own.
    pub(crate) fn audit_channel(
        &mut self,
        by: By<'_>,
        channel: Id,
        guild: Id,
        old: &Value,
        new: &Value,
    ) {
        let one = if new.is_null() { old } else { new };
        let is_thread = one.given("thread_metadata").is_some();
        let kind = match (is_thread, old.is_null(), new.is_null()) {
            (false, true, _) => Kind::ChannelCreate,
            (false, false, true) => Kind::ChannelDelete,
            (false, false, false) => Kind::ChannelUpdate,
            (true, true, _) => Kind::ThreadCreate,
            (true, false, true) => Kind::ThreadDelete,
            (true, false, false) => Kind::ThreadUpdate,
        };
        let mut found = changes(old, new, if is_thread { THREAD } else { CHANNEL });
        if old.is_null() != new.is_null() && !is_thread {
            found.extend(changes(old, new, &["permission_overwrites"]));
        }
        if !found.is_empty() {
            self.audit(guild, by, Act::on(kind, channel).changing(found));
        }
    }

    /// Enters how each overwrite of a channel changed.
    pub(crate) fn audit_overwrites(
        &mut self,
        by: By<'_>,
        (guild, channel): (Id, Id),
        old: &[Overwrite],
        new: &[Overwrite],
    ) {
        let mut ids: Vec<Id> = old.iter().chain(new).map(|one| one.id).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let of = |all: &[Overwrite]| all.iter().find(|one| one.id == id).copied();
            let (was, is) = (of(old), of(new));
            let (kind, one) = match (was, is) {
                (None, Some(one)) => (Kind::OverwriteCreate, one),
                (Some(one), None) => (Kind::OverwriteDelete, one),
                (Some(_), Some(one)) => (Kind::OverwriteUpdate, one),
                (None, None) => continue,
            };
            let (was, is) = (
                overwrite_fields(was.as_ref()),
                overwrite_fields(is.as_ref()),
            );
            let keys: &[&str] = if kind == Kind::OverwriteUpdate {
                &["allow", "deny"]
            } else {
                &["id", "type", "allow", "deny"]
            };
            let found = changes(&was, &is, keys);
            if found.is_empty() {
                continue;
            }
            let mut options = json!({
                "id": id.to_string(), "type": u8::from(one.of_member).to_string(),
            });
            let role = self
                .guilds
                .get(&guild)
                .and_then(|guild| guild.roles.get(&id));
            if let Some(role) = role.filter(|_| !one.of_member) {
                put(&mut options, "role_name", role.name.clone());
            }
            let act = Act::on(kind, channel).changing(found).with(options);
            self.audit(guild, by, act);
        }
    }

    /// Somebody deleted another's message. Of a bot's deletions Discord enters none.
    pub(crate) fn audit_deletion(&mut self, guild: Id, channel: Id, by: By<'_>, author: Id) {
        if by.actor == author || by.actor == self.bot {
            return;
        }
        let since = self.now().0 - COUNTED_FOR.ms;
        let same = |entry: &&mut Value| {
            entry.int("action_type") == Some(Kind::MessageDelete as i64)
                && entry.id("user_id") == Some(by.actor)
                && entry.id("target_id") == Some(author)
                && entry.given("options").and_then(|one| one.id("channel_id")) == Some(channel)
                && entry
                    .id("id")
                    .is_some_and(|id| super::made_at(id).0 > since)
        };
        let entry = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.audit.iter_mut().rev().find(same));
        if let Some(options) = entry.and_then(|entry| entry.get_mut("options")) {
            // Only the first is told.
            let count = options.int("count").unwrap_or(1) + 1;
            put(options, "count", count.to_string());
            return;
        }
        let options = json!({"channel_id": channel.to_string(), "count": "1"});
        self.audit(
            guild,
            by,
            Act::on(Kind::MessageDelete, author).with(options),
        );
    }

    /// Counts another move on the entry of the last ones, where there is one.
    pub(crate) fn counts_again(
        &mut self,
        guild: Id,
        by: By<'_>,
        kind: Kind,
        to: Option<Id>,
    ) -> bool {
        let since = self.now().0 - COUNTED_FOR.ms;
        let same = |entry: &&mut Value| {
            entry.int("action_type") == Some(kind as i64)
                && entry.id("user_id") == Some(by.actor)
                && entry.text("reason") == by.reason
                && entry.given("options").and_then(|one| one.id("channel_id")) == to
                && entry
                    .id("id")
                    .is_some_and(|id| super::made_at(id).0 > since)
        };
        let found = self.guilds.get_mut(&guild);
        let entry = found.and_then(|guild| guild.audit.iter_mut().rev().find(same));
        let Some(options) = entry.and_then(|entry| entry.get_mut("options")) else {
            return false;
        };
        let count = options.int("count").unwrap_or(1) + 1;
        put(options, "count", count.to_string());
        true
    }

    pub(crate) fn audit(&mut self, guild: Id, by: By<'_>, act: Act) {
        let id = self.new_id();
        let mut entry = json!({
            "id": id.to_string(),
            "user_id": by.actor.to_string(),
            "target_id": act.target.map(|id| id.to_string()),
            "action_type": act.kind as u16,
        });
        if !act.changes.is_empty() {
            put(&mut entry, "changes", act.changes);
        }
        if let Some(options) = act.options {
            put(&mut entry, "options", options);
        }
        if let Some(reason) = by.reason {
            put(&mut entry, "reason", reason);
        }
        let Ok(found) = self.guild_mut(guild) else {
            return;
        };
        if found.audit.len() >= AUDIT_MAX {
            found.audit.pop_front();
        }
        found.audit.push_back(entry.clone());
        put(&mut entry, "guild_id", guild.to_string());
        let seen = Permission::ViewAuditLog.bit();
        self.emit_to_holders(
            "GUILD_AUDIT_LOG_ENTRY_CREATE",
            guild,
            MODERATION,
            seen,
            &entry,
        );
    }

    /// Enters that a member's roles changed, or the rest of the member.
    pub(crate) fn audit_member(
        &mut self,
        guild: Id,
        by: By<'_>,
        user: Id,
        old: &super::Member,
    ) -> Result<(), Refusal> {
        let new = self.member(guild, user)?.clone();
        let (was, is) = (show::partial_member(old), show::partial_member(&new));
        let found = changes(&was, &is, MEMBER);
        if !found.is_empty() {
            let act = Act::on(Kind::MemberUpdate, user).changing(found);
            self.audit(guild, by, act);
        }
        let found = roles(self, guild, &old.roles, &new.roles);
        if !found.is_empty() {
            let act = Act::on(Kind::MemberRoleUpdate, user).changing(found);
            self.audit(guild, by, act);
        }
        Ok(())
    }
}
