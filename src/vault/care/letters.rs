//! Letters: whom the operator writes to, and how far that has come, until everybody had theirs.
//!
//! `letters` has sealed frames, each behind its length. The first holds what is written and the aliases of the
//! people; each of the others is one step. A frame is bound to its number, so that none is left out or put elsewhere.
//! A last one that a crash cut short is not there.
//!
//! INVARIANT: nobody's id is written, of people and servers alike. An alias leads to somebody for only as long as
//! something is kept about them: who is erased meanwhile gets no letter, and nothing here says who it was.
//! INVARIANT: a step is on disk before what it announces is begun.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{Seek as _, SeekFrom, Write as _},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::{
    port::{Fate, VaultError},
    vault::{
        care::requests,
        ground::{
            fault::damaged,
            file::{private_file, sync_dir, wipe},
        },
        keep::Shared,
        ledger::{
            Who,
            seal::{self, Alias, Key},
        },
    },
    vocab::{GuildId, Timestamp, UserId},
};

/// In the directory of the data.
const FILE: &str = "letters";
const NEW: &str = "letters.new";

type Tag = [u8; 32];

#[derive(Serialize, Deserialize)]
struct Head {
    reference: String,
    begun: Timestamp,
    about: String,
    /// Of each person those under which something of theirs is concerned.
    people: Vec<Vec<Alias>>,
}

/// A frame behind the first.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Step {
    Begun(usize),
    Over(usize, Fate),
    Posting(Tag),
    Posted(Tag, bool),
}

/// How far it is with one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progressed<T> {
    Waits,
    /// It may be there.
    Begun,
    Over(T),
}

/// Whom a letter is for, as far as something is kept about them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub user: UserId,
    /// Servers in which it is.
    pub servers: BTreeSet<GuildId>,
}

/// Letters that are being sent.
#[derive(Clone)]
pub struct Letters(Arc<Inner>);

struct Inner {
    shared: Arc<Shared>,
    key: Key,
    head: Head,
    state: Mutex<State>,
}

struct State {
    file: File,
    /// Bytes of whole frames.
    end: u64,
    frames: u64,
    people: BTreeMap<usize, Progressed<Fate>>,
    servers: BTreeMap<Tag, Progressed<bool>>,
}

impl Letters {
    /// On disk when it returns; those that were there before are not looked at.
    pub(in crate::vault) fn begin(
        dir: &Path,
        shared: Arc<Shared>,
        about: String,
        people: &[(UserId, BTreeSet<Option<GuildId>>)],
        now: Timestamp,
    ) -> Result<Self, VaultError> {
        let aliases = people.iter().map(|(user, places)| {
            let all = shared.ledger.of_user(*user).into_iter();
            let concerned = all.filter(|(guild, _)| places.contains(guild));
            concerned.map(|(_, alias)| alias).collect()
        });
        let head = Head {
            reference: requests::receipt()?,
            begun: now,
            about,
            people: aliases.collect(),
        };
        let key = shared.ledger.letters_key();
        let plain = serde_json::to_vec(&head).map_err(std::io::Error::other)?;
        wipe(&dir.join(NEW))?;
        let mut file = private_file(&dir.join(NEW))?;
        let end = append(&mut file, &key, 0, 0, &plain)?;
        file.sync_all()?;
        fs::rename(dir.join(NEW), dir.join(FILE))?;
        sync_dir(dir)?;
        let state = State {
            file,
            end,
            frames: 1,
            people: BTreeMap::new(),
            servers: BTreeMap::new(),
        };
        Ok(Self(Arc::new(Inner {
            shared,
            key,
            head,
            state: Mutex::new(state),
        })))
    }

    /// Those that were begun and are not over, if there are any.
    pub(in crate::vault) fn open(
        dir: &Path,
        shared: Arc<Shared>,
    ) -> Result<Option<Self>, VaultError> {
        let path = dir.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let key = shared.ledger.letters_key();
        let bytes = fs::read(&path)?;
        let mut rest = bytes.as_slice();
        let mut frames = Vec::new();
        while let Some((length, behind)) = rest.split_first_chunk::<4>() {
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            let Some((sealed, behind)) = behind.split_at_checked(length) else {
                break;
            };
            let bound = (frames.len() as u64).to_be_bytes();
            let opened = seal::open(&key, &bound, sealed);
            // A crash leaves at most the last one torn, of which nobody relied on anything.
            let Some(plain) = opened else {
                if behind.is_empty() {
                    break;
                }
                return Err(damaged("the list of whom the operator writes to"));
            };
            frames.push(plain);
            rest = behind;
        }
        let end = (bytes.len() - rest.len()) as u64;
        let unreadable = || damaged("the list of whom the operator writes to");
        let mut plain = frames.iter();
        let head = plain.next().ok_or_else(unreadable)?;
        let head = serde_json::from_slice(head).map_err(|_| unreadable())?;
        let mut state = State {
            file: private_file(&path)?,
            end,
            frames: frames.len() as u64,
            people: BTreeMap::new(),
            servers: BTreeMap::new(),
        };
        for step in plain {
            state.take(serde_json::from_slice(step).map_err(|_| unreadable())?);
        }
        Ok(Some(Self(Arc::new(Inner {
            shared,
            key,
            head,
            state: Mutex::new(state),
        }))))
    }

    /// Forgets them.
    pub(in crate::vault) fn end(dir: &Path) -> Result<(), VaultError> {
        wipe(&dir.join(FILE))
    }

    /// What stands in each of them, and in nothing else.
    #[must_use]
    pub fn reference(&self) -> &str {
        &self.0.head.reference
    }

    #[must_use]
    pub fn begun(&self) -> Timestamp {
        self.0.head.begun
    }

    /// As whoever began them wrote it.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.0.head.about
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.head.people.len()
    }

    /// Whom the letter of this number is for; none where nothing of theirs that is concerned is kept any more.
    #[must_use]
    pub fn addressee(&self, letter: usize) -> Option<Addressee> {
        let mut found: Option<Addressee> = None;
        for alias in self.0.head.people.get(letter)? {
            if let Some(Who::Person(guild, user) | Who::Refused(guild, user)) =
                self.0.shared.ledger.who(alias)
            {
                let one = found.get_or_insert_with(|| Addressee {
                    user,
                    servers: BTreeSet::new(),
                });
                one.servers.extend(guild);
            }
        }
        found
    }

    #[must_use]
    pub fn of(&self, letter: usize) -> Progressed<Fate> {
        let state = self.state();
        let progressed = state.people.get(&letter).copied();
        progressed.unwrap_or(Progressed::Waits)
    }

    /// Whether it was posted in a server.
    #[must_use]
    pub fn in_server(&self, guild: GuildId) -> Progressed<bool> {
        let state = self.state();
        let progressed = state.servers.get(&self.tag(guild)).copied();
        progressed.unwrap_or(Progressed::Waits)
    }

    /// Servers in which it was posted.
    #[must_use]
    pub fn servers(&self) -> u64 {
        let state = self.state();
        let all = state.servers.values();
        all.filter(|one| **one == Progressed::Over(true)).count() as u64
    }

    /// # Errors
    /// As the disk says; then nothing may be sent.
    pub async fn begin_letter(&self, letter: usize) -> Result<(), VaultError> {
        self.note(Step::Begun(letter)).await
    }

    /// # Errors
    /// As the disk says.
    pub async fn end_letter(&self, letter: usize, fate: Fate) -> Result<(), VaultError> {
        self.note(Step::Over(letter, fate)).await
    }

    /// # Errors
    /// As the disk says; then nothing may be posted.
    pub async fn begin_post(&self, guild: GuildId) -> Result<(), VaultError> {
        self.note(Step::Posting(self.tag(guild))).await
    }

    /// # Errors
    /// As the disk says.
    pub async fn end_post(&self, guild: GuildId, is_there: bool) -> Result<(), VaultError> {
        self.note(Step::Posted(self.tag(guild), is_there)).await
    }

    fn tag(&self, guild: GuildId) -> Tag {
        seal::tag(&self.0.key, &[b"server", &guild.0.to_be_bytes()])
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let state = &self.0.state;
        // What was written is counted only once it is on disk.
        state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// On disk when it returns.
    async fn note(&self, step: Step) -> Result<(), VaultError> {
        let this = self.clone();
        let written = tokio::task::spawn_blocking(move || {
            let plain = serde_json::to_vec(&step).map_err(std::io::Error::other)?;
            let mut state = this.state();
            let (end, frames) = (state.end, state.frames);
            // What a crash or a failed write left behind the last whole frame goes first.
            state.file.set_len(end)?;
            let end = append(&mut state.file, &this.0.key, end, frames, &plain)?;
            state.file.sync_data()?;
            state.end = end;
            state.frames += 1;
            state.take(step);
            Ok(())
        });
        written.await.map_err(std::io::Error::other)?
    }
}

impl State {
    fn take(&mut self, step: Step) {
        match step {
            Step::Begun(letter) => drop(self.people.insert(letter, Progressed::Begun)),
            Step::Over(letter, fate) => {
                self.people.insert(letter, Progressed::Over(fate));
            }
            Step::Posting(tag) => drop(self.servers.insert(tag, Progressed::Begun)),
            Step::Posted(tag, is_there) => {
                self.servers.insert(tag, Progressed::Over(is_there));
            }
        }
    }
}

/// Writes a frame where the file ends; gives where it ends then.
fn append(
    file: &mut File,
    key: &Key,
    end: u64,
    number: u64,
    plain: &[u8],
) -> Result<u64, VaultError> {
    let sealed = seal::seal(key, &number.to_be_bytes(), plain)?;
    let length = u32::try_from(sealed.len()).map_err(std::io::Error::other)?;
    let frame = [length.to_be_bytes().as_slice(), &sealed].concat();
    file.seek(SeekFrom::Start(end))?;
    file.write_all(&frame)?;
    Ok(end + frame.len() as u64)
}
