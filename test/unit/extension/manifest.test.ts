/** What package.json promises, the code and the files keep: commands, settings, texts and everything it points at. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { overflowIn } from "../../../src/extension/firmware/held/findings";
import { MODEL_EXTENSIONS } from "../../../src/formats/modelFiles";
import { PREPROCESSING_PRESETS, SEARCH_NAMES } from "../../../src/protocol/files/settings";

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
    readonly customEditors: readonly { readonly selector: readonly { readonly filenamePattern: string }[] }[];
    readonly colors: readonly { readonly id: string }[];
    readonly problemMatchers: readonly { readonly pattern: readonly { readonly regexp: string }[] }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const root = join(__dirname, "../../..");
const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
const manifestText = read("package.json");
const manifest = JSON.parse(manifestText) as Manifest;
const sources = readdirSync(join(root, "src", "extension"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => read("src", "extension", name))
  .join("\n");
const { contributes } = manifest;
const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

describe("the manifest", () => {
  const declared = contributes.commands.map(({ command }) => command);

  it("declares exactly the commands that are registered", () => {
    const registered = [...read("src", "extension", "commands.ts").matchAll(/^ {4}"(bitwright\.\w+)": /gm)];
    assert.deepEqual(sorted(registered.map((match) => match[1] ?? "")), sorted(declared));
  });

  it("has every command in one category of the palette", () => {
    assert.deepEqual(sorted(contributes.commands.map(({ category }) => category)), ["Bitwright"]);
  });

  it("names only its own commands in menus and walkthrough", () => {
    const named = [
      ...Object.values(contributes.menus)
        .flat()
        .map(({ command }) => command),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ completionEvents }) => completionEvents.map((event) => event.replace("onCommand:", ""))),
      ),
      ...[...read("package.nls.json").matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ""),
    ];
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it("offers Quantize for MCU on models alone, and opens each kind of them", () => {
    const whens = ["explorer/context", "editor/title"].map(
      (menu) => contributes.menus[menu]?.find(({ command }) => command === "bitwright.quantize")?.when ?? "",
    );
    const offered = `resourceExtname =~ /^\\.(${MODEL_EXTENSIONS.join("|")})$/`;
    for (const when of whens) assert.ok(when === offered || when.startsWith(`${offered} `), when);
    assert.deepEqual(
      contributes.customEditors[0]?.selector.map(({ filenamePattern }) => filenamePattern),
      MODEL_EXTENSIONS.map((extension) => `{file,vscode-remote}:/**/*.${extension}`),
    );
  });

  it("sets context keys that commands ask for", () => {
    const asked = [...manifestText.matchAll(/bitwright\.(hasModel|hasReport|edited|can(?:Undo|Redo)|busy)\b/g)];
    const set = [...read("src", "extension", "contextKeys.ts").matchAll(/set\(\s*"(\w+)"/g)].map((match) => match[1]);
    for (const [, key] of asked) assert.ok(set.includes(key), key);
  });

  it("declares the settings that are read, with the protocol's values", () => {
    const { properties } = contributes.configuration;
    const data = ["calibration", "evaluation"].flatMap((name) =>
      ["path", "include", "samples"].map((key) => `${name}.${key}`),
    );
    const listed = (name: string): readonly string[] => {
      const list =
        new RegExp(`const ${name} = \\[([^\\]]*)\\]`).exec(read("src", "extension", "configuration.ts"))?.[1] ?? "";
      return [...list.matchAll(/"(\w+)"/g)].map((match) => match[1] ?? "");
    };
    const code = listed("CODE").map((key) => `code.${key}`);
    assert.ok(code.length > 0);
    const keys = [...listed("PLAIN"), ...data, ...code, "elf"];
    assert.deepEqual(sorted(Object.keys(properties)), sorted(keys.map((key) => `bitwright.${key}`)));
    assert.deepEqual(properties["bitwright.search"]?.enum, SEARCH_NAMES);
    assert.deepEqual(properties["bitwright.preprocessing"]?.enum, ["", ...PREPROCESSING_PRESETS]);
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) assert.ok(key in properties);
  });

  it("has a text for each placeholder, and no text without one", () => {
    const placeholders = [...manifestText.matchAll(/"%([^%"]+)%"/g)].map((match) => match[1] ?? "");
    assert.deepEqual(sorted(Object.keys(JSON.parse(read("package.nls.json")) as object)), sorted(placeholders));
  });

  it("points at files that exist", () => {
    const paths = [
      manifest.icon,
      ...[...manifestText.matchAll(/"(media\/[^"]+)"/g)].map((match) => match[1] ?? ""),
      ...contributes.jsonValidation.map(({ url }) => url),
    ];
    assert.ok(paths.length > 8);
    for (const path of paths) assert.ok(existsSync(join(root, path)), path);
  });

  it("uses the view types and the walkthrough that it declares", () => {
    assert.match(sources, /PANEL_TYPE = "bitwright\.panel"/);
    assert.ok(manifest.activationEvents.includes("onWebviewPanel:bitwright.panel"));
    assert.match(sources, /EDITOR_TYPE = "bitwright\.memoryProfile"/);
    assert.match(manifestText, /"viewType": "bitwright\.memoryProfile"/);
    assert.ok(sources.includes(`"bitwright.bitwright#${contributes.walkthroughs[0]?.id ?? ""}"`));
  });

  it("declares the colours that are used", () => {
    const used = [...sources.matchAll(/"(bitwright\.ram\.\w+)"/g)].map((match) => match[1] ?? "");
    assert.deepEqual(sorted(used), sorted(contributes.colors.map(({ id }) => id)));
  });

  it("matches what GNU ld says of a region that overflows", () => {
    const [matcher] = contributes.problemMatchers;
    const [section, region] = matcher?.pattern.map(({ regexp }) => new RegExp(regexp)) ?? [];
    const ld = "/usr/lib/gcc/arm-none-eabi/12.2.1/../../../arm-none-eabi/bin/ld";
    assert.equal(section?.exec(`${ld}: app.elf section \`.bss' will not fit in region \`RAM'`)?.[1], "app.elf");
    const message = region?.exec(`${ld}: region \`RAM' overflowed by 3976 bytes`)?.[1] ?? "";
    assert.deepEqual(overflowIn(message), { region: "RAM", overBytes: 3976 });
    assert.equal(section.exec(`${ld}: region \`RAM' overflowed by 3976 bytes`), null);
  });

  it("lists every text of the code for translators", () => {
    const texts = sorted(
      [...sources.matchAll(/vscode\.l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g)].map(
        (match) => JSON.parse(match[1] ?? "") as string,
      ),
    );
    assert.equal(
      sources.match(/l10n\.t\(/g)?.length,
      sources.match(/l10n\.t\(\s*"/g)?.length,
      "only literals can be listed",
    );
    const bundle = `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;
    const path = join(root, "l10n", "bundle.l10n.json");
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, bundle);
    assert.equal(readFileSync(path, "utf8"), bundle);
  });
});
