### What std/warnings says, in German. Each text stands above its translation.

# keep a record of moderators' warnings
words-keep-a-record-of-moderators-warnings-32b39c = die Verwarnungen der Moderation festhalten

# warnings
setting-warnings = verwarnungen

# Warnings
words-warnings-7c0039 = Verwarnungen

# Moderators warn members and keep a record
words-moderators-warn-members-and-keep-a-a8497a = Die Moderation verwarnt Mitglieder und hält es fest

# keeping communities safe
words-keeping-communities-safe-3c37c1 = die Sicherheit der Server

# tell-member
setting-tell-member = mitglied-sagen

# Tell members by direct message that they were warned
about-tell-members-by-direct-message-that-e5e0f4 = Mitgliedern per Direktnachricht sagen, dass sie verwarnt wurden

# timeout-after
setting-timeout-after = timeout-nach

# How many warnings time a member out, and each one after them
about-how-many-warnings-time-a-member-aa4216 = Wie viele Verwarnungen einen Timeout bringen, und jede danach

# timeout-for
setting-timeout-for = timeout-dauer

# For how long; 0s for not at all
about-for-how-long-0s-for-not-3a30fd = Wie lange; 0s für keinen

# warning
name-warning = Verwarnung

# A moderator's warning
words-a-moderator-s-warning-092a46 = Eine Verwarnung der Moderation

# id
name-id = Nummer

# member
name-member = Mitglied

# who was warned
words-who-was-warned-d5e989 = wer verwarnt wurde

# moderator
name-moderator = Moderator

# who warned
words-who-warned-b1085b = wer verwarnt hat

# reason
name-reason = Grund

# the reason given
words-the-reason-given-c37d67 = der angegebene Grund

# at
name-at = Zeitpunkt

# when
words-when = wann

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Die Moderation greift darauf zurück, solange es den Server gibt

# moderators need to know what happened before, also with somebody who objects
words-moderators-need-to-know-what-happened-88f6d4 = die Moderation muss wissen, was vorher war, auch wenn jemand widerspricht

# warn
command-warn = verwarnen

# Record a warning
about-record-a-warning-596d8e = Eine Verwarnung eintragen

# member
command-member = mitglied

# Who is warned
about-who-is-warned-18a049 = Wer verwarnt wird

# reason
command-reason = grund

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Warum; das Mitglied kann es lesen

# Recorded. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-recorded-warnings-of-member-mention-6dde1f = Eingetragen. Verwarnungen von { $member-mention }: { $count-warning-where-row-member-member-id }.

# { $member-mention } was warned by { $invoker-mention }: { $reason }
text-member-mention-was-warned-by-invoker-ea398a = { $member-mention } wurde von { $invoker-mention } verwarnt: { $reason }

# You were warned in { $guild-name }: { $reason }
text-you-were-warned-in-guild-name-bbed9f = Du wurdest auf { $guild-name } verwarnt: { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } nimmt keine Direktnachrichten an und hat es nicht erfahren.

# Warnings
text-warnings-7c0039 = Verwarnungen

# Discord did not let me time { $member-mention } out.
text-discord-did-not-let-me-time-5d164d = Discord ließ mich { $member-mention } keinen Timeout geben.

# warnings
command-warnings = verwarnungen

# List a member's warnings
about-list-a-member-s-warnings-7edda0 = Die Verwarnungen eines Mitglieds

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = Wessen; ohne Angabe deins

# You can list your own warnings; those of others are for moderators.
text-you-can-list-your-own-warnings-5a75a4 = Du kannst deine eigenen Verwarnungen sehen; die der anderen sind für die Moderation.

# No warnings.
text-no-warnings-ba3ac2 = Keine Verwarnungen.

# unwarn
command-unwarn = entwarnen

# Delete one warning
about-delete-one-warning-bf9fbf = Eine Verwarnung löschen

# Whose
about-whose-354015 = Wessen

# number
command-number = nummer

# The number that /warnings shows
about-the-number-that-warnings-shows-2e0656 = Die Nummer, die /verwarnungen zeigt

# { $member-mention } has no warning with that number.
text-member-mention-has-no-warning-with-39792c = { $member-mention } hat keine Verwarnung mit dieser Nummer.

# Deleted.
text-deleted-4e40c4 = Gelöscht.

# clearwarns
command-clearwarns = verwarnungen-löschen

# Delete a member's warnings
about-delete-a-member-s-warnings-022de1 = Die Verwarnungen eines Mitglieds löschen

# { $member-mention } has no warnings any more.
text-member-mention-has-no-warnings-any-67884c = { $member-mention } hat keine Verwarnungen mehr.

# { $invoker-mention } cleared the warnings of { $member-mention }
text-invoker-mention-cleared-the-warnings-of-b171fb = { $invoker-mention } hat die Verwarnungen von { $member-mention } gelöscht
