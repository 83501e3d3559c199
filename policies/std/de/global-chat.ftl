### What std/global-chat says, in German. Each text stands above its translation.

# carry messages between linked servers
words-carry-messages-between-linked-servers-8cadd5 = Nachrichten zwischen verbundenen Servern tragen

# edits and deletions follow to the copies, and a server can block the one that a copy came from
words-edits-and-deletions-follow-to-the-561ab7 = Änderungen und Löschungen folgen in die Kopien, und ein Server kann den sperren, von dem eine Kopie kam

# what is written in a linked channel is posted in the others
words-what-is-written-in-a-linked-8e6445 = was in einem verbundenen Kanal geschrieben wird, wird in den anderen gepostet

# globalchat
setting-globalchat = globalchat

# Globalchat
words-globalchat-3b3a4d = Globalchat

# Links channels of several servers
words-links-channels-of-several-servers-31bf47 = Verbindet Kanäle mehrerer Server

# talking across servers
words-talking-across-servers-8f2fff = über Server hinweg reden

# use
setting-use = nutzung

# Whose messages are passed on
about-whose-messages-are-passed-on-a433ff = Wessen Nachrichten weitergegeben werden

# blocked-words
setting-blocked-words = verbotene-wörter

# Words that are not passed on, separated by commas; * stands for any letters
about-words-that-are-not-passed-on-5fce87 = Wörter, die nicht weitergehen, durch Kommas getrennt; * steht für beliebige Buchstaben

# block-invites
setting-block-invites = einladungen-sperren

# Pass no invitations on
about-pass-no-invitations-on-bdea23 = Keine Einladungen weitergeben

# link
name-link = Verbindung

# A linked channel
words-a-linked-channel-77d00c = Ein verbundener Kanal

# channel
name-channel = Kanal

# the channel
words-the-channel-015e51 = der Kanal

# server
name-server = Server

# its server
words-its-server-2aa779 = sein Server

# room
name-room = Raum

# the room
words-the-room-7d8245 = der Raum

# used
name-used = Nutzung

# when it was linked
words-when-it-was-linked-ed0c48 = wann er verbunden wurde

# copy
name-copy = Kopie

# Which message is a copy of which
words-which-message-is-a-copy-of-992b00 = Welche Nachricht eine Kopie von welcher ist

# the copy
words-the-copy-2c2229 = die Kopie

# where it stands
words-where-it-stands-72db6f = wo sie steht

# original
name-original = Original

# of which message
words-of-which-message-035b85 = von welcher Nachricht

# from
name-from = Herkunft

# in which server
words-in-which-server-ed6be4 = in welchem Server

# author
name-author = Autor

# who wrote it
words-who-wrote-it-291a61 = wer es geschrieben hat

# until
name-until = bis

# how long that is known
words-how-long-that-is-known-5a1c50 = wie lange man das weiß

# edits and deletions would not follow any more
words-edits-and-deletions-would-not-follow-945241 = Änderungen und Löschungen folgten nicht mehr

# deaf
name-deaf = gesperrter Server

# Servers whose messages another one does not take
words-servers-whose-messages-another-one-does-cdcc5a = Server, deren Nachrichten ein anderer nicht nimmt

# which server
words-which-server-f69e62 = welcher Server

# other
name-other = Gegenüber

# from which
words-from-which-833993 = von welchem

# at
name-at = Zeitpunkt

# since when
words-since-when-e071c2 = seit wann

# mute
name-mute = gesperrte Person

# People whose messages a server does not take
words-people-whose-messages-a-server-does-68a8cb = Personen, deren Nachrichten ein Server nicht nimmt

# user
name-user = Person

# whose messages
words-whose-messages-b15a72 = wessen Nachrichten

# a server decides whose messages are posted in it
words-a-server-decides-whose-messages-are-e057ec = ein Server entscheidet, wessen Nachrichten bei ihm gepostet werden

# globalchat
command-globalchat = globalchat

# link
command-link = verbinden

# Link this channel to a room
about-link-this-channel-to-a-room-8f8c21 = Diesen Kanal mit einem Raum verbinden

# room
command-room = raum

# The room's name; whoever knows it can link a channel
about-the-room-s-name-whoever-knows-370f68 = Der Name des Raums; wer ihn kennt, kann einen Kanal verbinden

# This channel is linked to { $room }, with { $count-link-where-row-room-room } channels. What is written here is posted in all of them, under your name.
text-this-channel-is-linked-to-room-6625bd = Dieser Kanal ist mit { $room } verbunden, mit { $count-link-where-row-room-room } Kanälen. Was hier geschrieben wird, wird in allen gepostet, unter deinem Namen.

# unlink
command-unlink = trennen

# Unlink this channel
about-unlink-this-channel-ad7523 = Diesen Kanal trennen

# This channel is not linked.
text-this-channel-is-not-linked-f614b7 = Dieser Kanal ist nicht verbunden.

# This channel is not linked any more.
text-this-channel-is-not-linked-any-6e984f = Dieser Kanal ist nicht mehr verbunden.

# block-server
command-block-server = server-sperren

# Take no more messages of the server this came from
about-take-no-more-messages-of-the-ed0147 = Keine Nachrichten des Servers mehr nehmen, von dem das kam

# Block its server
menu-block-its-server-9c0028 = Seinen Server sperren

# message
command-message = nachricht

# Link to a copy
about-link-to-a-copy-2fbff7 = Link zu einer Kopie

# That is no copy, or too old.
text-that-is-no-copy-or-too-b299cb = Das ist keine Kopie, oder sie ist zu alt.

# That server is not heard here any more.
text-that-server-is-not-heard-here-2d2790 = Dieser Server ist hier nicht mehr zu hören.

# block
command-block = sperren

# Take no more messages of who wrote this
about-take-no-more-messages-of-who-707d3c = Keine Nachrichten mehr von dem nehmen, der das schrieb

# Block its author
menu-block-its-author-b43547 = Den Autor sperren

# Whoever wrote that is not heard here any more.
text-whoever-wrote-that-is-not-heard-c4490f = Wer das schrieb, ist hier nicht mehr zu hören.

# unblock
command-unblock = entsperren

# Take the messages of everybody again
about-take-the-messages-of-everybody-again-a3f584 = Wieder Nachrichten von allen nehmen

# Nobody is blocked here.
text-nobody-is-blocked-here-e6d787 = Hier ist niemand gesperrt.

# Everybody is heard again.
text-everybody-is-heard-again-b527da = Alle sind wieder zu hören.

# unblock-servers
command-unblock-servers = server-entsperren

# Take the messages of all servers again
about-take-the-messages-of-all-servers-eccccf = Wieder Nachrichten von allen Servern nehmen

# No server is blocked here.
text-no-server-is-blocked-here-95919e = Hier ist kein Server gesperrt.

# All servers are heard again.
text-all-servers-are-heard-again-bebf26 = Alle Server sind wieder zu hören.

# [GC] 
text-gc-1a0118 = { "[" }GC]{ " " }

# The original was deleted
text-the-original-was-deleted-bf0422 = Das Original wurde gelöscht
