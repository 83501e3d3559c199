### What policies/kelpyyium.kdl says, in German; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = Die Aufsichtsbehörde des Ortes, an dem du lebst, oder die des Verantwortlichen.

# hosting
words-hosting = Hosting

# Data is not sold, rented or shared; there is no advertising, no analytics and no telemetry, and the bot asks no service but Discord's.
words-data-is-not-sold-rented-or-c3f01f = Daten werden nicht verkauft, vermietet oder geteilt; es gibt keine Werbung, keine Analyse und keine Telemetrie, und der Bot fragt keinen Dienst als den von Discord.

# Whoever wants all data of a server deleted removes the bot and writes to the owner above.
words-whoever-wants-all-data-of-a-20de44 = Wer alle Daten eines Servers löschen lassen will, entfernt den Bot und schreibt dem oben genannten Besitzer.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Erste Fassung dieser Datenschutzerklärung.

# Moderators refer to it as long as the server is there
words-moderators-refer-to-it-as-long-579ca1 = Die Moderation greift darauf zurück, solange es den Server gibt

# deletedata
command-deletedata = daten-löschen
