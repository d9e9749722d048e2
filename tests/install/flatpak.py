#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest must be understood without a complaint, and every source of it must be pinned.

Usage: flatpak.py MANIFEST
"""

import json
import re
import shutil
import subprocess
import sys

if not shutil.which("flatpak-builder"):
    print("flatpak-builder is not installed")
    sys.exit(77)
# It only warns of a key that it does not know.
answer = subprocess.run(["flatpak-builder", "--show-manifest", sys.argv[1]], text=True, capture_output=True, check=False)
found = answer.stderr.splitlines()
manifest = json.loads(answer.stdout or "{}")
if answer.returncode or not manifest.get("modules"):
    found.append("the manifest is not understood")
for module in manifest.get("modules", []):
    for source in module.get("sources", []):
        if "url" in source and not (source["url"].startswith("https://") and re.fullmatch("[0-9a-f]{64}", source.get("sha256", ""))):
            found.append(f"{module['name']}: not pinned: {source['url']}")
print("\n".join(found))
sys.exit(1 if found else 0)
