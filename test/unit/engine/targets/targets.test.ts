import assert from "node:assert/strict";
import { BOARDS } from "../../../../src/engine/targets/boards/boards";
import { closestNames, editDistance, plainName } from "../../../../src/engine/targets/closestNames";
import { ramBudgetBytes, totalRamBytes, type Target } from "../../../../src/engine/targets/target";
import { findTarget, listTargets, nearestBoards } from "../../../../src/engine/targets/targets";

const KIB = 1024;
const MIB = 1024 * KIB;

function found(name: string): Target {
  const outcome = findTarget(name);
  assert.ok(outcome.ok, name);
  return outcome.value;
}

describe("targets", () => {
  it("have names that mean one target each, a budget region, and a source", () => {
    const owners = new Map<string, string>();
    for (const board of BOARDS) {
      assert.match(board.id, /^[a-z0-9][a-z0-9+._-]*$/);
      for (const name of new Set([board.id, board.name, ...board.aliases].map(plainName))) {
        assert.equal(owners.get(name), undefined, `"${name}" means ${owners.get(name) ?? ""} and ${board.id}`);
        owners.set(name, board.id);
      }
      const largest = Math.max(...board.ram.map(({ sizeBytes }) => sizeBytes));
      assert.equal(ramBudgetBytes(board), largest, board.id);
      assert.ok(
        totalRamBytes(board) >= largest && board.flashBytes > 0 && board.clockHz > 0 && board.source.length > 10,
      );
    }
  });

  it("are found by id, alias and loose spelling", () => {
    assert.equal(found("stm32h743").id, "stm32h743");
    assert.equal(found("STM32H743ZI").id, "stm32h743");
    assert.equal(found("arduino nano 33 BLE").id, "nrf52840");
    assert.equal(found("nano-33-ble").id, "nrf52840");
    assert.equal(found("Pico 2").id, "rp2350");
    for (const board of BOARDS) for (const alias of board.aliases) assert.equal(found(alias), board);
  });

  it("carry their documents' figures", () => {
    const h743 = found("STM32H743");
    assert.deepEqual([h743.flashBytes, ramBudgetBytes(h743), totalRamBytes(h743)], [2 * MIB, 512 * KIB, 992 * KIB]);
    assert.deepEqual([h743.core, h743.dsp, h743.mve], ["cortex-m7", true, false]);
    assert.equal(ramBudgetBytes(found("RP2040")), 264 * KIB);
    const figures = (name: string): readonly (string | number)[] => {
      const { core, clockHz, flashBytes, ram } = found(name);
      return [core, clockHz / 1e6, flashBytes / KIB, ...ram.map(({ sizeBytes }) => sizeBytes / KIB)];
    };
    assert.deepEqual(figures("NUCLEO-U5A5ZJ-Q"), ["cortex-m33", 160, 4096, 768 + 64 + 832 + 832, 16]);
    assert.deepEqual(figures("NUCLEO-H563ZI"), ["cortex-m33", 250, 2048, 256 + 64 + 320]);
    assert.deepEqual(figures("STM32N6570-DK"), ["cortex-m55", 800, 128 * 1024, 1024 + 1024 + 4 * 448]);
    assert.deepEqual(figures("nRF54L15 DK"), ["cortex-m33", 128, 1524, 256]);
    assert.deepEqual(figures("MIMXRT685-EVK"), ["cortex-m33", 300, 64 * 1024, 4608 - 108]);
    assert.deepEqual(figures("MAX32690FTHR"), ["cortex-m4f", 120, 3072, 6 * 128 + 2 * 64]);
    assert.deepEqual(figures("Alif E7"), ["cortex-m55", 400, 5.5 * 1024, 4096, 2560, 1024]);
    assert.deepEqual(figures("Sipeed M0S"), ["rv32imafc", 320, 4096, 532 - 4 - 16 - 32]);
    assert.deepEqual(figures("ESP32-C3"), ["rv32imc", 160, 4096, 400 - 16]);
    assert.deepEqual(figures("ESP32-C6"), ["rv32imac", 160, 4096, 512]);
    assert.deepEqual(figures("ESP32-H2"), ["rv32imac", 96, 4096, 320]);
    assert.equal(found("mps3-an547").mve, true);
    assert.equal(found("SAMD21").dsp, false);
  });

  it("say which core they are built as where a chip has two kinds, or one that no code was measured on", () => {
    assert.deepEqual([found("RP2350").core, found("Hazard3").core], ["cortex-m33", "rv32imac"]);
    for (const board of BOARDS.filter(({ source }) => /Cortex-M85/.test(source)))
      assert.match(`${board.name} ${board.core}`, / as Cortex-M55 cortex-m55$/);
    assert.equal(found("EK-RA8M1").name, "RA8M1 as Cortex-M55");
    for (const name of ["ESP32", "ESP32-S3", "CH32V003", "K210"]) assert.ok(!findTarget(name).ok, name);
  });

  it("suggests what a misspelt name may mean, and nothing where nothing is near", () => {
    const outcome = findTarget("stm32h734");
    assert.ok(!outcome.ok);
    assert.deepEqual(
      outcome.problems.map(({ code }) => code),
      ["target.unknown"],
    );
    assert.match(outcome.problems[0]?.hint ?? "", /^did you mean .*STM32H743/);
    const nonsense = findTarget("zx spectrum 48k");
    assert.ok(!nonsense.ok);
    assert.match(nonsense.problems[0]?.hint ?? "", /list the known targets/);
    assert.deepEqual(closestNames("", ["a"]), []);
    assert.deepEqual(closestNames("nrf52", ["nRF52832", "nRF5340", "RP2040"], 1), ["nRF52832"]);
    assert.equal(editDistance("stm32h734", "stm32h743"), 1);
    assert.equal(editDistance("kitten", "sitting"), 3);
  });

  it("lists the boards that fit, smallest first, emulators never", () => {
    const fitting = nearestBoards(900 * KIB, 200 * KIB);
    assert.equal(fitting[0]?.id, "nrf52840");
    for (const board of fitting)
      assert.ok(board.flashBytes >= 900 * KIB && ramBudgetBytes(board) >= 200 * KIB && !board.emulated);
    const budgets = fitting.map(ramBudgetBytes);
    assert.deepEqual(
      budgets,
      [...budgets].sort((a, b) => a - b),
    );
    assert.deepEqual(nearestBoards(1024 * MIB, 1), []);
    const edge = nearestBoards(2 * MIB, 512 * KIB);
    assert.ok(edge.some(({ id }) => id === "stm32h743"));
    assert.ok(!nearestBoards(2 * MIB, 512 * KIB + 1).some(({ id }) => id === "stm32h743"));
  });

  it("lets own targets replace built-in ones", () => {
    const own: Target = { ...found("rp2040"), flashBytes: 16 * MIB };
    const targets = listTargets([own]);
    assert.equal(targets.length, BOARDS.length);
    const outcome = findTarget("Pico", targets);
    assert.ok(outcome.ok);
    assert.equal(outcome.value.flashBytes, 16 * MIB);
  });
});
