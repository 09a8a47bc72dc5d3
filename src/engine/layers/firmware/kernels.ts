/** The kernels of src/firmware by name, and the parts of them that a layer chooses by width. */
import type { Bits } from "../../base/bits";

/** The function that computes a row of a layer. Its parts by width are linked only where a layer points to them. */
export const KERNEL_FUNCTIONS = {
  dense: "bw_convolution_row",
  depthwise: "bw_depthwise_row",
  sum: "bw_sum_codes",
  multiply: "bw_multiply_codes",
  lookup: "bw_lookup_codes",
  rescale: "bw_rescale_codes",
  maxPool: "bw_max_pool_row",
  averagePool: "bw_average_pool_row",
  join: "bw_join_codes",
  slice: "bw_slice_row",
  pad: "bw_pad_row",
  resize: "bw_resize_row",
  transpose: "bw_transpose_codes",
  normalize: "bw_normalize_codes",
  softmax: "bw_softmax_codes",
  lstm: "bw_lstm_codes",
  gru: "bw_gru_codes",
  rnn: "bw_rnn_codes",
} as const;

export type Kernel = keyof typeof KERNEL_FUNCTIONS;
/** The kernels that have parts by width. */
export const PRODUCT_KERNELS = ["dense", "depthwise", "lstm", "gru", "rnn"] as const satisfies readonly Kernel[];
export type ProductKernel = (typeof PRODUCT_KERNELS)[number];

export function isProductKernel(kernel: Kernel): kernel is ProductKernel {
  return PRODUCT_KERNELS.some((one) => one === kernel);
}

/** The tables that a product kernel is given, by weight width and by input width; undefined where it needs none. */
export function weightTable(kernel: ProductKernel, bits: Bits): string | undefined {
  return kernel === "depthwise" ? undefined : `bw_dot_${bits}`;
}

export function inputTable(kernel: ProductKernel, bits: Bits): string | undefined {
  if (kernel === "dense") return `bw_gather_${bits}`;
  return kernel === "depthwise" ? `bw_depthwise_taps_${bits}` : undefined;
}
