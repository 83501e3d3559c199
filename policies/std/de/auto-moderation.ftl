### What std/auto-moderation says, in German. Each text stands above its translation.

# keep unwanted messages out of the server
words-keep-unwanted-messages-out-of-the-b70a6c = unerwünschte Nachrichten vom Server fernhalten

# that a message was removed says that it broke a rule, and not what it said
words-that-a-message-was-removed-says-af749e = dass eine Nachricht entfernt wurde, sagt, dass sie gegen eine Regel verstieß, und nicht, was sie sagte

# auto-moderation
setting-auto-moderation = auto-moderation

# Auto moderation
words-auto-moderation-814268 = Automatische Moderation

# Removes unwanted messages as they arrive
words-removes-unwanted-messages-as-they-arrive-023120 = Entfernt unerwünschte Nachrichten, sobald sie ankommen

# keeping communities safe
words-keeping-communities-safe-3c37c1 = die Sicherheit der Server

# blocked-words
setting-blocked-words = verbotene-wörter

# Words that are not allowed, separated by commas; * stands for any letters
about-words-that-are-not-allowed-separated-358711 = Verbotene Wörter, durch Kommas getrennt; * steht für beliebige Buchstaben

# block-invites
setting-block-invites = einladungen-sperren

# Remove invitations to other servers
about-remove-invitations-to-other-servers-0693ce = Einladungen zu anderen Servern entfernen

# max-mentions
setting-max-mentions = erwähnungen-max

# Most people a message may mention
about-most-people-a-message-may-mention-f001cd = Wie viele Personen eine Nachricht höchstens erwähnen darf

# timeout-for
setting-timeout-for = timeout-dauer

# How long to time out the author; 0s for not at all
about-how-long-to-time-out-the-277116 = Wie lange der Autor einen Timeout bekommt; 0s für keinen

# block-links
setting-block-links = links-sperren

# Remove web addresses
about-remove-web-addresses-e12b6d = Webadressen entfernen

# max-attachments
setting-max-attachments = dateien-max

# Most files a message may have
about-most-files-a-message-may-have-78cb70 = Wie viele Dateien eine Nachricht höchstens haben darf

# blocked-files
setting-blocked-files = verbotene-dateien

# Kinds of files that are not allowed: endings such as exe, or image, video, audio
about-kinds-of-files-that-are-not-5e8ca7 = Verbotene Dateien: Endungen wie exe, oder image, video, audio

# block-repeats
setting-block-repeats = wiederholungen-sperren

# Remove what somebody writes again and again
about-remove-what-somebody-writes-again-and-d41913 = Entfernen, was jemand immer wieder schreibt

# max-capitals
setting-max-capitals = großbuchstaben-max

# How many letters of a hundred may be capitals, in messages of ten characters and more
about-how-many-letters-of-a-hundred-adece3 = Wie viele von hundert Buchstaben groß sein dürfen, ab zehn Zeichen

# max-messages
setting-max-messages = nachrichten-max

# Most messages in ten seconds; 0 for any number
about-most-messages-in-ten-seconds-0-6797b6 = Wie viele Nachrichten in zehn Sekunden; 0 für beliebig viele

# watched
setting-watched = beobachtet

# Whose messages are looked at; deny roles that are trusted
about-whose-messages-are-looked-at-deny-256fb9 = Wessen Nachrichten angesehen werden; nimm Rollen aus, denen ihr traut

# free-channels
setting-free-channels = freie-kanäle

# Channels in which anything may be written
about-channels-in-which-anything-may-be-03ff3b = Kanäle, in denen alles geschrieben werden darf

# shadow
setting-shadow = nur-melden

# Only tell the moderators what would have been done
about-only-tell-the-moderators-what-would-7dddb1 = Der Moderation nur sagen, was getan worden wäre

# escalate-after
setting-escalate-after = verschärfen-nach

# After how many removed messages a member is timed out for longer
about-after-how-many-removed-messages-a-50e88a = Nach wie vielen entfernten Nachrichten ein Timeout länger dauert

# escalate-for
setting-escalate-for = verschärfen-dauer

# For how long then; 0s for not at all
about-for-how-long-then-0s-for-e96b08 = Wie lange er dann dauert; 0s für keinen

# pace
name-pace = Tempo

# How many messages somebody wrote within ten seconds
words-how-many-messages-somebody-wrote-within-763010 = Wie viele Nachrichten jemand in zehn Sekunden schrieb

# user
name-user = Person

# messages
name-messages = Nachrichten

# how many
words-how-many-e275d1 = wie viele

# since
name-since = seit

# since when
words-since-when-e071c2 = seit wann

# whoever floods a channel disturbs everybody
words-whoever-floods-a-channel-disturbs-cc4f7d = wer einen Kanal flutet, stört alle

# offence
name-offence = Verstoß

# How many messages of a member were removed
words-how-many-messages-of-a-member-e4f78f = Wie viele Nachrichten eines Mitglieds entfernt wurden

# times
name-times = Anzahl

# keeping order does not depend on who agrees
words-keeping-order-does-not-depend-on-fd703b = Ordnung hängt nicht davon ab, wer zustimmt

# offences
command-offences = verstöße

# forgive
command-forgive = verzeihen

# Forget how many messages of a member were removed
about-forget-how-many-messages-of-a-645880 = Vergessen, wie viele Nachrichten eines Mitglieds entfernt wurden

# member
command-member = mitglied

# Whose
about-whose-354015 = Wessen

# No message of { $member-mention } counts.
text-no-message-of-member-mention-counts-46bb40 = Keine Nachricht von { $member-mention } zählt.

# { $member-mention } starts again.
text-member-mention-starts-again-008959 = { $member-mention } fängt neu an.

# Auto-moderation
text-auto-moderation-1482fd = Automatische Moderation

# A message by { $author-mention } in { $channel-mention } was removed: { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-bcdb9e = Eine Nachricht von { $author-mention } in { $channel-mention } wurde entfernt: { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } would have been removed ({ $rule }): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-a3aa84 = Eine Nachricht von { $author-mention } in { $channel-mention } wäre entfernt worden ({ $rule ->
        [words] Wörter
        [links] Adressen
        [mentions] Erwähnungen
        [files] Dateien
        [capitals] Großbuchstaben
       *[other] { $rule }
    }): { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } was removed ({ $rule }): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-ff94ef = Eine Nachricht von { $author-mention } in { $channel-mention } wurde entfernt ({ $rule ->
        [words] Wörter
        [links] Adressen
        [mentions] Erwähnungen
        [files] Dateien
        [capitals] Großbuchstaben
       *[other] { $rule }
    }): { $truncate-message-content-1500 }

# Messages by { $author-mention } in { $channel-mention } would have been removed (too many)
text-messages-by-author-mention-in-channel-d22aaf = Nachrichten von { $author-mention } in { $channel-mention } wären entfernt worden (zu viele)

# Messages by { $author-mention } in { $channel-mention } are being removed (too many)
text-messages-by-author-mention-in-channel-8131b2 = Nachrichten von { $author-mention } in { $channel-mention } werden entfernt (zu viele)

# A message by { $author-mention } in { $channel-mention } would have been removed (again and again): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-268644 = Eine Nachricht von { $author-mention } in { $channel-mention } wäre entfernt worden (immer wieder): { $truncate-message-content-1500 }

# A message by { $author-mention } in { $channel-mention } was removed (again and again): { $truncate-message-content-1500 }
text-a-message-by-author-mention-in-c24d8a = Eine Nachricht von { $author-mention } in { $channel-mention } wurde entfernt (immer wieder): { $truncate-message-content-1500 }
