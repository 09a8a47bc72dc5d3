/** The measured parts of the kernels' code, for every core and level of optimization. */
import type { Build, CodeCore } from "../../base/build";
import type { CodeData, CodePart, CodeTable } from "./codeTable";
import { CORTEX_M0PLUS } from "./cortexM0plus";
import { CORTEX_M3 } from "./cortexM3";
import { CORTEX_M33 } from "./cortexM33";
import { CORTEX_M33_NODSP } from "./cortexM33Nodsp";
import { CORTEX_M4 } from "./cortexM4";
import { CORTEX_M4F } from "./cortexM4f";
import { CORTEX_M55 } from "./cortexM55";
import { CORTEX_M55_NOMVE } from "./cortexM55Nomve";
import { CORTEX_M7 } from "./cortexM7";
import { RV32IMAC } from "./rv32imac";
import { RV32IMAFC } from "./rv32imafc";
import { RV32IMC } from "./rv32imc";

const DATA: Readonly<Record<CodeCore, CodeData>> = {
  "cortex-m0+": CORTEX_M0PLUS,
  "cortex-m3": CORTEX_M3,
  "cortex-m4": CORTEX_M4,
  "cortex-m4f": CORTEX_M4F,
  "cortex-m7": CORTEX_M7,
  "cortex-m33": CORTEX_M33,
  "cortex-m33-nodsp": CORTEX_M33_NODSP,
  "cortex-m55": CORTEX_M55,
  "cortex-m55-nomve": CORTEX_M55_NOMVE,
  rv32imc: RV32IMC,
  rv32imac: RV32IMAC,
  rv32imafc: RV32IMAFC,
};

const known = new Map<string, CodeTable>();

export function codeTableOf({ core, optimize }: Build): CodeTable {
  const key = `${core} ${optimize}`;
  const found = known.get(key);
  if (found) return found;
  const { compiler, levels } = DATA[core];
  const table = { toolchain: `${compiler}, ${core}, -O${optimize}`, parts: partsOf(levels[optimize]) };
  known.set(key, table);
  return table;
}

function partsOf(text: string): ReadonlyMap<string, CodePart> {
  return new Map(
    text
      .trim()
      .split("\n")
      .map((line) => {
        const [file = "", name = "", bytes = "", frame = "", ...uses] = line.split(" ");
        return [name, { file: file === "-" ? "" : file, bytes: Number(bytes), frame: Number(frame), uses }];
      }),
  );
}
