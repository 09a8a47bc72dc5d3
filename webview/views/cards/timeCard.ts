/** How long an inference takes: an estimate, and what it rests on. */
import { formatClock, formatCount, formatDuration, formatLarge } from "../../../src/protocol/words/format";
import { isTimeKnown, timeMethod } from "../../../src/protocol/words/reportWords";
import type { PanelState } from "../../../src/protocol/messages/panel";
import type { ReportTime } from "../../../src/protocol/files/report";
import { h, replaceChildren, uniqueId } from "../../dom";
import { whenChanged, type View } from "../view";

export function createTimeCard(): View {
  const heading = uniqueId("card");
  const body = h("div", { class: "card-body" });
  const element = h("section", { class: "card", "aria-labelledby": heading }, h("h2", { id: heading }, "Time"), body);
  const draw = whenChanged((report: PanelState["report"], before: PanelState["report"]) => {
    if (!report) return;
    const { time } = report;
    element.hidden = !time; // a report from before time was told
    if (!time) return;
    if (!isTimeKnown(time)) {
      replaceChildren(body, [
        h("p", { class: "figure" }, h("span", { class: "figure-aside" }, "not known")),
        h("p", { class: "card-note" }, "None of these kernels was ever counted in emulation."),
      ]);
      return;
    }
    const change = before?.time === undefined ? undefined : changeWords(before.time, time);
    replaceChildren(body, [
      h(
        "p",
        { class: "figure", title: `${formatCount(time.cycles)} cycles, estimated` },
        h("span", { class: "figure-value" }, figureWords(time)),
        h("span", { class: "figure-aside" }, clockWords(time)),
        change === undefined ? null : h("span", { class: "figure-change" }, change),
      ),
      h(
        "p",
        { class: "card-note" },
        `Estimated from ${formatLarge(time.instructions)} instructions. ${timeMethod(time)}`,
      ),
    ]);
  });
  return { element, update: ({ state }) => draw(state?.report ?? null, state?.before ?? null) };
}

function figureWords({ milliseconds, cycles, uncounted }: ReportTime): string {
  const least = uncounted.length === 0 ? "" : "at least ";
  return `${least}~ ${milliseconds === null ? formatLarge(cycles) : formatDuration(milliseconds)}`;
}

function clockWords({ clockHz }: ReportTime): string {
  return clockHz === null ? " cycles" : ` at ${formatClock(clockHz)}`;
}

/** `−12 %` of the time before an edit; undefined where nobody would notice. */
function changeWords(before: ReportTime, after: ReportTime): string | undefined {
  const percent = before.cycles > 0 ? 100 * (after.cycles / before.cycles - 1) : 0;
  if (Math.abs(percent) < 0.5) return undefined;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(0)} %`;
}
