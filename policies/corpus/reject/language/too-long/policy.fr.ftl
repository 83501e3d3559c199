words-hello-7fc069 = Bonjour
setting-hello = bonjour
command-hello = bonjour
about-say-hello-54cb5a = Dire bonjour à tout le monde à tout le monde à tout le monde à tout le monde à tout le monde à tout le monde à tout le monde à tout le monde 
text-hello-invoker-mention-0ce85a = Bonjour { $invoker-mention }
