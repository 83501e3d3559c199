//! The plan and what the database knew before, made one: which store is which, and what the policy says of the others.
//!
//! A promise outlives the policy that made it: a grace that a policy made longer stays as short as it was while there are
//! rows. What a policy does not have any more it drops or renames, or it is not the policy of these data.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    rules,
    schema::{File, Kept, SETTINGS, Shape, settings_store},
};
use crate::{
    plan::{Gap, Plan, Today},
    port::VaultError,
    vault::{ground::fault::damaged, ledger::seal},
    vocab::{Duration, Piece},
};

pub(in crate::vault) type Gaps = BTreeMap<Gap, There>;

/// How much of something there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::vault) struct There {
    rows: u64,
    /// Servers that set or switched something.
    servers: u64,
}

impl There {
    pub(in crate::vault) fn add_rows(&mut self, rows: u64) {
        self.rows += rows;
    }

    pub(in crate::vault) fn add_server(&mut self) {
        self.servers += 1;
    }
}

pub(in crate::vault) struct Joined {
    pub(in crate::vault) shape: Shape,
    /// What keeps the policy from being that of these data.
    pub(in crate::vault) gaps: Gaps,
    /// Whether no policy had said yet that the data are its own.
    pub(in crate::vault) adopted: bool,
    /// The list of stores as it was before, with what is known of it today.
    pub(in crate::vault) before: Vec<u8>,
}

/// What the database knew: its own list of stores, and for a backup what is known of them today.
pub(in crate::vault) struct Known<'a> {
    pub(in crate::vault) stored: Option<&'a [u8]>,
    /// Whose they are where the list does not say.
    pub(in crate::vault) bot: Option<&'a str>,
    pub(in crate::vault) today: Option<&'a Shape>,
}

/// Joins the plan with what the database knew before.
///
/// # Errors
/// `Refused` when the data are another bot's; `Damaged` when the list of stores cannot be read.
pub(in crate::vault) fn join(
    plan: &Arc<Plan>,
    known: &Known,
    rows: impl Fn(u32) -> Result<u64, VaultError>,
) -> Result<Joined, VaultError> {
    let mut file = File::read(known.stored)?;
    if let Some(today) = known.today {
        bring_up(&mut file, today)?;
    }
    let bot = file.bot.clone().or(known.bot.map(str::to_owned));
    if let Some(bot) = &bot
        && plan.bot_today(bot) == Today::Unsaid
    {
        return Err(of_another(bot, plan));
    }
    let adopted = known.stored.is_some() && bot.is_none();
    file.bot = bot;
    let before = file.encode()?;
    let mut shape = Shape {
        numbers: Vec::new(),
        stores: BTreeMap::new(),
        next: file.next,
        boot: seal::random()?,
        plan: Arc::clone(plan),
    };
    let mut gaps = Gaps::new();
    let (gone, mut old): (Vec<Kept>, Vec<Kept>) =
        file.stores.into_iter().partition(|kept| kept.gone);
    let declared = plan.stores.iter();
    let declared = declared.map(|store| (Some(store.id), store.clone()));
    let settings = settings_store(&plan.settings_retention, &plan.at);
    for (id, store) in std::iter::once((None, settings)).chain(declared) {
        let mut before = predecessor(plan, &mut old, &store.name, &rows, &mut gaps)?;
        let there = before
            .as_ref()
            .map_or(Ok(0), |before| rows(before.number))?;
        let joined = before
            .as_ref()
            .filter(|before| there > 0 && !before.is_of_process());
        let joined = joined.map(|before| plan.succession(&before.store, &store));
        let joined = joined.unwrap_or_default();
        if !joined.gaps.is_empty()
            && let Some(journal) = before.take_if(|before| before.journal)
        {
            // What is still to follow is not what this policy would do.
            old.push(journal);
        }
        let number = match (&before, id) {
            (Some(before), _) => before.number,
            (None, None) => SETTINGS,
            (None, Some(_)) => {
                shape.next += 1;
                shape.next - 1
            }
        };
        let mut kept = Kept::new(number, id, store, plan);
        if let Some(before) = before.filter(|_| there > 0) {
            kept.lost = before.is_of_process();
            kept.renamed = joined.renamed;
            kept.anew = joined.anew;
            for gap in joined.gaps {
                gaps.entry(gap).or_default().add_rows(there);
            }
            inherit(&mut kept, before);
        }
        if id.is_some() {
            shape.numbers.push(number);
        }
        shape.stores.insert(number, kept);
    }
    for mut kept in old {
        let today = plan.store_today(&kept.store.name, &kept.feature);
        kept.gone = kept.journal || today == Today::Dropped;
        let there = rows(kept.number)?;
        if there > 0 && !kept.gone && !kept.until_boot() && today == Today::Unsaid {
            let gap = plan.gone_store(&kept.store.name, &kept.feature);
            gaps.entry(gap).or_default().add_rows(there);
        }
        leave(&mut shape, kept);
    }
    for kept in gone {
        leave(&mut shape, kept);
    }
    Ok(Joined {
        shape,
        gaps,
        adopted,
        before,
    })
}

/// The store whose rows those of `name` are. Of several that are said to be it, one has rows, or there is a gap.
fn predecessor(
    plan: &Plan,
    old: &mut Vec<Kept>,
    name: &str,
    rows: impl Fn(u32) -> Result<u64, VaultError>,
    gaps: &mut Gaps,
) -> Result<Option<Kept>, VaultError> {
    let mut best: Option<(usize, u64)> = None;
    for (at, kept) in old.iter().enumerate() {
        let is_it = match plan.store_today(&kept.store.name, &kept.feature) {
            Today::Is(now) => now == name,
            Today::Dropped | Today::Unsaid => kept.number == SETTINGS && name.is_empty(),
        };
        if !is_it {
            continue;
        }
        let there = rows(kept.number)?;
        match best {
            Some((_, before)) if before > 0 && there > 0 => {
                let gap = Gap::Joined {
                    piece: Piece::Store,
                    name: kept.store.name.clone(),
                    to: name.to_owned(),
                };
                gaps.entry(gap).or_default().add_rows(there);
            }
            Some((_, before)) if before > 0 => {}
            Some(_) if there == 0 && kept.store.name != name => {}
            _ => best = Some((at, there)),
        }
    }
    Ok(best.map(|(at, _)| old.remove(at)))
}

/// What rows were promised holds on.
fn inherit(kept: &mut Kept, before: Kept) {
    kept.server_grace = nearer(before.server_grace, kept.server_grace);
    // Rows that were to go at once are not held because of a later policy.
    if before.member_grace.is_some() {
        kept.hold = rules::stricter(before.hold, kept.hold.take());
    }
    kept.member_grace = nearer(before.member_grace, kept.member_grace);
    kept.flow_grace = nearer(before.flow_grace, kept.flow_grace);
    kept.off_grace = nearer(before.off_grace, kept.off_grace);
    kept.channel = match (before.channel, kept.channel.take()) {
        (Some((was, before)), Some((is, now))) if was == is => Some((is, before.min(now))),
        (was, None) => was,
        (_, now) => now,
    };
}

fn nearer(a: Option<Duration>, b: Option<Duration>) -> Option<Duration> {
    a.into_iter().chain(b).min()
}

/// A store that the policy does not have. Nothing runs at the end of its rows.
fn leave(shape: &mut Shape, kept: Kept) {
    let lost = kept.is_of_process();
    let kept = Kept {
        ends: false,
        lost,
        ..kept
    };
    shape.stores.insert(kept.number, kept);
}

/// Gives the list of a backup the names and the drops of today.
fn bring_up(file: &mut File, today: &Shape) -> Result<(), VaultError> {
    file.bot = Some(today.plan.bot.clone());
    file.next = file.next.max(today.next);
    for now in today.all() {
        let Some(kept) = file
            .stores
            .iter_mut()
            .find(|kept| kept.number == now.number)
        else {
            file.stores.push(now.clone());
            continue;
        };
        kept.gone |= now.gone;
        if kept.store.name == now.store.name || kept.gone {
            continue;
        }
        let is_other =
            |other: &Kept| (&other.store.name, &other.feature) == (&kept.store.name, &kept.feature);
        if today.all().any(|other| !other.gone && is_other(other)) {
            return Err(damaged(
                "the backup's list of stores, which is not that of these data,",
            ));
        }
        kept.store.name.clone_from(&now.store.name);
        kept.feature.clone_from(&now.feature);
    }
    Ok(())
}

fn of_another(bot: &str, plan: &Plan) -> VaultError {
    let policy = &plan.bot;
    VaultError::Refused {
        what: format!(
            "the data here are those of the bot `{bot}`, and the policy is that of `{policy}`"
        ),
        help: format!(
            "name the policy of `{bot}`, or the place where the data of `{policy}` are; if the bot is called differently now, write `rename bot \"{bot}\" to=\"{policy}\"`"
        ),
    }
}

/// Refuses a policy that does not say what becomes of data.
///
/// # Errors
/// `Refused` where there is a gap.
pub(in crate::vault) fn refuse(gaps: &Gaps) -> Result<(), VaultError> {
    if gaps.is_empty() {
        return Ok(());
    }
    let facts: Vec<String> = gaps.iter().map(|(gap, there)| fact(gap, *there)).collect();
    let mut ways: Vec<String> = Vec::new();
    for gap in gaps.keys() {
        let way = gap.help();
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Err(VaultError::Refused {
        what: format!(
            "the data here are of an earlier policy, and this one does not say what becomes of them: {}",
            facts.join("; ")
        ),
        help: ways.join("; "),
    })
}

fn fact(gap: &Gap, there: There) -> String {
    let of = |n: u64, what: &str| {
        let s = if n == 1 { "" } else { "s" };
        (n > 0).then(|| format!("{n} {what}{s}"))
    };
    let parts = [of(there.rows, "row"), of(there.servers, "server")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{gap} ({})", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plan::StoreId, vault::policy};

    fn joined(plan: &Plan, stored: Option<&[u8]>, today: Option<&Shape>) -> Joined {
        let known = Known {
            stored,
            bot: None,
            today,
        };
        join(&Arc::new(plan.clone()), &known, |_| Ok(1)).unwrap()
    }

    #[test]
    fn a_backup_of_before_knows_what_was_renamed_and_dropped_since() {
        let first = joined(&policy::plan(), None, None).shape;
        let backup = first.encode().unwrap();
        let mut plan = policy::plan();
        plan.stores.truncate(3);
        let past = |name: &str, to: Option<&str>| crate::plan::Past {
            piece: Piece::Store,
            of: None,
            name: name.to_owned(),
            to: to.map(str::to_owned),
            at: policy::at(),
        };
        let dropped = policy::plan().stores.into_iter().skip(3);
        plan.past = dropped.map(|store| past(&store.name, None)).collect();
        plan.stores[0].name = "points".to_owned();
        plan.past.push(past("xp", Some("points")));
        let second = joined(&plan, Some(&backup), None);
        assert!(second.gaps.is_empty(), "{:?}", second.gaps);
        // The lines of what is dropped and renamed are gone from the next policy.
        plan.past.clear();
        let third = joined(&plan, Some(&backup), Some(&second.shape));
        assert!(third.gaps.is_empty(), "{:?}", third.gaps);
        let number = |id| third.shape.of(StoreId(id)).unwrap().number;
        assert_eq!(number(0), first.of(policy::XP).unwrap().number);
        assert!(third.shape.all().filter(|kept| kept.gone).count() > 5);
        let blind = joined(&plan, Some(&backup), None);
        assert!(!blind.gaps.is_empty());
    }
}
