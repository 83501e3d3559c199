### What std/open-reports says, in German. Each text stands above its translation.

# let members tell moderators what is wrong
words-let-members-tell-moderators-what-is-53ef20 = Mitglieder der Moderation sagen lassen, was nicht stimmt

# reports
setting-reports = meldungen

# Reports
words-reports-54c825 = Meldungen

# Members report members to the moderators
words-members-report-members-to-the-moderators-f34747 = Mitglieder melden Mitglieder der Moderation

# keeping communities safe
words-keeping-communities-safe-3c37c1 = die Sicherheit der Server

# report
name-report = Meldung

# What a member reported
words-what-a-member-reported-c81866 = Was ein Mitglied gemeldet hat

# id
name-id = Nummer

# reporter
name-reporter = Melder

# who reported
words-who-reported-eda5f7 = wer gemeldet hat

# member
name-member = Mitglied

# about whom
words-about-whom-164b41 = zu wem

# reason
name-reason = Grund

# what happened
words-what-happened-78125f = was geschehen ist

# at
name-at = Zeitpunkt

# when
words-when = wann

# open
name-open = offen

# whether it still waits for a decision
words-whether-it-still-waits-for-a-796534 = ob es noch auf eine Entscheidung wartet

# until
name-until = bis

# when it goes
words-when-it-goes-acb399 = wann es verschwindet

# whoever is reported cannot keep others from reporting
words-whoever-is-reported-cannot-keep-others-09c361 = wer gemeldet wird, kann andere nicht davon abhalten

# report
command-report = melden

# Report a member to the moderators
about-report-a-member-to-the-moderators-bbb4c7 = Ein Mitglied der Moderation melden

# Report
menu-report-65e182 = Melden

# member
command-member = mitglied

# Whom
about-whom-461657 = Wen

# reason
command-reason = grund

# What happened? The moderators see who reports
about-what-happened-the-moderators-see-who-a78284 = Was ist geschehen? Die Moderation sieht, wer meldet

# That is yourself.
text-that-is-yourself-0fc975 = Das bist du selbst.

# You reported enough for now.
text-you-reported-enough-for-now-5ae1ea = Du hast fürs Erste genug gemeldet.

# Thank you. The moderators will look at it, and see that it is from you.
text-thank-you-the-moderators-will-look-213fdf = Danke. Die Moderation sieht es sich an, und sieht, dass es von dir ist.

# { $invoker-mention } reports { $member-mention }: { $reason }
text-invoker-mention-reports-member-mention-1c213e = { $invoker-mention } meldet { $member-mention }: { $reason }

# reports
command-reports = meldungen

# Show what waits for a decision
about-show-what-waits-for-a-decision-157a75 = Zeigen, was auf eine Entscheidung wartet

# **{ $row-id }** · { $relative-row-at } · { $row-member-mention }, by { $row-reporter-mention }: { $row-reason }
text-row-id-relative-row-at-row-fba294 = { "*" }*{ $row-id }** · { $relative-row-at } · { $row-member-mention }, von { $row-reporter-mention }: { $row-reason }

# Nothing waits.
text-nothing-waits-c0a78a = Nichts wartet.

# decide
command-decide = entscheiden

# Say that a report is decided
about-say-that-a-report-is-decided-90ba33 = Sagen, dass eine Meldung entschieden ist

# number
command-number = nummer

# The number that /reports shows
about-the-number-that-reports-shows-368e8b = Die Nummer, die /meldungen zeigt

# No report of that number waits.
text-no-report-of-that-number-waits-707a1b = Keine Meldung mit dieser Nummer wartet.

# Report { $number } is decided.
text-report-number-is-decided-cf8b24 = Meldung { $number } ist entschieden.

# { $invoker-mention } decided report { $number }
text-invoker-mention-decided-report-number-a90061 = { $invoker-mention } hat Meldung { $number } entschieden
