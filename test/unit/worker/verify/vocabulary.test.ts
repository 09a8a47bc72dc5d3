import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { foreignWord } from "../../../../src/worker/verify/vocabulary";
import { root } from "../../../support/folders";

const headers = new Set(["model.h", "model_weights.h", "bw_rows.h"]);
const foreign = (text: string): string | undefined => foreignWord(text, "model", headers);

describe("foreignWord", () => {
  it("finds nothing in what the generator writes, operator by operator", () => {
    const folder = join(root, "test", "golden", "projects");
    let files = 0;
    for (const golden of readdirSync(folder)) {
      const sections = readFileSync(join(folder, golden), "utf8").split(/^==> (.*)\n/m);
      for (let i = 1; i < sections.length; i += 2) {
        const [name = "", text = ""] = sections.slice(i, i + 2);
        if (!/^model\w*\.[ch]$/.test(name)) continue;
        const included = [...text.matchAll(/#include "([^"]+)"/g)].map(([, header = ""]) => header);
        assert.equal(foreignWord(text, "model", new Set(included)), undefined, `${golden}, ${name}`);
        files++;
      }
    }
    assert.ok(files > 40, `${files} files`);
  });

  const REACHING: readonly (readonly [string, string])[] = [
    ["a call", "int model_f(void) { return system(model_text); }"],
    ["a declaration", "int system(const char *);"],
    ["a declaration in parentheses", "int (system)(const char *);"],
    ["a declaration in two", "int ((system))(const char *);"],
    ["a type of functions", "typedef int model_f(const char *); extern model_f system;"],
    ["a macro", "#define MODEL_F system"],
    ["a macro in pieces", "#define MODEL_F(a) a##tem"],
    ["a macro of a kernel's keyword", "#define if system"],
    ["a macro over lines", "#define MODEL_F \\\n  system"],
    ["a word over lines", "int sys\\\ntem(const char *);"],
    ["a comment that ends early", "/* a /* b */ int system(const char *); /* c */"],
    ["text that looks like a comment", 'const char model_a[] = "/*"; int system(const char *); /* "; */'],
    ["a comment hidden by a quote", '#if 0\n#error "\\"/*"\n#endif\nint system(const char *); /* */'],
    ["a comment hidden by a character", "#if '\"' /*\"\n#endif\nint system(const char *); /* */"],
    ["assembler", "void model_f(void) { __asm__ volatile (model_x); }"],
    ["assembler of GNU C", "void model_f(void) { asm volatile (model_x); }"],
    ["an attribute", "__attribute__((constructor)) static void model_f(void) { }"],
    ["a built-in function", "void model_f(void) { __builtin_trap(); }"],
    ["a pragma", "#pragma GCC system_header"],
    ["a pragma in the code", "_Pragma(model_x)"],
    ["an include of this computer", '#include "/etc/passwd"'],
    ["an include of another folder", '#include "../secret.h"'],
    ["an include of the system", "#include <stdlib.h>"],
    ["an include by macro", "#include MODEL_HEADER"],
    ["a trigraph", "??=include <stdlib.h>"],
    ["a digraph", "%:include <stdlib.h>"],
    ["a universal name", "int s\\u0079stem(const char *);"],
  ];
  for (const [what, text] of REACHING) {
    it(`tells ${what}`, () => assert.notEqual(foreign(`#include "model.h"\n${text}\n`), undefined));
  }
});
