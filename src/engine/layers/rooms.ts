/** Every kind of layer, and the room of a layer: whoever wants to know something about one asks here. */
import type { Layer, LayerKind } from "../ir/network";
import type { StepKind } from "./call";
import { add } from "./kinds/add";
import { averagePool } from "./kinds/averagePool";
import { concat } from "./kinds/moving/concat";
import { conv } from "./kinds/conv";
import { fire } from "./kinds/fire";
import { keptRows } from "./kinds/moving/keptRows";
import { fullyConnected } from "./kinds/fullyConnected";
import { lookup } from "./kinds/lookup";
import { maxPool } from "./kinds/maxPool";
import { movingAverage } from "./kinds/movingAverage";
import { mul } from "./kinds/mul";
import { normalize } from "./kinds/normalize";
import { pad } from "./kinds/moving/pad";
import { prelu } from "./kinds/prelu";
import { recurrent } from "./kinds/recurrent";
import { requantize } from "./kinds/moving/requantize";
import { resize } from "./kinds/moving/resize";
import { slice } from "./kinds/moving/slice";
import { softmax } from "./kinds/softmax";
import { spiking } from "./kinds/spiking";
import { transpose } from "./kinds/moving/transpose";
import type { LayerRoom } from "./room";

/** The room of a kind that is not known before: it takes layers and numbers of its own kind, and of no other. */
export type AnyRoom = LayerRoom<LayerKind, StepKind>;

const ROOMS: { readonly [K in LayerKind]: LayerRoom<K, StepKind> } = {
  conv,
  fullyConnected,
  add,
  mul,
  lookup,
  prelu,
  maxPool,
  averagePool,
  concat,
  slice,
  pad,
  resize,
  transpose,
  requantize,
  normalize,
  recurrent,
  fire,
  spiking,
  softmax,
  keptRows,
  movingAverage,
};

export function allRooms(): readonly AnyRoom[] {
  return Object.values(ROOMS);
}

export function roomOf({ kind }: Pick<Layer, "kind">): AnyRoom {
  return ROOMS[kind];
}
