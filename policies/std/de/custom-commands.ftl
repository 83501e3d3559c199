### What std/custom-commands says, in German. Each text stands above its translation.

# give the answers that the server's admins wrote
words-give-the-answers-that-the-server-e65c59 = die Antworten geben, die die Admins des Servers geschrieben haben

# custom-commands
setting-custom-commands = eigene-befehle

# Custom commands
words-custom-commands-4ca424 = Eigene Befehle

# Commands that the server's admins write
words-commands-that-the-server-s-admins-af1e24 = Befehle, die die Admins des Servers schreiben

# answering what is often asked
words-answering-what-is-often-asked-c5db62 = beantworten, was oft gefragt wird

# custom-command
name-custom-command = eigener Befehl

# A command of the server's own
words-a-command-of-the-server-s-f44e83 = Ein eigener Befehl des Servers

# name
name-name = Name

# response
name-response = Antwort

# the answer
words-the-answer-76ac19 = die Antwort

# creator
name-creator = Ersteller

# who made it
words-who-made-it-70ee3b = wer ihn gemacht hat

# custom
command-custom = eigene

# add
command-add = hinzufügen

# Make a command
about-make-a-command-96f038 = Einen Befehl anlegen

# name
command-name = name

# What members type after the slash
about-what-members-type-after-the-slash-52bff9 = Was Mitglieder nach dem Schrägstrich eingeben

# response
command-response = antwort

# The answer; you can use user.mention and server.name in double braces
about-the-answer-you-can-use-user-c3ed29 = Die Antwort; user.mention und server.name gehen in doppelten Klammern

# There is a command of that name already; remove it first.
text-there-is-a-command-of-that-08876f = Einen Befehl dieses Namens gibt es schon; entferne ihn zuerst.

# /{ $name } is ready.
text-name-is-ready-aa530c = /{ $name } ist fertig.

# remove
command-remove = entfernen

# Remove a command
about-remove-a-command-82d0f3 = Einen Befehl entfernen

# Its name
about-its-name-8148e1 = Sein Name

# There is no command of that name.
text-there-is-no-command-of-that-1b1881 = Einen Befehl dieses Namens gibt es nicht.

# /{ $name } is gone.
text-name-is-gone-0b8cfc = /{ $name } ist weg.

# list
command-list = liste

# List this server's commands
about-list-this-server-s-commands-7f2fd5 = Die Befehle dieses Servers

# This server has no commands of its own yet.
text-this-server-has-no-commands-of-2e1fa7 = Dieser Server hat noch keine eigenen Befehle.

# A command of this server
text-a-command-of-this-server-e6c694 = Ein Befehl dieses Servers
