### What std/plain-warnings says, in French. Each text stands above its translation.

# keep a list of what members were warned for
words-keep-a-list-of-what-members-164a25 = tenir la liste des motifs d’avertissement des membres

# warnings
setting-warnings = avertissements

# Warnings
words-warnings-7c0039 = Avertissements

# Staff warn members and keep the reasons
words-staff-warn-members-and-keep-the-199678 = L’équipe avertit des membres et garde les motifs

# keeping servers safe
words-keeping-servers-safe-b6ec1e = la sécurité des serveurs

# staff
setting-staff = équipe

# Roles and people who warn
about-roles-and-people-who-warn-11cfc4 = Rôles et personnes qui avertissent

# tell-member
setting-tell-member = dire-au-membre

# Tell members by direct message that they were warned
about-tell-members-by-direct-message-that-e5e0f4 = Dire par message privé aux membres qu’ils sont avertis

# log
setting-log = journal

# Tell the log of warnings
about-tell-the-log-of-warnings-e5a76c = Signaler les avertissements dans le journal

# warning
name-warning = avertissement

# A reason that a member was warned for
words-a-reason-that-a-member-was-9996b2 = Le motif d’un avertissement

# id
name-id = numéro

# member
name-member = membre

# who was warned
words-who-was-warned-d5e989 = qui a été averti

# reason
name-reason = motif

# the reason given
words-the-reason-given-c37d67 = le motif donné

# staff need to know what happened before, also with somebody who objects
words-staff-need-to-know-what-happened-c994fb = l’équipe doit savoir ce qui s’est passé avant, même si la personne s’y oppose

# warn
command-warn = avertir

# Warn a member
about-warn-a-member-8aa631 = Avertir un membre

# Warn
menu-warn-f828fb = Avertir

# member
command-member = membre

# Who is warned
about-who-is-warned-18a049 = Qui est averti

# reason
command-reason = raison

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Pourquoi ; le membre peut le lire

# Only staff warn members. A server says who they are with /config.
text-only-staff-warn-members-a-server-c1174e = Seule l’équipe avertit des membres. Un serveur dit avec /config qui en fait partie.

# Recorded. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-recorded-warnings-of-member-mention-6dde1f = C’est noté. Avertissements de { $member-mention } : { $count-warning-where-row-member-member-id }.

# { $member-mention } was warned by { $invoker-mention }: { $reason }
text-member-mention-was-warned-by-invoker-ea398a = { $member-mention } a reçu un avertissement de { $invoker-mention } : { $reason }

# You were warned in { $guild-name }: { $reason }
text-you-were-warned-in-guild-name-bbed9f = Vous avez reçu un avertissement sur { $guild-name } : { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } n’accepte pas les messages privés et n’en a rien su.

# warnings
command-warnings = avertissements

# What a member was warned for
about-what-a-member-was-warned-for-c6b978 = Les motifs d’avertissement d’un membre

# Who; yourself if left out
about-who-yourself-if-left-out-ebf3f4 = Qui ; vous-même si rien n’est indiqué

# You can list your own warnings; those of others are for staff.
text-you-can-list-your-own-warnings-97e5b5 = Vous pouvez lire vos propres avertissements ; ceux des autres sont pour l’équipe.

# No warnings.
text-no-warnings-ba3ac2 = Aucun avertissement.

# unwarn
command-unwarn = lever-avertissement

# Take one warning back
about-take-one-warning-back-4c2e1b = Retirer un avertissement

# Whose
about-whose-354015 = De qui

# number
command-number = numéro

# The number that /warnings shows
about-the-number-that-warnings-shows-2e0656 = Le numéro que montre /avertissements

# Only staff take warnings back. A server says who they are with /config.
text-only-staff-take-warnings-back-a-412b32 = Seule l’équipe retire des avertissements. Un serveur dit avec /config qui en fait partie.

# { $member-mention } has no warning with that number.
text-member-mention-has-no-warning-with-39792c = { $member-mention } n’a pas d’avertissement avec ce numéro.

# Taken back. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-taken-back-warnings-of-member-mention-7e387d = C’est retiré. Avertissements de { $member-mention } : { $count-warning-where-row-member-member-id }.

# { $invoker-mention } took a warning of { $member-mention } back
text-invoker-mention-took-a-warning-of-5cf91e = { $invoker-mention } a retiré un avertissement de { $member-mention }
