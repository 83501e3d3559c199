//! Whether two policies are the same one.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::plan::Plan;

/// What a policy comes to, wherever its file stands, and on whatever lines.
pub(super) fn digest(plan: &Plan) -> [u8; 32] {
    // A plan is strings, numbers and lists of them, which JSON can hold.
    let mut plan = serde_json::to_value(plan).unwrap_or_default();
    without_places(&mut plan);
    Sha256::digest(plan.to_string()).into()
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_place = fields.len() == 3
                && ["file", "first_line", "last_line"]
                    .iter()
                    .all(|name| fields.contains_key(*name));
            if is_place {
                fields.clear();
            }
            fields.values_mut().for_each(without_places);
        }
        Value::Array(all) => all.iter_mut().for_each(without_places),
        _ => {}
    }
}
