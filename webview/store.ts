/**
 * What the page knows: the host's state, which it only shows, and its own view of it (order, filter, selection, scroll), which survives a
 * reload. Everything is immutable; a change replaces what it touches, so a view that compares by identity redraws only what changed.
 */
import type { PanelBusy, PanelState, PlannedWidth } from "../src/protocol/messages/panel";
import type { Remark } from "../src/formats/remark";
import type { Report } from "../src/protocol/files/report";
import type { FrontAxis } from "./figures/frontPoints";
import { parseFilter } from "./figures/layers/layerFilter";
import { layerRows, type LayerRow } from "./figures/layers/layerRows";
import type { PlannedWidths } from "./figures/savings";
import { COLUMN_IDS, sortRows, type Sort } from "./figures/layers/layerSort";

/** What the network's boxes are coloured by. */
export const GRAPH_COLOURS = ["ram", "bits", "loss"] as const;
export type GraphColour = (typeof GRAPH_COLOURS)[number];
export type Picture = "live" | "addresses";

export const MOST_ZOOM = 3;

export interface View {
  /** null: execution order. */
  readonly sort: Sort | null;
  readonly filter: string;
  /** A layer's name. */
  readonly selected: string | null;
  readonly picture: Picture;
  /** The picture as a table. */
  readonly asTable: boolean;
  /** What the front's picture has to the right. */
  readonly frontAxis: FrontAxis;
  /** A point of the front, by its widths. */
  readonly point: string | null;
  readonly graphColour: GraphColour;
  /** Of the network's picture: 1 is one pixel of the layout to one of the page. null: as wide as there is room for. */
  readonly graphZoom: number | null;
  readonly scrollTop: number;
}

export interface Snapshot {
  /** null until the host has answered. */
  readonly state: PanelState | null;
  /** Widths that were asked about, for the report shown. */
  readonly planned: PlannedWidths;
  /** Why the host refused what this page asked last. */
  readonly refusals: readonly Remark[];
  readonly view: View;
  /** All layers, in execution order. */
  readonly rows: readonly LayerRow[];
  /** Those that the filter leaves, in the chosen order. */
  readonly shown: readonly LayerRow[];
  readonly filterProblem: string | null;
  /** The selected layer, where the network has it. */
  readonly selected: LayerRow | null;
}

export const FIRST_VIEW: View = {
  sort: null,
  filter: "",
  selected: null,
  picture: "live",
  asTable: false,
  frontAxis: "flash",
  point: null,
  graphColour: "ram",
  graphZoom: null,
  scrollTop: 0,
};

const NOTHING_PLANNED: PlannedWidths = new Map();

type Listener = (snapshot: Snapshot) => void;

export class PanelStore {
  private readonly listeners = new Set<Listener>();
  private current: Snapshot;

  /** @param persist is given every new view */
  constructor(
    saved: unknown,
    private readonly persist: (view: View) => void,
  ) {
    const view = readView(saved);
    const empty = {
      state: null,
      planned: NOTHING_PLANNED,
      refusals: [],
      view,
      rows: [],
      shown: [],
      filterProblem: null,
      selected: null,
    };
    this.current = derived(empty, empty.rows);
  }

  get snapshot(): Snapshot {
    return this.current;
  }

  subscribe(listener: Listener): void {
    this.listeners.add(listener);
    listener(this.current);
  }

  setState(message: PanelState): void {
    const state = keepingEqual(this.current.state, message);
    const planned = state.report === this.current.state?.report ? this.current.planned : NOTHING_PLANNED;
    this.replace(derived({ ...this.current, state, planned, refusals: [] }, layerRows(state)));
  }

  /** Progress comes often and changes nothing else. */
  setBusy(busy: PanelBusy | null): void {
    const { state } = this.current;
    if (state) this.replace({ ...this.current, state: { ...state, busy } });
  }

  /** @param report the one that was shown when this was asked: an answer for another is dropped */
  setPlanned(report: Report, key: string, widths: readonly PlannedWidth[]): void {
    if (this.current.state?.report !== report) return;
    this.replace({ ...this.current, planned: new Map(this.current.planned).set(key, widths) });
  }

  setRefusals(refusals: readonly Remark[]): void {
    this.replace({ ...this.current, refusals });
  }

  setView(change: Partial<View>): void {
    const view = { ...this.current.view, ...change };
    this.persist(view);
    this.replace(derived({ ...this.current, view }, this.current.rows));
  }

  /** Scrolling redraws nothing that listens to the store. */
  setScroll(scrollTop: number): void {
    this.current = { ...this.current, view: { ...this.current.view, scrollTop } };
    this.persist(this.current.view);
  }

  private replace(next: Snapshot): void {
    this.current = next;
    for (const listener of this.listeners) listener(next);
  }
}

const texts = new WeakMap<object, string>();

/** Reports of many layers are long: each is written once, however many states it is held against. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const text = texts.get(value) ?? JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** Messages are copies: what did not change keeps its old object, so that nothing that shows it is drawn, or read out, again. */
function keepingEqual(old: PanelState | null, state: PanelState): PanelState {
  if (old === null) return state;
  const kept = <T>(before: T, now: T): T => (textOf(before) === textOf(now) ? before : now);
  return {
    ...state,
    report: kept(old.report, state.report),
    before: kept(old.before, state.before),
    edited: kept(old.edited, state.edited),
    losses: kept(old.losses, state.losses),
    comparison: kept(old.comparison, state.comparison),
    firmware: kept(old.firmware, state.firmware),
    problems: kept(old.problems, state.problems),
  };
}

function derived(snapshot: Snapshot, rows: readonly LayerRow[]): Snapshot {
  const { filter, sort, selected } = snapshot.view;
  const parsed = parseFilter(filter);
  // A filter that is not understood hides nothing: the person sees the problem, and the layers.
  const left = parsed.ok ? rows.filter(parsed.test) : rows;
  return {
    ...snapshot,
    rows,
    shown: sortRows(left, sort),
    filterProblem: parsed.ok ? null : parsed.problem,
    selected: rows.find(({ layer }) => layer.name === selected) ?? null,
  };
}

/** What getState gave, from this version or another: anything that is not understood is the first view's. */
export function readView(saved: unknown): View {
  if (typeof saved !== "object" || saved === null) return FIRST_VIEW;
  const { sort, filter, selected, picture, asTable, frontAxis, point, graphColour, graphZoom, scrollTop } =
    saved as Readonly<Record<keyof View, unknown>>;
  return {
    sort: readSort(sort),
    filter: typeof filter === "string" ? filter : "",
    selected: typeof selected === "string" ? selected : null,
    picture: picture === "addresses" ? "addresses" : "live",
    asTable: asTable === true,
    frontAxis: frontAxis === "ram" ? "ram" : "flash",
    point: typeof point === "string" ? point : null,
    graphColour: GRAPH_COLOURS.find((colour) => colour === graphColour) ?? "ram",
    graphZoom: typeof graphZoom === "number" && graphZoom > 0 && graphZoom <= MOST_ZOOM ? graphZoom : null,
    scrollTop: typeof scrollTop === "number" && scrollTop >= 0 ? scrollTop : 0,
  };
}

function readSort(saved: unknown): Sort | null {
  if (typeof saved !== "object" || saved === null || !("column" in saved) || !("descending" in saved)) return null;
  const column = COLUMN_IDS.find((id) => id === saved.column);
  return column === undefined ? null : { column, descending: saved.descending === true };
}
