### What std/levels says, in French. Each text stands above its translation.

# run the level system your server turned on
words-run-the-level-system-your-server-159d9c = faire tourner le système de niveaux que votre serveur a activé

# levels
setting-levels = niveaux

# Levels
words-levels-524281 = Niveaux

# Members earn XP by writing
words-members-earn-xp-by-writing-e22144 = Les membres gagnent de l’XP en écrivant

# rewarding participation
words-rewarding-participation-dc0e47 = récompenser la participation

# announce-in
setting-announce-in = annoncer-dans

# Where to say that somebody levelled up
about-where-to-say-that-somebody-levelled-1bb5dd = Où dire que quelqu’un a gagné un niveau

# xp-min
setting-xp-min = xp-min

# Least XP for a message
about-least-xp-for-a-message-4bb3e3 = Le moins d’XP pour un message

# cooldown
setting-cooldown = délai

# Time between two messages that earn XP
about-time-between-two-messages-that-earn-e3e471 = Le temps entre deux messages qui rapportent

# silent-channels
setting-silent-channels = salons-muets

# Channels in which nobody earns XP
about-channels-in-which-nobody-earns-xp-cee6e1 = Salons où personne ne gagne d’XP

# earns
setting-earns = gagne

# Who earns XP
about-who-earns-xp-600310 = Qui gagne de l’XP

# xp
name-xp = XP

# XP of a member
words-xp-of-a-member-41aa2b = L’XP d’un membre

# user
name-user = personne

# total
name-total = total

# XP earned so far
words-xp-earned-so-far-b0492b = XP gagnée jusqu’ici

# last-award
name-last-award = dernier gain

# when XP was last earned
words-when-xp-was-last-earned-60117e = quand de l’XP a été gagnée pour la dernière fois

# level-role
name-level-role = rôle de niveau

# Which level gives which role
words-which-level-gives-which-role-f86f20 = Quel niveau donne quel rôle

# level
name-level = niveau

# the level
words-the-level-7d0d2e = le niveau

# role
name-role = rôle

# the role
words-the-role-7d3b20 = le rôle

# rank
command-rank = rang

# Show level and XP
about-show-level-and-xp-c42fbe = Montrer le niveau et l’XP

# member
command-member = membre

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = De qui ; le vôtre, si c’est omis

# { $member-invoker-mention }: level { $level-xp-member-invoker-total-100-params }, { $xp-member-invoker-total } XP
text-member-invoker-mention-level-level-xp-f1e97f = { $member-invoker-mention } : niveau { $level-xp-member-invoker-total-100-params }, { $xp-member-invoker-total } XP

# leaderboard
command-leaderboard = classement

# The ten most active members
about-the-ten-most-active-members-d63147 = Les dix membres les plus actifs

# { $rank }. { $row-user-mention }: level { $level-row-total-100-params-pace }, { $row-total } XP
text-rank-row-user-mention-level-level-6bc172 = { $rank }. { $row-user-mention } : niveau { $level-row-total-100-params-pace }, { $row-total } XP

# Nobody has earned XP yet.
text-nobody-has-earned-xp-yet-45328a = Personne n’a encore gagné d’XP.

# levelrole
command-levelrole = rôle-niveau

# add
command-add = ajouter

# Give a role at a level
about-give-a-role-at-a-level-7daff5 = Donner un rôle à un niveau

# level
command-level = niveau

# The level
about-the-level-18657e = Le niveau

# role
command-role = rôle

# The role it gives
about-the-role-it-gives-a617b1 = Le rôle qu’il donne

# Whoever reaches level { $level } gets { $role-mention }.
text-whoever-reaches-level-level-gets-role-e0bab2 = Qui atteint le niveau { $level } reçoit { $role-mention }.

# remove
command-remove = retirer

# Stop giving a role at a level
about-stop-giving-a-role-at-a-4e7a62 = Ne plus donner de rôle à un niveau

# Level { $level } gives no role any more.
text-level-level-gives-no-role-any-850ea3 = Le niveau { $level } ne donne plus de rôle.

# list
command-list = liste

# List the levels that give roles
about-list-the-levels-that-give-roles-0fc61f = Les niveaux qui donnent des rôles

# Level { $row-level } gives { $row-role-mention }
text-level-row-level-gives-row-role-09f86b = Le niveau { $row-level } donne { $row-role-mention }

# No level gives a role yet.
text-no-level-gives-a-role-yet-222457 = Aucun niveau ne donne encore de rôle.

# xp
command-xp = xp

# set
command-set = définir

# Set a member's XP
about-set-a-member-s-xp-f8a2ae = Définir l’XP d’un membre

# Whose
about-whose-354015 = De qui

# total
command-total = total

# The XP
about-the-xp-bb2cac = L’XP

# { $member-mention } has { $total } XP.
text-member-mention-has-total-xp-2b3dbe = { $member-mention } a { $total } XP.

# reset
command-reset = remettre-à-zéro

# Delete a member's XP
about-delete-a-member-s-xp-8a003b = Supprimer l’XP d’un membre

# { $member-mention } starts again.
text-member-mention-starts-again-008959 = { $member-mention } repart de zéro.

# { $author-mention } reached level { $reached }
text-author-mention-reached-level-reached-cf3649 = { $author-mention } a atteint le niveau { $reached }

# Level reached
text-level-reached-185d9c = Niveau atteint
