### Pages besides the notice: the export that a person is handed (`my-data.html`).

mydata-title = Was { $bot } über dich speichert
mydata-intro =
    { HAS($server) ->
        [yes] Auf dem Server { $server }
       *[no] Auf allen Servern
    }, am { $exported }. Diese Datei wurde für die Person mit der ID { $person } gemacht. Sie enthält personenbezogene
    Daten, behalte sie also für dich.
mydata-meta = { $bot }, Version { $version } seiner Richtlinie, zuletzt geändert am { $updated }
mydata-nothing =
    Der Bot speichert { HAS($server) ->
        [yes] dort nichts
       *[no] nirgends etwas
    } über dich.
mydata-count =
    { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    }, in diesen Teilen:
mydata-place =
    { HAS($server) ->
        [yes] auf dem Server { $server }
       *[no] auf keinem bestimmten Server
    }
mydata-why =
    Gespeichert für { $feature }{ HAS($purposes) ->
        [yes] { " " }(Zweck: { AND($purposes) })
       *[no] { "" }
    }.
mydata-kept = So lange bleibt es gespeichert: { until }.
mydata-redacted = Weggelassen, weil es von jemand anderem handelt: { AND($fields) }.
mydata-caption =
    { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    }
mydata-made = Angelegt
mydata-due = Wird gelöscht
mydata-due-open = noch nicht bekannt
mydata-empty = leer
mydata-left-out = weggelassen
mydata-choices = Was du verlangt hast, und was Server über dich sagen
mydata-choices-none = Du hast hier keinen Widerspruch eingelegt.
mydata-choices-out = Du hast widersprochen bei: { AND($stores) }.
mydata-absent = Was nicht in dieser Datei steht
mydata-said =
    Der Bot speichert, dass du { HAS($server) ->
        [yes] auf dem Server { $server }
       *[no] überall
    } { $opted_out ->
        [yes] widersprochen hast
       *[no] den Widerspruch zurückgenommen hast
    }.
mydata-setting =
    Der Server { $server } nennt dich in seiner Einstellung { $setting }: { $denied ->
        [yes] ausgeschlossen
       *[no] erlaubt
    }.
mydata-left =
    Dass du den Server { $server } am { $at } verlassen hast, speichert der Bot, solange er dort etwas über dich
    speichert.
mydata-absent-rows =
    { $store }{ HAS($server) ->
        [yes] { " " }auf dem Server { $server }
       *[no] { "" }
    }: { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    } ({ $why }).
mydata-absent-discord = Was der Bot auf Discord gepostet hat. Es steht dort wie jede andere Nachricht.
mydata-rights = Was du tun kannst
mydata-rights-delete =
    /privacy delete löscht, was gespeichert ist, und /privacy optout hält den Bot davon ab, mehr zu speichern. In einer
    Direktnachricht mit dem Bot gelten beide für alle Server.
mydata-rights-who =
    { $name } ist für diesen Bot verantwortlich{ HAS($contacts) ->
        [yes] { " " }und so erreichbar: { OR($contacts) }
       *[no] { "" }
    }. Wende dich dorthin, wenn etwas berichtigt werden soll.

## An address at which nothing is.

page-missing = Hier gibt es keine Seite
page-missing-help = Zur ersten Seite

## The play page (`candor play`). Its fixed parts stand in `src/web/play/page`.

play-away = kein Mitglied
play-keeps = gespeichert: { OR($until) }
play-settings = Einstellungen
play-settings-about = Was dieser Server gegenüber dem Standard geändert hat
play-setting = Einstellung
play-value = Wert
play-switched =
    { $on ->
        [yes] an
       *[no] aus
    }
play-choices = wer nichts gespeichert haben will
play-choices-about = /privacy optout und die Rücknahme, als Vermerk, der ohne die Schlüssel nicht zu lesen ist
play-choices-stores = nichts unter
play-person = Person
play-place = Server
play-everywhere = überall
play-requests = Protokoll der Wünsche
play-requests-about =
    Was mit den Befehlen für die eigenen Rechte verlangt wurde, auf die Stunde genau, ohne wer es verlangte
play-request = Wunsch
play-request-hour = Stunde
play-request-outcome = Ergebnis
play-request-receipt = Beleg
play-request-done = getan
play-request-not-done = nicht getan
play-request-unknown = abgebrochen
play-file = Datei { $number }
play-hello = Hallo sagen
play-hello-about = und sehen, ob etwas gespeichert wird
play-hello-text = Hallo zusammen
play-switch-on = { $feature } einschalten
play-switch-on-about = eine Funktion, die aus ist
play-data-about = Was über dich gespeichert ist
play-nobody = niemand hat diese ID
play-nobody-here = in dieser Welt ist niemand
play-forward = die Uhr geht um höchstens { $max } auf einmal vor
play-menu-on-nothing = ein Menü wird zu einer Person oder einer Nachricht geöffnet
play-needs-server = das braucht einen Server; geh zuerst in einen seiner Kanäle
play-stopped = der Bot hat aufgehört
play-faulty = die Richtlinie hat Fehler; die Seite zeigt sie
play-refused = Discord lehnt ab: { $refusal }
play-refused-part = Discord lehnt { $place } ab: { $why }
