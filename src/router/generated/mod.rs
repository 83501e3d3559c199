//! Commands that every bot has, whatever its policy says: `/privacy`, `/config` and `/help`.
//!
//! Their answers are for the eyes of the person who asked. `/privacy` and `/help` work in direct messages too, so that
//! people who left a server keep their rights.

mod config;
mod consent;
mod copy;
mod help;
mod privacy;
mod setting;
mod several;
mod wanted;

use super::{
    message,
    round::{Flow, Halt, Round, plain},
    text::{CONTENT_CHARS_MAX, EMBED_CHARS_MAX, units},
};
use crate::{
    plan::Plan,
    port::{Action, ActionKind, CommandCall, CommandDraft, Embed, File, MessageDraft},
    wording::say,
};

pub(super) fn commands(plan: &Plan) -> Vec<CommandDraft> {
    vec![
        privacy::command(plan),
        config::command(plan),
        help::command(),
    ]
}

pub(super) fn run(round: &mut Round<'_>, call: &CommandCall) -> Flow<Vec<Action>> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["privacy", "consent"] => consent::run(round, call),
        ["privacy", word] => privacy::run(round, word),
        ["config", rest @ ..] => config::run(round, rest, call),
        ["help"] => help::run(round),
        _ => Err(Halt::Refuse(say!("no-longer-used"))),
    }
}

/// None when the button is not one of these commands'.
pub(super) fn press(round: &mut Round<'_>, id: &str) -> Option<Flow<Vec<Action>>> {
    privacy::press(round, id).or_else(|| consent::press(round, id))
}

pub(super) fn choices(
    round: &mut Round<'_>,
    call: &CommandCall,
    typed: &str,
) -> Flow<Vec<(String, String)>> {
    match call.path.first().map(String::as_str) {
        Some("config") => config::choices(round, typed),
        _ => Ok(Vec::new()),
    }
}

/// An answer of many lines: as plain text, as an embed when longer, as a file when longer still.
fn long_answer(lines: &[String], file: &str) -> Action {
    let content = lines.join("\n");
    let length = units(&content);
    let mut message = MessageDraft::default();
    if length <= CONTENT_CHARS_MAX {
        message.content = content;
    } else if length <= EMBED_CHARS_MAX {
        message.embed = Some(Embed {
            description: content,
            ..Embed::default()
        });
    } else {
        message.content = message::fitting(lines, 0, CONTENT_CHARS_MAX);
        message.files.push(File {
            name: file.to_owned(),
            about: None,
            bytes: content.into_bytes(),
        });
    }
    plain(ActionKind::Reply {
        ephemeral: true,
        message,
    })
}

/// An answer that is files.
fn file_answer(content: impl Into<String>, files: Vec<File>) -> Action {
    plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: content.into(),
            files,
            ..MessageDraft::default()
        },
    })
}

/// Readable JSON with its last line ended.
fn json_bytes(value: &impl serde::Serialize) -> Flow<Vec<u8>> {
    match serde_json::to_vec_pretty(value) {
        Ok(mut bytes) => {
            bytes.push(b'\n');
            Ok(bytes)
        }
        Err(_) => super::round::fail("a file could not be written as JSON"),
    }
}
