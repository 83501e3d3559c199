//! What an erasure leaves to be done: deeds of what runs at the end of a row, of which the person's values are no part.
//!
//! Entered before the erasure, in a commit of its own, so that it never waits for Discord. Whoever carries erasures out
//! asks for it: the bot before what its handlers decided, the operator's commands also without a bot.
//!
//! - A row in which somebody is erased, and which goes with them, leaves its deeds.
//! - So does an entry that stands for such a deed already and names them.

use super::{core::Core, ended::unseen};
use crate::{
    plan::{Plan, Sequel, Store, StoreId},
    port::{
        Answer, Batch, Op, Outcome, Places, Read, Reads, RowId, Scan, StoredRow, Vault, VaultError,
    },
    router::{self, Dice},
    vocab::{GuildId, Timestamp, UserId, Value},
};

/// How often the router may come back with further questions.
const ROUNDS_MAX: u32 = 64;

/// Enters the deeds that an erasure leaves; where it did.
///
/// # Errors
/// As the vault does. Nothing is erased yet then.
pub async fn leave_deeds(
    plan: &Plan,
    vault: &dyn Vault,
    (guild, user): (Option<GuildId>, UserId),
    now: Timestamp,
) -> Result<Places, VaultError> {
    let mut places = Places::new();
    if plan.sequels().all(|one| !one.is_ending()) {
        return Ok(places);
    }
    let guilds = if let Some(guild) = guild {
        vec![guild]
    } else {
        let all = vault.guilds().await?.into_iter();
        all.map(|(guild, _)| guild).collect()
    };
    for guild in guilds {
        let mut ops = Vec::new();
        for (id, row) in rows_of(plan, vault, (guild, user), now).await? {
            let Some(store) = plan.store(id.store) else {
                continue;
            };
            let values = store.without(&row.values, user);
            if plan.ended(id.store).is_some() {
                ops.extend(deeds(plan, vault, guild, (&id, &values), now).await?);
            } else if row.values.last() == Some(&Value::Bool(false)) {
                let entry = Value::Int(fastrand::i64(0..));
                let values = std::iter::once(entry.clone()).chain(values.into_iter().skip(1));
                ops.push(Op::Put {
                    row: RowId {
                        key: vec![entry],
                        ..id
                    },
                    values: values.collect(),
                });
            }
        }
        if ops.is_empty() {
            continue;
        }
        for op in &ops {
            if let Op::Put { row, .. } = op {
                places.insert((guild, row.store));
            }
        }
        let batch = Batch {
            ops,
            ..Batch::default()
        };
        vault.commit(batch, now).await?;
    }
    Ok(places)
}

/// Rows that go with somebody, and at whose end something runs or which stand for a deed after one.
async fn rows_of(
    plan: &Plan,
    vault: &dyn Vault,
    (guild, user): (GuildId, UserId),
    now: Timestamp,
) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
    let mut found: Vec<(RowId, StoredRow)> = Vec::new();
    let ends = |store: &&Store| plan.ended(store.id).is_some() || is_of_a_deed(plan, store.id);
    for store in plan.stores.iter().filter(ends) {
        for (field, _) in store.people().filter(|(field, _)| store.goes_with(*field)) {
            let scan = Scan {
                store: store.id,
                guild: Some(guild),
                of: Some((field, user)),
                by: None,
                limit: None,
            };
            let Answer::Rows(rows) = vault.read(&Read::Scan(scan), now).await? else {
                continue;
            };
            for row in rows {
                let id = RowId {
                    store: store.id,
                    guild: Some(guild),
                    key: row.key.clone(),
                };
                if found.iter().all(|(known, _)| *known != id) {
                    found.push((id, row));
                }
            }
        }
    }
    Ok(found)
}

fn is_of_a_deed(plan: &Plan, journal: StoreId) -> bool {
    let mut sequels = plan.sequels();
    sequels.any(|one: Sequel<'_>| {
        one.journal == journal
            && one.is_ending()
            && one.steps.is_empty()
            && one.first.kind.deed().is_some()
    })
}

/// What says that the deeds of a row's end are to come.
async fn deeds(
    plan: &Plan,
    vault: &dyn Vault,
    guild: GuildId,
    row: (&RowId, &[Value]),
    now: Timestamp,
) -> Result<Vec<Op>, VaultError> {
    // Of the bot itself nothing is entered.
    let event = router::ending(&unseen(guild, UserId(0)), row.0, now);
    let (seed, mut reads) = (fastrand::u64(..), Reads::default());
    for _ in 0..ROUNDS_MAX {
        let dice = &mut Dice::seeded(seed);
        match router::left_behind(plan, &event, row, &reads, now, dice) {
            Outcome::Needs(questions) => {
                for question in questions {
                    let answer = vault.read(&question, now).await?;
                    reads.answers.insert(question, answer);
                }
            }
            Outcome::Done { ops, .. } => return Ok(ops),
        }
    }
    Ok(Vec::new())
}

impl Core {
    /// Before what was decided is carried out: what its erasures leave.
    pub(super) async fn leave(&self, ops: &[Op], now: Timestamp) -> Result<(), VaultError> {
        for op in ops {
            if let Op::Erase { guild, user } = op {
                let left = leave_deeds(&self.plan, &*self.vault, (*guild, *user), now).await?;
                self.left_in(&left);
            }
        }
        Ok(())
    }

    /// Takes note of servers in which deeds are to come.
    pub(super) fn left_in(&self, places: &Places) {
        let servers = places
            .iter()
            .filter(|(_, store)| self.plan.is_journal(*store));
        let mut left = self.left();
        left.extend(servers.map(|(guild, _)| *guild));
    }
}
