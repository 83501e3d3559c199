//! What stands around the features: who answers for the bot, and what people are told.

use crate::{
    finding::Findings,
    plan::{
        BACKUP_MAX, Change, Contact, Controller, Measure, Processor, Purpose, Retention, Setting,
        SettingId, StartBackup, Stated,
    },
    syntax::{
        ast::{Document, Node, Scalar},
        clause,
    },
    vocab::{Category, ContactKind, Duration, Span, Spanned, Standing, Type},
};

use super::{
    names::{UnknownName, word_of},
    policy::{Declared, Header, Policy, Surface},
    retention,
    shape::{self, DuplicateOrUnknown, Shape},
    types::TypeMismatch,
};

/// Measures that the runtime takes, whatever the policy says.
const ENFORCED: [&str; 4] = ["sealed-storage", "key-apart", "no-mentions", "hierarchy"];

const HEADER: Shape = Shape {
    what: "candor",
    args: (0, 0),
    props: &["version", "bot", "updated"],
    once: &[],
    many: &[],
    open: false,
};
const CONTROLLER: Shape = Shape {
    what: "controller",
    args: (1, 1),
    props: &["established"],
    once: &["respond-within", "minimum-age", "authority"],
    many: &["contact"],
    open: false,
};
const BACKUP: Shape = Shape {
    what: "backup",
    args: (0, 0),
    props: &["at", "keep", "max-age"],
    once: &[],
    many: &[],
    open: false,
};
/// More would fill a disk unseen.
const BACKUPS_MAX: u32 = 100;
const CONTACT: Shape = Shape {
    what: "contact",
    args: (0, 0),
    props: &["discord", "server", "email", "url"],
    once: &[],
    many: &[],
    open: false,
};
const PROCESSOR: Shape = Shape {
    what: "processor",
    args: (2, 2),
    props: &["role", "country"],
    once: &["receives"],
    many: &[],
    open: false,
};
const PURPOSE: Shape = Shape {
    what: "purpose",
    args: (2, 2),
    props: &["dpv"],
    once: &[],
    many: &[],
    open: false,
};
const SETTINGS: Shape = Shape {
    what: "settings",
    args: (0, 0),
    props: &[],
    once: &["retain"],
    many: &[],
    open: false,
};
const SURFACE: Shape = Shape {
    what: "surface",
    args: (1, 1),
    props: &[],
    once: &["receives"],
    many: &[],
    open: false,
};

/// A node of values without properties or children.
const fn plain(what: &'static str, least: usize, most: usize) -> Shape<'static> {
    Shape {
        what,
        args: (least, most),
        props: &[],
        once: &[],
        many: &[],
        open: false,
    }
}

pub(super) fn read(policy: &mut Policy, document: &Document, findings: &mut Findings) {
    let nodes = &document.nodes;
    header(policy, nodes, findings);
    for node in nodes {
        match shape::meant(node) {
            "controller" if policy.controller.is_none() => controller(policy, node, findings),
            "processor" => processor(policy, node, findings),
            "purpose" => purpose(policy, node, findings),
            "measure" => measure(policy, node, findings),
            "stated" => stated(policy, node, findings),
            "change" => change(policy, node, findings),
            "surface" => surface(policy, node, findings),
            "backup" if policy.backup.is_none() => backup(policy, node, findings),
            "settings" if policy.settings_retention.is_none() => {
                settings(policy, node, findings);
            }
            _ => {}
        }
    }
}

fn header(policy: &mut Policy, nodes: &[Node], findings: &mut Findings) {
    let help = "begin with `candor version=1 bot=\"NAME\" updated=\"2026-04-30\"`";
    let Some(node) = nodes.iter().find(|node| shape::meant(node) == "candor") else {
        let at = nodes.first().map_or(Span::default(), |node| node.name.span);
        findings.push(DuplicateOrUnknown::missing(
            "the policy does not begin with `candor`".to_owned(),
            help,
            at,
        ));
        return;
    };
    HEADER.check(node, findings);
    let version = number(node, "version", 1, u32::MAX, findings);
    let bot = shape::prop_string(node, "bot", findings);
    let updated = shape::prop_word(node, "updated", findings).and_then(|d| date(&d, findings));
    if let (Some(version), Some(bot), Some(updated)) = (version, bot, updated) {
        policy.header = Some(Header {
            bot,
            version,
            updated,
            span: node.span,
        });
        return;
    }
    let lacking = ["version", "bot", "updated"]
        .into_iter()
        .find(|name| shape::prop(node, name).is_none());
    if let Some(name) = lacking {
        let message = format!("`candor` lacks `{name}`");
        findings.push(DuplicateOrUnknown::missing(message, help, node.name.span));
    }
}

/// A date as `2026-04-30`, on the calendar.
fn date(text: &Spanned<String>, findings: &mut Findings) -> Option<String> {
    let is_date = text.node.len() == 10 && text.node.parse::<jiff::civil::Date>().is_ok();
    if is_date {
        return Some(text.node.clone());
    }
    findings.push(TypeMismatch::new(
        format!("`{}` is not a date", text.node),
        "not a date",
        "write it like `2026-04-30`",
        text.span,
    ));
    None
}

fn number(node: &Node, name: &str, least: u32, most: u32, findings: &mut Findings) -> Option<u32> {
    let value = shape::prop(node, name)?;
    number_of(value, name, least, most, findings)
}

pub(super) fn number_of(
    value: &Spanned<Scalar>,
    name: &str,
    least: u32,
    most: u32,
    findings: &mut Findings,
) -> Option<u32> {
    if let Scalar::Int(number) = value.node
        && let Ok(number) = u32::try_from(number)
        && (least..=most).contains(&number)
    {
        return Some(number);
    }
    let wanted = format!("a number from {least} on");
    findings.push(TypeMismatch::scalar(&format!("`{name}`"), &wanted, value));
    None
}

fn country(node: &Node, name: &str, findings: &mut Findings) -> Option<String> {
    let word = shape::prop_word(node, name, findings)?;
    if word.node.len() == 2 && word.node.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(word.node);
    }
    findings.push(TypeMismatch::new(
        format!("`{}` is not the code of a country", word.node),
        "not two capital letters",
        "write two letters of ISO 3166, such as `DE`",
        word.span,
    ));
    None
}

fn controller(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    CONTROLLER.check(node, findings);
    let mut contacts = Vec::new();
    for contact in shape::children(node, "contact") {
        CONTACT.check(contact, findings);
        for prop in &contact.props {
            if let Scalar::Text(written) = &prop.value.node {
                let value = written.text.clone();
                let kind = ContactKind::from_word(&prop.name.node);
                contacts.extend(kind.map(|kind| Contact { kind, value }));
            } else {
                let what = format!("`{}`", prop.name.node);
                findings.push(TypeMismatch::scalar(&what, "a text in quotes", &prop.value));
            }
        }
    }
    let respond_within = shape::child(node, "respond-within").and_then(|node| {
        plain("respond-within", 1, 1).check(node, findings);
        duration(&shape::arg_word(node, 0, findings)?, findings)
    });
    let minimum_age = shape::child(node, "minimum-age").and_then(|node| {
        plain("minimum-age", 1, 1).check(node, findings);
        number_of(node.args.first()?, "minimum-age", 1, 120, findings)
    });
    let authority = shape::child(node, "authority").and_then(|node| {
        plain("authority", 1, 1).check(node, findings);
        shape::arg_word(node, 0, findings).map(|word| word.node)
    });
    let name = shape::arg_word(node, 0, findings);
    policy.controller = Some(Declared {
        name: name.as_ref().map_or(node.name.span, |name| name.span),
        node: Controller {
            name: name.map(|name| name.node).unwrap_or_default(),
            established: country(node, "established", findings),
            contacts,
            respond_within,
            minimum_age,
            authority,
            at: policy.place(node.span),
        },
        span: node.span,
    });
}

/// A length such as `30d`.
pub(super) fn duration(word: &Spanned<String>, findings: &mut Findings) -> Option<Duration> {
    let duration = word.node.parse();
    if duration.is_err() {
        findings.push(TypeMismatch::new(
            format!("`{}` is not a duration", word.node),
            "not a duration",
            "write it like `90s`, `30m`, `12h` or `30d`",
            word.span,
        ));
    }
    duration.ok()
}

fn processor(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    PROCESSOR.check(node, findings);
    let receives = receives(node, findings);
    let country = country(node, "country", findings);
    let role = shape::prop_string(node, "role", findings);
    if role.is_none() && shape::prop(node, "role").is_none() {
        findings.push(DuplicateOrUnknown::missing(
            "`processor` lacks `role`".to_owned(),
            "say what they do: `role=hosting`",
            node.name.span,
        ));
    }
    let (Some(id), Some(name)) = (
        shape::arg_word(node, 0, findings),
        shape::arg_word(node, 1, findings),
    ) else {
        return;
    };
    if let Some(first) = policy.processors.iter().find(|one| one.node.id == id.node) {
        let what = format!("the processor `{}`", id.node);
        findings.push(DuplicateOrUnknown::repeated(&what, id.span, first.name));
        return;
    }
    policy.processors.push(Declared {
        name: id.span,
        node: Processor {
            id: id.node,
            name: name.node,
            role: role.unwrap_or_default(),
            country,
            receives,
            at: policy.place(node.span),
        },
        span: node.span,
    });
}

/// `receives identifier activity`: the categories of one child.
fn receives(node: &Node, findings: &mut Findings) -> Vec<Category> {
    let Some(node) = shape::child(node, "receives") else {
        return Vec::new();
    };
    plain("receives", 1, usize::MAX).check(node, findings);
    let mut all = Vec::new();
    for i in 0..node.args.len() {
        let word = shape::arg_word(node, i, findings);
        if let Some(category) = word.and_then(|word| word_of::<Category>(&word, findings)) {
            all.push(category);
        }
    }
    all
}

fn purpose(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    PURPOSE.check(node, findings);
    let (Some(id), Some(text)) = (
        shape::arg_word(node, 0, findings),
        shape::arg_word(node, 1, findings),
    ) else {
        return;
    };
    if let Some(first) = policy.purposes.iter().find(|one| one.node.id == id.node) {
        let what = format!("the purpose `{}`", id.node);
        findings.push(DuplicateOrUnknown::repeated(&what, id.span, first.name));
        return;
    }
    policy.purposes.push(Declared {
        name: id.span,
        node: Purpose {
            id: id.node,
            dpv: shape::prop_string(node, "dpv", findings),
            text: text.node,
            at: policy.place(node.span),
        },
        span: node.span,
    });
}

fn measure(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    plain("measure", 1, 2).check(node, findings);
    let Some(first) = shape::arg_word(node, 0, findings) else {
        return;
    };
    let second = shape::arg_word(node, 1, findings);
    let (id, text) = match second {
        Some(text) => (Some(first.node), text.node),
        None => (None, first.node),
    };
    let standing = match &id {
        Some(id) if ENFORCED.contains(&id.as_str()) => Standing::Enforced,
        _ => Standing::Stated,
    };
    let at = policy.place(node.span);
    policy.measures.push(Measure {
        id,
        text,
        standing,
        at,
    });
}

fn stated(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    plain("stated", 2, 2).check(node, findings);
    let topic = shape::arg_word(node, 0, findings);
    let text = shape::arg_word(node, 1, findings);
    if let (Some(topic), Some(text)) = (topic, text) {
        let at = policy.place(node.span);
        policy.stated.push(Stated {
            topic: topic.node,
            text: text.node,
            at,
        });
    }
}

fn change(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    plain("change", 2, 2).check(node, findings);
    let day = shape::arg_word(node, 0, findings).and_then(|day| date(&day, findings));
    let text = shape::arg_word(node, 1, findings);
    if let (Some(date), Some(text)) = (day, text) {
        let at = policy.place(node.span);
        policy.changes.push(Change {
            date,
            text: text.node,
            at,
        });
    }
}

fn surface(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    SURFACE.check(node, findings);
    let receives = receives(node, findings);
    let Some(name) = shape::arg_word(node, 0, findings) else {
        return;
    };
    if name.node != "mod-log" {
        let unknown = UnknownName::new(&name, "a surface", &["mod-log"]);
        findings.push(unknown);
    }
    if let Some(first) = &policy.surface {
        let what = "`surface mod-log`";
        findings.push(DuplicateOrUnknown::repeated(
            what,
            node.name.span,
            first.span,
        ));
    } else {
        policy.surface = Some(Surface {
            receives,
            span: node.span,
        });
    }
}

/// `settings { retain "…" }`. Without it a server's settings live until the bot is removed.
fn settings(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    SETTINGS.check(node, findings);
    let Some(retain) = shape::child(node, "retain") else {
        return;
    };
    plain("retain", 1, 1).check(retain, findings);
    let written = shape::arg_text(retain, 0, findings);
    let Some(read) = written.and_then(|written| clause::retention(&written, findings)) else {
        return;
    };
    let mut clauses = Vec::new();
    for clause in read.clauses {
        if let Some(read) = retention::of_settings(&clause.node, findings) {
            clauses.push(read);
            policy.settings_clauses.push(clause.span);
        }
    }
    let at = policy.place(retain.span);
    policy.settings_retention = Some(Retention { clauses, at });
}

/// `backup at=start keep=7 max-age="7d"`
fn backup(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    BACKUP.check(node, findings);
    for (name, example) in [("at", "start"), ("keep", "7"), ("max-age", "\"7d\"")] {
        if shape::prop(node, name).is_none() {
            findings.push(DuplicateOrUnknown::missing(
                format!("`backup` does not say `{name}`"),
                &format!("add `{name}={example}`"),
                node.name.span,
            ));
        }
    }
    if let Some(word) = shape::prop_word(node, "at", findings)
        && word.node != "start"
    {
        findings.push(UnknownName::new(&word, "a time for backups", &["start"]));
    }
    let keep = shape::prop(node, "keep")
        .and_then(|given| number_of(given, "keep", 1, BACKUPS_MAX, findings));
    let word = shape::prop_word(node, "max-age", findings);
    let max_age = word.as_ref().and_then(|word| duration(word, findings));
    let (Some(keep), Some(max_age), Some(word)) = (keep, max_age, word) else {
        return;
    };
    if max_age.ms <= 0 || max_age > BACKUP_MAX {
        findings.push(TypeMismatch::new(
            "a backup lasts for some time, and for 30 days at most".to_owned(),
            "not such a time",
            "write `max-age=\"7d\"`",
            word.span,
        ));
    }
    policy.backup = Some(Declared {
        name: word.span,
        node: StartBackup {
            keep,
            max_age,
            at: policy.place(node.span),
        },
        span: node.span,
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
    let id = SettingId(u32::try_from(policy.settings.len()).unwrap_or(u32::MAX));
    let at = policy.place(span);
    policy.settings.push(Declared {
        node: Setting {
            id,
            feature: None,
            name: "mod-log".to_owned(),
            kind: Type::Channel,
            default: None,
            optional: true,
            min: None,
            max: None,
            about: "Where moderators read what the bot did".to_owned(),
            at,
        },
        span,
        name: span,
    });
}
