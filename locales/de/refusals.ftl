### What people are told on Discord when something cannot be done, in Discord's Markdown.

servers-only = Das geht nur auf Servern.
dm-only = Das wird in einer Direktnachricht mit mir benutzt, nicht auf einem Server.
reviews-due =
    { $n ->
        [one] Ein Eintrag
       *[other] { $n } Einträge
    } aus **{ $store }** { $n ->
        [one] ist
       *[other] sind
    } noch einmal zu prüfen: Der Tag, { $n ->
        [one] den er nennt
       *[other] den sie nennen
    }, ist da.
operators-only = Das benutzt nur das Betreiberteam dieses Bots, auf seinem eigenen Server.
no-operators =
    Für diesen Bot ist noch kein Betreiberteam benannt, darum geht das nicht. Wer den Bot betreibt, setzt
    `CANDOR_OPERATOR_SERVER` und `CANDOR_OPERATOR_ROLE`.
no-operators-channel =
    Dem Betreiberteam dieses Bots kann nicht geschrieben werden: Wer den Bot betreibt, hat keinen Kanal dafür benannt.
    Nichts wurde geändert.
no-longer-used = Dieser Befehl wird nicht mehr benutzt.
command-gone = `/{ $name }` wird nicht mehr benutzt.
button-gone = Dieser Button wird nicht mehr benutzt.
may-not =
    Dieser Server erlaubt dir das nicht. Seine Einstellungen sagen, wer es darf; wem der Server gehört und
    Administratoren dürfen es immer.
form-again = Meine Eingabe ändern
form-gone =
    Deine Eingabe ist weg: Der Bot merkt sie sich 15 Minuten lang und nicht über einen Neustart. Bitte benutze den
    Befehl noch einmal.
not-now = Das geht gerade nicht. Nichts wurde geändert.
too-often = Das hast du sehr oft getan. Warte bitte ein wenig. Nichts wurde geändert.
nothing-to-do = Nichts zu tun.
done = Erledigt.
nobody-named = Es wurde niemand genannt.
too-many-rows = Das sind mehr als die { $max } Einträge, die der Bot auf einmal durchsieht. Nichts wurde geändert.
each-stopped = Die ersten { $max } von { $n } wurden bearbeitet, die anderen nicht.
commands-full =
    Dieser Server hat { $max } eigene Befehle, mehr nimmt Discord nicht an. Entferne zuerst einen. Nichts wurde
    geändert.
no-category = <#{ $channel }> ist keine Kategorie; wähle eine andere.
channel-kind =
    <#{ $channel }> nimmt keine Nachrichten an, denn das ist eine Kategorie oder ein Forum; wähle einen anderen Kanal.
edit-refused = Der Bot konnte eine eigene Nachricht in <#{ $channel }> nicht ändern: { $why }.
refused-in-part = Discord hat einen Teil davon abgelehnt: { $why }.
not-done = Der Bot konnte { $deed }{ HAS($whom) ->
        [yes] { " " }({ $whom })
       *[no] { "" }
    }: { $why }.{ HAS($permissions) ->
        [yes] { " " }Dafür braucht er: { $permissions }.
       *[no] { "" }
    }
post-refused = Der Bot konnte in <#{ $channel }> nicht posten: { $why }.
commands-left-out = Einige Befehle dieses Servers können nicht benutzt werden: { $why }.
mod-log-refused =
    In das Mod-Log deines Servers, <#{ $channel }> ({ $link }), kann nicht geschrieben werden: { $why }. Bis dahin
    erfährt dort niemand, was der Bot tut.
feature-is-off =
    `{ $name }` ist auf diesem Server aus. Wer den Server verwalten darf, schaltet es mit
    `/config set { $name } enabled:True` ein.
broken-off =
    Das hat nicht geklappt, und nichts wurde geändert. Wenn es immer wieder passiert, nenne dem Betreiber des Bots diese
    Kennung: `{ $reference }`

partly-broken-off =
    Ein Teil davon hat nicht geklappt. Wenn es immer wieder passiert, nenne dem Betreiber des Bots diese Kennung:
    `{ $reference }`
effect-in-doubt =
    { $feature }: Der Bot wurde unterbrochen. Was er gerade tat, ist vielleicht geschehen und vielleicht nicht. Was
    folgen sollte, ist nicht geschehen ({ $line }).
ended-refused =
    { $feature }: Was folgen sollte, als die Zeit von etwas um war, ist nicht geschehen. { $why } ({ $line })
effect-given-up =
    { $feature }: Discord hat etwas nicht getan, was folgen sollte, und nach einem Tag hat der Bot es aufgegeben
    ({ $line }).

## Who may do what to whom

needs-permission = Dafür brauchst du die Berechtigung **{ $permission }**.
not-yourself = Bei dir selbst geht das nicht.
not-the-bot = Der Bot kann das nicht bei sich selbst tun.
above-owner = Der Server gehört <@{ $user }>, also steht niemand darüber.
above-you = Deine höchste Rolle steht nicht über der von <@{ $user }>, darum geht das hier nicht.
above-bot =
    Die höchste Rolle von <@{ $user }> steht nicht unter der des Bots. Schiebe die Rolle des Bots darüber:
    Servereinstellungen → Rollen.
member-owner = Der Server gehört <@{ $user }>, darum kann niemand { $to_them }.
member-administrator =
    <@{ $user }> ist Administrator, und Discord lässt niemanden { $to_administrators }.
role-above-you = Deine höchste Rolle steht nicht über <@&{ $role }>, darum kannst du diese Rolle nicht benutzen.
role-above-bot =
    Die Rolle **{ $name }** steht nicht unter der höchsten Rolle des Bots. Schiebe die Rolle des Bots darüber:
    Servereinstellungen → Rollen.
role-gone =
    Diese Rolle gibt es auf diesem Server nicht mehr. Wer den Server verwalten darf, kann eine andere wählen.
role-everybody = Diese Rolle haben schon alle; wähle eine andere.
role-managed =
    Die Rolle **{ $name }** gehört zu einer Integration und kann niemandem von Hand gegeben werden; wähle eine andere.

## Data that got into wrong hands

breach-title = **Über deine Daten**
breach-person = Mit Daten, die { $bot } über dich speichert, ist etwas geschehen.
breach-server =
    Mit Daten, die { $bot } über Mitglieder dieses Servers speichert, ist etwas geschehen. Einige konnten nicht per
    Direktnachricht informiert werden, darum steht es hier.
breach-consequences = Was das für dich bedeuten kann
breach-measures = Was dagegen getan wird, und was du tun kannst
breach-contact = Wen du fragen kannst
breach-reference = -# Referenz: { $reference }

## What somebody gave to a command or a setting

missing = `{ $name }` fehlt.
usage = So wird es geschrieben: `{ $usage }`
prefix-unclear =
    Nachrichten, die mit `{ $prefix }` beginnen, lassen sich nicht von dem unterscheiden, was Leute sagen. Stelle vor
    den Namen des Befehls ein Zeichen mit einem Wort, etwa `!` oder `k!`.
typed-unread =
    Die Antwort hierauf ist nur für dich, und eine Direktnachricht an dich kam nicht an. Dafür müssen Direktnachrichten
    von diesem Server erlaubt sein.
option-changed =
    `{ $name }` ist nicht von der Art, die dieser Befehl nimmt. Der Befehl hat sich geändert: Lade Discord neu, und
    versuche es noch einmal.
one-of = `{ $name }` muss eines davon sein: { $choices }.
command-taken = `/{ $name }` ist schon ein Befehl dieses Bots; wähle einen anderen Namen.
at-least-second = `{ $name }` muss mindestens eine Sekunde sein.
not-a-number = `{ $name }` muss eine ganze Zahl sein, etwa 3.
not-a-duration = `{ $name }` muss eine Dauer sein, etwa `30s`, `10m`, `12h`, `7d` oder `1h30m`.
not-an-emoji = `{ $name }` muss ein einzelnes Emoji sein, etwa 👍 oder ein eigenes dieses Servers.
not-a-link =
    `{ $name }` muss ein Link zu einer Nachricht dieses Servers sein. Öffne das Menü der Nachricht, und wähle
    „Nachrichtenlink kopieren“.
not-an-address =
    `{ $name }` muss eine Adresse sein, die mit `https://` beginnt und höchstens { $most } Zeichen hat: nur einfache
    Buchstaben, keine Leerzeichen, kein Name oder Passwort darin.
not-a-language = `{ $name }` muss eine Sprache sein, wie Discord sie nennt, etwa `fr` oder `en-GB`.
not-a-name = `{ $name }` muss ein Wort aus höchstens 32 Buchstaben, Ziffern, `-` oder `_` sein.
at-least =
    `{ $name }` muss mindestens { $min }{ $unit ->
        [characters] { " " }Zeichen lang
       *[none] { "" }
    } sein.
at-most =
    `{ $name }` darf höchstens { $max }{ $unit ->
        [characters] { " " }Zeichen lang
       *[none] { "" }
    } sein.
persona-empty = Eine Nachricht konnte nicht unter einem Namen gepostet werden, denn der Name war leer.
persona-forbidden =
    Discord lässt niemanden unter einem Namen posten, in dem „{ $word }“ vorkommt oder der so lautet. Wähle einen
    anderen Namen.
persona-parted =
    Discord lässt niemanden unter einem Namen posten, in dem „{ $word }“ vorkommt oder der so lautet. Das Wort wurde
    durch ein schmales Leerzeichen geteilt.
files-left-out =
    { $n ->
        [one] Eine Datei wurde weggelassen
       *[other] { $n } Dateien wurden weggelassen
    }: Discord nimmt mit einer Nachricht höchstens { $max } Dateien an, zusammen höchstens { $mib } MiB.
text-cut =
    Ein Text für „{ $name }“ war länger als die { $max } Zeichen, die Discord annimmt. Sein Ende wurde weggelassen.

## What a row would be

row-gone = Diesen Eintrag unter „{ $store }“ gibt es nicht. Nichts wurde geändert.
row-there = Für { $key } gibt es unter „{ $store }“ schon einen Eintrag. Nichts wurde geändert.
field-range =
    Für „{ $field }“ unter „{ $store }“ ist erlaubt: { $range }. Hiermit wären es { $number }. Nichts wurde geändert.
field-long =
    „{ $field }“ unter „{ $store }“ hat höchstens { $max } Zeichen, und dies wäre länger. Nichts wurde geändert.
field-short =
    „{ $field }“ unter „{ $store }“ hat mindestens { $min } Zeichen, und dies wäre kürzer. Nichts wurde geändert.
field-cut =
    Ein Text war länger als die { $max } Zeichen, die „{ $field }“ unter „{ $store }“ hat. Er wurde bis dahin
    gespeichert und endet mit „…“.
field-bound =
    Für „{ $field }“ unter „{ $store }“ ist erlaubt: { $range }. Das war hier nicht so. Gespeichert wurde stattdessen
    { $bound }.
key-long =
    Von etwas wurde nichts gespeichert, denn „{ $field }“ unter „{ $store }“ hat höchstens { $max } Zeichen.
key-range = Von etwas wurde nichts gespeichert, denn für „{ $field }“ unter „{ $store }“ ist erlaubt: { $range }.
range-between = von { $low } bis { $high }
range-from = { $low } oder mehr
range-to = höchstens { $high }

## Templates that a server's admins write; those that name no problem continue a sentence

template-refused = Dieser Text kann nicht benutzt werden: { $problem }.
template-not-kept = Dieser Text kann nicht benutzt werden: { $problem }. Nichts wurde geändert.
template-of-server = Der Text, der auf dem Server dafür eingestellt ist, kann nicht gezeigt werden: { $problem }.
template-unknown = `{ $name }` ist nicht bekannt; bekannt sind: { $known }
template-broken = Er ergibt fehlerhaften Text
template-long = Er ist länger als { $max } Zeichen
template-unclosed =
    Anführungszeichen und Klammern müssen vor den geschweiften Klammern geschlossen sein und dürfen keine doppelten
    geschweiften Klammern enthalten
template-times = `*` kann zwischen geschweiften Klammern nicht benutzt werden
template-tag = `{ "{%" } { $word } { "%}" }` kann nicht benutzt werden; `if`, `elif`, `else` und `endif` gehen
template-much = Er ergibt mehr als { $max } Zeichen
template-slow = Es dauert zu lange
template-undefined = Er benutzt etwas, was nicht bekannt ist
# The detail is the template engine's own.
template-detail =
    { $detail }{ HAS($line) ->
        [yes] { " " }in Zeile { $line }
       *[no] { "" }
    }

## What Discord refuses: `discord-error-` and Discord's code for it

discord-slow = Discord bittet den Bot, langsamer zu machen; versuche es in einer Minute noch einmal
discord-away = Discord war nicht zu erreichen; versuche es in einer Minute noch einmal
service-away = der Dienst, der dazu gefragt wird, hat nicht geantwortet; versuche es später noch einmal
discord-commands =
    Discord nimmt { $n ->
        [one] diesen Befehl
       *[other] diese Befehle
    } nicht an: { $names }; wähle { $n ->
        [one] einen anderen Namen
       *[other] andere Namen
    }
discord-limit = Auf diesem Server ist eine Grenze von Discord erreicht
discord-again = Versuche es noch einmal, und sag dem Betreiber des Bots Bescheid, wenn es so bleibt

discord-error-10003 = Der Kanal ist weg; wähle mit `/config set` einen anderen
discord-error-10004 = Der Server ist weg, oder der Bot ist nicht mehr darauf
discord-error-10007 = Diese Person ist kein Mitglied des Servers mehr
discord-error-10008 = Die Nachricht ist weg
discord-error-10011 = Die Rolle ist weg; wähle mit `/config set` eine andere
discord-error-10013 = Discord kennt diese Person nicht
discord-error-10014 = Der Bot kennt dieses Emoji nicht; benutze eines dieses Servers oder ein gewöhnliches
discord-error-10062 = Die Antwort kam später, als Discord auf sie wartet
discord-error-30007 =
    Der Kanal hat so viele Webhooks, wie Discord erlaubt; lösche einen unter „Kanal bearbeiten“, „Integrationen“
discord-error-40060 = Das wurde schon beantwortet
discord-error-50001 = Der Bot kann es nicht sehen; lass die Rolle des Bots den Kanal ansehen
discord-error-50007 = Diese Person nimmt vom Bot keine Direktnachrichten an
discord-error-50008 =
    In dieser Art von Kanal kann nichts gepostet werden; wähle mit `/config set` einen anderen
discord-error-50013 =
    Dem Bot fehlt dort eine Berechtigung, oder seine Rolle steht darunter; schiebe die Rolle des Bots höher, unter
    Servereinstellungen, Rollen
discord-error-50024 = Das geht in dieser Art von Kanal nicht
discord-error-50035 = Etwas darin hat eine Form, die Discord nicht annimmt
