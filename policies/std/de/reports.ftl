### What std/reports says, in German. Each text stands above its translation.

# reports
setting-reports = meldungen

# Reports
words-reports-54c825 = Meldungen

# Members report to the team
words-members-report-to-the-team-c93dbe = Mitglieder melden dem Team etwas

# channel
setting-channel = kanal

# Where reports go
about-where-reports-go-9445bc = Wohin Meldungen kommen

# report
command-report = melden

# Report a member to the team
about-report-a-member-to-the-team-92a09d = Dem Team ein Mitglied melden

# Report
menu-report-65e182 = Melden

# member
command-member = mitglied

# Whom
about-whom-461657 = Wen

# reason
command-reason = grund

# What happened? The team sees who reports
about-what-happened-the-team-sees-who-299538 = Was ist passiert? Das Team sieht, wer meldet

# Reports are not set up here: their channel is chosen with /config.
text-reports-are-not-set-up-here-415dd7 = Meldungen sind hier nicht eingerichtet: Ihr Kanal wird mit /config gewählt.

# You have just reported something.
text-you-have-just-reported-something-5ce71a = Du hast gerade erst etwas gemeldet.

# { $invoker-mention } reports { $member-mention }: { $reason }
text-invoker-mention-reports-member-mention-1c213e = { $invoker-mention } meldet { $member-mention }: { $reason }

# Warn
label-warn-f828fb = Verwarnen

# I may not post where reports go; tell the moderators.
text-i-may-not-post-where-reports-efe2b9 = Ich darf nicht posten, wohin Meldungen kommen; sag es den Moderatoren.

# Thank you. The team has your report, and sees that it is from you.
text-thank-you-the-team-has-your-c0354c = Danke. Das Team hat deine Meldung und sieht, dass sie von dir ist.

# report-message
command-report-message = nachricht-melden

# Report a message to the team
about-report-a-message-to-the-team-d8eb88 = Dem Team eine Nachricht melden

# which
command-which = welche

# Link to the message
about-link-to-the-message-1aee6a = Link zur Nachricht

# What is wrong? The team sees who reports
about-what-is-wrong-the-team-sees-678ccc = Was stimmt nicht? Das Team sieht, wer meldet

# { $invoker-mention } reports { $which-link }: { $reason }
text-invoker-mention-reports-which-link-21a53a = { $invoker-mention } meldet { $which-link }: { $reason }
