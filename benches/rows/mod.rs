//! The rows that the benches write, in the stores of the suite's plan.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each bench uses a part, and stops at what it did not expect"
)]

#[path = "../../tests/vault/policy.rs"]
#[allow(
    clippy::too_many_lines,
    clippy::indexing_slicing,
    reason = "shared with the tests"
)]
pub mod policy;

use std::path::Path;

use candor::{
    port::{Batch, Op, RowId},
    vocab::{GuildId, Timestamp, UserId, Value},
};

pub const NOW: Timestamp = Timestamp(1_760_000_000_000);
pub const LOUNGE: GuildId = GuildId(1);

pub fn profile(user: u64) -> RowId {
    RowId {
        store: policy::PROFILE,
        guild: None,
        key: vec![Value::User(UserId(user))],
    }
}

/// One person's row, which is there once: adds it or changes it.
pub fn put(user: u64) -> Op {
    Op::Put {
        row: profile(user),
        values: vec![Value::User(UserId(user)), Value::Text("x".repeat(100))],
    }
}

/// A row more, about one person and by another.
pub fn warning(guild: GuildId, member: u64, moderator: u64) -> Op {
    let text = || Value::Text("y".repeat(50));
    Op::Insert {
        store: policy::WARNING,
        guild: Some(guild),
        values: vec![
            Value::None,
            Value::User(UserId(member)),
            Value::User(UserId(moderator)),
            text(),
            text(),
        ],
    }
}

pub fn batch(ops: Vec<Op>) -> Batch {
    Batch {
        expect: Vec::new(),
        ops,
        numbers: Vec::new(),
    }
}

/// Sled as the vault opens it.
pub fn sled(dir: &Path) -> sled::Db {
    sled::Config::new()
        .path(dir)
        .cache_capacity(64 << 20)
        .flush_every_ms(Some(500))
        .open()
        .unwrap()
}
