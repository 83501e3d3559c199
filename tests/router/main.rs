//! The router through its front door: a plan, a server, a naive vault, events in, decisions out.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "how a test fails, also in what its cases share"
)]

mod consent;
mod generated;
mod handlers;
mod keta;
mod laws;
mod limits;
mod plan;
mod results;
#[path = "../rights/schema.rs"]
mod schema;
mod world;
