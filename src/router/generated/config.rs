//! `/config show | set | reset | export | import`: a server's settings, for people who may manage it.
//!
//! `set` has a subcommand for each feature, with `enabled` and a typed option for each setting, and `server` for settings of
//! the bot as a whole. Only what differs from the default is stored. A file from `export` restores exactly what was
//! exported: what it leaves out goes back to the default; if anything in it is wrong, nothing is applied.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::{
    file_answer, json_bytes, long_answer,
    setting::{self, SERVER},
};
use crate::{
    lexicon::{Datum, OptionKind, kind::Limits, kind::option as kinds},
    plan::{Feature, FeatureId, Plan, Setting},
    port::{
        Action, CommandCall, CommandDraft, DraftKind, File, Guild, Op, OptionDraft, OptionValue,
        Settings,
    },
    router::{
        authority,
        round::{Flow, Round, refuse, whisper},
        taken::about_of,
        text::units,
    },
    vocab::{ChannelKind, Permission, Type, Value},
    wording::{named, say},
};

/// Which version of the file's form this is.
const FORMAT: u64 = 1;
const FILE_BYTES_MAX: u64 = 256 * 1_024;
/// Options that one subcommand may have; `enabled` is one.
const OPTIONS_MAX: usize = 25;
const ENABLED: &str = "enabled";
const WHAT: &str = "setting";
const FILE: &str = "file";

pub(super) fn command(plan: &Plan) -> CommandDraft {
    let features = (0u32..).zip(&plan.features);
    let mut families: Vec<OptionDraft> = features
        .map(|(id, feature)| {
            let enabled = value_option(ENABLED, &say!("config-option-enabled"), &kinds::BOOL);
            let settings = settings_of(plan, Some(FeatureId(id))).map(|one| option(plan, one));
            let about = say!("config-family", feature = &feature.title);
            family(
                &feature.name,
                &about,
                std::iter::once(enabled).chain(settings),
            )
        })
        .collect();
    let mut shared = settings_of(plan, None)
        .map(|one| option(plan, one))
        .peekable();
    if shared.peek().is_some() {
        families.push(family(SERVER, &say!("config-family-server"), shared));
    }
    let mut reset = value_option(WHAT, &say!("config-option-setting"), &kinds::TEXT);
    let mut import = value_option(FILE, &say!("config-option-file"), &kinds::ATTACHMENT);
    if let OptionDraft::Value {
        required,
        autocomplete,
        ..
    } = &mut reset
    {
        (*required, *autocomplete) = (true, true);
    }
    if let OptionDraft::Value { required, .. } = &mut import {
        *required = true;
    }
    let leaf = |name: &str, options| OptionDraft::Subcommand {
        name: name.to_owned(),
        about: named("config-does", name),
        options,
    };
    let mut options = vec![leaf("show", vec![])];
    if !families.is_empty() {
        options.push(OptionDraft::Group {
            name: "set".to_owned(),
            about: named("config-does", "set"),
            options: families,
        });
    }
    options.extend([
        leaf("reset", vec![reset]),
        leaf("export", vec![]),
        leaf("import", vec![import]),
    ]);
    CommandDraft {
        kind: DraftKind::Slash,
        name: "config".to_owned(),
        about: say!("config-about"),
        permissions: Some(Permission::ManageGuild.bit()),
        in_dm: false,
        options,
    }
}

fn family(name: &str, about: &str, options: impl Iterator<Item = OptionDraft>) -> OptionDraft {
    OptionDraft::Subcommand {
        name: name.to_owned(),
        about: about_of(about, name),
        options: options.take(OPTIONS_MAX).collect(),
    }
}

fn option(plan: &Plan, setting: &Setting) -> OptionDraft {
    let kind = setting.kind.kind().picker;
    let mut option = value_option(&setting.name, &setting.about, kind);
    // Where Discord has no limits they are checked when the value comes.
    if let OptionDraft::Value {
        min, max, channels, ..
    } = &mut option
    {
        if setting.kind == Type::Channel && setting::is_posted_to(plan, setting) {
            channels.extend(ChannelKind::WITH_MESSAGES);
        }
        match kind.limits {
            Limits::Number | Limits::Characters => (*min, *max) = (setting.min, setting.max),
            Limits::None | Limits::Choices => {}
        }
    }
    option
}

fn value_option(name: &str, about: &str, kind: &'static OptionKind) -> OptionDraft {
    OptionDraft::Value {
        name: name.to_owned(),
        about: about_of(about, name),
        kind,
        required: false,
        min: None,
        max: None,
        choices: Vec::new(),
        channels: Vec::new(),
        autocomplete: false,
    }
}

fn settings_of(plan: &Plan, feature: Option<FeatureId>) -> impl Iterator<Item = &Setting> {
    plan.settings
        .iter()
        .filter(move |setting| setting.feature == feature)
}

pub(super) fn run(round: &mut Round<'_>, path: &[&str], call: &CommandCall) -> Flow<Vec<Action>> {
    let guild = round.guild()?;
    authority::require(round.event, guild, &[Permission::ManageGuild])?;
    let stored = round.settings(guild.id)?;
    match path {
        ["show"] => Ok(vec![show(round.plan, guild, stored)]),
        ["set", family] => set(round, guild, stored, family, call),
        ["reset"] => reset(round, guild, stored, call),
        ["export"] => export(round.plan, guild, stored),
        ["import"] => import(round, guild, stored, call),
        _ => refuse(say!("no-longer-used")),
    }
}

fn show(plan: &Plan, guild: &Guild, stored: &Settings) -> Action {
    let line = |one| line(plan, guild, one, stored);
    let mut lines = Vec::new();
    for (id, feature) in (0u32..).zip(&plan.features) {
        lines.push(say!(
            "config-feature",
            title = &feature.title,
            name = &feature.name,
            on = stored.is_on(feature),
            default = !stored.switched.contains_key(&feature.name)
        ));
        lines.extend(settings_of(plan, Some(FeatureId(id))).map(line));
    }
    let mut shared = settings_of(plan, None).peekable();
    if shared.peek().is_some() {
        lines.push(say!("config-server", name = SERVER));
        lines.extend(shared.map(line));
    }
    if lines.is_empty() {
        lines.push(say!("config-none"));
    }
    long_answer(&lines, "settings.txt")
}

fn line(plan: &Plan, guild: &Guild, setting: &Setting, stored: &Settings) -> String {
    let value = stored.value(setting).unwrap_or(&Value::None);
    let shown = setting::show(value);
    let line = say!(
        "config-setting",
        name = &setting.name,
        value = shown,
        default = !stored.values.contains_key(&setting.id)
    );
    match setting::trouble(plan, guild, setting, value) {
        None => line,
        Some(why) => say!("config-trouble", line, why),
    }
}

fn feature_named<'a>(plan: &'a Plan, name: &str) -> Option<(FeatureId, &'a Feature)> {
    (0u32..)
        .map(FeatureId)
        .zip(&plan.features)
        .find(|(_, feature)| feature.name == name)
}

fn set(
    round: &mut Round<'_>,
    guild: &Guild,
    stored: &Settings,
    family: &str,
    call: &CommandCall,
) -> Flow<Vec<Action>> {
    let plan = round.plan;
    let feature = feature_named(plan, family);
    if feature.is_none() && family != SERVER {
        return refuse(say!("config-no-feature", name = family));
    }
    let mut wanted = Wanted::of(stored);
    let mut lines = Vec::new();
    for (name, option) in &call.options {
        match (feature, option) {
            (Some((_, feature)), OptionValue::Bool(on)) if name == ENABLED => {
                wanted.switch(feature, *on);
                lines.push(say!("config-switched", feature = family, on = *on));
            }
            _ => {
                let owner = feature.map(|(id, _)| id);
                let path = format!("{family}.{name}");
                let Some(setting) = settings_of(plan, owner).find(|one| one.name == *name) else {
                    return refuse(say!("config-no-setting", name = path));
                };
                let value = setting::from_option(plan, guild, setting, option)?;
                lines.push(say!("config-set", path, value = setting::show(&value)));
                wanted.set(setting, value);
            }
        }
    }
    if lines.is_empty() {
        return refuse(say!("config-set-nothing"));
    }
    wanted.apply(round, guild, stored)?;
    Ok(vec![long_answer(&lines, "changes.txt")])
}

fn reset(
    round: &mut Round<'_>,
    guild: &Guild,
    stored: &Settings,
    call: &CommandCall,
) -> Flow<Vec<Action>> {
    let plan = round.plan;
    let Some(what) = call.text(WHAT) else {
        return refuse(say!("missing", name = WHAT));
    };
    let what = what.trim();
    let mut wanted = Wanted::of(stored);
    if let Some(setting) = plan
        .settings
        .iter()
        .find(|one| setting::path(plan, one) == what)
    {
        wanted.values.remove(&setting.id);
        let value = setting.default.clone().unwrap_or(Value::None);
        wanted.apply(round, guild, stored)?;
        let value = setting::show(&value);
        return Ok(vec![whisper(say!("config-reset", what, value))]);
    }
    let feature = feature_named(plan, what);
    if feature.is_none() && what != SERVER {
        return refuse(say!("config-reset-unknown", what));
    }
    let owner = feature.map(|(id, _)| id);
    for setting in settings_of(plan, owner) {
        wanted.values.remove(&setting.id);
    }
    wanted.switched.remove(what);
    wanted.apply(round, guild, stored)?;
    Ok(vec![whisper(say!("config-reset-all", what))])
}

/// Names that `reset` takes: those that were changed first.
pub(super) fn choices(round: &mut Round<'_>, typed: &str) -> Flow<Vec<(String, String)>> {
    let guild = round.guild()?;
    authority::require(round.event, guild, &[Permission::ManageGuild])?;
    let stored = round.settings(guild.id)?;
    let plan = round.plan;
    let families = plan.features.iter().map(|feature| {
        (
            !stored.switched.contains_key(&feature.name),
            feature.name.clone(),
        )
    });
    let settings = plan.settings.iter().map(|one| {
        (
            !stored.values.contains_key(&one.id),
            setting::path(plan, one),
        )
    });
    let mut names: Vec<(bool, String)> = families
        .chain(settings)
        .filter(|(_, name)| name.contains(typed) && units(name) <= 100)
        .collect();
    names.sort();
    Ok(names
        .into_iter()
        .map(|(_, name)| (name.clone(), name))
        .collect())
}

fn export(plan: &Plan, guild: &Guild, stored: &Settings) -> Flow<Vec<Action>> {
    let settings: Map<String, Json> = plan
        .settings
        .iter()
        .filter_map(|one| {
            let value = stored.values.get(&one.id)?;
            Some((setting::path(plan, one), json!(Datum::from(value))))
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
            bytes: json_bytes(&file)?,
        }],
    )])
}

fn import(
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
    let wanted = match parse(round.plan, guild, content) {
        Ok(wanted) => wanted,
        Err(super::Halt::Refuse(why)) => {
            return refuse(say!("config-unchanged", why));
        }
        Err(halt) => return Err(halt),
    };
    let changed = wanted.apply(round, guild, stored)?;
    Ok(vec![whisper(say!(
        "config-imported",
        file = &upload.name,
        n = changed
    ))])
}

fn parse(plan: &Plan, guild: &Guild, content: &str) -> Flow<Wanted> {
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
    for (name, on) in section(file, "enabled")? {
        match (feature_named(plan, name), on.as_bool()) {
            (Some((_, feature)), Some(on)) => wanted.switch(feature, on),
            (None, _) => return refuse(say!("config-no-feature", name)),
            (_, None) => return refuse(say!("config-file-switch", name)),
        }
    }
    for (name, value) in section(file, "settings")? {
        let Some(setting) = plan
            .settings
            .iter()
            .find(|one| setting::path(plan, one) == *name)
        else {
            return refuse(say!("config-no-setting", name));
        };
        let value = setting::from_json(plan, guild, setting, value)?;
        wanted.set(setting, value);
    }
    Ok(wanted)
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

/// Settings as they are to be.
#[derive(Default)]
struct Wanted {
    values: BTreeMap<crate::plan::SettingId, Value>,
    switched: BTreeMap<String, bool>,
}

impl Wanted {
    fn of(stored: &Settings) -> Self {
        Self {
            values: stored.values.clone(),
            switched: stored.switched.clone(),
        }
    }

    /// What equals the default is not kept.
    fn set(&mut self, setting: &Setting, value: Value) {
        if setting.default.as_ref() == Some(&value) {
            self.values.remove(&setting.id);
        } else {
            self.values.insert(setting.id, value);
        }
    }

    fn switch(&mut self, feature: &Feature, on: bool) {
        if on == feature.default_on {
            self.switched.remove(&feature.name);
        } else {
            self.switched.insert(feature.name.clone(), on);
        }
    }

    /// Whoever chooses a role for the bot to give stands above it: else they could have the bot give it to them.
    fn check(&self, round: &Round<'_>, guild: &Guild, stored: &Settings) -> Flow<()> {
        for setting in &round.plan.settings {
            let value = self.values.get(&setting.id);
            if let Some(Value::Role(role)) = value
                && value != stored.values.get(&setting.id)
                && setting::is_given(round.plan, setting)
            {
                authority::require_above_role(round.event, guild, *role)?;
            }
        }
        Ok(())
    }

    /// Writes what differs from what is stored, and tells how much that is.
    fn apply(self, round: &mut Round<'_>, guild: &Guild, stored: &Settings) -> Flow<usize> {
        self.check(round, guild, stored)?;
        let guild = guild.id;
        let mut changed = 0;
        for setting in round.plan.settings.iter().map(|setting| setting.id) {
            let value = self.values.get(&setting);
            if value != stored.values.get(&setting) {
                let value = value.cloned();
                round.draft.op(Op::SetSetting {
                    guild,
                    setting,
                    value,
                });
                changed += 1;
            }
        }
        for feature in round.plan.features.iter().map(|feature| &feature.name) {
            let on = self.switched.get(feature).copied();
            if on != stored.switched.get(feature).copied() {
                let feature = feature.clone();
                round.draft.op(Op::SwitchFeature { guild, feature, on });
                changed += 1;
            }
        }
        Ok(changed)
    }
}
