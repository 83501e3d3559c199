### What policies/whale.kdl says, in German; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = Die Datenschutzbehörde des Ortes, an dem du lebst, oder die des Verantwortlichen.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Erste Fassung dieser Erklärung.

# audio-tickets
setting-audio-tickets = sprachtickets

# Audio tickets
words-audio-tickets-d20b7c = Sprachtickets

# log
setting-log = log

# Log
words-log-160ada = Log

# Tells the log who changed which settings
words-tells-the-log-who-changed-which-22188f = Meldet dem Log, wer welche Einstellungen geändert hat

# { $member-mention } changed { $change-settings }
text-member-mention-changed-change-settings-f44624 = { $member-mention } hat { $change-settings } geändert
