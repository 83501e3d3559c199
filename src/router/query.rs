//! Queries as a handler sees them: rows of the vault under its own writes so far, filtered, in order.
//!
//! A row that the handler inserted has the number that the vault will give it, so it stands behind all others wherever
//! the order follows the key, and is found by it.

use super::{
    evaluate::value_at,
    round::{Flow, Halt},
    run::{AtHand, Run},
};
use crate::{
    plan::{Expr, Kind, Op, Query, Store},
    port::{Direction, RowId, Scan},
    vocab::Value,
};

/// A row that a query found.
pub(super) struct Found {
    pub(super) id: RowId,
    pub(super) values: Vec<Value>,
}

impl Run<'_, '_> {
    /// Rows that answer the query, own writes included, in its order.
    pub(super) fn query(&mut self, query: &Query) -> Flow<Vec<Found>> {
        let store = self.store(query.store)?;
        let of = match &query.of {
            None => None,
            Some((field, person)) => match self.user(person)? {
                Some(user) => Some((*field, user)),
                None => return Ok(Vec::new()),
            },
        };
        let touched = self.draft.touches(store.id);
        let limit = query.limit.map(|limit| limit as usize);
        // The vault may stop early only where nothing is left out or added here.
        let as_scanned = !touched && is_whole(query) && (query.by.is_some() || !query.descending);
        let direction = if query.descending {
            Direction::Descending
        } else {
            Direction::Ascending
        };
        // In the same round as the rows.
        let numbered = self.number_rows(store);
        let rows = self.round.rows(Scan {
            store: store.id,
            guild: self.scope(store)?,
            of,
            by: query.by.map(|field| (field, direction)),
            limit: query.limit.filter(|_| as_scanned),
        })?;
        numbered?;
        let guild = self.scope(store)?;
        let mut found: Vec<Found> = rows
            .iter()
            .map(|row| Found {
                id: RowId {
                    store: store.id,
                    guild,
                    key: row.key.clone(),
                },
                values: row.values.clone(),
            })
            .collect();
        if touched {
            self.lay_over(store, &mut found);
            found.retain(|row| {
                of.is_none_or(|(field, user)| value_at(&row.values, field.0) == Value::User(user))
            });
            if let Some(by) = query.by {
                found.sort_by(|a, b| {
                    let order = value_at(&a.values, by.0).cmp(&value_at(&b.values, by.0));
                    if query.descending {
                        order.reverse()
                    } else {
                        order
                    }
                });
            }
        }
        if query.by.is_none() && query.descending {
            found.reverse();
        }
        self.filter(query, found, limit)
    }

    /// Replaces what the draft rewrote, takes out what it removed, adds what it made, in order of key.
    fn lay_over(&self, store: &Store, found: &mut Vec<Found>) {
        found.retain(|row| self.draft.row(&row.id).is_none());
        let own = self.draft.rows_of(store.id);
        found.extend(own.into_iter().map(|(id, values)| Found {
            id,
            values: values.clone(),
        }));
        found.sort_by(|a, b| a.id.key.cmp(&b.id.key));
    }

    fn filter(
        &mut self,
        query: &Query,
        rows: Vec<Found>,
        limit: Option<usize>,
    ) -> Flow<Vec<Found>> {
        let mut kept = Vec::new();
        let mut pending = false;
        // How many rows there may be is counted apart; each may take as much work as is left.
        let work_left = self.work_left;
        for row in rows {
            self.work_left = work_left;
            if limit.is_some_and(|limit| kept.len() >= limit) {
                break;
            }
            let holds = match &query.filter {
                None => Ok(true),
                Some(filter) => self.with(&row.values, 0, |run| run.truth(filter)),
            };
            match holds {
                Ok(true) => kept.push(row),
                Ok(false) => {}
                Err(Halt::Pending) => pending = true,
                Err(halt) if !pending => return Err(halt),
                Err(_) => break,
            }
        }
        self.work_left = work_left;
        if pending {
            Err(Halt::Pending)
        } else {
            Ok(kept)
        }
    }

    /// Does something with a row at hand.
    pub(super) fn with<T>(
        &mut self,
        values: &[Value],
        rank: usize,
        job: impl FnOnce(&mut Self) -> Flow<T>,
    ) -> Flow<T> {
        self.hand.push(AtHand {
            values: values.to_vec(),
            rank: i64::try_from(rank).unwrap_or(i64::MAX),
        });
        let result = job(self);
        self.hand.pop();
        result
    }
}

/// Whether the scan alone answers the query: there is no filter, or it says no more than `of` does.
fn is_whole(query: &Query) -> bool {
    match (&query.filter, &query.of) {
        (None, _) => true,
        (
            Some(Expr {
                kind:
                    Kind::Binary {
                        op: Op::Equal,
                        left,
                        right,
                    },
                ..
            }),
            Some((field, person)),
        ) => {
            let row = Kind::Row(query.store, *field);
            (left.kind == row && right.as_ref() == person)
                || (right.kind == row && left.as_ref() == person)
        }
        _ => false,
    }
}
