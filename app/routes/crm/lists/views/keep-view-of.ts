import { saveView } from "#app/domain/crm/views/save-view.ts";
import type { ViewInput } from "#app/domain/crm/views/schema.ts";
import { saveLeadView } from "#app/domain/leads/lists/save-lead-view.ts";

type Ctx = Parameters<typeof saveView>[0];

/** Keeps a view by the command of the room whose list it is. */
export function keepViewOf(ctx: Ctx, { type, ...view }: ViewInput & { id?: string }): Promise<string> {
	return type === "lead" ? saveLeadView(ctx, { type, ...view }) : saveView(ctx, { type, ...view });
}
