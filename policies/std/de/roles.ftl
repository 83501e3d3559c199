### What std/roles says, in German. Each text stands above its translation.

# know which roles members can give themselves
words-know-which-roles-members-can-give-56cfbc = wissen, welche Rollen Mitglieder sich selbst geben können

# roles
setting-roles = rollen

# Roles
words-roles-88b21e = Rollen

# Gives roles on joining, on being validated, and by buttons
words-gives-roles-on-joining-on-being-71a35d = Gibt Rollen beim Beitritt, bei der Freigabe und über Buttons

# letting members choose their roles
words-letting-members-choose-their-roles-507b35 = Mitglieder ihre Rollen wählen lassen

# auto
setting-auto = beitritt

# Role for everybody who joins
about-role-for-everybody-who-joins-acba14 = Rolle für alle, die beitreten

# validated
setting-validated = freigegeben

# Role for validated members
about-role-for-validated-members-014c60 = Rolle für freigegebene Mitglieder

# staff
setting-staff = team

# Roles and people who validate members
about-roles-and-people-who-validate-members-67e3de = Rollen und Personen, die Mitglieder freigeben

# offered
name-offered = angebotene Rolle

# A role that members can give themselves
words-a-role-that-members-can-give-3e070e = Eine Rolle, die Mitglieder sich selbst geben können

# role
name-role = Rolle

# the role
words-the-role-7d3b20 = die Rolle

# validate
command-validate = freigeben

# Validate a member
about-validate-a-member-a9890a = Ein Mitglied freigeben

# Validate
menu-validate-9b8e9d = Freigeben

# member
command-member = mitglied

# Who
about-who-561846 = Wer

# Only staff validate members. A server says who they are with /config.
text-only-staff-validate-members-a-server-05507d = Nur das Team gibt Mitglieder frei. Wer das ist, legt ein Server mit /config fest.

# No role for validated members is chosen yet: that is done with /config.
text-no-role-for-validated-members-is-3c18a5 = Für freigegebene Mitglieder ist noch keine Rolle gewählt: Das geht mit /config.

# Validated
text-validated-8c7070 = Freigegeben

# I may not give that role: it must stand below mine.
text-i-may-not-give-that-role-d2b061 = Ich darf diese Rolle nicht geben: Sie muss unter meiner stehen.

# { $member-mention } is validated.
text-member-mention-is-validated-bb18a4 = { $member-mention } ist freigegeben.

# role
command-role = rolle

# offer
command-offer = anbieten

# Post a button that gives a role
about-post-a-button-that-gives-a-4be986 = Einen Button posten, der eine Rolle gibt

# The role
about-the-role-ecf2de = Die Rolle

# label
command-label = beschriftung

# What stands on the button
about-what-stands-on-the-button-da6e72 = Was auf dem Button steht

# text
command-text = text

# What stands above it
about-what-stands-above-it-5c377c = Was darüber steht

# I may not post here.
text-i-may-not-post-here-ef7c40 = Ich darf hier nicht posten.

# Whoever presses it gets { $role-mention }, or gives it back. /role withdraw ends it.
text-whoever-presses-it-gets-role-mention-f085b2 = Wer ihn drückt, bekommt { $role-mention } oder gibt die Rolle zurück. /rolle zurückziehen beendet das.

# withdraw
command-withdraw = zurückziehen

# Stop offering a role
about-stop-offering-a-role-d91f89 = Eine Rolle nicht mehr anbieten

# { $role-mention } is not offered.
text-role-mention-is-not-offered-67574d = { $role-mention } wird nicht angeboten.

# Nobody can give themselves { $role-mention } any more.
text-nobody-can-give-themselves-role-mention-80982b = Niemand kann sich { $role-mention } noch selbst geben.

# pick
command-pick = wählen

# Give yourself a role that is offered, or give it back
about-give-yourself-a-role-that-is-4b3dc9 = Dir eine angebotene Rolle geben oder sie zurückgeben

# Given back
text-given-back-c62499 = Zurückgegeben

# I may not take that role; tell the moderators.
text-i-may-not-take-that-role-d0b081 = Ich darf diese Rolle nicht wegnehmen; sag es den Moderatoren.

# You gave { $role-mention } back.
text-you-gave-role-mention-back-37010f = Du hast { $role-mention } zurückgegeben.

# Picked
text-picked-34859b = Gewählt

# I may not give that role; tell the moderators.
text-i-may-not-give-that-role-85d48f = Ich darf diese Rolle nicht geben; sag es den Moderatoren.

# You have { $role-mention }.
text-you-have-role-mention-f06a80 = Du hast { $role-mention }.

# This role is not offered.
text-this-role-is-not-offered-e143f8 = Diese Rolle wird nicht angeboten.

# menu
command-menu = menü

# Post a list from which members choose a role
about-post-a-list-from-which-members-815817 = Eine Liste posten, aus der Mitglieder eine Rolle wählen

# first
command-first = erste

# A role
about-a-role-689482 = Eine Rolle

# first-label
command-first-label = erste-beschriftung

# What the first role is called there
about-what-the-first-role-is-called-5e5be5 = Wie die erste Rolle dort heißt

# second
command-second = zweite

# Another role
about-another-role-97a769 = Noch eine Rolle

# second-label
command-second-label = zweite-beschriftung

# What the second role is called there
about-what-the-second-role-is-called-e41fd0 = Wie die zweite Rolle dort heißt

# third
command-third = dritte

# A third role
about-a-third-role-b6c374 = Eine dritte Rolle

# third-label
command-third-label = dritte-beschriftung

# What the third role is called there
about-what-the-third-role-is-called-a641ae = Wie die dritte Rolle dort heißt

# Choose a role
label-choose-a-role-587991 = Eine Rolle wählen

# Another
text-another-164f47 = Noch eine

# A third
text-a-third-385a17 = Eine dritte

# Whoever chooses a role from the list gets it, or gives it back. /role withdraw ends that for a role.
text-whoever-chooses-a-role-from-the-8c01a7 = Wer eine Rolle aus der Liste wählt, bekommt sie oder gibt sie zurück. /rolle zurückziehen beendet das für eine Rolle.

# Auto-role
text-auto-role-1447d6 = Automatische Rolle
