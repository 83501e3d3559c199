//! The operator's commands beside a running bot: `candor run` and `candor data` as processes on the same data.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]
#![cfg(all(unix, feature = "runtime"))]

mod breach;
#[path = "../vault/cluster.rs"]
#[expect(dead_code, reason = "the vault's tests use all of it")]
mod cluster;
mod commands;
mod live;
mod news;
mod strangers;
mod writers;
