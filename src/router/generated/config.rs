//! `/config show | set | add | remove | deny | reset`: a server's settings, for people who may manage it.
//!
//! `set` has a subcommand for each feature, with `enabled` and a typed option for each setting, and `server` for settings of
//! the bot as a whole. `add`, `remove` and `deny` are there where some setting has several values. Only what differs from
//! the default is stored.

use std::collections::BTreeMap;

use super::{
    copy, long_answer,
    setting::{self, SERVER},
    several,
    wanted::Wanted,
};
use crate::{
    lexicon::{OptionKind, kind::Limits, kind::option as kinds},
    plan::{Amend, Feature, FeatureId, LANGUAGE, Plan, Setting},
    port::{
        Action, CommandCall, CommandDraft, DraftKind, Guild, OptionDraft, OptionValue, Settings,
    },
    router::{
        authority,
        round::{Flow, Round, refuse, whisper},
        taken::about_of,
        text::units,
    },
    vocab::{Permission, Type, Value},
    wording::{named, say},
};

/// Options that one subcommand may have; `enabled` is one.
const OPTIONS_MAX: usize = 25;
const ENABLED: &str = "enabled";
const WHAT: &str = "setting";
pub(super) const FILE: &str = "file";

pub(super) fn command(plan: &Plan) -> CommandDraft {
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
    options.extend(Amend::ALL.into_iter().filter_map(|amend| {
        let families = families(plan, amend);
        (!families.is_empty()).then(|| OptionDraft::Group {
            name: amend.word().to_owned(),
            about: named("config-does", amend.word()),
            options: families,
        })
    }));
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
        in_servers: true,
        in_dm: false,
        options,
        local: BTreeMap::new(),
    }
}

/// A subcommand for each feature of which something can be changed so.
fn families(plan: &Plan, amend: Amend) -> Vec<OptionDraft> {
    let options = |feature| {
        let settings = settings_of(plan, feature).filter(move |one| amend.takes(&one.kind));
        settings.map(|one| option(plan, one))
    };
    let features = (0u32..).zip(&plan.features);
    let mut families: Vec<OptionDraft> = features
        .filter_map(|(id, feature)| {
            let enabled = value_option(ENABLED, &say!("config-option-enabled"), &kinds::BOOL);
            let enabled = (amend == Amend::Set && !feature.fixed).then_some(enabled);
            let mut all = enabled
                .into_iter()
                .chain(options(Some(FeatureId(id))))
                .peekable();
            all.peek()?;
            let about = say!("config-family", feature = &feature.title);
            Some(family(&feature.name, &about, all))
        })
        .collect();
    let mut shared = options(None).peekable();
    if shared.peek().is_some() {
        families.push(family(SERVER, &say!("config-family-server"), shared));
    }
    families
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
        min,
        max,
        channels,
        choices,
        ..
    } = &mut option
    {
        if plan.shared_setting(LANGUAGE) == Some(setting) {
            choices.extend(plan.languages.iter().map(|one| one.tag().to_owned()));
        }
        if *setting.kind.item() == Type::Channel {
            channels.extend(setting::channels_for(plan, setting));
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
        [word, family] => match Amend::of_word(word) {
            Some(amend) => set(round, guild, stored, (amend, family), call),
            None => refuse(say!("no-longer-used")),
        },
        ["reset"] => reset(round, guild, stored, call),
        ["export"] => copy::export(round.plan, guild, stored),
        ["import"] => copy::import(round, guild, stored, call),
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
            name = plan.feature_called(feature),
            on = stored.is_on(feature),
            default = feature.fixed || !stored.switched.contains_key(&feature.name)
        ));
        if feature.fixed {
            lines.push(say!("config-fixed", feature = plan.feature_called(feature)));
        }
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
    let shown = setting::show_here(guild, value);
    let line = say!(
        "config-setting",
        name = plan.setting_called(setting),
        value = shown,
        default = !stored.values.contains_key(&setting.id)
    );
    match setting::trouble(plan, guild, setting, value) {
        None => line,
        Some(why) => say!("config-trouble", line, why),
    }
}

pub(super) fn feature_named<'a>(plan: &'a Plan, name: &str) -> Option<(FeatureId, &'a Feature)> {
    (0u32..)
        .map(FeatureId)
        .zip(&plan.features)
        .find(|(_, feature)| feature.name == name)
}

fn set(
    round: &mut Round<'_>,
    guild: &Guild,
    stored: &Settings,
    (amend, family): (Amend, &str),
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
            (Some((_, feature)), OptionValue::Bool(on))
                if name == ENABLED && amend == Amend::Set =>
            {
                wanted.switch(plan, feature, *on)?;
                let feature = plan.feature_called(feature);
                lines.push(say!("config-switched", feature, on = *on));
            }
            _ => {
                let owner = feature.map(|(id, _)| id);
                let path = format!("{family}.{name}");
                let Some(setting) = settings_of(plan, owner).find(|one| one.name == *name) else {
                    return refuse(say!("config-no-setting", name = path));
                };
                if !amend.takes(&setting.kind) {
                    return refuse(say!("no-longer-used"));
                }
                let before = wanted.now(setting).cloned().unwrap_or(Value::None);
                let value = several::changed(plan, guild, (setting, &before), amend, option)?;
                let shown = setting::show_here(guild, &value);
                let path = plan.setting_path_called(setting);
                lines.push(if value == before {
                    say!("config-same", path, value = shown)
                } else {
                    say!("config-set", path, value = shown)
                });
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
        .find(|one| plan.setting_path(one) == what || plan.setting_path_called(one) == what)
    {
        wanted.values.remove(&setting.id);
        let value = setting.default.clone().unwrap_or(Value::None);
        wanted.apply(round, guild, stored)?;
        let value = setting::show_here(guild, &value);
        let what = plan.setting_path_called(setting);
        return Ok(vec![whisper(say!("config-reset", what, value))]);
    }
    let mut features = plan.features.iter();
    let called = features.find(|feature| plan.feature_called(feature) == what);
    let called = called.and_then(|feature| feature_named(plan, &feature.name));
    let feature = feature_named(plan, what).or(called);
    if feature.is_none() && what != SERVER {
        return refuse(say!("config-reset-unknown", what));
    }
    let owner = feature.map(|(id, _)| id);
    for setting in settings_of(plan, owner) {
        wanted.values.remove(&setting.id);
    }
    if let Some((_, feature)) = feature {
        wanted.switched.remove(&feature.name);
    }
    wanted.apply(round, guild, stored)?;
    let what = feature.map_or(what, |(_, feature)| plan.feature_called(feature));
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
            plan.feature_called(feature).to_owned(),
            feature.name.clone(),
        )
    });
    let settings = plan.settings.iter().map(|one| {
        (
            !stored.values.contains_key(&one.id),
            plan.setting_path_called(one),
            plan.setting_path(one),
        )
    });
    let is_meant = |name: &str| name.contains(typed) && units(name) <= 100;
    let mut names: Vec<(bool, String, String)> = families
        .chain(settings)
        .filter(|(_, called, name)| is_meant(called) || is_meant(name))
        .collect();
    names.sort();
    let names = names.into_iter();
    Ok(names.map(|(_, called, name)| (called, name)).collect())
}
