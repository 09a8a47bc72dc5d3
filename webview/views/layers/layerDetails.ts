/** The selected layer in full: its figures, where its output lies and for how long, and what another width would come to. */
import { formatCount, formatLarge, formatLoss, formatSize } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report } from "../../../src/protocol/files/report";
import { visible } from "../../../src/protocol/words/visible";
import { h, replaceChildren, setAttribute } from "../../dom";
import { formatShape, type Choice, type LayerRow } from "../../figures/layers/layerRows";
import { alternatives, type Alternative, type PlannedWidths } from "../../figures/savings";
import { layerTimeText } from "../../../src/protocol/words/reportWords";
import { changeWords } from "../../../src/protocol/words/widths";
import { rowSegments, rowsWords } from "../../figures/ways";
import type { Snapshot } from "../../store";
import { reasonsOf } from "./reasons";
import { whenChanged, type Context, type View } from "../view";

export interface LayerDetails extends View {
  readonly focus: () => void;
}

export function createLayerDetails({ store, host }: Context, onClose: () => void): LayerDetails {
  const element = h("aside", { class: "details", "aria-label": "Selected layer", tabindex: -1 });
  const planWidths = host.widthPlanner();
  const close = (): void => {
    store.setView({ selected: null });
    onClose();
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  const draw = whenChanged(
    (
      row: LayerRow | null,
      report: PanelState["report"],
      before: PanelState["before"],
      losses: PanelState["losses"],
      planned: PlannedWidths,
    ) => {
      // What had the focus is made anew: the same button gets it again.
      const focused = element.contains(document.activeElement)
        ? document.activeElement?.getAttribute("data-key")
        : null;
      element.classList.toggle("is-empty", !row);
      if (!row || !report) {
        setAttribute(element, "aria-label", "Selected layer");
        replaceChildren(element, [
          h(
            "p",
            { class: "details-hint" },
            "Select a layer to see where its bytes are and what other widths would cost.",
          ),
        ]);
        return;
      }
      setAttribute(element, "aria-label", `Layer ${visible(row.layer.name)}`);
      const closeButton = h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Close details",
          title: "Close (Escape)",
          "data-key": "close",
        },
        "×",
      );
      closeButton.addEventListener("click", close);
      const codeButton = h("button", { type: "button", class: "link", "data-key": "code" }, "Show C code");
      codeButton.addEventListener("click", () => host.ask("openCode", { layer: row.layer.name }));
      const { weights, activation } = row;
      replaceChildren(element, [
        h("div", { class: "details-head" }, h("h3", {}, visible(row.layer.name)), codeButton, closeButton),
        h(
          "div",
          { class: "details-body" },
          h(
            "dl",
            { class: "facts" },
            ...facts(row, report).flatMap(([term, words]) => [h("dt", {}, term), h("dd", {}, words)]),
          ),
          weights?.choice
            ? editor(
                "Weights",
                weights.choice,
                alternatives(report, row, weights.choice, losses, planned),
                reasonsOf(report, before, weights.choice, planned, host),
              )
            : null,
          activation.choice
            ? editor(
                "Output",
                activation.choice,
                alternatives(report, row, activation.choice, losses, planned),
                reasonsOf(report, before, activation.choice, planned, host),
              )
            : null,
        ),
      ]);
      if (typeof focused === "string")
        element.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
    },
  );

  function editor(
    title: string,
    choice: Choice,
    options: readonly Alternative[],
    reasons: HTMLElement | null,
  ): HTMLElement {
    const hasLosses = options.some(({ loss }) => loss !== null);
    return h(
      "div",
      { class: "widths", role: "group", "aria-label": `Bits: ${title}` },
      h("h4", {}, title),
      ...options.map((option) => {
        const { bits, isCurrent, loss, cost } = option;
        const lossText = hasLosses ? ` ${cost ?? "loss not measured"}` : "";
        const figure = loss === null ? null : `predicted loss ${formatLoss(loss)}`;
        const button = h(
          "button",
          {
            type: "button",
            class: "width-option",
            "aria-pressed": isCurrent,
            "data-key": `${choice.kind}-${bits}`,
          },
          h(
            "span",
            {},
            h("span", { class: `pill bits-${bits}` }, String(bits)),
            h("span", { class: "sr-only" }, " bits "),
          ),
          h("span", { class: "width-effect" }, isCurrent ? "now" : changeWords(option.change)),
          h("span", { class: "width-loss", title: figure }, lossText),
        );
        button.addEventListener("click", () => {
          if (!isCurrent) host.ask("setBits", { ...choice, bits });
        });
        return button;
      }),
      reasons,
    );
  }

  return {
    element,
    update: ({ selected, state, planned }: Snapshot) => {
      draw(selected, state?.report ?? null, state?.before ?? null, state?.losses ?? NO_LOSSES, planned);
      planWidths(selected ? choicesIn(selected) : []);
    },
    focus: () => element.focus(),
  };
}

const NO_LOSSES: PanelState["losses"] = {};

function choicesIn({ weights, activation }: LayerRow): readonly Choice[] {
  return [weights?.choice, activation.choice].filter((choice) => choice !== null && choice !== undefined);
}

type Fact = readonly [term: string, words: string];

function facts({ layer, step, activation, isPeak, instructions }: LayerRow, report: Report): readonly Fact[] {
  const { memory, model, layers } = report;
  const list: Fact[] = [
    ["Operator", layer.op],
    ...(layer.nodes ? [["Computes", layer.nodes.map(visible).join(", ")] as const] : []),
    ["Output", formatShape(layer.shape)],
  ];
  if (
    activation.choice &&
    layers.filter(({ activationChoice }) => activationChoice === activation.choice?.name).length > 1
  ) {
    list.push(["Width shared", `with every layer that only moves “${visible(activation.choice.name)}”`]);
  }
  if (layer.macs > 0) {
    const share = model.macs > 0 ? ` (${((layer.macs / model.macs) * 100).toFixed(1)} % of the network)` : "";
    list.push(["MACs", `${formatLarge(layer.macs)}${share}`]);
  }
  const time = layerTimeText(layer.cycles, report.time);
  if (time !== undefined) list.push(["Time", time]);
  if (instructions !== null) list.push(["Instructions", `${formatCount(instructions)} of a run, as verified`]);
  const perChannel = weightsPerChannel(layer);
  if (perChannel !== null)
    list.push(["Weights", `${formatCount(perChannel)} for each of ${formatCount(layer.shape.at(-1) ?? 0)} channels`]);
  if (layer.levels) list.push(["Weights on levels", levelsWords(layer.levels)]);
  if (layer.weightBytes + layer.constantBytes > 0) {
    list.push([
      "FLASH",
      `${formatCount(layer.weightBytes)} B weights + ${formatCount(layer.constantBytes)} B constants`,
    ]);
  }
  const peak = memory.peak.bytes;
  const share = isPeak ? "the peak" : `${peak > 0 ? ((layer.liveBytes / peak) * 100).toFixed(0) : 0} % of the peak`;
  list.push(["Live RAM", `${formatSize(layer.liveBytes)}, ${share}`]);
  const { buffers } = memory.arena;
  const output = buffers.find(({ madeAt }) => madeAt === step);
  if (output) {
    list.push(["Arena", `bytes ${formatCount(output.offset)} to ${formatCount(output.offset + output.sizeBytes - 1)}`]);
    const last = visible(layers[output.lastStep]?.name ?? "");
    list.push([
      "Alive",
      output.lastStep === step ? "during this layer" : `until ${last}, ${output.lastStep - step} on`,
    ]);
  }
  const rows = output ? rowsWords(output, report) : null;
  if (rows !== null) list.push(["Rows alive", rows]);
  const together = rowSegments(report).find(({ firstStep, lastStep }) => firstStep <= step && step <= lastStep);
  if (together) {
    const saved = together.savesBytes > 0 ? `, which saves ${formatSize(together.savesBytes)}` : "";
    list.push(["Row by row", `${together.title}${saved}`]);
  }
  const scratch = buffers.find(
    ({ kind, firstStep, lastStep }) => kind === "scratch" && firstStep <= step && step <= lastStep,
  );
  if (scratch) list.push(["Scratch", `${formatSize(scratch.sizeBytes)} at byte ${formatCount(scratch.offset)}`]);
  return list;
}

function levelsWords({ loss, evenLoss }: NonNullable<LayerRow["layer"]["levels"]>): string {
  const table = "of a table fitted to the layer";
  if (loss === null || evenLoss === null) return table;
  return `${table}: predicted loss ${formatLoss(loss)} instead of ${formatLoss(evenLoss)} on even steps`;
}

/** A product runs every weight of a channel once for each pixel of that channel. */
function weightsPerChannel({ weightBits, macs, shape }: LayerRow["layer"]): number | null {
  const pixels = shape.reduce((product, size) => product * size, 1);
  const each = macs / Math.max(1, pixels);
  return weightBits !== null && Number.isInteger(each) && each > 0 ? each : null;
}
