//! The router through its front door: a plan, a server, a naive vault, events in, decisions out.

mod generated;
mod handlers;
mod laws;
mod plan;
mod world;
