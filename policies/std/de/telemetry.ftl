### What std/telemetry says, in German. Each text stands above its translation.

# find out what does not work
words-find-out-what-does-not-work-44c0c4 = herausfinden, was nicht geht

# telemetry
setting-telemetry = telemetrie

# Telemetry
words-telemetry-60dadd = Telemetrie

# What does not work is kept for a while
words-what-does-not-work-is-kept-6e9f6a = Was nicht geht, wird eine Weile aufbewahrt

# a bot that works
words-a-bot-that-works-702956 = ein Bot, der geht

# failure
name-failure = Fehlschlag

# What was written where something did not work
words-what-was-written-where-something-did-911f6f = Was dort geschrieben wurde, wo etwas nicht ging

# id
name-id = Nummer

# text
name-text = Text

# the words, without mentions and ids
words-the-words-without-mentions-and-ids-b3b8b4 = die Worte, ohne Erwähnungen und IDs

# at
name-at = Zeitpunkt

# when
words-when = wann
