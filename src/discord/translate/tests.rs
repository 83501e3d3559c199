//! Dispatches as Discord words them, and what becomes of them.

use serde_json::{Value, json};

use super::*;
use crate::{
    lexicon::{
        event::MEMBER_UPDATE,
        source::{MESSAGE_CONTENT, MESSAGE_MENTION_COUNT},
    },
    vocab::Value as Datum,
};

const ME: UserId = UserId(50);
const NOW: Timestamp = Timestamp(1_700_000_000_000);

fn user(id: u64, name: &str) -> Value {
    json!({ "id": id.to_string(), "username": name, "discriminator": "0", "global_name": null, "avatar": null })
}

fn member(id: u64, roles: &[&str]) -> Value {
    json!({
        "user": user(id, "ann"), "nick": "Annie", "roles": roles, "joined_at": "2024-01-01T00:00:00Z", "deaf": false,
        "mute": false, "flags": 0, "guild_id": "1",
    })
}

fn role(id: &str, position: u64) -> Value {
    json!({
        "id": id, "name": "role", "color": 0, "colors": { "primary_color": 0 }, "hoist": false, "position": position,
        "permissions": "8", "managed": false, "mentionable": false, "flags": 0,
    })
}

fn guild() -> Value {
    json!({
        "id": "1", "name": "lounge", "owner_id": "9", "icon": null, "splash": null, "discovery_splash": null,
        "afk_channel_id": null, "afk_timeout": 300, "verification_level": 0, "default_message_notifications": 0,
        "explicit_content_filter": 0, "roles": [role("1", 0), role("70", 1)], "emojis": [], "features": [],
        "mfa_level": 0, "application_id": null, "system_channel_id": null, "system_channel_flags": 0,
        "rules_channel_id": null, "vanity_url_code": null, "description": null, "banner": null, "premium_tier": 0,
        "preferred_locale": "en-US", "public_updates_channel_id": null, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null, "joined_at": "2024-01-01T00:00:00Z",
        "large": false, "unavailable": false, "member_count": 2, "voice_states": [],
        "members": [member(50, &["70"])],
        "channels": [{ "id": "3", "type": 0, "name": "general", "position": 0 }],
        "threads": [], "presences": [], "stage_instances": [], "guild_scheduled_events": [],
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the data goes into the dispatch"
)]
fn dispatch(name: &str, data: Value) -> Wire {
    serde_json::from_value(json!({ "t": name, "d": data })).unwrap()
}

fn in_guild() -> Translator {
    let mut translator = Translator::new(ME);
    let arrived = translator.translate(dispatch("GUILD_CREATE", guild()), NOW);
    assert!(
        matches!(arrived, Some(Happening::GuildAvailable(_))),
        "{arrived:?}"
    );
    translator
}

fn event(translator: &mut Translator, name: &str, data: Value) -> Event {
    match translator.translate(dispatch(name, data), NOW) {
        Some(Happening::Event(event)) => *event,
        other => panic!("{other:?}"),
    }
}

fn reaction() -> Value {
    json!({
        "user_id": "7", "channel_id": "3", "message_id": "11", "guild_id": "1", "member": member(7, &["70"]),
        "emoji": { "id": null, "name": "👍" }, "burst": false, "type": 0,
    })
}

#[test]
fn a_server_is_known_with_its_roles_channels_and_our_own_roles() {
    let mut translator = in_guild();
    let guild = translator.guild(GuildId(1)).unwrap();
    assert_eq!(
        (guild.my_roles.as_slice(), guild.me),
        ([RoleId(70)].as_slice(), ME)
    );
    assert_eq!(guild.channels[&ChannelId(3)].name, "general");

    translator.translate(
        dispatch(
            "GUILD_ROLE_UPDATE",
            json!({ "guild_id": "1", "role": role("70", 5) }),
        ),
        NOW,
    );
    assert_eq!(
        translator.guild(GuildId(1)).unwrap().roles[&RoleId(70)].position,
        5
    );
    translator.translate(
        dispatch(
            "GUILD_ROLE_DELETE",
            json!({ "guild_id": "1", "role_id": "70" }),
        ),
        NOW,
    );
    assert!(translator.guild(GuildId(1)).unwrap().my_roles.is_empty());
    assert_eq!(
        guild.roles[&RoleId(70)].position,
        1,
        "an event keeps the picture of its moment"
    );
}

#[test]
fn each_message_that_is_deleted_is_gone_by_itself_and_nobody_is_told_of_it() {
    let mut translator = in_guild();
    let one = json!({ "id": "11", "channel_id": "3", "guild_id": "1" });
    let many = json!({ "ids": ["12", "13"], "channel_id": "3", "guild_id": "1" });
    let mut gone = translator.translate_all(dispatch("MESSAGE_DELETE", one.clone()), NOW);
    gone.extend(translator.translate_all(dispatch("MESSAGE_DELETE", one), NOW));
    gone.extend(translator.translate_all(dispatch("MESSAGE_DELETE_BULK", many), NOW));
    let mut found = Vec::new();
    for happening in gone {
        if let Happening::Event(event) = happening {
            found.push((event.dedupe.clone(), event.message(), event.actor.id));
        }
    }
    let deleted = |id: u64| {
        let key = format!("delete {id}");
        (key, Some(MessageId(id)), UserId(0))
    };
    assert_eq!(found, [deleted(11), deleted(11), deleted(12), deleted(13)]);
}

#[test]
fn a_reaction_delivered_again_has_the_same_key_and_a_new_one_another() {
    let mut translator = in_guild();
    let added = event(&mut translator, "MESSAGE_REACTION_ADD", reaction());
    assert_eq!(added.actor.display_name, "Annie");
    assert_eq!(added.actor.roles, Some(vec![RoleId(70)]));
    let again = event(&mut translator, "MESSAGE_REACTION_ADD", reaction());
    assert_eq!(again.dedupe, added.dedupe);
    let removed = event(&mut translator, "MESSAGE_REACTION_REMOVE", reaction());
    let anew = event(&mut translator, "MESSAGE_REACTION_ADD", reaction());
    assert!(anew.dedupe != added.dedupe && anew.dedupe != removed.dedupe);

    let cleared = json!({ "channel_id": "3", "message_id": "11", "guild_id": "1" });
    translator.translate(dispatch("MESSAGE_REACTION_REMOVE_ALL", cleared), NOW);
    assert_ne!(
        event(&mut translator, "MESSAGE_REACTION_ADD", reaction()).dedupe,
        anew.dedupe
    );
}

#[test]
fn members_are_counted_once() {
    let mut translator = in_guild();
    let joined = event(&mut translator, "GUILD_MEMBER_ADD", member(7, &[]));
    let again = event(&mut translator, "GUILD_MEMBER_ADD", member(7, &[]));
    assert_eq!(joined.dedupe, again.dedupe);
    assert_eq!(translator.guild(GuildId(1)).unwrap().member_count, 3);
    let left = json!({ "guild_id": "1", "user": user(7, "ann") });
    event(&mut translator, "GUILD_MEMBER_REMOVE", left);
    assert_eq!(translator.guild(GuildId(1)).unwrap().member_count, 2);
}

#[test]
fn an_outage_and_a_departure_are_told_apart_and_neither_forgets_the_server() {
    let mut translator = in_guild();
    let outage = dispatch("GUILD_DELETE", json!({ "id": "1", "unavailable": true }));
    assert!(matches!(
        translator.translate(outage, NOW),
        Some(Happening::GuildUnavailable(GuildId(1)))
    ));
    assert_eq!(translator.away(), 1);
    let gone = dispatch("GUILD_DELETE", json!({ "id": "1" }));
    assert!(matches!(
        translator.translate(gone, NOW),
        Some(Happening::GuildGone(GuildId(1)))
    ));
    assert_eq!(translator.away(), 0);
    assert!(translator.guild(GuildId(1)).is_some());
}

#[test]
fn what_cannot_be_read_is_named_and_never_dropped_in_silence() {
    let mut translator = in_guild();
    let odd = dispatch("INTERACTION_CREATE", json!({ "id": "1", "type": 2 }));
    match translator.translate(odd, NOW) {
        Some(Happening::Unreadable(kind)) => assert_eq!(kind, "INTERACTION_CREATE"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_super_reaction_and_a_plain_one_are_one() {
    let mut translator = in_guild();
    let burst = || {
        let mut reaction = reaction();
        reaction["burst"] = true.into();
        reaction["type"] = 1.into();
        reaction
    };
    let mut step = |name: &str, data| {
        let happened = translator.translate(dispatch(name, data), NOW);
        happened.is_some()
    };
    assert!(step("MESSAGE_REACTION_ADD", reaction()));
    assert!(
        !step("MESSAGE_REACTION_ADD", burst()),
        "it is there already"
    );
    assert!(
        !step("MESSAGE_REACTION_REMOVE", burst()),
        "the plain one stands"
    );
    assert!(step("MESSAGE_REACTION_REMOVE", reaction()), "none is left");
    assert!(step("MESSAGE_REACTION_ADD", burst()));
    assert!(step("MESSAGE_REACTION_REMOVE", burst()));
}

#[test]
fn an_emoji_whose_name_discord_no_longer_tells_is_the_same() {
    let mut translator = in_guild();
    let with = |name: Value| {
        let mut reaction = reaction();
        reaction["emoji"] = json!({ "id": "7", "name": name, "animated": true });
        reaction
    };
    let added = event(
        &mut translator,
        "MESSAGE_REACTION_ADD",
        with("party".into()),
    );
    let removed = event(
        &mut translator,
        "MESSAGE_REACTION_REMOVE",
        with(Value::Null),
    );
    let told = |event: &Event| event.tells.get(&REACTION_EMOJI).cloned();
    assert!(told(&added).is_some());
    assert_eq!(told(&added), told(&removed));
}

#[test]
fn who_waits_to_be_let_in_joins_when_they_are() {
    let mut translator = in_guild();
    let mut waits = member(9, &[]);
    waits["guild_id"] = "1".into();
    waits["pending"] = true.into();
    let came = event(&mut translator, "GUILD_MEMBER_ADD", waits.clone());
    assert_eq!(came.kind, EventKind::Happened(&MEMBER_WAITS));
    waits["nick"] = "Nick".into();
    assert!(
        translator
            .translate(dispatch("GUILD_MEMBER_UPDATE", waits.clone()), NOW)
            .is_none()
    );
    waits["pending"] = false.into();
    let joined = event(&mut translator, "GUILD_MEMBER_UPDATE", waits.clone());
    assert_eq!(joined.kind, EventKind::Happened(&MEMBER_JOIN));
    assert_eq!(joined.actor.display_name, "Nick");
    assert_ne!(joined.dedupe, came.dedupe);
    let again = event(&mut translator, "GUILD_MEMBER_UPDATE", waits);
    assert_eq!(again.kind, EventKind::Happened(&MEMBER_UPDATE), "once");
    let left = json!({ "guild_id": "1", "user": user(9, "ann") });
    let left = event(&mut translator, "GUILD_MEMBER_REMOVE", left);
    assert_eq!(left.kind, EventKind::Happened(&MEMBER_LEAVE));
}

#[test]
fn who_was_never_let_in_does_not_leave() {
    let mut translator = in_guild();
    let mut waits = member(9, &[]);
    waits["pending"] = true.into();
    event(&mut translator, "GUILD_MEMBER_ADD", waits);
    let left = json!({ "guild_id": "1", "user": user(9, "ann") });
    let left = event(&mut translator, "GUILD_MEMBER_REMOVE", left);
    assert_eq!(left.kind, EventKind::Happened(&MEMBER_GIVES_UP));
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is added is made for it"
)]
fn message(more: Value) -> Value {
    let mut message = json!({
        "id": "11", "channel_id": "3", "guild_id": "1", "author": user(7, "somebody"), "content": "hello",
        "timestamp": "2026-05-01T00:00:00Z", "edited_timestamp": null, "tts": false, "mention_everyone": false,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false, "type": 0,
    });
    let more = more.as_object().unwrap().clone();
    message.as_object_mut().unwrap().extend(more);
    message
}

fn told(data: Value, source: &'static lexicon::Source) -> Option<Datum> {
    let mut translator = in_guild();
    event(&mut translator, "MESSAGE_CREATE", message(data))
        .tells
        .get(source)
        .cloned()
}

#[test]
fn all_text_that_people_read_is_the_content() {
    let snapshot = json!({
        "type": 0, "content": "a heffalump", "timestamp": "2026-05-01T00:00:00Z", "edited_timestamp": null,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "flags": 0,
    });
    let forwarded = json!({
        "content": "", "message_reference": { "type": 1, "message_id": "5", "channel_id": "6" },
        "message_snapshots": [{ "message": snapshot }],
    });
    let text = |text: &str| Some(Datum::Text(text.to_owned()));
    assert_eq!(told(forwarded, &MESSAGE_CONTENT), text("a heffalump"));
    let poll = json!({
        "content": "", "poll": {
            "question": { "text": "Which?" }, "expiry": null, "allow_multiselect": false, "layout_type": 1,
            "answers": [
                { "answer_id": 1, "poll_media": { "text": "heffalumps" } },
                { "answer_id": 2, "poll_media": { "text": "woozles" } },
            ],
        },
    });
    assert_eq!(
        told(poll, &MESSAGE_CONTENT),
        text("Which?\nheffalumps\nwoozles")
    );
}

#[test]
fn whom_a_reply_answers_is_not_mentioned_by_it() {
    let count = |n| Some(Datum::Int(n));
    let answered = |text: &str, mentions: Value| {
        json!({
            "type": 19, "content": text, "mentions": mentions,
            "message_reference": { "message_id": "5", "channel_id": "3", "guild_id": "1" },
            "referenced_message": message(json!({ "id": "5", "author": user(8, "somebody") })),
        })
    };
    let of = |data| told(data, &MESSAGE_MENTION_COUNT);
    assert_eq!(
        of(answered("an answer", json!([user(8, "somebody")]))),
        count(0)
    );
    assert_eq!(
        of(answered(
            "<@9> an answer",
            json!([user(8, "somebody"), user(9, "somebody")])
        )),
        count(1)
    );
    assert_eq!(
        of(answered("<@8> an answer", json!([user(8, "somebody")]))),
        count(1)
    );
    let plain =
        json!({ "content": "<@7> <@8>", "mentions": [user(7, "somebody"), user(8, "somebody")] });
    assert_eq!(of(plain), count(1), "nobody mentions themself");
    let gone = json!({
        "type": 19, "content": "<@9>", "mentions": [user(8, "somebody"), user(9, "somebody")], "referenced_message": null,
        "message_reference": { "message_id": "5", "channel_id": "3", "guild_id": "1" },
    });
    assert_eq!(of(gone), count(1));
}

fn in_voice(channel: Option<&str>, mute: bool) -> Value {
    json!({
        "guild_id": "1", "channel_id": channel, "user_id": "7", "session_id": "s", "deaf": false, "mute": mute,
        "self_deaf": false, "self_mute": false, "self_video": false, "suppress": false,
        "request_to_speak_timestamp": null, "member": member(7, &["70"]),
    })
}

#[test]
fn voice_is_told_when_the_channel_changes_and_not_when_somebody_is_muted() {
    let mut translator = in_guild();
    let places = |event: &Event| {
        let told = |source| event.tells.get(source).cloned();
        (told(&VOICE_FROM).unwrap(), told(&VOICE_TO).unwrap())
    };
    let channel = |id: u64| Datum::Channel(ChannelId(id));
    let update = "VOICE_STATE_UPDATE";
    let came = event(&mut translator, update, in_voice(Some("30"), false));
    assert_eq!(places(&came), (Datum::None, channel(30)));
    assert_eq!(came.guild.as_ref().unwrap().voices.len(), 1);
    let muted = dispatch(update, in_voice(Some("30"), true));
    assert!(translator.translate(muted, NOW).is_none());
    let went = event(&mut translator, update, in_voice(Some("31"), true));
    assert_eq!(places(&went), (channel(30), channel(31)));
    assert_ne!(came.dedupe, went.dedupe);
    let left = event(&mut translator, update, in_voice(None, false));
    assert_eq!(places(&left), (channel(31), Datum::None));
    assert!(left.guild.as_ref().unwrap().voices.is_empty());
    let again = dispatch(update, in_voice(None, false));
    assert!(translator.translate(again, NOW).is_none());
}
