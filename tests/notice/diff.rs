//! `candor diff` of what handlers do, where the notice has no sentence for it.

use candor::{
    compile,
    diff::{Difference, difference},
    plan::Plan,
    syntax::Source,
};

const ORDER: &str = r#"
candor version=1 bot="Case" updated="2026-05-01"
controller "Example team" established=DE { contact email="privacy@example.org"; }
purpose p dpv=ServiceProvision "keep order"
feature order default=on about="Order" {
    basis legitimate-interest purpose=p interest="x"
    setting keep duration default="1d" min="1h" max="20d" about="How long"
    store strike scope=guild {
        key user user-id subject=#true
        field n int default=0 max=5
        field why text max=20 category=moderation default=""
        retain "until setting keep or guild.removed"
        on-erase delete
        export
    }
    command "/strike <who: user>" about="Strike" permission=moderate-members {
        require permission=moderate-members target=who
        update strike key="who.id" { n "strike[who].n + 1" }
        reply ephemeral=#true "Strike {strike[who].n}."
    }
    on message reads="author.id author.bot" {
        when "not author.bot and strike[author].n > 4" { timeout member="author" for="1m" reason="Strikes" }
    }
}
"#;

fn plan(text: &str) -> Plan {
    let compiled = compile(&Source {
        file: "case.kdl".to_owned(),
        text: text.to_owned(),
    });
    let codes: Vec<_> = compiled
        .findings
        .iter()
        .map(candor::finding::Finding::code)
        .collect();
    compiled.plan.unwrap_or_else(|| panic!("{codes:?}"))
}

/// What changes when `from` becomes `to`.
fn edited(from: &str, to: &str) -> Difference {
    assert!(ORDER.contains(from), "{from}");
    difference(&plan(ORDER), &plan(&ORDER.replacen(from, to, 1)))
}

fn told(difference: &Difference) -> String {
    let sides = difference
        .changes
        .iter()
        .flat_map(|one| [&one.was, &one.now]);
    let texts = sides.flatten().map(|side| side.text.as_str());
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_more_is_done_to_people_is_material() {
    for (from, to, says) in [
        ("for=\"1m\"", "for=\"27d\"", "for=27d"),
        ("n > 4\"", "n >= 0\"", "strike[who].n >= 0"),
        (
            "not author.bot and ",
            "",
            "timeout member=who for=1m reason=\"Strikes\" when (strike[who].n > 4)",
        ),
        (
            "reason=\"Strikes\"",
            "reason=\"By order of the king\"",
            "By order of the king",
        ),
        ("n + 1\"", "n + 1000\"", "n=strike[who].n + 1000"),
        ("max=5\n", "max=5000\n", "field n default=0 max=5000"),
        ("text max=20", "text max=4000", "max=4000"),
        ("max=\"20d\"", "max=\"200d\"", "setting keep duration"),
        (
            "default=\"1d\"",
            "default=\"19d\"",
            "19 days unless changed",
        ),
        (
            "{ timeout member=\"author\" for=\"1m\" reason=\"Strikes\" }",
            "{ timeout member=\"author\" for=\"1m\" reason=\"Strikes\"; kick member=\"author\" }",
            "kick member=who when",
        ),
    ] {
        let difference = edited(from, to);
        let told = told(&difference);
        assert!(difference.is_material(), "{to}: {told}");
        assert!(told.contains(says), "{to}: {told}");
    }
}

#[test]
fn what_less_is_done_and_other_words_are_told_and_not_material() {
    for (from, to, says) in [
        (
            "\"Strike {strike",
            "\"That is strike {strike",
            "That is strike",
        ),
        ("max=5\n", "max=3\n", "max=3"),
        ("max=\"20d\"", "max=\"10d\"", "setting keep duration"),
        (
            "        update strike",
            "        require permission=manage-guild\n        update strike",
            "require permission=manage-guild",
        ),
        (
            " permission=moderate-members {",
            " permission=\"moderate-members manage-guild\" {",
            "permission=manage-guild",
        ),
    ] {
        let difference = edited(from, to);
        let told = told(&difference);
        assert!(told.contains(says), "{to}: {told}");
        let of_steps = difference.changes.iter().filter(|one| one.says == "does");
        assert!(of_steps.clone().count() > 0, "{to}: {told}");
        assert!(
            of_steps.into_iter().all(|one| !one.material),
            "{to}: {told}"
        );
    }
}

#[test]
fn who_may_use_a_command_is_told() {
    let fewer = "command \"/strike <who: user>\" about=\"Strike\" permission=moderate-members {";
    let all = "command \"/strike <who: user>\" about=\"Strike\" {";
    let difference = edited(fewer, all);
    assert!(difference.is_material(), "{}", told(&difference));
    assert!(told(&difference).contains("permission=moderate-members"));
}

#[test]
fn layout_and_comments_change_nothing() {
    let spread = "when \"not author.bot and strike[author].n > 4\" {
            // Long enough.
            timeout member=\"author\" for=\"60s\" reason=\"Strikes\"
        }";
    let dense = "when \"not author.bot and strike[author].n > 4\" { timeout member=\"author\" for=\"1m\" reason=\"Strikes\" }";
    let difference = edited(dense, spread);
    assert_eq!(difference.changes, [], "{}", told(&difference));
}

#[test]
fn a_step_that_moves_is_told() {
    let difference = edited(
        "        update strike key=\"who.id\" { n \"strike[who].n + 1\" }\n        reply ephemeral=#true \"Strike {strike[who].n}.\"\n",
        "        reply ephemeral=#true \"Strike {strike[who].n}.\"\n        update strike key=\"who.id\" { n \"strike[who].n + 1\" }\n",
    );
    let told = told(&difference);
    assert!(told.contains("at another place among the steps"), "{told}");
}
