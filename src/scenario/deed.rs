//! `expect deed NAME PARAM=…`: what the bot has done on Discord. Which properties there are follows from the deed's row.

use super::{
    reader::Reader,
    script::{DeedWanted, Given},
    trouble::{UnknownWord, duration, suggest},
};
use crate::{
    finding::Findings,
    lexicon::{DEEDS, Deed, Takes},
    syntax::form::Taking,
    vocab::Spanned,
};

pub(super) fn read(
    reader: &Reader,
    taking: &mut Taking,
    findings: &mut Findings,
) -> Option<DeedWanted> {
    let name = taking.required("the deed", "expect deed kick member=ann", findings)?;
    let Some(deed) = Deed::of_word(&name.node) else {
        findings.push(UnknownWord {
            kind: "deed",
            help: suggest(&name.node, DEEDS.iter().map(|deed| deed.name)),
            word: name.node,
            at: name.span,
        });
        return None;
    };
    let mut given = Vec::new();
    // Whom a channel is open to is seen by who sees it.
    let said = deed
        .params
        .iter()
        .filter(|param| param.takes != Takes::Openers);
    for param in said {
        let text = taking.text(param.name, findings);
        given.extend(text.and_then(|text| {
            let value = value(reader, param.takes, &text, findings)?;
            Some((param.name, value))
        }));
    }
    let count = taking.number("count", 0..=i64::MAX, "a number of times", findings);
    Some(DeedWanted {
        deed,
        given,
        count: count.and_then(|count| count.try_into().ok()),
    })
}

fn value(
    reader: &Reader,
    takes: Takes,
    text: &Spanned<String>,
    findings: &mut Findings,
) -> Option<Given> {
    Some(match takes {
        Takes::Member | Takes::Account => Given::User(reader.names.person(text, findings)),
        Takes::Role => {
            let names = &reader.names;
            let server = names.server_with(|server| server.roles.contains(&text.node));
            Given::Role(names.role(&server, text, findings))
        }
        Takes::Channel | Takes::Category => {
            let names = &reader.names;
            let server = names.server_with(|server| server.channels.contains(&text.node));
            Given::Channel(names.channel(&server, text, findings))
        }
        Takes::Message => Given::Message(reader.names.message(text, findings)),
        Takes::Duration { .. } => Given::Duration(duration(text, findings)?),
        Takes::Emoji | Takes::Openers | Takes::Count { .. } | Takes::Text { .. } => {
            Given::Text(text.node.clone())
        }
    })
}
