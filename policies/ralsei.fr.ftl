### What policies/ralsei.kdl says, in French; the rest is said beside the standard features.

# The data protection authority of the place where you live, or that of the controller.
words-the-data-protection-authority-of-the-b2d10c = L’autorité de contrôle du lieu où vous vivez, ou celle du responsable du traitement.

# Only one person, the developer, and the bot itself can reach the database.
words-only-one-person-the-developer-and-6c905d = Seules une personne, celle qui développe le bot, et le bot lui-même ont accès à la base de données.

# The database is on the host that the bot runs on.
words-the-database-is-on-the-host-34faa7 = La base de données est sur la machine où tourne le bot.

# Happiness
words-happiness-17c285 = Bonheur

# How happy anybody is, the bot does not store.
words-how-happy-anybody-is-the-bot-8eab99 = Le bot ne conserve pas à quel point quelqu’un est heureux.

# Data is used to run the bot, and for nothing else.
words-data-is-used-to-run-the-782170 = Les données servent à faire tourner le bot, et à rien d’autre.

# Authorities that show proper documents get what the law requires, and no more.
words-authorities-that-show-proper-documents-2eeaca = Les autorités qui présentent les documents voulus reçoivent ce que la loi exige, et rien de plus.

# Should data get into wrong hands, the developer has the bot tell those concerned.
words-should-data-get-into-wrong-hands-e4acc5 = Si des données tombent dans de mauvaises mains, le développeur fait prévenir par le bot les personnes concernées.

# Whoever takes the bot over is bound by the terms of this notice.
words-whoever-takes-the-bot-over-is-82c077 = Qui reprend le bot est lié par cette notice.

# First edition of this notice.
words-first-edition-of-this-notice-a28dc2 = Première version de cette notice.

# servers
setting-servers = serveurs

# Servers
words-servers-2eac7b = Serveurs

# Which servers the bot was added to
words-which-servers-the-bot-was-added-6c4e08 = À quels serveurs le bot a été ajouté

# company
setting-company = compagnie

# Company
words-company-831bf1 = Compagnie

# Commands for everybody
words-commands-for-everybody-339f73 = Des commandes pour tout le monde

# greeting
setting-greeting = salutation

# How Ralsei greets
about-how-ralsei-greets-35037a = Comment Ralsei salue

# server
name-server = serveur

# That the bot is in the server
words-that-the-bot-is-in-the-1b0b01 = Que le bot est sur le serveur

# hello
command-hello = bonjour

# Be greeted
about-be-greeted-aee7f5 = Se faire saluer

# mark
command-mark = marquer

# Mark a message with an emoji
about-mark-a-message-with-an-emoji-a1f7a9 = Marquer un message d’un emoji

# message
command-message = message

# Link to the message
about-link-to-the-message-1aee6a = Lien vers le message

# emoji
command-emoji = emoji

# Which emoji
about-which-emoji-38d480 = Quel emoji

# It is marked.
text-it-is-marked-40902e = C’est marqué.

# support
command-support = aide

# For a copy of your data or their deletion: support.example.org, privacy@example.org
about-for-a-copy-of-your-data-e9c96c = Copie de vos données ou effacement : support.example.org, privacy@example.org

# Ask for a copy of your data or for their deletion in the support server, https://support.example.org, or by mail to privacy@example.org. `/privacy` gives you both at once.
text-ask-for-a-copy-of-your-83be8b = Demandez une copie de vos données ou leur effacement sur le serveur d’aide, https://support.example.org, ou par e-mail à privacy@example.org. `/privacy` vous donne les deux aussitôt.

# hug
command-hug = câlin

# Hug somebody
about-hug-somebody-57f902 = Prendre quelqu’un dans ses bras

# member
command-member = membre

# Member
about-member-d2f385 = Membre

# { $invoker-mention } hugs { $member-mention }.
text-invoker-mention-hugs-member-mention-80da70 = { $invoker-mention } prend { $member-mention } dans ses bras.

# cake
command-cake = gâteau

# Share a cake
about-share-a-cake-9c8db3 = Partager un gâteau

# There is cake for everybody, { $invoker-mention }.
text-there-is-cake-for-everybody-invoker-624de0 = Il y a du gâteau pour tout le monde, { $invoker-mention }.
