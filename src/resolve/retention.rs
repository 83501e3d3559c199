//! How long rows and settings are kept, and what keeps them longer for a while.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    plan::{Clause, FeatureId, Hold, SettingId, Trigger},
    syntax::{
        ast::{Node, RetentionClause},
        clause,
        form::{Any, Text, Word, form, only_value},
    },
    vocab::{Span, Spanned, Type},
};

use super::{
    names::{UnknownSetting, UnknownWord},
    policy::Policy,
    scope::Names,
    value,
};

form! {
    struct HoldForm = "hold", "hold departures=25 within=\"10m\" for=\"24h\"" {
        props {
            "departures" departures: Any, or "`hold` does not say `departures`" => "add `departures=25`";
            "within" within: Word, or "`hold` does not say `within`" => "add `within=\"10m\"`";
            "for" length: Word, or "`hold` does not say `for`" => "add `for=\"24h\"`";
        }
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

/// The clauses of a `retain`, each with its place.
pub(super) type Clauses = (Vec<Clause>, Vec<Span>);

/// `retain` of a store, which may name settings of its feature.
pub(super) fn of_store(
    policy: &Policy,
    names: &Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) -> Clauses {
    let setting = |name: &Spanned<String>| {
        let found = names.settings.get(&(feature, name.node.clone()));
        found.map(|(id, _)| *id)
    };
    let (clauses, spans) = clauses(node, setting, findings);
    for (clause, at) in clauses.iter().zip(&spans) {
        if let Some(id) = clause.trigger.setting() {
            refuse_other_than_length(policy, names, id, *at, findings);
        }
    }
    (clauses, spans)
}

/// `retain` of a server's settings, which cannot name one of them.
pub(super) fn of_settings(node: &Node, findings: &mut Findings) -> Option<Clauses> {
    let clauses = clauses(node, |_| None, findings);
    (!clauses.0.is_empty()).then_some(clauses)
}

fn clauses(
    node: &Node,
    setting: impl Fn(&Spanned<String>) -> Option<SettingId>,
    findings: &mut Findings,
) -> Clauses {
    let written = only_value::<Text>(node, "retain \"until guild.removed\"", findings);
    let read = written.and_then(|written| clause::retention(&written, findings));
    let mut clauses = Clauses::default();
    for clause in read.into_iter().flat_map(|read| read.clauses) {
        if let Some(read) = trigger(&clause.node, &setting, findings) {
            clauses.0.push(read);
            clauses.1.push(clause.span);
        }
    }
    clauses
}

fn trigger(
    clause: &RetentionClause,
    setting: impl Fn(&Spanned<String>) -> Option<SettingId>,
    findings: &mut Findings,
) -> Option<Clause> {
    let trigger = match (clause.trigger.node.as_str(), &clause.setting) {
        ("age", _) => Trigger::Age,
        ("entry.idle", _) => Trigger::EntryIdle,
        ("guild.removed", _) => Trigger::GuildRemoved,
        ("member.left", _) => Trigger::MemberLeft,
        ("boot", _) => Trigger::Boot,
        ("flow.ended", _) => Trigger::FlowEnded,
        ("setting", Some(name)) => {
            if let Some(id) = setting(name) {
                Trigger::Setting(id)
            } else {
                findings.push(UnknownSetting::new(name, "a setting of this feature", &[]));
                return None;
            }
        }
        _ => {
            findings.push(UnknownWord::new(&clause.trigger, "a trigger", &[]));
            return None;
        }
    };
    let after = clause.after.as_ref().map(|after| after.node);
    Some(Clause {
        trigger,
        after: after.unwrap_or_default(),
    })
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
