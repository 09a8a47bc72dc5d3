/**
 * The page for a review: what a model's policy needs, costs and was checked against, as sections that HTML and Markdown are made from. The same
 * report gives the same page, but for the seconds that a search took.
 */
import {
  comparisonFacts,
  compareReports,
  layerLossWords,
  bitsPairWords,
  worthOfBoth,
  type ComparedPolicy,
} from "../words/comparison";
import { formatCount, formatLarge, formatSize, formatSizeChange } from "../words/format";
import { LOSS_EXPLAINED, lossWords, lossWorthOf } from "../words/losses";
import type { Bits, Report, ReportItem, ReportLayer } from "../files/report";
import {
  accuracyLines,
  endlessText,
  searchText,
  streamingText,
  timeMethod,
  timeText,
  isTimeKnown,
} from "../words/reportWords";
import { remarkInWords, type Surface } from "../words/settingWords";
import { verdictOf } from "../words/verdict";
import type { Verification } from "../files/verification";
import { besideEstimate, findingOf, measuredParts } from "../words/verificationWords";
import { visible } from "../words/visible";

export const REVIEW_FORMATS = ["html", "md"] as const;
export type ReviewFormat = (typeof REVIEW_FORMATS)[number];

export interface ReviewSubject {
  readonly report: Report;
  /** Of code that was generated from these very widths; null: none was verified. */
  readonly verification: Verification | null;
  /** What it replaces; null: nothing is compared. */
  readonly old: ComparedPolicy | null;
  /** Who reads: hints name options or commands. */
  readonly surface: Surface;
}

export interface Review {
  readonly title: string;
  readonly subtitle: string;
  readonly verdict: string;
  /** Whether it keeps to the budget; null without one. */
  readonly fits: boolean | null;
  readonly sections: readonly ReviewSection[];
}

export interface ReviewSection {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [term: string, words: string])[] }
  | { readonly kind: "bar"; readonly bar: Bar }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    };

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** What a region is spent on. Parts add up to what is needed. */
export interface Bar {
  readonly title: string;
  readonly words: string;
  readonly needBytes: number;
  readonly limitBytes: number | null;
  readonly parts: readonly Part[];
}

export interface Part {
  readonly title: string;
  readonly sizeBytes: number;
  readonly count: number;
  readonly estimated: boolean;
}

export function reviewOf(subject: ReviewSubject): Review {
  const { report, old, verification, surface } = subject;
  const { model, target } = report;
  const hasBudget = target.flashBytes !== null || target.ramBytes !== null;
  return {
    title: visible(model.name),
    subtitle: [
      target.name === null ? null : visible(target.name),
      limitsWords(report),
      `${target.account} account`,
      `${target.core} at -O${target.optimize}`,
      `${formatLarge(model.parameters)} parameters`,
      `${formatLarge(model.macs)} MACs`,
    ]
      .filter((part) => part !== null)
      .join(" · "),
    verdict: verdictOf(report),
    fits: hasBudget ? report.fits : null,
    sections: [
      memorySection(report),
      accuracySection(report),
      verifiedSection(report, verification),
      ...(old === null ? [] : [comparisonSection(old, report)]),
      layersSection(report),
      {
        title: "How layers run",
        blocks: [
          ...(report.endless ? [{ kind: "text", text: sentence(endlessText(report.endless)) } as const] : []),
          { kind: "text", text: sentence(streamingText(report.memory.streaming)) },
          ...timeBlocks(report),
        ],
      },
      {
        title: "How the widths were found",
        blocks: [
          {
            kind: "facts",
            rows: [
              ["Search", searchText(report.search)],
              ["Model file", `sha256 ${model.sha256}`],
            ],
          },
        ],
      },
      ...(report.notes.length === 0
        ? []
        : [{ title: "Notes", blocks: [{ kind: "list", items: notesOf(report, surface) } as const] }]),
    ],
  };
}

function limitsWords({ target }: Report): string {
  const { flashBytes, ramBytes } = target;
  const limits = [
    ...(flashBytes === null ? [] : [`${formatSize(flashBytes)} FLASH`]),
    ...(ramBytes === null ? [] : [`${formatSize(ramBytes)} RAM`]),
  ];
  return limits.length === 0 ? "no budget" : limits.join(", ");
}

function memorySection(report: Report): ReviewSection {
  const { memory, target } = report;
  const accounts = (["linked", "model"] as const).map((account) => [
    `${account} account${account === target.account ? " (what the budget binds)" : ""}`,
    `${formatCount(memory[account].flashBytes)} B`,
    `${formatCount(memory[account].ramBytes)} B`,
  ]);
  const parts = (["flash", "ram"] as const).map((region) => ({ region, parts: linkedParts(report, region) }));
  const bars = parts.map(({ region, parts: own }): Block => {
    // What the budget does not bind has no limit to be drawn.
    const limitBytes = target.account === "model" ? null : region === "flash" ? target.flashBytes : target.ramBytes;
    const needBytes = region === "flash" ? memory.linked.flashBytes : memory.linked.ramBytes;
    const title = region === "flash" ? "FLASH" : "RAM";
    const limit = limitBytes === null ? "" : ` of ${formatSize(limitBytes)}`;
    return {
      kind: "bar",
      bar: { title, words: `${formatSize(needBytes)}${limit}, linked`, needBytes, limitBytes, parts: own },
    };
  });
  return {
    title: "Memory",
    blocks: [
      ...bars,
      {
        kind: "table",
        caption: "Both accounts",
        columns: [{ title: "Account" }, { title: "FLASH", isNumber: true }, { title: "RAM", isNumber: true }],
        rows: accounts,
      },
      {
        kind: "table",
        caption: "What the linked account consists of",
        columns: [
          { title: "Region" },
          { title: "What" },
          { title: "Items", isNumber: true },
          { title: "Bytes", isNumber: true },
          { title: "How known" },
        ],
        rows: parts.flatMap(({ region, parts: own }) =>
          own.map(({ title, count, sizeBytes, estimated }) => [
            region === "flash" ? "FLASH" : "RAM",
            title,
            formatCount(count),
            formatCount(sizeBytes),
            estimated ? "estimated" : "exact",
          ]),
        ),
      },
      {
        kind: "text",
        text: `RAM is fullest at layer ${visible(memory.peak.layer)}: ${formatSize(memory.peak.bytes)}. The model account counts packed weights, their constants and live activations alone; the linked account what a linked program takes.`,
      },
    ],
  };
}

/** Items of one kind together, weights by their width: weights first, widest first, then in the order in which they come. */
export function linkedParts({ memory, layers }: Report, region: ReportItem["region"]): readonly Part[] {
  const bits = new Map(layers.map(({ name, weightBits }) => [name, weightBits]));
  const parts = new Map<string, Part>();
  for (const item of memory.linked.items) {
    if (item.region !== region) continue;
    const title = partTitle(item, bits.get(item.layer ?? "") ?? null);
    const before = parts.get(title);
    parts.set(title, {
      title,
      sizeBytes: (before?.sizeBytes ?? 0) + item.sizeBytes,
      count: (before?.count ?? 0) + 1,
      estimated: item.estimated || before?.estimated === true,
    });
  }
  const rank = ({ title }: Part): number => WEIGHT_TITLES.indexOf(title);
  return [...parts.values()].filter(({ sizeBytes }) => sizeBytes > 0).sort((a, b) => rank(b) - rank(a));
}

const WEIGHT_TITLES: readonly string[] = ["2-bit weights", "4-bit weights", "8-bit weights"];

function partTitle({ kind }: ReportItem, bits: Bits | null): string {
  if (kind !== "weights") return kind;
  return bits === null ? "weights" : `${bits}-bit weights`;
}

function accuracySection(report: Report): ReviewSection {
  const lines = accuracyLines(report);
  if (lines.length === 0)
    return { title: "Accuracy", blocks: [{ kind: "text", text: "Not measured: nothing was run with these widths." }] };
  const { accuracy } = report;
  const caveat = accuracy?.data === "synthetic" ? ["Samples that are made up say little about real data."] : [];
  return {
    title: "Accuracy",
    blocks: [
      { kind: "facts", rows: lines.map(([term, words]) => [term, sentence(words)]) },
      ...caveat.map((text): Block => ({ kind: "text", text })),
    ],
  };
}

function verifiedSection({ integer }: Report, verification: Verification | null): ReviewSection {
  const rows: (readonly [string, string])[] = [
    [
      "Integer program",
      integer === null
        ? "not executed"
        : `executed exactly on ${formatCount(integer.samples)} samples; ${formatCount(integer.differing)} answers differ from the simulation that accuracy was measured on`,
    ],
    ["C code", verification === null ? "not verified" : findingOf(verification)],
  ];
  if (verification) {
    const { compiler, samples, instructions, stackBytes, changedFiles } = verification;
    rows.push(["Compiler", visible(compiler)], ["Samples run", formatCount(samples)]);
    rows.push(...measuredParts(verification).map((part) => [part.title, besideEstimate(part)] as const));
    if (stackBytes !== null) rows.push(["Stack used", `${formatCount(stackBytes)} B`]);
    if (instructions !== null) rows.push(["A run", `${formatCount(instructions)} instructions`]);
    if (changedFiles.length > 0) rows.push(["Changed by hand", changedFiles.map((file) => visible(file)).join(", ")]);
  }
  return { title: "What was verified", blocks: [{ kind: "facts", rows }] };
}

function comparisonSection(old: ComparedPolicy, report: Report): ReviewSection {
  const pairs = compareReports(old.report, report).layers.filter(({ differs }) => differs);
  const worth = worthOfBoth(old.report, report);
  const flashOf = (layer: ReportLayer | null): number => (layer ? layer.weightBytes + layer.constantBytes : 0);
  return {
    title: `Compared with ${visible(old.title)}`,
    blocks: [
      { kind: "facts", rows: comparisonFacts(old.report, report) },
      ...(pairs.length === 0
        ? []
        : [
            {
              kind: "table",
              caption: "Layers that differ",
              columns: [
                { title: "Layer" },
                { title: "Weights", isNumber: true },
                { title: "Output", isNumber: true },
                { title: "FLASH", isNumber: true },
                { title: "Live RAM", isNumber: true },
                { title: "Loss" },
              ],
              rows: pairs.map((pair) => [
                visible(pair.name),
                bitsPairWords(pair.old?.weightBits, pair.now?.weightBits, "–"),
                bitsPairWords(pair.old?.activationBits, pair.now?.activationBits, "float"),
                formatSizeChange(flashOf(pair.now) - flashOf(pair.old)),
                formatSizeChange((pair.now?.liveBytes ?? 0) - (pair.old?.liveBytes ?? 0)),
                layerLossWords(pair, worth),
              ]),
            } as const,
          ]),
    ],
  };
}

function layersSection(report: Report): ReviewSection {
  const { layers, memory } = report;
  const hasLoss = layers.some(({ error }) => error !== null);
  const worth = lossWorthOf(report);
  const rows = layers.map((layer, step) => [
    String(step),
    visible(layer.name),
    visible(layer.op),
    layer.shape.join("×"),
    layer.weightBits === null ? "–" : String(layer.weightBits),
    layer.activationBits === null ? "float" : `${layer.activationBits}${layer.activationFixed ? "*" : ""}`,
    sizeOrDash(layer.weightBytes + layer.constantBytes),
    `${formatSize(layer.liveBytes)}${layer.name === memory.peak.layer ? " ▲" : ""}`,
    ...(hasLoss ? [layer.error === null ? "–" : lossWords(layer.error, worth)] : []),
  ]);
  const fixed = layers.some(({ activationFixed, activationBits }) => activationFixed && activationBits !== null);
  const legend = [
    "W and A are the bits of weights and of the output.",
    ...(fixed ? ["* marks a width that the network fixes."] : []),
    "▲ marks the peak of RAM.",
    ...(hasLoss ? [LOSS_EXPLAINED] : []),
  ];
  return {
    title: "Layers",
    blocks: [
      {
        kind: "table",
        caption: "Layers in the order in which they run",
        columns: [
          { title: "#", isNumber: true },
          { title: "Layer" },
          { title: "Operator" },
          { title: "Output", isNumber: true },
          { title: "W", isNumber: true },
          { title: "A", isNumber: true },
          { title: "FLASH", isNumber: true },
          { title: "Live RAM", isNumber: true },
          ...(hasLoss ? [{ title: "Loss" }] : []),
        ],
        rows,
      },
      { kind: "text", text: legend.join(" ") },
    ],
  };
}

function sizeOrDash(sizeBytes: number): string {
  return sizeBytes === 0 ? "–" : formatSize(sizeBytes);
}

function notesOf({ notes }: Report, surface: Surface): readonly string[] {
  return notes.map((note) => {
    const { message, place, hint } = remarkInWords(note, surface);
    const where = place === undefined || message.includes(place) ? "" : `${place}: `;
    return `${where}${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

function sentence(text: string): string {
  const capital = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return capital.endsWith(".") ? capital : `${capital}.`;
}

/** None of a report from before time was told. */
function timeBlocks({ time }: Report): readonly Block[] {
  if (!time) return [];
  return [
    {
      kind: "text",
      text: sentence(
        isTimeKnown(time) ? `an inference takes ${timeText(time)}` : `how long an inference takes is ${timeText(time)}`,
      ),
    },
    { kind: "text", text: timeMethod(time) },
  ];
}
