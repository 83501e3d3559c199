### `/privacy` and receipts, in Discord's Markdown. What `/privacy notice` says is in `notice.ftl`.

privacy-about = What the bot knows about you, and your rights
privacy-does-notice = What the bot keeps, why, and for how long, in short
privacy-does-data = What the bot keeps about you
privacy-does-export = What the bot keeps about you, as files to take along
privacy-does-delete = Delete what the bot keeps about you
privacy-does-optout = Keep the bot from collecting about you, or allow it again
privacy-does-consent = What you consented to; give it, or take it back

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
       *[no] { $beyond ->
            [yes] { " " }(of no server)
           *[no] { "" }
        }
    }
privacy-data-else = No record { privacy-scope } is for you to read here, but the bot keeps this:
privacy-data-field = { $name }: { $value }
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
privacy-data-setting =
    • The setting `{ $setting }`{ HAS($server) ->
        [yes] { " " }of server { $server }
       *[no] { "" }
    } names you: you are { $denied ->
        [yes] denied
       *[no] allowed
    } what it is about. Those who manage the server chose that.
privacy-data-said =
    • That you { $opted_out ->
        [yes] opted out{ $erased ->
            [yes] { " " }or had your data erased
           *[no] { "" }
        }
       *[no] opted in again
    } { $here ->
        [yes] in this server
       *[no] in all servers
    }. { $opted_out ->
        [yes] This stays, so that it holds.
       *[no] This stays, so that no backup brings back that you had opted out.
    }
privacy-data-left = • That you left server { $server }, { $when }. This stays as long as something about you there does.
privacy-data-roles =
    The bot gives or takes roles. Discord keeps who has which, and your profile in the server shows yours.
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
privacy-delete-beyond = What belongs to no server is a part of that, so it is gone in all of them: { $stores }.
privacy-delete-button = Delete my data
privacy-delete-others = This button is for somebody else. `/privacy delete` gives you your own.
privacy-delete-elsewhere = This button belongs to another place. Use `/privacy delete` here.
privacy-erased = Erased, { privacy-scope }.
privacy-erased-stops =
    The bot will not start again about you { privacy-scope } with { $stores }. `/privacy optout` allows it again.
privacy-stays = What stays:
privacy-stays-redact =
    • **{ $store }**: where you are { $role }, the record stays without your part of it.
privacy-stays-pseudonymise =
    • **{ $store }**: where you are { $role }, the record stays without your id, because { $because }.{ HAS($texts) ->
        [yes] { " " }So does { AND($texts) }, whoever wrote it and whatever it says.
       *[no] { "" }
    }
privacy-stays-refused =
    • **{ $store }**: an erasure is refused{ HAS($until) ->
        [yes] { " " }until “{ $until }”, which the record says
       *[no] { "" }
    }. The operator says why: { $reason }{ HAS($review) ->
        [yes] { " " }It is looked at again on the day that the record calls “{ $review }”.
       *[no] { "" }
    } You can ask for that with `{ $appeal }`, in a direct message with me.
privacy-stays-named =
    • Texts of others that mention you stay, and read “somebody” there.{ $keys ->
        [yes] { " " }A record that is found by such a text goes.
       *[no] { "" }
    }
privacy-stays-roles = Roles that you have stay. Those who manage the roles of the server can take them away.
privacy-stays-posted = What the bot has posted on Discord is not touched: it is a message like any other.

## `/privacy optout`

privacy-optout-none =
    The bot collects nothing that you could opt out of. `/privacy delete` deletes what it keeps about you.
privacy-opted-out =
    You opted out { privacy-scope }: the bot collects nothing more about you with { $stores }. What it keeps already stays
    until you delete it. The same command opts you in again.
privacy-optout-button = Delete what is there
privacy-optout-refused = • **{ $store }** goes on. The operator’s reason: { $reason }
privacy-optout-consent = What you consented to is taken back with `/privacy consent`, which also erases what rests on it.
privacy-opted-in = You opted in again { privacy-scope }: the bot may collect about you with { $stores }.

opted-out =
    You asked the bot to keep nothing more of this about you{ $erased ->
        [yes] , or to erase it
       *[no] { "" }
    }, so nothing was done. `/privacy optout` allows it again.
opted-out-other = Nothing new of this may be kept about { $who }, so nothing was done.

## Consent: the question, the answer, and `/privacy consent`. What is asked is in `notice.ftl`.

consent-option = The feature
consent-yes = Yes
consent-no = No
consent-take-back = Take it back
consent-said-yes =
    You said yes to **{ $title }**. Take it back at any time with `/privacy consent { $name }`.
consent-said-no =
    You said no to **{ $title }**: nothing of it is kept about you, and nothing was done. You will not be asked again; you
    can say yes with `/privacy consent { $name }`.
consent-taken-back =
    You took your consent to **{ $title }** back. What the bot kept about you with it is erased. You can give it again
    with `/privacy consent { $name }`.
consent-taken-back-everywhere =
    You took your consent to **{ $title }** back in all servers. What the bot kept about you with it is erased.
consent-gone = What you had asked for waits no longer. Please use it again.
consent-refused =
    You said no to this, so nothing was done. `/privacy consent { $name }` lets you say yes.
consent-first =
    You have not agreed to this, so nothing was done. `/privacy consent { $name }` lets you say yes; then use the command
    again.
consent-missing-other = { $who } did not consent to this, so nothing was done.
consent-others = This question is for somebody else.
consent-changed =
    What the bot would keep has changed since this was asked, so your answer does not count. Please use the command again.
consent-unknown = The bot asks for no consent to “{ $name }”.
consent-given =
    You said yes to **{ $title }** on { $since }. If you take it back, what the bot keeps about you with it is erased.
consent-outdated =
    You said yes to **{ $title }** on { $since }. What the bot would keep has changed since, so nothing more is kept until you
    say yes again.
consent-no-since = You said no to **{ $title }** on { $since }.
consent-nowhere = There is no server in which you consented to **{ $title }**. You can say yes in a server.
consent-servers =
    You said yes to **{ $title }** in { $n } { $n ->
        [one] server
       *[other] servers
    }. If you take it back here, it is taken back in all of them, and what the bot keeps about you with it is erased.
consent-list = What the bot asks your consent for:
consent-line-given = • **{ $title }**: yes, since { $since }
consent-line-outdated = • **{ $title }**: yes on { $since }, but to something else than the policy says now
consent-line-no = • **{ $title }**: no, since { $since }
consent-line-unasked = • **{ $title }**: you were not asked yet, so nothing is kept
consent-line-servers =
    • **{ $title }**: yes in { $n } { $n ->
        [one] server
       *[other] servers
    }
consent-how = `/privacy consent` with the name of one of them lets you say yes, or take it back.

# As it stands in the record of an answer.
consent-policy = version { $version } of { $updated }

## Receipts

request-export = export
request-correction = correction
request-erasure = erasure
request-opt-out = opt-out
request-opt-in = opt-in
request-withdrawal = consent taken back
request-server-erasure = erasure of all that was kept

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
receipt-refuse = { receipt-records } kept, as the erasure is refused
receipt-nothing = • There was no record to erase.
