### What std/warnings says, in French. Each text stands above its translation.

# keep a record of moderators' warnings
words-keep-a-record-of-moderators-warnings-32b39c = garder trace des avertissements des modérateurs

# warnings
setting-warnings = avertissements

# Warnings
words-warnings-7c0039 = Avertissements

# Moderators warn members and keep a record
words-moderators-warn-members-and-keep-a-a8497a = Les modérateurs avertissent des membres et en gardent la trace

# keeping communities safe
words-keeping-communities-safe-3c37c1 = la sécurité des serveurs

# tell-member
setting-tell-member = dire-au-membre

# Tell members by direct message that they were warned
about-tell-members-by-direct-message-that-e5e0f4 = Dire par message privé aux membres qu’ils sont avertis

# timeout-after
setting-timeout-after = exclure-après

# How many warnings time a member out, and each one after them
about-how-many-warnings-time-a-member-aa4216 = Combien d’avertissements excluent un membre, et chacun de ceux qui suivent

# timeout-for
setting-timeout-for = exclusion

# For how long; 0s for not at all
about-for-how-long-0s-for-not-3a30fd = Pour combien de temps ; 0s pour aucune exclusion

# warning
name-warning = avertissement

# A moderator's warning
words-a-moderator-s-warning-092a46 = L’avertissement d’un modérateur

# id
name-id = numéro

# member
name-member = membre

# who was warned
words-who-was-warned-d5e989 = qui a été averti

# moderator
name-moderator = modérateur

# who warned
words-who-warned-b1085b = qui a averti

# reason
name-reason = motif

# the reason given
words-the-reason-given-c37d67 = le motif donné

# at
name-at = moment

# when
words-when = quand

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Les modérateurs s’y reportent tant que le serveur existe

# moderators need to know what happened before, also with somebody who objects
words-moderators-need-to-know-what-happened-88f6d4 = les modérateurs doivent savoir ce qui s’est passé avant, même si la personne s’y oppose

# warn
command-warn = avertir

# Record a warning
about-record-a-warning-596d8e = Inscrire un avertissement

# member
command-member = membre

# Who is warned
about-who-is-warned-18a049 = Qui est averti

# reason
command-reason = raison

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Pourquoi ; le membre peut le lire

# Recorded. Warnings of { $member-mention }: { $count-warning-where-row-member-member-id }.
text-recorded-warnings-of-member-mention-6dde1f = C’est noté. Avertissements de { $member-mention } : { $count-warning-where-row-member-member-id }.

# { $member-mention } was warned by { $invoker-mention }: { $reason }
text-member-mention-was-warned-by-invoker-ea398a = { $member-mention } a reçu un avertissement de { $invoker-mention } : { $reason }

# You were warned in { $guild-name }: { $reason }
text-you-were-warned-in-guild-name-bbed9f = Vous avez reçu un avertissement sur { $guild-name } : { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } n’accepte pas les messages privés et n’en a rien su.

# Warnings
text-warnings-7c0039 = Avertissements

# Discord did not let me time { $member-mention } out.
text-discord-did-not-let-me-time-5d164d = Discord ne m’a pas laissé exclure { $member-mention } pour un temps.

# warnings
command-warnings = avertissements

# List a member's warnings
about-list-a-member-s-warnings-7edda0 = Les avertissements d’un membre

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = De qui ; le vôtre, si c’est omis

# You can list your own warnings; those of others are for moderators.
text-you-can-list-your-own-warnings-5a75a4 = Vous pouvez voir vos propres avertissements ; ceux des autres sont pour les modérateurs.

# No warnings.
text-no-warnings-ba3ac2 = Aucun avertissement.

# unwarn
command-unwarn = lever-avertissement

# Delete one warning
about-delete-one-warning-bf9fbf = Supprimer un avertissement

# Whose
about-whose-354015 = De qui

# number
command-number = numéro

# The number that /warnings shows
about-the-number-that-warnings-shows-2e0656 = Le numéro que montre /avertissements

# { $member-mention } has no warning with that number.
text-member-mention-has-no-warning-with-39792c = { $member-mention } n’a pas d’avertissement avec ce numéro.

# Deleted.
text-deleted-4e40c4 = C’est supprimé.

# clearwarns
command-clearwarns = effacer-avertissements

# Delete a member's warnings
about-delete-a-member-s-warnings-022de1 = Supprimer les avertissements d’un membre

# { $member-mention } has no warnings any more.
text-member-mention-has-no-warnings-any-67884c = { $member-mention } n’a plus d’avertissements.

# { $invoker-mention } cleared the warnings of { $member-mention }
text-invoker-mention-cleared-the-warnings-of-b171fb = { $invoker-mention } a effacé les avertissements de { $member-mention }
