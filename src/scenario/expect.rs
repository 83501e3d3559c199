//! What a scenario can expect, and how each expectation is written.

use std::collections::BTreeSet;

use regex::Regex;

use super::{
    deed,
    names::{BOT, OWNER},
    reader::Reader,
    script::{
        Expect, Expected, Given, Match, MessageWanted, ReactionWanted, RowsWanted, Sent, Where,
    },
    trouble::{Missing, UnknownName, UnknownWord, WrongValue, duration, suggest, wrong},
};
use crate::{
    finding::Findings,
    lexicon::kind::{Form, INSTANT, Kind, Measure, Thing},
    plan::{Field, FieldId, Store},
    syntax::{
        ast::{Prop, Scalar},
        form::Taking,
    },
    vocab::Spanned,
};

const WORDS: [&str; 23] = [
    "asked",
    "voice",
    "channel",
    "deed",
    "reply",
    "message",
    "dm",
    "store",
    "row",
    "fields",
    "role",
    "timeout",
    "member",
    "export",
    "trace",
    "refused",
    "button",
    "form",
    "reaction",
    "command",
    "notice",
    "unreadable",
    "no-trace",
];

pub(super) fn read(
    reader: &mut Reader,
    taking: &mut Taking,
    findings: &mut Findings,
) -> Option<Expect> {
    let word = taking.required("what is expected", "expect reply contains=\"…\"", findings)?;
    let (plain, absent) = match word.node.strip_prefix("no-") {
        Some(rest) => (rest, true),
        None => (word.node.as_str(), false),
    };
    let what = match plain {
        "reply" => Expected::Reply {
            text: said(taking, findings),
            ephemeral: taking.flag("ephemeral", findings),
            count: count(taking, findings),
        },
        "message" => message(reader, taking, findings),
        "dm" => Expected::Dm {
            to: person(reader, taking, "to", findings)?,
            text: said(taking, findings),
            count: count(taking, findings),
        },
        "store" => {
            let store = store(reader, taking, findings)?;
            let rows = RowsWanted {
                store: store.id,
                of: of(reader, taking, findings),
                server: server(reader, taking, findings),
            };
            Expected::Store {
                rows,
                count: count(taking, findings),
            }
        }
        "row" => {
            let store = store(reader, taking, findings)?;
            row(reader, &store, taking, findings)
        }
        "fields" => {
            let store = store(reader, taking, findings)?;
            fields(&store, taking, findings)
        }
        "role" => role(reader, taking, findings)?,
        "timeout" => timeout(reader, taking, findings)?,
        "member" => {
            let who = person_arg(reader, taking, findings)?;
            let server = reader.server_prop(taking, &who, None, findings);
            Expected::Member { who, server }
        }
        "channel" => channel(reader, taking, findings)?,
        "voice" => voice(reader, taking, findings)?,
        "export" => Expected::Export {
            of: person(reader, taking, "of", findings)?,
            server: server(reader, taking, findings),
            text: text(taking, findings),
        },
        "deed" => Expected::Deed(deed::read(reader, taking, findings)?),
        "unreadable" if !absent => unreadable(reader, taking, findings),
        // What it was called when only files were searched.
        "trace" if absent => unreadable(reader, taking, findings),
        "refused" => Expected::Refused {
            text: text(taking, findings),
        },
        "button" => Expected::Button {
            label: label(taking, findings)?,
        },
        "form" => Expected::Form {
            text: text(taking, findings),
        },
        "reaction" => {
            let emoji =
                taking.required("the emoji", "expect reaction \"👍\" on=rules", findings)?;
            let by = taking.text("by", findings);
            Expected::Reaction(ReactionWanted {
                emoji: emoji.node,
                on: reader.on(taking, findings),
                by: by.map(|name| reader.names.person(&name, findings)),
                count: count(taking, findings),
            })
        }
        "asked" => asked(reader, taking, findings)?,
        "command" => command(reader, taking, findings)?,
        "notice" => Expected::Notice {
            text: text(taking, findings),
        },
        _ => {
            findings.push(UnknownWord {
                kind: "expectation",
                word: word.node.clone(),
                at: word.span,
                help: suggest(plain, WORDS),
            });
            return None;
        }
    };
    Some(Expect { what, absent })
}

fn channel(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let name = taking.required("the channel", "expect channel ticket of=ann", findings)?;
    let who = of(reader, taking, findings);
    let who = who.unwrap_or_else(|| OWNER.to_owned());
    let server = reader.server_prop(taking, &who, Some(&name), findings);
    let name = reader.names.channel(&server, &name, findings);
    Some(Expected::Channel { name, who, server })
}

fn voice(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let who = person_arg(reader, taking, findings)?;
    let channel = taking.text("in", findings);
    let server = reader.server_prop(taking, &who, channel.as_ref(), findings);
    let channel = channel.map(|name| reader.names.channel(&server, &name, findings));
    Some(Expected::Voice {
        who,
        channel,
        server,
    })
}

fn command(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let path = taking.required("the command", "expect command \"/hello\"", findings)?;
    let path = path
        .node
        .trim_start_matches('/')
        .split_whitespace()
        .map(str::to_owned);
    let server = server(reader, taking, findings);
    let server = server.unwrap_or_else(|| reader.names.server_with(|_| true));
    Some(Expected::Command {
        path: path.collect(),
        server,
    })
}

/// `expect asked risk account=ann`: what it was sent is exactly this.
fn asked(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let service = taking.required("which service", "expect asked risk account=ann", findings)?;
    let plan = reader.plan;
    if !plan.services().any(|one| one.id == service.node) {
        findings.push(UnknownWord {
            kind: "service that the policy asks",
            word: service.node.clone(),
            at: service.span,
            help: suggest(&service.node, plan.services().map(|one| one.id.as_str())),
        });
        return None;
    }
    let asks = plan
        .asks()
        .filter(|(_, asked)| asked.processor == service.node);
    let names: BTreeSet<&str> = asks
        .flat_map(|(_, asked)| asked.sends.iter().map(|one| one.name.as_str()))
        .collect();
    let mut sent = Vec::new();
    for name in &names {
        if let Some(prop) = taking.prop(name) {
            let value = match &prop.value.node {
                Scalar::Text(text) => Sent::Text(text.text.clone()),
                Scalar::Int(number) => Sent::Json(i64::try_from(*number).ok()?.into()),
                Scalar::Bool(truth) => Sent::Json((*truth).into()),
                Scalar::Null => Sent::Json(serde_json::Value::Null),
            };
            sent.push(((*name).to_owned(), value));
        }
    }
    let count = (!names.contains("count"))
        .then(|| count(taking, findings))
        .flatten();
    Some(Expected::Asked {
        service: service.node,
        sent,
        count,
    })
}

fn count(taking: &Taking, findings: &mut Findings) -> Option<u64> {
    let count = taking.number("count", 0..=i64::MAX, "a number of things", findings)?;
    u64::try_from(count).ok()
}

fn text(taking: &Taking, findings: &mut Findings) -> Match {
    let mut plain = |name: &str| taking.text(name, findings).map(|text| text.node);
    let (contains, lacks, equals) = (plain("contains"), plain("lacks"), plain("equals"));
    let matches =
        taking
            .text("matches", findings)
            .and_then(|pattern| match Regex::new(&pattern.node) {
                Ok(regex) => Some(regex),
                Err(error) => {
                    findings.push(WrongValue {
                        given: pattern.node,
                        wanted: "a regular expression".to_owned(),
                        at: pattern.span,
                        help: error
                            .to_string()
                            .lines()
                            .last()
                            .unwrap_or_default()
                            .to_owned(),
                    });
                    None
                }
            });
    Match {
        contains,
        lacks,
        equals,
        matches,
        notifies: None,
    }
}

/// Of a message.
fn said(taking: &Taking, findings: &mut Findings) -> Match {
    Match {
        notifies: taking.flag("notifies", findings),
        ..text(taking, findings)
    }
}

fn message(reader: &mut Reader, taking: &mut Taking, findings: &mut Findings) -> Expected {
    let channel = taking.text("in", findings);
    let from = taking
        .text("from", findings)
        .map(|name| reader.names.person(&name, findings));
    let server = match &channel {
        Some(name) => reader.server_prop(taking, BOT, Some(name), findings),
        None => {
            server(reader, taking, findings).unwrap_or_else(|| reader.names.server_with(|_| true))
        }
    };
    let channel: Where = reader.channel(&server, channel, findings);
    let id = taking.text("id", findings);
    if let Some(id) = &id {
        reader.names.remember(id.clone(), findings);
    }
    Expected::Message(MessageWanted {
        id: id.map(|id| id.node),
        server,
        channel,
        from,
        persona: taking.text("persona", findings).map(|name| name.node),
        avatar: taking.text("avatar", findings).map(|picture| picture.node),
        text: said(taking, findings),
        count: count(taking, findings),
    })
}

fn store(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Store> {
    let name = taking.required("the store's name", "expect store warning count=1", findings)?;
    let stores = &reader.plan.stores;
    let found = stores.iter().find(|store| store.name == name.node);
    if found.is_none() {
        findings.push(UnknownName {
            kind: "store",
            name: name.node.clone(),
            place: " in the policy".to_owned(),
            at: name.span,
            help: suggest(&name.node, stores.iter().map(|store| store.name.as_str())),
        });
    }
    found.cloned()
}

fn row(reader: &Reader, store: &Store, taking: &Taking, findings: &mut Findings) -> Expected {
    let mut fields = Vec::new();
    for (index, field) in (0u32..).zip(&store.fields) {
        if let Some(prop) = taking.prop(&field.name)
            && let Some(value) = value(reader, field, prop, findings)
        {
            fields.push((FieldId(index), value));
        }
    }
    // A field may be called like one of these; then it is the field.
    let own = |name: &str| store.fields.iter().any(|field| field.name == name);
    let rows = RowsWanted {
        store: store.id,
        of: (!own("of")).then(|| of(reader, taking, findings)).flatten(),
        server: (!own("server"))
            .then(|| server(reader, taking, findings))
            .flatten(),
    };
    let count = (!own("count")).then(|| count(taking, findings)).flatten();
    Expected::Row {
        rows,
        fields,
        count,
    }
}

/// A value of the field's type; names of people, channels, roles and messages as the scenario has them.
fn value(reader: &Reader, field: &Field, prop: &Prop, findings: &mut Findings) -> Option<Given> {
    let kind = field.kind.kind();
    let text = Spanned::new(prop.value.node.to_string(), prop.value.span);
    let value = match (kind.form, &prop.value.node) {
        (_, Scalar::Null) => Given::None,
        (Form::Truth, Scalar::Bool(flag)) => Given::Bool(*flag),
        (Form::Number, Scalar::Int(number)) => Given::Int(i64::try_from(*number).ok()?),
        // A time is expected as the milliseconds that the world has counted.
        (Form::Text, Scalar::Int(number)) if *kind == INSTANT => {
            Given::Int(i64::try_from(*number).ok()?)
        }
        (Form::Text | Form::Words, Scalar::Text(_))
            if *kind != INSTANT && kind.id_of != Some(Thing::Server) =>
        {
            named(reader, kind, text, findings)?
        }
        (
            Form::Truth | Form::Number | Form::Text | Form::Words,
            Scalar::Bool(_) | Scalar::Int(_) | Scalar::Text(_),
        ) => {
            wrong(
                prop,
                &format!("a value of type {}", kind.name),
                &format!("`{}` is {}", field.name, kind.name),
                findings,
            );
            return None;
        }
    };
    Some(value)
}

/// Given as text: a name that the scenario has, a length of time, or the text itself.
fn named(
    reader: &Reader,
    kind: &Kind,
    text: Spanned<String>,
    findings: &mut Findings,
) -> Option<Given> {
    Some(match (kind.id_of, kind.measure) {
        (Some(Thing::Person), _) => Given::User(reader.names.person(&text, findings)),
        (Some(Thing::Channel), _) => {
            let plain = text.node.trim_start_matches('#').to_owned();
            let server = reader
                .names
                .server_with(|server| server.channels.contains(&plain));
            Given::Channel(reader.names.channel(&server, &text, findings))
        }
        (Some(Thing::Role), _) => {
            let server = reader
                .names
                .server_with(|server| server.roles.contains(&text.node));
            Given::Role(reader.names.role(&server, &text, findings))
        }
        (Some(Thing::Message), _) => Given::Message(reader.names.message(&text, findings)),
        (None, Some(Measure::Time)) => Given::Duration(duration(&text, findings)?),
        (Some(Thing::Server), _) | (None, Some(Measure::Number | Measure::Characters) | None) => {
            Given::Text(text.node)
        }
    })
}

fn fields(store: &Store, taking: &mut Taking, findings: &mut Findings) -> Expected {
    let mut names = Vec::new();
    while let Some(name) = taking.arg() {
        if !store.fields.iter().any(|field| field.name == name.node) {
            findings.push(UnknownName {
                kind: "field",
                name: name.node.clone(),
                place: format!(" in `{}`", store.name),
                at: name.span,
                help: suggest(
                    &name.node,
                    store.fields.iter().map(|field| field.name.as_str()),
                ),
            });
        }
        names.push(name.node);
    }
    Expected::Fields {
        store: store.id,
        names,
    }
}

fn role(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let who = person_arg(reader, taking, findings)?;
    let role = taking.required("the role", "expect role ann regular", findings)?;
    let server = match taking.text("server", findings) {
        Some(name) => reader.names.server(&name, findings),
        None => reader
            .names
            .server_with(|server| server.roles.contains(&role.node)),
    };
    let role = reader.names.role(&server, &role, findings);
    Some(Expected::Role {
        who,
        role,
        server,
        has: taking.flag("has", findings).unwrap_or(true),
    })
}

fn timeout(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<Expected> {
    let who = person_arg(reader, taking, findings)?;
    let server = reader.server_prop(taking, &who, None, findings);
    let length = taking.arg().and_then(|text| duration(&text, findings));
    Some(Expected::Timeout {
        who,
        server,
        length,
    })
}

/// `expect unreadable ann "some text"`: names are people, everything else is text.
fn unreadable(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Expected {
    let (mut people, mut texts) = (Vec::new(), Vec::new());
    while let Some(word) = taking.arg() {
        let bare = word.span.end - word.span.start == word.node.len();
        if bare || reader.names.people.contains(&word.node) {
            people.push(reader.names.person(&word, findings));
        } else {
            texts.push(word.node);
        }
    }
    if let Some(name) = taking.text("of", findings) {
        people.push(reader.names.person(&name, findings));
    }
    if let Some(text) = taking.text("contains", findings) {
        texts.push(text.node);
    }
    if people.is_empty() && texts.is_empty() {
        findings.push(Missing {
            what: "whose trace, or which text".to_owned(),
            at: taking.head(),
            help: "expect unreadable ann \"what she wrote\"".to_owned(),
        });
    }
    Expected::Unreadable { people, texts }
}

fn label(taking: &mut Taking, findings: &mut Findings) -> Option<String> {
    let label = taking.text("label", findings).or_else(|| taking.arg());
    if label.is_none() {
        findings.push(Missing {
            what: "the button's label".to_owned(),
            at: taking.head(),
            help: "expect button label=\"Verify\"".to_owned(),
        });
    }
    label.map(|label| label.node)
}

fn person_arg(reader: &Reader, taking: &mut Taking, findings: &mut Findings) -> Option<String> {
    let name = taking.required("who", "expect role ann regular", findings)?;
    Some(reader.names.person(&name, findings))
}

fn person(
    reader: &Reader,
    taking: &mut Taking,
    prop: &str,
    findings: &mut Findings,
) -> Option<String> {
    let name = taking.text(prop, findings).or_else(|| taking.arg());
    if name.is_none() {
        findings.push(Missing {
            what: format!("`{prop}=`, the person"),
            at: taking.head(),
            help: format!("{prop}=ann"),
        });
    }
    Some(reader.names.person(&name?, findings))
}

fn of(reader: &Reader, taking: &Taking, findings: &mut Findings) -> Option<String> {
    taking
        .text("of", findings)
        .map(|name| reader.names.person(&name, findings))
}

fn server(reader: &Reader, taking: &Taking, findings: &mut Findings) -> Option<String> {
    taking
        .text("server", findings)
        .map(|name| reader.names.server(&name, findings))
}
