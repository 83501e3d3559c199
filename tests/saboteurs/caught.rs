//! Which run catches which saboteur.
//!
//! A saboteur that stands here without a run that fails is a hole in the tests. Then the case or the scenario that
//! catches it is added where its kind belongs, and named here.

use std::collections::BTreeSet;

use candor::sabotage::Saboteur;

use super::run::{
    Run::{self, Case, Scenario},
    passes,
};

/// What the bot holds to while it runs.
const HELD: &str = "tests/promises/held.kdl";

/// In the order of the list.
const CAUGHT: &[(Saboteur, Run)] = &[
    // Labels: what a value comes from.
    (Saboteur::Now, Case("reject/flow/time-is-no-configuration")),
    (Saboteur::Setting, Case("reject/claims/settings-never-read")),
    (Saboteur::Actor, Case("reject/claims/public-answer")),
    (
        Saboteur::Told,
        Case("reject/claims/exception-of-another-kind"),
    ),
    (Saboteur::Person, Case("reject/claims/joined-shown")),
    (Saboteur::Can, Case("reject/claims/permission-shown")),
    (Saboteur::Given, Case("reject/flow/option")),
    (
        Saboteur::TypedRead,
        Case("reject/claims/typed-reads-messages"),
    ),
    (Saboteur::KeptByKey, Case("reject/claims/through-a-store")),
    (Saboteur::ThereByKey, Case("reject/claims/deleting-tells")),
    (Saboteur::Key, Case("reject/claims/name-of-a-row-tells")),
    (Saboteur::Presence, Case("reject/claims/presence-tells")),
    (
        Saboteur::KeptAtHand,
        Case("reject/claims/line-shows-lengths"),
    ),
    (
        Saboteur::FoundBy,
        Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::If, Case("reject/flow/by-choice")),
    (Saboteur::Argument, Case("reject/claims/place-tells")),
    (Saboteur::Rendered, Case("reject/claims/rendered-name")),
    (
        Saboteur::Number,
        Case("reject/claims/how-many-there-are-tells"),
    ),
    (Saboteur::Sum, Case("reject/claims/sum-tells")),
    (Saboteur::Passed, Case("reject/retention/copy-by-a-button")),
    (
        Saboteur::Order,
        Case("reject/claims/order-of-lengths-tells"),
    ),
    (
        Saboteur::Where,
        Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (
        Saboteur::Found,
        Case("reject/claims/how-many-there-are-tells"),
    ),
    (
        Saboteur::SeenAgain,
        Case("reject/flow/role-carries-a-decision"),
    ),
    (
        Saboteur::Whose,
        Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::Let, Case("reject/claims/through-a-store")),
    (Saboteur::Sent, Case("reject/claims/sent-to-a-processor")),
    (
        Saboteur::AnswerOfSent,
        Case("reject/flow/answer-says-again"),
    ),
    (Saboteur::AnswerOwn, Case("reject/flow/answer-of-its-own")),
    (
        Saboteur::Unanswered,
        Case("reject/claims/whether-it-answers-tells"),
    ),
    (
        Saboteur::Result,
        Case("reject/claims/thread-stands-for-its-message"),
    ),
    (
        Saboteur::CountOfMessages,
        Case("reject/claims/deleted-messages-are-counted"),
    ),
    (
        Saboteur::HandedShown,
        Case("accept/notice/shown-behind-a-button"),
    ),
    (
        Saboteur::TooOften,
        Case("reject/claims/limit-tells-of-words"),
    ),
    // Categories of what values come from.
    (Saboteur::TypedWords, Case("reject/flow/option")),
    (Saboteur::TypedFigure, Case("reject/flow/numbers-are-typed")),
    (
        Saboteur::TimeOfDeed,
        Case("reject/flow/time-is-no-configuration"),
    ),
    (
        Saboteur::PartOfThing,
        Case("reject/claims/number-of-mentions-is-content"),
    ),
    // Decisions: what a step being reached depends on.
    (
        Saboteur::When,
        Case("reject/claims/exception-of-another-store"),
    ),
    (Saboteur::Stop, Case("reject/flow/decides-after-stop")),
    (
        Saboteur::Each,
        Case("reject/flow/dictionary-of-what-is-said"),
    ),
    (Saboteur::Require, Case("reject/flow/require-decides")),
    (Saboteur::Follows, Case("reject/claims/kicked-for-words")),
    (
        Saboteur::CarriedOut,
        Case("reject/claims/carried-out-for-words"),
    ),
    (Saboteur::Failed, Case("reject/claims/failed-for-words")),
    (
        Saboteur::Offered,
        Case("reject/claims/button-offered-for-words"),
    ),
    (Saboteur::EndOfRow, Case("reject/claims/end-of-a-row-tells")),
    (Saboteur::Updated, Case("reject/flow/which-row-decides")),
    (Saboteur::Deleted, Case("reject/claims/which-rows-go-tells")),
    (Saboteur::Place, Case("reject/claims/place-tells")),
    (Saboteur::Recipient, Case("reject/claims/recipient-tells")),
    (
        Saboteur::Whole,
        Case("reject/claims/refused-later-decides-storage"),
    ),
    (
        Saboteur::TooLong,
        Case("reject/claims/too-long-decides-storage"),
    ),
    (
        Saboteur::LaterDecisions,
        Case("reject/claims/earlier-decision-tells"),
    ),
    (
        Saboteur::DecidedEnd,
        Case("reject/claims/silenced-for-words"),
    ),
    (
        Saboteur::DecidedWrite,
        Case("reject/claims/button-offered-for-words"),
    ),
    // Ends: where values go.
    (Saboteur::Refusal, Case("reject/claims/refusal-says")),
    (Saboteur::Otherwise, Case("accept/notice/otherwise-shows")),
    (Saboteur::Answer, Case("reject/claims/joined-shown")),
    (Saboteur::PublicAnswer, Case("reject/claims/public-answer")),
    (
        Saboteur::TypedPrivately,
        Case("reject/claims/private-answer-to-a-message"),
    ),
    (Saboteur::Post, Case("reject/claims/guarantee-contradicted")),
    (Saboteur::ModLog, Case("reject/flow/content-reaches-log")),
    (Saboteur::Dm, Case("reject/claims/through-a-store")),
    (Saboteur::DeedText, Case("reject/flow/audit-reason")),
    (Saboteur::DeedTarget, Case("reject/claims/which-role-tells")),
    (
        Saboteur::DeedLogged,
        Case("reject/claims/deed-stands-in-the-audit-log"),
    ),
    (Saboteur::DeedMark, Case("reject/claims/kicked-for-words")),
    (
        Saboteur::RowsChange,
        Case("reject/claims/which-rows-go-tells"),
    ),
    (Saboteur::FieldEnd, Case("reject/claims/stored")),
    (Saboteur::Carried, Case("reject/claims/through-a-store")),
    (
        Saboteur::KeyWritten,
        Case("reject/flow/key-holds-what-is-said"),
    ),
    (
        Saboteur::ListRows,
        Case("reject/claims/line-that-says-nothing-counts"),
    ),
    (Saboteur::ListLine, Case("reject/claims/line-shows-lengths")),
    (
        Saboteur::ListEmpty,
        Case("reject/claims/empty-list-shows-what-was-typed"),
    ),
    (
        Saboteur::ButtonLabel,
        Case("reject/claims/button-shows-what-was-typed"),
    ),
    (Saboteur::Card, Case("reject/claims/name-on-a-card")),
    (Saboteur::Persona, Case("reject/claims/name-of-a-persona")),
    (Saboteur::Files, Case("reject/claims/files-posted")),
    (
        Saboteur::Edited,
        Case("reject/claims/which-message-is-changed"),
    ),
    (
        Saboteur::CommandNames,
        Case("reject/claims/typed-name-of-a-command-is-seen"),
    ),
    (
        Saboteur::CommandReply,
        Case("reject/claims/command-of-a-server-names"),
    ),
    // Judgements about flows.
    (
        Saboteur::Stored,
        Case("reject/flow/content-reaches-storage"),
    ),
    (Saboteur::Typed, Case("reject/flow/option")),
    (Saboteur::Logged, Case("reject/flow/content-reaches-log")),
    (Saboteur::Reads, Case("reject/flow/undeclared-read")),
    (Saboteur::NeverRead, Case("reject/claims/read-at-all")),
    (
        Saboteur::NeverTaken,
        Case("reject/claims/settings-never-read"),
    ),
    (
        Saboteur::NeverDeclared,
        Case("reject/claims/category-declared"),
    ),
    (
        Saboteur::NeverSet,
        Case("reject/claims/a-setting-names-people"),
    ),
    (Saboteur::NeverDated, Case("reject/claims/rows-say-when")),
    (
        Saboteur::NeverMentioned,
        Case("reject/claims/mention-shows-the-name"),
    ),
    (
        Saboteur::NeverDecides,
        Case("reject/flow/content-decides-storage"),
    ),
    (
        Saboteur::NeverDecidesElsewhere,
        Case("reject/claims/number-of-mentions-is-content"),
    ),
    (Saboteur::NeverReceived, Case("reject/claims/processor")),
    (Saboteur::Receives, Case("reject/flow/sent-not-received")),
    (
        Saboteur::NeverHosted,
        Case("reject/claims/hosted-by-somebody"),
    ),
    (
        Saboteur::ExceptionSink,
        Case("reject/claims/exception-of-another-end"),
    ),
    (
        Saboteur::ExceptionWay,
        Case("reject/claims/exception-of-another-kind"),
    ),
    (
        Saboteur::ExceptionStore,
        Case("reject/claims/exception-of-another-store"),
    ),
    (
        Saboteur::ExceptionFeature,
        Case("reject/claims/exception-of-another-feature"),
    ),
    (
        Saboteur::NumberAboutSomebody,
        Case("reject/flow/chosen-for-somebody"),
    ),
    (Saboteur::BareJournal, Case("accept/flow/result-not-stored")),
    // Judgements about time.
    (
        Saboteur::UnseenIntent,
        Case("reject/retention/unobservable-trigger"),
    ),
    (
        Saboteur::UnseenServer,
        Case("reject/retention/of-no-server"),
    ),
    (
        Saboteur::UnseenLeaver,
        Case("reject/retention/member-left-of-nobody"),
    ),
    (
        Saboteur::NeverFinished,
        Case("reject/retention/flow-behind-a-count"),
    ),
    (Saboteur::NoTime, Case("reject/retention/over-by-let")),
    (
        Saboteur::NeverComes,
        Case("reject/retention/flow-of-a-person"),
    ),
    (
        Saboteur::OptionalEnd,
        Case("reject/retention/only-a-time-that-may-be-none"),
    ),
    (
        Saboteur::Lifetime,
        Case("reject/retention/longer-than-a-life"),
    ),
    (
        Saboteur::CopyLater,
        Case("reject/retention/copy-kept-longer"),
    ),
    (
        Saboteur::CopyOtherFeature,
        Case("reject/retention/copy-of-another-feature"),
    ),
    (
        Saboteur::CopyOtherTime,
        Case("reject/retention/copy-until-another-time"),
    ),
    (
        Saboteur::CopyErased,
        Case("reject/retention/copy-of-another"),
    ),
    (
        Saboteur::DepartureDeletes,
        Case("reject/retention/leaving-deletes"),
    ),
    (
        Saboteur::DepartureEmpties,
        Case("reject/retention/leaving-empties"),
    ),
    (
        Saboteur::DepartureSaysWhen,
        Case("reject/retention/leaving-says-when"),
    ),
    (
        Saboteur::DepartureLater,
        Case("reject/retention/leaving-deletes-later"),
    ),
    (
        Saboteur::EndedAgain,
        Case("reject/retention/ended-writes-itself"),
    ),
    (
        Saboteur::GoneAtBoot,
        Case("reject/retention/list-cleared-first"),
    ),
    (
        Saboteur::BackupAge,
        Case("reject/retention/backup-outlives-a-field"),
    ),
    (
        Saboteur::Reference,
        Case("reject/retention/dangling-number"),
    ),
    // Judgements about people.
    (Saboteur::NobodysRow, Case("reject/erasure/nobody")),
    (
        Saboteur::NullableSubject,
        Case("reject/erasure/nullable-owner"),
    ),
    (
        Saboteur::EmptiedKey,
        Case("reject/erasure/erase-incomplete"),
    ),
    (Saboteur::WordsStay, Case("reject/erasure/content-stays")),
    (
        Saboteur::LedToAnybody,
        Case("reject/erasure/message-by-a-link-stays"),
    ),
    (
        Saboteur::LedByWords,
        Case("reject/erasure/message-that-names-stays"),
    ),
    (Saboteur::NamesAnother, Case("reject/erasure/names-another")),
    (
        Saboteur::RenderedName,
        Case("reject/erasure/names-by-a-template"),
    ),
    (Saboteur::KnownName, Case("reject/erasure/names-from-a-row")),
    (
        Saboteur::ConsentBeyond,
        Case("reject/rights/consent-beyond-server"),
    ),
    (
        Saboteur::ConsentStays,
        Case("reject/rights/consent-not-withdrawable"),
    ),
    (
        Saboteur::ConsentOfOthers,
        Case("reject/rights/consent-of-a-let"),
    ),
    (
        Saboteur::ConsentOfRow,
        Case("reject/rights/consent-of-each"),
    ),
    (
        Saboteur::ConsentOfEntry,
        Case("reject/rights/consent-of-whom-a-block-tells"),
    ),
    (
        Saboteur::ConsentOfAll,
        Case("reject/rights/consent-of-one-of-two"),
    ),
    (
        Saboteur::ConsentOfFound,
        Case("reject/rights/consent-of-one-of-two-in-a-list"),
    ),
    (
        Saboteur::ObjectionRefused,
        Case("reject/rights/objection-misplaced"),
    ),
    (Saboteur::Withheld, Case("reject/rights/withheld")),
    (
        Saboteur::WithheldShown,
        Case("reject/rights/withheld-and-shown"),
    ),
    (
        Saboteur::CopyOfOthers,
        Case("reject/rights/export-leaks-party"),
    ),
    (Saboteur::NoCopy, Case("reject/rights/no-export")),
    (Saboteur::Purpose, Case("reject/rights/purpose-of-a-count")),
    (Saboteur::Basis, Case("reject/rights/missing-basis")),
    (Saboteur::AcrossOwn, Case("reject/flow/across-by-name")),
    (
        Saboteur::AcrossCommand,
        Case("reject/flow/across-by-command"),
    ),
    (Saboteur::Unsolicited, Case("warn/discord/dm-on-join")),
    // Judgements about authority.
    (Saboteur::Unguarded, Case("reject/authority/delete")),
    (Saboteur::DeletesAnybodys, Case("reject/authority/delete")),
    (
        Saboteur::ChosenChannel,
        Case("reject/authority/channel-of-choice"),
    ),
    (
        Saboteur::ChosenCategory,
        Case("reject/authority/category-of-choice"),
    ),
    (
        Saboteur::ChosenMessage,
        Case("reject/authority/changes-any-message"),
    ),
    (
        Saboteur::StoredChoice,
        Case("reject/authority/stored-role-for-everybody"),
    ),
    (
        Saboteur::StoredRank,
        Case("reject/authority/stored-member-above"),
    ),
    (
        Saboteur::RoleAbove,
        Case("reject/authority/role-for-themselves"),
    ),
    (Saboteur::MemberAbove, Case("reject/authority/no-target")),
    (
        Saboteur::MessageOfOthers,
        Case("reject/authority/reaction-deletes"),
    ),
    (
        Saboteur::ChannelOfOthers,
        Case("reject/authority/channel-of-others"),
    ),
    (
        Saboteur::TextAboutOthers,
        Case("reject/authority/text-about-others"),
    ),
    (
        Saboteur::EverybodysPermission,
        Case("reject/authority/reaction-deletes-below-a-permission-of-all"),
    ),
    (
        Saboteur::PermissionOfOthers,
        Case("reject/authority/permission-of-somebody-else"),
    ),
    (
        Saboteur::SharedByAll,
        Case("reject/authority/shared-by-a-moderator"),
    ),
    (Saboteur::HeldForAll, Case("reject/authority/reads-held")),
    (Saboteur::NoAppeal, Case("reject/erasure/no-appeal")),
    (Saboteur::ReviewFixed, Case("reject/erasure/review-unmoved")),
    (
        Saboteur::DirectMessage,
        Case("reject/discord/direct-without-server"),
    ),
    (Saboteur::Intent, Case("reject/intents/intent-missing")),
    // The notice: what is said and when.
    (Saboteur::ShownGiven, Case("accept/flow/results")),
    (
        Saboteur::ShownDecided,
        Case("accept/notice/decides-by-a-stop"),
    ),
    (
        Saboteur::SaysNothingRead,
        Case("accept/notice/files-come-with-texts"),
    ),
    (
        Saboteur::SaysNobodySees,
        Case("accept/notice/audit-reason-shows"),
    ),
    (Saboteur::SaysNobodyNotified, Case("accept/notice/nothing")),
    (Saboteur::SaysNothingCounted, Case("accept/notice/score")),
    (
        Saboteur::SaysKeepsNothing,
        Case("accept/notice/a-setting-can-name-people"),
    ),
    (
        Saboteur::SaysFeatureKeepsNothing,
        Case("accept/notice/keeps-in-another-store"),
    ),
    (
        Saboteur::SaysAllHandedOver,
        Case("accept/notice/refused-to-its-subject"),
    ),
    (
        Saboteur::SaysNobodyObliged,
        Case("accept/notice/required-by-law"),
    ),
    (
        Saboteur::SaysNothingOfNames,
        Case("accept/notice/a-message-leads-to-somebody"),
    ),
    // The router: what an event leads to.
    (
        Saboteur::MayCommand,
        Scenario("examples/reports.kdl", "a button is a door to a command"),
    ),
    (
        Saboteur::ForOperators,
        Scenario(
            "examples/watch.kdl",
            "only operators use what is for operators, and only in their server",
        ),
    ),
    (
        Saboteur::MayStep,
        Scenario(HELD, "a step that asks for a permission stops who has none"),
    ),
    (
        Saboteur::AboveThem,
        Scenario("examples/reports.kdl", "whom a button names is looked at"),
    ),
    (
        Saboteur::RoleAboveThem,
        Scenario(
            "tests/promises/stored-roles.kdl",
            "nobody stores a role above their own",
        ),
    ),
    (
        Saboteur::Asked,
        Scenario(
            "examples/suggestions.kdl",
            "nothing is kept while there is no channel",
        ),
    ),
    (
        Saboteur::OptedOut,
        Scenario(
            "tests/promises/wishes.kdl",
            "an opt-out in a server stops there what belongs to none",
        ),
    ),
    (
        Saboteur::Unasked,
        Scenario("examples/birthdays.kdl", "who says nothing is not kept"),
    ),
    (
        Saboteur::AskedFirst,
        Scenario("examples/birthdays.kdl", "who says nothing is not kept"),
    ),
    (
        Saboteur::Withdrawn,
        Scenario(
            "examples/birthdays.kdl",
            "taking it back erases what rests on it",
        ),
    ),
    (
        Saboteur::FeatureOff,
        Scenario(HELD, "a feature that is off does nothing"),
    ),
    (
        Saboteur::InVain,
        Scenario(HELD, "nothing claims what the bot cannot do"),
    ),
    (
        Saboteur::DeedsAlone,
        Scenario("tests/meaning/erased-end.kdl", "nothing is written or said"),
    ),
    (
        Saboteur::Notifies,
        Scenario(
            "policies/std/tests/custom-commands.kdl",
            "an answer that names people and roles is only text",
        ),
    ),
    // The bot: what is done with what was decided.
    (
        Saboteur::AnswerShape,
        Scenario(
            "examples/accounts.kdl",
            "a service that refuses, lies or is slow leads to nothing but a word about it",
        ),
    ),
    (
        Saboteur::Mentions,
        Scenario(
            "policies/std/tests/custom-commands.kdl",
            "an answer that names people and roles is only text",
        ),
    ),
    (
        Saboteur::Ephemeral,
        Scenario("examples/birthdays.kdl", "after a no nothing happens"),
    ),
    (
        Saboteur::LeavesDeeds,
        Scenario("tests/meaning/erased-end.kdl", "nothing is written or said"),
    ),
    (
        Saboteur::Outage,
        Scenario("examples/bans.kdl", "during an outage is lifted after it"),
    ),
    (
        Saboteur::Departure,
        Scenario("examples/team.kdl", "who leaves is forgotten"),
    ),
    (
        Saboteur::Return,
        Scenario("examples/team.kdl", "an attack deletes nothing for a day"),
    ),
    (
        Saboteur::FallsBack,
        Scenario(
            "policies/keta.kdl",
            "T3 a member who takes no direct messages",
        ),
    ),
    (
        Saboteur::OwnWebhooks,
        Scenario("tests/promises/relay.kdl", "does not react"),
    ),
    (
        Saboteur::Hidden,
        Scenario("examples/badges.kdl", "a hidden command is found once"),
    ),
    (
        Saboteur::CommandIsMessage,
        Scenario("tests/promises/typed.kdl", "a command is no message"),
    ),
    (
        Saboteur::BotsType,
        Scenario("examples/badges.kdl", "only what is carried out counts"),
    ),
    (
        Saboteur::AnswersAloud,
        Scenario(
            "examples/badges.kdl",
            "what is for one person comes as a direct message",
        ),
    ),
    // The vault: what is kept, and until when.
    (
        Saboteur::Sweep,
        Scenario(
            "examples/notes.kdl",
            "what a feature kept goes a week after",
        ),
    ),
    (
        Saboteur::EndsNoLater,
        Scenario(HELD, "a row that is written again lasts no longer"),
    ),
    (
        Saboteur::Finished,
        Scenario(
            "examples/verification.kdl",
            "what was begun is gone when it is finished",
        ),
    ),
    (
        Saboteur::ChannelRemoved,
        Scenario(
            "tests/meaning/channels.kdl",
            "a row goes with its channel, and what runs at its end runs",
        ),
    ),
    (
        Saboteur::Refused,
        Scenario(
            "examples/watch.kdl",
            "what is refused stays, and everything else goes",
        ),
    ),
    (
        Saboteur::NotAgain,
        Scenario(
            "tests/promises/wishes.kdl",
            "who is not to be started with again",
        ),
    ),
    (
        Saboteur::Held,
        Scenario(
            "examples/team.kdl",
            "who leaves is forgotten when it is clear",
        ),
    ),
    (
        Saboteur::HeldBackRows,
        Scenario("examples/team.kdl", "an attack deletes nothing for a day"),
    ),
    (
        Saboteur::ExportRefused,
        Scenario(
            "tests/promises/rights.kdl",
            "what is refused is told with why",
        ),
    ),
    (
        Saboteur::ExportOthers,
        Scenario(
            "tests/promises/rights.kdl",
            "what is refused is told with why",
        ),
    ),
    // What the operator has told people.
    (
        Saboteur::Letters,
        Scenario(
            "policies/ralsei.kdl",
            "R20 whom a breach concerns is told by the bot",
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
