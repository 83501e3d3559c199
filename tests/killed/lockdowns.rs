//! Every lockdown is released and everybody who was held is let go, however often the bot is killed.

use std::{
    thread,
    time::{Duration as RealDuration, Instant},
};

use candor::vocab::Duration;

use crate::{
    kills,
    stage::{AT_MOST, Bot, Place},
};

const POLICY: &str = r#"
candor version=1 bot="Gate" updated="2026-01-01"
controller "Test" established=DE { contact email="privacy@example.org"; }
surface mod-log { receives identifier profile activity moderation configuration; }
import "std/anti-raid" as=raid { default on; burst 3; hold "20m"; }
feature looks default=on {
    command "/locked" about="Whether it is" {
        reply "locked={count(raid.lockdown)} held={count(raid.held)} counted={count(raid.arrival)}"
    }
}
"#;

#[test]
fn every_lockdown_is_released_whenever_the_bot_is_killed() {
    let names: Vec<String> = (0..3 * kills())
        .map(|number| format!("p{number}"))
        .collect();
    let mut people: Vec<&str> = names.iter().map(String::as_str).collect();
    people.push("ann");
    let place = Place::new(POLICY, &people);
    let mut bot = place.start();
    place.command("owner", "/config set server", &[("mod-log", "log")]);
    for (wave, three) in names.chunks(3).enumerate() {
        let ids: Vec<_> = three.iter().map(|name| place.person(name)).collect();
        for who in &ids {
            place.sandbox.leave(*who, place.server).unwrap();
            place.sandbox.join(*who, place.server).unwrap();
        }
        if wave % 2 == 0 {
            // Whoever is counted is counted before the kill, or not at all.
            thread::sleep(RealDuration::from_millis(fastrand::u64(..200)));
        }
        drop(bot);
        place.sandbox.advance(Duration::seconds(40));
        bot = Bot::of(place.spawn());
        thread::sleep(RealDuration::from_millis(fastrand::u64(20..500)));
        drop(bot);
        bot = place.start();
    }
    drop(bot);
    place.sandbox.advance(Duration::seconds(30 * 60));
    let _bot = place.start();
    place.until("/locked", "locked=0 held=0 counted=0");
    // What begins is told, and that it is over is told as often, or that this is in doubt.
    let began = Instant::now();
    loop {
        let log = place.said(place.log);
        let times = |words: &str| log.iter().filter(|one| one.contains(words)).count();
        let waves = times("The server is locked down.");
        assert!(waves > 0, "nothing was tried: {log:?}");
        if times("The lockdown is over.") + times("interrupted") >= waves {
            return;
        }
        assert!(began.elapsed() < AT_MOST, "{log:?}");
        thread::sleep(RealDuration::from_millis(50));
    }
}
