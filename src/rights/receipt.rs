//! A receipt in words: what was asked, when, under which policy, and what was done.

use crate::{
    emit::notice::Names,
    plan::{EraseRule, Plan},
    port::{Action, ActionKind, Receipt, RequestKind},
};

/// For a terminal and for Discord alike. Names a receipt, no person and no server.
#[must_use]
pub fn receipt(plan: &Plan, receipt: &Receipt) -> String {
    let request = receipt.request;
    let scope = if request.everywhere {
        "in all servers"
    } else {
        "in one server"
    };
    let at = receipt.at.rfc3339();
    let mut lines = vec![format!(
        "Receipt `{}`: {} {scope}, {at}, under the policy of {}.",
        receipt.id,
        request.kind.word(),
        plan.updated
    )];
    let names = Names::of(plan);
    for (store, rule, rows) in receipt.erased.by_store() {
        let declared = plan.stores.iter().find(|declared| declared.name == store);
        let title = declared.map_or_else(|| store.to_owned(), |store| names.store(store));
        let records = if rows == 1 { "record" } else { "records" };
        let done = match rule {
            EraseRule::Delete => "deleted",
            EraseRule::Redact => "kept without that part",
            EraseRule::Pseudonymise => "kept without the person",
        };
        lines.push(format!("• {title}: {rows} {records} {done}"));
    }
    if request.kind == RequestKind::Erasure && receipt.erased.rows() == 0 {
        lines.push("• There was no record to erase.".to_owned());
    }
    lines.join("\n")
}

/// Puts the receipt under the first answer.
pub fn hand_over(plan: &Plan, given: &Receipt, actions: &mut [Action]) {
    let answer = actions
        .iter_mut()
        .find_map(|action| match &mut action.kind {
            ActionKind::Reply { message, .. } | ActionKind::UpdateMessage { message } => {
                Some(message)
            }
            _ => None,
        });
    if let Some(message) = answer {
        message.content.push('\n');
        message.content.push_str(&receipt(plan, given));
    }
}
