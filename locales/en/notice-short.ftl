### What `/privacy notice` says, and what `candor diff` says.

## The short form, for `/privacy notice`

summary-head = { $bot } – privacy in short (version { $version }, { $updated })
summary-store = { FIRST($store) }: { AND($fields) }, { until }.
summary-seen = Others can be shown: { AND($stores) }.
summary-moderators = People with some permission in the server can be shown: { AND($stores) }.
summary-operators = Operators of the bot, in a server of theirs, can be shown: { AND($stores) }.
summary-modlog = A server’s mod-log can be shown { AND($categories) }.
summary-decides = By itself, the bot { AND($acts) }.
summary-others = Received by: { AND($names) }.
summary-operator = Whoever runs the bot can read all that it keeps.
summary-posted = What the bot has posted stays on Discord when your data are erased.
summary-whole =
    { HAS($url) ->
        [yes] The whole notice: { LINK($url) }
       *[no] For the whole notice, { ask-controller }.
    }
summary-more = … and { $n } more; the whole notice lists them.
summary-commands =
    { CODE("/privacy data") } shows, { CODE("/privacy export") } hands over, { CODE("/privacy delete") } erases{ $optout ->
        [yes] , { CODE("/privacy optout") } stops
       *[no] { "" }
    }. They work in a direct message too.

## What changes between two policies

diff-none = Nothing changes for the people concerned.
diff-counts = { $material } material, { $other } other
diff-material = material
diff-other = not material
diff-was = was
diff-now = now
diff-new = new
diff-gone = gone
diff-renamed = Names
diff-language = In { $language }: { $source }
diff-handler =
    { $feature }, { $when }{ HAS($of) ->
        [yes] { " " }({ $of })
       *[no] { "" }
    }
diff-set = Commands made of { $store }
diff-moved = { $text }, at another place among the steps
diff-when = when ({ $cond })
diff-unless = unless ({ $cond })
diff-each = for each ({ $query })
diff-after = after { $name }
diff-unfit =
    A bot with data of the old policy does not start with the new one: { $fact }.
diff-unfit-help = { $help }
