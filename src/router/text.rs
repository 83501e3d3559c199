//! Values as people read them on Discord, and texts cut to a length without splitting what looks like one character.
//!
//! What people wrote stays as they wrote it: nothing is escaped, because nobody is notified by a text alone
//! (`MessageDraft::notify`), and Discord shows the rest as what it is, somebody's words.

use crate::{
    vocab::{Duration, Value},
    wording::say,
};

pub(super) use crate::lexicon::text::{chars, cut, stamp};

/// Discord's limits, in characters: <https://discord.com/developers/docs/resources/message>.
pub(super) const CONTENT_CHARS_MAX: usize = 2_000;
pub(super) const EMBED_CHARS_MAX: usize = 4_096;
pub(super) const LABEL_CHARS_MAX: usize = 80;

/// `none` is shown as a dash, an instant in the reader's own time zone, an id as Discord's mention of it.
pub(super) fn show(value: &Value) -> String {
    match value {
        Value::None => "—".to_owned(),
        Value::Bool(true) => say!("yes"),
        Value::Bool(false) => say!("no"),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Instant(at) => stamp(*at, 'f'),
        Value::Duration(duration) => spaced(*duration),
        Value::User(id) => format!("<@{id}>"),
        Value::Guild(id) => id.to_string(),
        Value::Channel(id) => format!("<#{id}>"),
        Value::Role(id) => format!("<@&{id}>"),
        Value::Message(id) => id.to_string(),
        // A custom emoji travels as `name:id` and is written `<:name:id>`.
        Value::Emoji(emoji) if emoji.contains(':') => format!("<:{emoji}>"),
        Value::Emoji(emoji) => emoji.clone(),
        Value::Words(words) if words.is_empty() => "—".to_owned(),
        Value::Words(words) => words.join(", "),
        Value::Attachment(place) => say!("attachment", number = place.saturating_add(1)),
    }
}

/// `1h 30m`, for reading; [`Duration`]'s own form has no spaces, for typing.
fn spaced(duration: Duration) -> String {
    let mut out = String::new();
    for c in duration.to_string().chars() {
        if c.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_alphabetic()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::{ChannelId, RoleId, Timestamp, UserId};

    #[test]
    fn each_type_reads_as_on_discord() {
        let cases = [
            (Value::None, "—"),
            (Value::Bool(true), "yes"),
            (Value::Int(-1_234_567), "-1234567"),
            (Value::Text("<@1> *hi*".into()), "<@1> *hi*"),
            (
                Value::Instant(Timestamp(1_700_000_000_999)),
                "<t:1700000000:f>",
            ),
            (Value::Instant(Timestamp(-1)), "<t:-1:f>"),
            (Value::Duration(Duration::seconds(5_400)), "1h 30m"),
            (Value::Duration(Duration::default()), "0s"),
            (Value::User(UserId(7)), "<@7>"),
            (Value::Channel(ChannelId(7)), "<#7>"),
            (Value::Role(RoleId(7)), "<@&7>"),
            (Value::Emoji("👍".into()), "👍"),
            (Value::Emoji("party:7".into()), "<:party:7>"),
            (Value::Words(vec!["a".into(), "b".into()]), "a, b"),
            (Value::Words(vec![]), "—"),
        ];
        for (value, shown) in cases {
            assert_eq!(show(&value), shown);
        }
    }
}
