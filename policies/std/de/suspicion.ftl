### What std/suspicion says, in German. Each text stands above its translation.

# point out accounts that look made for trouble
words-point-out-accounts-that-look-made-fd7b6b = auf Konten hinweisen, die nach Ärger aussehen

# suspicion
setting-suspicion = verdacht

# Suspicion
words-suspicion-5f4e9c = Verdacht

# Points out accounts that look made for trouble
words-points-out-accounts-that-look-made-a6027a = Weist auf Konten hin, die nach Ärger aussehen

# keeping communities safe
words-keeping-communities-safe-3c37c1 = die Sicherheit der Server

# new-account
setting-new-account = neues-konto

# How young a new account is
about-how-young-a-new-account-is-d6b5f5 = Bis wann ein Konto neu ist

# names
setting-names = namen

# Words in a name that count, separated by commas; * stands for any letters
about-words-in-a-name-that-count-f6224e = Wörter in einem Namen, die zählen, durch Kommas getrennt; * steht für beliebige Buchstaben

# known-names
setting-known-names = bekannte-namen

# Names that nobody else should seem to have, such as those of the team, separated by commas
about-names-that-nobody-else-should-seem-11a0f7 = Namen, die niemand sonst zu haben scheinen soll, etwa die des Teams, durch Kommas getrennt

# flag-at
setting-flag-at = schwelle

# From how many points on somebody is pointed out
about-from-how-many-points-on-somebody-6fe2a2 = Ab wie vielen Punkten auf jemanden hingewiesen wird

# suspect
name-suspect = Verdacht

# Somebody who was pointed out
words-somebody-who-was-pointed-out-05e474 = Jemand, auf den hingewiesen wurde

# user
name-user = Person

# who
words-who = wer

# points
name-points = Punkte

# how many points
words-how-many-points-f58ab3 = wie viele Punkte

# reasons
name-reasons = Gründe

# what for
words-what-for-a12694 = wofür

# at
name-at = Zeitpunkt

# when
words-when = wann

# note
name-note = Notiz

# what a moderator noted
words-what-a-moderator-noted-829847 = was die Moderation notiert hat

# moderator
name-moderator = Moderator

# who noted or looked at it
words-who-noted-or-looked-at-it-d73cb5 = wer es notiert oder angesehen hat

# cleared
name-cleared = entlastet

# whether a moderator saw no cause
words-whether-a-moderator-saw-no-cause-be850c = ob die Moderation keinen Anlass sah

# who means trouble would object
words-who-means-trouble-would-object-dd2838 = wer Ärger machen will, würde widersprechen

# suspects
command-suspects = verdächtige

# Show who was pointed out
about-show-who-was-pointed-out-4fe9bc = Zeigen, auf wen hingewiesen wurde

# { $row-user-mention } · { $row-points } points: { $row-reasons } · { $relative-row-at }{ $if-row-note-is-none-then-else }{ $row-note }
text-row-user-mention-row-points-points-3a6ca3 = { $row-user-mention } · { $row-points } Punkte: { $row-reasons } · { $relative-row-at }{ $if-row-note-is-none-then-else }{ $row-note }

# Nobody is pointed out.
text-nobody-is-pointed-out-e14656 = Auf niemanden wird hingewiesen.

# suspect
command-suspect = verdacht

# why
command-why = warum

# Show what was counted about yourself
about-show-what-was-counted-about-yourself-ec7531 = Zeigen, was über dich gezählt wurde

# You have { $row-points } points: { $row-reasons }.{ $if-row-cleared-then-A-moderator-saw-no-c }
text-you-have-row-points-points-row-4b77f8 = Du hast { $row-points } Punkte: { $row-reasons }.{ $if-row-cleared-then-A-moderator-saw-no-c }

#  A moderator saw no cause.
text-a-moderator-saw-no-cause-d4f530 = { " " }Die Moderation sah keinen Anlass.

# Nothing was counted about you.
text-nothing-was-counted-about-you-95c3ed = Über dich wurde nichts gezählt.

# note
command-note = notiz

# Note something about somebody who was pointed out
about-note-something-about-somebody-who-was-59120f = Etwas über jemanden notieren, auf den hingewiesen wurde

# member
command-member = mitglied

# About whom
about-about-whom-2414ea = Über wen

# What; the member can read it with /privacy data
about-what-the-member-can-read-it-85909e = Was; das Mitglied kann es mit /privacy data lesen

# { $member-mention } was not pointed out.
text-member-mention-was-not-pointed-out-3e9bd4 = Auf { $member-mention } wurde nicht hingewiesen.

# Noted.
text-noted-ce152f = Notiert.

# clear
command-clear = entlasten

# Say that there is no cause, also for the next time
about-say-that-there-is-no-cause-936538 = Sagen, dass es keinen Anlass gibt, auch beim nächsten Mal

# Whom
about-whom-461657 = Wen

# { $member-mention } is not pointed out again, as long as that is kept.
text-member-mention-is-not-pointed-out-d7d105 = Auf { $member-mention } wird nicht mehr hingewiesen, solange das aufbewahrt wird.

# { $invoker-mention } sees no cause in { $member-mention }
text-invoker-mention-sees-no-cause-in-5c547a = { $invoker-mention } sieht bei { $member-mention } keinen Anlass

# a new account
words-a-new-account-29a9f9 = ein neues Konto

# no picture of their own
words-no-picture-of-their-own-14a6b1 = kein eigenes Bild

# a word in the name
words-a-word-in-the-name-6191df = ein Wort im Namen

# a name that looks like a known one
words-a-name-that-looks-like-a-1c83b8 = ein Name, der einem bekannten gleicht

# an address in the name
words-an-address-in-the-name-098bf6 = eine Adresse im Namen

# others like it in this hour
words-others-like-it-in-this-hour-4b1ba3 = andere wie er in dieser Stunde

# { $member-mention } has { $trouble } points: { $trouble-reasons }. Pointed out by rule; a moderator decides.
text-member-mention-has-trouble-points-c43171 = { $member-mention } hat { $trouble } Punkte: { $trouble-reasons }. Der Hinweis kommt von einer Regel; die Moderation entscheidet.
