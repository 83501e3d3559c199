//! Deleting several messages at once. Which ones is asked of Discord when it is done: `discord::purge`.

use crate::vocab::{Permission, Type};

use super::{Deed, End, Goes, Guard, Makes, Mark, Need, REASON, Takes, nothing, param};

/// As many as Discord deletes in one request.
const MESSAGES_MAX: u32 = 100;

pub static PURGE: Deed = Deed {
    name: "purge",
    doc: "Deletes the newest messages of a channel, or with `of=` those of one person among its newest thousand; none that \
          is pinned or older than 14 days. At most 100. `as=NAME` is how many they were.",
    params: &[
        param(
            "in",
            Takes::Channel,
            Need::Must("in=\"channel\""),
            Goes::Named,
        ),
        param(
            "count",
            Takes::Count { most: MESSAGES_MAX },
            Need::Must("count=\"10\""),
            Goes::To(End::Acts),
        ),
        param("of", Takes::Account, Need::May, Goes::Named),
        REASON,
    ],
    needs: &[
        (Permission::ViewChannel, "see-deleted"),
        (Permission::ReadMessageHistory, "find-deleted"),
        (Permission::ManageMessages, "delete"),
    ],
    guard: Guard::Permitted {
        does: "messages are deleted",
        taken: None,
    },
    ranks: &[],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Messages],
    route: "POST /channels/{in}/messages/bulk-delete",
    body: nothing,
    settled: &[],
    makes: Some(&NUMBER),
};

/// How many there were. Asking again would delete others.
static NUMBER: Makes = Makes {
    ty: Type::Int,
    again: false,
    marked: false,
    needs: &[],
    known: |_| None,
};
