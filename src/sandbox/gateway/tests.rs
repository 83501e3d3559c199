//! Sessions without sockets: what a client is told, what it misses, and how it is turned away.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::session::Line;
use crate::{
    sandbox::{
        VirtualClock, WorldFile,
        field::{Fields, Id},
        hooks::Hooks,
        world::{World, body::MessageBody, outbox::Frame, post::Sender},
    },
    vocab::{Intent, Timestamp},
};

const GUILDS: u64 = Intent::Guilds.bit();
const MESSAGES: u64 = Intent::GuildMessages.bit();
const CONTENT: u64 = Intent::MessageContent.bit();

fn world() -> World {
    let clock = Arc::new(VirtualClock::at(Timestamp(1_800_000_000_000)));
    let mut world = World::new(clock, "http://127.0.0.1:1".to_owned(), Hooks::new().0);
    let file = WorldFile::parse("server lounge { member ann; channel general }").unwrap();
    world.seed(&file).unwrap();
    world
}

/// A client's side of a connection.
struct Client {
    line: Line,
    frames: mpsc::Receiver<Frame>,
}

impl Client {
    fn new() -> Self {
        let (sender, frames) = mpsc::channel(100);
        Self {
            line: Line::new(sender),
            frames,
        }
    }

    fn identified(world: &mut World, intents: u64) -> Self {
        let mut client = Self::new();
        client.identify(world, intents).unwrap();
        client
    }

    fn identify(&mut self, world: &mut World, intents: u64) -> Result<(), (u16, &'static str)> {
        let token = &world.users[&world.bot].token;
        let identify =
            json!({"op": 2, "d": {"token": token, "intents": intents, "properties": {}}});
        self.line.hear(world, &identify)
    }

    /// Everything that arrived since.
    fn heard(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        while let Ok(frame) = self.frames.try_recv() {
            if let Frame::Text(text) = frame {
                all.push(serde_json::from_str(&text).unwrap());
            }
        }
        all
    }

    fn names(&mut self) -> Vec<String> {
        let heard = self.heard();
        heard
            .iter()
            .map(|one| one.text("t").unwrap_or("-").to_owned())
            .collect()
    }
}

fn say(world: &mut World, content: &str) -> Id {
    let channel = world.channels.keys().next().copied().unwrap();
    let ann = world
        .users
        .values()
        .find(|user| user.name == "ann")
        .unwrap()
        .id;
    let draft = MessageBody::read(&json!({"content": content})).unwrap();
    world
        .post(channel, Sender::person(ann), draft, &[])
        .unwrap()
}

#[test]
fn ready_comes_first_then_the_servers_numbered_from_one() {
    let mut world = world();
    let mut client = Client::identified(&mut world, GUILDS);
    let heard = client.heard();
    assert_eq!(heard.len(), 2);
    assert_eq!(
        (heard[0].text("t"), heard[0].int("s")),
        (Some("READY"), Some(1))
    );
    assert_eq!(
        (heard[1].text("t"), heard[1].int("s")),
        (Some("GUILD_CREATE"), Some(2))
    );
    assert_eq!(heard[0]["d"]["guilds"][0]["unavailable"], true);
    let mut blind = Client::identified(&mut world, MESSAGES);
    assert_eq!(
        blind.names(),
        ["READY"],
        "servers are told only to who asked for them"
    );
}

#[test]
fn intents_decide_what_is_told_and_whether_the_words_are_in_it() {
    let mut world = world();
    let mut deaf = Client::identified(&mut world, GUILDS);
    let mut empty = Client::identified(&mut world, GUILDS | MESSAGES);
    let mut full = Client::identified(&mut world, GUILDS | MESSAGES | CONTENT);
    for client in [&mut deaf, &mut empty, &mut full] {
        client.heard();
    }
    say(&mut world, "secret");
    assert!(deaf.heard().is_empty());
    assert_eq!(empty.heard()[0]["d"]["content"], "");
    assert_eq!(full.heard()[0]["d"]["content"], "secret");
    // A mention of the bot opens the message to it.
    let bot = world.bot;
    say(&mut world, &format!("hello <@{bot}>"));
    assert_eq!(empty.heard()[0]["d"]["content"], format!("hello <@{bot}>"));
}

#[test]
fn a_resumed_session_hears_what_it_missed_and_an_unknown_one_must_identify() {
    let mut world = world();
    let mut client = Client::identified(&mut world, GUILDS | MESSAGES | CONTENT);
    let session = client.heard()[0]["d"]["session_id"].clone();
    client.line.hang_up(&mut world);
    say(&mut world, "while you were away");
    assert!(client.heard().is_empty());

    let token = world.users[&world.bot].token.clone();
    let resume = |session: &Value, seq: u64| json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}});
    let mut again = Client::new();
    again.line.hear(&mut world, &resume(&session, 2)).unwrap();
    assert_eq!(again.names(), ["MESSAGE_CREATE", "RESUMED"]);
    say(&mut world, "and now");
    assert_eq!(again.names(), ["MESSAGE_CREATE"]);

    let mut ahead = Client::new();
    ahead.line.hear(&mut world, &resume(&session, 99)).unwrap();
    let told = ahead.heard();
    assert_eq!((told[0].int("op"), &told[0]["d"]), (Some(9), &json!(false)));
    let mut stranger = Client::new();
    stranger
        .line
        .hear(&mut world, &resume(&json!("none"), 0))
        .unwrap();
    assert_eq!(stranger.heard()[0].int("op"), Some(9));
}

#[test]
fn bad_clients_are_closed_with_discords_codes() {
    let mut world = world();
    let mut closed = |payload: Value| Client::new().line.hear(&mut world, &payload).unwrap_err().0;
    assert_eq!(
        closed(json!({"op": 2, "d": {"token": "wrong", "intents": 0}})),
        4004
    );
    assert_eq!(closed(json!({"op": 3, "d": {}})), 4003);
    assert_eq!(closed(json!({"op": 77})), 4001);
    assert_eq!(
        Client::new().identify(&mut world, 1 << 40).unwrap_err().0,
        4013
    );
    world.faults.disallowed_intents = CONTENT;
    assert_eq!(
        Client::new().identify(&mut world, CONTENT).unwrap_err().0,
        4014
    );
    let mut twice = Client::identified(&mut world, 0);
    assert_eq!(twice.identify(&mut world, 0).unwrap_err().0, 4005);
}

#[test]
fn heartbeats_are_acknowledged_unless_a_fault_swallows_them() {
    let mut world = world();
    let mut client = Client::new();
    client
        .line
        .hear(&mut world, &json!({"op": 1, "d": null}))
        .unwrap();
    assert_eq!(client.heard()[0].int("op"), Some(11));
    world.faults.missing_acks = true;
    client
        .line
        .hear(&mut world, &json!({"op": 1, "d": null}))
        .unwrap();
    assert!(client.heard().is_empty());
}

#[test]
fn an_outage_is_unavailable_and_a_removal_is_not() {
    let mut world = world();
    let guild = *world.guilds.keys().next().unwrap();
    let mut client = Client::identified(&mut world, GUILDS | MESSAGES);
    client.heard();
    world.outage(guild, true).unwrap();
    assert_eq!(client.heard()[0]["d"]["unavailable"], true);
    say(&mut world, "nobody hears this");
    assert!(client.heard().is_empty());
    world.outage(guild, false).unwrap();
    assert_eq!(client.names(), ["GUILD_CREATE"]);
    let bot = world.bot;
    world.leave(guild, bot).unwrap();
    let gone = client.heard();
    assert_eq!(gone[0].text("t"), Some("GUILD_DELETE"));
    assert!(!gone[0]["d"].sent("unavailable"));
    world.join(guild, bot).unwrap();
    assert_eq!(client.names(), ["GUILD_CREATE"]);
}

#[test]
fn one_zlib_stream_carries_every_payload_with_a_flush_after_each() {
    let mut wire = super::Wire::new("v=10&encoding=json&compress=zlib-stream");
    let mut inflate = flate2::Decompress::new(true);
    for text in [
        String::new(),
        "short".to_owned(),
        (0..50_000).map(|n| n.to_string()).collect(),
    ] {
        let super::Message::Binary(packed) = wire.pack(&text) else {
            panic!("a compressed payload is binary");
        };
        assert!(text.is_empty() || packed.ends_with(&[0, 0, 255, 255]));
        let mut unpacked = Vec::with_capacity(text.len() + 64);
        inflate
            .decompress_vec(&packed, &mut unpacked, flate2::FlushDecompress::Sync)
            .unwrap();
        assert_eq!(String::from_utf8(unpacked).unwrap(), text);
    }
}
