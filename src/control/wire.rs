//! A conversation over the socket, in messages that only the two can read.
//!
//! ```text
//! asker → keeper    "CANDORCT" version(4) nonce(32)
//! keeper → asker    "CANDORCT" version(4) nonce(32) proof(32)
//! asker → keeper    proof(32)
//! then, both ways   length(4), a sealed document of JSON
//! ```
//!
//! INVARIANT: of somebody who has proved nothing, a fixed number of bytes is read, and nothing in them is interpreted.

use std::io;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixStream,
};

use crate::{
    port::VaultError,
    vault::{Holder, Nonces, PROOF, Session, Side},
};

const MAGIC: &[u8; 12] = b"CANDORCT\0\0\0\x01";

/// Why the two do not understand each other.
#[derive(Debug)]
pub(super) enum Broken {
    /// The other side went away, or is silent.
    Io(io::Error),
    /// It speaks another version, or something else altogether.
    Foreign,
    /// It does not have the same key.
    Unproved(VaultError),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A connection on which both have proved that they hold the master key.
pub(super) struct Line {
    stream: UnixStream,
    session: Session,
}

impl Line {
    /// As whoever has the data open.
    pub(super) async fn answer(mut stream: UnixStream, holder: &Holder) -> Result<Self, Broken> {
        let asker = hello(&mut stream).await?;
        let nonces = Nonces {
            asker,
            keeper: nonce()?,
        };
        let proof = holder.proof(Side::Keeper, &nonces);
        let said = [MAGIC.as_slice(), &nonces.keeper, &proof].concat();
        stream.write_all(&said).await?;
        let mut theirs = [0; PROOF];
        stream.read_exact(&mut theirs).await?;
        let proved = holder.check(Side::Asker, &nonces, &theirs);
        proved.map_err(Broken::Unproved)?;
        Ok(Self {
            stream,
            session: holder.session(Side::Keeper, &nonces),
        })
    }

    /// As whoever asks.
    pub(super) async fn call(mut stream: UnixStream, holder: &Holder) -> Result<Self, Broken> {
        let asker = nonce()?;
        stream
            .write_all(&[MAGIC.as_slice(), &asker].concat())
            .await?;
        let nonces = Nonces {
            asker,
            keeper: hello(&mut stream).await?,
        };
        let mut theirs = [0; PROOF];
        stream.read_exact(&mut theirs).await?;
        let proved = holder.check(Side::Keeper, &nonces, &theirs);
        proved.map_err(Broken::Unproved)?;
        let proof = holder.proof(Side::Asker, &nonces);
        stream.write_all(&proof).await?;
        Ok(Self {
            stream,
            session: holder.session(Side::Asker, &nonces),
        })
    }

    pub(super) async fn say(&mut self, plain: &[u8]) -> Result<(), Broken> {
        let sealed = self.session.seal(plain).map_err(io::Error::other)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.stream.write_all(&length.to_be_bytes()).await?;
        Ok(self.stream.write_all(&sealed).await?)
    }

    /// The next message, of `max` bytes at most.
    pub(super) async fn hear(&mut self, max: u32) -> Result<Vec<u8>, Broken> {
        /// Nonce and tag.
        const SEAL: u32 = 28;
        let length = self.stream.read_u32().await?;
        if length > max + SEAL {
            return Err(Broken::Foreign);
        }
        let mut sealed = Vec::new();
        let mut rest = (&mut self.stream).take(u64::from(length));
        rest.read_to_end(&mut sealed).await?;
        self.session.open(&sealed).ok_or(Broken::Foreign)
    }
}

/// The other side's nonce.
async fn hello(stream: &mut UnixStream) -> Result<[u8; PROOF], Broken> {
    let (mut magic, mut nonce) = ([0; MAGIC.len()], [0; PROOF]);
    stream.read_exact(&mut magic).await?;
    if magic != *MAGIC {
        return Err(Broken::Foreign);
    }
    stream.read_exact(&mut nonce).await?;
    Ok(nonce)
}

fn nonce() -> io::Result<[u8; PROOF]> {
    Holder::nonce().map_err(io::Error::other)
}
