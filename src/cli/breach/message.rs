//! The file with what people are told: a node for each language, with the parts of GDPR Article 34.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use crate::{
    cli::{out::Failure, policy},
    finding::Findings,
    plan::Plan,
    port::{LETTER_MAX, Parts},
    syntax::{
        self,
        ast::{Node, Scalar},
    },
    vocab::Language,
};

/// In the order of the message, with what each is to say.
const PARTS: [(&str, &str); 4] = [
    (
        "nature",
        "What happened, when, and which data it was about.",
    ),
    ("consequences", "What this can mean for the reader."),
    (
        "measures",
        "What is being done about it, and what the reader can do.",
    ),
    (
        "contact",
        "Whom to ask: a name, and an address that is read.",
    ),
];

/// A file to be filled in.
pub(super) fn template(plan: &Plan) -> String {
    let mut text = format!(
        "// What {} tells people whose data got into wrong hands (GDPR Article 34).\n\
         // Plain words: everybody gets this as one message of at most {LETTER_MAX} characters.\n",
        plan.bot
    );
    for language in &plan.languages {
        // Writing into a String does not fail.
        let _ = write!(text, "\nmessage {} {{\n", language.tag());
        for (name, says) in PARTS {
            let _ = writeln!(text, "    // {says}\n    {name} \"\"");
        }
        text.push_str("}\n");
    }
    text
}

/// What stands in a file, in each language of the policy.
///
/// # Errors
/// What is missing or too long, and in which language.
pub(super) fn read(path: &Path, plan: &Plan) -> Result<BTreeMap<Language, Parts>, Failure> {
    let source = policy::read(path)?;
    let file = source.file.clone();
    let mut findings = Findings::default();
    let document = syntax::read(&source, &mut findings);
    let document = document.filter(|_| findings.iter().all(|finding| !finding.is_error()));
    let Some(document) = document else {
        let first = findings.iter().find(|finding| finding.is_error());
        let what = first.map_or_else(String::new, |finding| finding.diagnostic.to_string());
        return Err(Failure::new(
            format!("{file}: {what}"),
            "`candor breach template` shows how it is to look",
        ));
    };
    let mut said = BTreeMap::new();
    for node in &document.nodes {
        let (language, parts) = message(node, plan, &file)?;
        let too_long = parts.too_long_by(language, &plan.bot);
        if too_long > 0 {
            return Err(Failure::new(
                format!(
                    "{file}: in {} the message is {too_long} characters longer than Discord takes",
                    language.english_name()
                ),
                "say it in fewer words, and name a page with the rest",
            ));
        }
        if said.insert(language, parts).is_some() {
            return Err(Failure::new(
                format!("{file} has two messages in {}", language.english_name()),
                "leave one",
            ));
        }
    }
    for language in &plan.languages {
        if !said.contains_key(language) {
            return Err(Failure::new(
                format!("{file} has no message in {}", language.english_name()),
                format!("add `message {} {{ … }}`", language.tag()),
            ));
        }
    }
    Ok(said)
}

fn message(node: &Node, plan: &Plan, file: &str) -> Result<(Language, Parts), Failure> {
    let tag = node.args.first().map(|tag| tag.node.to_string());
    let language = tag.as_deref().and_then(Language::of_tag);
    let spoken = language.filter(|one| plan.languages.contains(one));
    let (true, Some(language)) = (node.name.node == "message", spoken) else {
        let tags: Vec<_> = plan.languages.iter().map(|one| one.tag()).collect();
        return Err(Failure::new(
            format!(
                "{file}: `{} {}` is no message in a language of the policy",
                node.name.node,
                tag.unwrap_or_default()
            ),
            format!("write `message LANGUAGE {{ … }}`, with {}", tags.join(", ")),
        ));
    };
    let name = language.english_name();
    if let Some(unknown) = node.children.iter().find(|child| {
        let mut parts = PARTS.iter();
        parts.all(|(part, _)| *part != child.name.node)
    }) {
        return Err(Failure::new(
            format!("{file}: a message has no part `{}`", unknown.name.node),
            "its parts are `nature`, `consequences`, `measures` and `contact`",
        ));
    }
    let part = |wanted: &str, says: &str| {
        let mut all = node.children.iter().filter(|one| one.name.node == wanted);
        let found = all.next().and_then(|one| one.args.first());
        let text = found.map(|arg| match &arg.node {
            Scalar::Text(written) => written.text.trim().to_owned(),
            Scalar::Int(_) | Scalar::Bool(_) | Scalar::Null => String::new(),
        });
        if all.next().is_some() {
            return Err(Failure::new(
                format!("{file}: the message in {name} says `{wanted}` twice"),
                "leave one",
            ));
        }
        text.filter(|text| !text.is_empty()).ok_or_else(|| {
            Failure::new(
                format!("{file}: the message in {name} lacks `{wanted}`"),
                format!("GDPR Article 34 wants it told. {says}"),
            )
        })
    };
    let [nature, consequences, measures, contact] = PARTS.map(|(wanted, says)| part(wanted, says));
    let parts = Parts {
        nature: nature?,
        consequences: consequences?,
        measures: measures?,
        contact: contact?,
    };
    Ok((language, parts))
}
