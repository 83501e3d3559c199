//! Texts that people read on Discord, cut to a length without splitting what looks like one character.
//!
//! What people wrote stays as they wrote it: nothing is escaped, because nobody is notified by a text alone
//! (`MessageDraft::notify`), and Discord shows the rest as what it is, somebody's words.

pub(super) use crate::lexicon::text::{cut, stamp, units};
use crate::vocab::Value;

/// Discord's limits, in characters: <https://discord.com/developers/docs/resources/message>.
pub(super) const CONTENT_CHARS_MAX: usize = 2_000;
pub(super) const EMBED_CHARS_MAX: usize = 4_096;
pub(super) const LABEL_CHARS_MAX: usize = 80;

/// Custom ids of buttons that policies declare: this, then the button's id. Those of generated commands go on with `:`.
pub(super) const BUTTON_PREFIX: &str = "candor:";

pub(super) fn show(value: &Value) -> String {
    value.shown()
}
