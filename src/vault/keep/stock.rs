//! Taking stock at a start: what an engine and a ledger hold is checked before anything is served, and brought to the plan
//! as it is now.
//!
//! In order: that they belong together, erasures that were begun, every row and count, then the deadlines.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{
    Shared,
    check::{Checked, Depth, check},
    deaths::Deaths,
    erase::ROWS_MAX,
    ring,
    sweep::is_marked,
    view::View,
    writer::Writer,
};
use crate::{
    plan::{Plan, Trigger},
    port::{Settings, VaultError},
    vault::{
        engines::{Changes, Engine, Readable as _},
        ground::fault::damaged,
        ledger::{Ledger, Who, seal::Alias},
        rows::{
            join::{Joined, Known, join, refuse},
            layout::{self, DbKey, Due},
            record::Record,
            rules::{self, Deadlines},
            schema::Kept,
        },
    },
    vocab::Timestamp,
};

/// What data are opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::vault) enum Opening {
    Use,
    /// They are checked like ever, and nothing is changed: neither dropped nor renamed, nor is anybody forgotten.
    Look,
}

/// A writer over an engine whose rows are checked.
pub(in crate::vault) fn prepare(
    plan: &Arc<Plan>,
    ledger: Ledger,
    engine: Box<dyn Engine>,
    now: Timestamp,
    what_for: Opening,
) -> Result<Writer, VaultError> {
    match engine.get(&layout::meta("ledger"))? {
        Some(id) if id == ledger.id => {}
        Some(_) => {
            return Err(VaultError::Refused {
                what: "the ledger and the database do not belong together".to_owned(),
                help: "put both back from the same place".to_owned(),
            });
        }
        None if what_for == Opening::Look => {}
        None => {
            let id = (layout::meta("ledger"), Some(ledger.id.to_vec()));
            engine.apply(Changes::from([id]))?;
        }
    }

    let stored = engine.get(&layout::meta("schema"))?;
    for (mark, is_there) in [
        ("schema", stored.is_some()),
        ("revision", engine.get(&layout::meta("revision"))?.is_some()),
    ] {
        if !is_there && engine.any(&[layout::ROW])? {
            return Err(damaged(&format!(
                "the database, which has rows and no `{mark}`,"
            )));
        }
    }
    let rows = |number| {
        Ok(engine
            .get(&layout::count(number))?
            .and_then(|n| layout::number(&n))
            .unwrap_or(0))
    };
    let known = Known {
        stored: stored.as_deref(),
        bot: None,
        today: None,
    };
    let Joined {
        shape,
        mut gaps,
        adopted,
        ..
    } = join(plan, &known, rows)?;
    let revision = engine
        .get(&layout::meta("revision"))?
        .and_then(|n| layout::number(&n))
        .unwrap_or(0);
    let schema = shape.encode()?;
    let changed = stored.as_ref() != Some(&schema);
    let shared = Arc::new(Shared {
        shape,
        ledger,
        engine,
    });
    shared.current().setting_gaps(&mut gaps)?;
    refuse(&gaps)?;
    if what_for == Opening::Look {
        let deaths = Deaths::open(&shared, now)?;
        let checked = stock(&shared, now)?;
        let used = checked.gathered.iter().flat_map(|stock| &stock.used);
        let idle = unneeded(&shared, &used.copied().collect())?;
        let writer = Writer::new(shared, revision, deaths);
        return Ok(Writer { idle, ..writer });
    }
    if adopted {
        tracing::warn!(bot = %plan.bot, "no policy had opened these data yet; from now on they are this bot's");
    }
    if shared.ledger.generation() == 0 {
        shared.ledger.begin_generation()?;
    }
    let deaths = Deaths::open(&shared, now)?;
    let mut writer = Writer::new(shared, revision, deaths);
    writer.finish_erasures(now)?;
    writer.take_stock(now)?;
    // Last, so that a start that was killed does all of it again.
    if changed {
        let schema = (layout::meta("schema"), Some(schema));
        writer.shared.engine.apply(Changes::from([schema]))?;
    }
    writer.destroy_idle()?;
    Ok(writer)
}

/// What one thread learns from the rows that it reads at a start.
#[derive(Default)]
struct Stock {
    /// Secrets that rows which stay need; all of them are there.
    used: HashSet<Alias>,
    settings: HashMap<Alias, Settings>,
    /// Rows that do not outlive a start.
    gone: Vec<(u32, DbKey)>,
    /// Rows of an earlier policy that are to be those of today's.
    anew: Vec<(u32, DbKey)>,
    nearer: Vec<Nearer>,
    /// How many rows stand in the rings of a store.
    rings: HashMap<(u32, Alias), usize>,
}

/// Reads and checks every row, and tells what a start does about it.
fn stock(shared: &Shared, now: Timestamp) -> Result<Checked<Stock>, VaultError> {
    let generations = shared.ledger.generations();
    let generations: BTreeSet<u32> = generations.into_iter().map(|(number, _)| number).collect();
    let intents = shared.engine.scan(&[layout::ERASING], usize::MAX)?;
    let erased: BTreeSet<Alias> = intents
        .iter()
        .filter_map(|(key, _)| layout::alias(key))
        .collect();
    let view = shared.current();
    let depth = if shared.engine.is_near() {
        Depth::Start
    } else {
        Depth::All
    };
    check(&view, depth, |stock: &mut Stock, kept, row, record| {
        let people = record.sections.iter().filter_map(|one| one.alias);
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        if people.chain([scope]).any(|one| erased.contains(&one)) {
            // It goes with somebody, or a server, whose secret may be gone already.
            return Ok(());
        }
        stock.take(&view, &generations, kept, row, record, now)
    })
}

/// Whose secrets a start destroys, since nothing that stays needs them.
fn unneeded(shared: &Shared, used: &BTreeSet<Alias>) -> Result<BTreeSet<Alias>, VaultError> {
    let mut unneeded = BTreeSet::new();
    for (alias, who) in shared.ledger.aliases() {
        let is_needed = match who {
            Who::Bot | Who::Generation(_) | Who::Backup { .. } => true,
            Who::Person(..) | Who::Refused(..) => used.contains(&alias),
            Who::Server(_) => used.contains(&alias) || is_marked(&*shared.engine, &alias)?,
        };
        if !is_needed {
            unneeded.insert(alias);
        }
    }
    Ok(unneeded)
}

/// A row to which the plan now gives less time.
struct Nearer {
    number: u32,
    row: DbKey,
    record: Record,
    deadlines: Deadlines,
}

impl Stock {
    fn take(
        &mut self,
        view: &View<'_, dyn Engine>,
        generations: &BTreeSet<u32>,
        kept: &Kept,
        row: &[u8],
        record: Record,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let (scope, _, _) = layout::split_row(row).ok_or_else(|| damaged("a row"))?;
        let is_ended = view.is_ended(kept, row)?;
        let goes = kept.goes_at_start() && !is_ended;
        let people = record.sections.iter().filter_map(|section| section.alias);
        for alias in people.chain([scope]) {
            // Who is erased is nobody's concern here: a secret that a row needs can only have been lost.
            if !self.used.contains(&alias) {
                let known = view.ledger.who(&alias);
                known.ok_or_else(|| damaged("the ledger, which lacks secrets of rows,"))?;
                if !goes {
                    self.used.insert(alias);
                }
            }
        }
        if kept.anew && !kept.lost {
            self.anew.push((kept.number, row.to_vec()));
        }
        if is_ended {
            return Ok(());
        }
        if goes {
            self.gone.push((kept.number, row.to_vec()));
            return Ok(());
        }
        if !generations.contains(&record.generation) {
            return Err(damaged("the ledger, which lacks secrets of rows,"));
        }
        for person in ring::people(kept, &record) {
            *self.rings.entry((kept.number, person)).or_default() += 1;
        }
        let retention = &kept.store.retention;
        if rules::waits_for_setting(retention)
            && !self.settings.contains_key(&scope)
            && let Some(guild) = view.ledger.who(&scope).and_then(Who::guild)
        {
            self.settings.insert(scope, view.settings(guild, now)?);
        }
        // A dropped store's settings are the old plan's; what they said stands in the row.
        let set = self.settings.get(&scope).filter(|_| kept.id.is_some());
        let said = |id| {
            kept.id?;
            let set = set.and_then(|set| set.values.get(&id));
            rules::duration(&view.shape.plan, set, id)
        };
        let (created, written) = (record.created, record.written);
        let opened = if kept.id.is_some() && rules::reads_fields(retention) {
            view.opened(kept, row, &record)?
        } else {
            None
        };
        let values = opened.map(|row| row.values).unwrap_or_default();
        let finished = record.finished;
        let mut deadlines = Deadlines::of(retention, created, written, finished, &values, said);
        deadlines = deadlines.with_channel(record.channel_gone, kept.channel_grace());
        if let Some(grace) = rules::grace(retention, Trigger::Boot) {
            deadlines.fixed = deadlines.fixed.min(now.plus(grace));
        }
        if record.deadlines.nearer(deadlines) != record.deadlines {
            self.nearer.push(Nearer {
                number: kept.number,
                row: row.to_vec(),
                record,
                deadlines,
            });
        }
        Ok(())
    }
}

impl Writer {
    /// Checks every row; deletes what must not outlive a start; brings deadlines nearer where the plan now says so.
    fn take_stock(&mut self, now: Timestamp) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        let checked = stock(&shared, now)?;
        let mut used = HashSet::new();
        let (mut gone, mut nearer, mut anew) = (Vec::new(), Vec::new(), Vec::new());
        let mut rings: BTreeMap<(u32, Alias), usize> = BTreeMap::new();
        for stock in checked.gathered {
            used.extend(stock.used);
            gone.extend(stock.gone);
            anew.extend(stock.anew);
            nearer.extend(stock.nearer);
            for (ring, rows) in stock.rings {
                *rings.entry(ring).or_default() += rows;
            }
        }
        gone.sort_unstable();
        nearer.sort_unstable_by(|a, b| a.row.cmp(&b.row));
        for rows in gone.chunks(ROWS_MAX) {
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            for (number, row) in rows {
                let kept = shared.shape.numbered(*number)?;
                if kept.lost || kept.gone {
                    transaction.remove(row)?;
                } else {
                    transaction.end(kept, row)?;
                }
            }
            let overlay = transaction.done()?;
            self.write(overlay, self.revision)?;
        }
        for rows in nearer.chunks(ROWS_MAX) {
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            for nearer in rows {
                let kept = shared.shape.numbered(nearer.number)?;
                transaction.shorten(kept, &nearer.row, &nearer.record, nearer.deadlines)?;
            }
            let overlay = transaction.done()?;
            self.write(overlay, self.revision)?;
        }
        self.succeed(&gone, anew, now)?;
        for ((number, person), rows) in rings {
            let kept = shared.shape.numbered(number)?;
            if ring::is_over(kept, rows) {
                let mut transaction =
                    Self::transaction(&shared, &mut self.idle, self.revision, now);
                transaction.close_ring(kept, &person)?;
                let overlay = transaction.done()?;
                self.write(overlay, self.revision)?;
            }
        }
        self.plan_departures(checked.departures, now)?;
        // A kill between the ledger and the rows leaves secrets that nothing needs.
        let aliases = shared.ledger.aliases().into_iter();
        let aliases = aliases.map(|(alias, _)| alias);
        self.idle
            .extend(aliases.filter(|alias| !used.contains(alias)));
        Ok(())
    }

    /// What is left of an earlier policy becomes this one's, and the log tells what was dropped.
    fn succeed(
        &mut self,
        gone: &[(u32, DbKey)],
        mut anew: Vec<(u32, DbKey)>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        anew.sort_unstable();
        for rows in anew.chunks(ROWS_MAX) {
            let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
            for (number, row) in rows {
                transaction.renew(shared.shape.numbered(*number)?, row)?;
            }
            let overlay = transaction.done()?;
            self.write(overlay, self.revision)?;
        }
        let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
        let settings = transaction.move_settings()?;
        transaction.move_switches()?;
        transaction.forget_counters()?;
        let overlay = transaction.done()?;
        self.write(overlay, self.revision)?;
        for kept in shared.shape.all().filter(|kept| kept.gone) {
            let rows = gone
                .iter()
                .filter(|(number, _)| *number == kept.number)
                .count();
            let store = &kept.store.name;
            if rows > 0 && kept.journal {
                tracing::warn!(
                    store,
                    rows,
                    "what was still to follow effects of an earlier policy is dropped"
                );
            } else if rows > 0 {
                tracing::warn!(store, rows, "rows are dropped, as the policy says");
            }
        }
        if gone.is_empty() && anew.is_empty() && settings == 0 {
            for past in &shared.shape.plan.past {
                let name = past.written();
                tracing::info!(piece = %past.piece, name, "nothing is left under this name; its line in the policy can go once no backup of before is to be put back");
            }
        }
        if settings > 0 {
            tracing::warn!(
                settings,
                "settings of servers are dropped, as the policy says"
            );
        }
        if !anew.is_empty() {
            tracing::info!(
                rows = anew.len(),
                "rows of an earlier policy are written as this one's"
            );
        }
        Ok(())
    }

    /// Graces may have become shorter: what is due with a server or a member is planned anew. `planned` is what was.
    fn plan_departures(
        &mut self,
        planned: BTreeSet<DbKey>,
        now: Timestamp,
    ) -> Result<(), VaultError> {
        let shared = Arc::clone(&self.shared);
        let mut transaction = Self::transaction(&shared, &mut self.idle, self.revision, now);
        transaction.drop_ends()?;
        transaction.match_switches()?;
        let mut due = BTreeSet::new();
        for (mark, _) in transaction.overlay.scan(&[layout::OFF], usize::MAX)? {
            let (scope, feature) = layout::split_off(&mark).ok_or_else(|| damaged("an index"))?;
            for kept in shared.shape.all().filter(|kept| kept.feature == feature) {
                let rows = layout::store_prefix(&scope, kept.number);
                if let Some(at) = transaction.view().off_at(kept, &scope)?
                    && shared.engine.any(&rows)?
                {
                    due.insert(layout::due(at, &Due::Feature(scope, kept.number)));
                }
            }
        }
        for (mark, since) in shared.engine.scan(&[layout::REMOVED], usize::MAX)? {
            let (Some(scope), Some(since)) = (layout::alias(&mark), layout::instant(&since)) else {
                continue;
            };
            if !matches!(shared.ledger.who(&scope), Some(Who::Server(_))) {
                continue;
            }
            for kept in shared.shape.all() {
                let rows = layout::store_prefix(&scope, kept.number);
                if let Some(grace) = kept.server_grace
                    && shared.engine.any(&rows)?
                {
                    let what = Due::Server(scope, kept.number);
                    due.insert(layout::due(since.plus(grace), &what));
                }
            }
        }
        for (mark, _) in shared.engine.scan(&[layout::LEFT], usize::MAX)? {
            let Some(person) = layout::alias(&mark) else {
                continue;
            };
            if !matches!(shared.ledger.who(&person), Some(Who::Person(Some(_), _))) {
                continue;
            }
            for kept in shared.shape.all() {
                let rows = layout::person_store_prefix(&person, kept.number);
                if let Some(at) = transaction.view().gone_at(kept, &person)?
                    && shared.engine.any(&rows)?
                {
                    due.insert(layout::due(at, &Due::Member(person, kept.number)));
                }
            }
        }
        for key in &due {
            // Not by `planned`, from which rows that went since may have taken some.
            if shared.engine.get(key)?.is_none() {
                transaction.overlay.put(key.clone(), []);
            }
        }
        for key in planned {
            if !due.contains(&key) {
                transaction.overlay.remove(key);
            }
        }
        let overlay = transaction.done()?;
        self.write(overlay, self.revision)
    }
}
