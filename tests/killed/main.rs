//! `candor run` as a process, killed hard at random moments: what runs at the end of rows ran once for each, and what
//! follows an effect happened once or was told, no money was made or lost, bans for a time ended, lockdowns were
//! released, and no channel of a ticket was left over. `CANDOR_KILLS` says how often (12).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
#![cfg(all(unix, feature = "runtime"))]

mod lockdowns;
mod money;
mod sanctions;
mod stage;
mod tickets;

use std::{
    env, thread,
    time::{Duration as RealDuration, Instant},
};

use candor::vocab::Duration;

use stage::{AT_MOST, Bot, Place};

const POLICY: &str = r#"
candor version=1 bot="Killed" updated="2026-01-01"
controller "Test" established=DE { contact email="privacy@example.org" }
purpose service dpv=ServiceProvision "test"
surface mod-log { receives identifier user-content }

feature all default=on about="Everything" {
    basis contract purpose=service
    store task scope=guild {
        key id auto
        field member user-id subject=#true
        field what text max=100 category=user-content origin=subject
        field room channel
        field due instant origin=subject
        retain "row.due or guild.removed"
        on-erase delete
        export
    }
    store done scope=guild {
        key member user-id subject=#true
        field total int default=0 category=activity origin=observed
        retain "until guild.removed"
        on-erase delete
        export
    }
    store note scope=guild {
        key message message-id
        retain "until guild.removed"
    }
    command "/task <what: text(1..90)> <time: duration>" about="A task" {
        insert task { member "invoker.id"; what "what"; room "channel"; due "now + time" }
        reply ephemeral=#true "Begun"
    }
    command "/log" about="Log" { emit mod-log "{invoker.mention}" }
    command "/tasks" about="Tasks" { reply "n={done.total} notes={count(note)}" }
    on ended task {
        update done key="row.member" { total "done[row.member].total + 1" }
        send to="row.room" "{row.what} is over"
    }
    command "/post <text: text(1..90)> <room: channel>" about="Post" permission=manage-messages {
        require permission=manage-messages
        send to="room" as=sent "{text}" { insert note message="sent.id" }
    }
}
"#;

fn kills() -> usize {
    env::var("CANDOR_KILLS").map_or(12, |kills| kills.parse().unwrap())
}

#[test]
fn what_runs_at_the_end_of_rows_runs_once_whenever_the_bot_is_killed() {
    let place = Place::new(POLICY, &["ann"]);
    let kills = kills();
    let bot = place.start();
    place.command("owner", "/config set server", &[("mod-log", "log")]);
    let tasks = 6 * kills;
    for task in 0..tasks {
        let (what, time) = (format!("task {task};"), format!("{}s", 60 + 10 * task));
        place.command("ann", "/task", &[("what", &what), ("time", &time)]);
    }
    drop(bot);
    for kill in 0..kills {
        // Of some rows the time is over at the start, and of some a moment later.
        place.sandbox.advance(Duration::seconds(30));
        if kill % 3 == 2 {
            let bot = place.start();
            place.sandbox.advance(Duration::seconds(30));
            place
                .sandbox
                .post(place.person("ann"), place.general, "hello")
                .unwrap();
            thread::sleep(RealDuration::from_millis(fastrand::u64(..60)));
            drop(bot);
        } else {
            let bot = Bot::of(place.spawn());
            place.sandbox.advance(Duration::seconds(30));
            thread::sleep(RealDuration::from_millis(fastrand::u64(20..500)));
            drop(bot);
        }
    }
    // Less than a day, after which what waits would be given up.
    place.sandbox.advance(Duration::hours(1));
    let _bot = place.start();
    place.until("/tasks", &format!("n={tasks} notes=0"));
    // What is said follows what is written.
    let began = Instant::now();
    loop {
        let (said, log) = (place.said(place.general), place.said(place.log));
        let mut sent = 0;
        for task in 0..tasks {
            let text = format!("task {task}; is over");
            let times = said.iter().filter(|one| **one == text).count();
            assert!(times <= 1, "{text} was said {times} times");
            sent += times;
        }
        // Of what was told some may have arrived; of what was not, nothing may lack.
        let told = log.iter().filter(|one| one.contains("interrupted")).count();
        if sent + told >= tasks {
            return;
        }
        assert!(
            began.elapsed() < AT_MOST,
            "{sent} of {tasks}, told {told}: {log:?}"
        );
        thread::sleep(RealDuration::from_millis(50));
    }
}

#[test]
fn what_follows_an_effect_happens_once_or_is_told_whenever_the_bot_is_killed() {
    let place = Place::new(POLICY, &["ann"]);
    let mut bot = place.start();
    place.command("owner", "/config set server", &[("mod-log", "log")]);
    let kills = kills();
    for kill in 0..kills {
        let text = format!("post {kill}");
        let options = [("text", text.as_str()), ("room", "general")];
        let owner = place.person("owner");
        place
            .sandbox
            .invoke(owner, place.general, "/post", &options)
            .unwrap();
        let began = Instant::now();
        while !place.said(place.general).contains(&text) {
            assert!(began.elapsed() < AT_MOST, "{text}");
        }
        if kill % 2 == 1 {
            thread::sleep(RealDuration::from_micros(fastrand::u64(..4_000)));
        }
        drop(bot);
        bot = place.start();
    }
    let began = Instant::now();
    let notes = loop {
        place.command("ann", "/tasks", &[]);
        let said = place.said(place.general);
        let notes = said.last().and_then(|said| said.strip_prefix("n=0 notes="));
        let notes: usize = notes.unwrap().parse().unwrap();
        let log = place.said(place.log);
        let told = log.iter().filter(|one| one.contains("interrupted")).count();
        if notes + told == kills {
            break notes;
        }
        assert!(
            began.elapsed() < AT_MOST,
            "{notes} notes, told {told}, of {kills}"
        );
    };
    assert!(notes < kills, "no kill hit the moment between the two");
    let said = place.said(place.general);
    for kill in 0..kills {
        let text = format!("post {kill}");
        assert_eq!(said.iter().filter(|one| **one == text).count(), 1);
    }
}
