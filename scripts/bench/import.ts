import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { changeImport } from "#app/domain/crm/imports/change-import.ts";
import { createImport } from "#app/domain/crm/imports/create-import.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { beginImport, undoImport } from "#app/domain/crm/imports/move-import.ts";
import { previewImport } from "#app/domain/crm/imports/run/preview-import.ts";
import { runImport } from "#app/domain/crm/imports/run/run-import.ts";
import { undoRun } from "#app/domain/crm/imports/run/undo-run.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { inOrg } from "#db/context.ts";
import { fileOfContacts } from "./import-rows.ts";
import { watchMemory } from "./memory.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, type Stage, sleep } from "./stage.ts";

const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);

/**
 * An import of 100,000 contacts, from the file's first byte to the last event, beside a plain COPY of the same rows into
 * the same table with its indexes; our memory before, after and at its peak; and how long the look-up of a contact's
 * page takes meanwhile. In one process with the database on the same machine.
 */
export async function importContacts({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const org = newId();
		await makeBenchOrg(org);
		const copies = [await copyRows(url, ROWS)];
		const step: Step = (fn) => inOrg({ org, actor: { kind: "system", name: "Bench" }, requestId: "bench" }, fn);
		const memory = watchMemory();
		const before = memory.now();
		const id = await timed(say, "upload", () =>
			createImport(step, { name: "bench.csv", mediaType: "text/csv", bytes: fileOfContacts(ROWS) }),
		);
		await preview(step, id, say);
		const pages = watchPages(step, await anyContact(step, org));
		const tenth = memoryAt(step, { id, rows: ROWS / 10, memory });
		const [started, used] = [performance.now(), process.cpuUsage()];
		await runImport(step, id, { signal, sliceMs: Number.MAX_SAFE_INTEGER });
		const seconds = (performance.now() - started) / 1_000;
		const { user, system } = process.cpuUsage(used);
		const waits = await pages.stop();
		const after = memory.now();
		const { counts } = await step((ctx) => getImport(ctx, id));
		if (counts.created !== ROWS) throw new Error(`created ${counts.created} of ${ROWS}`);
		// Before and after: the table is as small for the one as it is large for the other.
		copies.push(await copyRows(url, ROWS));
		const times = seconds / ((copies[0]! + copies[1]!) / 2);
		say(`plain COPY of ${ROWS} rows: ${copies.map((one) => one.toFixed(2)).join(" s before and ")} s after`);
		say(
			`import: ${seconds.toFixed(2)} s, ${Math.round(ROWS / seconds)} rows/s, ${times.toFixed(2)} times the COPY (6 or less); ${((user + system) / 1e6).toFixed(1)} s of it this process's own work`,
		);
		say(
			`a contact meanwhile: median ${median(waits).toFixed(1)} ms, p99 ${quantile(waits, 0.99).toFixed(1)} ms, of ${waits.length}`,
		);
		say(
			`memory: ${before} MB before, ${await tenth} MB at a tenth, ${after} MB at the end, ${memory.peak()} MB at its peak`,
		);
		await step((ctx) => undoImport(ctx, id));
		await timed(say, "undo", () => undoRun(step, id, { signal, sliceMs: Number.MAX_SAFE_INTEGER }));
		memory.stop();
		await house.close();
	});
}

const { signal } = new AbortController();

/** Sets the draft up as it was guessed, counts what it would do, and begins it. */
async function preview(step: Step, id: string, say: Stage["say"]): Promise<void> {
	const { params } = await step((ctx) => getImport(ctx, id));
	await changeImport(step, id, params);
	const { key } = (await step((ctx) => getImport(ctx, id))).params.preview!;
	await timed(say, "preview", () => previewImport(step, { batchId: id, key, signal }));
	await step((ctx) => beginImport(ctx, id));
}

/** The peer: the same rows into the same table by COPY, as the database's owner, without events or anything kept. */
async function copyRows(url: string, rows: number): Promise<number> {
	const org = newId();
	await makeBenchOrg(org);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(`create temp table rows_to_copy as select '${org}'::uuid as org_id, uuidv7() as id, 'Ann' || n % 977 as first_name,
			'Miller' || n as last_name, 'copied' || n || '@example.test' as email, '+1206' || lpad(n::text, 7, '0') as phone,
			'Seattle' as city, 'prospect' as stage from generate_series(1, ${rows}) n`);
		const file = `/tmp/bench-copy-${org}.csv`;
		await client.query(`copy rows_to_copy to '${file}' with (format csv)`);
		const started = performance.now();
		await client.query(
			`copy contacts (org_id, id, first_name, last_name, email, phone, city, stage) from '${file}' with (format csv)`,
		);
		const seconds = (performance.now() - started) / 1_000;
		await client.query(`copy (select 1 where false) to '${file}'`);
		return seconds;
	} finally {
		await client.end();
	}
}

/** The memory when so many rows are done. */
async function memoryAt(
	step: Step,
	{ id, rows, memory }: { id: string; rows: number; memory: { now(): number } },
): Promise<number> {
	for (;;) {
		const { done } = await step((ctx) => getImport(ctx, id));
		if (done >= rows) return memory.now();
		await sleep(200);
	}
}

async function anyContact(step: Step, org_id: string): Promise<string> {
	const id = newId();
	await step((ctx) => ctx.db.insertInto("contacts").values({ org_id, id, first_name: "Zoe" }).execute());
	return id;
}

async function timed<T>(say: (line: string) => void, what: string, act: () => Promise<T>): Promise<T> {
	const started = performance.now();
	const value = await act();
	say(`${what}: ${((performance.now() - started) / 1_000).toFixed(2)} s`);
	return value;
}

/** Asks for a contact as its page does, one after the other, while something else goes on. */
function watchPages(step: Step, contact: string): { stop(): Promise<number[]> } {
	const waits: number[] = [];
	let goesOn = true;
	const work = (async () => {
		while (goesOn) {
			const started = performance.now();
			await step((ctx) =>
				ctx.db.selectFrom("contacts").selectAll().where("id", "=", contact).executeTakeFirstOrThrow(),
			);
			waits.push(performance.now() - started);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	})();
	return {
		async stop() {
			goesOn = false;
			await work;
			return waits;
		},
	};
}
