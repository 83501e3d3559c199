//! Sled shows damage as panics: every call goes through here, and becomes an error.

use std::{
    cell::Cell,
    io,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
};

use crate::{port::VaultError, vault::ground::fault::damaged};

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
        Ok(Err(sled::Error::Io(error))) => Err(VaultError::Io(in_words(error))),
        Ok(Err(_)) | Err(_) => Err(damaged("the database")),
    }
}

/// Sled copies errors, and a copy has the words of a debugger.
fn in_words(error: io::Error) -> io::Error {
    if error.to_string().starts_with("Os {") {
        error.kind().into()
    } else {
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_system_is_told_in_words_also_where_sled_has_copied_it() {
        let full = || sled::Error::Io(io::Error::from_raw_os_error(28));
        for error in [full(), full().clone()] {
            let Err(VaultError::Io(told)) = guarded::<()>(|| Err(error)) else {
                panic!("no error of the system");
            };
            assert_eq!(told.kind(), io::ErrorKind::StorageFull);
            assert!(!told.to_string().contains('{'), "{told}");
        }
    }
}
