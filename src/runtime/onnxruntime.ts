/** The one place where onnxruntime-node is imported, for tests, benchmarks and examples too (test/unit/layers.test.ts): never before offline.ts. */
import "./offline";
export { InferenceSession, Tensor } from "onnxruntime-node";
