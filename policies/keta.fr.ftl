### What policies/keta.kdl says, in French; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = L’autorité de contrôle du lieu où vous vivez, ou celle du responsable du traitement.

# hosting
words-hosting = hébergement

# The servers stand in the European Union.
words-the-servers-stand-in-the-european-d80c4c = Les serveurs se trouvent dans l’Union européenne.

# The web server's own logs are short-lived.
words-the-web-server-s-own-logs-8a2d6b = Les journaux du serveur web lui-même sont gardés peu de temps.

# Data is not sold, rented or shared; there is no profiling, no analytics and no advertising.
words-data-is-not-sold-rented-or-428d16 = Les données ne sont ni vendues, ni louées, ni partagées ; il n’y a ni profilage, ni mesure d’audience, ni publicité.

# Accounts, databases and retention are separate from those of the sister service.
words-accounts-databases-and-retention-are-c992eb = Les comptes, les bases de données et les durées sont séparés de ceux du service frère.

# A material change moves the date above and is announced in the support server before it takes effect.
words-a-material-change-moves-the-date-0989d0 = Un changement important change la date ci-dessus et est annoncé sur le serveur d’aide avant de prendre effet.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Première version de cette notice.
