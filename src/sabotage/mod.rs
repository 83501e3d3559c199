//! Saboteurs: each turns off one thing that a promise rests on, so that a test can show that somebody notices.
//!
//! Without the feature `sabotage`, which no release has, [`off`] is a constant `false` and nothing here is left. With it
//! one saboteur is at work in a process: the one that `CANDOR_SABOTEUR` names, or that [`send`] sends. Nothing else
//! depends on the feature.
//!
//! A saboteur stands in one place: a label, an end, a guard, a suppression, a predicate. `tests/saboteurs` holds the list
//! to its places, and for each saboteur names a run that fails.

#[cfg(all(feature = "sabotage", not(debug_assertions)))]
compile_error!("the feature `sabotage` turns promises off, and is for tests alone");

macro_rules! saboteurs {
    ($($(#[doc = $off:literal])+ $name:ident,)+) => {
        /// What is off while a saboteur is at work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Saboteur {
            $($(#[doc = $off])+ $name,)+
        }

        impl Saboteur {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As `CANDOR_SABOTEUR` names it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// What is so while it is at work.
            #[must_use]
            pub const fn does(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($off),+),)+
                }
            }
        }
    };
}

saboteurs! {
    // Labels: what a value comes from.
    /// `now` comes from nothing.
    Now,
    /// A setting comes from nothing.
    Setting,
    /// The id of the person of the event comes from nothing.
    Actor,
    /// What an event tells comes from nothing.
    Told,
    /// What is told of a person comes from nothing.
    Person,
    /// What somebody may do comes from nothing.
    Can,
    /// What is handed to a command comes from nothing.
    Given,
    /// How a message begins is looked at, and nobody says so.
    TypedRead,
    /// A field of a row that is named by its key comes from nothing.
    KeptByKey,
    /// A field does not depend on whether its row is there.
    ThereByKey,
    /// A field does not depend on what named its row.
    Key,
    /// Whether a row is there depends on nothing.
    Presence,
    /// A field of the row at hand comes from nothing.
    KeptAtHand,
    /// A field of the row at hand does not depend on what the query asked for.
    FoundBy,
    /// What an `if` gives does not depend on its condition.
    If,
    /// What a function gives does not come from its arguments.
    Argument,
    /// A rendered template does not name the person of the event.
    Rendered,
    /// How many rows there are comes from nothing.
    Number,
    /// A sum does not come from what is added.
    Sum,
    /// What a button hands over, or a name says, is nothing that was kept.
    Passed,
    /// What a query finds does not depend on what it sorts by.
    Order,
    /// What a query finds does not depend on what it asks for.
    Where,
    /// What a query finds does not depend on which rows there are.
    Found,
    /// What the bot did is not seen again in what events tell.
    SeenAgain,
    /// Whatever chooses a row only says whose it is.
    Whose,
    /// A `let` comes from nothing.
    Let,
    /// What is sent to a service does not reach it.
    Sent,
    /// What a service answers does not come from what it was sent.
    AnswerOfSent,
    /// What a service judges by itself is nothing about anybody.
    AnswerOwn,
    /// Whether a service answers says nothing of what it was sent.
    Unanswered,
    /// What an effect makes does not come from what it is done to.
    Result,
    /// How many messages a deed found comes from nothing.
    CountOfMessages,
    /// What a button hands over is shown by nobody.
    HandedShown,
    /// That something was done too often comes from nothing.
    TooOften,

    // Categories of what values come from.
    /// What people write into a command is only a choice.
    TypedWords,
    /// A number that somebody hands over is the server's configuration.
    TypedFigure,
    /// When somebody did something is the server's configuration.
    TimeOfDeed,
    /// A promise about a thing is not one about its parts.
    PartOfThing,

    // Decisions: what a step being reached depends on.
    /// What stands in a `when` does not depend on its condition.
    When,
    /// What comes after a block that may stop does not depend on its condition.
    Stop,
    /// What stands in an `each` does not depend on which rows there are.
    Each,
    /// What comes after a `require` does not depend on its condition.
    Require,
    /// An event that follows from what the bot did does not depend on it.
    Follows,
    /// That a command was carried out does not depend on what let it.
    CarriedOut,
    /// That something failed does not depend on what was to be done.
    Failed,
    /// A press of a button does not depend on why it was offered.
    Offered,
    /// What runs at the end of a row does not depend on the row.
    EndOfRow,
    /// Which row is changed tells nothing.
    Updated,
    /// Which rows are deleted tells nothing.
    Deleted,
    /// Where a message is posted tells nothing.
    Place,
    /// To whom a direct message goes tells nothing.
    Recipient,
    /// What is refused later does not decide about what stands before.
    Whole,
    /// What is too long for where it is written decides nothing, and nobody is told.
    TooLong,
    /// A decision does not decide about later ones.
    LaterDecisions,
    /// What decides whether a step is reached does not reach where it ends.
    DecidedEnd,
    /// What decides whether something is written is not carried on by what is written.
    DecidedWrite,

    // Ends: where values go.
    /// Nobody sees a refusal.
    Refusal,
    /// Nobody sees an `otherwise`.
    Otherwise,
    /// Nobody sees an answer.
    Answer,
    /// An answer that all can see stands in no channel.
    PublicAnswer,
    /// An answer to a message that one person reads is no direct message.
    TypedPrivately,
    /// Nobody sees what is posted in a channel.
    Post,
    /// Nobody sees the mod-log.
    ModLog,
    /// Nobody sees a direct message.
    Dm,
    /// Nobody sees a text that a deed is given: a reason in the audit log, a thread's name.
    DeedText,
    /// Nobody sees to whom a deed is done.
    DeedTarget,
    /// What a deed does makes no entry in the audit log.
    DeedLogged,
    /// What a deed does leaves no mark that events tell.
    DeedMark,
    /// That rows come and go is written nowhere.
    RowsChange,
    /// What is written to a field does not end there.
    FieldEnd,
    /// A field does not carry on what was written to it.
    Carried,
    /// The key of a row is not written.
    KeyWritten,
    /// A list does not show which rows there are.
    ListRows,
    /// Nobody sees the lines of a list.
    ListLine,
    /// Nobody sees what stands for an empty list.
    ListEmpty,
    /// Nobody sees what stands on a button.
    ButtonLabel,
    /// Nobody sees the title of a card, and how far its bar goes.
    Card,
    /// Nobody sees the name and the picture under which something is posted.
    Persona,
    /// Nobody sees the files that go along.
    Files,
    /// Which message is changed tells nothing.
    Edited,
    /// Nobody sees the names of the commands that admins make.
    CommandNames,
    /// Nobody sees what the commands that admins make answer.
    CommandReply,

    // Judgements about flows.
    /// A field may hold whatever category is written to it.
    Stored,
    /// What somebody typed is whatever its field says.
    Typed,
    /// The mod-log may be told every category.
    Logged,
    /// A handler may read what its `reads=` leaves out.
    Reads,
    /// A promise not to read something is not looked at.
    NeverRead,
    /// The time and settings break no promise.
    NeverTaken,
    /// A field that is declared for a category breaks no promise.
    NeverDeclared,
    /// A promise about storage is not one about what servers choose.
    NeverSet,
    /// When a row was made tells nothing of what people do.
    NeverDated,
    /// A mention does not show a name.
    NeverMentioned,
    /// A promise about storage is not one about what decides what is stored.
    NeverDecides,
    /// A promise about other ends is not one about what decides what gets there.
    NeverDecidesElsewhere,
    /// A processor may receive what is promised not to reach one.
    NeverReceived,
    /// A service is sent what it is not said to receive.
    Receives,
    /// What is stored does not reach who hosts it.
    NeverHosted,
    /// An exception for one end is one for every end.
    ExceptionSink,
    /// An exception for a decision is one for a copy.
    ExceptionWay,
    /// An exception for one store is one for every store.
    ExceptionStore,
    /// An exception for one feature is one for every feature.
    ExceptionFeature,
    /// What is noted about somebody may be called configuration.
    NumberAboutSomebody,
    /// A journal keeps what is promised not to be stored.
    BareJournal,

    // Judgements about time.
    /// A retention may wait for what the bot does not ask Discord for.
    UnseenIntent,
    /// A row of no server may wait for its server's end.
    UnseenServer,
    /// A row about nobody may wait for them to leave.
    UnseenLeaver,
    /// A row may wait for a `finish` that never comes.
    NeverFinished,
    /// A row may be over as soon as it is written.
    NoTime,
    /// A row may have only ends that never come.
    NeverComes,
    /// A row may have only an end that it need not say.
    OptionalEnd,
    /// An end after anybody's life is an end.
    Lifetime,
    /// A copy may last longer than what it was made from.
    CopyLater,
    /// A copy may end with another feature.
    CopyOtherFeature,
    /// A copy may end at another time of a row.
    CopyOtherTime,
    /// A copy may stay when whom it was about is erased.
    CopyErased,
    /// One event that somebody left may delete rows.
    DepartureDeletes,
    /// One event that somebody left may empty a field.
    DepartureEmpties,
    /// One event that somebody left may say when a row is over.
    DepartureSaysWhen,
    /// What follows a departure later may delete rows.
    DepartureLater,
    /// What runs at the end of a row may make it again.
    EndedAgain,
    /// What runs at a start may look for rows that are over by then.
    GoneAtBoot,
    /// A backup may outlast what is in it.
    BackupAge,
    /// A row may name one that is not there.
    Reference,

    // Judgements about people.
    /// A row about people need not say about whom.
    NobodysRow,
    /// A row may be about nobody now and then.
    NullableSubject,
    /// An erasure may empty the key of a row.
    EmptiedKey,
    /// An erasure may leave somebody's words.
    WordsStay,
    /// A message of which nobody knows who wrote it is nobody's.
    LedToAnybody,
    /// A message of the bot leads to nobody whom it names.
    LedByWords,
    /// A name may stand where its owner's erasure does not reach it.
    NamesAnother,
    /// A rendered template names nobody that could be erased.
    RenderedName,
    /// What was known of somebody may be copied to where it is not theirs.
    KnownName,
    /// Consent may be asked for in one server and count in all.
    ConsentBeyond,
    /// What rests on consent may stay when it is taken back.
    ConsentStays,
    /// A row may rest on the consent of somebody who was not asked.
    ConsentOfOthers,
    /// A row may be changed that is about somebody who was not asked.
    ConsentOfRow,
    /// What follows an effect may keep somebody who was not asked.
    ConsentOfEntry,
    /// A row is somebody's own when one of the people in it is them.
    ConsentOfAll,
    /// A query finds somebody's own rows when one of the people in them is them.
    ConsentOfFound,
    /// An objection may be refused where nobody can object.
    ObjectionRefused,
    /// A copy may leave out what is about nobody else.
    Withheld,
    /// A copy may leave out what the bot shows anyway.
    WithheldShown,
    /// A copy may hand over who else is in a row.
    CopyOfOthers,
    /// A row about somebody need not be handed over.
    NoCopy,
    /// What was collected for one purpose may serve another.
    Purpose,
    /// Data about people needs no legal basis.
    Basis,
    /// Whatever row is shown across servers is the person's own.
    AcrossOwn,
    /// A command of one server may come from what was written in another.
    AcrossCommand,
    /// The bot may write to somebody who did not ask.
    Unsolicited,

    // Judgements about authority.
    /// Anybody may have done what needs a permission.
    Unguarded,
    /// Anybody may delete rows of others.
    DeletesAnybodys,
    /// Anybody may have the bot post wherever they say.
    ChosenChannel,
    /// Anybody may have the bot make channels wherever they say.
    ChosenCategory,
    /// Anybody changes whichever message of the bot they name.
    ChosenMessage,
    /// Anybody may choose what a deed is done with later.
    StoredChoice,
    /// What a deed is done with later may stand above who chose it.
    StoredRank,
    /// Somebody may have a role given that stands above them.
    RoleAbove,
    /// Somebody may have a deed done to who stands above them.
    MemberAbove,
    /// A message is the person's own whatever it is.
    MessageOfOthers,
    /// A channel is the bot's own whatever it is.
    ChannelOfOthers,
    /// Anybody may write about others.
    TextAboutOthers,
    /// A permission that everybody has guards something.
    EverybodysPermission,
    /// Somebody else's permission guards something.
    PermissionOfOthers,
    /// What a permission in one server guards is guarded in all.
    SharedByAll,
    /// Anybody may see rows that only a hold keeps.
    HeldForAll,
    /// Who is refused an erasure has nowhere to turn to.
    NoAppeal,
    /// Nobody moves the day on which a refusal is looked at again.
    ReviewFixed,
    /// A command of direct messages looks at a server.
    DirectMessage,
    /// A promise not to ask for an intent is not looked at.
    Intent,

    // The notice: what is said and when.
    /// What a handler was given and both keeps and says is not shown of what it keeps.
    ShownGiven,
    /// What decided about a message is not shown by it.
    ShownDecided,
    /// That no content is read is said although Discord is asked for it.
    SaysNothingRead,
    /// That nobody sees a store is said although something depends on it.
    SaysNobodySees,
    /// That nobody is notified is said although somebody is.
    SaysNobodyNotified,
    /// That points are added up about somebody is not said.
    SaysNothingCounted,
    /// That nothing is kept is said although settings hold texts.
    SaysKeepsNothing,
    /// That a feature keeps nothing is said although it writes into another's store.
    SaysFeatureKeepsNothing,
    /// That all is handed over and erased is said although some is not.
    SaysAllHandedOver,
    /// That nobody has to hand anything over is said although a law demands it.
    SaysNobodyObliged,
    /// That a row is of nobody is said although a text can name somebody.
    SaysNothingOfNames,

    // The router: what an event leads to.
    /// Anybody may use a command that needs a permission.
    MayCommand,
    /// Anybody may use a command that is for operators.
    ForOperators,
    /// A `require permission=` always holds.
    MayStep,
    /// A member who stands above may be aimed at.
    AboveThem,
    /// A role that stands above may be aimed at.
    RoleAboveThem,
    /// A `require` that does not hold stops nothing.
    Asked,
    /// Rows are written about who opted out.
    OptedOut,
    /// Rows are written about who was not asked for consent.
    Unasked,
    /// A command does what it does while it asks for consent.
    AskedFirst,
    /// Taking consent back erases nothing.
    Withdrawn,
    /// A feature that is off goes on.
    FeatureOff,
    /// A handler goes on to say what did not happen.
    InVain,
    /// What an erasure ends writes and says something too.
    DeedsAlone,
    /// A message notifies whom it names, whether or not the policy says so.
    Notifies,

    // The bot: what is done with what was decided.
    /// An answer of another form than declared is taken.
    AnswerShape,
    /// Discord is not told whom a message may notify.
    Mentions,
    /// An answer for one person is shown to all.
    Ephemeral,
    /// An erasure does not leave the deeds of what it ends.
    LeavesDeeds,
    /// What Discord refuses during an outage is given up.
    Outage,
    /// That somebody left is not noted.
    Departure,
    /// That somebody came back is not noted.
    Return,
    /// An `otherwise` is not said.
    FallsBack,
    /// The bot reacts to what it posts by webhooks of its own.
    OwnWebhooks,
    /// A command that is hidden is shown.
    Hidden,
    /// A message that is a command is a message as well.
    CommandIsMessage,
    /// Bots use commands by typing them.
    BotsType,
    /// An answer that one person reads stands under the message that asked.
    AnswersAloud,

    // The vault: what is kept, and until when.
    /// What is due is not deleted.
    Sweep,
    /// A row that is written again lasts longer.
    EndsNoLater,
    /// A row whose flow ended stays.
    Finished,
    /// A row whose channel was deleted stays.
    ChannelRemoved,
    /// An erasure reaches what it is refused.
    Refused,
    /// After an erasure it all begins again.
    NotAgain,
    /// Handlers see rows that only a hold keeps.
    Held,
    /// Many who leave at once are deleted at once.
    HeldBackRows,
    /// A copy hands over what the policy refuses.
    ExportRefused,
    /// A copy hands over what belongs to others in a row.
    ExportOthers,

    // What the operator has told people.
    /// Nobody is written to, and the receipt says otherwise.
    Letters,
}

/// Whether this saboteur is at work, so that what it turns off is off.
#[cfg(not(feature = "sabotage"))]
#[inline]
#[must_use]
pub const fn off(_: Saboteur) -> bool {
    false
}

#[cfg(feature = "sabotage")]
pub use at_work::{off, send};

/// Nothing where a saboteur is at work: no label, no finding, no flows, `false`.
pub trait Unless: Default {
    #[must_use]
    fn unless(self, saboteur: Saboteur) -> Self {
        if off(saboteur) { Self::default() } else { self }
    }
}

impl<T: Default> Unless for T {}

#[cfg(feature = "sabotage")]
mod at_work {
    use std::sync::{LazyLock, PoisonError, RwLock};

    use super::Saboteur;

    static AT_WORK: LazyLock<RwLock<Option<Saboteur>>> = LazyLock::new(|| RwLock::new(named()));

    /// The one that the environment names. A name that is nobody's would be a run without a saboteur, so it ends here.
    fn named() -> Option<Saboteur> {
        let name = std::env::var("CANDOR_SABOTEUR").ok()?;
        let found = Saboteur::ALL.iter().find(|one| one.name() == name);
        if found.is_none() {
            eprintln!("`{name}` is no saboteur");
            std::process::exit(70);
        }
        found.copied()
    }

    /// Whether this saboteur is at work, so that what it turns off is off.
    #[must_use]
    pub fn off(saboteur: Saboteur) -> bool {
        let at_work = AT_WORK.read().unwrap_or_else(PoisonError::into_inner);
        *at_work == Some(saboteur)
    }

    /// Sends another saboteur, or none, into this whole process.
    pub fn send(saboteur: Option<Saboteur>) {
        *AT_WORK.write().unwrap_or_else(PoisonError::into_inner) = saboteur;
    }
}
