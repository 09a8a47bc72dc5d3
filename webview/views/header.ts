/** Which model, for which board, within which budget; and the actions. */
import { formatSize } from "../../src/protocol/words/format";
import type { PanelState } from "../../src/protocol/messages/panel";
import type { Report } from "../../src/protocol/files/report";
import { visible } from "../../src/protocol/words/visible";
import { h, setAttribute, setText } from "../dom";
import { createButton, type ButtonHandle } from "../toolkit";
import type { Context, View } from "./view";

interface Action {
  readonly button: ButtonHandle;
  readonly isEnabled: (state: PanelState) => boolean;
}

export function createHeader({ host }: Context): View {
  const name = h("h1", { class: "model-name" });
  const target = h("span", { class: "target-words" });
  const change = createButton({
    label: "Change…",
    description: "Change board or budget",
    onPress: () => host.ask("chooseTarget", null),
  });
  change.element.classList.add("quiet");

  const actions: readonly Action[] = [
    {
      button: createButton({
        label: "Quantize…",
        appearance: "primary",
        title: "Search the best widths that fit the budget, and measure them",
        onPress: () => host.ask("quantize", null),
      }),
      isEnabled: ({ busy }) => busy === null,
    },
    {
      button: createButton({
        label: "Measure",
        title: "Run the evaluation data with the widths shown",
        onPress: () => host.ask("measure", null),
      }),
      isEnabled: ({ busy, report }) => busy === null && report !== null,
    },
    {
      button: createButton({
        label: "Save policy",
        title: "Write the widths shown to a policy file",
        onPress: () => host.ask("savePolicy", null),
      }),
      isEnabled: ({ report }) => report !== null,
    },
    {
      button: createButton({
        label: "Compare…",
        title: "Put the policy beside what was searched, another policy file or the committed version",
        onPress: () => host.ask("compare", null),
      }),
      isEnabled: ({ report }) => report !== null,
    },
    {
      button: createButton({
        label: "Report…",
        title: "One page for a review, as HTML or Markdown",
        onPress: () => host.ask("openReview", null),
      }),
      isEnabled: ({ report }) => report !== null,
    },
    {
      button: createButton({
        label: "Undo",
        title: "Take the last edit back (Ctrl+Z)",
        onPress: () => host.ask("undo", null),
      }),
      isEnabled: ({ canUndo }) => canUndo,
    },
    {
      button: createButton({ label: "Redo", title: "Make it again (Ctrl+Y)", onPress: () => host.ask("redo", null) }),
      isEnabled: ({ canRedo }) => canRedo,
    },
    {
      button: createButton({
        label: "Reset",
        title: "Go back to the widths before the edits",
        onPress: () => host.ask("reset", null),
      }),
      isEnabled: ({ edited }) => edited.length > 0,
    },
  ];
  const buttons = actions.map(({ button }) => button);
  const toolbar = h("div", { class: "actions", role: "group", "aria-label": "Actions" });
  toolbar.append(...buttons.map(({ element }) => element));

  return {
    element: h(
      "header",
      { class: "header" },
      h("div", { class: "title" }, name, h("p", { class: "target" }, target, change.element)),
      toolbar,
    ),
    update: ({ state }) => {
      setText(name, visible(state?.model.name ?? ""));
      setAttribute(name, "title", state?.model.path ?? "");
      setText(target, state?.report ? targetWords(state.report) : "");
      change.setDisabled(state === null || state.busy !== null);
      for (const { button, isEnabled } of actions)
        setDisabledKeepingFocus(button, state === null || !isEnabled(state), buttons);
    },
  };
}

/** A button that goes grey under the person's fingers hands the focus on, or the next key would go nowhere. */
function setDisabledKeepingFocus(button: ButtonHandle, disabled: boolean, others: readonly ButtonHandle[]): void {
  const hadFocus = document.activeElement === button.element;
  button.setDisabled(disabled);
  if (disabled && hadFocus) others.find((other) => !other.isDisabled())?.element.focus();
}

/** `STM32H743 · 2 MiB FLASH · 512 KiB RAM · linked account`. */
export function targetWords({ target }: Report): string {
  const { name, flashBytes, ramBytes, account } = target;
  if (flashBytes === null && ramBytes === null) return `No board or budget chosen · ${account} account`;
  const limits = [
    flashBytes === null ? "any FLASH" : `${formatSize(flashBytes)} FLASH`,
    ramBytes === null ? "any RAM" : `${formatSize(ramBytes)} RAM`,
  ];
  return [...(name === null ? [] : [name]), ...limits, `${account} account`].join(" · ");
}
