//! Services that are asked: the form of what they answer, and the step that asks one.

use crate::{
    finding::Findings,
    plan::{AnswerField, Answers, Asked, Sent, Slot, StepKind, Ty},
    syntax::{
        ast::{Node, Written},
        clause,
        form::{
            Any, Flag, Form, Missing, Taking, Text, Word, WrongValue, form, in_a_policy, words,
        },
    },
    vocab::{Category, Duration, Span, Spanned, Type},
};

use super::{
    effect::Effect,
    fields::NoCategory,
    names::{Taken, UnknownType, UnknownWord, refuse_foreign, word_of},
    policy::Local,
    scope::Scope,
    step::Misplaced,
    then::result,
    types::{WrongType, bare, if_optional},
    value,
};

/// Waited for an answer where nothing is said.
const WITHIN: Duration = Duration::seconds(5);
/// The longest that can be said: the server's other events wait meanwhile.
const WITHIN_MAX: Duration = Duration::seconds(10);
const WITHIN_MIN: Duration = Duration::seconds(1);
/// Characters of a text where nothing is said.
const CHARS: i64 = 1_000;

form! {
    struct AnswersForm = "answers", "answers within=\"5s\" { field NAME TYPE }" {
        props { "within" within: Any; "idempotent" idempotent: Flag; }
        many { "field" fields; }
    }
}
form! {
    struct AnswerForm = "field", "field NAME TYPE" {
        args { name: Word, kind: Word }
        props {
            "optional" optional: Flag;
            "min" min: Any;
            "max" max: Any;
            "category" category: Text;
        }
    }
}

const ASK: Form = Form {
    name: "ask",
    usage: "ask SERVICE sends=\"NAME: …\" as=NAME otherwise=\"…\" { … }",
    values_max: 1,
    props: &["sends", "as", "otherwise"],
    flags: &[],
    once: &[],
    many: &[],
    open: true,
};

/// `answers { … }` of a processor.
pub(super) fn answers(node: &Node, findings: &mut Findings) -> Answers {
    let form = AnswersForm::read(node, findings);
    let mut fields: Vec<(AnswerField, Span)> = Vec::new();
    for node in &form.fields {
        let Some((field, at)) = field(node, findings) else {
            continue;
        };
        if let Some((_, first)) = fields.iter().find(|(known, _)| known.name == field.name) {
            let name = Spanned::new(field.name, at);
            findings.push(Taken::new("field", &name, *first));
            continue;
        }
        fields.push((field, at));
    }
    Answers {
        within: form.within.value.map_or(WITHIN, |given| {
            let within = value::duration("`within`", given, findings);
            within.map_or(WITHIN, |within| {
                if !(WITHIN_MIN..=WITHIN_MAX).contains(&within) {
                    let wanted = "a time from `\"1s\"` to `\"10s\"`";
                    findings.push(WrongValue::new("`within`", wanted, given));
                }
                within
            })
        }),
        idempotent: form.idempotent.value.is_some_and(|flag| flag.node),
        fields: fields.into_iter().map(|(field, _)| field).collect(),
    }
}

fn field(node: &Node, findings: &mut Findings) -> Option<(AnswerField, Span)> {
    const KNOWN: [&str; 3] = ["bool", "int", "text"];
    let form = AnswerForm::read(node, findings);
    let (name, word) = (form.name.value?, form.kind.value?);
    refuse_foreign(&name, "a field", findings);
    let kind = match word.node.as_str() {
        "bool" => Type::Bool,
        "int" => Type::Int,
        "text" => Type::Text,
        _ => {
            findings.push(UnknownType::new(
                &word,
                "a type of what a service answers",
                &KNOWN,
            ));
            return None;
        }
    };
    let written = value::Written {
        default: None,
        min: form.min.value,
        max: form.max.value,
    };
    let limits = value::limits(written, Some(&kind), findings);
    let given: Vec<_> = form.category.value.iter().flat_map(words).collect();
    let given = given
        .iter()
        .filter_map(|word| word_of::<Category>(word, findings));
    let categories: Vec<Category> = given.collect();
    if form.category.is_absent() {
        // What a service says of somebody is whatever it judges, which no type tells.
        findings.push(NoCategory::new(&kind, &name));
    }
    let max = limits.max.or((kind == Type::Text).then_some(CHARS));
    let field = AnswerField {
        name: name.node,
        kind,
        optional: form.optional.value.is_some_and(|flag| flag.node),
        min: limits.min,
        max,
        categories,
    };
    Some((field, name.span))
}

impl Scope<'_> {
    /// `ask`, without the block that follows it.
    pub(super) fn ask(&mut self, node: &Node) -> Option<Effect> {
        let mut taking = Taking::of(node, ASK, in_a_policy);
        let asked = self.asked(&mut taking);
        let otherwise = self.text_of(&taking, "otherwise");
        if taking.prop("otherwise").is_none() {
            let help = "add `otherwise=\"…\"`, which is said where no answer comes";
            taking.missing("`ask` does not say `otherwise`", help, self.findings);
        }
        if result(node).is_none() {
            let help = "add `as=answer { … }`, with what follows from the answer";
            taking.missing("`ask` has no name for the answer", help, self.findings);
        }
        taking.finish(self.findings);
        if self.on.store.is_some() {
            self.findings.push(Misplaced::new(
                "no service is asked when a row ends".to_owned(),
                "nobody waits for it",
                "ask where somebody does something",
                node.name.span,
            ));
        } else if self.repeats {
            self.findings.push(Misplaced::new(
                "a service is asked once for an event, not for each row".to_owned(),
                "asked again and again",
                "ask before or after `each`, or use `first`",
                node.name.span,
            ));
        }
        result(node)?;
        Some((StepKind::Ask(Box::new(asked?)), otherwise))
    }

    fn asked(&mut self, taking: &mut Taking) -> Option<Asked> {
        let named = taking.value::<Word>(self.findings).value;
        let sends = taking.given::<Text>("sends", self.findings);
        if sends.is_absent() {
            let help = "add `sends=\"NAME: …\"`";
            taking.missing("`ask` does not say what it `sends`", help, self.findings);
        }
        let sends = sends
            .value
            .map_or_else(Vec::new, |sends| self.sends(&sends));
        let named = named?;
        let policy = self.policy;
        let found = policy
            .processors
            .iter()
            .find(|one| one.node.id == named.node);
        let Some(processor) = found else {
            let known: Vec<_> = policy
                .processors
                .iter()
                .map(|one| one.node.id.as_str())
                .collect();
            self.findings
                .push(UnknownWord::new(&named, "a processor", &known));
            return None;
        };
        let lacks = |what: &str, help: &str| {
            Missing::new(
                format!("`{}` is asked, and {what}", named.node),
                help,
                named.span,
            )
        };
        if processor.node.receives.is_empty() {
            let what = "does not say what it `receives`";
            let help = "add `receives …` to the processor, with the categories of what is sent";
            self.findings.push(lacks(what, help));
        }
        let Some(answers) = processor.node.answers.clone() else {
            let what = "does not say what it `answers`";
            self.findings
                .push(lacks(what, "add `answers { field … }` to the processor"));
            return None;
        };
        Some(Asked {
            processor: named.node,
            sends,
            answers,
        })
    }

    /// `account: invoker.id, age: …`.
    fn sends(&mut self, written: &Spanned<Written>) -> Vec<Sent> {
        let mut sends: Vec<(Sent, Span)> = Vec::new();
        for part in clause::parts(written) {
            let Some((name, value)) = named(&part) else {
                self.findings.push(Missing::new(
                    "what is sent has no name".to_owned(),
                    "write `NAME: …`, with a comma between two of them",
                    part.span,
                ));
                continue;
            };
            if let Some((_, first)) = sends.iter().find(|(known, _)| known.name == name.node) {
                self.findings.push(Taken::new("name", &name, *first));
                continue;
            }
            let value = self.clause(&value);
            if !can_be_sent(&value.ty) {
                let wanted = "something that JSON has, or an id";
                let wrong = WrongType::expected("what is sent", wanted, &value.ty, value.span);
                self.findings.push(wrong);
            }
            let at = name.span;
            sends.push((
                Sent {
                    name: name.node,
                    value,
                },
                at,
            ));
        }
        sends.into_iter().map(|(sent, _)| sent).collect()
    }

    /// Names for what a service answers: `answer.score`. Gives the slot of the first.
    pub(super) fn bind_answer(&mut self, asked: &Asked, name: &Spanned<String>) -> Slot {
        let local = |called: String, ty: Ty| Local {
            name: called,
            slot: Slot(0),
            ty,
            kind: None,
            at: name.span,
        };
        // By itself it is no value; `name` says so.
        let first = self.bind(local(name.node.clone(), Ty::Unknown), 0);
        for field in &asked.answers.fields {
            let ty = Ty::Of(if_optional(field.kind.clone(), field.optional));
            self.bind(local(format!("{}.{}", name.node, field.name), ty), 1);
        }
        first
    }

    /// What a service answered under this name, or that it is none of its fields.
    pub(super) fn answer_fields(&self, name: &str) -> Vec<&str> {
        let fields = self.local_names().filter_map(|local| {
            let (of, field) = local.split_once('.')?;
            (of == name).then_some(field)
        });
        fields.collect()
    }
}

/// The name before the first colon, and what comes after it.
fn named(part: &Spanned<Written>) -> Option<(Spanned<String>, Spanned<Written>)> {
    let (name, _) = part.node.text.split_once(':')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !is_name {
        return None;
    }
    let after = part.node.text.get(name.len() + 1..)?;
    let text = after.trim();
    let skipped = name.len() + 1 + (after.len() - after.trim_start().len());
    let at = |from: usize, length: usize| match part.node.verbatim_at {
        Some(start) => Span::new(start + from, start + from + length),
        None => part.span,
    };
    let value = Written {
        text: text.to_owned(),
        verbatim_at: part.node.verbatim_at.map(|start| start + skipped),
    };
    let value = Spanned::new(value, at(skipped, text.len()));
    Some((Spanned::new(name.to_owned(), at(0, name.len())), value))
}

fn can_be_sent(ty: &Ty) -> bool {
    let ty = match ty {
        Ty::Unknown => return true,
        Ty::None | Ty::Message | Ty::Guild | Ty::Reaction | Ty::Bot | Ty::RowAt(_) => return false,
        Ty::Of(ty) => bare(ty),
    };
    match ty {
        Type::Bool
        | Type::Int
        | Type::Text
        | Type::Instant
        | Type::Duration
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::Channel
        | Type::Role
        | Type::MessageId
        | Type::Emoji
        | Type::Url
        | Type::Locale => true,
        Type::Attachment | Type::Words | Type::Who | Type::Optional(_) | Type::List(_) => false,
    }
}
