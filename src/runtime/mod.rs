//! The bot: what happens on Discord goes through the router into the vault, and what was decided goes back.
//!
//! ```text
//! discord::Gateway ─▶ translate ─▶ once? ─▶ lane of the server ─▶ router ⇄ vault.read
//!                                                                  └▶ vault.commit ─▶ discord::Rest
//! ```
//!
//! INVARIANT: events of one server are handled one after the other, in the order they were received; a handler's
//! actions begin only when its writes are on disk; nothing irreversible follows from a single gateway event.

#![deny(clippy::wildcard_enum_match_arm)]

mod act;
mod agree;
mod bot;
mod channels;
mod clock;
mod commands;
mod contact;
mod core;
mod departure;
mod doubts;
mod ended;
mod files;
mod health;
mod journal;
mod known;
mod lane;
mod left;
mod letters;
mod meter;
mod presence;
mod progress;
mod removal;
mod review;
mod seen;
mod services;
mod snapshot;
mod sweep;
mod tell;
mod told;
mod trust;
mod turn;
mod unfinished;
mod uses;
mod vain;
mod waiting;

pub use bot::{Bot, BotConfig, BotHandle, StartError};
pub use clock::{SandboxClock, SystemClock};
pub use left::leave_deeds;
pub use letters::LetterWriter;
pub use services::Services;
pub use snapshot::{keep_snapshots, snapshot};
pub use trust::{AHEAD_MAX, BEHIND_MAX, Doubt, Reading, TrustedClock};
