//! What Discord answers when it says no: status, code, message, and for forms the tree of faults.
//!
//! Codes and messages are those of Discord's public list of JSON error codes.

use std::borrow::Cow;

use serde_json::{Value, json};

/// An error answer of the REST API.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{status}: {message} (code {code})")]
pub struct Refusal {
    pub status: u16,
    pub code: u32,
    pub message: Cow<'static, str>,
    /// For 50035: nested by field, leaves under `_errors`.
    pub errors: Option<Value>,
}

const fn no(status: u16, code: u32, message: &'static str) -> Refusal {
    Refusal {
        status,
        code,
        message: Cow::Borrowed(message),
        errors: None,
    }
}

impl Refusal {
    pub(crate) const NOT_FOUND: Self = no(404, 0, "404: Not Found");
    pub(crate) const UNAUTHORIZED: Self = no(401, 0, "401: Unauthorized");
    pub(crate) const METHOD_NOT_ALLOWED: Self = no(405, 0, "405: Method Not Allowed");
    pub(crate) const UNKNOWN_APPLICATION: Self = no(404, 10002, "Unknown Application");
    pub(crate) const UNKNOWN_CHANNEL: Self = no(404, 10003, "Unknown Channel");
    pub(crate) const UNKNOWN_GUILD: Self = no(404, 10004, "Unknown Guild");
    pub(crate) const UNKNOWN_INVITE: Self = no(404, 10006, "Unknown Invite");
    pub(crate) const UNKNOWN_MEMBER: Self = no(404, 10007, "Unknown Member");
    pub(crate) const UNKNOWN_MESSAGE: Self = no(404, 10008, "Unknown Message");
    pub(crate) const UNKNOWN_OVERWRITE: Self = no(404, 10009, "Unknown Overwrite");
    pub(crate) const UNKNOWN_ROLE: Self = no(404, 10011, "Unknown Role");
    pub(crate) const UNKNOWN_USER: Self = no(404, 10013, "Unknown User");
    pub(crate) const UNKNOWN_EMOJI: Self = no(400, 10014, "Unknown Emoji");
    pub(crate) const UNKNOWN_WEBHOOK: Self = no(404, 10015, "Unknown Webhook");
    pub(crate) const UNKNOWN_BAN: Self = no(404, 10026, "Unknown Ban");
    pub(crate) const UNKNOWN_INTERACTION: Self = no(404, 10062, "Unknown interaction");
    pub(crate) const UNKNOWN_COMMAND: Self = no(404, 10063, "Unknown application command");
    pub(crate) const BOTS_ONLY: Self = no(403, 20002, "Only bots can use this endpoint");
    pub(crate) const USERS_ONLY: Self = no(403, 20001, "Bots cannot use this endpoint");
    pub(crate) const THREAD_EXISTS: Self = no(
        400,
        160_004,
        "A thread has already been created for this message",
    );
    pub(crate) const MAX_PINS: Self = no(
        400,
        30003,
        "Maximum number of pins reached for the channel (250)",
    );
    pub(crate) const MAX_REACTIONS: Self =
        no(400, 30010, "Maximum number of reactions reached (20)");
    pub(crate) const MAX_COMMANDS: Self = no(
        400,
        30032,
        "Maximum number of application commands reached (100).",
    );
    pub(crate) const FILE_TOO_LARGE: Self = no(413, 40005, "Request entity too large");
    pub(crate) const BANNED: Self = no(403, 40007, "The user is banned from this guild.");
    pub(crate) const ALREADY_ACKNOWLEDGED: Self =
        no(400, 40060, "Interaction has already been acknowledged.");
    pub(crate) const MISSING_ACCESS: Self = no(403, 50001, "Missing Access");
    pub(crate) const NOT_IN_DM: Self = no(403, 50003, "Cannot execute action on a DM channel");
    pub(crate) const NOT_AUTHOR: Self =
        no(403, 50005, "Cannot edit a message authored by another user");
    pub(crate) const EMPTY_MESSAGE: Self = no(400, 50006, "Cannot send an empty message");
    pub(crate) const CLOSED_DMS: Self = no(403, 50007, "Cannot send messages to this user");
    pub(crate) const MISSING_PERMISSIONS: Self = no(403, 50013, "Missing Permissions");
    pub(crate) const BULK_DELETE_COUNT: Self = no(
        400,
        50016,
        "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages to delete.",
    );
    pub(crate) const INVALID_OAUTH_TOKEN: Self =
        no(403, 50025, "Invalid OAuth2 access token provided");
    pub(crate) const MISSING_SCOPE: Self = no(403, 50026, "Missing required OAuth2 scope");
    pub(crate) const INVALID_WEBHOOK_TOKEN: Self = no(401, 50027, "Invalid Webhook Token");
    pub(crate) const INVALID_ROLE: Self = no(400, 50028, "Invalid Role");
    pub(crate) const TOO_OLD: Self = no(
        400,
        50034,
        "You can only bulk delete messages that are under 14 days old.",
    );
    pub(crate) const WRONG_KIND: Self =
        no(400, 50024, "Cannot execute action on this channel type");
    pub(crate) const NOT_TEXT: Self = no(400, 50008, "Cannot send messages in a non-text channel");
    pub(crate) const SYSTEM_MESSAGE: Self =
        no(403, 50021, "Cannot execute action on a system message");
    pub(crate) const ARCHIVED: Self = no(400, 50083, "Thread is archived");
    pub(crate) const LOCKED: Self = no(400, 160_005, "Thread is locked");
    pub(crate) const TAG_REQUIRED: Self = no(
        400,
        40067,
        "A tag is required to create a forum post in this channel",
    );
    pub(crate) const UNKNOWN_VOICE_STATE: Self = no(404, 10065, "Unknown Voice State");
    pub(crate) const NOT_IN_VOICE: Self = no(400, 40032, "Target user is not connected to voice.");
    pub(crate) const MAX_WEBHOOKS: Self = no(400, 30007, "Maximum number of webhooks reached (15)");
    pub(crate) const POST_WITHOUT_NAME: Self = no(
        400,
        220_001,
        "Webhooks posted to forum channels must have a thread_name or thread_id",
    );
    pub(crate) const POST_AND_THREAD: Self = no(
        400,
        220_002,
        "Webhooks posted to forum channels cannot have both a thread_name and thread_id",
    );
    pub(crate) const POST_ELSEWHERE: Self = no(
        400,
        220_003,
        "Webhooks can only create threads in forum channels",
    );
    pub(crate) const NOT_READABLE: Self = no(
        403,
        160_014,
        "You cannot forward a message whose content you cannot read",
    );
    pub(crate) const NO_HISTORY_TO_FORWARD: Self = no(
        403,
        160_009,
        "Cannot forward a message without permission to read message history",
    );
    pub(crate) const WRONG_MESSAGE_TYPE: Self = no(400, 50068, "Invalid message type");
    pub(crate) const POLL_EDIT: Self = no(400, 520_003, "Cannot edit a poll message");
    pub(crate) const POLL_EXPIRED: Self = no(400, 520_001, "Poll expired");
    pub(crate) const NOT_A_POLL: Self = no(400, 520_006, "Cannot expire a non-poll message");
    pub(crate) const SLOWMODE: Self = no(
        429,
        20016,
        "This action cannot be performed due to slowmode rate limit",
    );
    pub(crate) const BAD_JSON: Self = no(400, 50109, "The request body contains invalid JSON.");
    pub(crate) const UNREADABLE: Self = no(400, 0, "400: Bad Request");

    pub(crate) const fn form(errors: Value) -> Self {
        Self {
            status: 400,
            code: 50035,
            message: Cow::Borrowed("Invalid Form Body"),
            errors: Some(errors),
        }
    }

    /// Words of our own, for the routes under `/sandbox` that Discord does not have.
    pub(crate) fn said(status: u16, message: impl Into<String>) -> Self {
        Self {
            status,
            code: 0,
            message: Cow::Owned(message.into()),
            errors: None,
        }
    }

    #[must_use]
    pub fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let (Some(errors), Some(map)) = (&self.errors, body.as_object_mut()) {
            map.insert("errors".to_owned(), errors.clone());
        }
        body
    }
}
