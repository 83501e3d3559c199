### What std/proxying says, in French. Each text stands above its translation.

# let members speak as members of their system
words-let-members-speak-as-members-of-d25f4e = laisser des gens parler comme membres de leur système

# anybody can ask who sent a proxied message, and who chose so goes on speaking as whom they spoke last
words-anybody-can-ask-who-sent-a-812ec5 = chacun peut demander qui a envoyé un message relayé, et qui l’a choisi continue de parler comme la dernière fois

# as whom somebody spoke last is known by the member's number
words-as-whom-somebody-spoke-last-is-230be3 = comme qui quelqu’un a parlé en dernier se sait par le numéro du membre

# what is written between tags is posted again under the member's name
words-what-is-written-between-tags-is-541182 = ce qui est écrit entre balises est publié à nouveau sous le nom du membre

# proxying
setting-proxying = voix-relayées

# Proxying
words-proxying-ed7cea = Voix relayées

# Speak as a member of your system
words-speak-as-a-member-of-your-ee5d9d = Parlez comme membre de votre système

# letting people speak as who they are
words-letting-people-speak-as-who-they-072c4c = laisser les gens parler comme qui ils sont

# use
setting-use = usage

# Who may speak as others
about-who-may-speak-as-others-8ddf84 = Qui peut parler comme d’autres

# mark
setting-mark = marque

# Append [proxied]
about-append-proxied-f3e9f5 = Ajouter [proxied] à la fin

# off-channels
setting-off-channels = salons-exclus

# Channels in which nobody speaks as others
about-channels-in-which-nobody-speaks-as-5c704f = Salons où personne ne parle comme d’autres

# blocked-words
setting-blocked-words = mots-interdits

# Words that are not passed on, separated by commas; * stands for any letters
about-words-that-are-not-passed-on-5fce87 = Mots qui ne sont pas transmis, séparés par des virgules ; * vaut pour toute suite de lettres

# block-invites
setting-block-invites = bloquer-invitations

# Pass no invitations on
about-pass-no-invitations-on-bdea23 = Ne pas transmettre d’invitations

# alter
name-alter = membre du système

# A member of a system
words-a-member-of-a-system-cda5a2 = Un membre d’un système

# id
name-id = numéro

# owner
name-owner = propriétaire

# whose
words-whose = de qui

# name
name-name = nom

# the name
words-the-name-3bfcff = le nom

# display
name-display = nom affiché

# the name that is shown
words-the-name-that-is-shown-42ca71 = le nom affiché

# before
name-before = avant

# the tag before
words-the-tag-before-2135e7 = la balise d’avant

# after
name-after = après

# the tag after
words-the-tag-after-afe497 = la balise d’après

# length
name-length = longueur

# how long the tags are
words-how-long-the-tags-are-0da58b = la longueur des balises

# avatar
name-avatar = image

# the picture's address
words-the-picture-s-address-f0b5be = l’adresse de l’image

# group
name-group = groupe

# the group
words-the-group-9bf7a7 = le groupe

# It lasts until you delete it
words-it-lasts-until-you-delete-it-b29391 = Cela reste jusqu’à ce que vous le supprimiez

# circle
name-circle = cercle

# A group of members of a system
words-a-group-of-members-of-a-97e07a = Un groupe de membres d’un système

# latch
name-latch = dernière voix

# As whom somebody speaks without tags
words-as-whom-somebody-speaks-without-tags-d0840c = Comme qui quelqu’un parle sans balises

# user
name-user = personne

# mode
name-mode = mode

# off, latch or member
words-off-latch-or-member-0c1227 = off, latch ou member

# the member's number
words-the-member-s-number-b23855 = le numéro du membre

# at
name-at = moment

# when they spoke last
words-when-they-spoke-last-0dbc29 = quand il a parlé en dernier

# spoken
name-spoken = message relayé

# Who sent a proxied message
words-who-sent-a-proxied-message-181157 = Qui a envoyé un message relayé

# message
name-message = message

# the message
words-the-message-239266 = le message

# channel
name-channel = salon

# where
words-where = où

# who wrote it
words-who-wrote-it-291a61 = qui l’a écrite

# when
words-when = quand

# until
name-until = jusqu’au

# how long it is known
words-how-long-it-is-known-d541a1 = combien de temps cela se sait

# a message would stand there of which nobody could say who sent it
words-a-message-would-stand-there-of-e513a1 = il y aurait un message dont personne ne pourrait dire qui l’a envoyé

# proxy
command-proxy = proxy

# add
command-add = ajouter

# Add a member of your system
about-add-a-member-of-your-system-0beb07 = Ajouter un membre de votre système

# name
command-name = nom

# The name
about-the-name-8642d2 = Le nom

# prefix
command-prefix = préfixe

# What stands before their words
about-what-stands-before-their-words-9264d2 = Ce qui est avant ses mots

# suffix
command-suffix = suffixe

# What stands after their words
about-what-stands-after-their-words-085e65 = Ce qui est après ses mots

# avatar
command-avatar = avatar

# The picture's address
about-the-picture-s-address-e1d10c = L’adresse de l’image

# Give a tag before or after: it tells who speaks.
text-give-a-tag-before-or-after-732fd3 = Donnez une balise avant ou après : elle dit qui parle.

# Your system has 500 members; more have no room.
text-your-system-has-500-members-more-b8749c = Votre système a 500 membres ; il n’y a pas de place pour plus.

# You have a member of that name.
text-you-have-a-member-of-that-ed6ae0 = Vous avez un membre de ce nom.

# { $name } can speak: { $prefix }text{ $suffix }
text-name-can-speak-prefix-text-suffix-d32616 = { $name } peut parler : { $prefix }texte{ $suffix }

# change
command-change = changer

# Change a member of your system
about-change-a-member-of-your-system-b46686 = Changer un membre de votre système

# Whom
about-whom-461657 = Qui

# display
command-display = affichage

# The name that is shown
about-the-name-that-is-shown-455d3b = Le nom affiché

# group
command-group = groupe

# One of your groups
about-one-of-your-groups-a04290 = Un de vos groupes

# You have no group of that name: /group add
text-you-have-no-group-of-that-0e3c5f = Vous n’avez pas de groupe de ce nom : /groupe ajouter

# { $name } is changed.
text-name-is-changed-5b47b9 = { $name } est changé.

# You have no member of that name.
text-you-have-no-member-of-that-f0116b = Vous n’avez pas de membre de ce nom.

# remove
command-remove = retirer

# Delete a member of your system
about-delete-a-member-of-your-system-3446c3 = Supprimer un membre de votre système

# { $name } is gone.
text-name-is-gone-cac354 = { $name } n’est plus là.

# list
command-list = liste

# Show the members of your system
about-show-the-members-of-your-system-c3ee0f = Montrer les membres de votre système

# **{ $row-name }** · { $row-before }text{ $row-after }{ $if-row-group-is-none-then-else }{ $row-group }
text-row-name-row-before-text-row-648631 = { "*" }*{ $row-name }** · { $row-before }texte{ $row-after }{ $if-row-group-is-none-then-else }{ $row-group }

# You have no members: /proxy add
text-you-have-no-members-proxy-add-d7baec = Vous n’avez pas de membre : /proxy ajouter

# auto
command-auto = auto

# Speak as a member without tags, in this server
about-speak-as-a-member-without-tags-78c361 = Parler comme un membre sans balises, dans ce serveur

# mode
command-mode = mode

# latch: as whom you spoke last; member: as one whom you name
about-latch-as-whom-you-spoke-last-d8b62a = latch : comme la dernière fois ; member : comme un que vous nommez

# off
choice-off = non

# latch
choice-latch = la dernière fois

# member
choice-member = un membre

# As whom
about-as-whom-8ec27b = Comme qui

# You speak as { $row-name } here. A message that begins with \ is left alone.
text-you-speak-as-row-name-here-87c027 = Vous parlez ici comme { $row-name }. Un message qui commence par \ reste tel quel.

# You speak as yourself without tags.
text-you-speak-as-yourself-without-tags-dba177 = Sans balises, vous parlez comme vous-même.

# You go on speaking as whom you spoke last.
text-you-go-on-speaking-as-whom-43728b = Vous continuez de parler comme la dernière fois.

# Add a group
about-add-a-group-d2cf10 = Ajouter un groupe

# You have 250 groups; more have no room.
text-you-have-250-groups-more-have-0e2980 = Vous avez 250 groupes ; il n’y a pas de place pour plus.

# You have a group of that name.
text-you-have-a-group-of-that-995ef5 = Vous avez un groupe de ce nom.

# Added: { $name }
text-added-name-c3331b = Ajouté : { $name }

# Delete a group; its members stay
about-delete-a-group-its-members-stay-00402b = Supprimer un groupe ; ses membres restent

# You have no group of that name.
text-you-have-no-group-of-that-f91f26 = Vous n’avez pas de groupe de ce nom.

# Deleted: { $name }
text-deleted-name-e6695c = Supprimé : { $name }

# Show your groups
about-show-your-groups-be049d = Montrer vos groupes

# You have no groups.
text-you-have-no-groups-846ec2 = Vous n’avez pas de groupe.

# who
command-who = qui

# Who sent a proxied message
about-who-sent-a-proxied-message-181157 = Qui a envoyé un message relayé

# Who sent this?
menu-who-sent-this-a4686a = Qui a envoyé ceci ?

# message
command-message = message

# Link to the message
about-link-to-the-message-1aee6a = Lien vers le message

# I do not know.
text-i-do-not-know-83d41a = Je ne sais pas.

# edit
command-edit = modifier

# Change what you said as a member of your system
about-change-what-you-said-as-a-7b03c7 = Changer ce que vous avez dit comme membre de votre système

# Edit
menu-edit-fbdb13 = Modifier

# text
command-text = texte

# What stands there from now on
about-what-stands-there-from-now-on-9c03b0 = Ce qui y sera désormais

# That is no proxied message of yours, or too old.
text-that-is-no-proxied-message-of-fceaea = Ce n’est pas un message relayé de vous, ou il est trop ancien.

#  [proxied]
text-proxied-be3a07 = { " " }[proxied]

# I may not change it.
text-i-may-not-change-it-5ebc47 = Je ne peux pas le changer.

# Changed.
text-changed-8643ea = C’est changé.

# Proxied
text-proxied-10c4dd = Message relayé

# Taken back by its author
text-taken-back-by-its-author-8a1a5c = Retiré par son auteur
