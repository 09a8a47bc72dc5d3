/** What a plan says about one activation or one step. */
import type { ActivationId } from "../../ir/network";
import type { Plan, PlannedBuffer, Segment } from "../types";

/** Undefined for an activation that lies outside the arena. */
export function bufferOf(plan: Plan, activation: ActivationId): PlannedBuffer | undefined {
  return plan.buffers.find(({ content }) => content.kind === "activation" && content.activation === activation);
}

/** The scratch that the layer at a position of plan.order uses; undefined where it needs none. */
export function scratchAt(plan: Plan, step: number): PlannedBuffer | undefined {
  return plan.buffers.find(
    ({ content, firstStep, lastStep }) => content.kind === "scratch" && firstStep <= step && step <= lastStep,
  );
}

/** The segment that the layer at a position of plan.order belongs to. */
export function segmentAt(plan: Plan, step: number): Segment {
  const segment = plan.segments.find(({ firstStep, lastStep }) => firstStep <= step && step <= lastStep);
  if (!segment) throw new Error(`the plan has no step ${step}`);
  return segment;
}
