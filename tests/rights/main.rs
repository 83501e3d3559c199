//! People's rights through the front doors: commands in the sandbox, the operator's command line, the files on disk.

#![cfg(feature = "runtime")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test that cannot go on has failed, also in what its cases share"
)]

mod correction;
mod export;
mod operator;
mod requests;
mod schema;
mod stage;
