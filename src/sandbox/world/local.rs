//! Names and descriptions of commands in other languages, as Discord takes and lists them:
//! <https://discord.com/developers/docs/interactions/application-commands#localization>.

use serde_json::Value;

use super::command::valid_name;
use crate::sandbox::field::{Faults, Fields};

/// <https://discord.com/developers/docs/reference#locales>
pub(crate) const LOCALES: [&str; 34] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko", "ar", "he",
];

const NAMES: &str = "name_localizations";
const DESCRIPTIONS: &str = "description_localizations";

/// What a name must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Of a slash command or an option: as its name everywhere.
    Typed,
    /// Of a menu's entry.
    Menu,
    Choice,
}

/// Judges how a command, an option or a choice reads in other languages; `path` ends in a dot, unless empty.
pub(super) fn judge(given: &Value, rule: Rule, path: &str, faults: &mut Faults) {
    let most = if rule == Rule::Choice { 100 } else { 32 };
    for (key, most) in [(NAMES, most), (DESCRIPTIONS, 100)] {
        let texts = given.given(key).and_then(Value::as_object);
        for (locale, text) in texts.into_iter().flatten() {
            let at = format!("{path}{key}.{locale}");
            let text = text.as_str().unwrap_or_default();
            if !LOCALES.contains(&locale.as_str()) {
                faults.add(at, "LOCALE_INVALID", "Locale is not supported");
            } else if text.is_empty() || text.chars().count() > most {
                faults.length(&at, text, 1, most);
            } else if key == NAMES && rule == Rule::Typed && !valid_name(text) {
                faults.add(
                    at,
                    "APPLICATION_COMMAND_INVALID_NAME",
                    "Command name is invalid",
                );
            }
        }
    }
}

/// The most characters that a field has in any language.
pub(super) fn longest(given: &Value, field: &str) -> usize {
    let everywhere = given.text(field);
    let local = given
        .given(&format!("{field}_localizations"))
        .and_then(Value::as_object);
    let local = local.into_iter().flat_map(|texts| texts.values());
    let all = everywhere
        .into_iter()
        .chain(local.filter_map(Value::as_str));
    all.map(|text| text.chars().count()).max().unwrap_or(0)
}

/// A command as it is listed where nobody asks for other languages.
pub(crate) fn without(mut command: Value) -> Value {
    drop_from(&mut command);
    command
}

fn drop_from(value: &mut Value) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    map.remove(NAMES);
    map.remove(DESCRIPTIONS);
    for list in ["options", "choices"] {
        let list = map.get_mut(list).and_then(Value::as_array_mut);
        list.into_iter().flatten().for_each(drop_from);
    }
}
