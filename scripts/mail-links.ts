import { askApp } from "./ask-app.ts";

// `npm run mail-links`: the links of mail about identity that is held or could not be sent, newest first.
await askApp("mail-links", process.argv.slice(2));
