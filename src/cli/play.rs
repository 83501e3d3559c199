//! `candor play`: the bot of a policy in a sandbox, with a page in the browser to try it.

use std::{
    collections::BTreeSet,
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::RwLock};

use crate::{
    control::Office,
    emit::notice,
    lexicon::event::VOICE,
    plan::Plan,
    port::VaultError,
    sandbox::{
        BotSeed, MemberSeed, RoleSeed, Sandbox, SandboxConfig, ServerSeed, VirtualClock, WorldFile,
    },
    scenario::Crew,
    vault::{MasterKey, SealedVault},
    vocab::{ChannelKind, Duration, Permission, Timestamp},
    web::play::{self, Company},
};

use super::{
    Exit, Outcome,
    out::{self, Failure, told},
    policy,
    run::{leaving, runtime, serve, told_to_stop},
};

/// Try a policy's bot in the browser
///
/// Starts a Discord of its own on this machine with a server and a few people, connects the bot to it, and prints the
/// address of a page where you are any of them. No token, no network. What the bot stores stays until the next time.
#[derive(Debug, Args)]
pub(super) struct Play {
    /// The policy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Port of the page on 127.0.0.1; any free one if not given
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Where the bot's data and its key are kept; .candor/play/BOT if not given
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// KDL file of `server` blocks, and of `try` nodes; worlds/NAME.kdl beside the policy NAME.kdl if there is one
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
    /// Forget what is there and start anew
    #[arg(long)]
    fresh: bool,
}

/// What makes the same world again: its people have the same ids when it begins at the same time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Saved {
    began_ms: i64,
    now_ms: i64,
}

impl Play {
    pub(super) fn run(&self) -> Outcome {
        let Some((sources, plan)) = policy::plan(&self.file)? else {
            return Ok(Exit::Findings);
        };
        let notice = notice::html(&notice::notice(&plan, &sources));
        let dir = self.data.clone().unwrap_or_else(|| usual_dir(&plan.bot));
        runtime("warn")?.block_on(self.play(Arc::new(plan), notice, &dir))
    }

    async fn play(&self, plan: Arc<Plan>, notice: String, dir: &Path) -> Outcome {
        let listener = self.listen().await?;
        let address = listener.local_addr().map_err(told)?;
        self.prepare(dir)?;
        let saved = Saved::of(dir)?;
        let world = self.world(&plan)?;
        let (people, tries) = (people(&world), world.tries.clone());
        let sandbox = inhabit(world, saved).await?;
        let key = MasterKey::from_file_or_new(&dir.join("key")).map_err(told)?;
        let now = sandbox.clock().now();
        let vault = SealedVault::open(&dir.join("data"), Arc::clone(&plan), &key, now);
        let vault = vault.map_err(|error| match error {
            VaultError::Refused { what, help } => {
                Failure::new(what, format!("{help}; or start anew with --fresh"))
            }
            error => told(error),
        })?;
        let vault = Arc::new(vault);
        let crew = Crew::start(
            Arc::clone(&plan),
            Arc::clone(&vault) as _,
            Arc::clone(&sandbox),
        );
        let crew = crew.await.map_err(told)?;
        crew.until_idle().await;
        let office = Office::new(
            Arc::clone(&plan),
            Arc::clone(&vault),
            dir.join("data"),
            sandbox.clock(),
        );
        let office = office.with_endings(leaving(&plan, &vault));
        let served = serve(office.of_bot(crew.told()))?;
        let inhabited = Arc::new(Inhabited {
            crew: RwLock::new(Some(crew)),
            sandbox: Arc::clone(&sandbox),
            began_ms: saved.began_ms,
            file: dir.join("world.json"),
        });
        inhabited.remember();
        let page = play::Play {
            plan,
            people,
            tries,
            sandbox,
            vault,
            company: Arc::clone(&inhabited) as _,
            notice,
        };
        let stop = told_to_stop();
        out::data(&format!("http://{address}/\n"))?;
        out::note(format!(
            "the bot's data is in {}; Ctrl-C ends\n",
            dir.display()
        ));
        let ended = tokio::select! {
            ended = play::serve(page, listener) => ended.map_err(told),
            () = stop => {
                out::note("stopping\n");
                Ok(())
            }
        };
        served.stop().await;
        ended?;
        let crew = inhabited.crew.write().await.take();
        if let Some(crew) = crew {
            crew.stop().await;
        }
        Ok(Exit::Clean)
    }

    /// What the bot may do is what its policy derives.
    fn world(&self, plan: &Plan) -> Result<WorldFile, Failure> {
        let name = self.file.file_name().unwrap_or_default();
        let beside = self.file.with_file_name("worlds").join(name);
        let beside = beside.is_file().then_some(beside);
        let mut world = match self.world.as_ref().or(beside.as_ref()) {
            Some(path) => super::sandbox::world(path)?,
            None => WorldFile {
                servers: vec![lounge(plan)],
                people: vec!["zoe".to_owned()],
                ..WorldFile::default()
            },
        };
        let asked = plan.permissions.iter().map(|need| need.permission.bit());
        let bot = BotSeed {
            name: Some(plan.bot.clone()),
            permissions: Some(asked.fold(0, |all, one| all | one)),
            position: None,
        };
        if world.bot == BotSeed::default() {
            world.bot = bot;
        }
        Ok(world)
    }

    async fn listen(&self) -> Result<TcpListener, Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        TcpListener::bind(address).await.map_err(|error| {
            let why = if error.kind() == std::io::ErrorKind::AddrInUse {
                "something else uses it".to_owned()
            } else {
                error.to_string()
            };
            Failure::new(
                format!("the page cannot be served on port {}: {why}", self.port),
                "choose another one with --port, or leave --port out",
            )
        })
    }

    /// Only what an earlier run made is ever removed.
    fn prepare(&self, dir: &Path) -> Result<(), Failure> {
        let refuse = |error: std::io::Error| {
            Failure::new(
                format!("{} cannot be used: {error}", dir.display()),
                "choose another directory with --data",
            )
        };
        if self.fresh {
            for name in ["data", "key", "world.json"] {
                let path = dir.join(name);
                let removed = if path.is_dir() {
                    fs::remove_dir_all(&path)
                } else {
                    fs::remove_file(&path)
                };
                match removed {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(refuse(error));
                    }
                    _ => {}
                }
            }
        }
        fs::create_dir_all(dir).map_err(refuse)
    }
}

/// A bot's name can hold anything; a directory's had better not.
fn usual_dir(bot: &str) -> PathBuf {
    let plain = |c: char| {
        if c.is_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = bot.chars().map(plain).collect();
    Path::new(".candor").join("play").join(name)
}

impl Saved {
    fn of(dir: &Path) -> Result<Self, Failure> {
        let present = VirtualClock::at_present().now().0;
        let path = dir.join("world.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self {
                    began_ms: present,
                    now_ms: present,
                });
            }
            Err(error) => return Err(told(error)),
        };
        let saved: Self = serde_json::from_str(&text).map_err(|error| {
            Failure::new(
                format!("{} is damaged: {error}", path.display()),
                "start anew with --fresh",
            )
        })?;
        // Time went on while nobody played, unless the clock was turned further than that.
        Ok(Self {
            now_ms: saved.now_ms.max(present),
            ..saved
        })
    }
}

/// One server with somebody in every part.
fn lounge(plan: &Plan) -> ServerSeed {
    let member = |name: &str, permissions: &[Permission]| MemberSeed {
        name: name.to_owned(),
        owner: name == "owner",
        permissions: (!permissions.is_empty())
            .then(|| permissions.iter().fold(0, |all, one| all | one.bit())),
        ..MemberSeed::default()
    };
    let role = |name: &str| RoleSeed {
        name: name.to_owned(),
        ..RoleSeed::default()
    };
    let moderates = [
        Permission::ModerateMembers,
        Permission::ManageMessages,
        Permission::KickMembers,
        Permission::ManageRoles,
    ];
    // Where the bot looks into voice channels, there is one.
    let listens = plan.handlers.iter().any(|one| *one.on.event == VOICE);
    let kind = ChannelKind::Voice.numbers().first().copied();
    let hub = kind.filter(|_| listens).map(|kind| ("hub", kind));
    ServerSeed {
        name: "The Lounge".to_owned(),
        members: vec![
            member("owner", &[]),
            member("mod", &moderates),
            member("ann", &[]),
            member("ben", &[]),
        ],
        channels: ["general", "rules", "mod-log"]
            .into_iter()
            .chain(hub.map(|(name, _)| name))
            .map(str::to_owned)
            .collect(),
        kinds: hub
            .into_iter()
            .map(|(name, kind)| (name.to_owned(), kind))
            .collect(),
        roles: ["games", "news", "verified"].map(role).to_vec(),
        ..ServerSeed::default()
    }
}

async fn inhabit(world: WorldFile, saved: Saved) -> Result<Arc<Sandbox>, Failure> {
    let clock = Arc::new(VirtualClock::at(Timestamp(saved.began_ms)));
    let config = SandboxConfig {
        port: 0,
        world,
        clock: Some(Arc::clone(&clock)),
    };
    let sandbox = Sandbox::start(config).await.map_err(told)?;
    clock.advance(Duration {
        ms: saved.now_ms - saved.began_ms,
    });
    Ok(Arc::new(sandbox))
}

/// Who one can be, and what they are there: who owns a server first, who is in none last.
fn people(world: &WorldFile) -> Vec<(String, String)> {
    let members = || world.servers.iter().flat_map(|server| &server.members);
    let moderates = |member: &&MemberSeed| member.permissions.is_some();
    let named = |name: &String, about: &str| (name.clone(), about.to_owned());
    let mut people = vec![("owner".to_owned(), "owns the server".to_owned())];
    let owners = members().filter(|member| member.owner);
    people.extend(owners.map(|member| named(&member.name, "owns the server")));
    let staff = members().filter(moderates);
    people.extend(staff.map(|member| named(&member.name, "moderator")));
    people.extend(members().map(|member| named(&member.name, "member")));
    people.extend(world.people.iter().map(|name| named(name, "newcomer")));
    let mut seen = BTreeSet::new();
    people.retain(|(name, _)| seen.insert(name.clone()));
    people
}

/// The world with the bot in it, and where its time is written down.
struct Inhabited {
    /// None once it stopped; pages that are still open find nobody.
    crew: RwLock<Option<Crew>>,
    sandbox: Arc<Sandbox>,
    began_ms: i64,
    file: PathBuf,
}

impl Inhabited {
    fn now(&self) -> Timestamp {
        self.sandbox.clock().now()
    }

    fn remember(&self) {
        let saved = Saved {
            began_ms: self.began_ms,
            now_ms: self.now().0,
        };
        let written = serde_json::to_string(&saved).map_err(std::io::Error::other);
        if let Err(error) = written.and_then(|text| fs::write(&self.file, text)) {
            out::note(format!(
                "the time cannot be written to {}: {error}\n",
                self.file.display()
            ));
        }
    }
}

#[async_trait]
impl Company for Inhabited {
    async fn until_idle(&self) {
        if let Some(crew) = self.crew.read().await.as_ref() {
            crew.until_idle().await;
        }
    }

    async fn advance(&self, by: Duration) -> Result<Timestamp, String> {
        match self.crew.read().await.as_ref() {
            Some(crew) => crew.advance(by).await.map_err(|error| error.to_string())?,
            None => return Err("the bot has stopped".to_owned()),
        }
        self.remember();
        Ok(self.now())
    }
}
