### What std/tickets says, in German. Each text stands above its translation.

# answer members' questions in private
words-answer-members-questions-in-private-237137 = Fragen von Mitgliedern unter vier Augen beantworten

# tickets
setting-tickets = tickets

# Tickets
words-tickets-44ea9f = Tickets

# Private channels for questions to the team
words-private-channels-for-questions-to-the-e969cb = Private Kanäle für Fragen an das Team

# answering questions
words-answering-questions-a625d3 = Fragen beantworten

# category
setting-category = kategorie

# The category of tickets
about-the-category-of-tickets-1803c1 = Die Kategorie der Tickets

# staff
setting-staff = team

# Roles and people who answer
about-roles-and-people-who-answer-3a4f7b = Rollen und Personen, die antworten

# log
setting-log = log

# Tell the log of tickets that are opened and closed
about-tell-the-log-of-tickets-that-497420 = Dem Log melden, wenn Tickets geöffnet und geschlossen werden

# ticket
name-ticket = Ticket

# A ticket; what is said in it stands in its channel
words-a-ticket-what-is-said-in-beec0a = Ein Ticket; was darin gesagt wird, steht in seinem Kanal

# channel
name-channel = Kanal

# opener
name-opener = Fragesteller

# who opened it
words-who-opened-it-4fdb8c = wer es geöffnet hat

# claimer
name-claimer = Bearbeiter

# who answers
words-who-answers-00c373 = wer antwortet

# closed
name-closed = Schließung

# when it was closed
words-when-it-was-closed-bc2c00 = wann es geschlossen wurde

# ticket
command-ticket = ticket

# open
command-open = öffnen

# Ask the team in a channel of your own
about-ask-the-team-in-a-channel-be637f = Das Team in einem eigenen Kanal fragen

# You have an open ticket. Close it first.
text-you-have-an-open-ticket-close-2b08ed = Du hast ein offenes Ticket. Schließe es zuerst.

# You have just opened one.
text-you-have-just-opened-one-cdae3b = Du hast gerade erst eines geöffnet.

# ticket
text-ticket = ticket

# Ticket
text-ticket-51240d = Ticket

# I may not make channels there; tell the moderators.
text-i-may-not-make-channels-there-cdd7bf = Ich darf dort keine Kanäle anlegen; sag es den Moderatoren.

# { $invoker-mention }, the team answers here.
text-invoker-mention-the-team-answers-here-f09a69 = { $invoker-mention }, das Team antwortet hier.

# Claim
label-claim-8ce83d = Übernehmen

# Close
label-close-86e924 = Schließen

# Your ticket: { $room-mention }
text-your-ticket-room-mention-86004b = Dein Ticket: { $room-mention }

# { $invoker-mention } opened a ticket
text-invoker-mention-opened-a-ticket-6fd01b = { $invoker-mention } hat ein Ticket geöffnet

# claim
command-claim = annehmen

# Say that you answer this ticket
about-say-that-you-answer-this-ticket-dd070d = Sagen, dass du dieses Ticket beantwortest

# Only staff claim tickets. A server says who they are with /config.
text-only-staff-claim-tickets-a-server-c5bdfa = Nur das Team übernimmt Tickets. Wer das ist, legt ein Server mit /config fest.

# This channel is no ticket.
text-this-channel-is-no-ticket-7eb3e9 = Dieser Kanal ist kein Ticket.

# { $invoker-mention } answers.
text-invoker-mention-answers-859d53 = { $invoker-mention } antwortet.

# close
command-close = schließen

# Close this ticket
about-close-this-ticket-dd3186 = Dieses Ticket schließen

# This is no ticket of yours.
text-this-is-no-ticket-of-yours-281136 = Das ist kein Ticket von dir.

# It is closed already.
text-it-is-closed-already-f75ace = Es ist schon geschlossen.

# { $invoker-mention } closed this ticket. Its channel goes when its time is over; /ticket reopen keeps it.
text-invoker-mention-closed-this-ticket-its-18c1b6 = { $invoker-mention } hat dieses Ticket geschlossen. Sein Kanal verschwindet, wenn seine Zeit um ist; /ticket wiederöffnen behält ihn.

# { $invoker-mention } closed a ticket
text-invoker-mention-closed-a-ticket-d9a8d2 = { $invoker-mention } hat ein Ticket geschlossen

# reopen
command-reopen = wiederöffnen

# Open this ticket again
about-open-this-ticket-again-2bc749 = Dieses Ticket wieder öffnen

# { $invoker-mention } opened this ticket again.
text-invoker-mention-opened-this-ticket-again-1120d6 = { $invoker-mention } hat dieses Ticket wieder geöffnet.

# panel
command-panel = tafel

# Post a button that opens tickets
about-post-a-button-that-opens-tickets-dc71db = Einen Button posten, der Tickets öffnet

# Ask the team in a channel that nobody else sees.
text-ask-the-team-in-a-channel-b10ec8 = Frag das Team in einem Kanal, den sonst niemand sieht.

# Open a ticket
label-open-a-ticket-7ee8a6 = Ticket öffnen

# I may not write in this channel.
text-i-may-not-write-in-this-80762d = Ich darf in diesem Kanal nicht schreiben.

# Posted.
text-posted-586763 = Gepostet.

# The ticket's time is over
text-the-ticket-s-time-is-over-cf1937 = Die Zeit des Tickets ist um
