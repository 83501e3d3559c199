//! What an operator does with the data of a bot, done by whichever process has them open: the bot that runs, asked over
//! a socket, or the command itself.
//!
//! A [`Command`] is a question with a typed answer; an [`Office`] carries it out on an opened vault. `serve` gives the
//! bot's office a socket in the directory of its data, [`Client`] asks there. What an answer looks like on a terminal is
//! `cli`'s affair.
//!
//! INVARIANT: nothing is read or written for somebody who has not proved to hold the master key of this data.
//! INVARIANT: whoever is on the other side, the bot goes on: messages are bounded, silence ends, few are served at once.

mod backup;
mod breach;
mod client;
mod command;
mod correct;
mod digest;
mod office;
mod person;
mod reply;
mod request;
mod serve;
mod server;
mod socket;
mod stats;
mod upkeep;
mod wire;

pub use backup::{Backed, Backup, DropOld};
pub use breach::{BreachSoFar, EndBreach, LookBreach, NotifyBreach};
pub use client::{Client, Refusal, is_served};
pub use command::Command;
pub use correct::{Change, Correct, Correction, LookCorrect};
pub use office::{Leaving, Office};
pub use person::{Erase, ErasedRows, HandedOver, LookErase, PersonalData, Subject};
pub use request::Request;
pub use serve::Served;
pub use server::{EraseServer, LookServer};
pub use stats::{Figures, Stats};
pub use upkeep::{List, Requests, Secrets, Stored, Sweep, Swept, Verified, Verify};
