import { execFileSync } from "node:child_process";
import { createReadStream, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { newId } from "#app/base/ids.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { embedDocument } from "#app/domain/knowledge/indexing/embed-document.ts";
import { embedderOf } from "#app/domain/knowledge/indexing/embedder.ts";
import { readDocument } from "#app/domain/knowledge/indexing/read-document.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { type Actor, inOrg } from "#db/context.ts";
import { watchMemory } from "./memory.ts";
import { makeBenchOrg, onDatabase, openHouse, type Stage } from "./stage.ts";

const PAGES = [50, Number(process.env.BENCH_PAGES ?? 500)];

/**
 * Upload to searchable: PDFs from the first byte until a word of their last page is found with its page, and until every
 * passage has its vector; pages a second, and this process's memory before, after and at its peak. The reading runs in a
 * thread that is bounded, the rest in this process; the database is on the same machine. Beside it unpdf alone, which
 * reads the same file whole and keeps nothing.
 */
export async function upload({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const org = newId();
		await makeBenchOrg(org);
		const actor: Actor = { kind: "member", id: newId(), name: "Bench", role: "owner", userId: newId() };
		const step: Step = (fn) => inOrg({ org, actor, requestId: "bench" }, fn);
		for (const pages of PAGES) {
			const file = path.join(tmpdir(), `bench-${org}-${pages}.pdf`);
			try {
				execFileSync(process.execPath, ["scripts/run.mjs", "scripts/bench/pdf-file.ts", String(pages), file]);
				await measure(step, { file, pages, say });
			} finally {
				rmSync(file, { force: true });
			}
		}
		await house.close();
	});
}

type Measured = { file: string; pages: number; say: Stage["say"] };

async function measure(step: Step, { file, pages, say }: Measured): Promise<void> {
	const { size } = statSync(file);
	const memory = watchMemory();
	const before = memory.now();
	const began = performance.now();
	const bytes = createReadStream(file);
	const { id } = await addDocument(step, { name: `of-${pages}.pdf`, mediaType: "application/pdf", bytes }, {});
	const stored = performance.now();
	const { id: versionId } = await step((ctx) =>
		ctx.db.selectFrom("document_versions").select("id").where("document_id", "=", id).executeTakeFirstOrThrow(),
	);
	await readDocument(step, versionId);
	const read = performance.now();
	const { passages } = await step((ctx) =>
		searchKnowledge(ctx, { q: `mark${pages}x`, vector: null, limit: 1, documentId: id }),
	);
	if (passages[0]?.page !== pages) throw new Error(`the last page was found on ${passages[0]?.page}, not ${pages}`);
	const found = performance.now();
	await embedDocument(step, versionId, { embeddings: embedderOf(undefined), hasModel: false });
	const embedded = performance.now();
	const peak = memory.peak();
	memory.stop();
	const alone = await readAlone(file);
	const seconds = (from: number, to: number) => ((to - from) / 1_000).toFixed(2);
	const rate = (from: number, to: number) => Math.round((pages * 1_000) / (to - from));
	say(
		`${pages} pages, ${(size / 1024 / 1024).toFixed(1)} MB: stored ${seconds(began, stored)} s, read and searchable by words ${seconds(stored, read)} s, found in ${(found - read).toFixed(0)} ms, vectors ${seconds(found, embedded)} s`,
	);
	say(
		`  upload to searchable ${rate(began, found)} pages/s, with vectors ${rate(began, embedded)} pages/s; unpdf alone ${Math.round((pages * 1_000) / alone)} pages/s`,
	);
	say(`  memory: ${before} MB before, ${memory.now()} MB after, ${peak} MB at its peak`);
}

/** Milliseconds that the library takes for the same file, in this process, with nothing kept. */
async function readAlone(file: string): Promise<number> {
	const bytes = new Uint8Array(readFileSync(file));
	const began = performance.now();
	await extractText(await getDocumentProxy(bytes), { mergePages: false });
	return performance.now() - began;
}
