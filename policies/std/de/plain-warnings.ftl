### What std/plain-warnings says, in German. Each text stands above its translation.

# keep a list of what members were warned for
words-keep-a-list-of-what-members-164a25 = eine Liste führen, wofür Mitglieder verwarnt wurden

# warnings
setting-warnings = verwarnungen

# Warnings
words-warnings-7c0039 = Verwarnungen

# Staff warn members and keep the reasons
words-staff-warn-members-and-keep-the-199678 = Das Team verwarnt Mitglieder und bewahrt die Gründe auf

# keeping servers safe
words-keeping-servers-safe-b6ec1e = Server sicher halten

# staff
setting-staff = team

# Roles and people who warn
about-roles-and-people-who-warn-11cfc4 = Rollen und Personen, die verwarnen

# tell-member
setting-tell-member = mitglied-sagen

# Tell members by direct message that they were warned
about-tell-members-by-direct-message-that-e5e0f4 = Mitgliedern per Direktnachricht sagen, dass sie verwarnt wurden

# log
setting-log = log

# Tell the log of warnings
about-tell-the-log-of-warnings-e5a76c = Verwarnungen dem Log melden

# warning
name-warning = Verwarnung

# A reason that a member was warned for
words-a-reason-that-a-member-was-9996b2 = Ein Grund, aus dem ein Mitglied verwarnt wurde

# id
name-id = Nummer

# member
name-member = Mitglied

# who was warned
words-who-was-warned-d5e989 = wer verwarnt wurde

# reason
name-reason = Grund

# the reason given
words-the-reason-given-c37d67 = der angegebene Grund

# staff need to know what happened before, also with somebody who objects
words-staff-need-to-know-what-happened-c994fb = das Team muss wissen, was vorher geschah, auch bei jemandem, der widerspricht

# warn
command-warn = verwarnen

# Warn a member
about-warn-a-member-8aa631 = Ein Mitglied verwarnen

# Warn
menu-warn-f828fb = Verwarnen

# member
command-member = mitglied

# Who is warned
about-who-is-warned-18a049 = Wer verwarnt wird

# reason
command-reason = grund

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Warum; das Mitglied kann es lesen

# Only staff warn members. A server says who they are with /config.
text-only-staff-warn-members-a-server-c1174e = Nur das Team verwarnt Mitglieder. Wer das ist, legt ein Server mit /config fest.

# Recorded. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-recorded-warnings-of-member-mention-6dde1f = Eingetragen. Verwarnungen von { $member-mention }: { $count-warning-where-row-member-member-id }.

# { $member-mention } was warned by { $invoker-mention }: { $reason }
text-member-mention-was-warned-by-invoker-ea398a = { $member-mention } wurde von { $invoker-mention } verwarnt: { $reason }

# You were warned in { $guild-name }: { $reason }
text-you-were-warned-in-guild-name-bbed9f = Du wurdest auf { $guild-name } verwarnt: { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } nimmt keine Direktnachrichten an und hat es nicht erfahren.

# warnings
command-warnings = verwarnungen

# What a member was warned for
about-what-a-member-was-warned-for-c6b978 = Wofür ein Mitglied verwarnt wurde

# Who; yourself if left out
about-who-yourself-if-left-out-ebf3f4 = Wer; du selbst, wenn du nichts angibst

# You can list your own warnings; those of others are for staff.
text-you-can-list-your-own-warnings-97e5b5 = Du kannst deine eigenen Verwarnungen ansehen; die von anderen sind für das Team.

# No warnings.
text-no-warnings-ba3ac2 = Keine Verwarnungen.

# unwarn
command-unwarn = entwarnen

# Take one warning back
about-take-one-warning-back-4c2e1b = Eine Verwarnung zurücknehmen

# Whose
about-whose-354015 = Wessen

# number
command-number = nummer

# The number that /warnings shows
about-the-number-that-warnings-shows-2e0656 = Die Nummer, die /verwarnungen zeigt

# Only staff take warnings back. A server says who they are with /config.
text-only-staff-take-warnings-back-a-412b32 = Nur das Team nimmt Verwarnungen zurück. Wer das ist, legt ein Server mit /config fest.

# { $member-mention } has no warning with that number.
text-member-mention-has-no-warning-with-39792c = { $member-mention } hat keine Verwarnung mit dieser Nummer.

# Taken back. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-taken-back-warnings-of-member-mention-7e387d = Zurückgenommen. Verwarnungen von { $member-mention }: { $count-warning-where-row-member-member-id }.

# { $invoker-mention } took a warning of { $member-mention } back
text-invoker-mention-took-a-warning-of-5cf91e = { $invoker-mention } hat eine Verwarnung von { $member-mention } zurückgenommen
