"""What the later stages bring along when the app is ready: the port of documents."""

from zhiheng_web.evaluations.reading import sources

sources.register()
