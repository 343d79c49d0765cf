import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { archiveField } from "#app/domain/crm/fields/archive-field.ts";
import { getField } from "#app/domain/crm/fields/field-queries.ts";
import { moveField } from "#app/domain/crm/fields/move-field.ts";
import { form } from "#app/doors/form.ts";

const Act = z.object({ act: z.enum(["up", "down", "archive", "restore"]) });

export const loader = () => redirect("/settings/fields");

/** The buttons of a custom field: up, down, away and back. Afterwards one is on the list of its kind of record. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const answer = await form(args, { permission: "fields.edit", schema: Act }, async (ctx, { act }) => {
		const { recordType } = await getField(ctx, id);
		const to = `/settings/fields?type=${recordType}`;
		if (act === "up" || act === "down") {
			const label = await moveField(ctx, { id, direction: act });
			return { to, flash: `${label} moved ${act}.` };
		}
		const label = await archiveField(ctx, { id, back: act === "restore" });
		if (act === "restore") return { to, flash: `${label} is back, with its values.` };
		const undo = { action: `/settings/fields/${id}/state`, act: "restore" };
		return { to, flash: { message: `${label} is put away. Its values stay on their records.`, undo } };
	});
	return answer instanceof Response ? answer : redirect("/settings/fields");
};
