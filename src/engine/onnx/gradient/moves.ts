/** Gradients of operators that move values: the way back, and 0 where nothing came from. */
import type { Gradient } from "./gradient";

const reshape: Gradient<"reshape"> = { write: ({ x, g, steps, give }) => give(0, steps.reshape(g, x.shape)) };

const transpose: Gradient<"transpose"> = {
  write: ({ op, g, steps, give }) =>
    give(
      0,
      steps.transpose(
        g,
        op.perm.map((_, axis) => op.perm.indexOf(axis)),
      ),
    ),
};

const concat: Gradient<"concat"> = {
  write: ({ op, inputs, y, g, steps, wants, give }) => {
    let from = 0;
    for (const [input, { shape }] of inputs.entries()) {
      const to = from + (shape[op.axis] ?? 0);
      if (wants(input)) {
        const starts = y.shape.map((_, axis) => (axis === op.axis ? from : 0));
        const ends = y.shape.map((size, axis) => (axis === op.axis ? to : size));
        const steps1 = y.shape.map(() => 1);
        give(input, steps.slice(g, starts, ends, steps1));
      }
      from = to;
    }
  },
};

/** Zeros between and around: steps first, as zeros along an axis of their own. */
const slice: Gradient<"slice"> = {
  write: ({ op, x, y, g, steps, give }) => {
    let spread = g;
    const shape = [...y.shape];
    for (const [axis, step] of op.steps.entries()) {
      if (step === 1) continue;
      const apart = [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)];
      const after = apart.map((_, i) => (i === axis + 1 ? step - 1 : 0));
      const padded = steps.pad(
        steps.reshape(spread, apart),
        apart.map(() => 0),
        after,
      );
      shape[axis] = (shape[axis] ?? 1) * step;
      spread = steps.reshape(padded, shape);
    }
    const after = x.shape.map((size, axis) => size - (op.starts[axis] ?? 0) - (shape[axis] ?? 0));
    give(0, steps.pad(spread, op.starts, after));
  },
};

const pad: Gradient<"pad"> = {
  write: ({ op, x, g, steps, give }) => {
    const ends = x.shape.map((size, axis) => size + (op.before[axis] ?? 0));
    const every = x.shape.map(() => 1);
    give(0, steps.slice(g, op.before, ends, every));
  },
};

/** Rows and columns are copies of their sources: x' = Rᵀ·g·C with R[i, j] = 1 where output row i copies input row j. */
const resize: Gradient<"resize"> = {
  write: ({ op, x, g, steps, give }) => {
    const [, , height = 1, width = 1] = x.shape;
    const [rows, columns] = [op.sourceRows.length, op.sourceColumns.length];
    const toRows = new Float32Array(height * rows);
    op.sourceRows.forEach((source, row) => (toRows[source * rows + row] = 1));
    const toColumns = new Float32Array(columns * width);
    op.sourceColumns.forEach((source, column) => (toColumns[column * width + source] = 1));
    const byColumns = steps.node("MatMul", [g, steps.constant([columns, width], toColumns)]);
    give(0, steps.node("MatMul", [steps.constant([height, rows], toRows), byColumns]));
  },
};

export const moves = { reshape, transpose, concat, slice, pad, resize };
