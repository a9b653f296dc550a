"""Hosting: nginx in front of replicas of the app. `deploy/README.md` is the way in."""
