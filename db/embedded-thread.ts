import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { vector } from "@electric-sql/pglite-pgvector";

// The thread that owns the embedded Postgres. It lives apart from the server because a query there is
// synchronous WASM: in the main thread one long query would stop every page, timer and signal handler.

type Request =
	| { id: number; kind: "query"; text: string; values: unknown[] }
	| { id: number; kind: "exec"; text: string }
	| { id: number; kind: "listen"; channel: string }
	| { id: number; kind: "dump" }
	| { id: number; kind: "close" };

const MAKES_TYPES = /\bcreate\s+(extension|type|domain)\b/i;

const port = parentPort!;
const { dataDir, image } = workerData as { dataDir: string | undefined; image: Uint8Array | undefined };

const lite = await PGlite.create({
	...(dataDir ? { dataDir } : {}),
	...(image ? { loadDataDir: new Blob([image as Uint8Array<ArrayBuffer>]) } : {}),
	extensions: { btree_gin, btree_gist, citext, pg_trgm, unaccent, vector },
	// The same readings as the native driver's (db/client.ts): bigint as number, date and interval as text.
	parsers: { 20: Number, 1082: (text: string) => text, 1186: (text: string) => text },
});

port.on("message", async (request: Request) => {
	try {
		port.postMessage({ id: request.id, result: await answer(request) });
	} catch (error) {
		port.postMessage({ id: request.id, error: plainError(error) });
	}
});
port.postMessage({ id: 0, result: "ready" });

async function answer(request: Request): Promise<unknown> {
	switch (request.kind) {
		case "query": {
			const { rows, affectedRows } = await lite.query(request.text, request.values);
			return { rows, affectedRows };
		}
		case "exec": {
			const results = await lite.exec(request.text);
			// PGlite learns when it opens how arrays of each type are written; those made since, it would write as text.
			if (MAKES_TYPES.test(request.text)) await lite.refreshArrayTypes();
			return results.map(({ rows, affectedRows }) => ({ rows, affectedRows }));
		}
		case "listen":
			await lite.listen(request.channel, (payload) => port.postMessage({ channel: request.channel, payload }));
			return undefined;
		case "dump":
			return new Uint8Array(await (await lite.dumpDataDir("none")).arrayBuffer());
		case "close":
			await lite.close();
			return undefined;
	}
}

/** Postgres errors lose their fields in a structured clone; the ones the product reads are carried by name. */
function plainError(error: unknown): Record<string, unknown> {
	const source = error as Record<string, unknown> & Error;
	const fields = ["code", "detail", "hint", "constraint", "table", "column", "schema", "severity", "where"] as const;
	const plain: Record<string, unknown> = { message: source.message };
	for (const field of fields) if (typeof source[field] === "string") plain[field] = source[field];
	return plain;
}
