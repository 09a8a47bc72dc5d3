/**
 * The policy file: which width each tensor has, as text that is reviewed like code. One tensor a line, in execution order, stable
 * keys and a trailing newline: equal policies are equal bytes, and a line diff shows one tensor a line.
 */
import {
  about,
  anyText,
  checkOf,
  found,
  listOf,
  mapOf,
  matching,
  named,
  object,
  oneOf,
  OPEN,
  optional,
  type Finding,
  type REFUSED,
  type Typed,
} from "../../formats/check";
import { withEscapes } from "../../formats/jsonText";
import { nearest } from "../../formats/nearest";
import { nodeAt, parseJson, plainValue, type Checked, type JsonMember, type JsonNode } from "../../formats/json";
import type { Remark } from "../../formats/remark";
import { ASKED_WIDTHS, WEIGHT_WIDTHS, type ActivationBits, type Bits, type WeightBits } from "./bits";

const FORMAT = 1;
const MOST = 10_000_000;
const digest = matching(/^[0-9a-f]{64}$/, "64 hexadecimal digits in lower case");
const weightBits = named("weightBits", oneOf(WEIGHT_WIDTHS));
const activationBits = named("activationBits", oneOf(ASKED_WIDTHS));

const chains = listOf(listOf(anyText, 2, MOST), 0, MOST);
const streaming = checkOf(
  { oneOf: [{ const: "off" }, chains.schema] },
  (value, path, findings): "off" | Chains | typeof REFUSED => (value === "off" ? value : chains(value, path, findings)),
);

const learned = object({
  file: about(
    "Beside this file.",
    matching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/, "a name without a way to another folder"),
  ),
  sha256: about("Of that file.", digest),
  widths: about("SHA-256 of the widths that it is for.", digest),
  samples: about("SHA-256 of the calibration samples and options that it is for.", digest),
});

const deadChannels = oneOf(["fours", "all"]);

const keys = {
  $schema: optional(about("Where this schema lies, for completion in editors.", anyText)),
  format: about("Version of this file's form.", oneOf([FORMAT])),
  model: about(
    "The model that the policy was made for.",
    object(
      {
        name: about("The model's name.", anyText),
        sha256: about("Of the ONNX file.", digest),
      },
      OPEN,
    ),
  ),
  deadChannels: optional(
    about(
      "Which of the channels that are the same for every input are removed: all of them, or all but what fills the rest up to whole fours, which kernels prefer. Absent: none.",
      deadChannels,
    ),
  ),
  levels: optional(
    about(
      "Layers whose weights of 4 and 3 bits stand for levels of a table that is fitted to the layer, instead of for even steps. Absent: none.",
      listOf(anyText, 1, MOST),
    ),
  ),
  streaming: optional(
    about(
      'How layers are run, whatever the limits are. "off": one after the other. A list: chains of layers that run row by row together, in execution order; the network\'s input in front of the first layer where its rows are supplied and only some of them are held; all other layers run alone. Absent: the planner chooses.',
      streaming,
    ),
  ),
  learned: optional(
    about(
      "Weights that were learned for these widths, in a file beside this one. They are left out where widths were changed since. Absent: weights are rounded when a network is built.",
      learned,
    ),
  ),
  weights: about("Bits of each layer's weights, by the layer's name.", mapOf(weightBits)),
  activations: about(
    "Bits of each activation, by the name of the first tensor that shares them.",
    mapOf(activationBits),
  ),
};

export const policyCheck = object(keys);

/** `weights` and `activations` are the engine's Policy; their order is the file's. */
export interface PolicyFile extends Omit<Typed<typeof policyCheck>, "format" | "weights" | "activations"> {
  /** By layer name. */
  readonly weights: ReadonlyMap<string, WeightBits>;
  /** By the name of the first activation that shares the width. */
  readonly activations: ReadonlyMap<string, ActivationBits>;
}

/**
 * Layers that run row by row together, in execution order; the network's input in front of the first where its rows are supplied and only a
 * ring of it is held. All other layers run alone.
 */
export type Chains = readonly (readonly string[])[];

/** Digests are SHA-256: of the file, of the widths and of the samples and options that its weights were learned for. */
export type LearnedFile = Typed<typeof learned>;
export type DeadChannels = Typed<typeof deadChannels>;

export function formatPolicy(policy: PolicyFile): string {
  const entries: string[] = [];
  if (policy.$schema !== undefined) entries.push(`"$schema": ${JSON.stringify(policy.$schema)}`);
  entries.push(`"format": ${FORMAT}`);
  const { name, sha256 } = policy.model;
  entries.push(`"model": { "name": ${JSON.stringify(name)}, "sha256": ${JSON.stringify(sha256)} }`);
  if (policy.deadChannels !== undefined) entries.push(`"deadChannels": ${JSON.stringify(policy.deadChannels)}`);
  if (policy.levels !== undefined) {
    const names = policy.levels.map((layer) => JSON.stringify(layer));
    entries.push(`"levels": ${block("[", names, "]")}`);
  }
  if (policy.streaming === "off") entries.push(`"streaming": "off"`);
  else if (policy.streaming !== undefined) {
    const chains = policy.streaming.map((chain) => `[${chain.map((layer) => JSON.stringify(layer)).join(", ")}]`);
    entries.push(`"streaming": ${block("[", chains, "]")}`);
  }
  if (policy.learned !== undefined) {
    const { file, sha256, widths, samples } = policy.learned;
    const lines = Object.entries({ file, sha256, widths, samples }).map(
      ([key, text]) => `"${key}": ${JSON.stringify(text)}`,
    );
    entries.push(`"learned": ${block("{", lines, "}")}`);
  }
  entries.push(`"weights": ${block("{", widthLines(policy.weights), "}")}`);
  entries.push(`"activations": ${block("{", widthLines(policy.activations), "}")}`);
  return withEscapes(`{\n  ${entries.join(",\n  ")}\n}\n`);
}

function widthLines(widths: ReadonlyMap<string, Bits>): readonly string[] {
  return [...widths].map(([name, bits]) => `${JSON.stringify(name)}: ${bits}`);
}

function block(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0 ? `${open}${close}` : `${open}\n    ${lines.join(",\n    ")}\n  ${close}`;
}

/** Every problem of the text at once, each with file, line and column. Whether the names exist is matchPolicy's question. */
export function parsePolicy(source: string, file: string): Checked<PolicyFile> {
  const json = parseJson(source, file);
  if (!json.ok) return json;
  const problems: Remark[] = [];
  const wrong: Wrong = (node, message, hint) => {
    const problem: Remark = { code: "policy.invalid", message, place: `${file}:${node.at.line}:${node.at.column}` };
    const isTold = problems.some((told) => told.message === message && told.place === problem.place);
    if (!isTold) problems.push(hint === undefined ? problem : { ...problem, hint });
  };
  const policy = readPolicy(json.value, wrong);
  return policy && problems.length === 0 ? { ok: true, value: policy } : { ok: false, problems };
}

type Wrong = (node: { readonly at: JsonNode["at"] }, message: string, hint?: string) => void;
type Key = keyof typeof keys;

function readPolicy(root: JsonNode, wrong: Wrong): PolicyFile | undefined {
  if (root.kind !== "object") {
    wrong(root, "a policy is an object { … }");
    return undefined;
  }
  const known = Object.keys(keys);
  const unknown = ({ name, at }: JsonMember, names: readonly string[]): void => {
    const meant = nearest(name, names);
    const hint = meant === undefined ? `known: ${names.join(", ")}` : `did you mean "${meant}"?`;
    wrong({ at }, `"${name}" is not a known key`, hint);
  };
  for (const member of root.members) if (!known.includes(member.name)) unknown(member, known);
  const read: Partial<Record<Key, unknown>> = {};
  for (const key of known as Key[]) {
    const member = root.members.find(({ name }) => name === key);
    const findings: Finding[] = [];
    if (member) read[key] = keys[key](plainValue(member.node), [], findings);
    else if (!("isOptional" in keys[key])) ABSENT[key]?.(root, wrong);
    for (const finding of findings) if (member) WORDS[key](member, finding, wrong);
  }
  delete read.format;
  const weights = widthsIn<WeightBits>(root, "weights");
  const activations = widthsIn<ActivationBits>(root, "activations");
  return { ...(read as Omit<Typed<typeof policyCheck>, "format">), weights, activations }; // of no use where a problem was told
}

/** In the order of the lines: an object would put names that are numbers first. */
function widthsIn<B extends Bits>({ members }: JsonObject, key: "weights" | "activations"): ReadonlyMap<string, B> {
  const node = members.find(({ name }) => name === key)?.node;
  return new Map(node?.kind === "object" ? node.members.map((one) => [one.name, plainValue(one.node) as B]) : []);
}

type JsonObject = JsonNode & { readonly kind: "object" };

const MODEL_HINT = 'write "model": { "name": "…", "sha256": "…" }';
const LEARNED_HINT = 'take it as quantize wrote it, or remove "learned" to round weights afresh';
const LEVELS_HINT = 'write ["conv1", "conv2"], or leave it out: then weights lie on even steps';
const CHAINS_HINT = 'write "off", or [["conv1", "conv2"]]: lists of layers that run row by row together';

/** What is said where a key is missing that must be there. */
const ABSENT: Readonly<Partial<Record<Key, (root: JsonNode, wrong: Wrong) => void>>> = {
  format: (root, wrong) => {
    wrong(root, '"format" is missing', `write "format": ${FORMAT}`);
  },
  model: (root, wrong) => {
    wrong(root, '"model" must say which model the policy is for', MODEL_HINT);
  },
  weights: (root, wrong) => {
    noWidths("weights", root, wrong);
  },
  activations: (root, wrong) => {
    noWidths("activations", root, wrong);
  },
};

/** What is said where a key's value was refused: its check decides what is wrong, this how it is told. Paths are within the value. */
const WORDS: Readonly<Record<Key, (member: JsonMember, finding: Finding, wrong: Wrong) => void>> = {
  $schema: ({ node }, _, wrong) => {
    wrong(node, '"$schema" must be text');
  },
  format: ({ node }, _, wrong) => {
    wrong(node, `format ${found(plainValue(node))} is not known`, `this version reads format ${FORMAT}`);
  },
  model: (member, { path }, wrong) => {
    const node = nodeAt(member.node, path);
    const [key] = path;
    if (key === undefined) wrong(member.node, '"model" must say which model the policy is for', MODEL_HINT);
    else if (node?.kind === "scalar" && typeof node.value === "string")
      wrong(member, "model.sha256 must be 64 hexadecimal digits in lower case");
    else wrong(node ?? member, `model.${key} must be text`, MODEL_HINT);
  },
  deadChannels: ({ node }, _, wrong) => {
    wrong(node, '"deadChannels" must be "fours" or "all"', "leave it out to keep them");
  },
  levels: ({ node }, { path }, wrong) => {
    const at = nodeAt(node, path) ?? node;
    wrong(at, '"levels" must be a list of layers\' names', LEVELS_HINT);
  },
  streaming: ({ node }, { path }, wrong) => {
    const chain = path.length === 0 ? undefined : nodeAt(node, path.slice(0, 1));
    if (chain) wrong(chain, "a chain names at least two layers", CHAINS_HINT);
    else wrong(node, '"streaming" must be "off" or a list of chains', CHAINS_HINT);
  },
  learned: ({ node }, { path, problem }, wrong) => {
    const [key] = path;
    const at = nodeAt(node, path) ?? node;
    if (key === undefined) wrong(at, '"learned" must be an object { … }', LEARNED_HINT);
    else if (problem.code === "settings.unknown") wrong(at, `learned.${key} is not a known key`, LEARNED_HINT);
    else wrong(at, `learned.${key} must be ${key === "file" ? "a file's name" : "a SHA-256"}`, LEARNED_HINT);
  },
  weights: (member, finding, wrong) => {
    widthWords("weights", member, finding, wrong);
  },
  activations: (member, finding, wrong) => {
    widthWords("activations", member, finding, wrong);
  },
};

function widthWords(key: "weights" | "activations", { node }: JsonMember, { path }: Finding, wrong: Wrong): void {
  const [name] = path;
  const width = nodeAt(node, path);
  if (name === undefined || !width) noWidths(key, node, wrong);
  else {
    const allowed: readonly Bits[] = key === "weights" ? WEIGHT_WIDTHS : ASKED_WIDTHS;
    const listed = `${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`;
    wrong(width, `"${name}" must have ${listed} bits, not ${found(plainValue(width))}`);
  }
}

function noWidths(key: "weights" | "activations", at: JsonNode, wrong: Wrong): void {
  wrong(at, `"${key}" must give the bits of each tensor`, `write "${key}": { "conv1": 8 }`);
}

/** What a network lets choose: the names a complete policy has. */
export interface PolicyNames {
  readonly weights: Iterable<string>;
  readonly activations: Iterable<string>;
  /** Inputs and outputs, which have 8 bits, or 16 where they are named. */
  readonly ends?: Iterable<string>;
  /** All layers and inputs, for chains. */
  readonly layers?: Iterable<string>;
  /** Layers whose weights could lie on levels. */
  readonly levels?: Iterable<string>;
  /** Of the model file at hand; compared where given. */
  readonly sha256?: string;
}

/**
 * Whether the policy is for this network: no unknown name, none missing. Answers the policy in the network's order. Another model file
 * with the same names (retrained weights) is accepted; its digest is only used to explain names that do not fit.
 */
export function matchPolicy(policy: PolicyFile, names: PolicyNames, file: string): Checked<PolicyFile> {
  const problems: Remark[] = [];
  const matched = <B extends Bits>(
    kind: "layer" | "activation",
    widths: ReadonlyMap<string, B>,
    known: readonly string[],
    ends: readonly string[] = [],
  ): Map<string, B> => {
    problems.push(...unknownNames(kind, widths.keys(), [...known, ...ends], file));
    const ordered = new Map<string, B>();
    const missing: string[] = [];
    for (const name of known) {
      const bits = widths.get(name);
      if (bits === undefined) missing.push(name);
      else ordered.set(name, bits);
    }
    for (const name of ends) {
      const bits = widths.get(name);
      if (bits === 16) ordered.set(name, bits);
      else if (bits !== undefined && bits !== 8) {
        const message = `"${name}" goes into the network or comes out of it: it has 8 or 16 bits, not ${bits}`;
        problems.push({ code: "policy.ends", message, place: file, hint: "leave it out for 8" });
      }
    }
    const [first] = missing;
    if (first !== undefined) {
      const more = missing.length > 1 ? ` and ${missing.length - 1} more` : "";
      const message = `the policy gives no bits for ${kind} "${first}"${more}`;
      problems.push({ code: "policy.missing", message, place: file, hint: `add ${JSON.stringify(first)}: 8` });
    }
    return ordered;
  };
  const weights = matched("layer", policy.weights, [...names.weights]);
  const activations = matched("activation", policy.activations, [...names.activations], [...(names.ends ?? [])]);
  if (Array.isArray(policy.streaming) && names.layers)
    problems.push(...unknownNames("layer", policy.streaming.flat(), [...names.layers], file, "to run row by row"));
  if (policy.levels && names.levels)
    problems.push(
      ...unknownNames("layer", policy.levels, [...names.levels], file, "whose weights could lie on levels"),
    );
  if (problems.length === 0) return { ok: true, value: { ...policy, weights, activations } };
  if (names.sha256 !== undefined && names.sha256 !== policy.model.sha256) {
    const message = `the policy was made for another model ("${policy.model.name}", or an earlier version of this one)`;
    problems.unshift({
      code: "policy.model",
      message,
      place: file,
      hint: "search again, or choose the policy of this model",
    });
  }
  return { ok: false, problems };
}

function unknownNames(
  kind: string,
  given: Iterable<string>,
  known: readonly string[],
  file: string,
  purpose = "with bits to choose",
): Remark[] {
  const existing = new Set(known);
  return [...given].flatMap((name): Remark[] => {
    if (existing.has(name)) return [];
    const problem = {
      code: "policy.unknown",
      message: `the network has no ${kind} "${name}" ${purpose}`,
      place: file,
    };
    const meant = nearest(name, known);
    return [meant === undefined ? problem : { ...problem, hint: `did you mean "${meant}"?` }];
  });
}

/** One tensor whose width differs; absent on the side that does not name it. */
export interface WidthChange {
  readonly kind: "weights" | "activation";
  readonly name: string;
  readonly from?: Bits;
  readonly to?: Bits;
}

export interface PolicyDiff {
  /** The policies are for different model files. */
  readonly model: boolean;
  readonly streaming: boolean;
  /** In the order of `a`, then what only `b` names. */
  readonly changes: readonly WidthChange[];
}

/** What differs in meaning: order and formatting do not. */
export function diffPolicies(a: PolicyFile, b: PolicyFile): PolicyDiff {
  return {
    model: a.model.sha256 !== b.model.sha256,
    streaming: JSON.stringify(a.streaming ?? null) !== JSON.stringify(b.streaming ?? null),
    changes: [
      ...widthChanges("weights", a.weights, b.weights),
      ...widthChanges("activation", a.activations, b.activations),
    ],
  };
}

function widthChanges(
  kind: WidthChange["kind"],
  a: ReadonlyMap<string, Bits>,
  b: ReadonlyMap<string, Bits>,
): WidthChange[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name): WidthChange[] => {
    const from = a.get(name);
    const to = b.get(name);
    if (from === to) return [];
    return [{ kind, name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}
