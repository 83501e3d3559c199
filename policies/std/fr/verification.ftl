### What std/verification says, in French. Each text stands above its translation.

# let verified members in
words-let-verified-members-in-f7af9a = laisser entrer les membres vérifiés

# verification
setting-verification = vérification

# Verification
words-verification-174ce2 = Vérification

# Members press a button to be let in
words-members-press-a-button-to-be-7c5995 = Les membres appuient sur un bouton pour entrer

# keeping automated accounts out
words-keeping-automated-accounts-out-7953e4 = tenir les comptes automatiques dehors

# role
setting-role = rôle

# The role that verified members get
about-the-role-that-verified-members-get-a38350 = Le rôle que reçoivent les membres vérifiés

# verification
name-verification = vérification

# That a member was verified
words-that-a-member-was-verified-ffef1f = Qu’un membre a été vérifié

# user
name-user = personne

# method
name-method = manière

# how it was done
words-how-it-was-done-24a137 = comment cela s’est fait

# at
name-at = moment

# when
words-when = quand

# nobody is let in unseen
words-nobody-is-let-in-unseen-cc29da = personne n’entre sans être vu

# verification
command-verification = vérification

# panel
command-panel = panneau

# Post the button that verifies members
about-post-the-button-that-verifies-members-8d77bd = Publier le bouton qui vérifie les membres

# No role for members is chosen yet: that is done with /config.
text-no-role-for-members-is-chosen-a9436b = Aucun rôle n’est encore choisi pour les membres : cela se fait avec /config.

# Press the button to be let in.
text-press-the-button-to-be-let-5f570f = Appuyez sur le bouton pour entrer.

# Verify
label-verify-65e346 = Vérifier

# I may not write in this channel.
text-i-may-not-write-in-this-80762d = Je ne peux pas écrire dans ce salon.

# Posted.
text-posted-586763 = C’est publié.

# Verification is not set up; tell the moderators.
text-verification-is-not-set-up-tell-2621c9 = La vérification n’est pas réglée ; dites-le aux modérateurs.

# Verified
text-verified-236257 = Membre vérifié

# You are verified, but I may not give you the role; tell the moderators.
text-you-are-verified-but-i-may-0343d7 = Vous êtes vérifié, mais je ne peux pas vous donner le rôle ; dites-le aux modérateurs.

# You are verified.
text-you-are-verified-b44f79 = Vous êtes vérifié.
