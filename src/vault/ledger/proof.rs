//! What two processes prove to each other when one has the data open and the other has its master key: that both hold
//! the key, without telling it; and how they then speak so that nobody between them reads or changes a word.
//!
//! All keys follow from the ledger's wrapping key, so from the master key and the ledger's id together, and from both
//! nonces: a proof is worth nothing for another bot, another conversation, or the other side.

use std::path::Path;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::{
    another_key,
    key::MasterKey,
    seal::{self, Key},
};
use crate::port::VaultError;

/// Bytes of a nonce, and of a proof.
pub const PROOF: usize = 32;

/// Whoever has the master key of some data.
pub struct Holder(Zeroizing<Key>);

/// A conversation between two who have proved it.
pub struct Session {
    sends: Zeroizing<Key>,
    hears: Zeroizing<Key>,
    /// Messages so far. Each is bound to its place: none can be left out, repeated or moved.
    sent: u64,
    heard: u64,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Has the data open.
    Keeper,
    Asker,
}

impl Side {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Keeper => b"keeper",
            Self::Asker => b"asker",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Keeper => Self::Asker,
            Self::Asker => Self::Keeper,
        }
    }
}

/// Chosen by both for one conversation: the asker's, then the keeper's.
#[derive(Debug, Clone, Copy)]
pub struct Nonces {
    pub asker: [u8; PROOF],
    pub keeper: [u8; PROOF],
}

impl Holder {
    pub(in crate::vault) fn new(wrap: &Key) -> Self {
        Self(Zeroizing::new(seal::tag(wrap, &[b"candor control 1"])))
    }

    /// What `key` can prove about the data in `dir`, whether it is the right one or not; none where no data is.
    ///
    /// # Errors
    /// As the disk says.
    pub fn of(dir: &Path, key: &MasterKey) -> Result<Option<Self>, VaultError> {
        super::holder(dir, key)
    }

    /// # Errors
    /// When the system has no randomness to give.
    pub fn nonce() -> Result<[u8; PROOF], VaultError> {
        seal::random()
    }

    #[must_use]
    pub fn proof(&self, side: Side, nonces: &Nonces) -> [u8; PROOF] {
        *self.derived(b"proof", side, nonces)
    }

    /// # Errors
    /// `Refused` when `proof` is not that of somebody on this `side` with the same key.
    pub fn check(
        &self,
        side: Side,
        nonces: &Nonces,
        proof: &[u8; PROOF],
    ) -> Result<(), VaultError> {
        let same = self.proof(side, nonces).ct_eq(proof);
        if bool::from(same) {
            Ok(())
        } else {
            Err(another_key())
        }
    }

    /// The conversation as one `side` has it.
    #[must_use]
    pub fn session(&self, side: Side, nonces: &Nonces) -> Session {
        Session {
            sends: self.derived(b"speech", side, nonces),
            hears: self.derived(b"speech", side.other(), nonces),
            sent: 0,
            heard: 0,
        }
    }

    fn derived(&self, what: &[u8], side: Side, nonces: &Nonces) -> Zeroizing<Key> {
        let parts = [what, b" ", side.label(), &nonces.asker, &nonces.keeper];
        Zeroizing::new(seal::tag(&self.0, &parts))
    }
}

impl Session {
    /// The next message as it goes out.
    ///
    /// # Errors
    /// When it is too long, or the system has no randomness to give.
    pub fn seal(&mut self, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let sealed = seal::seal(&self.sends, &self.sent.to_be_bytes(), plain)?;
        self.sent += 1;
        Ok(sealed)
    }

    /// The next message as it was said; none when somebody else said it.
    pub fn open(&mut self, sealed: &[u8]) -> Option<Vec<u8>> {
        let plain = seal::open(&self.hears, &self.heard.to_be_bytes(), sealed)?;
        self.heard += 1;
        Some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::ledger::Ledger;

    const NONCES: Nonces = Nonces {
        asker: [1; PROOF],
        keeper: [2; PROOF],
    };

    #[test]
    fn a_proof_holds_for_its_key_its_side_and_its_conversation() {
        let (holder, same, other) = (
            Holder::new(&[7; 32]),
            Holder::new(&[7; 32]),
            Holder::new(&[8; 32]),
        );
        let proof = holder.proof(Side::Asker, &NONCES);
        assert!(same.check(Side::Asker, &NONCES, &proof).is_ok());
        let refused = other.check(Side::Asker, &NONCES, &proof).unwrap_err();
        assert!(
            refused.to_string().contains("does not open this data"),
            "{refused}"
        );
        assert!(same.check(Side::Keeper, &NONCES, &proof).is_err());
        for at in 0..2 {
            let mut later = NONCES;
            [&mut later.asker, &mut later.keeper][at][0] ^= 1;
            assert!(same.check(Side::Asker, &later, &proof).is_err());
        }
    }

    #[test]
    fn a_message_is_read_once_in_its_place_by_the_other_side() {
        let holder = Holder::new(&[7; 32]);
        let (mut asker, mut keeper) = (
            holder.session(Side::Asker, &NONCES),
            holder.session(Side::Keeper, &NONCES),
        );
        let (first, second) = (asker.seal(b"one").unwrap(), asker.seal(b"two").unwrap());
        assert_eq!(keeper.open(&second), None, "out of order");
        assert_eq!(keeper.open(&first).unwrap(), b"one");
        assert_eq!(keeper.open(&first), None, "again");
        assert_eq!(asker.open(&second), None, "sent back");
        assert_eq!(keeper.open(&second).unwrap(), b"two");
    }

    #[test]
    fn the_key_and_an_opened_ledger_prove_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let (key, other) = (MasterKey::random().unwrap(), MasterKey::random().unwrap());
        assert!(Holder::of(dir.path(), &key).unwrap().is_none());
        Ledger::create(dir.path(), &key).unwrap();
        let opened = Ledger::open(dir.path(), &key).unwrap().holder();
        let proof = opened.proof(Side::Keeper, &NONCES);
        let check = |key| {
            let holder = Holder::of(dir.path(), key).unwrap().unwrap();
            holder.check(Side::Keeper, &NONCES, &proof)
        };
        assert!(check(&key).is_ok() && check(&other).is_err());
        // Torn in the first file, the header of the mirror counts.
        std::fs::write(dir.path().join("ledger"), [0; 128]).unwrap();
        assert!(check(&key).is_ok());
    }
}
