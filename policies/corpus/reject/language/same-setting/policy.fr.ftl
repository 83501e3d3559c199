words-hello-7fc069 = Bonjour
setting-hello = bonjour
setting-first = mot
setting-second = mot
command-hello = bonjour
about-what-is-said-494a0e = Ce qui est dit
about-to-whom-827cad = À qui
about-say-hello-54cb5a = Dire bonjour
