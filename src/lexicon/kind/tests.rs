//! Every row says all there is to say, and what a row writes it reads again.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::vocab::{ChannelId, GuildId, Holder, MessageId, RoleId, Side, Timestamp, UserId, Who};

/// As many as there are variants of `Value`, in the order of their kinds.
fn values() -> impl Strategy<Value = Value> {
    // Seconds within the years that RFC 3339 can write; parts of a second of a duration are not written.
    let seconds = -60_000_000_000_i64..250_000_000_000;
    prop_oneof![
        any::<u64>().prop_map(|id| Value::User(UserId(id))),
        any::<u64>().prop_map(|id| Value::Guild(GuildId(id))),
        any::<u64>().prop_map(|id| Value::Channel(ChannelId(id))),
        any::<u64>().prop_map(|id| Value::Role(RoleId(id))),
        any::<u64>().prop_map(|id| Value::Message(MessageId(id))),
        prop_oneof!["[a-zA-Z0-9_]{1,32}:[1-9][0-9]{0,18}", "👍|⭐|1️⃣|👩‍👩‍👧|🇩🇪"]
            .prop_map(|text| Value::Emoji(text.into())),
        any::<String>().prop_map(Value::Text),
        any::<i64>().prop_map(Value::Int),
        any::<bool>().prop_map(Value::Bool),
        seconds.prop_map(|s| Value::Instant(Timestamp(s * 1_000 + 7))),
        (0..i64::from(u32::MAX)).prop_map(|s| Value::Duration(Duration::seconds(s))),
        prop::collection::vec("[^,\\s]{1,8}( [^,\\s]{1,8})?", 0..4).prop_map(Value::Words),
        "https://[a-z]{1,9}\\.org(/[a-zA-Z0-9@_~%-]{0,9})?".prop_map(Value::Url),
        "fr|en-GB|es-419|zh-TW".prop_map(Value::Locale),
        (any::<bool>(), holders(), holders()).prop_map(|(everyone, allowed, denied)| {
            let mut who = Who {
                everyone,
                ..Who::default()
            };
            for one in allowed {
                who.allow(one);
            }
            for one in denied {
                who.deny(one);
            }
            Value::Who(who)
        }),
    ]
}

fn holders() -> impl Strategy<Value = Vec<Holder>> {
    let holder = prop_oneof![
        any::<u64>().prop_map(|id| Holder::Role(RoleId(id))),
        any::<u64>().prop_map(|id| Holder::Person(UserId(id))),
    ];
    prop::collection::vec(holder, 0..4)
}

/// A list of values of one kind of which there can be lists.
fn lists() -> impl Strategy<Value = (Type, Value)> {
    let list =
        |kind: &Type, values: Vec<Value>| (Type::List(Box::new(kind.clone())), listed(values));
    prop_oneof![
        prop::collection::vec(any::<u64>(), 0..4).prop_map(move |ids| {
            let values = ids.into_iter().map(|id| Value::Channel(ChannelId(id)));
            list(&Type::Channel, values.collect())
        }),
        prop::collection::vec(any::<i64>(), 0..4).prop_map(move |numbers| {
            list(&Type::Int, numbers.into_iter().map(Value::Int).collect())
        }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_reads_back(value in values()) {
        let kind = value.kind().unwrap();
        prop_assert!(kind.holds(&value));
        let datum = Datum::from(&value);
        prop_assert_eq!(kind.read(&datum), Some(value.clone()));
        let json = serde_json::to_string(&datum).unwrap();
        prop_assert_eq!(serde_json::from_str::<Datum>(&json).unwrap(), datum.clone());
        prop_assert_eq!(kind.typed(&datum.to_string()), Some(value));
    }

    #[test]
    fn a_list_reads_back_with_each_value_once((kind, value) in lists()) {
        prop_assert!(kind.holds(&value));
        let datum = Datum::from(&value);
        prop_assert_eq!(kind.read(&datum), Some(value.clone()));
        let json = serde_json::to_string(&datum).unwrap();
        let again = serde_json::from_str::<Datum>(&json).unwrap();
        prop_assert_eq!(kind.read(&again), Some(value.clone()));
        prop_assert_eq!(kind.typed(&datum.to_string()), Some(value));
    }

    #[test]
    fn a_row_says_nothing_of_values_of_another_kind(value in values()) {
        for kind in KINDS {
            let own = kind.holds(&value);
            let person = value.kind() == Some(&USER_ID) && *kind == MEMBER;
            prop_assert_eq!(own, value.kind() == Some(kind) || person, "{:?} {:?}", kind, value);
            prop_assert_eq!((kind.show)(&value).is_some(), own);
            prop_assert_eq!(kind.size(&value).is_some(), own && kind.measure.is_some());
        }
    }

    #[test]
    fn whatever_is_typed_is_of_the_kind_or_refused(text in any::<String>()) {
        for kind in KINDS {
            if let Some(value) = kind.typed(&text) {
                prop_assert!(kind.holds(&value));
            }
        }
        for kind in OPTIONS {
            if let Some(Ok(typed)) = kind.typed(&text) {
                prop_assert_eq!(typed.values.len(), kind.slots as usize);
                prop_assert!(kind.value.kind().holds(&typed.values[0]));
            }
        }
    }
}

#[test]
fn every_kind_says_what_it_is_and_shows_it() {
    let mut words = BTreeSet::new();
    for kind in KINDS {
        let word = kind.name;
        assert!(words.insert(word), "`{word}` is there twice");
        assert!(kind.doc.ends_with('.') && !kind.takes.is_empty(), "{word}");
        assert_eq!(kind.of.kind(), kind);
        assert_eq!(kind.of.to_string(), word);
        assert_eq!(serde_json::to_value(kind.of).unwrap(), word);
        let declared = kind.in_fields || kind.in_settings;
        assert!(!declared || !kind.right.is_empty(), "{word} has no example");
        let any = [&TEXT, &WORDS].contains(&kind);
        assert_eq!(kind.wrong.is_empty(), any, "{word}");
        for text in kind.right {
            let value = kind.typed(text);
            assert!(value.is_some_and(|it| kind.holds(&it)), "{word}: {text}");
        }
        for text in kind.wrong {
            assert_eq!(kind.typed(text), None, "{word}: {text}");
        }
        // What people pick or type for a setting becomes its value.
        let picker = kind.picker;
        let fits = picker.value.kind().form == Form::Text || picker.value.kind() == kind;
        assert!(!kind.in_settings || fits, "{word}");
        assert!(!kind.in_lists || kind.in_settings, "{word}");
        assert!(
            kind.default.is_some() || kind.id_of.is_some() || !declared,
            "{word}"
        );
    }
}

#[test]
fn every_option_says_what_discord_and_a_handler_get() {
    let mut words = BTreeSet::new();
    for kind in options() {
        let word = kind.name;
        assert!(words.insert(word), "`{word}` is there twice");
        assert!(kind.doc.ends_with('.'), "{word}");
        assert_eq!(kind.typed("").is_some(), kind.number == 3, "{word}");
        assert!((1..=2).contains(&kind.slots), "{word}");
        assert_eq!(OptionKind::of_name(word), Some(kind));
    }
    for kind in OPTIONS {
        let json = serde_json::to_string(kind).unwrap();
        assert_eq!(json, format!("{:?}", kind.name));
        assert_eq!(serde_json::from_str::<&OptionKind>(&json).unwrap(), kind);
    }
    assert!(serde_json::from_str::<&OptionKind>("\"choice\"").is_err());
}

#[test]
fn what_is_typed_for_an_option_is_read_or_refused() {
    let one = |value| Ok(vec![value]);
    let length = |s| one(Value::Duration(Duration::seconds(s)));
    let emoji = |text: &str| one(Value::Emoji(text.into()));
    let link = "<https://discord.com/channels/1/2/3>";
    let cases = [
        (&option::DURATION, "10m", length(600)),
        (&option::DURATION, " 1H 30m", length(5_400)),
        (&option::DURATION, "soon", Err(Wrong::NotADuration)),
        (&option::EMOJI, " 👍 ", emoji("👍")),
        (&option::EMOJI, "<a:party:7>", emoji("party:7")),
        (&option::EMOJI, "ab", Err(Wrong::NotAnEmoji)),
        (
            &option::MESSAGE_LINK,
            link,
            Ok(vec![
                Value::Message(MessageId(3)),
                Value::Channel(ChannelId(2)),
            ]),
        ),
        (
            &option::MESSAGE_LINK,
            "https://discord.com/channels/1/2",
            Err(Wrong::NotALink),
        ),
        (
            &option::COMMAND_NAME,
            "/Rank ",
            one(Value::Text("rank".to_owned())),
        ),
        (&option::COMMAND_NAME, "a b", Err(Wrong::NotAName)),
    ];
    for (kind, text, read) in cases {
        let typed = kind.typed(text).unwrap();
        assert_eq!(typed.map(|typed| typed.values), read, "{text}");
    }
    let server = option::MESSAGE_LINK.typed(link).unwrap().unwrap().server;
    assert_eq!(server, Some(GuildId(1)));
    assert_eq!(option::INT.typed("5"), None);
}

fn who(typed: &str) -> Value {
    WHO.typed(typed).unwrap()
}

#[test]
fn a_denial_counts_before_what_is_allowed() {
    let Value::Who(who) = who("<@&1>, <@2>, not <@&3>, not <@4>") else {
        panic!("a who");
    };
    let side = |user, roles: &[u64]| {
        let roles: Vec<_> = roles.iter().map(|role| RoleId(*role)).collect();
        who.side(UserId(user), &roles)
    };
    assert_eq!(side(9, &[]), None);
    assert_eq!(side(9, &[1]), Some(Side::Allowed));
    assert_eq!(side(2, &[]), Some(Side::Allowed));
    assert_eq!(side(2, &[1, 3]), Some(Side::Denied));
    assert_eq!(side(4, &[1]), Some(Side::Denied));
    assert_eq!(
        (who.names(UserId(2)), who.names(UserId(4))),
        (Some(Side::Allowed), Some(Side::Denied))
    );
    assert_eq!(who.names(UserId(9)), None);
}

#[test]
fn each_kind_reads_as_on_discord() {
    let cases = [
        (Value::None, "—"),
        (Value::Bool(true), "yes"),
        (Value::Int(-1_234_567), "-1234567"),
        (Value::Text("<@1> *hi*".into()), "<@1> *hi*"),
        (
            Value::Instant(Timestamp(1_700_000_000_999)),
            "<t:1700000000:f>",
        ),
        (Value::Instant(Timestamp(-1)), "<t:-1:f>"),
        (Value::Duration(Duration::seconds(5_400)), "1h 30m"),
        (Value::Duration(Duration::default()), "0s"),
        (Value::User(UserId(7)), "<@7>"),
        (Value::Channel(ChannelId(7)), "<#7>"),
        (Value::Role(RoleId(7)), "<@&7>"),
        (Value::Emoji("👍".into()), "👍"),
        (Value::Emoji("party:7".into()), "<:party:7>"),
        (Value::Words(vec!["a".into(), "b".into()]), "a, b"),
        (Value::Words(vec![]), "—"),
        (Value::Attachment(0), "attachment 1"),
        (Value::Url("https://a.org".into()), "https://a.org"),
        (Value::List(vec![]), "—"),
        (
            Value::List(vec![
                Value::Channel(ChannelId(7)),
                Value::Channel(ChannelId(8)),
            ]),
            "<#7>, <#8>",
        ),
        (Value::Who(Who::default()), "nobody"),
        (Value::Who(Who::only(Holder::Role(RoleId(7)))), "<@&7>"),
        (who("everyone, not <@8>"), "everyone but <@8>"),
        (who("nobody, not <@&8>"), "nobody, and not <@&8>"),
    ];
    for (value, shown) in cases {
        assert_eq!(value.shown(), shown);
    }
}

#[test]
fn a_datum_is_json_as_exports_have_it() {
    let cases = [
        (Value::None, "null"),
        (Value::Bool(false), "false"),
        (Value::Int(-5), "-5"),
        (Value::Attachment(2), "2"),
        (Value::Text("a".into()), "\"a\""),
        (Value::User(UserId(7)), "\"7\""),
        (Value::Instant(Timestamp(1_000)), "\"1970-01-01T00:00:01Z\""),
        (Value::Duration(Duration::seconds(5_400)), "\"1h30m\""),
        (Value::Words(vec!["a".into(), "b".into()]), "[\"a\",\"b\"]"),
    ];
    for (value, json) in cases {
        let written = serde_json::to_string(&Datum::from(&value)).unwrap();
        assert_eq!(written, json);
    }
}
