### What the notice says for the words of the language.
###
### Deeds (`deed-…`: what a bot does, after the name of a feature), events (`event-…`: when something happens) and
### sources (`source-…`: what is read; `person-…`: what is read of somebody; `decides-…`: what a decision looks at).
###
### Sources are in the accusative, `decides-…` stand after a colon, and clauses have their verb last.

## Deeds

deed-delete-message = löscht Nachrichten
deed-purge = löscht mehrere Nachrichten auf einmal
deed-delete-channel = löscht Kanäle
deed-timeout = gibt Mitgliedern Timeouts
deed-end-timeout = beendet Timeouts
deed-kick = kickt Mitglieder
deed-ban = bannt Mitglieder
deed-unban = hebt Bans auf
deed-nick = gibt Mitgliedern andere Namen
deed-move = verschiebt Mitglieder zwischen Sprachkanälen
deed-add-role = gibt Rollen
deed-remove-role = nimmt Rollen weg

## What steps follow, and what is still to come (`journal-name`: "after …")

followed-send = Posten einer Nachricht
followed-log = Schreiben ins Log
followed-operators = Schreiben an die Operatoren
followed-dm = Senden einer Direktnachricht
followed-edit = Ändern einer Nachricht
followed-reply = Antworten
followed-add-role = Geben einer Rolle
followed-remove-role = Nehmen einer Rolle
followed-timeout = Verhängen eines Timeouts
followed-end-timeout = Beenden eines Timeouts
followed-kick = Kicken eines Mitglieds
followed-ban = Bannen
followed-unban = Aufheben eines Banns
followed-nick = Umbenennen eines Mitglieds
followed-delete-channel = Löschen eines Kanals
followed-delete-message = Löschen einer Nachricht
followed-react = Reagieren auf eine Nachricht
followed-create-thread = Öffnen eines Threads
followed-create-channel = Anlegen eines Kanals
followed-create-voice = Anlegen eines Sprachkanals
followed-move = Verschieben eines Mitglieds
followed-purge = Löschen von Nachrichten

## What Discord refused (`could-not-…`: "the bot could not …")

could-not-delete-message = eine Nachricht nicht löschen
could-not-purge = keine Nachrichten löschen
could-not-delete-channel = einen Kanal nicht löschen
could-not-timeout = einem Mitglied keinen Timeout geben
could-not-end-timeout = einen Timeout nicht beenden
could-not-kick = ein Mitglied nicht kicken
could-not-ban = jemanden nicht bannen
could-not-unban = einen Ban nicht aufheben
could-not-nick = einem Mitglied keinen anderen Namen geben
could-not-add-role = eine Rolle nicht geben
could-not-remove-role = eine Rolle nicht wegnehmen
could-not-react = auf eine Nachricht nicht reagieren
could-not-create-thread = einen Thread nicht öffnen
could-not-create-channel = einen Kanal nicht anlegen
could-not-create-voice = einen Sprachkanal nicht anlegen
could-not-move = jemanden nicht in einen anderen Sprachkanal verschieben

## What cannot be done (`cannot-…`: "nobody can …"; `spares-…`: "Discord lets nobody …"; `too-long-…`: a sentence)

cannot-timeout = dieser Person einen Timeout geben
cannot-end-timeout = einen Timeout dieser Person beenden
cannot-kick = diese Person kicken
cannot-ban = diese Person bannen
cannot-nick = dieser Person einen anderen Namen geben
spares-timeout = Administratoren einen Timeout geben
too-long-ban = Discord löscht, was jemand in höchstens den letzten 7 Tagen geschrieben hat.
too-long-purge = Discord löscht höchstens 100 Nachrichten auf einmal.
too-long-timeout = Discord erlaubt Timeouts von höchstens 28 Tagen.

## What the bot asks Discord for (`need-…` completes "to …")

need-servers = seine Server mit ihren Kanälen und Rollen zu kennen
need-member-left = Gespeichertes über ausgetretene Mitglieder zu löschen
need-read-content = den Text von Nachrichten zu lesen
need-see-attached = Anhänge von Nachrichten zu sehen
need-see-messages = neue Nachrichten zu bemerken
need-see-typed = als Befehl getippte Nachrichten zu sehen
need-read-typed = zu prüfen, ob eine Nachricht wie einer seiner Befehle beginnt
need-see-deletions = gelöschte Nachrichten zu bemerken
need-see-reactions = Reaktionen zu sehen
need-see-presence = Wechsel zwischen online und offline zu sehen
need-see-voice = die Mitglieder in Sprachkanälen zu sehen
need-see-members = Beitritte und Austritte zu sehen
need-see-channels = die Kanäle für seine Nachrichten zu sehen
need-post = Nachrichten zu posten
need-attach = Dateien zu posten
need-speak = über einen eigenen Webhook im Kanal unter anderen Namen zu posten
need-see-edited = die von ihm geänderten eigenen Nachrichten zu sehen
need-cards = Karten zu zeigen
need-roles = Rollen zu geben und zu nehmen
need-time-out = Mitgliedern Timeouts zu geben
need-kick = Mitglieder zu kicken
need-ban = Mitglieder zu bannen
need-unban = Bans aufzuheben
need-nick = Mitgliedern andere Namen zu geben
need-see-made = die von ihm angelegten Kanäle zu sehen
need-let-write = Leute in den für sie angelegten Kanälen schreiben zu lassen
need-let-read = Leute in den für sie angelegten Kanälen lesen zu lassen
need-let-connect = Leute in die für sie angelegten Sprachkanäle zu lassen
need-make-channels = Kanäle anzulegen
need-find-made = einen vor einer Unterbrechung angelegten Kanal wiederzufinden
need-see-moved-to = die Zielkanäle beim Verschieben von Mitgliedern zu sehen
need-move-to = Mitglieder in Sprachkanäle zu verschieben
need-move = Mitglieder zu verschieben
need-see-removed-channels = die von ihm gelöschten Kanäle zu sehen
need-remove-channels = Kanäle zu löschen
need-see-deleted = die von ihm gelöschten Nachrichten zu sehen
need-find-deleted = die von ihm gelöschten Nachrichten zu finden
need-delete = Nachrichten zu löschen
need-see-reacted = die Nachrichten für seine Reaktionen zu sehen
need-react = auf Nachrichten zu reagieren
need-react-older = auf ältere Nachrichten zu reagieren
need-see-threaded = die Nachrichten für seine Threads zu sehen
need-open-thread = Threads zu öffnen
need-open-thread-older = Threads zu älteren Nachrichten zu öffnen
need-write-in-thread = in den von ihm geöffneten Threads zu schreiben

## Events

event-message = wenn du eine Nachricht schreibst
event-message-edit = wenn du eine Nachricht änderst
event-message-delete = wenn eine Nachricht gelöscht wird
event-reaction-add = wenn du eine Reaktion hinzufügst
event-reaction-remove = wenn du eine Reaktion zurücknimmst
event-member-join = wenn du dem Server beitrittst
event-member-leave = wenn du den Server verlässt
event-command = wenn du einen Befehl benutzt hast
event-failure = wenn etwas nicht geklappt hat
event-configured = wenn du die Einstellungen des Servers änderst
event-voice = wenn du in einen Sprachkanal kommst oder einen verlässt
event-presence = wenn du online kommst oder gehst
event-server-join = wenn der Bot zu einem Server hinzugefügt wird
event-member-update = wenn sich deine Rollen, dein Name oder ein Timeout von dir ändern
event-boot = wenn der Bot gestartet wird
event-button = wenn du einen Button des Bots drückst
event-ended = wenn die Zeit von etwas Gespeichertem um ist

## Sources

source-message-content = den Text deiner Nachrichten
source-message-id = die ID einer Nachricht
source-message-link = den Link zu deiner Nachricht
source-message-mention-count = wie viele Personen eine Nachricht erwähnt
source-message-attachments = die Dateien deiner Nachrichten
source-message-attachment-kinds = welche Arten von Dateien eine Nachricht hat
source-message-attachment-count = wie viele Dateien eine Nachricht hat
source-presence-status = ob du online bist
source-voice-to = den von dir betretenen Sprachkanal
source-voice-from = den von dir verlassenen Sprachkanal
source-reaction-emoji = das Emoji deiner Reaktion
source-command-path = welchen Befehl du benutzt
source-command-hidden = ob du einen versteckten Befehl gefunden hast
source-failure-input = deine missglückte Eingabe
source-change-settings = die Namen der von dir geänderten Einstellungen
source-guild-id = die ID des Servers
source-guild-name = den Namen des Servers
source-guild-member-count = wie viele Mitglieder der Server hat
source-channel-id = die ID des Kanals

person-id = deine ID
    .number = singular
person-name = deinen Benutzernamen
    .number = singular
person-display-name = deinen Anzeigenamen
    .number = singular
person-bot = ob du ein Bot bist
    .number = singular
person-roles = deine Rollen
    .number = plural
person-permissions = deine Berechtigungen
    .number = plural
person-joined-at = wann du dem Server beigetreten bist
    .number = singular
person-has-avatar = ob dein Konto ein Bild hat
    .number = singular
person-last-roles = deine Rollen vor dem Verlassen des Servers oder vor einer Änderung
    .number = plural
person-created-at = wann dein Konto angelegt wurde
    .number = singular
person-avatar = dein Bild
    .number = singular

decides-message-content = was in Nachrichten steht
decides-message-mention-count = wie viele Personen eine Nachricht erwähnt
decides-message-attachments = die Dateien einer Nachricht
decides-message-attachment-kinds = welche Arten von Dateien eine Nachricht hat
decides-message-attachment-count = wie viele Dateien eine Nachricht hat
decides-message-link = der Link zur Nachricht
decides-message-id = welche Nachricht es ist
decides-presence-status = ob du online bist
decides-voice-to = wer in einem Sprachkanal ist
decides-voice-from = in welchem Sprachkanal du warst
decides-reaction-emoji = das Emoji
decides-id = wer du bist
decides-name = dein Benutzername
decides-display-name = dein Anzeigename
decides-bot = ob du ein Bot bist
decides-avatar = dein Bild
decides-joined-at = wann du beigetreten bist
decides-created-at = wie alt dein Konto ist
decides-has-avatar = ob dein Konto ein Bild hat
decides-last-roles = welche Rollen du vor dem Verlassen oder vor einer Änderung hattest
decides-roles = deine Rollen
decides-permissions = was du darfst
decides-now = die Zeit
decides-limit = wie oft du dasselbe in letzter Zeit getan hast
decides-settings = wie der Server es eingestellt hat
decides-command-path = welchen Befehl du benutzt
decides-command-hidden = ob du einen versteckten Befehl gefunden hast
decides-failure-input = was dort geschrieben wurde, wo etwas nicht geklappt hat
decides-change-settings = welche Einstellungen geändert werden
decides-guild-id = der Server
decides-guild-name = der Name des Servers
decides-guild-member-count = wie viele Mitglieder der Server hat
decides-channel-id = der Kanal
