/**
 * The policy file: which width each tensor has, as text that is reviewed like code. One tensor a line, in execution order, stable
 * keys and a trailing newline: equal policies are equal bytes, and a line diff shows one tensor a line.
 */
import { withEscapes } from "../../formats/jsonText";
import { nearest } from "../../formats/nearest";
import { found } from "../../formats/check";
import { parseJson, plainValue, type Checked, type JsonMember, type JsonNode } from "../../formats/json";
import type { Remark } from "../../formats/remark";
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS, type ActivationBits, type Bits, type WeightBits } from "./report";

/** `weights` and `activations` are the engine's Policy; their order is the file's. */
export interface PolicyFile {
  readonly $schema?: string;
  /** The model that the policy was made for. */
  readonly model: { readonly name: string; readonly sha256: string };
  /** Which of the channels that are the same for every input are removed: all, all but what fills up fours; absent: none. */
  readonly deadChannels?: DeadChannels;
  /** How layers are run, whatever the limits are; absent: the planner chooses. */
  readonly streaming?: "off" | Chains;
  /** Weights that were learned for these widths; absent: weights are rounded when a network is built. */
  readonly learned?: LearnedFile;
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
export interface LearnedFile {
  /** Beside the policy. */
  readonly file: string;
  readonly sha256: string;
  readonly widths: string;
  readonly samples: string;
}

const DEAD_CHANNELS = ["fours", "all"] as const;
export type DeadChannels = (typeof DEAD_CHANNELS)[number];

const FORMAT = 1;
const KEYS = ["$schema", "format", "model", "deadChannels", "streaming", "learned", "weights", "activations"];

export function formatPolicy(policy: PolicyFile): string {
  const entries: string[] = [];
  if (policy.$schema !== undefined) entries.push(`"$schema": ${JSON.stringify(policy.$schema)}`);
  entries.push(`"format": ${FORMAT}`);
  const { name, sha256 } = policy.model;
  entries.push(`"model": { "name": ${JSON.stringify(name)}, "sha256": ${JSON.stringify(sha256)} }`);
  if (policy.deadChannels !== undefined) entries.push(`"deadChannels": ${JSON.stringify(policy.deadChannels)}`);
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
    problems.push(hint === undefined ? problem : { ...problem, hint });
  };
  const policy = readPolicy(json.value, wrong);
  return policy && problems.length === 0 ? { ok: true, value: policy } : { ok: false, problems };
}

type Wrong = (node: { readonly at: JsonNode["at"] }, message: string, hint?: string) => void;

function readPolicy(root: JsonNode, wrong: Wrong): PolicyFile | undefined {
  if (root.kind !== "object") {
    wrong(root, "a policy is an object { … }");
    return undefined;
  }
  const member = (name: string): JsonMember | undefined => root.members.find((candidate) => candidate.name === name);
  for (const { name, at } of root.members) {
    if (KEYS.includes(name)) continue;
    const meant = nearest(name, KEYS);
    wrong(
      { at },
      `"${name}" is not a known key`,
      meant === undefined ? `known: ${KEYS.join(", ")}` : `did you mean "${meant}"?`,
    );
  }
  const format = member("format");
  if (!format) wrong(root, '"format" is missing', `write "format": ${FORMAT}`);
  else if (plainValue(format.node) !== FORMAT) {
    wrong(format.node, `format ${found(plainValue(format.node))} is not known`, `this version reads format ${FORMAT}`);
  }
  const schema = member("$schema");
  const schemaText = schema === undefined ? undefined : textOf(schema.node);
  if (schema && schemaText === undefined) wrong(schema.node, '"$schema" must be text');

  const model = readModel(member("model"), root, wrong);
  const deadChannels = readDeadChannels(member("deadChannels"), wrong);
  const streaming = readStreaming(member("streaming"), wrong);
  const learned = readLearnedFile(member("learned"), wrong);
  const weights = readWidths(member("weights"), WEIGHTS_READ, root, wrong);
  const activations = readWidths(member("activations"), ACTIVATIONS_READ, root, wrong);
  return {
    ...(schemaText === undefined ? {} : { $schema: schemaText }),
    model,
    ...(deadChannels === undefined ? {} : { deadChannels }),
    ...(streaming === undefined ? {} : { streaming }),
    ...(learned === undefined ? {} : { learned }),
    weights,
    activations,
  };
}

function readModel(member: JsonMember | undefined, root: JsonNode, wrong: Wrong): PolicyFile["model"] {
  const example = 'write "model": { "name": "…", "sha256": "…" }';
  const text = (name: string): string => {
    const found =
      member?.node.kind === "object" ? member.node.members.find((candidate) => candidate.name === name) : undefined;
    const value = found ? textOf(found.node) : undefined;
    if (member?.node.kind === "object" && value === undefined)
      wrong(found?.node ?? member, `model.${name} must be text`, example);
    return value ?? "";
  };
  if (member?.node.kind !== "object")
    wrong(member?.node ?? root, '"model" must say which model the policy is for', example);
  const model = { name: text("name"), sha256: text("sha256") };
  if (member && model.sha256 !== "" && !DIGEST.test(model.sha256)) {
    wrong(member.node, "model.sha256 must be 64 hexadecimal digits in lower case");
  }
  return model;
}

function readDeadChannels(member: JsonMember | undefined, wrong: Wrong): PolicyFile["deadChannels"] {
  if (!member) return undefined;
  const text = textOf(member.node);
  const which = DEAD_CHANNELS.find((known) => known === text);
  if (which === undefined) wrong(member.node, '"deadChannels" must be "fours" or "all"', "leave it out to keep them");
  return which;
}

function readLearnedFile(member: JsonMember | undefined, wrong: Wrong): PolicyFile["learned"] {
  if (!member) return undefined;
  const hint = 'take it as quantize wrote it, or remove "learned" to round weights afresh';
  const parts = member.node.kind === "object" ? member.node.members : [];
  const text = (name: keyof LearnedFile, form: RegExp): string => {
    const part = parts.find((candidate) => candidate.name === name);
    const value = part && textOf(part.node);
    if (value !== undefined && form.test(value)) return value;
    wrong(
      part?.node ?? member.node,
      `learned.${name} must be ${name === "file" ? "a file's name" : "a SHA-256"}`,
      hint,
    );
    return "";
  };
  return {
    file: text("file", PLAIN_NAME),
    sha256: text("sha256", DIGEST),
    widths: text("widths", DIGEST),
    samples: text("samples", DIGEST),
  };
}

/** Without a way to another folder. */
const PLAIN_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
const DIGEST = /^[0-9a-f]{64}$/;

function readStreaming(member: JsonMember | undefined, wrong: Wrong): PolicyFile["streaming"] {
  if (!member) return undefined;
  const hint = 'write "off", or [["conv1", "conv2"]]: lists of layers that run row by row together';
  if (textOf(member.node) === "off") return "off";
  if (member.node.kind !== "array") {
    wrong(member.node, '"streaming" must be "off" or a list of chains', hint);
    return undefined;
  }
  return member.node.items.map((chain) => {
    const layers = chain.kind === "array" ? chain.items.map(textOf) : [];
    const named = layers.filter((layer) => layer !== undefined);
    if (named.length < 2 || named.length !== layers.length) wrong(chain, "a chain names at least two layers", hint);
    return named;
  });
}

/** How the widths of a kind of tensor are read. */
interface WidthsRead<B extends Bits> {
  readonly key: "weights" | "activations";
  readonly widths: readonly B[];
}

const WEIGHTS_READ: WidthsRead<WeightBits> = { key: "weights", widths: WEIGHT_WIDTHS };
const ACTIVATIONS_READ: WidthsRead<ActivationBits> = {
  key: "activations",
  widths: ACTIVATION_WIDTHS,
};

function readWidths<B extends Bits>(
  member: JsonMember | undefined,
  { key, widths: allowed }: WidthsRead<B>,
  root: JsonNode,
  wrong: Wrong,
): ReadonlyMap<string, B> {
  const widths = new Map<string, B>();
  if (member?.node.kind !== "object") {
    wrong(member?.node ?? root, `"${key}" must give the bits of each tensor`, `write "${key}": { "conv1": 8 }`);
    return widths;
  }
  for (const { name, node } of member.node.members) {
    const value = plainValue(node);
    const bits = allowed.find((one) => one === value);
    if (bits !== undefined) widths.set(name, bits);
    else
      wrong(
        node,
        `"${name}" must have ${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)} bits, not ${found(value)}`,
      );
  }
  return widths;
}

function textOf(node: JsonNode): string | undefined {
  return node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** What a network lets choose: the names a complete policy has. */
export interface PolicyNames {
  readonly weights: Iterable<string>;
  readonly activations: Iterable<string>;
  /** All layers and inputs, for chains. */
  readonly layers?: Iterable<string>;
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
  ): Map<string, B> => {
    problems.push(...unknownNames(kind, widths.keys(), known, file));
    const ordered = new Map<string, B>();
    const missing: string[] = [];
    for (const name of known) {
      const bits = widths.get(name);
      if (bits === undefined) missing.push(name);
      else ordered.set(name, bits);
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
  const activations = matched("activation", policy.activations, [...names.activations]);
  if (Array.isArray(policy.streaming) && names.layers)
    problems.push(...unknownNames("layer", policy.streaming.flat(), [...names.layers], file, "to run row by row"));
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
