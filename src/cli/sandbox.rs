//! `candor sandbox`: the Discord-compatible server alone, until it is interrupted.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::{
    port::plainly,
    sandbox::{self, SandboxConfig, WorldFile},
};

use super::{
    Exit, Outcome,
    out::{self, Failure, told},
    policy,
};

/// Serve a pretended Discord on this machine
///
/// Prints one line of JSON when it is ready: the addresses for bots, the bot's token, and the ids and tokens of
/// everybody in the world. Without a world there is one server, `lounge`, with a moderator `mod` and a member `ann`.
#[derive(Debug, Args)]
pub(super) struct Sandbox {
    /// Port on 127.0.0.1; any free one if not given
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// KDL file of `server` blocks: server lounge { member ann; channel general; role regular }
    #[arg(long, value_name = "FILE")]
    world: Option<PathBuf>,
}

/// The world of a file.
pub(super) fn world(path: &Path) -> Result<WorldFile, Failure> {
    let source = policy::read(path)?;
    WorldFile::parse(&source.text)
        .map_err(|error| Failure::new(format!("{}: {}", source.file, error.what), error.help))
}

impl Sandbox {
    pub(super) fn run(&self) -> Outcome {
        let world = match &self.world {
            Some(path) => world(path)?,
            None => WorldFile::example(),
        };
        let config = SandboxConfig {
            port: self.port,
            world,
            clock: None,
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| {
                Failure::new(
                    format!("no threads can be started: {}", plainly(&error)),
                    "try again later",
                )
            })?;
        runtime.block_on(async {
            let sandbox = sandbox::Sandbox::start(config).await.map_err(told)?;
            out::data(&format!("{}\n", sandbox.ready()))?;
            tokio::select! {
                () = sandbox.serve() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            Ok(Exit::Clean)
        })
    }
}
