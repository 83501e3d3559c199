//! The master key: comes from the environment or a file, is never printed, and is wiped when dropped.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::apart;
use crate::port::{VaultError, plainly};

/// 32 bytes that open the ledger, and through it everything else. Deliberately neither `Debug` nor `Display`.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

const HELP: &str =
    "set CANDOR_KEY to 64 hex digits or base64 of 32 bytes, or CANDOR_KEY_FILE to a file with them";

impl MasterKey {
    /// From `CANDOR_KEY`, or from the file that `CANDOR_KEY_FILE` names, which stands in none of the directories of the
    /// data that it opens.
    ///
    /// # Errors
    /// When neither is set, the file cannot be read or stands in one of `data`, or the text is not 32 bytes in hex or base64.
    pub fn from_env(data: &[&Path]) -> Result<Self, VaultError> {
        Self::from("CANDOR_KEY", data)?.ok_or_else(|| refused("there is no master key"))
    }

    /// The key that is to come, from `CANDOR_NEW_KEY` or the file that `CANDOR_NEW_KEY_FILE` names.
    ///
    /// # Errors
    /// As [`MasterKey::from_env`].
    pub fn new_from_env(data: &[&Path]) -> Result<Self, VaultError> {
        Self::from("CANDOR_NEW_KEY", data)?.ok_or_else(|| VaultError::Refused {
            what: "there is no new master key".to_owned(),
            help: "set CANDOR_NEW_KEY to 64 hex digits or base64 of 32 bytes, or CANDOR_NEW_KEY_FILE to a file with them".to_owned(),
        })
    }

    /// Files that the environment names and that others than their owner can read.
    #[must_use]
    pub fn open_files() -> Vec<PathBuf> {
        let names = ["CANDOR_KEY_FILE", "CANDOR_NEW_KEY_FILE"];
        let files = names.into_iter().filter_map(env::var_os);
        let files = files.map(PathBuf::from);
        files.filter(|file| apart::is_open(file)).collect()
    }

    fn from(name: &str, data: &[&Path]) -> Result<Option<Self>, VaultError> {
        let path = env::var_os(format!("{name}_FILE")).map(PathBuf::from);
        // Also where the variable beside it has the key: the file is there all the same.
        for (path, dir) in path
            .iter()
            .flat_map(|path| data.iter().map(move |dir| (path, dir)))
        {
            if apart::is_inside(path, dir) {
                return Err(VaultError::Refused {
                    what: format!(
                        "the key file {} stands in {}, with the data that it opens",
                        path.display(),
                        dir.display()
                    ),
                    help: format!("move it out of there, and set {name}_FILE to where it is then"),
                });
            }
        }
        if let Ok(text) = env::var(name) {
            return Self::parse(&Zeroizing::new(text), name).map(Some);
        }
        path.map(|path| Self::from_file(&path)).transpose()
    }

    /// # Errors
    /// When the file cannot be read or does not hold 32 bytes in hex or base64.
    pub fn from_file(path: &Path) -> Result<Self, VaultError> {
        let text = fs::read_to_string(path).map_err(|error| {
            refused(format!(
                "cannot read the key file {}: {}",
                path.display(),
                plainly(&error)
            ))
        })?;
        Self::parse(&Zeroizing::new(text), &path.display().to_string())
    }

    /// Reads the key file, or makes one with a fresh key, readable by its owner only. For first runs; the file must
    /// stand outside the data directory.
    ///
    /// # Errors
    /// When the file exists but holds no key, or cannot be written.
    pub fn from_file_or_new(path: &Path) -> Result<Self, VaultError> {
        if path.exists() {
            return Self::from_file(path);
        }
        let key = Self::random()?;
        let mut text = Zeroizing::new(String::with_capacity(64));
        for byte in &*key.0 {
            write!(text, "{byte:02x}").map_err(io::Error::other)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{}", *text)?;
        file.sync_all()?;
        Ok(key)
    }

    /// A key for a vault that need not outlive the process.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *bytes).map_err(io::Error::other)?;
        Ok(Self(bytes))
    }

    fn parse(text: &str, whence: &str) -> Result<Self, VaultError> {
        let text = text.trim();
        let bytes = Zeroizing::new(if text.len() == 64 {
            hex(text).unwrap_or_default()
        } else {
            STANDARD.decode(text).unwrap_or_default()
        });
        match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(key) => Ok(Self(Zeroizing::new(key))),
            Err(_) => Err(refused(format!("{whence} is not a key of 32 bytes"))),
        }
    }

    pub(in crate::vault) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    Some(
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

fn refused(what: impl Into<String>) -> VaultError {
    VaultError::Refused {
        what: what.into(),
        help: HELP.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_and_base64_are_the_same_key() {
        let hex = MasterKey::parse(&"0f".repeat(32), "test").unwrap();
        let base64 = MasterKey::parse(&STANDARD.encode([15; 32]), "test").unwrap();
        assert_eq!(hex.bytes(), base64.bytes());
        assert_eq!(hex.bytes(), &[15; 32]);
    }

    #[test]
    fn what_is_no_key_is_refused_without_showing_it() {
        for text in [
            "",
            "secret",
            &"0g".repeat(32),
            &"0f".repeat(31),
            &"é".repeat(32),
        ] {
            let Err(error) = MasterKey::parse(text, "CANDOR_KEY") else {
                panic!("{text} is no key");
            };
            let error = error.to_string();
            assert!(
                error.starts_with("CANDOR_KEY is not a key of 32 bytes; set"),
                "{error}"
            );
            assert!(text.is_empty() || !error.contains(text));
        }
    }

    #[test]
    fn a_new_key_file_is_private_and_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let made = MasterKey::from_file_or_new(&path).unwrap();
        let read = MasterKey::from_file_or_new(&path).unwrap();
        assert_eq!(made.bytes(), read.bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
}
