//! All that the bot keeps, as JSON: rows, settings, who wants nothing kept, and the record of requests.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::Play;
use crate::{
    emit::notice::Names,
    plan::{Field, Plan, Retention, Trigger},
    port::{Answer, Read, Settings, Vault, VaultError},
    vault::{Recorded, RequestOutcome},
    vocab::{GuildId, Timestamp, UserId, Value as Stored},
    wording::{named, say},
};

pub(super) async fn kept(play: &Play) -> Result<Vec<Value>, VaultError> {
    let removed = play.vault.guilds().await?;
    let mut shown = stores(play).await?;
    shown.push(settings(play, &removed).await?);
    shown.push(choices(play, &removed).await?);
    shown.push(requests(play).await?);
    Ok(shown)
}

async fn stores(play: &Play) -> Result<Vec<Value>, VaultError> {
    let policy = &play.plan;
    let now = play.sandbox.clock().now();
    let mut shown = Vec::new();
    for store in &policy.stores {
        let mut rows = Vec::new();
        for (id, row) in play.vault.dump(store.id, now).await? {
            let values: Vec<Value> = store
                .fields
                .iter()
                .zip(&row.values)
                .map(|(field, value)| part(value, field.person.is_some() && !field.optional))
                .collect();
            let due = play.vault.due(&id).await?;
            rows.push(json!({
                "id": key(&id),
                "stamp": row.revision,
                "values": values,
                "due_ms": due.map(|due| due.0),
            }));
        }
        let feature = policy
            .feature(store.feature)
            .map(|feature| feature.title.as_str());
        shown.push(json!({
            "name": store.name,
            "title": store.name.replace('-', " "),
            "about": store.about.as_deref().or(feature),
            "keeps": keeps(policy, &store.fields, &store.retention),
            "fields": store.fields.iter().map(|field| &field.name).collect::<Vec<_>>(),
            "rows": rows,
        }));
    }
    Ok(shown)
}

/// What servers changed from the defaults.
async fn settings(
    play: &Play,
    servers: &[(GuildId, Option<Timestamp>)],
) -> Result<Value, VaultError> {
    let policy = &play.plan;
    let now = play.sandbox.clock().now();
    let mut rows = Vec::new();
    for (guild, since) in servers {
        if let Answer::Settings(settings) = play.vault.read(&Read::Settings(*guild), now).await? {
            rows.extend(setting_rows(policy, *guild, &settings, *since));
        }
    }
    Ok(json!({
        "name": "settings",
        "title": say!("play-settings"),
        "about": say!("play-settings-about"),
        "keeps": keeps(policy, &[], &policy.settings_retention),
        "fields": [say!("play-setting"), say!("play-value")],
        "rows": rows,
    }))
}

/// Who asked that nothing more is kept about them. In the data that is a mark that only who holds the keys can find.
async fn choices(
    play: &Play,
    servers: &[(GuildId, Option<Timestamp>)],
) -> Result<Value, VaultError> {
    let now = play.sandbox.clock().now();
    let people = play.people.iter();
    let people: Vec<UserId> = people
        .filter_map(|(name, _)| play.sandbox.user(name))
        .collect();
    let mut rows = Vec::new();
    let places = servers.iter().map(|(guild, _)| Some(*guild));
    for guild in places.chain([None]) {
        for user in &people {
            let user = *user;
            let asked = Read::Suppressed { guild, user };
            let Answer::Suppressed(stopped) = play.vault.read(&asked, now).await? else {
                continue;
            };
            if stopped.is_empty() {
                continue;
            }
            let stores = play.plan.stores.iter();
            let stores = stores.filter(|store| stopped.contains(&store.id));
            let names: Vec<&str> = stores.map(|store| store.name.as_str()).collect();
            let place = guild.map_or_else(|| say!("play-everywhere"), |guild| guild.to_string());
            let names = names.join(", ");
            rows.push(json!({
                "id": format!("choice {user} {place}"),
                "stamp": names,
                "values": [{ "user": user }, { "server": guild, "text": place }, { "text": names }],
            }));
        }
    }
    Ok(json!({
        "name": "choices",
        "title": say!("play-choices"),
        "about": say!("play-choices-about"),
        "fields": [say!("play-person"), say!("play-place"), say!("play-choices-stores")],
        "rows": rows,
    }))
}

/// That something was asked for, without who did.
async fn requests(play: &Play) -> Result<Value, VaultError> {
    let record = play.vault.requests().await?;
    let row = |one: &Recorded| {
        let outcome = match &one.outcome {
            None => say!("play-request-unknown"),
            Some(RequestOutcome::NotDone) => say!("play-request-not-done"),
            Some(RequestOutcome::Done(_)) => say!("play-request-done"),
        };
        json!({
            "id": format!("request {}", one.receipt),
            "stamp": outcome,
            "values": [
                { "text": named("request", one.request.kind.word()) },
                { "instant": one.hour.0 },
                { "text": outcome },
                { "text": one.receipt },
            ],
        })
    };
    Ok(json!({
        "name": "requests",
        "title": say!("play-requests"),
        "about": say!("play-requests-about"),
        "fields": [
            say!("play-request"), say!("play-request-hour"), say!("play-request-outcome"), say!("play-request-receipt"),
        ],
        "rows": record.requests.iter().map(row).collect::<Vec<_>>(),
    }))
}

fn setting_rows(
    plan: &Plan,
    guild: GuildId,
    settings: &Settings,
    since: Option<Timestamp>,
) -> Vec<Value> {
    let due = since.and_then(|since| {
        let clauses = plan.settings_retention.clauses.iter();
        clauses
            .filter(|clause| clause.trigger == Trigger::GuildRemoved)
            .map(|clause| since.plus(clause.after))
            .min()
    });
    let row = |name: String, value: Value| {
        let id = format!("settings {guild} {name}");
        json!({ "id": id, "stamp": value.to_string(), "values": [{ "text": name }, value], "due_ms": due.map(|due| due.0) })
    };
    let switched = settings.switched.iter().map(|(feature, on)| {
        row(
            feature.clone(),
            json!({ "text": say!("play-switched", on = *on) }),
        )
    });
    let values = settings.values.iter().filter_map(|(id, value)| {
        let setting = plan.setting(*id)?;
        let feature = setting
            .feature
            .and_then(|id| plan.feature(id))
            .map_or("server", |feature| feature.name.as_str());
        Some(row(
            format!("{feature} {}", setting.name),
            part(value, false),
        ))
    });
    switched.chain(values).collect()
}

/// Names a row in the page, and nothing else.
fn key(id: &crate::port::RowId) -> String {
    let mut hasher = DefaultHasher::new();
    format!("{id:?}").hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// A value as the page shows it: people, channels and roles by id, since it knows their names.
fn part(value: &Stored, person: bool) -> Value {
    match value {
        Stored::None if person => json!({ "user": "nobody" }),
        Stored::None => json!({}),
        Stored::User(id) => json!({ "user": id }),
        Stored::Channel(id) => json!({ "channel": id }),
        Stored::Role(id) => json!({ "role": id }),
        Stored::Instant(at) => json!({ "instant": at.0 }),
        Stored::Bool(flag) => json!({ "text": if *flag { say!("yes") } else { say!("no") } }),
        Stored::Int(number) => json!({ "text": number.to_string() }),
        Stored::Emoji(emoji) => json!({ "text": emoji.shown() }),
        Stored::Duration(duration) => json!({ "text": duration.to_string() }),
        Stored::Guild(id) => json!({ "text": id.to_string() }),
        Stored::Message(id) => json!({ "text": id.to_string() }),
        Stored::Words(words) => json!({ "text": words.join(", ") }),
        Stored::Text(text) | Stored::Url(text) | Stored::Locale(text) => json!({ "text": text }),
        Stored::Who(_) | Stored::List(_) => json!({ "marked": value.shown() }),
        Stored::Attachment(place) => json!({ "text": say!("play-file", number = *place) }),
    }
}

fn keeps(plan: &Plan, fields: &[Field], retention: &Retention) -> String {
    say!(
        "play-keeps",
        until = Names::of(plan).until(fields, retention)
    )
}
