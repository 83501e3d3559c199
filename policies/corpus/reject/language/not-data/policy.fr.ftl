words-hello-7fc069 = { NUMBER($n) }
setting-hello = bonjour
command-hello = bonjour
about-say-hello-54cb5a = Dire bonjour
text-hello-invoker-mention-0ce85a = Bonjour { $invoker-mention }
