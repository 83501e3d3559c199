### What policies/whale.kdl says, in French; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = L’autorité de contrôle du lieu où vous vivez, ou celle du responsable du traitement.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Première version de cette notice.

# audio-tickets
setting-audio-tickets = salons-à-la-demande

# Audio tickets
words-audio-tickets-d20b7c = Salons à la demande

# log
setting-log = journal

# Log
words-log-160ada = Journal

# Tells the log who changed which settings
words-tells-the-log-who-changed-which-22188f = Dit au journal qui a changé quels réglages

# { $member-mention } changed { $change-settings }
text-member-mention-changed-change-settings-f44624 = { $member-mention } a changé { $change-settings }
