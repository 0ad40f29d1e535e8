"""The import contract `public_only`: another engine is reached only through the modules it opens."""

from __future__ import annotations

import re
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicOnly(Contract):
    """Modules below `container` may be imported from outside only where they are among `open_modules`.

    `exempt` importers (and what lies below them) may reach further: they mount urls and routers.
    """

    container: Any = fields.StringField()
    open_modules: Any = fields.ListField(subfield=fields.StringField())
    exempt: Any = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every direct import from outside an engine, against the list of open modules."""
        inside = re.compile(rf"{re.escape(self.container)}\.(\w+)")
        broken = []
        for imported in sorted(graph.modules):
            if not (home := inside.match(imported)):
                continue
            engine = home.group(0)
            if imported == engine or any(
                imported == f"{engine}.{door}" or imported.startswith(f"{engine}.{door}.") for door in self.open_modules
            ):
                continue
            for importer in sorted(graph.find_modules_that_directly_import(imported)):
                if importer == engine or importer.startswith(f"{engine}."):
                    continue
                if any(importer == free or importer.startswith(f"{free}.") for free in self.exempt):
                    continue
                broken.append((importer, imported))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that breaks the contract."""
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}; only {', '.join(self.open_modules)} are open.")
            output.new_line()
