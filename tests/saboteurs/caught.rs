//! Which run catches which saboteur.
//!
//! A saboteur that stands here without a run that fails is a hole in the tests. Then the case, the scenario or the test
//! that catches it is added where its kind belongs, and named here.
//!
//! A saboteur of a label, a decision or an end should be caught by a second reading of the language as well. Such a
//! reading has a table of its own beside this one, and sends saboteurs within its process (`sabotage::send`).

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use candor::sabotage::Saboteur;

use super::run::{Run, Targets, passes};

/// In the order of the list.
const CAUGHT: &[(Saboteur, Run)] = &[
    // Labels: what a value comes from.
    (
        Saboteur::Now,
        Run::Case("reject/flow/time-is-no-configuration"),
    ),
    (
        Saboteur::Setting,
        Run::Case("reject/claims/settings-never-read"),
    ),
    (Saboteur::Actor, Run::Case("reject/claims/public-answer")),
    (
        Saboteur::Told,
        Run::Case("reject/claims/exception-of-another-kind"),
    ),
    (Saboteur::Person, Run::Case("reject/claims/joined-shown")),
    (Saboteur::Can, Run::Case("reject/claims/permission-shown")),
    (Saboteur::Given, Run::Case("reject/flow/option")),
    (
        Saboteur::KeptByKey,
        Run::Case("reject/claims/through-a-store"),
    ),
    (
        Saboteur::ThereByKey,
        Run::Case("reject/claims/deleting-tells"),
    ),
    (
        Saboteur::Key,
        Run::Case("reject/claims/name-of-a-row-tells"),
    ),
    (
        Saboteur::Presence,
        Run::Case("reject/claims/presence-tells"),
    ),
    (
        Saboteur::KeptAtHand,
        Run::Case("reject/claims/line-shows-lengths"),
    ),
    (
        Saboteur::FoundBy,
        Run::Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::If, Run::Case("reject/flow/by-choice")),
    (Saboteur::Argument, Run::Case("reject/claims/place-tells")),
    (Saboteur::Rendered, Run::Case("reject/claims/rendered-name")),
    (
        Saboteur::Number,
        Run::Case("reject/claims/how-many-there-are-tells"),
    ),
    (Saboteur::Sum, Run::Case("reject/claims/sum-tells")),
    (
        Saboteur::Order,
        Run::Case("reject/claims/order-of-lengths-tells"),
    ),
    (
        Saboteur::Where,
        Run::Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (
        Saboteur::Found,
        Run::Case("reject/claims/how-many-there-are-tells"),
    ),
    (
        Saboteur::SeenAgain,
        Run::Case("reject/flow/role-carries-a-decision"),
    ),
    (
        Saboteur::Whose,
        Run::Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::Let, Run::Case("reject/claims/through-a-store")),
    (
        Saboteur::Result,
        Run::Case("reject/claims/thread-stands-for-its-message"),
    ),
    // Categories of what values come from.
    (Saboteur::TypedWords, Run::Case("reject/flow/option")),
    (
        Saboteur::TypedFigure,
        Run::Case("reject/flow/numbers-are-typed"),
    ),
    (
        Saboteur::TimeOfDeed,
        Run::Case("reject/flow/time-is-no-configuration"),
    ),
    (
        Saboteur::PartOfThing,
        Run::Case("reject/claims/number-of-mentions-is-content"),
    ),
    // Decisions: what a step being reached depends on.
    (
        Saboteur::When,
        Run::Case("reject/claims/exception-of-another-store"),
    ),
    (Saboteur::Stop, Run::Case("reject/flow/decides-after-stop")),
    (
        Saboteur::Each,
        Run::Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::Require, Run::Case("reject/flow/require-decides")),
    (
        Saboteur::Follows,
        Run::Case("reject/claims/kicked-for-words"),
    ),
    (
        Saboteur::Offered,
        Run::Case("reject/claims/button-offered-for-words"),
    ),
    (
        Saboteur::EndOfRow,
        Run::Case("reject/claims/end-of-a-row-tells"),
    ),
    (
        Saboteur::Updated,
        Run::Case("reject/flow/which-row-decides"),
    ),
    (
        Saboteur::Deleted,
        Run::Case("reject/claims/which-rows-go-tells"),
    ),
    (Saboteur::Place, Run::Case("reject/claims/place-tells")),
    (
        Saboteur::Recipient,
        Run::Case("reject/claims/recipient-tells"),
    ),
    (
        Saboteur::LaterDecisions,
        Run::Case("reject/claims/earlier-decision-tells"),
    ),
    (
        Saboteur::DecidedEnd,
        Run::Case("reject/claims/silenced-for-words"),
    ),
    (
        Saboteur::DecidedWrite,
        Run::Case("reject/claims/button-offered-for-words"),
    ),
    // Ends: where values go.
    (Saboteur::Refusal, Run::Case("reject/claims/refusal-tells")),
    (
        Saboteur::Otherwise,
        Run::Case("accept/notice/otherwise-shows"),
    ),
    (Saboteur::Answer, Run::Case("reject/claims/joined-shown")),
    (
        Saboteur::PublicAnswer,
        Run::Case("reject/claims/public-answer"),
    ),
    (
        Saboteur::Post,
        Run::Case("reject/claims/guarantee-contradicted"),
    ),
    (
        Saboteur::ModLog,
        Run::Case("reject/flow/content-reaches-log"),
    ),
    (Saboteur::Dm, Run::Case("reject/claims/through-a-store")),
    (Saboteur::DeedText, Run::Case("reject/flow/audit-reason")),
    (
        Saboteur::DeedTarget,
        Run::Case("reject/claims/which-role-tells"),
    ),
    (
        Saboteur::DeedMark,
        Run::Case("reject/claims/kicked-for-words"),
    ),
    (
        Saboteur::RowsChange,
        Run::Case("reject/claims/which-rows-go-tells"),
    ),
    (Saboteur::FieldEnd, Run::Case("reject/claims/stored")),
    (
        Saboteur::Carried,
        Run::Case("reject/claims/through-a-store"),
    ),
    (
        Saboteur::KeyWritten,
        Run::Case("reject/flow/key-holds-what-is-said"),
    ),
    (
        Saboteur::ListRows,
        Run::Case("reject/claims/line-that-says-nothing-counts"),
    ),
    (
        Saboteur::ListLine,
        Run::Case("reject/claims/line-shows-lengths"),
    ),
    (
        Saboteur::ListEmpty,
        Run::Case("reject/claims/empty-list-shows-what-was-typed"),
    ),
    (
        Saboteur::ButtonLabel,
        Run::Case("reject/claims/button-shows-what-was-typed"),
    ),
    (
        Saboteur::CommandNames,
        Run::Case("reject/claims/typed-name-of-a-command-is-seen"),
    ),
    (
        Saboteur::CommandReply,
        Run::Case("reject/claims/command-of-a-server-names"),
    ),
    // Judgements about flows.
    (
        Saboteur::Stored,
        Run::Case("reject/flow/content-reaches-storage"),
    ),
    (Saboteur::Typed, Run::Case("reject/flow/option")),
    (
        Saboteur::Logged,
        Run::Case("reject/flow/content-reaches-log"),
    ),
    (Saboteur::Reads, Run::Case("reject/flow/undeclared-read")),
    (Saboteur::NeverRead, Run::Case("reject/claims/read-at-all")),
    (
        Saboteur::NeverTaken,
        Run::Case("reject/claims/settings-never-read"),
    ),
    (
        Saboteur::NeverDeclared,
        Run::Case("reject/claims/category-declared"),
    ),
    (
        Saboteur::NeverDecides,
        Run::Case("reject/flow/content-decides-storage"),
    ),
    (
        Saboteur::NeverDecidesElsewhere,
        Run::Case("reject/claims/number-of-mentions-is-content"),
    ),
    (
        Saboteur::NeverReceived,
        Run::Case("reject/claims/processor"),
    ),
    (
        Saboteur::NeverHosted,
        Run::Case("reject/claims/hosted-by-somebody"),
    ),
    (
        Saboteur::ExceptionSink,
        Run::Case("reject/claims/exception-of-another-end"),
    ),
    (
        Saboteur::ExceptionWay,
        Run::Case("reject/claims/exception-of-another-kind"),
    ),
    (
        Saboteur::ExceptionStore,
        Run::Case("reject/claims/exception-of-another-store"),
    ),
    (
        Saboteur::ExceptionFeature,
        Run::Case("reject/claims/exception-of-another-feature"),
    ),
    (
        Saboteur::NumberAboutSomebody,
        Run::Case("reject/flow/chosen-for-somebody"),
    ),
    (
        Saboteur::BareJournal,
        Run::Case("accept/flow/result-not-stored"),
    ),
    // Judgements about time.
    (
        Saboteur::UnseenIntent,
        Run::Case("reject/retention/unobservable-trigger"),
    ),
    (
        Saboteur::UnseenServer,
        Run::Case("reject/retention/of-no-server"),
    ),
    (
        Saboteur::UnseenLeaver,
        Run::Case("reject/retention/member-left-of-nobody"),
    ),
    (
        Saboteur::NeverFinished,
        Run::Case("reject/retention/flow-behind-a-count"),
    ),
    (Saboteur::NoTime, Run::Case("reject/retention/over-by-let")),
    (
        Saboteur::NeverComes,
        Run::Case("reject/retention/flow-of-a-person"),
    ),
    (
        Saboteur::OptionalEnd,
        Run::Case("reject/retention/only-a-time-that-may-be-none"),
    ),
    (
        Saboteur::Lifetime,
        Run::Case("reject/retention/longer-than-a-life"),
    ),
    (
        Saboteur::CopyLater,
        Run::Case("reject/retention/copy-idles-longer"),
    ),
    (
        Saboteur::CopyFromAge,
        Run::Case("reject/retention/copy-begins-anew"),
    ),
    (
        Saboteur::CopyOtherFeature,
        Run::Case("reject/retention/copy-of-another-feature"),
    ),
    (
        Saboteur::CopyOtherTime,
        Run::Case("reject/retention/copy-until-another-time"),
    ),
    (
        Saboteur::CopyErased,
        Run::Case("reject/retention/copy-of-another"),
    ),
    (
        Saboteur::DepartureDeletes,
        Run::Case("reject/retention/leaving-deletes"),
    ),
    (
        Saboteur::DepartureEmpties,
        Run::Case("reject/retention/leaving-empties"),
    ),
    (
        Saboteur::DepartureSaysWhen,
        Run::Case("reject/retention/leaving-says-when"),
    ),
    (
        Saboteur::DepartureLater,
        Run::Case("reject/retention/leaving-deletes-later"),
    ),
    (
        Saboteur::EndedAgain,
        Run::Case("reject/retention/ended-writes-itself"),
    ),
    (
        Saboteur::BackupAge,
        Run::Case("reject/retention/backup-outlives-a-field"),
    ),
    (
        Saboteur::Reference,
        Run::Case("reject/retention/dangling-number"),
    ),
    // Judgements about people.
    (Saboteur::NobodysRow, Run::Case("reject/erasure/nobody")),
    (
        Saboteur::NullableSubject,
        Run::Case("reject/erasure/nullable-owner"),
    ),
    (
        Saboteur::EmptiedKey,
        Run::Case("reject/erasure/erase-incomplete"),
    ),
    (
        Saboteur::WordsStay,
        Run::Case("reject/erasure/content-stays"),
    ),
    (
        Saboteur::NamesAnother,
        Run::Case("reject/erasure/names-another"),
    ),
    (
        Saboteur::RenderedName,
        Run::Case("reject/erasure/names-by-a-template"),
    ),
    (
        Saboteur::KnownName,
        Run::Case("reject/erasure/names-from-a-row"),
    ),
    (
        Saboteur::ConsentBeyond,
        Run::Case("reject/rights/consent-beyond-server"),
    ),
    (
        Saboteur::ConsentStays,
        Run::Case("reject/rights/consent-not-withdrawable"),
    ),
    (
        Saboteur::ConsentOfOthers,
        Run::Case("reject/rights/consent-of-a-let"),
    ),
    (
        Saboteur::ConsentOfRow,
        Run::Case("reject/rights/consent-of-each"),
    ),
    (
        Saboteur::ConsentOfEntry,
        Run::Case("reject/rights/consent-of-whom-a-block-tells"),
    ),
    (
        Saboteur::ConsentOfAll,
        Run::Case("reject/rights/consent-of-one-of-two"),
    ),
    (
        Saboteur::ConsentOfFound,
        Run::Case("reject/rights/consent-of-one-of-two-in-a-list"),
    ),
    (
        Saboteur::ObjectionRefused,
        Run::Case("reject/rights/objection-misplaced"),
    ),
    (Saboteur::Withheld, Run::Case("reject/rights/withheld")),
    (
        Saboteur::WithheldShown,
        Run::Case("reject/rights/withheld-and-shown"),
    ),
    (
        Saboteur::CopyOfOthers,
        Run::Case("reject/rights/export-leaks-party"),
    ),
    (Saboteur::NoCopy, Run::Case("reject/rights/no-export")),
    (
        Saboteur::Purpose,
        Run::Case("reject/rights/purpose-of-a-count"),
    ),
    (Saboteur::Basis, Run::Case("reject/rights/missing-basis")),
    (
        Saboteur::AcrossSeen,
        Run::Case("reject/flow/across-in-public"),
    ),
    (Saboteur::AcrossOwn, Run::Case("reject/flow/across-by-name")),
    (
        Saboteur::AcrossCopy,
        Run::Case("reject/flow/across-by-copy"),
    ),
    (
        Saboteur::AcrossCommand,
        Run::Case("reject/flow/across-by-command"),
    ),
    (Saboteur::Unsolicited, Run::Case("warn/discord/dm-on-join")),
    // Judgements about authority.
    (Saboteur::Unguarded, Run::Case("reject/authority/delete")),
    (
        Saboteur::DeletesAnybodys,
        Run::Case("reject/authority/delete"),
    ),
    (
        Saboteur::ChosenChannel,
        Run::Case("reject/authority/channel-of-choice"),
    ),
    (
        Saboteur::StoredChoice,
        Run::Case("reject/authority/stored-role-for-everybody"),
    ),
    (
        Saboteur::StoredRank,
        Run::Case("reject/authority/stored-member-above"),
    ),
    (
        Saboteur::RoleAbove,
        Run::Case("reject/authority/role-for-themselves"),
    ),
    (
        Saboteur::MemberAbove,
        Run::Case("reject/authority/no-target"),
    ),
    (
        Saboteur::MessageOfOthers,
        Run::Case("reject/authority/reaction-deletes"),
    ),
    (
        Saboteur::TextAboutOthers,
        Run::Case("reject/authority/text-about-others"),
    ),
    (
        Saboteur::TidyingByChoice,
        Run::Case("reject/authority/chosen-by-what-is-said"),
    ),
    (
        Saboteur::EitherSide,
        Run::Case("reject/authority/permission-or-anything"),
    ),
    (
        Saboteur::EverybodysPermission,
        Run::Case("reject/authority/reaction-deletes-below-a-permission-of-all"),
    ),
    (
        Saboteur::PermissionOfOthers,
        Run::Case("reject/authority/permission-of-somebody-else"),
    ),
    (
        Saboteur::OwnById,
        Run::Case("reject/authority/reaction-deletes-their-own-row"),
    ),
    (
        Saboteur::HeldForAll,
        Run::Case("reject/authority/reads-held"),
    ),
    (Saboteur::Intent, Run::Case("reject/intents/intent-missing")),
    // The notice: what is said and when.
    (Saboteur::ShownGiven, Run::Case("accept/flow/results")),
    (
        Saboteur::ShownDecided,
        Run::Case("accept/notice/decides-by-a-stop"),
    ),
    (
        Saboteur::SaysNothingRead,
        Run::Case("accept/notice/files-come-with-texts"),
    ),
    (
        Saboteur::SaysNobodySees,
        Run::Case("accept/notice/audit-reason-shows"),
    ),
    (
        Saboteur::SaysNobodyNotified,
        Run::Case("accept/notice/nothing"),
    ),
    (
        Saboteur::SaysKeepsNothing,
        Run::Case("accept/notice/a-setting-can-name-people"),
    ),
    (
        Saboteur::SaysFeatureKeepsNothing,
        Run::Case("accept/notice/keeps-in-another-store"),
    ),
    (
        Saboteur::SaysAllHandedOver,
        Run::Test(
            "notice",
            "each_kind_of_sentence_is_said_of_some_bots_and_not_of_others",
        ),
    ),
    (
        Saboteur::SaysNobodyObliged,
        Run::Case("accept/notice/required-by-law"),
    ),
    (
        Saboteur::SaysNothingOfNames,
        Run::Case("accept/notice/a-message-leads-to-somebody"),
    ),
    // The router: what an event leads to.
    (
        Saboteur::MayCommand,
        Run::Test("router", "handlers::admins_make_commands_at_run_time"),
    ),
    (
        Saboteur::MayStep,
        Run::Test("router", "handlers::permission_and_hierarchy_are_checked"),
    ),
    (
        Saboteur::AboveThem,
        Run::Test("router", "handlers::permission_and_hierarchy_are_checked"),
    ),
    (
        Saboteur::RoleAboveThem,
        Run::Test(
            "router",
            "generated::nobody_has_the_bot_give_a_role_above_their_own",
        ),
    ),
    (
        Saboteur::Asked,
        Run::Test("router", "keta::the_panels_button_verifies"),
    ),
    (
        Saboteur::OptedOut,
        Run::Test(
            "router",
            "handlers::nothing_is_written_about_somebody_who_opted_out",
        ),
    ),
    (
        Saboteur::Unasked,
        Run::Test(
            "router",
            "consent::a_handler_that_nobody_asked_for_does_nothing_without_consent",
        ),
    ),
    (
        Saboteur::AskedFirst,
        Run::Test("router", "consent::a_command_asks_before_its_first_effect"),
    ),
    (
        Saboteur::AnswersForOthers,
        Run::Test(
            "router",
            "consent::nobody_answers_for_somebody_else_or_to_an_earlier_question",
        ),
    ),
    (
        Saboteur::EarlierQuestion,
        Run::Test(
            "router",
            "consent::nobody_answers_for_somebody_else_or_to_an_earlier_question",
        ),
    ),
    (
        Saboteur::Withdrawn,
        Run::Test(
            "router",
            "consent::taking_it_back_erases_in_the_same_transaction",
        ),
    ),
    (
        Saboteur::DeletesForOthers,
        Run::Test(
            "router",
            "generated::a_person_sees_exports_and_deletes_what_is_theirs",
        ),
    ),
    (
        Saboteur::DeletesElsewhere,
        Run::Test(
            "router",
            "generated::a_person_sees_exports_and_deletes_what_is_theirs",
        ),
    ),
    (
        Saboteur::AnswersItself,
        Run::Test("router", "handlers::the_bots_own_messages_are_not_seen"),
    ),
    (
        Saboteur::FeatureOff,
        Run::Test(
            "router",
            "handlers::a_feature_that_is_off_is_silent_and_its_commands_say_how_to_turn_it_on",
        ),
    ),
    (
        Saboteur::InVain,
        Run::Test(
            "router",
            "limits::nothing_is_said_after_what_cannot_be_done",
        ),
    ),
    (
        Saboteur::DeedsAlone,
        Run::Scenario("tests/meaning/erased-end.kdl", "nothing is written or said"),
    ),
    (
        Saboteur::Notifies,
        Run::Test(
            "router",
            "handlers::a_warning_is_recorded_counted_logged_and_told",
        ),
    ),
    // The bot: what is done with what was decided.
    (
        Saboteur::Mentions,
        Run::Test("bot", "what_somebody_typed_notifies_nobody"),
    ),
    (
        Saboteur::Ephemeral,
        Run::Scenario("examples/birthdays.kdl", "after a no nothing happens"),
    ),
    (
        Saboteur::DeferredPublic,
        Run::Test("bot", "a_late_refusal_is_shown_to_nobody_else"),
    ),
    (
        Saboteur::CommitFirst,
        Run::Test(
            "bot",
            "a_failing_vault_changes_nothing_and_gives_a_reference",
        ),
    ),
    (
        Saboteur::LeavesDeeds,
        Run::Scenario("tests/meaning/erased-end.kdl", "nothing is written or said"),
    ),
    (
        Saboteur::Departure,
        Run::Scenario("examples/team.kdl", "who leaves is forgotten"),
    ),
    (
        Saboteur::Return,
        Run::Scenario("examples/team.kdl", "an attack deletes nothing for a day"),
    ),
    (
        Saboteur::FallsBack,
        Run::Scenario(
            "policies/keta.kdl",
            "T3 a member who takes no direct messages",
        ),
    ),
    (
        Saboteur::HeldBack,
        Run::Test(
            "bot",
            "refused::nothing_is_claimed_of_a_deletion_that_discord_refused",
        ),
    ),
    (
        Saboteur::Confirmed,
        Run::Test("bot", "an_outage_is_no_removal"),
    ),
    (
        Saboteur::GuildBack,
        Run::Test("bot", "a_return_cancels_a_removal_with_grace"),
    ),
    (
        Saboteur::ConfirmedMember,
        Run::Test("bot", "away::an_error_is_no_departure"),
    ),
    (
        Saboteur::AsksWhoLeft,
        Run::Test(
            "bot",
            "away::who_left_while_the_bot_was_away_counts_from_when_it_was_last_there",
        ),
    ),
    (
        Saboteur::AsksWhoReturned,
        Run::Test(
            "bot",
            "away::a_return_while_the_bot_was_away_is_noticed_before_anything_is_deleted",
        ),
    ),
    (
        Saboteur::ClockAhead,
        Run::Test("bot", "clock::without_discord_deletions_stay_held"),
    ),
    (
        Saboteur::ClockBehind,
        Run::Test("bot", "clock::a_jump_back_extends_nothing"),
    ),
    // The vault: what is kept, and until when.
    (Saboteur::Second, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::Sweep,
        Run::Test(
            "vault",
            "clock::what_is_due_goes_within_a_minute_and_nothing_before_its_time",
        ),
    ),
    (Saboteur::EndsNoLater, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::ShorterSetting,
        Run::Test("vault", "sled_conforms"),
    ),
    (Saboteur::ServerGone, Run::Test("vault", "sled_conforms")),
    (Saboteur::Finished, Run::Test("vault", "sled_conforms")),
    (Saboteur::Stopped, Run::Test("vault", "sled_conforms")),
    (Saboteur::NotAgain, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::SecretsGo,
        Run::Test(
            "vault",
            "disk::after_an_erasure_no_secret_is_left_that_opens_what_lingers",
        ),
    ),
    (Saboteur::RowsGo, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::ErasedElsewhere,
        Run::Test("vault", "sled_conforms"),
    ),
    (
        Saboteur::TakenOutNoted,
        Run::Test(
            "vault",
            "restore::who_was_taken_out_of_a_store_does_not_come_back_into_it",
        ),
    ),
    (
        Saboteur::Turn,
        Run::Test("vault", "past::what_is_dropped_is_unreadable_a_day_later"),
    ),
    (
        Saboteur::Idle,
        Run::Test(
            "vault",
            "disk::a_removed_server_takes_all_its_secrets_along",
        ),
    ),
    (
        Saboteur::OldBackups,
        Run::Test(
            "vault",
            "backup::a_backup_outlives_the_secrets_of_its_day_and_ends_with_its_time",
        ),
    ),
    (Saboteur::Held, Run::Test("vault", "sled_conforms")),
    (Saboteur::HeldBackRows, Run::Test("vault", "sled_conforms")),
    (Saboteur::Newest, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::ExportWithheld,
        Run::Test("vault", "sled_conforms"),
    ),
    (
        Saboteur::ExportRefused,
        Run::Scenario(
            "tests/promises/rights.kdl",
            "what is refused is told with why",
        ),
    ),
    (Saboteur::ExportOthers, Run::Test("vault", "sled_conforms")),
    (Saboteur::Named, Run::Test("vault", "sled_conforms")),
    (
        Saboteur::RestoredTakenOut,
        Run::Test(
            "vault",
            "restore::who_was_taken_out_of_a_store_does_not_come_back_into_it",
        ),
    ),
    (
        Saboteur::RestoredTime,
        Run::Test("vault", "restore::time_does_not_stop_for_a_backup"),
    ),
    (
        Saboteur::RestoredWishes,
        Run::Test(
            "vault",
            "restore::a_restore_brings_nobody_back_who_was_erased_since",
        ),
    ),
];

/// Each run passes without its saboteur, and fails with it.
fn judge(is_here: impl Fn(&Run) -> bool) {
    let caught = CAUGHT.iter().filter(|(_, run)| is_here(run));
    let caught: Vec<_> = caught.copied().collect();
    let runs: BTreeSet<Run> = caught.iter().map(|(_, run)| *run).collect();
    let targets = runs.iter().filter_map(|run| match run {
        Run::Test(target, _) => Some(*target),
        Run::Case(_) | Run::Scenario(..) => None,
    });
    let targets = Targets::built(&targets.collect());
    let failing = runs.iter().filter(|run| !passes(**run, None, &targets));
    let failing: Vec<_> = failing.map(ToString::to_string).collect();
    assert!(failing.is_empty(), "without a saboteur: {failing:#?}");
    let free = caught
        .iter()
        .filter(|(saboteur, run)| passes(*run, Some(*saboteur), &targets));
    let free: Vec<_> = free
        .map(|(saboteur, run)| format!("{}: {} {run} passes", saboteur.name(), saboteur.does()))
        .collect();
    assert!(free.is_empty(), "not caught: {free:#?}");
}

#[test]
fn each_saboteur_has_a_run() {
    let listed: Vec<_> = CAUGHT.iter().map(|(saboteur, _)| *saboteur).collect();
    assert_eq!(listed, Saboteur::ALL);
}

#[test]
fn cases_of_the_corpus_catch_theirs() {
    judge(|run| matches!(run, Run::Case(_)));
}

#[test]
fn scenarios_catch_theirs() {
    judge(|run| matches!(run, Run::Scenario(..)));
}

#[test]
fn tests_of_other_targets_catch_theirs() {
    judge(|run| matches!(run, Run::Test(..)));
}
