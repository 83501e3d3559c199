//! Parameters of an imported file: constants that each import of it gives.

use std::collections::BTreeMap;

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::{Kind, kind::Measure},
    syntax::{
        ast::{Node, Part, Scalar, Written},
        did_you_mean,
        form::{Any, Repeated, Text, Word, WrongValue, form, words as words_of},
    },
    vocab::{Duration, Span, Spanned, Type, Value},
};

use super::{
    names::{Taken, UnknownParam, UnknownType},
    types::{of_word, words},
    value::{self, BadLimits, Limits},
};

form! {
    struct ParamForm = "param", "param NAME TYPE default=…" {
        args { name: Word, kind: Word }
        props {
            "default" default: Any;
            "min" min: Any;
            "max" max: Any;
            "choices" choices: Text;
            "about" about: Word;
        }
    }
}

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
    declared: String,
    #[label(primary, "does not give it")]
    at: Span,
    #[label("{declared}")]
    declared_at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the parameter `{name}` is {kind}, and this is not")]
#[diagnostic(code("candor::import::wrong-parameter"))]
struct WrongParameter {
    name: String,
    /// What it is to be: `a number from 1 to 100`.
    kind: String,
    #[help]
    help: Option<String>,
    declared: String,
    #[label(primary, "does not fit")]
    at: Span,
    #[label("{declared}")]
    declared_at: Span,
}

/// What a parameter is in one import.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub(super) kind: Type,
    pub(super) value: Value,
    /// As written, by the importer or as the default, and where: what is wrong with it is shown there.
    written: Spanned<Scalar>,
}

impl Constant {
    /// For a parameter that has a finding: something of its type, so that its uses have none.
    fn stand_in(param: &Param, at: Span) -> Self {
        let kind = &param.kind;
        let (value, scalar) = if *kind == Type::Bool {
            (Value::Bool(false), Scalar::Bool(false))
        } else if *kind == Type::Int {
            let least = param.limits.min.unwrap_or(1);
            (Value::Int(least), Scalar::Int(least.into()))
        } else if *kind == Type::Duration {
            (Value::Duration(Duration::default()), text("1m"))
        } else if *kind == Type::Words {
            (Value::Words(Vec::new()), text(""))
        } else {
            let word = param.choices.first().map_or("…", String::as_str);
            (Value::Text(word.to_owned()), text(word))
        };
        Self {
            kind: kind.clone(),
            value,
            written: Spanned::new(scalar, at),
        }
    }
}

fn text(text: &str) -> Scalar {
    Scalar::Text(Written {
        text: text.to_owned(),
        verbatim_at: None,
    })
}

/// A parameter as its file declares it.
struct Param {
    name: Spanned<String>,
    kind: Type,
    limits: Limits,
    /// The texts it may be; any where there are none.
    choices: Vec<String>,
    about: Option<String>,
    /// As written.
    default: Option<Spanned<Scalar>>,
}

impl Param {
    fn of(form: &ParamForm, name: &Spanned<String>, kind: Type, findings: &mut Findings) -> Self {
        let written = value::Written {
            default: form.default.value,
            min: form.min.value,
            max: form.max.value,
        };
        let choices = form.choices.value.iter().flat_map(words_of);
        let choices: Vec<String> = choices.map(|word| word.node).collect();
        if kind != Type::Text
            && let Some(at) = form.choices.at
        {
            findings.push(BadLimits::none("`choices`", &kind, at));
        }
        Self {
            name: name.clone(),
            limits: value::limits(written, Some(&kind), findings),
            choices: if kind == Type::Text {
                choices
            } else {
                Vec::new()
            },
            kind,
            about: form.about.value.as_ref().map(|about| about.node.clone()),
            default: form.default.value.cloned(),
        }
    }

    /// The label at its declaration.
    fn declared(&self) -> String {
        match &self.about {
            Some(about) => format!("declared here: {about}"),
            None => "declared here".to_owned(),
        }
    }

    /// What it is to be, with its limits.
    fn wanted(&self) -> String {
        let choices: Vec<String> = self.choices.iter().map(|one| format!("`{one}`")).collect();
        match choices.as_slice() {
            [] => {}
            [one] => return one.clone(),
            [first @ .., last] => return format!("one of {} and {last}", first.join(", ")),
        }
        let kind = a_value(&self.kind);
        let Some(measure) = self.kind.kind().measure else {
            return kind.to_owned();
        };
        let amount = |amount: i64| match measure {
            Measure::Number => amount.to_string(),
            Measure::Time => format!("`{}`", measure.amount(amount)),
            Measure::Characters => format!("{amount} characters"),
        };
        match (self.limits.min.map(amount), self.limits.max.map(amount)) {
            (Some(min), Some(max)) => format!("{kind} from {min} to {max}"),
            (Some(min), None) => format!("{kind} of at least {min}"),
            (None, Some(max)) => format!("{kind} of at most {max}"),
            (None, None) => kind.to_owned(),
        }
    }

    /// What to write instead of a value of its type that it may not be.
    fn instead(&self, value: &Value) -> Option<String> {
        if let Value::Text(word) = value
            && !self.choices.is_empty()
            && !self.choices.contains(word)
        {
            let known: Vec<&str> = self.choices.iter().map(String::as_str).collect();
            return Some(did_you_mean(word, &known));
        }
        let kind = self.kind.kind();
        let (measure, size) = (kind.measure?, kind.size(value)?);
        let bound = match (self.limits.min, self.limits.max) {
            (Some(min), _) if size < min => min,
            (_, Some(max)) if size > max => max,
            _ => return None,
        };
        Some(match measure {
            Measure::Number => format!("write `{} {bound}`", self.name.node),
            Measure::Time => {
                let bound = measure.amount(bound);
                format!("write `{} \"{bound}\"`", self.name.node)
            }
            Measure::Characters => format!("write {bound} characters"),
        })
    }

    /// What the import gives for it. None where a finding says what is wrong.
    fn given(&self, node: &Node, findings: &mut Findings) -> Option<(Spanned<Scalar>, Value)> {
        let mut wrong = Findings::default();
        let scalar = node.args.first();
        let lone = node.args.len() == 1 && node.props.is_empty() && node.children.is_empty();
        let value = scalar
            .filter(|_| lone)
            .and_then(|scalar| value::value("it", scalar, &self.kind, &mut wrong));
        let instead = value.as_ref().and_then(|value| self.instead(value));
        if value.is_some() && instead.is_none() {
            return Some((scalar?.clone(), value?));
        }
        let of_type = wrong
            .iter()
            .find_map(|finding| Some(finding.diagnostic.help()?.to_string()));
        let example = self.choices.first().map_or("VALUE", String::as_str);
        let help = instead.or(of_type);
        findings.push(WrongParameter {
            name: self.name.node.clone(),
            kind: self.wanted(),
            help: help.or_else(|| Some(format!("write `{} {example}`", self.name.node))),
            at: scalar.map_or(node.name.span, |scalar| scalar.span),
            declared: self.declared(),
            declared_at: self.name.span,
        });
        None
    }

    /// What it is where the import does not say.
    fn fallback(&self, findings: &mut Findings) -> Option<(Spanned<Scalar>, Value)> {
        let (written, value) = (self.default.as_ref()?, self.limits.default.as_ref()?);
        // Of its bounds `limits` has told.
        if let (Value::Text(_), Some(help)) = (value, self.instead(value))
            && !self.choices.is_empty()
        {
            findings.push(WrongParameter {
                name: self.name.node.clone(),
                kind: self.wanted(),
                help: Some(help),
                at: written.span,
                declared: self.declared(),
                declared_at: self.name.span,
            });
            return None;
        }
        Some((written.clone(), value.clone()))
    }

    fn constant(&self, import: &Node, findings: &mut Findings) -> Constant {
        let mut children = import.children.iter();
        let given = children.find(|given| given.name.node == self.name.node);
        let fallback = self.fallback(findings);
        let found = match given {
            Some(given) => self.given(given, findings),
            None if self.default.is_some() => fallback,
            None => {
                let path = import.args.first();
                let path = path.map_or(import.name.span, |path| path.span);
                findings.push(MissingParameter {
                    name: self.name.node.clone(),
                    at: import.name.span.join(path),
                    declared: self.declared(),
                    declared_at: self.name.span,
                });
                None
            }
        };
        let constant = found.map(|(written, value)| Constant {
            kind: self.kind.clone(),
            value,
            written,
        });
        constant.unwrap_or_else(|| Constant::stand_in(self, self.name.span))
    }
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
        let form = ParamForm::read(node, findings);
        let (Some(name), Some(word)) = (&form.name.value, &form.kind.value) else {
            continue;
        };
        if let Some(first) = declared.get(&name.node) {
            findings.push(Taken::new("parameter", name, *first));
            continue;
        }
        declared.insert(name.node.clone(), name.span);
        let Some(kind) = of_word(&word.node, is_constant) else {
            findings.push(UnknownType::new(
                word,
                "a type of parameter",
                &words(is_constant),
            ));
            continue;
        };
        let param = Param::of(&form, name, kind, findings);
        params.insert(name.node.clone(), param.constant(import, findings));
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

/// Replaces each value written as `params.NAME`, without quotes, by what the parameter is, and leaves out children whose
/// `if=params.NAME` is off.
pub(super) fn put_in(
    node: &mut Node,
    params: &BTreeMap<String, Constant>,
    findings: &mut Findings,
) {
    let props = node.props.iter_mut().map(|prop| &mut prop.value);
    for value in node.args.iter_mut().chain(props) {
        if let Some(name) = bare(value)
            && let Some(found) = constant(name, value.span, params, findings)
        {
            *value = found.written.clone();
        }
    }
    node.children.retain_mut(|child| {
        let on = is_on(child, params, findings);
        if on {
            put_in(child, params, findings);
        }
        on
    });
}

/// NAME of `params.NAME`, written without quotes.
fn bare(value: &Spanned<Scalar>) -> Option<&str> {
    let Scalar::Text(written) = &value.node else {
        return None;
    };
    let is_bare = value.span.end - value.span.start == written.text.len();
    written.text.strip_prefix("params.").filter(|_| is_bare)
}

fn constant<'p>(
    name: &str,
    at: Span,
    params: &'p BTreeMap<String, Constant>,
    findings: &mut Findings,
) -> Option<&'p Constant> {
    let constant = params.get(name);
    if constant.is_none() {
        let known: Vec<_> = params.keys().map(String::as_str).collect();
        let name = Spanned::new(name.to_owned(), at);
        findings.push(UnknownParam::new(&name, "a parameter of this file", &known));
    }
    constant
}

/// Whether a node stays; takes `if=params.NAME` off it. Where that is unclear it stays, so that others find what it
/// declares.
fn is_on(node: &mut Node, params: &BTreeMap<String, Constant>, findings: &mut Findings) -> bool {
    let Some(at) = node.props.iter().position(|prop| prop.name.node == "if") else {
        return true;
    };
    let asked = node.props.remove(at).value;
    let found = match bare(&asked) {
        Some(name) => match constant(name, asked.span, params, findings) {
            Some(found) => Some(found),
            None => return true,
        },
        None => None,
    };
    if let Some(Value::Bool(on)) = found.map(|found| &found.value) {
        return *on;
    }
    let wanted = "a parameter of type bool, without quotes";
    findings.push(WrongValue::new("`if`", wanted, &asked));
    true
}
