"""The templates of `deploy/`, filled in."""

import tomllib
from pathlib import Path

from deploy import nginx


def test_a_site_names_its_replicas_and_who_may_show_it():
    static = Path("/var/www/lab")
    site = nginx.site("lab.example.com", "80", [8601, 8602], static, ["https://school.example"])
    assert "@" not in site
    assert "server 127.0.0.1:8601 " in site and "server 127.0.0.1:8602 " in site
    assert "frame-ancestors 'self' https://school.example\"" in site


def test_production_is_strict():
    server = tomllib.loads(nginx.filled("config.toml", HOST="lab.example.com"))["server"]
    assert server["allowedHosts"] == ["lab.example.com"] and server["address"] == "127.0.0.1"
    assert server["enableCORS"] and server["enableXsrfProtection"]
    assert server["fileWatcherType"] == "none"
