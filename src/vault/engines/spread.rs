//! Reading everything at once: as many threads as the machine has, each in a part of the keys of its own. Whoever is
//! done takes half of what another has left, so that it does not matter how the keys lie.
//!
//! INVARIANT: each entry is visited once; of several errors the one at the lowest key is told, whichever thread was
//! faster.

use std::{
    num::NonZero,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use super::{Readable, Visit, Walk};
use crate::{
    port::VaultError,
    vault::{ground::fault::damaged, rows::layout::DbKey},
};

/// Entries that are read before others are looked after.
const LOOK: usize = 512;

/// Visits every entry that starts with `prefix`. Each thread gathers for itself.
pub(in crate::vault) fn each<S: Readable + ?Sized, A: Default + Send>(
    source: &S,
    prefix: &[u8],
    visit: impl Fn(&mut A, &[u8], &[u8]) -> Result<(), VaultError> + Sync,
) -> Result<Vec<A>, VaultError> {
    if let Some(source) = source.several() {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        return Spread::new(source, prefix, threads).each(visit);
    }
    let mut gathered = A::default();
    source.each(prefix, &mut |key, value| visit(&mut gathered, key, value))?;
    Ok(vec![gathered])
}

/// Keys from one on, up to another.
#[derive(Debug, Clone)]
struct Part {
    from: DbKey,
    to: DbKey,
}

struct Work {
    /// Nobody reads them yet.
    parts: Vec<Part>,
    idle: usize,
    failed: Option<(DbKey, VaultError)>,
}

struct Spread<'a> {
    source: &'a dyn Walk,
    prefix: &'a [u8],
    threads: usize,
    work: Mutex<Work>,
    changed: Condvar,
}

impl<'a> Spread<'a> {
    fn new(source: &'a dyn Walk, prefix: &'a [u8], threads: usize) -> Self {
        let all = Part {
            from: prefix.to_vec(),
            to: after(prefix),
        };
        Self {
            source,
            prefix,
            threads,
            work: Mutex::new(Work {
                parts: vec![all],
                idle: 0,
                failed: None,
            }),
            changed: Condvar::new(),
        }
    }

    fn each<A: Default + Send>(
        &self,
        visit: impl Fn(&mut A, &[u8], &[u8]) -> Result<(), VaultError> + Sync,
    ) -> Result<Vec<A>, VaultError> {
        let read = || {
            let mut gathered = A::default();
            self.read(&mut |key, value| visit(&mut gathered, key, value));
            gathered
        };
        let gathered: Vec<A> = thread::scope(|scope| {
            let others: Vec<_> = (1..self.threads)
                .filter_map(|_| {
                    let thread = thread::Builder::new().name("reader".to_owned());
                    let begun = thread.spawn_scoped(scope, read);
                    // Those that there are do it all.
                    begun.map_err(|_| self.leave()).ok()
                })
                .collect();
            let own = read();
            let gone = |_| self.fail(DbKey::new(), damaged("the database"));
            let others = others.into_iter();
            let others = others.filter_map(|other| other.join().map_err(gone).ok());
            others.chain([own]).collect()
        });
        match self.work().failed.take() {
            Some((_, error)) => Err(error),
            None => Ok(gathered),
        }
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One thread's share, until nothing is left for anybody.
    fn read(&self, visit: Visit<'_>) {
        while let Some(part) = self.next() {
            let begin = part.from.clone();
            let done = catch_unwind(AssertUnwindSafe(|| self.through(part, visit)));
            // Others would wait for ever for one that is gone.
            let done = done.unwrap_or_else(|_| Err((begin, damaged("the database"))));
            if let Err((at, error)) = done {
                self.fail(at, error);
            }
        }
    }

    /// Waits for a part; none when everybody waits.
    fn next(&self) -> Option<Part> {
        let mut work = self.work();
        work.idle += 1;
        loop {
            if let Some(part) = work.parts.pop() {
                work.idle -= 1;
                return Some(part);
            }
            if work.idle >= self.threads {
                self.changed.notify_all();
                return None;
            }
            let woken = self.changed.wait(work);
            work = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn leave(&self) {
        self.work().idle += 1;
        self.changed.notify_all();
    }

    fn fail(&self, at: DbKey, error: VaultError) {
        let mut work = self.work();
        if work.failed.as_ref().is_none_or(|(first, _)| at < *first) {
            work.failed = Some((at, error));
        }
    }

    fn through(&self, mut part: Part, visit: Visit<'_>) -> Result<(), (DbKey, VaultError)> {
        if !self.counts(&part) {
            return Ok(());
        }
        let (mut from, mut read, mut failed) = (part.from.clone(), 0, None);
        let walked = self.source.walk(&from.clone(), &mut |key, value| {
            if key >= part.to.as_slice() || !key.starts_with(self.prefix) {
                return Ok(ControlFlow::Break(()));
            }
            if let Err(error) = visit(key, value) {
                failed = Some((key.to_vec(), error));
                return Ok(ControlFlow::Break(()));
            }
            read += 1;
            if read % LOOK == 0 {
                part.from = [key, &[0]].concat();
                from.clone_from(&part.from);
                if !self.counts(&part) {
                    return Ok(ControlFlow::Break(()));
                }
                self.share(&mut part)?;
            }
            Ok(ControlFlow::Continue(()))
        });
        // Where a page is damaged, it is behind all that this thread has read.
        walked.map_err(|error| (from, error))?;
        failed.map_or(Ok(()), Err)
    }

    /// What lies behind an error does not.
    fn counts(&self, part: &Part) -> bool {
        let work = self.work();
        work.failed.as_ref().is_none_or(|(at, _)| part.from < *at)
    }

    /// Gives half of what is left to somebody who waits.
    fn share(&self, part: &mut Part) -> Result<(), VaultError> {
        let is_wanted = {
            let work = self.work();
            work.idle > work.parts.len()
        };
        if is_wanted && let Some(half) = self.halve(part)? {
            self.work().parts.push(half);
            self.changed.notify_one();
        }
        Ok(())
    }

    /// Takes the upper half out of a part; none where nothing is left to divide.
    fn halve(&self, part: &mut Part) -> Result<Option<Part>, VaultError> {
        let ends = self.source.ends(&part.from, &part.to)?;
        let middle = ends.and_then(|(first, last)| between(&first, &last));
        Ok(middle.map(|middle| Part {
            from: middle.clone(),
            to: std::mem::replace(&mut part.to, middle),
        }))
    }
}

/// The first key that is behind all that start with `prefix`.
fn after(prefix: &[u8]) -> DbKey {
    let mut after = prefix.to_vec();
    while let Some(last) = after.pop() {
        if let Some(next) = last.checked_add(1) {
            after.push(next);
            return after;
        }
    }
    // No key begins with this.
    vec![u8::MAX]
}

/// A key in the middle between two, of which the second may be it.
fn between(low: &[u8], high: &[u8]) -> Option<DbKey> {
    let same = low.iter().zip(high).take_while(|(a, b)| a == b).count();
    let number = |key: &[u8]| {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(key.iter().skip(same)) {
            *to = *from;
        }
        u64::from_be_bytes(bytes)
    };
    let (from, to) = (number(low), number(high));
    let half = to.checked_sub(from)?.div_ceil(2);
    let middle: DbKey = low
        .iter()
        .take(same)
        .copied()
        .chain((from + half).to_be_bytes())
        .collect();
    // Shorter keys are filled with zeros.
    (low < middle.as_slice() && middle.as_slice() <= high).then_some(middle)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::vault::engines::{Engine as _, disk::Sled};

    const COUNT: u64 = 5 * LOOK as u64;
    const SHAPES: [&str; 4] = ["random", "one server", "numbered", "uneven"];

    fn keys(shape: &str) -> BTreeSet<DbKey> {
        let mut dice = fastrand::Rng::with_seed(7);
        let server = [7; 20];
        let key = |nth: u64| match shape {
            "random" => [&[1], &dice.u128(..).to_be_bytes()[..]].concat(),
            "one server" => [&[1], &server[..], &dice.u64(..).to_be_bytes()].concat(),
            "numbered" => [&[1], &server[..], &((1 << 63) + nth).to_be_bytes()].concat(),
            // Nearly all of them right behind the first.
            _ if nth == 0 => vec![1, 255, 255],
            _ => [&[1], &[0; 20][..], &nth.to_be_bytes()].concat(),
        };
        (0..COUNT).map(key).collect()
    }

    struct Filled {
        _home: tempfile::TempDir,
        keys: BTreeSet<DbKey>,
        engine: Sled,
    }

    fn filled(shape: &str) -> Filled {
        let (home, keys) = (tempfile::tempdir().unwrap(), keys(shape));
        let engine = Sled::open(home.path()).unwrap();
        let others = [vec![0, 255], vec![2], vec![2, 1]];
        let all = keys.iter().chain(&others);
        let all = all.map(|key| (key.clone(), Some(key.clone())));
        engine.apply(all.collect()).unwrap();
        Filled {
            _home: home,
            keys,
            engine,
        }
    }

    fn note(seen: &mut Vec<DbKey>, key: &[u8], value: &[u8]) -> Result<(), VaultError> {
        seen.push(key.to_vec());
        let same = (key == value).then_some(());
        same.ok_or_else(|| damaged("an entry"))
    }

    #[test]
    fn every_entry_is_visited_once_however_the_keys_lie_and_however_many_read() {
        for shape in SHAPES {
            let filled = filled(shape);
            let (keys, engine) = (&filled.keys, &filled.engine);
            for threads in [1, 2, 5] {
                let seen = Spread::new(engine, &[1], threads).each(note).unwrap();
                assert_eq!(seen.len(), threads);
                let mut seen = seen.concat();
                seen.sort_unstable();
                assert!(seen.iter().eq(keys), "{shape}, {threads} threads");
            }
            let nothing = Spread::new(engine, &[3], 2).each(note).unwrap();
            assert!(nothing.concat().is_empty());
            assert_eq!(each(engine, &[1], note).unwrap().concat().len(), keys.len());
        }
    }

    #[test]
    fn a_part_is_cut_until_each_has_one_entry_and_none_is_lost() {
        for shape in SHAPES {
            let filled = filled(shape);
            let (keys, engine) = (&filled.keys, &filled.engine);
            let spread = Spread::new(engine, &[1], 2);
            let within = |part: &Part| keys.range(part.from.clone()..part.to.clone()).count();
            let mut whole = spread.work().parts.pop().unwrap();
            let half = spread.halve(&mut whole).unwrap().unwrap();
            let halves = [within(&whole), within(&half)];
            assert_eq!(halves[0] + halves[1], keys.len());
            let least = if shape == "uneven" { 1 } else { keys.len() / 8 };
            assert!(
                halves.iter().all(|half| *half >= least),
                "{shape}: {halves:?}"
            );
            let mut parts = vec![whole, half];
            let mut single = 0;
            while let Some(mut part) = parts.pop() {
                if let Some(half) = spread.halve(&mut part).unwrap() {
                    parts.extend([part, half]);
                } else {
                    assert_eq!(within(&part), 1, "{shape}");
                    single += 1;
                }
            }
            assert_eq!(single, keys.len());
        }
    }

    #[test]
    fn of_several_errors_the_lowest_is_told() {
        let filled = filled("random");
        let (keys, engine) = (&filled.keys, &filled.engine);
        let mut dice = fastrand::Rng::with_seed(3);
        for threads in [1, 2, 5] {
            for _ in 0..20 {
                let bad: BTreeSet<&DbKey> = (0..3).filter_map(|_| dice.choice(keys)).collect();
                let read = |(): &mut (), key: &[u8], _: &[u8]| {
                    let is_bad = bad.iter().any(|bad| *bad == key);
                    (!is_bad)
                        .then_some(())
                        .ok_or_else(|| damaged(&format!("{key:?}")))
                };
                let told = Spread::new(engine, &[1], threads).each(read).unwrap_err();
                let lowest = damaged(&format!("{:?}", bad.first().unwrap()));
                assert_eq!(told.to_string(), lowest.to_string());
            }
        }
    }

    #[test]
    fn a_thread_that_panics_is_an_error_and_nobody_waits_for_it() {
        let filled = filled("random");
        let (keys, engine) = (&filled.keys, &filled.engine);
        let last = keys.last().unwrap();
        let read = |(): &mut (), key: &[u8], _: &[u8]| {
            assert_ne!(key, last, "as the test wants it");
            Ok(())
        };
        assert!(Spread::new(engine, &[1], 3).each(read).is_err());
    }
}
