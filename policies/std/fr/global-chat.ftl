### What std/global-chat says, in French. Each text stands above its translation.

# carry messages between linked servers
words-carry-messages-between-linked-servers-8cadd5 = porter des messages entre serveurs reliés

# edits and deletions follow to the copies, and a server can block the one that a copy came from
words-edits-and-deletions-follow-to-the-561ab7 = les modifications et les suppressions suivent dans les copies, et un serveur peut bloquer celui d’où vient une copie

# what is written in a linked channel is posted in the others
words-what-is-written-in-a-linked-8e6445 = ce qui est écrit dans un salon relié est publié dans les autres

# globalchat
setting-globalchat = chat-global

# Globalchat
words-globalchat-3b3a4d = Chat global

# Links channels of several servers
words-links-channels-of-several-servers-31bf47 = Relie des salons de plusieurs serveurs

# talking across servers
words-talking-across-servers-8f2fff = parler d’un serveur à l’autre

# use
setting-use = usage

# Whose messages are passed on
about-whose-messages-are-passed-on-a433ff = De qui les messages sont transmis

# blocked-words
setting-blocked-words = mots-interdits

# Words that are not passed on, separated by commas; * stands for any letters
about-words-that-are-not-passed-on-5fce87 = Mots qui ne sont pas transmis, séparés par des virgules ; * vaut pour toute suite de lettres

# block-invites
setting-block-invites = bloquer-invitations

# Pass no invitations on
about-pass-no-invitations-on-bdea23 = Ne pas transmettre d’invitations

# link
name-link = lien

# A linked channel
words-a-linked-channel-77d00c = Un salon relié

# channel
name-channel = salon

# the channel
words-the-channel-015e51 = le salon

# server
name-server = serveur

# its server
words-its-server-2aa779 = son serveur

# room
name-room = salle

# the room
words-the-room-7d8245 = la salle

# used
name-used = utilisé le

# when it was linked
words-when-it-was-linked-ed0c48 = quand il a été relié

# copy
name-copy = copie

# Which message is a copy of which
words-which-message-is-a-copy-of-992b00 = Quel message est la copie duquel

# the copy
words-the-copy-2c2229 = la copie

# where it stands
words-where-it-stands-72db6f = où elle se trouve

# original
name-original = original

# of which message
words-of-which-message-035b85 = de quel message

# from
name-from = origine

# in which server
words-in-which-server-ed6be4 = dans quel serveur

# author
name-author = auteur

# who wrote it
words-who-wrote-it-291a61 = qui l’a écrite

# until
name-until = jusqu’au

# how long that is known
words-how-long-that-is-known-5a1c50 = combien de temps cela se sait

# edits and deletions would not follow any more
words-edits-and-deletions-would-not-follow-945241 = modifications et suppressions ne suivraient plus

# deaf
name-deaf = serveur bloqué

# Servers whose messages another one does not take
words-servers-whose-messages-another-one-does-cdcc5a = Les serveurs dont un autre ne prend pas les messages

# which server
words-which-server-f69e62 = quel serveur

# other
name-other = autre

# from which
words-from-which-833993 = de quel autre

# at
name-at = moment

# since when
words-since-when-e071c2 = depuis quand

# mute
name-mute = personne bloquée

# People whose messages a server does not take
words-people-whose-messages-a-server-does-68a8cb = Les personnes dont un serveur ne prend pas les messages

# user
name-user = personne

# whose messages
words-whose-messages-b15a72 = de qui sont les messages

# a server decides whose messages are posted in it
words-a-server-decides-whose-messages-are-e057ec = un serveur décide de qui les messages y sont publiés

# globalchat
command-globalchat = chat-global

# link
command-link = relier

# Link this channel to a room
about-link-this-channel-to-a-room-8f8c21 = Relier ce salon à une salle

# room
command-room = salle

# The room's name; whoever knows it can link a channel
about-the-room-s-name-whoever-knows-370f68 = Le nom de la salle ; qui le connaît peut y relier un salon

# This channel is linked to { $room }, with { $count-link-where-row-room-room } channels. What is written here is posted in all of them, under your name.
text-this-channel-is-linked-to-room-6625bd = Ce salon est relié à { $room }, avec { $count-link-where-row-room-room } salons. Ce qu’on écrit ici est publié dans tous, sous votre nom.

# unlink
command-unlink = délier

# Unlink this channel
about-unlink-this-channel-ad7523 = Délier ce salon

# This channel is not linked.
text-this-channel-is-not-linked-f614b7 = Ce salon n’est pas relié.

# This channel is not linked any more.
text-this-channel-is-not-linked-any-6e984f = Ce salon n’est plus relié.

# block-server
command-block-server = bloquer-serveur

# Take no more messages of the server this came from
about-take-no-more-messages-of-the-ed0147 = Ne plus prendre de messages du serveur d’où ceci vient

# Block its server
menu-block-its-server-9c0028 = Bloquer son serveur

# message
command-message = message

# Link to a copy
about-link-to-a-copy-2fbff7 = Lien vers une copie

# That is no copy, or too old.
text-that-is-no-copy-or-too-b299cb = Ce n’est pas une copie, ou elle est trop ancienne.

# That server is not heard here any more.
text-that-server-is-not-heard-here-2d2790 = On n’entend plus ce serveur ici.

# block
command-block = bloquer

# Take no more messages of who wrote this
about-take-no-more-messages-of-who-707d3c = Ne plus prendre de messages de qui a écrit ceci

# Block its author
menu-block-its-author-b43547 = Bloquer son auteur

# Whoever wrote that is not heard here any more.
text-whoever-wrote-that-is-not-heard-c4490f = On n’entend plus ici la personne qui l’a écrit.

# unblock
command-unblock = débloquer

# Take the messages of everybody again
about-take-the-messages-of-everybody-again-a3f584 = Reprendre les messages de tout le monde

# Nobody is blocked here.
text-nobody-is-blocked-here-e6d787 = Personne n’est bloqué ici.

# Everybody is heard again.
text-everybody-is-heard-again-b527da = On entend à nouveau tout le monde.

# unblock-servers
command-unblock-servers = débloquer-serveurs

# Take the messages of all servers again
about-take-the-messages-of-all-servers-eccccf = Reprendre les messages de tous les serveurs

# No server is blocked here.
text-no-server-is-blocked-here-95919e = Aucun serveur n’est bloqué ici.

# All servers are heard again.
text-all-servers-are-heard-again-bebf26 = On entend à nouveau tous les serveurs.

# [GC] 
text-gc-1a0118 = { "[" }GC]{ " " }

# The original was deleted
text-the-original-was-deleted-bf0422 = L’original a été supprimé
