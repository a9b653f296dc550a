"""What a measurement was made on."""

import platform
from pathlib import Path


def processor() -> str:
    """The name of this machine's processor, where Linux tells it."""
    told = Path("/proc/cpuinfo")
    names = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in names if line.startswith("model name")]
    return names[0] if names else platform.machine()
