//! What is kept: rows and exports.

use std::collections::BTreeSet;

use super::verdict::{a_few, listed, number, truth};
use crate::{
    plan::{FieldId, StoreId},
    port::{Answer, Read, RowId, StoredRow, Vault},
    rights::{self, About, Subject},
    scenario::{
        script::{Given, Match, RowsWanted},
        stage::{Miss, Stage},
    },
    vocab::{GuildId, UserId, Value},
};

pub(super) async fn store(
    stage: &Stage,
    wanted: &RowsWanted,
    count: Option<u64>,
    no: bool,
) -> Result<(), Miss> {
    let rows = rows(stage, wanted).await?;
    let mut rest = format!(" of `{}`", name(stage, wanted.store));
    if let Some(of) = &wanted.of {
        rest.push_str(" about ");
        rest.push_str(of);
    }
    number(rows.len(), count, no, ("row", &rest), || {
        show_rows(stage, wanted.store, &rows)
    })
}

fn name(stage: &Stage, store: StoreId) -> &str {
    let store = stage.store(store);
    store.map(|store| store.name.as_str()).unwrap_or_default()
}

async fn rows(stage: &Stage, wanted: &RowsWanted) -> Result<Vec<(RowId, StoredRow)>, Miss> {
    let mut rows = stage.dump(wanted.store).await?;
    if let Some(server) = &wanted.server {
        let guild = stage.guild(server)?;
        rows.retain(|(id, _)| id.guild.is_some_and(|one| one.0 == guild));
    }
    if let Some(of) = &wanted.of {
        let person = Value::User(UserId(stage.person(of)?));
        let store = stage.store(wanted.store);
        let fields: Vec<FieldId> = store
            .map(|store| store.people().map(|(id, _)| id).collect())
            .unwrap_or_default();
        rows.retain(|(_, row)| {
            let mut people = fields.iter().map(|field| row.values.get(field.0 as usize));
            people.any(|one| one == Some(&person))
        });
    }
    Ok(rows)
}

pub(super) async fn row(
    stage: &Stage,
    wanted: &RowsWanted,
    fields: &[(FieldId, Given)],
    count: Option<u64>,
    no: bool,
) -> Result<(), Miss> {
    let all = rows(stage, wanted).await?;
    let mut fitting = 0;
    for (_, row) in &all {
        let mut fits = true;
        for (field, given) in fields {
            let value = row.values.get(field.0 as usize).unwrap_or(&Value::None);
            fits &= same(stage, value, given)?;
        }
        fitting += usize::from(fits);
    }
    let store = stage.store(wanted.store);
    let described = fields.iter().map(|(field, given)| {
        let field = store.and_then(|store| store.fields.get(field.0 as usize));
        let name = field.map(|field| field.name.as_str()).unwrap_or_default();
        format!(" {name}={}", show_given(given))
    });
    let rest = format!(
        " of `{}` with{}",
        name(stage, wanted.store),
        described.collect::<String>()
    );
    number(fitting, count, no, ("row", &rest), || {
        show_rows(stage, wanted.store, &all)
    })
}

fn same(stage: &Stage, value: &Value, given: &Given) -> Result<bool, Miss> {
    Ok(match (value, given) {
        (Value::None, Given::None) => true,
        (Value::Text(one), Given::Text(other)) => {
            one == other || *one == stage.with_mentions(other)
        }
        (Value::Url(one) | Value::Locale(one), Given::Text(other)) => one == other,
        // Of a list any of its values.
        (Value::List(values), given) => {
            let mut each = values.iter();
            each.try_fold(false, |found, one| Ok(found || same(stage, one, given)?))?
        }
        (Value::Emoji(one), Given::Text(other)) => *one == other.as_str().into(),
        (Value::Words(words), Given::Text(other)) => {
            words.join(", ") == *other || words.join(",") == *other
        }
        (Value::Int(one), Given::Int(other)) => one == other,
        (Value::Instant(one), Given::Int(other)) => one.0 == *other,
        (Value::Bool(one), Given::Bool(other)) => one == other,
        (Value::Duration(one), Given::Duration(other)) => one == other,
        (Value::User(one), Given::User(name)) => one.0 == stage.person(name)?,
        (Value::Channel(one), Given::Channel(name)) => stage.channel_named(name).contains(&one.0),
        (Value::Role(one), Given::Role(name)) => stage.role_named(name).contains(&one.0),
        (Value::Message(one), Given::Message(name)) => stage.message(name)?.0 == *one,
        _ => false,
    })
}

fn show_given(given: &Given) -> String {
    match given {
        Given::None => "none".to_owned(),
        Given::Text(text) => format!("`{text}`"),
        Given::Int(number) => number.to_string(),
        Given::Bool(flag) => flag.to_string(),
        Given::Duration(duration) => duration.to_string(),
        Given::User(name) | Given::Channel(name) | Given::Role(name) | Given::Message(name) => {
            name.clone()
        }
        Given::File { name, .. } => name.clone(),
    }
}

fn show_rows(stage: &Stage, store: StoreId, rows: &[(RowId, StoredRow)]) -> Vec<String> {
    let Some(store) = stage.store(store) else {
        return Vec::new();
    };
    if rows.is_empty() {
        return vec![format!("`{}` has no such row", store.name)];
    }
    let line = |row: &StoredRow| {
        let values = store.fields.iter().zip(&row.values);
        let parts: Vec<String> = values
            .map(|(field, value)| format!("{}={}", field.name, stage.show(value)))
            .collect();
        format!("row {}", parts.join(" "))
    };
    a_few(rows.iter().map(|(_, row)| line(row)), rows.len())
}

pub(super) async fn fields(stage: &Stage, store: StoreId, names: &[String]) -> Result<(), Miss> {
    let known = stage
        .store(store)
        .ok_or_else(|| Miss::new("a store that the policy has"))?;
    let all = stage.dump(store).await?;
    let declared: BTreeSet<String> = known
        .fields
        .iter()
        .map(|field| field.name.clone())
        .collect();
    let wanted: BTreeSet<String> = names.iter().cloned().collect();
    let filled = |row: &StoredRow| {
        let filled = known
            .fields
            .iter()
            .zip(&row.values)
            .filter(|(_, value)| **value != Value::None);
        filled
            .map(|(field, _)| field.name.clone())
            .collect::<BTreeSet<_>>()
    };
    let holds =
        !all.is_empty() && declared == wanted && all.iter().all(|(_, row)| filled(row) == wanted);
    truth(holds, || {
        let mut lines = vec![format!("declared: {}", listed(&declared))];
        lines.extend(show_rows(stage, store, &all));
        (
            format!(
                "rows of `{}` that hold exactly {}",
                known.name,
                listed(&wanted)
            ),
            lines,
        )
    })
}

pub(super) async fn export(
    stage: &Stage,
    of: &str,
    server: Option<&str>,
    text: &Match,
    no: bool,
) -> Result<(), Miss> {
    let user = UserId(stage.person(of)?);
    let guild = server
        .map(|server| stage.guild(server))
        .transpose()?
        .map(GuildId);
    let (vault, now) = (stage.vault()?, stage.now());
    let export = vault.read(&Read::Export { guild, user }, now).await;
    let suppressed = vault.read(&Read::Suppressed { guild, user }, now).await;
    let answers = (
        export.map_err(Miss::vault)?,
        suppressed.map_err(Miss::vault)?,
    );
    let (Answer::Export(export), Answer::Suppressed(suppressed)) = answers else {
        return Err(Miss::new("an export"));
    };
    let about = About {
        export: &export,
        suppressed: &suppressed,
    };
    let document = rights::document(stage.plan(), Subject { user, guild, now }, about);
    let raw = serde_json::to_string(&document).unwrap_or_default();
    truth(text.accepts(&[&raw]) != no, || {
        let verb = if no { "no export" } else { "an export" };
        (
            format!("{verb} of {of} {}", text.describe()),
            vec![format!("export: {raw}")],
        )
    })
}
