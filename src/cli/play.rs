//! `candor play`: the bot of a policy in a sandbox, with a page in the browser to try it.

mod stage;
mod watch;
mod world;

use std::{
    fs,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use async_trait::async_trait;
use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::RwLock};

use crate::{
    diff::difference,
    emit::notice,
    plan::Plan,
    port::plainly,
    sandbox::{BotSeed, Sandbox, SandboxConfig, VirtualClock, WorldFile},
    vault::MasterKey,
    vocab::{Duration, Sources, Timestamp},
    web::play,
    wording::say,
};
use stage::{Ground, Stage};
use watch::Watched;
use world::{headquarters, lounge, people};

use super::{
    Exit, Outcome,
    out::{self, Failure, told},
    policy,
    run::{runtime, told_to_stop},
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
    /// Look whether the policy changes; the page shows what is wrong with it, and takes it over when it is told to
    #[arg(long)]
    watch: bool,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
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
        let dir = self.data.clone().unwrap_or_else(|| usual_dir(&plan.bot));
        runtime("warn")?.block_on(self.play(Arc::new(plan), sources, &dir))
    }

    async fn play(&self, plan: Arc<Plan>, sources: Arc<Sources>, dir: &Path) -> Outcome {
        let listener = self.listen().await?;
        let address = listener.local_addr().map_err(told)?;
        self.prepare(dir)?;
        let saved = Saved::of(dir)?;
        let (world, is_derived) = self.world(&plan)?;
        let (people, tries) = (people(&world), world.tries.clone());
        let home = headquarters(&world);
        let sandbox = inhabit(world, saved).await?;
        let ground = Ground {
            dir: dir.to_owned(),
            key: MasterKey::from_file_or_new(&dir.join("key")).map_err(told)?,
            sandbox: Arc::clone(&sandbox),
            home,
        };
        let stage = Stage::set(&ground, &plan).await?;
        let vault = Arc::clone(&stage.vault);
        let notice = html(&plan, &sources);
        let watched = Arc::new(Watched::new(&self.file, Arc::clone(&plan), sources));
        let company = Arc::new(Company {
            stage: RwLock::new(Some(stage)),
            ground,
            is_derived,
            watched: Arc::clone(&watched),
            policy: self.file.clone(),
            began_ms: saved.began_ms,
            file: dir.join("world.json"),
        });
        company.remember();
        let page = play::Play {
            plan,
            people,
            tries,
            sandbox,
            vault,
            company: Arc::clone(&company) as _,
            notice,
        };
        let stop = told_to_stop();
        let address = format!("http://{address}/");
        out::data(&format!("{address}\n"))?;
        out::note(format!(
            "the bot's data is in {}; Ctrl-C ends\n",
            dir.display()
        ));
        if self.open {
            open_browser(&address);
        }
        let looking = self
            .watch
            .then(|| tokio::spawn(Arc::clone(&watched).keep_looking()));
        let ended = tokio::select! {
            ended = play::serve(page, watched.news(), listener) => ended.map_err(told),
            () = stop => {
                out::note("stopping\n");
                Ok(())
            }
        };
        if let Some(looking) = looking {
            looking.abort();
        }
        ended?;
        let stage = company.stage.write().await.take();
        if let Some(stage) = stage {
            stage.strike().await;
        }
        Ok(Exit::Clean)
    }

    /// What the bot may do is what its policy derives, unless the world says something else.
    fn world(&self, plan: &Plan) -> Result<(WorldFile, bool), Failure> {
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
        let is_derived = world.bot == BotSeed::default();
        if is_derived {
            world.bot = BotSeed {
                name: Some(plan.bot.clone()),
                permissions: Some(permissions(plan)),
                position: None,
            };
        }
        Ok((world, is_derived))
    }

    async fn listen(&self) -> Result<TcpListener, Failure> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        TcpListener::bind(address).await.map_err(|error| {
            let (port, why) = (self.port, plainly(&error));
            Failure::new(
                format!("the page cannot be served on port {port}: {why}"),
                "choose another one with --port, or leave --port out",
            )
        })
    }

    /// Only what an earlier run made is ever removed.
    fn prepare(&self, dir: &Path) -> Result<(), Failure> {
        let refuse = |error: std::io::Error| {
            Failure::new(
                format!("{} cannot be used: {}", dir.display(), plainly(&error)),
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

/// Bits of the permissions that a policy derives.
fn permissions(plan: &Plan) -> u64 {
    let asked = plan.permissions.iter().map(|need| need.permission.bit());
    asked.fold(0, |all, one| all | one)
}

fn html(plan: &Plan, sources: &Sources) -> String {
    notice::html(&notice::notice(plan, sources))
}

/// Whoever has no browser that can be opened has the address.
fn open_browser(address: &str) {
    let (program, args): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let opened = Command::new(program)
        .args(args)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = opened {
        out::note(format!(
            "no browser can be opened with `{program}`: {}\n",
            plainly(&error)
        ));
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

/// The bot in its world, and where its time is written down.
struct Company {
    /// None while policies change, and once it stopped; pages that are still open find nobody.
    stage: RwLock<Option<Stage>>,
    ground: Ground,
    /// Whether the bot may what its policy derives.
    is_derived: bool,
    watched: Arc<Watched>,
    policy: PathBuf,
    began_ms: i64,
    file: PathBuf,
}

impl Company {
    fn now(&self) -> Timestamp {
        self.ground.sandbox.clock().now()
    }

    fn remember(&self) {
        let saved = Saved {
            began_ms: self.began_ms,
            now_ms: self.now().0,
        };
        let written = serde_json::to_string(&saved).map_err(std::io::Error::other);
        if let Err(error) = written.and_then(|text| fs::write(&self.file, text)) {
            out::note(format!(
                "the time cannot be written to {}: {}\n",
                self.file.display(),
                plainly(&error)
            ));
        }
    }

    /// What the policy says now, where a bot with these data can start with it.
    fn renewed(&self, old: &Plan) -> Result<(Arc<Plan>, Arc<Sources>), String> {
        let compiled = policy::compiled(&self.policy).map_err(|failure| failure.what())?;
        let plan = compiled.plan.ok_or_else(|| say!("play-faulty"))?;
        if let Some(unfit) = difference(old, &plan).unfit.first() {
            return Err(format!("{}: {}", unfit.fact, unfit.help));
        }
        Ok((Arc::new(plan), compiled.sources))
    }

    /// Puts a bot on the stage. It may do what its policy derives, as after an invitation.
    async fn set(&self, plan: &Arc<Plan>) -> Result<Stage, String> {
        if self.is_derived {
            let invited = self.ground.sandbox.invite_with(permissions(plan));
            invited.map_err(|refusal| refusal.to_string())?;
        }
        Stage::set(&self.ground, plan)
            .await
            .map_err(|failure| failure.what())
    }
}

#[async_trait]
impl play::Company for Company {
    async fn until_idle(&self) {
        if let Some(stage) = self.stage.read().await.as_ref() {
            stage.crew.until_idle().await;
        }
    }

    async fn advance(&self, by: Duration) -> Result<Timestamp, String> {
        match self.stage.read().await.as_ref() {
            Some(stage) => {
                let advanced = stage.crew.advance(by).await;
                advanced.map_err(|error| error.to_string())?;
            }
            None => return Err(say!("play-stopped")),
        }
        self.remember();
        Ok(self.now())
    }

    async fn renew(&self, old: play::Play) -> (Option<play::Play>, Result<(), String>) {
        let mut stage = self.stage.write().await;
        let Some(playing) = stage.as_ref() else {
            return (None, Err(say!("play-stopped")));
        };
        let before = Arc::clone(&playing.plan);
        let (plan, sources) = match self.renewed(&before) {
            Ok(new) => new,
            Err(why) => return (Some(old), Err(why)),
        };
        let play::Play {
            plan: _,
            vault,
            notice: kept_notice,
            people,
            tries,
            sandbox,
            company,
        } = old;
        // Whoever still held the data would keep them from being opened.
        drop(vault);
        if let Some(playing) = stage.take() {
            playing.strike().await;
        }
        let (set, notice, told) = match self.set(&plan).await {
            Ok(set) => {
                let notice = html(&plan, &sources);
                self.watched.plays(plan, sources);
                (set, notice, Ok(()))
            }
            // As it was before, if that is still possible.
            Err(why) => match self.set(&before).await {
                Ok(set) => (set, kept_notice, Err(why)),
                Err(gone) => return (None, Err(gone)),
            },
        };
        let renewed = play::Play {
            plan: Arc::clone(&set.plan),
            vault: Arc::clone(&set.vault),
            notice,
            people,
            tries,
            sandbox,
            company,
        };
        *stage = Some(set);
        (Some(renewed), told)
    }
}
