/** What codes of a model's input mean where its values are prepared pixels. */

/** x = (pixel − mean[c])·scale[c] for pixels 0..255; each list has one entry, or one a channel. */
export interface PixelScale {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export type Colours = "rgb" | "bgr" | "grey";

/** Stated of the input that takes images, and told to whoever feeds the firmware. */
export interface InputMeaning {
  /** How pixels were prepared; null where no preparation was stated. */
  readonly pixels: PixelScale | null;
  /** The order of colours, innermost; null where it was not stated (images are RGB then). */
  readonly colours: Colours | null;
  /**
   * A code is a pixel: a camera's bytes are copied as they are, and x = (code − mean[c])·scale[c] holds exactly. Otherwise codes are those
   * of the input's format, x = scale·(code − zero point).
   */
  readonly pixelCodes: boolean;
  /** Names of the classes, where they are known. */
  readonly labels: readonly string[] | null;
}

/**
 * The values v that an input of a rewritten graph takes instead of the model's own x: x = gains[c]·v + offsets[c], c = floor(i / stride) mod the number
 * of channels for element i.
 */
export interface InputGrid {
  readonly input: string;
  readonly gains: readonly number[];
  readonly offsets: readonly number[];
  readonly stride: number;
}

/** A sample's values as a graph with that grid takes them. */
export function toGrid(values: Float32Array, { gains, offsets, stride }: InputGrid): Float32Array {
  const count = gains.length;
  return values.map((value, i) => {
    const channel = Math.floor(i / stride) % count;
    return (value - (offsets[channel] as number)) / (gains[channel] as number);
  });
}

/** The model's own values again, within float32's rounding. */
export function fromGrid(values: Float32Array, { gains, offsets, stride }: InputGrid): Float32Array {
  const count = gains.length;
  return values.map((value, i) => {
    const channel = Math.floor(i / stride) % count;
    return (gains[channel] as number) * value + (offsets[channel] as number);
  });
}
