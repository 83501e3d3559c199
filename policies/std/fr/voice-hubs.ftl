### What std/voice-hubs says, in French. Each text stands above its translation.

# give members voice channels of their own
words-give-members-voice-channels-of-their-fa325f = donner aux membres des salons vocaux à eux

# voice-hubs
setting-voice-hubs = salons-à-la-demande

# Voice hubs
words-voice-hubs-0c5377 = Salons à la demande

# Voice channels of one's own
words-voice-channels-of-one-s-own-83adad = Des salons vocaux à soi

# talking undisturbed
words-talking-undisturbed-045d1e = parler au calme

# hubs
setting-hubs = entrées

# Voice channels that make another one
about-voice-channels-that-make-another-one-f20391 = Salons vocaux qui en créent un autre

# category
setting-category = catégorie

# The category that they are made in
about-the-category-that-they-are-made-04bf36 = La catégorie où ils sont créés

# room
name-room = salle

# A voice channel that the bot made
words-a-voice-channel-that-the-bot-94518c = Un salon vocal créé par le bot

# channel
name-channel = salon

# Asked for in a hub
text-asked-for-in-a-hub-4d6f0e = Demandé dans un salon d’accueil

# I may not make voice channels there.
text-i-may-not-make-voice-channels-732542 = Je ne peux pas y créer de salons vocaux.

# Nobody is there any more
text-nobody-is-there-any-more-a34f98 = Il n’y a plus personne

# The bot was started anew
text-the-bot-was-started-anew-b230aa = Le bot a redémarré

# A voice channel that I made is left over.
text-a-voice-channel-that-i-made-2bf54e = Un salon vocal que j’ai créé est resté.
