//! A slash command in a scenario, checked against the commands that the policy and Candor generate.

use super::{
    names::Names,
    script::{Deed, FileContent, Given},
    trouble::{Missing, UnknownName, UnknownWord, suggest, wrong},
};
use crate::{
    finding::Findings,
    lexicon::kind::{Form, Limits, OptionKind, Thing},
    port::{CommandDraft, DraftKind, OptionDraft},
    syntax::{
        ast::{Prop, Scalar},
        form::Taking,
    },
    vocab::{Span, Spanned},
};

/// What steps with a command may say besides the command's own options.
pub(super) const PLACING: [&str; 3] = ["in", "server", "id"];

pub(super) struct Commands<'a> {
    pub drafts: &'a [CommandDraft],
    /// Admins may make more at run time.
    pub open: bool,
}

impl Commands<'_> {
    /// `refused`: the next step expects that Discord refuses, so a wrong command is what is meant.
    pub fn read(
        &self,
        text: &Spanned<String>,
        taking: &Taking,
        names: &mut Names,
        server: &str,
        refused: bool,
        findings: &mut Findings,
    ) -> Deed {
        let path: Vec<String> = text
            .node
            .trim_start_matches('/')
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut ignored = Findings::default();
        let report = if refused { &mut ignored } else { findings };
        let known = self.find(&path, text.span, names, report);
        let mut options = Vec::new();
        for prop in &taking.node.props {
            let name = prop.name.node.as_str();
            let draft = known
                .iter()
                .flat_map(|list| list.iter())
                .find(|option| named(option) == Some(name));
            if draft.is_none() && PLACING.contains(&name) {
                continue;
            }
            taking.prop(name);
            let Some(OptionDraft::Value {
                kind,
                choices,
                min,
                max,
                ..
            }) = draft
            else {
                if let Some(list) = known {
                    report.push(UnknownWord {
                        kind: "option",
                        word: name.to_owned(),
                        at: prop.name.span,
                        help: suggest(name, list.iter().filter_map(named)),
                    });
                }
                options.push((name.to_owned(), plain(prop)));
                continue;
            };
            if let Scalar::Text(written) = &prop.value.node {
                names.said.push(written.text.to_lowercase());
            }
            let value = given(kind, prop, names, server, report).unwrap_or_else(|| plain(prop));
            match kind.limits {
                Limits::None => {}
                Limits::Number | Limits::Characters | Limits::Choices => {
                    within(&value, (*min, *max), choices, prop, report);
                }
            }
            options.push((name.to_owned(), value));
        }
        for option in known.into_iter().flatten() {
            if let OptionDraft::Value {
                name,
                required: true,
                ..
            } = option
                && !options.iter().any(|(given, _)| given == name)
            {
                report.push(Missing {
                    what: format!("the option `{name}` of `/{}`", path.join(" ")),
                    at: text.span,
                    help: format!("{name}=…"),
                });
            }
        }
        Deed::Run { path, options }
    }

    /// The options of the command at `path`; none when it is unknown, or made at run time.
    fn find(
        &self,
        path: &[String],
        at: Span,
        names: &Names,
        findings: &mut Findings,
    ) -> Option<&[OptionDraft]> {
        let (first, rest) = path.split_first()?;
        let mut slash = self
            .drafts
            .iter()
            .filter(|draft| draft.kind == DraftKind::Slash);
        let Some(draft) = slash.find(|draft| draft.name == *first) else {
            let made = self.open
                && rest.is_empty()
                && names
                    .said
                    .iter()
                    .any(|said| said.trim_start_matches('/') == first);
            if !made {
                findings.push(UnknownName {
                    kind: "command",
                    name: format!("/{}", path.join(" ")),
                    place: " in the policy".to_owned(),
                    at,
                    help: suggest(first, self.drafts.iter().map(|draft| draft.name.as_str())),
                });
            }
            return None;
        };
        let mut options = draft.options.as_slice();
        for word in rest {
            let below = options.iter().find_map(|option| match option {
                OptionDraft::Subcommand { name, options, .. }
                | OptionDraft::Group { name, options, .. }
                    if name == word =>
                {
                    Some(options.as_slice())
                }
                _ => None,
            });
            let Some(below) = below else {
                findings.push(unknown_sub(first, word, options, at));
                return None;
            };
            options = below;
        }
        if options
            .iter()
            .any(|option| !matches!(option, OptionDraft::Value { .. }))
        {
            findings.push(Missing {
                what: format!("the subcommand of `/{}`", path.join(" ")),
                at,
                help: suggest("", options.iter().filter_map(any_name)),
            });
            return None;
        }
        Some(options)
    }
}

fn unknown_sub(command: &str, word: &str, options: &[OptionDraft], at: Span) -> UnknownName {
    UnknownName {
        kind: "subcommand",
        name: word.to_owned(),
        place: format!(" of `/{command}`"),
        at,
        help: suggest(word, options.iter().filter_map(any_name)),
    }
}

fn named(option: &OptionDraft) -> Option<&str> {
    match option {
        OptionDraft::Value { name, .. } => Some(name),
        _ => None,
    }
}

fn any_name(option: &OptionDraft) -> Option<&str> {
    match option {
        OptionDraft::Value { .. } => None,
        OptionDraft::Subcommand { name, .. } | OptionDraft::Group { name, .. } => Some(name),
    }
}

/// As written, where nothing is known about the option.
fn plain(prop: &Prop) -> Given {
    match &prop.value.node {
        Scalar::Text(written) => Given::Text(written.text.clone()),
        Scalar::Int(number) => {
            i64::try_from(*number).map_or_else(|_| Given::Text(number.to_string()), Given::Int)
        }
        Scalar::Bool(flag) => Given::Bool(*flag),
        Scalar::Null => Given::None,
    }
}

/// The value as the option's kind understands it.
fn given(
    kind: &OptionKind,
    prop: &Prop,
    names: &Names,
    server: &str,
    findings: &mut Findings,
) -> Option<Given> {
    let at = prop.value.span;
    let text = Spanned::new(prop.value.node.to_string(), at);
    let of = kind.value.kind();
    let value = match (of.form, &prop.value.node) {
        (Form::Truth, Scalar::Bool(flag)) => Given::Bool(*flag),
        (Form::Truth, _) => {
            wrong(
                prop,
                "`#true` or `#false`",
                &format!("{}=#true", prop.name.node),
                findings,
            );
            return None;
        }
        (Form::Number, Scalar::Int(number)) if kind.limits == Limits::Number => {
            Given::Int(i64::try_from(*number).ok()?)
        }
        (Form::Number, _) if kind.limits == Limits::Number => {
            wrong(
                prop,
                "a whole number",
                &format!("{}=1", prop.name.node),
                findings,
            );
            return None;
        }
        (Form::Number | Form::Text | Form::Words, Scalar::Bool(_) | Scalar::Null) => {
            wrong(prop, "a text", "put it in double quotes", findings);
            return None;
        }
        // A file: its place among the files is a number, what it holds is told.
        (Form::Number, _) => Given::File {
            name: format!("{}.txt", prop.name.node),
            content: if names.knows_message(&text.node) {
                FileContent::Of(text.node)
            } else {
                FileContent::Text(text.node)
            },
        },
        (Form::Text | Form::Words, Scalar::Text(_) | Scalar::Int(_)) => match of.id_of {
            Some(Thing::Person) => Given::User(names.person(&text, findings)),
            Some(Thing::Channel) => Given::Channel(names.channel(server, &text, findings)),
            Some(Thing::Role) => Given::Role(names.role(server, &text, findings)),
            Some(Thing::Message) if !text.node.contains("://") => {
                Given::Message(names.message(&text, findings))
            }
            Some(Thing::Message | Thing::Server) | None => Given::Text(text.node),
        },
    };
    Some(value)
}

/// Discord would refuse these, so a scenario that does not expect it has a mistake.
fn within(
    value: &Given,
    (min, max): (Option<i64>, Option<i64>),
    choices: &[String],
    prop: &Prop,
    findings: &mut Findings,
) {
    let measured = match value {
        Given::Int(number) => Some((*number, "a number")),
        Given::Text(text) => i64::try_from(text.encode_utf16().count())
            .ok()
            .map(|length| (length, "a text of length")),
        _ => None,
    };
    if let Some((size, what)) = measured
        && (min.is_some_and(|min| size < min) || max.is_some_and(|max| size > max))
    {
        let show = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        wrong(
            prop,
            &format!("{what} {}..{}", show(min), show(max)),
            "or follow it with `expect refused`",
            findings,
        );
    }
    if let Given::Text(text) = value
        && !choices.is_empty()
        && !choices.contains(text)
    {
        wrong(
            prop,
            "one of the choices",
            &suggest(text, choices.iter().map(String::as_str)),
            findings,
        );
    }
}
