//! `candor run`: the bot on Discord, or on whatever speaks like it.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use clap::{Args, ValueEnum};
use serde_json::json;
use tokio::{net::TcpListener, signal};

use crate::{
    control::{Leaving, Office, Served},
    discord::{self, Endpoint, Identity, Rest, Token},
    emit::notice,
    plan::Plan,
    port::{Trouble, plainly},
    runtime::{
        Bot, BotConfig, BotHandle, LetterWriter, SandboxClock, Services, SystemClock, TrustedClock,
        keep_snapshots, leave_deeds, snapshot,
    },
    vault::{self, Address, Location, SealedVault},
    vocab::{Sources, Timestamp},
};

use super::{
    Exit, Outcome, master, operators,
    out::{self, Failure, told},
    policy,
};

/// Run the bot of a policy on Discord
///
/// Prints one line of JSON when it is ready. Reads DISCORD_TOKEN and CANDOR_KEY (or DISCORD_TOKEN_FILE and
/// CANDOR_KEY_FILE) and CANDOR_DATA, the directory for its data or postgres://USER:PASSWORD@HOST/DATABASE; then
/// CANDOR_LEDGER is the directory for what must stay beside the bot. Backups that the policy asks for go to
/// CANDOR_BACKUPS, or `backups` in that directory. CANDOR_OPERATOR_SERVER and CANDOR_OPERATOR_ROLE are the ids of the
/// server and the role of those who operate the bot, CANDOR_OPERATOR_CHANNEL that of the channel to write to them. A service
/// that the policy asks, such as `risk`, has its address in CANDOR_RISK_URL and its secret in CANDOR_RISK_SECRET. Ends
/// with Ctrl-C or SIGTERM, after finishing what it has begun.
#[derive(Debug, Args)]
#[expect(clippy::doc_markdown, reason = "shown on a terminal as it stands")]
pub(super) struct Run {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where Discord is; the address of `candor sandbox` to try the bot there
    #[arg(long, value_name = "URL", default_value = discord::DISCORD)]
    discord: String,
    /// Which clock counts
    #[arg(long, value_enum, default_value_t = Time::System)]
    clock: Time,
    /// Where to serve /livez, /readyz, /metrics and the notice
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Time {
    /// The machine's
    System,
    /// The sandbox's, which is moved by hand
    Sandbox,
}

impl Run {
    pub(super) fn run(&self) -> Outcome {
        let Some((sources, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let endpoint = Endpoint::new(&self.discord, token()?).map_err(told)?;
        let place = Location::from_env()?;
        let key = master::key(&[&place])?;
        let operators = operators::named()?;
        let services = Services::of(&plan, secret).map_err(told)?;
        runtime("info")?.block_on(async {
            // Taken before Discord hears of anything: two bots on one address would be found out too late.
            let listener = self.take_address().await?;
            let last = vault::marks(place.directory()).map_err(told)?.time;
            let clock = self.clock(&endpoint, last).await?;
            // After a long time without the bot, or with a wrong clock, Discord decides before anything is opened.
            let rest = Rest::new(endpoint.clone()).map_err(told)?;
            clock.agree(&rest).await;
            // Another bot does nothing to these data.
            let identity = rest.identity().await.map_err(told)?;
            let application = identity.application;
            compare(&plan, &identity);
            let notices = pages(&plan, &sources, &identity);
            vault::is_of(place.directory(), application).map_err(told)?;
            operators::confirm(&plan, operators, &rest).await?;
            let plan = Arc::new(plan);
            let vault = SealedVault::at(&place, Arc::clone(&plan), &key, clock.now());
            let vault = Arc::new(vault.map_err(told)?);
            vault::belongs_to(place.directory(), application).map_err(told)?;
            if let Some(asked) = &plan.backup {
                let folder = place.backups();
                let written = snapshot(&vault, asked, &folder, clock.now()).await;
                let path = written.map_err(told)?;
                out::note(format_args!("wrote {}\n", path.display()));
                let clock = Arc::clone(&clock);
                tokio::spawn(keep_snapshots(Arc::downgrade(&vault), folder, clock));
            }
            let bot = Bot::start(BotConfig {
                plan: Arc::clone(&plan),
                vault: Arc::clone(&vault) as _,
                clock: Arc::clone(&clock),
                discord: endpoint,
                services,
                operators,
                listen: Some(listener),
                notices,
            })
            .await
            .map_err(told)?;
            let leaving = leaving(&plan, &vault);
            let writer = {
                let (plan, vault) = (Arc::clone(&plan), Arc::clone(&vault));
                LetterWriter::new(plan, vault, rest, Arc::clone(&clock) as _)
            };
            let office = Office::new(plan, vault, place.directory().to_owned(), clock)
                .of_bot(bot.told())
                .with_endings(leaving)
                .with_notifier(Arc::new(writer));
            let served = serve(office)?;
            let stop = told_to_stop();
            ready(&bot)?;
            let ended = tokio::select! {
                ended = bot.ended() => ended.map_err(told),
                () = stop => {
                    out::note("stopping\n");
                    Ok(())
                }
            };
            tokio::join!(served.stop(), bot.stop());
            ended.map(|()| Exit::Clean)
        })
    }

    async fn take_address(&self) -> Result<TcpListener, Failure> {
        let address = self.listen;
        TcpListener::bind(address).await.map_err(|error| {
            Failure::new(
                format!("cannot listen on {address}: {}", plainly(&error)),
                "choose another one with --listen",
            )
        })
    }

    async fn clock(
        &self,
        endpoint: &Endpoint,
        last: Option<Timestamp>,
    ) -> Result<Arc<TrustedClock>, Failure> {
        match self.clock {
            Time::System => {
                let wall = Arc::new(SystemClock::default());
                Ok(Arc::new(TrustedClock::new(wall, last)))
            }
            Time::Sandbox => {
                let wall = SandboxClock::follow(endpoint).await.map_err(told)?;
                let clock = Arc::new(TrustedClock::new(Arc::clone(&wall) as _, last));
                wall.show_to(&clock);
                Ok(clock)
            }
        }
    }
}

/// Pages of the notice by their paths, which say who Discord says that the bot is.
fn pages(plan: &Plan, sources: &Sources, identity: &Identity) -> Vec<(String, String)> {
    let mut plan = plan.clone();
    plan.say_application(identity.application, &identity.tag);
    let pages = notice::pages(&plan, sources, "").into_iter();
    let pages = pages.map(|(_, path, notice)| (format!("/{path}"), notice::html(&notice)));
    pages.collect()
}

/// Tells where the policy says of another bot on Discord that it is this one.
fn compare(plan: &Plan, identity: &Identity) {
    let Some(said) = &plan.application else {
        return;
    };
    let other_tag = said.tag.as_ref().is_some_and(|tag| *tag != identity.tag);
    if said.id != identity.application.to_string() || other_tag {
        let tag = said.tag.as_ref().map(|tag| format!(", `{tag}`"));
        out::note(format_args!(
            "the policy says that the bot is the application {}{}, and Discord that it is {}, `{}`; \
             the notice that this bot serves shows what Discord says\n",
            said.id,
            tag.unwrap_or_default(),
            identity.application,
            identity.tag
        ));
    }
}

/// What an erasure leaves to be done in the data of a bot.
pub(super) fn leaving(plan: &Arc<Plan>, vault: &Arc<SealedVault>) -> Leaving {
    let (plan, vault) = (Arc::clone(plan), Arc::clone(vault));
    Box::new(move |guild, user, now| {
        let (plan, vault) = (Arc::clone(&plan), Arc::clone(&vault));
        Box::pin(async move { leave_deeds(&plan, &*vault, (guild, user), now).await })
    })
}

/// Lets the operator's commands be carried out by this process.
pub(super) fn serve(office: Office) -> Result<Served, Failure> {
    Served::start(office).map_err(|error| {
        Failure::new(
            format!(
                "commands of the operator cannot be taken: {}",
                plainly(&error)
            ),
            "put the data on a file system of this machine that takes sockets",
        )
    })
}

/// One line on stdout, for whoever started this process.
fn ready(bot: &BotHandle) -> Result<(), Failure> {
    let http = bot.http().map(|address| format!("http://{address}"));
    let identity = bot.identity();
    let line = json!({
        "ready": true,
        "http": http,
        "application_id": identity.application.to_string(),
        "user": identity.name,
    });
    out::data(&format!("{line}\n"))
}

/// Also for the other commands.
impl Location {
    /// Where the data is, from `CANDOR_DATA` and `CANDOR_LEDGER`.
    pub(super) fn from_env() -> Result<Self, Failure> {
        Self::from_variables(["CANDOR_DATA", "CANDOR_LEDGER"])
    }

    /// The same, from two variables.
    pub(super) fn from_variables(variables: [&'static str; 2]) -> Result<Self, Failure> {
        let data = set(variables[0]).unwrap_or_else(|| OsString::from("candor-data"));
        Self::named(&data, variables)
    }

    /// A place by its name; the first variable is where it may also stand, the second has a database's ledger.
    pub(super) fn named(
        name: &OsStr,
        [variable, ledger]: [&'static str; 2],
    ) -> Result<Self, Failure> {
        let text = name.to_string_lossy();
        if Address::is_one(&text) {
            return Ok(Self::Database {
                address: Box::new(Address::parse(&text).map_err(told)?),
                ledger: set(ledger).map_or_else(|| PathBuf::from("candor-ledger"), PathBuf::from),
            });
        }
        if text.contains("://") {
            return Err(Failure::new(
                format!("{variable} is a URL of a kind that candor does not know"),
                format!(
                    "set {variable} to a directory, such as ./candor-data, or to postgres://USER:PASSWORD@HOST/DATABASE"
                ),
            ));
        }
        Ok(Self::Directory(PathBuf::from(name)))
    }

    /// Where the backups go that a policy asks for.
    fn backups(&self) -> PathBuf {
        let set = env::var_os("CANDOR_BACKUPS").filter(|value| !value.is_empty());
        set.map_or_else(|| self.directory().join("backups"), PathBuf::from)
    }
}

fn set(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Logs on stderr: of Candor from `level` on, unless `RUST_LOG` says otherwise.
pub(super) fn logs(level: &str) {
    // serenity writes what it cannot read, content included, into warnings of the first two modules, and the third
    // warns of every orderly end.
    const QUIET: [&str; 3] = [
        "serenity::gateway::ws=off",
        "serenity::gateway::shard=off",
        "serenity::gateway::bridge::shard_runner=error",
    ];
    // What carries messages writes them down at its finer levels, whatever RUST_LOG asks for.
    const CARRIERS: [&str; 8] = [
        "serenity=warn",
        "tungstenite=warn",
        "tokio_tungstenite=warn",
        "reqwest=warn",
        "hyper=warn",
        "hyper_util=warn",
        "h2=warn",
        "sled=warn",
    ];
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(format!("candor={level}")));
    let directives = CARRIERS.iter().chain(&QUIET);
    let filter = directives
        .filter_map(|directive| directive.parse().ok())
        .fold(filter, tracing_subscriber::EnvFilter::add_directive);
    // A second command in the same process keeps the first one's.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(out::look().color)
        .try_init();
}

/// A tokio runtime, and [`logs`].
pub(super) fn runtime(level: &str) -> Result<tokio::runtime::Runtime, Failure> {
    logs(level);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(told)
}

/// From `DISCORD_TOKEN`, or the file that `DISCORD_TOKEN_FILE` names.
pub(super) fn token() -> Result<Token, Failure> {
    let token = secret(
        "DISCORD_TOKEN",
        "the bot's token from the developer portal, or `bot_token` of a sandbox",
    )?;
    Ok(Token::new(&token))
}

fn secret(name: &str, what: &str) -> Result<String, Trouble> {
    if let Ok(value) = env::var(name)
        && !value.trim().is_empty()
    {
        return Ok(value);
    }
    let file = format!("{name}_FILE");
    let help = format!("set {name} to {what}, or {file} to a file that holds it");
    let Some(path) = env::var_os(&file) else {
        return Err(Trouble::new(format!("{name} is not set"), help));
    };
    fs::read_to_string(&path).map_err(|error| {
        let path = path.to_string_lossy();
        Trouble::new(
            format!(
                "{path}, which {file} names, cannot be read: {}",
                plainly(&error)
            ),
            help,
        )
    })
}

/// Ctrl-C or SIGTERM, from the call on: whoever was told that all is ready may say so at once.
pub(super) fn told_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let mut term = {
        use signal::unix::{SignalKind, signal};
        [SignalKind::terminate(), SignalKind::interrupt()].map(|kind| signal(kind).ok())
    };
    async move {
        #[cfg(unix)]
        if let [Some(term), Some(interrupt)] = &mut term {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            return;
        }
        let _ = signal::ctrl_c().await;
    }
}
