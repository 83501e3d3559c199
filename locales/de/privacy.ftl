### `/privacy` and receipts, in Discord's Markdown. What `/privacy notice` says is in `notice.ftl`.

privacy-about = Was der Bot über dich weiß, und deine Rechte
privacy-does-notice = Kurz: was der Bot speichert, warum und wie lange
privacy-does-data = Was der Bot über dich speichert
privacy-does-export = Was der Bot über dich speichert, als Dateien zum Mitnehmen
privacy-does-delete = Löschen, was der Bot über dich speichert
privacy-does-optout = Widersprechen, dass der Bot über dich sammelt, oder es wieder erlauben
privacy-does-consent = Worin du eingewilligt hast; einwilligen oder widerrufen

privacy-scope =
    { $everywhere ->
        [yes] auf allen Servern
       *[no] auf diesem Server
    }
privacy-elsewhere = In einer Direktnachricht an den Bot gilt derselbe Befehl für alle Server.

## `/privacy data` and `/privacy export`

privacy-nothing = Der Bot speichert { privacy-scope } nichts über dich.
privacy-said-elsewhere = Ob du nur auf einem Server widersprochen hast, erfährst du auf diesem Server.
privacy-data =
    Was der Bot { privacy-scope } über dich speichert, { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    }:
privacy-data-store = **{ $store }**{ HAS($server) ->
        [yes] { " " }auf Server { $server }
       *[no] { $beyond ->
            [yes] { " " }(gehört zu keinem Server)
           *[no] { "" }
        }
    }
privacy-data-else = Für dich ist hier { privacy-scope } kein Eintrag zu lesen, aber der Bot speichert dies:
privacy-data-field = { $name }: { $value }
privacy-data-due = wird spätestens { $when } gelöscht
privacy-data-until = gespeichert: { until }
privacy-data-ends = So lange bleibt es gespeichert: { until }.
privacy-data-part = der Rest handelt von jemand anderem
privacy-data-other =
    • **{ $store }**{ HAS($server) ->
        [yes] { " " }auf Server { $server }
       *[no] { "" }
    }: { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    } ({ $why }).
privacy-data-setting =
    • Die Einstellung `{ $setting }`{ HAS($server) ->
        [yes] { " " }von Server { $server }
       *[no] { "" }
    } nennt dich: { $denied ->
        [yes] Du bist von dem ausgeschlossen
       *[no] Dir ist das erlaubt
    }, worum es darin geht. Das haben die gewählt, die den Server verwalten.
privacy-data-said =
    • Dass du { $here ->
        [yes] auf diesem Server
       *[no] auf allen Servern
    } { $opted_out ->
        [yes] widersprochen{ $erased ->
            [yes] { " " }hast oder deine Daten löschen ließest
           *[no] { " " }hast
        }
       *[no] den Widerspruch zurückgenommen hast
    }. { $opted_out ->
        [yes] Das bleibt, damit es gilt.
       *[no] Das bleibt, damit kein Backup zurückbringt, dass du widersprochen hattest.
    }
privacy-data-left =
    • Dass du Server { $server } verlassen hast, { $when }. Das bleibt so lange wie irgendetwas über dich dort.
privacy-data-roles =
    Der Bot gibt oder nimmt Rollen. Wer welche hat, speichert Discord, und dein Profil auf dem Server zeigt deine.
privacy-settings = Einstellungen

# Why records that name somebody are not shown to them.
absence-named = ein Text von jemand anderem darin erwähnt dich
absence-refused = es geht um dich, aber eine Kopie wird nicht gegeben
absence-over = die Zeit ist um; gelöscht wird, sobald getan ist, was daraus folgt
absence-dropped = aus einer früheren Richtlinie; gelöscht wird, wie sie es versprach
refused =
    Der Betreiber sagt, warum: { $reason } Der Betreiber prüft das wieder bis { $review }. Wenn du nicht einverstanden
    bist: { $appeal }
privacy-export =
    Was der Bot { privacy-scope } über dich speichert. { $page ->
        [yes] `my-data.html` ist zum Lesen, `my-data.json` für Programme.
       *[no] Für eine Seite ist es zu viel; diese Datei ist für Programme.
    }
privacy-export-large =
    Was der Bot { privacy-scope } über dich speichert, ist zu viel für eine Datei auf Discord. { $controller } muss es
    dir auf anderem Weg geben.

## `/privacy delete`

privacy-delete =
    Damit wird gelöscht, was der Bot { privacy-scope } über dich speichert. Das lässt sich nicht rückgängig machen.
privacy-delete-beyond =
    Was zu keinem Server gehört, gehört dazu und ist damit auf allen Servern weg: { $stores }.
privacy-delete-button = Meine Daten löschen
privacy-delete-others = Dieser Button ist für jemand anderen. `/privacy delete` gibt dir deinen eigenen.
privacy-delete-elsewhere = Dieser Button gehört an einen anderen Ort. Benutze hier `/privacy delete`.
privacy-erased = Gelöscht, { privacy-scope }.
privacy-erased-stops =
    Der Bot fängt { privacy-scope } über dich nicht wieder an mit { $stores }. `/privacy optout` erlaubt es wieder.
privacy-stays = Was bleibt:
privacy-stays-redact =
    • **{ $store }**: Wo du { $role } bist, bleibt der Eintrag ohne deinen Teil davon.
privacy-stays-pseudonymise =
    • **{ $store }**: Wo du { $role } bist, bleibt der Eintrag ohne deine ID, weil { $because }.{ HAS($texts) ->
        [yes] { " " }Das gilt auch für { AND($texts) }, egal, wer das geschrieben hat und was darin steht.
       *[no] { "" }
    }
privacy-stays-refused =
    • **{ $store }**: Das Löschen wird verweigert{ HAS($until) ->
        [yes] { " " }bis zu der im Eintrag genannten Zeit „{ $until }“
       *[no] { "" }
    }. Der Betreiber sagt, warum: { $reason }{ HAS($review) ->
        [yes] { " " }Noch einmal geprüft wird es an dem Tag, der im Eintrag „{ $review }“ heißt.
       *[no] { "" }
    } Darum bitten kannst du mit `{ $appeal }`, in einer Direktnachricht mit mir.
privacy-stays-named =
    • Texte anderer, die dich erwähnen, bleiben. Dort steht dann „jemand“.{ $keys ->
        [yes] { " " }Ein Eintrag, der über so einen Text gefunden wird, verschwindet.
       *[no] { "" }
    }
privacy-stays-roles = Deine Rollen bleiben. Wer die Rollen des Servers verwaltet, kann sie wegnehmen.
privacy-stays-posted =
    Was der Bot auf Discord gepostet hat, bleibt unberührt: Es ist eine Nachricht wie jede andere.

## `/privacy optout`

privacy-optout-none =
    Der Bot sammelt nichts, dem du widersprechen könntest. `/privacy delete` löscht, was er über dich speichert.
privacy-opted-out =
    Du hast { privacy-scope } widersprochen: Der Bot sammelt nichts mehr über dich mit { $stores }. Was er schon
    speichert, bleibt, bis du es löschst. Derselbe Befehl nimmt den Widerspruch zurück.
privacy-optout-button = Löschen, was da ist
privacy-optout-refused = • **{ $store }** geht weiter. Der Grund des Betreibers: { $reason }
privacy-optout-consent =
    Deine Einwilligungen widerrufst du mit `/privacy consent`. Das löscht auch, was auf ihnen beruht.
privacy-opted-in =
    Du hast den Widerspruch { privacy-scope } zurückgenommen: Der Bot darf über dich sammeln mit { $stores }.

opted-out =
    Du hast widersprochen, dass der Bot hiervon noch etwas über dich speichert{ $erased ->
        [yes] , oder es löschen lassen
       *[no] { "" }
    }. Darum wurde nichts getan. `/privacy optout` erlaubt es wieder.
opted-out-other = Über { $who } darf hiervon nichts Neues gespeichert werden, darum wurde nichts getan.

## Consent: the question, the answer, and `/privacy consent`. What is asked is in `notice.ftl`.

consent-option = Die Funktion
consent-yes = Ja
consent-no = Nein
consent-take-back = Widerrufen
consent-said-yes =
    Du hast zu **{ $title }** Ja gesagt. Mit `/privacy consent { $name }` kannst du das jederzeit widerrufen.
consent-said-no =
    Du hast zu **{ $title }** Nein gesagt: Davon wird nichts über dich gespeichert, und es wurde nichts getan. Du wirst
    nicht noch einmal gefragt; mit `/privacy consent { $name }` kannst du Ja sagen.
consent-taken-back =
    Du hast deine Einwilligung zu **{ $title }** widerrufen. Was der Bot damit über dich gespeichert hat, ist gelöscht.
    Mit `/privacy consent { $name }` kannst du sie wieder geben.
consent-taken-back-everywhere =
    Du hast deine Einwilligung zu **{ $title }** auf allen Servern widerrufen. Was der Bot damit über dich gespeichert
    hat, ist gelöscht.
consent-gone = Was du verlangt hattest, wartet nicht mehr. Bitte benutze es noch einmal.
consent-refused =
    Du hast hierzu Nein gesagt, darum wurde nichts getan. Mit `/privacy consent { $name }` kannst du Ja sagen.
consent-first =
    Du hast hierin nicht eingewilligt, darum wurde nichts getan. Mit `/privacy consent { $name }` kannst du Ja sagen;
    benutze dann den Befehl noch einmal.
consent-missing-other = { $who } hat hierin nicht eingewilligt, darum wurde nichts getan.
consent-others = Diese Frage ist für jemand anderen.
consent-changed =
    Was der Bot speichern würde, hat sich seit dieser Frage geändert, darum zählt deine Antwort nicht. Bitte benutze den
    Befehl noch einmal.
consent-unknown = Der Bot bittet um keine Einwilligung zu „{ $name }“.
consent-given =
    Du hast am { $since } zu **{ $title }** Ja gesagt. Wenn du das widerrufst, wird gelöscht, was der Bot damit über
    dich speichert.
consent-outdated =
    Du hast am { $since } zu **{ $title }** Ja gesagt. Was der Bot speichern würde, hat sich seitdem geändert. Darum
    wird nichts mehr gespeichert, bis du wieder Ja sagst.
consent-no-since = Du hast am { $since } zu **{ $title }** Nein gesagt.
consent-nowhere = Auf keinem Server hast du in **{ $title }** eingewilligt. Ja sagen kannst du auf einem Server.
consent-servers =
    Du hast auf { $n } { $n ->
        [one] Server
       *[other] Servern
    } zu **{ $title }** Ja gesagt. Wenn du hier widerrufst, gilt das auf allen, und was der Bot damit über dich
    speichert, wird gelöscht.
consent-list = Wofür der Bot um deine Einwilligung bittet:
consent-line-given = • **{ $title }**: ja, seit { $since }
consent-line-outdated = • **{ $title }**: ja am { $since }, aber zu etwas anderem, als die Richtlinie jetzt sagt
consent-line-no = • **{ $title }**: nein, seit { $since }
consent-line-unasked = • **{ $title }**: du wurdest noch nicht gefragt, also wird nichts gespeichert
consent-line-servers =
    • **{ $title }**: ja auf { $n } { $n ->
        [one] Server
       *[other] Servern
    }
consent-how = Mit `/privacy consent` und dem Namen kannst du zu einer Funktion Ja sagen oder widerrufen.

# As it stands in the record of an answer.
consent-policy = Version { $version } vom { $updated }

## Receipts

request-export = Export
request-correction = Berichtigung
request-erasure = Löschung
request-opt-out = Widerspruch
request-opt-in = Widerspruch zurückgenommen
request-withdrawal = Einwilligung widerrufen
request-server-erasure = Löschung von allem, was gespeichert war

receipt =
    Beleg `{ $id }`: { $request }, { $everywhere ->
        [yes] auf allen Servern
       *[no] auf einem Server
    }, { $at }, nach der Richtlinie vom { $updated }.
receipt-records =
    • { $store }: { $n } { $n ->
        [one] Eintrag
       *[other] Einträge
    }
receipt-delete = { receipt-records } gelöscht
receipt-redact = { receipt-records } ohne diesen Teil behalten
receipt-pseudonymise = { receipt-records } ohne die Person behalten
receipt-refuse = { receipt-records } behalten, denn die Löschung wird verweigert
receipt-nothing = • Es gab keinen Eintrag zu löschen.
