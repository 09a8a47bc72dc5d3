import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { inWords, meant, MEANINGS, remarkInWords } from "../../../../src/protocol/words/settingWords";
import { readCommandLine } from "../../../../src/cli/commandLine";

const ROOT = join(__dirname, "../../../..");

function helpOf(...words: readonly string[]): string {
  const help = readCommandLine([...words, "--help"], "0");
  return help.ok && help.value.command === "help" ? help.value.text : "";
}

const COMMANDS = ["quantize", "estimate", "evaluate", "check", "generate", "verify", "targets"] as const;
const HELP = COMMANDS.map((command) => helpOf(command)).join("\n");
const OPTIONS = new Set([...HELP.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));

const TITLES = Object.entries(
  JSON.parse(readFileSync(join(ROOT, "package.nls.json"), "utf8")) as Record<string, string>,
)
  .filter(([key]) => key.startsWith("command."))
  .map(([, title]) => title);

/** Every text in the sources of a folder, as it is written: strings, and the parts of templates. */
function textsIn(folder: string): readonly { readonly file: string; readonly text: string }[] {
  const found: { readonly file: string; readonly text: string }[] = [];
  for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const file = `${folder}/${name.replaceAll("\\", "/")}`;
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
        found.push({ file, text: node.text });
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.Latest));
  }
  return found;
}

function namesOption(text: string): boolean {
  const isNamed = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].some(([option]) => OPTIONS.has(option));
  return isNamed || new RegExp(`\\bbitwright (${COMMANDS.join("|")})\\b`).test(text);
}

function namesEditor(text: string): boolean {
  return (
    TITLES.some((title) => title.length > 8 && text.includes(title)) || /[Cc]ommand [Pp]alette|\bBitwright: /.test(text)
  );
}

describe("what a hint asks for", () => {
  it("is an option in the terminal, a command or a key in the editor, and a key in files", () => {
    const hint = `name a board with ${meant("target")}, or give ${meant("flash")}`;
    assert.equal(inWords(hint, "terminal"), "name a board with --target, or give --flash");
    assert.equal(
      inWords(hint, "editor"),
      'name a board with “Bitwright: Choose Target Board…”, or give "flash" in the settings file',
    );
    assert.equal(inWords(hint, "file"), 'name a board with "target", or give "flash"');
    assert.equal(
      inWords("a layer named {{other}} or {{ target }}", "editor"),
      "a layer named {{other}} or {{ target }}",
    );
  });

  it("is put into message, place and hint", () => {
    const remark = { code: "a", message: meant("out"), place: meant("rows"), hint: meant("ram") };
    assert.deepEqual(remarkInWords(remark, "terminal"), {
      code: "a",
      message: "--out",
      place: "--rows",
      hint: "--ram",
    });
    assert.deepEqual(remarkInWords({ code: "a", message: "b" }, "editor"), { code: "a", message: "b" });
  });

  it("exists there: as an option of a command, as a command's title, as a key of the settings file", () => {
    assert.ok(OPTIONS.size > 20);
    const schema = readFileSync(join(ROOT, "schemas", "settings.schema.json"), "utf8");
    for (const what of MEANINGS) {
      const [terminal, editor, file] = (["terminal", "editor", "file"] as const).map((at) => inWords(meant(what), at));
      // What to do with a model that is gone names no setting.
      if (what === "anotherModel") continue;
      assert.ok(OPTIONS.has(terminal ?? "") || namesOption(terminal ?? ""), terminal);
      const [, title] = /^“Bitwright: (.*)”$/.exec(editor ?? "") ?? [];
      const [, key] = /^"(\w+)" in the settings file$/.exec(editor ?? "") ?? [];
      assert.ok(title === undefined ? schema.includes(`"${key ?? ""}":`) : TITLES.includes(title), editor);
      assert.ok(!namesOption(editor ?? "") && !namesOption(file ?? "") && !namesEditor(terminal ?? ""));
    }
  });

  it("is never written as an option where the editor may read it", () => {
    const folders = ["engine", "worker", "datasets", "runtime", "protocol", "extension"].map((name) => `src/${name}`);
    /** Arguments of compilers, and documents inside a generated project, which belong to nobody's surface. */
    const others =
      /^src\/(worker\/verify\/image\/(toolchain|build|machines|containment)|engine\/codegen\/files\/buildFiles|protocol\/words\/settingWords)\.ts$/;
    const wrong = [...folders, "webview"]
      .flatMap(textsIn)
      .filter(({ file, text }) => !others.test(file) && namesOption(text));
    assert.deepEqual(wrong, []);
    for (const name of ["package.nls.json", "l10n/bundle.l10n.json"]) {
      const texts = Object.values(JSON.parse(readFileSync(join(ROOT, name), "utf8")) as Record<string, string>);
      assert.deepEqual(texts.filter(namesOption), [], name);
    }
  });

  it("is never written as a command of the editor where the terminal may read it", () => {
    const folders = ["engine", "worker", "datasets", "runtime", "cli"].map((name) => `src/${name}`);
    assert.deepEqual(
      folders.flatMap(textsIn).filter(({ text }) => namesEditor(text)),
      [],
    );
    assert.equal(namesEditor(HELP), false);
  });
});
