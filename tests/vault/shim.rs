//! A program that runs over `shim.c`: everything it changes under one directory is recorded, or made to fail.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The shim as a library, made once; none without a C compiler, which is said aloud and in CI a failure.
fn library() -> Option<&'static Path> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let make = || {
        let home = tempfile::tempdir().unwrap().keep();
        let (source, library) = (home.join("shim.c"), home.join("shim.so"));
        fs::write(&source, include_str!("shim.c")).unwrap();
        let done = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .args([&library, &source])
            .args(["-ldl", "-lpthread"])
            .output();
        match done {
            Ok(done) => {
                let told = String::from_utf8_lossy(&done.stderr);
                assert!(done.status.success(), "shim.c: {told}");
                Some(library)
            }
            Err(error) => {
                assert!(
                    env::var_os("CI").is_none(),
                    "there is no C compiler, and CI insists: {error}"
                );
                eprintln!("NOT TESTED: no C compiler (apt-get install gcc): {error}");
                None
            }
        }
    };
    MADE.get_or_init(make).as_deref()
}

/// What is to go wrong.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// At which change, from 1.
    pub at: usize,
    pub errno: i32,
    pub how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Once,
    Ever,
    /// Half of what was to be written is written.
    Short,
}

pub const EIO: i32 = 5;
pub const EACCES: i32 = 13;
pub const ENOSPC: i32 = 28;
pub const EROFS: i32 = 30;

/// Puts the shim under a command, for what is below `root`. False when it cannot be made.
pub fn under(command: &mut Command, root: &Path) -> bool {
    let Some(library) = library() else {
        return false;
    };
    command
        .env("LD_PRELOAD", library)
        .env("CANDOR_SHIM_ROOT", root.canonicalize().unwrap());
    true
}

pub fn record(command: &mut Command, log: &Path) {
    command.env("CANDOR_SHIM_LOG", log);
}

/// Syncs of paths that end so are answered and do nothing.
pub fn swallow(command: &mut Command, ending: &str) {
    command.env("CANDOR_SHIM_SWALLOW", ending);
}

pub fn fail(command: &mut Command, fault: Fault) {
    let how = match fault.how {
        How::Once => "once",
        How::Ever => "ever",
        How::Short => "short",
    };
    command.env(
        "CANDOR_SHIM_FAULT",
        format!("{} {} {how}", fault.at, fault.errno),
    );
}

/// One change, or a line that was printed. Paths are relative to the root.
#[derive(Debug, Clone)]
pub enum Event {
    Create {
        path: PathBuf,
        inode: u64,
    },
    MakeDir(PathBuf),
    Write {
        inode: u64,
        offset: u64,
        bytes: Vec<u8>,
    },
    SetLen {
        inode: u64,
        len: u64,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Remove(PathBuf),
    Sync {
        path: PathBuf,
        inode: u64,
    },
    /// Without a promise: opened for writing, or a file range that is begun to be written.
    Nothing,
    Printed(String),
}

impl Event {
    /// Whether the shim counts it among what can fail.
    pub fn counts(&self) -> bool {
        !matches!(self, Self::Printed(_))
    }
}

/// Everything that was recorded, in order.
pub fn events(log: &Path, root: &Path) -> Vec<Event> {
    let bytes = fs::read(log).unwrap();
    let root = root.canonicalize().unwrap();
    let mut rest = bytes.as_slice();
    let mut all = Vec::new();
    while let Some((head, more)) = rest.split_first_chunk::<32>() {
        let number = |at: usize, len: usize| {
            let bytes = head[at..at + len].iter().rev();
            bytes.fold(0u64, |number, byte| number << 8 | u64::from(*byte))
        };
        let len = |at| usize::try_from(number(at, 4)).unwrap();
        let (a, more) = more.split_at(len(4));
        let (b, more) = more.split_at(len(24));
        rest = more;
        let path = |bytes: &[u8]| {
            let path = PathBuf::from(String::from_utf8(bytes.to_vec()).unwrap());
            path.strip_prefix(&root).unwrap().to_owned()
        };
        let (inode, offset) = (number(8, 8), number(16, 8));
        all.push(match head[0] {
            b'c' => Event::Create {
                path: path(a),
                inode,
            },
            b'm' => Event::MakeDir(path(a)),
            b'w' => Event::Write {
                inode,
                offset,
                bytes: a.to_vec(),
            },
            b't' => Event::SetLen { inode, len: offset },
            b'r' => Event::Rename {
                from: path(a),
                to: path(b),
            },
            b'u' | b'd' => Event::Remove(path(a)),
            b's' => Event::Sync {
                path: path(a),
                inode,
            },
            b'f' | b'o' => Event::Nothing,
            b'p' => Event::Printed(String::from_utf8_lossy(a).into_owned()),
            other => {
                let (a, b) = (String::from_utf8_lossy(a), String::from_utf8_lossy(b));
                panic!("cannot be replayed: {} {a} {b}", char::from(other));
            }
        });
    }
    assert!(rest.is_empty(), "the recording is torn");
    all
}
