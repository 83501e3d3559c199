### Words and the way they are joined: lists, lengths of time, and sets of words that code names by their set and a word
### of the field (`category` and `user-content`). A word whose grammar matters says so in an attribute.

## People and things

# Instead of the mention of a person who was erased, in a text that stays.
somebody = jemand

## Lists and lengths of time

list-more = { $start }, { $end }
list-and = { $start } und { $end }
list-or = { $start } oder { $end }
time = { DURATION($length) }
unit-day =
    { $n } { $n ->
        [one] Tag
       *[other] Tage
    }
unit-hour =
    { $n } { $n ->
        [one] Stunde
       *[other] Stunden
    }
unit-minute =
    { $n } { $n ->
        [one] Minute
       *[other] Minuten
    }
unit-second =
    { $n } { $n ->
        [one] Sekunde
       *[other] Sekunden
    }

yes = ja
no = nein
quoted = „{ $text }“
attachment = Anhang { $number }
# What there was no room for.
rest = … und { $n } weitere
# Behind a text that ends in “…”.
cut-off = und { $n } weitere Zeichen
setting-unset = nicht gesetzt
who-everyone = alle
who-nobody = niemand
who-but = { $allowed }, aber nicht { $denied }
who-denied = { $allowed }, und nicht { $denied }

## How far a sentence can be believed

standing-proved = bewiesen
standing-enforced = durchgesetzt
standing-stated = angegeben
means-proved =
    Der Compiler zeigt es anhand der Richtlinie. Aus einer Richtlinie, die dagegen verstößt, entsteht kein Bot.
means-enforced = Der laufende Bot tut es von selbst, nach denselben Zeilen.
means-stated =
    Das Wort des Betreibers. Wo Server stehen, wer an die Rechner herankommt, was das Gesetz verlangen kann: Das kann
    kein Programm beweisen.
believe-proved = der Compiler zeigt es,
believe-enforced = der Bot tut es von selbst,
believe-stated = das Wort des Betreibers.

## Data

category-identifier = IDs von Personen
category-profile = Namen und Rollen
category-activity = was Leute wann getan haben
category-moderation = was Moderatoren entschieden haben
category-user-content = was Leute schreiben
category-preference = was Leute bei Befehlen auswählen
category-configuration = die Konfiguration eines Servers
category-credential = Zugangstoken
category-contact = E-Mail-Adressen und Ähnliches
category-technical = IP-Adressen und Geräte

origin-subject = du gibst es an
origin-third-party = jemand anderes gibt es an
origin-observed = der Bot sieht es geschehen
origin-derived = der Bot errechnet es

basis-consent = deine Einwilligung (Artikel 6 Absatz 1 Buchstabe a DSGVO)
basis-contract = ein Vertrag mit dir (Artikel 6 Absatz 1 Buchstabe b DSGVO)
basis-legal-obligation = eine rechtliche Verpflichtung (Artikel 6 Absatz 1 Buchstabe c DSGVO)
basis-vital-interests = der Schutz lebenswichtiger Interessen (Artikel 6 Absatz 1 Buchstabe d DSGVO)
basis-public-task = eine Aufgabe im öffentlichen Interesse (Artikel 6 Absatz 1 Buchstabe e DSGVO)
basis-legitimate-interest = ein berechtigtes Interesse (Artikel 6 Absatz 1 Buchstabe f DSGVO)

# Where something goes: "kann … gelangen".
sink-storage = in die gespeicherten Daten
sink-mod-log = ins Mod-Log oder Audit-Log des Servers
sink-channel = in einen Kanal des Servers
sink-acts = in Maßnahmen gegenüber Mitgliedern
sink-dm = in eine Direktnachricht
sink-reply = in die Antwort des Bots
sink-processor = an einen Auftragsverarbeiter
sink-diagnostics = in Diagnosedaten
sink-metrics = in Messwerte

audience-channel = wer den Kanal liest
audience-reply = wer den Kanal liest
audience-answer = wer die Antwort bekommt
audience-names = alle auf dem Server, als Namen von Befehlen
audience-mod-log = wer das Mod-Log liest
audience-operators = das Betreiberteam des Bots
audience-audit-log = wer das Audit-Log des Servers liest
audience-acts = wer sieht, was mit Mitgliedern geschieht
audience-dm = wer die Nachricht bekommt
audience-service = ein Dienst, den der Bot fragt

## Discord

intent-guilds = Server
intent-guild-moderation = Servermoderation
intent-guild-messages = Servernachrichten
intent-guild-message-reactions = Reaktionen auf Servernachrichten
intent-guild-voice-states = Sprachstatus auf Servern
intent-direct-messages = Direktnachrichten
intent-guild-members = Servermitglieder
intent-guild-presences = Präsenz
intent-message-content = Nachrichteninhalt

# What the intent tells the bot.
told-guilds = welche Kanäle und Rollen ein Server hat
told-guild-members = wer beitritt und wer austritt (Servermitglieder)
told-guild-moderation = was moderiert wird
told-guild-presences = wer online ist (Präsenz)
told-guild-messages = wann eine Nachricht geschrieben wird
told-guild-message-reactions = wann jemand reagiert
told-guild-voice-states = wer in welchem Sprachkanal ist
told-direct-messages = wann ihm jemand direkt schreibt
told-message-content = was in Nachrichten steht (Nachrichteninhalt)

# In quotation marks, since some read like people: „Mitglieder im Timeout“.
permission-create-instant-invite = „Einladung erstellen“
permission-kick-members = „Mitglieder kicken“
permission-ban-members = „Mitglieder bannen“
permission-administrator = „Administrator“
permission-manage-channels = „Kanäle verwalten“
permission-manage-guild = „Server verwalten“
permission-add-reactions = „Reaktionen hinzufügen“
permission-view-audit-log = „Audit-Log einsehen“
permission-view-channel = „Kanäle ansehen“
permission-send-messages = „Nachrichten senden“
permission-manage-messages = „Nachrichten verwalten“
permission-embed-links = „Links einbetten“
permission-attach-files = „Dateien anhängen“
permission-read-message-history = „Nachrichtenverlauf anzeigen“
permission-mention-everyone = „Alle erwähnen“
permission-use-external-emojis = „Externe Emojis verwenden“
permission-change-nickname = „Nickname ändern“
permission-manage-nicknames = „Nicknames verwalten“
permission-manage-roles = „Rollen verwalten“
permission-manage-webhooks = „Webhooks verwalten“
permission-use-application-commands = „Anwendungsbefehle verwenden“
permission-manage-threads = „Threads verwalten“
permission-create-public-threads = „Öffentliche Threads erstellen“
permission-create-private-threads = „Private Threads erstellen“
permission-send-messages-in-threads = „Nachrichten in Threads senden“
permission-moderate-members = „Mitglieder im Timeout“
permission-send-polls = „Umfragen erstellen“
permission-pin-messages = „Nachrichten anpinnen“
permission-bypass-slowmode = „Slowmode umgehen“
permission-connect = „Verbinden“
permission-move-members = „Mitglieder verschieben“

## What a company does for the operator, and where it stands

processor-role-hosting = Hosting

## Languages

tongue-en = Englisch
tongue-fr = Französisch
tongue-de = Deutsch

# As it stands in brackets, without an article.
country-AT = Österreich
country-BE = Belgien
country-CA = Kanada
country-CH = Schweiz
country-CZ = Tschechien
country-DE = Deutschland
country-DK = Dänemark
country-ES = Spanien
country-EU = Europäische Union
country-FI = Finnland
country-FR = Frankreich
country-GB = Vereinigtes Königreich
country-IE = Irland
country-IT = Italien
country-NL = Niederlande
country-NO = Norwegen
country-PL = Polen
country-PT = Portugal
country-SE = Schweden
country-US = USA
