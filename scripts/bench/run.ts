import { assistant } from "./assistant.ts";
import { booking } from "./booking.ts";
import { burst } from "./burst.ts";
import { canvas } from "./canvas.ts";
import { contacts } from "./contacts.ts";
import { durableSteps } from "./durable-steps.ts";
import { endToEnd } from "./end-to-end.ts";
import { importContacts } from "./import.ts";
import { listPage } from "./list-page.ts";
import { live } from "./live.ts";
import { pickUp } from "./pick-up.ts";
import { search } from "./search.ts";
import { start } from "./start.ts";
import { success } from "./success.ts";
import { textSearch } from "./text-search.ts";
import { upload } from "./upload.ts";
import { waiting } from "./waiting.ts";
import { webhook } from "./webhook.ts";

// `npm run bench [name ...]`: each benchmark measures us and a peer in the same run and prints the ratio. Nothing here
// gates a test: machines differ, ratios on one machine less so.

const benches: Record<string, (stage: { say(line: string): void }) => Promise<void>> = {
	webhook,
	"pick-up": pickUp,
	burst,
	"list-page": listPage,
	contacts,
	live,
	booking,
	"end-to-end": endToEnd,
	start,
	import: importContacts,
	search,
	"text-search": textSearch,
	upload,
	"durable-steps": durableSteps,
	waiting,
	assistant,
	canvas,
	success,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !benches[name]);
if (unknown) {
	console.error(`There is no benchmark ${unknown}. There are: ${Object.keys(benches).join(", ")}`);
	process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
	if (wanted.length > 0 && !wanted.includes(name)) continue;
	console.log(`\n${name}`);
	await bench({ say: (line) => console.log(`  ${line}`) });
}
process.exit(0);
