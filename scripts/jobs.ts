import { askApp } from "./ask-app.ts";

// `npm run jobs [-- --redrive QUEUE]`: the jobs of no organisation, and sending a queue's dead letters back.
await askApp("jobs", process.argv.slice(2));
