//! Who left while nobody looked: members are asked for when the bot comes back to a server.
//!
//! Reads which people the vault keeps rows about that end with `member.left`, and what `GET /guilds/{g}/members/{u}`
//! says; writes `Op::MemberLeft`, counted from the last proof of presence, and `Op::MemberPresent` for a return.
//!
//! INVARIANT: only Discord's own words that somebody is not a member are a departure; any other answer is asked for
//! again later. What is written was asked for in the server's lane, so that no event comes in between.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use futures_util::StreamExt as _;

use super::{core::Core, doubts::Member, lane::Lane};
use crate::{
    plan::{Plan, Trigger},
    port::{Op, VaultError},
    vocab::{self, GuildId, Timestamp},
};

/// How many are asked for side by side; with `PACE` at most twenty a second, of the fifty requests that Discord allows.
pub(super) const WORKERS: usize = 2;
const PACE: Duration = Duration::from_millis(100);
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many are asked for side by side before the first sweep, while nothing else is asked.
const AT_START: usize = 8;

impl Core {
    /// Events of the server may have been missed since `since`. In the server's lane.
    pub(super) async fn doubt_members(&self, guild: GuildId, since: Timestamp) {
        if !counts_departures(&self.plan) {
            return;
        }
        match self.vault.members(guild).await {
            Ok(members) => {
                for (user, left) in members {
                    let member = (guild, user);
                    self.members
                        .doubt(member, since, left.is_some(), &self.progress);
                }
            }
            Err(error) => tracing::error!(%error, "who may have left could not be read"),
        }
    }

    /// Asks beside the lanes, so that events go on; only a change is asked for again in the server's lane.
    async fn look_up(self: &Arc<Self>, member: Member) {
        let Some((_, is_gone)) = self.members.since(member) else {
            return;
        };
        match self.rest.is_member(member.0, member.1).await {
            Ok(here) if here != is_gone => self.members.trust(member),
            Ok(_) => {
                let core = Arc::clone(self);
                let work = async move { core.write_if_still_so(member).await };
                self.lanes.push(Lane::Guild(member.0), work).await;
            }
            Err(error) => {
                tracing::info!(%error, "whether somebody is still a member could not be told yet");
                self.members.postpone(member);
            }
        }
    }

    async fn write_if_still_so(&self, member: Member) {
        let (guild, user) = member;
        let Some((since, is_gone)) = self.members.since(member) else {
            return;
        };
        let op = match self.rest.is_member(guild, user).await {
            Ok(here) if here != is_gone => return self.members.trust(member),
            Ok(true) => Op::MemberPresent { guild, user },
            Ok(false) => Op::MemberLeft { guild, user, since },
            Err(error) => {
                tracing::info!(%error, "whether somebody is still a member could not be told yet");
                return self.members.postpone(member);
            }
        };
        match self.write_presence(op).await {
            Ok(()) => {
                self.members.trust(member);
                self.meters.found.one();
            }
            Err(error) => {
                tracing::error!(%error, "where somebody is could not be written");
                self.members.postpone(member);
            }
        }
    }

    /// Before the first sweep: whoever left, or removed the bot, before it stopped may have returned since. Only those whose
    /// time is over are asked about; where Discord does not say, what is written stays.
    pub(super) async fn ask_about_returns(&self) -> Result<(), VaultError> {
        let now = self.clock.now();
        let is_over = |since: Option<Timestamp>, grace: Option<vocab::Duration>| {
            since
                .zip(grace)
                .is_some_and(|(since, grace)| since.plus(grace) <= now)
        };
        let (server, member) = (
            shortest(&self.plan, Trigger::GuildRemoved),
            shortest(&self.plan, Trigger::MemberLeft),
        );
        for (guild, removed) in self.vault.guilds().await? {
            if is_over(removed, server) && matches!(self.rest.is_in_guild(guild).await, Ok(true)) {
                self.guild_present(guild).await;
            }
            if member.is_none() {
                continue;
            }
            let gone = self.vault.members(guild).await?.into_iter();
            let gone = gone.filter(|(_, left)| is_over(*left, member));
            let asked = gone.map(|(user, _)| async move {
                matches!(self.rest.is_member(guild, user).await, Ok(true)).then_some(user)
            });
            let asked = futures_util::stream::iter(asked).buffer_unordered(AT_START);
            let back: Vec<_> = asked.filter_map(std::future::ready).collect().await;
            for user in back {
                self.write_presence(Op::MemberPresent { guild, user })
                    .await?;
            }
        }
        Ok(())
    }
}

/// Whether some store's retention counts from a member's departure.
pub(super) fn counts_departures(plan: &Plan) -> bool {
    plan.stores.iter().any(|store| {
        let mut clauses = store.retention.clauses.iter();
        clauses.any(|clause| clause.trigger == Trigger::MemberLeft)
    })
}

/// The shortest time after the trigger, over all that is kept.
fn shortest(plan: &Plan, trigger: Trigger) -> Option<vocab::Duration> {
    let of_stores = plan.stores.iter().map(|store| &store.retention);
    let all = of_stores.chain([&plan.settings_retention]);
    all.flat_map(|retention| &retention.clauses)
        .filter(|clause| clause.trigger == trigger)
        .map(|clause| clause.after)
        .min()
}

/// Runs until the bot's core is gone.
pub(super) async fn keep_looking_up(core: Weak<Core>) {
    loop {
        let Some(core) = core.upgrade() else {
            return;
        };
        if let Some(member) = core.members.take() {
            core.look_up(member).await;
            drop(core);
            tokio::time::sleep(PACE).await;
        } else if let Some(channel) = core.channels.take() {
            core.look_up_channel(channel).await;
            drop(core);
            tokio::time::sleep(PACE).await;
        } else {
            let (members, channels) = (Arc::clone(&core.members), Arc::clone(&core.channels));
            drop(core);
            let more = async {
                tokio::select! {
                    () = members.more.notified() => {}
                    () = channels.more.notified() => {}
                }
            };
            // Also when nothing is new: the next try of something may have come.
            let _ = tokio::time::timeout(LOOK_EVERY, more).await;
        }
    }
}
