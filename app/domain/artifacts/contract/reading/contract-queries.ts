import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { ContractAnalysis } from "../content.ts";
import { strangeParties } from "../strange-parties.ts";

export const CONTRACT_STATES = ["waiting", "reading", "done", "failed"] as const;
export type ContractState = (typeof CONTRACT_STATES)[number];

export type ContractShown = {
	id: string;
	accountId: string;
	account: string;
	artifactId: string;
	/** The play, and its step, in which it was uploaded. */
	playId: string | null;
	stepId: string | null;
	title: string;
	name: string;
	size: number;
	state: ContractState;
	/** Why it could not be read. */
	reason: string | null;
	/** Another try would say the same: the file itself cannot be read. */
	neverReads: boolean;
	kind: "pdf" | "docx" | null;
	pages: number | null;
	createdBy: string;
	createdAt: Date;
	/** The terms as the artifact's newest version holds them; null until it is read. */
	analysis: ContractAnalysis | null;
	/** Its parties, where none of them looks like the account. */
	strangers: string[];
};

/** An uploaded contract, how far its reading is, and the terms found. 404 for none here or one whose artifact was removed. */
export async function getContract(ctx: Ctx, id: string): Promise<ContractShown> {
	authorize(ctx, "success.view");
	if (!isId(id)) throw notFound("contract");
	const { rows } = await sql<ContractShown & { own: string }>`
		select f.id, f.account_id as "accountId", c.name as account, o.name as own, f.artifact_id as "artifactId", a.play_id as "playId", a.step_id as "stepId", a.title, f.name,
			f.size::float8 as size, f.state, f.reason, f.never_reads as "neverReads", f.kind, f.pages, f.created_by as "createdBy", f.created_at as "createdAt",
			case when f.state = 'done' then v.content end as analysis
		from contract_files f
		join artifacts a on a.org_id = f.org_id and a.id = f.artifact_id and a.deleted_at is null
		join artifact_versions v on v.org_id = a.org_id and v.artifact_id = a.id and v.number = a.version
		join accounts c on c.org_id = f.org_id and c.id = f.account_id
		join organisations o on o.id = f.org_id
		where f.org_id = ${ctx.org} and f.id = ${id}`.execute(ctx.db);
	if (!rows[0]) throw notFound("contract");
	const { own, ...shown } = rows[0];
	return { ...shown, strangers: strangeParties(shown.analysis ?? {}, { ...shown, own }) };
}

/** The original of a contract. 404. */
export async function getContractFile(
	ctx: Ctx,
	id: string,
): Promise<{ fileId: string; name: string; kind: "pdf" | "docx" | null }> {
	authorize(ctx, "success.view");
	const row = isId(id)
		? await ctx.db
				.selectFrom("contract_files")
				.select(["file_id as fileId", "name", "kind"])
				.where("id", "=", id)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("contract");
	return row as { fileId: string; name: string; kind: "pdf" | "docx" | null };
}
