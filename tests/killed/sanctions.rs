//! Every ban for a time ends, however often the bot is killed, and also of whom asked to be forgotten.

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
surface mod-log { receives identifier moderation user-content activity; }
import "std/moderation" { tell-member #false; }
"#;

#[test]
fn every_ban_for_a_time_ends_whenever_the_bot_is_killed() {
    let names: Vec<String> = (0..kills()).map(|number| format!("p{number}")).collect();
    let people: Vec<&str> = names.iter().map(String::as_str).collect();
    let place = Place::new(POLICY, &people);
    let mut bot = place.start();
    for (number, name) in people.iter().enumerate() {
        let time = format!("{}h", 1 + number % 5);
        let options = [("member", *name), ("reason", "spam"), ("time", &time)];
        place.command("owner", "/ban", &options);
        let who = place.person(name);
        assert!(place.sandbox.join(who, place.server).is_err(), "{name}");
        if number % 4 == 1 {
            place.erase(name);
        }
        if number % 3 == 0 {
            drop(bot);
            place.sandbox.advance(Duration::seconds(40 * 60));
            bot = Bot::of(place.spawn());
            thread::sleep(RealDuration::from_millis(fastrand::u64(20..500)));
            drop(bot);
            bot = place.start();
        }
    }
    drop(bot);
    place.sandbox.advance(Duration::hours(6));
    let _bot = place.start();
    for name in people {
        let who = place.person(name);
        let began = Instant::now();
        while place.sandbox.join(who, place.server).is_err() {
            assert!(began.elapsed() < AT_MOST, "{name} is banned for good");
            thread::sleep(RealDuration::from_millis(50));
        }
    }
}
