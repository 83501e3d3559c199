### What std/role-persistence says, in German. Each text stands above its translation.

# give roles back to those who return
words-give-roles-back-to-those-who-7991b4 = denen Rollen zurückgeben, die wiederkommen

# role-persistence
setting-role-persistence = bleibende-rollen

# Role persistence
words-role-persistence-8b84e8 = Bleibende Rollen

# Gives roles back to those who return
words-gives-roles-back-to-those-who-3a3a3b = Gibt denen Rollen zurück, die wiederkommen

# undoing what leaving by mistake does
words-undoing-what-leaving-by-mistake-does-d259c2 = rückgängig machen, was ein Austritt aus Versehen tut

# keep-for
setting-keep-for = aufbewahren

# How long roles of somebody who left are kept
about-how-long-roles-of-somebody-who-67cabb = Wie lange Rollen von jemandem bleiben, der gegangen ist

# lasting
name-lasting = bleibende Rolle

# A role that is given back
words-a-role-that-is-given-back-ed2c1a = Eine Rolle, die zurückgegeben wird

# role
name-role = Rolle

# the role
words-the-role-7d3b20 = die Rolle

# kept-role
name-kept-role = aufbewahrte Rolle

# A role that somebody had who left
words-a-role-that-somebody-had-who-e9cdae = Eine Rolle, die jemand hatte, der gegangen ist

# user
name-user = Person

# who left
words-who-left-c0d4b1 = wer gegangen ist

# which role
words-which-role-3414e0 = welche Rolle

# lasting
command-lasting = bleibend

# add
command-add = hinzufügen

# Give a role back to those who return
about-give-a-role-back-to-those-530461 = Eine Rolle denen zurückgeben, die wiederkommen

# role
command-role = rolle

# The role
about-the-role-ecf2de = Die Rolle

# Whoever leaves with { $role-mention } and comes back in time has it again.
text-whoever-leaves-with-role-mention-and-95a1c8 = Wer mit { $role-mention } geht und rechtzeitig wiederkommt, hat sie wieder.

# remove
command-remove = entfernen

# Give a role back no more
about-give-a-role-back-no-more-f5bbf6 = Eine Rolle nicht mehr zurückgeben

# { $role-mention } is not given back.
text-role-mention-is-not-given-back-31a4e1 = { $role-mention } wird nicht zurückgegeben.

# { $role-mention } is not given back any more.
text-role-mention-is-not-given-back-fe5cc7 = { $role-mention } wird nicht mehr zurückgegeben.

# list
command-list = liste

# Show which roles are given back
about-show-which-roles-are-given-back-70f7cf = Zeigen, welche Rollen zurückgegeben werden

# No role is given back.
text-no-role-is-given-back-addc66 = Keine Rolle wird zurückgegeben.

# Had it before leaving
text-had-it-before-leaving-fa8dd6 = Hatte sie vor dem Austritt
