//! The old policy in the words of the new one, so that a rename alone changes nothing else.

use super::{Change, Side};
use crate::{
    plan::{Feature, Plan, Setting, Store, Today},
    vocab::{Place, Standing},
    wording::say,
};

/// The old plan with the names that its parts have in the new one, and each rename as a change.
pub(super) fn renamed(old: &Plan, new: &Plan) -> (Plan, Vec<Change>) {
    let mut plan = old.clone();
    let mut changes = Vec::new();
    let mut tell = |was: (&str, &Place), now: (&str, &Place)| {
        if was.0 != now.0 {
            changes.push(Change {
                material: false,
                about: say!("diff-renamed"),
                says: "rename".to_owned(),
                was: Some(side(was)),
                now: Some(side(now)),
            });
        }
    };
    if let Today::Is(now) = new.bot_today(&old.bot) {
        tell((&old.bot, &old.at), (now, &new.at));
        now.clone_into(&mut plan.bot);
    }
    for (feature, was) in plan.features.iter_mut().zip(&old.features) {
        let now = new.feature_today(&was.name);
        if let Some(now) = is(now).and_then(|now| named(new, now)) {
            tell((&was.name, &was.at), (&now.name, &now.at));
            feature.name.clone_from(&now.name);
            feature.title.clone_from(&now.title);
        }
    }
    for (setting, was) in plan.settings.iter_mut().zip(&old.settings) {
        if let Some(now) = setting_now(old, new, was) {
            tell((&was.name, &was.at), (&now.name, &now.at));
            setting.name.clone_from(&now.name);
        }
    }
    for (store, was) in plan.stores.iter_mut().zip(&old.stores) {
        let feature = old.feature(was.feature);
        let feature = feature.map_or("", |feature| &feature.name);
        let now = is(new.store_today(&was.name, feature));
        let now = now.and_then(|now| new.stores.iter().find(|one| one.name == now));
        if let Some(now) = now {
            tell((&was.name, &was.at), (&now.name, &now.at));
            rename_fields(new, store, now, &mut tell);
            store.name.clone_from(&now.name);
        }
    }
    (plan, changes)
}

fn rename_fields(
    new: &Plan,
    store: &mut Store,
    now: &Store,
    tell: &mut impl FnMut((&str, &Place), (&str, &Place)),
) {
    for field in &mut store.fields {
        let name = is(new.field_today(now, &field.name)).map(str::to_owned);
        let after = name.and_then(|name| now.fields.iter().find(|one| one.name == name));
        if let Some(after) = after {
            tell((&field.name, &field.at), (&after.name, &after.at));
            field.name.clone_from(&after.name);
        }
    }
}

fn named<'a>(plan: &'a Plan, name: &str) -> Option<&'a Feature> {
    plan.features.iter().find(|one| one.name == name)
}

fn setting_now<'a>(old: &Plan, new: &'a Plan, was: &Setting) -> Option<&'a Setting> {
    let (feature, name) = is(new.setting_today(old.feature_of(was), &was.name))?;
    let mut all = new.settings.iter();
    all.find(|one| one.name == name && new.feature_of(one) == feature)
}

fn is<T>(today: Today<T>) -> Option<T> {
    match today {
        Today::Is(name) => Some(name),
        Today::Dropped | Today::Unsaid => None,
    }
}

fn side((text, at): (&str, &Place)) -> Side {
    Side {
        text: text.to_owned(),
        standing: Standing::Proved,
        places: vec![at.clone()],
    }
}
