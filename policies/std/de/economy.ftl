### What std/economy says, in German. Each text stands above its translation.

# run the economy that your server turned on
words-run-the-economy-that-your-server-bc750e = die Wirtschaft führen, die dein Server eingeschaltet hat

# economy
setting-economy = wirtschaft

# Economy
words-economy-5c3849 = Wirtschaft

# Money of the server's own
words-money-of-the-server-s-own-835715 = Eigenes Geld des Servers

# rewarding participation
words-rewarding-participation-dc0e47 = Beteiligung belohnen

# currency
setting-currency = währung

# What the money is called
about-what-the-money-is-called-6eadcf = Wie das Geld heißt

# daily
setting-daily = täglich

# What a day brings
about-what-a-day-brings-88a844 = Was ein Tag bringt

# work-min
setting-work-min = arbeit-min

# Least that work brings
about-least-that-work-brings-c03d2b = Wie viel Arbeit mindestens bringt

# work-every
setting-work-every = arbeit-abstand

# Time between two times of work
about-time-between-two-times-of-work-6f6d15 = Zeit zwischen zwei Arbeiten

# purse
name-purse = Börse

# A member's money
words-a-member-s-money-25ae22 = Das Geld eines Mitglieds

# user
name-user = Person

# wallet
name-wallet = Geldbörse

# what is in the wallet
words-what-is-in-the-wallet-250e0a = was in der Geldbörse ist

# bank
name-bank = Bank

# what is in the bank
words-what-is-in-the-bank-048a9e = was auf der Bank ist

# total
name-total = Gesamtzahl

# both together
words-both-together-cb4b47 = beides zusammen

# daily-at
name-daily-at = Tagesgeld

# when the day's money was taken
words-when-the-day-s-money-was-15e4f8 = wann das Geld des Tages genommen wurde

# worked-at
name-worked-at = Arbeit

# when they worked
words-when-they-worked-f76693 = wann gearbeitet wurde

# transaction
name-transaction = Buchung

# Money that came or went
words-money-that-came-or-went-6ccdf7 = Geld, das kam oder ging

# id
name-id = Nummer

# member
name-member = Mitglied

# whose
words-whose = wessen

# other
name-other = Gegenüber

# from whom, or to whom
words-from-whom-or-to-whom-681b2f = von wem oder an wen

# amount
name-amount = Betrag

# how much; below zero it went
words-how-much-below-zero-it-went-0e98cc = wie viel; unter null ging es weg

# what
name-what = Zweck

# what for
words-what-for-a12694 = wofür

# at
name-at = Zeitpunkt

# when
words-when = wann

# offer
name-offer = Angebot

# A role that can be bought
words-a-role-that-can-be-bought-a503e2 = Eine Rolle, die man kaufen kann

# role
name-role = Rolle

# the role
words-the-role-7d3b20 = die Rolle

# price
name-price = Preis

# its price
words-its-price-78d524 = ihr Preis

# purchase
name-purchase = Kauf

# A role that a member bought
words-a-role-that-a-member-bought-984585 = Eine Rolle, die ein Mitglied gekauft hat

# balance
command-balance = guthaben

# Show what somebody has
about-show-what-somebody-has-72e763 = Zeigen, was jemand hat

# member
command-member = mitglied

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = Wessen; ohne Angabe deins

# { $member-invoker-mention }: { $purse-member-invoker-wallet } { $settings-currency } in the wallet, { $purse-member-invoker-bank } in the bank.
text-member-invoker-mention-purse-member-7dabf5 = { $member-invoker-mention }: { $purse-member-invoker-wallet } { $settings-currency } in der Geldbörse, { $purse-member-invoker-bank } auf der Bank.

# daily
command-daily = täglich

# Take the day's money
about-take-the-day-s-money-e23a08 = Das Geld des Tages nehmen

# You took it today. Come back { $relative-floor-now-1d-1d }.
text-you-took-it-today-come-back-0c7507 = Du hast es heute schon genommen. Komm wieder: { $relative-floor-now-1d-1d }.

# You got { $settings-daily } { $settings-currency }. The next are due { $relative-floor-now-1d-1d }.
text-you-got-settings-daily-settings-currency-60ea90 = Du hast { $settings-daily } { $settings-currency } bekommen. Das nächste gibt es { $relative-floor-now-1d-1d }.

# work
command-work = arbeiten

# Work for money
about-work-for-money-ea8bad = Für Geld arbeiten

# You are tired. Come back { $relative-purse-worked-at-settings-work-e }.
text-you-are-tired-come-back-relative-1c035c = Du bist müde. Komm wieder: { $relative-purse-worked-at-settings-work-e }.

# You earned { $earned } { $settings-currency }.
text-you-earned-earned-settings-currency-f224e3 = Du hast { $earned } { $settings-currency } verdient.

# pay
command-pay = zahlen

# Give somebody money out of your wallet
about-give-somebody-money-out-of-your-78e019 = Jemandem Geld aus deiner Geldbörse geben

# Who gets it
about-who-gets-it-693e5c = Wer es bekommt

# amount
command-amount = betrag

# How much
about-how-much-5e4b32 = Wie viel

# That would change nothing.
text-that-would-change-nothing-f9dcc8 = Das würde nichts ändern.

# Bots have no wallet.
text-bots-have-no-wallet-c01c32 = Bots haben keine Geldbörse.

# You have { $purse-wallet } { $settings-currency } in your wallet.
text-you-have-purse-wallet-settings-currency-d3e230 = Du hast { $purse-wallet } { $settings-currency } in deiner Geldbörse.

# { $member-mention } got { $amount } { $settings-currency } from { $invoker-mention }.
text-member-mention-got-amount-settings-a1e552 = { $member-mention } hat { $amount } { $settings-currency } von { $invoker-mention } bekommen.

# deposit
command-deposit = einzahlen

# Bring money from your wallet to the bank
about-bring-money-from-your-wallet-to-6be2c2 = Geld aus der Geldbörse auf die Bank bringen

# How much; all of it if left out
about-how-much-all-of-it-if-9750f0 = Wie viel; ohne Angabe alles

# { $purse-bank } { $settings-currency } are in the bank, { $purse-wallet } in your wallet.
text-purse-bank-settings-currency-are-in-aa69af = { $purse-bank } { $settings-currency } sind auf der Bank, { $purse-wallet } in deiner Geldbörse.

# withdraw
command-withdraw = zurückholen

# Take money out of the bank
about-take-money-out-of-the-bank-9855b0 = Geld von der Bank holen

# You have { $purse-bank } { $settings-currency } in the bank.
text-you-have-purse-bank-settings-currency-b600ff = Du hast { $purse-bank } { $settings-currency } auf der Bank.

# { $purse-wallet } { $settings-currency } are in your wallet, { $purse-bank } in the bank.
text-purse-wallet-settings-currency-are-in-869940 = { $purse-wallet } { $settings-currency } sind in deiner Geldbörse, { $purse-bank } auf der Bank.

# transactions
command-transactions = buchungen

# Show what came and went
about-show-what-came-and-went-e38b33 = Zeigen, was kam und ging

# Nothing came and nothing went.
text-nothing-came-and-nothing-went-e66416 = Nichts kam, und nichts ging.

# richest
command-richest = reichste

# The ten who have most
about-the-ten-who-have-most-eef3ae = Die zehn, die am meisten haben

# Nobody has anything yet.
text-nobody-has-anything-yet-aefa2e = Noch hat niemand etwas.

# money
command-money = geld

# give
command-give = geben

# Make money for somebody
about-make-money-for-somebody-097ed3 = Geld für jemanden machen

# { $member-mention } has { $purse-member-id-wallet } { $settings-currency } in the wallet.
text-member-mention-has-purse-member-id-99d7c2 = { $member-mention } hat { $purse-member-id-wallet } { $settings-currency } in der Geldbörse.

# { $invoker-mention } made { $amount } { $settings-currency } for { $member-mention }
text-invoker-mention-made-amount-settings-e3d8c0 = { $invoker-mention } hat { $amount } { $settings-currency } für { $member-mention } gemacht

# take
command-take = nehmen

# Take money out of somebody's wallet
about-take-money-out-of-somebody-s-f0b18d = Geld aus einer Geldbörse nehmen

# Whose wallet
about-whose-wallet-4bcd63 = Wessen Geldbörse

# { $invoker-mention } took { $amount } { $settings-currency } from { $member-mention }
text-invoker-mention-took-amount-settings-c9a6c2 = { $invoker-mention } hat { $member-mention } { $amount } { $settings-currency } weggenommen

# shop
command-shop = laden

# list
command-list = liste

# Show what can be bought
about-show-what-can-be-bought-c3ee00 = Zeigen, was man kaufen kann

# Nothing is for sale.
text-nothing-is-for-sale-5e394f = Nichts steht zum Verkauf.

# add
command-add = hinzufügen

# Sell a role
about-sell-a-role-09863b = Eine Rolle verkaufen

# role
command-role = rolle

# The role
about-the-role-ecf2de = Die Rolle

# price
command-price = preis

# What it costs
about-what-it-costs-5e3f22 = Was sie kostet

# { $role-mention } is for sale at { $price } { $settings-currency }.
text-role-mention-is-for-sale-at-693109 = { $role-mention } steht für { $price } { $settings-currency } zum Verkauf.

# remove
command-remove = entfernen

# Stop selling a role
about-stop-selling-a-role-0749e0 = Eine Rolle nicht mehr verkaufen

# { $role-mention } is not for sale.
text-role-mention-is-not-for-sale-d8b984 = { $role-mention } steht nicht zum Verkauf.

# { $role-mention } is not for sale any more. Who has it keeps it.
text-role-mention-is-not-for-sale-edb551 = { $role-mention } steht nicht mehr zum Verkauf. Wer sie hat, behält sie.

# buy
command-buy = kaufen

# Buy a role
about-buy-a-role-12a20d = Eine Rolle kaufen

# It costs { $price } { $settings-currency }, and you have { $purse-wallet } in your wallet.
text-it-costs-price-settings-currency-and-3425d5 = Sie kostet { $price } { $settings-currency }, und du hast { $purse-wallet } in deiner Geldbörse.

# Bought
text-bought-c037db = Gekauft

# It is yours, but Discord did not let me give you the role. Buy it again later: it costs nothing more.
text-it-is-yours-but-discord-did-600ceb = Sie gehört dir, aber Discord ließ mich dir die Rolle nicht geben. Kaufe sie später noch einmal: Es kostet nichts mehr.

# { $invoker-mention } bought { $row-role-mention }.
text-invoker-mention-bought-row-role-mention-0abf6f = { $invoker-mention } hat { $row-role-mention } gekauft.

# { $role-mention } is not for sale: /shop list
text-role-mention-is-not-for-sale-e4f200 = { $role-mention } steht nicht zum Verkauf: /laden liste
