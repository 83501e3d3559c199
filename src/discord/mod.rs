//! Discord in our words: an ordered, bounded source of what happens, and a REST executor for what is to be done.
//!
//! `gateway` hands on serenity's events in order; `server` keeps what plans need of each server; `translate` makes
//! `port::Event`s of both. `rest` sends what `call`, `webhooks`, `payload`, `respond` and `command` say. serenity is
//! imported here and nowhere else; its cache, framework, HTTP client and rate limiter are not used.

#![deny(clippy::wildcard_enum_match_arm)]

mod call;
mod command;
mod endpoint;
mod error;
mod gateway;
mod history;
mod hooks;
mod last_seen;
mod limits;
mod payload;
mod purge;
mod respond;
mod rest;
mod server;
mod translate;
mod turns;
mod webhooks;

pub use call::{GatewayInfo, Identity, InteractionRef, MEMBERS_MAX};
pub use command::Registered;
pub use endpoint::{DISCORD, Endpoint, Token};
pub use error::{DiscordError, help};
pub use gateway::{Connected, Gateway, GatewayConfig};
pub use last_seen::LastSeen;
pub use payload::Payload;
pub use purge::first_id;
pub use respond::{Responder, TypedBy};
pub use rest::Rest;
pub use translate::{Happening, Translator};
