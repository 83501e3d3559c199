//! How long rows and settings are kept, and what keeps them longer for a while.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::length::Takes,
    plan::{Clause, FeatureId, FieldId, Hold, SettingId, Trigger},
    syntax::{
        ast::{Node, RetentionClause},
        clause,
        form::{Any, Sentence, Text, Word, form},
    },
    vocab::{Span, Spanned, Type},
};

use super::{fields::Fields, names::UnknownSetting, policy::Policy, scope::Names, value};

form! {
    struct HoldForm = "hold", "hold departures=25 within=\"10m\" for=\"24h\"" {
        props {
            "departures" departures: Any, or "`hold` does not say `departures`" => "add `departures=25`";
            "within" within: Word, or "`hold` does not say `within`" => "add `within=\"10m\"`";
            "for" length: Word, or "`hold` does not say `for`" => "add `for=\"24h\"`";
        }
    }
}

form! {
    struct RetainForm = "retain", "retain \"until guild.removed\"" {
        args { clauses: Text }
        props { "reason" reason: Sentence; }
    }
}

const DEPARTURES_MAX: u32 = 1_000;

/// A retention counts with a setting that is not always a length of time.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("the setting `{name}` is not a length of time")]
#[diagnostic(
    code("candor::types::not-a-length"),
    help("give the setting the type `duration` and a default")
)]
pub(crate) struct NotALength {
    name: String,
    #[label(primary, "a duration that always has a value is asked for")]
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a hold that is shorter than it looks for departures holds nothing")]
#[diagnostic(
    code("candor::retention::short-hold"),
    help("make `for` the longer of the two")
)]
pub(crate) struct ShortHold {
    #[label(primary, "shorter than `within`")]
    at: Span,
}

/// A retention counts from what is no time of the row.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::not-an-instant"), help("{help}"))]
pub(crate) struct NotAnInstant {
    message: String,
    help: String,
    #[label(primary, "says no time")]
    at: Span,
}

/// A retention counts from the deletion of a channel, and which one that is cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::retention::which-channel"), help("{help}"))]
pub(crate) struct WhichChannel {
    message: String,
    help: String,
    #[label(primary, "which channel?")]
    at: Span,
}

/// A `retain`: its clauses, each with its place, and why there is no other end.
#[derive(Debug, Default)]
pub(super) struct Retain {
    pub(super) clauses: Vec<Clause>,
    pub(super) spans: Vec<Span>,
    pub(super) reason: Option<String>,
    /// False where a finding tells of some clause.
    pub(super) understood: bool,
}

/// `retain` of a store, which may name settings of its feature and fields of its rows.
pub(super) fn of_store(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    fields: &Fields,
    node: &Node,
    findings: &mut Findings,
) -> Retain {
    let trigger = |clause: &RetentionClause, at, findings: &mut Findings| {
        let name = clause.name.as_ref();
        match clause.length.node.takes {
            Takes::Nothing => Trigger::alone(clause.length.node),
            Takes::Setting => {
                let name = name?;
                let Some((id, _)) = names.settings.get(&(feature, name.node.clone())) else {
                    no_setting(name, findings);
                    return None;
                };
                refuse_other_than_length(policy, names, *id, at, findings);
                Some(Trigger::Setting { setting: *id })
            }
            Takes::Field => {
                let field = instant(fields, name?, findings)?;
                Some(Trigger::Field { field })
            }
            Takes::Channel => {
                let field = channel(fields, name, clause.length.span, findings)?;
                Some(Trigger::ChannelRemoved { field })
            }
        }
    };
    let retain = clauses(node, trigger, findings);
    let all = retain.clauses.iter().zip(&retain.spans);
    let mut of_channels = all.filter(|(clause, _)| clause.trigger.channel().is_some());
    if let Some((_, at)) = of_channels.nth(1) {
        findings.push(WhichChannel {
            message: "a row ends with one channel, and this is a second one".to_owned(),
            help: "keep the clause of the channel without which the row is of no use".to_owned(),
            at: *at,
        });
    }
    retain
}

/// `retain` of a server's settings, which cannot name one of them, and have no fields.
pub(super) fn of_settings(node: &Node, findings: &mut Findings) -> Option<Retain> {
    let trigger = |clause: &RetentionClause, _, findings: &mut Findings| {
        match clause.length.node.takes {
            Takes::Nothing => return Trigger::alone(clause.length.node),
            Takes::Setting => no_setting(clause.name.as_ref()?, findings),
            Takes::Field => findings.push(NotAnInstant {
                message: "the settings of a server have no field that says a time".to_owned(),
                help: "count from `guild.removed`".to_owned(),
                at: clause.length.span,
            }),
            Takes::Channel => findings.push(WhichChannel {
                message: "the settings of a server do not end with one of its channels".to_owned(),
                help: "count from `guild.removed`".to_owned(),
                at: clause.length.span,
            }),
        }
        None
    };
    let clauses = clauses(node, trigger, findings);
    (!clauses.clauses.is_empty()).then_some(clauses)
}

/// Where it says how long: in what an import gives, where that is put in.
pub(super) fn said_at(retain: &Node) -> Span {
    let clauses = retain
        .args
        .first()
        .map_or(retain.span, |clauses| clauses.span);
    let is_here = retain.span.start <= clauses.start && clauses.end <= retain.span.end;
    if is_here { retain.span } else { clauses }
}

fn clauses(
    node: &Node,
    trigger: impl Fn(&RetentionClause, Span, &mut Findings) -> Option<Trigger>,
    findings: &mut Findings,
) -> Retain {
    let form = RetainForm::read(node, findings);
    let written = form.clauses.value;
    let read = written.and_then(|written| clause::retention(&written, findings));
    let mut retain = Retain {
        // A standard feature passes on what its importer says, which may be nothing.
        reason: form
            .reason
            .value
            .map(|reason| reason.node)
            .filter(|reason| !reason.trim().is_empty()),
        understood: read.is_some(),
        ..Retain::default()
    };
    for clause in read.into_iter().flat_map(|read| read.clauses) {
        if let Some(trigger) = trigger(&clause.node, clause.span, findings) {
            let after = clause.node.after.as_ref().map(|after| after.node);
            let after = after.unwrap_or_default();
            retain.clauses.push(Clause { trigger, after });
            retain.spans.push(clause.span);
        } else {
            retain.understood = false;
        }
    }
    retain
}

fn no_setting(name: &Spanned<String>, findings: &mut Findings) {
    findings.push(UnknownSetting::new(name, "a setting of this feature", &[]));
}

/// The field of this name, which holds a time.
fn instant(fields: &Fields, name: &Spanned<String>, findings: &mut Findings) -> Option<FieldId> {
    let id = fields.find(name, findings)?;
    let field = fields.all.get(id.0 as usize);
    let is_instant = field.is_some_and(|field| field.kind == Type::Instant);
    if !is_instant && fields.is_typed(id) {
        findings.push(NotAnInstant {
            message: format!("`{}` is no instant to count from", name.node),
            help: "name a field of type `instant`, or count from `age`".to_owned(),
            at: name.span,
        });
    }
    is_instant.then_some(id)
}

/// The channel of this name, or the only one of a row.
fn channel(
    fields: &Fields,
    name: Option<&Spanned<String>>,
    at: Span,
    findings: &mut Findings,
) -> Option<FieldId> {
    let channels = || {
        let all = (0..).map(FieldId).zip(&fields.all);
        all.filter(|(_, field)| field.kind == Type::Channel)
    };
    let (message, help) = if let Some(name) = name {
        let id = fields.find(name, findings)?;
        if channels().any(|(one, _)| one == id) {
            return Some(id);
        }
        if !fields.is_typed(id) {
            return None;
        }
        let message = format!("`{}` is no channel", name.node);
        (message, "name a field of type `channel`".to_owned())
    } else {
        let mut found = channels();
        match (found.next(), found.next()) {
            (Some((only, _)), None) => return Some(only),
            (Some((_, first)), Some(_)) => (
                "a row of this store names several channels".to_owned(),
                format!("say which, as in `row.{}.removed`", first.name),
            ),
            (None, _) => {
                if (0..)
                    .zip(&fields.all)
                    .any(|(id, _)| !fields.is_typed(FieldId(id)))
                {
                    return None;
                }
                let message = "a row of this store names no channel".to_owned();
                (message, "add a field of type `channel`".to_owned())
            }
        }
    };
    findings.push(WhichChannel { message, help, at });
    None
}

fn refuse_other_than_length(
    policy: &Policy,
    names: &Names,
    id: SettingId,
    at: Span,
    findings: &mut Findings,
) {
    let Some(setting) = policy.settings.get(id.0 as usize) else {
        return;
    };
    let is_length = setting.node.kind == Type::Duration && !setting.node.optional;
    if !is_length && !names.untyped_settings.contains(&id) {
        findings.push(NotALength {
            name: setting.node.name.clone(),
            at,
        });
    }
}

/// `hold departures=25 within="10m" for="24h"`
pub(super) fn hold(policy: &Policy, node: &Node, findings: &mut Findings) -> Option<Hold> {
    let form = HoldForm::read(node, findings);
    let departures = value::number(
        form.departures.value?,
        "departures",
        2..=DEPARTURES_MAX,
        findings,
    )?;
    let mut time = |word: Option<Spanned<String>>| value::length(&word?, findings);
    let (within, length) = (time(form.within.value), time(form.length.value));
    let (within, length) = (within?, length?);
    if within.ms <= 0 || length < within {
        findings.push(ShortHold { at: form.node.span });
    }
    Some(Hold {
        departures,
        within,
        length,
        at: policy.place(node.span),
    })
}
