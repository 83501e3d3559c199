//! `/config export | import`: a server's settings as a file.
//!
//! A file from `export` restores exactly what was exported: what it leaves out goes back to the default; if anything in
//! it is wrong, nothing is applied. Channels and roles of another server are left out, and that is told. People are in no
//! file: whom a server names in a setting stays named there.

use serde_json::{Map, Value as Json, json};

use super::{
    config::{FILE, feature_named},
    file_answer, json_bytes, long_answer, setting,
    wanted::Wanted,
};
use crate::{
    lexicon::Datum,
    plan::Plan,
    port::{Action, CommandCall, File, Guild, OptionValue, Settings},
    router::round::{Flow, Round, refuse},
    vocab::{Holder, Side, Value},
    wording::say,
};

/// Which version of the file's form this is.
const FORMAT: u64 = 1;
const FILE_BYTES_MAX: u64 = 256 * 1_024;

pub(super) fn export(plan: &Plan, guild: &Guild, stored: &Settings) -> Flow<Vec<Action>> {
    let settings: Map<String, Json> = plan
        .settings
        .iter()
        .filter_map(|one| {
            let value = without_people(stored.values.get(&one.id)?);
            let differs = one.default.as_ref() != Some(&value);
            differs.then(|| (plan.setting_path(one), json!(Datum::from(&value))))
        })
        .collect();
    let file = json!({
        "format": FORMAT,
        "bot": plan.bot,
        "server": guild.id,
        "enabled": stored.switched,
        "settings": settings,
    });
    Ok(vec![file_answer(
        say!("config-export"),
        vec![File {
            name: "settings.json".to_owned(),
            about: None,
            bytes: json_bytes(&file)?,
        }],
    )])
}

pub(super) fn import(
    round: &mut Round<'_>,
    guild: &Guild,
    stored: &Settings,
    call: &CommandCall,
) -> Flow<Vec<Action>> {
    let Some(OptionValue::Attachment(upload)) = call.options.get(FILE) else {
        return refuse(say!("missing", name = FILE));
    };
    let Some(content) = upload
        .content
        .as_ref()
        .filter(|_| upload.bytes <= FILE_BYTES_MAX)
    else {
        return refuse(say!(
            "config-file-unreadable",
            file = &upload.name,
            kilobytes = FILE_BYTES_MAX / 1_024
        ));
    };
    let (wanted, left_out) = match parse(round.plan, guild, stored, content) {
        Ok(read) => read,
        Err(super::Halt::Refuse(why)) => {
            return refuse(say!("config-unchanged", why));
        }
        Err(halt) => return Err(halt),
    };
    let changed = wanted.apply(round, guild, stored)?;
    let mut lines = vec![say!("config-imported", file = &upload.name, n = changed)];
    if !left_out.is_empty() {
        lines.push(say!("config-left-out", n = left_out.len()));
        lines.extend(left_out);
    }
    Ok(vec![long_answer(&lines, "left-out.txt")])
}

/// Who somebody is does not leave with a file.
fn without_people(value: &Value) -> Value {
    let Value::Who(who) = value else {
        return value.clone();
    };
    Value::Who(who.map(|holder| holder.person().is_none().then_some(holder)))
}

/// What a file says of a setting, with the people whom the server names in it: a file says nothing of them.
fn with_people(said: &Value, stored: Option<&Value>) -> Value {
    let (Value::Who(said), Some(Value::Who(stored))) = (said, stored) else {
        return said.clone();
    };
    let mut said = said.clone();
    for person in stored.people() {
        match stored.names(person) {
            Some(Side::Denied) => said.deny(Holder::Person(person)),
            Some(Side::Allowed) => said.allow(Holder::Person(person)),
            None => {}
        }
    }
    Value::Who(said)
}

/// The settings of a file, and a line for each that it has and this server cannot.
fn parse(
    plan: &Plan,
    guild: &Guild,
    stored: &Settings,
    content: &str,
) -> Flow<(Wanted, Vec<String>)> {
    let json: Json = match serde_json::from_str(content) {
        Ok(json) => json,
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            return refuse(say!("config-file-not-json", line, column));
        }
    };
    let Some(file) = json.as_object() else {
        return refuse(say!("config-file-other"));
    };
    if file.get("format").and_then(Json::as_u64) != Some(FORMAT) {
        return refuse(say!("config-file-format", format = FORMAT));
    }
    let known = ["format", "bot", "server", "enabled", "settings"];
    if let Some(name) = file.keys().find(|name| !known.contains(&name.as_str())) {
        return refuse(say!("config-file-unknown", name));
    }
    let mut wanted = Wanted::default();
    let mut left_out = Vec::new();
    for (name, on) in section(file, "enabled")? {
        match (feature_named(plan, name), on.as_bool()) {
            (Some((_, feature)), Some(on)) => wanted.switch(plan, feature, on)?,
            (None, _) => return refuse(say!("config-no-feature", name)),
            (_, None) => return refuse(say!("config-file-switch", name)),
        }
    }
    let server = file.get("server").and_then(Json::as_str);
    let from_elsewhere = server.is_some_and(|server| server != guild.id.to_string());
    for (name, json) in section(file, "settings")? {
        let Some(setting) = plan
            .settings
            .iter()
            .find(|one| plan.setting_path(one) == *name)
        else {
            return refuse(say!("config-no-setting", name));
        };
        let value = setting::from_json(plan, setting, json)?;
        let (value, gone) = setting::living(guild, &value, from_elsewhere);
        if gone > 0 {
            left_out.push(say!("config-left-out-of", name, n = gone));
        }
        if value == Value::None {
            continue;
        }
        setting::check(plan, guild, setting, &value)?;
        wanted.set(setting, value);
    }
    for setting in &plan.settings {
        let now = stored.values.get(&setting.id);
        if let Some(said) = wanted.now(setting) {
            let said = with_people(said, now);
            wanted.set(setting, said);
        }
    }
    Ok((wanted, left_out))
}

fn section<'a>(
    file: &'a Map<String, Json>,
    name: &str,
) -> Flow<impl Iterator<Item = (&'a String, &'a Json)>> {
    match file.get(name) {
        None => Ok(None.into_iter().flatten()),
        Some(Json::Object(section)) => Ok(Some(section).into_iter().flatten()),
        Some(_) => refuse(say!("config-file-section", name)),
    }
}
