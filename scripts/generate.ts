import { readFile, writeFile } from "node:fs/promises";
import { openDatabase } from "#db/client.ts";
import { describeSchema, describeTypes } from "#db/describe.ts";
import { migrate } from "#db/migrate.ts";

// Writes db/types.ts and db/schema.sql from a freshly migrated database; with --check, fails when they differ.

const database = openDatabase({});
await migrate(database, "db/migrations", []);
const files = {
	"db/types.ts": await describeTypes(database),
	"db/schema.sql": await describeSchema(database),
};
await database.close();

let drifted = false;
for (const [name, text] of Object.entries(files)) {
	if (!process.argv.includes("--check")) await writeFile(name, text);
	else if ((await readFile(name, "utf8").catch(() => "")) !== text) {
		drifted = true;
		console.error(`${name} differs from what the migrations make; run: npm run generate`);
	}
}
process.exit(drifted ? 1 : 0);
