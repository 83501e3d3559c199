//! A small file beside the ledger: which application of Discord's the data belong to.
//!
//! Apart from the database, so that it is asked before anything is opened; a bot that is not theirs changes nothing. The
//! id of an application names a bot and no person, so it stands there as it is.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use crate::{
    port::VaultError,
    vault::ground::{
        fault::{damaged, placed},
        file::{private_file, sync_dir},
    },
};

const NAME: &str = "application";
const ANEW: &str = "application.new";

/// The application whose data these are; none until a bot ran on them.
///
/// # Errors
/// `Damaged` when the file says nothing; as the disk says.
pub fn application(dir: &Path) -> Result<Option<u64>, VaultError> {
    let path = dir.join(NAME);
    match fs::read_to_string(&path) {
        Ok(text) => match text.trim().parse() {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(damaged(&format!("the file {}", path.display()))),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(placed(dir, error.into())),
    }
}

/// Refuses another application than the one whose data these are.
///
/// # Errors
/// `Refused` for another one, and as [`application`].
pub fn is_of(dir: &Path, asked: u64) -> Result<(), VaultError> {
    match application(dir)? {
        Some(known) if known != asked => Err(VaultError::Refused {
            what: format!(
                "the data in {} are those of the Discord application {known}, and the token is that of {asked}",
                dir.display()
            ),
            help: format!(
                "set DISCORD_TOKEN to a token of {known}, or CANDOR_DATA to the place of this one's data; to hand the data on to it, remove {}",
                dir.join(NAME).display()
            ),
        }),
        _ => Ok(()),
    }
}

/// The data are this application's from now on. On disk when it returns.
///
/// # Errors
/// As the disk says.
pub fn belongs_to(dir: &Path, application: u64) -> Result<(), VaultError> {
    if self::application(dir)? == Some(application) {
        return Ok(());
    }
    tracing::info!(
        application,
        "the data belong to this application of Discord's"
    );
    let written = || {
        let mut file = private_file(&dir.join(ANEW))?;
        let text = format!("{application}\n");
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(dir.join(ANEW), dir.join(NAME))?;
        sync_dir(dir)
    };
    written().map_err(|error: VaultError| placed(dir, error))
}
