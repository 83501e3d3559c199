### What std/auto-moderation says, in French. Each text stands above its translation.

# keep unwanted messages out of the server
words-keep-unwanted-messages-out-of-the-b70a6c = tenir les messages indésirables hors du serveur

# that a message was removed says that it broke a rule, and not what it said
words-that-a-message-was-removed-says-af749e = qu’un message a été supprimé dit qu’il enfreignait une règle, et non ce qu’il disait

# auto-moderation
setting-auto-moderation = modération-automatique

# Auto moderation
words-auto-moderation-814268 = Modération automatique

# Removes unwanted messages as they arrive
words-removes-unwanted-messages-as-they-arrive-023120 = Supprime les messages indésirables dès leur arrivée

# keeping communities safe
words-keeping-communities-safe-3c37c1 = la sécurité des serveurs

# blocked-words
setting-blocked-words = mots-interdits

# Words that are not allowed, separated by commas; * stands for any letters
about-words-that-are-not-allowed-separated-358711 = Mots interdits, séparés par des virgules ; * vaut pour toute suite de lettres

# block-invites
setting-block-invites = bloquer-invitations

# Remove invitations to other servers
about-remove-invitations-to-other-servers-0693ce = Supprimer les invitations vers d’autres serveurs

# max-mentions
setting-max-mentions = mentions-max

# Most people a message may mention
about-most-people-a-message-may-mention-f001cd = Combien de personnes un message peut mentionner au plus

# timeout-for
setting-timeout-for = exclusion

# How long to time out the author; 0s for not at all
about-how-long-to-time-out-the-277116 = Durée d’exclusion de l’auteur ; 0s pour aucune

# block-links
setting-block-links = bloquer-liens

# Remove web addresses
about-remove-web-addresses-e12b6d = Supprimer les adresses web

# max-attachments
setting-max-attachments = fichiers-max

# Most files a message may have
about-most-files-a-message-may-have-78cb70 = Combien de fichiers un message peut avoir au plus

# blocked-files
setting-blocked-files = fichiers-interdits

# Kinds of files that are not allowed: endings such as exe, or image, video, audio
about-kinds-of-files-that-are-not-5e8ca7 = Fichiers interdits : terminaisons comme exe, ou image, video, audio

# block-repeats
setting-block-repeats = bloquer-répétitions

# Remove what somebody writes again and again
about-remove-what-somebody-writes-again-and-d41913 = Supprimer ce que quelqu’un écrit sans cesse

# max-capitals
setting-max-capitals = majuscules-max

# How many letters of a hundred may be capitals, in messages of ten characters and more
about-how-many-letters-of-a-hundred-adece3 = Majuscules permises sur cent lettres, dans les messages de dix caractères et plus

# max-messages
setting-max-messages = messages-max

# Most messages in ten seconds; 0 for any number
about-most-messages-in-ten-seconds-0-6797b6 = Messages permis en dix secondes ; 0 pour autant qu’on veut

# watched
setting-watched = surveillés

# Whose messages are looked at; deny roles that are trusted
about-whose-messages-are-looked-at-deny-256fb9 = De qui on regarde les messages ; refusez les rôles de confiance

# free-channels
setting-free-channels = salons-libres

# Channels in which anything may be written
about-channels-in-which-anything-may-be-03ff3b = Salons où l’on peut tout écrire

# shadow
setting-shadow = à-blanc

# Only tell the moderators what would have been done
about-only-tell-the-moderators-what-would-7dddb1 = Dire seulement aux modérateurs ce qui aurait été fait

# escalate-after
setting-escalate-after = aggraver-après

# After how many removed messages a member is timed out for longer
about-after-how-many-removed-messages-a-50e88a = Après combien de messages supprimés un membre est exclu plus longtemps

# escalate-for
setting-escalate-for = aggraver-durée

# For how long then; 0s for not at all
about-for-how-long-then-0s-for-e96b08 = Pour combien de temps alors ; 0s pour aucune exclusion

# pace
name-pace = rythme

# How many messages somebody wrote within ten seconds
words-how-many-messages-somebody-wrote-within-763010 = Combien de messages quelqu’un a écrits en dix secondes

# user
name-user = personne

# messages
name-messages = messages

# how many
words-how-many-e275d1 = combien

# since
name-since = depuis

# since when
words-since-when-e071c2 = depuis quand

# whoever floods a channel disturbs everybody
words-whoever-floods-a-channel-disturbs-cc4f7d = qui inonde un salon dérange tout le monde

# offence
name-offence = infraction

# How many messages of a member were removed
words-how-many-messages-of-a-member-e4f78f = Combien de messages d’un membre ont été supprimés

# times
name-times = nombre

# keeping order does not depend on who agrees
words-keeping-order-does-not-depend-on-fd703b = maintenir l’ordre ne dépend pas de qui est d’accord

# offences
command-offences = infractions

# forgive
command-forgive = pardonner

# Forget how many messages of a member were removed
about-forget-how-many-messages-of-a-645880 = Oublier combien de messages d’un membre ont été supprimés

# member
command-member = membre

# Whose
about-whose-354015 = De qui

# No message of { $member-mention } counts.
text-no-message-of-member-mention-counts-46bb40 = Aucun message de { $member-mention } ne compte.

# { $member-mention } starts again.
text-member-mention-starts-again-008959 = { $member-mention } repart de zéro.

# Auto-moderation
text-auto-moderation-1482fd = Modération automatique

# A message by { $author-mention } in { $channel-mention } was removed: { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-bcdb9e = Un message de { $author-mention } dans { $channel-mention } a été supprimé : { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } would have been removed ({ $rule }): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-a3aa84 = Un message de { $author-mention } dans { $channel-mention } aurait été supprimé ({ $rule ->
        [words] mots
        [links] adresses
        [mentions] mentions
        [files] fichiers
        [capitals] majuscules
       *[other] { $rule }
    }) : { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } was removed ({ $rule }): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-ff94ef = Un message de { $author-mention } dans { $channel-mention } a été supprimé ({ $rule ->
        [words] mots
        [links] adresses
        [mentions] mentions
        [files] fichiers
        [capitals] majuscules
       *[other] { $rule }
    }) : { $truncate-message-content-1500 }

# Messages by { $author-mention } in { $channel-mention } would have been removed (too many)
text-messages-by-author-mention-in-channel-d22aaf = Des messages de { $author-mention } dans { $channel-mention } auraient été supprimés (trop nombreux)

# Messages by { $author-mention } in { $channel-mention } are being removed (too many)
text-messages-by-author-mention-in-channel-8131b2 = Des messages de { $author-mention } dans { $channel-mention } sont supprimés (trop nombreux)

# A message by { $author-mention } in { $channel-mention } would have been removed (again and again): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-268644 = Un message de { $author-mention } dans { $channel-mention } aurait été supprimé (sans cesse le même) : { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } was removed (again and again): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-c24d8a = Un message de { $author-mention } dans { $channel-mention } a été supprimé (sans cesse le même) : { $truncate-message-content-1500 }
