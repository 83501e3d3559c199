### What std/proxying says, in German. Each text stands above its translation.

# let members speak as members of their system
words-let-members-speak-as-members-of-d25f4e = Leute als Mitglieder ihres Systems sprechen lassen

# anybody can ask who sent a proxied message, and who chose so goes on speaking as whom they spoke last
words-anybody-can-ask-who-sent-a-812ec5 = jeder kann fragen, wer eine weitergegebene Nachricht schickte, und wer es so wählte, spricht weiter wie zuletzt

# as whom somebody spoke last is known by the member's number
words-as-whom-somebody-spoke-last-is-230be3 = als wer jemand zuletzt sprach, weiß man über die Nummer des Mitglieds

# what is written between tags is posted again under the member's name
words-what-is-written-between-tags-is-541182 = was zwischen Tags steht, wird unter dem Namen des Mitglieds neu gepostet

# proxying
setting-proxying = proxying

# Proxying
words-proxying-ed7cea = Proxying

# Speak as a member of your system
words-speak-as-a-member-of-your-ee5d9d = Sprich als Mitglied deines Systems

# letting people speak as who they are
words-letting-people-speak-as-who-they-072c4c = Leute als die sprechen lassen, die sie sind

# use
setting-use = nutzung

# Who may speak as others
about-who-may-speak-as-others-8ddf84 = Wer als andere sprechen darf

# mark
setting-mark = kennzeichen

# Append [proxied]
about-append-proxied-f3e9f5 = { "[" }proxied] anhängen

# off-channels
setting-off-channels = ausgenommene-kanäle

# Channels in which nobody speaks as others
about-channels-in-which-nobody-speaks-as-5c704f = Kanäle, in denen niemand als andere spricht

# blocked-words
setting-blocked-words = verbotene-wörter

# Words that are not passed on, separated by commas; * stands for any letters
about-words-that-are-not-passed-on-5fce87 = Wörter, die nicht weitergehen, durch Kommas getrennt; * steht für beliebige Buchstaben

# block-invites
setting-block-invites = einladungen-sperren

# Pass no invitations on
about-pass-no-invitations-on-bdea23 = Keine Einladungen weitergeben

# alter
name-alter = Systemmitglied

# A member of a system
words-a-member-of-a-system-cda5a2 = Ein Mitglied eines Systems

# id
name-id = Nummer

# owner
name-owner = Besitzer

# whose
words-whose = wessen

# name
name-name = Name

# the name
words-the-name-3bfcff = der Name

# display
name-display = Anzeigename

# the name that is shown
words-the-name-that-is-shown-42ca71 = der Name, der gezeigt wird

# before
name-before = davor

# the tag before
words-the-tag-before-2135e7 = das Tag davor

# after
name-after = danach

# the tag after
words-the-tag-after-afe497 = das Tag danach

# length
name-length = Länge

# how long the tags are
words-how-long-the-tags-are-0da58b = wie lang die Tags sind

# avatar
name-avatar = Bild

# the picture's address
words-the-picture-s-address-f0b5be = die Adresse des Bildes

# group
name-group = Gruppe

# the group
words-the-group-9bf7a7 = die Gruppe

# It lasts until you delete it
words-it-lasts-until-you-delete-it-b29391 = Es bleibt, bis du es löschst

# circle
name-circle = Kreis

# A group of members of a system
words-a-group-of-members-of-a-97e07a = Eine Gruppe von Mitgliedern eines Systems

# latch
name-latch = letzte Stimme

# As whom somebody speaks without tags
words-as-whom-somebody-speaks-without-tags-d0840c = Als wer jemand ohne Tags spricht

# user
name-user = Person

# mode
name-mode = Modus

# off, latch or member
words-off-latch-or-member-0c1227 = off, latch oder member

# the member's number
words-the-member-s-number-b23855 = die Nummer des Mitglieds

# at
name-at = Zeitpunkt

# when they spoke last
words-when-they-spoke-last-0dbc29 = wann zuletzt gesprochen wurde

# spoken
name-spoken = weitergegebene Nachricht

# Who sent a proxied message
words-who-sent-a-proxied-message-181157 = Wer eine weitergegebene Nachricht schickte

# message
name-message = Nachricht

# the message
words-the-message-239266 = die Nachricht

# channel
name-channel = Kanal

# where
words-where = wo

# who wrote it
words-who-wrote-it-291a61 = wer es geschrieben hat

# when
words-when = wann

# until
name-until = bis

# how long it is known
words-how-long-it-is-known-d541a1 = wie lange man es weiß

# a message would stand there of which nobody could say who sent it
words-a-message-would-stand-there-of-e513a1 = dort stünde eine Nachricht, von der niemand sagen könnte, wer sie schickte

# proxy
command-proxy = proxy

# add
command-add = hinzufügen

# Add a member of your system
about-add-a-member-of-your-system-0beb07 = Ein Mitglied deines Systems hinzufügen

# name
command-name = name

# The name
about-the-name-8642d2 = Der Name

# prefix
command-prefix = präfix

# What stands before their words
about-what-stands-before-their-words-9264d2 = Was vor seinen Worten steht

# suffix
command-suffix = suffix

# What stands after their words
about-what-stands-after-their-words-085e65 = Was nach seinen Worten steht

# avatar
command-avatar = avatar

# The picture's address
about-the-picture-s-address-e1d10c = Die Adresse des Bildes

# Give a tag before or after: it tells who speaks.
text-give-a-tag-before-or-after-732fd3 = Gib ein Tag davor oder danach an: Es sagt, wer spricht.

# Your system has 500 members; more have no room.
text-your-system-has-500-members-more-b8749c = Dein System hat 500 Mitglieder; für mehr ist kein Platz.

# You have a member of that name.
text-you-have-a-member-of-that-ed6ae0 = Du hast ein Mitglied dieses Namens.

# { $name } can speak: { $prefix }text{ $suffix }
text-name-can-speak-prefix-text-suffix-d32616 = { $name } kann sprechen: { $prefix }Text{ $suffix }

# change
command-change = ändern

# Change a member of your system
about-change-a-member-of-your-system-b46686 = Ein Mitglied deines Systems ändern

# Whom
about-whom-461657 = Wen

# display
command-display = anzeige

# The name that is shown
about-the-name-that-is-shown-455d3b = Der Name, der gezeigt wird

# group
command-group = gruppe

# One of your groups
about-one-of-your-groups-a04290 = Eine deiner Gruppen

# You have no group of that name: /group add
text-you-have-no-group-of-that-0e3c5f = Du hast keine Gruppe dieses Namens: /gruppe hinzufügen

# { $name } is changed.
text-name-is-changed-5b47b9 = { $name } ist geändert.

# You have no member of that name.
text-you-have-no-member-of-that-f0116b = Du hast kein Mitglied dieses Namens.

# remove
command-remove = entfernen

# Delete a member of your system
about-delete-a-member-of-your-system-3446c3 = Ein Mitglied deines Systems löschen

# { $name } is gone.
text-name-is-gone-cac354 = { $name } ist weg.

# list
command-list = liste

# Show the members of your system
about-show-the-members-of-your-system-c3ee0f = Die Mitglieder deines Systems zeigen

# **{ $row-name }** · { $row-before }text{ $row-after }{ $if-row-group-is-none-then-else }{ $row-group }
text-row-name-row-before-text-row-648631 = { "*" }*{ $row-name }** · { $row-before }Text{ $row-after }{ $if-row-group-is-none-then-else }{ $row-group }

# You have no members: /proxy add
text-you-have-no-members-proxy-add-d7baec = Du hast keine Mitglieder: /proxy hinzufügen

# auto
command-auto = auto

# Speak as a member without tags, in this server
about-speak-as-a-member-without-tags-78c361 = Ohne Tags als ein Mitglied sprechen, in diesem Server

# mode
command-mode = modus

# latch: as whom you spoke last; member: as one whom you name
about-latch-as-whom-you-spoke-last-d8b62a = latch: als wer du zuletzt sprachst; member: als einer, den du nennst

# off
choice-off = aus

# latch
choice-latch = zuletzt

# member
choice-member = ein Mitglied

# As whom
about-as-whom-8ec27b = Als wer

# You speak as { $row-name } here. A message that begins with \ is left alone.
text-you-speak-as-row-name-here-87c027 = Du sprichst hier als { $row-name }. Eine Nachricht, die mit \ beginnt, bleibt, wie sie ist.

# You speak as yourself without tags.
text-you-speak-as-yourself-without-tags-dba177 = Ohne Tags sprichst du als du selbst.

# You go on speaking as whom you spoke last.
text-you-go-on-speaking-as-whom-43728b = Du sprichst weiter als der, als der du zuletzt sprachst.

# Add a group
about-add-a-group-d2cf10 = Eine Gruppe hinzufügen

# You have 250 groups; more have no room.
text-you-have-250-groups-more-have-0e2980 = Du hast 250 Gruppen; für mehr ist kein Platz.

# You have a group of that name.
text-you-have-a-group-of-that-995ef5 = Du hast eine Gruppe dieses Namens.

# Added: { $name }
text-added-name-c3331b = Hinzugefügt: { $name }

# Delete a group; its members stay
about-delete-a-group-its-members-stay-00402b = Eine Gruppe löschen; ihre Mitglieder bleiben

# You have no group of that name.
text-you-have-no-group-of-that-f91f26 = Du hast keine Gruppe dieses Namens.

# Deleted: { $name }
text-deleted-name-e6695c = Gelöscht: { $name }

# Show your groups
about-show-your-groups-be049d = Deine Gruppen zeigen

# You have no groups.
text-you-have-no-groups-846ec2 = Du hast keine Gruppen.

# who
command-who = wer

# Who sent a proxied message
about-who-sent-a-proxied-message-181157 = Wer eine weitergegebene Nachricht schickte

# Who sent this?
menu-who-sent-this-a4686a = Wer hat das geschickt?

# message
command-message = nachricht

# Link to the message
about-link-to-the-message-1aee6a = Link zur Nachricht

# I do not know.
text-i-do-not-know-83d41a = Ich weiß es nicht.

# edit
command-edit = bearbeiten

# Change what you said as a member of your system
about-change-what-you-said-as-a-7b03c7 = Ändern, was du als Mitglied deines Systems sagtest

# Edit
menu-edit-fbdb13 = Bearbeiten

# text
command-text = text

# What stands there from now on
about-what-stands-there-from-now-on-9c03b0 = Was von nun an dort steht

# That is no proxied message of yours, or too old.
text-that-is-no-proxied-message-of-fceaea = Das ist keine weitergegebene Nachricht von dir, oder sie ist zu alt.

#  [proxied]
text-proxied-be3a07 = { " " }[proxied]

# I may not change it.
text-i-may-not-change-it-5ebc47 = Ich darf es nicht ändern.

# Changed.
text-changed-8643ea = Geändert.

# Proxied
text-proxied-10c4dd = Weitergegeben

# Taken back by its author
text-taken-back-by-its-author-8a1a5c = Vom Autor zurückgenommen
