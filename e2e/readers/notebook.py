"""Runs the cells of a notebook one after the other, and prints what the last line of each gives, as JSON."""

import ast
import json
import sys

said = []
names: dict = {}
with open(sys.argv[1], encoding="utf-8") as file:
    cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
for cell in cells:
    body = ast.parse("".join(cell["source"])).body
    last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    said.append(str(eval(compile(last, "cell", "eval"), names)) if last else None)
print(json.dumps(said))
