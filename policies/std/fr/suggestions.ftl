### What std/suggestions says, in French. Each text stands above its translation.

# collect suggestions, and tell their authors what became of them
words-collect-suggestions-and-tell-their-b322b9 = recueillir des idées, et dire à leurs auteurs ce qu’elles deviennent

# suggestions
setting-suggestions = idées

# Suggestions
words-suggestions-7d0fb8 = Idées

# Members suggest things and vote on them
words-members-suggest-things-and-vote-on-559429 = Les membres proposent des idées et votent

# hearing what members want
words-hearing-what-members-want-522ec5 = entendre ce que veulent les membres

# channel
setting-channel = salon

# Where suggestions go
about-where-suggestions-go-27a151 = Où vont les idées

# staff
setting-staff = équipe

# Roles and people who decide on suggestions
about-roles-and-people-who-decide-on-e27fee = Rôles et personnes qui décident des idées

# suggestion
name-suggestion = idée

# A suggestion that is not decided; its text stands in the channel
words-a-suggestion-that-is-not-decided-125af1 = Une idée en attente de décision ; son texte est dans le salon

# message
name-message = message

# author
name-author = auteur

# who made it
words-who-made-it-70ee3b = qui l’a eue

# vote
name-vote = vote

# A vote on a suggestion
words-a-vote-on-a-suggestion-2cf175 = Un vote sur une idée

# voter
name-voter = votant

# who voted
words-who-voted-6d6b88 = qui a voté

# good
name-good = pour

# for or against it
words-for-or-against-it-0f6d60 = pour ou contre

# suggest
command-suggest = proposer

# Suggest something
about-suggest-something-fe0c2e = Proposer une idée

# text
command-text = texte

# What?
about-what-0a1e8a = Quoi ?

# Suggestions are not set up here: their channel is chosen with /config.
text-suggestions-are-not-set-up-here-52c083 = Rien n’est prêt ici pour les idées : leur salon se choisit avec /config.

# One suggestion a minute.
text-one-suggestion-a-minute-4c6f0f = Une idée par minute.

# { $invoker-mention } suggests: { $text }
text-invoker-mention-suggests-text-6aae97 = { $invoker-mention } propose : { $text }

# For
label-for-0a0dd7 = Pour

# Against
label-against-341417 = Contre

# I may not post there; tell the moderators.
text-i-may-not-post-there-tell-cfbb1e = Je ne peux pas y écrire ; dites-le aux modérateurs.

# Thank you. It stands here: { $sent-link }
text-thank-you-it-stands-here-sent-ff9098 = Merci. Votre idée est ici : { $sent-link }

# decide
command-decide = décider

# Decide on a suggestion
about-decide-on-a-suggestion-d9a3a2 = Décider d’une idée

# which
command-which = laquelle

# Link to the suggestion
about-link-to-the-suggestion-3031fc = Lien vers l’idée

# decision
command-decision = décision

# Decision
about-decision-38c729 = Décision

# accepted
choice-accepted = acceptée

# considered
choice-considered = à l’étude

# declined
choice-declined = refusée

# reason
command-reason = raison

# Why; its author reads it
about-why-its-author-reads-it-0b51fe = Pourquoi ; son auteur le lit

# Only staff decide on suggestions. A server says who they are with /config.
text-only-staff-decide-on-suggestions-a-eb8a42 = Seule l’équipe décide des idées. Un serveur dit avec /config qui en fait partie.

# There is no open suggestion in that message.
text-there-is-no-open-suggestion-in-1741e2 = Il n’y a pas d’idée en attente dans ce message.

# Decided.
text-decided-616a83 = C’est décidé.

# { $which-link } by { $mention-writer } is { $decision }, with { $good } for and { $bad } against it: { $reason }
text-which-link-by-mention-writer-is-6f522e =
    { $which-link } de { $mention-writer } est { $decision ->
        [accepted] acceptée
        [considered] à l’étude
       *[other] refusée
    }, avec { $good } pour et { $bad } contre : { $reason }

# Your suggestion in { $guild-name } is { $decision }: { $reason }
text-your-suggestion-in-guild-name-is-673152 =
    Votre idée sur { $guild-name } est { $decision ->
        [accepted] acceptée
        [considered] à l’étude
       *[other] refusée
    } : { $reason }

# This is decided or too old.
text-this-is-decided-or-too-old-0c73ea = C’est décidé ou trop ancien.

# It is your own suggestion.
text-it-is-your-own-suggestion-e7b683 = C’est votre propre idée.

# For: { $count-vote-where-row-message-message-id }, against: { $count-vote-where-row-message-message-id-2 }.
text-for-count-vote-where-row-message-40b1ec = Pour : { $count-vote-where-row-message-message-id }, contre : { $count-vote-where-row-message-message-id-2 }.
