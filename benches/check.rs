//! Compiling a policy against the bare kdl crate reading the same text, in one run, since only ratios travel between
//! machines.
//!
//! `cargo bench --bench check`; the ratios stand at the end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench stops at what it did not expect"
)]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use candor::{check, compile, finding::Findings, lower, resolve, syntax};
use criterion::Criterion;
use kdl::KdlDocument;

const KETA: &str = include_str!("../tests/policies/keta-before.kdl");

/// What is declared once and so needs another name in each copy.
const NAMES: [&str; 12] = [
    "levels",
    "xp",
    "warnings",
    "warning",
    "reaction-roles",
    "reaction-role",
    "custom-commands",
    "custom-command",
    "auto-moderation",
    "verification",
    "verify",
    "greetings",
];

/// Keta's header and as many copies of its features as give these lines.
fn policy(lines: usize) -> String {
    let at = KETA.find("\nfeature ").unwrap();
    let (header, features) = KETA.split_at(at + 1);
    let mut text = header.to_owned();
    for copy in 0.. {
        for feature in features.split_inclusive("\n}\n") {
            if text.lines().count() >= lines {
                return text;
            }
            for line in feature.lines() {
                writeln!(text, "{}", renamed(line, copy)).unwrap();
            }
        }
    }
    text
}

/// Other names, and commands one level down: a bot has at most 100 at the top.
fn renamed(line: &str, copy: usize) -> String {
    let line = line.replace("command \"/", &format!("command \"/copy{copy} "));
    let is_word = |c: char| c.is_alphanumeric() || c == '-';
    let mut named = String::new();
    let mut rest = line.as_str();
    while let Some(start) = rest.find(is_word) {
        named.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        named.push_str(&rest[..end]);
        if NAMES.contains(&&rest[..end]) {
            write!(named, "{copy}").unwrap();
        }
        rest = &rest[end..];
    }
    named + rest
}

/// Stores that hand a text on, from the last to the first; the handlers stand in this order.
fn chain(stores: usize) -> String {
    let at = KETA.find("\nfeature ").unwrap();
    let mut text = KETA[..at].replace("never \"message.content\"", "// never");
    text.push_str("\nfeature chain default=on about=\"A chain\" {\nbasis legitimate-interest purpose=safety interest=\"handing on\"\n");
    for i in 0..stores {
        writeln!(
            text,
            "store s{i} scope=guild about=\"A stop\" {{
    key user user-id subject=#true
    field v text max=4000 default=\"\" category=user-content origin=subject about=\"a text\"
    retain \"until guild.removed\"; on-erase delete suppress=#true; export
}}"
        )
        .unwrap();
    }
    for i in 0..stores {
        let from = if i + 1 == stores {
            "message.content".to_owned()
        } else {
            format!("s{}.v", i + 1)
        };
        writeln!(text, "on message reads=\"author.id message.content\" {{ update s{i} key=\"author.id\" {{ v \"{from}\" }} }}").unwrap();
    }
    text.push_str("}\n");
    text
}

type Spent = BTreeMap<String, (u64, Duration)>;

fn measure(criterion: &mut Criterion, spent: &mut Spent, name: &str, mut work: impl FnMut()) {
    criterion.bench_function(name, |bench| {
        bench.iter_custom(|rounds| {
            let begin = Instant::now();
            for _ in 0..rounds {
                work();
            }
            let took = begin.elapsed();
            let (all, time) = spent.entry(name.to_owned()).or_default();
            *all += rounds;
            *time += took;
            took
        });
    });
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let mut spent = Spent::default();
    let sizes = [200, 1_000, 5_000];
    let mut texts: Vec<_> = sizes
        .iter()
        .map(|lines| (format!("{lines} lines"), policy(*lines)))
        .collect();
    for stores in [400, 800, 1_600] {
        texts.push((format!("a chain of {stores} stores"), chain(stores)));
    }
    for (name, text) in &texts {
        let source = syntax::Source {
            file: "policy.kdl".to_owned(),
            text: text.clone(),
        };
        assert!(compile(&source).plan.is_some(), "{name} has errors");
        measure(&mut criterion, &mut spent, &format!("kdl/{name}"), || {
            black_box(KdlDocument::parse_v2(text).unwrap());
        });
        measure(
            &mut criterion,
            &mut spent,
            &format!("compile/{name}"),
            || {
                black_box(compile(&source));
            },
        );
        let mut findings = Findings::default();
        measure(&mut criterion, &mut spent, &format!("read/{name}"), || {
            black_box(syntax::read(&source, &mut findings));
        });
        let document = syntax::read(&source, &mut findings).unwrap();
        measure(
            &mut criterion,
            &mut spent,
            &format!("resolve/{name}"),
            || {
                black_box(resolve::resolve(&document, &mut findings));
            },
        );
        let policy = resolve::resolve(&document, &mut findings);
        measure(&mut criterion, &mut spent, &format!("check/{name}"), || {
            black_box(check::check(&policy, &mut findings));
        });
        let flows = check::check(&policy, &mut findings);
        measure(&mut criterion, &mut spent, &format!("lower/{name}"), || {
            black_box(lower::lower(&policy, &flows));
        });
    }
    criterion.final_summary();

    let each = |what: &str, name: &str| {
        let (rounds, time) = spent.get(&format!("{what}/{name}"))?;
        Some(time.div_f64(f64::from(u32::try_from(*rounds).unwrap())))
    };
    for (name, text) in &texts {
        let Some(bare) = each("kdl", name) else {
            continue;
        };
        let parts = ["compile", "read", "resolve", "check", "lower"].map(|what| {
            let took = each(what, name).unwrap_or_default();
            format!("{what} {:.2}", took.div_duration_f64(bare))
        });
        println!(
            "{name}, {} KB: of the time of the kdl crate ({bare:.1?}): {}",
            text.len() / 1024,
            parts.join(", ")
        );
    }
}
