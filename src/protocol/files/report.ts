/**
 * The report: what a job found out, the same object for report.json, `--json`, the terminal and the panel. Deterministic but for
 * `search.seconds` and `learning.seconds`. Sizes are bytes; accuracies are percent of samples (or decibels), differences points.
 *
 * Long as the report is: every key is stated once, with what it means, and type, check and JSON schema follow.
 */
import {
  about,
  anyText,
  checkOf,
  listOf,
  matching,
  named,
  number,
  object,
  oneOf,
  OPEN,
  optional,
  orNull,
  mapOf,
  REFUSED,
  whole,
  yesOrNo,
  type Check,
  type Typed,
} from "../../formats/check";
import { ASKED_WIDTHS, ALL_WIDTHS, CODE_WIDTHS, WEIGHT_WIDTHS } from "./bits";
import { PADDINGS } from "./paddings";

export {
  ACTIVATION_WIDTHS,
  ASKED_WIDTHS,
  isActivationBits,
  isWeightBits,
  USUAL_WIDTHS,
  WEIGHT_WIDTHS,
  keyedWidths,
  widthsFor,
  type ActivationBits,
  type Bits,
  type ShownBits,
  type WeightBits,
} from "./bits";

const bits = named("bits", oneOf(ALL_WIDTHS));
const weightBits = oneOf(WEIGHT_WIDTHS);
const activationBits = oneOf(ASKED_WIDTHS);
const digit = `[${[...ALL_WIDTHS].reverse().join("")}]`;
const count = named("count", whole(0, Number.MAX_SAFE_INTEGER));
const figure = number({ zero: true });
const list = <T>(item: Check<T>): Check<readonly T[]> => listOf(item, 0, 10_000_000);
const seconds = number({ zero: true, least: 0 });
const size = list(count);
const account = oneOf(["model", "linked"]);
const scores = oneOf(["probabilities", "logits"]);
const renewed = about(
  "The new value is written over the old one, or made elsewhere and copied when the run ends.",
  oneOf(["inPlace", "copied"]),
);

const model = object(
  {
    name: about("The file's name.", anyText),
    sha256: about("Of the ONNX file and its external data.", matching(/^[0-9a-f]{64}$/, "64 hexadecimal digits")),
    parameters: count,
    macs: about("Multiply-accumulates of one inference.", count),
  },
  OPEN,
);

const numbers = listOf(figure, 1, 10_000_000);
const input = object(
  {
    pixels: about(
      "How pixels were prepared: x = (pixel − mean[c])·scale[c], one entry or one a channel; null where nothing was stated.",
      orNull(object({ mean: numbers, scale: numbers }, OPEN)),
    ),
    colours: about("null: not stated; images are RGB then.", orNull(oneOf(["rgb", "bgr", "grey"]))),
    pixelCodes: about(
      "A code of the input is a pixel 0..255; otherwise codes are those of the input's scale and zero point.",
      yesOrNo,
    ),
  },
  OPEN,
);

const fedInput = object(
  {
    name: anyText,
    shape: about("As the model has it, for one sample.", size),
    takesImages: about("Whether images and what is stated of their preparation are for this input.", yesOrNo),
    calibration: about(
      "The file that its samples come from, with the array's name behind a colon where the file holds several; null where values were made up, or none were needed.",
      orNull(anyText),
    ),
    evaluation: orNull(anyText),
  },
  OPEN,
);

const target = object(
  {
    id: orNull(anyText),
    name: orNull(anyText),
    flashBytes: orNull(count),
    ramBytes: orNull(count),
    account: about("The account that the limits bind.", account),
    core: about(
      "Whose code and stack the linked account counts: the board's core; cortex-m4f where no board is named.",
      anyText,
    ),
    optimize: about("The compiler's level that they are counted at.", oneOf(["3", "2", "s"])),
    latencyMilliseconds: optional(
      about("The limit on an inference's estimated time; absent where none is stated.", figure),
    ),
  },
  OPEN,
);

const state = object(
  {
    input: anyText,
    output: anyText,
    shape: size,
    bits: activationBits,
    sizeBytes: about("In the arena, where nothing else lies.", count),
    renewed,
  },
  OPEN,
);

const endless = about(
  "Where rows never end: what a run takes, which is a hop, and of which rows its answer speaks. Rows are those of the input.",
  object(
    {
      hopRows: about("New rows a run.", count),
      windowRows: about("Rows that an answer speaks of.", count),
      firstRows: about("Rows from the beginning until an answer speaks of rows alone.", count),
      delayRows: about("Rows from the end of a window to its answer, because layers look ahead.", count),
      padding: oneOf(PADDINGS),
      macs: about("Multiply-accumulates of a hop.", count),
      windowMacs: about("Of a whole window.", count),
      keptBytes: about("What outlives a hop: rows, sums and counts.", count),
      kept: list(object({ name: anyText, rows: count }, OPEN)),
      padded: about("Layers that the network as given pads in time.", list(anyText)),
      onWindows: about("Layers that multiply over all rows of a window each hop.", list(anyText)),
    },
    OPEN,
  ),
);

const item = object(
  {
    region: oneOf(["flash", "ram"]),
    kind: oneOf(["weights", "constants", "tables", "code", "arena", "states", "context", "stack"]),
    name: anyText,
    sizeBytes: count,
    layer: optional(about("The layer it belongs to, where it belongs to one.", anyText)),
    estimated: about("True until read from a linked ELF.", yesOrNo),
  },
  OPEN,
);

const buffer = about(
  "A byte range of the arena; steps are positions in execution order, both inclusive.",
  object(
    {
      name: anyText,
      kind: oneOf(["activation", "scratch"]),
      offset: count,
      sizeBytes: count,
      firstStep: count,
      lastStep: count,
      madeAt: about(
        "Position of the layer that makes it; null for an input of the network and for scratch.",
        orNull(count),
      ),
      ring: about(
        "Where only some rows are held: row y lies at (y mod rows)·rowBytes. null: all of it.",
        orNull(object({ rows: count, rowBytes: count }, OPEN)),
      ),
      over: about("The activation whose bytes it takes over, at once or row by row; null: none.", orNull(anyText)),
    },
    OPEN,
  ),
);

const segment = about(
  "Layers that run together; steps are positions in execution order, both inclusive.",
  object(
    {
      firstStep: count,
      lastStep: count,
      streamed: about("Whether they run row by row.", yesOrNo),
      layers: count,
      savesBytes: about("By how much its live bytes are fewer than the most of any of its layers alone.", count),
    },
    OPEN,
  ),
);

const streaming = about(
  "How layers are run, and what the other ways would need: RAM in the account that the limits bind, at the report's widths.",
  object(
    {
      mode: about(
        "off: one layer after the other. rows: some run row by row together; nothing is computed twice.",
        oneOf(["off", "rows"]),
      ),
      rows: oneOf(["memory", "supplied"]),
      layerByLayerBytes: count,
      memoryRowsBytes: about("Row by row, the whole input in RAM.", count),
      suppliedRowsBytes: about(
        "Row by row, the input's rows supplied by the caller; null for several inputs.",
        orNull(count),
      ),
      longestStep: about(
        "The row that takes the most multiply-accumulates: what a call of the C project's step function takes at most. null unless rows are supplied.",
        orNull(object({ layer: anyText, macs: count }, OPEN)),
      ),
      segments: about("In execution order, without gaps.", list(named("segment", segment))),
      patches: about(
        "The best that patches could do, the whole input included; null where no layer can run in patches.",
        orNull(
          object(
            {
              grid: about("Patches along height and along width.", count),
              bytes: count,
              extraMacsPercent: about("What is computed again, against one inference.", figure),
            },
            OPEN,
          ),
        ),
      ),
    },
    OPEN,
  ),
);

const memory = object(
  {
    model: about(
      "Packed weights with their constants, and the largest live sum of activations.",
      object({ flashBytes: count, ramBytes: count }, OPEN),
    ),
    linked: about(
      "What the linked image holds: code, tables, scratch, context and a stack bound as well.",
      object({ flashBytes: count, ramBytes: count, items: list(named("item", item)) }, OPEN),
    ),
    peak: about("Where RAM peaks in the account that the limits bind.", object({ layer: anyText, bytes: count }, OPEN)),
    arena: object(
      {
        bytes: count,
        lowerBoundBytes: about("The greatest sum of bytes alive at any step.", count),
        buffers: list(named("buffer", buffer)),
      },
      OPEN,
    ),
    streaming,
  },
  OPEN,
);

const layer = object(
  {
    name: anyText,
    nodes: optional(
      about(
        "Names of the model's nodes that it computes, those among them that became part of it (batch normalization, clamps); of a copy that only lays out memory the node that needs it. Absent: the one of its own name.",
        list(anyText),
      ),
    ),
    op: anyText,
    inputs: about(
      "Names of the layers whose outputs it reads, each once, in the order of its operands; empty where it reads the network's inputs alone.",
      list(anyText),
    ),
    shape: about("Output height, width, channels.", listOf(count, 1, 64)),
    weightBits: about("null for layers without weights.", orNull(weightBits)),
    levels: optional(
      about(
        "Its weights stand for levels of a table that is fitted to the layer. Absent: for even steps.",
        object(
          {
            evenLoss: about(
              "Predicted loss of its weights alone on even steps of the same width; null where it was not measured.",
              orNull(figure),
            ),
            loss: about("The same on levels.", orNull(figure)),
          },
          OPEN,
        ),
      ),
    ),
    activationBits: about("Of the output, 1 of spikes; null for the float tail.", orNull(oneOf(CODE_WIDTHS))),
    weightBytes: about("Packed weights, in the account that the limits bind.", count),
    constantBytes: about("Constants beside them.", count),
    macs: count,
    cycles: optional(
      about(
        "Estimated, as report.time says; null where a loop of its kernel was never counted. Absent in reports from before time was told.",
        orNull(count),
      ),
    ),
    liveBytes: about("RAM alive while the layer runs, in the account that the limits bind.", count),
    error: about(
      "Predicted loss of this layer's widths alone (weights and output); null where nothing was measured.",
      orNull(figure),
    ),
    activationFixed: about("Whether the output's width is not the network's to choose.", yesOrNo),
    activationChoice: about(
      "The name under which a policy states the output's width (layers that only move data share their source's); null where it is fixed.",
      orNull(anyText),
    ),
  },
  OPEN,
);

const time = object(
  {
    instructions: about("Of one inference; of a network with states of one run.", count),
    cycles: count,
    milliseconds: about("At the board's clock; null where no board is named.", orNull(figure)),
    clockHz: orNull(count),
    method: about("How instructions were counted, and what turns them into cycles.", anyText),
    uncounted: about(
      "Layers that are missing in the sums, because a loop of their kernels was never counted.",
      list(anyText),
    ),
  },
  OPEN,
);

const interval: Check<readonly [number, number]> = checkOf(listOf(figure, 2, 2).schema, (value, path, findings) => {
  const ends = listOf(figure, 2, 2)(value, path, findings);
  if (ends === REFUSED) return REFUSED;
  const [low = 0, high = 0] = ends;
  return [low, high];
});

/** Steps at which a report tells the noise; more are not one of ours. */
const MOST_POINTS = 64;

export const accuracyCheck = object(
  {
    metric: oneOf(["top1", "agreement", "sqnr"]),
    float: orNull(figure),
    quantized: figure,
    delta: about("quantized − float, in points.", orNull(figure)),
    ci95: about("95 % interval of delta.", orNull(interval)),
    samples: count,
    kind: oneOf(["measured", "predicted"]),
    data: oneOf(["labelled", "unlabelled", "synthetic"]),
    agreement: orNull(figure),
    sqnrDb: orNull(figure),
    steps: optional(
      about(
        "Of sequences of several steps: how many each has. samples counts sequences where answers are judged, else steps.",
        count,
      ),
    ),
    sqnrByStep: optional(
      about(
        "Signal to quantization noise by step, counted from 0, at the first, the last and up to 14 in between: whether errors grow over time.",
        listOf(object({ step: count, sqnrDb: figure }, OPEN), 0, MOST_POINTS),
      ),
    ),
    reference: about(
      'What the quantized network was compared with: "given" is the model\'s own file, run by onnxruntime; "imported" the network as it was read from it, where onnxruntime cannot run the file (a note says why).',
      oneOf(["given", "imported"]),
    ),
  },
  OPEN,
);

export const integerCheck = object(
  {
    samples: count,
    differing: about("Samples whose answer differs; regression counts none.", count),
    largestCodeDifference: about("In codes of the output.", count),
    spikes: optional(
      about(
        "Of each layer that reads spikes, on these samples; absent where none does.",
        list(
          object(
            {
              layer: anyText,
              rate: about("Spikes an input.", figure),
              additions: about("Of weights, a run.", figure),
              macs: about("Multiply-accumulates of the same product on numbers.", count),
            },
            OPEN,
          ),
        ),
      ),
    ),
  },
  OPEN,
);

const tracePoint = object(
  {
    episode: whole(1, Number.MAX_SAFE_INTEGER),
    reward: about("Minus the natural logarithm of the loss, minus penalties.", figure),
    best: about("The least loss of a policy within the limits so far; null while there was none.", orNull(figure)),
  },
  OPEN,
);

const refined = object(
  {
    additiveLoss: about("Of the policy of least predicted loss.", figure),
    loss: about("Of this report's policy: the same number where it is that one.", figure),
    evaluations: about("Policies measured.", count),
    samples: about("On how many samples each.", count),
  },
  OPEN,
);

const infeasible = object(
  {
    short: listOf(oneOf(["flash", "ram", "time"]), 0, 2),
    fastestMilliseconds: optional(
      about(
        "Where time is short: what the fastest policy that was found within FLASH and RAM takes. Its need stands as the least.",
        figure,
      ),
    ),
    leastFlashBytes: count,
    leastRamBytes: count,
    ramLayer: anyText,
    boards: about(
      "Boards whose budget holds the least need, smallest first.",
      list(object({ id: anyText, name: anyText, flashBytes: count, ramBytes: count }, OPEN)),
    ),
  },
  OPEN,
);

const search = object(
  {
    strategy: about('A search strategy, "uniform" for one width, "given" for a policy file.', anyText),
    evaluations: count,
    seconds: about("Differs from run to run.", seconds),
    optimal: about("True where no policy within the limits has a smaller predicted loss.", yesOrNo),
    predictedLoss: about(
      "Sum over the sensitivity table: KL in nats or relative squared error. null without sensitivities.",
      orNull(figure),
    ),
    measuredLoss: about("The same loss measured on the evaluation samples with the whole policy.", orNull(figure)),
    trace: optional(
      about(
        "How learning went, where the strategy learns: one point for each policy that was tried.",
        list(tracePoint),
      ),
    ),
    refined: optional(
      about(
        "Where whole policies were built and run before one was decided for, because the sum of single losses cannot tell them apart or overstates some: losses measured on calibration samples that the weights were not rounded against.",
        refined,
      ),
    ),
    levels: optional(
      about(
        "Where weights lie on levels: losses of whole policies, measured on calibration samples that the weights were not rounded against. null where there were too few.",
        object(
          {
            evenLoss: about(
              "Of the policy that was found with even steps alone, under the same limits.",
              orNull(figure),
            ),
            loss: about("Of this report's policy.", orNull(figure)),
            samples: count,
          },
          OPEN,
        ),
      ),
    ),
    infeasible: orNull(named("infeasible", infeasible)),
  },
  OPEN,
);

const learning = about(
  "What learning brought: the quantized network's weights moved towards the float network's answers; absent where none was asked for, or none was possible. Losses are means over samples that were held back.",
  object(
    {
      steps: about("As many with the same seed give the same weights.", count),
      bestStep: about("Whose weights were kept.", count),
      seconds: about("Differs from run to run.", seconds),
      images: about("Samples learned from.", count),
      held: about("Samples held back.", count),
      heldBefore: figure,
      heldAfter: figure,
      standardError: about("Of the difference of the two, sample by sample.", figure),
      taken: about(
        "Whether the loss fell by more than two standard errors; otherwise the weights are as they were.",
        yesOrNo,
      ),
    },
    OPEN,
  ),
);

const frontPoint = object(
  {
    flashBytes: about("Exact, in the account that the limits bind.", count),
    ramBytes: count,
    milliseconds: optional(
      about("Estimated for the board's clock as report.time is; absent where that is not known.", figure),
    ),
    loss: about("Predicted.", figure),
    fits: about("Whether it keeps to the budget, time included where that is limited.", yesOrNo),
    optimal: about("True where it is proven that its bytes allow no smaller predicted loss.", yesOrNo),
    chosen: about("Whether it is the policy of this report.", yesOrNo),
    policy: about(
      "The whole policy: one digit a tensor, its bits, in the order of front.order.",
      matching(new RegExp(`^${digit}*$`), "digits"),
    ),
  },
  OPEN,
);

const front = object(
  {
    order: about(
      "The order of every string of widths: weights:<layer> and activation:<name>.",
      list(matching(/^(weights|activation):/, "weights:<layer> or activation:<name>")),
    ),
    points: about(
      "Ascending FLASH. The report's own policy, 8 and 2 bits everywhere are always among them; apart from these none is beaten by another in everything.",
      list(frontPoint),
    ),
  },
  OPEN,
);

const price = about(
  "An addition to a limit, and by how much it lowers the predicted loss.",
  object({ bytes: whole(1, Number.MAX_SAFE_INTEGER), loss: figure }, OPEN),
);

const difference = whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const otherWidth = object(
  {
    bits,
    best: about(
      "The best policy within the budget where this tensor has that width, as differences to the report's; null where none was found.",
      orNull(
        object(
          {
            flashBytes: difference,
            ramBytes: difference,
            loss: figure,
            optimal: yesOrNo,
            changes: about(
              "Widths that differ, as position in front.order and bits: 17:4 33:2.",
              matching(new RegExp(`^(\\d+:${digit}( \\d+:${digit})*)?$`), "positions and bits"),
            ),
          },
          OPEN,
        ),
      ),
    ),
  },
  OPEN,
);

const reason = object(
  {
    tensor: about("As in front.order.", anyText),
    bits,
    limit: about(
      'What the next wider width of this tensor alone would exceed; "widest" at 8 bits, "none" where only its loss keeps it narrow.',
      oneOf(["flash", "ram", "both", "none", "widest"]),
    ),
    layer: about("Where RAM would be exceeded most.", orNull(anyText)),
    widths: optional(
      about("Of the two lists below, widest first; absent: 8, 4, 2.", listOf(bits, 1, ALL_WIDTHS.length)),
    ),
    bytes: about("The tensor's own bytes at each of these widths.", listOf(count, 1, ALL_WIDTHS.length)),
    losses: about(
      "The predicted loss of quantizing this tensor alone to each of them.",
      listOf(figure, 1, ALL_WIDTHS.length),
    ),
    others: about("The other widths, widest first.", list(otherWidth)),
  },
  OPEN,
);

const why = object(
  {
    price: about(
      "The least additions to the budget that lower the predicted loss; null where none does.",
      object({ flash: orNull(named("price", price)), ram: orNull(named("price", price)) }, OPEN),
    ),
    tensors: about("In the order of front.order.", list(named("reason", reason))),
  },
  OPEN,
);

const note = object({ code: anyText, message: anyText, place: optional(anyText), hint: optional(anyText) }, OPEN);

export const reportCheck = object(
  {
    $schema: optional(about("Where this schema lies, for completion in editors.", anyText)),
    format: about("Version of this file's form.", oneOf([1])),
    model,
    input: about("What is known of the values that the input takes which images are for.", input),
    inputs: about("In the model's order.", list(fedInput)),
    target: about("The limits. null where none was given: an estimate without a budget.", target),
    fits: about("Whether the policy's need is within the limits; false for an infeasible search.", yesOrNo),
    scores: optional(about("What a network that ends in a softmax answers; absent where none does.", scores)),
    endless: optional(endless),
    states: optional(
      about(
        "Inputs and outputs that are one tensor from one run to the next; absent where there are none.",
        list(state),
      ),
    ),
    memory,
    layers: about("In execution order.", list(named("layer", layer))),
    time: optional(
      about(
        "An estimate from instructions that were counted in emulation, of kernels alone; memory answers at once. Absent in reports from before time was told.",
        time,
      ),
    ),
    accuracy: about("null where nothing was run.", orNull(named("accuracy", accuracyCheck))),
    integer: about(
      "How the integer program, executed exactly, compares with the simulation that accuracy was measured on.",
      orNull(integerCheck),
    ),
    search,
    learning: optional(learning),
    front: about(
      "The best policies over FLASH, RAM and predicted loss; null where no sensitivities are known.",
      orNull(named("front", front)),
    ),
    why: about(
      "Why each tensor has its width; null where no sensitivities are known, or the policy exceeds the budget.",
      orNull(named("why", why)),
    ),
    policy: object({ weights: mapOf(weightBits), activations: mapOf(activationBits) }, OPEN),
    notes: about("What a reader should know.", list(named("remark", note))),
  },
  OPEN,
);

export type Report = Typed<typeof reportCheck>;
export type AccountName = Typed<typeof account>;
/** What a network that ends in a softmax answers. */
export type Scores = Typed<typeof scores>;
export type ReportModel = Typed<typeof model>;
export type ReportInput = Typed<typeof input>;
export type ReportFedInput = Typed<typeof fedInput>;
export type ReportTarget = Typed<typeof target>;
export type ReportState = Typed<typeof state>;
export type ReportTime = Typed<typeof time>;
export type ReportMemory = Typed<typeof memory>;
export type ReportStreaming = Typed<typeof streaming>;
export type ReportEndless = Typed<typeof endless>;
export type ReportSegment = Typed<typeof segment>;
export type ReportItem = Typed<typeof item>;
export type ReportBuffer = Typed<typeof buffer>;
export type ReportLayer = Typed<typeof layer>;
export type ReportAccuracy = Typed<typeof accuracyCheck>;
export type ReportInteger = Typed<typeof integerCheck>;
export type ReportSearch = Typed<typeof search>;
export type ReportTracePoint = Typed<typeof tracePoint>;
export type ReportRefined = Typed<typeof refined>;
export type ReportLevels = NonNullable<Typed<typeof search>["levels"]>;
export type ReportLearning = Typed<typeof learning>;
export type ReportFront = Typed<typeof front>;
export type ReportFrontPoint = Typed<typeof frontPoint>;
export type ReportWhy = Typed<typeof why>;
export type ReportPrice = Typed<typeof price>;
export type ReportReason = Typed<typeof reason>;
export type ReportOtherWidth = Typed<typeof otherWidth>;
export type ReportInfeasible = Typed<typeof infeasible>;
