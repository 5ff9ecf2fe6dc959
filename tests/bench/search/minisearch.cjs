// SPDX-License-Identifier: GPL-3.0-or-later
// The peer MiniSearch: reads documents and queries as JSON, answers with keys and times.
const MiniSearch = require("minisearch");

const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const engine = new MiniSearch({ fields: ["title", "body"], idField: "key" });
engine.addAll(input.documents.map(([key, title, body]) => ({ key, title, body })));
const options = { boost: { title: 2 }, fuzzy: 0.2, prefix: (term, i, terms) => i === terms.length - 1 };
const answers = [];
const times = [];
for (const query of input.queries) {
  const begun = process.cpuUsage();
  const found = engine.search(query, options).slice(0, input.hits);
  const used = process.cpuUsage(begun);
  times.push(used.user + used.system);
  answers.push(found.map((hit) => hit.id));
}
console.log(JSON.stringify({ answers, times, heap: process.memoryUsage().heapUsed }));
