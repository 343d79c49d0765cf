import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { homeCurrency } from "../records/home/home-currency.ts";
import { insertRecord } from "../records/writes/insert-record.ts";
import { DealFields, type DealSource, type NewDeal } from "./schema.ts";
import { firstStage, stageColumns } from "./stage-columns.ts";

/**
 * Adds a deal (CRM-1): in the first stage of the first pipeline and in the organisation's currency unless said. Throws
 * 422 for fields that cannot be and for another organisation's stage, owner, account or contact.
 */
export async function createDeal(
	ctx: Ctx,
	{ fields, source, ...input }: NewDeal,
): Promise<{ id: string; version: number }> {
	authorize(ctx, "deals.edit");
	const given = checkFields(DealFields, { ...input, name: input.name ?? "" });
	const stageId = given.stageId ?? (await firstStage(ctx));
	const values = { ...given, stageId, currency: given.currency ?? (await homeCurrency(ctx)) };
	const columns = { ...(await stageColumns(ctx, stageId)), source: source ?? sourceOf(ctx) };
	return insertRecord(ctx, "deal", { values, fields, columns });
}

function sourceOf(ctx: Ctx): DealSource {
	if (ctx.actor.kind === "member") return "member";
	return ctx.actor.kind === "api-key" ? "api" : "integration";
}
