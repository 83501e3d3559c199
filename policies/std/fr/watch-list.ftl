### What std/watch-list says, in French. Each text stands above its translation.

# keep people who raid servers out of those that want that
words-keep-people-who-raid-servers-out-febd96 = tenir à l’écart ceux qui attaquent des serveurs, là où on le veut

# watch
setting-watch = veille

# Watch
words-watch-22fba9 = Veille

# Lists that the bot's operators keep for all servers
words-lists-that-the-bot-s-operators-0da7fa = Des listes que les opérateurs du bot tiennent pour tous les serveurs

# keeping servers safe
words-keeping-servers-safe-b6ec1e = la sécurité des serveurs

# auto-ban
setting-auto-ban = bannir-auto

# Ban blacklisted accounts when they join
about-ban-blacklisted-accounts-when-they-join-f548e0 = Bannir les comptes de la liste noire quand ils arrivent

# listed
name-listed = inscrit

# An entry of the operators' list
words-an-entry-of-the-operators-list-441716 = Une ligne de la liste des opérateurs

# user
name-user = personne

# who is listed
words-who-is-listed-e580c7 = qui est sur la liste

# kind
name-kind = sorte

# blacklisted or warned
words-blacklisted-or-warned-943998 = liste noire ou simple alerte

# reason
name-reason = motif

# why
words-why = pourquoi

# review
name-review = réexamen

# when the operators look at it again
words-when-the-operators-look-at-it-1dbef9 = quand les opérateurs la réexaminent

# It lasts until the operators take somebody off the list
words-it-lasts-until-the-operators-take-eea489 = Elle dure jusqu’à ce que les opérateurs retirent la personne de la liste

# The list protects other servers
words-the-list-protects-other-servers-6f4a3f = La liste protège d’autres serveurs

# trusted
name-trusted = confiance

# People the operators trust
words-people-the-operators-trust-c38da5 = Des personnes en qui les opérateurs ont confiance

# who is trusted
words-who-is-trusted-213f1c = qui a leur confiance

# It lasts until you or the operators end it
words-it-lasts-until-you-or-the-110645 = Elle dure jusqu’à ce que vous ou les opérateurs y mettiez fin

# helper
name-helper = aide

# Who works with the operators
words-who-works-with-the-operators-f301f1 = Qui travaille avec les opérateurs

# who
words-who = qui

# list
command-list = liste

# add
command-add = ajouter

# List somebody
about-list-somebody-8aa8f2 = Mettre quelqu’un sur la liste

# user
command-user = personne

# Whom
about-whom-461657 = Qui

# kind
command-kind = sorte

# Blacklisted accounts are banned where a server wants that
about-blacklisted-accounts-are-banned-where-a-9b58cb = Les comptes de la liste noire sont bannis là où un serveur le veut

# blacklisted
choice-blacklisted = liste noire

# warned
choice-warned = alerte

# reason
command-reason = raison

# Why; that person and the moderators of all servers read it
about-why-that-person-and-the-moderators-bb5c80 = Pourquoi ; cette personne et les modérateurs de tous les serveurs le lisent

# { $user-mention } is { $kind }.
text-user-mention-is-kind-9f3502 =
    { $user-mention } est { $kind ->
        [blacklisted] sur la liste noire
       *[other] sous alerte
    }.

# remove
command-remove = retirer

# Take somebody off the list
about-take-somebody-off-the-list-e96e7c = Retirer quelqu’un de la liste

# { $user-mention } is not listed.
text-user-mention-is-not-listed-72e55b = { $user-mention } n’est pas sur la liste.

# { $user-mention } is not listed any more.
text-user-mention-is-not-listed-any-36c059 = { $user-mention } n’est plus sur la liste.

# due
command-due = à-revoir

# Which entries are to be looked at again
about-which-entries-are-to-be-looked-8ce422 = Quelles lignes sont à revoir

# None within a week.
text-none-within-a-week-802542 = Aucune d’ici une semaine.

# trusted
command-trusted = confiance

# Trust somebody
about-trust-somebody-a24f33 = Faire confiance à quelqu’un

# Somebody who is listed cannot be trusted.
text-somebody-who-is-listed-cannot-be-781948 = On ne peut pas faire confiance à quelqu’un qui est sur la liste.

# { $user-mention } is trusted.
text-user-mention-is-trusted-9955b0 = { $user-mention } a la confiance des opérateurs.

# Trust somebody no more
about-trust-somebody-no-more-ac37c5 = Ne plus faire confiance à quelqu’un

# { $user-mention } is not on that list.
text-user-mention-is-not-on-that-b36e12 = { $user-mention } n’est pas sur cette liste.

# { $user-mention } is not on that list any more.
text-user-mention-is-not-on-that-bf65cb = { $user-mention } n’est plus sur cette liste.

# leave
command-leave = quitter

# Take yourself off the list of trusted people
about-take-yourself-off-the-list-of-567211 = Quitter la liste des personnes de confiance

# You are not on that list.
text-you-are-not-on-that-list-fb4b82 = Vous n’êtes pas sur cette liste.

# You are not on that list any more.
text-you-are-not-on-that-list-ce86f2 = Vous n’êtes plus sur cette liste.

# helper
command-helper = équipe

# Take somebody into the team
about-take-somebody-into-the-team-5af933 = Prendre quelqu’un dans l’équipe

# { $user-mention } is in the team.
text-user-mention-is-in-the-team-d4a0fa = { $user-mention } est dans l’équipe.

# Take somebody out of the team
about-take-somebody-out-of-the-team-811c61 = Retirer quelqu’un de l’équipe

# { $user-mention } is not in the team.
text-user-mention-is-not-in-the-372a65 = { $user-mention } n’est pas dans l’équipe.

# { $user-mention } is not in the team any more.
text-user-mention-is-not-in-the-ae23be = { $user-mention } n’est plus dans l’équipe.

# Take yourself off the list of the team
about-take-yourself-off-the-list-of-07fdeb = Quitter la liste de l’équipe

# check
command-check = vérifier

# What the operators' lists say of somebody
about-what-the-operators-lists-say-of-3efdb0 = Ce que les listes des opérateurs disent de quelqu’un

# Of whom
about-of-whom-28eac3 = De qui

# You can look yourself up; others are for moderators.
text-you-can-look-yourself-up-others-fabd1c = Vous pouvez regarder pour vous-même ; le reste est pour les modérateurs.

# { $user-mention } is { $row-kind }: { $row-reason }. It is looked at again { $relative-row-review }; /appeal in a direct message to me asks for it sooner.
text-user-mention-is-row-kind-row-7d21fd =
    { $user-mention } est { $row-kind ->
        [blacklisted] sur la liste noire
       *[other] sous alerte
    } : { $row-reason }. On y revient { $relative-row-review } ; /recours en message privé avec moi le demande plus tôt.

# { $user-mention } is { $if-helper-user-is-not-none-then-in-the-t }.
text-user-mention-is-if-helper-user-d64e09 = { $user-mention } : { $if-helper-user-is-not-none-then-in-the-t }.

# in the team
text-in-the-team-088a88 = dans l’équipe

# trusted
text-trusted = de confiance

# not listed
text-not-listed-73b5d9 = sur aucune liste

# appeal
command-appeal = recours

# Ask the operators to look at your entry again
about-ask-the-operators-to-look-at-8e6890 = Demander aux opérateurs de revoir votre ligne

# text
command-text = texte

# What they should know
about-what-they-should-know-025e49 = Ce qu’ils devraient savoir

# You are not listed.
text-you-are-not-listed-09d68f = Vous n’êtes pas sur la liste.

# Three times a day are enough.
text-three-times-a-day-are-enough-88fb0c = Trois fois par jour suffisent.

# The operators have it. They look at your entry { $relative-day } at the latest.
text-the-operators-have-it-they-look-b90e0c = Les opérateurs l’ont reçu. Ils revoient votre ligne { $relative-day } au plus tard.

# { $invoker-mention } appeals; the entry is to be looked at { $relative-day } at the latest: { $text }
text-invoker-mention-appeals-the-entry-is-476ef1 = { $invoker-mention } fait un recours ; la ligne est à revoir { $relative-day } au plus tard : { $text }

# Take off the list
label-take-off-the-list-565136 = Retirer de la liste

# On the operators' list
text-on-the-operators-list-bc8367 = Sur la liste des opérateurs

# { $member-mention } joined, is on the operators' list, and was banned
text-member-mention-joined-is-on-the-b7695b = { $member-mention } est sur la liste des opérateurs : bannissement à l’arrivée
