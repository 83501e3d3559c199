### What std/custom-commands says, in French. Each text stands above its translation.

# give the answers that the server's admins wrote
words-give-the-answers-that-the-server-e65c59 = donner les réponses que les administrateurs du serveur ont écrites

# custom-commands
setting-custom-commands = commandes-perso

# Custom commands
words-custom-commands-4ca424 = Commandes du serveur

# Commands that the server's admins write
words-commands-that-the-server-s-admins-af1e24 = Des commandes qu’écrivent les administrateurs du serveur

# answering what is often asked
words-answering-what-is-often-asked-c5db62 = répondre à ce qui est souvent demandé

# custom-command
name-custom-command = commande du serveur

# A command of the server's own
words-a-command-of-the-server-s-f44e83 = Une commande propre au serveur

# name
name-name = nom

# response
name-response = réponse

# the answer
words-the-answer-76ac19 = la réponse

# creator
name-creator = créateur

# who made it
words-who-made-it-70ee3b = qui l’a eue

# custom
command-custom = perso

# add
command-add = ajouter

# Make a command
about-make-a-command-96f038 = Créer une commande

# name
command-name = nom

# What members type after the slash
about-what-members-type-after-the-slash-52bff9 = Ce que les membres tapent après la barre oblique

# response
command-response = réponse

# The answer; you can use user.mention and server.name in double braces
about-the-answer-you-can-use-user-c3ed29 = La réponse ; user.mention et server.name y sont permis entre doubles accolades

# There is a command of that name already; remove it first.
text-there-is-a-command-of-that-08876f = Il y a déjà une commande de ce nom ; retirez-la d’abord.

# /{ $name } is ready.
text-name-is-ready-aa530c = /{ $name } est prête.

# remove
command-remove = retirer

# Remove a command
about-remove-a-command-82d0f3 = Retirer une commande

# Its name
about-its-name-8148e1 = Son nom

# There is no command of that name.
text-there-is-no-command-of-that-1b1881 = Il n’y a pas de commande de ce nom.

# /{ $name } is gone.
text-name-is-gone-0b8cfc = /{ $name } n’existe plus.

# list
command-list = liste

# List this server's commands
about-list-this-server-s-commands-7f2fd5 = Les commandes de ce serveur

# This server has no commands of its own yet.
text-this-server-has-no-commands-of-2e1fa7 = Ce serveur n’a pas encore de commandes à lui.

# A command of this server
text-a-command-of-this-server-e6c694 = Une commande de ce serveur
