//! `candor breach`: tells people what happened to their data, once each, and gives the operator a receipt.

mod message;

use std::{fmt::Write as _, path::PathBuf};

use clap::{Args, Subcommand};

use super::{
    Exit, Outcome,
    desk::{Desk, Policy, with_discord},
    out::{self, Failure, Format},
    policy,
};
use crate::{
    control::{BreachSoFar, EndBreach, LookBreach, NotifyBreach},
    discord,
    port::{Breach, BreachReceipt, Fate, Outlook},
    vocab::{GuildId, UserId},
};

/// Tell people what happened to their data
///
/// While a bot runs on the data, it sends the messages itself, also when this command is stopped. Without one this
/// needs DISCORD_TOKEN beside CANDOR_DATA and CANDOR_KEY, as `candor run` does.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct BreachCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write what is to be filled in: the parts of GDPR Article 34, in each language of the policy
    Template(Policy),
    Notify(Notify),
    /// Tell how far a notification has come that was begun
    Status(Begun),
    /// Give up a notification that was begun: whoever was not told yet is not told
    End(Begun),
}

/// Tell everybody about whom something is kept
///
/// By direct message; whoever takes none is told by a channel of a server, which names nobody, where `--channel` says
/// which setting has it. Run it again to go on with what was stopped: nobody is told twice. Exit code 1 when somebody
/// is still to be told.
#[derive(Debug, Args)]
struct Notify {
    #[command(flatten)]
    begun: Begun,
    /// The message, as `candor breach template` begins it
    #[arg(value_name = "MESSAGE")]
    message: PathBuf,
    /// Only people about whom this store keeps something; can be said again
    #[arg(long, value_name = "NAME")]
    store: Vec<String>,
    /// Only what is kept in the server with this id; can be said again
    #[arg(long, value_name = "ID")]
    server: Vec<GuildId>,
    /// Only the person with this id; can be said again
    #[arg(long, value_name = "ID")]
    person: Vec<UserId>,
    /// The setting with the channel in which a server is told, such as `levels.announce-in`
    #[arg(long, value_name = "SETTING")]
    channel: Option<String>,
    /// Only tell whom it would be for
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Debug, Args)]
struct Begun {
    #[command(flatten)]
    policy: Policy,
    /// Where Discord is, should no bot run
    #[arg(long, value_name = "URL", default_value = discord::DISCORD)]
    discord: String,
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl BreachCommand {
    pub(super) fn run(&self) -> Outcome {
        match &self.what {
            What::Template(asked) => {
                let Some((_, plan)) = policy::plan(&asked.file)? else {
                    return Ok(Exit::Findings);
                };
                out::data(&message::template(&plan))?;
                Ok(Exit::Clean)
            }
            What::Notify(asked) => {
                with_discord(&asked.begun.policy, &asked.begun.discord, async |desk| {
                    notify(desk, asked).await
                })
            }
            What::Status(asked) => with_discord(&asked.policy, &asked.discord, async |desk| {
                status(desk, asked.format).await
            }),
            What::End(asked) => with_discord(&asked.policy, &asked.discord, async |desk| {
                end(desk, asked.format).await
            }),
        }
    }
}

async fn notify(desk: &Desk, asked: &Notify) -> Result<Exit, Failure> {
    let sorted = |ids: &[UserId]| {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let mut breach = Breach {
        said: message::read(&asked.message, &desk.plan)?,
        stores: asked.store.clone(),
        servers: asked.server.clone(),
        people: sorted(&asked.person),
        channel: asked.channel.clone(),
    };
    breach.stores.sort_unstable();
    breach.stores.dedup();
    breach.servers.sort_unstable();
    breach.servers.dedup();
    let format = asked.begun.format;
    if asked.dry_run || !asked.yes {
        let outlook = desk.ask(LookBreach(breach.clone())).await?;
        if asked.dry_run {
            out::data(&match format {
                Format::Human => looked(&outlook),
                Format::Json => out::json(&outlook)?,
            })?;
            return Ok(Exit::Clean);
        }
        out::note(looked(&outlook));
        let people = match &outlook.begun {
            Some(begun) => begun.to_go,
            None => outlook.people,
        };
        if !out::agreed(&format!(
            "Write to {people} people? This cannot be taken back."
        ))? {
            return Err(Failure::new("nobody was told", "say yes, or use --yes"));
        }
    }
    let receipt = desk.ask(NotifyBreach(breach)).await?;
    show(&receipt, format)?;
    if receipt.ended.is_none() {
        let why = receipt
            .stopped
            .as_deref()
            .unwrap_or("somebody is to be told still");
        out::note(format_args!(
            "not over: {why}\n help: run the same command again; nobody is told twice\n"
        ));
        return Ok(Exit::Findings);
    }
    // The operator has it, so whom it was for is forgotten.
    desk.ask(EndBreach(receipt.reference)).await?;
    Ok(Exit::Clean)
}

async fn status(desk: &Desk, format: Format) -> Result<Exit, Failure> {
    match (desk.ask(BreachSoFar).await?, format) {
        (Some(receipt), _) => {
            show(&receipt, format)?;
            Ok(if receipt.to_go > 0 {
                Exit::Findings
            } else {
                Exit::Clean
            })
        }
        (None, Format::Json) => out::data("null\n").map(Exit::from),
        (None, Format::Human) => out::data("no notification was begun\n").map(Exit::from),
    }
}

async fn end(desk: &Desk, format: Format) -> Result<(), Failure> {
    let Some(receipt) = desk.ask(BreachSoFar).await? else {
        return Err(Failure::new(
            "no notification was begun",
            "nothing is to be done",
        ));
    };
    desk.ask(EndBreach(receipt.reference.clone())).await?;
    show(&receipt, format)
}

fn show(receipt: &BreachReceipt, format: Format) -> Result<(), Failure> {
    out::data(&match format {
        Format::Human => human(receipt),
        Format::Json => out::json(receipt)?,
    })
}

fn looked(outlook: &Outlook) -> String {
    let mut text = format!("{} people would be told\n", outlook.people);
    for (server, people) in &outlook.servers {
        // Writing into a String does not fail.
        let _ = writeln!(text, "{people:>10}  are members of server {server}");
    }
    let away = outlook.away;
    if away > 0 {
        let _ = writeln!(
            text,
            "{away:>10}  share no server with the bot any more, so that Discord will likely refuse"
        );
    }
    text.push_str("who takes no direct messages shows only when one is sent\n");
    if let Some(begun) = &outlook.begun {
        let _ = writeln!(
            text,
            "this notification was begun: {} of its {} people are to be told still",
            begun.to_go, begun.people
        );
    }
    text
}

fn human(receipt: &BreachReceipt) -> String {
    let at = |time: crate::vocab::Timestamp| time.printed("%Y-%m-%d %H:%M UTC");
    let mut text = format!(
        "notification {}\n  begun {}\n",
        receipt.reference,
        at(receipt.begun)
    );
    // Writing into a String does not fail.
    let _ = match receipt.ended {
        Some(ended) => writeln!(text, "  over {}", at(ended)),
        None => writeln!(
            text,
            "  not over: {} people are to be told still",
            receipt.to_go
        ),
    };
    let _ = writeln!(text, "  message sha256 {}", receipt.sha256);
    let _ = writeln!(text, "{:>10}  people concerned", receipt.people);
    for (fate, what) in FATES {
        let people = receipt.of(fate);
        if people > 0 || fate == Fate::Told {
            let _ = writeln!(text, "{people:>10}  {what}");
        }
    }
    if receipt.servers > 0 {
        let _ = writeln!(text, "{:>10}  servers in which it stands", receipt.servers);
    }
    text
}

const FATES: [(Fate, &str); 7] = [
    (Fate::Told, "told by direct message"),
    (
        Fate::ByServer,
        "take no direct messages; a server that they are in was told",
    ),
    (
        Fate::Closed,
        "not told: they take no direct messages, and no server could be told",
    ),
    (
        Fate::Away,
        "not told: they share no server with the bot any more",
    ),
    (
        Fate::Erased,
        "not told: nothing is kept about them any more, so nobody knows who they are",
    ),
    (Fate::Refused, "not told: Discord refused"),
    (
        Fate::Doubt,
        "in doubt: the bot was interrupted, and cannot see any more whether they have it",
    ),
];
