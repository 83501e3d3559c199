//! When commands without a bot go by the machine's clock, the operator is the second source of the time.

use std::path::Path;

use crate::{
    runtime::{AHEAD_MAX, BEHIND_MAX},
    vault,
    vocab::{Duration, Timestamp},
};

use super::out::{self, Failure, told};

/// What is odd about the time, in plain words, without an end.
struct Oddity {
    words: String,
    is_ahead: bool,
}

/// None when the clock went on as it should since the bot last ran, and where no bot ever ran.
fn odd(dir: &Path, now: Timestamp) -> Result<Option<Oddity>, Failure> {
    let Some(last) = vault::marks(dir).map_err(told)?.time else {
        return Ok(None);
    };
    let gap = now.since(last);
    if gap <= AHEAD_MAX && gap.ms >= -BEHIND_MAX.ms {
        return Ok(None);
    }
    let is_ahead = gap > AHEAD_MAX;
    let [ran, shows] = [last, now].map(|at| at.printed("%Y-%m-%d %H:%M UTC"));
    let words = if last == Timestamp(0) {
        format!("it cannot be read when the bot last ran; this machine's clock shows {shows}")
    } else if is_ahead {
        let days = gap.ms / AHEAD_MAX.ms;
        format!("the bot last ran at {ran}; this machine's clock shows {shows}, {days} days later")
    } else {
        format!("the bot last ran at {ran}; this machine's clock shows {shows}, which is earlier")
    };
    Ok(Some(Oddity { words, is_ahead }))
}

/// What is odd about the time, for somebody who deletes by it.
pub(super) fn oddity(dir: &Path, now: Timestamp) -> Result<Option<String>, Failure> {
    let odd = odd(dir, now)?;
    Ok(odd.map(|Oddity { words, is_ahead }| {
        let end = if is_ahead {
            "what is due by then goes"
        } else {
            "what came due in between stays"
        };
        format!("{words}, and {end}\n")
    }))
}

/// Asks whether the machine's clock is right when that is not clear, before something is deleted; `yes` answers.
pub(super) fn confirm(dir: &Path, now: Timestamp, yes: bool) -> Result<(), Failure> {
    oddity(dir, now)?.map_or(Ok(()), |oddity| ask(&oddity, yes, "nothing was deleted"))
}

/// The same before something is made that lasts for `lifetime`: by a clock that is ahead it would last for longer.
pub(super) fn confirm_lasting(
    dir: &Path,
    now: Timestamp,
    lifetime: Duration,
    yes: bool,
) -> Result<(), Failure> {
    let Some(odd) = odd(dir, now)?.filter(|odd| odd.is_ahead) else {
        return Ok(());
    };
    let until = now.plus(lifetime).printed("%Y-%m-%d %H:%M UTC");
    let words = odd.words;
    let text = format!("{words}, and a backup made by it could be read until {until}\n");
    ask(&text, yes, "no backup was made")
}

fn ask(oddity: &str, yes: bool, undone: &str) -> Result<(), Failure> {
    out::note(oddity);
    if yes || out::agreed("Is this machine's clock right?")? {
        return Ok(());
    }
    Err(Failure::new(
        undone,
        "set the machine's clock and try again",
    ))
}
