//! A plan built by hand: levels, warnings, custom commands, verification, greetings, and a feature that goes wrong.

use candor::{plan::*, vocab::*};

pub fn at(line: u32) -> Place {
    Place {
        file: "test.kdl".into(),
        first_line: line,
        last_line: line,
    }
}

pub fn int(number: i64) -> Expr {
    Expr::Literal(Value::Int(number))
}

pub fn actor() -> Expr {
    Expr::Source(Source::ActorId)
}

pub fn local(slot: u32) -> Expr {
    Expr::Local(Slot(slot))
}

pub fn row(field: u32) -> Expr {
    Expr::Row(FieldId(field))
}

pub fn op(op: Op, left: Expr, right: Expr) -> Expr {
    let (left, right) = (Box::new(left), Box::new(right));
    Expr::Binary { op, left, right }
}

pub fn call(function: Builtin, args: Vec<Expr>) -> Expr {
    Expr::Call { function, args }
}

/// `"{} reached level {}"`, with an expression for each hole.
pub fn text(pattern: &str, holes: Vec<Expr>) -> Text {
    let mut holes = holes.into_iter();
    let mut parts = Vec::new();
    for (i, literal) in pattern.split("{}").enumerate() {
        if i > 0 {
            parts.push(TextPart::Hole(holes.next().unwrap()));
        }
        if !literal.is_empty() {
            parts.push(TextPart::Literal(literal.into()));
        }
    }
    Text { parts }
}

pub fn message(text: Text) -> Message {
    Message {
        text: Some(text),
        list: None,
        buttons: vec![],
        card: None,
        mentions: false,
    }
}

pub fn step(effect: Effect) -> Step {
    Step {
        effect,
        otherwise: None,
        at: at(7),
    }
}

pub fn reply(ephemeral: bool, text: Text) -> Step {
    let message = message(text);
    step(Effect::Reply { ephemeral, message })
}

fn when(cond: Expr, then: Vec<Step>) -> Step {
    let otherwise = vec![];
    step(Effect::When {
        cond,
        then,
        otherwise,
    })
}

fn require(
    permission: Option<Permission>,
    target: Option<Expr>,
    cond: Option<Expr>,
    refusal: Option<&str>,
) -> Step {
    let refusal = refusal.map(|words| text(words, vec![]));
    step(Effect::Require {
        permission,
        target,
        cond,
        refusal,
    })
}

fn feature(name: &str, title: &str, default_on: bool) -> Feature {
    Feature {
        name: name.into(),
        title: title.into(),
        about: None,
        default_on,
        basis: None,
        interest: None,
        purposes: vec![],
        reads: vec![],
        at: at(1),
    }
}

fn setting(
    id: u32,
    feature: Option<u32>,
    name: &str,
    kind: Type,
    default: Option<Value>,
) -> Setting {
    Setting {
        id: SettingId(id),
        feature: feature.map(FeatureId),
        name: name.into(),
        optional: default.is_none(),
        kind,
        default,
        min: None,
        max: None,
        about: format!("About {name}"),
        at: at(2),
    }
}

fn field(name: &str, kind: Type, default: Option<Value>) -> Field {
    Field {
        name: name.into(),
        about: None,
        kind,
        default,
        min: None,
        max: None,
        categories: vec![],
        origin: None,
        person: None,
        owner: Owner::Guild,
        at: at(3),
    }
}

fn retention() -> Retention {
    Retention {
        clauses: vec![Clause {
            trigger: Trigger::GuildRemoved,
            after: Duration::default(),
        }],
        at: at(3),
    }
}

fn store(id: u32, feature: u32, name: &str, fields: Vec<Field>, auto_key: bool) -> Store {
    Store {
        id: StoreId(id),
        feature: FeatureId(feature),
        name: name.into(),
        about: None,
        scope: Scope::Guild,
        fields,
        key_len: 1,
        auto_key,
        retention: retention(),
        on_erase: vec![],
        export: None,
        at: at(3),
    }
}

fn erase(by: u32, rule: EraseRule, suppress: bool) -> OnErase {
    OnErase {
        by: FieldId(by),
        rule,
        suppress,
        at: at(3),
    }
}

fn param(name: &str, kind: ParamKind, required: bool, slot: u32) -> Param {
    Param {
        name: name.into(),
        about: format!("The {name}"),
        kind,
        required,
        min: None,
        max: None,
        choices: vec![],
        slot: Slot(slot),
    }
}

pub fn command(feature: u32, path: &str, params: Vec<Param>, steps: Vec<Step>) -> Command {
    Command {
        feature: FeatureId(feature),
        path: path.split(' ').map(Into::into).collect(),
        about: format!("About {path}"),
        params,
        permissions: vec![],
        ephemeral: true,
        slots: 4,
        steps,
        at: at(5),
    }
}

fn handler(feature: u32, on: On, steps: Vec<Step>) -> Handler {
    Handler {
        feature: FeatureId(feature),
        on,
        slots: 4,
        steps,
        at: at(6),
    }
}

const XP: StoreId = StoreId(0);
const WARNING: StoreId = StoreId(1);
const CUSTOM: StoreId = StoreId(2);

fn xp(key: Expr, field: u32, before: bool) -> Expr {
    Expr::Field {
        store: XP,
        key: vec![key],
        field: FieldId(field),
        before,
    }
}

pub fn query(store: StoreId, filter: Option<Expr>, of: Option<(u32, Expr)>) -> Query {
    Query {
        store,
        filter,
        of: of.map(|(field, person)| (FieldId(field), person)),
        by: None,
        descending: false,
        limit: None,
    }
}

fn warnings_of(person: Expr) -> Query {
    query(
        WARNING,
        Some(op(Op::Equal, row(1), person.clone())),
        Some((1, person)),
    )
}

fn stores() -> Vec<Store> {
    let mut total = field("total", Type::Int, Some(Value::Int(0)));
    (total.min, total.max) = (Some(0), Some(1_000_000));
    let mut xp_user = field("user", Type::UserId, None);
    xp_user.person = Some(Owner::Subject(FieldId(0)));
    let last = field(
        "last-award",
        Type::Instant,
        Some(Value::Instant(Timestamp(0))),
    );
    let mut xp = store(0, 0, "xp", vec![xp_user, total, last], false);
    xp.on_erase = vec![erase(0, EraseRule::Delete, true)];
    xp.export = Some(Export {
        to: vec![FieldId(0)],
        redact: vec![],
    });

    let mut member = field("member", Type::UserId, None);
    member.person = Some(Owner::Subject(FieldId(1)));
    let mut moderator = field("moderator", Type::UserId, None);
    moderator.person = Some(Owner::Party(FieldId(2)));
    let mut reason = field("reason", Type::Text, None);
    reason.max = Some(20);
    let fields = vec![
        field("id", Type::Int, None),
        member,
        moderator,
        reason,
        field("at", Type::Instant, None),
    ];
    let mut warning = store(1, 1, "warning", fields, true);
    warning.on_erase = vec![
        erase(1, EraseRule::Delete, false),
        erase(2, EraseRule::Pseudonymise, false),
    ];
    warning.export = Some(Export {
        to: vec![FieldId(1)],
        redact: vec![FieldId(2)],
    });

    let mut creator = field("creator", Type::UserId, None);
    creator.person = Some(Owner::Party(FieldId(2)));
    let fields = vec![
        field("name", Type::Text, None),
        field("response", Type::Text, None),
        creator,
    ];
    let mut custom = store(2, 2, "custom-command", fields, false);
    custom.on_erase = vec![erase(2, EraseRule::Pseudonymise, false)];
    vec![xp, warning, custom]
}

fn settings() -> Vec<Setting> {
    let optional = |kind| Type::Optional(Box::new(kind));
    let mut xp_min = setting(1, Some(0), "xp-min", Type::Int, Some(Value::Int(15)));
    (xp_min.min, xp_min.max) = (Some(1), Some(1_000));
    let mut pause = setting(
        6,
        Some(4),
        "pause",
        Type::Duration,
        Some(Value::Duration(Duration::default())),
    );
    pause.max = Some(Duration::days(28).ms);
    vec![
        setting(0, Some(0), "announce-in", optional(Type::Channel), None),
        xp_min,
        setting(2, None, "mod-log", optional(Type::Channel), None),
        setting(3, Some(3), "role", optional(Type::Role), None),
        setting(4, Some(4), "words", Type::Words, Some(Value::Words(vec![]))),
        setting(
            5,
            Some(4),
            "welcome",
            Type::Text,
            Some(Value::Text("Hi {{ user.mention }}".into())),
        ),
        pause,
    ]
}

fn level_handler() -> Handler {
    let author = actor;
    let award = step(Effect::Update {
        store: XP,
        key: vec![author()],
        values: vec![
            (
                FieldId(1),
                op(
                    Op::Add,
                    xp(author(), 1, false),
                    call(
                        Builtin::Random,
                        vec![
                            Expr::Setting(SettingId(1)),
                            op(Op::Add, Expr::Setting(SettingId(1)), int(10)),
                        ],
                    ),
                ),
            ),
            (FieldId(2), Expr::Source(Source::Now)),
        ],
    });
    let level = |before| call(Builtin::Level, vec![xp(author(), 1, before)]);
    let mut announced = message(text("{} reached level {}", vec![author(), level(false)]));
    announced.mentions = true;
    let announce = when(
        op(Op::Greater, level(false), level(true)),
        vec![step(Effect::Send {
            to: Expr::Setting(SettingId(0)),
            message: announced,
        })],
    );
    let waited = op(
        Op::GreaterOrEqual,
        op(
            Op::Subtract,
            Expr::Source(Source::Now),
            xp(author(), 2, false),
        ),
        Expr::Literal(Value::Duration(Duration::seconds(60))),
    );
    handler(0, On::Message, vec![when(waited, vec![award, announce])])
}

fn warning_commands() -> Vec<Command> {
    let member = || local(0);
    let guard = || {
        require(
            Some(Permission::ModerateMembers),
            Some(member()),
            None,
            None,
        )
    };
    let mut dm = step(Effect::Dm {
        to: member(),
        message: message(text(
            "You were warned in {}: {}",
            vec![Expr::Source(Source::GuildName), local(1)],
        )),
    });
    dm.otherwise = Some(text("{} was not told", vec![member()]));
    let log = |words: &str, holes| {
        let message = message(text(words, holes));
        step(Effect::EmitModLog { message })
    };
    let mut reason = param("reason", ParamKind::Text, true, 1);
    (reason.min, reason.max) = (Some(1), Some(512));
    let warn = command(
        1,
        "warn",
        vec![param("member", ParamKind::User, true, 0), reason],
        vec![
            guard(),
            step(Effect::Insert {
                store: WARNING,
                values: vec![
                    (FieldId(1), member()),
                    (FieldId(2), actor()),
                    (FieldId(3), local(1)),
                    (FieldId(4), Expr::Source(Source::Now)),
                ],
            }),
            reply(
                true,
                text(
                    "{} has {} warnings",
                    vec![member(), Expr::Count(Box::new(warnings_of(member())))],
                ),
            ),
            log("{} was warned: {}", vec![member(), local(1)]),
            dm,
        ],
    );
    let whose = || Expr::Coalesce(Box::new(member()), Box::new(actor()));
    let mut listed = message(text("", vec![]));
    let mut newest = warnings_of(whose());
    newest.descending = true;
    newest.limit = Some(20);
    listed.text = None;
    listed.list = Some(List {
        query: newest,
        line: text("{}. #{} {}", vec![Expr::Rank, row(0), row(3)]),
        empty: Some(text("No warnings.", vec![])),
    });
    let warnings = command(
        1,
        "warnings",
        vec![param("member", ParamKind::User, false, 0)],
        vec![step(Effect::Reply {
            ephemeral: true,
            message: listed,
        })],
    );
    let clear = command(
        1,
        "clearwarns",
        vec![param("member", ParamKind::User, true, 0)],
        vec![
            guard(),
            step(Effect::Delete {
                query: warnings_of(member()),
            }),
        ],
    );
    vec![warn, warnings, clear]
}

fn level_commands() -> Vec<Command> {
    let whose = || Expr::Coalesce(Box::new(local(0)), Box::new(actor()));
    let mut card = message(text("{}: {} XP", vec![whose(), xp(whose(), 1, false)]));
    card.card = Some("rank".into());
    let rank = command(
        0,
        "rank",
        vec![param("member", ParamKind::User, false, 0)],
        vec![step(Effect::Reply {
            ephemeral: false,
            message: card,
        })],
    );
    let top = Message {
        text: None,
        list: Some(List {
            query: Query {
                store: XP,
                filter: None,
                of: None,
                by: Some(FieldId(1)),
                descending: true,
                limit: Some(10),
            },
            line: text("{}. {}: {}", vec![Expr::Rank, row(0), row(1)]),
            empty: Some(text("Nobody yet", vec![])),
        }),
        buttons: vec![],
        card: None,
        mentions: false,
    };
    let leaderboard = command(
        0,
        "leaderboard",
        vec![],
        vec![step(Effect::Reply {
            ephemeral: false,
            message: top,
        })],
    );
    vec![rank, leaderboard]
}

fn custom_commands() -> Vec<Command> {
    let exists = || Expr::Exists {
        store: CUSTOM,
        key: vec![local(0)],
    };
    let name = || param("name", ParamKind::CommandName, true, 0);
    let mut add = command(
        2,
        "custom add",
        vec![name(), param("response", ParamKind::Text, true, 1)],
        vec![
            require(
                None,
                None,
                Some(Expr::Not(Box::new(exists()))),
                Some("There is one already."),
            ),
            step(Effect::Insert {
                store: CUSTOM,
                values: vec![
                    (FieldId(0), local(0)),
                    (FieldId(1), local(1)),
                    (FieldId(2), actor()),
                ],
            }),
            reply(true, text("/{} is ready.", vec![local(0)])),
        ],
    );
    let mut remove = command(
        2,
        "custom remove",
        vec![name()],
        vec![
            require(None, None, Some(exists()), Some("There is none.")),
            step(Effect::Delete {
                query: query(CUSTOM, Some(op(Op::Equal, row(0), local(0))), None),
            }),
        ],
    );
    add.permissions = vec![Permission::ManageGuild];
    remove.permissions = vec![Permission::ManageGuild];
    vec![add, remove]
}

/// Commands and a handler that overflow, divide by zero, leave a range or never end.
fn trouble() -> (Vec<Command>, Handler) {
    let broken = |path: &str, steps: Vec<Step>| {
        command(
            4,
            path,
            vec![param("number", ParamKind::Int, false, 0)],
            steps,
        )
    };
    let touch = |value: Expr| {
        step(Effect::Update {
            store: XP,
            key: vec![actor()],
            values: vec![(FieldId(1), value)],
        })
    };
    let each = |steps| {
        step(Effect::Each {
            query: query(XP, None, None),
            steps,
        })
    };
    let commands = vec![
        broken(
            "overflow",
            vec![
                touch(int(1)),
                reply(
                    false,
                    text("{}", vec![op(Op::Add, int(i64::MAX), local(0))]),
                ),
            ],
        ),
        broken(
            "divide",
            vec![reply(
                false,
                text("{}", vec![op(Op::Divide, int(1), local(0))]),
            )],
        ),
        broken("range", vec![touch(local(0))]),
        broken(
            "endless",
            vec![each(vec![each(vec![each(vec![each(vec![])])])])],
        ),
    ];
    let handler = handler(
        4,
        On::Message,
        vec![when(
            op(
                Op::Equal,
                Expr::Source(Source::MessageContent),
                Expr::Literal(Value::Text("overflow".into())),
            ),
            vec![touch(op(Op::Multiply, int(i64::MAX), int(2)))],
        )],
    );
    (commands, handler)
}

fn verification() -> Handler {
    let mut add = step(Effect::AddRole {
        member: actor(),
        role: Expr::Setting(SettingId(3)),
        reason: Some(text("Verified", vec![])),
    });
    add.at = at(40);
    handler(
        3,
        On::Button("verify".into()),
        vec![add, reply(true, text("You are verified.", vec![]))],
    )
}

fn greeting() -> Handler {
    let mut welcome = message(text(
        "{}",
        vec![call(Builtin::Render, vec![Expr::Setting(SettingId(5))])],
    ));
    welcome.mentions = true;
    handler(
        4,
        On::MemberJoin,
        vec![step(Effect::Send {
            to: Expr::Setting(SettingId(0)),
            message: welcome,
        })],
    )
}

fn reaction_role() -> Handler {
    handler(
        1,
        On::ReactionAdd,
        vec![step(Effect::AddRole {
            member: actor(),
            role: Expr::Setting(SettingId(3)),
            reason: None,
        })],
    )
}

pub fn plan() -> Plan {
    let (mut broken, trouble) = trouble();
    let mut commands = level_commands();
    commands.extend(warning_commands());
    commands.extend(custom_commands());
    commands.append(&mut broken);
    Plan {
        format: FORMAT,
        bot: "Testbot".into(),
        version: 1,
        updated: "2026-04-30".into(),
        at: at(1),
        controller: Controller {
            name: "Test team".into(),
            established: None,
            contacts: vec![],
            respond_within: None,
            minimum_age: None,
            authority: None,
            at: at(1),
        },
        processors: vec![],
        purposes: vec![],
        measures: vec![],
        stated: vec![],
        changes: vec![],
        claims: vec![],
        declassified: vec![],
        mod_log: Some(ModLog {
            setting: SettingId(2),
            receives: vec![],
            at: at(1),
        }),
        settings_retention: retention(),
        features: vec![
            feature("levels", "Levels", false),
            feature("warnings", "Warnings", true),
            feature("custom-commands", "Custom commands", true),
            feature("verification", "Verification", true),
            feature("trouble", "Trouble", true),
        ],
        settings: settings(),
        stores: stores(),
        commands,
        command_sets: vec![CommandSet {
            feature: FeatureId(2),
            store: CUSTOM,
            name: row(0),
            about: text("A command of this server", vec![]),
            reply: message(text("{}", vec![call(Builtin::Render, vec![row(1)])])),
            ephemeral: false,
            at: at(8),
        }],
        handlers: vec![
            trouble,
            level_handler(),
            verification(),
            greeting(),
            reaction_role(),
        ],
        intents: vec![],
        permissions: vec![],
    }
}
