//! The record of requests: what people asked about their data, when to the hour, and what came of it. It names nobody,
//! and stays when everybody is erased.
//!
//! `requests` has a line of JSON for each step: asked, done or not done. A line carries the HMAC, under a key of the
//! ledger, of itself and of the line before. `requests.head` has the number and the HMAC of the last line. So a line that
//! was changed, removed or put in is found, the last ones too; not found is only the work of somebody who has the master
//! key, or who puts both files back together as they were.
//!
//! INVARIANT: nothing of a person or a server is written: an id here is random.
//! INVARIANT: that something was asked is on disk before it is done, and that it was done before anybody is told.

use std::{
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    plan::EraseRule,
    port::{Erased, Request, VaultError},
    vault::{
        ground::file::{private_file, sync_dir},
        ledger::{
            Ledger,
            key::MasterKey,
            seal::{self, Key},
        },
        open,
    },
    vocab::{Duration, Timestamp},
};

const FILE: &str = "requests";
const HEAD: &str = "requests.head";
const HOUR_MS: i64 = 3_600_000;
/// Of a receipt, in characters: 80 random bits, five a character.
const RECEIPT: usize = 16;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

type Mac = [u8; 32];

/// One line, without its HMAC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
enum Step {
    Asked {
        receipt: String,
        /// Of the hour in which it was asked, in milliseconds.
        hour: i64,
        #[serde(flatten)]
        request: Request,
    },
    Done {
        receipt: String,
        #[serde(flatten)]
        counts: Counts,
    },
    NotDone {
        receipt: String,
    },
    /// A line that a crash had cut short was taken away. Nobody had been told of it.
    Mended,
    /// Lines were missing at this point when the record was opened.
    Missing,
}

/// What was done, in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    pub deleted: u64,
    pub redacted: u64,
    pub pseudonymised: u64,
    /// Left as they are, since the policy refuses it.
    #[serde(default)]
    pub refused: u64,
    /// How long it took.
    pub took_ms: u64,
}

#[derive(Serialize, Deserialize)]
struct Line {
    is: Box<RawValue>,
    mac: String,
}

/// All requests, oldest first, and what is wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    pub requests: Vec<Recorded>,
    /// Lines that a crash had cut short and that were taken away.
    pub mended: u64,
    /// Facts for people; empty when every line is as it was written and none is missing.
    pub wrong: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Recorded {
    pub receipt: String,
    /// The beginning of the hour, in milliseconds since 1970.
    pub hour: Timestamp,
    #[serde(flatten)]
    pub request: Request,
    /// Null when nobody knows: the process ended in between.
    pub outcome: Option<RequestOutcome>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "was")]
pub enum RequestOutcome {
    Done(Counts),
    NotDone,
}

/// The open end of the record.
pub(in crate::vault) struct Requests {
    file: File,
    head: File,
    key: Key,
    /// Bytes of the lines so far.
    end: u64,
    lines: u64,
    last: Mac,
}

/// What a look at both files finds.
struct Found {
    steps: Vec<Option<Step>>,
    /// The HMAC that each line carries; zeros where there is none to read.
    macs: Vec<Mac>,
    wrong: Vec<String>,
    /// Bytes of whole lines.
    whole: u64,
    torn: bool,
    missing: bool,
}

impl Requests {
    /// Opens the record in `dir`, or begins it, and takes away a line that was cut short.
    pub(in crate::vault) fn open(dir: &Path, key: Key) -> Result<Self, VaultError> {
        let found = look(dir, &key)?;
        let new = !dir.join(FILE).exists() || !dir.join(HEAD).exists();
        let (file, head) = (
            private_file(&dir.join(FILE))?,
            private_file(&dir.join(HEAD))?,
        );
        if new {
            sync_dir(dir)?;
        }
        let mut requests = Self {
            file,
            head,
            key,
            end: found.whole,
            lines: found.macs.len() as u64,
            last: found.macs.last().copied().unwrap_or_default(),
        };
        if found.torn {
            requests.append(&Step::Mended)?;
        }
        if found.missing {
            requests.append(&Step::Missing)?;
        }
        if !found.wrong.is_empty() {
            tracing::error!(
                "the record of requests was changed; `candor data requests` tells what is wrong"
            );
        }
        requests.write_head()?;
        Ok(requests)
    }

    /// The receipt under which the outcome is entered.
    pub(in crate::vault) fn asked(
        &mut self,
        request: Request,
        now: Timestamp,
    ) -> Result<String, VaultError> {
        let receipt = receipt()?;
        self.append(&Step::Asked {
            receipt: receipt.clone(),
            hour: now.0 - now.0.rem_euclid(HOUR_MS),
            request,
        })?;
        Ok(receipt)
    }

    /// `erased` is none when it was not done.
    pub(in crate::vault) fn ended(
        &mut self,
        receipt: &str,
        erased: Option<&Erased>,
        took: std::time::Duration,
    ) -> Result<(), VaultError> {
        let receipt = receipt.to_owned();
        self.append(&match erased {
            Some(erased) => Step::Done {
                receipt,
                counts: Counts {
                    deleted: erased.rows_by(EraseRule::Delete),
                    redacted: erased.rows_by(EraseRule::Redact),
                    pseudonymised: erased.rows_by(EraseRule::Pseudonymise),
                    refused: erased.rows_by(EraseRule::Refuse),
                    took_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
                },
            },
            None => Step::NotDone { receipt },
        })
    }

    /// On disk when it returns.
    fn append(&mut self, step: &Step) -> Result<(), VaultError> {
        let is = serde_json::value::to_raw_value(step).map_err(std::io::Error::other)?;
        let mac = mac(&self.key, &self.last, is.get());
        let line = Line {
            is,
            mac: BASE64.encode(mac),
        };
        let mut line = serde_json::to_vec(&line).map_err(std::io::Error::other)?;
        line.push(b'\n');
        // What a crash or a failed write left behind the last whole line goes first.
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&line)?;
        self.file.sync_data()?;
        self.end += line.len() as u64;
        self.lines += 1;
        self.last = mac;
        self.write_head()
    }

    fn write_head(&mut self) -> Result<(), VaultError> {
        let head = head_of(&self.key, self.lines, &self.last);
        self.head.seek(SeekFrom::Start(0))?;
        self.head.write_all(&head)?;
        Ok(self.head.sync_data()?)
    }
}

/// The record of requests in `dir`, checked.
///
/// # Errors
/// `Refused` when the key is another one, a process uses the data, or there is none; as the disk says.
pub fn requests(dir: &Path, key: &MasterKey) -> Result<Record, VaultError> {
    let _lock = open::at_rest(dir)?;
    read(dir, &Ledger::open(dir, key)?.record_key())
}

/// Reads the whole record and checks it. Changes nothing.
pub(in crate::vault) fn read(dir: &Path, key: &Key) -> Result<Record, VaultError> {
    let found = look(dir, key)?;
    let mut record = Record {
        wrong: found.wrong,
        ..Record::default()
    };
    if found.missing {
        record.wrong.push(
            "the last lines are missing, or `requests.head` is not the one written with them"
                .to_owned(),
        );
    }
    for (number, step) in (1u64..).zip(found.steps) {
        let Some(step) = step else { continue };
        let mut end = |receipt: &str, outcome| {
            let mut all = record.requests.iter_mut().rev();
            if let Some(asked) = all.find(|asked| asked.receipt == receipt) {
                asked.outcome = Some(outcome);
            }
        };
        match step {
            Step::Asked {
                receipt,
                hour,
                request,
            } => record.requests.push(Recorded {
                receipt,
                hour: Timestamp(hour),
                request,
                outcome: None,
            }),
            Step::Done { receipt, counts } => end(&receipt, RequestOutcome::Done(counts)),
            Step::NotDone { receipt } => end(&receipt, RequestOutcome::NotDone),
            Step::Mended => record.mended += 1,
            Step::Missing => record.wrong.push(format!(
                "lines before line {number} were missing when the bot started"
            )),
        }
    }
    Ok(record)
}

fn look(dir: &Path, key: &Key) -> Result<Found, VaultError> {
    let bytes = bytes_of(&dir.join(FILE))?;
    let whole = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let mut found = Found {
        steps: Vec::new(),
        macs: Vec::new(),
        wrong: Vec::new(),
        whole: whole as u64,
        torn: whole < bytes.len(),
        missing: false,
    };
    let mut before = Mac::default();
    let text = bytes.get(..whole).unwrap_or_default();
    for (number, line) in (1u64..).zip(text.split_inclusive(|byte| *byte == b'\n')) {
        let line = serde_json::from_slice::<Line>(line).ok();
        let carried = line.as_ref().and_then(|line| BASE64.decode(&line.mac).ok());
        let carried = carried.and_then(|mac| Mac::try_from(mac).ok());
        let is = line.as_ref().map_or("", |line| line.is.get());
        let fits = carried == Some(mac(key, &before, is));
        if !fits {
            found.wrong.push(format!(
                "line {number} was changed, or lines before it were taken away or put in"
            ));
        }
        found
            .steps
            .push(serde_json::from_str(is).ok().filter(|_| fits));
        before = carried.unwrap_or_default();
        found.macs.push(before);
    }
    found.missing = !is_head(&bytes_of(&dir.join(HEAD))?, key, &found.macs);
    Ok(found)
}

/// Whether the head is that of these lines, or of all but the last, which was then being written.
fn is_head(head: &[u8], key: &Key, macs: &[Mac]) -> bool {
    let of = |macs: &[Mac]| {
        let last = macs.last().copied().unwrap_or_default();
        head_of(key, macs.len() as u64, &last)
    };
    let all_but_last = macs.split_last().map(|(_, rest)| rest);
    head == of(macs)
        || all_but_last.is_some_and(|rest| head == of(rest) || (rest.is_empty() && head.is_empty()))
        || (macs.is_empty() && head.is_empty())
}

fn head_of(key: &Key, lines: u64, last: &Mac) -> Vec<u8> {
    let lines = lines.to_be_bytes();
    let proof = seal::tag(key, &[b"head", &lines, last]);
    [lines.as_slice(), last, &proof].concat()
}

fn mac(key: &Key, before: &Mac, is: &str) -> Mac {
    seal::tag(key, &[b"line", before, is.as_bytes()])
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, VaultError> {
    let mut bytes = Vec::new();
    match fs::File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    Ok(bytes)
}

/// `7K3M-ABCD-EFGH-JKMN`, from nothing but chance.
pub(in crate::vault) fn receipt() -> Result<String, VaultError> {
    let random = seal::random::<RECEIPT>()?;
    let mut text = String::with_capacity(RECEIPT + 3);
    for (at, byte) in random.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        let place = usize::from(byte & 31);
        text.push(char::from(ALPHABET.get(place).copied().unwrap_or(b'0')));
    }
    Ok(text)
}

/// Requests asked within this time before `now`.
#[must_use]
pub fn recent(record: &Record, now: Timestamp, within: Duration) -> usize {
    let asked = record.requests.iter();
    asked
        .filter(|one| now.since(one.hour).ms <= within.ms)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{RequestKind, RequestedBy};

    const KEY: Key = [7; 32];
    const NOW: Timestamp = Timestamp(1_760_001_234_567);
    const REQUEST: Request = Request {
        kind: RequestKind::Erasure,
        by: RequestedBy::Person,
        everywhere: true,
    };

    fn filled(dir: &Path, requests: usize) {
        let mut record = Requests::open(dir, KEY).unwrap();
        for _ in 0..requests {
            let receipt = record.asked(REQUEST, NOW).unwrap();
            let mut erased = Erased::default();
            erased.add("warning", EraseRule::Delete);
            let took = std::time::Duration::from_millis(3);
            record.ended(&receipt, Some(&erased), took).unwrap();
        }
    }

    fn lines(dir: &Path) -> Vec<String> {
        let text = fs::read_to_string(dir.join(FILE)).unwrap();
        text.split_inclusive('\n').map(str::to_owned).collect()
    }

    #[test]
    fn a_request_is_listed_with_its_outcome_and_the_hour() {
        let home = tempfile::tempdir().unwrap();
        filled(home.path(), 2);
        let mut record = Requests::open(home.path(), KEY).unwrap();
        let open = record.asked(REQUEST, NOW).unwrap();
        let failed = record.asked(REQUEST, NOW).unwrap();
        record
            .ended(&failed, None, std::time::Duration::ZERO)
            .unwrap();
        let read = read(home.path(), &KEY).unwrap();
        assert_eq!(
            (read.wrong.len(), read.mended, read.requests.len()),
            (0, 0, 4)
        );
        assert_eq!(read.requests[0].hour, Timestamp(1_760_000_400_000));
        let counts = Counts {
            deleted: 1,
            took_ms: 3,
            ..Counts::default()
        };
        assert_eq!(read.requests[1].outcome, Some(RequestOutcome::Done(counts)));
        assert_eq!(
            (&read.requests[2].receipt, read.requests[2].outcome),
            (&open, None)
        );
        assert_eq!(read.requests[3].outcome, Some(RequestOutcome::NotDone));
        assert_eq!(recent(&read, NOW, Duration::days(30)), 4);
        assert_eq!(
            recent(&read, NOW.plus(Duration::days(31)), Duration::days(30)),
            0
        );
    }

    /// Whatever is done to the lines without the key is found, and stays found after the next start.
    #[test]
    fn a_line_that_is_changed_removed_moved_or_put_in_is_found() {
        type Change = fn(&mut Vec<String>);
        let changes: [(&str, Change); 7] = [
            ("changed", |all| {
                all[2] = all[2].replace("erasure", "export");
            }),
            ("removed", |all| drop(all.remove(1))),
            ("first removed", |all| drop(all.remove(0))),
            ("last removed", |all| drop(all.pop())),
            ("last ones removed", |all| all.truncate(2)),
            ("moved", |all| all.swap(1, 3)),
            ("put in again", |all| all.push(all[0].clone())),
        ];
        for (what, change) in changes {
            let home = tempfile::tempdir().unwrap();
            filled(home.path(), 3);
            assert_eq!(read(home.path(), &KEY).unwrap().wrong, [""; 0]);
            let mut all = lines(home.path());
            change(&mut all);
            fs::write(home.path().join(FILE), all.concat()).unwrap();
            assert!(!read(home.path(), &KEY).unwrap().wrong.is_empty(), "{what}");
            filled(home.path(), 1);
            assert!(
                !read(home.path(), &KEY).unwrap().wrong.is_empty(),
                "{what}, and used since"
            );
        }
        let home = tempfile::tempdir().unwrap();
        filled(home.path(), 3);
        for name in [FILE, HEAD] {
            let kept = fs::read(home.path().join(name)).unwrap();
            fs::remove_file(home.path().join(name)).unwrap();
            assert!(
                !read(home.path(), &KEY).unwrap().wrong.is_empty(),
                "without {name}"
            );
            fs::write(home.path().join(name), kept).unwrap();
        }
        assert_eq!(read(home.path(), &KEY).unwrap().wrong, [""; 0]);
        assert!(
            !read(home.path(), &[8; 32]).unwrap().wrong.is_empty(),
            "another key"
        );
    }

    /// At whatever byte a crash cuts the last line, the next start goes on, and tells that it mended something.
    #[test]
    fn a_line_cut_short_by_a_crash_is_taken_away_and_told() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path();
        filled(dir, 1);
        let (file, head) = (
            fs::read(dir.join(FILE)).unwrap(),
            fs::read(dir.join(HEAD)).unwrap(),
        );
        filled(dir, 1);
        let longer = fs::read(dir.join(FILE)).unwrap();
        let next = file.len()
            + longer[file.len()..]
                .iter()
                .position(|b| *b == b'\n')
                .unwrap();
        for cut in file.len()..=next + 1 {
            fs::write(dir.join(FILE), &longer[..cut]).unwrap();
            fs::write(dir.join(HEAD), &head).unwrap();
            filled(dir, 1);
            let read = read(dir, &KEY).unwrap();
            assert_eq!(read.wrong, [""; 0], "cut at {cut}");
            let torn = cut > file.len() && cut <= next;
            assert_eq!(read.mended, u64::from(torn), "cut at {cut}");
            assert_eq!(read.requests.len(), if cut > next { 3 } else { 2 });
        }
    }
}
