### Pages besides the notice: the export that a person is handed (`my-data.html`).

mydata-title = What { $bot } keeps about you
mydata-intro =
    { HAS($server) ->
        [yes] In the server { $server }
       *[no] In all servers
    }, on { $exported }. This file was made for the person with the id { $person }; it holds personal data, so keep it to
    yourself.
mydata-meta = { $bot }, version { $version } of its policy, last changed on { $updated }
mydata-nothing =
    The bot keeps nothing about you { HAS($server) ->
        [yes] there
       *[no] anywhere
    }.
mydata-count =
    { $n } { $n ->
        [one] record
       *[other] records
    }, in these parts:
mydata-place =
    { HAS($server) ->
        [yes] in the server { $server }
       *[no] in no particular server
    }
mydata-why =
    Kept for { $feature }{ HAS($purposes) ->
        [yes] , to { AND($purposes) }
       *[no] { "" }
    }.
mydata-kept = Kept { until }.
mydata-redacted = Left out, because it is about somebody else: { AND($fields) }.
mydata-caption =
    { $n } { $n ->
        [one] record
       *[other] records
    }
mydata-made = Made
mydata-due = Will be deleted
mydata-due-open = not known yet
mydata-empty = empty
mydata-left-out = left out
mydata-choices = What you asked for, and what servers say of you
mydata-choices-none = You did not opt out of anything here.
mydata-choices-out = You opted out of: { AND($stores) }.
mydata-absent = What is not in this file
mydata-said =
    The bot keeps that you { $opted_out ->
        [yes] opted out
       *[no] opted in again
    } { HAS($server) ->
        [yes] in the server { $server }
       *[no] everywhere
    }.
mydata-setting =
    The server { $server } names you in its setting { $setting }: { $denied ->
        [yes] denied
       *[no] allowed
    }.
mydata-left = The bot keeps that you left the server { $server } on { $at }, as long as it keeps something about you there.
mydata-absent-rows =
    { $store }{ HAS($server) ->
        [yes] { " " }in the server { $server }
       *[no] { "" }
    }: { $n } { $n ->
        [one] record
       *[other] records
    } { $why }.
mydata-absent-discord = What the bot has posted on Discord, which is there like any other message.
mydata-rights = What you can do
mydata-rights-delete =
    /privacy delete erases what is kept, /privacy optout keeps the bot from keeping more. In a direct message with the
    bot both cover all servers.
mydata-rights-who =
    { $name } answers for this bot{ HAS($contacts) ->
        [yes] { " " }and can be reached { OR($contacts) }
       *[no] { "" }
    }. Ask them to have something corrected.

## An address at which nothing is.

page-missing = There is no page here
page-missing-help = To the first page

## The play page (`candor play`). Its fixed parts stand in `src/web/play/page`.

play-away = not a member
play-keeps = kept { OR($until) }
play-settings = settings
play-settings-about = What this server changed from the defaults
play-setting = setting
play-value = value
play-switched =
    { $on ->
        [yes] on
       *[no] off
    }
play-choices = who wants nothing kept
play-choices-about = /privacy optout and optin, as a mark that cannot be read without the keys
play-choices-stores = nothing in
play-person = person
play-place = server
play-everywhere = everywhere
play-requests = record of requests
play-requests-about = What was asked for by the commands for one’s rights, to the hour, without who asked
play-request = request
play-request-hour = hour
play-request-outcome = outcome
play-request-receipt = receipt
play-request-done = done
play-request-not-done = not done
play-request-unknown = cut short
play-file = file { $number }
play-hello = Say hello
play-hello-about = and see whether anything is kept
play-hello-text = Hello everybody
play-switch-on = Switch on { $feature }
play-switch-on-about = a feature that is off
play-data-about = What is kept about you
play-nobody = there is nobody with this id
play-nobody-here = there is nobody in this world
play-forward = the clock goes forward by at most { $max } at a time
play-menu-on-nothing = a menu is opened on somebody or on a message
play-needs-server = this needs a server; go to one of its channels first
play-stopped = the bot has stopped
play-faulty = the policy has errors; the page shows them
play-refused = Discord refuses: { $refusal }
play-refused-part = Discord refuses { $place }: { $why }
