//! `candor diff`: what a change of policy changes for the people concerned.

use std::{fmt::Write as _, path::PathBuf};

use crate::{
    diff::{Change, Difference, Side, difference},
    emit::place_text,
    wording::{named, say},
};
use clap::Args;

use super::{
    Exit, Outcome,
    out::{self, Format},
    policy,
};

/// Show what changes for the people concerned between two policies
///
/// A change is material unless less is kept, read, asked for or shown, for a shorter time, or one more promise is
/// made. What a bot with data of the old policy would not start with is told first. Exit code 0 without either, 1 with
/// one, 2 when a file cannot be read, 3 when a policy does not compile.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The policy as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The policy as it is to be
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

impl Diff {
    pub(super) fn run(&self) -> Outcome {
        let (old, new) = (policy::plan(&self.old)?, policy::plan(&self.new)?);
        let (Some((_, old)), Some((_, new))) = (old, new) else {
            return Ok(Exit::Uncompiled);
        };
        let difference = difference(&old, &new);
        out::data(&match self.format {
            Format::Human => human(&difference),
            Format::Json => out::json(&difference)?,
        })?;
        Ok(
            if difference.is_material() || !difference.unfit.is_empty() {
                Exit::Findings
            } else {
                Exit::Clean
            },
        )
    }
}

pub(super) fn human(difference: &Difference) -> String {
    let changes = &difference.changes;
    let mut text = String::new();
    for unfit in &difference.unfit {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", say!("diff-unfit", fact = &unfit.fact));
        let _ = writeln!(text, "  {}\n", say!("diff-unfit-help", help = &unfit.help));
    }
    if changes.is_empty() {
        return text + &say!("diff-none") + "\n";
    }
    for change in changes {
        let weight = if change.material {
            say!("diff-material")
        } else {
            say!("diff-other")
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} ({weight})", change.about);
        sides(&mut text, change);
        text.push('\n');
    }
    let material = changes.iter().filter(|change| change.material).count();
    text + &say!("diff-counts", material, other = changes.len() - material) + "\n"
}

fn sides(text: &mut String, change: &Change) {
    let both = change.was.is_some() && change.now.is_some();
    let (was, now) = if both {
        (say!("diff-was"), say!("diff-now"))
    } else {
        (say!("diff-gone"), say!("diff-new"))
    };
    let sides = [('-', was, &change.was), ('+', now, &change.now)];
    for (sign, word, side) in sides {
        let Some(Side {
            text: said,
            standing,
            places,
        }) = side
        else {
            continue;
        };
        let places: Vec<String> = places.iter().map(place_text).collect();
        let standing = named("standing", standing.word());
        let _ = writeln!(
            text,
            "  {sign} {word}: {said} [{standing}; {}]",
            places.join(", ")
        );
    }
}
