/** Words that several kinds share, for people and for dumps. */
import type { WeightedLayer } from "../ir/network";
import type { Window } from "../ir/op";

/** `3×3 s2`. */
export function labelOfWindow({ kernel, strides }: Window): string {
  const stride = strides[0] === strides[1] ? (strides[0] === 1 ? "" : ` s${strides[0]}`) : ` s${strides.join("×")}`;
  return `${kernel[0]}×${kernel[1]}${stride}`;
}

/** For a dump. */
export function describeWeights({ weights: { tensor, bias, outputChannels, perChannel } }: WeightedLayer): string {
  return `weights ${tensor} ${outputChannels}×${perChannel}${bias === undefined ? "" : ` bias ${bias}`}`;
}
