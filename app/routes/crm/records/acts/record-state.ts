import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { EDIT_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { restoreRecord } from "#app/domain/crm/records/restore-record.ts";
import { RECORD_NOUNS, recordPath } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { recordOf } from "./record-param.ts";

const Act = z.object({
	act: z.enum(["trash", "restore"]),
	version: z.coerce.number().int().positive().optional(),
});

export const loader = (args: LoaderFunctionArgs) => {
	const { type, id } = recordOf(args);
	return redirect(recordPath(type, id));
};

/** The buttons that move a record to the trash and back. Afterwards one is on its page, which says where it is. */
export const action = (args: ActionFunctionArgs) => {
	const { type, id } = recordOf(args);
	const { one } = RECORD_NOUNS[type];
	const options = { permission: EDIT_PERMISSION[type], schema: Act, to: recordPath(type, id) };
	return quickForm(args, options, async (ctx, { act, version }) => {
		if (act === "restore") {
			await restoreRecord(ctx, { type, id });
			return `The ${one} is back, with all that hangs on it.`;
		}
		await trashRecord(ctx, { type, id, version });
		return {
			message: `The ${one} is in the trash.`,
			undo: { action: `/records/${type}/${id}/state`, act: "restore" },
			link: { to: recordPath(type), label: `All ${RECORD_NOUNS[type].many}` },
		};
	});
};
