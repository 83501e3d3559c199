//! What the bot said, offers, or was kept from saying.

use super::verdict::{a_few, listed, number, truth};
use crate::scenario::{
    names::BOT,
    script::{Match, MessageWanted, ReactionWanted, Where},
    seen::Seen,
    stage::{Miss, Stage},
};
use crate::vocab::ChannelId;

pub(super) fn message(stage: &Stage, wanted: &MessageWanted, no: bool) -> Result<(), Miss> {
    let (_, from) = messages(stage, wanted)?;
    let name = match &wanted.channel {
        Where::Named(name) => format!(" in #{name}"),
        Where::First | Where::Dm => String::new(),
    };
    some(&from, &wanted.text, wanted.count, no, ("message", &name))
}

/// Those that may be meant, and where they stand.
pub(super) fn messages(
    stage: &Stage,
    wanted: &MessageWanted,
) -> Result<(ChannelId, Vec<Seen>), Miss> {
    let viewer = stage.owner_of(&wanted.server)?;
    let author = stage.person(wanted.from.as_deref().unwrap_or(BOT))?;
    let place = stage.channel(&wanted.server, &wanted.channel, viewer)?;
    let mut from = stage.messages(place, viewer);
    // What only one person sees is a reply, not a message of the channel.
    let of_bot = wanted.from.is_none();
    from.retain(|one| {
        let theirs = one.from == author || of_bot && one.persona.is_some();
        theirs && !one.ephemeral
    });
    if let Some(name) = &wanted.persona {
        let is_named = |one: &Seen| one.persona.as_ref().is_some_and(|(is, _)| is == name);
        from.retain(is_named);
    }
    if let Some(picture) = &wanted.avatar {
        let hash = stage.picture(picture);
        from.retain(|one| one.persona.as_ref().is_some_and(|(_, is)| *is == hash));
    }
    Ok((place, from))
}

pub(super) fn dm(
    stage: &Stage,
    to: &str,
    text: &Match,
    count: Option<u64>,
    no: bool,
) -> Result<(), Miss> {
    let bot = stage.person(BOT)?;
    let mut from = stage.direct_messages(stage.person(to)?);
    from.retain(|one| one.from == bot);
    let rest = format!(" to {to}");
    some(&from, text, count, no, ("direct message", &rest))
}

fn some(
    seen: &[Seen],
    text: &Match,
    count: Option<u64>,
    no: bool,
    what: (&str, &str),
) -> Result<(), Miss> {
    let fitting = seen.iter().filter(|one| one.fits(text)).count();
    let rest = format!("{} {}", what.1, text.describe());
    number(fitting, count, no, (what.0, &rest), || describe(seen))
}

fn describe(seen: &[Seen]) -> Vec<String> {
    if seen.is_empty() {
        return vec!["no message was there".to_owned()];
    }
    let told = seen.iter().rev();
    a_few(
        told.map(|one| format!("saw {}", one.describe())),
        seen.len(),
    )
}

pub(super) fn reply(
    stage: &Stage,
    text: &Match,
    ephemeral: Option<bool>,
    count: Option<u64>,
    no: bool,
) -> Result<(), Miss> {
    let replies = stage.replies()?;
    let fits =
        |one: &&Seen| one.fits(text) && ephemeral.is_none_or(|wanted| one.ephemeral == wanted);
    let fitting = replies.iter().filter(fits).count();
    let whose = match ephemeral {
        Some(true) => " for the person's eyes only",
        Some(false) => " for everybody",
        None => "",
    };
    let rest = format!("{whose} {}", text.describe());
    number(fitting, count, no, ("reply", &rest), || {
        match stage.refusal() {
            Some(refusal) => vec![format!("Discord refused: {refusal}")],
            None if replies.is_empty() => vec!["there was no reply".to_owned()],
            None => describe(&replies),
        }
    })
}

pub(super) fn refused(stage: &Stage, text: &Match, no: bool) -> Result<(), Miss> {
    let refusal = stage.refusal();
    let holds = refusal.is_some_and(|refusal| text.accepts(&[refusal]));
    truth(holds != no, || {
        let verb = if no {
            "Discord does not refuse"
        } else {
            "Discord refuses"
        };
        let mut lines = vec![refusal.map_or_else(
            || "it was not refused".to_owned(),
            |why| format!("refused: {why}"),
        )];
        lines.extend(describe(&stage.replies().unwrap_or_default()));
        (
            format!("{verb} {}", text.describe()).trim().to_owned(),
            lines,
        )
    })
}

pub(super) fn button(stage: &Stage, label: &str, no: bool) -> Result<(), Miss> {
    let (viewer, place) = stage.last_place()?;
    let all = stage.messages(place, viewer);
    let found = all.iter().any(|one| one.button(label).is_some());
    truth(found != no, || {
        let verb = if no { "no button" } else { "a button" };
        (format!("{verb} `{label}`"), describe(&all))
    })
}

pub(super) fn form(stage: &Stage, text: &Match, no: bool) -> Result<(), Miss> {
    let (fits, seen) = stage.form_fits(text)?;
    truth(fits != no, || {
        let verb = if no { "no form" } else { "a form" };
        let mut lines = vec![seen];
        lines.extend(describe(&stage.replies().unwrap_or_default()));
        (format!("{verb} {}", text.describe()), lines)
    })
}

pub(super) fn command(stage: &Stage, path: &[String], server: &str, no: bool) -> Result<(), Miss> {
    let known = stage.commands_in(server)?;
    let wanted = path.join(" ");
    truth(known.contains(&wanted) != no, || {
        let verb = if no { "no command" } else { "a command" };
        let seen = format!("commands there: {}", listed(&known));
        (format!("{verb} `/{wanted}` in {server}"), vec![seen])
    })
}

/// Sentences count, not the lines they are wrapped into.
pub(super) fn notice(stage: &Stage, text: &Match, no: bool) -> Result<(), Miss> {
    let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let notice = in_one_line(stage.notice());
    let plain = |text: &Option<String>| text.as_deref().map(in_one_line);
    let wanted = Match {
        contains: plain(&text.contains),
        lacks: plain(&text.lacks),
        equals: plain(&text.equals),
        matches: text.matches.clone(),
        notifies: None,
    };
    truth(wanted.accepts(&[&notice]) != no, || {
        let verb = if no { "no notice" } else { "a notice" };
        let seen = format!("the notice has {} characters", notice.chars().count());
        (format!("{verb} {}", text.describe()), vec![seen])
    })
}

pub(super) fn reaction(stage: &Stage, wanted: &ReactionWanted, no: bool) -> Result<(), Miss> {
    let (viewer, place) = stage.last_place()?;
    let (id, place) = match &wanted.on {
        Some(name) => stage.message(name)?,
        None => stage.newest(place, viewer)?,
    };
    let by = wanted.by.as_deref().map(|name| stage.person(name));
    let by = by.transpose()?;
    let people = stage.reacted(place, id, &wanted.emoji);
    let of_them = |one: &&u64| by.is_none_or(|by| by == **one);
    let found = people.iter().filter(of_them).count();
    let rest = format!(" {}", wanted.emoji);
    number(found, wanted.count, no, ("reaction", &rest), || {
        let names: Vec<String> = people.iter().map(|one| stage.name_of(*one)).collect();
        vec![format!("reacted with it: {}", names.join(", "))]
    })
}
