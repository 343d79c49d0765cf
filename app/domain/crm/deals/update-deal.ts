import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { type Changed, changeRecord, type Kind } from "../records/writes/change-record.ts";
import { type DealChange, DealFields } from "./schema.ts";
import { stageColumns } from "./stage-columns.ts";

/**
 * Changes a deal's fields, also its stage, which is a move; what is absent stays. Joined with what others changed since
 * `version`, or 409 with both sides (see `changeRecord`). 404 for no such deal, 422 for what cannot be.
 */
export async function updateDeal(
	ctx: Ctx,
	{ id, version, decided, fields, ...input }: DealChange & { id: string },
): Promise<Changed> {
	authorize(ctx, "deals.edit");
	const values = checkFields(DealFields, input);
	const derive: Kind["derive"] = async ({ stageId }) => (typeof stageId === "string" ? stageColumns(ctx, stageId) : {});
	return changeRecord(ctx, { type: "deal", derive }, { id, version, decided, values, fields });
}
