//! A feature's head, its basis, and what it lets servers set. Its stores are read in `store`, its handlers in `handler`.

use crate::{
    finding::Findings,
    plan::{FeatureId, Setting, SettingId},
    syntax::ast::Node,
    vocab::{Basis, Spanned, Type},
};

use super::{
    names::{UnknownName, word_of},
    policy::{Declared, Feature, Grounds, Policy},
    scope::Names,
    shape::{self, DuplicateOrUnknown, Shape},
    store,
    types::{TypeMismatch, of_word, words},
    value,
};

const FEATURE: Shape = Shape {
    what: "feature",
    args: (1, 1),
    props: &["default", "about"],
    once: &["basis"],
    many: &["setting", "store", "on", "command", "commands"],
    open: false,
};
const BASIS: Shape = Shape {
    what: "basis",
    args: (1, 1),
    props: &["purpose", "interest"],
    once: &[],
    many: &[],
    open: false,
};
const SETTING: Shape = Shape {
    what: "setting",
    args: (2, 2),
    props: &["default", "optional", "min", "max", "about"],
    once: &[],
    many: &[],
    open: false,
};

/// Reads everything but handlers, which may use what other features declare later. `called` is the name that an import
/// gives the feature.
pub(super) fn declare(
    policy: &mut Policy,
    names: &mut Names,
    (module, called): (usize, Option<&Spanned<String>>),
    node: &Node,
    findings: &mut Findings,
) -> Option<FeatureId> {
    FEATURE.check(node, findings);
    let name = shape::arg_word(node, 0, findings)?;
    let name = called.cloned().unwrap_or(name);
    let id = FeatureId(value::index(policy.features.len()));
    if let Some(first) = names.features.get(&name.node) {
        let what = format!("the feature `{}`", name.node);
        findings.push(DuplicateOrUnknown::repeated(&what, name.span, *first));
        return None;
    }
    if name.node == "server" || !is_name(&name.node) {
        findings.push(TypeMismatch::new(
            format!("`{}` cannot name a feature", name.node),
            if name.node == "server" {
                "`/config set server` is for what belongs to no feature"
            } else {
                "servers type it after `/config set`"
            },
            "use at most 32 small letters, digits and `-`",
            name.span,
        ));
    }
    names.features.insert(name.node.clone(), name.span);
    let default_on = match shape::prop_word(node, "default", findings) {
        Some(word) if word.node == "on" => true,
        Some(word) if word.node == "off" => false,
        Some(word) => {
            findings.push(UnknownName::new(&word, "`on` or `off`", &["on", "off"]));
            true
        }
        None => true,
    };
    let basis_node = shape::child(node, "basis");
    let basis = basis_node.and_then(|node| basis(names, node, findings));
    policy.features.push(Feature {
        name,
        module,
        about: shape::prop_string(node, "about", findings),
        default_on,
        basis,
        basis_at: basis_node.map(|node| node.span),
        span: node.span,
    });
    for setting_node in shape::children(node, "setting") {
        setting(policy, names, id, setting_node, findings);
    }
    for store_node in shape::children(node, "store") {
        store::declare(policy, names, id, store_node, findings);
    }
    Some(id)
}

/// A name Discord accepts as a subcommand's or an option's.
pub(super) fn is_name(name: &str) -> bool {
    (1..=32).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

fn basis(names: &Names, node: &Node, findings: &mut Findings) -> Option<Declared<Grounds>> {
    BASIS.check(node, findings);
    let word = shape::arg_word(node, 0, findings)?;
    let basis: Option<Basis> = word_of(&word, findings);
    let mut purposes = Vec::new();
    let given = shape::prop(node, "purpose").and_then(|p| shape::text(p, "`purpose`", findings));
    for name in given.iter().flat_map(shape::words) {
        if let Some(found) = names.purposes.get(&name.node) {
            purposes.push(*found);
        } else {
            let known: Vec<_> = names.purposes.keys().map(String::as_str).collect();
            findings.push(UnknownName::new(&name, "a purpose", &known));
        }
    }
    if shape::prop(node, "purpose").is_none() {
        findings.push(DuplicateOrUnknown::missing(
            "`basis` does not say what for".to_owned(),
            "add `purpose=NAME`",
            node.name.span,
        ));
    }
    let interest = shape::prop_string(node, "interest", findings);
    if basis == Some(Basis::LegitimateInterest) && interest.is_none() {
        findings.push(DuplicateOrUnknown::missing(
            "a legitimate interest is not named".to_owned(),
            "add `interest=\"…\"`; people have a right to know it",
            word.span,
        ));
    }
    Some(Declared {
        node: Grounds {
            basis: basis?,
            purposes,
            interest,
        },
        span: node.span,
        name: word.span,
    })
}

fn setting(
    policy: &mut Policy,
    names: &mut Names,
    feature: FeatureId,
    node: &Node,
    findings: &mut Findings,
) {
    SETTING.check(node, findings);
    let (Some(name), Some(word)) = (
        shape::arg_word(node, 0, findings),
        shape::arg_word(node, 1, findings),
    ) else {
        return;
    };
    let kind = of_word(&word.node, |kind| kind.in_settings);
    if kind.is_none() {
        let known = words(|kind| kind.in_settings);
        findings.push(UnknownName::new(&word, "a type of setting", &known));
    }
    if name.node == "enabled" || !is_name(&name.node) {
        findings.push(TypeMismatch::new(
            format!("`{}` cannot name a setting", name.node),
            if name.node == "enabled" {
                "`enabled` switches the feature itself"
            } else {
                "servers type it after `/config set`"
            },
            "use at most 32 small letters, digits and `-`",
            name.span,
        ));
    }
    if let Some((_, first)) = names.settings.get(&(feature, name.node.clone())) {
        let what = format!("the setting `{}`", name.node);
        findings.push(DuplicateOrUnknown::repeated(&what, name.span, *first));
        return;
    }
    let id = SettingId(value::index(policy.settings.len()));
    names
        .settings
        .insert((feature, name.node.clone()), (id, name.span));
    let limits = value::limits(node, kind.as_ref(), findings);
    let optional = shape::prop_flag(node, "optional", findings).unwrap_or(false);
    let given = shape::prop(node, "default");
    if kind.is_none() || given.is_some() && limits.default.is_none() {
        names.untyped_settings.insert(id);
    }
    if let (true, Some(given)) = (optional, given) {
        findings.push(TypeMismatch::new(
            format!("`{}` has a default, so it is never none", name.node),
            "with a default it needs no `optional`",
            "delete `optional=#true`",
            given.span,
        ));
    } else if !optional && given.is_none() && kind.is_some() {
        findings.push(DuplicateOrUnknown::missing(
            format!("the setting `{}` has no default", name.node),
            "add `default=…`, or `optional=#true`",
            name.span,
        ));
    }
    let about = shape::prop_word(node, "about", findings);
    if let Some(about) = &about
        && !(1..=100).contains(&about.node.chars().count())
    {
        findings.push(TypeMismatch::new(
            "a setting's `about` has 1 to 100 characters, as Discord shows it".to_owned(),
            "too long, or empty",
            "shorten it",
            about.span,
        ));
    }
    let at = policy.place(node.span);
    policy.settings.push(Declared {
        node: Setting {
            id,
            feature: Some(feature),
            about: about.map_or_else(|| title(&name.node), |about| about.node),
            name: name.node,
            kind: kind.unwrap_or(Type::Text),
            default: limits.default,
            optional,
            min: limits.min,
            max: limits.max,
            at,
        },
        span: node.span,
        name: name.span,
    });
}

/// `block-invites` as people read it: `Block invites`.
pub(super) fn title(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
