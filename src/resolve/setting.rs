//! What servers may set, and how long that is kept.

use miette::Diagnostic;
use thiserror::Error;

use crate::{
    finding::Findings,
    lexicon::text::{title, units},
    plan::{FeatureId, LANGUAGE, MOD_LOG, Retention, Setting, SettingId},
    syntax::{
        ast::Node,
        form::{Any, Flag, Missing, Word, form},
    },
    vocab::{Span, Spanned, Type},
    wording::say,
};

use super::{
    list::{NeverNone, in_list},
    names::{Reserved, Taken, UnknownType, refuse_bad_name},
    policy::{Declared, Policy},
    retention,
    scope::Names,
    types::{of_word, words},
    value,
};

form! {
    struct SettingForm = "setting", "setting NAME TYPE default=…" {
        args { name: Word, kind: Word }
        props {
            "default" default: Any;
            "optional" optional: Flag;
            "list" list: Flag;
            "min" min: Any;
            "max" max: Any;
            "about" about: Word;
        }
    }
}

form! {
    /// Of all settings together.
    struct SettingsForm = "settings", "settings { retain \"…\" }" {
        once { "retain" retain; }
    }
}

const ABOUT_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("a setting's `about` has 1 to {ABOUT_MAX} characters, as Discord shows it")]
#[diagnostic(code("candor::discord::wrong-length"), help("shorten it"))]
pub(crate) struct WrongLength {
    #[label(primary, "too long, or empty")]
    at: Span,
}

pub(super) fn declare(
    policy: &mut Policy,
    names: &mut Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) {
    let form = SettingForm::read(node, findings);
    let (Some(name), Some(word)) = (form.name.value, form.kind.value) else {
        return;
    };
    let kind = of_word(&word.node, |kind| kind.in_settings);
    if kind.is_none() {
        let known = words(|kind| kind.in_settings);
        findings.push(UnknownType::new(&word, "a type of setting", &known));
    }
    let kind = kind.map(|kind| in_list(kind, &form.list, findings));
    if name.node == "enabled" {
        findings.push(Reserved {
            name: name.node.clone(),
            what: "a setting",
            meaning: "`enabled` switches the feature itself",
            at: name.span,
        });
    }
    let why = "servers type it after `/config set`";
    refuse_bad_name(&name, "a setting", why, findings);
    if let Some((_, first)) = names.settings.get(&(feature, name.node.clone())) {
        findings.push(Taken::new("setting", &name, *first));
        return;
    }
    let id = SettingId(value::index(policy.settings.len()));
    names
        .settings
        .insert((feature, name.node.clone()), (id, name.span));
    let written = value::Written {
        default: form.default.value,
        min: form.min.value,
        max: form.max.value,
    };
    let limits = value::limits(written, kind.as_ref(), findings);
    let optional = form.optional.value.is_some_and(|flag| flag.node);
    if kind.is_none() || form.default.at.is_some() && limits.default.is_none() {
        names.untyped_settings.insert(id);
    }
    let said = Said {
        optional: form.optional.at.filter(|_| optional),
        default: form.default.at,
    };
    none_or_default(&said, &name, kind.as_ref(), findings);
    let about = form.about.value;
    if let Some(about) = &about
        && !(1..=ABOUT_MAX).contains(&units(&about.node))
    {
        findings.push(WrongLength { at: about.span });
    }
    let at = policy.place(node.span);
    policy.settings.push(Declared {
        node: Setting {
            id,
            feature: Some(feature),
            about: about.map_or_else(|| title(&name.node), |about| about.node),
            name: name.node,
            kind: kind.clone().unwrap_or(Type::Text),
            default: value::or_empty(limits.default, kind.as_ref()),
            // With a default it is never none, whatever else is said.
            optional: optional
                && form.default.is_absent()
                && kind.as_ref().is_none_or(|kind| alone(kind).is_none()),
            min: limits.min,
            max: limits.max,
            at,
        },
        span: form.node.span,
        name: name.span,
    });
}

/// What a value of the type is where nobody chose one, so that it is never none.
fn alone(kind: &Type) -> Option<(&'static str, &'static str)> {
    if kind.is_list() {
        return Some(("can be empty", "delete `optional=#true`"));
    }
    (*kind == Type::Who).then_some((
        "can name nobody",
        "write `default=nobody` or `default=everyone` instead",
    ))
}

/// Where a setting says that it can be none, and what it is otherwise.
struct Said {
    optional: Option<Span>,
    default: Option<Span>,
}

/// A setting has a default, or is said to be none where a server did not choose.
fn none_or_default(
    said: &Said,
    name: &Spanned<String>,
    kind: Option<&Type>,
    findings: &mut Findings,
) {
    let alone = kind.and_then(alone);
    match (said.optional, said.default, alone) {
        (Some(_), Some(at), _) => findings.push(NeverNone {
            name: name.node.clone(),
            why: "has a default",
            help: "delete `optional=#true`",
            at,
        }),
        (Some(at), None, Some((why, help))) => findings.push(NeverNone {
            name: name.node.clone(),
            why,
            help,
            at,
        }),
        (None, None, _) if kind.is_some_and(|kind| !kind.is_list()) => {
            findings.push(Missing::new(
                format!("the setting `{}` has no default", name.node),
                match kind {
                    Some(Type::Who) => {
                        "add `default=nobody` (who may act) or `default=everyone` (who takes part)"
                    }
                    Some(kind) if is_of_a_server(kind) => "add `optional=#true`",
                    Some(_) | None => "add `default=…`, or `optional=#true`",
                },
                name.span,
            ));
        }
        (None | Some(_), None | Some(_), None | Some(_)) => {}
    }
}

/// `settings { retain "…" }`. Without it a server's settings live until the bot is removed.
pub(super) fn retain_all(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = SettingsForm::read(node, findings);
    let Some(retain) = form.retain else {
        return;
    };
    let Some(read) = retention::of_settings(retain, findings) else {
        return;
    };
    let at = policy.place(retain.span);
    policy.settings_clauses = read.spans;
    policy.settings_retention = Some(Retention {
        clauses: read.clauses,
        reason: read.reason,
        at,
    });
}

/// Servers choose the mod-log's channel, where some handler posts to it.
pub(super) fn mod_log(policy: &mut Policy) {
    let Some(emitted) = policy.emits else {
        return;
    };
    let span = policy
        .surface
        .as_ref()
        .map_or(emitted, |surface| surface.span);
    let id = SettingId(value::index(policy.settings.len()));
    let at = policy.place(span);
    policy.settings.push(Declared {
        node: Setting {
            id,
            feature: None,
            name: MOD_LOG.to_owned(),
            kind: Type::Channel,
            default: None,
            optional: true,
            min: None,
            max: None,
            about: say!("setting-mod-log"),
            at,
        },
        span,
        name: span,
    });
}

/// Servers choose in which language the bot speaks in their channels, where it speaks several.
pub(super) fn language(policy: &mut Policy) {
    let [_, second, ..] = policy.languages.as_slice() else {
        return;
    };
    let span = second.span;
    let id = SettingId(value::index(policy.settings.len()));
    let at = policy.place(span);
    policy.settings.push(Declared {
        node: Setting {
            id,
            feature: None,
            name: LANGUAGE.to_owned(),
            kind: Type::Locale,
            default: None,
            optional: true,
            min: None,
            max: None,
            about: say!("setting-language"),
            at,
        },
        span,
        name: span,
    });
}

/// Whether a value is something of one server, so that no policy can name a default.
fn is_of_a_server(kind: &Type) -> bool {
    match kind {
        Type::Channel | Type::Role | Type::Emoji => true,
        Type::Bool
        | Type::Int
        | Type::Text
        | Type::Instant
        | Type::Duration
        | Type::UserId
        | Type::Member
        | Type::GuildId
        | Type::MessageId
        | Type::Attachment
        | Type::Words
        | Type::Url
        | Type::Locale
        | Type::Who
        | Type::Optional(_)
        | Type::List(_) => false,
    }
}
