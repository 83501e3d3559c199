//! A plan like that of `fixture.kdl`, made by hand, so that the notice is tested apart from the compiler. It need not be
//! the whole of that policy; its places are.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    lexicon::{End, deed::DELETE_MESSAGE, event::MESSAGE, source::MESSAGE_CONTENT},
    plan::*,
    vocab::*,
};

pub(crate) const POLICY: &str = include_str!("fixture.kdl");

/// The line of the policy that starts with these words, up to `more` lines after it.
pub(crate) fn at(words: &str, more: u32) -> Place {
    let line = POLICY
        .lines()
        .position(|line| line.trim().starts_with(words));
    let line = u32::try_from(line.unwrap_or_else(|| panic!("no line `{words}`"))).unwrap() + 1;
    Place {
        file: "keta.kdl".into(),
        first_line: line,
        last_line: line + more,
    }
}

fn field(name: &str, kind: Type, at: Place) -> Field {
    Field {
        name: name.into(),
        about: None,
        kind,
        default: None,
        optional: false,
        min: None,
        max: None,
        categories: vec![],
        origin: None,
        person: None,
        owner: Owner::Guild,
        at,
    }
}

fn person(name: &str, about: &str, owner: Owner, at: Place) -> Field {
    Field {
        about: Some(about.into()).filter(|about: &String| !about.is_empty()),
        person: Some(owner),
        owner,
        categories: vec![Category::Identifier],
        ..field(name, Type::UserId, at)
    }
}

fn datum(
    name: &str,
    about: &str,
    category: Category,
    origin: Origin,
    owner: Owner,
    at: Place,
) -> Field {
    let kind = match name {
        "total" => Type::Int,
        "at" | "last-award" => Type::Instant,
        _ => Type::Text,
    };
    Field {
        about: Some(about.into()),
        categories: vec![category],
        origin: Some(origin),
        owner,
        ..field(name, kind, at)
    }
}

fn until_removed(days: i64, at: Place) -> Retention {
    Retention {
        reason: None,
        clauses: vec![Clause {
            trigger: Trigger::GuildRemoved,
            after: Duration::days(days),
        }],
        at,
    }
}

fn rule(by: u32, rule: EraseRule, suppress: bool, at: Place) -> OnErase {
    OnErase {
        by: FieldId(by),
        rule,
        suppress,
        at,
    }
}

pub(crate) fn say(parts: Vec<TextPart>) -> Message {
    Message {
        text: Some(Text { parts }),
        list: None,
        buttons: vec![],
        card: None,
        mentions: false,
    }
}

fn hole(kind: Kind) -> TextPart {
    TextPart::Hole(kind.into())
}

fn step(kind: StepKind, at: Place) -> Step {
    Step {
        kind,
        otherwise: None,
        at,
        span: Span::default(),
        name: Span::default(),
    }
}

fn command(feature: u32, path: &[&str], steps: Vec<Step>, at: Place) -> Command {
    Command {
        feature: FeatureId(feature),
        path: path.iter().map(|&word| word.into()).collect(),
        about: String::new(),
        params: vec![],
        permissions: vec![],
        ephemeral: true,
        reads_held: vec![],
        slots: 4,
        steps,
        at,
    }
}

fn feature(name: &str, title: &str, purpose: u32, reads: Vec<Read>) -> Feature {
    Feature {
        name: name.into(),
        title: title.into(),
        about: None,
        default_on: name != "levels" && name != "auto-moderation",
        basis: Some(Basis::LegitimateInterest),
        interest: Some("keeping communities safe".into()),
        consent: None,
        purposes: vec![purpose],
        reads,
        at: at(&format!("feature {name}"), 0),
    }
}

fn read(source: &str, category: Category, sinks: &[Sink], at: Place) -> Read {
    Read {
        source: source.into(),
        category,
        sinks: sinks.into(),
        at,
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a literal, one element after the other"
)]
fn stores() -> Vec<Store> {
    let me = Owner::Subject(FieldId(0));
    let xp = Store {
        id: StoreId(0),
        feature: FeatureId(0),
        name: "xp".into(),
        about: Some("XP of a member".into()),
        scope: Scope::Guild,
        across: false,
        fields: vec![
            person("user", "", me, at("key user user-id", 0)),
            datum(
                "total",
                "XP earned so far",
                Category::Activity,
                Origin::Derived,
                me,
                at("field total", 0),
            ),
            datum(
                "last-award",
                "when XP was last earned",
                Category::Activity,
                Origin::Observed,
                me,
                at("field last-award", 0),
            ),
        ],
        key_len: 1,
        auto_key: false,
        retention: until_removed(0, at("retain \"until guild.removed\"", 0)),
        keep: None,
        hold: None,
        on_erase: vec![rule(
            0,
            EraseRule::Delete,
            true,
            at("on-erase delete suppress", 0),
        )],
        on_object: None,
        stops: vec![FieldId(0)],
        consent: None,
        export: Some(Export {
            to: vec![FieldId(0)],
            redact: vec![],
        }),
        refused: None,
        at: at("store xp", 7),
    };
    let member = Owner::Subject(FieldId(1));
    let warning = Store {
        id: StoreId(1),
        feature: FeatureId(1),
        name: "warning".into(),
        about: Some("A moderator's warning".into()),
        fields: vec![
            field("id", Type::Int, at("key id auto", 0)),
            person("member", "who was warned", member, at("field member", 0)),
            person(
                "moderator",
                "who warned",
                Owner::Party(FieldId(2)),
                at("field moderator", 0),
            ),
            datum(
                "reason",
                "the reason given",
                Category::UserContent,
                Origin::ThirdParty,
                member,
                at("field reason", 0),
            ),
            datum(
                "at",
                "when",
                Category::Moderation,
                Origin::Observed,
                member,
                at("field at", 0),
            ),
        ],
        auto_key: true,
        on_erase: vec![
            rule(1, EraseRule::Delete, false, at("on-erase by=member", 0)),
            rule(
                2,
                EraseRule::Pseudonymise,
                false,
                at("on-erase by=moderator", 0),
            ),
        ],
        on_object: Some(OnObject {
            reason: "moderators need to know what happened before".into(),
            at: at("on-object refuse", 0),
        }),
        stops: vec![],
        export: Some(Export {
            to: vec![FieldId(1)],
            redact: vec![FieldId(2)],
        }),
        at: at("store warning", 11),
        ..xp.clone()
    };
    vec![xp, warning]
}

fn commands() -> Vec<Command> {
    let total = Kind::Field {
        store: StoreId(0),
        key: vec![Kind::Local(Slot(0)).into()],
        field: FieldId(1),
        before: false,
    };
    let row = |field| hole(Kind::Row(StoreId(1), FieldId(field)));
    let warnings = Query {
        descending: true,
        limit: Some(20),
        ..Query::all(StoreId(1), Span::default())
    };
    let require = |line: Place| {
        step(
            StepKind::Require {
                permission: Some(Permission::ModerateMembers),
                target: Some(Kind::Local(Slot(0)).into()),
                cond: None,
                refusal: None,
            },
            line,
        )
    };
    let list = Message {
        list: Some(List {
            query: warnings.clone(),
            line: Text {
                parts: vec![row(2), row(3), row(4)],
            },
            empty: None,
        }),
        ..say(vec![])
    };
    let reply = |ephemeral, message| StepKind::Say {
        to: To::Reply { ephemeral },
        message,
    };
    vec![
        command(
            0,
            &["rank"],
            vec![step(
                reply(false, say(vec![hole(total)])),
                at("reply card", 0),
            )],
            at("command \"/rank", 3),
        ),
        command(
            1,
            &["warn"],
            vec![
                require(at("require permission=moderate-members target", 0)),
                step(
                    StepKind::Insert {
                        store: StoreId(1),
                        values: vec![],
                    },
                    at("insert warning", 0),
                ),
            ],
            at("command \"/warn ", 10),
        ),
        command(
            1,
            &["warnings"],
            vec![
                step(
                    StepKind::When {
                        cond: Kind::Literal(Value::Bool(true)).into(),
                        then: vec![require(at("require permission=moderate-members else", 0))],
                        otherwise: vec![],
                    },
                    at("when \"member is not none\"", 2),
                ),
                step(reply(true, list), at("list \"newest(warning", 0)),
            ],
            at("command \"/warnings", 10),
        ),
        command(
            1,
            &["clearwarns"],
            vec![
                require(at("require permission=moderate-members target", 0)),
                step(
                    StepKind::Delete { query: warnings },
                    at("delete warning where=\"row.member == member.id\"", 0),
                ),
            ],
            at("command \"/clearwarns", 6),
        ),
    ]
}

fn handlers() -> Vec<Handler> {
    let decide = step(
        StepKind::When {
            cond: Kind::Told(&MESSAGE_CONTENT).into(),
            then: vec![step(
                StepKind::Do {
                    deed: &DELETE_MESSAGE,
                    args: BTreeMap::new(),
                },
                at("delete-message reason", 0),
            )],
            otherwise: vec![],
        },
        at("when \"contains-any", 5),
    );
    let award = step(
        StepKind::Update {
            store: StoreId(0),
            key: vec![],
            values: vec![],
        },
        at("update xp", 3),
    );
    let handler = |feature, steps, at| Handler {
        feature: FeatureId(feature),
        on: On::from(&MESSAGE),
        slots: 0,
        steps,
        at,
    };
    vec![
        handler(
            0,
            vec![award],
            at("on message reads=\"author.id author.bot guild", 9),
        ),
        handler(
            2,
            vec![decide],
            at("on message reads=\"author.id author.bot author", 9),
        ),
    ]
}

fn shown() -> Vec<Shown> {
    let told = |handler, to, line: &str| Shown {
        handler,
        at: at(line, 0),
        to,
        fields: BTreeSet::new(),
        rows: BTreeSet::new(),
        depends: BTreeSet::new(),
        sources: BTreeSet::new(),
    };
    let fields = |store, fields: &[u32]| {
        let fields = fields.iter();
        fields
            .map(|field| (StoreId(store), FieldId(*field)))
            .collect()
    };
    vec![
        Shown {
            sources: BTreeSet::from(["message.content".to_owned()]),
            ..told(1, End::Acts, "delete-message reason")
        },
        Shown {
            fields: fields(0, &[1]),
            ..told(2, End::Reply, "reply card")
        },
        Shown {
            fields: fields(1, &[2, 3, 4]),
            ..told(4, End::Reply, "list \"newest(warning")
        },
    ]
}

/// Levels, warnings and auto-moderation; a claim, an intent, a processor, a fact of each kind.
#[expect(
    clippy::too_many_lines,
    reason = "a literal, one element after the other"
)]
pub(crate) fn plan() -> Plan {
    let top = at("candor version", 0);
    let content = at("on message reads=\"author.id author.bot author", 0);
    let award = at("on message reads=\"author.id author.bot guild", 0);
    let purpose = |id: &str, text: &str| Purpose {
        id: id.into(),
        dpv: None,
        text: text.into(),
        at: at(&format!("purpose {id}"), 0),
    };
    let stated = |topic: &str, text: &str| Stated {
        topic: topic.into(),
        text: text.into(),
        at: at(&format!("stated {topic}"), 0),
    };
    let reason = |text: &str, feature, at| Reason {
        text: text.into(),
        feature: Some(FeatureId(feature)),
        at,
    };
    Plan {
        format: FORMAT,
        bot: "Keta".into(),
        version: 1,
        updated: "2026-04-30".into(),
        notice: None,
        at: top,
        controller: Controller {
            name: "Keta team".into(),
            established: Some("DE".into()),
            contacts: vec![
                Contact {
                    kind: ContactKind::Discord,
                    value: "@keta-operator".into(),
                },
                Contact {
                    kind: ContactKind::Server,
                    value: "https://support.example.org".into(),
                },
            ],
            respond_within: Some(Duration::days(30)),
            minimum_age: Some(13),
            authority: Some(Authority {
                name: "The data protection authority of the place where you live".into(),
                url: None,
            }),
            at: at("controller", 5),
        },
        processors: vec![Processor {
            id: "hosting".into(),
            name: "Example Hosting".into(),
            role: "hosting".into(),
            country: Some("DE".into()),
            safeguards: None,
            receives: vec![Category::Identifier, Category::Activity],
            at: at("processor hosting", 2),
        }],
        purposes: vec![
            purpose("levelling", "run the level system your server turned on"),
            purpose("safety", "keep a record of moderators' warnings"),
            purpose("moderation", "keep unwanted messages out of the server"),
        ],
        measures: vec![Measure {
            id: Some("sealed-storage".into()),
            text: "What is kept about you is encrypted with keys of your own".into(),
            standing: Standing::Enforced,
            at: at("measure sealed-storage", 0),
        }],
        stated: vec![
            stated("hosting", "The servers stand in the European Union."),
            stated("sharing", "Data is not sold, rented or shared."),
        ],
        past: Vec::new(),
        changes: vec![Change {
            date: "2026-04-30".into(),
            text: "First edition of this notice.".into(),
            at: at("change ", 0),
        }],
        claims: vec![
            Claim {
                kind: ClaimKind::NotTo {
                    what: "message.content".into(),
                    sink: Sink::Storage,
                },
                standing: Standing::Proved,
                at: at("never \"message.content\" to=storage", 0),
            },
            Claim {
                kind: ClaimKind::NotRequested {
                    what: "contact".into(),
                },
                standing: Standing::Proved,
                at: at("never \"contact\"", 0),
            },
            Claim {
                kind: ClaimKind::NoIntent {
                    intent: Intent::GuildPresences,
                },
                standing: Standing::Proved,
                at: at("never intent", 0),
            },
        ],
        declassified: vec![],
        mod_log: Some(ModLog {
            setting: SettingId(0),
            receives: vec![Category::UserContent, Category::Moderation],
            at: at("surface mod-log", 0),
        }),
        backup: None,
        settings_retention: until_removed(30, at("settings {", 0)),
        features: vec![
            feature(
                "levels",
                "Levels",
                0,
                vec![
                    read(
                        "author.id",
                        Category::Identifier,
                        &[Sink::Storage],
                        award.clone(),
                    ),
                    read("author.bot", Category::Profile, &[], award),
                ],
            ),
            feature("warnings", "Warnings", 1, vec![]),
            feature(
                "auto-moderation",
                "Auto-moderation",
                2,
                vec![
                    read(
                        "message.content",
                        Category::UserContent,
                        &[Sink::ModLog],
                        content.clone(),
                    ),
                    read(
                        "message.mention-count",
                        Category::Activity,
                        &[],
                        content.clone(),
                    ),
                ],
            ),
        ],
        settings: vec![Setting {
            id: SettingId(0),
            feature: None,
            name: "mod-log".into(),
            kind: Type::Channel,
            default: None,
            optional: true,
            min: None,
            max: None,
            about: "Where to report".into(),
            at: at("surface mod-log", 0),
        }],
        stores: stores(),
        commands: commands(),
        command_sets: vec![],
        handlers: handlers(),
        shown: shown(),
        intents: vec![
            IntentNeed {
                intent: Intent::GuildMessages,
                because: vec![reason(
                    "see that messages are written",
                    0,
                    at("update xp", 0),
                )],
            },
            IntentNeed {
                intent: Intent::MessageContent,
                because: vec![reason("read what messages say", 2, content)],
            },
        ],
        permissions: vec![PermissionNeed {
            permission: Permission::ManageMessages,
            because: vec![reason("delete messages", 2, at("delete-message reason", 0))],
        }],
    }
}
