#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every feature of the named CPU models, from the CPU map of the libvirt that is installed here, as a case file
wants them. What comes out is synthetic: a processor that never was, with exactly what its model promises."""

import json
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

MAP = pathlib.Path("/usr/share/libvirt/cpu_map")


def features_of(model):
    found = [path for path in MAP.glob("*.xml") if ElementTree.parse(path).find(f"model[@name='{model}']") is not None]
    if not found:
        sys.exit(f"{model}: not in {MAP}")
    element = ElementTree.parse(found[0]).find(f"model[@name='{model}']")
    features = set()
    for parent in element.findall("model"):
        features |= features_of(parent.get("name"))
    for feature in element.findall("feature"):
        if feature.get("removed") != "yes":
            features.add(feature.get("name"))
    return features


for name in sys.argv[1:]:
    print(f"# synthetic: {name}")
    print("guest=" + json.dumps(sorted(features_of(name))))
