//! `/privacy consent`, and the question that a command asks before the first row about somebody (GDPR 7).
//!
//! Yes and no cost one press each and look alike. The answer is kept as a row, by server, person and feature, with a digest
//! of what was asked: a button of an earlier question does nothing, and neither does one of somebody else. Taking consent
//! back erases what rests on it, in the same transaction. Who said no is not asked again.

use crate::{
    emit::notice,
    lexicon::kind,
    plan::{
        FeatureId, Plan, Store, StoreId,
        consent::{self, Consent},
    },
    port::{
        Action, ActionKind, ButtonDraft, CommandCall, MessageDraft, Op, OptionDraft, Request,
        RequestKind, RequestedBy, RowId,
    },
    router::{
        asking::{choice, take_back},
        round::{Flow, Round, plain, refuse, whisper},
        run::say as saying,
        text::stamp,
    },
    sabotage::{Saboteur, Unless as _},
    vocab::{GuildId, UserId, Value},
    wording::{named, say},
};

const FEATURE: &str = "feature";

/// Choices that Discord takes for one option.
const CHOICES_MAX: usize = 25;

/// `/privacy consent`; none where nothing rests on consent.
pub(super) fn option(plan: &Plan) -> Option<OptionDraft> {
    let features = plan.consents();
    let mut names: Vec<String> = features.map(|(_, one, _)| one.name.clone()).collect();
    if names.is_empty() {
        return None;
    }
    if names.len() > CHOICES_MAX {
        names.clear();
    }
    Some(OptionDraft::Subcommand {
        name: "consent".to_owned(),
        about: named("privacy-does", "consent"),
        options: vec![OptionDraft::Value {
            name: FEATURE.to_owned(),
            about: say!("consent-option"),
            kind: &kind::option::TEXT,
            required: false,
            min: None,
            max: None,
            choices: names,
            channels: Vec::new(),
            autocomplete: false,
        }],
    })
}

/// What somebody is asked about.
#[derive(Clone, Copy)]
struct Asked<'a> {
    id: FeatureId,
    name: &'a str,
    title: &'a str,
    answers: &'a Store,
}

fn all(plan: &Plan) -> impl Iterator<Item = Asked<'_>> {
    let features = plan.consents();
    features.map(|(id, feature, answers)| Asked {
        id,
        name: &feature.name,
        title: &feature.title,
        answers,
    })
}

pub(super) fn run(round: &mut Round<'_>, call: &CommandCall) -> Flow<Vec<Action>> {
    let plan = round.plan;
    let features: Vec<Asked<'_>> = all(plan).collect();
    let one = match (call.text(FEATURE), features.as_slice()) {
        (Some(name), features) => match features.iter().find(|one| one.name == name) {
            Some(one) => Some(*one),
            None => return refuse(say!("consent-unknown", name)),
        },
        (None, [one]) => Some(*one),
        (None, _) => None,
    };
    let place = round.event.guild.as_deref().map(|guild| guild.id);
    match (one, place) {
        (Some(one), Some(guild)) => about_one(round, one, guild),
        (Some(one), None) => everywhere(round, one),
        (None, _) => list(round, &features, place),
    }
}

fn about_one(round: &mut Round<'_>, one: Asked<'_>, guild: GuildId) -> Flow<Vec<Action>> {
    let plan = round.plan;
    let user = round.event.actor.id;
    let (consent, since) = standing(round, one, guild)?;
    let agreed = plan.agreed(one.id);
    let title = one.title;
    let mut lines = Vec::new();
    let mut buttons = choice(user, 0, &agreed);
    match consent {
        Consent::Given => {
            lines.push(say!("consent-given", title, since));
            buttons = vec![take_back(user, &agreed)];
        }
        Consent::Outdated => lines.push(say!("consent-outdated", title, since)),
        Consent::Refused => lines.push(say!("consent-no-since", title, since)),
        Consent::Unasked => {}
    }
    if consent != Consent::Given {
        lines.push(notice::question(plan, one.id));
    }
    Ok(vec![reply(&lines, buttons)])
}

fn reply(lines: &[String], buttons: Vec<ButtonDraft>) -> Action {
    plain(ActionKind::Reply {
        ephemeral: true,
        message: MessageDraft {
            content: lines.join("\n"),
            buttons,
            ..MessageDraft::default()
        },
    })
}

/// In a direct message: it is given in a server only, and taken back in all of them.
fn everywhere(round: &mut Round<'_>, one: Asked<'_>) -> Flow<Vec<Action>> {
    let user = round.event.actor.id;
    let servers = given(round, one.answers.id, user)?;
    let title = one.title;
    if servers.is_empty() {
        return Ok(vec![whisper(say!("consent-nowhere", title))]);
    }
    let agreed = round.plan.agreed(one.id);
    let n = servers.len();
    let line = say!("consent-servers", title, n);
    Ok(vec![reply(&[line], vec![take_back(user, &agreed)])])
}

/// Where somebody's yes is kept.
fn given(round: &mut Round<'_>, answers: StoreId, user: UserId) -> Flow<Vec<GuildId>> {
    let rows = round.export(None, user)?.rows.iter();
    let [_, given, ..] = consent::FIELDS;
    let yes = rows
        .filter(|row| row.store == answers && row.fields.get(given) == Some(&Value::Bool(true)));
    Ok(yes.filter_map(|row| row.guild).collect())
}

fn list(
    round: &mut Round<'_>,
    features: &[Asked<'_>],
    place: Option<GuildId>,
) -> Flow<Vec<Action>> {
    let mut lines = vec![say!("consent-list")];
    for one in features {
        let title = one.title;
        let Some(guild) = place else {
            let user = round.event.actor.id;
            let n = given(round, one.answers.id, user)?.len();
            lines.push(say!("consent-line-servers", title, n));
            continue;
        };
        let (consent, since) = standing(round, *one, guild)?;
        lines.push(match consent {
            Consent::Given => say!("consent-line-given", title, since),
            Consent::Outdated => say!("consent-line-outdated", title, since),
            Consent::Refused => say!("consent-line-no", title, since),
            Consent::Unasked => say!("consent-line-unasked", title),
        });
    }
    lines.push(say!("consent-how"));
    Ok(vec![whisper(lines.join("\n"))])
}

/// What somebody answered, and when, as Discord shows it.
fn standing(
    round: &mut Round<'_>,
    one: Asked<'_>,
    guild: GuildId,
) -> Flow<(Consent, Option<String>)> {
    let id = row_of(one.answers.id, guild, round.event.actor.id);
    let plan = round.plan;
    let row = round.row(id)?.map(|row| row.values.as_slice());
    let since = row.and_then(|values| values.get(consent::SINCE.0 as usize));
    let since = match since {
        Some(Value::Instant(at)) => Some(stamp(*at, 'D')),
        _ => None,
    };
    Ok((plan.consent(one.id, row), since))
}

fn row_of(answers: StoreId, guild: GuildId, user: UserId) -> RowId {
    RowId {
        store: answers,
        guild: Some(guild),
        key: vec![Value::User(user)],
    }
}

/// A button of a question; none when the id is another's.
pub(super) fn press(round: &mut Round<'_>, id: &str) -> Option<Flow<Vec<Action>>> {
    let rest = id.strip_prefix("consent:")?;
    let mut parts = rest.splitn(4, ':');
    let (word, user, question) = (parts.next()?, parts.next()?, parts.next()?);
    let (agreed, question) = (parts.next()?, question.parse().ok()?);
    let is_yes = word == "yes";
    if user.parse() != Ok(round.event.actor.id) {
        return Some(refuse(say!("consent-others")));
    }
    let plan = round.plan;
    let Some(one) = all(plan).find(|one| plan.agreed(one.id) == agreed) else {
        return Some(refuse(say!("consent-changed")));
    };
    let place = round.event.guild.as_deref().map(|guild| guild.id);
    Some(match (place, is_yes) {
        (Some(guild), true) => yes(round, one, guild, question),
        (Some(guild), false) => no(round, one, guild, question),
        (None, true) => refuse(say!("servers-only")),
        (None, false) => no_everywhere(round, one),
    })
}

fn yes(round: &mut Round<'_>, one: Asked<'_>, guild: GuildId, question: u64) -> Flow<Vec<Action>> {
    let (consent, _) = standing(round, one, guild)?;
    let is_new = consent != Consent::Given;
    if is_new {
        keep(round, one, guild, true);
    }
    let (title, name) = (one.title, one.name);
    let mut actions = vec![update(say!("consent-said-yes", title, name))];
    if question != 0 {
        // A second press finds nothing that waits, and says nothing of it.
        let gone = is_new.then(|| say!("consent-gone"));
        actions.push(answered(question, true, gone));
    }
    Ok(actions)
}

fn no(round: &mut Round<'_>, one: Asked<'_>, guild: GuildId, question: u64) -> Flow<Vec<Action>> {
    let (consent, _) = standing(round, one, guild)?;
    let (title, name) = (one.title, one.name);
    let said = match consent {
        Consent::Given | Consent::Outdated => {
            keep(round, one, guild, false);
            withdraw(round, one, Some(guild));
            say!("consent-taken-back", title, name)
        }
        Consent::Unasked => {
            keep(round, one, guild, false);
            say!("consent-said-no", title, name)
        }
        Consent::Refused => say!("consent-said-no", title, name),
    };
    let mut actions = vec![update(said)];
    if question != 0 {
        actions.push(answered(question, false, None));
    }
    Ok(actions)
}

fn no_everywhere(round: &mut Round<'_>, one: Asked<'_>) -> Flow<Vec<Action>> {
    let user = round.event.actor.id;
    let servers = given(round, one.answers.id, user)?;
    let title = one.title;
    if servers.is_empty() {
        return Ok(vec![update(say!("consent-nowhere", title))]);
    }
    for guild in servers {
        keep(round, one, guild, false);
    }
    withdraw(round, one, None);
    Ok(vec![update(say!("consent-taken-back-everywhere", title))])
}

fn update(text: String) -> Action {
    plain(ActionKind::UpdateMessage {
        message: saying(text),
    })
}

fn answered(question: u64, goes_on: bool, gone: Option<String>) -> Action {
    plain(ActionKind::Answered {
        question,
        goes_on,
        gone,
    })
}

/// Keeps the answer: who, what, when, under which policy, and to what.
fn keep(round: &mut Round<'_>, one: Asked<'_>, guild: GuildId, given: bool) {
    let (plan, user) = (round.plan, round.event.actor.id);
    let values = vec![
        Value::User(user),
        Value::Bool(given),
        Value::Instant(round.now),
        Value::Text(say!(
            "consent-policy",
            version = plan.version.to_string(),
            updated = &plan.updated
        )),
        Value::Text(plan.agreed(one.id)),
    ];
    let row = row_of(one.answers.id, guild, user);
    round.draft.put(row, values);
}

fn withdraw(round: &mut Round<'_>, one: Asked<'_>, guild: Option<GuildId>) {
    let stores = round.plan.resting_on(one.answers.id);
    let stores = stores
        .map(|store| store.id)
        .collect::<Vec<_>>()
        .unless(Saboteur::Withdrawn);
    let user = round.event.actor.id;
    round.draft.op(Op::EraseFrom {
        guild,
        user,
        stores,
    });
    round.draft.op(Op::Record(Request {
        kind: RequestKind::Withdrawal,
        by: RequestedBy::Person,
        everywhere: guild.is_none(),
    }));
}
