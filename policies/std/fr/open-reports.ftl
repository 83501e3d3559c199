### What std/open-reports says, in French. Each text stands above its translation.

# let members tell moderators what is wrong
words-let-members-tell-moderators-what-is-53ef20 = laisser les membres dire aux modérateurs ce qui ne va pas

# reports
setting-reports = signalements

# Reports
words-reports-54c825 = Signalements

# Members report members to the moderators
words-members-report-members-to-the-moderators-f34747 = Les membres signalent des membres aux modérateurs

# keeping communities safe
words-keeping-communities-safe-3c37c1 = la sécurité des serveurs

# report
name-report = signalement

# What a member reported
words-what-a-member-reported-c81866 = Ce qu’un membre a signalé

# id
name-id = numéro

# reporter
name-reporter = auteur du signalement

# who reported
words-who-reported-eda5f7 = qui l’a signalé

# member
name-member = membre

# about whom
words-about-whom-164b41 = à propos de qui

# reason
name-reason = motif

# what happened
words-what-happened-78125f = ce qui s’est passé

# at
name-at = moment

# when
words-when = quand

# open
name-open = en attente

# whether it still waits for a decision
words-whether-it-still-waits-for-a-796534 = si cela attend encore une décision

# until
name-until = jusqu’au

# when it goes
words-when-it-goes-acb399 = quand cela disparaît

# whoever is reported cannot keep others from reporting
words-whoever-is-reported-cannot-keep-others-09c361 = une personne signalée ne peut pas empêcher les autres de signaler

# report
command-report = signaler

# Report a member to the moderators
about-report-a-member-to-the-moderators-bbb4c7 = Signaler un membre aux modérateurs

# Report
menu-report-65e182 = Signaler

# member
command-member = membre

# Whom
about-whom-461657 = Qui

# reason
command-reason = raison

# What happened? The moderators see who reports
about-what-happened-the-moderators-see-who-a78284 = Que s’est-il passé ? Les modérateurs voient qui signale

# That is yourself.
text-that-is-yourself-0fc975 = C’est vous-même.

# You reported enough for now.
text-you-reported-enough-for-now-5ae1ea = Vous avez assez signalé pour l’instant.

# Thank you. The moderators will look at it, and see that it is from you.
text-thank-you-the-moderators-will-look-213fdf = Merci. Les modérateurs vont regarder, et voient que cela vient de vous.

# { $invoker-mention } reports { $member-mention }: { $reason }
text-invoker-mention-reports-member-mention-1c213e = { $invoker-mention } signale { $member-mention } : { $reason }

# reports
command-reports = signalements

# Show what waits for a decision
about-show-what-waits-for-a-decision-157a75 = Montrer ce qui attend une décision

# **{ $row-id }** · { $relative-row-at } · { $row-member-mention }, by { $row-reporter-mention }: { $row-reason }
text-row-id-relative-row-at-row-fba294 = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-member-mention }, par { $row-reporter-mention } : { $row-reason }

# Nothing waits.
text-nothing-waits-c0a78a = Rien n’attend.

# decide
command-decide = décider

# Say that a report is decided
about-say-that-a-report-is-decided-90ba33 = Dire qu’un signalement est décidé

# number
command-number = numéro

# The number that /reports shows
about-the-number-that-reports-shows-368e8b = Le numéro que montre /signalements

# No report of that number waits.
text-no-report-of-that-number-waits-707a1b = Aucun signalement de ce numéro n’attend.

# Report { $number } is decided.
text-report-number-is-decided-cf8b24 = Le signalement { $number } est décidé.

# { $invoker-mention } decided report { $number }
text-invoker-mention-decided-report-number-a90061 = { $invoker-mention } a décidé du signalement { $number }
