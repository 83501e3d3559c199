### What std/moderation says, in French. Each text stands above its translation.

# keep a record of what moderators did
words-keep-a-record-of-what-moderators-8e0ba2 = garder trace de ce que font les modérateurs

# moderation
setting-moderation = modération

# Moderation
words-moderation-967c7e = Modération

# Moderators keep order and a record of it
words-moderators-keep-order-and-a-record-534bc7 = Les modérateurs maintiennent l’ordre, et en gardent la trace

# keeping communities safe
words-keeping-communities-safe-3c37c1 = la sécurité des serveurs

# tell-member
setting-tell-member = dire-au-membre

# Tell members by direct message what a moderator did
about-tell-members-by-direct-message-what-56ec06 = Dire aux membres en message privé ce qu’un modérateur a fait

# forget
setting-forget = oublier

# How much of what somebody wrote lately a ban deletes
about-how-much-of-what-somebody-wrote-10325f = Combien de ce que quelqu’un a écrit en dernier un bannissement supprime

# case
name-case = dossier

# What a moderator did about somebody
words-what-a-moderator-did-about-somebody-a3ebc2 = Ce qu’un modérateur a fait à propos de quelqu’un

# id
name-id = numéro

# member
name-member = membre

# about whom
words-about-whom-164b41 = à propos de qui

# moderator
name-moderator = modérateur

# who did it
words-who-did-it-2d338a = qui l’a fait

# kind
name-kind = sorte

# what was done
words-what-was-done-3a3b37 = ce qui a été fait

# reason
name-reason = motif

# the reason given
words-the-reason-given-c37d67 = le motif donné

# until
name-until = jusqu’au

# when it ends
words-when-it-ends-1d1b0c = quand cela prend fin

# at
name-at = moment

# when
words-when = quand

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Les modérateurs s’y reportent tant que le serveur existe

# moderators need to know what happened before, also with somebody who objects
words-moderators-need-to-know-what-happened-88f6d4 = les modérateurs doivent savoir ce qui s’est passé avant, même si la personne s’y oppose

# ban
name-ban = bannissement

# A ban that ends
words-a-ban-that-ends-d5ae82 = Un bannissement qui prend fin

# who is banned
words-who-is-banned-94e6f9 = qui est banni

# the ban would never end: nobody would know any more whom to let in again
words-the-ban-would-never-end-nobody-29d479 = le bannissement ne finirait jamais : personne ne saurait plus qui laisser revenir

# a ban protects the other members
words-a-ban-protects-the-other-members-11068a = un bannissement protège les autres membres

# note
command-note = note

# Note something about a member for the moderators
about-note-something-about-a-member-for-8d20f9 = Noter quelque chose sur un membre, pour les modérateurs

# Note
menu-note-3450e9 = Noter

# member
command-member = membre

# About whom
about-about-whom-2414ea = À propos de qui

# reason
command-reason = raison

# What to note; the member can read it with /privacy data
about-what-to-note-the-member-can-8a56d1 = Que noter ; le membre peut le lire avec /privacy data

# Noted about { $member-mention }.
text-noted-about-member-mention-ae88de = C’est noté à propos de { $member-mention }.

# mute
command-mute = silence

# Keep a member from writing for a time
about-keep-a-member-from-writing-for-a2048d = Empêcher un membre d’écrire pour un temps

# Mute
menu-mute-31c1f6 = Réduire au silence

# Who
about-who-561846 = Qui

# time
command-time = durée

# For how long: 10m, 12h, 7d, at most 28d
about-for-how-long-10m-12h-7d-29872b = Pour combien de temps : 10m, 12h, 7d, au plus 28d

# Why; the member can read it
about-why-the-member-can-read-it-2a7ca2 = Pourquoi ; le membre peut le lire

# Discord allows timeouts of at most 28 days.
text-discord-allows-timeouts-of-at-most-6358ce = Discord permet des exclusions de 28 jours au plus.

# Discord did not let me time { $member-mention } out.
text-discord-did-not-let-me-time-5d164d = Discord ne m’a pas laissé exclure { $member-mention } pour un temps.

# { $member-mention } can write again { $relative-now-time }.
text-member-mention-can-write-again-relative-27908a = { $member-mention } peut écrire à nouveau { $relative-now-time }.

# { $member-mention } was timed out until { $relative-now-time } by { $invoker-mention }: { $reason }
text-member-mention-was-timed-out-until-86a306 = { $member-mention } est exclu jusqu’à { $relative-now-time } par { $invoker-mention } : { $reason }

# From { $guild-name }, by a moderator: { $what }. Reason: { $reason }
text-from-guild-name-by-a-moderator-ea86ee = De la part de { $guild-name }, par un modérateur : { $what ->
        [timeout] vous êtes exclu pour un temps
        [removal] vous êtes expulsé
       *[other] vous êtes banni
    }. Motif : { $reason }

# { $member-mention } does not accept direct messages and was not told.
text-member-mention-does-not-accept-direct-7588bd = { $member-mention } n’accepte pas les messages privés et n’en a rien su.

# unmute
command-unmute = fin-silence

# Let a member write again
about-let-a-member-write-again-fc1c0b = Laisser un membre écrire à nouveau

# Why
about-why-403bf0 = Pourquoi

# Discord did not let me end the timeout of { $member-mention }.
text-discord-did-not-let-me-end-3dd5df = Discord ne m’a pas laissé mettre fin à l’exclusion de { $member-mention }.

# { $member-mention } can write again.
text-member-mention-can-write-again-d83f17 = { $member-mention } peut écrire à nouveau.

# The timeout of { $member-mention } was ended by { $invoker-mention }: { $reason }
text-the-timeout-of-member-mention-was-22e562 = { $invoker-mention } a mis fin à l’exclusion de { $member-mention } : { $reason }

# kick
command-kick = expulser

# Remove a member
about-remove-a-member-bb43d7 = Expulser un membre

# Kick
menu-kick-6581dc = Expulser

# Discord did not let me remove { $member-mention }.
text-discord-did-not-let-me-remove-024a02 = Discord ne m’a pas laissé expulser { $member-mention }.

# { $member-mention } is gone.
text-member-mention-is-gone-9a2999 = { $member-mention } n’est plus là.

# { $member-mention } was removed by { $invoker-mention }: { $reason }
text-member-mention-was-removed-by-invoker-f04e48 = { $member-mention } a été expulsé par { $invoker-mention } : { $reason }

# ban
command-ban = bannir

# Ban somebody, for a time or for good
about-ban-somebody-for-a-time-or-d54e6a = Bannir quelqu’un, pour un temps ou pour toujours

# Ban
menu-ban-c86017 = Bannir

# For how long: 12h, 7d, 4w; for good if left out
about-for-how-long-12h-7d-4w-711e68 = Pour combien de temps : 12h, 7d, 4w ; pour toujours, si c’est omis

# A ban that ends by itself lasts at most { $params-ban-max }. Leave the time out for one that does not end.
text-a-ban-that-ends-by-itself-154d32 = Un bannissement qui prend fin de lui-même dure au plus { $params-ban-max }. Omettez la durée pour un qui ne finit pas.

# Discord did not let me ban { $member-mention }.
text-discord-did-not-let-me-ban-9a9aaa = Discord ne m’a pas laissé bannir { $member-mention }.

# { $member-mention } is banned{ $if-time-is-none-then-else-for-a-time }.
text-member-mention-is-banned-if-time-213fa4 = { $member-mention } est banni{ $if-time-is-none-then-else-for-a-time }.

#  for a time
text-for-a-time-6f2181 = { " " }pour un temps

# { $member-mention } was banned by { $invoker-mention }: { $reason }
text-member-mention-was-banned-by-invoker-e16a85 = { $member-mention } a été banni par { $invoker-mention } : { $reason }

# unban
command-unban = débannir

# Lift a ban
about-lift-a-ban-0ca009 = Lever un bannissement

# Who may come back
about-who-may-come-back-612dab = Qui peut revenir

# { $member-mention } may come back.
text-member-mention-may-come-back-ab14c0 = { $member-mention } peut revenir.

# The ban of { $member-mention } was lifted by { $invoker-mention }: { $reason }
text-the-ban-of-member-mention-was-f51b58 = { $invoker-mention } a levé le bannissement de { $member-mention } : { $reason }

# purge
command-purge = purger

# Delete the newest messages in this channel
about-delete-the-newest-messages-in-this-a80217 = Supprimer les messages les plus récents de ce salon

# count
command-count = nombre

# How many; none that is pinned or older than 14 days
about-how-many-none-that-is-pinned-83742d = Combien ; aucun qui soit épinglé ou vieux de plus de 14 jours

# Only those of this member, among the newest thousand
about-only-those-of-this-member-among-c6dbc1 = Seulement ceux de ce membre, parmi les mille derniers

# Discord did not let me delete them.
text-discord-did-not-let-me-delete-86b823 = Discord ne m’a pas laissé les supprimer.

# Deleted: { $gone }.
text-deleted-gone-3000cb = Supprimés : { $gone }.

# { $invoker-mention } deleted messages in { $channel-mention }: { $gone } of { $member-mention }
text-invoker-mention-deleted-messages-in-71ecf3 = { $invoker-mention } a supprimé des messages dans { $channel-mention } : { $gone } de { $member-mention }

# { $invoker-mention } deleted messages in { $channel-mention }: { $gone }
text-invoker-mention-deleted-messages-in-660f0c = { $invoker-mention } a supprimé des messages dans { $channel-mention } : { $gone }

# ban-appeal
command-ban-appeal = recours-ban

# Ask for a ban that ends to be looked at again
about-ask-for-a-ban-that-ends-3b0291 = Demander qu’un bannissement qui prend fin soit réexaminé

# text
command-text = texte

# What they should know
about-what-they-should-know-025e49 = Ce qu’ils devraient savoir

# Once a day is enough.
text-once-a-day-is-enough-d83342 = Une fois par jour suffit.

# { $invoker-mention } asks for a ban to be looked at again: { $text }
text-invoker-mention-asks-for-a-ban-601265 = { $invoker-mention } demande qu’un bannissement soit réexaminé : { $text }

# The operators cannot be written to.
text-the-operators-cannot-be-written-to-edc514 = On ne peut pas écrire aux opérateurs.

# The operators of the bot read it.
text-the-operators-of-the-bot-read-b5c820 = Les opérateurs du bot le lisent.

# cases
command-cases = dossiers

# Show a member's cases
about-show-a-member-s-cases-4071c2 = Montrer les dossiers d’un membre

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = De qui ; le vôtre, si c’est omis

# You can see your own cases; those of others are for moderators.
text-you-can-see-your-own-cases-4496e5 = Vous pouvez voir vos propres dossiers ; ceux des autres sont pour les modérateurs.

# **{ $row-id }** · { $relative-row-at } · { $row-kind } by { $row-moderator-mention }: { $row-reason }
text-row-id-relative-row-at-row-53b057 = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-kind ->
        [note] note
        [mute] exclusion
        [unmute] fin d’exclusion
        [kick] expulsion
        [ban] bannissement
        [unban] bannissement levé
       *[other] { $row-kind }
    } par { $row-moderator-mention } : { $row-reason }

# No cases.
text-no-cases-06e388 = Aucun dossier.

# case
command-case = dossier

# show
command-show = montrer

# Show a case
about-show-a-case-49a33a = Montrer un dossier

# number
command-number = numéro

# Its number
about-its-number-c65803 = Son numéro

# **{ $row-id }** · { $relative-row-at } · { $row-kind } · { $row-member-mention } by { $row-moderator-mention }: { $row-reason }
text-row-id-relative-row-at-row-ce2c1b = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-kind ->
        [note] note
        [mute] exclusion
        [unmute] fin d’exclusion
        [kick] expulsion
        [ban] bannissement
        [unban] bannissement levé
       *[other] { $row-kind }
    } · { $row-member-mention } par { $row-moderator-mention } : { $row-reason }

# There is no case with that number.
text-there-is-no-case-with-that-5495e0 = Il n’y a pas de dossier de ce numéro.

# Put another reason into a case
about-put-another-reason-into-a-case-f28880 = Mettre un autre motif dans un dossier

# The reason
about-the-reason-9c1c42 = Le motif

# Case { $number } has another reason, and you stand as its moderator.
text-case-number-has-another-reason-and-1d6c1e = Le dossier { $number } a un autre motif, et vous en êtes le modérateur.

# delete
command-delete = supprimer

# Delete a case
about-delete-a-case-7d6b9a = Supprimer un dossier

# Case { $number } is deleted.
text-case-number-is-deleted-77807d = Le dossier { $number } est supprimé.

# { $invoker-mention } deleted case { $number }
text-invoker-mention-deleted-case-number-b17f8d = { $invoker-mention } a supprimé le dossier { $number }

# Its time is over
text-its-time-is-over-9fc4eb = Sa durée est écoulée

# The ban of { $mention-row-member } is over.
text-the-ban-of-mention-row-member-c511e7 = Le bannissement de { $mention-row-member } a pris fin.
