"""What a report is made with, as CycloneDX 1.6: every locked package with its licence and hashes, every file of others in NOTICE.

The same locks and the same NOTICE give the same bytes: no clock, and a serial number made of the content. Run by `make sbom`, which
keeps sbom.cdx.json; `--check` says whether the kept one is still right. Licences are those that the installed packages state; a
package for another system is not installed here and has none.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK, NOTICE, KEPT = ROOT / "locks" / "report.txt", ROOT / "NOTICE", ROOT / "sbom.cdx.json"
PACKAGE = re.compile(
    r"^([\w.-]+)==([^\s;\\]+)(?: ; ([^\\\n]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n?)+)", re.MULTILINE
)
SPDX = {
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Names of licences in old metadata; "BSD License" is the three-clause one for all packages here that say no more."""


def main() -> int:
    made = text()
    if "--check" in sys.argv:
        is_same = KEPT.is_file() and KEPT.read_text(encoding="utf-8") == made
        print("sbom.cdx.json is right." if is_same else "sbom.cdx.json is out of date: make sbom")
        return 0 if is_same else 1
    KEPT.write_text(made, encoding="utf-8")
    print(f"{KEPT.name}: {len(json.loads(made)['components'])} components.")
    return 0


def text() -> str:
    """The document, valid by its own schema."""
    from cyclonedx.model.bom import Bom, BomMetaData
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION,
        bom_ref=project["name"], licenses=[licence(project["license"])],
    )  # fmt: skip
    bom = Bom(components=[*packages(), *assets()], metadata=BomMetaData(component=own))
    bom.register_dependency(own, bom.components)
    held = json.loads(JsonV1Dot6(bom).output_as_string())
    del held["metadata"]["timestamp"], held["serialNumber"]
    held["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(held, sort_keys=True)).urn
    made = json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(made):
        raise SystemExit(f"Not a valid CycloneDX document: {fault}")
    return made


def packages() -> Iterator[Any]:
    """One component for each package of the lock, with the hashes of all its files and where it is needed."""
    from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
    from cyclonedx.model.component import Component
    from packageurl import PackageURL

    stated = licences()
    for name, version, where, hashes in PACKAGE.findall(LOCK.read_text(encoding="utf-8")):
        files = ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(f"https://pypi.org/project/{name}/{version}/"),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in re.findall(r"[0-9a-f]{64}", hashes)],
        )
        url = PackageURL("pypi", name=name, version=version)
        yield Component(
            name=name, version=version, purl=url, bom_ref=str(url), external_references=[files],
            licenses=[licence(stated[name, version])] if (name, version) in stated else [],
            properties=[Property(name="tdnreport:marker", value=where)] if where else [],
        )  # fmt: skip


def assets() -> Iterator[Any]:
    """One component for each line of NOTICE that is part of what is installed."""
    from cyclonedx.model.component import Component

    for line in NOTICE.read_text(encoding="utf-8").splitlines():
        if line.startswith("src/"):
            _, named, stated, copyright, _ = line.split(" | ")
            name, _, version = named.rpartition(" ")
            yield Component(
                name=name, version=version, bom_ref=named, copyright=copyright, licenses=[licence(stated)]
            )  # fmt: skip


def licences() -> dict[tuple[str, str], str]:
    """What each installed package says of itself: an SPDX expression, else the name of its licence."""
    found = {}
    for one in metadata.distributions():
        name = re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower()
        kinds = [
            text.rpartition(" :: ")[2]
            for text in one.metadata.get_all("Classifier", [])
            if text.startswith("License ::")
        ]
        free = _stated(one.metadata, "License")
        said = _stated(one.metadata, "License-Expression") or " AND ".join(
            SPDX.get(kind, kind) for kind in sorted(set(kinds))
        )
        if said or (free and "\n" not in free):
            found[name, one.version] = said or free
    return found


def _stated(package: metadata.PackageMetadata, field: str) -> str:
    return str(package.get_all(field, [""])[0]).strip()


def licence(stated: str) -> Any:
    from cyclonedx.contrib.license.factories import LicenseFactory

    return LicenseFactory().make_from_string(stated)


if __name__ == "__main__":
    sys.exit(main())
