//! What a start does with what an earlier policy kept, once more and naively: each row is moved by hand.

use std::collections::BTreeMap;

use candor::{
    plan::{Plan, SettingId, StoreId},
    port::VaultError,
    vocab::{Piece, Value},
};

use super::{
    rules::fault,
    state::{Row, State},
};

/// What something is called now; none where it is dropped.
fn called(
    plan: &Plan,
    piece: Piece,
    of: Option<&str>,
    name: &str,
    is_here: &dyn Fn(&str) -> bool,
) -> Result<Option<String>, VaultError> {
    if is_here(name) {
        return Ok(Some(name.to_owned()));
    }
    for past in &plan.past {
        if (past.piece, past.of.as_deref(), past.name.as_str()) == (piece, of, name) {
            return match &past.to {
                None => Ok(None),
                Some(to) => called(plan, piece, of, to, is_here),
            };
        }
    }
    Err(fault(
        "the model is opened again with a policy that lacks something",
    ))
}

fn feature(plan: &Plan, name: &str) -> Result<Option<String>, VaultError> {
    let here = |name: &str| plan.features.iter().any(|one| one.name == name);
    called(plan, Piece::Feature, None, name, &here)
}

fn store(before: &Plan, plan: &Plan, old: StoreId) -> Result<Option<StoreId>, VaultError> {
    let old = &before.stores[old.0 as usize];
    let of = &before.features[old.feature.0 as usize].name;
    let place = |name: &str| plan.stores.iter().position(|one| one.name == name);
    let now = called(plan, Piece::Store, None, &old.name, &|name| {
        place(name).is_some()
    });
    let now = match now {
        Err(_) if feature(plan, of).is_ok_and(|now| now.is_none()) => None,
        now => now?,
    };
    let now = now.and_then(|now| place(&now));
    Ok(now.map(|at| StoreId(u32::try_from(at).unwrap())))
}

fn setting(before: &Plan, plan: &Plan, old: SettingId) -> Result<Option<SettingId>, VaultError> {
    let old = &before.settings[old.0 as usize];
    let of = &before.features[old.feature.unwrap().0 as usize].name;
    let Some(of) = feature(plan, of)? else {
        return Ok(None);
    };
    let place = |name: &str| {
        plan.settings.iter().position(|one| {
            one.name == name && plan.features[one.feature.unwrap().0 as usize].name == of
        })
    };
    let here = |name: &str| place(name).is_some();
    let now = called(plan, Piece::Setting, Some(&of), &old.name, &here)?;
    let now = now.and_then(|now| place(&now));
    Ok(now.map(|at| SettingId(u32::try_from(at).unwrap())))
}

/// A row's values in the order of today's fields.
fn values(before: &Plan, plan: &Plan, old: &Row, now: StoreId) -> Result<Vec<Value>, VaultError> {
    let (was, is) = (
        &before.stores[old.store.0 as usize],
        &plan.stores[now.0 as usize],
    );
    let mut left: BTreeMap<String, Value> = BTreeMap::new();
    for (field, value) in was.fields.iter().zip(&old.stored.values) {
        let here = |name: &str| is.fields.iter().any(|field| field.name == name);
        let name = called(plan, Piece::Field, Some(&is.name), &field.name, &here)?;
        left.extend(name.map(|name| (name, value.clone())));
    }
    let values = is.fields.iter().map(|field| {
        let default = || field.default.clone().unwrap_or(Value::None);
        left.remove(&field.name).unwrap_or_else(default)
    });
    Ok(values.collect())
}

impl State {
    /// Everything under the ids and names of `plan`.
    pub fn move_to(&mut self, before: &Plan, plan: &Plan) -> Result<(), VaultError> {
        for mut row in std::mem::take(&mut self.rows) {
            let Some(now) = store(before, plan, row.store)? else {
                continue;
            };
            row.stored.values = values(before, plan, &row, now)?;
            row.store = now;
            self.rows.push(row);
        }
        let counters = std::mem::take(&mut self.counters);
        for ((of, guild), last) in counters {
            // Of a store without rows nobody needs to say what becomes of it.
            if let Ok(Some(now)) = store(before, plan, of) {
                self.counters.insert((now, guild), last);
            }
        }
        for left in self.left.values_mut() {
            for stores in [&mut left.counted, &mut left.held] {
                let old = std::mem::take(stores).into_iter();
                stores.extend(old.filter_map(|of| store(before, plan, of).ok().flatten()));
            }
        }
        for row in self.settings.values_mut() {
            for (of, value) in std::mem::take(&mut row.settings.values) {
                let now = setting(before, plan, of)?;
                row.settings.values.extend(now.map(|now| (now, value)));
            }
            for (name, on) in std::mem::take(&mut row.settings.switched) {
                let now = feature(plan, &name)?;
                row.settings.switched.extend(now.map(|now| (now, on)));
            }
        }
        self.settings
            .retain(|_, row| !row.settings.values.is_empty() || !row.settings.switched.is_empty());
        for ((guild, name), since) in std::mem::take(&mut self.off) {
            let now = feature(plan, &name)?;
            self.off.extend(now.map(|now| ((guild, now), since)));
        }
        Ok(())
    }

    /// The stores of both plans that are the same one, by their places.
    pub fn same(before: &Plan, plan: &Plan) -> Vec<(usize, usize)> {
        let old = (0u32..).map(StoreId).zip(&before.stores);
        let pairs = old.filter_map(|(id, _)| {
            let now = store(before, plan, id).ok().flatten()?;
            Some((id.0 as usize, now.0 as usize))
        });
        pairs.collect()
    }
}
