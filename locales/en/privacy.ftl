### `/privacy` and receipts, in Discord's Markdown. What `/privacy notice` says is in `notice.ftl`.

privacy-about = What the bot knows about you, and your rights
privacy-does-notice = What the bot keeps, why, and for how long, in short
privacy-does-data = What the bot keeps about you
privacy-does-export = What the bot keeps about you, as files to take along
privacy-does-delete = Delete what the bot keeps about you
privacy-does-optout = Keep the bot from collecting about you, or allow it again

privacy-scope =
    { $everywhere ->
        [yes] in all servers
       *[no] in this server
    }
privacy-elsewhere = In a direct message to the bot, the same command covers all servers.

## `/privacy data` and `/privacy export`

privacy-nothing = The bot keeps nothing about you { privacy-scope }.
privacy-said-elsewhere = Whether you opted out in one server only is told in that server.
privacy-data =
    What the bot keeps about you { privacy-scope }, { $n } { $n ->
        [one] row
       *[other] rows
    }:
privacy-data-store = **{ $store }**{ HAS($server) ->
        [yes] { " " }in server { $server }
       *[no] { "" }
    }
privacy-data-else = No record { privacy-scope } is for you to read here, but the bot keeps this:
privacy-data-due = goes { $when } at the latest
privacy-data-until = kept { until }
privacy-data-ends = Kept { until }.
privacy-data-part = the rest is about somebody else
privacy-data-other =
    • **{ $store }**{ HAS($server) ->
        [yes] { " " }in server { $server }
       *[no] { "" }
    }: { $n } { $n ->
        [one] record
       *[other] records
    } { $why }.
privacy-data-said =
    • That you { $opted_out ->
        [yes] opted out
       *[no] opted in again
    } { $here ->
        [yes] in this server
       *[no] in all servers
    }. This stays, so that it holds.
privacy-data-left = • That you left server { $server }, { $when }. This stays as long as something about you there does.
privacy-settings = Settings

# Why records that name somebody are not shown to them.
absence-named = in which a text by somebody else mentions you
absence-refused = about you, of which no copy is given
absence-over = whose time is over, and which go once what follows from that is done
absence-dropped = that an earlier policy kept, and that go as it promised
refused =
    The operator says why: { $reason } The operator looks at it again by { $review }. If you do not agree: { $appeal }
privacy-export =
    What the bot keeps about you { privacy-scope }. { $page ->
        [yes] `my-data.html` is for reading, `my-data.json` for programs.
       *[no] It is too much for a page; this file is for programs.
    }
privacy-export-large =
    What the bot keeps about you { privacy-scope } is too much for one file on Discord. { $controller } has to hand it to
    you another way.

## `/privacy delete`

privacy-delete = This deletes what the bot keeps about you { privacy-scope }. It cannot be undone.
privacy-delete-button = Delete my data
privacy-delete-others = This button is for somebody else. `/privacy delete` gives you your own.
privacy-delete-elsewhere = This button belongs to another place. Use `/privacy delete` here.
privacy-erased = Erased, { privacy-scope }.
privacy-erased-stops =
    The bot will not start again about you with { $stores }. `/privacy optout` allows it again.
privacy-stays = What stays:
privacy-stays-redact =
    • **{ $store }**: where you are the { $role }, the record stays without your part of it.
privacy-stays-pseudonymise =
    • **{ $store }**: where you are the { $role }, the record stays, because it is about somebody else, and nothing in it
    leads to you any more.
privacy-stays-named = • Texts of others that mention you stay, and read “somebody” there.
privacy-stays-posted = What the bot has posted on Discord is not touched: it is a message like any other.

## `/privacy optout`

privacy-optout-none =
    The bot collects nothing that you could opt out of. `/privacy delete` deletes what it keeps about you.
privacy-opted-out =
    You opted out { privacy-scope }: the bot collects nothing more about you with { $stores }. What it keeps already stays
    until `/privacy delete`. The same command opts you in again.
privacy-opted-in = You opted in again { privacy-scope }: the bot may collect about you with { $stores }.

## Receipts

request-export = export
request-correction = correction
request-erasure = erasure
request-opt-out = opt-out
request-opt-in = opt-in

receipt =
    Receipt `{ $id }`: { $request } { $everywhere ->
        [yes] in all servers
       *[no] in one server
    }, { $at }, under the policy of { $updated }.
receipt-records =
    • { $store }: { $n } { $n ->
        [one] record
       *[other] records
    }
receipt-delete = { receipt-records } deleted
receipt-redact = { receipt-records } kept without that part
receipt-pseudonymise = { receipt-records } kept without the person
receipt-nothing = • There was no record to erase.
