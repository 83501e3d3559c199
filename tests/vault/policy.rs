//! A plan with every kind of store, written out by hand, since the vault must not depend on the compiler.

use std::sync::Arc;

use candor::{
    plan::{
        Clause, Controller, EraseRule, Export, Feature, FeatureId, Field, FieldId, Hold, Keep,
        LocalNames, OnErase, Owner, Plan, Retention, Scope, Setting, SettingId, Store, StoreId,
        Trigger,
    },
    vocab::{Duration, Language, Place, Type, Value},
};

pub const XP: StoreId = StoreId(0);
pub const WARNING: StoreId = StoreId(1);
pub const SEEN: StoreId = StoreId(2);
pub const COMMAND: StoreId = StoreId(3);
pub const PROFILE: StoreId = StoreId(4);
pub const NOTE: StoreId = StoreId(5);
pub const VOTE: StoreId = StoreId(6);
pub const FLASH: StoreId = StoreId(7);
pub const TICKET: StoreId = StoreId(8);
pub const PLACE: StoreId = StoreId(9);
pub const BAN: StoreId = StoreId(10);
pub const BADGE: StoreId = StoreId(11);
pub const LINE: StoreId = StoreId(12);
pub const TALK: StoreId = StoreId(13);
pub const ROOM: StoreId = StoreId(14);

pub const KEEP: SettingId = SettingId(0);
pub const GREETING: SettingId = SettingId(1);

pub fn at() -> Place {
    Place {
        file: "test.kdl".to_owned(),
        first_line: 1,
        last_line: 1,
    }
}

pub fn retain(clauses: &[(Trigger, Duration)]) -> Retention {
    let clauses = clauses.iter().map(|(trigger, after)| Clause {
        trigger: *trigger,
        after: *after,
    });
    Retention {
        reason: None,
        clauses: clauses.collect(),
        at: at(),
    }
}

fn field(name: &str, kind: Type, owner: Owner) -> Field {
    Field {
        name: name.to_owned(),
        about: None,
        kind,
        default: None,
        optional: false,
        min: None,
        max: None,
        categories: Vec::new(),
        origin: None,
        person: None,
        owner,
        at: at(),
    }
}

fn person(name: &str, owner: Owner) -> Field {
    Field {
        person: Some(owner),
        ..field(name, Type::UserId, owner)
    }
}

fn on_erase(by: u32, rule: EraseRule) -> OnErase {
    OnErase {
        by: FieldId(by),
        rule,
        suppress: false,
        refusal: None,
        at: at(),
    }
}

fn store(
    id: StoreId,
    name: &str,
    scope: Scope,
    key_len: u32,
    fields: Vec<Field>,
    retention: Retention,
) -> Store {
    Store {
        id,
        feature: FeatureId(0),
        name: name.to_owned(),
        about: None,
        scope,
        across: false,
        fields,
        key_len,
        auto_key: false,
        retention,
        keep: None,
        hold: None,
        on_erase: Vec::new(),
        on_object: None,
        stops: Vec::new(),
        consent: None,
        export: None,
        refused: None,
        at: at(),
    }
}

const SUBJECT: Owner = Owner::Subject(FieldId(0));
const DAY: Duration = Duration::days(1);
const NOW: Duration = Duration { ms: 0 };

pub fn plan() -> Plan {
    let xp = Store {
        on_erase: vec![OnErase {
            suppress: true,
            ..on_erase(0, EraseRule::Delete)
        }],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            XP,
            "xp",
            Scope::Guild,
            1,
            vec![person("user", SUBJECT), field("total", Type::Int, SUBJECT)],
            retain(&[(Trigger::GuildRemoved, NOW)]),
        )
    };
    let (member, moderator) = (Owner::Subject(FieldId(1)), Owner::Party(FieldId(2)));
    let warning = Store {
        auto_key: true,
        on_erase: vec![
            on_erase(1, EraseRule::Delete),
            on_erase(2, EraseRule::Redact),
        ],
        export: Some(Export {
            to: vec![FieldId(1)],
            redact: vec![FieldId(2), FieldId(4)],
        }),
        ..store(
            WARNING,
            "warning",
            Scope::Guild,
            1,
            vec![
                field("id", Type::Int, Owner::Guild),
                person("member", member),
                person("moderator", moderator),
                field("reason", Type::Text, member),
                field("memo", Type::Text, moderator),
            ],
            retain(&[
                (Trigger::GuildRemoved, DAY),
                (Trigger::Age, Duration::days(20)),
            ]),
        )
    };
    let seen = Store {
        on_erase: vec![on_erase(0, EraseRule::Delete)],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            SEEN,
            "seen",
            Scope::Guild,
            1,
            vec![
                person("user", SUBJECT),
                field("count", Type::Int, SUBJECT),
                person("by", Owner::Party(FieldId(2))),
            ],
            retain(&[
                (Trigger::EntryIdle, Duration::days(7)),
                (Trigger::MemberLeft, DAY),
                (Trigger::GuildRemoved, Duration::days(3)),
            ]),
        )
    };
    let command = Store {
        on_erase: vec![on_erase(2, EraseRule::Pseudonymise)],
        ..store(
            COMMAND,
            "command",
            Scope::Guild,
            1,
            vec![
                field("name", Type::Text, Owner::Guild),
                field("text", Type::Text, Owner::Guild),
                person("author", Owner::Party(FieldId(2))),
                field("comment", Type::Text, Owner::Party(FieldId(2))),
            ],
            retain(&[
                (Trigger::GuildRemoved, NOW),
                (Trigger::Setting { setting: KEEP }, NOW),
            ]),
        )
    };
    let profile = Store {
        on_erase: vec![on_erase(0, EraseRule::Delete)],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            PROFILE,
            "profile",
            Scope::User,
            1,
            vec![person("user", SUBJECT), field("motto", Type::Text, SUBJECT)],
            retain(&[(Trigger::Age, Duration::days(30))]),
        )
    };
    let note = Store {
        auto_key: true,
        ..store(
            NOTE,
            "note",
            Scope::Bot,
            1,
            vec![
                field("id", Type::Int, Owner::Guild),
                field("text", Type::Text, Owner::Guild),
            ],
            retain(&[(Trigger::Age, DAY)]),
        )
    };
    let (voter, vote_owner) = (Owner::Subject(FieldId(1)), Owner::Subject(FieldId(1)));
    let vote = Store {
        on_erase: vec![on_erase(1, EraseRule::Pseudonymise)],
        stops: vec![FieldId(1)],
        ..store(
            VOTE,
            "vote",
            Scope::Guild,
            2,
            vec![
                field("message", Type::MessageId, Owner::Guild),
                person("user", voter),
                field("choice", Type::Text, vote_owner),
            ],
            retain(&[
                (Trigger::GuildRemoved, NOW),
                (Trigger::EntryIdle, Duration::days(9)),
            ]),
        )
    };
    let flash = Store {
        on_erase: vec![on_erase(0, EraseRule::Delete)],
        ..store(
            FLASH,
            "flash",
            Scope::Guild,
            1,
            vec![person("user", SUBJECT), field("code", Type::Text, SUBJECT)],
            retain(&[(Trigger::Boot, NOW)]),
        )
    };
    let (author, helper) = (Owner::Subject(FieldId(1)), Owner::Party(FieldId(2)));
    let ticket = Store {
        auto_key: true,
        on_erase: vec![on_erase(1, EraseRule::Delete)],
        ..store(
            TICKET,
            "ticket",
            Scope::Guild,
            1,
            vec![
                field("id", Type::Int, Owner::Guild),
                person("author", author),
                person("helper", helper),
            ],
            retain(&[
                (Trigger::FlowEnded, DAY),
                (Trigger::EntryIdle, Duration::days(5)),
                (Trigger::Age, Duration::days(30)),
            ]),
        )
    };
    let place = Store {
        hold: Some(Hold {
            departures: 3,
            within: Duration::seconds(3600),
            length: Duration::days(2),
            at: at(),
        }),
        on_erase: vec![
            on_erase(0, EraseRule::Delete),
            on_erase(1, EraseRule::Pseudonymise),
        ],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            PLACE,
            "place",
            Scope::Guild,
            1,
            vec![
                person("user", SUBJECT),
                person("by", Owner::Party(FieldId(1))),
            ],
            retain(&[
                (Trigger::MemberLeft, NOW),
                (Trigger::Age, Duration::days(9)),
            ]),
        )
    };
    let ban = Store {
        on_erase: vec![on_erase(0, EraseRule::Delete)],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            BAN,
            "ban",
            Scope::Guild,
            1,
            vec![
                person("user", SUBJECT),
                Field {
                    optional: true,
                    ..field("until", Type::Instant, SUBJECT)
                },
            ],
            retain(&[
                (Trigger::Field { field: FieldId(1) }, DAY),
                (Trigger::Age, Duration::days(60)),
            ]),
        )
    };
    let badge = Store {
        on_erase: vec![on_erase(0, EraseRule::Delete)],
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: Vec::new(),
        }),
        ..store(
            BADGE,
            "badge",
            Scope::Guild,
            1,
            vec![person("user", SUBJECT), field("name", Type::Text, SUBJECT)],
            retain(&[
                (Trigger::FeatureOff, DAY),
                (Trigger::GuildRemoved, Duration::days(3)),
            ]),
        )
    };
    let line = Store {
        auto_key: true,
        keep: Some(Keep {
            newest: 2,
            per: FieldId(1),
            at: at(),
        }),
        on_erase: vec![
            on_erase(1, EraseRule::Redact),
            on_erase(2, EraseRule::Pseudonymise),
        ],
        export: Some(Export {
            to: vec![FieldId(1)],
            redact: Vec::new(),
        }),
        ..store(
            LINE,
            "line",
            Scope::Guild,
            1,
            vec![
                field("id", Type::Int, Owner::Guild),
                person("member", member),
                person("by", Owner::Party(FieldId(2))),
                field("words", Type::Text, member),
            ],
            retain(&[(Trigger::Age, Duration::days(40))]),
        )
    };
    let talk = Store {
        auto_key: true,
        on_erase: vec![on_erase(1, EraseRule::Delete)],
        export: Some(Export {
            to: vec![FieldId(1)],
            redact: Vec::new(),
        }),
        ..store(
            TALK,
            "talk",
            Scope::Guild,
            1,
            vec![
                field("id", Type::Int, Owner::Guild),
                person("member", member),
                field("words", Type::Text, member),
            ],
            retain(&[
                (Trigger::MemberLeft, DAY),
                (Trigger::Age, Duration::days(40)),
            ]),
        )
    };
    let room = store(
        ROOM,
        "room",
        Scope::Guild,
        1,
        vec![
            field("name", Type::Text, Owner::Guild),
            field("channel", Type::Channel, Owner::Guild),
        ],
        retain(&[
            (Trigger::ChannelRemoved { field: FieldId(1) }, DAY),
            (Trigger::Age, Duration::days(40)),
        ]),
    );
    Plan {
        application: None,
        format: candor::plan::FORMAT,
        bot: "Test".to_owned(),
        version: 1,
        updated: "2026-01-01".to_owned(),
        notice: None,
        languages: vec![Language::En],
        also: std::collections::BTreeMap::new(),
        agreed: std::collections::BTreeMap::new(),
        names: LocalNames::default(),
        at: at(),
        controller: Controller {
            name: "Test".to_owned(),
            established: None,
            contacts: Vec::new(),
            respond_within: None,
            minimum_age: None,
            authority: None,
            at: at(),
        },
        processors: Vec::new(),
        purposes: Vec::new(),
        measures: Vec::new(),
        stated: Vec::new(),
        changes: Vec::new(),
        past: Vec::new(),
        claims: Vec::new(),
        declassified: Vec::new(),
        mod_log: None,
        backup: None,
        settings_retention: retain(&[(Trigger::GuildRemoved, Duration::days(2))]),
        features: vec![Feature {
            name: "all".to_owned(),
            title: "All".to_owned(),
            about: None,
            default_on: true,
            fixed: false,
            basis: None,
            interest: None,
            consent: None,
            purposes: Vec::new(),
            reads: Vec::new(),
            at: at(),
        }],
        settings: vec![
            setting(
                KEEP,
                "keep",
                Type::Duration,
                Some(Value::Duration(Duration::days(10))),
            ),
            setting(GREETING, "greeting", Type::Text, None),
        ],
        stores: vec![
            xp, warning, seen, command, profile, note, vote, flash, ticket, place, ban, badge,
            line, talk, room,
        ],
        commands: Vec::new(),
        aliases: Vec::new(),
        command_sets: Vec::new(),
        handlers: Vec::new(),
        shown: Vec::new(),
        intents: Vec::new(),
        permissions: Vec::new(),
    }
}

fn setting(id: SettingId, name: &str, kind: Type, default: Option<Value>) -> Setting {
    Setting {
        id,
        feature: Some(FeatureId(0)),
        name: name.to_owned(),
        kind,
        optional: default.is_none(),
        default,
        min: None,
        max: None,
        about: "a setting".to_owned(),
        at: at(),
    }
}

pub fn shared() -> Arc<Plan> {
    Arc::new(plan())
}
