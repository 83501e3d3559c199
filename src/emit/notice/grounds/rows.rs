//! The rows, in the order of the notice.

use super::{By, Ground, enforced, follows, holds, proved, stated, stores};
use crate::vocab::Standing::{Proved, Stated};

const BIRTHDAYS: &str = "examples/birthdays/consent.kdl";
const BOT: &str = "tests/bot/main.rs";
const CLOCK: &str = "tests/vault/clock.rs";
const DISK: &str = "tests/vault/disk.rs";
const GENERATED: &str = "tests/router/generated.rs";
const HANDLERS: &str = "tests/router/handlers.rs";
const KETA_CONFIGURATION: &str = "policies/keta/configuration.kdl";
const KETA_RIGHTS: &str = "policies/keta/rights.kdl";
const KETA_WARNINGS: &str = "policies/keta/warnings.kdl";
const REPORTS: &str = "examples/reports/doors.kdl";
const SUSPICION: &str = "policies/std/tests/suspicion.scenarios.kdl";
const WATCH: &str = "examples/watch/operators.kdl";
const NOTICE: &str = "tests/notice/sentences/rights.kdl";

const CLAIMS: &str = "src/check/claims.rs";
const FLOW: &str = "src/check/flow/mod.rs";
const NEEDS: &str = "src/check/needs.rs";
const TRACE: &str = "src/lower/shown.rs";
const LOWER: &str = "src/lower/mod.rs";

pub const GROUNDS: &[Ground] = &[
    // At a glance.
    stated("controller.who", holds::always).of_every_bot(),
    stated("controller.reach", holds::can_be_reached).of_every_bot(),
    follows("kept.nothing", holds::keeps_nothing, LOWER),
    follows("kept.nothing.itself", holds::keeps_nothing_but_roles, LOWER),
    follows("kept.roles", holds::gives_roles, TRACE),
    follows("kept.elsewhere", holds::marks_members, TRACE),
    follows("kept.unnamed", holds::keeps_only_unnamed, LOWER),
    follows("kept.features", holds::keeps_people, LOWER),
    follows("kept.else", holds::has_stores_or_features, LOWER),
    follows("kept.else.unnamed", holds::has_unnamed, LOWER),
    enforced(
        "kept.until",
        holds::has_stores,
        CLOCK,
        "what_is_due_goes_within_a_minute_and_nothing_before_its_time",
    ),
    proved("content.none", holds::reads_no_content, FLOW),
    proved("content.counts", holds::counts_mentions, FLOW),
    proved("content.forgets", holds::forgets_content, FLOW),
    proved("content.recognises", holds::recognises_texts, FLOW),
    proved("content.decides", holds::decides_by_content, FLOW),
    proved("content.posts", holds::reads_content, FLOW),
    proved("content.keeps", holds::reads_content, FLOW),
    follows("content.commands", holds::keeps_what_is_written, LOWER),
    enforced(
        "content.forms",
        holds::has_forms,
        REPORTS,
        "what was typed is forgotten after 15 minutes",
    ),
    stated("others.none", holds::has_no_processor),
    stated("others.some", holds::has_processors),
    enforced(
        "others.modlog",
        holds::has_mod_log,
        HANDLERS,
        "the_mod_log_is_silent_while_no_channel_is_chosen",
    ),
    enforced(
        "others.operators",
        holds::has_operators,
        WATCH,
        "only operators use what is for operators, and only in their server",
    ),
    enforced(
        "others.operator",
        holds::has_stores,
        "tests/rights/export.rs",
        "the_command_and_the_operator_hand_over_the_same_document",
    ),
    enforced(
        "erase.how",
        holds::always,
        GENERATED,
        "deleting_in_a_direct_message_means_everywhere",
    )
    .of_every_bot(),
    enforced(
        "erase.but",
        holds::has_exceptions,
        NOTICE,
        "what is not handed over and not erased is said",
    ),
    enforced(
        "erase.stop",
        holds::can_opt_out,
        HANDLERS,
        "nothing_is_written_about_somebody_who_opted_out",
    ),
    // The tables: what is in their cells.
    follows("row.holds", stores::of_a_store, LOWER),
    stated("row.why", holds::feature_has_purposes),
    enforced(
        "row.until",
        stores::of_a_store,
        CLOCK,
        "what_is_due_goes_within_a_minute_and_nothing_before_its_time",
    ),
    follows("row.seen", stores::store_is_shown, TRACE),
    follows("row.seen.nobody", stores::store_is_said_to_nobody, TRACE),
    follows("row.seen.journal", stores::store_is_a_journal, TRACE),
    enforced(
        "row.erases",
        stores::store_is_of_people,
        KETA_RIGHTS,
        "T23 an erasure leaves no trace, and other people's data alone",
    ),
    follows("row.erases.nobody", stores::store_is_not_of_people, LOWER),
    follows("row.field", stores::of_a_store, LOWER),
    follows("row.category", stores::of_a_store, LOWER),
    stated("row.setting", holds::has_settings),
    enforced(
        "row.default",
        holds::has_settings,
        GENERATED,
        "settings_are_set_shown_and_reset",
    ),
    // What is kept.
    Ground::new("quoted", &[Stated], holds::always, By::Word),
    enforced(
        "rule.deleted",
        holds::always,
        "tests/bot/clock.rs",
        "after_a_month_without_the_bot_all_that_is_due_goes_before_it_connects",
    )
    .of_every_bot(),
    enforced(
        "rule.returns",
        holds::can_be_called_off,
        BOT,
        "a_return_cancels_a_removal_with_grace",
    ),
    enforced(
        "rule.unseen",
        holds::counts_from_a_parting,
        NOTICE,
        "a removal that is undone while the bot does not run ends nothing",
    ),
    enforced(
        "rule.left",
        holds::counts_from_leaving,
        "tests/bot/away.rs",
        "who_left_and_came_back_meanwhile_loses_nothing",
    ),
    enforced(
        "rule.rights",
        holds::keeps_people,
        KETA_RIGHTS,
        "T23 an erasure leaves no trace, and other people's data alone",
    ),
    stated("feature.about", holds::feature_is_described),
    enforced(
        "feature.on",
        holds::feature_is_on,
        HANDLERS,
        "a_feature_that_is_off_is_silent_and_its_commands_say_how_to_turn_it_on",
    ),
    enforced(
        "feature.off",
        holds::feature_is_off,
        HANDLERS,
        "a_feature_that_is_off_is_silent_and_its_commands_say_how_to_turn_it_on",
    ),
    stated("feature.why", holds::feature_has_purposes),
    stated("feature.basis", holds::feature_has_a_basis),
    enforced(
        "feature.asks",
        holds::feature_rests_on_consent,
        BIRTHDAYS,
        "a command asks before the first row, and goes on after the yes",
    ),
    enforced(
        "feature.unasked",
        holds::feature_rests_on_consent,
        BIRTHDAYS,
        "what only watches writes nothing before a yes",
    ),
    enforced(
        "feature.withdraw",
        holds::feature_rests_on_consent,
        BIRTHDAYS,
        "taking it back erases what rests on it, and nothing else",
    ),
    enforced(
        "feature.mark",
        holds::feature_rests_on_consent,
        "tests/vault/restore.rs",
        "who_was_taken_out_of_a_store_does_not_come_back_into_it",
    ),
    enforced(
        "feature.agreed",
        holds::feature_rests_on_consent,
        "tests/router/consent.rs",
        "a_policy_that_says_something_else_asks_again",
    ),
    proved("feature.reads", holds::feature_reads, FLOW),
    follows("feature.nothing", holds::feature_keeps_nothing, LOWER),
    follows("feature.settings", holds::feature_keeps_settings, LOWER),
    follows("feature.roles", holds::feature_gives_roles, TRACE),
    follows("feature.speaks", holds::feature_speaks, TRACE),
    follows(
        "feature.crosses",
        holds::feature_crosses,
        "src/check/across.rs",
    ),
    follows("store.kept", stores::of_a_store, TRACE),
    stated("store.words", stores::store_is_described),
    stated("store.origin", stores::store_has_origins),
    enforced(
        "store.until",
        stores::store_ends,
        CLOCK,
        "what_is_due_goes_within_a_minute_and_nothing_before_its_time",
    ),
    follows(
        "store.until-erased",
        stores::store_ends_by_erasure,
        "src/check/unbounded.rs",
    ),
    stated("store.until-reason", stores::store_says_why),
    follows("store.across", stores::store_crosses, "src/check/reach.rs"),
    follows(
        "store.anywhere",
        stores::store_is_open_by_permissions_of_any_server,
        TRACE,
    ),
    enforced(
        "store.newest",
        stores::store_is_a_ring,
        "examples/notes/endings.kdl",
        "only the newest remarks on a member are kept",
    ),
    enforced(
        "store.ended",
        stores::store_ends_with_steps,
        "tests/bot/endings.rs",
        "what_runs_at_the_end_of_a_row_runs_in_time_and_once",
    ),
    enforced(
        "store.hold",
        stores::store_holds,
        "examples/team/attack.kdl",
        "an attack deletes nothing for a day, and only the recovery sees it",
    ),
    enforced(
        "store.hold.by",
        stores::store_holds,
        "examples/team/attack.kdl",
        "an attack deletes nothing for a day, and only the recovery sees it",
    ),
    enforced(
        "store.finished",
        stores::store_is_finished,
        "examples/verification/finished.kdl",
        "what was begun is gone when it is finished",
    ),
    enforced(
        "store.removed",
        stores::store_is_removed,
        NOTICE,
        "who may remove something is said",
    ),
    follows("store.shown.none", stores::store_is_shown_to_nobody, TRACE),
    follows(
        "store.shown.journal",
        stores::store_is_a_journal_of_people,
        TRACE,
    ),
    follows("store.shown.depends", stores::store_can_be_guessed, TRACE),
    follows("shown.reply.private", stores::store_is_shown, TRACE),
    follows("shown.reply.public", stores::store_is_shown, TRACE),
    follows("shown.custom", stores::store_is_shown, TRACE),
    follows("shown.custom.names", stores::store_is_shown, TRACE),
    follows("shown.event.reply", stores::store_is_shown, TRACE),
    follows("shown.event.channel", stores::store_is_shown, TRACE),
    follows("shown.event.mod-log", stores::store_is_shown, TRACE),
    follows("shown.event.operators", stores::store_is_shown, TRACE),
    follows("shown.event.audit-log", stores::store_is_shown, TRACE),
    follows("shown.event.acts", stores::store_is_shown, TRACE),
    follows("shown.event.dm", stores::store_is_shown, TRACE),
    enforced(
        "store.erase.delete",
        stores::store_is_of_people,
        KETA_RIGHTS,
        "T23 an erasure leaves no trace, and other people's data alone",
    ),
    enforced(
        "store.erase.party",
        stores::store_has_parties,
        NOTICE,
        "a part in something is erased as well",
    ),
    enforced(
        "store.erase.redact",
        stores::store_is_redacted,
        NOTICE,
        "what is emptied stays without it",
    ),
    enforced(
        "store.erase.pseudonymise",
        stores::store_is_pseudonymised,
        KETA_RIGHTS,
        "T23 a moderator's erasure blanks the moderator and leaves the warning",
    ),
    follows(
        "store.erase.key",
        stores::store_has_texts_in_its_key,
        "src/vault/rows/named.rs",
    ),
    enforced(
        "store.erase.refused",
        stores::store_refuses_erasure,
        WATCH,
        "what is refused stays, and everything else goes",
    ),
    enforced(
        "store.erase.suppress",
        stores::store_can_be_opted_out_of,
        KETA_RIGHTS,
        "T23 levels do not start again about a person who was erased",
    ),
    enforced(
        "store.object.refused",
        stores::store_refuses_objection,
        "tests/router/consent.rs",
        "an_objection_stops_what_rests_on_an_interest",
    ),
    enforced(
        "store.object.stops",
        stores::store_is_stopped_by_objection,
        BIRTHDAYS,
        "an opt-out stops also what was consented to",
    ),
    enforced(
        "store.export",
        stores::store_is_exported,
        GENERATED,
        "a_person_sees_exports_and_deletes_what_is_theirs",
    ),
    enforced(
        "store.export.parts",
        stores::store_gives_parts,
        "tests/rights/export.rs",
        "the_command_and_the_operator_hand_over_the_same_document",
    ),
    enforced(
        "store.refused",
        stores::store_is_refused,
        "tests/rights/export.rs",
        "the_command_and_the_operator_hand_over_the_same_document",
    ),
    stated("store.refused.why", stores::store_is_refused),
    // What is read, what never happens, what the bot decides.
    proved("read.forgotten", holds::reads_people, FLOW),
    proved("read.decides", holds::reads_people, FLOW),
    proved("read.goes", holds::reads_people, FLOW),
    proved("read.leaves", holds::reads_people, FLOW),
    enforced(
        "read.counted",
        holds::counts,
        "src/runtime/uses.rs",
        "times_are_forgotten_when_they_count_no_more",
    ),
    enforced(
        "read.recognised",
        holds::recognises_texts,
        "tests/promises/limit.scenarios.kdl",
        "what is written again and again is known again, and a restart forgets it",
    ),
    enforced(
        "read.typed",
        holds::types,
        "tests/bot/typed.rs",
        "what_is_no_command_is_dropped_and_private_answers_are_direct_messages",
    ),
    enforced(
        "read.typed-to-all",
        holds::types_to_all,
        "tests/bot/typed.rs",
        "what_is_no_command_is_dropped_and_private_answers_are_direct_messages",
    ),
    enforced(
        "read.remembered",
        holds::remembers,
        "tests/bot/places.rs",
        "who_leaves_is_told_with_the_roles_that_they_had_last",
    ),
    proved("read.nothing", holds::reads, FLOW),
    stated("never.none", holds::promises_nothing),
    Ground::new(
        "never.not-requested",
        &[Proved, Stated],
        holds::promises,
        By::Judgement(CLAIMS),
    ),
    Ground::new(
        "never.not-to",
        &[Proved, Stated],
        holds::promises,
        By::Judgement(CLAIMS),
    ),
    Ground::new(
        "never.no-intent",
        &[Proved, Stated],
        holds::promises,
        By::Judgement("src/check/intents.rs"),
    ),
    proved("never.privileged", holds::leaves_out_an_intent, NEEDS).of_every_bot(),
    stated("declassify.is", holds::makes_exceptions),
    follows("decide.acts", holds::decides, TRACE),
    follows("decide.none", holds::decides_nothing, TRACE),
    enforced(
        "decide.score",
        holds::feature_counts_points,
        SUSPICION,
        "what counts is added up and told, and nothing else happens",
    ),
    // Servers and opt-outs.
    enforced(
        "settings.held",
        holds::has_settings,
        KETA_CONFIGURATION,
        "T1 a server's modules, channels, roles and templates are kept for it",
    ),
    enforced(
        "settings.none",
        holds::has_no_settings,
        GENERATED,
        "settings_are_set_shown_and_reset",
    ),
    enforced(
        "settings.until",
        holds::always,
        KETA_CONFIGURATION,
        "T18 after thirty days configuration is deleted",
    )
    .of_every_bot(),
    enforced(
        "settings.people",
        holds::names_people_in_settings,
        "tests/meaning/who.scenarios.kdl",
        "whom a server names sees it, can have it erased, and is in no file",
    ),
    follows("settings.texts", holds::has_texts_as_settings, LOWER),
    enforced(
        "optout.mark",
        holds::can_opt_out,
        "tests/vault/disk.rs",
        "the_directory_names_nobody_and_quotes_nothing",
    ),
    enforced(
        "optout.stops",
        holds::can_opt_out,
        HANDLERS,
        "nothing_is_written_about_somebody_who_opted_out",
    ),
    enforced(
        "optout.until",
        holds::can_opt_out,
        GENERATED,
        "opting_out_is_a_switch",
    ),
    // Recipients.
    stated("discord.platform", holds::always).of_every_bot(),
    stated("discord.posts", holds::posts),
    enforced(
        "modlog.receives",
        holds::has_mod_log,
        HANDLERS,
        "the_mod_log_is_silent_while_no_channel_is_chosen",
    ),
    enforced(
        "modlog.stays",
        holds::has_mod_log,
        HANDLERS,
        "the_mod_log_is_silent_while_no_channel_is_chosen",
    ),
    enforced(
        "operators.who",
        holds::has_operators,
        WATCH,
        "only operators use what is for operators, and only in their server",
    ),
    enforced(
        "operators.commands",
        holds::has_commands_for_operators,
        WATCH,
        "only operators use what is for operators, and only in their server",
    ),
    enforced(
        "operators.receive",
        holds::writes_to_operators,
        WATCH,
        "what is sent to operators stands in their channel alone",
    ),
    stated("processor.is", holds::has_processors),
    stated("processor.outside", holds::has_processors_elsewhere),
    stated("processor.nowhere", holds::has_processors_somewhere),
    stated("processor.receives", holds::has_processors),
    stated("processor.nothing", holds::has_processors),
    stated("processors.none", holds::has_no_processor),
    // What the bot asks of Discord.
    proved("intents.why", holds::asks_for_intents, NEEDS).of_every_bot(),
    follows("permissions.why", holds::asks_for_permissions, NEEDS),
    follows("permissions.none", holds::asks_for_no_permission, NEEDS),
    proved("review.because", holds::asks_for_guarded, NEEDS),
    stated("review.why", holds::has_purposes),
    proved("review.looks", holds::reads_people, FLOW),
    proved("review.forgotten", holds::reads_people, FLOW),
    proved("review.stored", holds::reads_people, FLOW),
    enforced(
        "review.switch",
        holds::asks_for_guarded,
        HANDLERS,
        "a_feature_that_is_off_is_silent_and_its_commands_say_how_to_turn_it_on",
    ),
    proved("review.reads-on", holds::reads_people, FLOW),
    enforced(
        "review.asks",
        holds::feature_rests_on_consent,
        BIRTHDAYS,
        "what only watches writes nothing before a yes",
    ),
    // Rights and protection.
    enforced(
        "rights.data",
        holds::always,
        GENERATED,
        "a_person_sees_exports_and_deletes_what_is_theirs",
    )
    .of_every_bot(),
    enforced(
        "rights.export",
        holds::always,
        KETA_RIGHTS,
        "T23 a person takes their data away as a file",
    )
    .of_every_bot(),
    enforced(
        "rights.delete",
        holds::always,
        KETA_RIGHTS,
        "T23 nobody else can press somebody's delete button",
    )
    .of_every_bot(),
    enforced(
        "rights.optout",
        holds::can_opt_out,
        GENERATED,
        "opting_out_is_a_switch",
    ),
    enforced(
        "rights.consent",
        holds::asks_for_consent,
        BIRTHDAYS,
        "what somebody consented to is listed, exported, and erased with the rest",
    ),
    enforced(
        "rights.notice",
        holds::always,
        GENERATED,
        "the_notice_is_one_command_away",
    )
    .of_every_bot(),
    enforced(
        "rights.named",
        holds::keeps_texts,
        "tests/vault/conformance/rights.rs",
        "a_mention_in_a_text_goes_with_whom_it_names",
    ),
    enforced(
        "rights.dm",
        holds::always,
        KETA_RIGHTS,
        "T23 people who left keep their rights, by direct message",
    )
    .of_every_bot(),
    enforced(
        "rights.receipt",
        holds::always,
        "tests/rights/requests.rs",
        "each_request_has_a_receipt_and_the_record_names_nobody",
    )
    .of_every_bot(),
    enforced(
        "rights.record",
        holds::always,
        "tests/aside.rs",
        "verify_tells_that_the_record_of_requests_was_changed",
    )
    .of_every_bot(),
    enforced(
        "rights.also",
        holds::has_aliases,
        "examples/reports/doors.kdl",
        "another name is the same command",
    ),
    stated("rights.more", holds::always).of_every_bot(),
    stated("rights.deadline", holds::answers_in_time),
    stated("rights.required", holds::obliges_nobody),
    stated("rights.complain", holds::always).of_every_bot(),
    stated("rights.authority", holds::names_an_authority),
    enforced(
        "protect.sealed",
        holds::keeps_people,
        DISK,
        "after_an_erasure_no_secret_is_left_that_opens_what_lingers",
    ),
    enforced(
        "protect.key",
        holds::has_stores,
        "tests/run.rs",
        "a_key_file_with_the_data_is_refused_and_an_open_one_is_told",
    ),
    enforced(
        "protect.hierarchy",
        holds::compares_ranks,
        KETA_WARNINGS,
        "T3 only moderators warn, and only those below them",
    ),
    enforced(
        "protect.mentions",
        holds::notifies_nobody,
        BOT,
        "what_somebody_typed_notifies_nobody",
    ),
    enforced(
        "protect.lingers",
        holds::has_stores,
        DISK,
        "after_an_erasure_no_secret_is_left_that_opens_what_lingers",
    ),
    enforced(
        "protect.backups",
        holds::has_stores,
        "tests/vault/backup.rs",
        "a_backup_outlives_the_secrets_of_its_day_and_ends_with_its_time",
    ),
    enforced(
        "protect.snapshots",
        holds::makes_backups,
        "tests/run.rs",
        "a_policy_gets_its_backup_at_each_start_and_none_outlives_its_time",
    ),
    enforced(
        "protect.operator",
        holds::has_stores,
        "tests/rights/export.rs",
        "the_command_and_the_operator_hand_over_the_same_document",
    ),
    // Who answers for it, and what changed.
    stated("languages.counts", holds::speaks_several),
    stated("age.minimum", holds::has_an_age),
    stated("changes.one", holds::has_changes),
    enforced(
        "changes.drop",
        holds::drops,
        "tests/vault/past.rs",
        "what_is_dropped_is_unreadable_a_day_later",
    ),
    stated("changes.none", holds::has_no_changes),
];
