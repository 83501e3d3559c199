//! Backups that a policy asks for: one at each start, before anything else, and none longer than it says.
//!
//! INVARIANT: a bot whose policy promises a backup does not connect before it is written and read back.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{
    plan::StartBackup,
    port::{Clock, VaultError},
    vault::{SealedVault, free_name, make_private},
    vocab::{self, Timestamp},
};

/// How often the clock is looked at, and how much time may pass by it between two looks into the folder.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const FOLDER_EVERY: vocab::Duration = vocab::Duration::seconds(60);

/// Writes the backup of this start into `folder`, which is made where it is missing, and deletes those that are one too
/// many or over. Gives the new one.
///
/// # Errors
/// `Refused` when the folder cannot be written to; otherwise as [`SealedVault::snapshot`].
pub async fn snapshot(
    vault: &SealedVault,
    asked: &StartBackup,
    folder: &Path,
    now: Timestamp,
) -> Result<PathBuf, VaultError> {
    let unwritable = |error: std::io::Error| VaultError::Refused {
        what: format!(
            "the backup that the policy promises cannot be written to {}: {error}",
            folder.display()
        ),
        help: "name a folder that candor may write to in CANDOR_BACKUPS".to_owned(),
    };
    let refused = |error| match error {
        VaultError::Io(error) => unwritable(error),
        other
        @ (VaultError::Conflict | VaultError::Refused { .. } | VaultError::Damaged { .. }) => other,
    };
    make_private(folder).map_err(refused)?;
    let path = free_name(folder, "start", now);
    let written = vault.snapshot(&path, now, asked).await;
    written.map_err(refused)?;
    let keep = usize::try_from(asked.keep).unwrap_or(usize::MAX);
    vault.drop_old_backups(folder, keep).await?;
    vault.drop_ended_backups(folder, now).await?;
    Ok(path)
}

/// Deletes backups as their time ends, for as long as the vault is there.
pub async fn keep_snapshots(
    vault: std::sync::Weak<SealedVault>,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
) {
    let mut looked = clock.now();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(vault) = vault.upgrade() else {
            return;
        };
        let now = clock.now();
        if now.since(looked) < FOLDER_EVERY {
            continue;
        }
        looked = now;
        match vault.drop_ended_backups(&folder, now).await {
            Ok(gone) if !gone.is_empty() => {
                tracing::info!(
                    files = gone.len(),
                    "backups whose time was over are deleted"
                );
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "backups whose time is over could not be deleted");
            }
        }
    }
}
