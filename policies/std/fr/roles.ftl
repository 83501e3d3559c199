### What std/roles says, in French. Each text stands above its translation.

# know which roles members can give themselves
words-know-which-roles-members-can-give-56cfbc = savoir quels rôles les membres peuvent prendre

# roles
setting-roles = rôles

# Roles
words-roles-88b21e = Rôles

# Gives roles on joining, on being validated, and by buttons
words-gives-roles-on-joining-on-being-71a35d = Donne des rôles à l’arrivée, à la validation et par boutons

# letting members choose their roles
words-letting-members-choose-their-roles-507b35 = le choix de leurs rôles par les membres

# auto
setting-auto = arrivée

# Role for everybody who joins
about-role-for-everybody-who-joins-acba14 = Rôle de tous ceux qui arrivent

# validated
setting-validated = validés

# Role for validated members
about-role-for-validated-members-014c60 = Rôle des membres validés

# staff
setting-staff = équipe

# Roles and people who validate members
about-roles-and-people-who-validate-members-67e3de = Rôles et personnes qui valident des membres

# offered
name-offered = rôle offert

# A role that members can give themselves
words-a-role-that-members-can-give-3e070e = Un rôle que les membres peuvent prendre

# role
name-role = rôle

# the role
words-the-role-7d3b20 = le rôle

# validate
command-validate = valider

# Validate a member
about-validate-a-member-a9890a = Valider un membre

# Validate
menu-validate-9b8e9d = Valider

# member
command-member = membre

# Who
about-who-561846 = Qui

# Only staff validate members. A server says who they are with /config.
text-only-staff-validate-members-a-server-05507d = Seule l’équipe valide des membres. Un serveur dit avec /config qui en fait partie.

# No role for validated members is chosen yet: that is done with /config.
text-no-role-for-validated-members-is-3c18a5 = Aucun rôle n’est encore choisi pour les membres validés : cela se fait avec /config.

# Validated
text-validated-8c7070 = Membre validé

# I may not give that role: it must stand below mine.
text-i-may-not-give-that-role-d2b061 = Je ne peux pas donner ce rôle : il doit être sous le mien.

# { $member-mention } is validated.
text-member-mention-is-validated-bb18a4 = { $member-mention } est maintenant membre validé.

# role
command-role = rôle

# offer
command-offer = offrir

# Post a button that gives a role
about-post-a-button-that-gives-a-4be986 = Publier un bouton qui donne un rôle

# The role
about-the-role-ecf2de = Le rôle

# label
command-label = étiquette

# What stands on the button
about-what-stands-on-the-button-da6e72 = Ce qui est écrit sur le bouton

# text
command-text = texte

# What stands above it
about-what-stands-above-it-5c377c = Ce qui est écrit au-dessus

# I may not post here.
text-i-may-not-post-here-ef7c40 = Je ne peux pas écrire ici.

# Whoever presses it gets { $role-mention }, or gives it back. /role withdraw ends it.
text-whoever-presses-it-gets-role-mention-f085b2 = Appuyer dessus donne { $role-mention }, ou le rend. /rôle cesser y met fin.

# withdraw
command-withdraw = cesser

# Stop offering a role
about-stop-offering-a-role-d91f89 = Ne plus offrir un rôle

# { $role-mention } is not offered.
text-role-mention-is-not-offered-67574d = { $role-mention } n’est pas offert.

# Nobody can give themselves { $role-mention } any more.
text-nobody-can-give-themselves-role-mention-80982b = Plus personne ne peut prendre { $role-mention }.

# pick
command-pick = choisir

# Give yourself a role that is offered, or give it back
about-give-yourself-a-role-that-is-4b3dc9 = Prendre un rôle offert, ou le rendre

# Given back
text-given-back-c62499 = Rôle rendu

# I may not take that role; tell the moderators.
text-i-may-not-take-that-role-d0b081 = Je ne peux pas retirer ce rôle ; dites-le aux modérateurs.

# You gave { $role-mention } back.
text-you-gave-role-mention-back-37010f = Vous avez rendu { $role-mention }.

# Picked
text-picked-34859b = Rôle choisi

# I may not give that role; tell the moderators.
text-i-may-not-give-that-role-85d48f = Je ne peux pas donner ce rôle ; dites-le aux modérateurs.

# You have { $role-mention }.
text-you-have-role-mention-f06a80 = Vous avez { $role-mention }.

# This role is not offered.
text-this-role-is-not-offered-e143f8 = Ce rôle n’est pas offert.

# menu
command-menu = menu

# Post a list from which members choose a role
about-post-a-list-from-which-members-815817 = Publier une liste où les membres choisissent un rôle

# first
command-first = premier

# A role
about-a-role-689482 = Un rôle

# first-label
command-first-label = première-étiquette

# What the first role is called there
about-what-the-first-role-is-called-5e5be5 = Comment le premier rôle s’y appelle

# second
command-second = deuxième

# Another role
about-another-role-97a769 = Un autre rôle

# second-label
command-second-label = deuxième-étiquette

# What the second role is called there
about-what-the-second-role-is-called-e41fd0 = Comment le deuxième rôle s’y appelle

# third
command-third = troisième

# A third role
about-a-third-role-b6c374 = Un troisième rôle

# third-label
command-third-label = troisième-étiquette

# What the third role is called there
about-what-the-third-role-is-called-a641ae = Comment le troisième rôle s’y appelle

# Choose a role
label-choose-a-role-587991 = Choisir un rôle

# Another
text-another-164f47 = Un autre

# A third
text-a-third-385a17 = Un troisième

# Whoever chooses a role from the list gets it, or gives it back. /role withdraw ends that for a role.
text-whoever-chooses-a-role-from-the-8c01a7 = Qui choisit un rôle dans la liste le reçoit, ou le rend. /rôle cesser y met fin pour un rôle.

# Auto-role
text-auto-role-1447d6 = Rôle d’arrivée
