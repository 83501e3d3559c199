//! The data of a bot that has never met anybody, as a first start leaves them.

use std::{fs, path::Path, sync::Arc};

use candor::{
    compile_untranslated,
    syntax::{Alone, Source},
    vault::{MasterKey, SealedVault},
    vocab::{Duration, Timestamp},
};

pub const POLICY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/policies/keta.kdl");
/// What `CANDOR_KEY` says.
pub const KEY: &str = "abababababababababababababababababababababababababababababababab";

/// A vault whose bot last ran so long ago, by this machine's clock, and that time.
pub fn begun(dir: &Path, ago: Duration) -> (SealedVault, Timestamp) {
    let text = fs::read_to_string(POLICY).unwrap();
    let file = "keta.kdl".to_owned();
    let plan = Arc::new(
        compile_untranslated(&Source { file, text }, &Alone)
            .plan
            .unwrap(),
    );
    let key = dir.with_extension("key");
    fs::write(&key, KEY).unwrap();
    let key = MasterKey::from_file_or_new(&key).unwrap();
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    let ran = Timestamp(i64::try_from(now).unwrap()).plus(ago.negated());
    (SealedVault::open(dir, plan, &key, ran).unwrap(), ran)
}
