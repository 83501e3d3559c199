//! A receipt in words: what was asked, when, under which policy, and what was done.

use crate::{
    emit::notice::Names,
    plan::{EraseRule, Plan},
    port::{Action, ActionKind, Receipt, RequestKind},
    wording::{named, say},
};

/// For a terminal and for Discord alike. Names a receipt, no person and no server.
#[must_use]
pub fn receipt(plan: &Plan, receipt: &Receipt) -> String {
    let request = receipt.request;
    let mut lines = vec![say!(
        "receipt",
        id = &receipt.id,
        request = named("request", request.kind.word()),
        everywhere = request.everywhere,
        at = receipt.at.rfc3339(),
        updated = &plan.updated
    )];
    let names = Names::of(plan);
    for (store, rule, n) in receipt.erased.by_store() {
        let declared = plan.stores.iter().find(|declared| declared.name == store);
        let store = declared.map_or_else(|| store.to_owned(), |store| names.store(store));
        lines.push(match rule {
            EraseRule::Delete => say!("receipt-delete", store, n),
            EraseRule::Redact => say!("receipt-redact", store, n),
            EraseRule::Pseudonymise => say!("receipt-pseudonymise", store, n),
            EraseRule::Refuse => say!("receipt-refuse", store, n),
        });
    }
    let erases = [RequestKind::Erasure, RequestKind::ServerErasure];
    if erases.contains(&request.kind) && receipt.erased.rows() == 0 {
        lines.push(say!("receipt-nothing"));
    }
    lines.join("\n")
}

/// Puts the receipt under the first answer.
pub fn hand_over(plan: &Plan, given: &Receipt, actions: &mut [Action]) {
    let answer = actions
        .iter_mut()
        .find_map(|action| match &mut action.kind {
            ActionKind::Reply { message, .. }
            | ActionKind::Ask { message }
            | ActionKind::UpdateMessage { message } => Some(message),
            _ => None,
        });
    if let Some(message) = answer {
        message.content.push('\n');
        message.content.push_str(&receipt(plan, given));
    }
}
