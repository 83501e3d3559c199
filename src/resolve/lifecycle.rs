//! What becomes of rows: erasure, export, and what a mass departure does. Retention is read in `retention`.

use crate::{
    finding::Findings,
    plan::{EraseRule, Export, FieldId, Hold, OnErase, Owner},
    syntax::ast::{Node, Scalar},
    vocab::{Span, Spanned, Type},
};

use super::{
    around,
    names::UnknownName,
    policy::Policy,
    shape::{self, DuplicateOrUnknown, Shape},
    store::Fields,
    types::TypeMismatch,
};

const ON_ERASE: Shape = Shape {
    what: "on-erase",
    args: (1, 1),
    props: &["by", "suppress"],
    once: &[],
    many: &[],
    open: false,
};
const HOLD: Shape = Shape {
    what: "hold",
    args: (0, 0),
    props: &["departures", "within", "for"],
    once: &[],
    many: &[],
    open: false,
};
const EXPORT: Shape = Shape {
    what: "export",
    args: (0, 0),
    props: &["to", "redact"],
    once: &[],
    many: &[],
    open: false,
};

pub(super) fn find(
    fields: &Fields,
    word: &Spanned<String>,
    findings: &mut Findings,
) -> Option<FieldId> {
    let found = (0..).zip(&fields.all).find(|(_, f)| f.name == word.node);
    if found.is_none() {
        let known: Vec<_> = fields.all.iter().map(|f| f.name.as_str()).collect();
        findings.push(UnknownName::new(word, "a field of this store", &known));
    }
    found.map(|(i, _)| FieldId(i))
}

pub(super) fn people(
    fields: &Fields,
    word: &Spanned<String>,
    findings: &mut Findings,
) -> Option<FieldId> {
    let id = find(fields, word, findings)?;
    let is_person = fields
        .all
        .get(id.0 as usize)
        .is_some_and(|field| field.kind == Type::UserId);
    if !is_person && fields.is_typed(id) {
        findings.push(TypeMismatch::new(
            format!("`{}` does not name a person", word.node),
            "not a person",
            "name a field of type `user-id`",
            word.span,
        ));
    }
    is_person.then_some(id)
}

pub(super) fn on_erase(
    policy: &Policy,
    node: &Node,
    fields: &Fields,
    subject: Option<FieldId>,
    findings: &mut Findings,
) -> (Vec<OnErase>, Vec<Span>) {
    let mut rules: Vec<OnErase> = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for node in shape::children(node, "on-erase") {
        ON_ERASE.check(node, findings);
        if node.args.len() > 1 && !node.args.iter().any(is_suppress) {
            // Which of the words is the rule is unclear, and told.
            continue;
        }
        let Some(word) = shape::arg_word(node, 0, findings) else {
            continue;
        };
        let rule = match word.node.as_str() {
            "delete" => EraseRule::Delete,
            "redact" => EraseRule::Redact,
            "pseudonymise" => EraseRule::Pseudonymise,
            _ => {
                let known = ["delete", "redact", "pseudonymise"];
                findings.push(UnknownName::new(&word, "a rule of erasure", &known));
                // Whom it is for is known; that nothing is said about them is not a second fault.
                EraseRule::Delete
            }
        };
        let by = match shape::prop(node, "by") {
            Some(given) => shape::word(given, "`by`", findings)
                .and_then(|word| people(fields, &word, findings)),
            None => subject.or_else(|| only_party(fields)),
        };
        let Some(by) = by else {
            if shape::prop(node, "by").is_none() && !fields.hide_somebody() {
                findings.push(DuplicateOrUnknown::missing(
                    "`on-erase` does not say of whom, and the row has no subject".to_owned(),
                    "add `by=FIELD`",
                    node.name.span,
                ));
            }
            continue;
        };
        let earlier = rules.iter().zip(&spans).find(|(rule, _)| rule.by == by);
        if let Some((_, first)) = earlier {
            let what = "`on-erase` for this person";
            findings.push(DuplicateOrUnknown::repeated(what, node.name.span, *first));
            continue;
        }
        rules.push(OnErase {
            by,
            rule,
            suppress: shape::prop_flag(node, "suppress", findings).unwrap_or(false),
            at: policy.place(node.span),
        });
        spans.push(node.span);
    }
    (rules, spans)
}

fn is_suppress(arg: &Spanned<Scalar>) -> bool {
    matches!(&arg.node, Scalar::Text(written) if written.text == "suppress")
}

fn only_party(fields: &Fields) -> Option<FieldId> {
    let mut people = fields.all.iter().filter_map(|field| match field.person {
        Some(Owner::Subject(id) | Owner::Party(id)) => Some(id),
        _ => None,
    });
    let first = people.next()?;
    people.next().is_none().then_some(first)
}

pub(super) fn export(
    node: &Node,
    fields: &Fields,
    subject: Option<FieldId>,
    findings: &mut Findings,
) -> Export {
    EXPORT.check(node, findings);
    let mut list = |name: &str, person: bool| -> Vec<FieldId> {
        let given = shape::prop(node, name);
        let written = given.and_then(|given| shape::text(given, &format!("`{name}`"), findings));
        let words: Vec<_> = written.iter().flat_map(shape::words).collect();
        let ids = words.iter().filter_map(|word| {
            if person {
                people(fields, word, findings)
            } else {
                find(fields, word, findings)
            }
        });
        ids.collect()
    };
    let mut to = list("to", true);
    let mut redact = list("redact", false);
    let given = shape::prop(node, "redact");
    let given = given.and_then(|given| shape::text(given, "`redact`", &mut Findings::default()));
    if given.is_some_and(|given| shape::words(&given).len() > redact.len()) {
        // A name that nothing has was meant for somebody in the row: nobody's presence is a second fault.
        redact = (0..).map(FieldId).take(fields.all.len()).collect();
    }
    if shape::prop(node, "to").is_none() {
        to.extend(subject.or_else(|| only_party(fields)));
        if to.is_empty() && !fields.hide_somebody() {
            findings.push(DuplicateOrUnknown::missing(
                "`export` does not say to whom, and the row has no subject".to_owned(),
                "add `to=FIELD`",
                node.name.span,
            ));
        }
    }
    Export { to, redact }
}

/// `hold departures=25 within="10m" for="24h"`
pub(super) fn hold(policy: &Policy, node: &Node, findings: &mut Findings) -> Option<Hold> {
    HOLD.check(node, findings);
    let mut given = |name: &str, example: &str| {
        let given = shape::prop(node, name);
        if given.is_none() {
            findings.push(DuplicateOrUnknown::missing(
                format!("`hold` does not say `{name}`"),
                &format!("add `{name}={example}`"),
                node.name.span,
            ));
        }
        given
    };
    let (departures, within, length) = (
        given("departures", "25"),
        given("within", "\"10m\""),
        given("for", "\"24h\""),
    );
    let departures = around::number_of(departures?, "departures", 2, 1_000, findings)?;
    let mut time = |name: &str, given: &Spanned<Scalar>| {
        let word = shape::word(given, &format!("`{name}`"), findings)?;
        around::duration(&word, findings)
    };
    let (within, length) = (time("within", within?), time("for", length?));
    let (within, length) = (within?, length?);
    if within.ms <= 0 || length < within {
        findings.push(TypeMismatch::new(
            "a hold that is shorter than it looks for departures holds nothing".to_owned(),
            "shorter than `within`",
            "make `for` the longer of the two",
            node.span,
        ));
    }
    Some(Hold {
        departures,
        within,
        length,
        at: policy.place(node.span),
    })
}
