//! Correction of one field, for somebody who asked for it (GDPR 16): shown, asked about, carried out.

use clap::Args;

use super::person::Person;
use crate::{
    cli::{
        desk::Desk,
        out::{self, Failure},
    },
    control::{self, Correction, LookCorrect},
};

#[derive(Debug, Args)]
pub(super) struct Correct {
    #[command(flatten)]
    pub(super) person: Person,
    /// The store
    #[arg(long, value_name = "NAME")]
    store: String,
    /// The key of the row, as `candor data show` has it; once for each key field. Not needed for the only row
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    key: Vec<String>,
    /// The field
    #[arg(long, value_name = "NAME")]
    field: String,
    /// What is right; nothing, `""`, empties a field that is optional
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
    /// Only tell what would be changed
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

pub(super) async fn correct(desk: &Desk, correct: &Correct) -> Result<(), Failure> {
    let correction = Correction {
        of: correct.person.subject(),
        store: correct.store.clone(),
        key: correct.key.clone(),
        field: correct.field.clone(),
        value: correct.value.clone(),
    };
    let (store, field) = (&correct.store, &correct.field);
    let change = desk.ask(LookCorrect(correction.clone())).await?;
    let (was, is, seen) = (change.was, change.is, change.revision);
    if was == is {
        return out::data(&format!("`{field}` is {is} already\n"));
    }
    let change = format!("`{field}` of `{store}`: {was} becomes {is}");
    if correct.dry_run {
        return out::data(&format!("{change}\n"));
    }
    if !correct.yes && !out::agreed(&format!("{change}. Is that right?"))? {
        return Err(Failure::new("nothing was changed", "say yes, or use --yes"));
    }
    let receipt = desk.ask(control::Correct { correction, seen }).await?;
    out::data(&format!("{receipt}\n"))
}
