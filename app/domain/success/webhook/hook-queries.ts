import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { DeliveryState, Remark } from "./schema.ts";

export type HookLine = {
	id: string;
	name: string;
	hasFormerSecret: boolean;
	signatureFailures: number;
	signatureFailedAt: string | null;
	createdBy: string;
	createdAt: string;
	lastAt: string | null;
};

const LINES = sql`h.id, h.name, h.former_secret_sealed is not null as "hasFormerSecret",
	h.signature_failures::int as "signatureFailures", h.signature_failed_at as "signatureFailedAt",
	h.created_by as "createdBy", h.created_at as "createdAt",
	(select d.received_at from account_deliveries d where d.org_id = h.org_id and d.hook_id = h.id
		order by d.id desc limit 1) as "lastAt"`;

/** The outside systems that may post, by name; never a secret. */
export async function listHooks(ctx: Ctx): Promise<HookLine[]> {
	authorize(ctx, "account-hooks.view");
	const { rows } = await sql<HookLine>`select ${LINES} from account_hooks h where h.org_id = ${ctx.org}
		order by lower(h.name), h.id`.execute(ctx.db);
	return rows;
}

/** One of them. Throws 404. */
export async function getHook(ctx: Ctx, id: string): Promise<HookLine> {
	authorize(ctx, "account-hooks.view");
	if (!isId(id)) throw notFound("webhook");
	const { rows } = await sql<HookLine>`select ${LINES} from account_hooks h
		where h.org_id = ${ctx.org} and h.id = ${id}`.execute(ctx.db);
	if (!rows[0]) throw notFound("webhook");
	return rows[0];
}

export type DeliveryLine = {
	id: string;
	key: string;
	state: DeliveryState;
	reason: string | null;
	total: number;
	done: number;
	changed: number;
	refused: number;
	late: number;
	receivedAt: string;
	processedAt: string | null;
};

const PAGE = 50;

const DELIVERY = sql`d.id, d.delivery_key as key, d.state, d.reason, d.total, d.done, d.changed, d.received_at as "receivedAt",
	d.processed_at as "processedAt",
	jsonb_array_length(jsonb_path_query_array(d.remarks, '$[*] ? (@.kind == "refused")')) as refused,
	jsonb_array_length(jsonb_path_query_array(d.remarks, '$[*] ? (@.kind == "late")')) as late`;

/** What a system sent, newest first, by key: `after` is the last id of the page before. */
export async function listAccountDeliveries(
	ctx: Ctx,
	{ hookId, after }: { hookId: string; after?: string | undefined },
): Promise<{ data: DeliveryLine[]; next: string | null }> {
	authorize(ctx, "account-hooks.view");
	const from = isId(after) ? sql`and d.id < ${after}::uuid` : sql``;
	const { rows } = await sql<DeliveryLine>`select ${DELIVERY} from account_deliveries d
		where d.org_id = ${ctx.org} and d.hook_id = ${hookId}::uuid ${from} order by d.id desc limit ${PAGE + 1}`.execute(
		ctx.db,
	);
	return { data: rows.slice(0, PAGE), next: rows.length > PAGE ? rows[PAGE - 1]!.id : null };
}

/** One delivery with what became of its accounts. Throws 404. */
export async function getAccountDelivery(
	ctx: Ctx,
	{ hookId, id }: { hookId: string; id: string },
): Promise<DeliveryLine & { hook: string; remarks: Remark[] }> {
	authorize(ctx, "account-hooks.view");
	if (!isId(id) || !isId(hookId)) throw notFound("delivery");
	const { rows } = await sql<DeliveryLine & { hook: string; remarks: Remark[] }>`
		select ${DELIVERY}, d.remarks, h.name as hook from account_deliveries d
		join account_hooks h on h.org_id = d.org_id and h.id = d.hook_id
		where d.org_id = ${ctx.org} and d.hook_id = ${hookId} and d.id = ${id}`.execute(ctx.db);
	if (!rows[0]) throw notFound("delivery");
	return rows[0];
}
