import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { eventOf, lockArtifact } from "#app/domain/artifacts/saving/lock-artifact.ts";
import { type MadeIn, placeOf } from "#app/domain/artifacts/saving/place-of.ts";
import { lockLiveRecord } from "#app/domain/crm/records/lock-record.ts";
import { type Step, type StoredFile, storeFile } from "#app/domain/files/store-file.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { nameWithoutEnd } from "#app/domain/knowledge/rules/file-name.ts";
import { DOCUMENT_BYTES } from "#app/domain/knowledge/schema.ts";
import type { Ctx } from "#db/context.ts";
import { readContractJob } from "../../jobs.ts";
import { ContractAnalysis } from "../content.ts";

/** A contract may have as much as a document of the knowledge: 25 MB. */
export const CONTRACT_BYTES = DOCUMENT_BYTES;

type Asked = MadeIn & { accountId: string };
type Incoming = { name: string; bytes: AsyncIterable<Uint8Array> };

/** `isSame`: the account has this very file already, and nothing was added. */
export type UploadedContract = { id: string; artifactId: string; title: string; isSame: boolean };

/**
 * Keeps a contract's file as it comes in, begins an analysis for its account and has it read in the background (SUCCESS-7).
 * The same bytes for the same account are one contract; one that could not be read is tried again, one that belongs to no
 * play yet belongs to the one that it is uploaded in. In several transactions: `step` opens one each time. 404 for no such
 * account, play, run or step, 413 above 25 MB.
 */
export async function uploadContract(step: Step, file: Incoming, asked: Asked): Promise<UploadedContract> {
	await step(async (ctx) => {
		authorize(ctx, "success.work");
		await assertAccount(ctx, asked.accountId);
		await placeOf(ctx, asked);
	});
	const kept = await storeFile(step, { ...file, mediaType: "application/octet-stream", limit: CONTRACT_BYTES });
	const forget = () => step((ctx) => ctx.db.deleteFrom("files").where("id", "=", kept.id).execute());
	try {
		const uploaded = await step((ctx) => place(ctx, kept, asked));
		if (uploaded.isSame) await forget();
		return uploaded;
	} catch (error) {
		await forget();
		throw error;
	}
}

async function assertAccount(ctx: Ctx, accountId: string): Promise<void> {
	if (!isId(accountId)) throw notFound("account");
	await lockLiveRecord(ctx, "account", accountId);
}

async function place(ctx: Ctx, file: StoredFile, { accountId, ...madeIn }: Asked): Promise<UploadedContract> {
	// The same file from two hands at once: the second sees what the first made of it.
	const key = `contract ${ctx.org} ${accountId} ${file.sha256.toString("hex")}`;
	await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(ctx.db);
	await assertAccount(ctx, accountId);
	const same = await ctx.db
		.selectFrom("contract_files as f")
		.innerJoin("artifacts as a", "a.id", "f.artifact_id")
		.select(["f.id", "f.artifact_id", "f.state", "a.title", "a.deleted_at"])
		.where("f.account_id", "=", accountId)
		.where("f.sha256", "=", file.sha256)
		.executeTakeFirst();
	if (same?.deleted_at)
		throw conflict(
			`This very file was uploaded before, and its analysis “${same.title}” lies in the trash. Bring that back.`,
		);
	if (same) {
		if (same.state === "failed") await readAgain(ctx, same.id);
		await putInto(ctx, same.artifact_id, { accountId, ...madeIn });
		return { id: same.id, artifactId: same.artifact_id, title: same.title, isSame: true };
	}
	const id = newId();
	const title = nameWithoutEnd(file.name).slice(0, 200);
	const content = ContractAnalysis.parse({ contractId: id, file: file.name, by: "rules" });
	const artifact = await createArtifact(ctx, { kind: "contract_analysis", accountId, title, content, ...madeIn });
	await ctx.db
		.insertInto("contract_files")
		.values({
			...{ org_id: ctx.org, id, account_id: accountId, artifact_id: artifact.id, file_id: file.id },
			...{ name: file.name, sha256: file.sha256, size: file.size },
			...{ created_by: ctx.actor.name, created_at: ctx.now },
		})
		.execute();
	await ctx.enqueue(readContractJob, { orgId: ctx.org, contractId: id });
	return { id, artifactId: artifact.id, title, isSame: false };
}

/** An analysis of no play yet becomes that of the play in which its file came again. */
async function putInto(ctx: Ctx, artifactId: string, asked: Asked): Promise<void> {
	const { playId, runId, stepId } = await placeOf(ctx, asked);
	if (!playId && !runId) return;
	const artifact = await lockArtifact(ctx, artifactId);
	if (artifact.playId || artifact.runId) return;
	await ctx.db
		.updateTable("artifacts")
		.set({ play_id: playId, run_id: runId, step_id: stepId, updated_at: ctx.now })
		.where("id", "=", artifactId)
		.execute();
	await ctx.record({ name: "artifact.saved", ...eventOf(artifact, { playId, runId, stepId }) });
}

/** Has a contract read once more that could not be read, or whose reading never came to its end. */
async function readAgain(ctx: Ctx, id: string): Promise<void> {
	await ctx.db
		.updateTable("contract_files")
		.set({ state: "waiting", reason: null, never_reads: false })
		.where("id", "=", id)
		.where("state", "!=", "done")
		.execute();
	await ctx.enqueue(readContractJob, { orgId: ctx.org, contractId: id });
}

/** Has a contract that is not done read again, by a member. 404; 409 for one that is. */
export async function retryContract(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "success.work");
	const row = isId(id)
		? await ctx.db.selectFrom("contract_files").select("state").where("id", "=", id).forUpdate().executeTakeFirst()
		: undefined;
	if (!row) throw notFound("contract");
	if (row.state === "done") throw conflict("This contract was read already. Its analysis is kept.");
	await readAgain(ctx, id);
}
