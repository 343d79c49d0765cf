import { askApp } from "./ask-app.ts";

// `npm run db:seed`: fills the demo organisations; what is there already stays as it is.
await askApp("seed", []);
