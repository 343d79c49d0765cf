import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { getBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import { stopBatch, undoBatch } from "#app/domain/crm/bulk/change-batch.ts";
import { LIST_NOUNS } from "#app/domain/crm/records/schema.ts";
import { undoLeadBatch } from "#app/domain/leads/bulk/undo-lead-batch.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { countOf } from "#app/ui/lists/count.tsx";

const Act = z.object({ act: z.enum(["undo", "stop"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/batches/${params.id}`);

/** The buttons of a batch. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	return quickForm(args, { permission: "contacts.view", schema: Act, to: `/batches/${id}` }, async (ctx, { act }) => {
		if (act === "stop") {
			await stopBatch(ctx, id);
			return "Stopped. What was done stays, and can be undone.";
		}
		const batch = await getBatch(ctx, id);
		const { state, type, params } = batch.type === "lead" ? await undoLeadBatch(ctx, batch) : await undoBatch(ctx, id);
		if (state !== "undone") return { message: "It is being undone.", tone: "info" };
		const { undone, left } = params.undo ?? { undone: 0, left: 0 };
		const { one, many } = LIST_NOUNS[type];
		const rest = left > 0 ? ` ${countOf(left, one, many)} changed since and stayed as they are.` : "";
		return `Undone: ${countOf(undone, one, many)}.${rest}`;
	});
};
