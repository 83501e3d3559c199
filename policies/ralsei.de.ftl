### What policies/ralsei.kdl says, in German; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = Die Aufsichtsbehörde des Ortes, an dem du lebst, oder die des Verantwortlichen.

# Only one person, the developer, and the bot itself can reach the database.
words-only-one-person-the-developer-and-6c905d = Nur eine Person, die den Bot entwickelt, und der Bot selbst kommen an die Datenbank.

# The database is on the host that the bot runs on.
words-the-database-is-on-the-host-34faa7 = Die Datenbank ist auf der Maschine, auf der der Bot läuft.

# Happiness
words-happiness-17c285 = Glück

# How happy anybody is, the bot does not store.
words-how-happy-anybody-is-the-bot-8eab99 = Wie glücklich jemand ist, speichert der Bot nicht.

# Data is used to run the bot, and for nothing else.
words-data-is-used-to-run-the-782170 = Die Daten dienen dazu, den Bot zu betreiben, und sonst zu nichts.

# Authorities that show proper documents get what the law requires, and no more.
words-authorities-that-show-proper-documents-2eeaca = Behörden, die die nötigen Dokumente vorlegen, bekommen, was das Gesetz verlangt, und nicht mehr.

# Should data get into wrong hands, the developer has the bot tell those concerned.
words-should-data-get-into-wrong-hands-e4acc5 = Geraten Daten in falsche Hände, lässt der Entwickler den Bot die Betroffenen benachrichtigen.

# Whoever takes the bot over is bound by the terms of this notice.
words-whoever-takes-the-bot-over-is-82c077 = Wer den Bot übernimmt, ist an diese Erklärung gebunden.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Erste Fassung dieser Datenschutzerklärung.

# servers
setting-servers = server

# Servers
words-servers-2eac7b = Server

# Which servers the bot was added to
words-which-servers-the-bot-was-added-6c4e08 = Zu welchen Servern der Bot hinzugefügt wurde

# company
setting-company = gesellschaft

# Company
words-company-831bf1 = Gesellschaft

# Commands for everybody
words-commands-for-everybody-339f73 = Befehle für alle

# greeting
setting-greeting = gruß

# How Ralsei greets
about-how-ralsei-greets-35037a = Wie Ralsei grüßt

# server
name-server = Server

# That the bot is in the server
words-that-the-bot-is-in-the-1b0b01 = Dass der Bot im Server ist

# hello
command-hello = hallo

# Be greeted
about-be-greeted-aee7f5 = Dich grüßen lassen

# mark
command-mark = markieren

# Mark a message with an emoji
about-mark-a-message-with-an-emoji-a1f7a9 = Eine Nachricht mit einem Emoji markieren

# message
command-message = nachricht

# Link to the message
about-link-to-the-message-1aee6a = Link zur Nachricht

# emoji
command-emoji = emoji

# Which emoji
about-which-emoji-38d480 = Welches Emoji

# It is marked.
text-it-is-marked-40902e = Es ist markiert.

# support
command-support = hilfe

# For a copy of your data or their deletion: support.example.org, privacy@example.org
about-for-a-copy-of-your-data-e9c96c = Kopie deiner Daten oder Löschung: support.example.org, privacy@example.org

# Ask for a copy of your data or for their deletion in the support server, https://support.example.org, or by mail to privacy@example.org. `/privacy` gives you both at once.
text-ask-for-a-copy-of-your-83be8b = Bitte im Support-Server, https://support.example.org, oder per Mail an privacy@example.org um eine Kopie deiner Daten oder ihre Löschung. `/privacy` gibt dir beides sofort.

# hug
command-hug = umarmen

# Hug somebody
about-hug-somebody-57f902 = Jemanden umarmen

# member
command-member = mitglied

# Member
about-member-d2f385 = Mitglied

# { $invoker-mention } hugs { $member-mention }.
text-invoker-mention-hugs-member-mention-80da70 = { $invoker-mention } umarmt { $member-mention }.

# cake
command-cake = kuchen

# Share a cake
about-share-a-cake-9c8db3 = Einen Kuchen teilen

# There is cake for everybody, { $invoker-mention }.
text-there-is-cake-for-everybody-invoker-624de0 = Es gibt Kuchen für alle, { $invoker-mention }.
