import assert from "node:assert/strict";
import type { PanelState } from "../../../src/protocol/messages/panel";
import { FIRST_VIEW, PanelStore, readView, type Snapshot } from "../../../webview/store";
import { editedState, names, sampleState } from "./rows";

function freshStore(saved?: unknown): { store: PanelStore; saved: unknown[]; seen: Snapshot[] } {
  const views: unknown[] = [];
  const seen: Snapshot[] = [];
  const store = new PanelStore(saved, (view) => views.push(view));
  store.subscribe((snapshot) => seen.push(snapshot));
  return { store, saved: views, seen };
}

describe("panel store", () => {
  it("shows nothing until the host has answered", () => {
    const { store } = freshStore();
    assert.equal(store.snapshot.state, null);
    assert.deepEqual(store.snapshot.rows, []);
  });

  it("derives rows, filter and order together", () => {
    const { store } = freshStore();
    store.setState(sampleState);
    store.setView({ filter: "-is:fixed", sort: { column: "live", descending: true } });
    assert.deepEqual(names(store.snapshot.shown), ["pw1", "conv0"]);
    assert.equal(store.snapshot.rows.length, 4);
  });

  it("hides nothing under a filter that is not understood, and says so", () => {
    const { store } = freshStore();
    store.setState(sampleState);
    store.setView({ filter: "bits:5" });
    assert.equal(store.snapshot.shown.length, 4);
    assert.match(store.snapshot.filterProblem ?? "", /5/);
  });

  it("keeps the selection by name, also while the layer is not there", () => {
    const { store } = freshStore();
    const selectedName = (): string | undefined => store.snapshot.selected?.layer.name;
    store.setView({ selected: "pw1" });
    assert.equal(selectedName(), undefined);
    store.setState(sampleState);
    assert.equal(selectedName(), "pw1");
    store.setState({ ...sampleState, report: null });
    assert.equal(selectedName(), undefined);
    assert.equal(store.snapshot.view.selected, "pw1");
  });

  it("saves every view, and restores it", () => {
    const { store, saved } = freshStore();
    store.setState(sampleState);
    store.setView({ filter: "conv", selected: "conv0", sort: { column: "bytes", descending: true }, asTable: true });
    store.setView({ picture: "addresses" });
    store.setScroll(420);
    const reloaded = freshStore(JSON.parse(JSON.stringify(saved.at(-1)))).store;
    assert.deepEqual(reloaded.snapshot.view, store.snapshot.view);
    assert.equal(reloaded.snapshot.view.scrollTop, 420);
    reloaded.setState(sampleState);
    assert.deepEqual(names(reloaded.snapshot.shown), names(store.snapshot.shown));
  });

  it("takes nothing from a saved state that it does not understand", () => {
    const wrong = [
      undefined,
      null,
      7,
      "x",
      [],
      { sort: "name", filter: 3, picture: {}, scrollTop: -1, selected: [] },
      { sort: { column: "colour", descending: true } },
    ];
    for (const saved of wrong) assert.deepEqual(readView(saved), FIRST_VIEW);
  });

  it("keeps the objects of what a new state did not change", () => {
    const { store } = freshStore();
    store.setState(sampleState);
    const stateNow = (): PanelState => store.snapshot.state ?? assert.fail();
    const { report, losses } = stateNow();
    store.setState(structuredClone({ ...sampleState, canUndo: true }));
    assert.equal(stateNow().report, report);
    assert.equal(stateNow().losses, losses);
    assert.equal(stateNow().canUndo, true);
    store.setState(structuredClone(editedState));
    assert.notEqual(stateNow().report, report);
    assert.equal(store.snapshot.rows[1]?.weights?.was, 4);
  });

  it("tells progress without touching the rest", () => {
    const { store, seen } = freshStore();
    store.setBusy({ phase: "searching", done: 1, total: 2, fraction: null, secondsLeft: null });
    assert.equal(seen.at(-1)?.state, null, "progress alone is no state");
    store.setState(sampleState);
    const { rows } = store.snapshot;
    store.setBusy({ phase: "searching", done: 1, total: 2, fraction: null, secondsLeft: null });
    assert.equal(store.snapshot.state?.busy?.done, 1);
    assert.equal(store.snapshot.rows, rows);
    assert.equal(seen.at(-1), store.snapshot);
  });

  it("drops a refusal with the next state", () => {
    const { store } = freshStore();
    store.setState(sampleState);
    store.setRefusals([{ code: "x", message: "no" }]);
    assert.equal(store.snapshot.refusals.length, 1);
    store.setState(editedState);
    assert.deepEqual(store.snapshot.refusals, []);
  });

  it("does not tell listeners of every pixel scrolled", () => {
    const { store, seen } = freshStore();
    const before = seen.length;
    store.setScroll(10);
    assert.equal(seen.length, before);
  });
});
