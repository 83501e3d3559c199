### What std/telemetry says, in French. Each text stands above its translation.

# find out what does not work
words-find-out-what-does-not-work-44c0c4 = trouver ce qui ne marche pas

# telemetry
setting-telemetry = télémétrie

# Telemetry
words-telemetry-60dadd = Télémétrie

# What does not work is kept for a while
words-what-does-not-work-is-kept-6e9f6a = Ce qui ne marche pas est gardé un temps

# a bot that works
words-a-bot-that-works-702956 = un bot qui marche

# failure
name-failure = échec

# What was written where something did not work
words-what-was-written-where-something-did-911f6f = Ce qui a été écrit là où quelque chose n’a pas marché

# id
name-id = numéro

# text
name-text = texte

# the words, without mentions and ids
words-the-words-without-mentions-and-ids-b3b8b4 = les mots, sans mentions ni identifiants

# at
name-at = moment

# when
words-when = quand
