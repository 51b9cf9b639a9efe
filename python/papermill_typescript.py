"""
papermill for notebooks in TypeScript, which it does not know by itself:

    python papermill_typescript.py notebook.ipynb result.ipynb -p epochs 5 -p variant norm

takes all that papermill takes. From Python: `import papermill_typescript; papermill_typescript.register()`, then
`papermill.execute_notebook(...)`. The cell with the default values carries the tag `parameters`.
"""

import json
import re

DECLARATION = re.compile(
    r"^[ \t]*(?:export[ \t]+)?(?P<keyword>const|let|var)[ \t]+(?P<name>[\w$]+)[ \t]*(?::[ \t]*(?P<type>[^=\n]+?))?[ \t]*="
    r"[ \t]*(?P<value>.*?)[ \t]*;?[ \t]*(?://[ \t]*(?P<help>.*))?$",
    re.MULTILINE,
)


class TypeScriptTranslator:
    """Writes parameters as the notebook declares them: as `const` or `let`, and with their types."""

    def __init__(self):
        self.declared = {}

    def read(self, source):
        """Takes in the cell with the default values."""
        self.declared = {found["name"]: found for found in DECLARATION.finditer(source)}
        return list(self.declared.values())

    def inspect(self, parameters_cell):
        from papermill.models import Parameter

        return [
            Parameter(found["name"], found["type"] or "None", found["value"], found["help"] or "")
            for found in self.read(parameters_cell["source"])
        ]

    def codify(self, parameters, comment="Parameters"):
        declared, self.declared = self.declared, {}
        lines = [self.assign(declared.get(name), name, value) for name, value in parameters.items()]
        return "".join([f"// {comment}\n", *lines])

    @staticmethod
    def assign(found, name, value):
        keyword = found["keyword"] if found else "const"
        kind = f": {found['type']}" if found and found["type"] else ""
        return f"{keyword} {name}{kind} = {json.dumps(value, ensure_ascii=False)}\n"


def register():
    from papermill.translators import papermill_translators

    papermill_translators.register("typescript", TypeScriptTranslator())


if __name__ == "__main__":
    register()
    from papermill.cli import papermill

    papermill()
