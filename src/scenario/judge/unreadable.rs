//! Whether nothing of somebody, or of a text, can be read any more: what the bot itself could open, and what stands in
//! plain bytes on disk. Rows are sealed, so files alone would say that nothing is there while a row is alive.
//!
//! What died row by row stays sealed in the database's free space for a day, under a secret that goes then: the notice
//! says so, and tests of the vault look there.

use super::verdict::truth;
use crate::{
    port::{Answer, Read, Settings, Vault},
    scenario::{
        stage::{Miss, Stage},
        trace,
    },
    vocab::{Timestamp, Value},
};

/// Something that must be nowhere.
struct Sought {
    /// As the scenario calls it.
    name: String,
    what: Thing,
}

enum Thing {
    Person(u64),
    Text(String),
}

impl Sought {
    fn forms(&self) -> Vec<(String, Vec<u8>)> {
        let forms = match &self.what {
            Thing::Person(id) => trace::forms_of_id(*id),
            Thing::Text(text) => vec![text.as_bytes().to_vec()],
        };
        forms
            .into_iter()
            .map(|form| (self.name.clone(), form))
            .collect()
    }

    fn is_in(&self, value: &Value) -> bool {
        let said = |text: &str| match &self.what {
            Thing::Person(id) => text.contains(&id.to_string()),
            Thing::Text(sought) => text.contains(sought.as_str()),
        };
        match value {
            Value::User(id) => matches!(self.what, Thing::Person(sought) if sought == id.0),
            Value::Text(text) => said(text),
            Value::Words(words) => said(&words.join(", ")),
            Value::Url(url) => said(url),
            Value::Who(who) => {
                let sought = who.people().map(Value::User);
                sought.into_iter().any(|person| self.is_in(&person))
            }
            Value::List(values) => values.iter().any(|value| self.is_in(value)),
            Value::Emoji(emoji) => said(&emoji.shown()),
            Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Instant(_)
            | Value::Duration(_)
            | Value::Guild(_)
            | Value::Channel(_)
            | Value::Role(_)
            | Value::Message(_)
            | Value::Locale(_)
            | Value::Attachment(_) => false,
        }
    }
}

pub(super) async fn unreadable(
    stage: &Stage,
    people: &[String],
    texts: &[String],
) -> Result<(), Miss> {
    let mut sought = Vec::new();
    for name in people {
        let what = Thing::Person(stage.person(name)?);
        let name = name.clone();
        sought.push(Sought { name, what });
    }
    sought.extend(texts.iter().map(|text| Sought {
        name: format!("`{text}`"),
        what: Thing::Text(text.clone()),
    }));
    let mut lines = rows(stage, &sought).await?;
    lines.extend(settings(stage, &sought).await?);
    let needles: Vec<_> = sought.iter().flat_map(Sought::forms).collect();
    let found = trace::find(stage.data_dir(), &needles)
        .map_err(|error| Miss::because("a data directory that can be read", error))?;
    let in_files = found.iter();
    lines.extend(in_files.map(|one| format!("{} stands in {}", one.what, one.file)));
    truth(lines.is_empty(), || {
        let names: Vec<_> = sought.iter().map(|one| one.name.as_str()).collect();
        (
            format!("nothing of {} can be read", names.join(", ")),
            lines,
        )
    })
}

/// A time at which nothing is over, so that what waits to be deleted is seen as well.
const BEFORE_ALL: Timestamp = Timestamp(i64::MIN);

/// Rows that the bot can open, those that a hold keeps included.
async fn rows(stage: &Stage, sought: &[Sought]) -> Result<Vec<String>, Miss> {
    let mut lines = Vec::new();
    for store in &stage.tested.plan.stores {
        let rows = stage.vault()?.dump(store.id, BEFORE_ALL).await;
        let rows = rows.map_err(Miss::vault)?;
        for one in sought {
            let count = rows.iter().filter(|(id, row)| {
                let mut values = id.key.iter().chain(&row.values);
                values.any(|value| one.is_in(value))
            });
            match count.count() {
                0 => {}
                1 => lines.push(format!("{} stands in a row of `{}`", one.name, store.name)),
                count => {
                    lines.push(format!(
                        "{} stands in {count} rows of `{}`",
                        one.name, store.name
                    ));
                }
            }
        }
    }
    Ok(lines)
}

async fn settings(stage: &Stage, sought: &[Sought]) -> Result<Vec<String>, Miss> {
    let mut lines = Vec::new();
    for guild in stage.guilds() {
        let answer = stage
            .vault()?
            .read(&Read::Settings(guild), BEFORE_ALL)
            .await;
        let Answer::Settings(Settings { values, .. }) = answer.map_err(Miss::vault)? else {
            return Err(Miss::new("the settings of a server"));
        };
        for one in sought {
            if values.values().any(|value| one.is_in(value)) {
                lines.push(format!("{} stands in a setting", one.name));
            }
        }
    }
    Ok(lines)
}
