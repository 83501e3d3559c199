//! A small plan, as `lower` would give it: a warning, a count of messages, a role.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pieces of JSON are put into larger ones"
)]

use candor::plan::Plan;
use serde_json::{Value, json};

fn at() -> Value {
    json!({ "file": "test.kdl", "first_line": 1, "last_line": 1 })
}

fn retain(after_ms: i64) -> Value {
    json!({ "clauses": [{ "trigger": { "on": "guild-removed" }, "after": { "ms": after_ms } }], "at": at() })
}

fn field(name: &str, kind: Value, person: bool, default: Value) -> Value {
    json!({
        "name": name, "about": null, "kind": kind, "default": default, "min": null, "max": null,
        "categories": [], "origin": null,
        "person": if person { json!({ "who": "subject", "field": 0 }) } else { Value::Null },
        "owner": { "who": "guild" }, "at": at(),
    })
}

fn text(text: &str) -> Value {
    json!({ "parts": [{ "literal": text }] })
}

fn message(text: Value) -> Value {
    json!({ "text": text, "list": null, "buttons": [], "card": null, "mentions": false })
}

fn step(effect: Value, otherwise: Value) -> Value {
    json!({ "effect": effect, "otherwise": otherwise, "at": at() })
}

fn reply(said: Value) -> Value {
    step(
        json!({ "reply": { "ephemeral": true, "message": message(said) } }),
        Value::Null,
    )
}

fn param(name: &str, kind: &str, slot: u32) -> Value {
    json!({
        "name": name, "about": name, "kind": kind, "required": true, "min": null, "max": null, "choices": [],
        "slot": slot,
    })
}

fn command(name: &str, params: Value, steps: Value) -> Value {
    json!({
        "feature": 0, "path": [name], "about": name, "params": params, "permissions": [], "ephemeral": true,
        "slots": 2, "steps": steps, "at": at(),
    })
}

fn store(id: u32, name: &str, auto_key: bool, fields: Value, grace_ms: i64, by: u32) -> Value {
    json!({
        "id": id, "feature": 0, "name": name, "about": null, "scope": "guild", "fields": fields, "key_len": 1,
        "auto_key": auto_key, "retention": retain(grace_ms),
        "on_erase": [{ "by": by, "rule": "delete", "suppress": false, "at": at() }], "export": null, "at": at(),
    })
}

pub fn plan() -> Plan {
    let total = json!({
        "field": { "store": 1, "key": [{ "source": "actor-id" }], "field": 1, "before": false }
    });
    let one_more = json!({
        "binary": { "op": "add", "left": total, "right": { "literal": { "type": "int", "value": 1 } } }
    });
    let warning = json!([
        field("id", json!("int"), false, Value::Null),
        field("member", json!("user-id"), true, Value::Null),
        field("reason", json!("text"), false, Value::Null),
    ]);
    let count = json!([
        field("user", json!("user-id"), true, Value::Null),
        field(
            "total",
            json!("int"),
            false,
            json!({ "type": "int", "value": 0 })
        ),
    ]);
    let mut warning = store(0, "warning", true, warning, 0, 1);
    warning["fields"][1]["person"]["field"] = json!(1);
    let mut count = store(1, "count", false, count, 30 * 86_400_000, 0);
    let left = json!({ "trigger": { "on": "member-left" }, "after": { "ms": 12 * 3_600_000 } });
    count["retention"]["clauses"]
        .as_array_mut()
        .unwrap()
        .push(left);
    let insert =
        json!({ "insert": { "store": 0, "values": [[1, { "local": 0 }], [2, { "local": 1 }]] } });
    let give = json!({ "add-role": { "member": { "source": "actor-id" }, "role": { "local": 0 }, "reason": null } });
    let counted = json!({ "parts": [{ "literal": "n=" }, { "hole": total }] });
    let need = |intent: &str| json!({ "intent": intent, "because": [] });
    let plan = json!({
        "format": 1, "bot": "Test", "version": 1, "updated": "2026-01-01", "at": at(),
        "controller": {
            "name": "Test", "established": null, "contacts": [], "respond_within": null, "minimum_age": null,
            "authority": null, "at": at(),
        },
        "processors": [], "purposes": [], "measures": [], "stated": [], "changes": [], "claims": [],
        "declassified": [], "mod_log": null, "settings_retention": retain(0),
        "features": [{
            "name": "all", "title": "All", "about": null, "default_on": true, "basis": null, "interest": null,
            "purposes": [], "reads": [], "at": at(),
        }],
        "settings": [],
        "stores": [warning, count],
        "commands": [
            command(
                "warn",
                json!([param("member", "user", 0), param("reason", "text", 1)]),
                json!([step(insert, Value::Null), reply(text("Recorded"))]),
            ),
            command(
                "give",
                json!([param("role", "role", 0)]),
                json!([step(give, text("I may not give it")), reply(text("Given"))]),
            ),
        ],
        "command_sets": [],
        "handlers": [{
            "feature": 0, "on": { "event": "message" }, "slots": 0, "at": at(),
            "steps": [
                step(
                    json!({ "update": { "store": 1, "key": [{ "source": "actor-id" }], "values": [[1, one_more]] } }),
                    Value::Null,
                ),
                step(json!({ "reply": { "ephemeral": false, "message": message(counted) } }), Value::Null),
            ],
        }],
        "intents": [need("guilds"), need("guild-members"), need("guild-messages"), need("message-content")],
        "permissions": [],
    });
    serde_json::from_value(plan).unwrap()
}
