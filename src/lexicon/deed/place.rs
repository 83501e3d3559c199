//! Deeds that make places, and bring people from one to another.

use serde_json::{Value, json};

use super::{Args, Deed, End, Goes, Guard, MEMBER, Makes, Need, Param, REASON, Takes, param};
use crate::{
    lexicon::{Mark, Openers},
    vocab::{Holder, Permission, Type},
};

/// Discord's types of channels.
const TEXT: u8 = 0;
const VOICE: u8 = 2;
/// An overwrite is of a role or of somebody.
const OF_ROLE: u8 = 0;
const OF_PERSON: u8 = 1;

const NAME: Param = param(
    "name",
    Takes::Text { chars_max: 100 },
    Need::Must("name=\"…\""),
    Goes::To(End::Channel),
);
const UNDER: Param = param("under", Takes::Category, Need::May, Goes::Named);
/// Who is in a channel sees who else is.
const OPEN_TO: Param = param("open-to", Takes::Openers, Need::May, Goes::To(End::Channel));

pub static CREATE_CHANNEL: Deed = Deed {
    name: "create-channel",
    doc: "Makes a text channel; with `open-to` only those see it, otherwise whoever its category lets.",
    params: &[NAME, UNDER, OPEN_TO, REASON],
    needs: &[
        (Permission::ViewChannel, "see-made"),
        (Permission::SendMessages, "let-write"),
        (Permission::ReadMessageHistory, "let-read"),
        (Permission::ManageChannels, "make-channels"),
    ],
    guard: Guard::Placed {
        does: "a channel is made in whichever category they name",
        place: "under",
    },
    ranks: &[],
    weighs: false,
    seen: End::Channel,
    marks: &[],
    route: "POST /guilds/{guild}/channels",
    body: |args, _| Some(channel(args, TEXT, WRITERS)),
    settled: &[],
    makes: Some(&MARKED),
};

pub static CREATE_VOICE: Deed = Deed {
    name: "create-voice",
    doc: "Makes a voice channel; with `open-to` only those see it, otherwise whoever its category lets.",
    needs: &[
        (Permission::ViewChannel, "see-made"),
        (Permission::Connect, "let-connect"),
        (Permission::ManageChannels, "make-channels"),
    ],
    body: |args, _| Some(channel(args, VOICE, TALKERS)),
    ..CREATE_CHANNEL
};

pub static MOVE: Deed = Deed {
    name: "move",
    doc: "Moves somebody who is in a voice channel to another one.",
    params: &[
        MEMBER,
        param("to", Takes::Channel, Need::Must("to=\"…\""), Goes::Named),
        REASON,
    ],
    needs: &[
        (Permission::ViewChannel, "see-moved-to"),
        (Permission::Connect, "move-to"),
        (Permission::MoveMembers, "move"),
    ],
    guard: Guard::Above {
        does: "somebody is moved",
        above: &["member"],
        chosen: Some("to"),
    },
    ranks: &[],
    weighs: true,
    seen: End::Acts,
    marks: &[Mark::Voice],
    route: "PATCH /guilds/{guild}/members/{member}",
    body: |args, _| Some(json!({ "channel_id": args.channel("to")?.to_string() })),
    settled: &[],
    makes: None,
};

static MARKED: Makes = Makes {
    ty: Type::Channel,
    again: true,
    marked: true,
    needs: &[(Permission::ViewAuditLog, "find-made")],
    known: |_| None,
};

/// What those may do there to whom a channel is open.
pub(super) const WRITERS: &[Permission] = &[
    Permission::ViewChannel,
    Permission::SendMessages,
    Permission::ReadMessageHistory,
];
const TALKERS: &[Permission] = &[Permission::ViewChannel, Permission::Connect];

fn channel(args: &Args, kind: u8, allowed: &[Permission]) -> Value {
    let mut body = serde_json::Map::new();
    body.insert("type".to_owned(), kind.into());
    if let Some(name) = args.text("name") {
        body.insert("name".to_owned(), name.into());
    }
    if let Some(category) = args.channel("under") {
        body.insert("parent_id".to_owned(), category.to_string().into());
    }
    if let Some(openers) = args.openers("open-to") {
        let overwrites = overwrites(args.guild.0, openers, allowed);
        body.insert("permission_overwrites".to_owned(), overwrites.into());
    }
    Value::Object(body)
}

/// Nobody sees the channel but the bot and whom it is open to. Discord refuses to allow what the bot itself may not do.
fn overwrites(everyone: u64, openers: &Openers, allowed: &[Permission]) -> Vec<Value> {
    let held = allowed.iter().filter(|one| openers.rights.allows(**one));
    let allow = held.fold(0, |all, one| all | one.bit());
    let view = Permission::ViewChannel.bit();
    let one = |id: u64, kind: u8, allow: u64, deny: u64| {
        let (allow, deny) = (allow.to_string(), deny.to_string());
        json!({ "id": id.to_string(), "type": kind, "allow": allow, "deny": deny })
    };
    let of = |holder: &Holder, allow, deny| match holder {
        Holder::Role(role) => one(role.0, OF_ROLE, allow, deny),
        Holder::Person(user) => one(user.0, OF_PERSON, allow, deny),
    };
    let mut all = vec![
        if openers.who.everyone {
            one(everyone, OF_ROLE, allow, 0)
        } else {
            one(everyone, OF_ROLE, 0, view)
        },
        one(openers.me.0, OF_PERSON, allow, 0),
    ];
    let is_bot = |holder: &&Holder| **holder != Holder::Person(openers.me);
    let is_open = openers.who.allowed.iter().filter(is_bot);
    all.extend(is_open.map(|holder| of(holder, allow, 0)));
    let is_closed = openers.who.denied.iter().filter(is_bot);
    all.extend(is_closed.map(|holder| of(holder, 0, view)));
    all
}
