/** Which files of src/firmware a project needs: the kernels it calls and what they include. */
import type { LayerCode } from "./layerParts";
import type { ModelSite } from "./modelSite";

const CODES = ["bw_codes.c", "bw_codes.h", "bw_target.h"];
const PRODUCT = [...CODES, "bw_product.h"];
const ELEMENTWISE = [...CODES, "bw_elementwise.c", "bw_elementwise.h"];

/** By the header that declares the kernel: everything it needs, itself included. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  "bw_rows.h": [...PRODUCT, "bw_rows.h"],
  "bw_stream.h": ["bw_stream.c", "bw_stream.h", "bw_target.h"],
  "bw_convolution.h": [...PRODUCT, "bw_convolution.c", "bw_convolution.h", "bw_dot.c", "bw_dot.h", "bw_gather.c"],
  "bw_depthwise.h": [...PRODUCT, "bw_depthwise.c", "bw_depthwise.h", "bw_dot.h"],
  "bw_pool.h": [...PRODUCT, "bw_pool.c", "bw_pool.h"],
  "bw_elementwise.h": ELEMENTWISE,
  "bw_move.h": [...ELEMENTWISE, "bw_move.c", "bw_move.h"],
  "bw_softmax.h": [...CODES, "bw_softmax.c", "bw_softmax.h"],
};

/** The kernels' headers that model.c includes, in alphabetical order. */
export function kernelHeaders({ plan }: ModelSite, codes: readonly LayerCode[]): readonly string[] {
  const isStreamed = plan.segments.some(({ streamed }) => streamed);
  const called = codes.map(({ header }) => header);
  return [...new Set(["bw_rows.h", ...(isStreamed ? ["bw_stream.h"] : []), ...called])].sort();
}

export function kernelFiles(site: ModelSite, codes: readonly LayerCode[]): readonly string[] {
  return [...new Set(kernelHeaders(site, codes).flatMap((header) => NEEDS[header] ?? []))].sort();
}
