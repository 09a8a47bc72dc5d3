/** Accuracy: the figure, how it came about, and where it lies between the float network's and the interval's ends. */
import { formatLoss, formatPercent, formatPoints } from "../../../src/protocol/words/format";
import { LOSS_EXPLAINED } from "../../../src/protocol/words/losses";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { Report, ReportAccuracy } from "../../../src/protocol/files/report";
import { h, replaceChildren, setFigure, setText, uniqueId } from "../../dom";
import { accuracyFigure, type AccuracyScale } from "../../figures/accuracyFigure";
import { createButton } from "../../toolkit";
import { whenChanged, type Context, type View } from "../view";

type Drawn = readonly [
  report: PanelState["report"],
  before: PanelState["report"],
  hasSensitivities: boolean,
  samplesChanged: boolean,
];

export function createAccuracyCard({ host }: Context): View {
  const id = uniqueId("card");
  const heading = h("h2", { id }, "Accuracy");
  const body = h("div", { class: "card-body" });
  const add = createButton({
    label: "Add samples…",
    title: "Choose what the network is quantized and measured with",
    onPress: () => host.ask("chooseSamples", null),
  });
  const learn = createButton({
    label: "Learn…",
    title: "Let weights learn from the float network, for as long as you say",
    onPress: () => host.ask("learn", null),
  });
  const again = createButton({ label: "Measure again", onPress: () => host.ask("measure", null) });
  const draw = whenChanged((...[report, before, hasSensitivities, samplesChanged]: Drawn) => {
    if (!report) return;
    const { accuracy, search } = report;
    const figure = accuracyFigure(accuracy);
    setText(heading, figure.title);
    replaceChildren(body, [
      figure.value === null
        ? h("p", { class: "figure" }, h("span", { class: "figure-value is-absent" }, "—"))
        : h(
            "p",
            { class: "figure" },
            h("span", { class: "figure-value" }, figure.value),
            h("span", { class: "figure-aside" }, figure.reference === "" ? "" : ` ${figure.reference}`),
          ),
      samplesChanged
        ? h("p", { class: "is-stale" }, "Measured with other samples than the settings name now. ", again.element)
        : null,
      figure.scale ? scaleBar(figure.scale, intervalWords(accuracy)) : null,
      h("p", { class: `nature${figure.isMeasured ? "" : " is-not-measured"}` }, figure.nature),
      detailLine(report),
      accuracy === null && before?.accuracy
        ? h("p", { class: "card-note" }, `before the edits: ${shortly(before.accuracy)}`)
        : null,
      lossLine(report, hasSensitivities, search.predictedLoss),
      accuracy === null || accuracy.data === "synthetic" ? h("p", {}, add.element) : null,
      canLearn(report) ? h("p", {}, learn.element) : null,
    ]);
  });
  return {
    element: h("section", { class: "card", "aria-labelledby": id }, heading, body),
    update: ({ state }) => {
      if (!state) return;
      for (const { setDisabled } of [add, again, learn]) setDisabled(state.busy !== null);
      draw(state.report, state.before, state.hasSensitivities, state.samplesChanged);
    },
  };
}

function intervalWords(accuracy: ReportAccuracy | null): string {
  if (!accuracy?.ci95) return "";
  const [low, high] = accuracy.ci95;
  return accuracy.metric === "top1" ? `95 %: ${formatPoints(low)} to ${formatPoints(high)} points` : "95 % interval";
}

/** What else was compared: answers with the float network's, and the simulation with the integer program. */
function detailLine({ accuracy, integer }: Report): HTMLElement | null {
  const parts: string[] = [];
  if (accuracy?.metric === "top1" && accuracy.agreement !== null) {
    parts.push(`${formatPercent(accuracy.agreement)} of answers unchanged`);
  }
  if (integer !== null) parts.push(`${integer.differing} of ${integer.samples} differ in the integer program`);
  if (accuracy?.reference === "imported") parts.push("against the network as read, not the file itself");
  if (parts.length === 0) return null;
  const title = "Measured on a fast simulation; the integer program is what the firmware runs, to the bit.";
  return h("p", { class: "card-note", title }, parts.join(" · "));
}

function shortly(accuracy: ReportAccuracy): string {
  const { value, nature } = accuracyFigure(accuracy);
  return `${value ?? ""} (${nature.slice(0, 1).toLowerCase()}${nature.slice(1)})`;
}

function lossLine(report: Report, hasSensitivities: boolean, loss: number | null): HTMLElement | null {
  if (loss === null) {
    if (report.accuracy !== null) return null;
    const how = hasSensitivities ? "" : " “Quantize…” measures what each width costs.";
    return how === "" ? null : h("p", { class: "card-note" }, how.trim());
  }
  return h(
    "details",
    { class: "explained" },
    h("summary", {}, `predicted loss ${formatLoss(loss)}`),
    h("p", {}, LOSS_EXPLAINED),
  );
}

function scaleBar({ low, high, value, interval, float }: AccuracyScale, intervalText: string): HTMLElement {
  const at = (figure: number): number => (figure - low) / Math.max(1e-9, high - low);
  const words = [
    `${formatPercent(value)} on a scale from ${low} to ${high} %`,
    ...(interval ? [`95 % interval ${formatPercent(interval[0])} to ${formatPercent(interval[1])}`] : []),
    ...(float === null ? [] : [`float network ${formatPercent(float)}`]),
  ];
  const track = h("div", { class: "scale-track", role: "img", "aria-label": words.join(", ") });
  if (interval) {
    const range = h("div", { class: "scale-interval" });
    setFigure(range, "from", at(interval[0]));
    setFigure(range, "to", at(interval[1]));
    track.append(range);
  }
  if (float !== null) {
    const mark = h("div", { class: "scale-float" });
    setFigure(mark, "at", at(float));
    track.append(mark);
  }
  const point = h("div", { class: "scale-point" });
  setFigure(point, "at", at(value));
  track.append(point);
  return h(
    "div",
    { class: "scale" },
    track,
    h("div", { class: "scale-ends" }, h("span", {}, `${low} %`), h("span", {}, `${high} %`)),
    h(
      "ul",
      { class: "legend" },
      interval ? h("li", {}, h("span", { class: "swatch mark-interval", "aria-hidden": "true" }), intervalText) : null,
      float === null
        ? null
        : h("li", {}, h("span", { class: "swatch mark-float", "aria-hidden": "true" }), "float network"),
    ),
  );
}

/** There must be something to gain, and samples to gain it with. */
function canLearn({ accuracy, fits, policy }: Report): boolean {
  const isNarrow = Object.values(policy.weights).some((bits) => bits < 8);
  return fits && isNarrow && accuracy !== null && accuracy.data !== "synthetic";
}
