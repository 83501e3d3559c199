### What std/badges says, in German. Each text stands above its translation.

# know which secret commands you found
words-know-which-secret-commands-you-found-94be28 = wissen, welche geheimen Befehle du gefunden hast

# badges
setting-badges = abzeichen

# Badges
words-badges-648fa7 = Abzeichen

# Badges for secret commands
words-badges-for-secret-commands-c10714 = Abzeichen für geheime Befehle

# a game for those who look around
words-a-game-for-those-who-look-6fe977 = ein Spiel für alle, die sich umsehen

# player
name-player = Spieler

# That you used a command
words-that-you-used-a-command-42312f = Dass du einen Befehl benutzt hast

# badge
name-badge = Abzeichen

# A secret command that you found
words-a-secret-command-that-you-found-7ae123 = Ein geheimer Befehl, den du gefunden hast

# user
name-user = Person

# who used one
words-who-used-one-299903 = wer einen benutzt hat

# They last until you have them deleted
words-they-last-until-you-have-them-b14cf7 = Sie bleiben, bis du sie löschen lässt

# who found it
words-who-found-it-165557 = wer ihn gefunden hat

# command
name-command = Befehl

# which one
words-which-one-8ec0ad = welcher

# at
name-at = Zeitpunkt

# when
words-when = wann

# badges
command-badges = abzeichen

# Which secret commands somebody found
about-which-secret-commands-somebody-found-e7cea5 = Welche geheimen Befehle jemand gefunden hat

# member
command-member = mitglied

# Who; you if left out
about-who-you-if-left-out-cf8b8a = Wer; ohne Angabe du

# No badges yet.
text-no-badges-yet-84db45 = Noch keine Abzeichen.

# { $member-mention } found a secret command!
text-member-mention-found-a-secret-command-ec0fa6 = { $member-mention } hat einen geheimen Befehl gefunden!
