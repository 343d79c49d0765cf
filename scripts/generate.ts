import { readFile, writeFile } from "node:fs/promises";
import { openDatabase } from "#db/client.ts";
import { describeSchema, describeTypes } from "#db/describe.ts";
import { migrate } from "#db/migrate.ts";
import { drawIcons } from "./draw-icons.ts";

// Writes what is made from something else: the types and the schema of a freshly migrated database, and the icons. With
// --check, fails when they differ.

const database = openDatabase({});
await migrate(database, "db/migrations", []);
const files = {
	"db/types.ts": await describeTypes(database),
	"db/schema.sql": await describeSchema(database),
	"app/ui/signs/icons.svg": await drawIcons(),
};
await database.close();

let drifted = false;
for (const [name, text] of Object.entries(files)) {
	if (!process.argv.includes("--check")) await writeFile(name, text);
	else if ((await readFile(name, "utf8").catch(() => "")) !== text) {
		drifted = true;
		console.error(`${name} differs from what it is made from; run: npm run generate`);
	}
}
process.exit(drifted ? 1 : 0);
