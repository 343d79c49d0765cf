import { askApp } from "./ask-app.ts";

// `npm run api-key -- --email WHO [--scopes a,b] [--name NAME]`: prints a new API key, once.
await askApp("api-key", process.argv.slice(2));
