//! Rows as they are seen: by key, gone through, counted. A row that only a hold keeps is there for who may see it, and one
//! whose second has come for nobody.

use std::collections::BTreeSet;

use super::{second::Together, view::View};
use crate::{
    plan::{FieldId, StoreId},
    port::{RowId, Scan, StoredRow, VaultError},
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{layout, record::Record, rules, schema::Kept},
    },
    vocab::{Timestamp, Value},
};

/// As what rows of a store are looked at.
struct Seen<'k> {
    kept: &'k Kept,
    together: Together,
    /// With rows that only a hold keeps.
    held: bool,
    now: Timestamp,
}

impl<S: Readable + ?Sized> View<'_, S> {
    /// With `held`, also a row that only a hold keeps.
    pub(super) fn row(
        &self,
        id: &RowId,
        held: bool,
        now: Timestamp,
    ) -> Result<Option<StoredRow>, VaultError> {
        let Some(row) = self.address(id)? else {
            return Ok(None);
        };
        let Some(record) = self.record(&row)? else {
            return Ok(None);
        };
        let kept = self.shape.of(id.store)?;
        let seen = Seen {
            kept,
            together: self.together_of(kept, &row)?,
            held,
            now,
        };
        self.seen(&seen, &row, &record)
    }

    fn seen(
        &self,
        seen: &Seen<'_>,
        row: &[u8],
        record: &Record,
    ) -> Result<Option<StoredRow>, VaultError> {
        let kept = seen.kept;
        if !seen.held && self.is_hidden(kept, record)?
            || self.is_ended(kept, row)?
            || self.ends_at(kept, record, &seen.together)? <= seen.now
        {
            return Ok(None);
        }
        self.opened(kept, row, record)
    }

    pub(super) fn scan(
        &self,
        scan: &Scan,
        held: bool,
        now: Timestamp,
    ) -> Result<Vec<StoredRow>, VaultError> {
        let kept = self.shape.of(scan.store)?;
        rules::check_scope(&kept.store, scan.guild)?;
        let Some(scope) = self.ledger.get(Who::server(scan.guild)) else {
            return Ok(Vec::new());
        };
        let seen = Seen {
            kept,
            together: self.together(kept, &scope.alias)?,
            held,
            now,
        };
        let mut rows = Vec::new();
        if scan.of.is_some() {
            let mut both = BTreeSet::new();
            for alias in self.aliases_of(kept, scan) {
                let prefix = layout::person_store_prefix(&alias, kept.number);
                for (entry, _) in self.source.scan(&prefix, usize::MAX)? {
                    let row = layout::row_of_person(&entry).ok_or_else(|| damaged("an index"))?;
                    let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    if both.insert(row.clone()) {
                        rows.extend(self.seen(&seen, &row, &record)?);
                    }
                }
            }
        } else {
            // An auto key's order is the engine's, so that only what is asked for is opened.
            let mut limit = match scan.limit {
                Some(limit) if kept.store.auto_key && scan.by.is_none() && kept.hold.is_none() => {
                    limit as usize
                }
                _ => usize::MAX,
            };
            let prefix = layout::store_prefix(&scope.alias, kept.number);
            loop {
                let found = self.source.scan(&prefix, limit)?;
                for (row, bytes) in &found {
                    let record = Record::decode(row, bytes)?;
                    rows.extend(self.seen(&seen, row, &record)?);
                }
                if limit == usize::MAX || rows.len() == found.len() {
                    break;
                }
                // Some are over, or of people who were just erased, and others may stand behind them.
                limit = usize::MAX;
                rows.clear();
            }
        }
        Ok(rules::scanned(scan, rows))
    }

    /// Under which aliases rows name whom a scan asks for: whether or not they are refused to be erased.
    fn aliases_of(&self, kept: &Kept, scan: &Scan) -> Vec<Alias> {
        let Some((by, user)) = scan.of else {
            return Vec::new();
        };
        let who = rules::who(&kept.store, by, (scan.guild, user));
        let all = [who, who.other()].into_iter();
        all.filter_map(|who| Some(self.ledger.get(who)?.alias))
            .collect()
    }

    /// How many rows the scan has, or the sum of a field of theirs; one row in memory at a time.
    pub(super) fn tally(
        &self,
        scan: &Scan,
        sum: Option<FieldId>,
        held: bool,
        now: Timestamp,
    ) -> Result<i64, VaultError> {
        let kept = self.shape.of(scan.store)?;
        rules::check_scope(&kept.store, scan.guild)?;
        let Some(scope) = self.ledger.get(Who::server(scan.guild)) else {
            return Ok(0);
        };
        let seen = Seen {
            kept,
            together: self.together(kept, &scope.alias)?,
            held,
            now,
        };
        let (mut rows, mut total) = (0_i64, 0_i128);
        let mut count = |row: &[u8], record: &Record| {
            let Some(opened) = self.seen(&seen, row, record)? else {
                return Ok(());
            };
            let value = |field: FieldId| opened.values.get(field.0 as usize);
            if scan
                .of
                .is_none_or(|(field, user)| value(field) == Some(&Value::User(user)))
            {
                rows += 1;
                if let Some(Value::Int(number)) = sum.and_then(value) {
                    total = total.saturating_add(i128::from(*number));
                }
            }
            Ok(())
        };
        if scan.of.is_some() {
            let aliases = self.aliases_of(kept, scan);
            let mut both = BTreeSet::new();
            for alias in &aliases {
                let prefix = layout::person_store_prefix(alias, kept.number);
                self.source.each(&prefix, &mut |entry, _| {
                    let row = layout::row_of_person(entry).ok_or_else(|| damaged("an index"))?;
                    let record = self.record(&row)?.ok_or_else(|| damaged("an index"))?;
                    if aliases.len() > 1 && !both.insert(row.clone()) {
                        return Ok(());
                    }
                    count(&row, &record)
                })?;
            }
        } else {
            let prefix = layout::store_prefix(&scope.alias, kept.number);
            self.source.each(&prefix, &mut |row, bytes| {
                count(row, &Record::decode(row, bytes)?)
            })?;
        }
        let total = total.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
        Ok(sum.map_or(rows, |_| i64::try_from(total).unwrap_or(i64::MAX)))
    }

    pub(in crate::vault) fn dump(
        &self,
        store: StoreId,
        now: Timestamp,
    ) -> Result<Vec<(RowId, StoredRow)>, VaultError> {
        let kept = self.shape.of(store)?;
        let mut scopes: Vec<_> = self
            .ledger
            .servers()
            .into_iter()
            .map(|(guild, scope)| (Some(guild), scope))
            .collect();
        scopes.extend(
            self.ledger
                .get(Who::server(None))
                .map(|keys| (None, keys.alias)),
        );
        scopes.sort_unstable();
        let mut rows = Vec::new();
        for (guild, scope) in scopes {
            let prefix = layout::store_prefix(&scope, kept.number);
            let seen = Seen {
                kept,
                together: self.together(kept, &scope)?,
                held: true,
                now,
            };
            let mut here = Vec::new();
            for (row, bytes) in self.source.scan(&prefix, usize::MAX)? {
                let record = Record::decode(&row, &bytes)?;
                here.extend(self.seen(&seen, &row, &record)?);
            }
            here.sort_by(rules::by_key);
            rows.extend(here.into_iter().map(|row| {
                let key = row.key.clone();
                (RowId { store, guild, key }, row)
            }));
        }
        Ok(rows)
    }
}
