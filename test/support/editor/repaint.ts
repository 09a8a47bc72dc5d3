/** Runs in the page, hence text: presses a key on a cell and answers the milliseconds until the next frame in which its pill shows it. */
export const REPAINT_AFTER_KEY = `(cell, key) => new Promise((resolve) => {
  const begin = performance.now();
  const grid = cell.closest("[role=grid]");
  const name = cell.parentElement.querySelector("[title]").getAttribute("title");
  const shows = () => [...grid.querySelectorAll("[role=row]")].some((row) =>
    row.querySelector("[title]")?.getAttribute("title") === name &&
    row.querySelector("[data-column=weights] .pill")?.textContent.includes(key));
  const observer = new MutationObserver(() => {
    if (!shows()) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - begin));
  });
  observer.observe(grid, { subtree: true, childList: true, characterData: true, attributes: true });
  cell.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})`;
