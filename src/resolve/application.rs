//! Which bot it is on Discord: its id, and how Discord shows it. A bot that runs compares both with what Discord says.

use crate::{
    finding::Findings,
    plan::Application,
    syntax::{
        ast::Node,
        form::{Word, WrongValue, form},
    },
};

use super::policy::Policy;

form! {
    struct ApplicationForm = "application", "application id=\"123456789012345678\" tag=\"NAME#0001\"" {
        props {
            "id" id: Word, or "`application` does not say `id`" => "add `id=\"…\"`, as the developer portal has it";
            "tag" tag: Word;
        }
    }
}

pub(super) fn read(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = ApplicationForm::read(node, findings);
    let Some(id) = form.id.value else {
        return;
    };
    if !id.node.parse::<u64>().is_ok_and(|number| number > 0) {
        let help =
            "write it in quotes, as the developer portal has it: `id=\"123456789012345678\"`";
        findings.push(WrongValue::word(&id, "`id`", "no id of Discord's", help));
        return;
    }
    policy.application = Some(Application {
        id: id.node,
        tag: form.tag.value.map(|tag| tag.node),
        told: false,
        at: policy.place(node.span),
    });
}
