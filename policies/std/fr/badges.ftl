### What std/badges says, in French. Each text stands above its translation.

# know which secret commands you found
words-know-which-secret-commands-you-found-94be28 = savoir quelles commandes secrètes vous avez trouvées

# badges
setting-badges = badges

# Badges
words-badges-648fa7 = Badges

# Badges for secret commands
words-badges-for-secret-commands-c10714 = Des badges pour les commandes secrètes

# a game for those who look around
words-a-game-for-those-who-look-6fe977 = un jeu pour les curieux

# player
name-player = joueur

# That you used a command
words-that-you-used-a-command-42312f = Que vous avez utilisé une commande

# badge
name-badge = badge

# A secret command that you found
words-a-secret-command-that-you-found-7ae123 = Une commande secrète que vous avez trouvée

# user
name-user = personne

# who used one
words-who-used-one-299903 = qui en a utilisé une

# They last until you have them deleted
words-they-last-until-you-have-them-b14cf7 = Ils restent jusqu’à ce que vous les fassiez effacer

# who found it
words-who-found-it-165557 = qui l’a trouvée

# command
name-command = commande

# which one
words-which-one-8ec0ad = laquelle

# at
name-at = moment

# when
words-when = quand

# badges
command-badges = badges

# Which secret commands somebody found
about-which-secret-commands-somebody-found-e7cea5 = Quelles commandes secrètes quelqu’un a trouvées

# member
command-member = membre

# Who; you if left out
about-who-you-if-left-out-cf8b8a = Qui ; vous, si c’est omis

# No badges yet.
text-no-badges-yet-84db45 = Pas encore de badge.

# { $member-mention } found a secret command!
text-member-mention-found-a-secret-command-ec0fa6 = { $member-mention } a trouvé une commande secrète !
