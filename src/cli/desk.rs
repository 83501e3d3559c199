//! Where commands about the data of a bot are carried out: by the bot, if one runs on them, or by this process, which then
//! opens them itself.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use crate::{
    control::{Client, Command, Office, Refusal, Request, is_served},
    diff::difference,
    discord::{Endpoint, Rest},
    plan::Plan,
    port::plainly,
    runtime::{LetterWriter, SystemClock},
    vault::{self, Location, MasterKey, SealedVault},
};

use super::{
    Exit, Outcome, diff, master,
    out::{self, Failure, told},
    policy,
    run::{leaving, runtime, token},
};

#[derive(Debug, Args)]
pub(super) struct Policy {
    /// The policy
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
}

pub(super) struct Desk {
    pub(super) plan: Arc<Plan>,
    file: PathBuf,
    keeper: Keeper,
}

/// Who has the data open.
enum Keeper {
    Here(Box<Office>),
    Bot(Client),
}

/// Opens the data of the bot of a policy, or finds the bot that has them open, and works with either.
pub(super) fn with<T: Into<Exit>>(
    policy: &Policy,
    work: impl AsyncFnOnce(&Desk) -> Result<T, Failure>,
) -> Outcome {
    at(policy, None, work)
}

/// The same for what is to be said on Discord, which is at this address should no bot run.
pub(super) fn with_discord<T: Into<Exit>>(
    policy: &Policy,
    discord: &str,
    work: impl AsyncFnOnce(&Desk) -> Result<T, Failure>,
) -> Outcome {
    at(policy, Some(discord), work)
}

fn at<T: Into<Exit>>(
    policy: &Policy,
    discord: Option<&str>,
    work: impl AsyncFnOnce(&Desk) -> Result<T, Failure>,
) -> Outcome {
    let Some((_, plan)) = policy::plan(&policy.file)? else {
        return Ok(Exit::Findings);
    };
    let place = Location::from_env()?;
    let key = master::key(&[&place])?;
    let dir = place.directory();
    let has_data = place.has_data().map_err(|error| {
        Failure::new(
            format!(
                "the data in {} cannot be read: {}",
                dir.display(),
                plainly(&error)
            ),
            "call candor as the user that the bot runs as, or set CANDOR_DATA, and CANDOR_LEDGER with a database, to a folder",
        )
    })?;
    if !has_data {
        return Err(Failure::new(
            format!("there is no data in {}", dir.display()),
            "set CANDOR_DATA, and CANDOR_LEDGER with a database, as `candor run` was given them",
        ));
    }
    runtime("warn")?.block_on(async {
        let plan = Arc::new(plan);
        let keeper = Keeper::find(&place, &plan, &key, discord).await?;
        let file = policy.file.clone();
        let desk = Desk { plan, file, keeper };
        Ok(work(&desk).await?.into())
    })
}

/// Asks the bot that has the data in `dir` open; none where none runs.
pub(super) fn ask_bot<C: Command + Into<Request>>(
    dir: &Path,
    key: &MasterKey,
    command: C,
) -> Result<Option<C::Answer>, Failure> {
    runtime("warn")?.block_on(async {
        let Some(bot) = Client::reach(dir, key, None, out::progress()).await? else {
            return Ok(None);
        };
        match bot.ask(command).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Refusal::Trouble(trouble)) => Err(trouble.into()),
            Err(Refusal::OtherPolicy(_)) => {
                Err(Failure::new("the bot asks for its policy", "report this"))
            }
        }
    })
}

/// For commands that need the data to themselves.
pub(super) fn no_bot_on(dir: &Path, command: &str) -> Result<(), Failure> {
    if !is_served(dir) {
        return Ok(());
    }
    Err(Failure::new(
        format!("a bot runs on the data in {}", dir.display()),
        format!("stop it first: `{command}` needs them to itself"),
    ))
}

impl Keeper {
    async fn find(
        place: &Location,
        plan: &Arc<Plan>,
        key: &MasterKey,
        discord: Option<&str>,
    ) -> Result<Self, Failure> {
        let dir = place.directory();
        let bot = || Client::reach(dir, key, Some(plan), out::progress());
        if let Some(bot) = bot().await? {
            return Ok(Self::Bot(bot));
        }
        let rest = match discord {
            Some(address) => Some(rest(address, dir).await?),
            None => None,
        };
        let clock = Arc::new(SystemClock::default());
        let now = crate::port::Clock::now(&*clock);
        match SealedVault::at(place, Arc::clone(plan), key, now) {
            Ok(vault) => {
                let (plan, dir) = (Arc::clone(plan), dir.to_owned());
                let vault = Arc::new(vault);
                let leaving = leaving(&plan, &vault);
                let writer = rest.map(|rest| {
                    let (plan, vault) = (Arc::clone(&plan), Arc::clone(&vault));
                    LetterWriter::new(plan, vault, rest, Arc::clone(&clock) as _)
                });
                let mut office = Office::new(plan, vault, dir, clock).with_endings(leaving);
                if let Some(writer) = writer {
                    office = office.with_notifier(Arc::new(writer));
                }
                Ok(Self::Here(Box::new(office)))
            }
            // One that was just starting may have the data by now.
            Err(error) => match bot().await? {
                Some(bot) => Ok(Self::Bot(bot)),
                None => Err(told(error)),
            },
        }
    }
}

/// Discord, as the bot of the data in `dir`.
async fn rest(address: &str, dir: &Path) -> Result<Rest, Failure> {
    let rest = Rest::new(Endpoint::new(address, token()?).map_err(told)?).map_err(told)?;
    let application = rest.identity().await.map_err(told)?.application;
    vault::is_of(dir, application).map_err(told)?;
    Ok(rest)
}

impl Desk {
    pub(super) async fn ask<C: Command + Into<Request>>(
        &self,
        command: C,
    ) -> Result<C::Answer, Failure> {
        match &self.keeper {
            Keeper::Here(office) => Ok(command.carry_out(office, &out::progress()).await?),
            Keeper::Bot(bot) => bot.ask(command).await.map_err(|refusal| match refusal {
                Refusal::Trouble(trouble) => trouble.into(),
                Refusal::OtherPolicy(runs) => self.other_policy(&runs),
            }),
        }
    }

    /// The office that works by this machine's clock; none where a bot works by its own.
    pub(super) fn here(&self) -> Option<&Office> {
        match &self.keeper {
            Keeper::Here(office) => Some(office),
            Keeper::Bot(_) => None,
        }
    }

    /// A path as whoever carries a command out must read it.
    pub(super) fn path<'a>(&self, path: &'a Path) -> Result<Cow<'a, Path>, Failure> {
        match &self.keeper {
            Keeper::Here(_) => Ok(Cow::Borrowed(path)),
            Keeper::Bot(_) => Ok(Cow::Owned(std::path::absolute(path).map_err(told)?)),
        }
    }

    fn other_policy(&self, runs: &Plan) -> Failure {
        let file = self.file.display();
        let help = "name the policy that it runs, or restart it with this one";
        if runs.bot != self.plan.bot {
            let (runs, named) = (&runs.bot, &self.plan.bot);
            return Failure::new(
                format!("the bot that runs is `{runs}`, and {file} is the policy of `{named}`"),
                "name the policy that it runs, or the place where the other bot's data is",
            );
        }
        let changes = difference(runs, &self.plan);
        if changes.changes.is_empty() {
            return Failure::new(
                format!(
                    "{file} is not the policy that the bot runs: they differ in what it does or says, and in nothing that the notice tells"
                ),
                help,
            );
        }
        out::note(diff::human(&changes));
        Failure::new(
            format!("{file} is not the policy that the bot runs; above is what would change"),
            help,
        )
    }
}
