### What std/economy says, in French. Each text stands above its translation.

# run the economy that your server turned on
words-run-the-economy-that-your-server-bc750e = faire tourner l’économie que votre serveur a activée

# economy
setting-economy = économie

# Economy
words-economy-5c3849 = Économie

# Money of the server's own
words-money-of-the-server-s-own-835715 = Une monnaie propre au serveur

# rewarding participation
words-rewarding-participation-dc0e47 = récompenser la participation

# currency
setting-currency = monnaie

# What the money is called
about-what-the-money-is-called-6eadcf = Le nom de la monnaie

# daily
setting-daily = quotidien

# What a day brings
about-what-a-day-brings-88a844 = Ce que rapporte un jour

# work-min
setting-work-min = travail-min

# Least that work brings
about-least-that-work-brings-c03d2b = Le moins que rapporte le travail

# work-every
setting-work-every = travail-délai

# Time between two times of work
about-time-between-two-times-of-work-6f6d15 = Le temps entre deux travaux

# purse
name-purse = bourse

# A member's money
words-a-member-s-money-25ae22 = L’argent d’un membre

# user
name-user = personne

# wallet
name-wallet = portefeuille

# what is in the wallet
words-what-is-in-the-wallet-250e0a = ce qui est dans le portefeuille

# bank
name-bank = banque

# what is in the bank
words-what-is-in-the-bank-048a9e = ce qui est à la banque

# total
name-total = total

# both together
words-both-together-cb4b47 = les deux ensemble

# daily-at
name-daily-at = pris le

# when the day's money was taken
words-when-the-day-s-money-was-15e4f8 = quand l’argent du jour a été pris

# worked-at
name-worked-at = travail le

# when they worked
words-when-they-worked-f76693 = quand le membre a travaillé

# transaction
name-transaction = opération

# Money that came or went
words-money-that-came-or-went-6ccdf7 = De l’argent venu ou parti

# id
name-id = numéro

# member
name-member = membre

# whose
words-whose = de qui

# other
name-other = autre

# from whom, or to whom
words-from-whom-or-to-whom-681b2f = de qui, ou à qui

# amount
name-amount = montant

# how much; below zero it went
words-how-much-below-zero-it-went-0e98cc = combien ; au-dessous de zéro, il est parti

# what
name-what = quoi

# what for
words-what-for-a12694 = pour quoi

# at
name-at = moment

# when
words-when = quand

# offer
name-offer = offre

# A role that can be bought
words-a-role-that-can-be-bought-a503e2 = Un rôle à vendre

# role
name-role = rôle

# the role
words-the-role-7d3b20 = le rôle

# price
name-price = prix

# its price
words-its-price-78d524 = son prix

# purchase
name-purchase = achat

# A role that a member bought
words-a-role-that-a-member-bought-984585 = Un rôle qu’un membre a acheté

# balance
command-balance = solde

# Show what somebody has
about-show-what-somebody-has-72e763 = Montrer ce que quelqu’un a

# member
command-member = membre

# Whose; yours if left out
about-whose-yours-if-left-out-85eaef = De qui ; le vôtre, si c’est omis

# { $member-invoker-mention }: { $purse-member-invoker-wallet } { $settings-currency } in the wallet, { $purse-member-invoker-bank } in the bank.
text-member-invoker-mention-purse-member-7dabf5 = { $member-invoker-mention } : { $purse-member-invoker-wallet } { $settings-currency } dans le portefeuille, { $purse-member-invoker-bank } à la banque.

# daily
command-daily = quotidien

# Take the day's money
about-take-the-day-s-money-e23a08 = Prendre l’argent du jour

# You took it today. Come back { $relative-floor-now-1d-1d }.
text-you-took-it-today-come-back-0c7507 = Vous l’avez pris aujourd’hui. Revenez { $relative-floor-now-1d-1d }.

# You got { $settings-daily } { $settings-currency }. The next are due { $relative-floor-now-1d-1d }.
text-you-got-settings-daily-settings-currency-60ea90 = Vous avez reçu { $settings-daily } { $settings-currency }. Le prochain est pour { $relative-floor-now-1d-1d }.

# work
command-work = travailler

# Work for money
about-work-for-money-ea8bad = Travailler pour de l’argent

# You are tired. Come back { $relative-purse-worked-at-settings-work-e }.
text-you-are-tired-come-back-relative-1c035c = Vous êtes fatigué. Revenez { $relative-purse-worked-at-settings-work-e }.

# You earned { $earned } { $settings-currency }.
text-you-earned-earned-settings-currency-f224e3 = Vous avez gagné { $earned } { $settings-currency }.

# pay
command-pay = payer

# Give somebody money out of your wallet
about-give-somebody-money-out-of-your-78e019 = Donner à quelqu’un de l’argent de votre portefeuille

# Who gets it
about-who-gets-it-693e5c = Qui le reçoit

# amount
command-amount = montant

# How much
about-how-much-5e4b32 = Combien

# That would change nothing.
text-that-would-change-nothing-f9dcc8 = Cela ne changerait rien.

# Bots have no wallet.
text-bots-have-no-wallet-c01c32 = Les bots n’ont pas de portefeuille.

# You have { $purse-wallet } { $settings-currency } in your wallet.
text-you-have-purse-wallet-settings-currency-d3e230 = Vous avez { $purse-wallet } { $settings-currency } dans votre portefeuille.

# { $member-mention } got { $amount } { $settings-currency } from { $invoker-mention }.
text-member-mention-got-amount-settings-a1e552 = { $member-mention } a reçu { $amount } { $settings-currency } de { $invoker-mention }.

# deposit
command-deposit = déposer

# Bring money from your wallet to the bank
about-bring-money-from-your-wallet-to-6be2c2 = Porter de l’argent du portefeuille à la banque

# How much; all of it if left out
about-how-much-all-of-it-if-9750f0 = Combien ; tout, si c’est omis

# { $purse-bank } { $settings-currency } are in the bank, { $purse-wallet } in your wallet.
text-purse-bank-settings-currency-are-in-aa69af = { $purse-bank } { $settings-currency } sont à la banque, { $purse-wallet } dans votre portefeuille.

# withdraw
command-withdraw = reprendre

# Take money out of the bank
about-take-money-out-of-the-bank-9855b0 = Sortir de l’argent de la banque

# You have { $purse-bank } { $settings-currency } in the bank.
text-you-have-purse-bank-settings-currency-b600ff = Vous avez { $purse-bank } { $settings-currency } à la banque.

# { $purse-wallet } { $settings-currency } are in your wallet, { $purse-bank } in the bank.
text-purse-wallet-settings-currency-are-in-869940 = { $purse-wallet } { $settings-currency } sont dans votre portefeuille, { $purse-bank } à la banque.

# transactions
command-transactions = opérations

# Show what came and went
about-show-what-came-and-went-e38b33 = Montrer ce qui est venu et parti

# Nothing came and nothing went.
text-nothing-came-and-nothing-went-e66416 = Rien n’est venu, et rien n’est parti.

# richest
command-richest = fortunes

# The ten who have most
about-the-ten-who-have-most-eef3ae = Les dix qui ont le plus

# Nobody has anything yet.
text-nobody-has-anything-yet-aefa2e = Personne n’a encore rien.

# money
command-money = argent

# give
command-give = donner

# Make money for somebody
about-make-money-for-somebody-097ed3 = Créer de l’argent pour quelqu’un

# { $member-mention } has { $purse-member-id-wallet } { $settings-currency } in the wallet.
text-member-mention-has-purse-member-id-99d7c2 = { $member-mention } a { $purse-member-id-wallet } { $settings-currency } dans le portefeuille.

# { $invoker-mention } made { $amount } { $settings-currency } for { $member-mention }
text-invoker-mention-made-amount-settings-e3d8c0 = { $invoker-mention } a créé { $amount } { $settings-currency } pour { $member-mention }

# take
command-take = prendre

# Take money out of somebody's wallet
about-take-money-out-of-somebody-s-f0b18d = Prendre de l’argent dans le portefeuille de quelqu’un

# Whose wallet
about-whose-wallet-4bcd63 = Le portefeuille de qui

# { $invoker-mention } took { $amount } { $settings-currency } from { $member-mention }
text-invoker-mention-took-amount-settings-c9a6c2 = { $invoker-mention } a pris { $amount } { $settings-currency } à { $member-mention }

# shop
command-shop = boutique

# list
command-list = liste

# Show what can be bought
about-show-what-can-be-bought-c3ee00 = Montrer ce qui est à vendre

# Nothing is for sale.
text-nothing-is-for-sale-5e394f = Rien n’est à vendre.

# add
command-add = ajouter

# Sell a role
about-sell-a-role-09863b = Vendre un rôle

# role
command-role = rôle

# The role
about-the-role-ecf2de = Le rôle

# price
command-price = prix

# What it costs
about-what-it-costs-5e3f22 = Ce qu’il coûte

# { $role-mention } is for sale at { $price } { $settings-currency }.
text-role-mention-is-for-sale-at-693109 = { $role-mention } est à vendre pour { $price } { $settings-currency }.

# remove
command-remove = retirer

# Stop selling a role
about-stop-selling-a-role-0749e0 = Ne plus vendre un rôle

# { $role-mention } is not for sale.
text-role-mention-is-not-for-sale-d8b984 = { $role-mention } n’est pas à vendre.

# { $role-mention } is not for sale any more. Who has it keeps it.
text-role-mention-is-not-for-sale-edb551 = { $role-mention } n’est plus à vendre. Qui l’a le garde.

# buy
command-buy = acheter

# Buy a role
about-buy-a-role-12a20d = Acheter un rôle

# It costs { $price } { $settings-currency }, and you have { $purse-wallet } in your wallet.
text-it-costs-price-settings-currency-and-3425d5 = Il coûte { $price } { $settings-currency }, et vous avez { $purse-wallet } dans votre portefeuille.

# Bought
text-bought-c037db = Rôle acheté

# It is yours, but Discord did not let me give you the role. Buy it again later: it costs nothing more.
text-it-is-yours-but-discord-did-600ceb = Il est à vous, mais Discord ne m’a pas laissé vous donner le rôle. Achetez-le à nouveau plus tard : cela ne coûte rien de plus.

# { $invoker-mention } bought { $row-role-mention }.
text-invoker-mention-bought-row-role-mention-0abf6f = { $invoker-mention } a acheté { $row-role-mention }.

# { $role-mention } is not for sale: /shop list
text-role-mention-is-not-for-sale-e4f200 = { $role-mention } n’est pas à vendre : /boutique liste
