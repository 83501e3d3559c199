//! Counters for operators, in Prometheus' text format.
//!
//! INVARIANT: no label holds an id or a name of a person or server; only kinds that this file spells out.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use super::trust::Doubt;
use crate::port::StoreCount;

macro_rules! meters {
    ($($field:ident = $name:literal, $help:literal);* $(;)?) => {
        /// What happened since the start.
        #[derive(Debug, Default)]
        pub(super) struct Meters { $(pub(super) $field: Meter),* }

        impl Meters {
            fn each(&self) -> Vec<(&'static str, &'static str, u64)> {
                vec![$(($name, $help, self.$field.get())),*]
            }
        }
    };
}

meters! {
    dispatches = "candor_dispatches_total", "Gateway dispatches taken.";
    sessions = "candor_gateway_sessions_total", "Gateway sessions begun; beyond one a shard, events may have been missed.";
    events = "candor_events_total", "Events given to the router.";
    repeated = "candor_events_repeated_total", "Events delivered again and not applied again.";
    unreadable = "candor_events_unreadable_total", "Events in a form this version cannot read.";
    commands = "candor_commands_total", "Slash commands called.";
    deferred = "candor_interactions_deferred_total", "Answers that took longer than two seconds.";
    failed = "candor_handlers_failed_total", "Handlers that broke off and changed nothing.";
    conflicts = "candor_commit_conflicts_total", "Commits begun again, because what they read had changed.";
    effects = "candor_effects_total", "Actions carried out.";
    refused = "candor_effects_refused_total", "Actions that Discord refused.";
    swept = "candor_rows_swept_total", "Rows deleted because their time was over.";
    found = "candor_member_changes_found_total", "Departures and returns of members that were found after the bot was away.";
    removals = "candor_guild_removals_total", "Servers whose removal of the bot was confirmed.";
}

#[derive(Debug, Default)]
pub(super) struct Meter(AtomicU64);

impl Meter {
    pub(super) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    pub(super) fn one(&self) {
        self.add(1);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Meters {
    /// `rows` by store name; `late_ms` of the last sweep.
    pub(super) fn render(
        &self,
        rows: &[(String, StoreCount)],
        late_ms: i64,
        doubt: Option<Doubt>,
    ) -> String {
        let mut text = String::new();
        // Writing into a String does not fail.
        for (name, help, value) in self.each() {
            let _ = writeln!(
                text,
                "# HELP {name} {help}\n# TYPE {name} counter\n{name} {value}"
            );
        }
        let _ = writeln!(
            text,
            "# HELP candor_rows Rows kept.\n# TYPE candor_rows gauge"
        );
        for (store, count) in rows {
            let _ = writeln!(text, "candor_rows{{store=\"{store}\"}} {}", count.rows);
        }
        let _ = writeln!(
            text,
            "# HELP candor_sweep_late_ms How late the last sweep's latest deletion was.\n\
             # TYPE candor_sweep_late_ms gauge\ncandor_sweep_late_ms {late_ms}"
        );
        let _ = writeln!(
            text,
            "# HELP candor_clock_doubted Whether the machine's clock is not believed; while it is ahead, deletions are held.\n\
             # TYPE candor_clock_doubted gauge"
        );
        for (name, one) in [("ahead", Doubt::Ahead), ("behind", Doubt::Behind)] {
            let is = u8::from(doubt == Some(one));
            let _ = writeln!(text, "candor_clock_doubted{{clock=\"{name}\"}} {is}");
        }
        text
    }
}
