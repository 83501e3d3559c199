//! What a disk can hold after a power cut, from a recording: everything that was synced, and of the rest what chance says.
//!
//! - A sector of 512 bytes is written whole or not at all. One that was written to since the last sync of its file is as it
//!   was then, or as it was after any write since: writes are dropped, torn and put in another order.
//! - A file's length since its last sync is any that it had.
//! - Names either follow a journal (`Names::Journal`, as on ext4: changes survive in order, and any sync saves all before
//!   it), or only the directory's own sync saves them (`Names::Strict`, all that POSIX promises), each directory losing
//!   its latest changes by itself. A rename happens in both directories or in none.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use crate::shim::Event;

const SECTOR: u64 = 512;
const ROOT: usize = 0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Journal,
    Strict,
}

/// How much of what was not synced is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    All,
    Nothing,
    Some,
}

#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub names: Names,
    pub loss: Loss,
    pub seed: u64,
}

#[derive(Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Pending>,
}

enum Pending {
    Write { offset: u64, bytes: Vec<u8> },
    SetLen(u64),
}

/// A file or a directory, by its number.
#[derive(Clone, Copy)]
enum Node {
    File(usize),
    Dir(usize),
}

#[derive(Clone)]
enum Change {
    Add {
        dir: usize,
        name: String,
        node: Node,
    },
    Remove {
        dir: usize,
        name: String,
    },
    Rename {
        from: (usize, String),
        to: (usize, String),
    },
}

impl Change {
    fn dirs(&self) -> [usize; 2] {
        match self {
            Self::Add { dir, .. } | Self::Remove { dir, .. } => [*dir, *dir],
            Self::Rename { from, to } => [from.0, to.0],
        }
    }
}

type Tree = BTreeMap<usize, BTreeMap<String, Node>>;

/// Names that were synced, and what changed about them since.
#[derive(Default)]
struct Named {
    synced: Tree,
    changes: Vec<Change>,
}

/// The disk while the program runs.
#[derive(Default)]
pub struct Disk {
    files: Vec<File>,
    dirs: usize,
    inodes: BTreeMap<u64, usize>,
    now: Tree,
    journal: Named,
    strict: Named,
}

fn apply(tree: &mut Tree, change: &Change) {
    match change {
        Change::Add { dir, name, node } => {
            tree.entry(*dir).or_default().insert(name.clone(), *node);
        }
        Change::Remove { dir, name } => {
            tree.entry(*dir).or_default().remove(name);
        }
        Change::Rename { from, to } => {
            if let Some(node) = tree.entry(from.0).or_default().remove(&from.1) {
                tree.entry(to.0).or_default().insert(to.1.clone(), node);
            }
        }
    }
}

impl Disk {
    pub fn happens(&mut self, event: &Event) {
        match event {
            Event::Create { path, inode } => {
                self.files.push(File::default());
                let file = self.files.len() - 1;
                self.inodes.insert(*inode, file);
                let (dir, name) = self.place(path);
                let node = Node::File(file);
                self.change(Change::Add { dir, name, node });
            }
            Event::MakeDir(path) => {
                self.dirs += 1;
                let node = Node::Dir(self.dirs);
                let (dir, name) = self.place(path);
                self.change(Change::Add { dir, name, node });
            }
            Event::Write {
                inode,
                offset,
                bytes,
            } => self.file(*inode).pending.push(Pending::Write {
                offset: *offset,
                bytes: bytes.clone(),
            }),
            Event::SetLen { inode, len } => {
                self.file(*inode).pending.push(Pending::SetLen(*len));
            }
            Event::Rename { from, to } => {
                let (from, to) = (self.place(from), self.place(to));
                self.change(Change::Rename { from, to });
            }
            Event::Remove(path) => {
                let (dir, name) = self.place(path);
                self.change(Change::Remove { dir, name });
            }
            Event::Sync { path, inode } => self.sync(path, *inode),
            Event::Nothing | Event::Printed(_) => {}
        }
    }

    fn file(&mut self, inode: u64) -> &mut File {
        &mut self.files[self.inodes[&inode]]
    }

    fn dir(&self, path: &Path) -> Option<usize> {
        let mut at = ROOT;
        for part in path {
            match self.now.get(&at)?.get(part.to_str().unwrap())? {
                Node::Dir(dir) => at = *dir,
                Node::File(_) => return None,
            }
        }
        Some(at)
    }

    fn place(&self, path: &Path) -> (usize, String) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (self.dir(path.parent().unwrap()).unwrap(), name)
    }

    fn change(&mut self, change: Change) {
        apply(&mut self.now, &change);
        self.journal.changes.push(change.clone());
        self.strict.changes.push(change);
    }

    fn sync(&mut self, path: &Path, inode: u64) {
        for change in std::mem::take(&mut self.journal.changes) {
            apply(&mut self.journal.synced, &change);
        }
        if let Some(dir) = self.dir(path) {
            self.strict.sync(dir);
        } else {
            let file = self.file(inode);
            for pending in std::mem::take(&mut file.pending) {
                pending.apply(&mut file.synced);
            }
        }
    }

    /// Writes what is left after a cut now into the empty directory `to`.
    pub fn cut(&self, cut: Cut, to: &Path) {
        let mut dice = fastrand::Rng::with_seed(cut.seed);
        let named = match cut.names {
            Names::Journal => &self.journal,
            Names::Strict => &self.strict,
        };
        let mut tree = named.synced.clone();
        let mut lost = BTreeSet::new();
        for change in &named.changes {
            let goes = match cut.loss {
                Loss::All => true,
                Loss::Nothing => false,
                Loss::Some => dice.u8(..4) == 0,
            };
            let follows = match cut.names {
                Names::Journal => !lost.is_empty(),
                Names::Strict => change.dirs().iter().any(|dir| lost.contains(dir)),
            };
            if goes || follows {
                lost.extend(change.dirs());
            } else {
                apply(&mut tree, change);
            }
        }
        self.put(ROOT, &tree, cut.loss, &mut dice, to);
    }

    fn put(&self, dir: usize, tree: &Tree, loss: Loss, dice: &mut fastrand::Rng, to: &Path) {
        for (name, node) in tree.get(&dir).into_iter().flatten() {
            let path = to.join(name);
            match node {
                Node::Dir(dir) => {
                    fs::create_dir(&path).unwrap();
                    self.put(*dir, tree, loss, dice, &path);
                }
                Node::File(file) => fs::write(path, self.files[*file].left(loss, dice)).unwrap(),
            }
        }
    }
}

impl Named {
    /// A directory was synced. What that depends on comes along: earlier changes of the directories that a rename joins.
    fn sync(&mut self, dir: usize) {
        let mut dirs = BTreeSet::from([dir]);
        let mut saved = vec![false; self.changes.len()];
        loop {
            let before = dirs.len();
            for (change, saved) in self.changes.iter().zip(&mut saved).rev() {
                if change.dirs().iter().any(|dir| dirs.contains(dir)) {
                    *saved = true;
                    dirs.extend(change.dirs());
                }
            }
            if dirs.len() == before {
                break;
            }
        }
        let mut saved = saved.into_iter();
        let synced = &mut self.synced;
        self.changes.retain(|change| {
            let saved = saved.next().unwrap();
            if saved {
                apply(synced, change);
            }
            !saved
        });
    }
}

impl Pending {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => {
                let start = usize::try_from(*offset).unwrap();
                let end = start + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[start..end].copy_from_slice(bytes);
            }
            Self::SetLen(len) => content.resize(usize::try_from(*len).unwrap(), 0),
        }
    }
}

impl File {
    fn left(&self, loss: Loss, dice: &mut fastrand::Rng) -> Vec<u8> {
        let mut content = self.synced.clone();
        match loss {
            Loss::All => {}
            Loss::Nothing => {
                for pending in &self.pending {
                    pending.apply(&mut content);
                }
            }
            Loss::Some => self.some(&mut content, dice),
        }
        content
    }

    fn some(&self, content: &mut Vec<u8>, dice: &mut fastrand::Rng) {
        let mut writes: BTreeMap<u64, u64> = BTreeMap::new();
        let mut lens = vec![content.len()];
        for pending in &self.pending {
            let last = lens.last().copied().unwrap_or_default();
            lens.push(match pending {
                Pending::Write { offset, bytes } => {
                    for sector in sectors(*offset, bytes.len()) {
                        *writes.entry(sector).or_default() += 1;
                    }
                    last.max(usize::try_from(*offset).unwrap() + bytes.len())
                }
                Pending::SetLen(len) => usize::try_from(*len).unwrap(),
            });
        }
        let len = *dice.choice(&lens).unwrap();
        // Of the writes to a sector, how many it has seen.
        for seen in writes.values_mut() {
            *seen = dice.u64(0..=*seen);
        }
        for pending in &self.pending {
            // That it was cut is in the length only.
            let Pending::Write { offset, bytes } = pending else {
                continue;
            };
            for sector in sectors(*offset, bytes.len()) {
                let seen = writes.get_mut(&sector).unwrap();
                if *seen == 0 {
                    continue;
                }
                *seen -= 1;
                let start = (sector * SECTOR).max(*offset);
                let end = ((sector + 1) * SECTOR).min(offset + bytes.len() as u64);
                let within = |at: u64| usize::try_from(at - offset).unwrap();
                let part = Pending::Write {
                    offset: start,
                    bytes: bytes[within(start)..within(end)].to_vec(),
                };
                part.apply(content);
            }
        }
        content.resize(len, 0);
    }
}

fn sectors(offset: u64, len: usize) -> std::ops::Range<u64> {
    if len == 0 {
        return 0..0;
    }
    offset / SECTOR..(offset + len as u64).div_ceil(SECTOR)
}

fn create(path: &str, inode: u64) -> Event {
    Event::Create {
        path: path.into(),
        inode,
    }
}

fn write(inode: u64, bytes: Vec<u8>) -> Event {
    Event::Write {
        inode,
        offset: 0,
        bytes,
    }
}

fn sync(path: &str, inode: u64) -> Event {
    Event::Sync {
        path: path.into(),
        inode,
    }
}

/// All that can be left after a cut at the end.
fn cuts(events: &[Event], names: Names) -> BTreeSet<BTreeMap<String, Vec<u8>>> {
    let mut disk = Disk::default();
    for event in events {
        disk.happens(event);
    }
    let mut all = BTreeSet::new();
    for seed in 0..200 {
        for loss in [Loss::All, Loss::Nothing, Loss::Some] {
            let home = tempfile::tempdir().unwrap();
            disk.cut(Cut { names, loss, seed }, home.path());
            let mut left = BTreeMap::new();
            for path in crate::disk::files(home.path()) {
                let name = path.strip_prefix(home.path()).unwrap().to_str().unwrap();
                left.insert(name.to_owned(), fs::read(&path).unwrap());
            }
            all.insert(left);
        }
    }
    all
}

#[test]
fn what_was_synced_stays_and_the_rest_comes_in_every_way() {
    let renamed = Event::Rename {
        from: "b".into(),
        to: "c".into(),
    };
    let events = [
        create("a", 1),
        write(1, vec![1; 1024]),
        sync("a", 1),
        sync("", 0),
        write(1, vec![2; 1024]),
        create("b", 2),
        renamed,
    ];
    for names in [Names::Journal, Names::Strict] {
        let all = cuts(&events, names);
        // Each of two sectors old or new; the second name not there, `b`, or `c`.
        assert_eq!(all.len(), 4 * 3);
        assert!(all.iter().all(|left| left["a"].len() == 1024));
    }
}

#[test]
fn without_a_journal_each_directory_is_synced_for_itself() {
    let events = [
        Event::MakeDir("x".into()),
        Event::MakeDir("y".into()),
        sync("", 0),
        create("x/a", 1),
        create("y/b", 2),
        sync("y/b", 2),
        sync("y", 3),
    ];
    let least = |names| cuts(&events, names).iter().map(BTreeMap::len).min();
    assert_eq!(least(Names::Strict), Some(1));
    assert_eq!(least(Names::Journal), Some(2));
}
