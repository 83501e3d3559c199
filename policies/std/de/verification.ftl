### What std/verification says, in German. Each text stands above its translation.

# let verified members in
words-let-verified-members-in-f7af9a = verifizierte Mitglieder hereinlassen

# verification
setting-verification = verifizierung

# Verification
words-verification-174ce2 = Verifizierung

# Members press a button to be let in
words-members-press-a-button-to-be-7c5995 = Mitglieder drücken einen Knopf, um hereinzukommen

# keeping automated accounts out
words-keeping-automated-accounts-out-7953e4 = automatische Konten draußen halten

# role
setting-role = rolle

# The role that verified members get
about-the-role-that-verified-members-get-a38350 = Die Rolle, die verifizierte Mitglieder bekommen

# verification
name-verification = Verifizierung

# That a member was verified
words-that-a-member-was-verified-ffef1f = Dass ein Mitglied verifiziert wurde

# user
name-user = Person

# method
name-method = Weise

# how it was done
words-how-it-was-done-24a137 = wie es geschah

# at
name-at = Zeitpunkt

# when
words-when = wann

# nobody is let in unseen
words-nobody-is-let-in-unseen-cc29da = niemand kommt ungesehen herein

# verification
command-verification = verifizierung

# panel
command-panel = tafel

# Post the button that verifies members
about-post-the-button-that-verifies-members-8d77bd = Den Knopf posten, der Mitglieder verifiziert

# No role for members is chosen yet: that is done with /config.
text-no-role-for-members-is-chosen-a9436b = Noch ist keine Rolle für Mitglieder gewählt: Das geht mit /config.

# Press the button to be let in.
text-press-the-button-to-be-let-5f570f = Drück den Knopf, um hereinzukommen.

# Verify
label-verify-65e346 = Verifizieren

# I may not write in this channel.
text-i-may-not-write-in-this-80762d = Ich darf in diesem Kanal nicht schreiben.

# Posted.
text-posted-586763 = Gepostet.

# Verification is not set up; tell the moderators.
text-verification-is-not-set-up-tell-2621c9 = Die Verifizierung ist nicht eingerichtet; sag es der Moderation.

# Verified
text-verified-236257 = Verifiziert

# You are verified, but I may not give you the role; tell the moderators.
text-you-are-verified-but-i-may-0343d7 = Du bist verifiziert, aber ich darf dir die Rolle nicht geben; sag es der Moderation.

# You are verified.
text-you-are-verified-b44f79 = Du bist verifiziert.
