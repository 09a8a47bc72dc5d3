/**
 * What each part of the kernels' code takes in FLASH and which parts it needs. Made by bench/codeSizes.ts from src/firmware; not edited by hand.
 */

/** What measured them. */
export const CODE_TOOLCHAIN = "arm-none-eabi-gcc 12.2.1, Cortex-M4, -O3";

/** A section of an object: a function or a constant table with its padding. */
export interface CodePart {
  /** The kernel's file without its ending; empty: from the C library. */
  readonly file: string;
  readonly bytes: number;
  /** The most stack that the function takes itself on any Cortex-M. */
  readonly frame: number;
  /** Parts that are linked with it. */
  readonly uses: readonly string[];
}

export const CODE_PARTS: Readonly<Record<string, CodePart>> = {
  bw_average_pool_row: { file: "bw_pool", bytes: 840, frame: 360, uses: ["bw_pack", "bw_unpack", "memset"] },
  "bw_convolution/one_pixel": {
    file: "bw_convolution",
    bytes: 1012,
    frame: 200,
    uses: ["bw_convolution/remaining_channels.constprop.1"],
  },
  "bw_convolution/remaining_channels.constprop.0": { file: "bw_convolution", bytes: 352, frame: 0, uses: [] },
  "bw_convolution/remaining_channels.constprop.1": { file: "bw_convolution", bytes: 324, frame: 0, uses: [] },
  "bw_convolution/three_pixels": {
    file: "bw_convolution",
    bytes: 968,
    frame: 112,
    uses: ["bw_convolution/remaining_channels.constprop.0"],
  },
  "bw_convolution/three_pixels_any_shift": {
    file: "bw_convolution",
    bytes: 2440,
    frame: 288,
    uses: ["bw_convolution/remaining_channels.constprop.0"],
  },
  bw_convolution_row: {
    file: "bw_convolution",
    bytes: 896,
    frame: 232,
    uses: [
      "bw_convolution/one_pixel",
      "bw_convolution/three_pixels",
      "bw_convolution/three_pixels_any_shift",
      "memset",
    ],
  },
  bw_copy: { file: "bw_codes", bytes: 880, frame: 120, uses: ["bw_pack", "memcpy"] },
  "bw_depthwise/add_2": { file: "bw_depthwise", bytes: 112, frame: 72, uses: [] },
  "bw_depthwise/add_4": { file: "bw_depthwise", bytes: 112, frame: 72, uses: [] },
  "bw_depthwise/add_8": { file: "bw_depthwise", bytes: 108, frame: 72, uses: [] },
  "bw_depthwise/add_outside": { file: "bw_depthwise", bytes: 68, frame: 36, uses: [] },
  "bw_depthwise/any_pixel": { file: "bw_depthwise", bytes: 1108, frame: 96, uses: ["bw_depthwise/add_outside"] },
  "bw_depthwise/run_2": { file: "bw_depthwise", bytes: 264, frame: 48, uses: [] },
  "bw_depthwise/run_4": { file: "bw_depthwise", bytes: 264, frame: 48, uses: [] },
  "bw_depthwise/run_8": { file: "bw_depthwise", bytes: 240, frame: 48, uses: [] },
  "bw_depthwise/single_channels": { file: "bw_depthwise", bytes: 652, frame: 160, uses: [] },
  bw_depthwise_row: {
    file: "bw_depthwise",
    bytes: 1596,
    frame: 304,
    uses: ["bw_depthwise/add_outside", "bw_depthwise/any_pixel", "bw_depthwise/single_channels"],
  },
  bw_depthwise_taps_2: { file: "bw_depthwise", bytes: 8, frame: 0, uses: ["bw_depthwise/add_2", "bw_depthwise/run_2"] },
  bw_depthwise_taps_4: { file: "bw_depthwise", bytes: 8, frame: 0, uses: ["bw_depthwise/add_4", "bw_depthwise/run_4"] },
  bw_depthwise_taps_8: { file: "bw_depthwise", bytes: 8, frame: 0, uses: ["bw_depthwise/add_8", "bw_depthwise/run_8"] },
  "bw_dot/four_by_one_2": { file: "bw_dot", bytes: 312, frame: 160, uses: [] },
  "bw_dot/four_by_one_4": { file: "bw_dot", bytes: 180, frame: 128, uses: [] },
  "bw_dot/four_by_one_8": { file: "bw_dot", bytes: 176, frame: 88, uses: [] },
  "bw_dot/one_by_one_2": { file: "bw_dot", bytes: 384, frame: 80, uses: [] },
  "bw_dot/one_by_one_4": { file: "bw_dot", bytes: 200, frame: 56, uses: [] },
  "bw_dot/one_by_one_8": { file: "bw_dot", bytes: 124, frame: 48, uses: [] },
  "bw_dot/two_by_three_2": { file: "bw_dot", bytes: 344, frame: 112, uses: ["bw_finish_six"] },
  "bw_dot/two_by_three_4": { file: "bw_dot", bytes: 196, frame: 224, uses: ["bw_finish_six"] },
  "bw_dot/two_by_three_8": { file: "bw_dot", bytes: 200, frame: 144, uses: ["bw_finish_six"] },
  bw_dot_2: {
    file: "bw_dot",
    bytes: 12,
    frame: 0,
    uses: ["bw_dot/four_by_one_2", "bw_dot/one_by_one_2", "bw_dot/two_by_three_2"],
  },
  bw_dot_4: {
    file: "bw_dot",
    bytes: 12,
    frame: 0,
    uses: ["bw_dot/four_by_one_4", "bw_dot/one_by_one_4", "bw_dot/two_by_three_4"],
  },
  bw_dot_8: {
    file: "bw_dot",
    bytes: 12,
    frame: 0,
    uses: ["bw_dot/four_by_one_8", "bw_dot/one_by_one_8", "bw_dot/two_by_three_8"],
  },
  bw_fill: { file: "bw_codes", bytes: 72, frame: 80, uses: ["bw_pack", "memset"] },
  bw_finish_six: { file: "bw_dot", bytes: 188, frame: 0, uses: [] },
  "bw_gather/any_2": {
    file: "bw_gather",
    bytes: 704,
    frame: 128,
    uses: ["bw_gather/expand_fill", "bw_gather/expand_singly.constprop.0"],
  },
  "bw_gather/any_4": {
    file: "bw_gather",
    bytes: 816,
    frame: 136,
    uses: ["bw_gather/expand_fill", "bw_gather/expand_singly.constprop.1"],
  },
  "bw_gather/any_8": {
    file: "bw_gather",
    bytes: 600,
    frame: 104,
    uses: ["bw_gather/expand_fill", "bw_gather/expand_singly.constprop.2", "bw_gather/whole_8.constprop.0"],
  },
  "bw_gather/expand_fill": { file: "bw_gather", bytes: 72, frame: 28, uses: [] },
  "bw_gather/expand_singly.constprop.0": { file: "bw_gather", bytes: 104, frame: 0, uses: [] },
  "bw_gather/expand_singly.constprop.1": { file: "bw_gather", bytes: 104, frame: 0, uses: [] },
  "bw_gather/expand_singly.constprop.2": { file: "bw_gather", bytes: 92, frame: 0, uses: [] },
  "bw_gather/whole_2": { file: "bw_gather", bytes: 184, frame: 80, uses: ["bw_gather/expand_singly.constprop.0"] },
  "bw_gather/whole_4": { file: "bw_gather", bytes: 236, frame: 88, uses: ["bw_gather/expand_singly.constprop.1"] },
  "bw_gather/whole_8": { file: "bw_gather", bytes: 232, frame: 64, uses: [] },
  "bw_gather/whole_8.constprop.0": { file: "bw_gather", bytes: 140, frame: 0, uses: [] },
  bw_gather_2: { file: "bw_gather", bytes: 8, frame: 0, uses: ["bw_gather/any_2", "bw_gather/whole_2"] },
  bw_gather_4: { file: "bw_gather", bytes: 8, frame: 0, uses: ["bw_gather/any_4", "bw_gather/whole_4"] },
  bw_gather_8: { file: "bw_gather", bytes: 8, frame: 0, uses: ["bw_gather/any_8", "bw_gather/whole_8"] },
  bw_join_codes: { file: "bw_move", bytes: 132, frame: 48, uses: ["bw_copy", "bw_rescale_codes"] },
  bw_lookup_codes: { file: "bw_elementwise", bytes: 132, frame: 104, uses: ["bw_pack", "bw_unpack"] },
  bw_max_pool_row: { file: "bw_pool", bytes: 424, frame: 160, uses: ["bw_pack", "bw_unpack", "memset"] },
  bw_multiply_codes: { file: "bw_elementwise", bytes: 500, frame: 208, uses: ["bw_pack", "bw_unpack"] },
  bw_pack: { file: "bw_codes", bytes: 236, frame: 48, uses: ["memcpy"] },
  bw_pad_row: { file: "bw_move", bytes: 216, frame: 80, uses: ["bw_copy", "bw_fill"] },
  bw_rescale_codes: { file: "bw_elementwise", bytes: 396, frame: 160, uses: ["bw_pack", "bw_unpack"] },
  bw_resize_row: { file: "bw_move", bytes: 100, frame: 56, uses: ["bw_copy"] },
  bw_slice_row: { file: "bw_move", bytes: 240, frame: 80, uses: ["bw_copy"] },
  bw_softmax_codes: { file: "bw_softmax", bytes: 620, frame: 120, uses: [] },
  "bw_stream/can_fire": { file: "bw_stream", bytes: 112, frame: 32, uses: ["bw_stream_has_room"] },
  bw_stream_done: { file: "bw_stream", bytes: 52, frame: 12, uses: [] },
  bw_stream_has_room: { file: "bw_stream", bytes: 140, frame: 48, uses: [] },
  bw_stream_run: { file: "bw_stream", bytes: 96, frame: 24, uses: ["bw_stream/can_fire"] },
  bw_stream_step: { file: "bw_stream", bytes: 60, frame: 24, uses: ["bw_stream/can_fire"] },
  bw_sum_codes: { file: "bw_elementwise", bytes: 500, frame: 224, uses: ["bw_pack", "bw_unpack"] },
  bw_transpose_codes: { file: "bw_move", bytes: 564, frame: 96, uses: ["memset"] },
  bw_unpack: { file: "bw_codes", bytes: 204, frame: 48, uses: ["memcpy"] },
  memcpy: { file: "", bytes: 308, frame: 64, uses: [] },
  memset: { file: "", bytes: 164, frame: 64, uses: [] },
};
