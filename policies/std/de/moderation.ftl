### What std/moderation says, in German. Each text stands above its translation.

# keep a record of what moderators did
words-keep-a-record-of-what-moderators-8e0ba2 = festhalten, was die Moderation getan hat

# moderation
setting-moderation = moderation

# Moderation
words-moderation-967c7e = Moderation

# Moderators keep order and a record of it
words-moderators-keep-order-and-a-record-534bc7 = Die Moderation hält Ordnung und hält fest, was sie tut

# keeping communities safe
words-keeping-communities-safe-3c37c1 = die Sicherheit der Server

# tell-member
setting-tell-member = mitglied-sagen

# Tell members by direct message what a moderator did
about-tell-members-by-direct-message-what-56ec06 = Mitgliedern per Direktnachricht sagen, was die Moderation getan hat

# forget
setting-forget = vergessen

# How much of what somebody wrote lately a ban deletes
about-how-much-of-what-somebody-wrote-10325f = Wie viel von dem, was jemand zuletzt schrieb, ein Bann löscht

# case
name-case = Fall

# What a moderator did about somebody
words-what-a-moderator-did-about-somebody-a3ebc2 = Was die Moderation zu jemandem getan hat

# id
name-id = Nummer

# member
name-member = Mitglied

# about whom
words-about-whom-164b41 = zu wem

# moderator
name-moderator = Moderator

# who did it
words-who-did-it-2d338a = wer es getan hat

# kind
name-kind = Art

# what was done
words-what-was-done-3a3b37 = was getan wurde

# reason
name-reason = Grund

# the reason given
words-the-reason-given-c37d67 = der angegebene Grund

# until
name-until = bis

# when it ends
words-when-it-ends-1d1b0c = wann es endet

# at
name-at = Zeitpunkt

# when
words-when = wann

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Die Moderation greift darauf zurück, solange es den Server gibt

# moderators need to know what happened before, also with somebody who objects
words-moderators-need-to-know-what-happened-88f6d4 = die Moderation muss wissen, was vorher war, auch wenn jemand widerspricht

# ban
name-ban = Bann

# A ban that ends
words-a-ban-that-ends-d5ae82 = Ein Bann, der endet

# who is banned
words-who-is-banned-94e6f9 = wer gebannt ist

# the ban would never end: nobody would know any more whom to let in again
words-the-ban-would-never-end-nobody-29d479 = der Bann endete nie: niemand wüsste mehr, wer wieder hereindarf

# a ban protects the other members
words-a-ban-protects-the-other-members-11068a = ein Bann schützt die anderen Mitglieder

# note
command-note = notiz

# Note something about a member for the moderators
about-note-something-about-a-member-for-8d20f9 = Etwas über ein Mitglied für die Moderation notieren

# Note
menu-note-3450e9 = Notieren

# member
command-member = mitglied

# About whom
about-about-whom-2414ea = Über wen

# reason
command-reason = grund

# What to note; the member can read it with /privacy data
about-what-to-note-the-member-can-8a56d1 = Was; das Mitglied kann es mit /privacy data lesen

# Noted about { $member-mention }.
text-noted-about-member-mention-ae88de = Über { $member-mention } notiert.

# mute
command-mute = stumm

# Keep a member from writing for a time
about-keep-a-member-from-writing-for-a2048d = Ein Mitglied eine Zeit lang nicht schreiben lassen

# Mute
menu-mute-31c1f6 = Stummschalten

# Who
about-who-561846 = Wer

# time
command-time = dauer

# For how long: 10m, 12h, 7d, at most 28d
about-for-how-long-10m-12h-7d-29872b = Wie lange: 10m, 12h, 7d, höchstens 28d

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Warum; das Mitglied kann es lesen

# Discord allows timeouts of at most 28 days.
text-discord-allows-timeouts-of-at-most-6358ce = Discord erlaubt Timeouts von höchstens 28 Tagen.

# Discord did not let me time { $member-mention } out.
text-discord-did-not-let-me-time-5d164d = Discord ließ mich { $member-mention } keinen Timeout geben.

# { $member-mention } can write again { $relative-now-time }.
text-member-mention-can-write-again-relative-27908a = { $member-mention } kann wieder schreiben: { $relative-now-time }.

# { $member-mention } was timed out until { $relative-now-time } by { $invoker-mention }: { $reason }
text-member-mention-was-timed-out-until-86a306 = { $member-mention } hat bis { $relative-now-time } einen Timeout von { $invoker-mention }: { $reason }

# From { $guild-name }, by a moderator: { $what }. Reason: { $reason }
text-from-guild-name-by-a-moderator-ea86ee = Von { $guild-name }, durch die Moderation: { $what ->
        [timeout] du hast einen Timeout bekommen
        [removal] du wirst entfernt
       *[other] du wirst gebannt
    }. Grund: { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } nimmt keine Direktnachrichten an und hat es nicht erfahren.

# unmute
command-unmute = entstummen

# Let a member write again
about-let-a-member-write-again-fc1c0b = Ein Mitglied wieder schreiben lassen

# Why
about-why-403bf0 = Warum

# Discord did not let me end the timeout of { $member-mention }.
text-discord-did-not-let-me-end-3dd5df = Discord ließ mich den Timeout von { $member-mention } nicht beenden.

# { $member-mention } can write again.
text-member-mention-can-write-again-d83f17 = { $member-mention } kann wieder schreiben.

# The timeout of { $member-mention } was ended by { $invoker-mention }: { $reason }
text-the-timeout-of-member-mention-was-22e562 = Der Timeout von { $member-mention } wurde von { $invoker-mention } beendet: { $reason }

# kick
command-kick = kicken

# Remove a member
about-remove-a-member-bb43d7 = Ein Mitglied entfernen

# Kick
menu-kick-6581dc = Kicken

# Discord did not let me remove { $member-mention }.
text-discord-did-not-let-me-remove-024a02 = Discord ließ mich { $member-mention } nicht entfernen.

# { $member-mention } is gone.
text-member-mention-is-gone-9a2999 = { $member-mention } ist weg.

# { $member-mention } was removed by { $invoker-mention }: { $reason }
text-member-mention-was-removed-by-invoker-f04e48 = { $member-mention } wurde von { $invoker-mention } entfernt: { $reason }

# ban
command-ban = bannen

# Ban somebody, for a time or for good
about-ban-somebody-for-a-time-or-d54e6a = Jemanden bannen, auf Zeit oder für immer

# Ban
menu-ban-c86017 = Bannen

# For how long: 12h, 7d, 4w; for good if left out
about-for-how-long-12h-7d-4w-711e68 = Wie lange: 12h, 7d, 4w; ohne Angabe für immer

# A ban that ends by itself lasts at most { $params-ban-max }. Leave the time out for one that does not end.
text-a-ban-that-ends-by-itself-154d32 = Ein Bann, der von selbst endet, dauert höchstens { $params-ban-max }. Lass die Dauer weg, wenn er nicht enden soll.

# Discord did not let me ban { $member-mention }.
text-discord-did-not-let-me-ban-9a9aaa = Discord ließ mich { $member-mention } nicht bannen.

# { $member-mention } is banned{ $if-time-is-none-then-else-for-a-time }.
text-member-mention-is-banned-if-time-213fa4 = { $member-mention } ist gebannt{ $if-time-is-none-then-else-for-a-time }.

#  for a time
text-for-a-time-6f2181 = { " " }für eine Zeit

# { $member-mention } was banned by { $invoker-mention }: { $reason }
text-member-mention-was-banned-by-invoker-e16a85 = { $member-mention } wurde von { $invoker-mention } gebannt: { $reason }

# unban
command-unban = entbannen

# Lift a ban
about-lift-a-ban-0ca009 = Einen Bann aufheben

# Who may come back
about-who-may-come-back-612dab = Wer zurückkommen darf

# { $member-mention } may come back.
text-member-mention-may-come-back-ab14c0 = { $member-mention } darf zurückkommen.

# The ban of { $member-mention } was lifted by { $invoker-mention }: { $reason }
text-the-ban-of-member-mention-was-f51b58 = Der Bann von { $member-mention } wurde von { $invoker-mention } aufgehoben: { $reason }

# purge
command-purge = leeren

# Delete the newest messages in this channel
about-delete-the-newest-messages-in-this-a80217 = Die neuesten Nachrichten in diesem Kanal löschen

# count
command-count = anzahl

# How many; none that is pinned or older than 14 days
about-how-many-none-that-is-pinned-83742d = Wie viele; keine angepinnten und keine älter als 14 Tage

# Only those of this member, among the newest thousand
about-only-those-of-this-member-among-c6dbc1 = Nur die dieses Mitglieds, unter den neuesten tausend

# Discord did not let me delete them.
text-discord-did-not-let-me-delete-86b823 = Discord ließ mich sie nicht löschen.

# Deleted: { $gone }.
text-deleted-gone-3000cb = Gelöscht: { $gone }.

# { $invoker-mention } deleted messages in { $channel-mention }: { $gone } of { $member-mention }
text-invoker-mention-deleted-messages-in-71ecf3 = { $invoker-mention } hat Nachrichten in { $channel-mention } gelöscht: { $gone } von { $member-mention }

# { $invoker-mention } deleted messages in { $channel-mention }: { $gone }
text-invoker-mention-deleted-messages-in-660f0c = { $invoker-mention } hat Nachrichten in { $channel-mention } gelöscht: { $gone }

# ban-appeal
command-ban-appeal = bann-einspruch

# Ask for a ban that ends to be looked at again
about-ask-for-a-ban-that-ends-3b0291 = Bitten, dass ein Bann, der endet, noch einmal geprüft wird

# text
command-text = text

# What they should know
about-what-they-should-know-025e49 = Was es wissen soll

# Once a day is enough.
text-once-a-day-is-enough-d83342 = Einmal am Tag genügt.

# { $invoker-mention } asks for a ban to be looked at again: { $text }
text-invoker-mention-asks-for-a-ban-601265 = { $invoker-mention } bittet, einen Bann noch einmal zu prüfen: { $text }

# The operators cannot be written to.
text-the-operators-cannot-be-written-to-edc514 = An das Betreiberteam kann man nicht schreiben.

# The operators of the bot read it.
text-the-operators-of-the-bot-read-b5c820 = Das Betreiberteam des Bots liest es.

# cases
command-cases = fälle

# Show a member's cases
about-show-a-member-s-cases-4071c2 = Die Fälle eines Mitglieds zeigen

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = Wessen; ohne Angabe deins

# You can see your own cases; those of others are for moderators.
text-you-can-see-your-own-cases-4496e5 = Du kannst deine eigenen Fälle sehen; die der anderen sind für die Moderation.

# **{ $row-id }** · { $relative-row-at } · { $row-kind } by { $row-moderator-mention }: { $row-reason }
text-row-id-relative-row-at-row-53b057 = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-kind ->
        [note] Notiz
        [mute] Timeout
        [unmute] Timeout beendet
        [kick] Entfernung
        [ban] Bann
        [unban] Bann aufgehoben
       *[other] { $row-kind }
    } von { $row-moderator-mention }: { $row-reason }

# No cases.
text-no-cases-06e388 = Keine Fälle.

# case
command-case = fall

# show
command-show = zeigen

# Show a case
about-show-a-case-49a33a = Einen Fall zeigen

# number
command-number = nummer

# Its number
about-its-number-c65803 = Seine Nummer

# **{ $row-id }** · { $relative-row-at } · { $row-kind } · { $row-member-mention } by { $row-moderator-mention }: { $row-reason }
text-row-id-relative-row-at-row-ce2c1b = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-kind ->
        [note] Notiz
        [mute] Timeout
        [unmute] Timeout beendet
        [kick] Entfernung
        [ban] Bann
        [unban] Bann aufgehoben
       *[other] { $row-kind }
    } · { $row-member-mention } von { $row-moderator-mention }: { $row-reason }

# There is no case with that number.
text-there-is-no-case-with-that-5495e0 = Einen Fall mit dieser Nummer gibt es nicht.

# Put another reason into a case
about-put-another-reason-into-a-case-f28880 = Einem Fall einen anderen Grund geben

# The reason
about-the-reason-9c1c42 = Der Grund

# Case { $number } has another reason, and you stand as its moderator.
text-case-number-has-another-reason-and-1d6c1e = Fall { $number } hat einen anderen Grund, und du stehst als Moderator darin.

# delete
command-delete = löschen

# Delete a case
about-delete-a-case-7d6b9a = Einen Fall löschen

# Case { $number } is deleted.
text-case-number-is-deleted-77807d = Fall { $number } ist gelöscht.

# { $invoker-mention } deleted case { $number }
text-invoker-mention-deleted-case-number-b17f8d = { $invoker-mention } hat Fall { $number } gelöscht

# Its time is over
text-its-time-is-over-9fc4eb = Seine Zeit ist um

# The ban of { $mention-row-member } is over.
text-the-ban-of-mention-row-member-c511e7 = Der Bann von { $mention-row-member } ist vorbei.
