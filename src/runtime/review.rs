//! Tells those who operate the bot on which day a refused erasure is to be looked at again: how many there are, and of
//! what. Once a day, for as long as somebody waits; whose they are a command says.

use super::core::Core;
use crate::{
    discord::Payload,
    emit::notice::Names,
    plan::{FieldId, Scope, Store},
    port::{Answer, Read, Scan, VaultError},
    vocab::{Duration, Timestamp, Value},
    wording::{self, say},
};

impl Core {
    pub(super) async fn tell_reviews(&self) {
        let Some(operators) = self.operators else {
            return;
        };
        let Some(channel) = operators.channel else {
            return;
        };
        let now = self.clock.now();
        let day = now.0.div_euclid(Duration::days(1).ms);
        let mut told = self.reviewed.lock().await;
        if *told == Some(day) || self.plan.reviews().next().is_none() {
            return;
        }
        for (store, review) in self.plan.reviews() {
            let n = match self.to_review(store, review, now).await {
                Ok(n) => n,
                Err(error) => {
                    tracing::error!(%error, "what is to be looked at again cannot be read");
                    return;
                }
            };
            if n == 0 {
                continue;
            }
            let called = || {
                let plan = self.plan.spoken_in(wording::language());
                Names::of(plan).title(store)
            };
            let said = || say!("reviews-due", store = called(), n);
            let text = self.said_in(operators.server, said).await;
            if let Err(error) = self.rest.post(channel, Payload::text(&text)).await {
                tracing::warn!(%error, "the operators could not be told what is to be looked at again");
                return;
            }
        }
        *told = Some(day);
    }

    /// How many rows name a day that has come.
    async fn to_review(
        &self,
        store: &Store,
        review: FieldId,
        now: Timestamp,
    ) -> Result<usize, VaultError> {
        let guilds = match store.scope {
            Scope::Guild => {
                let all = self.vault.guilds().await?.into_iter();
                all.map(|(guild, _)| Some(guild)).collect()
            }
            Scope::User | Scope::Bot => vec![None],
        };
        let mut due = 0;
        for guild in guilds {
            let scan = Scan {
                store: store.id,
                guild,
                of: None,
                by: None,
                limit: None,
            };
            if let Answer::Rows(rows) = self.vault.read(&Read::Scan(scan), now).await? {
                let is_due = |value: &Value| matches!(value, Value::Instant(day) if *day <= now);
                let of = rows
                    .iter()
                    .filter_map(|row| row.values.get(review.0 as usize));
                due += of.filter(|value| is_due(value)).count();
            }
        }
        Ok(due)
    }
}
