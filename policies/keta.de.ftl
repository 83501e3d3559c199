### What policies/keta.kdl says, in German; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = Die Aufsichtsbehörde des Ortes, an dem du lebst, oder die des Verantwortlichen.

# hosting
words-hosting = Hosting

# The servers stand in the European Union.
words-the-servers-stand-in-the-european-d80c4c = Die Server stehen in der Europäischen Union.

# The web server's own logs are short-lived.
words-the-web-server-s-own-logs-8a2d6b = Die eigenen Logs des Webservers sind kurzlebig.

# Data is not sold, rented or shared; there is no profiling, no analytics and no advertising.
words-data-is-not-sold-rented-or-428d16 = Daten werden nicht verkauft, vermietet oder geteilt; es gibt kein Profiling, keine Analyse und keine Werbung.

# Accounts, databases and retention are separate from those of the sister service.
words-accounts-databases-and-retention-are-c992eb = Konten, Datenbanken und Fristen sind von denen des Schwesterdienstes getrennt.

# A material change moves the date above and is announced in the support server before it takes effect.
words-a-material-change-moves-the-date-0989d0 = Eine wesentliche Änderung ändert das Datum oben und wird im Support-Server angekündigt, bevor sie gilt.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Erste Fassung dieser Datenschutzerklärung.
