/**
 * What a person has changed in a policy, with undo, redo and reset. Immutable: every change answers a new history, so that a state that
 * failed to plan can simply be dropped. A reset is an edit like others and can be undone.
 */
import type { WidthEdit } from "../../protocol/words/narrowings";
import { isActivationBits, isWeightBits, type Bits, type Report } from "../../protocol/files/report";

export type Widths = Report["policy"];
export type EditKind = WidthEdit["kind"];

export interface SavedHistory {
  readonly states: readonly Readonly<Record<string, Bits>>[];
  /** Positions of the states in which the planner chooses how layers are run. */
  readonly free: readonly number[];
  /** Positions of the states whose weights are rounded; absent: none are. */
  readonly rounded?: readonly number[];
  readonly at: number;
}

interface State {
  readonly changes: ReadonlyMap<string, Bits>;
  /** The planner chooses how layers are run; otherwise they are run as the base says, if it says so. */
  readonly isFree: boolean;
  /** Weights are rounded to the widths, whatever the base has learned. */
  readonly isRounded: boolean;
}

const UNCHANGED: State = { changes: new Map(), isFree: false, isRounded: false };

/** Enough for an afternoon; each state has only the widths that differ. */
const MOST_STATES = 500;

export class EditHistory {
  private constructor(
    readonly base: Widths,
    private readonly states: readonly [State, ...State[]],
    private readonly at: number,
  ) {}

  static of(base: Widths): EditHistory {
    return new EditHistory(base, [UNCHANGED], 0);
  }

  /** Of a policy whose weights have learned: its first state is the policy before. */
  static ofLearned(base: Widths): EditHistory {
    return new EditHistory(base, [{ ...UNCHANGED, isRounded: true }, UNCHANGED], 1);
  }

  /** Of what saved() gave, over the same policy; without edits where that does not fit. */
  static restore(base: Widths, saved: SavedHistory): EditHistory {
    const states = saved.states.map((changes, i): State => {
      const isRounded = saved.rounded?.includes(i) ?? false;
      return { changes: new Map(Object.entries(changes)), isFree: saved.free.includes(i), isRounded };
    });
    const [first, ...others] = states;
    const known = states.every(({ changes }) => [...changes].every(([key, bits]) => canHave(base, key, bits)));
    if (!first || !known || !(saved.at >= 0 && saved.at < states.length)) return EditHistory.of(base);
    return new EditHistory(base, [first, ...others], Math.trunc(saved.at));
  }

  /** @returns this, where the policy has no such tensor, or it cannot have that width or already has it */
  set(kind: EditKind, name: string, bits: Bits): EditHistory {
    return this.setAll([{ kind, name, bits }]);
  }

  /**
   * Several widths as one edit.
   * @param leaveRunning "toPlanner": from here on the planner chooses how layers are run
   */
  setAll(edits: readonly WidthEdit[], leaveRunning?: "toPlanner"): EditHistory {
    const changes = new Map(this.state.changes);
    let isChanged = false;
    for (const { kind, name, bits } of edits) {
      const key = keyOf(kind, name);
      const original = widthOf(this.base, key);
      if (original === undefined || !canHave(this.base, key, bits) || (changes.get(key) ?? original) === bits) continue;
      if (bits === original) changes.delete(key);
      else changes.set(key, bits);
      isChanged = true;
    }
    const { isFree, isRounded } = this.state;
    return isChanged ? this.with({ changes, isFree: isFree || leaveRunning !== undefined, isRounded }) : this;
  }

  undo(): EditHistory {
    return this.canUndo ? new EditHistory(this.base, this.states, this.at - 1) : this;
  }

  redo(): EditHistory {
    return this.canRedo ? new EditHistory(this.base, this.states, this.at + 1) : this;
  }

  reset(): EditHistory {
    return this.isBase ? this : this.with(UNCHANGED);
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  /** Keys of widths that differ from the base, as the panel names them. */
  get edited(): readonly string[] {
    return [...this.state.changes.keys()];
  }

  /** Whether nothing differs from the base. */
  get isBase(): boolean {
    return this.state.changes.size === 0 && !this.state.isFree && !this.state.isRounded;
  }

  /** Whether weights are rounded, whatever the base has learned. */
  get isRounded(): boolean {
    return this.state.isRounded;
  }

  /** Whether the planner chooses how layers are run, whatever the base says. */
  get isFree(): boolean {
    return this.state.isFree;
  }

  /** The base with the changes, names in the base's order. */
  get widths(): Widths {
    const changed = <B extends Bits>(
      kind: EditKind,
      widths: Readonly<Record<string, B>>,
      isWidth: (bits: unknown) => bits is B,
    ): Record<string, B> =>
      Object.fromEntries(
        Object.entries(widths).map(([name, bits]) => {
          const change = this.state.changes.get(keyOf(kind, name));
          return [name, isWidth(change) ? change : bits];
        }),
      );
    return {
      weights: changed("weights", this.base.weights, isWeightBits),
      activations: changed("activation", this.base.activations, isActivationBits),
    };
  }

  saved(): SavedHistory {
    const rounded = this.states.flatMap(({ isRounded }, i) => (isRounded ? [i] : []));
    return {
      states: this.states.map(({ changes }) => Object.fromEntries(changes)),
      free: this.states.flatMap(({ isFree }, i) => (isFree ? [i] : [])),
      ...(rounded.length > 0 && { rounded }),
      at: this.at,
    };
  }

  private get state(): State {
    return this.states[this.at] ?? this.states[0];
  }

  private with(state: State): EditHistory {
    const [first, ...others] = this.states.slice(0, this.at + 1).slice(1 - MOST_STATES);
    const states: readonly [State, ...State[]] = first ? [first, ...others, state] : [state];
    return new EditHistory(this.base, states, states.length - 1);
  }
}

function keyOf(kind: EditKind, name: string): string {
  return `${kind}:${name}`;
}

/** Whether the policy has the tensor, and a tensor of its kind can have that width. */
function canHave(base: Widths, key: string, bits: Bits): boolean {
  const isWidth = key.startsWith("weights:") ? isWeightBits : isActivationBits;
  return widthOf(base, key) !== undefined && isWidth(bits);
}

/** Names may hold colons themselves: only the first one separates. */
function widthOf(base: Widths, key: string): Bits | undefined {
  const colon = key.indexOf(":");
  const widths = key.slice(0, colon) === "weights" ? base.weights : base.activations;
  const name = key.slice(colon + 1);
  return Object.hasOwn(widths, name) ? widths[name] : undefined;
}
