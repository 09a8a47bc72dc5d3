/** What went wrong, at the top and told at once: refusals of the last action, and a worker that ended. */
import type { Remark } from "../../src/formats/remark";
import { h, replaceChildren } from "../dom";
import { createButton } from "../toolkit";
import { remarkList } from "./remarks";
import { whenChanged, type Context, type View } from "./view";

export function createAlerts({ host }: Context): View {
  const element = h("div", { class: "alerts", role: "alert" });

  const draw = whenChanged(
    (refusals: readonly Remark[], problems: readonly Remark[], down: boolean, interrupted: boolean) => {
      const all = [
        ...problems,
        ...refusals.filter(({ message }) => !problems.some((known) => known.message === message)),
      ];
      replaceChildren(element, [
        down ? workerDown() : null,
        interrupted && !down ? interruption() : null,
        all.length > 0 ? problemBox(all) : null,
      ]);
    },
  );

  function interruption(): HTMLElement {
    return h(
      "div",
      { class: "alert" },
      h("h2", { class: "alert-title" }, "The search was interrupted by a reload"),
      h("p", {}, "What was measured is kept, so that it goes on from there."),
      h(
        "div",
        { class: "alert-actions" },
        createButton({ label: "Go on", appearance: "primary", onPress: () => host.ask("quantize", null) }).element,
      ),
    );
  }

  function workerDown(): HTMLElement {
    return h(
      "div",
      { class: "alert is-error" },
      h("h2", { class: "alert-title" }, "Bitwright’s worker process ended unexpectedly"),
      h("p", {}, "The editor is not affected and your edits are kept. Running again starts a new one."),
      h(
        "div",
        { class: "alert-actions" },
        createButton({ label: "Run again", appearance: "primary", onPress: () => host.ask("quantize", null) }).element,
        createButton({ label: "Show log", onPress: () => host.ask("showLog", null) }).element,
      ),
    );
  }

  function problemBox(problems: readonly Remark[]): HTMLElement {
    return h(
      "div",
      { class: "alert is-error" },
      h(
        "h2",
        { class: "alert-title" },
        problems.length === 1 ? "This needs your attention" : `${problems.length} problems`,
      ),
      remarkList(problems),
      h(
        "div",
        { class: "alert-actions" },
        createButton({ label: "Open settings", onPress: () => host.ask("openSettings", null) }).element,
        createButton({ label: "Show log", onPress: () => host.ask("showLog", null) }).element,
      ),
    );
  }

  return {
    element,
    update: ({ state, refusals }) =>
      draw(refusals, state?.problems ?? NONE, state?.workerDown === true, state?.interrupted === true),
  };
}

const NONE: readonly Remark[] = [];
