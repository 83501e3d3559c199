### What std/suggestions says, in German. Each text stands above its translation.

# collect suggestions, and tell their authors what became of them
words-collect-suggestions-and-tell-their-b322b9 = Vorschläge sammeln und denen, die sie gemacht haben, sagen, was daraus wurde

# suggestions
setting-suggestions = vorschläge

# Suggestions
words-suggestions-7d0fb8 = Vorschläge

# Members suggest things and vote on them
words-members-suggest-things-and-vote-on-559429 = Mitglieder schlagen etwas vor und stimmen darüber ab

# hearing what members want
words-hearing-what-members-want-522ec5 = hören, was Mitglieder wollen

# channel
setting-channel = kanal

# Where suggestions go
about-where-suggestions-go-27a151 = Wohin Vorschläge kommen

# staff
setting-staff = team

# Roles and people who decide on suggestions
about-roles-and-people-who-decide-on-e27fee = Rollen und Personen, die über Vorschläge entscheiden

# suggestion
name-suggestion = Vorschlag

# A suggestion that is not decided; its text stands in the channel
words-a-suggestion-that-is-not-decided-125af1 = Ein Vorschlag, über den noch nicht entschieden ist; sein Text steht im Kanal

# message
name-message = Nachricht

# author
name-author = Autor

# who made it
words-who-made-it-70ee3b = wer ihn gemacht hat

# vote
name-vote = Stimme

# A vote on a suggestion
words-a-vote-on-a-suggestion-2cf175 = Eine Stimme zu einem Vorschlag

# voter
name-voter = Stimmender

# who voted
words-who-voted-6d6b88 = wer abgestimmt hat

# good
name-good = dafür

# for or against it
words-for-or-against-it-0f6d60 = dafür oder dagegen

# suggest
command-suggest = vorschlagen

# Suggest something
about-suggest-something-fe0c2e = Etwas vorschlagen

# text
command-text = text

# What?
about-what-0a1e8a = Was?

# Suggestions are not set up here: their channel is chosen with /config.
text-suggestions-are-not-set-up-here-52c083 = Vorschläge sind hier nicht eingerichtet: Ihr Kanal wird mit /config gewählt.

# One suggestion a minute.
text-one-suggestion-a-minute-4c6f0f = Ein Vorschlag pro Minute.

# { $invoker-mention } suggests: { $text }
text-invoker-mention-suggests-text-6aae97 = { $invoker-mention } schlägt vor: { $text }

# For
label-for-0a0dd7 = Dafür

# Against
label-against-341417 = Dagegen

# I may not post there; tell the moderators.
text-i-may-not-post-there-tell-cfbb1e = Ich darf dort nicht posten; sag es den Moderatoren.

# Thank you. It stands here: { $sent-link }
text-thank-you-it-stands-here-sent-ff9098 = Danke. Es steht hier: { $sent-link }

# decide
command-decide = entscheiden

# Decide on a suggestion
about-decide-on-a-suggestion-d9a3a2 = Über einen Vorschlag entscheiden

# which
command-which = welche

# Link to the suggestion
about-link-to-the-suggestion-3031fc = Link zum Vorschlag

# decision
command-decision = entscheidung

# Decision
about-decision-38c729 = Entscheidung

# accepted
choice-accepted = angenommen

# considered
choice-considered = in Prüfung

# declined
choice-declined = abgelehnt

# reason
command-reason = grund

# Why; its author reads it
about-why-its-author-reads-it-0b51fe = Warum; wer ihn gemacht hat, liest es

# Only staff decide on suggestions. A server says who they are with /config.
text-only-staff-decide-on-suggestions-a-eb8a42 = Nur das Team entscheidet über Vorschläge. Wer das ist, legt ein Server mit /config fest.

# There is no open suggestion in that message.
text-there-is-no-open-suggestion-in-1741e2 = In dieser Nachricht steht kein offener Vorschlag.

# Decided.
text-decided-616a83 = Entschieden.

# { $which-link } by { $mention-writer } is { $decision }, with { $good } for and { $bad } against it: { $reason }
text-which-link-by-mention-writer-is-6f522e = { $which-link } von { $mention-writer }: { $decision }, mit { $good } dafür und { $bad } dagegen: { $reason }

# Your suggestion in { $guild-name } is { $decision }: { $reason }
text-your-suggestion-in-guild-name-is-673152 = Dein Vorschlag auf { $guild-name } ({ $decision }): { $reason }

# This is decided or too old.
text-this-is-decided-or-too-old-0c73ea = Das ist entschieden oder zu alt.

# It is your own suggestion.
text-it-is-your-own-suggestion-e7b683 = Das ist dein eigener Vorschlag.

# For: { $count-vote-where-row-message-message-id }, against: { $count-vote-where-row-message-message-id-2 }.
text-for-count-vote-where-row-message-40b1ec = Dafür: { $count-vote-where-row-message-message-id }, dagegen: { $count-vote-where-row-message-message-id-2 }.
