"""Installs a missing program from the system's packages, where we may."""

import os
import shutil
import subprocess


def install(package):
    """With apt, as root or through sudo without a password. False when that is not possible here."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return False
    print(f"Installing {package} with apt-get …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, **quiet)
    return subprocess.run(command, check=False, **quiet).returncode == 0
