//! The ledger under another master key on its way into its place (`rotate` says in which steps).

use std::{fs, path::Path};

use crate::{
    port::VaultError,
    vault::{
        ground::file::{sync_dir, wipe},
        ledger::{self, rewrite},
    },
};

pub(in crate::vault) const NEXT: &str = "ledger.rotating";
pub(in crate::vault) const DECIDED: &str = "ledger.rotated";

/// Finishes a change of keys that was decided, and wipes one that was not.
pub(in crate::vault) fn finish_rotation(dir: &Path) -> Result<(), VaultError> {
    let decided = dir.join(DECIDED);
    if decided.exists() {
        let image = ledger::slots_of(&decided)?;
        for name in ledger::FILES {
            rewrite(&dir.join(name), &image)?;
        }
        fs::rename(&decided, dir.join(NEXT))?;
        sync_dir(dir)?;
    }
    wipe(&dir.join(NEXT))
}
