//! `candor keys`: the master key of a data directory.

use clap::{Args, Subcommand};

use crate::{
    control::Secrets,
    vault::{self, Location},
};

use super::{
    Exit, Outcome,
    desk::{ask_bot, no_bot_on},
    master,
    out::{self, told},
};

/// Look after the master key of a bot
///
/// Reads CANDOR_DATA (and CANDOR_LEDGER) and CANDOR_KEY (or CANDOR_KEY_FILE), as `candor run` does. The key is changed
/// while the bot is stopped.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Keys {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tell whether the master key opens the data
    Status,
    /// Put the key in CANDOR_NEW_KEY (or CANDOR_NEW_KEY_FILE) in the place of the master key
    #[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
    Rotate,
}

impl Keys {
    pub(super) fn run(&self) -> Outcome {
        let place = Location::from_env()?;
        let key = master::key(&[&place])?;
        let dir = place.directory();
        let text = match self.what {
            What::Status => {
                let secrets = match ask_bot(dir, &key, Secrets)? {
                    Some(secrets) => secrets,
                    None => vault::count_secrets(dir, &key).map_err(told)? as u64,
                };
                format!("the master key opens all {secrets} secrets\n")
            }
            What::Rotate => {
                no_bot_on(dir, "candor keys rotate")?;
                let new = master::new_key(&place)?;
                let secrets = vault::rotate(dir, &key, &new).map_err(told)?;
                format!(
                    "{secrets} secrets are under the new key now, and the old one opens nothing; set CANDOR_KEY or CANDOR_KEY_FILE to the new one\n"
                )
            }
        };
        out::data(&text)?;
        Ok(Exit::Clean)
    }
}
