import { dateAt } from "#app/base/time.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import type { ExtractedPages } from "#app/domain/knowledge/extraction/extract-pages.ts";
import { readPagesInThread } from "#app/domain/knowledge/extraction/read-in-thread.ts";
import { Unreadable } from "#app/domain/knowledge/extraction/unreadable.ts";
import type { Models } from "#app/providers/ai/port.ts";
import type { Ctx } from "#db/context.ts";
import { analyseByRules } from "../analyse-by-rules.ts";
import { askModel } from "../ask-model.ts";
import type { ContractAnalysis } from "../content.ts";
import type { TextPage } from "../terms.ts";
import { failReading } from "./end-reading.ts";

/** As much text as is looked through: a contract of some 200 pages. */
const MOST_CHARACTERS = 600_000;

/**
 * Reads a contract's file in a thread of its own, finds its terms and saves them as a new version of its artifact, by the
 * rules, and by a model where there is one. What cannot be read leaves its reason. Starts over when it is run again; one
 * that is done, or that is not there, is left as it is.
 */
export async function readContract(
	step: Step,
	contractId: string,
	models: Models,
	signal?: AbortSignal,
): Promise<void> {
	const contract = await step((ctx) => claim(ctx, contractId));
	if (!contract) return;
	const pieces: Buffer[] = [];
	for await (const piece of readFile(step, contract.file_id)) pieces.push(piece);
	let read: ExtractedPages;
	try {
		read = await readPagesInThread(Buffer.concat(pieces.splice(0)), contract.name, signal);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		await step((ctx) => failReading(ctx, contractId, error.message, { isForGood: !error.mayPass }));
		return;
	}
	const { pages, note } = bounded(read.pages);
	const analysis = analyseByRules(pages, contract.today);
	const asked = { accountId: contract.account_id, contractId, pages, analysis };
	const added = analysis.isContract ? await askModel(step, asked, models, signal) : undefined;
	const content: ContractAnalysis = {
		...{ contractId, file: contract.name, isContract: analysis.isContract, why: analysis.why, hasPages: read.hasPages },
		by: added ? "rules-and-model" : "rules",
		findings: [...analysis.findings, ...(added ?? [])],
		notes: [
			...[read.note.replace(" Search does not find what stands there.", ""), note].filter(Boolean),
			...analysis.notes,
		],
	};
	await step((ctx) => finish(ctx, contractId, { content, kind: read.kind, pages: read.count }));
}

async function claim(ctx: Ctx, contractId: string) {
	// One statement: another reading that ends meanwhile is done, and is not read over what a member corrected since. One
	// that failed is read when somebody sends its job back.
	const found = await ctx.db
		.updateTable("contract_files as f")
		.from("organisations as o")
		.set({ state: "reading" })
		.whereRef("o.id", "=", "f.org_id")
		.where("f.id", "=", contractId)
		.where("f.state", "!=", "done")
		.returning(["f.file_id", "f.account_id", "f.name", "o.time_zone"])
		.executeTakeFirst();
	if (!found) return undefined;
	return { ...found, today: dateAt(ctx.now.getTime(), found.time_zone) };
}

/** The first pages, and what was left out. */
function bounded(pages: readonly TextPage[]): { pages: TextPage[]; note: string } {
	let left = MOST_CHARACTERS;
	const kept = pages.flatMap(({ page, text }) => {
		const part = text.slice(0, Math.max(0, left));
		left -= text.length;
		return part === "" ? [] : [{ page, text: part }];
	});
	const last = kept.at(-1)?.page ?? 0;
	return {
		pages: kept,
		note: left < 0 ? `Terms were looked for up to page ${last}; the text after it was not looked at.` : "",
	};
}

type Outcome = { content: ContractAnalysis; kind: "pdf" | "docx"; pages: number | null };

/** The version and the state in one transaction: a second reading finds it done. */
async function finish(ctx: Ctx, contractId: string, { content, kind, pages }: Outcome): Promise<void> {
	const now = await ctx.db
		.selectFrom("contract_files as f")
		.innerJoin("artifacts as a", "a.id", "f.artifact_id")
		.select(["f.artifact_id", "a.version", "a.deleted_at"])
		.where("f.id", "=", contractId)
		// Also while somebody has just asked for another reading: this one has all that it would find.
		.where("f.state", "in", ["waiting", "reading"])
		.forUpdate()
		.executeTakeFirst();
	if (!now) return;
	if (now.deleted_at) {
		await failReading(ctx, contractId, "Its analysis was put into the trash before the contract was read.");
		return;
	}
	const note = `Read from ${content.file}`.slice(0, 500);
	const { version } = await saveArtifact(ctx, now.artifact_id, { version: now.version, content, note });
	await ctx.db
		.updateTable("contract_files")
		.set({ state: "done", reason: null, kind, pages, version, read_at: ctx.now })
		.where("id", "=", contractId)
		.execute();
}
