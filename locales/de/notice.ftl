### The privacy notice, and the answers for Discord's review of intents. Its short form is in `notice-short.ftl`.
###
### Values come from a policy and are data. A line break here is a space; lines wrap where they read best.
###
### Functions: CODE(x) a command or a name as it is typed; LINK(x) an address that opens; AND(list) `a, b and c`;
### OR(list) `a, b or c`; JOIN(list, with: "; "); COUNT(list); HAS(x) `yes` where a text or a list is not empty;
### FIRST(x) with a capital letter; DURATION(ms) `2 days and 1 hour`.
###
### A sentence's name in the notice as JSON (`store.until`) is its key here (`store-until`).
###
### Cases: names of fields and sources are in the accusative; clauses have their verb last (`wenn …`). `until-…` stand
### after a colon. What a bot does (`deed-…`, `ended-…`) follows `er`. `sink-…` have their preposition: `… gelangen`.

language = de

## The page itself

title = Datenschutzerklärung von { $bot }
intro = Was der Discord-Bot { $bot } über dich speichert, warum, wie lange und wie du es löschst.
meta-version = Version { $version }
meta-updated = zuletzt geändert am { $updated }
skip = Direkt zu den Antworten
contents = Inhalt
column-standing = Wie sicher
more-places = und { $n } weitere
legend-short = Bei jedem Satz steht, wie sicher er ist:
legend-title = Wie sicher jeder Satz ist
legend-intro =
    Diese Erklärung hat niemand von Hand geschrieben. Sie entsteht aus derselben Richtlinie, aus der auch der Bot gebaut
    wird. Jeder Satz trägt eine von drei Marken. Bei ihm stehen die Zeilen der Richtlinie, aus denen er folgt. Was in
    „Anführungszeichen“ steht, stammt wörtlich aus der Richtlinie: ein Name oder Worte des Betreibers, die nichts prüft.
languages = Diese Erklärung in anderen Sprachen
policy-title = Die Richtlinie im Wortlaut
policy-intro = Aus diesen Zeilen folgen die Sätze oben. Aus ihnen wurde auch der Bot gebaut.

section-glance = Auf einen Blick
section-table = Alles, was gespeichert wird, in einer Tabelle
section-kept = Was gespeichert wird, Funktion für Funktion
section-read = Was gelesen und nicht gespeichert wird
section-never = Was nie geschieht
section-decisions = Was der Bot allein entscheidet
section-servers = Was sonst noch gespeichert wird
section-recipients = Wer was bekommt
section-asks = Was der Bot von Discord verlangt, und warum
section-rights = Deine Rechte und die Befehle dafür
section-protection = Wie es geschützt ist
section-stated = Was der Betreiber angibt
section-people = Wer dafür verantwortlich ist
section-changes = Was sich geändert hat

## At a glance

glance-who = Wer ist verantwortlich?
glance-what = Was speichert der Bot über mich?
glance-content = Liest der Bot, was ich schreibe?
glance-others = Wer bekommt es noch?
glance-erase = Wie kann ich es sehen, mitnehmen oder löschen?
glance-never = Was geschieht bewiesen nie?

controller-who =
    { $name }{ HAS($established) ->
        [yes] { " " }(Sitz: { $established })
       *[no] { "" }
    } ist für diesen Bot verantwortlich.
controller-reach = So erreichst du den Verantwortlichen: { OR($contacts) }.
contact-discord = auf Discord als { CODE($value) }
contact-server = auf dem Support-Server { LINK($value) }
contact-email = per E-Mail an { LINK($value) }
contact-url = unter { LINK($value) }
kept-nothing = Nichts. Keine Funktion speichert etwas über eine Person.
kept-nothing-itself = Der Bot selbst speichert nichts über eine Person.
kept-roles =
    { AND($features) } { COUNT($features) ->
        [one] gibt oder nimmt
       *[other] geben oder nehmen
    } Rollen. Wer welche Rolle hat, speichert Discord, und alle auf dem Server können es sehen{ HAS($readers) ->
        [yes] ; { AND($readers) } { COUNT($readers) ->
            [one] liest
           *[other] lesen
        } es dort
       *[no] { "" }
    }. { CODE("/privacy data") } und { CODE("/privacy delete") } erreichen keine Rollen: Wer die Rollen eines Servers
    verwaltet, kann eine wegnehmen, und wer den Server verlässt, hat keine mehr.
kept-elsewhere =
    Mit { AND($features) } speichert Discord Folgendes: { AND($what) }. { CODE("/privacy data") } und
    { CODE("/privacy delete") } erreichen das nicht.
kept-by-discord-nick = den vom Bot gegebenen Namen eines Mitglieds auf dem Server (alle dort können ihn sehen)
kept-by-discord-ban = wer gebannt ist (Moderatoren können es sehen)
kept-unnamed =
    Keine Funktion speichert etwas unter deiner ID oder deinem Namen{ $who ->
        [yes] , außer dass eine Einstellung eines Servers dich nennt
       *[no] { "" }
    }. Was für einen Server gespeichert wird, kann trotzdem von Menschen handeln, wenn jemand über sie schreibt oder
    eine Nachricht zu ihnen führt: { AND($of) }.
kept-features =
    { COUNT($features) ->
        [one] Eine Funktion speichert
       *[other] { COUNT($features) } Funktionen speichern
    } etwas über dich: { AND($features) }.
kept-until = { FIRST(AND($stores)) }: { until }.
kept-else =
    { AND($features) } { COUNT($features) ->
        [one] speichert
       *[other] speichern
    } nichts über dich.
kept-else-unnamed =
    { AND($features) } { COUNT($features) ->
        [one] speichert
       *[other] speichern
    } nichts unter deiner ID. Was dort für einen Server gespeichert wird, kann trotzdem von Menschen handeln, wenn
    jemand über sie schreibt oder eine Nachricht zu ihnen führt.
content-none = Nein. Keine Funktion liest den Text von Nachrichten.
content-counts =
    { COUNT($features) ->
        [one] Ist
       *[other] Sind
    } { AND($features) } an, zählt der Bot, wen und was der Text einer Nachricht erwähnt. Sonst sieht er sich nichts von
    dem Text an.
content-forgets =
    { COUNT($features) ->
        [one] Ist
       *[other] Sind
    } { AND($features) } an, liest der Bot Nachrichten, sobald sie ankommen. Er entscheidet, dann vergisst er sie:
    Kein Teil einer Nachricht wird gespeichert.
content-recognises =
    { COUNT($features) ->
        [one] Ist
       *[other] Sind
    } { AND($features) } an, liest der Bot Nachrichten, sobald sie ankommen, und entscheidet. Er behält von keinem Teil
    eine Kopie. Kurze Zeit hat er im Arbeitsspeicher eine Zahl, die aus dem Text errechnet ist, damit er den Text
    wiedererkennt.
content-decides =
    { COUNT($features) ->
        [one] Ist
       *[other] Sind
    } { AND($features) } an, liest der Bot Nachrichten, sobald sie ankommen. Er behält von keinem Teil eine Kopie. Was
    gespeichert wird, kann davon abhängen, was in ihnen steht.
content-posts =
    Der Text kann { AND($sinks) } gelangen. { COUNT($sinks) ->
        [one] Das
       *[other] All das
    } liegt auf Discord.
content-keeps =
    { AND($features) } { COUNT($features) ->
        [one] speichert
       *[other] speichern
    } Text, der aus deinen Nachrichten entsteht. Unten steht, was und warum.
content-commands =
    Text, den jemand geschrieben hat, wird dort gespeichert, wo diese Erklärung es sagt: { AND($stores) }.
content-forms =
    Wenn der Bot ablehnt, was du in ein Formular tippst, hebt er es bis zu 15 Minuten im Arbeitsspeicher auf. So kannst
    du es ändern und musst es nicht neu tippen. Gespeichert wird es dafür nicht.
others-none =
    Der Betreiber nennt keine Firma, die Daten bekommt. Der Bot lebt auf Discord, und Discord hat eine eigene
    Datenschutzerklärung: { LINK("https://discord.com/privacy") }.
others-some =
    { AND($names) } { COUNT($names) ->
        [one] bekommt
       *[other] bekommen
    } Daten im Auftrag des Betreibers. Der Bot lebt auf Discord, und Discord hat eine eigene Datenschutzerklärung:
    { LINK("https://discord.com/privacy") }.
others-modlog =
    Ein Server kann einen Kanal als Mod-Log wählen. Was der Bot dort postet, bleibt auf Discord, und es ist Sache des
    Servers, es zu löschen.
others-operators =
    Der Bot hat ein Betreiberteam: Leute mit einer Rolle auf einem eigenen Server. Was sie tun können und was bei ihnen
    ankommt, steht weiter unten.
others-operator =
    Wer den Bot betreibt, hat seinen Schlüssel und kann alles lesen, was er speichert.
erase-how =
    { CODE("/privacy data") } zeigt es, { CODE("/privacy export") } gibt es dir als Datei, { CODE("/privacy delete") }
    löscht es. Auf einem Server gelten diese Befehle für diesen Server und für das, was zu keinem gehört. In einer
    Direktnachricht mit dem Bot gelten sie für alle Server, auch für die, die du verlassen hast.
erase-but =
    Das gilt nicht für alles: Bei { AND($stores) } gibt es { COUNT($stores) ->
        [one] eine Ausnahme, die weiter unten steht
       *[other] Ausnahmen, die weiter unten stehen
    }.
erase-stop =
    Mit { CODE("/privacy optout") } speichert der Bot über dich nichts Neues mehr unter: { AND($stores) }. Auf einem
    Server benutzt, stoppt der Befehl, was dort gespeichert würde, in einer Direktnachricht mit dem Bot, was auf
    irgendeinem Server gespeichert würde.

## The table

table-caption = Eine Zeile für alles, was gespeichert wird
table-column-what = Was
table-column-fields = Enthält
table-column-why = Warum, in den Worten des Betreibers
table-column-until = Gespeichert
table-column-who = Wer es vom Bot gezeigt bekommt
table-column-erase = Wenn du löschst
row-holds = { AND($fields) }
row-why =
    { HAS($purposes) ->
        [yes] { AND($purposes) }
       *[no] { "" }
    }
row-until = { until }
row-seen = { JOIN($seen, with: "; ") }
row-seen-nobody = niemand außer dir
row-seen-journal = wer das sieht, wofür es gespeichert ist
row-erases = { JOIN($rules, with: "; ") }
row-erases-nobody = es enthält keine Daten von Personen
row-field = { $what }
row-category = { AND($kinds) }
row-setting = { $what }
row-default = { $default }

## Features and stores

rules-title = Was für alles gilt
rule-deleted =
    Was abgelaufen ist, wird innerhalb einer Minute gelöscht, solange der Bot läuft. Läuft er nicht, wird nichts
    gelöscht. Er holt es nach, bevor er sich wieder mit Discord verbindet. Springt die Uhr seines Rechners, wartet er,
    bis die Uhr von Discord dasselbe zeigt.
rule-returns = Wenn vorher { OR($who) }, wird nicht gelöscht.
rule-unseen =
    Solange der Bot nicht läuft, bemerkt er nicht, { OR($what) }. Was rückgängig gemacht wird, bevor er wieder läuft,
    beendet nichts.
unseen-guild = dass er von einem Server entfernt wird
unseen-member = dass du einen Server verlässt
unseen-channel = dass ein Kanal gelöscht wird
rule-left = Dass du einen Server verlassen hast, bleibt so lange gespeichert wie irgendetwas über dich dort.
rule-rights =
    Wo unten nichts anderes steht, gilt: { CODE("/privacy data") } und { CODE("/privacy export") } geben es der
    betroffenen Person, und { CODE("/privacy delete") } löscht es sofort.
feature-about = In den Worten des Betreibers: { $words }

feature-on = Diese Funktion ist an, außer wenn ein Server sie ausschaltet.
feature-off = Diese Funktion ist aus, bis ein Server sie einschaltet.
feature-why = Wozu, in den Worten des Betreibers: { AND($purposes) }.
feature-basis =
    Die Rechtsgrundlage ist { $basis }{ HAS($interest) ->
        [yes] : { $interest }
       *[no] { "" }
    }.
feature-asks =
    Der Bot fragt dich vorher, auf jedem Server. Vor deinem Ja speichert er hiervon nichts über dich, und dein Wunsch
    wartet bis zu 15 Minuten im Arbeitsspeicher. Nach einem Nein wirst du nicht noch einmal gefragt; mit
    { CODE("/privacy consent") } kannst du Ja sagen.{ $texts ->
        [yes] { " " }Was andere hier mit ihrem eigenen Ja schreiben, kann dich trotzdem erwähnen.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }Dass eine Einstellung dich nennt, wird gespeichert, ohne dich zu fragen. Das steht unter
            „Einstellungen eines Servers“.
       *[no] { "" }
    }
feature-unasked =
    Auf jedem Server speichert der Bot hiervon nichts über dich, bis du mit { CODE("/privacy consent") } Ja sagst. Er
    fragt nicht von selbst.{ $texts ->
        [yes] { " " }Was andere hier mit ihrem eigenen Ja schreiben, kann dich trotzdem erwähnen.
       *[no] { "" }
    }{ $who ->
        [yes] { " " }Dass eine Einstellung dich nennt, wird gespeichert, ohne dich zu fragen. Das steht unter
            „Einstellungen eines Servers“.
       *[no] { "" }
    }
feature-withdraw =
    Du kannst deine Einwilligung jederzeit mit { CODE("/privacy consent") } widerrufen, auch in einer Direktnachricht
    mit dem Bot. Was auf ihr beruht, wird damit gelöscht.
feature-mark =
    Damit kein Backup es zurückbringt, behält der Bot danach einen Vermerk, dass du widerrufen hast. Der Vermerk ist ein
    Hash mit Schlüssel. Deine ID steht darin nicht im Klartext.
feature-agreed =
    Dein Ja gilt dem, was diese Richtlinie dazu sagt: was gespeichert wird, wie lange, warum, von wem, wem der Bot es
    zeigt und was der Bot in der Funktion tut. Ändert sich das, wird nichts mehr gespeichert, bis du wieder Ja sagst.
    Was vorher gespeichert wurde, bleibt, bis es endet oder du dein Ja widerrufst. Was damit geschieht, sagt die
    Erklärung von damals.
feature-reads = Dafür sieht sich der Bot dies an: { AND($sources) }.
feature-nothing = Diese Funktion speichert nichts.
feature-roles =
    Diese Funktion gibt oder nimmt Rollen, und Discord speichert, wer sie hat.{ $stored ->
        [yes] { "" }
       *[no] { " " }Der Bot selbst speichert nichts{ $set ->
            [yes] , außer was ein Server dafür einstellt
           *[no] { "" }
        }.
    }
feature-speaks =
    Manches, was diese Funktion postet, steht unter einem anderen Namen und Bild als denen des Bots. Alle, die den Kanal
    sehen, sehen beides.
feature-crosses =
    Was auf einem Server geschieht, kann dazu führen, dass diese Funktion auf anderen Servern mit diesem Bot
    Nachrichten postet, ändert oder löscht.
feature-settings = Diese Funktion speichert nichts, außer was ein Server dafür einstellt.
store-title =
    { FIRST($store) }{ HAS($about) ->
        [yes] : { $about }
       *[no] { "" }
    }
answers-about = Deine Antwort auf die Frage nach der Einwilligung in { $feature }
journal-about = Was auf { $step } folgt, bis Discord es getan hat
journal-about-ended = Das { $step }, das auf das Ende einer Zeile folgt, bis Discord es getan hat
journal-entry = dass es noch kommt
journal-begun = ob Discord schon darum gebeten wurde
answers-given = ob du Ja gesagt hast
answers-since = wann du geantwortet hast
answers-policy = nach welcher Richtlinie
answers-agreed = eine Prüfsumme dessen, was du gefragt wurdest
store-kept =
    { HAS($when) ->
        [yes] { FIRST(OR($when)) }, speichert der Bot { AND($fields) }.
       *[no] Der Bot speichert { AND($fields) }.
    }
store-words = In den Worten des Betreibers: { JOIN($words, with: "; ") }.
words-of = { $name } ist { $about }
store-origin = Der Betreiber sagt, woher der Bot es hat: { JOIN($origins, with: "; ") }.
# The clauses of a retention; the earliest counts.
until =
    { OR($until) }{ COUNT($until) ->
        [one] { "" }
       *[other] , je nachdem, was zuerst eintritt
    }
store-until = So lange bleibt es gespeichert: { until }.
store-until-erased = Keine Frist beendet das. Es bleibt gespeichert, bis jemand es löscht.
store-until-reason = Der Betreiber sagt, warum: { $reason }
store-across =
    Es gehört zu keinem Server: Was auf einem geschrieben wird, kann auf anderen Servern mit diesem Bot gezeigt werden.
store-anywhere =
    Eine Berechtigung dafür kann von jedem Server stammen: Wer einen eigenen Server mit dem Bot hat, hat sie dort.
store-ended =
    Wenn diese Zeit um ist, { HAS($does) ->
        [yes] kann der Bot mehr tun, als es zu löschen: Er { AND($does) }
       *[no] geschieht sonst nichts
    }.{ $ring ->
        [yes] { " " }Er tut das auch, wenn ein neuerer Eintrag vor dieser Zeit an seine Stelle tritt.
       *[no] { "" }
    } Er tut das auch, während die Funktion ausgeschaltet ist, und nach einem Widerspruch. Er tut es nicht, wenn dies
    vorher auf andere Art gelöscht wird oder weil du oder der Bot den Server verlassen hat.{ $deeds ->
        [yes] { " " }Verschwindet es, weil eine Person darin gelöscht wird, tut der Bot sofort, was er auf Discord außer
            Schreiben tut, und sagt nichts.
       *[no] { "" }
    }
ended-channel = schreibt in einen Kanal
ended-mod-log = schreibt den Moderatoren des Servers
ended-operators = schreibt seinem Betreiberteam
ended-dm = schickt eine Direktnachricht
ended-edit = ändert eine eigene Nachricht
ended-changes = ändert seine Einträge unter { $store }
returns-guild = der Bot auf den Server zurückkommt
returns-feature = die Funktion wieder eingeschaltet wird
returns-member = du auf den Server zurückkommst
store-newest =
    { $newest ->
        [one] Der Bot behält nur den neuesten Eintrag
       *[other] Der Bot behält nur die neuesten { $newest } Einträge
    }{ HAS($per) ->
        [yes] { " " }für jede Person ({ $per })
       *[no] { " " }über dich
    } und löscht den ältesten, wenn ein neuer dazukommt.
store-hold =
    Wenn { $departures } oder mehr betroffene Personen den Server verlassen und das höchstens { DURATION($within) }
    dauert, etwa bei einem Angriff auf den Server, wartet das Löschen: bei jeder von ihnen { DURATION($held) } lang ab
    dem Austritt. Löschen auf Wunsch wartet nicht.
store-hold-by =
    Sobald du den Server verlassen hast, kann es { HAS($by) ->
        [yes] nur noch { OR($by) } benutzt werden
       *[no] von nichts mehr benutzt werden
    }{ $ended ->
        [yes] , bevor seine Zeit um ist
       *[no] { "" }
    }.
when-pressed =
    wenn du { COUNT($labels) ->
        [one] den Button
       *[other] einen der Buttons
    } { OR($labels) } drückst
store-finished = Es gilt als abgeschlossen, { OR($when) }.
store-removed = Früher entfernt werden kann es { OR($by) }.
store-shown-none = Kein Befehl und keine Nachricht des Bots zeigt es jemand anderem.
store-shown-journal =
    Kein Befehl zeigt es. Wofür es gespeichert ist, können andere sehen, wo diese Erklärung es sagt.
store-shown-depends =
    { $said ->
        [yes] Was
       *[no] Kein Befehl und keine Nachricht des Bots zeigt es jemand anderem. Aber was
    } der Bot für andere sichtbar sagt oder tut, kann { HAS($fields) ->
        [yes] durch { AND($fields) } bestimmt sein
       *[no] davon abhängen
    }, und zwar { OR($when) }.
store-erase-delete = { CODE("/privacy delete") } löscht es sofort.
store-object-stops =
    Du kannst mit { CODE("/privacy optout") } widersprechen: Von da an speichert der Bot hiervon nichts Neues über
    dich{ $beyond ->
        [yes] , was von dem Server kommt, auf dem du widersprichst, oder von irgendeinem, wenn du es in einer
            Direktnachricht tust
       *[no] { "" }
    }.{ $texts ->
        [yes] { " " }Ein Text von jemand anderem kann dich trotzdem erwähnen.
       *[no] { "" }
    }
store-object-refused = Ein Widerspruch hält dies nicht auf.
store-erase-key =
    Wird es über einen Text gefunden und erwähnt dieser eine Person, die gelöscht wird, verschwindet es mit ihr.
store-erase-suppress =
    Danach und nach { CODE("/privacy optout") } fängt der Bot damit über dich nicht neu an, bis du den Widerspruch
    zurücknimmst.{ $beyond ->
        [yes] { " " }Hast du das auf einem Server getan, können andere Server trotzdem damit anfangen.
       *[no] { "" }
    }
store-erase-redact =
    Wenn du { $role } bist, leert { CODE("/privacy delete") } { AND($fields) }. Der Rest bleibt, weil { $because }.
store-erase-pseudonymise =
    Wenn du { $role } bist, nimmt { CODE("/privacy delete") } deine ID heraus, und der Bot kann nicht mehr erkennen,
    dass du es warst. Der Rest bleibt, weil { $because }.{ HAS($texts) ->
        [yes] { " " }Das gilt auch für { AND($texts) }, egal, wer das geschrieben hat und was darin steht.
       *[no] { "" }
    }
store-erase-refused =
    Wenn du { $role } bist, löscht { CODE("/privacy delete") } es nicht{ HAS($until) ->
        [yes] , bis { $until } um ist
       *[no] { "" }
    }. { HAS($review) ->
        [yes] Der Befehl nennt dir { $review }. Dann wird das noch einmal geprüft.{ " " }
       *[no] { "" }
    }Mit { $appeal } kannst du in einer Direktnachricht darum bitten, dass es geprüft wird. Der Grund des Betreibers:
store-erase-party = Wenn du { $role } bist, löscht { CODE("/privacy delete") } es sofort.
role-subject = die betroffene Person
role-party = die Person im Feld „{ $name }“
because-subject = es von jemand anderem handelt
because-server = es dem Server gehört
store-export =
    { CODE("/privacy data") } und { CODE("/privacy export") } geben es { AND($to) }{ HAS($without) ->
        [yes] , aber ohne { AND($without) }
       *[no] { "" }
    }.
export-subject = der betroffenen Person
export-party = der Person im Feld „{ $name }“
store-export-parts =
    Anderen, die darin vorkommen, geben sie deren Teil: wer sie darin sind und was ihnen gehört.
store-refused =
    { CODE("/privacy data") } und { CODE("/privacy export") } geben es der betroffenen Person nicht. Sie sagen, wie viel
    es davon gibt und warum es nicht herausgegeben wird.
store-refused-why =
    Der Betreiber sagt, warum: { $reason } Der Betreiber prüft das wieder bis { $review }. Wenn du nicht einverstanden
    bist: { $appeal }

erases-delete = es wird gelöscht
erases-redact = dein Teil wird geleert, der Rest bleibt
erases-pseudonymise = du wirst daraus entfernt, der Rest bleibt
erases-refuse = nichts, es wird verweigert
erases-as = für { $role }: { $what }

field-id = deine ID
field-party = die ID im Feld „{ $name }“
field-number = die Nummer des Eintrags
field-alone =
    { $noun ->
        [Text] den
        [Kanal] den
        [Emoji] das
       *[other] die
    } { $noun }
field-named =
    { $noun ->
        [Text] den
        [Kanal] den
        [Emoji] das
       *[other] die
    } { $noun } „{ $name }“
# What a value is. Whoever changes one looks at the articles in `field-alone` and `field-named`.
field-sort-mark = Ja-Nein-Angabe
field-sort-number = Zahl
field-sort-text = Text
field-sort-time = Zeit
field-sort-length = Dauer
field-sort-person = Personen-ID
field-sort-server = Server-ID
field-sort-channel = Kanal
field-sort-role = Rolle
field-sort-message = Nachricht
field-sort-emoji = Emoji
field-sort-file = Datei
field-sort-words = Wörter
field-sort-address = Webadresse
field-sort-language = Sprache
field-sort-who = Rollen und Personen
field-table = Was darin steht
field-column-name = Name
field-column-what = Enthält
field-column-category = Art der Daten
# Something as it is typed, and lists, where nothing stands around them.
typed = { CODE($name) }
all = { AND($all) }

until-age =
    { $many ->
        [yes] bis sie { DURATION($after) } alt sind
       *[no] bis der Eintrag { DURATION($after) } alt ist
    }
until-entry-idle =
    { $many ->
        [yes] bis sie { DURATION($after) } lang nicht mehr geschrieben wurden
       *[no] bis der Eintrag { DURATION($after) } lang nicht mehr geschrieben wurde
    }
until-guild-removed =
    { $after ->
        [0] bis der Bot vom Server entfernt wird
       *[other] { after } der Entfernung des Bots vom Server
    }
until-member-left =
    { $after ->
        [0] bis dem Bot dein Austritt aus dem Server gemeldet wird
       *[other] { after } der Meldung deines Austritts aus dem Server
    }
until-subject-left =
    { $after ->
        [0] bis dem Bot der Austritt der betroffenen Person aus dem Server gemeldet wird
       *[other] { after } der Meldung vom Austritt der betroffenen Person aus dem Server
    }
until-member-left-hold =
    bis { DURATION($after) } nach der Meldung deines Austritts aus dem Server ({ DURATION($held) }, wenn viele auf
    einmal gehen)
until-boot =
    { $after ->
        [0] bis der Bot wieder startet
       *[other] { after } dem nächsten Start des Bots
    }
until-flow-ended =
    { $after ->
        [0] bis der dazugehörige Vorgang abgeschlossen ist
       *[other] { after } dem Abschluss des dazugehörigen Vorgangs
    }
until-channel-removed =
    { $after ->
        [0] bis der im Eintrag genannte Kanal{ HAS($name) ->
            [yes] { " " }„{ $name }“
           *[no] { "" }
        } gelöscht wird
       *[other] { after } dem Löschen des im Eintrag genannten Kanals{ HAS($name) ->
            [yes] { " " }„{ $name }“
           *[no] { "" }
        }
    }
until-feature-off =
    { $after ->
        [0] bis die Funktion auf dem Server ausgeschaltet wird
       *[other] { after } dem Ausschalten der Funktion auf dem Server
    }
until-erased = bis der Eintrag gelöscht wird
until-field = { after } der im Eintrag genannten Zeit „{ $name }“
until-setting =
    { $after ->
        [0] bis der Eintrag so alt ist wie in der Einstellung { CODE($name) } des Servers erlaubt
       *[other] { after } dem in der Einstellung { CODE($name) } des Servers erlaubten Alter
    } ({ HAS($default) ->
        [yes] { $default }, wenn nicht geändert;{ " " }
       *[no] { "" }
    }ändert sich das zwischendurch, zählt die kürzeste Zeit)
after =
    { $after ->
        [0] bis zu
       *[other] bis { DURATION($after) } nach
    }

when-command =
    wenn { $operators ->
        [yes] jemand aus dem Betreiberteam des Bots{ HAS($permissions) ->
            [yes] { " " }mit { COUNT($permissions) ->
                [one] der Berechtigung
               *[other] den Berechtigungen
            } { AND($permissions) }
           *[no] { "" }
        }
       *[no] { HAS($permissions) ->
            [yes] jemand mit { COUNT($permissions) ->
                [one] der Berechtigung
               *[other] den Berechtigungen
            } { AND($permissions) }{ HAS($settings) ->
                [yes] { " " }(Administrator oder genannt in { COUNT($settings) ->
                    [one] der Einstellung
                   *[other] den Einstellungen
                } { AND($settings) })
               *[no] { "" }
            }
           *[no] { HAS($settings) ->
                [yes] ein Administrator oder eine in { COUNT($settings) ->
                    [one] der Einstellung
                   *[other] den Einstellungen
                } { AND($settings) } genannte Person
               *[no] jemand
            }
        }
    } { CODE($command) }{ $direct ->
        [yes] { " " }in einer Direktnachricht mit dem Bot
       *[no] { "" }
    } benutzt

when-button = wenn du { $label } drückst
when-review = wenn der Tag da ist, an dem etwas unter { $store } noch einmal geprüft werden soll
when-ended = wenn die Zeit von { $store } um ist
by-command =
    mit { OR($commands) } durch { $operators ->
        [yes] das Betreiberteam des Bots
       *[no] { HAS($people) ->
            [yes] { $people }
           *[no] alle{ HAS($sometimes) ->
                [yes] { " " }(in manchen Fällen nur durch { $sometimes })
               *[no] { "" }
            }
        }
    }
people-asked =
    { HAS($settings) ->
        [yes] { HAS($permissions) ->
            [yes] Leute mit { COUNT($permissions) ->
                [one] der Berechtigung
               *[other] den Berechtigungen
            } { AND($permissions) } (Administratoren oder genannt in { COUNT($settings) ->
                [one] der Einstellung
               *[other] den Einstellungen
            } { AND($settings) })
           *[no] Administratoren und in { COUNT($settings) ->
                [one] der Einstellung
               *[other] den Einstellungen
            } { AND($settings) } genannte Leute
        }
       *[no] Leute mit { COUNT($permissions) ->
            [one] der Berechtigung
           *[other] den Berechtigungen
        } { AND($permissions) }
    }
by-own = mit { OR($commands) } durch die betroffene Person
by-event = durch den Bot ({ $when })

shown-reply-private =
    { CODE($command) } zeigt { AND($fields) }. { $to } Nur wer fragt, sieht die Antwort.
shown-reply-public =
    { CODE($command) } zeigt { AND($fields) } in dem Kanal, in dem man ihn benutzt. { $to }
shown-who-private = Das bekommen { $people } zu sehen.
shown-anybody-private =
    { $direct ->
        [yes] Das bekommen alle zu sehen, die in einer Direktnachricht fragen und die der Bot nicht abweist.
       *[no] Das bekommen alle auf dem Server zu sehen, die der Bot nicht abweist.
    }
shown-own-private = Das bekommt die betroffene Person zu sehen und sonst niemand.
shown-own-public = Wer fragt, sieht nur, was ihn selbst betrifft, und alle in diesem Kanal können es lesen.
shown-some-private =
    Das bekommen alle auf dem Server zu sehen, die der Bot nicht abweist; in manchen Fällen nur { $people }.
shown-who-public =
    Nur { $people } können danach fragen, und alle in diesem Kanal können es lesen.
shown-operators-private = Das bekommt nur das Betreiberteam des Bots zu sehen.
shown-operators-public =
    Nur das Betreiberteam des Bots kann danach fragen, und alle in diesem Kanal seines Servers können es lesen.
shown-anybody-public = Alle, die der Bot nicht abweist, können danach fragen.
shown-some-public =
    Alle, die der Bot nicht abweist, können danach fragen; in manchen Fällen nur { $people }.
shown-custom =
    Alle, die einen dieser Befehle benutzen, bekommen { AND($fields) } gezeigt{ $ephemeral ->
        [yes] . Nur sie sehen die Antwort
       *[no] , und ebenso alle in dem Kanal, in dem sie ihn benutzen
    }.
shown-custom-names = Diese Befehle tragen als Namen { AND($fields) }, und alle auf dem Server können ihre Namen sehen.
shown-event-channel = { FIRST($when) }, kann der Bot { AND($fields) } in einem Kanal des Servers zeigen.
shown-event-reply =
    { FIRST($when) }, kann der Bot { AND($fields) } in seiner Antwort zeigen{ $ephemeral ->
        [yes] , die nur du siehst
       *[no] { "" }
    }.
shown-event-mod-log = { FIRST($when) }, kann der Bot { AND($fields) } im Mod-Log des Servers posten.
shown-event-operators = { FIRST($when) }, kann der Bot { AND($fields) } seinem Betreiberteam schicken.
shown-event-audit-log =
    { FIRST($when) }, kann der Bot { AND($fields) } ins Audit-Log des Servers schreiben, das Moderatoren lesen.
shown-event-acts = { FIRST($when) }, kann das, was der Bot mit Mitgliedern tut, { AND($fields) } zeigen.
shown-event-dm = { FIRST($when) }, kann der Bot { AND($fields) } in einer Direktnachricht schicken.
shown-rows = die Anzahl dieser Einträge
cell-setting = Nennung in { $setting }
seen-command =
    { CODE($command) }: { $own ->
        [yes] die betroffene Person
       *[no] { $operators ->
            [yes] das Betreiberteam des Bots
           *[no] { HAS($permissions) ->
                [yes] Leute mit { AND($permissions) }
               *[no] alle{ HAS($sometimes) ->
                    [yes] , in manchen Fällen nur Leute mit { AND($sometimes) }
                   *[no] { "" }
                }
            }
        }
    }{ $ephemeral ->
        [yes] { "" }
       *[no] , und wer den Kanal liest
    }

## Read, never, decisions

read-forgotten =
    { $feature } liest etwas, nutzt es an Ort und Stelle und vergisst es: { $what }. Davon wird nichts gespeichert.
read-decides =
    { $feature } liest etwas, nutzt es an Ort und Stelle und behält keine Kopie davon: { $what }. Was gespeichert wird,
    kann davon abhängen.
read-goes =
    { $feature } liest etwas und behält keine Kopie davon: { $what }. Es kann { AND($sinks) } gelangen.
    { COUNT($sinks) ->
        [one] Das
       *[other] All das
    } liegt auf Discord.{ $decides ->
        [yes] { " " }Was gespeichert wird, kann davon abhängen.
       *[no] { "" }
    }
read-leaves =
    { $feature } liest etwas und behält keine Kopie davon: { $what }. Es kann { AND($sinks) } gelangen.{ $decides ->
        [yes] { " " }Was gespeichert wird, kann davon abhängen.
       *[no] { "" }
    }
read-counted =
    Um zu wissen, was zu oft getan wird, zählt { $feature } im Arbeitsspeicher des Bots, wie oft { OR($what) }. Gezählt
    wird höchstens { DURATION($time) } lang, und spätestens eine Minute danach ist es vergessen. Nichts davon kommt auf
    eine Festplatte, und ein Neustart des Bots vergisst es.
read-recognised =
    Um wiederzuerkennen, was mehrmals geschrieben wird, hat { $feature } im Arbeitsspeicher des Bots eine Zahl, die aus
    dem Text errechnet ist, höchstens { DURATION($time) } lang, und nicht den Text. Nichts davon kommt auf eine
    Festplatte, und ein Neustart des Bots vergisst es.
counted-yours = du etwas getan hast
counted-about = irgendwer etwas mit dir oder über dich getan hat
counted-place = irgendwer etwas an einem Ort oder mit einer Sache getan hat
read-typed =
    Um seine Befehle zu finden, sieht sich { $feature } an, wie jede deiner Nachrichten beginnt. Beginnt eine wie keiner
    von ihnen, wird sie hierfür fallen gelassen. Was du hinter den Anfang schreibst, bekommt der Befehl, als hättest du
    ihn aus der Liste von Discord gewählt. Eine Antwort nur für dich kommt als Direktnachricht.
read-typed-to-all =
    Um seine Befehle zu finden, sieht sich der Bot an, wie jede deiner Nachrichten beginnt. Beginnt eine wie keiner von
    ihnen, wird sie hierfür fallen gelassen. Eine Antwort nur für dich kommt als Direktnachricht.
read-remembered =
    Der Bot merkt sich im Arbeitsspeicher, welche Rollen du hast, damit er sie kennt, wenn sie sich ändern oder du den
    Server verlässt. Hast du ihn verlassen, vergisst er sie. Nichts davon kommt auf eine Festplatte, und ein Neustart
    des Bots vergisst es.
read-nothing =
    Hier steht nichts, denn der Compiler kann bei nichts, was der Bot über dich liest, zeigen, dass es nie gespeichert
    wird.
option-given = die Angabe { CODE($option) } bei { CODE($command) }

written-by-people =
    was Leute schreiben, außer Einstellungen, Adressen und Namen, mit denen ein Server eingerichtet wird
kind-of-data = Daten der Art „{ $word }“ ({ $what })

never-not-requested =
    Das liest der Bot nie{ $written ->
        [yes] { " " }als solches
       *[no] { "" }
    }: { $what }.{ $written ->
        [yes] { " " }In einem Text, den der Bot liest, { $plural ->
            [yes] können trotzdem welche
           *[no] kann es trotzdem
        } stehen.
       *[no] { "" }
    }
never-not-to =
    Das lässt der Bot nie { $sink } gelangen: { $what }. { $plural ->
        [yes] Sie entscheiden
       *[no] Es entscheidet
    } auch nie mit, was dorthin gelangt.{ $silences ->
        [yes] { " " }Was der Bot mit Mitgliedern tut, kann davon abhängen: Wer dann einen Timeout bekommt, gekickt oder
            gebannt wird, tut nichts mehr, was gespeichert oder gezeigt werden könnte.
       *[no] { "" }
    }
other-channel = in einen anderen Kanal des Servers als sein Mod-Log
never-no-intent = Der Bot lässt sich von Discord nicht sagen, { $told }.
never-privileged =
    Discord schützt drei Intents besonders. Davon verlangt der Bot nicht: { AND($intents) }.
never-none = Die Richtlinie verspricht nichts dieser Art.

decide-acts =
    Ohne einen Menschen dazwischen: { $feature } { AND($acts) }.{ HAS($sources) ->
        [yes] { " " }Grundlage der Entscheidung: { AND($sources) }.
       *[no] { "" }
    }
decided-from-stored = was unter „{ JOIN($stores, with: "“, „") }“ gespeichert ist
decide-none =
    Nichts, was mit Mitgliedern geschieht: Rollen, Timeouts und Ähnliches folgen nur auf einen Befehl oder einen Druck
    auf einen Button. Nachrichten, Reaktionen und Threads des Bots können auf alles folgen, was eine Funktion liest.
decide-score =
    { $feature } zählt nach festen Regeln Punkte über jemanden zusammen: { AND($reasons) }. Nichts anderes zählt.
decided-by-points = { $points } für „{ $because }“

## Servers and marks

settings-title = Einstellungen eines Servers
settings-held =
    Für jeden Server speichert der Bot, was dessen Verwalter mit { CODE("/config") } gegenüber dem Standard geändert
    haben: welche Funktionen an sind und die Einstellungen unten.
settings-none =
    Für jeden Server speichert der Bot, welche Funktionen an oder aus sind, wo das vom Standard abweicht.
settings-until = So lange bleiben sie gespeichert: { until }.
settings-people =
    In { AND($names) } können Leute, die einen Server verwalten, Personen nennen: als erlaubt oder als ausgeschlossen.
    Wer genannt ist, erfährt es durch { CODE("/privacy data") } und durch die Kopie von { CODE("/privacy export") };
    { CODE("/privacy delete") } nimmt die Person heraus. Dateien von { CODE("/config export") } lassen weg, wen diese
    Einstellungen nennen.
settings-texts =
    Leute, die einen Server verwalten, wählen frei, was in { AND($names) } steht. Der Bot prüft nicht, ob es von
    jemandem handelt.
settings-of-a-server = die Einstellungen eines Servers
settings-table = Die Einstellungen dieses Bots
setting-column-name = Einstellung
setting-column-what = Wozu sie da ist, in den Worten des Betreibers
setting-column-default = Wenn nicht geändert
needs-of =
    { $text }{ HAS($features) ->
        [yes] { " " }({ AND($features) })
       *[no] { "" }
    }
optout-title = Vermerke über Widersprüche
optout-mark =
    Wenn du widersprichst{ $erased ->
        [yes] { " " }oder deine Daten löschen lässt
       *[no] { "" }
    }, behält der Bot einen Vermerk darüber. Der Vermerk ist ein Hash mit Schlüssel: Deine ID steht darin nicht im
    Klartext. Wer einen Befehl benutzt, der etwas über dich speichern würde, erfährt, dass es nicht gespeichert werden
    darf.
optout-until =
    Der Vermerk bleibt, bis du den Widerspruch mit { CODE("/privacy optout") } zurücknimmst. Dann sagt er, dass du das
    getan hast, und bleibt so, wie vorher ohne deine ID im Klartext. Denn kein Backup soll zurückbringen, dass du
    widersprochen hattest.
optout-stops = Er hält den Bot davon ab, dies zu speichern: { AND($stores) }.

## Recipients

discord-title = Discord
discord-platform =
    Der Bot arbeitet auf Discord, einem Dienst der Discord Inc. in den USA. Nachrichten, Befehle und Reaktionen liegen
    bei Discord, bevor der Bot sie sieht. Discord speichert sie nach der eigenen Datenschutzerklärung:
    { LINK("https://discord.com/privacy") }.
discord-posts =
    Was der Bot in Kanälen und Direktnachrichten postet, bleibt auf Discord. Wer hier Daten löscht, löscht diese
    Nachrichten nicht.
modlog-title = Das Mod-Log des Servers
modlog-receives =
    Hat ein Server mit { CODE($command) } einen Kanal dafür gewählt, postet der Bot dort{ HAS($categories) ->
        [yes] { " " }dies: { AND($categories) }
       *[no] , was seine Funktionen melden
    }.
modlog-stays =
    Diese Nachrichten bleiben auf Discord, bis der Server sie löscht. Auch was der Bot nicht tun konnte, meldet er dort.
    Ist kein Kanal gewählt, wird nichts gepostet.
operators-title = Das Betreiberteam des Bots
operators-who =
    Das sind die Leute mit einer bestimmten Rolle auf einem bestimmten Server. Wer den Bot betreibt, sagt durch IDs,
    welche das sind. Der Bot prüft die Rolle jedes Mal und kennt keine Liste dieser Leute.
operators-commands =
    Niemand außer ihnen kann { AND($commands) } benutzen, und sie nur auf ihrem Server. Was diese Befehle tun, steht
    oben bei dem, was sie schreiben und zeigen.
operators-receive =
    Der Bot schreibt ihnen, { OR($when) }. Er tut das in einem Kanal ihres Servers. Gewählt hat ihn, wer den Bot
    betreibt. Alle, die diesen Kanal lesen können, lesen es, und es bleibt auf Discord, bis es dort gelöscht wird.
processor-is =
    { $name } arbeitet für den Betreiber: { $role }{ HAS($country) ->
        [yes] { " " }(Land: { $country })
       *[no] { "" }
    }.
processor-outside =
    Das liegt außerhalb des Europäischen Wirtschaftsraums. { HAS($safeguards) ->
        [yes] Was die Daten dort (Land: { $country }) schützt, in den Worten des Betreibers: { $safeguards }
       *[no] Die Richtlinie sagt nicht, was die Daten dort schützt (Land: { $country })
    }.
processor-nowhere = Die Richtlinie sagt nicht, in welchem Land.
processor-receives = Dieser Empfänger bekommt: { AND($categories) }.
processor-nothing = Die Richtlinie lässt diesen Empfänger keine Art von Daten bekommen.
processors-none = Der Betreiber nennt keinen anderen Empfänger.
processors-title = Andere Empfänger
declassify-title = Eine Ausnahme
declassify-is =
    Es gibt eine Ausnahme{ HAS($feature) ->
        [yes] { " " }für { $feature }
       *[no] { "" }
    }. Der Bot darf dies { $way ->
        [decision] benutzen, um zu entscheiden, was { $sink } gelangt
       *[copy] { $sink } gelangen lassen
    }{ HAS($store) ->
        [yes] , aber nur unter { $store }
       *[no] { "" }
    }: { $what }. Der Grund des Betreibers: { $reason }

origins-of = { AND($fields) } ({ $origin })

## Intents and permissions

intents-title = Ereignisse, die Discord ihm meldet
intents-why =
    { $intent }{ $privileged ->
        [yes] { " " }(von Discord besonders geschützt)
       *[no] { "" }
    }: nötig, um { AND($because) }.
permissions-title = Berechtigungen auf einem Server
permissions-why = { $permission }: nötig, um { AND($because) }.
permissions-none =
    Der Bot verlangt keine eigene Berechtigung. Was auf einem Server alle dürfen, darf er auch.

## The review of privileged intents

review-title = Besonders geschützte Intents von { $bot }
question-purpose = Wozu dient es?
question-reads = Was wird gelesen?
question-kept = Wird es gespeichert, und wie lange?
question-optout = Wie kann man widersprechen?
review-unasked = Nicht verlangt
review-none = Der Bot verlangt keinen besonders geschützten Intent, und es gibt nichts zu prüfen.
review-because =
    { HAS($feature) ->
        [yes] { $feature } braucht
       *[no] Der Bot braucht
    } es, um { $because }.
review-why = Wozu { $feature } da ist: { AND($purposes) }.
review-looks = { $feature } sieht sich dies an: { AND($sources) }.
review-forgotten =
    { $feature }: Davon wird keine Kopie gespeichert ({ AND($what) }).{ $decides ->
        [yes] { " " }Was gespeichert wird, kann davon abhängen.
       *[no] { "" }
    }{ HAS($sinks) ->
        [yes] { " " }Es kann { AND($sinks) } gelangen.
       *[no] { "" }
    }
review-stored = { $feature } liest etwas ({ AND($what) }) und speichert, was daraus entsteht:
review-switch =
    { $feature } ist { $on ->
        [yes] an, außer wenn ein Server es ausschaltet
       *[no] aus, bis ein Server es einschaltet
    }. Der Befehl dafür ist { CODE($command) }.
review-reads-on =
    Solange { $feature } an ist, liest es von jedem Mitglied{ $stops ->
        [all] { "" }
        [kept] . Ein Widerspruch stoppt, was gespeichert wird, nicht, was gelesen wird
       *[nothing] , und ein einzelnes Mitglied kann nicht widersprechen
    }.
review-asks =
    { $feature } bittet um Einwilligung. Wo es etwas über jemanden speichern würde, der nicht Ja gesagt hat oder
    widersprochen hat, tut es mit dem Gelesenen gar nichts: Es speichert nichts, sagt nichts und tut nichts.

## Rights

rights-notice =
    Auskunft bekommen: { CODE("/privacy notice") } sagt kurz, was diese Seite sagt, und wo das Ganze steht.
rights-data = Sehen, was über dich gespeichert ist: { CODE("/privacy data") }. Nur du siehst die Antwort.
rights-export =
    Es mitnehmen: { CODE("/privacy export") } gibt dir Dateien, eine zum Lesen und eine, die Programme lesen können. Was
    für Discord zu viel ist, gibt dir der Betreiber auf anderem Weg.
rights-delete = Es löschen: { CODE("/privacy delete") }. Der Befehl fragt einmal nach und löscht dann.
rights-named =
    Erwähnt dich ein gespeicherter Text, den jemand anderes geschrieben hat, gehört diese Erwähnung dir. Sie ist mit
    deinem Schlüssel versiegelt, { CODE("/privacy data") } zählt die Einträge mit so einem Text, und nach
    { CODE("/privacy delete") } steht dort „jemand“.{ $keys ->
        [yes] { " " }Wird ein Eintrag über so einen Text gefunden, wird er stattdessen gelöscht.
       *[no] { "" }
    } Ein Name, der als normales Wort getippt ist, lässt sich von anderen
    Wörtern nicht unterscheiden und bleibt im Text.
rights-optout =
    Widersprechen, sodass der Bot nichts Neues über dich speichert, wo ein Widerspruch möglich ist:
    { CODE("/privacy optout") }. Der Befehl bietet an, zu löschen, was da ist. Derselbe Befehl nimmt den Widerspruch
    zurück.
rights-also =
    { COUNT($names) ->
        [one] Ein Befehl hat noch einen Namen, unter dem er dasselbe tut
       *[other] Befehle haben noch andere Namen, unter denen sie dasselbe tun
    }: { AND($names) }.
alias-of = { CODE($name) } für { CODE($of) }
rights-consent =
    Sehen, worin du eingewilligt hast, einwilligen oder widerrufen: { CODE("/privacy consent") }. Ein Widerruf löscht,
    was auf der Einwilligung beruht.
rights-dm =
    Auf einem Server gelten diese Befehle für diesen Server und für das, was zu keinem gehört. Das wird mit dem Rest
    gezeigt, übergeben und gelöscht, und ein Widerspruch stoppt, was auf diesem Server davon geschrieben würde. In einer
    Direktnachricht mit dem Bot gelten sie für alle Server, auch für die, die du verlassen hast.
rights-receipt =
    { $optout ->
        [yes] Für Export, Berichtigung, Löschung und Widerspruch gibt es je
       *[no] Für Export, Berichtigung und Löschung gibt es je
    } einen Beleg: eine zufällige Nummer mit dem, was verlangt und was getan wurde.
rights-record =
    Der Bot führt über diese Wünsche ein Protokoll: die Nummer, die Stunde, was verlangt wurde, ob für einen Server oder
    für alle, ob durch einen Befehl oder durch den Betreiber, wie viele Einträge es betraf und wie lange es dauerte. Es
    nennt niemanden. Es hat selbst kein Ende. Auch wenn du gelöscht wirst, bleibt es, solange der Betreiber die Daten
    des Bots behält. Wird darin eine Zeile geändert oder entfernt, fällt das auf. Das gilt nicht, wenn es jemand tut,
    der den Hauptschlüssel des Betreibers hat oder eine ältere Kopie des ganzen Protokolls wieder einspielt.
# The controller, and how to reach them where there is a way.
ask-controller =
    wende dich an { $controller }{ HAS($contacts) ->
        [yes] { " " }({ OR($contacts) })
       *[no] { "" }
    }
rights-more =
    Wenn du etwas willst, was kein Befehl tut, { ask-controller }. Das gilt etwa, wenn etwas berichtigt oder
    eingeschränkt werden soll oder ein Mensch prüfen soll, was der Bot entschieden hat.
rights-correct = Wenn etwas berichtigt werden soll, { ask-controller }.
rights-deadline = Bis zur Antwort vergehen höchstens { DURATION($within) }.
rights-required =
    Nichts verpflichtet dich, einen Befehl zu benutzen. Was du bei einem Befehl nicht weglassen kannst, ist für ihn
    nötig: Wer es nicht angeben will, benutzt den Befehl nicht.{ $watches ->
        [yes] { " " }Was der Bot ohne Befehl speichert, folgt aus dem, was du auf dem Server tust. Das steht bei jeder
            Funktion.
       *[no] { "" }
    }
rights-complain =
    Du hast das Recht auf Beschwerde bei einer Aufsichtsbehörde, etwa dort, wo du lebst oder arbeitest oder wo du den
    Fehler siehst (Artikel 77 DSGVO).
rights-authority =
    Die Aufsichtsbehörde, die der Betreiber nennt: { $authority }{ HAS($url) ->
        [yes] { " " }{ LINK($url) }
       *[no] { "" }
    }

protect-hierarchy =
    { AND($commands) } { COUNT($commands) ->
        [one] macht
       *[other] machen
    } nur weiter, wenn ein angegebenes Mitglied oder eine angegebene Rolle unter der Person steht, die den Befehl
    benutzt.
protect-mentions =
    Eine Erwähnung in einer Nachricht des Bots benachrichtigt niemanden.{ $direct ->
        [yes] { " " }Eine Direktnachricht des Bots benachrichtigt dich wie jede andere.
       *[no] { "" }
    }
protect-sealed =
    Was über dich gespeichert ist, ist verschlüsselt, mit Schlüsseln nur für dich. Eine Löschung vernichtet sie.
protect-key =
    Liegt eine Datei mit dem Hauptschlüssel im Verzeichnis der Daten, wird sie abgelehnt. Können andere auf dem Rechner
    eine solche Datei lesen, wird das dem Betreiber gemeldet.
protect-operator =
    Der Betreiber hat den Hauptschlüssel des Bots und Befehle, um Gespeichertes zu lesen, zu übergeben und zu
    berichtigen.
protect-lingers =
    Was einzeln abläuft oder überschrieben wird, ist für den Bot sofort weg. Wer den Hauptschlüssel des Betreibers hat,
    könnte es noch im freien Platz der Datenbank finden, bis das Geheimnis vernichtet ist, mit dem es verschlüsselt war.
    Das dauert höchstens { DURATION($within) }, solange der Bot läuft, sonst bis zum nächsten Start.
protect-backups =
    Ein Backup, das der Betreiber macht, enthält verschlüsselte Einträge. Sein Geheimnis besteht höchstens
    { DURATION($within) } lang, solange der Bot läuft, sonst bis zum nächsten Start. Dann wird es vernichtet, und
    niemand kann das Backup noch lesen. Wer gelöscht wurde, ist darin nicht zu lesen. Nichts kommt daraus zurück, dessen
    Tag vorbei ist, was eine Person löschen ließ oder was auf einer seitdem widerrufenen Einwilligung beruhte. Was nach
    dem Backup auf andere Art endete, kommt mit ihm zurück: was ein Befehl oder der Bot löschte, was abgeschlossen,
    durch Neueres ersetzt oder abgeschaltet wurde{ $channels ->
        [yes] , und was einen Kanal nennt, der seitdem gelöscht wurde
       *[no] { "" }
    }. Dann endet es, wie diese Erklärung es sagt, als wäre das nicht
    geschehen.{ $asks ->
        [yes] { " " }Ein Nein, das du seitdem auf eine Frage nach Einwilligung gesagt hast, ist vergessen, und der Bot
            fragt noch einmal.
       *[no] { "" }
    }
protect-snapshots =
    Bei jedem Start, bevor er sich verbindet, macht der Bot selbst so ein Backup von allem, was er
    speichert{ HAS($without) ->
        [yes] , außer { AND($without) }
       *[no] { "" }
    }. Er behält die letzten { $keep } und keines länger als { DURATION($within) }, solange er läuft. So lange kann aus
    einem noch gelesen werden, was einzeln gelöscht wurde.
languages-counts =
    { $own ->
        [yes] Diese Erklärung gibt es auch auf { AND($others) }. Wo sie in einer anderen Sprache abweicht, gilt diese
            hier.
       *[no] Diese Erklärung ist eine Übersetzung. Wo sie von der Fassung auf { $counts } abweicht, gilt jene.
    }
age-minimum =
    Du musst mindestens { $age } Jahre alt sein, um den Bot zu benutzen; Discord kann ein höheres Alter verlangen.
changes-none = Dies ist die Richtlinie vom { $updated }; sie nennt keine frühere Änderung.
changes-one = { $date }: { $text }
changes-drop =
    { $piece ->
        [feature] Alles, was eine frühere Version des Bots für ihre Funktion „{ $name }“ speicherte, die es nicht mehr
            gibt,
        [field] Was eine frühere Version des Bots als „{ $name }“ in „{ $of }“ speicherte,
        [setting] Was Server als „{ $name }“ von „{ $of }“ eingestellt hatten,
       *[store] Alles, was eine frühere Version des Bots als „{ $name }“ speicherte,
    } wird beim ersten Start mit dieser Richtlinie gelöscht. Läuft der Bot, kann es spätestens { DURATION($within) }
    später niemand mehr lesen.

## The question before the first row about somebody, on Discord

consent-question = Darf der Bot dies über dich speichern? ({ $title })
consent-why =
    { $bot } wird betrieben von: { $controller }. { HAS($purposes) ->
        [yes] Der Bot würde dies speichern (Zweck: { AND($purposes) }):
       *[no] Der Bot würde dies speichern:
    }
consent-shown = Wer es vom Bot gezeigt bekommt: { $seen }.
consent-free =
    Wenn du Nein sagst, wird hiervon nichts über dich gespeichert, und dein Wunsch wird nicht erfüllt. Sonst ändert sich
    für dich nichts, und du wirst nicht noch einmal gefragt.
consent-back =
    Ein Ja kannst du jederzeit mit { CODE("/privacy consent") } ({ $name }) widerrufen. Was darauf beruht, wird dann
    gelöscht. { CODE("/privacy notice") } sagt mehr.
