### What std/reaction-roles says, in German. Each text stands above its translation.

# give out the roles that members pick
words-give-out-the-roles-that-members-61f129 = die Rollen geben, die Mitglieder wählen

# reaction-roles
setting-reaction-roles = reaktionsrollen

# Reaction roles
words-reaction-roles-840590 = Reaktionsrollen

# Members pick roles by reacting
words-members-pick-roles-by-reacting-5fc026 = Mitglieder wählen Rollen durch eine Reaktion

# letting members choose their roles
words-letting-members-choose-their-roles-507b35 = Mitglieder ihre Rollen wählen lassen

# reaction-role
name-reaction-role = Reaktionsrolle

# Which reaction gives which role
words-which-reaction-gives-which-role-4e1e66 = Welche Reaktion welche Rolle gibt

# id
name-id = Nummer

# channel
name-channel = Kanal

# the channel
words-the-channel-015e51 = der Kanal

# message
name-message = Nachricht

# the message
words-the-message-239266 = die Nachricht

# emoji
name-emoji = Emoji

# the emoji
words-the-emoji-d42b66 = das Emoji

# role
name-role = Rolle

# the role
words-the-role-7d3b20 = die Rolle

# reactionrole
command-reactionrole = reaktionsrolle

# add
command-add = hinzufügen

# Give a role for a reaction
about-give-a-role-for-a-reaction-ead313 = Für eine Reaktion eine Rolle geben

# message
command-message = nachricht

# Link to the message (right click, copy message link)
about-link-to-the-message-right-click-f1e3c3 = Link zur Nachricht (Rechtsklick, Nachrichtenlink kopieren)

# emoji
command-emoji = emoji

# The reaction
about-the-reaction-49e4a5 = Die Reaktion

# role
command-role = rolle

# The role it gives
about-the-role-it-gives-a617b1 = Die Rolle, die es gibt

# Saved, but I could not add the reaction: I need Add Reactions and Read Message History there.
text-saved-but-i-could-not-add-e74b6b = Gespeichert, aber ich konnte die Reaktion nicht hinzufügen: Dort brauche ich Reaktionen hinzufügen und Nachrichtenverlauf anzeigen.

# Whoever reacts with { $emoji } gets { $role-mention }.
text-whoever-reacts-with-emoji-gets-role-7e44b7 = Wer mit { $emoji } reagiert, bekommt { $role-mention }.

# remove
command-remove = entfernen

# Stop giving a role for a reaction
about-stop-giving-a-role-for-a-a91c99 = Für eine Reaktion keine Rolle mehr geben

# Link to the message
about-link-to-the-message-1aee6a = Link zur Nachricht

# That reaction gives no role any more.
text-that-reaction-gives-no-role-any-5acbef = Diese Reaktion gibt keine Rolle mehr.

# list
command-list = liste

# List the reactions that give roles
about-list-the-reactions-that-give-roles-0c2011 = Die Reaktionen, die Rollen geben

# **{ $row-id }** · { $row-channel-mention } · { $row-emoji } gives { $row-role-mention }
text-row-id-row-channel-mention-row-bb37ea = { "*" }*{ $row-id }** · { $row-channel-mention } · { $row-emoji } gibt { $row-role-mention }

# No reaction gives a role yet.
text-no-reaction-gives-a-role-yet-7832d9 = Noch gibt keine Reaktion eine Rolle.

# Picked by reaction
text-picked-by-reaction-6f093c = Durch eine Reaktion gewählt

# Reaction taken back
text-reaction-taken-back-e8b8d3 = Reaktion zurückgenommen
