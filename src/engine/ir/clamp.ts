/** Bounds of values, inclusive: a fused ReLU, ReLU6 or Clip, or what interval arithmetic knows. They may be infinite. */
export interface Clamp {
  readonly min: number;
  readonly max: number;
}
