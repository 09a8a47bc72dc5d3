// The spec reporter for people, plus the counts in a file for the closing line.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(process.env.BITWRIGHT_TEST_RESULTS, JSON.stringify({ passes, failures, pending }));
    });
  }
};
