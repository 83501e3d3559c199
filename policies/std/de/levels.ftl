### What std/levels says, in German. Each text stands above its translation.

# run the level system your server turned on
words-run-the-level-system-your-server-159d9c = das Levelsystem führen, das dein Server eingeschaltet hat

# levels
setting-levels = level

# Levels
words-levels-524281 = Level

# Members earn XP by writing
words-members-earn-xp-by-writing-e22144 = Mitglieder bekommen XP fürs Schreiben

# rewarding participation
words-rewarding-participation-dc0e47 = Beteiligung belohnen

# announce-in
setting-announce-in = ansagen-in

# Where to say that somebody levelled up
about-where-to-say-that-somebody-levelled-1bb5dd = Wo gesagt wird, dass jemand aufgestiegen ist

# xp-min
setting-xp-min = xp-min

# Least XP for a message
about-least-xp-for-a-message-4bb3e3 = Wie viel XP eine Nachricht mindestens bringt

# cooldown
setting-cooldown = abklingzeit

# Time between two messages that earn XP
about-time-between-two-messages-that-earn-e3e471 = Zeit zwischen zwei Nachrichten, die XP bringen

# silent-channels
setting-silent-channels = stille-kanäle

# Channels in which nobody earns XP
about-channels-in-which-nobody-earns-xp-cee6e1 = Kanäle, in denen niemand XP bekommt

# earns
setting-earns = verdient

# Who earns XP
about-who-earns-xp-600310 = Wer XP bekommt

# xp
name-xp = XP

# XP of a member
words-xp-of-a-member-41aa2b = Die XP eines Mitglieds

# user
name-user = Person

# total
name-total = Gesamtzahl

# XP earned so far
words-xp-earned-so-far-b0492b = XP bisher

# last-award
name-last-award = letzte XP

# when XP was last earned
words-when-xp-was-last-earned-60117e = wann es zuletzt XP gab

# level-role
name-level-role = Levelrolle

# Which level gives which role
words-which-level-gives-which-role-f86f20 = Welches Level welche Rolle gibt

# level
name-level = Level

# the level
words-the-level-7d0d2e = das Level

# role
name-role = Rolle

# the role
words-the-role-7d3b20 = die Rolle

# rank
command-rank = rang

# Show level and XP
about-show-level-and-xp-c42fbe = Level und XP zeigen

# member
command-member = mitglied

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = Wessen; ohne Angabe deins

# { $member-invoker-mention }: level { $level-xp-member-invoker-total-100-params }, { $xp-member-invoker-total } XP
text-member-invoker-mention-level-level-xp-f1e97f = { $member-invoker-mention }: Level { $level-xp-member-invoker-total-100-params }, { $xp-member-invoker-total } XP

# leaderboard
command-leaderboard = rangliste

# The ten most active members
about-the-ten-most-active-members-d63147 = Die zehn aktivsten Mitglieder

# { $rank }. { $row-user-mention }: level { $level-row-total-100-params-pace }, { $row-total } XP
text-rank-row-user-mention-level-level-6bc172 = { $rank }. { $row-user-mention }: Level { $level-row-total-100-params-pace }, { $row-total } XP

# Nobody has earned XP yet.
text-nobody-has-earned-xp-yet-45328a = Noch hat niemand XP.

# levelrole
command-levelrole = levelrolle

# add
command-add = hinzufügen

# Give a role at a level
about-give-a-role-at-a-level-7daff5 = Eine Rolle bei einem Level geben

# level
command-level = level

# The level
about-the-level-18657e = Das Level

# role
command-role = rolle

# The role it gives
about-the-role-it-gives-a617b1 = Die Rolle, die es gibt

# Whoever reaches level { $level } gets { $role-mention }.
text-whoever-reaches-level-level-gets-role-e0bab2 = Wer Level { $level } erreicht, bekommt { $role-mention }.

# remove
command-remove = entfernen

# Stop giving a role at a level
about-stop-giving-a-role-at-a-4e7a62 = Bei einem Level keine Rolle mehr geben

# Level { $level } gives no role any more.
text-level-level-gives-no-role-any-850ea3 = Level { $level } gibt keine Rolle mehr.

# list
command-list = liste

# List the levels that give roles
about-list-the-levels-that-give-roles-0fc61f = Die Level, die Rollen geben

# Level { $row-level } gives { $row-role-mention }
text-level-row-level-gives-row-role-09f86b = Level { $row-level } gibt { $row-role-mention }

# No level gives a role yet.
text-no-level-gives-a-role-yet-222457 = Noch gibt kein Level eine Rolle.

# xp
command-xp = xp

# set
command-set = setzen

# Set a member's XP
about-set-a-member-s-xp-f8a2ae = Die XP eines Mitglieds setzen

# Whose
about-whose-354015 = Wessen

# total
command-total = gesamt

# The XP
about-the-xp-bb2cac = Die XP

# { $member-mention } has { $total } XP.
text-member-mention-has-total-xp-2b3dbe = { $member-mention } hat { $total } XP.

# reset
command-reset = zurücksetzen

# Delete a member's XP
about-delete-a-member-s-xp-8a003b = Die XP eines Mitglieds löschen

# { $member-mention } starts again.
text-member-mention-starts-again-008959 = { $member-mention } fängt neu an.

# { $author-mention } reached level { $reached }
text-author-mention-reached-level-reached-cf3649 = { $author-mention } hat Level { $reached } erreicht

# Level reached
text-level-reached-185d9c = Level erreicht
