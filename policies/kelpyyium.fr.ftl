### What policies/kelpyyium.kdl says, in French; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = L’autorité de contrôle du lieu où vous vivez, ou celle du responsable du traitement.

# hosting
words-hosting = hébergement

# Data is not sold, rented or shared; there is no advertising, no analytics and no telemetry, and the bot asks no service but Discord's.
words-data-is-not-sold-rented-or-c3f01f = Les données ne sont ni vendues, ni louées, ni partagées ; il n’y a ni publicité, ni mesure d’audience, ni télémétrie, et le bot n’interroge aucun service que celui de Discord.

# Whoever wants all data of a server deleted removes the bot and writes to the owner above.
words-whoever-wants-all-data-of-a-20de44 = Qui veut faire supprimer toutes les données d’un serveur en retire le bot et écrit au propriétaire nommé ci-dessus.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Première version de cette notice.

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Les modérateurs s’y reportent tant que le serveur existe

# deletedata
command-deletedata = supprimer-données
