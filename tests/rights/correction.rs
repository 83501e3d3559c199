//! What is typed for a field, against the field as a policy declares it.

use candor::{
    compile,
    plan::Field,
    rights::{correctable, corrected},
    syntax::Source,
    vocab::{Duration, MessageId, RoleId, Timestamp, Value},
};

const POLICY: &str = r#"/- kdl-version 2
candor version=1 bot="Notes" updated="2026-01-01"

controller "The Notes team" {
    contact discord="@operator"
}

purpose notes dpv=ServiceProvision "keep what a server notes"

feature notes default=on about="Notes of a server" {
    basis legitimate-interest purpose=notes interest="keeping what a server notes"

    store note scope=guild about="A note" {
        key id auto
        field text text max=5 category=configuration
        field aside text optional=#true max=5 category=configuration
        field count int min=0 max=5 category=configuration
        field score int optional=#true min=0 max=5 category=configuration
        field length duration min="1m" max="1h" category=configuration
        field on bool category=configuration
        field at instant category=configuration
        field until instant optional=#true category=configuration
        field sign emoji category=configuration
        field role role
        field message message-id optional=#true
        field writer user-id party=#true
        retain "until guild.removed or age > 1h"
        on-erase by=writer delete
        export to=writer
    }

    command "/note <text: text(1..5)>" about="Write a note" permission=manage-guild {
        require permission=manage-guild
        reply ephemeral=#true "{text}"
    }
}
"#;

fn fields() -> Vec<Field> {
    let compiled = compile(&Source {
        file: "notes.kdl".to_owned(),
        text: POLICY.to_owned(),
    });
    let errors: Vec<_> = compiled
        .findings
        .iter()
        .map(candor::finding::Finding::code)
        .collect();
    let Some(plan) = compiled.plan else {
        panic!("{errors:?}");
    };
    plan.stores[0].fields.clone()
}

#[test]
fn what_is_typed_has_to_be_what_the_field_takes() {
    let fields = fields();
    let field = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
    for (name, typed, value) in [
        ("text", "grüße", Value::Text("grüße".to_owned())),
        ("aside", "so", Value::Text("so".to_owned())),
        ("aside", "", Value::None),
        ("count", "5", Value::Int(5)),
        ("score", "0", Value::Int(0)),
        ("score", "", Value::None),
        ("length", "1h", Value::Duration(Duration::hours(1))),
        ("on", "true", Value::Bool(true)),
        (
            "at",
            "1970-01-01T00:00:01Z",
            Value::Instant(Timestamp(1_000)),
        ),
        ("until", "", Value::None),
        ("sign", "👍", Value::Emoji("👍".into())),
        ("sign", "<:party:7>", Value::Emoji("party:7".into())),
        ("role", "7", Value::Role(RoleId(7))),
        ("message", "7", Value::Message(MessageId(7))),
        ("message", "", Value::None),
    ] {
        assert_eq!(corrected(field(name), typed), Ok(value), "{name}={typed}");
    }
    for (name, typed, why) in [
        ("text", "123456", "at most 5 characters, not 6"),
        (
            "text",
            "",
            "`text` is not optional, so it cannot be emptied; it takes a text",
        ),
        ("aside", "123456", "at most 5 characters, not 6"),
        ("count", "6", "at most 5, not 6"),
        ("count", "-1", "at least 0, not -1"),
        ("count", "five", "a whole number"),
        ("count", "", "cannot be emptied; it takes a whole number"),
        ("score", "6", "at most 5, not 6"),
        ("length", "30s", "at least 1m, not 30s"),
        ("length", "1d", "at most 1h, not 1d"),
        ("length", "soon", "a duration such as 1h30m"),
        ("on", "yes", "true or false"),
        ("at", "yesterday", "a time such as"),
        ("sign", "ab", "an emoji"),
        ("role", "@mods", "an id"),
    ] {
        let told = corrected(field(name), typed).unwrap_err().to_string();
        assert!(told.contains(why), "{name}={typed}: {told}");
    }
}

#[test]
fn what_says_which_row_it_is_or_about_whom_is_not_corrected() {
    let compiled = compile(&Source {
        file: "notes.kdl".to_owned(),
        text: POLICY.to_owned(),
    });
    let plan = compiled.plan.unwrap();
    let told = |name: &str| correctable(&plan.stores[0], name).map(|(id, _)| id.0);
    assert_eq!(told("text"), Ok(1));
    for name in ["id", "writer"] {
        let refused = told(name).unwrap_err();
        assert!(refused.help.contains("correct another field"));
    }
    let refused = told("txt").unwrap_err().to_string();
    assert!(refused.contains("has no field `txt`; it has id, text"));
}
