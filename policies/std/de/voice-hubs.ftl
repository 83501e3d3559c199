### What std/voice-hubs says, in German. Each text stands above its translation.

# give members voice channels of their own
words-give-members-voice-channels-of-their-fa325f = Mitgliedern eigene Sprachkanäle geben

# voice-hubs
setting-voice-hubs = sprachräume

# Voice hubs
words-voice-hubs-0c5377 = Sprachkanäle auf Wunsch

# Voice channels of one's own
words-voice-channels-of-one-s-own-83adad = Eigene Sprachkanäle

# talking undisturbed
words-talking-undisturbed-045d1e = ungestört reden

# hubs
setting-hubs = einstiege

# Voice channels that make another one
about-voice-channels-that-make-another-one-f20391 = Sprachkanäle, die einen weiteren anlegen

# category
setting-category = kategorie

# The category that they are made in
about-the-category-that-they-are-made-04bf36 = Die Kategorie, in der sie angelegt werden

# room
name-room = Raum

# A voice channel that the bot made
words-a-voice-channel-that-the-bot-94518c = Ein Sprachkanal, den der Bot angelegt hat

# channel
name-channel = Kanal

# Asked for in a hub
text-asked-for-in-a-hub-4d6f0e = Über einen Sammelkanal verlangt

# I may not make voice channels there.
text-i-may-not-make-voice-channels-732542 = Ich darf dort keine Sprachkanäle anlegen.

# Nobody is there any more
text-nobody-is-there-any-more-a34f98 = Niemand ist mehr da

# The bot was started anew
text-the-bot-was-started-anew-b230aa = Der Bot wurde neu gestartet

# A voice channel that I made is left over.
text-a-voice-channel-that-i-made-2bf54e = Ein Sprachkanal, den ich angelegt habe, ist übrig.
