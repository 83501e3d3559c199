//! When commands without a bot delete by the machine's clock, the operator is the second source of the time.

use std::path::Path;

use crate::{
    runtime::{AHEAD_MAX, BEHIND_MAX},
    vault,
    vocab::Timestamp,
};

use super::{
    out::{self, Failure},
    run::told,
};

/// What is odd about the time, in plain words; none when the clock went on as it should since the bot last ran, and
/// where no bot ever ran.
pub(super) fn oddity(dir: &Path, now: Timestamp) -> Result<Option<String>, Failure> {
    let Some(last) = vault::marks(dir).map_err(told)?.time else {
        return Ok(None);
    };
    let gap = now.since(last);
    if gap <= AHEAD_MAX && gap.ms >= -BEHIND_MAX.ms {
        return Ok(None);
    }
    let shown = |at: Timestamp| at.printed("%Y-%m-%d %H:%M UTC");
    let machine = shown(now);
    Ok(Some(if last == Timestamp(0) {
        format!(
            "it cannot be read when the bot last ran; this machine's clock shows {machine}, and what is due by then goes\n"
        )
    } else if gap > AHEAD_MAX {
        let days = gap.ms / AHEAD_MAX.ms;
        format!(
            "the bot last ran at {}; this machine's clock shows {machine}, {days} days later, and what is due by then goes\n",
            shown(last)
        )
    } else {
        format!(
            "the bot last ran at {}; this machine's clock shows {machine}, which is earlier, and what came due in between stays\n",
            shown(last)
        )
    }))
}

/// Asks whether the machine's clock is right when that is not clear; `yes` answers.
pub(super) fn confirm(dir: &Path, now: Timestamp, yes: bool) -> Result<(), Failure> {
    let Some(oddity) = oddity(dir, now)? else {
        return Ok(());
    };
    out::note(oddity);
    if yes || out::agreed("Is this machine's clock right?")? {
        return Ok(());
    }
    Err(Failure::new(
        "nothing was deleted",
        "set the machine's clock and try again",
    ))
}
