//! Commands that a server's admins made: registered with Discord as the rows say, and anew when the rows are others.

use std::{collections::BTreeSet, sync::Arc};

use super::{core::Core, lane::Lane};
use crate::{
    discord::DiscordError,
    plan::StoreId,
    port::{Answer, Places, Read, Scan, StoredRow, VaultError},
    router,
    vocab::GuildId,
    wording::say,
};

impl Core {
    /// # Errors
    /// What Discord says about the commands; of some that it refuses the others are there. A vault that cannot be read is logged instead.
    pub(super) async fn refresh_commands(&self, guild: GuildId) -> Result<(), DiscordError> {
        self.register_guild(guild, true).await
    }

    /// Registers the commands that the server's admins made. A server that has none is asked about only when `always`.
    pub(super) async fn register_guild(
        &self,
        guild: GuildId,
        always: bool,
    ) -> Result<(), DiscordError> {
        let sets = match self.command_rows(guild).await {
            Ok(sets) => sets,
            Err(error) => {
                tracing::error!(%error, "the commands of a server cannot be read");
                return Ok(());
            }
        };
        let is_theirs = self.operators.is_some_and(|one| one.server == guild);
        let mut commands = if is_theirs {
            router::operators_commands(&self.plan)
        } else {
            Vec::new()
        };
        if commands.is_empty() && sets.iter().all(|(_, rows)| rows.is_empty()) && !always {
            return Ok(());
        }
        commands.extend(router::guild_commands(&self.plan, &sets));
        let registered = self
            .rest
            .register(self.identity.application, Some(guild), &commands)
            .await?;
        // What was refused before is known: it says nothing of what was changed now.
        let names = self.told.newly_refused(guild, registered.refused);
        if names.is_empty() {
            return Ok(());
        }
        let refused = DiscordError::Commands { names };
        let said = || say!("commands-left-out", why = refused.for_people());
        let text = self.said_in(guild, said).await;
        let owner = self.known.get(guild).map(|server| server.owner);
        self.tell(guild, owner, &text).await;
        Err(refused)
    }

    /// The servers among these in which rows are commands.
    pub(super) fn with_commands(&self, places: &Places) -> BTreeSet<GuildId> {
        let sets = &self.plan.command_sets;
        let places = places.iter();
        let places = places.filter(|(_, store)| sets.iter().any(|set| set.store == *store));
        places.map(|(guild, _)| *guild).collect()
    }

    /// Rows are others, or gone, without a handler: where they are commands these are registered anew, after what is under
    /// way there.
    pub(super) fn follow(self: &Arc<Self>, places: &Places) {
        for guild in self.with_commands(places) {
            if self.presence.removed(guild).is_some() {
                continue;
            }
            let core = Arc::clone(self);
            tokio::spawn(async move {
                let lanes = core.lanes.clone();
                let refresh = async move {
                    if let Err(error) = core.refresh_commands(guild).await {
                        tracing::warn!(%error, "the commands of a server could not be registered");
                    }
                };
                lanes.push(Lane::Guild(guild), refresh).await;
            });
        }
    }

    /// Rows of the command sets whose features are on in the server.
    async fn command_rows(
        &self,
        guild: GuildId,
    ) -> Result<Vec<(StoreId, Vec<StoredRow>)>, VaultError> {
        let (mut sets, now) = (Vec::new(), self.clock.now());
        if self.plan.command_sets.is_empty() {
            return Ok(sets);
        }
        let Answer::Settings(settings) = self.vault.read(&Read::Settings(guild), now).await? else {
            return Ok(sets);
        };
        for set in &self.plan.command_sets {
            let feature = self.plan.feature(set.feature);
            let is_on = feature.is_some_and(|feature| settings.is_on(feature));
            let scan = Scan {
                store: set.store,
                guild: Some(guild),
                of: None,
                by: None,
                limit: None,
            };
            if is_on && let Answer::Rows(rows) = self.vault.read(&Read::Scan(scan), now).await? {
                sets.push((set.store, rows));
            }
        }
        Ok(sets)
    }
}
