### The privacy notice, and the answers for Discord's review of intents. Its short form is in `notice-short.ftl`.
###
### Values come from a policy and are data. A line break here is a space; lines wrap where they read best.
###
### Functions: CODE(x) a command or a name as it is typed; LINK(x) an address that opens; AND(list) `a, b and c`;
### OR(list) `a, b or c`; JOIN(list, with: "; "); COUNT(list); HAS(x) `yes` where a text or a list is not empty;
### FIRST(x) with a capital letter; DURATION(ms) `2 days and 1 hour`.
###
### A sentence's name in the notice as JSON (`store.until`) is its key here (`store-until`).

language = en

## The page itself

title = Privacy notice of { $bot }
intro = What the Discord bot { $bot } keeps about you, why, for how long, and how to erase it.
meta-version = Version { $version }
meta-updated = last changed on { $updated }
skip = Skip to the answers
contents = Contents
column-standing = Standing
more-places = and { $n } more
legend-short = Each sentence says how far it can be believed:
legend-title = How far each sentence can be believed
legend-intro =
    This notice was not written by hand. It is generated from the policy file that the bot itself is compiled from. Every
    sentence carries one of three marks, and the lines of the policy it follows from. What stands in “quotation marks” is
    taken from the policy as it stands there: a name, or the operator’s words, which nothing checks.
languages = This notice in other languages
policy-title = The policy, word for word
policy-intro = The lines that the sentences above follow from, as the bot was compiled from them.

section-glance = At a glance
section-table = Everything that is kept, in one table
section-kept = What is kept, feature by feature
section-read = What is read and not kept
section-never = What never happens
section-decisions = What the bot decides by itself
section-servers = What else is kept
section-recipients = Who receives what
section-asks = What the bot asks of Discord, and why
section-rights = Your rights, and the commands for them
section-protection = How it is protected
section-stated = What the operator states
section-people = Who answers for it
section-changes = What changed

## At a glance

glance-who = Who is responsible?
glance-what = What does it keep about me?
glance-content = Does it read what I write?
glance-others = Who else gets it?
glance-erase = How do I see it, take it along, or erase it?
glance-never = What is proven not to happen?

controller-who =
    { $name }{ HAS($established) ->
        [yes] , established in { $established },
       *[no] { "" }
    } answers for this bot.
controller-reach = You can reach them { OR($contacts) }.
contact-discord = on Discord as { CODE($value) }
contact-server = in the support server, { LINK($value) }
contact-email = by e-mail to { LINK($value) }
contact-url = at { LINK($value) }
kept-nothing = Nothing. No feature keeps anything about a person.
kept-nothing-itself = The bot itself keeps nothing about a person.
kept-roles =
    { AND($features) } { COUNT($features) ->
        [one] gives
       *[other] give
    } or { COUNT($features) ->
        [one] takes
       *[other] take
    } roles. Who has which role Discord keeps, and everybody in the server can see it{ HAS($readers) ->
        [yes] ; { AND($readers) } { COUNT($readers) ->
            [one] reads
           *[other] read
        } it there
       *[no] { "" }
    }. { CODE("/privacy data") } and { CODE("/privacy delete") } do not reach roles: those who manage the roles of a server
    can take one away, and who leaves the server has none.
kept-elsewhere =
    With { AND($features) } Discord keeps { AND($what) }. { CODE("/privacy data") } and { CODE("/privacy delete") } do not
    reach that.
kept-by-discord-nick = the name that the bot gave a member in the server, which everybody there can see
kept-by-discord-ban = who is banned, which moderators can see
kept-unnamed =
    No feature keeps anything under your id or your name{ $who ->
        [yes] { " " }but that a setting of a server names you
       *[no] { "" }
    }. What is kept for a server can still be about people, where
    somebody writes about them or a message leads to them: { AND($of) }.
kept-features =
    { COUNT($features) ->
        [one] One feature keeps
       *[other] { COUNT($features) } features keep
    } something about you: { AND($features) }.
kept-until = { FIRST(AND($stores)) }: { until }.
kept-else =
    { AND($features) } { COUNT($features) ->
        [one] keeps
       *[other] keep
    } nothing about you.
kept-else-unnamed =
    { AND($features) } { COUNT($features) ->
        [one] keeps
       *[other] keep
    } nothing under your id. What is kept there for a server can still be about people, where somebody writes about
    them or a message leads to them.
content-none = No. No feature reads the text of messages.
content-counts =
    With { AND($features) } on, the bot counts whom and what the text of a message mentions, and looks at nothing else of
    the text.
content-forgets =
    With { AND($features) } on, the bot reads messages as they arrive, decides, and forgets them: no part of a message
    reaches storage.
content-recognises =
    With { AND($features) } on, the bot reads messages as they arrive, decides, and keeps no copy of any part of them.
    For a short while it has a number in its memory that is computed from the text, so that it knows the text again.
content-decides =
    With { AND($features) } on, the bot reads messages as they arrive, and keeps no copy of any part of them. What is
    kept can depend on what they say.
content-posts =
    It can appear in { AND($sinks) }, which { COUNT($sinks) ->
        [one] is
       *[other] are
    } in Discord.
content-keeps =
    { AND($features) } { COUNT($features) ->
        [one] keeps
       *[other] keep
    } text made from your messages; below is what and why.
content-commands = Text that somebody wrote is kept where this notice says so: { AND($stores) }.
content-forms =
    What you type into a form and the bot refuses waits in its memory for up to 15 minutes, so that you can change it
    instead of typing it again. It is not kept for that.
others-none =
    The operator names no company that receives data. The bot lives on Discord, and Discord has its own privacy policy:
    { LINK("https://discord.com/privacy") }.
others-some =
    { AND($names) } { COUNT($names) ->
        [one] receives
       *[other] receive
    } data on the operator’s behalf. The bot lives on Discord, and Discord has its own privacy policy:
    { LINK("https://discord.com/privacy") }.
others-modlog =
    A server can choose a mod-log channel. What the bot posts there stays in Discord and is the server’s to delete.
others-operators =
    The bot has operators, who have a role in a server of theirs. What they can do and what reaches them is told below.
others-operator =
    Whoever runs the bot holds its key, and can read everything that it keeps.
erase-how =
    { CODE("/privacy data") } shows it, { CODE("/privacy export") } gives it to you as a file, { CODE("/privacy delete") }
    erases it. Used in a server they cover that server, and what belongs to none; in a direct message with the bot they
    cover all servers, also those you have left.
erase-but =
    They do not do so with all of it: { AND($stores) } { COUNT($stores) ->
        [one] has an exception
       *[other] have exceptions
    }, which { COUNT($stores) ->
        [one] is
       *[other] are
    } told below.
erase-stop =
    { CODE("/privacy optout") } stops the bot from keeping anything new about you of: { AND($stores) }. Used in a server it
    stops what would be kept there, in a direct message with the bot what would be kept in any server.

## The table

table-caption = One line for each thing that is kept
table-column-what = What
table-column-fields = Consists of
table-column-why = Why, in the operator’s words
table-column-until = Kept
table-column-who = Shown by the bot to
table-column-erase = When you erase
row-holds = { AND($fields) }
row-why =
    { HAS($purposes) ->
        [yes] to { AND($purposes) }
       *[no] { "" }
    }
row-until = { until }
row-seen = { JOIN($seen, with: "; ") }
row-seen-nobody = nobody but you
row-seen-journal = whoever sees what it is kept for
row-erases = { JOIN($rules, with: "; ") }
row-erases-nobody = it holds nobody’s data
row-field = { $what }
row-category = { AND($kinds) }
row-setting = { $what }
row-default = { $default }

## Features and stores

rules-title = What is so of all of it
rule-deleted =
    What is over is deleted within a minute while the bot runs. While it does not run nothing is deleted; it makes up for
    that before it connects to Discord again. When the clock of its machine jumps, it waits until Discord’s agrees.
rule-returns = If { OR($who) } before that, the deletion is called off.
rule-unseen =
    While the bot does not run, it does not see { OR($what) }. What is undone before it runs again ends nothing.
unseen-guild = that it is removed from a server
unseen-member = that you leave one
unseen-channel = that a channel is deleted
rule-left = That you left a server is kept as long as something about you there is kept.
rule-rights =
    Where nothing else is said below, { CODE("/privacy data") } and { CODE("/privacy export") } give it to the person it
    is about, and { CODE("/privacy delete") } erases it at once.
feature-about = In the operator’s words: { $words }

feature-on = It is on unless a server turns it off.
feature-off = It is off until a server turns it on.
feature-why = What for, in the operator’s words: to { AND($purposes) }.
feature-basis =
    The legal basis is { $basis }{ HAS($interest) ->
        [yes] : { $interest }
       *[no] { "" }
    }.
feature-asks =
    The bot asks you first, in each server: before your yes it keeps nothing of this about you, and what you asked for waits
    in memory for up to 15 minutes. After a no you are not asked again; { CODE("/privacy consent") } lets you say yes.{ $texts ->
        [yes] { " " }What others write here with a yes of their own can mention you all the same.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }That a setting names you is kept without asking you, as told under “Settings of a server”.
       *[no] { "" }
    }
feature-unasked =
    In each server, the bot keeps nothing of this about you until you say yes with { CODE("/privacy consent") }. It does not
    ask by itself.{ $texts ->
        [yes] { " " }What others write here with a yes of their own can mention you all the same.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }That a setting names you is kept without asking you, as told under “Settings of a server”.
       *[no] { "" }
    }
feature-withdraw =
    You can take your consent back at any time with { CODE("/privacy consent") }, also in a direct message with the bot.
    What rests on it is erased with that.
feature-mark =
    So that no backup brings it back, the bot then keeps a mark that you took it back: a keyed hash, which does not hold
    your id in clear.
feature-agreed =
    Your yes is to what this policy says of it: what is kept, how long, why, by whom, to whom the bot shows it, and what the
    bot does in the feature. When that changes, nothing more is kept until you say yes again. What was kept before stays
    until it ends or you take your yes back, and the notice of then says what is done with it.
feature-reads = To do it, the bot looks at { AND($sources) }.
feature-nothing = It keeps nothing.
feature-roles =
    It gives or takes roles, and Discord keeps who has them.{ $stored ->
        [yes] { "" }
       *[no] { " " }The bot itself keeps nothing{ $set ->
            [yes] { " " }but what a server sets for it
           *[no] { "" }
        }.
    }
feature-speaks =
    Some of what it posts stands under another name and picture than the bot’s. Everybody who sees the channel sees both.
feature-crosses =
    What happens in one server can have it post, change or delete messages in other servers where the bot is.
feature-settings = It keeps nothing but what a server sets for it.
store-title =
    { FIRST($store) }{ HAS($about) ->
        [yes] : { $about }
       *[no] { "" }
    }
answers-about = Your answer about consent to { $feature }
journal-about = What follows { $step }, until Discord has done it
journal-about-ended = The { $step } that follows the end of a row, until Discord has done it
journal-entry = that it is still to come
journal-begun = whether Discord was asked for it
answers-given = whether you said yes
answers-since = when you answered
answers-policy = under which policy
answers-agreed = a digest of what you were asked
store-kept =
    { HAS($when) ->
        [yes] { FIRST(OR($when)) }, the bot
       *[no] The bot
    } keeps { AND($fields) }.
store-words = In the operator’s words { JOIN($words, with: "; ") }.
words-of = { $name } is { $about }
store-origin = The operator says where it comes from: { JOIN($origins, with: "; ") }.
# The clauses of a retention; the earliest counts.
until =
    { OR($until) }{ COUNT($until) ->
        [one] { "" }
       *[other] , whichever comes first
    }
store-until = It keeps this { until }.
store-until-erased = No time ends this. It is kept until somebody erases or deletes it.
store-until-reason = The operator says why: { $reason }
store-across = It belongs to no server: what is written in one can be shown in others where the bot is.
store-anywhere =
    A permission for this can be one in any server: whoever has a server of their own with the bot in it has it there.
store-ended =
    When that time is over, { HAS($does) ->
        [yes] it may do more than delete this: the bot { AND($does) }
       *[no] nothing else happens
    }.{ $ring ->
        [yes] { " " }It does so as well where a newer one takes its place before that time.
       *[no] { "" }
    } It does so while the feature is switched off as well, and after an objection. It does not do so where this is deleted
    before in another way, or because you or the bot left the server.{ $deeds ->
        [yes] { " " }Where it goes because somebody in it is erased, the bot does at once what it does on Discord other than
            writing, and says nothing.
       *[no] { "" }
    }
ended-channel = writes in a channel
ended-mod-log = writes to the moderators of the server
ended-operators = writes to its operators
ended-dm = sends a direct message
ended-edit = changes a message that it wrote
ended-changes = changes what it keeps under { $store }
returns-guild = the bot comes back to the server
returns-feature = the feature is switched on again
returns-member = you come back to the server
store-newest =
    { $newest ->
        [one] It keeps only the newest
       *[other] It keeps only the newest { $newest }
    }{ HAS($per) ->
        [yes] { " " }for each person ({ $per })
       *[no] { " " }about you
    }, and deletes the oldest when a new one comes.
store-hold =
    When { $departures } or more of the people this is about leave the server within { DURATION($within) }, as when a
    server is attacked, the deletion waits until { DURATION($held) } after each of them left. Erasing on request does not
    wait.
store-hold-by =
    Once you have left the server, { HAS($by) ->
        [yes] only { OR($by) } can use it
       *[no] nothing uses it
    }{ $ended ->
        [yes] { " " }before its time is over
       *[no] { "" }
    }.
when-pressed =
    when you press { COUNT($labels) ->
        [one] the button
       *[other] one of the buttons
    } { OR($labels) }
store-finished = It counts as finished { OR($when) }.
store-removed = { FIRST(OR($by)) } can remove it earlier.
store-shown-none = No command and no message of the bot shows it to anybody else.
store-shown-journal =
    No command shows it. What it is kept for, others can see where this notice says so.
store-shown-depends =
    { $said ->
        [yes] What
       *[no] No command and no message of the bot shows it to anybody else, but what
    } the bot says or does for others to see can depend on { HAS($fields) ->
        [yes] { AND($fields) }
       *[no] it
    } { OR($when) }.
store-erase-delete = { CODE("/privacy delete") } erases it at once.
store-object-stops =
    You can object with { CODE("/privacy optout") }: from then on the bot keeps nothing new of this about you{ $beyond ->
        [yes] { " " }that comes from the server where you object, or from any where you do so in a direct message
       *[no] { "" }
    }.{ $texts ->
        [yes] { " " }A text by somebody else can mention you all the same.
       *[no] { "" }
    }
store-object-refused = An objection does not stop this.
store-erase-key = Where a text that it is found by mentions somebody who is erased, it goes with them.
store-erase-suppress =
    After that, and after { CODE("/privacy optout") }, the bot does not start it about you again until you opt back in.{ $beyond ->
        [yes] { " " }Where you did so in a server, other servers can still start it.
       *[no] { "" }
    }
store-erase-redact =
    If you are { $role }, { CODE("/privacy delete") } empties { AND($fields) }. The rest stays, because { $because }.
store-erase-pseudonymise =
    If you are { $role }, { CODE("/privacy delete") } takes your id out of it, and the bot cannot tell any more that it
    was you. The rest stays, because { $because }{ HAS($texts) ->
        [yes] , { AND($texts) } as well, whoever wrote it and whatever it says
       *[no] { "" }
    }.
store-erase-refused =
    If you are { $role }, { CODE("/privacy delete") } does not erase it{ HAS($until) ->
        [yes] { " " }until { $until } is over
       *[no] { "" }
    }. { HAS($review) ->
        [yes] It tells you { $review }, when that is looked at again.{ " " }
       *[no] { "" }
    }With { $appeal }, in a direct message, you can ask for it to be looked at. The operator’s reason:
store-erase-party = If you are { $role }, { CODE("/privacy delete") } erases it at once.
role-subject = the person it is about
role-party = the “{ $name }”
because-subject = it is about somebody else
because-server = it belongs to the server
store-export =
    { CODE("/privacy data") } and { CODE("/privacy export") } give it to { AND($to) }{ HAS($without) ->
        [yes] , leaving out { AND($without) }
       *[no] { "" }
    }.
export-subject = the person it is about
export-party = the “{ $name }”
store-export-parts =
    To others who have a part in it, they give that part: who they are in it, and what is theirs.
store-refused =
    { CODE("/privacy data") } and { CODE("/privacy export") } do not give it to the person it is about. They say how much of
    it there is, and why it is not given.
store-refused-why =
    The operator says why: { $reason } The operator looks at it again by { $review }. If you do not agree: { $appeal }

erases-delete = it is deleted
erases-redact = your part is emptied, the rest stays
erases-pseudonymise = you are taken out of it, the rest stays
erases-refuse = nothing, it is refused
erases-as = for { $role }: { $what }

field-id = your id
field-party = the id of the “{ $name }”
field-number = its number
field-alone = the { $noun }
field-named = the { $noun } “{ $name }”
# What a value is.
field-sort-mark = mark
field-sort-number = number
field-sort-text = text
field-sort-time = time
field-sort-length = length of time
field-sort-person = id of the person
field-sort-server = id of the server
field-sort-channel = channel
field-sort-role = role
field-sort-message = message
field-sort-emoji = emoji
field-sort-file = file
field-sort-words = words
field-sort-address = web address
field-sort-language = language
field-sort-who = roles and people
field-table = What is in it
field-column-name = Name
field-column-what = What
field-column-category = Kind of data
# Something as it is typed, and lists, where nothing stands around them.
typed = { CODE($name) }
all = { AND($all) }

until-age =
    { $many ->
        [yes] until they are
       *[no] until it is
    } { DURATION($after) } old
until-entry-idle =
    { $many ->
        [yes] until they have
       *[no] until it has
    } not been written for { DURATION($after) }
until-guild-removed = until { after }the bot is removed from the server
until-member-left = until { after }the bot is told that you left the server
until-subject-left =
    until { after }the bot is told that the person it is about left the server
until-member-left-hold =
    until { DURATION($after) } after the bot is told that you left the server ({ DURATION($held) } when many leave at
    once)
until-boot = until { after }the bot starts again
until-flow-ended = until { after }what it was needed for is finished
until-channel-removed =
    until { after }the channel{ HAS($name) ->
        [yes] { " " }“{ $name }”
       *[no] { "" }
    } that it names is deleted
until-feature-off = until { after }the feature is switched off in the server
until-erased = until it is erased
until-field = until { after }the time “{ $name }” that it names
until-setting =
    until { after }it is as old as the server’s setting { CODE($name) } allows ({ HAS($default) ->
        [yes] { $default } unless changed;
       *[no] { "" }
    } where that changes meanwhile, the shortest counts)
after =
    { $after ->
        [0] { "" }
       *[other] { DURATION($after) } after{ " " }
    }

when-command =
    when { $operators ->
        [yes] an operator of the bot{ HAS($permissions) ->
            [yes] { " " }with the permission { AND($permissions) }
           *[no] { "" }
        }
       *[no] { HAS($permissions) ->
            [yes] somebody with the permission { AND($permissions) }{ HAS($settings) ->
                [yes] , who is an administrator or whom the setting { AND($settings) } names,
               *[no] { "" }
            }
           *[no] { HAS($settings) ->
                [yes] an administrator or somebody whom the setting { AND($settings) } names
               *[no] somebody
            }
        }
    } uses { CODE($command) }{ $direct ->
        [yes] { " " }in a direct message with the bot
       *[no] { "" }
    }

when-button = when you press { $label }
when-review = on the day on which something of { $store } is to be looked at again
when-ended = when the time of { $store } is over
by-command =
    { $operators ->
        [yes] operators of the bot who use
       *[no] { HAS($people) ->
            [yes] { $people } who use
           *[no] anybody{ HAS($sometimes) ->
                [yes] , in some cases only { $sometimes },
               *[no] { "" }
            } who uses
        }
    } { OR($commands) }
people-asked =
    { HAS($settings) ->
        [yes] { HAS($permissions) ->
            [yes] people with the permission { AND($permissions) } who are administrators or whom the setting { AND($settings) } names
           *[no] administrators and people whom the setting { AND($settings) } names
        }
       *[no] people with the permission { AND($permissions) }
    }
by-own = the person it is about, with { OR($commands) },
by-event = the bot, { $when },

shown-reply-private =
    { CODE($command) } shows { AND($fields) } { $to }; only the person who asks sees the answer.
shown-reply-public =
    { CODE($command) } shows { AND($fields) } in the channel where it is used; { $to }.
shown-who-private = to { $people }
shown-anybody-private =
    { $direct ->
        [yes] to anybody who asks in a direct message and whom it does not refuse
       *[no] to anybody in the server whom it does not refuse
    }
shown-own-private = to the person it is about, and to nobody else
shown-own-public = who asks is shown only what is about themselves, and everybody in that channel can read it
shown-some-private =
    to anybody in the server whom it does not refuse, in some cases only to { $people }
shown-who-public =
    only { $people } can ask for it, and everybody in that channel can read it
shown-operators-private = to operators of the bot alone
shown-operators-public =
    only operators of the bot can ask for it, and everybody in that channel of their server can read it
shown-anybody-public = anybody whom it does not refuse can ask for it
shown-some-public =
    anybody whom it does not refuse can ask for it, in some cases only { $people }
shown-custom =
    Everybody who runs one of these commands is shown { AND($fields) }{ $ephemeral ->
        [yes] ; only they see the answer
       *[no] , and so is everybody in the channel where it is used
    }.
shown-custom-names = These commands are named after { AND($fields) }, and everybody in the server can see their names.
shown-event-channel = { FIRST($when) }, the bot may show { AND($fields) } in a channel of the server.
shown-event-reply =
    { FIRST($when) }, the bot may show { AND($fields) } in its answer{ $ephemeral ->
        [yes] , which only you see
       *[no] { "" }
    }.
shown-event-mod-log = { FIRST($when) }, the bot may post { AND($fields) } in the server’s mod-log.
shown-event-operators = { FIRST($when) }, the bot may send { AND($fields) } to its operators.
shown-event-audit-log =
    { FIRST($when) }, the bot may write { AND($fields) } into the server’s audit log, which moderators read.
shown-event-acts = { FIRST($when) }, what the bot does to members can show { AND($fields) }.
shown-event-dm = { FIRST($when) }, the bot may send { AND($fields) } in a direct message.
shown-rows = the number of these
cell-setting = whom { $setting } names
seen-command =
    { CODE($command) }: { $own ->
        [yes] whom it is about
       *[no] { $operators ->
            [yes] operators of the bot
           *[no] { HAS($permissions) ->
                [yes] { AND($permissions) }
               *[no] anybody{ HAS($sometimes) ->
                    [yes] , in some cases only { AND($sometimes) }
                   *[no] { "" }
                }
            }
        }
    }{ $ephemeral ->
        [yes] { "" }
       *[no] , and who reads the channel
    }

## Read, never, decisions

read-forgotten = { $feature } reads { $what }, uses it on the spot, and forgets it. It reaches no storage.
read-decides =
    { $feature } reads { $what }, uses it on the spot, and keeps no copy of it. What is kept can depend on it.
read-goes =
    { $feature } reads { $what } and keeps no copy of it. It can appear in { AND($sinks) }, which { COUNT($sinks) ->
        [one] is
       *[other] are
    } in Discord.{ $decides ->
        [yes] { " " }What is kept can depend on it.
       *[no] { "" }
    }
read-leaves =
    { $feature } reads { $what } and keeps no copy of it. It can reach { AND($sinks) }.{ $decides ->
        [yes] { " " }What is kept can depend on it.
       *[no] { "" }
    }
read-counted =
    To know what is done too often, { $feature } counts in the bot’s memory how often { OR($what) }, for at most
    { DURATION($time) }. Within a minute after that it is forgotten. None of it is on a disk, and a restart of the bot
    forgets it.
read-recognised =
    To know again what is written several times, { $feature } keeps a number in the bot’s memory that is computed from
    the text, for at most { DURATION($time) }, and not the text. None of it is on a disk, and a restart of the bot
    forgets it.
counted-yours = you did something
counted-about = anybody did something to you or about you
counted-place = anybody did something in one place or with one thing
read-typed =
    To find its commands, { $feature } looks at how each of your messages begins. A message that begins as none of them does
    is dropped, as far as this goes. What you write behind the beginning is given to the command, as if you had picked it
    from Discord’s list. An answer for you alone comes as a direct message.
read-typed-to-all =
    To find its commands, the bot looks at how each of your messages begins. A message that begins as none of them does is
    dropped, as far as this goes. An answer for you alone comes as a direct message.
read-remembered =
    The bot remembers in its memory which roles you have, so that it knows them when they change or you leave the server.
    Once you left, it forgets them. None of it is on a disk, and a restart of the bot forgets it.
read-nothing =
    Nothing is listed here, because the compiler cannot show of anything that the bot reads about you that it is never
    kept.
option-given = what is given to { CODE($command) } as { CODE($option) }

written-by-people = what people write, but for settings, addresses and names with which a server is set up
kind-of-data = data of the kind “{ $word }” ({ $what })

never-not-requested =
    { FIRST($what) } { $plural ->
        [yes] are
       *[no] is
    } never read{ $written ->
        [yes] { " " }as such. A text that the bot reads can still have some in it
       *[no] { "" }
    }.
never-not-to =
    { FIRST($what) } never { $plural ->
        [yes] reach
       *[no] reaches
    } { $sink }, and { $plural ->
        [yes] decide
       *[no] decides
    } nothing of what does.{ $silences ->
        [yes] { " " }What the bot does to members can depend on it: who is timed out, kicked or banned then does
            nothing that could be kept or shown.
       *[no] { "" }
    }
other-channel = a channel of the server other than its mod-log
never-no-intent = The bot does not ask Discord to be told { $told }.
never-privileged = Discord guards three intents. Of these, the bot does not ask for { OR($intents) }.
never-none = The policy makes no promise of this kind.

decide-acts =
    { $feature } { AND($acts) } without a person in between{ HAS($sources) ->
        [yes] . It decides from { AND($sources) }
       *[no] { "" }
    }.
decided-from-stored = what is kept as “{ JOIN($stores, with: "”, “") }”
decide-none =
    Nothing that is done to members: roles, timeouts and the like only follow from a command or a press of a button.
    Messages, reactions and threads of the bot can follow from whatever a feature reads.

decide-score =
    { $feature } adds up points about somebody, by rule: { AND($reasons) }. Nothing else counts.
decided-by-points = { $points } for “{ $because }”

## Servers and marks

settings-title = Settings of a server
settings-held =
    For each server the bot keeps what its managers changed from the default with { CODE("/config") }: which features are
    on, and the settings below.
settings-none =
    For each server the bot keeps which features are turned on or off, where that differs from the default.
settings-until = It keeps them { until }.
settings-people =
    In { AND($names) } those who manage a server can name people, allowed or denied. Who is named is told so by
    { CODE("/privacy data") } and by the copy that { CODE("/privacy export") } gives; { CODE("/privacy delete") } takes
    them out. Files of { CODE("/config export") } leave out whom these settings name.
settings-texts =
    Those who manage a server choose freely what { AND($names) } { COUNT($names) ->
        [one] says
       *[other] say
    }. The bot does not look whether it is about somebody.
settings-of-a-server = the settings of a server
settings-table = The settings of this bot
setting-column-name = Setting
setting-column-what = What it is for, in the operator’s words
setting-column-default = Unless changed
needs-of =
    { $text }{ HAS($features) ->
        [yes] { " " }({ AND($features) })
       *[no] { "" }
    }
optout-title = Opt-out marks
optout-mark =
    When you opt out{ $erased ->
        [yes] { " " }or have your data erased
       *[no] { "" }
    }, the bot keeps a mark of that. The mark is a keyed hash: it does not hold your id in clear. Who uses a
    command that would keep something about you is told that it may not be kept.
optout-until =
    The mark stays until you opt back in with { CODE("/privacy optout") }. Then it says that you did, and stays so, without
    your id in clear as before: no backup is to bring back that you had opted out.
optout-stops = It stops the bot from keeping: { AND($stores) }.

## Recipients

discord-title = Discord
discord-platform =
    The bot works inside Discord, a service of Discord Inc. in the United States. Messages, commands and reactions are
    Discord’s before the bot sees them, and Discord keeps them under its own privacy policy:
    { LINK("https://discord.com/privacy") }.
discord-posts =
    What the bot posts in channels and direct messages stays in Discord; erasing data here does not delete those
    messages.
modlog-title = The server’s mod-log
modlog-receives =
    When a server has chosen a channel for it with { CODE($command) }, the bot posts there { HAS($categories) ->
        [yes] { AND($categories) }
       *[no] what its features report
    }.
modlog-stays =
    These messages stay in Discord until the server deletes them. What the bot could not do it tells there as well.
    Without a chosen channel nothing is posted.
operators-title = The bot’s operators
operators-who =
    They are the people who have one role in one server. Whoever runs the bot says which, by ids; the bot looks at the role
    each time, and knows no list of them.
operators-commands =
    Nobody but them can use { AND($commands) }, and they only in their server. What these do is told above, with what they
    write and show.
operators-receive =
    The bot writes to them { OR($when) }. It does so in one channel of their server, which whoever runs the bot chose:
    everybody who can read that channel reads it, and it stays in Discord until it is deleted there.
processor-is =
    { $name } works for the operator: { $role }{ HAS($country) ->
        [yes] , in { $country }
       *[no] { "" }
    }.
processor-outside =
    That is outside the European Economic Area. { HAS($safeguards) ->
        [yes] What protects the data in { $country }, in the operator’s words: { $safeguards }
       *[no] The policy does not say what protects the data in { $country }
    }.
processor-nowhere = The policy does not say in which country.
processor-receives = It receives { AND($categories) }.
processor-nothing = The policy lets it receive no kind of data.
processors-none = The operator names no other recipient.
processors-title = Other recipients
declassify-title = An exception
declassify-is =
    There is an exception{ HAS($feature) ->
        [yes] { " " }for { $feature }
       *[no] { "" }
    }: { $what } may { $way ->
        [decision] decide what reaches { $sink }
       *[copy] reach { $sink }
    }{ HAS($store) ->
        [yes] , but only in { $store }
       *[no] { "" }
    }. The operator’s reason: { $reason }

origins-of = { AND($fields) } ({ $origin })

## Intents and permissions

intents-title = Events it is told about
intents-why =
    { $intent }{ $privileged ->
        [yes] , which Discord guards
       *[no] { "" }
    }: needed to { AND($because) }.
permissions-title = Permissions in a server
permissions-why = { $permission }: needed to { AND($because) }.
permissions-none = The bot asks for no permission of its own. What everybody may do in a server, it may do as well.

## The review of privileged intents

review-title = Privileged intents of { $bot }
question-purpose = What is it for?
question-reads = What is read?
question-kept = Is it stored, and for how long?
question-optout = How can people opt out?
review-unasked = Not asked for
review-none = The bot asks for no privileged intent, and there is nothing to review.
review-because =
    { HAS($feature) ->
        [yes] { $feature } needs
       *[no] The bot needs
    } it to { $because }.
review-why = { $feature } is there to { AND($purposes) }.
review-looks = { $feature } looks at { AND($sources) }.
review-forgotten =
    { $feature }: no copy of this reaches storage ({ AND($what) }).{ $decides ->
        [yes] { " " }What is kept can depend on it.
       *[no] { "" }
    }{ HAS($sinks) ->
        [yes] { " " }It can appear in { AND($sinks) }.
       *[no] { "" }
    }
review-stored = { $feature } reads { AND($what) } and keeps something made from it:
review-switch =
    { $feature } is { $on ->
        [yes] on unless a server turns it off
       *[no] off until a server turns it on
    }, with { CODE($command) }.
review-reads-on =
    While { $feature } is on, it reads from every member{ $stops ->
        [all] { "" }
        [kept] ; an opt-out stops what is kept, not what is read
       *[nothing] , and a single member cannot opt out
    }.
review-asks =
    { $feature } asks for consent. Where it would keep something about somebody who has not said yes, or who opted out, it
    does nothing at all with what it read: it keeps nothing, says nothing and does nothing.

## Rights

rights-notice =
    Be told: { CODE("/privacy notice") } says in short what this page says, and where the whole of it stands.
rights-data = See what is kept about you: { CODE("/privacy data") }. Only you see the answer.
rights-export =
    Take it along: { CODE("/privacy export") } gives you files, one for reading and one that programs can read. What is too
    much for Discord the operator hands to you another way.
rights-delete = Erase it: { CODE("/privacy delete") }. It asks once, then erases.
rights-named =
    A mention of you in a text that somebody else wrote and that is kept is yours: it is sealed with your key,
    { CODE("/privacy data") } counts the records with such a text, and after { CODE("/privacy delete") } it reads
    “somebody”.{ $keys ->
        [yes] { " " }Where a record is found by such a text, it is deleted instead.
       *[no] { "" }
    } A name that is typed as plain words cannot be told from other words, and stays with the text.
rights-optout =
    Object, and have the bot keep nothing new about you where it can be objected to: { CODE("/privacy optout") }. It offers
    to erase what is there. The same command takes it back.
rights-also =
    { COUNT($names) ->
        [one] One command has another name, by which it does the same
       *[other] Some commands have other names, by which they do the same
    }: { AND($names) }.
alias-of = { CODE($name) } for { CODE($of) }
rights-consent =
    See what you consented to, give it or take it back: { CODE("/privacy consent") }. Taking it back erases what rests on it.
rights-dm =
    In a server these commands cover that server, and what belongs to none: that is shown, handed over and erased with the
    rest, and an opt-out stops what would be written of it in that server. In a direct message with the bot they cover all
    servers, also those you have left.
rights-receipt =
    { $optout ->
        [yes] An export, a correction, an erasure and an opt-out each give
       *[no] An export, a correction and an erasure each give
    } a receipt: a random number, with what was asked and what was done.
rights-record =
    The bot keeps a record of these requests: the number, the hour, what was asked, whether about one server or all, by
    command or by the operator, how many rows it concerned and how long it took. It names nobody. It has no end of its own
    and stays when you are erased, as long as the operator keeps the bot’s data. A line in it that is changed or taken away
    is found, unless by somebody who holds the operator’s master key or puts back an older copy of the whole record.
# The controller, and how to reach them where there is a way.
ask-controller =
    ask { $controller }{ HAS($contacts) ->
        [yes] { " " }{ OR($contacts) }
       *[no] { "" }
    }
rights-more =
    For anything a command does not do, such as having something corrected or restricted, or having a person look at what
    the bot decided, { ask-controller }.
rights-correct = To have something corrected, { ask-controller }.
rights-deadline = They answer within { DURATION($within) }.
rights-required =
    Nothing obliges you to use a command. What a command does not let you leave out is needed for it: who does not want
    to give it leaves the command unused.{ $watches ->
        [yes] { " " }What the bot keeps without a command follows from what you do in the server, as told with each feature.
       *[no] { "" }
    }
rights-complain =
    You have the right to complain to a data protection authority, such as that of the place where you live or work or where
    you see the fault (GDPR Article 77).
rights-authority =
    The authority that the operator names: { $authority }{ HAS($url) ->
        [yes] { " " }{ LINK($url) }
       *[no] { "" }
    }

protect-hierarchy =
    { AND($commands) } { COUNT($commands) ->
        [one] goes on only where a member or a role that it is given stands below the person who uses it
       *[other] go on only where a member or a role that they are given stands below the person who uses them
    }.
protect-mentions =
    A mention in a message of the bot notifies nobody.{ $direct ->
        [yes] { " " }A direct message of the bot notifies you as any other does.
       *[no] { "" }
    }
protect-sealed =
    What is kept about you is encrypted with keys of your own, and an erasure destroys them.
protect-key =
    A file with the master key that stands in the directory of the data is refused, and one that others on the machine can
    read is told to the operator.
protect-operator =
    The operator has the bot’s master key and commands to read, hand over and correct what is kept.
protect-lingers =
    What expires or is overwritten row by row is gone for the bot at once. Somebody with the operator’s master key could
    still find it in the database’s free space until the secret it was encrypted with is destroyed: within
    { DURATION($within) } while the bot runs, otherwise when it next starts.
protect-backups =
    A backup that the operator makes holds encrypted rows. Its secret is destroyed within { DURATION($within) } while the
    bot runs, otherwise when it next starts, and then nobody can read it. Nobody who was erased can be read in it, and
    nothing comes back from it whose day has passed, that a person had erased, or that rested on a consent taken back since.
    What ended otherwise after the backup was made does come back with it: what a command or the bot deleted, what was
    finished, replaced by something newer, or switched off{ $channels ->
        [yes] , and what names a channel that was deleted since
       *[no] { "" }
    }. It then ends as this notice says of it, as if that had not happened.{ $asks ->
        [yes] { " " }A no that you said since to a question about consent is forgotten, and the bot asks again.
       *[no] { "" }
    }
protect-snapshots =
    At each start, before it connects, the bot itself makes such a backup of everything it keeps{ HAS($without) ->
        [yes] { " " }but { AND($without) }
       *[no] { "" }
    }. It keeps the last { $keep }, and none for longer than { DURATION($within) } while it runs: that is how long
    something deleted on its own can still be read from one.
languages-counts =
    { $own ->
        [yes] This notice also comes in { AND($others) }. Where a text in another language differs, this one counts.
       *[no] This notice is a translation. Where it differs from the one in { $counts }, that one counts.
    }
age-minimum = You must be at least { $age } years old to use the bot; Discord may ask for more.
changes-none = This is the policy of { $updated }; it lists no earlier change.
changes-one = { $date }: { $text }
changes-drop =
    { $piece ->
        [feature] Everything that an earlier version of the bot kept for its feature “{ $name }”, which is gone,
        [field] What an earlier version of the bot kept as “{ $name }” in “{ $of }”
        [setting] What servers had set as “{ $name }” of “{ $of }”
       *[store] Everything that an earlier version of the bot kept as “{ $name }”
    } is deleted at the first start with this policy. While the bot runs, nobody can read it any more { DURATION($within) }
    later.

## The question before the first row about somebody, on Discord

consent-question = May the bot keep this about you? ({ $title })
consent-why =
    { $bot } is run by { $controller }. { HAS($purposes) ->
        [yes] It would keep this to { AND($purposes) }:
       *[no] It would keep:
    }
consent-shown = The bot shows it to: { $seen }.
consent-free =
    If you say no, nothing of this is kept about you and what you asked for is not done. Nothing else changes for you, and
    you are not asked again.
consent-back =
    You can take a yes back at any time with { CODE("/privacy consent") } ({ $name }). What rests on it is erased then.
    { CODE("/privacy notice") } says more.
