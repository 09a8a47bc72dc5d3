/** The page's end of the conversation with the extension. */
import { Conversation } from "../src/protocol/conversation";
import type { EventTable, PayloadChecks, RequestTable } from "../src/protocol/envelope";
import type { PanelBusy, PanelEvents, PanelRequests, PanelState } from "../src/protocol/panel";
import type { Remark } from "../src/protocol/report";
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
  return { ask: (method, params) => void ask(method, params) };
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
