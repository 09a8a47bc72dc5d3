/** A few samples as the network sees them beside what it answers, and how it answers under other preparations of their values. */
import { formatCount } from "../../../src/protocol/words/format";
import type { PanelState } from "../../../src/protocol/messages/panel";
import {
  preprocessingWords,
  type PreprocessingTrial,
  type PreviewedInput,
  type PreviewedSample,
  type SampleAnswer,
  type SamplePicture,
  type SamplesPreview,
} from "../../../src/protocol/messages/samplesPreview";
import { h, replaceChildren, setFigure, uniqueId } from "../../dom";
import { createButton } from "../../toolkit";
import { whenChanged, type Context, type View } from "../view";

export function createSamplesSection({ host }: Context): View {
  const id = uniqueId("samples");
  const body = h("div", {});
  const change = createButton({
    label: "Change…",
    description: "Change samples",
    onPress: () => host.ask("chooseSamples", null),
  });
  change.element.classList.add("quiet");
  const element = h(
    "section",
    { class: "section samples", "aria-labelledby": id, hidden: true },
    h("div", { class: "section-head" }, h("h2", { id }, "Samples"), change.element),
    body,
  );
  const draw = whenChanged((samples: PanelState["samples"]) => {
    element.hidden = samples === null;
    if (!samples) return;
    replaceChildren(body, [
      h("p", { class: "section-aside" }, summaryOf(samples)),
      samples.nearChance
        ? h("p", { class: "is-warning" }, "⚠ The float network does no better than guessing on these samples.")
        : null,
      samples.inputs.length > 1 ? h("ul", { class: "sample-inputs" }, ...samples.inputs.map(inputRow)) : null,
      h("ul", { class: "sample-cards" }, ...samples.samples.map((sample) => sampleCard(sample, samples.inputs))),
      samples.trials.length > 1 ? trialTable(samples) : null,
    ]);
  });

  function trialTable({ trials, advice, preprocessing }: SamplesPreview): HTMLElement {
    const isLabelled = trials.every(({ right }) => right !== null);
    return h(
      "details",
      { class: "explained", open: advice !== null },
      h("summary", {}, "How it answers with other preparations of the same values"),
      h(
        "table",
        { class: "data-table" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "A value x becomes"),
            isLabelled ? h("th", { scope: "col", class: "is-number" }, "right") : null,
            h("th", { scope: "col", class: "is-number", title: INFORMATION_EXPLAINED }, "information"),
            h("th", { scope: "col" }, "take it"),
          ),
        ),
        h(
          "tbody",
          {},
          ...trials.map((trial, i) =>
            h(
              "tr",
              { class: i === 0 ? "is-current" : null },
              h("th", { scope: "row" }, preprocessingWords(i === 0 ? preprocessing : trial.preprocessing)),
              isLabelled
                ? h("td", { class: "is-number" }, `${formatCount(trial.right ?? 0)} of ${formatCount(trial.samples)}`)
                : null,
              h("td", { class: "is-number" }, `${trial.information.toFixed(2)} nats`),
              h("td", {}, i === 0 ? "now" : useButton(trial)),
            ),
          ),
        ),
      ),
    );
  }

  function useButton({ preprocessing }: PreprocessingTrial): HTMLElement | string {
    if (preprocessing === "stated") return "";
    const label = "Use";
    const description = `Use ${preprocessingWords(preprocessing)}`;
    return createButton({
      label,
      description,
      onPress: () => host.ask("usePreprocessing", { preset: preprocessing }),
    }).element;
  }

  return {
    element,
    update: ({ state }) => {
      draw(state?.samples ?? null);
      change.setDisabled(state === null || state.busy !== null);
    },
  };
}

const INFORMATION_EXPLAINED =
  "What an answer tells about its sample: near 0 where the network gives every sample the same answer, or is certain of none.";

function summaryOf({ count, labelled, preprocessing, inputs }: SamplesPreview): string {
  const noun = count === 1 ? "sample" : "samples";
  const kind = labelled ? "with labels" : "without labels";
  const fed = inputs.length > 1 ? `, for ${formatCount(inputs.length)} inputs` : "";
  return `${formatCount(count)} ${noun} ${kind}${fed}; a value x becomes ${preprocessingWords(preprocessing)}. Three of them, and what the float network answers:`;
}

function inputRow({ name, shape, from }: PreviewedInput): HTMLElement {
  return h("li", {}, h("code", {}, name), ` ${shape.join("×")} from ${from}`);
}

function sampleCard(sample: PreviewedSample, inputs: readonly PreviewedInput[]): HTMLElement {
  const { name, label, picture, ranges, answers } = sample;
  return h(
    "li",
    { class: "sample-card" },
    picture ? canvasOf(picture, name) : null,
    h("p", { class: "sample-name", title: name }, name),
    ...ranges.map(([least, most], i) => {
      const input = inputs.length > 1 ? `${inputs[i]?.name ?? ""}: ` : "";
      return h("p", { class: "card-note" }, `${input}values ${shortNumber(least)} to ${shortNumber(most)}`);
    }),
    label === null ? null : h("p", { class: "sample-label" }, `labelled ${label}`),
    answers.length === 0 ? null : h("ul", { class: "sample-answers" }, ...answers.map(answerRow)),
  );
}

function answerRow({ name, probability, isRight }: SampleAnswer): HTMLElement {
  const bar = h("span", { class: "sample-bar", "aria-hidden": "true" }, h("span", {}));
  setFigure(bar, "share", probability);
  const mark = isRight === true ? "✓ " : "";
  return h(
    "li",
    { class: isRight === true ? "is-right" : null },
    h("span", { class: "sample-answer", title: name }, `${mark}${name}`),
    bar,
    h("span", { class: "is-number" }, `${(100 * probability).toFixed(0)} %`),
  );
}

function canvasOf({ width, height, rgb }: SamplePicture, name: string): HTMLElement {
  const canvas = h("canvas", {
    class: "sample-picture",
    width,
    height,
    role: "img",
    "aria-label": `the sample ${name}`,
  });
  const bytes = Uint8Array.from(atob(rgb), (letter) => letter.charCodeAt(0));
  const context = canvas.getContext("2d");
  if (!context || bytes.length < 3 * width * height) return canvas;
  const pixels = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let colour = 0; colour < 3; colour++) pixels.data[4 * i + colour] = bytes[3 * i + colour] ?? 0;
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

function shortNumber(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "−");
}
