//! The side of whoever asks: a connection for each question.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::{net::UnixStream, time::timeout};

use super::{
    command::Command,
    digest::digest,
    reply::{ANSWER_MAX, QUESTION_MAX, Reply},
    request::{Question, Request},
    socket::Address,
    wire::{Broken, Line},
};
use crate::{
    plan::Plan,
    port::{Trouble, plainly},
    vault::{CONTROL, Holder, MasterKey, Watch},
};

/// How long the bot may take to turn to somebody: it may have others to answer.
const GREETING_MAX: Duration = Duration::from_secs(20);

/// The way to a bot that runs.
pub struct Client {
    dir: PathBuf,
    holder: Holder,
    policy: Option<[u8; 32]>,
    watch: Watch,
}

/// Why a bot does not do what it was asked.
#[derive(Debug)]
pub enum Refusal {
    Trouble(Trouble),
    /// It runs this policy, and another one was named.
    OtherPolicy(Box<Plan>),
}

impl<T: Into<Trouble>> From<T> for Refusal {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl Client {
    /// The bot that has the data in `dir` open and takes commands; none where nobody does. `policy` is what the operator
    /// takes for its policy. `watch` is told how far long work has come.
    ///
    /// # Errors
    /// When there is one that this user may not speak to; as the disk says.
    pub async fn reach(
        dir: &Path,
        key: &MasterKey,
        policy: Option<&Plan>,
        watch: Watch,
    ) -> Result<Option<Self>, Trouble> {
        if connect(dir).await?.is_none() {
            return Ok(None);
        }
        let holder = Holder::of(dir, key)?;
        Ok(holder.map(|holder| Self {
            dir: dir.to_owned(),
            holder,
            policy: policy.map(digest),
            watch,
        }))
    }

    /// # Errors
    /// What the command says, and what stands between it and the bot.
    pub async fn ask<C: Command + Into<Request>>(&self, command: C) -> Result<C::Answer, Refusal> {
        let question = Question {
            policy: self.policy,
            request: command.into(),
        };
        let question = serde_json::to_vec(&question).map_err(|error| {
            Trouble::new(
                format!("the bot that runs cannot be asked that: {error}"),
                "name files in UTF-8",
            )
        })?;
        if question.len() as u64 > u64::from(QUESTION_MAX) {
            return Err(Trouble::new(
                "that is too long for the bot that runs",
                "give a shorter value",
            )
            .into());
        }
        let Some(stream) = connect(&self.dir).await? else {
            return Err(
                Trouble::new("the bot that had the data stopped meanwhile", "try again").into(),
            );
        };
        let call = timeout(GREETING_MAX, Line::call(stream, &self.holder)).await;
        let call = call.unwrap_or_else(|_| Err(Broken::Io(io::ErrorKind::TimedOut.into())));
        let mut line = call.map_err(|broken| self.told(broken))?;
        let asked = line.say(&question).await;
        asked.map_err(|broken| self.told(broken))?;
        loop {
            let said = line.hear(ANSWER_MAX).await;
            let said = said.map_err(|broken| self.told(broken))?;
            match serde_json::from_slice(&said).map_err(|_| self.told(Broken::Foreign))? {
                Reply::Progress(progress) => (self.watch)(progress),
                Reply::Done(answer) => return Ok(answer),
                Reply::Trouble(trouble) => return Err(trouble.into()),
                Reply::OtherPolicy(plan) => return Err(Refusal::OtherPolicy(plan)),
            }
        }
    }

    fn told(&self, broken: Broken) -> Trouble {
        match broken {
            Broken::Io(error) => Trouble::new(
                format!(
                    "the bot that uses the data in {} does not answer: {}",
                    self.dir.display(),
                    plainly(&error)
                ),
                "try again; if it stays like that, the bot's log may say more, and a restart ends it",
            ),
            Broken::Foreign => Trouble::new(
                "the bot that runs is another version of candor",
                "use the version that it was started with, or restart it with this one",
            ),
            Broken::Unproved(error) => error.into(),
        }
    }
}

/// Whether a bot takes commands for the data in `dir`.
#[must_use]
pub fn is_served(dir: &Path) -> bool {
    let address = Address::of(dir, CONTROL);
    address.is_ok_and(|address| std::os::unix::net::UnixStream::connect(address.path()).is_ok())
}

async fn connect(dir: &Path) -> Result<Option<UnixStream>, Trouble> {
    let address = Address::of(dir, CONTROL);
    let connected = match &address {
        Ok(address) => UnixStream::connect(address.path()).await,
        Err(_) => return Ok(None),
    };
    match connected {
        Ok(stream) => Ok(Some(stream)),
        // One that was killed leaves its socket behind.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(Trouble::new(
            format!(
                "a bot uses the data in {}, and cannot be spoken to: {}",
                dir.display(),
                plainly(&error)
            ),
            "run this as the user that the bot runs as",
        )),
    }
}
