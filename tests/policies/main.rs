//! The shipped policies and examples compile without a finding, quickly enough, and whatever is done to them, compiling
//! ends in a plan that holds together or in findings.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod beginners;
mod bounds;
mod faults;
mod helps;

use std::{fs, path::Path, sync::LazyLock};

use candor::{
    Compiled, compile, compile_untranslated,
    finding::{Finding, Look, show},
    syntax::{Alone, Source},
    vocab::{Category, Intent, Permission, Place, Sink, Standing},
};
use proptest::prelude::*;

fn read(file: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Source {
        file: file.to_owned(),
        text: fs::read_to_string(path).unwrap(),
    }
}

fn shown(compiled: &Compiled) -> String {
    let mut shown = String::new();
    show(
        &compiled.findings,
        &compiled.sources,
        Look::PLAIN,
        &mut shown,
    )
    .unwrap();
    shown
}

fn plan(file: &str) -> candor::plan::Plan {
    let source = read(file);
    let compiled = compile_untranslated(&source, &Alone);
    assert!(compiled.findings.is_empty(), "{}", shown(&compiled));
    compiled.plan.unwrap()
}

/// Every policy that ships, and those that try the standard features.
static SHIPPED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut found = Vec::new();
    for folder in ["policies", "policies/std/tests", "examples"] {
        let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let policies = names.filter(|name| {
            let stem = name.strip_suffix(".kdl");
            stem.is_some_and(|stem| !stem.contains(".scenarios"))
        });
        found.extend(policies.map(|name| format!("{folder}/{name}")));
    }
    found.sort();
    found
});

#[test]
fn shipped_policies_have_no_finding() {
    for file in SHIPPED.iter() {
        bounds::hold(&plan(file));
    }
}

#[test]
fn keta_asks_for_what_it_needs_and_says_why() {
    let plan = plan("policies/keta.kdl");
    let intents: Vec<_> = plan.intents.iter().map(|need| need.intent).collect();
    assert_eq!(
        intents,
        [
            Intent::Guilds,
            Intent::GuildMembers,
            Intent::GuildMessages,
            Intent::GuildMessageReactions,
            Intent::MessageContent
        ]
    );
    assert!(plan.intents.iter().all(|need| !need.because.is_empty()));
    let permissions: Vec<_> = plan
        .permissions
        .iter()
        .map(|need| need.permission)
        .collect();
    for wanted in [
        Permission::SendMessages,
        Permission::ViewChannel,
        Permission::ManageRoles,
        Permission::ModerateMembers,
        Permission::ManageMessages,
        Permission::AddReactions,
        Permission::ReadMessageHistory,
        Permission::EmbedLinks,
    ] {
        assert!(permissions.contains(&wanted), "{wanted}");
    }
}

/// K21, K22, K24: exactly those that the features need, of which Discord guards two, and each with its reasons.
#[test]
fn kelpyyium_asks_for_exactly_what_its_features_need() {
    let plan = plan("policies/kelpyyium.kdl");
    let intents: Vec<_> = plan.intents.iter().map(|need| need.intent).collect();
    assert_eq!(
        intents,
        [
            Intent::Guilds,
            Intent::GuildMembers,
            Intent::GuildMessages,
            Intent::GuildMessageReactions,
            Intent::MessageContent
        ]
    );
    assert!(plan.intents.iter().all(|need| !need.because.is_empty()));
}

#[test]
fn auto_moderation_reads_decides_and_forgets() {
    let plan = plan("policies/keta.kdl");
    let feature = plan
        .features
        .iter()
        .find(|one| one.name == "auto-moderation");
    let reads = &feature.unwrap().reads;
    let content = reads.iter().find(|read| read.source == "message.content");
    let content = content.unwrap();
    assert_eq!(content.category, Category::UserContent);
    assert_eq!(content.sinks, [Sink::ModLog]);
    assert!(
        plan.claims
            .iter()
            .all(|claim| claim.standing == Standing::Proved)
    );
}

/// If each `or` doubled the work, this would not end.
#[test]
fn a_long_condition_costs_no_more_than_its_length() {
    let never = " or count(note) < 0".repeat(60);
    let text = format!(
        "candor version=1 bot=\"Case\" updated=\"2026-01-01\"
controller \"Case team\" established=DE {{ contact email=\"privacy@example.org\" }}
purpose notes dpv=ServiceProvision \"keep your notes\"
feature notes {{
    basis legitimate-interest purpose=notes interest=\"remembering things\"
    store note scope=guild {{
        key user user-id subject=#true
        field stars int default=1
        retain \"until guild.removed or flow.ended\"
        on-erase delete
        export
    }}
    command \"/note <n: int>\" about=\"Keep a note\" {{
        update note key=\"invoker.id\" {{ stars \"n\" }}
        when \"n > 1{never}\" {{ finish note where=\"row.user == invoker.id\" }}
        reply ephemeral=#true \"Done.\"
    }}
}}
"
    );
    let file = "case.kdl".to_owned();
    let compiled = compile(&Source { file, text });
    let codes = compiled.findings.iter().map(Finding::code);
    let codes: Vec<_> = codes.collect();
    assert_eq!(codes, ["candor::unused::constant-condition"; 60]);
}

#[test]
fn places_are_the_lines_of_the_policy() {
    let compiled = compile_untranslated(&read("policies/keta.kdl"), &Alone);
    let plan = compiled.plan.unwrap();
    let line = |at: &Place, number: u32| {
        let mut files = compiled.sources.files();
        let file = files.find(|file| file.name.ends_with(&at.file)).unwrap();
        file.text.lines().nth(number as usize - 1).unwrap().trim()
    };
    let first = |at: &Place| line(at, at.first_line);
    for store in &plan.stores {
        assert!(first(&store.at).starts_with(&format!("store {}", store.name)));
        assert_eq!(line(&store.at, store.at.last_line), "}");
        for field in &store.fields {
            assert!(first(&field.at).contains(&field.name));
            assert_eq!(field.at.first_line, field.at.last_line);
        }
    }
    for command in &plan.commands {
        let path = format!("command \"/{}", command.path.join(" "));
        assert!(first(&command.at).starts_with(&path));
    }
}

/// What a change to a policy puts in the place of a word.
const WORDS: &[&str] = &[
    "xp",
    "warning",
    "row.member",
    "member",
    "author.id",
    "message.content",
    "none",
    "3",
    "\"",
    "{",
    "}",
    "#true",
    "subject=#true",
    "retain",
    "when",
    "stop",
    "let",
    "each",
    "is not none",
    "??",
    "settings.cooldown",
    "now",
    "user",
    "delete",
    "storage",
    "any",
    "guild.removed",
    "key",
    "optional=#true",
    "/warn",
    "ephemeral=#true",
    "",
];

/// What a change puts in the place of a number.
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "31",
    "4294967296",
    "9223372036854775808",
    "999999999999999999999999999999999999999999",
    "3.5",
];

/// The shipped policies and the corpus.
static FILES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut files: Vec<_> = SHIPPED.clone();
    let mut rooms = vec!["policies/corpus".to_owned()];
    while let Some(room) = rooms.pop() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&room);
        for entry in fs::read_dir(path).unwrap().map(Result::unwrap) {
            let name = format!("{room}/{}", entry.file_name().display());
            if Path::new(&name).extension().is_some_and(|end| end == "kdl") {
                files.push(name);
            } else if entry.path().is_dir() {
                rooms.push(name);
            }
        }
    }
    files.sort();
    files
});

/// One change: a word, a line or a piece of text goes, comes twice, changes places or puts another.
fn changed(text: &str, changes: &[(u8, usize, usize)]) -> String {
    let mut text = text.to_owned();
    for (kind, at, with) in changes {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.is_empty() {
            return text;
        }
        let line = at % lines.len();
        let other = with % lines.len();
        match kind % 8 {
            0 => {
                lines.remove(line);
            }
            1 => lines.insert(other, lines[line].clone()),
            2 => lines.swap(line, other),
            3 => {
                lines[line] = parts(&lines[line], |i, part| {
                    if i == with % 7 {
                        WORDS[with % WORDS.len()]
                    } else {
                        part
                    }
                });
            }
            4 => {
                lines[line] = parts(&lines[line], |_, part| {
                    if part.starts_with(|c: char| c.is_ascii_digit()) {
                        NUMBERS[with % NUMBERS.len()]
                    } else {
                        part
                    }
                });
            }
            kind => {
                let mut words: Vec<&str> = lines[line].split(' ').collect();
                let word = with % words.len();
                match kind {
                    5 => words[word] = WORDS[with % WORDS.len()],
                    6 => {
                        let other = at % words.len();
                        words.swap(word, other);
                    }
                    _ => words.insert(word, words[at % words.len()]),
                }
                lines[line] = words.join(" ");
            }
        }
        text = lines.join("\n");
        text.push('\n');
    }
    text
}

/// Each word with the sign behind it.
fn parts<'a>(line: &'a str, put: impl Fn(usize, &'a str) -> &'a str) -> String {
    let parts = line.split_inclusive(|c: char| !c.is_alphanumeric());
    parts.enumerate().map(|(i, part)| put(i, part)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// `PROPTEST_CASES=5000` for a long run.
    #[test]
    fn a_changed_policy_gives_a_plan_that_holds_together_or_findings(
        // As often one of the shipped ones, which are longer, as one of the corpus.
        file in prop_oneof![
            prop::sample::select(SHIPPED.clone()),
            prop::sample::select(&FILES[..]),
        ],
        changes in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..6),
    ) {
        let source = read(&file);
        let text = changed(&source.text, &changes);
        let source = Source { text, ..source };
        // Its catalogues would say that they lack what changed.
        let compiled = compile_untranslated(&source, &Alone);
        let shown = shown(&compiled);
        prop_assert_eq!(compiled.plan.is_some(), !compiled.findings.has_errors(), "{}", shown);
        if let Some(plan) = &compiled.plan {
            bounds::hold(plan);
        }
        for finding in compiled.findings.iter() {
            // Of the policy and its imports, one after the other.
            let end = compiled.sources.text().len();
            prop_assert!(finding.span().end <= end, "{}", finding.code());
        }
    }
}
