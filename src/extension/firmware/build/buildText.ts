/**
 * The paths that a firmware's build names: in Makefiles, CMakeLists.txt and build.ninja those of sources, folders and scripts, in a linker's map
 * those of the objects. Nothing is executed: variables with one value are put in, and a path behind one that is not known is kept as its
 * tail. Commented lines name nothing.
 */
import { dirname, resolve } from "node:path";

/** Where a token leads: a place of its own, or the end of a path whose beginning nobody knows without building. */
export type NamedPath = { readonly at: string } | { readonly tail: readonly string[] };

/** A file that says how firmware is built. */
export interface BuildRules {
  readonly path: string;
  readonly names: readonly NamedPath[];
  /** Files and folders whose own rules are part of these: include, add_subdirectory, make -C. */
  readonly parts: readonly NamedPath[];
}

/** What a linker has put together, from the file that -Map makes. */
export interface LinkMap {
  readonly path: string;
  /** As written: relative to wherever the linker ran. Members of libraries as `folder/libx.a/x.o`. */
  readonly objects: readonly string[];
}

/** Stands for a variable's value that nobody knows. */
const UNKNOWN = "\0";
/** A space that does not end a path. */
const SPACE = "\x01";
const DEEPEST = 8;
/** Variables may be built of each other: a text that grows beyond it is left as it is. */
const LONGEST_VALUE = 1000;

export function readBuildRules(path: string, text: string): BuildRules {
  const folder = dirname(path);
  const lines = withoutComments(text.replace(/\r\n/g, "\n"))
    .replace(/\\\n/g, " ")
    .replace(/\\ /g, SPACE)
    .replace(/\\/g, "/");
  const known = variablesOf(lines, folder);
  const full = expanded(lines, known);
  return {
    path,
    names: unique(tokensOf(full).flatMap((token) => namedPath(token, folder))),
    parts: unique(partsOf(full).flatMap((token) => namedPath(token, folder))),
  };
}

/** `folder/x.o`, `folder/x.c.obj` and `libx.a(x.o)`, each once. */
export function readLinkMap(path: string, text: string): LinkMap {
  const objects = new Set<string>();
  for (const [, library, member, object] of text.matchAll(OBJECT)) {
    objects.add(slashed(object ?? `${library ?? ""}/${member ?? ""}`));
  }
  return { path, objects: [...objects] };
}

/** Parts of a path, whichever way the slashes lean; "." says nothing. */
export function segmentsOf(path: string): readonly string[] {
  return slashed(path)
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".");
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

/** GNU ld, lld and armlink write paths plainly; the length is bounded, so that no text takes long. */
const OBJECT = /([^\s()]{1,500}\.(?:a|lib))\(([^\s()/\\]{1,200}\.(?:o|obj))\)|([^\s()]{1,500}\.(?:o|obj))(?=[\s(]|$)/gm;

function withoutComments(text: string): string {
  return text.replace(/#\[\[[\s\S]*?\]\]/g, " ").replace(/(^|[\s(])#.*$/gm, "$1");
}

/** Those with one value: where a condition decides between several, nobody knows which. */
function variablesOf(text: string, folder: string): ReadonlyMap<string, string> {
  const values = new Map<string, Set<string>>();
  const add = (name: string, value: string): void => {
    values.set(name, (values.get(name) ?? new Set()).add(value.trim()));
  };
  const make = /^[ \t]*(?:export[ \t]+|override[ \t]+)*([\w.-]{1,100})[ \t]*(?:[?:+!]{0,3})=[ \t]*(.*)$/gm;
  for (const [, name = "", value = ""] of text.matchAll(make)) add(name, value);
  for (const [, name = "", value = ""] of text.matchAll(/\bset\s*\(\s*([\w.-]{1,100})\s+([^()]{0,1000})\)/gi)) {
    add(name, /^"([^"]*)"/.exec(value)?.[1] ?? value.replace(/\s.*$/s, ""));
  }
  const here = ["CURDIR", "CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR"].map((name) => [name, folder] as const);
  const single = [...values].flatMap(([name, [value = "", ...others]]) =>
    others.length === 0 && value.length <= LONGEST_VALUE ? [[name, value] as const] : [],
  );
  return new Map([...single, ...here]);
}

function expanded(text: string, known: ReadonlyMap<string, string>): string {
  const value = (name: string, depth: number): string => {
    const found = depth < DEEPEST ? known.get(name) : undefined;
    if (found === undefined) return UNKNOWN;
    const whole = found.replace(VARIABLE, (_, inner: string) => value(inner, depth + 1));
    return whole.length <= LONGEST_VALUE ? whole : UNKNOWN;
  };
  // What make fills in for each rule ($@, $<) is a variable too.
  return text.replace(VARIABLE, (_, name: string) => value(name, 0)).replace(/\$[^({\s]/g, UNKNOWN);
}

const VARIABLE = /\$[({]([\w.-]{1,100})[)}]/g;

/** Words between what separates paths in these languages. In quotes a space is part of a path. */
function tokensOf(text: string): readonly string[] {
  const quoted = [...text.matchAll(/"([^"\n]{1,1000})"/g)].flatMap(([, inner = ""]) =>
    / /.test(inner) ? [inner] : [],
  );
  const words = text.match(/(?:\b[A-Za-z]:(?=\/))?[^\s"'`(){}$=:;,|<>!&]+/g) ?? [];
  return [...words, ...quoted];
}

function partsOf(text: string): readonly string[] {
  const calls = [...text.matchAll(/\b(?:add_subdirectory|include)\s*\(\s*"?([^\s")]{1,1000})/gi)];
  const lines = [...text.matchAll(/^[ \t]*[s-]?include[ \t]+(.{1,1000})$/gm)];
  const folders = [...text.matchAll(/\s-C[ \t]+([^\s"]{1,1000})/g)];
  return [...calls, ...lines, ...folders].flatMap(([, words = ""]) => words.split(/\s+/));
}

function namedPath(token: string, folder: string): readonly NamedPath[] {
  // -I../net, -L../net, -Tapp.ld.
  const path = token.replace(/^-[A-Za-z](?=.)/, "").replaceAll(SPACE, " ");
  const unknown = path.lastIndexOf(UNKNOWN);
  if (unknown < 0) return /[\w.]/.test(path) && !path.startsWith("-") ? [{ at: resolve(folder, path) }] : [];
  // "$(NAME).mcu/x": the segment that the variable is a part of is not known either.
  const [, ...rest] = path.slice(unknown).split("/");
  const tail: string[] = [];
  for (const segment of rest.filter((each) => each !== "" && each !== ".")) {
    if (segment === "..") tail.pop();
    else tail.push(segment);
  }
  return tail.length > 0 ? [{ tail }] : [];
}

function unique(paths: readonly NamedPath[]): readonly NamedPath[] {
  const seen = new Map(paths.map((path) => ["at" in path ? path.at : `${UNKNOWN}/${path.tail.join("/")}`, path]));
  return [...seen.values()];
}
