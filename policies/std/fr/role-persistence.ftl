### What std/role-persistence says, in French. Each text stands above its translation.

# give roles back to those who return
words-give-roles-back-to-those-who-7991b4 = rendre leurs rôles à ceux qui reviennent

# role-persistence
setting-role-persistence = rôles-gardés

# Role persistence
words-role-persistence-8b84e8 = Rôles gardés

# Gives roles back to those who return
words-gives-roles-back-to-those-who-3a3a3b = Rend leurs rôles à ceux qui reviennent

# undoing what leaving by mistake does
words-undoing-what-leaving-by-mistake-does-d259c2 = défaire ce que fait un départ par erreur

# keep-for
setting-keep-for = garder

# How long roles of somebody who left are kept
about-how-long-roles-of-somebody-who-67cabb = Combien de temps les rôles de qui est parti sont gardés

# lasting
name-lasting = rôle rendu

# A role that is given back
words-a-role-that-is-given-back-ed2c1a = Un rôle qui est rendu

# role
name-role = rôle

# the role
words-the-role-7d3b20 = le rôle

# kept-role
name-kept-role = rôle gardé

# A role that somebody had who left
words-a-role-that-somebody-had-who-e9cdae = Un rôle qu’avait quelqu’un qui est parti

# user
name-user = personne

# who left
words-who-left-c0d4b1 = qui est parti

# which role
words-which-role-3414e0 = quel rôle

# lasting
command-lasting = durable

# add
command-add = ajouter

# Give a role back to those who return
about-give-a-role-back-to-those-530461 = Rendre un rôle à ceux qui reviennent

# role
command-role = rôle

# The role
about-the-role-ecf2de = Le rôle

# Whoever leaves with { $role-mention } and comes back in time has it again.
text-whoever-leaves-with-role-mention-and-95a1c8 = Qui part avec { $role-mention } et revient à temps l’a de nouveau.

# remove
command-remove = retirer

# Give a role back no more
about-give-a-role-back-no-more-f5bbf6 = Ne plus rendre un rôle

# { $role-mention } is not given back.
text-role-mention-is-not-given-back-31a4e1 = { $role-mention } n’est pas rendu.

# { $role-mention } is not given back any more.
text-role-mention-is-not-given-back-fe5cc7 = { $role-mention } n’est plus rendu.

# list
command-list = liste

# Show which roles are given back
about-show-which-roles-are-given-back-70f7cf = Montrer quels rôles sont rendus

# No role is given back.
text-no-role-is-given-back-addc66 = Aucun rôle n’est rendu.

# Had it before leaving
text-had-it-before-leaving-fa8dd6 = L’avait avant de partir
