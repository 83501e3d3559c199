### What std/reaction-roles says, in French. Each text stands above its translation.

# give out the roles that members pick
words-give-out-the-roles-that-members-61f129 = donner les rôles que les membres choisissent

# reaction-roles
setting-reaction-roles = rôles-réaction

# Reaction roles
words-reaction-roles-840590 = Rôles par réaction

# Members pick roles by reacting
words-members-pick-roles-by-reacting-5fc026 = Les membres choisissent des rôles par une réaction

# letting members choose their roles
words-letting-members-choose-their-roles-507b35 = le choix de leurs rôles par les membres

# reaction-role
name-reaction-role = rôle par réaction

# Which reaction gives which role
words-which-reaction-gives-which-role-4e1e66 = Quelle réaction donne quel rôle

# id
name-id = numéro

# channel
name-channel = salon

# the channel
words-the-channel-015e51 = le salon

# message
name-message = message

# the message
words-the-message-239266 = le message

# emoji
name-emoji = emoji

# the emoji
words-the-emoji-d42b66 = l’emoji

# role
name-role = rôle

# the role
words-the-role-7d3b20 = le rôle

# reactionrole
command-reactionrole = rôle-réaction

# add
command-add = ajouter

# Give a role for a reaction
about-give-a-role-for-a-reaction-ead313 = Donner un rôle pour une réaction

# message
command-message = message

# Link to the message (right click, copy message link)
about-link-to-the-message-right-click-f1e3c3 = Lien vers le message (clic droit, copier le lien du message)

# emoji
command-emoji = emoji

# The reaction
about-the-reaction-49e4a5 = La réaction

# role
command-role = rôle

# The role it gives
about-the-role-it-gives-a617b1 = Le rôle qu’il donne

# Saved, but I could not add the reaction: I need Add Reactions and Read Message History there.
text-saved-but-i-could-not-add-e74b6b = C’est enregistré, mais je n’ai pas pu ajouter la réaction : il me faut y ajouter des réactions et voir les anciens messages.

# Whoever reacts with { $emoji } gets { $role-mention }.
text-whoever-reacts-with-emoji-gets-role-7e44b7 = Qui réagit par { $emoji } reçoit { $role-mention }.

# remove
command-remove = retirer

# Stop giving a role for a reaction
about-stop-giving-a-role-for-a-a91c99 = Ne plus donner de rôle pour une réaction

# Link to the message
about-link-to-the-message-1aee6a = Lien vers le message

# That reaction gives no role any more.
text-that-reaction-gives-no-role-any-5acbef = Cette réaction ne donne plus de rôle.

# list
command-list = liste

# List the reactions that give roles
about-list-the-reactions-that-give-roles-0c2011 = Les réactions qui donnent des rôles

# **{ $row-id }** · { $row-channel-mention } · { $row-emoji } gives { $row-role-mention }
text-row-id-row-channel-mention-row-bb37ea = { "*" }*{ $row-id }** · { $row-channel-mention } · { $row-emoji } donne { $row-role-mention }

# No reaction gives a role yet.
text-no-reaction-gives-a-role-yet-7832d9 = Aucune réaction ne donne encore de rôle.

# Picked by reaction
text-picked-by-reaction-6f093c = Choisi par une réaction

# Reaction taken back
text-reaction-taken-back-e8b8d3 = Réaction retirée
