### `/config`, in Discord's Markdown.

config-about = Die Einstellungen des Bots auf diesem Server
config-does-show = Alle Einstellungen, und welche dem Standard entsprechen
config-does-set = Einstellungen ändern
config-does-add = Einer Einstellung mit mehreren Werten etwas hinzufügen oder jemandem etwas erlauben
config-does-remove = Aus einer Einstellung mit mehreren Werten etwas herausnehmen
config-does-deny = Eine Rolle oder jemanden von dem ausschließen, worum es in einer Einstellung geht
config-does-reset = Zum Standard zurückkehren
config-does-export = Die Einstellungen dieses Servers als Datei speichern
config-does-import = Einstellungen aus einer Datei wiederherstellen, genau so, wie sie waren
config-option-enabled = Ob die Funktion an ist
config-option-setting = Welche
config-option-file = Eine Datei von /config export
config-family = Einstellungen von { $feature }
config-family-server = Einstellungen des Bots als Ganzes
setting-mod-log = Wo Moderatoren lesen, was der Bot getan hat
setting-language = Die Sprache, die der Bot in Kanälen spricht

## `/config show`

config-feature = **{ $title }** (`{ $name }`): { $on ->
        [yes] an
       *[no] aus
    }{ config-default }
config-setting = • `{ $name }`: { $value }{ config-default }
config-trouble = { $line } ⚠️ { $why }
config-default =
    { $default ->
        [yes] { " " }(Standard)
       *[no] { "" }
    }
config-server = **Der Bot als Ganzes** (`{ $name }`)
config-none = Dieser Bot hat keine Einstellungen.

## `/config set` and `/config reset`

config-switched =
    `{ $feature }` ist jetzt **{ $on ->
        [yes] an
       *[no] aus
    }**.
config-fixed = `{ $feature }` ist auf jedem Server an: Die Richtlinie des Bots sagt, dass man es nicht umschalten kann.
config-set = `{ $path }` ist jetzt { $value }.
config-same = Nichts ändert sich: `{ $path }` ist { $value }.
config-set-nothing = Es gibt nichts zu ändern: Wähle mindestens eine der Optionen des Befehls.
config-no-feature = Es gibt keine Funktion `{ $name }`.
config-no-setting = Es gibt keine Einstellung `{ $name }`.
config-reset = `{ $what }` ist wieder auf dem Standard: { $value }.
config-reset-all = Alle Einstellungen von `{ $what }` sind wieder auf dem Standard.
config-reset-unknown =
    Es gibt keine Einstellung `{ $what }`. `/config show` listet sie auf; nenne eine als `FUNKTION.EINSTELLUNG`.

## `/config export` and `/config import`

config-export = Was vom Standard abweicht. `/config import` stellt es wieder her.
config-imported = Die Einstellungen sind jetzt wie in `{ $file }`; { $n } davon { $n ->
        [one] hat sich geändert
       *[other] haben sich geändert
    }.
config-left-out =
    { $n ->
        [one] Dies wurde weggelassen, weil dieser Server es nicht hat:
       *[other] Diese wurden weggelassen, weil dieser Server sie nicht hat:
    }
config-left-out-of =
    • `{ $name }`{ $n ->
        [one] { "" }
       *[other] { " " }({ $n } Werte)
    }
config-unchanged = { $why } Nichts wurde geändert.
config-file-unreadable = `{ $file }` konnte nicht gelesen werden: Es muss Text von höchstens { $kilobytes } KB sein.
config-file-not-json = Die Datei ist kein JSON: Zeile { $line }, Spalte { $column }.
config-file-other = Die Datei stammt nicht von `/config export`.
config-file-format = Das `format` der Datei muss { $format } sein.
config-file-unknown = Die Datei enthält `{ $name }`; das ist nicht bekannt.
config-file-switch = `enabled.{ $name }` muss true oder false sein.
config-file-section = `{ $name }` muss ein Objekt sein.

## What a setting must be

setting-form =
    `{ $name }` muss { $kind ->
        [bool] true oder false
        [int] eine ganze Zahl
        [user-id] eine ID als Zeichenkette
        [member] eine ID als Zeichenkette
        [guild-id] eine ID als Zeichenkette
        [channel] eine ID als Zeichenkette
        [role] eine ID als Zeichenkette
        [message-id] eine ID als Zeichenkette
        [instant] ein Zeitpunkt wie "2026-01-31T12:00:00Z"
        [duration] eine Dauer wie "1h30m"
        [words] eine Liste von Zeichenketten
        [list] eine Liste
        [url] eine Adresse wie "https://example.org"
        [locale] eine Sprache wie "en-GB"
        [who] eine Liste wie ["everyone", "not <@&role>"]
       *[text] eine Zeichenkette
    } sein.
setting-typed =
    `{ $name }` muss { $kind ->
        [bool] true oder false
        [int] eine ganze Zahl
        [user-id] eine ID
        [member] eine ID
        [guild-id] eine ID
        [channel] eine ID
        [role] eine ID
        [message-id] eine ID
        [instant] ein Zeitpunkt wie 2026-01-31T12:00:00Z
        [duration] eine Dauer wie 1h30m
        [words] eine Liste von Wörtern, durch Kommas getrennt,
        [emoji] ein Emoji
        [url] eine Adresse wie https://example.org
        [locale] eine Sprache wie en-GB
       *[text] ein Text
    } sein.
setting-large =
    `{ $name }` enthält zu viel: Ein Wort hat höchstens { $word } Zeichen, alle zusammen { $all }.
setting-unsearchable = `{ $name }` ist zu groß, um danach zu suchen; kürze es.
setting-many =
    `{ $name }` hat höchstens { $most } Werte. Nimm zuerst mit `/config remove` einige heraus.
setting-people =
    Die Einstellungen eines Servers nennen höchstens { $most } Personen. Wähle stattdessen eine Rolle, oder nimm mit
    `/config remove` jemanden heraus.
setting-everyone =
    `{ $name }` kann nicht für alle gelten: Wähle eine Rolle oder jemanden. Was niemand benutzen soll, schalte mit
    `/config set` aus.
setting-file-people =
    `{ $name }` nennt Personen, und eine Datei bringt sie nicht mit. Nimm sie aus der Datei heraus, und füge sie mit
    `/config add` hinzu.
setting-gone =
    { $n ->
        [one] Etwas davon gibt es nicht mehr, und es verschwindet hier mit der nächsten Änderung.
       *[other] { $n } davon gibt es nicht mehr, und sie verschwinden hier mit der nächsten Änderung.
    }
setting-gone-one = { $value } (weg)
setting-empty = leer
setting-channel = `{ $name }` muss ein Kanal dieses Servers sein, den der Bot sehen kann.
setting-role = `{ $name }` muss eine Rolle dieses Servers sein.
setting-problem = `{ $name }`: { $problem }
