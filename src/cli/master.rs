//! The master key of a command, and the places of the data that it opens: who takes both has them from here.
//!
//! A key file that stands with the data is refused, and one that others can read is told.

use crate::vault::{Location, MasterKey};

use super::out::{self, Failure, told};

/// The key of the data at these places.
pub(super) fn key(places: &[&Location]) -> Result<MasterKey, Failure> {
    warn();
    let data: Vec<_> = places.iter().map(|place| place.directory()).collect();
    MasterKey::from_env(&data).map_err(told)
}

/// The key that is to come in its place.
pub(super) fn new_key(place: &Location) -> Result<MasterKey, Failure> {
    MasterKey::new_from_env(&[place.directory()]).map_err(told)
}

fn warn() {
    for file in MasterKey::open_files() {
        let file = file.display();
        out::note(format_args!(
            "warning: others than its owner can read the key file {file}\n help: chmod 600 {file}\n"
        ));
    }
}
