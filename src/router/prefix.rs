//! How a message begins that is a command, as each server has it.

use crate::{
    lexicon::text::is_prefix,
    plan::{Command, Plan, Text, TextPart},
    port::Settings,
};

/// How a message begins that is this command, in a server with these settings; none where it is not typed there.
pub(super) fn prefix_of(plan: &Plan, command: &Command, settings: &Settings) -> Option<String> {
    let feature = plan.feature(command.feature)?;
    let prefix = written(plan, command.prefix.as_ref()?, settings)?;
    (settings.is_on(feature) && is_prefix(&prefix)).then_some(prefix)
}

/// A beginning that these settings make, and with which people begin other messages.
pub(super) fn unclear(plan: &Plan, settings: &Settings) -> Option<String> {
    let mut prefixes = plan.commands.iter().filter_map(|command| {
        let prefix = command.prefix.as_ref()?;
        written(plan, prefix, settings)
    });
    prefixes.find(|prefix| !is_prefix(prefix))
}

/// The prefix as it is in a server: only settings stand in it.
fn written(plan: &Plan, prefix: &Text, settings: &Settings) -> Option<String> {
    let parts = prefix.parts.iter().map(|part| match part {
        TextPart::Literal(text) => Some(text.clone()),
        TextPart::Hole(hole) => {
            let setting = plan.setting(hole.as_setting()?)?;
            Some(settings.value(setting)?.shown())
        }
    });
    parts.collect()
}
