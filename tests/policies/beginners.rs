//! What somebody writes who knows other languages, and what they are told to write.

use candor::{compile, syntax::Source};

use super::shown;

const HEAD: &str = "candor version=1 bot=\"Case\" updated=\"2026-01-01\"
controller \"Case team\" established=DE { contact email=\"privacy@example.org\" }
";

fn told(text: &str) -> String {
    let compiled = compile(&Source {
        file: "case.kdl".to_owned(),
        text: format!("{HEAD}{text}\n"),
    });
    assert!(!compiled.findings.is_empty(), "{text}");
    let shown = shown(&compiled);
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A policy with a slip, and what is said of it.
const SLIPS: &[(&str, &str)] = &[
    ("favour x", "`feature`"),
    ("favour x", "`never`"),
    ("feature f { on message { qwertz } }", "`kick`"),
    ("feature f { on message { qwertz } }", "`timeout`"),
    (
        "feature f { on message { save \"x\" } }",
        "did you mean `insert`?",
    ),
    (
        "feature f { on message { mute \"x\" } }",
        "did you mean `timeout`?",
    ),
    ("feature f { on message-pin { stop } }", "`member-join`"),
    (
        "feature f { setting room channel about=\"Where\" }",
        "help: add `optional=#true`",
    ),
    (
        "feature f { setting who role about=\"Who\" }",
        "help: add `optional=#true`",
    ),
    (
        "feature f { setting n int about=\"n\" }",
        "add `default=…`, or `optional=#true`",
    ),
    (
        "feature f { on message { when message.content == \"ping\" { stop } } }",
        "write `\"message.content == 'ping'\"`",
    ),
    (
        "feature f { command \"/x\" about=\"x\" { require invoker.name == \"ann\" else=\"No.\" } }",
        "write `\"invoker.name == 'ann'\"`",
    ),
    (
        "feature f { on message { if \"author.bot\" { stop } else { stop } } }",
        "write `when` instead of `if`, and `else` on a line of its own",
    ),
    (
        "feature f { on message { when \"author.bot\" { stop } else { stop } } }",
        "begin a new line with `else`",
    ),
    (
        "feature f { store s scope=guild { key id auto; retain \"30 days\" } }",
        "write `age > 30d`",
    ),
    (
        "feature f { store s scope=guild { key id auto; retain \"until 12 hours\" } }",
        "write `age > 12h`",
    ),
    (
        "feature f { on message { let n \"1\"; let m \"n++\" } }",
        "write `n + 1`",
    ),
    (
        "feature f { on message { let n \"1\"; let m \"n += 2\" } }",
        "write `n + 2`",
    ),
    (
        "feature f { command \"/x <in: duration>\" about=\"x\" { stop } }",
        "`in` cannot name an option",
    ),
    (
        "feature f { on message { let none \"1\" } }",
        "`none` cannot name a value",
    ),
];

#[test]
fn a_beginner_is_told_what_to_write() {
    for (text, said) in SLIPS {
        let told = told(text);
        assert!(told.contains(said), "{text}\nlacks {said}\n{told}");
    }
}

#[test]
fn a_word_of_two_parts_is_not_another_one_misspelt() {
    let told = told("feature f { on message-pin { stop } }");
    assert!(!told.contains("did you mean"), "{told}");
}
