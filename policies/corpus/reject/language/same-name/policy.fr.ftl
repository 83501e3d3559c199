words-hello-7fc069 = Bonjour
setting-hello = bonjour
command-hello = salut
about-say-hello-54cb5a = Dire bonjour
text-hello-7fc069 = Bonjour
command-hi = salut
about-say-hi-be3ef4 = Dire salut
text-hi-e49b28 = Salut
