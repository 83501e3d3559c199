### What `/privacy notice` says, and what `candor diff` says.

## The short form, for `/privacy notice`

summary-head = { $bot } – Datenschutz in Kürze (Version { $version }, { $updated })
summary-store = { FIRST($store) } enthält { AND($fields) }. Gespeichert: { until }.
summary-seen = Anderen kann gezeigt werden: { AND($stores) }.
summary-moderators = Leuten mit einer Berechtigung auf dem Server kann gezeigt werden: { AND($stores) }.
summary-operators = Dem Betreiberteam des Bots kann auf seinem eigenen Server gezeigt werden: { AND($stores) }.
summary-modlog = Im Mod-Log eines Servers kann stehen: { AND($categories) }.
summary-decides = Von allein tut der Bot dies: Er { AND($acts) }.
summary-others = Empfänger: { AND($names) }.
summary-operator = Wer den Bot betreibt, kann alles lesen, was er speichert.
summary-posted = Was der Bot gepostet hat, bleibt auf Discord, wenn deine Daten gelöscht werden.
summary-whole =
    { HAS($url) ->
        [yes] Die ganze Erklärung: { LINK($url) }
       *[no] Für die ganze Erklärung { ask-controller }.
    }
summary-more = … und { $n } weitere; die ganze Erklärung nennt sie.
summary-commands =
    { CODE("/privacy data") } zeigt, { CODE("/privacy export") } übergibt, { CODE("/privacy delete") }
    löscht{ $optout ->
        [yes] , { CODE("/privacy optout") } stoppt
       *[no] { "" }
    }. Das geht auch in einer Direktnachricht.

## What changes between two policies

diff-none = Für die betroffenen Personen ändert sich nichts.
diff-counts = { $material } wesentlich, { $other } andere
diff-material = wesentlich
diff-other = nicht wesentlich
diff-was = vorher
diff-now = jetzt
diff-new = neu
diff-gone = weg
diff-renamed = Namen
diff-language = Auf { $language }: { $source }
diff-handler =
    { $feature }, { $when }{ HAS($of) ->
        [yes] { " " }({ $of })
       *[no] { "" }
    }
diff-set = Befehle aus { $store }
diff-moved = { $text }, an anderer Stelle der Schritte
diff-when = wenn ({ $cond })
diff-unless = außer wenn ({ $cond })
diff-each = für jeden Eintrag aus ({ $query })
diff-after = nach { $name }
diff-unfit =
    Ein Bot mit Daten der alten Richtlinie startet nicht mit der neuen: { $fact }.
diff-unfit-help = { $help }
