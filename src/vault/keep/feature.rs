//! Features that a server switched off: since when, and what is due because of it.
//!
//! The mark of a feature stays until it is on again, or the server is forgotten. Where the bot was removed nothing is on:
//! that the server's settings go there, or that the bot starts again, puts nothing off. When the bot is back, what its
//! settings have as on is.
//!
//! INVARIANT: what a switch makes due is due a grace after it, never later; being on again forgets all of it.

use super::{transaction::Transaction, view::View};
use crate::{
    port::VaultError,
    vault::{
        engines::Readable,
        ground::fault::damaged,
        ledger::{Who, seal::Alias},
        rows::{
            layout::{self, Due},
            rules,
            schema::Kept,
        },
    },
    vocab::{GuildId, Timestamp},
};

impl<S: Readable + ?Sized> View<'_, S> {
    fn off_since(&self, scope: &Alias, feature: &str) -> Result<Option<Timestamp>, VaultError> {
        Ok(self
            .source
            .get(&layout::off(scope, feature))?
            .and_then(|bytes| layout::instant(&bytes)))
    }

    /// When what a store keeps in this server goes because its feature is off; none while it is on.
    pub(super) fn off_at(
        &self,
        kept: &Kept,
        scope: &Alias,
    ) -> Result<Option<Timestamp>, VaultError> {
        let Some(grace) = kept.off_grace else {
            return Ok(None);
        };
        let since = self.off_since(scope, &kept.feature)?;
        Ok(since.map(|since| since.plus(grace)))
    }
}

impl Transaction<'_, '_> {
    /// A server switched a feature on or off.
    pub(super) fn switched(
        &mut self,
        guild: GuildId,
        feature: &str,
        on: bool,
    ) -> Result<(), VaultError> {
        let Some(keys) = self.ledger.get(Who::server(Some(guild))) else {
            return Ok(());
        };
        let scope = keys.alias;
        if on {
            return self.forget_switch(&scope, feature);
        }
        if self.view().off_since(&scope, feature)?.is_none() {
            self.switch_off(&scope, feature)?;
        }
        Ok(())
    }

    pub(super) fn switch_off(&mut self, scope: &Alias, feature: &str) -> Result<(), VaultError> {
        let since = self.now.0.to_be_bytes();
        self.overlay.put(layout::off(scope, feature), since);
        let shape = self.shape;
        for kept in shape.all().filter(|kept| kept.feature == feature) {
            let rows = layout::store_prefix(scope, kept.number);
            if kept.off_grace.is_some() && self.overlay.any(&rows)? {
                self.due_with_feature(kept, scope)?;
            }
        }
        Ok(())
    }

    /// What a store keeps in a server whose feature is off goes in time, also what is written later.
    pub(super) fn due_with_feature(
        &mut self,
        kept: &Kept,
        scope: &Alias,
    ) -> Result<(), VaultError> {
        if let Some(at) = self.view().off_at(kept, scope)? {
            let due = layout::due(at, &Due::Feature(*scope, kept.number));
            self.overlay.put(due, []);
        }
        Ok(())
    }

    pub(super) fn forget_switch(&mut self, scope: &Alias, feature: &str) -> Result<(), VaultError> {
        let shape = self.shape;
        for kept in shape.all().filter(|kept| kept.feature == feature) {
            if let Some(at) = self.view().off_at(kept, scope)? {
                let due = layout::due(at, &Due::Feature(*scope, kept.number));
                self.overlay.remove(due);
            }
        }
        self.overlay.remove(layout::off(scope, feature));
        Ok(())
    }

    /// Of a server that is forgotten.
    pub(super) fn forget_switches(&mut self, scope: &Alias) -> Result<(), VaultError> {
        for (key, _) in self.overlay.scan(&layout::off_prefix(scope), usize::MAX)? {
            let (_, feature) = layout::split_off(&key).ok_or_else(|| damaged("an index"))?;
            self.forget_switch(scope, feature)?;
        }
        Ok(())
    }

    /// A policy may have changed which features are on where nobody switched them, and data of an earlier version say
    /// what is off and not since when: that counts from now.
    pub(super) fn match_switches(&mut self) -> Result<(), VaultError> {
        let shape = self.shape;
        for (guild, scope) in self.ledger.servers() {
            self.forget_what_is_on(guild, &scope)?;
            let settings = self.view().settings(guild, self.now)?;
            for feature in &shape.plan.features {
                let is_marked = self.view().off_since(&scope, &feature.name)?.is_some();
                let set = settings.switched.get(&feature.name).copied();
                if !is_marked && set == Some(false) {
                    self.switch_off(&scope, &feature.name)?;
                }
            }
        }
        Ok(())
    }

    /// Where the bot is, a feature is also on again because the server's settings are gone.
    pub(super) fn forget_what_is_on(
        &mut self,
        guild: GuildId,
        scope: &Alias,
    ) -> Result<(), VaultError> {
        if self.view().removed(scope)?.is_some() {
            return Ok(());
        }
        let shape = self.shape;
        let settings = self.view().settings(guild, self.now)?;
        for feature in &shape.plan.features {
            let set = settings.switched.get(&feature.name).copied();
            if self.view().off_since(scope, &feature.name)?.is_some()
                && rules::is_on(&shape.plan, &feature.name, set)
            {
                self.forget_switch(scope, &feature.name)?;
            }
        }
        Ok(())
    }
}
