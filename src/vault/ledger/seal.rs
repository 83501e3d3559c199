//! What follows from a secret: an alias that stands for its owner, a key that seals, a key that tags. Nothing else here
//! knows what is sealed.

use std::cell::RefCell;

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead, KeyInit, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::port::VaultError;

/// All that the database says about a person or a server.
pub(in crate::vault) type Alias = [u8; 16];
pub(in crate::vault) type Key = [u8; 32];

const NONCE: usize = 12;

/// Derived from one slot's secret by HKDF-SHA256; useless once the slot is destroyed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(in crate::vault) struct Keys {
    pub(in crate::vault) alias: Alias,
    /// AES-256-GCM.
    pub(in crate::vault) seal: Key,
    /// HMAC-SHA256, for the keys of rows.
    pub(in crate::vault) tag: Key,
    /// What seals together with the secret of a generation, whose number stands beside it; 0 before there is one.
    combined: Key,
    generation: u32,
}

impl Keys {
    pub(in crate::vault) fn derive(secret: &Key) -> Self {
        let mut all = [0u8; 80];
        expand(secret, b"candor slot 1", &mut all);
        let mut keys = Self {
            alias: [0; 16],
            seal: [0; 32],
            tag: [0; 32],
            combined: [0; 32],
            generation: 0,
        };
        let (alias, rest) = all.split_at(16);
        let (seal, tag) = rest.split_at(32);
        keys.alias.copy_from_slice(alias);
        keys.seal.copy_from_slice(seal);
        keys.tag.copy_from_slice(tag);
        all.zeroize();
        keys
    }

    /// Prepares for a generation, so that sealing need not hash.
    pub(in crate::vault) fn prepare(&mut self, number: u32, secret: &Key) {
        self.combined = self.with(secret);
        self.generation = number;
    }

    /// What was prepared for this generation.
    pub(in crate::vault) fn prepared(&self, number: u32) -> Option<Key> {
        (number != 0 && self.generation == number).then_some(self.combined)
    }

    /// What this secret and another give together: useless once either is destroyed.
    pub(in crate::vault) fn with(&self, secret: &Key) -> Key {
        tag(secret, &[&self.seal])
    }
}

/// HKDF-Expand from a secret that is uniformly random already.
pub(super) fn expand(secret: &Key, info: &[u8], out: &mut [u8]) {
    let hkdf = Hkdf::<Sha256>::from_prk(secret);
    let done = hkdf.map(|hkdf| hkdf.expand(info, out).is_ok());
    // 32 bytes are a whole PRK and no caller asks for more than 255 blocks.
    debug_assert_eq!(done.ok(), Some(true));
}

pub(in crate::vault) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes)
}

/// A random nonce. Nonces are no secret, so that the system is asked for many at once.
fn nonce() -> Result<[u8; NONCE], VaultError> {
    const AT_ONCE: usize = 256;
    thread_local! {
        static NONCES: RefCell<Vec<[u8; NONCE]>> = const { RefCell::new(Vec::new()) };
    }
    NONCES.with_borrow_mut(|left| {
        if left.is_empty() {
            let bytes = random::<{ NONCE * AT_ONCE }>()?;
            left.extend_from_slice(bytes.as_chunks().0);
        }
        let next = left.pop();
        next.ok_or_else(|| std::io::Error::other("no random numbers").into())
    })
}

/// HMAC-SHA256.
pub(in crate::vault) fn tag(key: &Key, parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes a key of any length; the error type exists for other MACs.
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The first 8 bytes of SHA-256: finds damage, proves nothing.
pub(in crate::vault) fn checksum(parts: &[&[u8]]) -> [u8; 8] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let mut short = [0; 8];
    for (to, from) in short.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    short
}

/// Nonce, ciphertext and tag. `bound` must be the same when it is opened.
pub(in crate::vault) fn seal(key: &Key, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
    let nonce = nonce()?;
    let cipher = Aes256Gcm::new(&(*key).into());
    let payload = Payload {
        msg: plain,
        aad: bound,
    };
    let sealed = cipher
        .encrypt(&nonce.into(), payload)
        .map_err(|_| std::io::Error::other("cannot seal: the value is too large"))?;
    let mut whole = Vec::with_capacity(NONCE + sealed.len());
    whole.extend_from_slice(&nonce);
    whole.extend_from_slice(&sealed);
    Ok(whole)
}

/// None when the key is another one, or a bit was changed.
pub(in crate::vault) fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let cipher = Aes256Gcm::new(&(*key).into());
    let payload = Payload {
        msg: sealed,
        aad: bound,
    };
    cipher.decrypt(&(*nonce).into(), payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_the_same_row_open() {
        let (key, other) = (random().unwrap(), random().unwrap());
        let sealed = seal(&key, b"row 1", b"a secret").unwrap();
        assert_eq!(open(&key, b"row 1", &sealed).unwrap(), b"a secret");
        assert_eq!(open(&other, b"row 1", &sealed), None);
        assert_eq!(open(&key, b"row 2", &sealed), None);
        assert_eq!(open(&key, b"row 1", b"short"), None);
        assert_eq!(sealed.len(), b"a secret".len() + 28);
    }

    #[test]
    fn keys_of_one_secret_differ_from_each_other() {
        let keys = Keys::derive(&[7; 32]);
        assert_ne!(keys.seal, keys.tag);
        assert_ne!(keys.seal[..16], keys.alias);
        assert_eq!(keys.alias, Keys::derive(&[7; 32]).alias);
    }
}
