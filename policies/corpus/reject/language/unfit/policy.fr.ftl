words-hello-7fc069 = Bonjour
setting-hello = bonjour
command-hello = Dire bonjour
about-say-hello-54cb5a = Dire bonjour
text-hello-invoker-mention-0ce85a = Bonjour { $invoker-mention }
