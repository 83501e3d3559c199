//! The field's words as types: Discord's words for Discord's things, GDPR's for data.
//!
//! Everything imports this room; it imports nothing.

mod data;
mod discord;
mod emoji;
mod id;
mod place;
mod source;
mod time;
mod value;
mod who;

pub use data::{Basis, Category, ContactKind, Origin, Piece, Sink, Standing, Way};
pub use discord::{ButtonStyle, CardKind, ChannelKind, Intent, Permission, Permissions};
pub use emoji::Emoji;
pub use id::{ChannelId, GuildId, MessageId, RoleId, UserId};
pub use place::{Place, Span, Spanned};
pub use source::{File, Sources};
pub use time::{Duration, ParseDurationError, Timestamp};
pub use value::{Type, Value};
pub use who::{Holder, Side, Who};
