//! The first line of a policy: which bot it is, and which version of the policy.

use crate::{
    finding::Findings,
    syntax::{
        ast::Node,
        form::{Any, Missing, Word, form},
    },
    vocab::Span,
};

use super::{
    policy::{Header, Policy},
    value,
};

const HELP: &str = "begin with `candor version=1 bot=\"NAME\" updated=\"2026-04-30\"`";

form! {
    struct HeaderForm = "candor", "candor version=1 bot=\"NAME\" updated=\"2026-04-30\"" {
        props {
            "version" version: Any, or "`candor` lacks `version`" => "add `version=1`";
            "bot" bot: Word, or "`candor` lacks `bot`" => "add `bot=\"NAME\"`";
            "updated" updated: Word, or "`candor` lacks `updated`" => "add `updated=\"2026-04-30\"`";
            "notice" notice: Word;
        }
    }
}

pub(super) fn read(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = HeaderForm::read(node, findings);
    let version = form.version.value;
    let version = version.and_then(|given| value::number(given, "version", 1..=u32::MAX, findings));
    let updated = form.updated.value;
    let updated = updated.and_then(|day| value::date(&day, findings));
    let notice = form.notice.value;
    let notice = notice.and_then(|word| value::address(&word, findings));
    if let (Some(version), Some(bot), Some(updated)) = (version, form.bot.value, updated) {
        policy.header = Some(Header {
            bot: bot.node,
            version,
            updated,
            notice,
            span: form.node.span,
        });
    }
}

/// Every policy has one.
pub(super) fn missing(nodes: &[Node], findings: &mut Findings) {
    let at = nodes.first().map_or(Span::default(), |node| node.name.span);
    findings.push(Missing::new(
        "the policy does not begin with `candor`",
        HELP,
        at,
    ));
}
