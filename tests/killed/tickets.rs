//! No channel of a ticket is left over, and no ticket without one, however often the bot is killed, and whoever deletes
//! channels by hand meanwhile.

use std::{
    thread,
    time::{Duration as RealDuration, Instant},
};

use candor::vocab::{ChannelId, Duration};
use serde_json::Value as Json;

use crate::{
    kills,
    stage::{AT_MOST, Bot, Place},
};

const POLICY: &str = r#"
candor version=1 bot="Desk" updated="2026-01-01"
controller "Test" established=DE { contact email="privacy@example.org"; }
surface mod-log { receives identifier moderation activity; }
import "std/tickets"
feature figures default=on about="How many tickets there are" {
    command "/tickets" about="How many" { reply "{count(tickets.ticket)} tickets" }
}
"#;

/// The channels of tickets that there are.
fn rooms(place: &Place) -> Vec<ChannelId> {
    let path = format!("guilds/{}/channels", place.server);
    let owner = place.person("owner");
    let all = place.sandbox.request(owner, "GET", &path, Json::Null);
    let all = all.unwrap();
    let tickets = all.as_array().unwrap().iter();
    let tickets = tickets.filter(|one| one["name"] == "ticket");
    let ids = tickets.map(|one| one["id"].as_str().unwrap().parse().unwrap());
    ids.map(ChannelId).collect()
}

fn delete(place: &Place, room: ChannelId) {
    let owner = place.person("owner");
    let path = format!("channels/{room}");
    let done = place.sandbox.request(owner, "DELETE", &path, Json::Null);
    done.unwrap();
}

/// Waits until there are as many tickets as channels, for a moment.
fn settle(place: &Place) -> usize {
    let began = Instant::now();
    loop {
        let there = rooms(place).len();
        let said = place.asked("owner", "/tickets", &[]);
        if said == format!("{there} tickets") && rooms(place).len() == there {
            return there;
        }
        assert!(began.elapsed() < AT_MOST, "{there} channels, {said}");
        thread::sleep(RealDuration::from_millis(50));
    }
}

#[test]
fn no_channel_of_a_ticket_is_left_over_whenever_the_bot_is_killed() {
    let names: Vec<String> = (0..3 * kills())
        .map(|number| format!("p{number}"))
        .collect();
    let people: Vec<&str> = names.iter().map(String::as_str).collect();
    let place = Place::new(POLICY, &people);
    let mut bot = place.start();
    for (number, name) in people.iter().enumerate() {
        let who = place.person(name);
        let open = place
            .sandbox
            .invoke(who, place.general, "/ticket open", &[]);
        open.unwrap();
        match number % 3 {
            // At any moment: before it is decided, in the middle of it, or afterwards.
            0 => thread::sleep(RealDuration::from_micros(fastrand::u64(..30_000))),
            1 => {
                let began = Instant::now();
                while place
                    .sandbox
                    .channel_for(who, place.server, "ticket")
                    .is_none()
                {
                    assert!(began.elapsed() < AT_MOST, "{name} has no ticket");
                }
                continue;
            }
            _ => {
                if let Some(room) = rooms(&place).first() {
                    delete(&place, *room);
                }
                thread::sleep(RealDuration::from_micros(fastrand::u64(..3_000)));
            }
        }
        drop(bot);
        if number % 2 == 0
            && let Some(room) = rooms(&place).last()
        {
            delete(&place, *room);
        }
        place.sandbox.advance(Duration::seconds(90));
        if number % 4 == 0 {
            bot = Bot::of(place.spawn());
            thread::sleep(RealDuration::from_millis(fastrand::u64(20..500)));
            drop(bot);
        }
        bot = place.start();
    }
    // Of the others every one may have been deleted by hand.
    place.command("owner", "/ticket open", &[]);
    assert!(settle(&place) > 0);
    for room in rooms(&place) {
        place.command_in(room, "owner", "/ticket close", &[]);
    }
    drop(bot);
    place.sandbox.advance(Duration::days(8));
    let _bot = place.start();
    let began = Instant::now();
    while settle(&place) > 0 {
        assert!(began.elapsed() < AT_MOST, "{:?} are left", rooms(&place));
    }
}
