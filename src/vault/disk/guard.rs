//! Sled shows damage as panics: every call goes through here, and becomes an error.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
};

use crate::{port::VaultError, vault::ledger::damaged};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// A panic that becomes an error is told by that error, and not by the panic too.
fn told_once() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                tell(panic);
            }
        }));
    });
}

/// Makes damage an error, whether sled tells it or panics.
pub(super) fn guarded<T>(call: impl FnOnce() -> sled::Result<T>) -> Result<T, VaultError> {
    told_once();
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(call));
    GUARDED.set(outer);
    match done {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(error))) => Err(VaultError::Io(error)),
        Ok(Err(_)) | Err(_) => Err(damaged("the database")),
    }
}
