/**
 * The panel's page. It boots empty, asks the host for the state and draws it; every change comes back as a whole new state. Once the first
 * state is painted, the body bears `data-ready`.
 */
import { api, connectHost } from "./host";
import { PanelStore } from "./store";
import { registerToolkit } from "./toolkit";
import { createPage, listenForKeys } from "./views/page";

registerToolkit();
const store = new PanelStore(api.getState(), (view) => api.setState(view));
const host = connectHost(store, (layer) => {
  store.setView({ selected: layer });
  page.revealSelected();
});
const page = createPage({ store, host });
document.body.append(page.element);
store.subscribe(page.update);
listenForKeys({ store, host });

const savedScroll = store.snapshot.view.scrollTop;
let isRestored = false;
store.subscribe(({ state }) => {
  if (state === null || isRestored) return;
  isRestored = true;
  window.scrollTo({ top: savedScroll });
  // The frame after the next one begins when this state has been painted.
  requestAnimationFrame(() => requestAnimationFrame(() => void (document.body.dataset["ready"] = "true")));
});

let isScrolling = false;
window.addEventListener(
  "scroll",
  () => {
    if (isScrolling) return;
    isScrolling = true;
    requestAnimationFrame(() => {
      isScrolling = false;
      page.onScroll();
      if (isRestored) store.setScroll(window.scrollY);
    });
  },
  { passive: true },
);
