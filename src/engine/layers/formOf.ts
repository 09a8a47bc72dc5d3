/** Which kernel form executes a layer: whoever asks for scratch, packing, code or C of a layer asks its form. */
import { ACTIVATION_WIDTHS, WEIGHT_WIDTHS, type Bits, type CodeBits, type WeightBits } from "../base/bits";
import { featuresOf, type CodeCore } from "../base/build";
import { invariant } from "../base/outcome";
import type { Layer, LayerKind, Shape3 } from "../ir/network";
import type { StepKind } from "./call";
import type { KernelForm } from "./firmware/forms/form";
import { allRooms, roomOf } from "./rooms";

/** The form of a layer of a kind that is not known before: it takes layers and numbers of its own kind, and of no other. */
export type AnyForm = KernelForm<LayerKind, StepKind>;

/** What is known of where a layer runs; what is not, the form must not depend on. */
export interface FormSite {
  /** Absent: a project is compiled for any core. */
  readonly core?: CodeCore;
  /** Absent: any width can still be chosen. */
  readonly weightBits?: WeightBits;
  readonly inputBits?: CodeBits;
  /** Whether one of its activations has 16 bits. Absent: none has. */
  readonly wide?: boolean;
  /** The output's shape where all rows are computed one after the other and lie in memory. Absent: rows may be asked for one by one. */
  readonly image?: Shape3;
}

/** The cheapest form that applies. */
export function formOf(layer: Layer, site: FormSite = {}): AnyForm {
  const form = chooseForm(roomOf(layer).forms, layer, site);
  invariant(form !== undefined, `no kernel executes "${layer.name}"`);
  return form;
}

/** The first that applies. */
export function chooseForm(
  forms: readonly AnyForm[],
  layer: Layer,
  { core, weightBits, inputBits, wide = false, image }: FormSite,
): AnyForm | undefined {
  const features = core === undefined ? [] : featuresOf(core);
  const covers = <B extends Bits | CodeBits>(widths: readonly B[], all: readonly B[], bits: B | undefined): boolean =>
    (bits === undefined ? all : [bits]).every((one) => widths.includes(one));
  return forms.find(
    (form) =>
      form.needs.every((need) => features.includes(need)) &&
      (!("weights" in layer) || covers(form.weightBits, WEIGHT_WIDTHS, weightBits)) &&
      // What reads codes of 2 bits one by one reads those of 1.
      (form.wide === "either" || form.wide === wide) &&
      (wide || covers<CodeBits>(form.inputBits, ACTIVATION_WIDTHS, inputBits === 1 ? 2 : inputBits)) &&
      (image !== undefined || !form.takesImage) &&
      form.applies(layer, image),
  );
}

/** Every form of every kind. */
export function allForms(): readonly AnyForm[] {
  return allRooms().flatMap(({ forms }) => forms);
}
