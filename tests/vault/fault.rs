//! I/O errors: the nth thing that a child changes on its disk fails, once or from then on, or is written by half. Nothing is
//! acknowledged that is not durable; what went wrong is told; reads are answered truly or not at all; and after a restart
//! everything that was acknowledged is there.
//!
//! `CANDOR_FAULTS` says how many (24). A child that acknowledges what failed must be caught.

use std::{env, process::Stdio};

use crate::{
    shim::{self, EACCES, EIO, ENOSPC, EROFS, Fault, How},
    work::{self, Home, Told},
};

const TURNS: i64 = 3;

/// What a child told whose disk fails so. None without the shim.
fn told(home: &Home, fault: Fault, careless: bool) -> Option<Told> {
    let mut command = work::command(home, TURNS);
    if careless {
        work::careless(&mut command);
    }
    if !shim::under(&mut command, &home.disk()) {
        return None;
    }
    shim::fail(&mut command, fault);
    let done = command.output().unwrap();
    let told = Told::all(&String::from_utf8_lossy(&done.stdout));
    // What a child that did not come to its end had to say.
    if !told.ended {
        eprintln!("{}", String::from_utf8_lossy(&done.stderr));
    }
    Some(told)
}

/// How many changes a child makes that meets no fault.
fn changes() -> Option<usize> {
    let home = Home::new();
    let mut command = work::command(&home, TURNS);
    if !shim::under(&mut command, &home.disk()) {
        return None;
    }
    let log = home.path().join("log");
    shim::record(&mut command, &log);
    command.stderr(Stdio::null()).output().unwrap();
    let events = shim::events(&log, &home.disk());
    Some(events.iter().filter(|event| event.counts()).count())
}

/// What must hold whatever failed.
async fn holds(fault: Fault, careless: bool) -> Result<Option<Told>, String> {
    let home = Home::new();
    let Some(told) = told(&home, fault, careless) else {
        return Ok(None);
    };
    if !told.ended {
        return Err(format!("the child ended with {told:?}"));
    }
    if told.read_untrue() {
        return Err(format!(
            "after a failed write something else is read: {told:?}"
        ));
    }
    if let Some(failed) = &told.failed {
        // The directory, what happened, and what to do.
        let place = home.disk().canonicalize().unwrap();
        let place = place.to_str().unwrap();
        let helps = ["restart", "restore", "try again", "make room", "give"];
        let explained = failed.contains(place) || failed.contains("a write failed");
        if !explained || !helps.iter().any(|help| failed.contains(help)) {
            return Err(format!("the message does not help: {failed}"));
        }
    }
    told.check(&home, &home.disk()).await?;
    Ok(Some(told))
}

fn faults() -> usize {
    let faults = env::var("CANDOR_FAULTS").ok();
    faults.and_then(|faults| faults.parse().ok()).unwrap_or(24)
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_to_errors_of_the_disk() {
    let Some(changes) = changes() else {
        return;
    };
    let mut dice = fastrand::Rng::new();
    let kinds = [
        (EIO, How::Once),
        (EIO, How::Ever),
        (ENOSPC, How::Once),
        (ENOSPC, How::Ever),
        (EROFS, How::Ever),
        (EACCES, How::Ever),
        (EIO, How::Short),
    ];
    let mut failed = 0;
    for (number, (errno, how)) in (0..faults()).zip(kinds.into_iter().cycle()) {
        // The first of each kind are met at the start.
        let at = if number < kinds.len() {
            1 + number
        } else {
            dice.usize(1..=changes)
        };
        let fault = Fault { at, errno, how };
        let told = holds(fault, false).await;
        let Some(told) = told.unwrap_or_else(|error| panic!("{fault:?}: {error}")) else {
            return;
        };
        assert!(how != How::Short || told.failed.is_none(), "{told:?}");
        failed += usize::from(told.failed.is_some());
    }
    assert!(failed * 2 > faults(), "{failed} of {} failed", faults());
    println!("{} faults, of which {failed} stopped the child", faults());
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_is_named() {
    for errno in [EROFS, EACCES] {
        let home = Home::new();
        let fault = Fault {
            at: 1,
            errno,
            how: How::Ever,
        };
        let Some(told) = told(&home, fault, false) else {
            return;
        };
        let data = home.disk().canonicalize().unwrap().join("data");
        let failed = told.failed.unwrap();
        assert!(
            failed.starts_with(&format!("cannot reach the data: {}: ", data.display()))
                && failed.ends_with("or set CANDOR_DATA to another directory"),
            "{failed}"
        );
        assert!(!data.exists());
    }
}

#[tokio::test]
async fn a_child_that_does_not_mind_errors_is_caught() {
    let Some(changes) = changes() else {
        return;
    };
    let fault = Fault {
        at: changes / 8,
        errno: EIO,
        how: How::Ever,
    };
    let caught = holds(fault, true).await.unwrap_err();
    assert!(caught.contains("acknowledged"), "{caught}");
}
