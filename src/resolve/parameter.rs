//! Parameters of an imported file: constants that each import of it gives.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::Kind,
    syntax::ast::{Node, Part, Scalar, Written},
    vocab::{Duration, Span, Spanned, Type, Value},
};

use super::{
    names::{Taken, UnknownParam, UnknownType},
    shape::{self, Repeated, Shape, did_you_mean},
    types::{of_word, words},
    value,
};

const PARAM: Shape = Shape {
    what: "param",
    args: (2, 2),
    props: &["default", "about"],
    once: &[],
    many: &[],
    open: false,
};
/// A parameter is of a kind that servers choose values of and that has a value of its own everywhere.
fn is_constant(kind: &Kind) -> bool {
    kind.in_settings && kind.default.is_some()
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the imported file has no parameter `{name}`")]
#[diagnostic(code("candor::import::unknown-parameter"), help("{help}"))]
struct UnknownParameter {
    name: String,
    help: String,
    #[label(primary, "not a parameter")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the parameter `{name}` has no default and is not given")]
#[diagnostic(
    code("candor::import::missing-parameter"),
    help("add `{{ {name} … }}` to the import")
)]
struct MissingParameter {
    name: String,
    #[label(primary, "does not give it")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the parameter `{name}` is {kind}, and this is not")]
#[diagnostic(code("candor::import::wrong-parameter"))]
struct WrongParameter {
    name: String,
    kind: &'static str,
    #[help]
    help: Option<String>,
    #[label(primary, "does not fit")]
    at: Span,
    #[label("declared here")]
    declared_at: Span,
}

/// What a parameter is in one import.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub(super) kind: Type,
    pub(super) value: Value,
    /// As written, by the importer or as the default.
    scalar: Scalar,
}

impl Constant {
    /// For a parameter that has a finding: something of its type, so that its uses have none.
    fn stand_in(kind: Type) -> Self {
        let (value, scalar) = if kind == Type::Bool {
            (Value::Bool(false), Scalar::Bool(false))
        } else if kind == Type::Int {
            (Value::Int(1), Scalar::Int(1))
        } else if kind == Type::Duration {
            (Value::Duration(Duration::default()), text("1m"))
        } else if kind == Type::Words {
            (Value::Words(Vec::new()), text(""))
        } else {
            (Value::Text("…".to_owned()), text("…"))
        };
        Self {
            kind,
            value,
            scalar,
        }
    }
}

fn text(text: &str) -> Scalar {
    Scalar::Text(Written {
        text: text.to_owned(),
        verbatim_at: None,
    })
}

/// The parameters of a file as an import gives them.
pub(super) fn params(
    import: &Node,
    part: &Part,
    findings: &mut Findings,
) -> BTreeMap<String, Constant> {
    let mut params = BTreeMap::new();
    let mut declared: BTreeMap<String, Span> = BTreeMap::new();
    for node in part.nodes.iter().filter(|node| node.name.node == "param") {
        PARAM.check(node, findings);
        let (Some(name), Some(word)) = (
            shape::arg_word(node, 0, findings),
            shape::arg_word(node, 1, findings),
        ) else {
            continue;
        };
        if let Some(first) = declared.get(&name.node) {
            findings.push(Taken::new("parameter", &name, *first));
            continue;
        }
        declared.insert(name.node.clone(), name.span);
        let Some(kind) = of_word(&word.node, is_constant) else {
            findings.push(UnknownType::new(
                &word,
                "a type of parameter",
                &words(is_constant),
            ));
            continue;
        };
        let constant = constant(import, node, &name, &kind, findings);
        let constant = constant.unwrap_or_else(|| Constant::stand_in(kind));
        params.insert(name.node, constant);
    }
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for given in &import.children {
        let name = given.name.node.as_str();
        if let Some(first) = seen.insert(name, given.name.span) {
            let what = format!("the parameter `{name}`");
            findings.push(Repeated::new(&what, given.name.span, first));
        } else if !declared.contains_key(name) {
            let known: Vec<_> = declared.keys().map(String::as_str).collect();
            findings.push(UnknownParameter {
                name: name.to_owned(),
                help: did_you_mean(name, &known),
                at: given.name.span,
            });
        }
    }
    params
}

/// What the import says, or the default. None where a finding says what is wrong.
fn constant(
    import: &Node,
    param: &Node,
    name: &Spanned<String>,
    kind: &Type,
    findings: &mut Findings,
) -> Option<Constant> {
    let default = shape::prop(param, "default");
    let fallback = default.map(|given| (given, value::value("`default`", given, kind, findings)));
    let given = import
        .children
        .iter()
        .find(|given| given.name.node == name.node);
    let (scalar, value) = match (given, fallback) {
        (Some(given), _) => {
            let mut wrong = Findings::default();
            let scalar = given.args.first();
            let lone = given.args.len() == 1 && given.props.is_empty() && given.children.is_empty();
            let value = scalar
                .filter(|_| lone)
                .and_then(|scalar| value::value("it", scalar, kind, &mut wrong));
            if value.is_none() {
                findings.push(WrongParameter {
                    name: name.node.clone(),
                    kind: a_value(kind),
                    help: wrong
                        .iter()
                        .find_map(|finding| Some(finding.diagnostic.help()?.to_string()))
                        .or_else(|| Some(format!("write `{} VALUE`", name.node))),
                    at: scalar.map_or(given.name.span, |scalar| scalar.span),
                    declared_at: name.span,
                });
            }
            (scalar?, value?)
        }
        (None, Some((scalar, value))) => (scalar, value?),
        (None, None) => {
            let path = import
                .args
                .first()
                .map_or(import.name.span, |path| path.span);
            findings.push(MissingParameter {
                name: name.node.clone(),
                at: import.name.span.join(path),
                declared_at: name.span,
            });
            return None;
        }
    };
    Some(Constant {
        kind: kind.clone(),
        value,
        scalar: scalar.node.clone(),
    })
}

fn a_value(kind: &Type) -> &'static str {
    match kind {
        Type::Bool => "`#true` or `#false`",
        Type::Int => "a number",
        Type::Duration => "a duration",
        Type::Words => "words, separated by commas",
        Type::Text
        | Type::Instant
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId
        | Type::Emoji
        | Type::Attachment
        | Type::Url
        | Type::Locale
        | Type::Who
        | Type::Optional(_)
        | Type::List(_) => "a text",
    }
}

/// Replaces each value written as `params.NAME`, without quotes, by what the parameter is.
pub(super) fn put_in(
    node: &mut Node,
    params: &BTreeMap<String, Constant>,
    findings: &mut Findings,
) {
    let props = node.props.iter_mut().map(|prop| &mut prop.value);
    for value in node.args.iter_mut().chain(props) {
        let Scalar::Text(written) = &value.node else {
            continue;
        };
        let bare = value.span.end - value.span.start == written.text.len();
        let Some(name) = written.text.strip_prefix("params.").filter(|_| bare) else {
            continue;
        };
        let Some(constant) = params.get(name) else {
            let known: Vec<_> = params.keys().map(String::as_str).collect();
            let name = Spanned::new(name.to_owned(), value.span);
            findings.push(UnknownParam::new(&name, "a parameter of this file", &known));
            continue;
        };
        let mut scalar = constant.scalar.clone();
        if let Scalar::Text(written) = &mut scalar {
            // What is found in it is shown where it is used; the import is shown beside that.
            written.verbatim_at = None;
        }
        value.node = scalar;
    }
    for child in &mut node.children {
        put_in(child, params, findings);
    }
}
