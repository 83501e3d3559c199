//! Laws of reading and formatting, over policies, their mutations and soups of KDL's signs.

use std::time::{Duration, Instant};

use proptest::{collection, prelude::*, sample};

use super::{
    Source,
    ast::{Document, Node, Scalar, Written},
    clause, format, read,
    scan::{Kind, scan},
};
use crate::{
    finding::{self, Findings, Look},
    vocab::{Sources, Span, Spanned},
};

const KETA: &str = include_str!("../../tests/policies/keta-before.kdl");
const FEATURES: &str = include_str!("../../policies/corpus/accept/syntax/everything-kdl-has.kdl");

/// Signs that mean something to KDL, whole and broken.
const SIGNS: [&str; 44] = [
    "node",
    "a",
    "é",
    "-",
    "+x",
    "1",
    "-2_000",
    "0x1F",
    "1.5",
    "30d",
    "true",
    "#true",
    "#null",
    "#nope",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\u{2028}",
    ";",
    "{",
    "}",
    "{",
    "}",
    "=",
    "/-",
    "// c\n",
    "/* c */",
    "/* /* n */ */",
    "/*",
    "\"t\"",
    "\"\\n\"",
    "\"\\q\"",
    "#\"r\"#",
    "\"",
    "\"\"\"",
    "\"\"\"\n  x\n  \"\"\"",
    "\\\n",
    "\\ // c\n",
    "\\",
    "(t)",
    "[",
    "'q'",
];

fn soup() -> impl Strategy<Value = String> {
    collection::vec(sample::select(&SIGNS[..]), 0..40).prop_map(|signs| signs.concat())
}

fn one_of(parts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    sample::select(parts)
}

/// KDL that is right, in every layout that it allows.
fn well_formed() -> impl Strategy<Value = String> {
    let gap = || {
        one_of(&[
            " ",
            "  ",
            "\t",
            " /* c */ ",
            " \\\n ",
            " \\ // c\n",
            " /* a\n b */",
            "\u{a0}",
        ])
    };
    let away = || one_of(&["", "", "", "/-", "/- ", "/-\n", "/- // c\n  "]);
    let property = one_of(&["", "", "p=", "q = ", "\"r\"=", "s /* c */="]);
    let value = one_of(&[
        "a",
        "\"t\"",
        "1",
        "#true",
        "#\"r\"#",
        "\"\"\"\n  x\n  \"\"\"",
        "-2_0",
        "#null",
        ",",
        "\"\\u{e9}\"",
        "0xF",
    ]);
    let entry = (gap(), away(), property, value)
        .prop_map(|(gap, away, name, value)| [gap, away, name, value].concat());
    let entries = collection::vec(entry, 0..4).prop_map(|entries| entries.concat());
    let name = one_of(&["n", "\"n n\"", "é", "-"]);
    let leaf =
        (away(), name, entries).prop_map(|(away, name, entries)| format!("{away}{name}{entries}"));
    let end = || {
        one_of(&[
            "\n",
            ";",
            " // c\n",
            "\n\n\n",
            ";\n",
            "; /* c */ ",
            "\r\n",
            "\n // c\n\n",
        ])
    };
    leaf.prop_recursive(4, 32, 4, move |node| {
        let nodes = collection::vec((node.clone(), end()), 0..4);
        let block = (
            gap(),
            away(),
            one_of(&["", " ", "\n", " // c\n", "\n\n"]),
            nodes,
        );
        (node, block, any::<bool>()).prop_map(|(node, (gap, away, begin, nodes), last)| {
            if node.ends_with('}') {
                return node;
            }
            let mut inside: String = nodes.into_iter().map(|(node, end)| node + end).collect();
            if last && inside.ends_with(';') {
                inside.pop();
            }
            format!("{node}{gap}{away}{{{begin}{inside}}}")
        })
    })
    .prop_flat_map(move |node| (Just(node), end()))
    .prop_map(|(node, end)| format!("{node}{end}last"))
}

/// A real policy with some characters replaced, doubled or lost.
fn mutated() -> impl Strategy<Value = String> {
    let cuts = collection::vec(
        (
            any::<sample::Index>(),
            sample::select(&SIGNS[..]),
            0..3_usize,
        ),
        1..6,
    );
    (sample::select(&[KETA, FEATURES][..]), cuts).prop_map(|(policy, cuts)| {
        let mut chars: Vec<String> = policy.chars().map(String::from).collect();
        for (at, sign, how) in cuts {
            let at = at.index(chars.len());
            match how {
                0 => chars[at].clear(),
                1 => sign.clone_into(&mut chars[at]),
                _ => chars[at].push_str(sign),
            }
        }
        chars.concat()
    })
}

fn read_text(text: &str) -> (Option<Document>, Findings) {
    let mut findings = Findings::default();
    let source = Source {
        file: "test.kdl".to_owned(),
        text: text.to_owned(),
    };
    let document = read(&source, &mut findings);
    (document, findings)
}

/// What a document says, without where it says it.
fn meaning(nodes: &[Node]) -> String {
    let scalar = |value: &Scalar| match value {
        Scalar::Text(written) => format!("{:?}", written.text),
        other => format!("{other:?}"),
    };
    nodes.iter().fold(String::new(), |said, node| {
        let args: Vec<_> = node.args.iter().map(|arg| scalar(&arg.node)).collect();
        let props: Vec<_> = node
            .props
            .iter()
            .map(|prop| format!("{:?}={}", prop.name.node, scalar(&prop.value.node)))
            .collect();
        let name = &node.name.node;
        said + &format!("{name:?}{args:?}{props:?}{{{}}};", meaning(&node.children))
    })
}

/// The same from the kdl crate, given the whole text at once.
fn meaning_to_the_crate(document: &kdl::KdlDocument) -> String {
    let scalar = |value: &kdl::KdlValue| match value {
        kdl::KdlValue::String(text) => format!("{text:?}"),
        kdl::KdlValue::Integer(number) => format!("Int({number})"),
        kdl::KdlValue::Bool(truth) => format!("Bool({truth})"),
        _ => "Null".to_owned(),
    };
    document.nodes().iter().fold(String::new(), |said, node| {
        let (mut args, mut props) = (Vec::new(), Vec::new());
        for entry in node.entries() {
            match entry.name() {
                Some(name) => props.push(format!("{:?}={}", name.value(), scalar(entry.value()))),
                None => args.push(scalar(entry.value())),
            }
        }
        let children = node
            .children()
            .map(meaning_to_the_crate)
            .unwrap_or_default();
        said + &format!("{:?}{args:?}{props:?}{{{children}}};", node.name().value())
    })
}

fn comments(text: &str) -> Vec<&str> {
    scan(text)
        .iter()
        .filter(|token| {
            matches!(
                token.kind,
                Kind::LineComment | Kind::BlockComment | Kind::Slashdash
            )
        })
        .map(|token| text[token.span.start..token.span.end].trim_end())
        .collect()
}

/// A reading either understands or says why, and what it says can be shown.
fn reads_or_tells(text: &str) {
    let (document, findings) = read_text(text);
    assert_eq!(
        document.is_none(),
        findings.has_errors() && document.is_none()
    );
    assert!(document.is_some() || !findings.is_empty(), "{text:?}");
    for finding in findings.iter() {
        let span = finding.span();
        assert!(
            span.start <= span.end && span.end <= text.len(),
            "{text:?}: {span:?}"
        );
        assert!(
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
            "{text:?}: {span:?}"
        );
    }
    let mut shown = String::new();
    let sources = Sources::of("test.kdl", text);
    finding::show(&findings, &sources, Look::PLAIN, &mut shown).unwrap();
    let records = finding::records(&findings, &sources);
    assert_eq!(records.len(), findings.iter().count());
    if let Some(document) = document {
        every_span_shows_its_name(&document.nodes, text);
    }
}

fn every_span_shows_its_name(nodes: &[Node], text: &str) {
    for node in nodes {
        assert!(node.span.start <= node.name.span.start && node.name.span.end <= node.span.end);
        assert!(!text[node.span.start..node.span.end].ends_with(char::is_whitespace));
        for value in node
            .args
            .iter()
            .chain(node.props.iter().map(|prop| &prop.value))
        {
            if let Scalar::Text(Written {
                text: read,
                verbatim_at: Some(at),
            }) = &value.node
            {
                assert_eq!(&text[*at..at + read.len()], read);
                assert!(value.span.start <= *at && at + read.len() <= value.span.end);
            }
        }
        every_span_shows_its_name(&node.children, text);
    }
}

fn formats_well(text: &str) {
    let (Some(document), findings) = read_text(text) else {
        return;
    };
    if findings.has_errors() {
        return;
    }
    let once = format(text);
    let (again, found) = read_text(&once);
    let again = again.unwrap_or_else(|| panic!("{text:?}\n{once:?}\n{found:?}"));
    assert_eq!(
        meaning(&document.nodes),
        meaning(&again.nodes),
        "{text:?}\n{once:?}"
    );
    assert_eq!(comments(text), comments(&once), "{text:?}\n{once:?}");
    assert_eq!(format(&once), once, "{text:?}");
}

/// The guard refuses what the kdl crate refuses, and accepts what it accepts, but for what policies do without.
fn agrees_with_the_crate(text: &str) {
    let (document, findings) = read_text(text);
    // The crate takes exponential time on these.
    if text.matches("/-").count() > 3 || text.matches("/*").count() > 8 {
        return;
    }
    let crates = kdl::KdlDocument::parse_v2(text);
    match (document, crates) {
        (Some(document), Ok(crates)) if !findings.has_errors() => {
            assert_eq!(
                meaning(&document.nodes),
                meaning_to_the_crate(&crates),
                "{text:?}"
            );
        }
        (None, Ok(_)) => {
            let own = [
                "outside quotes",
                "is not quoted with",
                "is not a whole number",
                "says that it is KDL",
            ];
            let told = findings.iter().next().unwrap().diagnostic.to_string();
            assert!(own.iter().any(|own| told.contains(own)), "{text:?}: {told}");
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn soups_are_read_or_refused(text in soup()) {
        reads_or_tells(&text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        reads_or_tells(&text);
    }

    #[test]
    fn formatting_keeps_meaning_and_comments(text in soup()) {
        formats_well(&text);
    }

    #[test]
    fn the_guard_agrees_with_the_crate(text in soup()) {
        agrees_with_the_crate(&text);
    }

    #[test]
    fn every_layout_of_kdl_is_read_and_formatted(text in well_formed()) {
        let (document, findings) = read_text(&text);
        prop_assert!(document.is_some(), "{text:?}: {findings:?}");
        reads_or_tells(&text);
        agrees_with_the_crate(&text);
        formats_well(&text);
    }

    #[test]
    fn clauses_are_read_or_refused(
        text in collection::vec(
            sample::select(&[
                "a", "a-b", " ", "not ", "(", ")", "[", "]", "{", "}", "'", "'t'", "1", "30d", "1y", ".", ",", ":", "+",
                "-", " - ", "??", "==", " and ", " or ", " in ", " is none", " is not none", "if ", " then ", " else ",
                " where ", "/", "<", ">", "..", "text", "age", " > ", "until ", "guild.removed", "é", "\"", "{{", "\n",
            ][..]),
            0..30,
        ).prop_map(|parts| parts.concat())
    ) {
        let written = Spanned::new(
            Written { text: text.clone(), verbatim_at: Some(1) },
            Span::new(0, text.len() + 2),
        );
        let mut findings = Findings::default();
        let read = [
            clause::expression(&written, &mut findings).is_some(),
            clause::text(&written, &mut findings).is_some(),
            clause::signature(&written, &mut findings).is_some(),
            clause::retention(&written, &mut findings).is_some(),
        ];
        prop_assert_eq!(read.iter().filter(|read| !**read).count(), findings.iter().count());
        let source = format!("'{text}'");
        for finding in findings.iter() {
            let span = finding.span();
            prop_assert!(source.get(span.start..span.end).is_some(), "{text:?}: {span:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_policies_are_read_or_refused(text in mutated()) {
        reads_or_tells(&text);
        formats_well(&text);
    }
}

#[test]
fn policies_keep_their_meaning_when_formatted() {
    formats_well(KETA);
    formats_well(FEATURES);
}

#[test]
fn hostile_texts_are_answered_at_once() {
    let started = Instant::now();
    for text in [
        "a /-{".repeat(40),
        "a /-{ ".repeat(31) + &"}".repeat(31),
        "a {".repeat(100_000),
        "a {\n".repeat(31) + "b \"\\",
        "/*".repeat(100_000),
        "/*".repeat(10_000) + &"*/".repeat(10_000),
        "/*".to_owned() + &"* ".repeat(100_000) + "*/",
        "#".repeat(100_000),
        "/-".repeat(10_000),
        "\"".repeat(100_001),
        "(".repeat(100_000),
        "a \"\"\"\n".to_owned() + &" \"".repeat(50_000),
        "\\\n".repeat(50_000),
        "\u{feff}".repeat(1000),
        "a=".repeat(50_000),
        "30d\n".repeat(50_000),
        "a b=1.5\n".repeat(1_000),
    ] {
        reads_or_tells(&text);
    }
    // Debug builds on a busy machine included; the crate alone would need hours for the first.
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
}
