### What std/watch-list says, in German. Each text stands above its translation.

# keep people who raid servers out of those that want that
words-keep-people-who-raid-servers-out-febd96 = Leute, die Server überfallen, aus Servern heraushalten, die das wollen

# watch
setting-watch = wache

# Watch
words-watch-22fba9 = Wache

# Lists that the bot's operators keep for all servers
words-lists-that-the-bot-s-operators-0da7fa = Listen, die das Betreiberteam für alle Server führt

# keeping servers safe
words-keeping-servers-safe-b6ec1e = Server sicher halten

# auto-ban
setting-auto-ban = auto-bann

# Ban blacklisted accounts when they join
about-ban-blacklisted-accounts-when-they-join-f548e0 = Konten der schwarzen Liste beim Beitritt bannen

# listed
name-listed = Eingetragener

# An entry of the operators' list
words-an-entry-of-the-operators-list-441716 = Ein Eintrag auf der Liste des Betreiberteams

# user
name-user = Person

# who is listed
words-who-is-listed-e580c7 = wer auf der Liste steht

# kind
name-kind = Art

# blacklisted or warned
words-blacklisted-or-warned-943998 = schwarze Liste oder Warnung

# reason
name-reason = Grund

# why
words-why = warum

# review
name-review = Prüfung

# when the operators look at it again
words-when-the-operators-look-at-it-1dbef9 = wann das Betreiberteam es wieder prüft

# It lasts until the operators take somebody off the list
words-it-lasts-until-the-operators-take-eea489 = Es bleibt, bis das Betreiberteam jemanden von der Liste nimmt

# The list protects other servers
words-the-list-protects-other-servers-6f4a3f = Die Liste schützt andere Server

# trusted
name-trusted = Vertrauter

# People the operators trust
words-people-the-operators-trust-c38da5 = Leute, denen das Betreiberteam vertraut

# who is trusted
words-who-is-trusted-213f1c = wem vertraut wird

# It lasts until you or the operators end it
words-it-lasts-until-you-or-the-110645 = Es bleibt, bis du oder das Betreiberteam es beendet

# helper
name-helper = Helfer

# Who works with the operators
words-who-works-with-the-operators-f301f1 = Wer mit dem Betreiberteam arbeitet

# who
words-who = wer

# list
command-list = liste

# add
command-add = hinzufügen

# List somebody
about-list-somebody-8aa8f2 = Jemanden auf die Liste setzen

# user
command-user = person

# Whom
about-whom-461657 = Wen

# kind
command-kind = art

# Blacklisted accounts are banned where a server wants that
about-blacklisted-accounts-are-banned-where-a-9b58cb = Konten der schwarzen Liste werden gebannt, wo ein Server das will

# blacklisted
choice-blacklisted = schwarze Liste

# warned
choice-warned = Warnung

# reason
command-reason = grund

# Why; that person and the moderators of all servers read it
about-why-that-person-and-the-moderators-bb5c80 = Warum; diese Person und die Moderatoren aller Server lesen es

# { $user-mention } is { $kind }.
text-user-mention-is-kind-9f3502 = { $user-mention }: { $kind }.

# remove
command-remove = entfernen

# Take somebody off the list
about-take-somebody-off-the-list-e96e7c = Jemanden von der Liste nehmen

# { $user-mention } is not listed.
text-user-mention-is-not-listed-72e55b = { $user-mention } steht nicht auf der Liste.

# { $user-mention } is not listed any more.
text-user-mention-is-not-listed-any-36c059 = { $user-mention } steht nicht mehr auf der Liste.

# due
command-due = fällig

# Which entries are to be looked at again
about-which-entries-are-to-be-looked-8ce422 = Welche Einträge wieder zu prüfen sind

# None within a week.
text-none-within-a-week-802542 = Keine innerhalb einer Woche.

# trusted
command-trusted = vertraute

# Trust somebody
about-trust-somebody-a24f33 = Jemandem vertrauen

# Somebody who is listed cannot be trusted.
text-somebody-who-is-listed-cannot-be-781948 = Wer auf der Liste steht, dem kann nicht vertraut werden.

# { $user-mention } is trusted.
text-user-mention-is-trusted-9955b0 = { $user-mention } wird vertraut.

# Trust somebody no more
about-trust-somebody-no-more-ac37c5 = Jemandem nicht mehr vertrauen

# { $user-mention } is not on that list.
text-user-mention-is-not-on-that-b36e12 = { $user-mention } steht nicht auf dieser Liste.

# { $user-mention } is not on that list any more.
text-user-mention-is-not-on-that-bf65cb = { $user-mention } steht nicht mehr auf dieser Liste.

# leave
command-leave = austreten

# Take yourself off the list of trusted people
about-take-yourself-off-the-list-of-567211 = Dich von der Liste der Vertrauten nehmen

# You are not on that list.
text-you-are-not-on-that-list-fb4b82 = Du stehst nicht auf dieser Liste.

# You are not on that list any more.
text-you-are-not-on-that-list-ce86f2 = Du stehst nicht mehr auf dieser Liste.

# helper
command-helper = helfer

# Take somebody into the team
about-take-somebody-into-the-team-5af933 = Jemanden ins Team aufnehmen

# { $user-mention } is in the team.
text-user-mention-is-in-the-team-d4a0fa = { $user-mention } ist im Team.

# Take somebody out of the team
about-take-somebody-out-of-the-team-811c61 = Jemanden aus dem Team nehmen

# { $user-mention } is not in the team.
text-user-mention-is-not-in-the-372a65 = { $user-mention } ist nicht im Team.

# { $user-mention } is not in the team any more.
text-user-mention-is-not-in-the-ae23be = { $user-mention } ist nicht mehr im Team.

# Take yourself off the list of the team
about-take-yourself-off-the-list-of-07fdeb = Dich von der Liste des Teams nehmen

# check
command-check = prüfen

# What the operators' lists say of somebody
about-what-the-operators-lists-say-of-3efdb0 = Was die Listen des Betreiberteams über jemanden sagen

# Of whom
about-of-whom-28eac3 = Über wen

# You can look yourself up; others are for moderators.
text-you-can-look-yourself-up-others-fabd1c = Du kannst dich selbst nachschlagen; andere sind für Moderatoren.

# { $user-mention } is { $row-kind }: { $row-reason }. It is looked at again { $relative-row-review }; /appeal in a direct message to me asks for it sooner.
text-user-mention-is-row-kind-row-7d21fd = { $user-mention } steht auf der Liste ({ $row-kind }): { $row-reason }. Das wird { $relative-row-review } wieder geprüft; mit /einspruch in einer Direktnachricht an mich geht es früher.

# { $user-mention } is { $if-helper-user-is-not-none-then-in-the-t }.
text-user-mention-is-if-helper-user-d64e09 = { $user-mention }: { $if-helper-user-is-not-none-then-in-the-t }.

# in the team
text-in-the-team-088a88 = im Team

# trusted
text-trusted = vertraut

# not listed
text-not-listed-73b5d9 = nicht auf der Liste

# appeal
command-appeal = einspruch

# Ask the operators to look at your entry again
about-ask-the-operators-to-look-at-8e6890 = Das Betreiberteam bitten, deinen Eintrag wieder zu prüfen

# text
command-text = text

# What they should know
about-what-they-should-know-025e49 = Was es wissen soll

# You are not listed.
text-you-are-not-listed-09d68f = Du stehst nicht auf der Liste.

# Three times a day are enough.
text-three-times-a-day-are-enough-88fb0c = Dreimal am Tag ist genug.

# The operators have it. They look at your entry { $relative-day } at the latest.
text-the-operators-have-it-they-look-b90e0c = Das Betreiberteam hat es. Es prüft deinen Eintrag spätestens { $relative-day }.

# { $invoker-mention } appeals; the entry is to be looked at { $relative-day } at the latest: { $text }
text-invoker-mention-appeals-the-entry-is-476ef1 = { $invoker-mention } bittet um Prüfung; der Eintrag ist spätestens { $relative-day } zu prüfen: { $text }

# Take off the list
label-take-off-the-list-565136 = Von der Liste nehmen

# On the operators' list
text-on-the-operators-list-bc8367 = Auf der Liste des Betreiberteams

# { $member-mention } joined, is on the operators' list, and was banned
text-member-mention-joined-is-on-the-b7695b = { $member-mention } ist beigetreten, steht auf der Liste des Betreiberteams und wurde gebannt
