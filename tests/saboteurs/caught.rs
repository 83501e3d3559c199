//! Which run catches which saboteur.
//!
//! A saboteur that stands here without a run that fails is a hole in the tests. Then the case or the scenario that
//! catches it is added where its kind belongs, and named here.
//!
//! A saboteur of a label, a decision or an end should be caught by a second reading of the language as well. Such a
//! reading has a table of its own beside this one, and sends saboteurs within its process (`sabotage::send`).

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;

use candor::sabotage::Saboteur;

use super::run::{Run, passes};

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
        Run::Case("reject/retention/copy-kept-longer"),
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
    (Saboteur::AcrossOwn, Run::Case("reject/flow/across-by-name")),
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
        Saboteur::EverybodysPermission,
        Run::Case("reject/authority/reaction-deletes-below-a-permission-of-all"),
    ),
    (
        Saboteur::PermissionOfOthers,
        Run::Case("reject/authority/permission-of-somebody-else"),
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
        Run::Case("accept/notice/refused-to-its-subject"),
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
        Run::Scenario("examples/reports.kdl", "a button is a door to a command"),
    ),
    (
        Saboteur::AboveThem,
        Run::Scenario("examples/reports.kdl", "whom a button names is looked at"),
    ),
    (
        Saboteur::RoleAboveThem,
        Run::Scenario(
            "tests/promises/stored-roles.kdl",
            "nobody stores a role above their own",
        ),
    ),
    (
        Saboteur::Asked,
        Run::Scenario(
            "examples/suggestions.kdl",
            "nothing is kept while there is no channel",
        ),
    ),
    (
        Saboteur::OptedOut,
        Run::Scenario(
            "tests/promises/wishes.kdl",
            "an opt-out in a server stops there what belongs to none",
        ),
    ),
    (
        Saboteur::Unasked,
        Run::Scenario("examples/birthdays.kdl", "who says nothing is not kept"),
    ),
    (
        Saboteur::AskedFirst,
        Run::Scenario("examples/birthdays.kdl", "who says nothing is not kept"),
    ),
    (
        Saboteur::Withdrawn,
        Run::Scenario(
            "examples/birthdays.kdl",
            "taking it back erases what rests on it",
        ),
    ),
    (
        Saboteur::DeedsAlone,
        Run::Scenario("tests/meaning/erased-end.kdl", "nothing is written or said"),
    ),
    (
        Saboteur::Notifies,
        Run::Scenario(
            "policies/std/tests/custom-commands.kdl",
            "an answer that names people and roles is only text",
        ),
    ),
    // The bot: what is done with what was decided.
    (
        Saboteur::Mentions,
        Run::Scenario(
            "policies/std/tests/custom-commands.kdl",
            "an answer that names people and roles is only text",
        ),
    ),
    (
        Saboteur::Ephemeral,
        Run::Scenario("examples/birthdays.kdl", "after a no nothing happens"),
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
    // The vault: what is kept, and until when.
    (
        Saboteur::Sweep,
        Run::Scenario(
            "examples/notes.kdl",
            "what a feature kept goes a week after",
        ),
    ),
    (
        Saboteur::Finished,
        Run::Scenario(
            "examples/verification.kdl",
            "what was begun is gone when it is finished",
        ),
    ),
    (
        Saboteur::NotAgain,
        Run::Scenario(
            "tests/promises/wishes.kdl",
            "who is not to be started with again",
        ),
    ),
    (
        Saboteur::Held,
        Run::Scenario(
            "examples/team.kdl",
            "who leaves is forgotten when it is clear",
        ),
    ),
    (
        Saboteur::HeldBackRows,
        Run::Scenario("examples/team.kdl", "an attack deletes nothing for a day"),
    ),
    (
        Saboteur::ExportRefused,
        Run::Scenario(
            "tests/promises/rights.kdl",
            "what is refused is told with why",
        ),
    ),
    (
        Saboteur::ExportOthers,
        Run::Scenario(
            "tests/promises/rights.kdl",
            "what is refused is told with why",
        ),
    ),
];

/// Each run passes without its saboteur, and fails with it.
fn judge(is_here: impl Fn(&Run) -> bool) {
    let caught = CAUGHT.iter().filter(|(_, run)| is_here(run));
    let caught: Vec<_> = caught.copied().collect();
    let runs: BTreeSet<Run> = caught.iter().map(|(_, run)| *run).collect();
    let failing = runs.iter().filter(|run| !passes(**run, None));
    let failing: Vec<_> = failing.map(ToString::to_string).collect();
    assert!(failing.is_empty(), "without a saboteur: {failing:#?}");
    let free = caught
        .iter()
        .filter(|(saboteur, run)| passes(*run, Some(*saboteur)));
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
