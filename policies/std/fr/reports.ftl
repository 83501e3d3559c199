### What std/reports says, in French. Each text stands above its translation.

# reports
setting-reports = signalements

# Reports
words-reports-54c825 = Signalements

# Members report to the team
words-members-report-to-the-team-c93dbe = Les membres signalent des faits à l’équipe

# channel
setting-channel = salon

# Where reports go
about-where-reports-go-9445bc = Où vont les signalements

# report
command-report = signaler

# Report a member to the team
about-report-a-member-to-the-team-92a09d = Signaler un membre à l’équipe

# Report
menu-report-65e182 = Signaler

# member
command-member = membre

# Whom
about-whom-461657 = Qui

# reason
command-reason = raison

# What happened? The team sees who reports
about-what-happened-the-team-sees-who-299538 = Que s’est-il passé ? L’équipe voit qui signale

# Reports are not set up here: their channel is chosen with /config.
text-reports-are-not-set-up-here-415dd7 = Rien n’est prêt ici pour les signalements : leur salon se choisit avec /config.

# You have just reported something.
text-you-have-just-reported-something-5ce71a = Vous venez de faire un signalement.

# { $invoker-mention } reports { $member-mention }: { $reason }
text-invoker-mention-reports-member-mention-1c213e = { $invoker-mention } signale { $member-mention } : { $reason }

# Warn
label-warn-f828fb = Avertir

# I may not post where reports go; tell the moderators.
text-i-may-not-post-where-reports-efe2b9 = Je ne peux pas écrire là où vont les signalements ; dites-le aux modérateurs.

# Thank you. The team has your report, and sees that it is from you.
text-thank-you-the-team-has-your-c0354c = Merci. L’équipe a votre signalement, et voit qu’il vient de vous.

# report-message
command-report-message = signaler-message

# Report a message to the team
about-report-a-message-to-the-team-d8eb88 = Signaler un message à l’équipe

# which
command-which = lequel

# Link to the message
about-link-to-the-message-1aee6a = Lien vers le message

# What is wrong? The team sees who reports
about-what-is-wrong-the-team-sees-678ccc = Quel est le problème ? L’équipe voit qui signale

# { $invoker-mention } reports { $which-link }: { $reason }
text-invoker-mention-reports-which-link-21a53a = { $invoker-mention } signale { $which-link } : { $reason }
