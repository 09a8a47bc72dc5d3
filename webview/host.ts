/** The page's end of the conversation with the extension. */
import { Conversation, type Pending } from "../src/protocol/messages/conversation";
import type { EventTable, PayloadChecks, RequestTable } from "../src/protocol/messages/envelope";
import type { PanelBusy, PanelEvents, PanelRequests, PanelState, PlannedWidth } from "../src/protocol/messages/panel";
import type { Remark } from "../src/formats/remark";
import type { Report } from "../src/protocol/files/report";
import type { Choice } from "./figures/layers/layerRows";
import { choiceKey } from "./figures/savings";
import type { PanelStore } from "./store";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export const api = acquireVsCodeApi();

export interface Host {
  /** Asks, and tells the store where the answer is no. */
  readonly ask: <M extends keyof PanelRequests>(method: M, params: PanelRequests[M]["params"]) => void;
  /**
   * For one view: has the widths of tensors planned for the report shown, where they are not; what the view wanted before is not waited
   * for any more.
   */
  readonly widthPlanner: () => (choices: readonly Choice[]) => void;
}

/** This end answers nothing and tells nothing: it asks, and listens. */
type None = RequestTable & EventTable & Readonly<Record<string, never>>;

const PAYLOADS: PayloadChecks<PanelEvents> = { state: isPanelState, busy: isPanelBusy, select: isSelection };

/**
 * Listens to the host, and asks for the first state.
 * @param onSelect the host wants a layer in view
 */
export function connectHost(store: PanelStore, onSelect: (layer: string) => void): Host {
  const conversation = new Conversation<PanelRequests, None, None, PanelEvents>({
    send: (message) => api.postMessage(message),
    handlers: {},
    params: {},
    listeners: {
      state: (state) => store.setState(state),
      busy: (busy) => store.setBusy(busy),
      select: ({ layer }) => onSelect(layer),
    },
    payloads: PAYLOADS,
  });
  window.addEventListener("message", ({ data }: MessageEvent<unknown>) => conversation.receive(data));

  const ask = async <M extends keyof PanelRequests>(
    method: M,
    params: PanelRequests[M]["params"],
  ): Promise<PanelRequests[M]["result"] | undefined> => {
    store.setRefusals([]);
    const answer = await conversation.ask(method, params).answer;
    if (answer.ok) return answer.value;
    switch (answer.fault.kind) {
      case "refused":
        store.setRefusals(answer.fault.problems);
        break;
      case "broken":
        store.setRefusals([brokenRemark(answer.fault.message)]);
        break;
      case "cancelled":
        break;
    }
    return undefined;
  };

  void ask("state", null).then((state) => {
    if (isPanelState(state)) store.setState(state);
  });
  return {
    ask: (method, params) => void ask(method, params),
    widthPlanner: () =>
      createPlanner(store, (choice) => conversation.ask("planWidths", { kind: choice.kind, name: choice.name })),
  };
}

type AskWidths = (choice: Choice) => Pending<readonly PlannedWidth[] | null>;

function createPlanner(store: PanelStore, askWidths: AskWidths): ReturnType<Host["widthPlanner"]> {
  let asked = new Map<string, { readonly report: Report; readonly pending: ReturnType<AskWidths> }>();
  return (choices) => {
    const { state, planned } = store.snapshot;
    const report = state?.report ?? null;
    const wanted = new Map<string, NonNullable<ReturnType<typeof asked.get>>>();
    for (const choice of choices) {
      const key = choiceKey(choice);
      if (report === null || planned.has(key)) continue;
      const before = asked.get(key);
      if (before?.report === report) {
        wanted.set(key, before);
        continue;
      }
      const pending = askWidths(choice);
      wanted.set(key, { report, pending });
      void pending.answer.then((answer) => {
        if (answer.ok && answer.value) store.setPlanned(report, key, answer.value);
      });
    }
    for (const [key, { pending }] of asked) if (wanted.get(key)?.pending !== pending) pending.cancel();
    asked = wanted;
  };
}

function brokenRemark(message: string): Remark {
  return { code: "panel.broken", message: `Bitwright failed: ${message}`, hint: "the log has the details" };
}

/** The host is our own and of the same version: what is checked is that this is the message it claims to be. */
function isPanelState(payload: unknown): payload is PanelState {
  return isObject(payload) && isObject(payload["model"]) && Array.isArray(payload["edited"]) && "report" in payload;
}

function isPanelBusy(payload: unknown): payload is PanelBusy | null {
  return payload === null || (isObject(payload) && typeof payload["phase"] === "string");
}

function isSelection(payload: unknown): payload is PanelEvents["select"] {
  return isObject(payload) && typeof payload["layer"] === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
