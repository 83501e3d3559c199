### What std/suspicion says, in French. Each text stands above its translation.

# point out accounts that look made for trouble
words-point-out-accounts-that-look-made-fd7b6b = signaler les comptes qui semblent faits pour nuire

# suspicion
setting-suspicion = soupçons

# Suspicion
words-suspicion-5f4e9c = Soupçons

# Points out accounts that look made for trouble
words-points-out-accounts-that-look-made-a6027a = Signale les comptes qui semblent faits pour nuire

# keeping communities safe
words-keeping-communities-safe-3c37c1 = la sécurité des serveurs

# new-account
setting-new-account = compte-nouveau

# How young a new account is
about-how-young-a-new-account-is-d6b5f5 = Jusqu’à quel âge un compte est nouveau

# names
setting-names = noms

# Words in a name that count, separated by commas; * stands for any letters
about-words-in-a-name-that-count-f6224e = Mots d’un nom qui comptent, séparés par des virgules ; * vaut pour toute suite de lettres

# known-names
setting-known-names = noms-connus

# Names that nobody else should seem to have, such as those of the team, separated by commas
about-names-that-nobody-else-should-seem-11a0f7 = Noms que personne d’autre ne devrait sembler avoir, comme ceux de l’équipe, séparés par des virgules

# flag-at
setting-flag-at = seuil

# From how many points on somebody is pointed out
about-from-how-many-points-on-somebody-6fe2a2 = À partir de combien de points quelqu’un est signalé

# suspect
name-suspect = suspect

# Somebody who was pointed out
words-somebody-who-was-pointed-out-05e474 = Quelqu’un qui a été signalé

# user
name-user = personne

# who
words-who = qui

# points
name-points = points

# how many points
words-how-many-points-f58ab3 = combien de points

# reasons
name-reasons = motifs

# what for
words-what-for-a12694 = pour quoi

# at
name-at = moment

# when
words-when = quand

# note
name-note = note

# what a moderator noted
words-what-a-moderator-noted-829847 = ce qu’un modérateur a noté

# moderator
name-moderator = modérateur

# who noted or looked at it
words-who-noted-or-looked-at-it-d73cb5 = qui l’a noté ou regardé

# cleared
name-cleared = blanchi

# whether a moderator saw no cause
words-whether-a-moderator-saw-no-cause-be850c = si un modérateur n’a rien vu à redire

# who means trouble would object
words-who-means-trouble-would-object-dd2838 = qui veut nuire s’y opposerait

# suspects
command-suspects = suspects

# Show who was pointed out
about-show-who-was-pointed-out-4fe9bc = Montrer qui a été signalé

# { $row-user-mention } · { $row-points } points: { $row-reasons } · { $relative-row-at }{ $if-row-note-is-none-then-else }{ $row-note }
text-row-user-mention-row-points-points-3a6ca3 = { $row-user-mention } · { $row-points } points : { $row-reasons } · { $relative-row-at }{ $if-row-note-is-none-then-else }{ $row-note }

# Nobody is pointed out.
text-nobody-is-pointed-out-e14656 = Personne n’est signalé.

# suspect
command-suspect = soupçon

# why
command-why = pourquoi

# Show what was counted about yourself
about-show-what-was-counted-about-yourself-ec7531 = Montrer ce qui a été compté à votre sujet

# You have { $row-points } points: { $row-reasons }.{ $if-row-cleared-then-A-moderator-saw-no-c }
text-you-have-row-points-points-row-4b77f8 = Vous avez { $row-points } points : { $row-reasons }.{ $if-row-cleared-then-A-moderator-saw-no-c }

#  A moderator saw no cause.
text-a-moderator-saw-no-cause-d4f530 = { " " }Un modérateur n’a rien vu à redire.

# Nothing was counted about you.
text-nothing-was-counted-about-you-95c3ed = Rien n’a été compté à votre sujet.

# note
command-note = note

# Note something about somebody who was pointed out
about-note-something-about-somebody-who-was-59120f = Noter quelque chose sur quelqu’un qui a été signalé

# member
command-member = membre

# About whom
about-about-whom-2414ea = À propos de qui

# What; the member can read it with /privacy data
about-what-the-member-can-read-it-85909e = Quoi ; le membre peut le lire avec /privacy data

# { $member-mention } was not pointed out.
text-member-mention-was-not-pointed-out-3e9bd4 = { $member-mention } n’a pas été signalé.

# Noted.
text-noted-ce152f = C’est noté.

# clear
command-clear = blanchir

# Say that there is no cause, also for the next time
about-say-that-there-is-no-cause-936538 = Dire qu’il n’y a rien à redire, la prochaine fois non plus

# Whom
about-whom-461657 = Qui

# { $member-mention } is not pointed out again, as long as that is kept.
text-member-mention-is-not-pointed-out-d7d105 = { $member-mention } n’est plus signalé, tant que cela est conservé.

# { $invoker-mention } sees no cause in { $member-mention }
text-invoker-mention-sees-no-cause-in-5c547a = { $invoker-mention } n’a rien à redire sur { $member-mention }

# a new account
words-a-new-account-29a9f9 = un compte nouveau

# no picture of their own
words-no-picture-of-their-own-14a6b1 = pas d’image à soi

# a word in the name
words-a-word-in-the-name-6191df = un mot dans le nom

# a name that looks like a known one
words-a-name-that-looks-like-a-1c83b8 = un nom qui ressemble à un nom connu

# an address in the name
words-an-address-in-the-name-098bf6 = une adresse dans le nom

# others like it in this hour
words-others-like-it-in-this-hour-4b1ba3 = d’autres pareils dans l’heure

# { $member-mention } has { $trouble } points: { $trouble-reasons }. Pointed out by rule; a moderator decides.
text-member-mention-has-trouble-points-c43171 = { $member-mention } a { $trouble } points : { $trouble-reasons }. Signalé par une règle ; un modérateur décide.
