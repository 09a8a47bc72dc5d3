/**
 * Sizes of the structures in FLASH that generated code calls kernels with, where pointers have 4 bytes. The types are those of src/firmware;
 * a test has the compiler say the same. Compilers for microcontrollers place each on a word boundary.
 */
export const DESCRIPTOR_BYTES = {
  bw_convolution: 68,
  bw_levels: 72,
  bw_depthwise: 60,
  bw_sum: 24,
  bw_multiplication: 20,
  bw_lookup: 8,
  bw_rescale: 20,
  bw_max_pool: 30,
  bw_average_pool: 44,
  bw_join: 20,
  bw_slice: 16,
  bw_padding: 14,
  bw_resize: 12,
  bw_transpose: 12,
  bw_normalization: 32,
  bw_recurrent: 80,
  bw_spiking: 68,
  bw_spike_product: 60,
  bw_fire: 28,
  bw_softmax: 8,
  bw_kept_rows: 16,
  bw_moving_average: 20,
  bw_wide_convolution: 68,
  bw_wide_recurrent: 84,
  bw_wide_lookup: 8,
  bw_wide_padding: 14,
  bw_tensor: 16,
} as const;

export type DescriptorType = keyof typeof DESCRIPTOR_BYTES;

/** A structure on a word boundary. */
export function storedDescriptor(type: DescriptorType): number {
  return wordsUp(DESCRIPTOR_BYTES[type]);
}

export function wordsUp(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4;
}
