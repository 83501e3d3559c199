//! Which language is spoken: one for each thread at a time.
//!
//! Whoever answers somebody says so once, at the door, and everything within speaks it. A scope is around synchronous
//! code alone: a task that waits may go on in another thread, where nobody said anything.

use std::cell::Cell;

use crate::vocab::Language;

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::En) };
}

/// Gives back the language that was spoken before, also when the job panics.
struct Before(Language);

impl Drop for Before {
    fn drop(&mut self) {
        SPOKEN.set(self.0);
    }
}

/// Does `job` while `language` is spoken.
pub fn speaking<T>(language: Language, job: impl FnOnce() -> T) -> T {
    let _before = Before(SPOKEN.replace(language));
    job()
}

/// The language that is spoken at the moment; English where nobody said.
#[must_use]
pub fn language() -> Language {
    SPOKEN.get()
}
