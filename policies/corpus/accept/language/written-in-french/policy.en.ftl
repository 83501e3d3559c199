words-hello-7fc069 = Hello
setting-hello = bonjour
command-hello = hello
about-dire-bonjour-70ced9 = Say hello
text-bonjour-invoker-mention-16f47f = Hello { $invoker-mention }
